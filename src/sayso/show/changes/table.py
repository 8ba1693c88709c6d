"""The default: changes in say one after the other, the worst first, each with what was said and what is said now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.grid import Quote
from sayso.safe import excerpt, one_line
from sayso.show.changes import words
from sayso.show.table import WIDTH, Paint, wrapped
from sayso.terms.change import Change


def text(change: Change, *, everything: bool, colour: bool) -> str:
    """A change, for a terminal."""
    paint = Paint(colour)
    blocks = [_heading(change, paint)]
    if change.note:
        blocks.append(wrapped(words.note(change)))
    blocks += [_entry(entry, paint) for entry in words.entries(change)]
    controls = words.controls(change, everything)
    if controls:
        lines = [paint.bold("Ways to refuse that came or went")]
        lines += [wrapped(words.control(c), "- ", "  ") + f"\n{quoted('', [c.control.quote])}" for c in controls]
        blocks.append("\n".join(lines))
    if everything and change.claims:
        blocks.append("\n".join([paint.bold(words.BENEATH), *_claims(change)]))
    return "\n\n".join(blocks) + "\n"


def quoted(label: str, quotes: Sequence[Quote]) -> str:
    """The first quote, under a label, with its section; nothing where there is none."""
    if not quotes:
        return f"  {label}(nothing)"
    quote = quotes[0]
    place = f"\n    {excerpt(quote.section, WIDTH - 4)}" if quote.section else ""
    return wrapped(f"{label}“{one_line(quote.text)}”", "  ", "    ") + place


def _heading(change: Change, paint: Paint) -> str:
    lines = [excerpt(f"{label}: {words.name_of(d)}", WIDTH) for label, d in (("was", change.old), ("now", change.new))]
    return "\n".join([paint.bold(words.TITLE), "=" * len(words.TITLE), *lines])


def _entry(entry: words.Entry, paint: Paint) -> str:
    was, now = entry.steps
    plain = wrapped(f"{entry.purpose} on {entry.names}: {was} -> {now}")
    # Coloured after it was wrapped, so that colour takes up no columns.
    first = plain if f"{was} -> {now}" not in plain else plain.replace(
        f"{was} -> {now}", f"{paint.say(was, entry.before.say)} -> {paint.say(now, entry.after.say)}"
    )  # fmt: skip
    lines = [first, wrapped(entry.means, "  ")]
    lines += [quoted("was: ", entry.before.evidence), quoted("now: ", entry.after.evidence)]
    return "\n".join(lines)


def _claims(change: Change) -> Iterator[str]:
    for line, claim in words.claims(change.claims):
        yield wrapped(line, "- ", "  ")
        if claim.before:
            yield quoted("was: ", [claim.before.quote])
        if claim.after:
            yield quoted("now: ", [claim.after.quote])
