"""The local engine equals the reference."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.decision import Reason, rule_on
from sayso.gate import local
from sayso.gate.consents import table as consent_table
from sayso.gate.grounds import Grounds
from sayso.gate.local import Gate
from sayso.grid import Cell, Grid
from sayso.row import Consent, Row
from sayso.say import Say

from .worlds import AS_OF, PEOPLE, PURPOSE, grounds, hour, rows

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


@given(grounds, st.lists(rows, min_size=1, max_size=8), st.booleans(), st.booleans(), st.sampled_from([1, 1 << 40]))
def test_people_who_are_numbers_are_the_same_people(
    known: Grounds, some: list[Row], numbered: bool, listed: bool, far: int
) -> None:
    numbers = {name: str((place + 1) * far) for place, name in enumerate(PEOPLE)}
    consents = consent_table([replace(c, person=numbers[c.person]) for c in known.consented])
    texts = table([replace(row, subjects=tuple(numbers[name] for name in row.subjects)) for row in some])
    if not listed:
        texts = texts.with_columns(pl.col("subjects").list.first())
    integers = texts.with_columns(pl.col("subjects").cast(pl.List(pl.Int64) if listed else pl.UInt64))
    if numbered:
        consents = consents.with_columns(pl.col("person").cast(pl.Int64))
    own = Gate(known, PURPOSE, AS_OF, consents)
    assert own.reasons(integers).to_list() == own.reasons(texts).to_list() == gate(known).reasons(
        table(some) if listed else table(some).with_columns(pl.col("subjects").list.first())
    ).to_list()  # fmt: skip


def test_many_rows_are_decided_as_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    yes = Consent("ada", "content", PURPOSE, "given", hour(1))
    no = Consent("ben", "content", PURPOSE, "refused", hour(1))
    known = Grounds(grids={"v1": Grid([Cell("content", PURPOSE, Say.OPT_IN)])}, consented=(yes, no))
    some = table([Row(str(n), (PEOPLE[n % 3],), "content", hour(n % 4), "v1") for n in range(100)])
    expected = gate(known).reasons(some).to_list()
    monkeypatch.setattr(local, "_SLICE", 7)
    assert gate(known).reasons(some).to_list() == expected
    assert set(expected) == {"consented", "consent-later", "consent-refused", "consent-missing"}


def test_a_row_of_which_nobody_knows_when_it_was_collected_does_not_pass() -> None:
    yes = Consent("ada", "content", PURPOSE, "given", hour(1))
    known = Grounds(grids={"v1": Grid([Cell("content", PURPOSE, Say.OPT_IN)])}, consented=(yes,))
    row = table([Row("1", ("ada",), "content", hour(2), "v1")])
    unknown = row.with_columns(pl.lit(None, SCHEMA["at"]).alias("at"))
    assert gate(known).reasons(pl.concat([row, unknown])).to_list() == ["consented", "collected-later"]


@pytest.mark.parametrize("name", ["subjects", "data", "terms", "space", "feature", "source"])
def test_what_is_null_is_not_known_and_does_not_pass_by_mistake(name: str) -> None:
    row = table([Row("1", ("ada",), "content", AS_OF, "v1")]).with_columns(pl.lit(None).cast(SCHEMA[name]).alias(name))
    (reason,) = gate(Grounds()).reasons(row)
    assert Reason(reason).passage != "allowed"


def test_a_row_from_before_anything_was_counted_is_no_other_row() -> None:
    heard = {"ada": "given", "ben": "refused"}
    said = [Consent(person, "content", PURPOSE, says, hour(1)) for person, says in heard.items()]
    known = Grounds(grids={"v1": Grid([Cell("content", PURPOSE, Say.OPT_IN)])}, consented=tuple(said))
    old = [Row(person, (person,), "content", datetime(1914, 7, 28, tzinfo=UTC), "v1") for person in PEOPLE]
    expected = ["consent-later", "consent-refused", "consent-missing"]
    assert [rule_on(row, PURPOSE, AS_OF, known).reason for row in old] == expected
    assert gate(known).reasons(table(old)).to_list() == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8), st.sampled_from([1, 1 << 31]))
def test_numbers_are_heard_to_the_microsecond(pairs: list[tuple[int, int]], apart: int) -> None:
    """Moments that lie close together, and on both sides of where their upper bits change."""
    edge = 1_780_000_000_000_000 >> 32 << 32
    said = consent_table([]).clear(len(pairs)).with_columns(
        person=pl.Series(range(len(pairs)), dtype=pl.Int64), data=pl.lit("content"), purpose=pl.lit(PURPOSE),
        says=pl.lit("given"), at=pl.lit(0, pl.Int64), space=pl.lit("*"), feature=pl.lit("*"), free=pl.lit(True),
        covers=pl.Series([edge + (since - 2) * apart for since, _ in pairs]),
    )  # fmt: skip
    some = table([Row(str(n), (), "content", AS_OF, "v1") for n in range(len(pairs))]).with_columns(
        subjects=pl.Series(range(len(pairs)), dtype=pl.Int64),
        at=pl.Series([edge + (collected - 2) * apart for _, collected in pairs]),
    )
    known = Grounds(grids={"v1": Grid([Cell("content", PURPOSE, Say.OPT_IN)])})
    found = Gate(known, PURPOSE, datetime(2027, 1, 1, tzinfo=UTC), said).reasons(some).to_list()
    assert found == ["consented" if since <= collected else "consent-later" for since, collected in pairs]
