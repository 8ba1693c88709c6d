"""Cards: what a set or a model is made of, under which terms and consents, and what it may be used for.

Computed from manifests and lineage; nothing is written by hand, so nothing can be forgotten or made nicer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sayso.decision import Passage, Reason
from sayso.gate.manifest import Manifest
from sayso.gate.outcome import outcome
from sayso.lineage.graph import Graph
from sayso.lineage.thing import Thing


@dataclass(frozen=True, slots=True)
class Card:
    """`runs`: the runs of the gate that it goes back to. `unknown`: what it is made of that no gate has seen.

    `uses`: the purposes that all of it was let through for; empty where anything is unknown.
    """

    thing: Thing
    runs: tuple[Manifest, ...]
    unknown: tuple[str, ...]

    @property
    def uses(self) -> tuple[str, ...]:
        """What it may be used for: what every run was for."""
        purposes = {run.purpose for run in self.runs}
        return tuple(purposes) if len(purposes) == 1 and not self.unknown else ()

    @property
    def reasons(self) -> Counter[str]:
        """How many rows for which reason, in all runs."""
        return sum((Counter(run.reasons) for run in self.runs), Counter())


def card(graph: Graph, name: str) -> Card | None:
    """The card of a thing; None if it is not registered."""
    every = {thing.name: thing for thing in graph.all()}
    if name not in every:
        return None
    roots, todo = dict[str, Thing](), [name]
    while todo:
        thing = every[todo.pop()]
        todo += thing.made_from
        if not thing.made_from:
            roots[thing.name] = thing
    gated = {n: outcome(Path(thing.place)).manifest for n, thing in sorted(roots.items()) if thing.run}
    return Card(every[name], tuple(gated.values()), tuple(sorted(set(roots) - set(gated))))


def markdown(found: Card) -> str:
    """A card as Markdown, with the front matter that catalogues of datasets read."""
    thing, reasons = found.thing, found.reasons
    uses = ", ".join(found.uses) or "none that all of its inputs allow"
    lines = [
        "---",
        f"pretty_name: {_quoted(thing.name)}",
        "tags: [consent-gated]",
        "---",
        "",
        f"# {_plain(thing.name)}",
    ]
    lines += ["", f"A {thing.kind}. It may be used for: **{uses}**.", ""]
    if found.unknown:
        names = ", ".join(map(_plain, found.unknown))
        lines += [f"**Not known**: {names} went into it, and no gate has seen them. Unknown is not permission.", ""]
    units = {"segments" if any(shard.transcript for shard in run.shards) else "rows" for run in found.runs}
    lines += ["## What was decided", "", f"| {' and '.join(sorted(units)) or 'rows'} | reason | passes |"]
    lines += ["|---:|---|---|"]
    for reason in (r for r in Reason if reasons[r]):
        lines.append(f"| {reasons[reason]:,} | {reason} | {'yes' if reason.passage is Passage.ALLOWED else 'no'} |")
    lines += ["", "## On which grounds", ""]
    for run in found.runs:
        lines.append(f"- Run `{run.digest}`: {run.rows:,} rows for {run.purpose}, as of {run.as_of}")
        lines += [f"    - {_plain(what)}: SHA-256 `{sha}`" for what, sha in sorted(run.grounds.items())]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    from sayso.show.safe import one_line

    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in one_line(text))


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)
