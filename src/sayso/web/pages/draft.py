"""A notice as the fields of a form: what is written in them, what is wrong with it, and the notice that it makes. Pure.

A field is named by where it stands in the notice, as in `controller/email` or `recipients/0/name`; sentences by
language and use, as in `texts/de/content.audio provide`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from sayso.consent.feature import Feature
from sayso.consent.notice import Notice, Party
from sayso.web.declared import NewNotice

#: The fields that must be filled in, beside the sentences.
_REQUIRED = (
    "version", "date", "controller/name", "controller/email", "controller/id", "jurisdiction", "storage",
    "retention/number", "retention/unit", "withdraw_at", "rights_at", "legal_basis",
)  # fmt: skip
_PLAIN = ("withdraw_at", "rights_at", "legal_basis", "costs_nothing")
_PARTY, _GROUND = ("name", "email", "id"), ("say", "quote", "section", "source")
#: How many more recipients can be written down than there are, and how many there can be.
_MORE, _MOST = 3, 20
_RECIPIENT = re.compile(r"recipients/([0-9]{1,2})/[a-z]+")
_RETENTION = re.compile(r"P([0-9]+)([DWMY])")
#: What is wrong with a field that does not look as it should, by the last part of its name.
_WRONG = {
    "id": "no_uri", "withdraw_at": "no_address", "rights_at": "no_address", "jurisdiction": "no_country",
    "storage": "no_country", "number": "no_number", "unit": "no_choice", "date": "no_date", "say": "no_choice",
    "legal_basis": "no_choice",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """`values`: what is written, by field. `wrong`: what is wrong, as keys of the texts. `notice`: if nothing is."""

    values: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)
    notice: NewNotice | None = None

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def fault(self, name: str) -> str:
        """What is wrong with a field; nothing, mostly."""
        return self.wrong.get(name, "")

    @property
    def recipients(self) -> range:
        """The places for recipients: up to the last that is filled in, and some more."""
        filled = [int(n[1]) for name, value in self.values.items() if value and (n := _RECIPIENT.fullmatch(name))]
        return range(min(max(filled, default=-1) + 1 + _MORE, _MOST))


def draft_of(notice: Notice) -> Draft:
    """What a notice says, written into the fields: the next one mostly says the same. It has no version yet."""
    retention = _RETENTION.fullmatch(notice.retention)
    values = {name: getattr(notice, name) for name in ("jurisdiction", "storage", *_PLAIN)}
    values |= {"retention/number": retention[1], "retention/unit": retention[2]} if retention else {}
    values |= _party("controller", notice.controller)
    for n, party in enumerate(notice.recipients):
        values |= _party(f"recipients/{n}", party)
    for language, texts in {notice.language: notice.texts, **notice.translations}.items():
        values |= {f"texts/{language}/{use}": text for use, text in texts.items()}
    for use, ground in notice.grounds.items():
        values |= {f"grounds/{use}/{part}": str(getattr(ground, part)) for part in _GROUND}
    return Draft(values)


def read(values: Mapping[str, str], feature: Feature, languages: Sequence[str]) -> Draft:
    """What was written, with the notice for a feature that it makes, or with what is wrong.

    The notice's own language is the first of `languages` in which anything is said. Where anything is, all is.
    """
    draft, uses = Draft(values), [use.name for use in feature.uses]
    spoken = [c for c in languages if any(draft[f"texts/{c}/{use}"] for use in uses)] or languages[:1]
    own = spoken[0]
    places = [n for n in draft.recipients if any(draft[f"recipients/{n}/{part}"] for part in _PARTY)]
    wrong = {name: "missing" for name in _required(draft, uses, spoken, places) if not draft[name]}
    body = _body(draft, uses, own, places) | {"feature": feature.name}
    body["translations"] = {c: texts for c in languages if c != own and (texts := _texts(draft, c, uses))}
    try:
        notice = NewNotice.model_validate_json(json.dumps(body))
    except ValidationError as error:
        for place in (e["loc"] for e in error.errors(include_url=False, include_context=False, include_input=False)):
            name = _name(place, own, places)
            wrong.setdefault(name, _WRONG.get(name.rpartition("/")[2], "no_line"))
        return Draft(values, wrong)
    return Draft(values, wrong, None if wrong else notice)


def _required(draft: Draft, uses: Collection[str], spoken: Collection[str], places: Collection[int]) -> list[str]:
    found = [*_REQUIRED, *(f"texts/{language}/{use}" for language in spoken for use in uses)]
    found += [f"recipients/{n}/{part}" for n in places for part in _PARTY]
    return found + [f"grounds/{u}/say" for u in uses if any(draft[f"grounds/{u}/{part}"] for part in _GROUND)]


def _body(draft: Draft, uses: Collection[str], own: str, places: Collection[int]) -> dict[str, Any]:
    def parts(at: str, *names: str) -> dict[str, str]:
        return {name: draft[f"{at}/{name}"] for name in names}

    return {
        **{name: draft[name] for name in ("version", "date", *_PLAIN)},
        **{name: draft[name].upper() for name in ("jurisdiction", "storage")},
        "controller": parts("controller", *_PARTY, "address"),
        "retention": f"P{draft['retention/number']}{draft['retention/unit']}",
        "language": own,
        "recipients": [parts(f"recipients/{n}", *_PARTY) for n in places],
        "texts": _texts(draft, own, uses),
        "grounds": {use: parts(f"grounds/{use}", *_GROUND) for use in uses if draft[f"grounds/{use}/say"]},
    }


def _texts(draft: Draft, language: str, uses: Collection[str]) -> dict[str, str]:
    """The sentences of one language, each on one line."""
    return {use: " ".join(said.split()) for use in uses if (said := draft[f"texts/{language}/{use}"])}


def _name(place: tuple[int | str, ...], own: str, places: Sequence[int]) -> str:
    """The field of a place in the notice."""
    match place:
        case ("retention", *_):
            return "retention/number"
        case ("texts", use, *_):
            return f"texts/{own}/{use}"
        case ("translations", language, use, *_):
            return f"texts/{language}/{use}"
        case ("recipients", int(n), part, *_):
            return f"recipients/{places[n]}/{part}"
    return "/".join(map(str, place))


def _party(at: str, party: Party) -> dict[str, str]:
    return {f"{at}/{part}": getattr(party, part) for part in (*_PARTY, "address")}
