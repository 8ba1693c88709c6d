"""What a policy may say beside the one that it extends: only what is stricter, unless a cell was delegated to it.

A line that could never have its effect, because a policy above accepts less, is a mistake, and told as one. The
decision does not rest on this: it hears every level, and the strictest wins.
"""

from __future__ import annotations

from sayso.decision import Line, Verdict, most_specific, on_silence
from sayso.errors import PolicyError
from sayso.row import ANY
from sayso.sharing.policy import Policy

_STRICTEST_LAST = list(Verdict)


def only_stricter(policy: Policy, silence_at: str) -> None:
    """Checks each line of a policy against those above it. `silence_at`: where it says what silence means.

    Raises `PolicyError` at the first line that is looser.
    """
    for line in policy.level.lines:
        for upper in reversed(policy.chain[:-1]):
            _say(line, upper)
            _silence(line.unstated, line.place, upper, line)
    for upper in reversed(policy.chain[:-1]):
        _silence(policy.level.unstated, silence_at, upper, None)


def _say(line: Line, upper: Policy) -> None:
    over = most_specific(u for u in upper.level.lines if _speaks_of_all(u, line))
    if over is None or over.delegated or (line.least.rank or 0) >= (over.least.rank or 0):
        return
    cause = f"accepts `{line.least}`, but {over.place} above it accepts nothing less than `{over.least}`"
    raise _error(line.place, cause, "be as strict, or have that line say `delegate = true`")


def _silence(means: Verdict | None, where: str, upper: Policy, line: Line | None) -> None:
    """A level's own `unstated` bears on all cells, so only the general one above can make it void."""
    over = on_silence(u for u in upper.level.lines if line and _speaks_of_all(u, line))
    upper_means = (over.unstated if over else None) or upper.level.unstated
    if means and upper_means and _STRICTEST_LAST.index(means) < _STRICTEST_LAST.index(upper_means):
        cause = "takes silence more lightly than the policy above it"
        raise _error(where, cause, f"take `unstated` out here: {over.place if over else upper.source} decides")


def _speaks_of_all(upper: Line, line: Line) -> bool:
    """Whether an upper line holds for every cell that a lower one speaks of."""
    data = upper.data in (ANY, line.data) or line.data.startswith(upper.data + ".")
    service = not upper.service or upper.service.casefold() == line.service.casefold()
    return data and service and upper.purpose in (ANY, line.purpose)


def _error(where: str, cause: str, way_out: str) -> PolicyError:
    source, _, number = where.rpartition(":")
    return PolicyError(source, int(number), cause, way_out)
