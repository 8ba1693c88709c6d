"""Changes made by hand, shown in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sayso.grid import Cell, Quote
from sayso.safe import visible
from sayso.say import Say
from sayso.show import FORMATS
from sayso.show.changes import show, words
from sayso.terms.change import CellChange, Change, ClaimChange, ControlChange, Direction
from sayso.terms.document import Document
from sayso.terms.reading import Claim, Control
from sayso.vocabulary import READ_PURPOSES, ROWS, data, purposes

SCHEMA: dict[str, Any] = json.loads(files("sayso").joinpath("change.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

OLD = "Only if you agree do we train with speech. Your settings have a switch for it. We read nothing."
NEW = "We train with speech. We read what people report. We sell maps."


def quote(part: str, text: str, section: str = "2.1 Training") -> Quote:
    return Quote(part, text.index(part), text.index(part) + len(part), section)


def cell_change(
    name: str, purpose: str, was: tuple[Say, str], now: tuple[Say, str], *, deidentified: bool = False
) -> CellChange:
    before = Cell(name, purpose, was[0], (quote(was[1], OLD),) if was[1] else ())
    after = Cell(name, purpose, now[0], (quote(now[1], NEW),) if now[1] else (), deidentified=deidentified)
    row = "content" if name.startswith("other:") else name.partition(".")[0]
    return CellChange(row, name, purpose, before, after)


ASKED, TAKEN = "Only if you agree do we train with speech.", "We train with speech."
SWITCH = Control("setting", "Privacy", ("train-ai",), quote("Your settings have a switch for it.", OLD))
NEWS = Control("email", "no@maps.example", ("share",), quote("We sell maps.", NEW))


def made(cells: tuple[CellChange, ...] | None = None, note: str = "", source: str = "old.md") -> Change:
    given = (
        *(
            cell_change(f"content.{k}", "train-ai", (Say.OPT_IN, ASKED), (Say.NO_SAY, TAKEN))
            for k in ("audio", "video")
        ),
        cell_change(
            "other:guests", "review", (Say.NEVER, "We read nothing."), (Say.LEAVE, "We read what people report.")
        ),
        cell_change("usage", "share", (Say.UNSTATED, ""), (Say.NO_SAY, "We sell maps."), deidentified=True),
    )
    claim = Claim(("usage",), "share", Say.NO_SAY, quote("We sell maps.", NEW), "r")
    gone = Claim(("content",), "review", Say.NEVER, quote("We read nothing.", OLD), "r")
    return Change(
        Document(source, OLD, sha256="0" * 64, title="Terms"),
        Document("new.md", NEW, sha256="1" * 64, title="Terms"),
        given if cells is None else cells,
        (ControlChange("train-ai", SWITCH, None), ControlChange("improve", None, NEWS)),
        (ClaimChange(None, claim), ClaimChange(gone, None)),
        note,
    )


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_what_changed_alike_is_told_once() -> None:
    shown = show(made())
    assert shown.count("opt-in -> no-say") == 1
    assert "train-ai on content.audio and content.video: opt-in -> no-say\n" in shown


def test_a_group_of_people_is_named_in_plain_words() -> None:
    assert "review on guests: never -> leave" in show(made())


def test_both_quotes_stand_with_their_sections_and_a_missing_one_is_said_to_be_missing() -> None:
    shown = show(made())
    assert f"  was: “{ASKED}”\n    2.1 Training\n  now: “{TAKEN}”\n    2.1 Training" in shown
    assert "  was: (nothing)\n  now: “We sell maps.”" in shown


def test_the_table_says_what_it_means_for_the_person() -> None:
    shown = squeezed(show(made()))
    assert "You used to be asked first; now they do it, and you have no way to refuse." in shown


@pytest.mark.parametrize("before", Say)
@pytest.mark.parametrize("after", Say)
def test_every_step_has_a_meaning_that_names_what_was_and_what_is(before: Say, after: Say) -> None:
    said = words.means(Cell("content", "share", before), Cell("content", "share", after))
    assert said.endswith(".")
    assert said.count(".") == 1
    assert ("; now " in said) is (before is not after)


def test_a_change_of_a_mark_alone_says_that_the_level_stays() -> None:
    plain, marked = Cell("usage", "share", Say.NO_SAY), Cell("usage", "share", Say.NO_SAY, deidentified=True)
    clash = Cell("usage", "share", Say.NO_SAY, contradiction=True)
    assert words.means(plain, marked) == "You have as much say as before; now it is said of de-identified data only."
    assert "no longer said of de-identified data only" in words.means(marked, plain)
    assert "the terms now contradict themselves" in words.means(plain, clash)
    assert "the terms no longer contradict themselves" in words.means(clash, plain)


@pytest.mark.parametrize("form", FORMATS)
def test_controls_that_did_not_alter_say_and_claims_are_shown_only_where_everything_is(form: str) -> None:
    part, everything = show(made(), form), show(made(), form, everything=True)
    assert "Your settings have a switch for it." in part
    assert "no@maps.example" not in part
    assert "no@maps.example" in everything.replace("\\", "")
    assert everything.count("We read nothing.") > part.count("We read nothing.")


@pytest.mark.parametrize("form", [f for f in FORMATS if f not in ("json", "jsonl")])
def test_where_nothing_changed_in_say_people_are_shown_nothing(form: str) -> None:
    assert show(made(()), form) == ""
    assert "We read nothing." in show(made(()), form, everything=True)


@pytest.mark.parametrize("form", FORMATS)
def test_a_note_is_shown_in_every_format(form: str) -> None:
    shown = show(Change(made().old, made().new, note="the new version holds almost no text"), form)
    assert "he new version holds almost no text" in shown


def test_colour_only_repeats_what_the_words_say() -> None:
    plain, coloured = show(made(), everything=True), show(made(), everything=True, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured
    assert click.unstyle(coloured) == plain


def test_no_line_is_wider_than_eighty_columns() -> None:
    assert max(map(len, show(made(source="a/very/long/path/" * 9), everything=True).splitlines())) <= 80


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="`yaml` is not a format"):
        show(made(), "yaml")


# --- JSON


def errors_in(value: object) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(value)]


def test_the_schema_is_a_schema_of_the_words_of_the_vocabulary() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    parts = SCHEMA["$defs"]
    assert parts["say"]["enum"] == list(Say)
    assert parts["kind"]["enum"] == list(data())
    assert parts["row"]["enum"] == list(ROWS)
    assert parts["cell_change"]["properties"]["purpose"]["enum"] == list(READ_PURPOSES)
    assert parts["control_change"]["properties"]["purpose"]["enum"] == list(purposes())
    assert sorted(parts["cell_change"]["properties"]["direction"]["enum"]) == sorted(Direction)


@pytest.mark.parametrize("everything", [False, True])
def test_a_change_is_what_the_schema_says_and_so_is_none(everything: bool) -> None:
    assert errors_in(json.loads(show(made(), "json", everything=everything))) == []
    assert errors_in(json.loads(show(Change(made().old, made().new), "json", everything=everything))) == []
    assert errors_in(json.loads(show(Change(made().old, made().new, note="cut off"), "json"))) == []


def test_the_schema_refuses_a_stated_level_without_a_quote() -> None:
    value = json.loads(show(made(), "json"))
    value["say"][0]["after"]["evidence"] = []
    assert errors_in(value)


def test_json_tells_every_change_apart_with_offsets_that_point_at_the_quotes() -> None:
    value = json.loads(show(made(), "json"))
    assert [(c["data"], c["before"]["say"], c["after"]["say"]) for c in value["say"]] == [
        ("content.audio", "opt-in", "no-say"),
        ("content.video", "opt-in", "no-say"),
        ("other:guests", "never", "leave"),
        ("usage", "unstated", "no-say"),
    ]
    for change in value["say"]:
        for text, side in ((OLD, "before"), (NEW, "after")):
            for found in change[side]["evidence"]:
                assert text[found["start"] : found["end"]] == found["quote"]


def test_json_lines_has_the_same_object_on_one_line() -> None:
    line = show(made(), "jsonl")
    assert line.count("\n") == 1
    assert json.loads(line) == json.loads(show(made(), "json"))


def test_csv_has_a_row_for_each_change() -> None:
    rows = list(csv.DictReader(io.StringIO(show(made(), "csv", everything=True))))
    assert [row["part"] for row in rows] == ["say"] * 4 + ["control"] * 2 + ["claim"] * 2
    assert (rows[0]["before"], rows[0]["after"], rows[0]["before_quote"]) == ("opt-in", "no-say", ASKED)
    assert rows[4]["change"] == "removed"
    assert rows[4]["before_quote"] == "Your settings have a switch for it."
    assert rows[7]["before_quote"] == "We read nothing."


# --- what others wrote does no harm

texts = st.text(st.characters(categories=None), min_size=1, max_size=80)


def hostile(text: str) -> Change:
    found = Quote(text, 0, len(text), text)
    cells = Cell("content", "share", Say.NEVER, (found,)), Cell("content", "share", Say.NO_SAY, (found,))
    control = Control("link", text, ("share",), found)
    claims = [Claim(("content",), "share", say, found, "r") for say in (Say.NEVER, Say.NO_SAY)]
    return Change(
        Document(text, text, sha256="0" * 64),
        Document(text, text, sha256="0" * 64),
        (CellChange("content", "content", "share", *cells), CellChange("content", f"other:{text}", "share", *cells)),
        (ControlChange("share", control, None),),
        (ClaimChange(*claims),),
    )


@settings(max_examples=50)
@given(texts)
def test_a_document_can_put_nothing_active_on_the_terminal(text: str) -> None:
    for form in FORMATS:
        shown = show(hostile(text), form, everything=True)
        assert visible(shown) == shown


@settings(max_examples=50)
@given(texts)
def test_json_gives_back_what_a_document_says_character_by_character(text: str) -> None:
    value = json.loads(show(hostile(text), "jsonl", everything=True))
    assert value["old"]["source"] == value["say"][0]["before"]["evidence"][0]["quote"] == text


@settings(max_examples=50)
@given(texts)
def test_a_document_can_put_no_markup_into_the_page(text: str) -> None:
    page = Tags()
    page.feed(show(hostile(f"</p><script>alert(1)</script><a href='x'>{text}"), "html", everything=True))
    assert not page.names & {"script", "a", "img", "iframe"}


@settings(max_examples=50)
@given(texts)
def test_a_document_can_put_no_formula_into_a_spreadsheet(text: str) -> None:
    rows = csv.reader(io.StringIO(show(hostile(f"={text}"), "csv", everything=True)))
    assert not any(re.match(r"[=+@-]", value) for row in rows for value in row)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
