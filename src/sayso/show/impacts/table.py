"""The default: how many are concerned, then by what, in 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from sayso.safe import one_line
from sayso.say import Say
from sayso.sharing.impact import Count, Impact, Touched
from sayso.sharing.packed import Move
from sayso.show.table import Paint, wrapped
from sayso.show.words import listed

TITLE = "Who is newly in conflict"
_NAME, _NUMBER = 47, 11

#: What each count is of, in words.
_MEANS = {
    "conflict": "newly in conflict: they do not accept what is said now",
    "ask": "newly to be asked: they, or the new version, are silent",
    "freed": "freed of a conflict that they had",
}


def pieces(impact: Impact, who: Iterable[Touched] | None, *, colour: bool) -> Iterator[str]:
    """The counts, then those whom it concerns, one entry a policy."""
    paint = Paint(colour)
    yield f"{paint.bold(TITLE)}\n{'=' * len(TITLE)}\n" + wrapped(_subject(impact)) + "\n"
    if not impact.moves:
        yield "\n" + wrapped("Both versions leave the same say over every use: nobody is concerned.") + "\n"
        return
    for turn, means in _MEANS.items():
        number = getattr(impact.total, turn)
        yield f"\n{number:>{_NUMBER},} {_part(number, impact.policies):>7}  {means}"
    yield "\n\n" + "\n".join(_table(impact, paint)) + "\n"
    if who is None:
        if impact.total != Count():
            yield "\n" + wrapped("Who they are: add `--list`, or `--list --format csv` for a spreadsheet.") + "\n"
        return
    for one in who:
        yield "\n" + "\n".join(_entry(one, paint)) + "\n"


def _subject(impact: Impact) -> str:
    many = f"{impact.policies:,} sharing {'policy' if impact.policies == 1 else 'policies'}"
    service = f", for {one_line(impact.service)}" if impact.service else ""
    return f"{many}{service}, as of {impact.on}"


def _part(number: int, of: int) -> str:
    """A percentage that is not rounded to all or nothing."""
    percent = 100 * number / of if of else 0
    if 0 < percent < 0.1:
        return "< 0.1%"
    return "> 99.9%" if 99.9 < percent < 100 else f"{percent:.1f}%"


def _table(impact: Impact, paint: Paint) -> Iterator[str]:
    heads = (("", "newly in", "newly to", ""), ("What changed", "conflict", "be asked", "freed"))
    for name, *titles in heads:
        yield paint.bold((name.ljust(_NAME) + "".join(title.rjust(_NUMBER) for title in titles)).rstrip())
    for (purpose, was, now, count), names in _alike(impact).items():
        text = f"{purpose} on {listed(_without_kinds(names))}: {was} -> {now}"
        first, *others = textwrap.wrap(text, _NAME, subsequent_indent="  ", break_on_hyphens=False)
        numbers = (count.conflict, count.ask, count.freed)
        yield first.ljust(_NAME) + "".join(f"{n:>{_NUMBER},}" for n in numbers)
        yield from others


def _alike(impact: Impact) -> dict[tuple[str, Say, Say, Count], list[str]]:
    """The data of the moves that are the same but for their data, the most conflicts first."""
    groups: dict[tuple[str, Say, Say, Count], list[str]] = {}
    for m, count in sorted(impact.moves, key=lambda move: (-move[1].conflict, -move[1].ask)):
        groups.setdefault((m.purpose, m.was, m.now, count), []).append(m.data)
    return groups


def _without_kinds(names: Sequence[str]) -> list[str]:
    """The names without those of kinds whose row, or kind above, is among them too: they go without saying."""
    return [one_line(n) for n in names if not any(n.startswith(f"{other}.") for other in names)]


def _entry(one: Touched, paint: Paint) -> Iterator[str]:
    yield paint.bold(wrapped(one_line(one.policy)))
    for means, moves in (
        ("newly in conflict", one.conflict),
        ("newly to be asked", one.ask),
        ("freed of a conflict", one.freed),
    ):
        if moves:
            yield wrapped(f"{means}: {_uses(moves)}", "  ", "    ")


def _uses(moves: Iterable[Move]) -> str:
    """`train-ai on content and usage; share on profile`."""
    names: dict[str, list[str]] = {}
    for move in moves:
        names.setdefault(move.purpose, []).append(move.data)
    return "; ".join(f"{purpose} on {listed(_without_kinds(data))}" for purpose, data in names.items())
