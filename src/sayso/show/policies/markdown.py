"""A policy as Markdown, for a wiki or an issue: the grid, what silence means, and the exceptions."""

from __future__ import annotations

from datetime import date

from sayso.sharing.policy import Policy
from sayso.sharing.stance import Stance, all_purposes, stances
from sayso.show.markdown import plain
from sayso.show.policies import words


def text(policy: Policy, *, service: str, on: date) -> str:
    """The whole of a policy."""
    cells = {(s.data, s.purpose): s for s in stances(policy, service, on)}
    purposes = all_purposes()
    rows = [f"| data | {' | '.join(purposes)} |", f"|{'---|' * (len(purposes) + 1)}"]
    for name in dict.fromkeys(data for data, _ in cells):
        shown = [_cell(cells.get((name, purpose))) for purpose in purposes]
        rows.append(f"| {plain(name)} | {' | '.join(shown)} |")
    exceptions = [f"- {plain(words.exception(line, on))}" for line in policy.lines if line.service]
    blocks = [
        f"# {plain(policy.name)}" + (f", for {plain(service)}" if service else ""),
        plain(words.chain(policy)) + ".",
        "The least say that is accepted; more say is always fine. Behind it, the line that decides.",
        "\n".join(rows),
        plain(words.NOBODY_SAID).replace("-", "–", 1) if any(s.accepted is None for s in cells.values()) else "",
        "\n".join(f"- {plain(s)}" for s in words.silence(policy, service, on)),
        "\n".join(["## Exceptions", "", *exceptions]) if exceptions else "",
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _cell(stance: Stance | None) -> str:
    if stance is None:
        return "as above it"
    if stance.accepted is None:
        return "–"
    return f"{stance.accepted} ({plain(stance.place)})"
