"""The local engine: rulings over tables of rows, with Polars. Equal to `sayso.decision.rule_on`, row by row.

What hangs on the row's data and terms alone is asked of the reference, once for each pair; the rest are look-ups.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import polars as pl

from sayso.decision import Passage, Reason, is_asked, on_use
from sayso.gate.grounds import Grounds
from sayso.gate.packed import GIVEN, OVER, PRESSED, REFUSED, WITHDRAWN, Standing, hashed, micros, standing

_REASONS = list(Reason)
_CODE = {reason: number for number, reason in enumerate(_REASONS)}
#: Reasons as a column: one byte each.
REASON = pl.Enum([str(reason) for reason in _REASONS])
_PASSES = [str(reason) for reason in _REASONS if reason.passage is Passage.ALLOWED]
_NEEDED = ("subjects", "data", "terms", "space", "feature", "source")
_VALUES = ("rank", "worth", "since")
_NOTHING = len(_REASONS) - 1


def _alike(column: pl.Series) -> bool:
    """Whether all values of a column are one."""
    return not column.null_count() and bool((column == column[0]).all())


def passes(reason: pl.Expr) -> pl.Expr:
    """Whether rows with these reasons pass."""
    return reason.is_in(_PASSES)


@dataclass(frozen=True)
class Gate:
    """The gate for one purpose, as of one moment.

    `consents`: as `packed.SCHEMA`; those of `grounds`, or a table too large for objects.
    """

    grounds: Grounds
    purpose: str
    as_of: datetime
    consents: pl.DataFrame

    def reasons(self, rows: pl.DataFrame) -> pl.Series:
        """The reason for each row, in their order.

        Columns: `subjects` (a name, or a list of names), `data`, `at` (microseconds or a datetime in UTC), `terms`,
        `space`, `feature`, `source`. What is null is not known.
        """
        rows = rows.select(*_NEEDED, at=_micros(rows, "at")).with_row_index("row")
        if not rows.height:
            return pl.Series("reason", [], REASON)
        if _alike(rows["data"]):  # most often: nothing to be taken apart and put together again
            codes = self._of_kind(rows["data"][0], rows)
        else:
            kinds = rows.partition_by("data", as_dict=True, include_key=True)
            parts = [part.select("row", code=self._of_kind(data, part)) for (data,), part in kinds.items()]
            codes = pl.concat(parts).sort("row")["code"]
        return pl.Series("reason", list(map(str, _REASONS)), REASON).gather(codes)

    def _of_kind(self, data: object, rows: pl.DataFrame) -> pl.Series:
        """The codes of rows of one kind of data, in their order."""
        kind = data if isinstance(data, str) else ""
        _, alternative = self.grounds.strategy(kind, self.purpose)
        alike = _alike(rows["terms"])
        uses = self._uses(kind, rows["terms"].head(1) if alike else rows["terms"].unique())
        if alike:
            rows = rows.with_columns(pl.lit(uses["use"][0], pl.UInt8).alias("use"), asked=pl.lit(uses["asked"][0]))
        else:
            rows = rows.join(uses, on="terms", how="left", nulls_equal=True, maintain_order="left")
        persons = self._persons(self._standing(kind), rows, alternative)
        source = self._sources() if (rows["source"] != "").any() else None
        if source is not None:
            rows = rows.join(source, on="source", how="left", maintain_order="left").with_columns(
                pl.when(pl.col("source").fill_null("") == "").then(_NOTHING)
                .otherwise(pl.col("signal").fill_null(_CODE[Reason.SIGNAL_UNKNOWN])).alias("signal")
            )  # fmt: skip
        later = pl.when(pl.col("at") > micros(self.as_of)).then(_CODE[Reason.COLLECTED_LATER]).otherwise(_NOTHING)
        grounds = [pl.col("use"), later, *([pl.col("signal")] if source is not None else [])]
        return rows.select(code=pl.min_horizontal(*grounds, persons).cast(pl.UInt8))["code"]

    def _uses(self, data: str, versions: Iterable[str | None]) -> pl.DataFrame:
        """What terms and strategy come to for each version, asked of the reference."""
        intended, _ = self.grounds.strategy(data, self.purpose)
        lines = []
        for version in versions:
            says = self.grounds.terms(version or "", data, self.purpose)
            against = [_CODE[ruling.reason] for ruling in on_use(data, version or "", says, intended)]
            lines.append((version, min(against, default=_NOTHING), is_asked(says, intended)))
        return pl.DataFrame(lines, {"terms": pl.String, "use": pl.UInt8, "asked": pl.Boolean}, orient="row")

    def _sources(self) -> pl.DataFrame:
        codes = {
            Passage.REFUSED: _CODE[Reason.SIGNAL_REFUSES],
            Passage.UNKNOWN: _CODE[Reason.SIGNAL_UNKNOWN],
            Passage.ALLOWED: _NOTHING,
        }
        lines = [(source, codes[heard]) for source, heard in self.grounds.signals.items()]
        return pl.DataFrame(lines, {"source": pl.String, "signal": pl.UInt8}, orient="row")

    def _persons(self, known: Standing, rows: pl.DataFrame, alternative: bool) -> pl.Series:
        """The code of the person who decides each row."""
        several = rows.schema["subjects"].base_type() is pl.List
        asked = rows.select("row", "subjects", "space", "feature", "at", "asked")
        if several:  # a list of nobody is one person who is not named
            names = pl.col("subjects").list
            asked = asked.with_columns(pl.when(names.len() > 0).then("subjects").otherwise(pl.lit([""]))).explode(
                "subjects"
            )
        each = asked.rename({"subjects": "person"}).with_columns(hashed("person"))
        for number, (limits, table) in enumerate(known.tables.items()):
            values = {name: f"{name}_{number}" for name in ("check", "rank", "worth", "since")}
            keys = ["hash", *limits]
            each = each.join(table.rename(values), on=keys, how="left", maintain_order="left")
            other = pl.col("check") != pl.col(values["check"])  # somebody else with the same hash
            if each.select(other.any()).item():
                each = each.with_columns(pl.when(~other).then(values[name]).alias(values[name]) for name in _VALUES)
        worth, since = _latest(len(known.tables))
        codes = each.select("row", _person(worth, since, alternative).alias("code"))
        if several:
            codes = codes.group_by("row", maintain_order=True).agg(pl.col("code").min())
        return codes["code"]

    def _standing(self, data: str) -> Standing:
        if data not in self._standings:
            self._standings[data] = standing(self.consents, data, self.purpose, self.as_of)
        return self._standings[data]

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        return {}


def _latest(tables: int) -> tuple[pl.Expr, pl.Expr]:
    """Of what was said for all, for a space, for a feature: what was said last, and from when on it covers."""
    ranks = [pl.col(f"rank_{n}") for n in range(tables)]
    best = pl.max_horizontal(*ranks)
    worth, since = (
        pl.col(f"{value}_0")
        if tables == 1
        else pl.coalesce(*(pl.when(rank == best).then(f"{value}_{n}") for n, rank in enumerate(ranks)))
        for value in ("worth", "since")
    )
    return worth, since


def _person(worth: pl.Expr, since: pl.Expr, alternative: bool) -> pl.Expr:
    """What a person's last word comes to for a row: the same order of questions as in the reference."""

    def code(reason: Reason) -> pl.Expr:
        return pl.lit(_CODE[reason], pl.UInt8)

    free = worth >= (PRESSED if alternative else GIVEN)
    return (
        pl.when(pl.col("person").fill_null("") == "").then(code(Reason.NOBODY_NAMED))
        .when(worth == WITHDRAWN).then(code(Reason.CONSENT_WITHDRAWN))
        .when(worth == REFUSED).then(code(Reason.CONSENT_REFUSED))
        .when(~pl.col("asked")).then(code(Reason.NOT_REFUSED))
        .when(worth.is_null()).then(code(Reason.CONSENT_MISSING))
        .when(worth == OVER).then(code(Reason.CONSENT_OVER))
        .when(since > pl.col("at")).then(code(Reason.CONSENT_LATER))
        .when(free).then(code(Reason.CONSENTED))
        .otherwise(code(Reason.CONSENT_PRESSED))
    )  # fmt: skip


def _micros(rows: pl.DataFrame, name: str) -> pl.Expr:
    kind = rows.schema[name]
    return pl.col(name) if kind.is_integer() else pl.col(name).dt.timestamp("us")
