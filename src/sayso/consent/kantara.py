"""Kantara Consent Receipt v1.1 from the records of a person, and what is lost on the way.

The format knows consent that was given, and nothing else: no refusal, no withdrawal, no state. It has numbered
categories of its own; what they cannot tell apart is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sayso.consent.fact import Fact, How, Relation, Says
from sayso.consent.notice import Notice, Party
from sayso.consent.said import Said, said
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


def kantara(
    identifier: str, facts: Sequence[Fact], person: str, notices: Mapping[str, Notice], now: datetime
) -> Export:
    """What a person gives at this moment, as one Kantara receipt. `identifier`: its UUID, version 4."""
    everything = said(facts, {person}, now)
    mine = list({(one.feature.name, one.feature.version, one.use.name): one for one in everything}.values())
    given = [one for one in mine if one.says is Says.GIVEN]
    lost = _lost(mine, given)
    if not given:
        return Export(None, lost)
    last = max(given, key=lambda one: one.at)
    notice = notices[last.ask.notice]
    controllers = {asked.controller.id: asked.controller for asked in (notices[one.ask.notice] for one in given)}
    receipt = {
        "version": VERSION,
        "jurisdiction": notice.jurisdiction,
        "consentTimestamp": int(last.at.timestamp()),
        "collectionMethod": "asked by name for each use, with nothing chosen before",
        "consentReceiptID": identifier,
        "language": notice.said(last.use.name, last.language)[1],
        "piiPrincipalId": person,
        "piiControllers": [_controller(party) for party in controllers.values()],
        "policyUrl": notice.rights_at,
        "services": [_service(name, given, notices) for name in dict.fromkeys(one.feature.name for one in given)],
    }
    sensitive = sorted({_category(one.use.data) for one in given if row_of(one.use.data) == "sensitive"})
    return Export({**receipt, "sensitive": bool(sensitive), "spiCat": sensitive}, lost)


def _service(name: str, given: list[Said], notices: Mapping[str, Notice]) -> dict[str, Any]:
    uses = [one for one in given if one.feature.name == name]
    return {"service": name, "purposes": [_purpose(one, notices[one.ask.notice]) for one in uses]}


def _purpose(one: Said, notice: Notice) -> dict[str, Any]:
    use, third = one.use, ", ".join(party.name for party in notice.recipients)
    return {
        "purpose": notice.said(use.name, one.language)[0] or use.name,
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


def _lost(mine: list[Said], given: list[Said]) -> tuple[str, ...]:
    told = []
    against = [one for one in mine if one.says in (Says.REFUSED, Says.WITHDRAWN)]
    if against:
        silent = sum(one.how is How.SILENCE for one in against)
        by_silence = f", {silent} of them by silence" if silent else ""
        told.append(f"{len(against)} refused or withdrawn{by_silence}: the format has no field for that.")
    if given:
        told.append(
            "It does not say that training is told apart from other improvement, or which kind of content is used."
        )
        told.append(
            "It has no version or digest of the notice that was shown and no words of the terms, and cannot be told to"
            " have been withdrawn later."
        )
        told.append(_lost_relation(given))
    if len({one.ask.notice for one in given}) > 1:
        told.append("It was given under several notices: jurisdiction, policy and language are those of the last.")
    return tuple(told)


def _lost_relation(given: list[Said]) -> str:
    relations = ", ".join(sorted({str(one.relation) for one in given}))
    pressed = any(one.relation is Relation.EMPLOYER for one in given)
    also = ", nor that a yes to an employer is presumed not to be freely given" if pressed else ""
    return f"It does not say what whoever asked is to the person ({relations}){also}."


def _category(data: str) -> str:
    return _DATA.get(data) or _DATA[row_of(data)]
