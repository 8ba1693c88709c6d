"""Consents packed for an engine: of each person, what counts for one purpose, as of one moment.

A table of the reference's own order: for each person (and space, and feature, where a consent is limited to one), the
last thing said, what it is worth, and from when on it covers what was collected.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.gate.register import SPREAD, Hashes, Numbers, Register, Values, at, numbers, register
from sayso.row import ANY

#: By what a line is looked up: two hashes, or an integer.
Keys = tuple[NDArray[Any], ...]
#: What the last thing that a person said is worth for a row; `UNSAID` where nothing was said, `LATER` where it was a
#: yes to what is collected after the row was.
REFUSED, WITHDRAWN, OVER, PRESSED, GIVEN, UNSAID, LATER = range(7)
#: People are looked up by 64 bits of their name and checked by 64 others; whoever chooses names cannot know which.
_SEEDS = (secrets.randbits(63), secrets.randbits(63))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: By what a consent can be limited, from not at all.
_LIMITS: tuple[tuple[str, ...], ...] = ((), ("space",), ("feature",), ("space", "feature"))
#: Integers are looked up by themselves while the table has room for them: so many places for one person.
_ROOM = 16
#: Of what is no yes, it does not matter since when: before any row. And the word of those who said nothing.
_EVER = -(1 << 58)
_SILENT = 8 * _EVER + UNSAID
#: Bits of a moment that an era leaves out: it is some 72 minutes long, and 26 bits are enough to count them.
_ERA = 32

SCHEMA = {
    "person": pl.String, "data": pl.String, "purpose": pl.String, "says": pl.String, "at": pl.Int64,
    "space": pl.String, "feature": pl.String, "covers": pl.Int64, "until": pl.Int64, "free": pl.Boolean,
}  # fmt: skip


def micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC: how engines keep moments."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Standing:
    """What counts for one kind of data: a word of each person, and of each person within limits.

    A word is what the last thing that was said is worth, and eight times the moment (microseconds) from which on a yes
    covers what was collected. `words` is empty where the finders have words; with several finders they have the place
    of a word in `words`, which are in the order in which they were said, and the greatest place counts.
    `eras`: where there is one finder, and it is of numbers, its words with the moments in eras, in half the memory.
    """

    finders: Mapping[tuple[str, ...], Register | Numbers]
    words: Values
    eras: NDArray[np.int32] | None = None

    def keys(self, people: pl.DataFrame) -> list[Keys]:
        """By what each line of people (`person`, `space`, `feature`) is looked up, by each of the finders."""
        return [
            (people["person"].cast(pl.Int64).fill_null(-1).to_numpy(),)
            if isinstance(finder, Numbers)
            else _hashes(people, limits)
            for limits, finder in self.finders.items()
        ]

    def last(self, keys: Sequence[Keys], part: slice, moments: Values) -> NDArray[np.uint8]:
        """What the last word of a part of the people with these keys is worth for rows of these moments."""
        finders = list(self.finders.values())
        if self.eras is not None and isinstance(finders[0], Numbers):
            places = finders[0].places(keys[0][0][part])
            words, now = at(self.eras, places), (moments >> _ERA).astype(np.int32)
            later = words >> 3 > now
            if (same := np.flatnonzero(words >> 3 == now)).size:  # seldom: then the moments themselves tell
                later[same] = finders[0].known[places[same]] >> 3 > moments[same]
        else:
            found = [finder.find(*(key[part] for key in own)) for finder, own in zip(finders, keys, strict=True)]
            words = found[0] if len(found) == 1 else at(self.words, np.maximum.reduce(found))
            later = words >> 3 > moments
        worth = (words & 7).astype(np.uint8)
        np.putmask(worth, later, LATER)
        return worth


def standing(consents: pl.DataFrame, data: str, purpose: str, as_of: datetime) -> Standing:
    """What counts for one kind of data. `consents` has the columns of `SCHEMA`, moments in microseconds.

    People can be integers, too; then so have to be those who are looked up.
    """
    moment = micros(as_of)
    said = pl.col("data")
    whole = (said == ANY) | (said == data) | pl.lit(data).str.starts_with(said + ".")
    part = (pl.col("says") != "given") & said.str.starts_with(data + ".")
    speaking = consents.filter((pl.col("purpose") == purpose) & (pl.col("at") <= moment) & (whole | part))
    worth = (
        pl.when(pl.col("says") == "withdrawn").then(WITHDRAWN)
        .when(pl.col("says") != "given").then(REFUSED)
        .when(pl.col("until") <= moment).then(OVER)
        .when(~pl.col("free")).then(PRESSED)
        .otherwise(GIVEN).cast(pl.UInt8)
    )  # fmt: skip
    since = pl.coalesce("covers", "at").clip(_EVER, -_EVER)  # so far as years have four digits
    ordered = _ordered(speaking.with_columns(since=since))
    yes = pl.col("worth").is_in([PRESSED, GIVEN])
    lines = ordered.with_columns(worth=worth).with_columns(
        word=pl.when(yes).then("since").otherwise(_EVER) * 8 + pl.col("worth")
    )
    limited = {limits: _limited(lines.with_row_index("place", 1), limits) for limits in _LIMITS}
    limited = {limits: own for limits, own in limited.items() if own.height or not limits}
    if len(limited) == 1:
        finder = _finder(lines, (), lines["word"].to_numpy(), _SILENT)
        return Standing({(): finder}, np.empty(0, np.int64), _eras(finder))
    finders = {
        limits: _finder(own, limits, own["place"].cast(pl.Int64).to_numpy(), 0) for limits, own in limited.items()
    }
    return Standing(finders, np.append(np.int64(_SILENT), lines["word"].to_numpy()))


def _eras(finder: Register | Numbers) -> NDArray[np.int32] | None:
    """The words of a finder of numbers, with the era of each moment in its place."""
    if not isinstance(finder, Numbers):
        return None
    return ((finder.known >> (3 + _ERA) << 3) | (finder.known & 7)).astype(np.int32)


def _limited(lines: pl.DataFrame, limits: tuple[str, ...]) -> pl.DataFrame:
    """The lines that are limited by these, and by nothing else."""
    return lines.filter(pl.col(name) != ANY if name in limits else pl.col(name) == ANY for name in ("space", "feature"))


def _finder(lines: pl.DataFrame, limits: tuple[str, ...], values: Values, nothing: int) -> Register | Numbers:
    """Finds these values by the people of the lines; of each, that of the last line."""
    if not limits and (people := _numbers(lines["person"])) is not None:
        return numbers(people, values, nothing)
    return register(*_hashes(lines, limits), values, nothing)


def _ordered(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines in an order in which, of what one person said, the last counts. Those who said one thing come first."""
    people = lines["person"].hash(_SEEDS[0])
    sorted_ = np.sort(people.to_numpy())
    again = pl.Series(np.unique(sorted_[1:][sorted_[1:] == sorted_[:-1]]))
    if not len(again):
        return lines
    several = people.is_in(again.implode())
    last = lines.filter(several).sort(
        "at",
        pl.col("says") != "given",
        "says",
        ~pl.col("free"),
        "since",
        pl.col("until").is_not_null(),
        -pl.col("until").fill_null(0),
    )
    return pl.concat([lines.filter(~several), last])


def _numbers(people: pl.Series) -> NDArray[np.int64] | None:
    """People as places, if they are integers from 0 up that lie close together."""
    if not people.dtype.is_integer() or people.null_count():
        return None
    found = people.cast(pl.Int64).to_numpy()
    close = found.min(initial=0) >= 0 and found.max(initial=0) < _ROOM * (len(found) + 1024)
    return found if close else None


def _hashes(people: pl.DataFrame, limits: tuple[str, ...]) -> tuple[Hashes, Hashes]:
    """Two hashes of each person, within the limits."""
    names = ("person", *limits)
    found = people.select(
        pl.col(name).hash(seed).alias(f"{name} {n}") for n, seed in enumerate(_SEEDS) for name in names
    )
    first, second = (_mixed([found[f"{name} {n}"].to_numpy() for name in names]) for n in range(len(_SEEDS)))
    return first, second


def _mixed(hashes: list[Hashes]) -> Hashes:
    mixed, *more = hashes
    for other in more:
        mixed = mixed * SPREAD ^ other
    return mixed
