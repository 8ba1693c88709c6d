"""Consent records and receipts: ISO/IEC TS 27560 as W3C DPV 2.3 JSON-LD. A refusal is a record too.

After the Data Privacy Vocabularies' guide to 27560; its property for each field of the standard stands beside each
line. Only terms that DPV 2.3 has are used. Nothing here names a person but by the name that they have in one space.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime
from typing import Any

from sayso.consent.fact import Fact, How, Relation, Says
from sayso.consent.notice import Ground, Notice, Party
from sayso.consent.notice_json import canonical, digest
from sayso.consent.said import Said, said
from sayso.vocabulary import data, purposes, row_of

#: The terms that records use. Inline, so that nothing is fetched to read one.
CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "ai": "https://w3id.org/dpv/ai#",
    "tech": "https://w3id.org/dpv/tech#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
#: Names of records are made of what they record, so that the same record is always the same.
_NAMES = uuid.UUID("8c0d1f0e-58a5-5d0e-9b7e-6f1f3d4c2a10")

_NOTICE = "urn:sayso:notice:"
_RECORD = "https://w3id.org/dpv/schema/dpv-27560#record"
_RECEIPT = "https://w3id.org/dpv/schema/dpv-27560#receipt"

_STATUS = {
    None: ["dpv:ConsentRequested"],
    Says.GIVEN: ["dpv:ConsentGiven", "dpv:ExpressedConsent"],
    Says.REFUSED: ["dpv:ConsentRefused"],
    Says.WITHDRAWN: ["dpv:ConsentWithdrawn"],
}
#: What somebody is whom an employer or a teacher asks.
_KIND = {Relation.EMPLOYER: ["dpv:Employee"], Relation.TEACHER: ["dpv:Student"]}
#: The purpose of a use, where the vocabulary's word is a kind of processing and no purpose to DPV.
_PURPOSE = {
    "train-ai": "dpv:ImproveExistingProductsAndServices",
    "review": "dpv:ServiceOptimisation",
    "provide": "dpv:RequestedServiceProvision",
}
_PROCESSING = {"train-ai": "ai:ModelTraining", "share": "dpv:Share", "provide": "dpv:Record"}


def receipt(records: Sequence[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """A receipt that wraps records (27560, 6.2: what the person holds)."""
    inside = [{k: v for k, v in record.items() if k != "@context"} for record in records]
    name = str(uuid.uuid5(_NAMES, "|".join([*(r["dct:identifier"] for r in records), _moment(now)])))
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{name}",
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": name,
        "dpv:hasIdentifier": name,
        "dct:conformsTo": {"@id": _RECEIPT},
        "dct:created": _moment(now),
        "dpv:hasRecordOfActivity": inside,
    }


def export(
    space: str, records: Sequence[dict[str, Any]], shown: Mapping[str, Notice], end: tuple[int, str], now: datetime
) -> dict[str, Any]:
    """All records of a space, for who has to prove them.

    With each notice that is named in them, as the JSON that its digest is of, and with the end of the space's chain:
    how many facts it had, and the digest of the last, as in a head (see `sayso.consent.head`).
    """
    wrapped = receipt(records, now)
    named = {record["dpv:hasNotice"]["dct:identifier"].removeprefix(_NOTICE) for record in records}
    return {
        **wrapped,
        "@type": "dpv:RecordsOfActivities",
        "dct:conformsTo": {"@id": _RECORD},
        "dct:subject": {"@id": f"urn:sayso:{space}"},
        "chain": {"facts": end[0], "digest": end[1]},
        "notices": {version: canonical(notice) for version, notice in shown.items() if version in named},
    }


def records(
    space: str, facts: Sequence[Fact], people: Set[str], notices: Mapping[str, Notice], now: datetime
) -> list[dict[str, Any]]:
    """One record for each answer that these people gave in a space up to a moment, in order; `notices` by version.

    Silence at the deadline is the record of a refusal; an ask that there is still time for is one of the request
    (`dpv:ConsentRequested`).
    """
    return [_record(space, one, notices[one.ask.notice]) for one in said(facts, people, now)]


def _record(space: str, one: Said, notice: Notice) -> dict[str, Any]:
    who = one.ask.person
    which = [space, who, one.feature.name, str(one.feature.version), one.use.name, one.at.isoformat()]
    name = str(uuid.uuid5(_NAMES, "|".join([*which, str(one.says), str(one.how)])))
    person = f"urn:sayso:{space}:{who}"
    kinds = ["dpv:DataSubject", "dpv:Participant", *_KIND.get(one.relation, [])]
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{name}",
        "@type": "dpv:ConsentRecord",
        "dct:identifier": name,  # record_id
        "dpv:hasIdentifier": name,
        "dct:created": _moment(one.at),
        "dct:conformsTo": {"@id": _RECORD},  # schema_version
        "dpv:hasDataSubject": {"@id": person, "@type": kinds},  # pii_principal_id
        # Whoever asks. It has no name, for what they were to the person may be another in the next record.
        "dpv:hasActiveEntity": {"@type": "dpv:Entity", "dpv:hasRelationWithDataSubject": str(one.relation)},
        "dpv:hasNotice": _notice(one, notice),
        "dpv:hasJurisdiction": {"@id": f"loc:{notice.jurisdiction}"},
        "dpv:hasLegalBasis": {"@id": f"eu-gdpr:{notice.legal_basis}"},
        "dpv:hasProcess": _process(one, notice),
        "dpv:hasConsentControl": {  # withdrawal_method
            "@type": ["dpv:ProvideConsent", "dpv:WithdrawConsent"],
            "dpv:isExercisedAt": notice.withdraw_at,
        },
        "dpv:hasRight": {"@type": ["dpv:DataSubjectRight", "eu-gdpr:A7-3"], "dpv:isExercisedAt": notice.rights_at},
        "dpv:hasConsentStatus": _status(space, one, notice),
        "dpv:hasEntity": [_entity(notice.controller, "dpv:DataController"), *_recipients(notice.recipients)],
    }


def _notice(one: Said, notice: Notice) -> dict[str, Any]:
    """privacy_notice, language: which one it was, to the byte, and what of it stood beside this question."""
    text, language = notice.said(one.use.name, one.language)
    languages = notice.languages if notice.translations else notice.language  # where it was not kept which it was
    found = {
        "@type": "dpv:ConsentNotice",
        "dct:identifier": _NOTICE + notice.version,
        "dct:date": notice.date,
        "dct:language": language if one.language else languages,
        "schema:sha256": digest(notice),
        **({"schema:text": text} if text else {}),
    }
    ground = notice.grounds.get(one.use.name)
    return {**found, **({"dct:references": _ground(ground)} if ground else {})}


def _ground(ground: Ground) -> dict[str, Any]:
    """What the terms say, in their own words, and the level of say that this leaves."""
    given = {"schema:text": ground.quote, "dct:title": ground.section, "dct:source": ground.source}
    kept = {name: value for name, value in given.items() if value}
    return {"@type": "schema:Quotation", "dct:type": str(ground.say), **kept}


def _process(one: Said, notice: Notice) -> dict[str, Any]:
    use = one.use
    row = data().get(use.data) or data()[row_of(use.data)]
    purpose = _PURPOSE.get(use.purpose) or _short(purposes()[use.purpose].dpv)
    text, _ = notice.said(use.name, one.language)
    return {
        "@type": "dpv:Process",
        "dct:title": text or f"{one.feature.name}: {use.name}",
        "dpv:hasPurpose": {"@id": purpose},
        "dpv:hasNecessity": {"@id": "dpv:Required" if use.needed else "dpv:Optional"},
        "dpv:hasPersonalData": {"@id": _short(row.dpv)},  # pii_type
        "dpv:hasProcessing": {"@id": _PROCESSING.get(use.purpose, "dpv:Use")},  # processing_method
        "dpv:hasDataController": {"@id": notice.controller.id},
        "dpv:hasRecipient": [{"@id": party.id} for party in (notice.controller, *notice.recipients)],
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageLocation", "dpv:hasLocation": {"@id": f"loc:{notice.storage}"}},
            {
                "@type": "dpv:StorageDuration",
                "dpv:hasDuration": {"@type": "dpv:TemporalDuration", "rdf:value": notice.retention},
            },
        ],
    }


def _status(space: str, one: Said, notice: Notice) -> dict[str, Any]:
    """event_state, event_time, entity_id, validity_duration and how it was expressed."""
    pressed = one.says is Says.GIVEN and one.relation is Relation.EMPLOYER
    return {
        "@type": _STATUS[one.says],
        "dpv:isIndicatedBy": {"@id": f"urn:sayso:{space}:{one.by}"},
        "dpv:hasIndicationMethod": _METHOD[one.how],
        "dpv:isIndicatedAtTime": _moment(one.at),
        "dpv:hasDuration": {"@type": "dpv:UntilEventDuration", "rdf:value": "until it is withdrawn or answered anew"},
        **(_presumed(notice) if pressed else {}),
    }


def _presumed(notice: Notice) -> dict[str, Any]:
    """That a yes to an employer is presumed not to be free, and what the controller has to say to that."""
    why: list[dict[str, Any]] = [{"dct:description": _NOT_FREE, "dct:source": f"{_GUIDELINES}, paragraph 21"}]
    if notice.costs_nothing:
        by = {"dct:creator": {"@id": notice.controller.id}}
        why.append({**by, "dct:description": notice.costs_nothing, "dct:source": f"{_GUIDELINES}, paragraph 22"})
    justified = [{"@type": "dpv:Justification", **one} for one in why]
    return {"dpv:hasLawfulness": {"@id": "dpv:LawfulnessUnknown"}, "dpv:hasJustification": justified}


_GUIDELINES = "EDPB, Guidelines 05/2020 on consent under Regulation 2016/679, version 1.1"
_NOT_FREE = (
    "The one who asks is the employer of the person, or acts for them. Because of this imbalance of power, a consent is"
    " presumed not to be freely given (GDPR, Art. 4(11), recital 43)."
)
_METHOD = {
    None: "asked",
    How.CLICKED: "a button pressed; nothing was chosen before, and yes and no were alike",
    How.STANDING: "the person's own sharing policy, which they can overrule at any time",
    How.SPOKEN: "spoken, and entered by the host",
    How.IN_PERSON: "ended by the desk: the person came, and answers for themselves",
    How.SILENCE: "no answer until the deadline: silence is no consent, and counts as a refusal",
    How.DEVICE: "a device that cannot be asked",
    How.ERASED: "who the person is was erased, and every yes ended with it",
}


def _entity(party: Party, kind: str) -> dict[str, Any]:
    """party_id, party_name, party_contact, party_address, party_type."""
    return {
        "@id": party.id,
        "@type": kind,
        "dpv:hasIdentifier": party.id,
        "dpv:hasName": party.name,
        "dpv:hasContact": party.email,
        **({"dpv:hasAddress": party.address} if party.address else {}),
    }


def _recipients(parties: Iterable[Party]) -> list[dict[str, Any]]:
    return [_entity(party, "dpv:Recipient") for party in parties]


def _short(iri: str) -> str:
    """`dpv:Advertising` for its full IRI."""
    prefix, base = max(((p, b) for p, b in CONTEXT.items() if iri.startswith(b)), key=lambda pair: len(pair[1]))
    return f"{prefix}:{iri[len(base) :]}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
