"""Cards: what a set or a model is made of, under which terms and consents, and what it may be used for.

Computed from the ledger, manifests and lineage; nothing is written by hand, so nothing can be forgotten or made nicer.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from sayso.decision import Passage, Reason
from sayso.gate.manifest import Manifest
from sayso.ledger.log import Log
from sayso.ledger.note import Checkpoint
from sayso.ledger.note import opened as note_opened
from sayso.lineage.graph import Graph
from sayso.lineage.index import opened
from sayso.lineage.thing import Thing
from sayso.safe import escaped, one_line


@dataclass(frozen=True, slots=True)
class Card:
    """`runs`: the runs of the gate that it goes back to. `unknown`: what it is made of that no gate has seen.

    `unlogged`: the runs that the ledger has not, or not whole. `checkpoint`: of the ledger, when the others were there.
    `uses`: the purposes that all of it was let through for; empty where anything is unknown or not logged.
    """

    thing: Thing
    runs: tuple[Manifest, ...]
    unknown: tuple[str, ...]
    unlogged: tuple[str, ...]
    checkpoint: Checkpoint

    @property
    def uses(self) -> tuple[str, ...]:
        """What it may be used for: what every run was for."""
        purposes = {run.purpose for run in self.runs}
        return tuple(purposes) if len(purposes) == 1 and not (self.unknown or self.unlogged) else ()

    @property
    def reasons(self) -> Counter[str]:
        """How many rows for which reason, in all runs."""
        return sum((Counter(run.reasons) for run in self.runs), Counter())


def card(graph: Graph, log: Log, name: str) -> Card | None:
    """The card of a thing; None if it is not registered. Raises `GateError`, `LineageError` for a run that changed."""
    every = {thing.name: thing for thing in graph.all()}
    if name not in every:
        return None
    roots, todo = dict[str, Thing](), [name]
    while todo:
        thing = every[todo.pop()]
        if thing.run or not thing.made_from:  # what was offered to the gate is known by what it let through
            roots[thing.name] = thing
        else:
            todo += thing.made_from
    note = log.checkpoint()
    gated = {n: opened(thing).manifest for n, thing in sorted(roots.items()) if thing.run}
    runs = tuple({run.digest: run for run in gated.values()}.values())
    unlogged = tuple(run.run for run in runs if not _logged(log, run))
    return Card(every[name], runs, tuple(sorted(set(roots) - set(gated))), unlogged, note_opened(note, log.verifier))


def _logged(log: Log, run: Manifest) -> bool:
    """Whether all decisions of a run are in the log."""
    sizes = [batch.size for batch in log.batches(run.run)]
    return sizes == ([shard.decisions.rows for shard in run.shards] or [0])


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
    if found.unlogged:
        names = ", ".join(f"`{run}`" for run in found.unlogged)
        lines += [f"**Not logged**: the ledger has not all decisions of {names}. What is not logged shows nothing.", ""]
    units = {"segments" if any(shard.transcript for shard in run.shards) else "rows" for run in found.runs}
    lines += ["## What was decided", "", f"| {' and '.join(sorted(units)) or 'rows'} | reason | passes |"]
    lines += ["|---:|---|---|"]
    for reason in (r for r in Reason if reasons[r]):
        lines.append(f"| {reasons[reason]:,} | {reason} | {'yes' if reason.passage is Passage.ALLOWED else 'no'} |")
    lines += ["", "## On which grounds", ""]
    for run in found.runs:
        lines.append(f"- Run `{run.run}`: {run.rows:,} rows for {run.purpose}, as of {run.as_of}{_since(run)}")
        lines += [f"    - {_plain(what)}: SHA-256 `{sha}`" for what, sha in sorted(run.grounds.items())]
    if len(found.unlogged) < len(found.runs):
        lines += ["", "## Where that is logged", "", _where(found.checkpoint)]
    return "\n".join(lines) + "\n"


def as_json(found: Card) -> str:
    """A card for machines."""
    runs = [
        {"run": run.run, "logged": run.run not in found.unlogged, "purpose": run.purpose, "rows": run.rows,
         "as_of": run.as_of, "unheard": run.unheard, "withdrawn": bool(run.of), "grounds": run.grounds}
        for run in found.runs
    ]  # fmt: skip
    at = found.checkpoint
    value = {
        "name": found.thing.name, "kind": found.thing.kind, "uses": found.uses, "unknown": found.unknown,
        "reasons": found.reasons, "runs": runs,
        "ledger": {"origin": at.origin, "size": at.size, "root": at.root.hex()},
    }  # fmt: skip
    return escaped(json.dumps(value, indent=1, ensure_ascii=False)) + "\n"


def _since(run: Manifest) -> str:
    """What was said after the moment that counts, and what was taken out for it."""
    later = [f"{run.unheard:,} consents were given or taken back later, and are not heard in it"] if run.unheard else []
    later += ["what was withdrawn since is taken out"] if run.of else []
    return "".join(f"; {what}" for what in later)


def _where(checkpoint: Checkpoint) -> str:
    root = checkpoint.root.hex()
    return f"Every decision is in `{_plain(checkpoint.origin)}`; its {checkpoint.size:,} entries have root `{root}`."


def _plain(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in one_line(text))


def _quoted(text: str) -> str:
    return json.dumps(text)
