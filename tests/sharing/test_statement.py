"""The statement: every cell is in one sentence, with its level, and nothing else is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.decision import Level, Line, Verdict
from sayso.row import ANY
from sayso.say import Say
from sayso.sharing.load import from_text
from sayso.sharing.policy import Policy
from sayso.sharing.statement import Part, SharingStatement, Span, Use, spans, state
from sayso.show.statements import FORMATS, show, words
from sayso.vocabulary import ROWS
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

from .policies import DAY, OWN, policies, services

laws = settings(deadline=None, max_examples=60)

ADA = """version = 1
name = "Ada Example"
[categories]
"content.audio.patient-calls" = "recorded calls with patients"
[accept]
"*" = "opt-out"
content = { train-ai = "never", improve = "opt-in" }
[accept."content.post"]
train-ai = "no-say"
[accept."content.audio"]
review = { accept = "never", unstated = "conflict" }
[[exceptions]]
service = "Lantern Rooms"
data = "usage"
purpose = "improve"
accept = "no-say"
reason = "a secret of mine"
until = 2026-06-30
"""


def ada(on: date = DAY, service: str = "") -> SharingStatement:
    return state(from_text(ADA), on, service)


def covered(every: tuple[Span, ...], names: tuple[str, ...]) -> set[str]:
    """What spans mean, by the nearest word above each name."""
    marks = {span.data: True for span in every} | {name: False for span in every for name in span.but}
    found = set()
    for name in names:
        near = [mark for mark in marks if name == mark or name.startswith(mark + ".")]
        if near and marks[max(near, key=len)]:
            found.add(name)
    return found


def read_back(sentence: str, statement: SharingStatement) -> set[Use]:
    """The uses that a sentence names, found again from its words alone."""
    verb = "|".join(words.PURPOSES.values())
    found = re.search(rf"\buse (.+?) to ((?:{verb}).*)", sentence)
    assert found
    data, purposes = found.groups()
    called = {phrase: name for name, phrase in words.DATA.items()}
    called |= {f"“{about}”": name for name, about in statement.categories.items()}
    every = []
    rows = "; ".join(words.DATA[row] for row in ROWS)
    for phrase in re.split(r"; (?:or )?", rows if data == "any of my data" else data):
        name, _, but = phrase.partition(" (except ")
        excepted = []
        while but := but.removesuffix(")").removeprefix(" and "):
            excepted.append(max((p for p in called if but.startswith(p)), key=len))
            but = but[len(excepted[-1]) :]
        every.append(Span(called[name], tuple(called[p] for p in excepted)))
    verbs = {phrase: name for name, phrase in words.PURPOSES.items()}
    end = re.sub(r"(: ask me\.|, (?:I take|I do not mind|ask me).*|\.)$", "", purposes)
    named = [verbs[p.removeprefix("to ")] for p in re.split(r"; (?:or )?", end)]
    return {(d, p) for d in covered(tuple(every), statement.data) for p in named}


def uses_of(part: Part) -> set[Use]:  # type: ignore[type-arg]
    return {(data, purpose) for data in part.data for purpose in part.purposes}


@laws
@given(st.sets(st.sampled_from([*known_data(), *OWN])))
def test_spans_cover_what_is_chosen_and_nothing_else(chosen: set[str]) -> None:
    names = (*known_data(), *OWN)
    assert covered(spans(chosen, names), names) == chosen


@laws
@given(policies(), services)
def test_every_cell_is_in_exactly_one_part_with_its_level_or_in_the_rest(policy: Policy, service: str) -> None:
    statement = state(policy, DAY, service)
    summary = statement.summary
    found = [(use, part.value) for part in summary.parts for use in uses_of(part)]
    assert len(found) == len(dict(found))
    assert {use: dict(found).get(use, summary.rest) for use in statement.general} == statement.general


@laws
@given(policies(), services)
def test_every_sentence_names_the_cells_of_its_part_and_no_other(policy: Policy, service: str) -> None:
    statement = state(policy, DAY, service)
    for part in statement.summary.parts:
        assert read_back(words.sentence(part, statement), statement) == uses_of(part)
    for verdict, sentence in zip(statement.silence_summary.parts, words.silence(statement), strict=False):
        assert read_back(sentence, statement) == uses_of(verdict)


@laws
@given(policies(), services)
def test_the_cells_are_what_the_policy_accepts(policy: Policy, service: str) -> None:
    statement = state(policy, DAY, service)
    for use in statement.cells:
        general = policy.rules("", DAY).accepted(*use)
        assert statement.general[use].least is general
        if service:
            assert statement.cells[use].least is policy.rules(service, DAY).accepted(*use)
        assert statement.silence[use] is policy.rules(service, DAY).decide(*use, Say.UNSTATED).verdict


@laws
@given(policies(), st.sampled_from(["Lantern", "Harbour", ""]))
def test_what_everyone_hears_is_never_looser_than_what_holds_for_any_service(policy: Policy, service: str) -> None:
    everyone, rules = state(policy, DAY).cells, policy.rules(service, DAY)
    for use, accepted in everyone.items():
        assert not looser(accepted.least, rules.accepted(*use))


def looser(said: Say | None, meant: Say | None) -> bool:
    """Whether what is said allows something that what is meant does not."""
    if said in (None, Say.NEVER):
        return False
    return meant is None or (said.rank or 0) < (meant.rank or 0)


@laws
@given(policies(), services)
def test_a_last_day_is_the_last_on_which_it_holds(policy: Policy, service: str) -> None:
    for use, accepted in state(policy, DAY, service).general.items():
        if accepted.until:
            assert policy.rules("", accepted.until).accepted(*use) == accepted.least
            assert policy.rules("", accepted.until + timedelta(1)).accepted(*use) != accepted.least


def test_what_is_refused_comes_first_and_in_the_words_of_the_person() -> None:
    assert words.sentences(ada()) == [
        "I do not let anyone use what I create (except my posts and comments) to train AI.",
        "I do not let anyone use my speech and sound to have people read, hear or look at it.",
        "Only if I agree first, and if saying no costs me nothing, may anyone use what I create to develop or improve "
        "products.",
        "Without asking me, anyone may use my posts and comments to train AI.",
        "As long as I can turn it off, anyone may make any other use of my data.",
    ]


def test_an_exception_names_its_service_and_its_last_day_and_not_its_reason() -> None:
    for form in ("text", "markdown", "html"):
        written = " ".join(show(ada(), form).split())
        assert "Lantern Rooms" in written
        assert "Until 30 June 2026: without asking me, anyone may use how I use a service" in written
        assert "secret" not in written


def test_an_exception_that_is_over_is_not_told() -> None:
    assert "Lantern" not in show(ada(date(2026, 7, 1)))


def test_a_statement_for_one_service_has_no_exceptions_of_others() -> None:
    assert "Lantern" not in show(ada(service="Harbour"))
    assert "Lantern" in show(ada(service="lantern rooms"))


def test_it_says_what_silence_means_the_day_and_the_version() -> None:
    written = " ".join(show(ada()).split())
    assert "Silence is not consent: where terms do not mention any other use, ask me." in written
    assert f"This is so on 1 June 2026. Policy version {ada().version}" in written


def test_the_version_changes_with_what_the_policy_says_and_not_with_its_notes_or_the_day() -> None:
    version = ada().version
    assert state(from_text(ADA.replace("a secret of mine", "another")), date(2027, 1, 1)).version == version
    assert state(from_text(ADA.replace('improve = "opt-in"', 'improve = "never"')), DAY).version != version


def test_a_policy_that_says_nothing_has_decided_nothing() -> None:
    statement = state(Policy("Ada", "ada.toml", Level(())), DAY)
    assert words.sentences(statement) == ["I have not decided whether anyone may make any use of my data: ask me."]


def test_the_signature_is_one_line_and_about_training_with_what_one_creates() -> None:
    line = show(ada(), "signature", "https://ada.example/s")
    assert line.count("\n") == 1
    assert line.startswith("I do not let anyone use what I create (except my posts and comments) to train AI. Without")
    assert line.endswith(f"(1 June 2026, policy version {ada().version}, the whole: https://ada.example/s)\n")


@laws
@given(st.text(max_size=40), st.text(min_size=1, max_size=40))
def test_names_of_a_policy_cannot_act_on_the_place_where_they_are_shown(name: str, about: str) -> None:
    lines = (Line("content.audio.own", "train-ai", Say.NEVER), Line(ANY, ANY, Say.OPT_IN, service=name, until=DAY))
    policy = Policy(name, "p.toml", Level(lines, Verdict.ASK), {"content.audio.own": about})
    for form in FORMATS:
        written = show(state(policy, DAY), form)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
    assert len(show(state(policy, DAY), "signature").splitlines()) == 1
    Page().feed(show(state(policy, DAY), "html"))


class Page(HTMLParser):
    """A page, and the levels in its grid."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert tag not in ("script", "img", "link", "iframe", "a"), tag
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])

    def handle_data(self, data: str) -> None:
        if self.rows and data.strip():
            self.rows[-1].append(data)


def test_the_grid_of_the_page_has_the_level_of_every_cell() -> None:
    statement, page = ada(), Page()
    page.feed(show(statement, "html"))
    head, *rows = page.rows
    purposes = head[1:]
    assert sorted(purposes) == sorted(known_purposes())
    for name, _, *levels in (row[: 2 + len(purposes)] for row in rows):
        assert levels == [str(statement.general[name, p].least) for p in purposes]
    shown = [row[0] for row in rows]
    for name in statement.data:
        if name not in shown:
            above = max((n for n in shown if name.startswith(n + ".")), key=len)
            assert all(statement.general[name, p] == statement.general[above, p] for p in purposes)


def test_the_page_is_made_for_a_telephone_and_fetches_nothing() -> None:
    written = show(ada(), "html")
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in written
    assert "default-src 'none'" in written
    assert not re.search(r"https?:|url\(|@import", written)
