import csv
import io
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.grid import Cell, Quote
from sayso.say import Say
from sayso.show import show
from sayso.terms.reading import Reading

Made = Callable[..., Reading]


def rows_of(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written)))


def test_there_is_one_row_a_cell(reading: Reading) -> None:
    rows = rows_of(show(reading, "csv"))
    assert len(rows) == 21
    assert (rows[0]["data"], rows[0]["purpose"], rows[0]["say"]) == ("content", "train-ai", "no-say")
    assert (rows[5]["data"], rows[5]["say"]) == ("content.audio", "opt-in")


def test_a_row_has_the_first_quote_with_its_place_and_how_many_there_are(reading: Reading) -> None:
    row = next(r for r in rows_of(show(reading, "csv")) if (r["data"], r["purpose"]) == ("content", "review"))
    assert (row["quote"], row["section"], row["quotes"]) == ("Nobody reads Your Things.", "2.4 Staff", "2")
    assert reading.document.text[int(row["start"]) : int(row["end"])] == row["quote"]
    assert row["contradiction"] == "yes"


def test_exceptions_are_told_in_words(reading: Reading) -> None:
    assert rows_of(show(reading, "csv"))[0]["exceptions"] == "audio (opt-in); managers (leave)"


def test_several_documents_share_one_heading(reading: Reading) -> None:
    written = show([reading, reading], "csv")
    assert written.count("source,title") == 1
    assert len(rows_of(written)) == 42


def test_where_nothing_could_be_read_nothing_is_written() -> None:
    assert show([], "csv") == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(st.characters(categories=None), min_size=1, max_size=80))
def test_nothing_in_a_document_becomes_a_formula_or_a_second_row(made: Made, text: str) -> None:
    cell = Cell("content", "share", Say.NO_SAY, (Quote(text, 0, len(text), text),), reason=text)
    written = show(made([cell], title=text, source=text), "csv")
    assert len(written.splitlines()) == 21
    for row in rows_of(written):
        assert not [v for v in row.values() if v.startswith(("=", "+", "-", "@"))]
