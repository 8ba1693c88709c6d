"""Versions compared: with readings made by hand where a rule is tested, and with the reader for the laws."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.grid import Cell, CellException, Grid, Quote
from sayso.say import Say
from sayso.terms.change import CellChange, Change, Direction, compare_readings
from sayso.terms.document import Document
from sayso.terms.reading import Claim, Control, Reading

# --- readings made by hand


def at(text: str, part: str) -> Quote:
    return Quote(part, text.index(part), text.index(part) + len(part))


def cell(
    text: str, say: Say, *parts: str, data: str = "content", purpose: str = "train-ai", marks: Sequence[str] = (),
    exceptions: tuple[CellException, ...] = (),
) -> Cell:  # fmt: skip
    quotes = tuple(at(text, part) for part in parts)
    return Cell(data, purpose, say, quotes, exceptions, "deidentified" in marks, "contradiction" in marks)


def reading(text: str, *cells: Cell, claims: tuple[Claim, ...] = (), controls: tuple[Control, ...] = ()) -> Reading:
    return Reading(Document("x.md", text), Grid(cells), claims, controls, ())


TRAIN = "We may use your content to train our AI models."
ASK = "We use your content to train our AI models only with your consent."
NEVER = "We do not use your content to train AI models."


def changes(change: Change) -> list[tuple[str, str, Say, Say]]:
    return [(c.data, c.purpose, c.before.say, c.after.say) for c in change.cells]


def test_a_level_that_differs_is_told_with_the_quotes_of_both_versions() -> None:
    change = compare_readings(reading(ASK, cell(ASK, Say.OPT_IN, ASK)), reading(TRAIN, cell(TRAIN, Say.NO_SAY, TRAIN)))
    assert changes(change) == [("content", "train-ai", Say.OPT_IN, Say.NO_SAY)]
    assert [q.text for q in change.cells[0].before.evidence] == [ASK]
    assert [q.text for q in change.cells[0].after.evidence] == [TRAIN]
    assert not change.silent


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (Say.OPT_IN, Say.NO_SAY, Direction.LESS),
        (Say.NO_SAY, Say.LEAVE, Direction.MORE),
        (Say.UNSTATED, Say.NEVER, Direction.STATED),
        (Say.NO_SAY, Say.UNSTATED, Direction.UNSTATED),
        (Say.NO_SAY, Say.NO_SAY, Direction.QUALIFIED),
    ],
)
def test_a_change_has_a_direction(before: Say, after: Say, direction: Direction) -> None:
    cells = Cell("content", "share", before), Cell("content", "share", after)
    assert CellChange("content", "content", "share", *cells).direction is direction


def test_a_mark_that_comes_or_goes_is_told_though_the_level_stays() -> None:
    text = "We share figures with partners, from which names were removed."
    plain = "We share figures with partners."
    old = reading(plain, cell(plain, Say.NO_SAY, plain, purpose="share"))
    new = reading(text, cell(text, Say.NO_SAY, text, purpose="share", marks=["deidentified"]))
    (told,) = compare_readings(old, new).cells
    assert told.direction is Direction.QUALIFIED
    assert (told.before.deidentified, told.after.deidentified) == (False, True)
    both = f"{TRAIN} {NEVER}"
    clash = reading(both, cell(both, Say.NO_SAY, TRAIN, NEVER, marks=["contradiction"]))
    (told,) = compare_readings(reading(TRAIN, cell(TRAIN, Say.NO_SAY, TRAIN)), clash).cells
    assert told.after.contradiction


def test_a_difference_between_sentences_that_both_versions_have_is_one_of_the_reading_and_not_told() -> None:
    text, other = f"{TRAIN}\n\n{NEVER}", f"{NEVER}\n\nWe like cheese.\n\n{TRAIN}"
    change = compare_readings(
        reading(text, cell(text, Say.NO_SAY, TRAIN)), reading(other, cell(other, Say.NEVER, NEVER))
    )
    assert change.silent


def test_the_rest_of_a_sentence_counts_where_its_quote_is_cut_short() -> None:
    start = "We use what you upload to show it to you and to keep it safe"
    old, new = f"{start}.", f"{start}, and to train our models."
    change = compare_readings(reading(old), reading(new, cell(new, Say.NO_SAY, start)))
    assert changes(change) == [("content", "train-ai", Say.UNSTATED, Say.NO_SAY)]


def test_an_item_counts_as_new_under_another_lead_in() -> None:
    old, new = "You may not use our site to:\n\n* train models", "We use your files to:\n\n* train models"
    change = compare_readings(reading(old), reading(new, cell(new, Say.NO_SAY, "train models")))
    assert changes(change) == [("content", "train-ai", Say.UNSTATED, Say.NO_SAY)]


def test_a_control_that_goes_takes_the_opt_out_with_it_though_the_sentence_of_the_use_stays() -> None:
    off = "You can turn this off in your settings."
    old, new = f"{TRAIN}\n\n{off}", f"{TRAIN}\n\nWe like cheese."
    switch = Control("setting", "", ("train-ai",), at(old, off))
    before = reading(old, cell(old, Say.OPT_OUT, TRAIN), controls=(switch,))
    after = reading(new, cell(new, Say.NO_SAY, TRAIN))
    change = compare_readings(before, after)
    assert changes(change) == [("content", "train-ai", Say.OPT_OUT, Say.NO_SAY)]
    (gone,) = change.telling_controls
    assert (gone.what, gone.purpose, gone.control.kind) == ("removed", "train-ai", "setting")
    back = compare_readings(after, before)
    assert [c.what for c in back.telling_controls] == ["added"]
    elsewhere = Control("setting", "", ("share",), at(old, off))
    other = reading(old, cell(old, Say.OPT_OUT, TRAIN), controls=(elsewhere,))
    assert compare_readings(other, after).silent


def test_a_control_described_in_other_words_is_the_same_control() -> None:
    old, new = "You can turn this off in your settings.", "Your settings have a switch that ends it."
    one, two = (reading(t, controls=(Control("setting", "", ("share",), at(t, t)),)) for t in (old, new))
    assert compare_readings(one, two).controls == ()


def test_a_kind_is_told_apart_where_it_changed_otherwise_than_its_row() -> None:
    spoken = "We train with audio only if you agree."
    both = f"{TRAIN}\n\n{spoken}"
    audio = CellException("content.audio", Say.OPT_IN, (at(both, spoken),))
    plain = reading(TRAIN, cell(TRAIN, Say.NO_SAY, TRAIN))
    apart = reading(both, cell(both, Say.NO_SAY, TRAIN, exceptions=(audio,)))
    assert changes(compare_readings(plain, apart)) == [("content.audio", "train-ai", Say.NO_SAY, Say.OPT_IN)]
    denied = reading(NEVER, cell(NEVER, Say.NEVER, NEVER))
    assert changes(compare_readings(apart, denied)) == [
        ("content.audio", "train-ai", Say.OPT_IN, Say.NEVER),
        ("content", "train-ai", Say.NO_SAY, Say.NEVER),
    ]


def test_a_kind_with_a_cell_of_its_own_is_compared_by_that_cell() -> None:
    spoken = "We train with audio only if you agree."
    own = reading(spoken, cell(spoken, Say.OPT_IN, spoken, data="content.audio"))
    change = compare_readings(reading("We like cheese."), own)
    assert changes(change) == [("content.audio", "train-ai", Say.UNSTATED, Say.OPT_IN)]


def test_a_kind_that_its_row_caught_up_with_did_not_change() -> None:
    spoken = "We train with audio only if you agree."
    both, all_of_it = f"{TRAIN}\n\n{spoken}", f"{ASK}\n\n{spoken}"
    audio = CellException("content.audio", Say.OPT_IN, (at(both, spoken),))
    old = reading(both, cell(both, Say.NO_SAY, TRAIN, exceptions=(audio,)))
    new = reading(all_of_it, cell(all_of_it, Say.OPT_IN, ASK))
    assert changes(compare_readings(old, new)) == [("content", "train-ai", Say.NO_SAY, Say.OPT_IN)]


def test_a_group_is_told_by_an_old_sentence_only_where_something_else_in_its_cell_changed() -> None:
    hosts = "Hosts must obtain the consent of their guests."
    old, new = f"{TRAIN}\n\n{hosts}", f"{ASK}\n\n{hosts}"
    guests = CellException("other:guests", Say.LEAVE, (at(new, hosts),))
    told = compare_readings(
        reading(old, cell(old, Say.NO_SAY, TRAIN)), reading(new, cell(new, Say.OPT_IN, ASK, exceptions=(guests,)))
    )
    assert changes(told) == [
        ("other:guests", "train-ai", Say.NO_SAY, Say.LEAVE),
        ("content", "train-ai", Say.NO_SAY, Say.OPT_IN),
    ]
    also = f"We like cheese.\n\n{old}"
    same = CellException("other:guests", Say.LEAVE, (at(also, hosts),))
    silent = compare_readings(
        reading(old, cell(old, Say.NO_SAY, TRAIN)), reading(also, cell(also, Say.NO_SAY, TRAIN, exceptions=(same,)))
    )
    assert silent.silent


def test_the_worst_comes_first() -> None:
    def one(*says: Say) -> Reading:
        purposes = ("train-ai", "improve", "advertise", "share", "review")
        parts = [f"Sentence on {p}: {s}." for p, s in zip(purposes, says, strict=True)]
        text = "\n\n".join(parts)
        found = zip(purposes, says, parts, strict=True)
        return reading(text, *(cell(text, s, *([x] if s != "unstated" else []), purpose=p) for p, s, x in found))

    old = one(Say.NO_SAY, Say.OPT_OUT, Say.NEVER, Say.UNSTATED, Say.NEVER)
    new = one(Say.NEVER, Say.NO_SAY, Say.NO_SAY, Say.NO_SAY, Say.UNSTATED)
    told = [c.purpose for c in compare_readings(old, new).cells]
    assert told == ["advertise", "share", "improve", "review", "train-ai"]


def test_the_quote_that_only_one_version_has_comes_first() -> None:
    kept = "We may use what you write to train our models."
    new = f"{kept}\n\n{TRAIN}"
    change = compare_readings(reading(kept), reading(new, cell(new, Say.NO_SAY, kept, TRAIN)))
    assert [q.text for q in change.cells[0].after.evidence] == [TRAIN, kept]


def claimed(text: str, *said: tuple[str, Say]) -> Reading:
    return reading(text, claims=tuple(Claim(("content",), "share", say, at(text, part), "r") for part, say in said))


def kinds(change: Change) -> list[str]:
    return [c.what for c in change.claims]


def test_claims_are_new_removed_or_reworded_by_their_meaning() -> None:
    sold = "We sell what you upload to partners of ours."
    again = "We may sell what you upload to chosen partners of ours and to advertisers."
    other = "Nothing that you keep in private folders is ever given to anyone."
    old = claimed(sold, (sold, Say.NO_SAY))
    assert kinds(compare_readings(old, claimed(again, (again, Say.NO_SAY)))) == ["reworded"]
    assert kinds(compare_readings(old, claimed(again, (again, Say.OPT_IN)))) == ["new", "removed"]
    assert kinds(compare_readings(old, claimed(other, (other, Say.NO_SAY)))) == ["new", "removed"]


def test_of_several_claims_with_the_same_meaning_the_likest_are_one() -> None:
    old = "We sell maps to partners.\n\nWe sell songs to advertisers."
    new = "We now sell songs to new advertisers.\n\nWe gladly sell maps to good partners."
    before = claimed(old, *((part, Say.NO_SAY) for part in old.split("\n\n")))
    after = claimed(new, *((part, Say.NO_SAY) for part in new.split("\n\n")))
    pairs = [(c.before, c.after) for c in compare_readings(before, after).claims]
    told = {("maps" in b.quote.text, "maps" in a.quote.text) for b, a in pairs if a and b}
    assert told == {(True, True), (False, False)}


def test_a_claim_of_which_only_dates_links_numbers_and_marks_changed_is_the_same_claim() -> None:
    old = "1.2 **Sale.** Since May 3, 2021 we sell [your files](https://a.example/1) to partners (see 4.1)."
    new = "1.3 Sale: since 12 June 2024, we sell your files to *Partners*; see 5.2."
    assert compare_readings(claimed(old, (old, Say.NO_SAY)), claimed(new, (new, Say.NO_SAY))).claims == ()


# --- pages that are no version


LONG = "\n\n".join([TRAIN, *(f"Clause {word} binds you and us." for word in ("alpha", "beta", "gamma", "delta") * 25)])


def test_of_a_version_with_almost_no_text_nothing_is_said() -> None:
    full, bare = reading(LONG, cell(LONG, Say.NO_SAY, TRAIN)), reading("Terms of Service")
    change = compare_readings(full, bare)
    assert change.note == "the new version holds almost no text: nothing can be said about it"
    assert not (change.cells)
    assert not (change.controls)
    assert not (change.claims)
    assert not change.silent
    assert compare_readings(bare, full).note.startswith("the old version holds almost no text")


def test_another_page_in_its_place_is_not_taken_for_terms_that_fell_silent() -> None:
    uses = [f"We sell your {thing} to partners." for thing in ("maps", "songs", "books", "films", "games")]
    text, page = "\n\n".join(uses), "Ten recipes for a rainy day. First, peel six potatoes and boil them until soft."
    old = claimed(text, *((use, Say.NO_SAY) for use in uses))
    assert "does not read as terms" in compare_readings(old, reading(page)).note
    kept = reading(f"{page}\n\n{uses[0]}")
    assert compare_readings(old, kept).note == ""


# --- laws, with the reader

CLAUSES = (
    TRAIN,
    "We may use your personal information, such as your name and e-mail address, to send you marketing messages.",
    "You can unsubscribe from marketing e-mails at any time by the link in each message.",
    "We do not sell your personal information to third parties.",
    "We use log data and device information to improve our services and to develop new features.",
    "We use the information we collect to:\n\n* provide the service\n* train machine learning models\n* show you ads",
    "We share usage data with advertisers for their own purposes only with your consent.",
    "Notwithstanding the above, we will not use your audio or video to train AI models without your consent.",
    "Our employees may review your messages to investigate abuse.",
    "You can opt out of the use of your content for AI training in Settings > Privacy.",
    "These terms took effect on March 4, 2022; see [the archive](https://example.org/a?v=1) for older ones.",
)
#: Paragraphs that say nothing about data, and nothing else that a rule of the reader could hang on.
UNRELATED = (
    "This agreement is governed by the laws of the place where the dispute arose.",
    "Headings are for convenience only.",
    "The winner of the chess tournament receives a cup.",
    "Prices include shipping within the country.",
)

documents = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=7, unique=True)


def written(clauses: Sequence[str]) -> str:
    return "\n\n".join(["# Terms of Example", *(f"## {n}. Clause\n\n{c}" for n, c in enumerate(clauses, 1))]) + "\n"


def whole(change: Change) -> set[tuple[str, str, str, Say, Say, bool, bool, bool, bool]]:
    return {
        (c.row, c.data, c.purpose, c.before.say, c.after.say, c.before.deidentified, c.after.deidentified,
         c.before.contradiction, c.after.contradiction)
        for c in change.cells
    }  # fmt: skip


@given(documents)
def test_a_document_compared_with_itself_is_silent(clauses: list[str]) -> None:
    text = written(clauses)
    change = sayso.compare(text, text)
    assert change.silent
    assert not (change.controls)
    assert not (change.claims)


@pytest.mark.parametrize("what", ["spaces", "lines", "dates", "links", "numbers", "marks"])
@settings(max_examples=30)
@given(clauses=documents)
def test_spaces_dates_links_numbers_and_layout_are_silent(what: str, clauses: list[str]) -> None:
    text = written(clauses)
    ways: dict[str, Callable[[str], str]] = {
        "spaces": lambda t: t.replace("\n\n", "\n\n\n").replace(". ", ".  "),
        "lines": lambda t: re.sub(r"(?<=[a-z,]) (?=[a-z]{4})", "\n", t),
        "dates": lambda t: t.replace("March 4, 2022", "11 December 2025"),
        "links": lambda t: t.replace("https://example.org/a?v=1", "https://example.com/b"),
        "numbers": lambda t: re.sub(r"## (\d+)\. ", lambda m: f"## {int(m[1]) + 7}. ", t),
        "marks": lambda t: re.sub(r"\b(personal|may|not|consent)\b", r"**\1**", t).replace("\n* ", "\n- "),
    }
    change = sayso.compare(text, ways[what](text))
    assert change.silent
    assert change.claims == ()


@given(documents, st.randoms(use_true_random=False))
def test_what_is_moved_is_silent(clauses: list[str], chance: Random) -> None:
    moved = list(clauses)
    chance.shuffle(moved)
    assert sayso.compare(written(clauses), written(moved)).silent


@given(documents, documents)
def test_comparing_the_other_way_round_gives_the_mirror_image(one: list[str], two: list[str]) -> None:
    there, back = sayso.compare(written(one), written(two)), sayso.compare(written(two), written(one))
    turned = {(r, d, p, b, a, bd, ad, bc, ac) for r, d, p, a, b, ad, bd, ac, bc in whole(back)}
    assert whole(there) == turned
    turned_controls = {(c.purpose, c.what != "added") for c in back.controls}
    assert {(c.purpose, c.what == "added") for c in there.controls} == turned_controls
    names = {"new": "removed", "removed": "new", "reworded": "reworded"}
    assert sorted(kinds(there)) == sorted(names[k] for k in kinds(back))


@given(documents, st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=4, unique=True))
def test_appending_unrelated_paragraphs_changes_nothing(clauses: list[str], more: list[str]) -> None:
    text = written(clauses)
    change = sayso.compare(text, text + "\n## Other\n\n" + "\n\n".join(more) + "\n")
    assert change.silent
    assert not (change.controls)
    assert not (change.claims)


@settings(max_examples=30)
@given(documents, documents)
def test_the_same_versions_always_give_the_same_change(one: list[str], two: list[str]) -> None:
    assert sayso.compare(written(one), written(two)) == sayso.compare(written(one), written(two))


@settings(max_examples=30)
@given(documents, documents)
def test_every_quote_is_a_substring_of_its_own_version(one: list[str], two: list[str]) -> None:
    change = sayso.compare(written(one), written(two))
    for c in change.cells:
        for document, side in ((change.old, c.before), (change.new, c.after)):
            assert all(document.text[q.start : q.end] == q.text for q in side.evidence)


def test_a_new_clause_is_told_by_the_reader_s_own_words(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(written([NEVER]), "utf-8")
    new.write_text(written([TRAIN]), "utf-8")
    assert ("content", "train-ai", Say.NEVER, Say.NO_SAY) in changes(sayso.compare(old, new))


def test_the_reader_makes_something_of_the_clauses_that_the_laws_are_tried_on() -> None:
    said = [sayso.read(written([clause])) for clause in CLAUSES]
    assert sum(bool(r.claims or r.controls) for r in said) >= len(CLAUSES) - 2
