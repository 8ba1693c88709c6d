"""Consents packed for an engine: of each person, what counts for one purpose, as of one moment.

A table of the reference's own order: for each person (and space, and feature, where a consent is limited to one), the
last thing said, what it is worth, and from when on it covers what was collected.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.gate.register import SPREAD, Hashes, Numbers, Register, at, register
from sayso.row import ANY

#: By what a line is looked up: two hashes, or an integer.
Keys = tuple[NDArray[Any], ...]
#: What the last thing that a person said is worth; `UNSAID` where nothing was said.
REFUSED, WITHDRAWN, OVER, PRESSED, GIVEN, UNSAID = range(6)
#: People are looked up by 64 bits of their name and checked by 64 others; whoever chooses names cannot know which.
_SEEDS = (secrets.randbits(63), secrets.randbits(63))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: By what a consent can be limited, from not at all.
_LIMITS: tuple[tuple[str, ...], ...] = ((), ("space",), ("feature",), ("space", "feature"))
#: Integers are looked up by themselves while the table has room for them: so many places for one person.
_ROOM = 16
#: Of what is no yes, it does not matter since when.
_ALWAYS = -(1 << 63)
#: What is known of somebody who said nothing.
_NOBODY = {"worth": UNSAID, "since": _ALWAYS, "rank": 0}

SCHEMA = {
    "person": pl.String, "data": pl.String, "purpose": pl.String, "says": pl.String, "at": pl.Int64,
    "space": pl.String, "feature": pl.String, "covers": pl.Int64, "until": pl.Int64, "free": pl.Boolean,
}  # fmt: skip


def micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC: how engines keep moments."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Words:
    """What was last said by whom: for all (`limits` is empty), or for the spaces or features that it is limited to.

    By place in `finder`: what it is `worth`, from when on a yes covers what was collected (`since`, microseconds), and
    its `rank` (the later the greater, over all tables, from 1). The last place is that of everybody else.
    """

    limits: tuple[str, ...]
    finder: Register | Numbers
    worth: NDArray[np.uint8]
    since: NDArray[np.int64]
    rank: NDArray[np.uint32]

    def keys(self, people: pl.DataFrame) -> Keys:
        """By what each line of people (`person`, `space`, `feature`) is looked up."""
        if isinstance(self.finder, Numbers):
            return (people["person"].cast(pl.Int64).fill_null(-1).to_numpy(),)
        return _hashes(people, self.limits)


@dataclass(frozen=True)
class Standing:
    """What counts for one kind of data."""

    words: tuple[Words, ...]

    def keys(self, people: pl.DataFrame) -> list[Keys]:
        """By what each line of people is looked up, in each of the words."""
        return [words.keys(people) for words in self.words]

    def last(self, keys: Sequence[Keys], part: slice) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Of a part of the people with these keys: what their last word is worth, and since when."""
        places = [words.finder.find(*(key[part] for key in own)) for words, own in zip(self.words, keys, strict=True)]
        first, *more = self.words
        worth, since = at(first.worth, places[0]), at(first.since, places[0])
        if more:
            rank = at(first.rank, places[0])
        for words, found in zip(more, places[1:], strict=True):
            later = np.flatnonzero(at(words.rank, found) > rank)
            place = found[later]
            worth[later], since[later], rank[later] = words.worth[place], words.since[place], words.rank[place]
        return worth, since


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
    ordered = _ordered(speaking.with_columns(since=pl.coalesce("covers", "at")))
    lines = ordered.with_columns(worth=worth, rank=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32)).with_columns(
        since=pl.when(pl.col("worth").is_in([PRESSED, GIVEN])).then("since").otherwise(_ALWAYS)
    )
    words = []
    for limits in _LIMITS:
        limited = [pl.col(name) != ANY if name in limits else pl.col(name) == ANY for name in ("space", "feature")]
        own = lines.filter(limited)
        if own.height or not limits:
            words.append(_words(own, limits))
    return Standing(tuple(words))


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


def _words(lines: pl.DataFrame, limits: tuple[str, ...]) -> Words:
    """The words of these lines, which are in the order of their ranks: of each key the last line counts."""
    values = {name: lines[name].to_numpy() for name in _NOBODY}
    numbers = None if limits else _numbers(lines["person"])
    finder = register(*_hashes(lines, limits)) if numbers is None else Numbers(int(numbers.max(initial=-1)) + 1)
    for name, nothing in _NOBODY.items():
        known = np.full(finder.size + 1, nothing, values[name].dtype)
        known[slice(finder.size) if numbers is None else numbers] = values[name]
        values[name] = known
    return Words(limits, finder, values["worth"], values["since"], values["rank"])


def _numbers(people: pl.Series) -> NDArray[np.int64] | None:
    """People as places, if they are integers from 0 up that lie close together."""
    if not people.dtype.is_integer() or people.null_count():
        return None
    numbers = people.cast(pl.Int64).to_numpy()
    close = numbers.min(initial=0) >= 0 and numbers.max(initial=0) < _ROOM * (len(numbers) + 1024)
    return numbers if close else None


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
