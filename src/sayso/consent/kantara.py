"""Kantara Consent Receipt v1.1 from the records of a person, and what is lost on the way.

The format knows consent that was given, and nothing else: no refusal, no withdrawal, no state. It has numbered
categories of its own; what they cannot tell apart is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sayso.consent.fact import Answered, Fact, Says, TurnedOn
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.state import state_at
from sayso.vocabulary import row_of

VERSION = "KI-CR-v1.1.0"

#: The receipt's numbered categories that are nearest to ours.
_PURPOSES = {
    "provide": "2 - Contracted Service",
    "personalise": "5 - Personalize Experience",
    "advertise": "6 - Marketing",
    "share": "7 - Marketing Third Parties",
    "comply": "12 - Legally Required Data Retention",
    "secure": "15 - Protecting Our Interests",
}
_OTHER_PURPOSE = "16 - Improve Performance"
_DATA = {
    "content": "4 - Communications/Social",
    "usage": "15 - Behavioral",
    "profile": "1 - Biographical",
    "profile.contact": "2 - Contact",
    "profile.payment": "7 - Financial",
    "sensitive": "6 - Health",
    "sensitive.biometric": "3 - Biometric",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A receipt in another format, and in sentences what that format could not say. `receipt` is None if nothing."""

    receipt: dict[str, Any] | None
    lost: tuple[str, ...]


def kantara(identifier: str, facts: Sequence[Fact], person: str, notices: dict[str, Notice], now: datetime) -> Export:
    """What a person gives at this moment, as one Kantara receipt. `identifier`: its UUID, version 4."""
    state = state_at(facts, now)
    features = {(f.feature.name, f.feature.version): f.feature for f in facts if isinstance(f, TurnedOn)}
    mine = [answer for (p, *_), answer in state.answers.items() if p == person]
    given = [answer for answer in mine if answer.says is Says.GIVEN]
    lost = _lost(mine, given)
    if not given:
        return Export(None, lost)
    notice = notices[state.asks[person, given[-1].feature, given[-1].version].notice]
    receipt = {
        "version": VERSION,
        "jurisdiction": notice.jurisdiction,
        "consentTimestamp": int(max(answer.at for answer in given).timestamp()),
        "collectionMethod": "asked by name for each use, with nothing chosen before",
        "consentReceiptID": identifier,
        "language": notice.language,
        "piiPrincipalId": person,
        "piiControllers": [_controller(notice.controller)],
        "policyUrl": notice.rights_at,
        "services": [_service(name, features, given, notice) for name in dict.fromkeys(a.feature for a in given)],
    }
    sensitive = sorted({_category(_use(a, features).data) for a in given if _row(a, features) == "sensitive"})
    return Export({**receipt, "sensitive": bool(sensitive), "spiCat": sensitive}, lost)


def _service(
    name: str, features: dict[tuple[str, int], Feature], given: list[Answered], notice: Notice
) -> dict[str, Any]:
    uses = [_use(answer, features) for answer in given if answer.feature == name]
    return {"service": name, "purposes": [_purpose(use, notice) for use in uses]}


def _purpose(use: Use, notice: Notice) -> dict[str, Any]:
    third = ", ".join(party.name for party in notice.recipients)
    return {
        "purpose": notice.texts.get(use.name) or use.name,
        "purposeCategory": [_PURPOSES.get(use.purpose, _OTHER_PURPOSE)],
        "consentType": "EXPLICIT",
        "piiCategory": [_category(use.data)],
        "primaryPurpose": use.needed,
        "termination": notice.retention,
        "thirdPartyDisclosure": bool(third),
        **({"thirdPartyName": third} if third else {}),
    }


def _controller(party: Party) -> dict[str, Any]:
    address = {"streetAddress": party.address}
    return {"piiController": party.name, "contact": party.name, "address": address, "email": party.email, "phone": ""}


def _lost(mine: list[Answered], given: list[Answered]) -> tuple[str, ...]:
    said = []
    if len(mine) > len(given):
        said.append(f"{len(mine) - len(given)} refused or withdrawn: the format has no field for that.")
    if given:
        said.append(
            "It does not say that training is told apart from other improvement, or which kind of content is used."
        )
        said.append("It has no version of the notice that was shown, and cannot be told to have been withdrawn later.")
    return tuple(said)


def _category(data: str) -> str:
    return _DATA.get(data) or _DATA[row_of(data)]


def _use(answer: Answered, features: dict[tuple[str, int], Feature]) -> Use:
    uses = features[answer.feature, answer.version].uses
    return next(use for use in uses if use.name == answer.use)


def _row(answer: Answered, features: dict[tuple[str, int], Feature]) -> str:
    return row_of(_use(answer, features).data)
