"""A demonstration meeting: a host, three people, a summary that they can be asked about, and links to play them all."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.consent.fact import Kind, Relation
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.notice import Ground, Notice, Party
from sayso.say import Say
from sayso.web.desk import Desk
from sayso.web.links import HOST

_PEOPLE = ("Ada", "Ben", "Cem")
_TERMS = "Lantern Rooms (made up), terms of 2 May 2026"
_AUDIO, _CHAT = Use("content.audio", "provide"), Use("content.chat", "provide")
_TRAIN = Use("content.audio", "train-ai", needed=False)


@dataclass(frozen=True, slots=True)
class Demo:
    """The meeting, and the links to play it with, by name."""

    space: str
    host: str
    people: dict[str, str]


def open_demo(desk: Desk) -> Demo:
    """A new demonstration meeting. The features are declared the first time."""
    for feature, notice in _features(desk.settings.address):
        if feature.name not in desk.store.features:
            desk.store.features.add(feature)
        if (feature.name, feature.version) not in desk.store.notices:
            desk.store.notices.add(feature, notice)
    space = desk.rooms.open("meeting", "Weekly of the harbour team")
    now = desk.clock()
    links = {}
    for name in _PEOPLE:
        who = f"{name.lower()}@harbour.example"
        person = desk.rooms.join(space, who, name, Kind.PERSON, Relation.EMPLOYER)
        desk.store.opened.hand(space, person, now)
        links[name] = _address(desk, desk.links.link(space, person, now))
    return Demo(space, _address(desk, desk.links.link(space, HOST, now)), links)


def _address(desk: Desk, link: str) -> str:
    return f"{desk.settings.address}/open/{link}"


def _features(address: str) -> list[tuple[Feature, Notice]]:
    texts = {
        _AUDIO.name: "What you say is written down, and made into a summary of this meeting.",
        _CHAT.name: "What you write in the chat goes into the summary.",
        _TRAIN.name: "What you say is also used to train the speech models of Lantern Rooms.",
    }
    german = {
        _AUDIO.name: "Was Sie sagen, wird mitgeschrieben und zu einer Zusammenfassung dieses Gesprächs gemacht.",
        _CHAT.name: "Was Sie in den Chat schreiben, geht in die Zusammenfassung ein.",
        _TRAIN.name: "Was Sie sagen, trainiert auch die Sprachmodelle von Lantern Rooms.",
    }
    quote = "We use audio to train our models where you have chosen to share it."
    grounds = {_TRAIN.name: Ground(Say.OPT_IN, quote, "10.2 Use of Customer Content", _TERMS)}
    summary = Feature("summary", 1, (_AUDIO, _CHAT, _TRAIN), Mode.EACH)
    recording = Feature(
        "recording", 1, (Use("content.audio", "provide"), Use("content.video", "provide")), Mode.EVERYONE
    )
    film = {_AUDIO.name: "What you say is recorded.", "content.video provide": "Your camera's picture is recorded."}
    film_german = {
        _AUDIO.name: "Was Sie sagen, wird aufgenommen.",
        "content.video provide": "Das Bild Ihrer Kamera wird aufgenommen.",
    }
    return [
        (summary, _notice("demo-summary-1", address, texts, german, grounds)),
        (recording, _notice("demo-recording-1", address, film, film_german, {})),
    ]


def _notice(
    version: str, address: str, texts: dict[str, str], german: dict[str, str], grounds: dict[str, Ground]
) -> Notice:
    return Notice(
        version=version,
        date="2026-05-02",
        controller=Party(
            "https://harbour.example/", "Harbour Ltd (made up)", "privacy@harbour.example", "1 Quay, Cork"
        ),
        jurisdiction="IE",
        storage="IE",
        retention="P30D",
        withdraw_at=f"{address}/",
        rights_at="https://harbour.example/rights",
        recipients=(Party("https://lantern.example/", "Lantern Rooms (made up)", "privacy@lantern.example"),),
        texts=texts,
        grounds=grounds,
        translations={"de": german},
    )
