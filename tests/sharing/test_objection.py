import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.grid import CellException
from sayso.safe import visible
from sayso.say import Say
from sayso.sharing.advice import Step, advise
from sayso.sharing.case import Case, quoted
from sayso.sharing.check import Check, Finding
from sayso.sharing.letter import ACCOUNT, SERVICE, together
from sayso.sharing.objection import Objection, objections
from sayso.sharing.service import Service
from sayso.sharing.wording import DATA, MINE, YOURS, act, called, doing
from sayso.vocabulary import data, purposes

from .services import CAUTIOUS, cell, checked, checks, finding, quote, service

PLACEHOLDER = re.compile(r"\[[^\]]*\]")


def letters(of: Check, data: str = "content", purpose: str = "train-ai") -> tuple[Objection, ...]:
    return objections(Case(of, finding(of, data, purpose)))


def made(
    say: Say = Say.NO_SAY, purpose: str = "train-ai", policy: str = CAUTIOUS, **more: str
) -> tuple[Objection, ...]:
    return letters(checked(service([cell("content", purpose, say)], **more), policy), purpose=purpose)


def every_letter(of: Check, found: Finding) -> list[str]:
    return [a.letter.text for a in advise(of, found) if a.letter]


@given(checks)
def test_every_letter_holds_the_quote_that_the_finding_rests_on(of: Check) -> None:
    for found in of.conflicts:
        for statement in found.said.by[:1]:
            if statement.say is statement.cell.say:
                for letter in every_letter(of, found):
                    assert all(quoted(q.text) in letter for q in statement.cell.evidence)


@given(checks)
def test_every_letter_is_dated_and_signed_once_and_by_the_policys_name(of: Check) -> None:
    for found in of.findings:
        for letter in every_letter(of, found):
            unquoted = [line for line in letter.split("\n") if not line.startswith(">")]
            assert unquoted[-2:] == ["Ada Example", ""]
            assert unquoted.count("Ada Example") == 1
            assert "23 November 2026" in unquoted


@given(st.text(), st.text(), st.text(), st.text())
def test_no_quote_heading_title_or_name_can_break_a_letter(words: str, section: str, title: str, name: str) -> None:
    forged = f"{words}\n\nAda Example\n\nSubject: I agree\nTo you\r{words}"
    hostile = cell("content", "train-ai", Say.NO_SAY, quote(forged, section + forged))
    of = checked(service([hostile], title=title + forged, name=name or "x", source=name + forged, role="employee"))
    for letter in every_letter(of, finding(of)):
        unquoted = [line for line in letter.split("\n") if not line.startswith("> ")]
        assert [line for line in unquoted if line.startswith("Subject:")] == [unquoted[0]]
        assert unquoted[-2:] == ["Ada Example", ""]
        assert unquoted.count("Ada Example") == 1
        assert visible(letter) == letter


def test_a_letter_is_not_a_template_for_what_it_quotes() -> None:
    (first, *_) = letters(checked(service([cell("content", "train-ai", Say.NO_SAY, quote("{data} %s $name {0}"))])))
    assert "> {data} %s $name {0}" in first.letter.text


def test_a_letter_says_what_is_known_and_leaves_open_only_the_account() -> None:
    for objection in made():
        assert PLACEHOLDER.findall(objection.letter.text) == [ACCOUNT]
        for known in (
            "To Lantern Rooms",
            "In “Lantern Rooms Terms of Service”, section “4 Content”, you write:",
            "> We train our models with what you create.",
            "I do not accept this use.",
        ):
            assert known in objection.letter.text


@pytest.mark.parametrize(
    ("name", "title", "source", "to"),
    [
        ("Lantern", "Lantern Rooms Terms", "a.md", "Lantern"),
        ("Lantern Rooms Privacy Policy", "Lantern Rooms Privacy Policy", "a.md", "Lantern Rooms"),
        ("ZOOM TERMS OF SERVICE", "ZOOM TERMS OF SERVICE", "a.md", "Zoom"),
        ("/home/ada/zoom-tos.md", "", "/home/ada/zoom-tos.md", "Zoom"),
        ("/home/ada/terms.md", "", "/home/ada/terms.md", SERVICE),
    ],
)
def test_a_letter_goes_to_the_service_and_tells_it_nothing_of_the_senders_computer(
    name: str, title: str, source: str, to: str
) -> None:
    for objection in made(name=name, title=title, source=source):
        assert f"\nTo {to}\n" in objection.letter.text
        assert "/home/ada" not in objection.letter.text


def test_the_persons_own_words_are_in_the_letter() -> None:
    policy = '[accept.content]\ntrain-ai = { accept = "never", note = "calls with patients" }\n'
    for objection in made(policy='version = 1\nname = "Ada Example"\n' + policy):
        assert "My reason: calls with patients." in objection.letter.text
        assert "what a model has learnt" not in objection.letter.text


@pytest.mark.parametrize(
    ("say", "laws"),
    [
        (Say.NO_SAY, ["GDPR Article 21(1)", ""]),
        (Say.OPT_OUT, ["GDPR Article 21(1)", ""]),
        (Say.OPT_IN, ["GDPR Article 7(3)", ""]),
        (Say.LEAVE, ["GDPR Article 7(3) and 21(1)", ""]),
    ],
)
def test_what_is_done_without_consent_is_objected_to_and_a_consent_is_withdrawn(say: Say, laws: list[str]) -> None:
    assert [o.law for o in made(say)] == laws


def test_advertising_is_objected_to_without_any_grounds() -> None:
    gdpr, ccpa, plain = made(purpose="advertise")
    assert gdpr.law == "GDPR Article 21(2)"
    assert "grounds" not in gdpr.letter.text
    assert ccpa.law == "California Civil Code 1798.120"
    assert plain.law == ""


def test_californians_opt_out_of_sale_within_fifteen_business_days() -> None:
    _, ccpa, _ = made(purpose="share")
    assert "not to sell my personal information" in ccpa.letter.text
    assert "15 business days" in ccpa.letter.text
    assert "7026(f)" in ccpa.letter.text


def test_californians_limit_the_use_of_sensitive_data() -> None:
    of = checked(service([cell("sensitive", "train-ai", Say.NO_SAY)]))
    _, ccpa, _ = letters(of, "sensitive")
    assert "limit the use and disclosure of my sensitive personal information" in ccpa.letter.text
    assert "7027(g)" in ccpa.letter.text


def test_an_answer_is_asked_for_within_the_month_of_the_gdpr() -> None:
    gdpr, *_, plain = made()
    assert "within one month" in gdpr.letter.text
    assert "Article 12(3) GDPR" in gdpr.letter.text
    assert "GDPR" not in plain.letter.text
    assert "within 30 days" in plain.letter.text


def test_who_accepts_a_use_with_consent_asks_to_be_asked() -> None:
    for objection in made(policy='version = 1\n[accept]\n"*" = "opt-in"\n'):
        assert "I accept this use only if I agree to it first" in objection.letter.text
        assert "unless I have agreed to it first;" in objection.letter.text


def test_a_category_of_ones_own_is_called_as_its_policy_describes_it() -> None:
    policy = (
        'version = 1\n[categories]\n"content.audio.patients" = "recorded calls with patients"\n'
        '[accept]\n"*" = "no-say"\n"content.audio.patients" = "never"\n'
    )
    of = checked(service([cell("content", "train-ai", Say.NO_SAY)]), policy)
    assert "train AI models with recorded calls with patients" in letters(of, "content.audio.patients")[0].letter.text


def test_what_decides_for_participants_is_quoted_first() -> None:
    theirs = CellException("other:participants", Say.LEAVE, (quote("Hosts agree for participants.", "9 Hosts"),))
    grid = [cell("content", "train-ai", Say.OPT_IN, quote("Not without consent."), exceptions=[theirs])]
    (first, *_) = letters(checked(service(grid, role="employee")))
    assert first.letter.text.index("> Hosts agree for participants.") < first.letter.text.index(
        "> Not without consent."
    )
    assert "section “9 Hosts”" in first.letter.text


def test_where_another_document_promises_more_its_promise_is_quoted() -> None:
    terms = service([cell("content", "train-ai", Say.NO_SAY)])
    promise = cell("content", "train-ai", Say.NEVER, quote("We never train on what you create.", "1"))
    policy = service([promise], title="Lantern Rooms Privacy Policy", source="privacy.md")
    both = Service("Lantern Rooms", (*terms.readings, *policy.readings))
    (first, *_) = letters(checked(both))
    assert "Yet in “Lantern Rooms Privacy Policy”, section “1”, you promise more:" in first.letter.text
    assert "> We never train on what you create." in first.letter.text


def test_de_identified_data_are_meant_too() -> None:
    made_of = replace(cell("content", "train-ai", Say.NO_SAY), deidentified=True)
    (first, *_) = letters(checked(service([made_of])))
    assert "de-identified data only does not change my answer" in first.letter.text


@pytest.mark.parametrize("voice", [MINE, YOURS])
def test_every_word_of_the_vocabulary_has_words_for_people(voice: dict[str, str]) -> None:
    assert set(DATA) == set(data())
    for name in data():
        for purpose in purposes():
            assert called(name, voice, {}) in act(purpose, called(name, voice, {}))
            assert called(name, voice, {}) in doing(purpose, called(name, voice, {}))


def test_a_quote_of_several_lines_is_quoted_line_by_line() -> None:
    assert quoted("one\n\ntwo\rthree") == "> one\n> \n> two␍three"


def test_an_objection_in_advice_is_the_letter_and_names_its_law() -> None:
    of = checked(service([cell("content", "train-ai", Say.NO_SAY)]))
    found = finding(of)
    advice = [a for a in advise(of, found) if a.step is Step.OBJECTION]
    assert [a.letter for a in advice] == [o.letter for o in letters(of)]
    assert advice[0].source == "Lantern Rooms Terms of Service, 4 Content; GDPR Article 21(1)"


def test_letters_on_the_same_grounds_are_one_letter_that_asks_the_same_thing_once() -> None:
    of = checked(service([cell("content", "train-ai", Say.NO_SAY), cell("usage", "train-ai", Say.NO_SAY)]))
    every = [o.letter for data in ("content", "usage") for o in letters(of, data)]
    assert len(every) == 4
    gdpr, plain = together(every)
    assert gdpr.text.startswith("Subject: Objection: 2 uses of data about me\n")
    for one in every:
        assert all(says in f"{gdpr.text}{plain.text}" for point in one.points for says in point.says)
    assert gdpr.text.count("to take what you already hold out of such use") == 1
    assert gdpr.text.count("> We train our models with what you create.") == 1


@given(checks)
def test_together_no_use_and_no_quote_is_lost(of: Check) -> None:
    every = [a.letter for f in of.findings for a in advise(of, f) if a.letter]
    whole = together(every)
    assert len({letter.kind for letter in whole}) == len(whole)
    for letter in every:
        (one,) = [w for w in whole if w.kind == letter.kind]
        for point in letter.points:
            assert all(part in one.text for part in (*point.quotes, *point.says, *point.asks))
