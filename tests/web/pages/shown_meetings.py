"""Meetings as the pages' tests show them: features, a notice with grounds, people, and what each page makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sayso.consent import desk
from sayso.consent.fact import Fact, Kind, Relation, Says
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.notice import Ground, Notice, Party
from sayso.consent.state import state_at
from sayso.say import Say
from sayso.web.pages.card import Card, cards
from sayso.web.pages.fields import Field, Fields
from sayso.web.pages.host import guests, items
from sayso.web.pages.render import render
from sayso.web.pages.site import HOST, PERSON, Site
from sayso.web.pages.texts import languages

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (AUDIO, Use("content.chat", "provide"), TRAIN))
RECORDING = Feature("recording", 1, (AUDIO, Use("content.video", "provide")), Mode.EVERYONE)
FEATURES = {"summary": SUMMARY, "recording": RECORDING}
PEOPLE = ("ada", "ben", "cem", "dee", "eve", "fay")
NOTICE = Notice(
    version="2026-05",
    date="2026-05-02",
    controller=Party("https://harbour.example/", "Harbour Ltd", "privacy@harbour.example", "1 Quay, Cork"),
    jurisdiction="IE",
    storage="IE",
    retention="P30D",
    withdraw_at="https://desk.harbour.example/mine",
    rights_at="https://harbour.example/rights",
    recipients=(Party("https://lantern.example/", "Lantern Rooms Inc", "privacy@lantern.example"),),
    texts={
        AUDIO.name: "Your speech is written down to make the summary of this meeting.",
        "content.chat provide": "What you write in the chat goes into the summary, too.",
        "content.video provide": "Your camera's picture is kept with the recording.",
        TRAIN.name: "Your speech is used to train the speech models of Lantern Rooms.",
    },
    grounds={
        AUDIO.name: Ground(
            Say.LEAVE,
            "The host decides whether a meeting is summarised. If you do not agree, you may leave the meeting.",
            "4.2 Assistive features",
            "Lantern Rooms, terms of 2 May 2026",
        ),
        TRAIN.name: Ground(
            Say.OPT_IN,
            "We will not use your speech to train our models without your consent.",
            "10.4 Training",
            "Lantern Rooms, terms of 2 May 2026",
        ),
    },
)
NOTICES = {(name, feature.version): NOTICE for name, feature in FEATURES.items()}
BY_VERSION = {NOTICE.version: NOTICE}


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def nobody_has_a_policy(_person: str, _use: Use) -> Says | None:
    return None


def meeting(people: Sequence[str] = PEOPLE, feature: Feature = SUMMARY) -> list[Fact]:
    """Everybody has come in, and the host has turned a feature on."""
    facts: list[Fact] = []
    for person in people:
        before = state_at(facts, after(-60))
        facts += desk.join(before, person, Kind.PERSON, Relation.EMPLOYER, NOTICES, nobody_has_a_policy)
    return facts + desk.turn_on(state_at(facts, START), feature, NOTICES, nobody_has_a_policy)


def say(facts: list[Fact], person: str, says: Says, at: float, feature: Feature = SUMMARY, **more: bool) -> list[Fact]:
    """The facts with a person's answer to every use."""
    every = {use.name: says for use in feature.uses}
    return facts + desk.answer(state_at(facts, after(at)), person, feature.name, feature.version, every, **more)  # type: ignore[arg-type]


def card_of(
    facts: Sequence[Fact], person: str = "ada", at: float = 20, notices: Mapping[str, Notice] = BY_VERSION
) -> list[Card]:
    return cards(facts, person, notices, after(at))


def card_page(
    facts: Sequence[Fact], person: str = "ada", at: float = 20, language: str = "en",
    notices: Mapping[str, Notice] = BY_VERSION, **more: str,
) -> str:  # fmt: skip
    """The card as HTML."""
    site = Site("/spaces/s/people/p", PERSON, "card", space=more.get("space", "Weekly"), name=more.get("name", "Ada"))
    found = [card for card in card_of(facts, person, at, notices) if card.on]
    words, nothing = languages()[language], {"link": None, "offered": False}
    return render("card.html", words, site=site, cards=found, now=after(at), host=more.get("host", "Grace"), **nothing)


def mine_page(facts: Sequence[Fact], person: str = "ada", at: float = 20, language: str = "en") -> str:
    """My answers as HTML."""
    site = Site("/spaces/s/people/p", PERSON, "mine", space="Weekly", name="Ada")
    found = card_of(facts, person, at)
    given = any(q.yes for card in found for q in card.questions)
    nothing = {"answers": None, "link": None, "links": (), "policy": "", "text": "", "wrong": ""}
    return render("mine.html", languages()[language], site=site, cards=found, given=given, **nothing)


def host_page(
    facts: Sequence[Fact], at: float = 20, language: str = "en", preview: str = "asks",
    features: Mapping[str, Feature] = FEATURES,
) -> str:  # fmt: skip
    """The host's page as HTML. Only for Ada was a link made."""
    found = items(facts, features, dict.fromkeys(features, preview), after(at))
    site = Site("/spaces/s/host", HOST, "host", space="Weekly")
    here = guests(facts, state_at(facts, after(at)), {person: person.title() for person in PEOPLE}, {"ada"})
    model = {
        "items": found,
        "now": after(at),
        "guests": here,
        "fields": Fields([Field(name) for name in ("name", "who", "relation")]),
        "devices": Fields([Field(name) for name in ("device", "number", "kind")]),
        "link": None,
        "over": False,
    }
    return render("host.html", languages()[language], site=site, **model)
