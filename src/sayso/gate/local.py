"""The local engine: rulings over tables of rows. Equal to `sayso.decision.rule_on`, row by row.

What hangs on the row's data and terms alone is asked of the reference, once for each pair; the rest are look-ups.
Columns are prepared with Polars, and looked up with NumPy, on all processors.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.decision import Passage, Reason, is_asked, on_use
from sayso.gate.grounds import Grounds
from sayso.gate.packed import GIVEN, LATER, OVER, PRESSED, REFUSED, WITHDRAWN, Standing, micros, standing
from sayso.gate.register import at as values_at

_REASONS = list(Reason)
_CODE = {reason: number for number, reason in enumerate(_REASONS)}
_NAMES = [str(reason) for reason in _REASONS]
#: Reasons as a column: one byte each.
REASON = pl.Enum(_NAMES)
_PASSES = [str(reason) for reason in _REASONS if reason.passage is Passage.ALLOWED]
_NEEDED = ("subjects", "data", "terms", "space", "feature", "source")
_NOTHING = len(_REASONS) - 1
#: Rows that one thread looks up at once: what that needs fits into a processor's cache.
_SLICE = 1 << 18
_HEARD = {
    Passage.REFUSED: _CODE[Reason.SIGNAL_REFUSES],
    Passage.UNKNOWN: _CODE[Reason.SIGNAL_UNKNOWN],
    Passage.ALLOWED: _NOTHING,
}
#: Where it is not known when a row was collected: later than any moment.
_UNKNOWN = (1 << 63) - 1
Codes = NDArray[np.uint8]
Asked = NDArray[np.bool_]


def passes(reasons: pl.Series) -> pl.Series:
    """Whether rows with these reasons pass."""
    return reasons.is_in(_PASSES).alias("passes")


@dataclass(frozen=True)
class Gate:
    """The gate for one purpose, as of one moment.

    `consents`: as `packed.SCHEMA`; those of `grounds`, or a table too large for objects. People can be integers.
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
        rows = rows.select(*_NEEDED, at=_micros(rows, "at").fill_null(_UNKNOWN))
        if not rows.height:
            codes = np.empty(0, np.uint8)
        elif _alike(rows["data"]):  # most often: nothing to be taken apart and put together again
            codes = self._of_kind(rows["data"][0], rows)
        else:
            codes = np.empty(rows.height, np.uint8)
            kinds = rows.with_row_index("row").partition_by("data", as_dict=True, include_key=False)
            for (data,), part in kinds.items():
                codes[part["row"].to_numpy()] = self._of_kind(data, part)
        return pl.Series("reason", codes).cat.to(REASON)

    def _of_kind(self, data: object, rows: pl.DataFrame) -> Codes:
        """The codes of rows of one kind of data: the strictest of what terms, clock, sources and people come to."""
        kind = data if isinstance(data, str) else ""
        seen = rows.select(
            terms=pl.col("terms").eq_missing(pl.col("terms").first()).all(),
            sourced=(pl.col("source") != "").any(),
            later=pl.col("at").max() > micros(self.as_of),
        ).row(0, named=True)
        use, asked = self._uses(kind, rows["terms"].head(1) if seen["terms"] else rows["terms"])
        at = rows["at"].to_numpy()
        codes = np.minimum(use, self._persons(kind, rows, at, asked))
        if seen["later"]:
            np.minimum(codes, _CODE[Reason.COLLECTED_LATER], out=codes, where=at > micros(self.as_of))
        if seen["sourced"]:
            np.minimum(codes, self._sources(rows["source"]), out=codes)
        return codes

    def _uses(self, data: str, versions: pl.Series) -> tuple[Codes, Asked]:
        """What terms and strategy come to for each version, asked of the reference once for each of them."""
        table = self._asked_of_reference(data, versions.unique())
        each = versions.to_frame("terms").join(table, on="terms", how="left", nulls_equal=True, maintain_order="left")
        return each["use"].to_numpy(), each["asked"].to_numpy()

    def _asked_of_reference(self, data: str, versions: Iterable[str | None]) -> pl.DataFrame:
        intended, _ = self.grounds.strategy(data, self.purpose)
        lines = []
        for version in versions:
            says = self.grounds.terms(version or "", data, self.purpose)
            against = [_CODE[ruling.reason] for ruling in on_use(data, version or "", says, intended)]
            lines.append((version, min(against, default=_NOTHING), is_asked(says, intended)))
        return pl.DataFrame(lines, {"terms": pl.String, "use": pl.UInt8, "asked": pl.Boolean}, orient="row")

    def _sources(self, sources: pl.Series) -> Codes:
        table = pl.DataFrame(
            [("", _NOTHING), *((source, _HEARD[heard]) for source, heard in self.grounds.signals.items() if source)],
            {"source": pl.String, "signal": pl.UInt8},
            orient="row",
        )
        heard = sources.fill_null("").to_frame("source").join(table, on="source", how="left", maintain_order="left")
        codes: Codes = heard["signal"].fill_null(_CODE[Reason.SIGNAL_UNKNOWN]).to_numpy()
        return codes

    def _persons(self, data: str, rows: pl.DataFrame, at: NDArray[np.int64], asked: Asked) -> Codes:
        """The code of the person who decides each row."""
        people = rows.select("space", "feature", person="subjects")
        if rows.schema["subjects"].base_type() is not pl.List:
            return self._each(data, people, at, asked)
        names = pl.col("person").list  # a list of nobody is one person who is not named
        nobody = pl.lit([None], dtype=rows.schema["subjects"])
        people = people.with_columns(pl.when(names.len() > 0).then("person").otherwise(nobody))
        sizes = people["person"].list.len().to_numpy()
        many = np.repeat(asked, sizes) if len(asked) > 1 else asked
        codes = self._each(data, people.explode("person"), np.repeat(at, sizes), many)
        firsts = np.cumsum(sizes, dtype=np.int64) - sizes
        strictest: Codes = np.minimum.reduceat(codes, firsts)
        return strictest

    def _each(self, data: str, people: pl.DataFrame, at: NDArray[np.int64], asked: Asked) -> Codes:
        """What the last word of each person comes to: the same order of questions as in the reference."""
        _, alternative = self.grounds.strategy(data, self.purpose)
        numbers = people.schema["person"].is_integer() and self.consents.schema["person"].is_integer()
        if not numbers:
            people = people.with_columns(pl.col("person").cast(pl.String))
        standing, meaning = self._standing(data, numbers), _worth(alternative)
        keys = standing.keys(people)
        codes = np.empty(people.height, np.uint8)

        def some(part: slice) -> None:
            worth = standing.last(keys, part, at[part])
            codes[part] = values_at(meaning, worth + np.uint8(8) * (asked[part] if len(asked) > 1 else asked))

        slices = [slice(first, first + _SLICE) for first in range(0, people.height, _SLICE)]
        if len(slices) > 1:
            with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
                list(pool.map(some, slices))
        elif slices:
            some(slices[0])
        unnamed = people["person"].is_null() if numbers else people["person"].str.len_bytes().fill_null(0) == 0
        codes[unnamed.arg_true().to_numpy()] = _CODE[Reason.NOBODY_NAMED]
        return codes

    def _standing(self, data: str, numbers: bool) -> Standing:
        if (data, numbers) not in self._standings:
            consents = self.consents if numbers else self.consents.with_columns(pl.col("person").cast(pl.String))
            self._standings[data, numbers] = standing(consents, data, self.purpose, self.as_of)
        return self._standings[data, numbers]

    @cached_property
    def _standings(self) -> dict[tuple[str, bool], Standing]:
        return {}


def _worth(alternative: bool) -> Codes:
    """The code of each worth, for those who need not be asked, then for those who need to be."""
    refused, withdrawn = _CODE[Reason.CONSENT_REFUSED], _CODE[Reason.CONSENT_WITHDRAWN]
    free, pressed = Reason.CONSENTED, Reason.CONSENTED if alternative else Reason.CONSENT_PRESSED
    needless = {REFUSED: refused, WITHDRAWN: withdrawn}
    needed = {
        **needless, OVER: _CODE[Reason.CONSENT_OVER], PRESSED: _CODE[pressed], GIVEN: _CODE[free],
        LATER: _CODE[Reason.CONSENT_LATER],
    }  # fmt: skip
    codes = [needless.get(worth, _CODE[Reason.NOT_REFUSED]) for worth in range(8)]
    codes += [needed.get(worth, _CODE[Reason.CONSENT_MISSING]) for worth in range(8)]
    return np.array(codes, np.uint8)


def _alike(column: pl.Series) -> bool:
    """Whether all values of a column are one."""
    return not column.null_count() and bool((column == column[0]).all())


def _micros(rows: pl.DataFrame, name: str) -> pl.Expr:
    kind = rows.schema[name]
    return pl.col(name) if kind.is_integer() else pl.col(name).dt.timestamp("us")
