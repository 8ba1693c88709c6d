"""Reading a policy with the policies that it extends. The only I/O of a policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sayso.decision import Level, Line, most_specific
from sayso.errors import PolicyError
from sayso.sharing.places import place
from sayso.sharing.policy import Policy
from sayso.sharing.policy_file import PolicyFile, parse, read_text
from sayso.vocabulary import data as known_data

#: Organisation, division, team, person and some more.
_MOST_LEVELS = 8


def load(path: str | Path) -> Policy:
    """The policy in a file, with those above it; `extends` is relative to the file. Raises `PolicyError`."""
    return _load(str(path), ())


def from_text(text: str, source: str = "policy") -> Policy:
    """A policy from its text. One that extends another must be a file. Raises `PolicyError`."""
    file = parse(text, source)
    if file.extends:
        raise PolicyError(source, 0, "extends another policy, which a text alone cannot name", "load it from its file")
    return _policy(file, source, None)


def _load(source: str, below: tuple[Path, ...]) -> Policy:
    file = parse(read_text(source), source)
    if not file.extends:
        return _policy(file, source, None)
    line, here = place(file.places, ("extends",)), Path(source).resolve()
    if here in below:
        raise PolicyError(source, line, "extends itself, in a circle", "take one `extends` out")
    if len(below) >= _MOST_LEVELS:
        raise PolicyError(source, line, f"is one of more than {_MOST_LEVELS} levels", "join some of them")
    above = Path(source).parent / file.extends
    if not above.exists():
        cause = f"extends `{file.extends}`, which does not exist"
        raise PolicyError(source, line, cause, "give its place relative to this file")
    return _policy(file, source, _load(str(above), (*below, here)))


def _policy(file: PolicyFile, source: str, above: Policy | None) -> Policy:
    policy = Policy(file.name or Path(source).stem, source, file.level, file.categories, above)
    known = {**known_data(), **policy.all_categories, "*": ""}
    for line in file.level.lines:
        at = int(line.place.rpartition(":")[2])
        if line.data not in known:
            cause = f"`{line.data}` is not a kind of data, here or in a policy above"
            raise PolicyError(source, at, cause, "add it under `[categories]`, or mend the name")
        if above:
            _only_stricter(line, above, source, at)
    if above and file.level.unstated:
        _silence_only_stricter(file, above, source)
    return policy


def _only_stricter(line: Line, above: Policy, source: str, at: int) -> None:
    """A line that could never have its effect, because a policy above accepts less, is a mistake to be told."""
    for upper in reversed(above.chain):
        over = most_specific(u for u in upper.level.lines if _speaks_of_all(u, line))
        if over is None:
            continue
        if over.delegated:
            return
        if (line.least.rank or 0) < (over.least.rank or 0):
            cause = f"accepts `{line.least}`, but {over.place} above it accepts nothing less than `{over.least}`"
            raise PolicyError(source, at, cause, "be as strict, or have that line say `delegate = true`")


def _speaks_of_all(upper: Line, line: Line) -> bool:
    """Whether an upper line holds for every cell that a lower one speaks of."""
    data = upper.data in ("*", line.data) or line.data.startswith(upper.data + ".")
    return data and upper.purpose in ("*", line.purpose) and upper.service in ("", line.service) and not upper.until


def _silence_only_stricter(file: PolicyFile, above: Policy, source: str) -> None:
    order = ["fine", "ask", "conflict"]
    for upper in above.chain:
        means, own = upper.level.unstated, file.level.unstated
        if means and own and order.index(own) < order.index(means):
            cause = "takes silence more lightly than the policy above it"
            raise PolicyError(source, place(file.places, ("unstated",)), cause, f"{upper.source} has the last word")


def with_line(policy: Policy, line: Line) -> Policy:
    """The policy with one more line of its own."""
    return replace(policy, level=Level((*policy.level.lines, line), policy.level.unstated))
