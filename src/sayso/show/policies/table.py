"""A policy in a terminal: the grid of what is accepted, each cell with the line that decides, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sayso.safe import excerpt, one_line
from sayso.sharing.policy import Policy
from sayso.sharing.stance import Stance, all_purposes, stances
from sayso.show.policies import words
from sayso.show.table import WIDTH, Paint, wrapped
from sayso.vocabulary import READ_PURPOSES

_NAME = 15


def text(policy: Policy, *, service: str, on: date, colour: bool = False) -> str:
    """The whole of a policy."""
    paint = Paint(colour)
    cells = {(s.data, s.purpose): s for s in stances(policy, service, on)}
    others = [p for p in all_purposes() if p not in READ_PURPOSES]
    # Marks of policies above take room: then there are two grids of these.
    width = 13 if policy.above else 0
    blocks = [
        _heading(policy, service, paint),
        wrapped("The least say that is accepted; more say is always fine. Behind it, the line that decides."),
        _grid(policy, cells, READ_PURPOSES, 13, paint),
        "Not read from documents, and kept for what is asked and done:",
        *(
            _grid(policy, cells, some, width, paint)
            for some in ([others[:3], others[3:]] if policy.above else [others])
        ),
        "\n".join(_notes(policy, cells)),
        "\n".join(wrapped(s, "", "  ") for s in words.silence(policy, service, on)),
        _exceptions(policy, on, paint),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _heading(policy: Policy, service: str, paint: Paint) -> str:
    title = excerpt(f"{policy.name} ({policy.source})" + (f", for {service}" if service else ""), WIDTH)
    head = f"{paint.bold(title)}\n{'=' * len(title)}"
    return f"{head}\n{wrapped(words.chain(policy) + '.')}" if policy.above else head


def _grid(
    policy: Policy, cells: dict[tuple[str, str], Stance], purposes: Sequence[str], width: int, paint: Paint
) -> str:
    widths = {p: width or max(len(p) + 1, 10) for p in purposes}
    lines = [paint.bold("".join([" " * _NAME, *(p.ljust(widths[p]) for p in purposes)]).rstrip()), "-" * WIDTH]
    for name in dict.fromkeys(data for data, _ in cells):
        row = [cells.get((name, p)) for p in purposes]
        if not any(row):
            continue
        shown = [
            _cell(policy, s, paint, widths[p]) if s else " " * widths[p] for p, s in zip(purposes, row, strict=True)
        ]
        label = "  " * name.count(".") + name.rpartition(".")[2]
        # A long name of one's own has a line for itself.
        first = label.ljust(_NAME) if len(label) < _NAME else f"{label}\n{' ' * _NAME}"
        lines.append((first + "".join(shown)).rstrip())
    return "\n".join([*lines, "-" * WIDTH])


def _cell(policy: Policy, stance: Stance, paint: Paint, width: int) -> str:
    level = words.accepted(stance)
    mark = f" {_mark(policy, stance)}" if stance.line else ""
    painted = paint.say(level, stance.accepted) if stance.accepted else level
    return painted + mark + " " * max(width - len(level) - len(mark), 1)


def _mark(policy: Policy, stance: Stance) -> str:
    """The number of the line, behind one `^` for each policy that one goes up to it."""
    up = len(policy.chain) - 1 - _level(policy, stance.place)
    return "^" * up + words.number(stance.line)


def _level(policy: Policy, place: str) -> int:
    sources = [p.source for p in policy.chain]
    return sources.index(place.rpartition(":")[0])


def _notes(policy: Policy, cells: dict[tuple[str, str], Stance]) -> Iterator[str]:
    if any("." in data for data, _ in cells):
        yield wrapped("A kind is beneath its row where it differs; where it is blank, it is as what is above it.")
    if any(s.accepted is None for s in cells.values()):
        yield wrapped(words.NOBODY_SAID)
    for up, above in enumerate(reversed(policy.chain[:-1]), 1):
        yield wrapped(f"{'^' * up} a line of {one_line(above.source)}")
    for name, about in policy.all_categories.items():
        yield wrapped(f"{one_line(name)}: {excerpt(about, 200)}", "", "  ")


def _exceptions(policy: Policy, on: date, paint: Paint) -> str:
    lines = [wrapped(words.exception(line, on), "- ", "  ") for line in policy.lines if line.service]
    return "\n".join([paint.bold("Exceptions"), *lines]) if lines else ""
