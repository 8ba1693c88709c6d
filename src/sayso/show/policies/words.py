"""What a policy says, in plain sentences: shared by the formats."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sayso.decision import Line, Verdict
from sayso.row import ANY
from sayso.safe import excerpt, one_line
from sayso.sharing.policy import Policy
from sayso.sharing.stance import Stance, same, stances

#: What silence means, as policies call it.
SILENCE = {Verdict.FINE: "ok", Verdict.ASK: "ask", Verdict.CONFLICT: "conflict"}

_SILENCE_SAID = {
    Verdict.FINE: "it is fine",
    Verdict.ASK: "it is asked about: silence is not permission",
    Verdict.CONFLICT: "it is a conflict",
}

NOBODY = "-"
NOBODY_SAID = f"{NOBODY} no line speaks of it, so it is asked about"


def accepted(stance: Stance) -> str:
    """The level that is accepted, or a dash."""
    return NOBODY if stance.accepted is None else str(stance.accepted)


def number(line: Line | None) -> str:
    """The number of a line in its file."""
    return line.place.rpartition(":")[2] if line else ""


def cell(data: str, purpose: str) -> str:
    """`train-ai on content`, `all purposes on all data`."""
    return f"{'all purposes' if purpose == ANY else purpose} on {'all data' if data == ANY else data}"


def exception(line: Line, on: date) -> str:
    """An exception in one sentence, and whether it is over."""
    over = line.until is not None and line.until < on
    end = f"{'was over after' if over else 'until'} {line.until}"
    what = f"{excerpt(line.service, 60)}: {cell(line.data, line.purpose)}: {line.least}, {end}"
    return f"{what} ({excerpt(line.reason, 200)}; {one_line(line.place)})"


def silence(policy: Policy, service: str, on: date) -> Iterator[str]:
    """What silence means in general, then where it means something else."""
    rules = list(stances(policy, service, on))
    means = max(
        (p.level.unstated for p in policy.chain if p.level.unstated), key=list(Verdict).index, default=Verdict.ASK
    )
    yield f"Where terms say nothing of a use, {_SILENCE_SAID[means]}."
    for stance in rules:
        if stance.silence is not means and stance.silence_line:
            where = cell(stance.data, stance.purpose)
            yield f"For {where}, {_SILENCE_SAID[stance.silence]} ({one_line(stance.silence_line.place)})."


def chain(policy: Policy) -> str:
    """`Team Blue (team.toml), which extends Example Org (org.toml)`."""
    named = [f"{excerpt(p.name, 80)} ({one_line(p.source)})" for p in reversed(policy.chain)]
    return ", which extends ".join(named)


def differing(own: Stance | None, above: Stance | None) -> bool:
    """Whether a kind's cell is shown beneath its row's."""
    return own is not None and (above is None or not same(own, above))
