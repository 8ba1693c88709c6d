import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sayso.grid import Cell, CellException, Quote
from sayso.say import Say
from sayso.show import show
from sayso.terms.reading import Control, Reading
from sayso.vocabulary import READ_PURPOSES, ROWS, data, purposes

Made = Callable[..., Reading]
SCHEMA: dict[str, Any] = json.loads(files("sayso").joinpath("reading.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def errors_in(value: object) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(value)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_the_words_of_the_vocabulary_and_no_others() -> None:
    parts = SCHEMA["$defs"]
    assert parts["say"]["enum"] == list(Say)
    assert parts["data"]["enum"] == list(data())
    assert parts["cell"]["properties"]["purpose"]["enum"] == list(READ_PURPOSES)
    assert parts["control"]["properties"]["purposes"]["items"]["enum"] == list(purposes())


def test_a_reading_is_what_the_schema_says(reading: Reading) -> None:
    assert errors_in(json.loads(show(reading, "json"))) == []


def test_a_reading_of_which_nothing_is_stated_is_too(made: Made) -> None:
    assert errors_in(json.loads(show(made([], controls=()), "json"))) == []


def test_the_schema_refuses_a_stated_cell_without_a_quote_and_a_missing_cell(reading: Reading) -> None:
    value = json.loads(show(reading, "json"))
    value["grid"][0]["evidence"] = []
    assert errors_in(value)
    value = json.loads(show(reading, "json"))
    del value["grid"][-1]
    assert errors_in(value)


def test_every_row_by_every_purpose_is_there(made: Made) -> None:
    grid = json.loads(show(made([]), "json"))["grid"]
    assert [(c["data"], c["purpose"]) for c in grid] == [(r, p) for r in ROWS for p in READ_PURPOSES]


def test_a_cell_has_its_keys_in_the_published_order(reading: Reading) -> None:
    value = json.loads(show(reading, "json"))
    assert list(value) == ["document", "answer", "grid", "controls", "definitions"]
    assert list(value["document"]) == ["source", "title", "sha256", "language", "words"]
    assert list(value["answer"]) == [
        "data", "purpose", "say", "deidentified", "contradiction", "evidence", "exceptions", "reason",
    ]  # fmt: skip
    assert list(value["answer"]["evidence"][0]) == ["quote", "section", "start", "end"]


def test_the_answer_is_the_cell_of_content_and_training(reading: Reading) -> None:
    value = json.loads(show(reading, "json"))
    assert value["answer"] == value["grid"][0]
    assert (value["answer"]["data"], value["answer"]["purpose"]) == ("content", "train-ai")


def test_offsets_point_at_the_quote(reading: Reading) -> None:
    for cell in json.loads(show(reading, "json"))["grid"]:
        for found in cell["evidence"]:
            assert reading.document.text[found["start"] : found["end"]] == found["quote"]


def test_one_document_is_an_object_and_several_are_a_list(reading: Reading) -> None:
    one = json.loads(show(reading, "json"))
    assert json.loads(show([reading, reading], "json")) == [one, one]
    assert json.loads(show([reading], "json")) == [one]
    assert json.loads(show([], "json")) == []


def test_json_lines_have_one_object_a_line(reading: Reading) -> None:
    lines = show([reading, reading], "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(show(reading, "json"))] * 2


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_the_same_reading_is_always_written_the_same(made: Made, form: str) -> None:
    assert show(made(), form) == show(made(), form)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(st.characters(categories=None), min_size=1, max_size=80))
def test_whatever_a_document_says_is_read_back_character_by_character(made: Made, text: str) -> None:
    quote = Quote(text, 0, len(text), text)
    cell = Cell("content", "share", Say.NO_SAY, (quote,), (CellException("other:x", Say.NEVER, (quote,)),))
    control = Control("link", text, ("share",), quote)
    written = show(made([cell], title=text, source=text, controls=(control,)), "jsonl")
    assert written.count("\n") == 1
    assert not any(c in written for c in "\x1b\x9b\u202e\u2028")
    value = json.loads(written)
    assert value["document"]["title"] == value["controls"][0]["target"] == text
    assert value["grid"][3]["evidence"][0]["quote"] == text
