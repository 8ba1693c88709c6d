"""A statement in plain sentences, in the first person: shared by its formats.

Every sentence is made from one part of the summary, and names exactly the uses of that part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sayso.decision import Verdict
from sayso.safe import one_line
from sayso.say import Say
from sayso.sharing.statement import Accepted, Part, SharingStatement, Span, spans
from sayso.vocabulary import ROWS

DATA = {
    "content": "what I create",
    "content.audio": "my speech and sound",
    "content.video": "my videos",
    "content.chat": "my messages and calls",
    "content.image": "my photos and pictures",
    "content.file": "my files",
    "content.screen": "my screen shares",
    "content.transcript": "transcripts and recordings of me",
    "content.prompt": "what I ask an AI",
    "content.post": "my posts and comments",
    "usage": "how I use a service",
    "usage.interaction": "what I do in a service",
    "usage.device": "my device and its address",
    "usage.diagnostic": "logs and crash reports",
    "usage.location": "where I am",
    "profile": "who I am",
    "profile.identity": "my name and identity",
    "profile.contact": "my addresses and numbers",
    "profile.payment": "my payments",
    "profile.demographic": "my age, gender, work and language",
    "profile.contacts": "the people I know",
    "sensitive": "my sensitive data",
    "sensitive.biometric": "my voiceprint and face",
    "sensitive.health": "my health",
}

PURPOSES = {
    "provide": "run the service",
    "secure": "guard against fraud and abuse",
    "comply": "obey the law",
    "improve": "develop or improve products",
    "personalise": "fit the service to me",
    "research": "do research",
    "train-ai": "train AI",
    "advertise": "advertise",
    "share": "give or sell it to others for their own purposes",
    "review": "have people read, hear or look at it",
    "monitor": "watch me at work",
}

#: Of uses that are named, and of all that are not named.
_NAMED: dict[Say | None, str] = {
    Say.NEVER: "I do not let anyone use {data} to {purposes}.",
    Say.OPT_IN: "Only if I agree first, and if saying no costs me nothing, may anyone use {data} to {purposes}.",
    Say.OPT_OUT: "As long as I can turn it off, anyone may use {data} to {purposes}.",
    Say.LEAVE: "Even where I can refuse only by leaving, or where someone else decides, anyone may use {data} "
    "to {purposes}.",
    Say.NO_SAY: "Without asking me, anyone may use {data} to {purposes}.",
    None: "I have not decided whether anyone may use {data} to {purposes}: ask me.",
}
_REST: dict[Say | None, str] = {
    Say.NEVER: "I do not let anyone make any {other}use of my data.",
    Say.OPT_IN: "Only if I agree first, and if saying no costs me nothing, may anyone make any {other}use of my data.",
    Say.OPT_OUT: "As long as I can turn it off, anyone may make any {other}use of my data.",
    Say.LEAVE: "Even where I can refuse only by leaving, or where someone else decides, anyone may make any "
    "{other}use of my data.",
    Say.NO_SAY: "Without asking me, anyone may make any {other}use of my data.",
    None: "I have not decided whether anyone may make any {other}use of my data: ask me.",
}
_SILENCE_NAMED = {
    Verdict.CONFLICT: "Where terms do not say whether they use {data} to {purposes}, I take that as something that I "
    "do not accept.",
    Verdict.ASK: "Where terms do not say whether they use {data} to {purposes}, ask me.",
    Verdict.FINE: "Where terms do not say whether they use {data} to {purposes}, I do not mind.",
}
_SILENCE_REST = {
    Verdict.CONFLICT: "Silence is not consent: where terms do not mention {a} use, I take that as something that I do "
    "not accept.",
    Verdict.ASK: "Silence is not consent: where terms do not mention {a} use, ask me.",
    Verdict.FINE: "Where terms do not mention {a} use, I do not mind.",
}


def title(statement: SharingStatement) -> str:
    """What the page is called."""
    return f"What {one_line(statement.name)} shares, and what not"


def sentences(statement: SharingStatement) -> list[str]:
    """What holds in general: a sentence for each part, and one for the rest."""
    summary = statement.summary
    named = [sentence(part, statement) for part in summary.parts]
    rest = _REST[summary.rest.least].format(other="other " if named else "")
    return [*named, _until(summary.rest.until, rest)]


def exceptions(statement: SharingStatement) -> list[tuple[str, list[str]]]:
    """What holds otherwise: the service, and its sentences with their last days."""
    return [(one_line(s.service), [sentence(part, statement) for part in s.parts]) for s in statement.addressed]


def silence(statement: SharingStatement) -> list[str]:
    """What it means that terms say nothing."""
    summary = statement.silence_summary
    named = [
        _SILENCE_NAMED[part.value].format(data=data(part.data, statement), purposes=purposes(part.purposes))
        for part in summary.parts
    ]
    return [*named, _SILENCE_REST[summary.rest].format(a="any other" if named else "a")]


def dated(statement: SharingStatement) -> str:
    """When this was said, and of which version of the policy."""
    version = f"Policy version {statement.version}, which changes whenever the policy does."
    return f"This is so on {day(statement.on)}. {version}"


def sentence(part: Part[Accepted], statement: SharingStatement) -> str:
    """One part in a sentence."""
    said = _NAMED[part.value.least].format(data=data(part.data, statement), purposes=purposes(part.purposes))
    return _until(part.value.until, said)


def data(names: Sequence[str], statement: SharingStatement) -> str:
    """`what I create (except my posts and comments), or who I am`: each with all that is under it."""
    every = spans(names, statement.data)
    if [span.data for span in every] == list(ROWS) and not any(span.but for span in every):
        return "any of my data"
    return alternatives([_span(span, statement) for span in every])


def purposes(names: Iterable[str]) -> str:
    """`train AI, or to advertise`."""
    return alternatives([PURPOSES[name] for name in names], "to ")


def alternatives(phrases: Sequence[str], again: str = "") -> str:
    """`a`, or `a; or b`, with a semicolon because the phrases themselves have commas."""
    *first, last = phrases
    return "; or ".join(filter(None, [f"; {again}".join(first), f"{again if first else ''}{last}"]))


def day(on: date) -> str:
    """`30 June 2027`."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _span(span: Span, statement: SharingStatement) -> str:
    but = " and ".join(_called(name, statement) for name in span.but)
    return f"{_called(span.data, statement)} (except {but})" if but else _called(span.data, statement)


def _called(name: str, statement: SharingStatement) -> str:
    return DATA.get(name) or f"“{one_line(statement.categories[name])}”"


def _until(end: date | None, said: str) -> str:
    if end is None:
        return said
    lower = said if said.startswith("I ") else said[:1].lower() + said[1:]
    return f"Until {day(end)}: {lower}"
