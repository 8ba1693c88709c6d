"""The controls that a service's documents offer for a purpose, put together and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from sayso.safe import excerpt, one_line
from sayso.sharing.deadline import deadline
from sayso.sharing.service import Service
from sayso.terms.reading import Control

#: Kinds of control that are used by writing to somebody: an objection is what one writes.
WRITTEN = ("email", "request")

#: What to do, what to ask another to do, and how: by kind of control.
_KINDS = {
    "setting": (
        "Turn it off: the document offers a setting for it.",
        "turn it off in the settings",
        ("Open your settings.", "Turn it off."),
    ),
    "link": (
        "Refuse online: the document gives a page for it.",
        "refuse at the page for it",
        ("Open the page.", "Refuse there, and send or save it."),
    ),
    "form": (
        "Fill in the form that the document offers for it.",
        "fill in the form for it",
        ("Open the form.", "Fill it in, and send it."),
    ),
    "unsubscribe": (
        "Unsubscribe, as the document offers.",
        "unsubscribe",
        ("Open a message that they sent you.", "Use the link at its end to unsubscribe."),
    ),
    "cookies": (
        "Refuse in the cookie controls that the document offers.",
        "refuse in the cookie controls",
        ("Open the cookie controls of the site.", "Refuse all that is not necessary, in each browser that you use."),
    ),
    "device": (
        "Turn it off in your device, as the document says.",
        "turn it off in the devices",
        ("Open the settings of your device.", "Turn it off there, on each device that you use."),
    ),
    "signal": (
        "Let your browser say no: the document heeds a signal, such as Global Privacy Control.",
        "have the browsers send a signal, such as Global Privacy Control",
        ("Turn the signal on in your browser, or use a browser that has it.", "Visit the site once, signed in."),
    ),
    "email": ("Write to them.", "write to them", ()),
    "request": ("Ask them.", "ask them", ()),
}
#: From what takes one press to what takes a letter.
_ORDER = {kind: number for number, kind in enumerate(_KINDS)}
_OTHERWISE = ("Use the control that the document offers.", "use the control that the document offers", ())

_LIMITS = {
    "region": "It is for people in some regions only; the document says which.",
    "plan": "It is for some plans only; the document says which.",
    "participants": "It is for participants.",
    "feature": "It is for one feature only.",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to say no that a document offers.

    `who`: as for controls. `where`: setting, page or address, or empty. `what`: to the reader; `wish`: to another.
    `until`: the last day, if the quote or its section gives one. `document`: its source.
    """

    kind: str
    who: str
    where: str
    what: str
    wish: str
    how: tuple[str, ...]
    limits: tuple[str, ...]
    until: str
    document: str
    section: str


def offers(service: Service, purpose: str) -> list[Offer]:
    """The controls for a purpose, each once: for everybody first, then what is limited.

    What one sentence offers in several places (a setting, and a page about it) is one offer, and so is what several
    sentences say of one place.
    """
    one_quote: dict[tuple[str, int, str, str], Offer] = {}
    for document, control in service.controls(purpose):
        key = (document, control.quote.start, control.who, control.scope)
        offer = _offer(document, control)
        if (known := one_quote.get(key)) is None:
            one_quote[key] = offer
        elif offer.where and offer.where not in known.where:
            one_quote[key] = replace(known, where=", ".join(filter(None, [known.where, offer.where])))
    return _distinct(sorted(one_quote.values(), key=lambda o: (bool(o.limits), _ORDER.get(o.kind, len(_ORDER)))))


def _distinct(every: Iterable[Offer]) -> list[Offer]:
    seen: dict[tuple[str, str, tuple[str, ...]], Offer] = {}
    for offer in every:
        seen.setdefault((offer.where or offer.kind, offer.who, offer.limits), offer)
    return list(seen.values())


@lru_cache(maxsize=2048)
def _offer(document: str, control: Control) -> Offer:
    what, wish, how = _KINDS.get(control.kind, _OTHERWISE)
    where, section = excerpt(control.target, 300), excerpt(control.quote.section, 200)
    limits = _LIMITS.get(control.scope, f"It is limited to: {one_line(control.scope)}.") if control.scope else ""
    until = deadline(control.quote.text) or deadline(control.quote.section)
    wish = f"{wish}{f': {where}' if where else ''}{f' (see section “{section}”)' if section else ''}."
    return Offer(
        control.kind, control.who, where, what, wish, how, (limits,) if limits else (), until, document, section
    )
