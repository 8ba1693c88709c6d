"""A signal, what it cannot say, and what all formats share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sayso.errors import AddressError
from sayso.say import Say
from sayso.sharing.statement import SharingStatement, Use
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

#: What a signal says: the least say that it accepts of each use that it speaks of. What is not in it is unknown.
Cells = Mapping[Use, Say]

#: What is larger than this is read as nothing. A `robots.txt` must be read up to this size (RFC 9309, 2.5).
MOST_BYTES = 512_000

#: What is served and mined: what people create, and every kind of it.
CONTENT = tuple(name for name in known_data() if name.partition(".")[0] == "content")

_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:\[\]-]+(?:/[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?")


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal's text, empty where the format can say nothing of this policy, and what the text does not say.

    `told`: the text itself says what it does not say, in comments.
    """

    text: str
    lost: tuple[str, ...]
    told: bool = False


def strictest(leasts: Iterable[Say | None]) -> Say | None:
    """One level for uses that a format cannot tell apart: a refusal counts for all; undecided is no permission."""
    every = set(leasts)
    if Say.NEVER in every:
        return Say.NEVER
    if None in every or not every:
        return None
    return max((say for say in every if say), key=lambda say: say.rank or 0)


def allowed_freely(statement: SharingStatement, data: str, purpose: str) -> bool:
    """Whether a use may be made without asking, for good: a bare permission takes nothing less."""
    accepted = statement.cells[data, purpose]
    return accepted.least is Say.NO_SAY and accepted.until is None


def refused(statement: SharingStatement, data: str, purpose: str) -> bool:
    """Whether a use may not be made unless its owner says so: that is what a bare refusal means."""
    return statement.cells[data, purpose].least in (Say.NEVER, Say.OPT_IN)


def for_everyone(statement: SharingStatement) -> SharingStatement:
    """The statement as all may hear it: what is served to everyone cannot say more to one service than to another."""
    return replace(statement, cells=statement.everyone, service="")


def own_kinds(statement: SharingStatement, row: str) -> tuple[str, ...]:
    """The kinds of data that the policy itself adds under a row."""
    return tuple(name for name in statement.categories if name.partition(".")[0] == row)


def spread(heard: Cells, statement: SharingStatement) -> dict[Use, Say]:
    """What is heard, with the policy's own kinds of data as the nearest kind above them that the format knows."""
    cells = dict(heard)
    for name in statement.categories:
        above = name
        while above not in known_data():
            above = above.rpartition(".")[0]
        cells.update(
            {(name, purpose): heard[above, purpose] for purpose in known_purposes() if (above, purpose) in heard}
        )
    return cells


def losses(statement: SharingStatement, heard: Cells, fixed: Iterable[str] = ()) -> tuple[str, ...]:
    """What a signal does not say, each in a sentence: what the format never can, then what of this policy it does not.

    `heard` is what its own reader makes of it, so that this cannot differ from what is really carried.
    """
    return (*fixed, *_unsaid(statement, heard), *_stricter(statement, heard), *_beside(statement))


def _unsaid(statement: SharingStatement, heard: Cells) -> Iterator[str]:
    missing = {use for use, a in statement.cells.items() if a.least is not None and use not in heard}
    columns = {p: tuple(d for d in statement.data if (d, p) in missing) for p in known_purposes()}
    for data, group in groupby(sorted(columns, key=lambda p: columns[p]), key=lambda p: columns[p]):
        if data:
            what = "any data" if data == statement.data else ", ".join(_rows(data, statement))
            yield f"It does not say what is accepted for {', '.join(_in_order(group))} of {what}."


def _stricter(statement: SharingStatement, heard: Cells) -> Iterator[str]:
    changed: dict[tuple[Say | None, Say, str], list[str]] = {}
    for (data, purpose), accepted in statement.cells.items():
        said = heard.get((data, purpose))
        if said is not None and said is not accepted.least:
            changed.setdefault((accepted.least, said, purpose), []).append(data)
    merged: dict[tuple[Say | None, Say, tuple[str, ...]], list[str]] = {}
    for (meant, said, purpose), data_of_it in changed.items():
        merged.setdefault((meant, said, tuple(data_of_it)), []).append(purpose)
    for (meant, said, data_of_them), purposes in merged.items():
        what = f"{', '.join(_in_order(purposes))} of {', '.join(_rows(data_of_them, statement))}"
        yield f"It says `{said}` of {what}, where the policy says {f'`{meant}`' if meant else 'nothing'}."


def _beside(statement: SharingStatement) -> Iterator[str]:
    yield "It does not say what it means that terms are silent about a use."
    if statement.services and not statement.service:
        yield "It leaves out what holds otherwise for single services: what is said to all is the strictest of it."
    if any(a.least is Say.NEVER and a.until for a in statement.cells.values()):
        yield "It gives refusals that end on some day without that day."


def _rows(data: Iterable[str], statement: SharingStatement) -> list[str]:
    """Kinds of data, with a row for all of its kinds."""
    chosen, names = set(data), []
    for name in statement.data:
        row = name.partition(".")[0]
        whole = all(n in chosen for n in statement.data if n.partition(".")[0] == row)
        if name in chosen and (name == row or not whole):
            names.append(name if whole or name != row else f"{name} as a whole")
    return names


def _in_order(purposes: Iterable[str]) -> list[str]:
    return sorted(purposes, key=list(known_purposes()).index)


def address(url: str) -> str:
    """A web address that can stand in a header, a page and a JSON file. Raises `AddressError`."""
    if not _ADDRESS.fullmatch(url):
        raise AddressError(url)
    return url


def json_of(text: str) -> Any:
    """The value of a JSON text in which no name stands twice. Raises `ValueError` on everything else."""
    if len(text) > MOST_BYTES:
        raise ValueError("is too large")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")
