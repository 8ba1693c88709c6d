"""The local engine equals the reference."""

from __future__ import annotations

from dataclasses import asdict, replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.decision import Reason, rule_on
from sayso.gate.consents import table as consent_table
from sayso.gate.grounds import Grounds
from sayso.gate.local import Gate
from sayso.row import Row

from .worlds import AS_OF, PURPOSE, grounds, rows

SCHEMA = {
    "id": pl.String, "subjects": pl.List(pl.String), "data": pl.String, "at": pl.Datetime("us", "UTC"),
    "terms": pl.String, "space": pl.String, "feature": pl.String, "source": pl.String,
}  # fmt: skip


def table(some: list[Row]) -> pl.DataFrame:
    return pl.DataFrame([asdict(row) for row in some], SCHEMA)


def gate(known: Grounds) -> Gate:
    return Gate(known, PURPOSE, AS_OF, consent_table(known.consented))


@settings(max_examples=200)
@given(grounds, st.lists(rows, max_size=12))
def test_the_local_engine_gives_the_reason_of_the_reference(known: Grounds, some: list[Row]) -> None:
    expected = [rule_on(row, PURPOSE, AS_OF, known).reason for row in some]
    assert gate(known).reasons(table(some)).to_list() == expected


@given(
    grounds, st.lists(rows.map(lambda row: replace(row, subjects=(*row.subjects, "ada")[:1])), min_size=1, max_size=8)
)
def test_one_subject_can_stand_without_a_list(known: Grounds, some: list[Row]) -> None:
    several = table(some)
    single = several.with_columns(pl.col("subjects").list.first())
    assert gate(known).reasons(single).to_list() == gate(known).reasons(several).to_list()


@pytest.mark.parametrize("name", ["subjects", "data", "terms", "space", "feature", "source"])
def test_what_is_null_is_not_known_and_does_not_pass_by_mistake(name: str) -> None:
    row = table([Row("1", ("ada",), "content", AS_OF, "v1")]).with_columns(pl.lit(None).cast(SCHEMA[name]).alias(name))
    (reason,) = gate(Grounds()).reasons(row)
    assert Reason(reason).passage != "allowed"
