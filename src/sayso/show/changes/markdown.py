"""Markdown, for an issue, a wiki or an e-mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.grid import Quote
from sayso.show.changes import words
from sayso.show.markdown import plain
from sayso.terms.change import Change


def text(change: Change, *, everything: bool) -> str:
    """A change."""
    blocks = [f"# {words.TITLE}", f"From {plain(words.name_of(change.old))} to {plain(words.name_of(change.new))}."]
    if change.note:
        blocks.append(plain(words.note(change)))
    for entry in words.entries(change):
        was, now = entry.steps
        blocks += [f"## {entry.purpose} on {plain(entry.names)}: {was} → {now}", plain(entry.means)]
        blocks += [*_quote("was", entry.before.evidence), *_quote("now", entry.after.evidence)]
    controls = words.controls(change, everything)
    if controls:
        blocks.append("## Ways to refuse that came or went")
    for control in controls:
        blocks += [f"- {plain(words.control(control))}", *_quote("", [control.control.quote])]
    if everything and change.claims:
        blocks += [f"## {words.BENEATH}", *_claims(change)]
    return "\n\n".join(blocks) + "\n"


def _claims(change: Change) -> Iterator[str]:
    for line, claim in words.claims(change.claims):
        yield f"- {plain(line)}"
        for label, said in (("was", claim.before), ("now", claim.after)):
            yield from _quote(label, [said.quote] if said else [])


def _quote(label: str, quotes: Sequence[Quote]) -> Iterator[str]:
    if quotes:
        quote = quotes[0]
        place = f"\n>\n> {plain(quote.section)}" if quote.section else ""
        yield f"> {f'*{label}:* ' if label else ''}{plain(quote.text)}{place}"
