"""Transcripts: rows made of segments, each with its speaker. What a refuser said is cut, and the rest is kept.

What passes and what is left is as in `sayso.row.parts` and `sayso.row.cut`. A column that could hold what people said
in one piece cannot be cut: a transcript keeps only the columns that a row is made of, and those that the caller names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from sayso.errors import GateError
from sayso.row import WITHHELD

#: What a transcript is made of, beside what any row is.
PARTS = ("segments", "speaker", "text")
_SHAPE = "give a list of structs with `speaker` and `text`, or say that it is something else (--column segments=)"
_UNCUT = "leave it out (--drop {0}), or keep it if nothing that anybody said is in it (--keep {0})"
_NOBODY = pl.lit([], pl.List(pl.String))


@dataclass(frozen=True, slots=True)
class Transcript:
    """The names of its columns: `segments`, and `subjects` (empty if there is none); and of a segment's fields."""

    segments: str = "segments"
    subjects: str = "subjects"
    speaker: str = "speaker"
    text: str = "text"

    def seen(self, batch: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
        """Each segment as the gate sees a row; `row`: the place of its row in the batch; `segment`: its own in that.

        `rows`: the rows of the batch as the gate sees them.
        """
        present = _listed("subjects", rows.schema["subjects"])
        rows = rows.with_columns(pl.int_range(pl.len()).alias("row"), present, pl.col("id").cast(pl.String))
        speakers = batch.select(_each(self.segments, self.speaker).alias("speaker")).to_series()
        some = pl.col("speaker").list.len().fill_null(0) > 0  # in an empty transcript nobody is named
        spoken = pl.DataFrame([rows["row"], speakers]).with_columns(pl.when(some).then("speaker").otherwise([""]))
        numbered = spoken.with_columns(segment=pl.int_ranges(pl.col("speaker").list.len()))
        each = numbered.explode("speaker", "segment").with_columns(pl.col("speaker").fill_null(""))
        silent = _others(rows, each.filter(pl.col("speaker") != ""))
        whole = rows.drop("subjects").join(silent, on="row", how="left", maintain_order="left")
        lines = whole.drop("row").select(pl.all().gather(each["row"])).hstack(each)
        own = pl.when(pl.col("id") != "").then(pl.concat_str("id", pl.lit("#"), "segment"))
        alone = lines["speaker"].reshape((-1, 1)).arr.to_list()
        present = pl.concat_list("speaker", pl.col("others").fill_null(_NOBODY)) if silent.height else pl.lit(alone)
        return lines.select(own.alias("id"), present.alias("subjects"), pl.exclude("id", "others", "speaker"))

    def cut(self, batch: pl.DataFrame, seen: pl.DataFrame, passing: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
        """What is left of a batch, and for each segment the place of its row in that; null where it is withheld."""
        lines, kept = seen.select("row", passing.alias("passes")), self.kept(seen, passing)
        stays = lines.filter(kept.gather(lines["row"]))["passes"]
        place = (kept.cum_sum().cast(pl.Int64) - 1).gather(lines["row"])
        left = self.withheld(batch.filter(kept), stays)
        return left, lines.select(pl.when("passes").then(place).alias("kept")).to_series()

    def kept(self, seen: pl.DataFrame, passing: pl.Series) -> pl.Series:
        """Of each row whether anything of it is left."""
        lines = seen.select("row", passing.alias("passes"))
        return lines.group_by("row", maintain_order=True).agg(pl.col("passes").any())["passes"]

    def without(self, rows: pl.DataFrame, places: Collection[tuple[int, int]]) -> pl.DataFrame:
        """What is left of these rows without some segments, given as the place of the row and their own in that."""
        gone = pl.DataFrame(places, {"row": pl.Int64, "segment": pl.Int64}, orient="row").with_columns(gone=True)
        speakers = rows.select(pl.int_range(pl.len()).alias("row"), _each(self.segments, self.speaker).alias("speaker"))
        numbered = speakers.with_columns(segment=pl.int_ranges(pl.col("speaker").list.len()))
        each = numbered.explode("speaker", "segment").join(
            gone, on=["row", "segment"], how="left", maintain_order="left"
        )
        lines = each.select("row", stays=pl.col("gone").is_null(), named=pl.col("speaker").is_not_null())
        kept = lines.group_by("row", maintain_order=True).agg((pl.col("stays") & pl.col("named")).any())["stays"]
        return self.withheld(rows.filter(kept), lines.filter(kept.gather(lines["row"]))["stays"])

    def withheld(self, rows: pl.DataFrame, stays: pl.Series) -> pl.DataFrame:
        """Rows without what does not stay. `stays`: of each segment of each row in turn; every row has some."""
        kind = rows.schema[self.segments]
        flat = rows.select(pl.int_range(pl.len()).alias("row"), pl.col(self.segments).alias("one")).explode("one")
        flat = flat.with_columns(stays.alias("stays"))
        fields = [
            pl.when("stays").then(pl.col("one").struct.field(name))
            .otherwise(pl.lit(WITHHELD if name == self.text else None)).alias(name)
            for name in _fields(kind)
        ]  # fmt: skip
        lists = flat.group_by("row", maintain_order=True).agg(pl.struct(fields).alias("lists"))["lists"]
        cut = rows.with_columns(lists.cast(kind).alias(self.segments))
        gone = flat.filter(~pl.col("stays")).select(
            "row", pl.col("one").struct.field(self.speaker).cast(pl.String).alias("speaker")
        )
        return self._unnamed(cut, gone) if self.subjects else cut

    def _unnamed(self, rows: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
        """Rows that no longer name those whose words were taken out of them."""
        kind = rows.schema[self.subjects]
        named = rows.select(pl.int_range(pl.len()).alias("row"), _listed(self.subjects, kind).alias("subjects"))
        left = named.join(_others(named, gone), on="row", how="left", maintain_order="left")["others"]
        several = isinstance(kind, pl.List)
        rest = pl.lit(left).fill_null(_NOBODY).cast(kind) if several else pl.lit(left).list.first().cast(kind)
        changed = pl.lit(named["row"].is_in(gone["row"].implode()))
        return rows.with_columns(pl.when(changed).then(rest).otherwise(self.subjects).alias(self.subjects))


def transcript(
    name: str, schema: Mapping[str, pl.DataType], columns: Mapping[str, str], values: Collection[str]
) -> Transcript | None:
    """How the rows of a file are transcripts; None if they are not. Raises `GateError` for segments that are none."""
    segments, subjects = columns.get("segments", "segments"), columns.get("subjects", "subjects")
    if segments not in schema:
        if columns.get("segments"):
            raise GateError(name, f"has no column `{segments}`", _SHAPE)
        return None
    named = subjects if subjects in schema and "subjects" not in values else ""
    found = Transcript(segments, named, columns.get("speaker", "speaker"), columns.get("text", "text"))
    fields = _fields(schema[segments])
    if not fields:
        raise GateError(name, f"its column `{segments}` is {schema[segments]}, and no list of segments", _SHAPE)
    for part, field in (("speaker", found.speaker), ("text", found.text)):
        if field not in fields:
            raise GateError(name, f"a segment has no `{field}`", f"name the field (--column {part}=NAME)")
        if fields[field] != pl.String and not (part == "speaker" and fields[field].is_integer()):
            raise GateError(name, f"`{field}` of a segment is {fields[field]}, and no text", _SHAPE)
    return found


def only_free(name: str, columns: Collection[str], made_of: Collection[str], keep: Collection[str]) -> None:
    """Raises `GateError` for a column beside the segments that may hold what people said, too."""
    for column in columns:
        if column not in made_of and column not in keep:
            cause = f"its column `{column}` may hold what people said, and cannot be cut as segments are"
            raise GateError(name, cause, _UNCUT.format(column))


def _fields(kind: Any) -> dict[str, Any]:
    """The fields of a segment; empty if it is no list of structs."""
    inner = kind.inner if isinstance(kind, pl.List) else None
    return {field.name: field.dtype for field in inner.fields} if isinstance(inner, pl.Struct) else {}


def _each(segments: str, field: str) -> pl.Expr:
    return pl.col(segments).list.eval(pl.element().struct.field(field).cast(pl.String))


def _listed(column: str, kind: pl.DataType) -> pl.Expr:
    """The people of a column as lists of names; where nothing stands, nobody."""
    if isinstance(kind, pl.List):
        return pl.col(column).cast(pl.List(pl.String)).fill_null(_NOBODY)
    name = pl.col(column).cast(pl.String)
    return pl.when(name.is_not_null()).then(pl.concat_list(name)).otherwise(_NOBODY)


def _others(rows: pl.DataFrame, speaking: pl.DataFrame) -> pl.DataFrame:
    """Of each `row` the `others`: its `subjects` without those who are a `speaker` in it. None where there is none."""
    each = rows.select("row", "subjects").filter(pl.col("subjects").list.len() > 0).explode("subjects")
    each = each.with_columns(speaker=pl.col("subjects").fill_null(""))
    speaking = speaking.join(each, on="row", how="semi")
    others = each.join(speaking, on=["row", "speaker"], how="anti", maintain_order="left")
    return others.group_by("row", maintain_order=True).agg(others="speaker")
