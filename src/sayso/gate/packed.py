"""Consents packed for an engine: of each person, what counts for one purpose, as of one moment.

A table of the reference's own order: for each person (and space, and feature, where a consent is limited to one), the
last thing said, what it is worth, and from when on it covers what was collected.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from sayso.row import ANY

#: What the last thing that a person said is worth. Where nothing was said there is no line.
REFUSED, WITHDRAWN, OVER, PRESSED, GIVEN = range(5)
#: People are looked up by 64 bits of their name and checked by 64 others; whoever chooses names cannot know which.
_SEEDS = (secrets.randbits(63), secrets.randbits(63))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: By what a consent can be limited, from not at all.
_LIMITS: tuple[tuple[str, ...], ...] = ((), ("space",), ("feature",), ("space", "feature"))

SCHEMA = {
    "person": pl.String, "data": pl.String, "purpose": pl.String, "says": pl.String, "at": pl.Int64,
    "space": pl.String, "feature": pl.String, "covers": pl.Int64, "until": pl.Int64, "free": pl.Boolean,
}  # fmt: skip


def micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC: how engines keep moments."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Standing:
    """What counts for one kind of data. `tables`: by what they are limited; each has one line for a key.

    Columns: the key (`hash` of the person, and the limits), `check`, `rank` (the later the greater, over all tables),
    `worth`, `since` (microseconds: it covers what was collected from then on).
    """

    tables: dict[tuple[str, ...], pl.DataFrame]


def hashed(person: str) -> list[pl.Expr]:
    """The two hashes of a column of names."""
    return [pl.col(person).hash(seed).alias(name) for seed, name in zip(_SEEDS, ("hash", "check"), strict=True)]


def standing(consents: pl.DataFrame, data: str, purpose: str, as_of: datetime) -> Standing:
    """What counts for one kind of data. `consents` has the columns of `SCHEMA`, moments in microseconds."""
    moment = micros(as_of)
    said = pl.col("data")
    whole = (said == ANY) | (said == data) | pl.lit(data).str.starts_with(said + ".")
    part = (pl.col("says") != "given") & said.str.starts_with(data + ".")
    speaking = consents.filter((pl.col("purpose") == purpose) & (pl.col("at") <= moment) & (whole | part))
    ranked = speaking.with_columns(since=pl.coalesce("covers", "at")).sort(
        "at",
        pl.col("says") != "given",
        "says",
        ~pl.col("free"),
        "since",
        pl.col("until").is_not_null(),
        -pl.col("until").fill_null(0),
    )
    worth = (
        pl.when(pl.col("says") == "withdrawn").then(WITHDRAWN)
        .when(pl.col("says") != "given").then(REFUSED)
        .when(pl.col("until") <= moment).then(OVER)
        .when(~pl.col("free")).then(PRESSED)
        .otherwise(GIVEN).cast(pl.UInt8)
    )  # fmt: skip
    lines = ranked.select(
        "person", "space", "feature", "since", rank=pl.int_range(pl.len(), dtype=pl.UInt32), worth=worth
    )
    tables = {}
    for limits in _LIMITS:
        limited = [pl.col(name) != ANY if name in limits else pl.col(name) == ANY for name in ("space", "feature")]
        key = ["person", *limits]
        mine = lines.filter(limited).select(*key, "rank", "worth", "since")
        mine = mine.unique(key, keep="last", maintain_order=True)
        if mine.height or not limits:
            tables[limits] = mine.select(*hashed("person"), *limits, "rank", "worth", "since")
    return Standing(tables)
