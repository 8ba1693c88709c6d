"""Consent records and receipts: ISO/IEC TS 27560 as W3C DPV 2.3 JSON-LD. A refusal is a record too.

After the Data Privacy Vocabularies' guide to 27560; its property for each field of the standard stands beside each
line. Only terms that DPV 2.3 has are used. Nothing here names a person but by the name that they have in one space.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Relation, Says, TurnedOn
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice, Party
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

_RECORD = "https://w3id.org/dpv/schema/dpv-27560#record"
_RECEIPT = "https://w3id.org/dpv/schema/dpv-27560#receipt"

_STATUS = {
    Says.GIVEN: ["dpv:ConsentGiven", "dpv:ExpressedConsent"],
    Says.REFUSED: ["dpv:ConsentRefused"],
    Says.WITHDRAWN: ["dpv:ConsentWithdrawn"],
}
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


def records(space: str, facts: Sequence[Fact], person: str, notices: dict[str, Notice]) -> list[dict[str, Any]]:
    """One record for each answer that a person gave in a space, in order; `notices` by version.

    An ask that was never answered is a record of the request (`dpv:ConsentRequested`).
    """
    features = {(f.feature.name, f.feature.version): f.feature for f in facts if isinstance(f, TurnedOn)}
    relation = next((f.relation for f in facts if isinstance(f, Joined) and f.person == person), Relation.UNKNOWN)
    answers = [f for f in facts if isinstance(f, Answered) and f.person == person]
    answered = {(a.feature, a.version, a.use) for a in answers}
    found = []
    for ask in (f for f in facts if isinstance(f, Asked) and f.person == person):
        feature, notice = features[ask.feature, ask.version], notices[ask.notice]
        for use in feature.uses:
            mine = [a for a in answers if (a.feature, a.version, a.use) == (ask.feature, ask.version, use.name)]
            found += [_record(space, feature, use, notice, relation, a) for a in mine]
            if (ask.feature, ask.version, use.name) not in answered:
                found.append(_record(space, feature, use, notice, relation, ask))
    return sorted(found, key=lambda r: str(r["dct:created"]))


def _record(
    space: str, feature: Feature, use: Use, notice: Notice, relation: Relation, event: Answered | Asked
) -> dict[str, Any]:
    name = str(uuid.uuid5(_NAMES, "|".join([space, event.person, feature.name, use.name, repr(event)])))
    person = f"urn:sayso:{space}:{event.person}"
    kinds = ["dpv:DataSubject", "dpv:Participant", *(["dpv:Employee"] if relation is Relation.EMPLOYER else [])]
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{name}",
        "@type": "dpv:ConsentRecord",
        "dct:identifier": name,  # record_id
        "dpv:hasIdentifier": name,
        "dct:created": _moment(event.at),
        "dct:conformsTo": {"@id": _RECORD},  # schema_version
        "dpv:hasDataSubject": {"@id": person, "@type": kinds},  # pii_principal_id
        "dpv:hasNotice": {  # privacy_notice, language
            "@id": f"urn:sayso:notice:{notice.version}",
            "@type": "dpv:ConsentNotice",
            "dct:date": notice.date,
            "dct:language": notice.languages if notice.translations else notice.language,
        },
        "dpv:hasJurisdiction": {"@id": f"loc:{notice.jurisdiction}"},
        "dpv:hasLegalBasis": {"@id": "eu-gdpr:A6-1-a"},
        "dpv:hasProcess": _process(feature, use, notice),
        "dpv:hasConsentControl": {  # withdrawal_method
            "@type": ["dpv:ProvideConsent", "dpv:WithdrawConsent"],
            "dpv:isExercisedAt": notice.withdraw_at,
        },
        "dpv:hasRight": {"@type": ["dpv:DataSubjectRight", "eu-gdpr:A7-3"], "dpv:isExercisedAt": notice.rights_at},
        "dpv:hasConsentStatus": _status(event, person),
        "dpv:hasEntity": [_entity(notice.controller, "dpv:DataController"), *_recipients(notice.recipients)],
    }


def _process(feature: Feature, use: Use, notice: Notice) -> dict[str, Any]:
    row = data().get(use.data) or data()[row_of(use.data)]
    purpose = _PURPOSE.get(use.purpose) or _short(purposes()[use.purpose].dpv)
    return {
        "@type": "dpv:Process",
        "dct:title": notice.texts.get(use.name) or f"{feature.name}: {use.name}",
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


def _status(event: Answered | Asked, person: str) -> dict[str, Any]:
    """event_state, event_time, entity_id, validity_duration and how it was expressed."""
    state, method, by = ["dpv:ConsentRequested"], "asked", person
    if isinstance(event, Answered):
        state, method = _STATUS[event.says], _METHOD[event.how]
        if event.by not in ("", event.person):
            by = f"{person.rpartition(':')[0]}:{event.by}"
    return {
        "@type": state,
        "dpv:isIndicatedBy": {"@id": by},
        "dpv:hasIndicationMethod": method,
        "dpv:isIndicatedAtTime": _moment(event.at),
        "dpv:hasDuration": {"@type": "dpv:UntilEventDuration", "rdf:value": "until it is withdrawn or answered anew"},
    }


_METHOD = {
    How.CLICKED: "a button pressed; nothing was chosen before, and yes and no were alike",
    How.STANDING: "the person's own sharing policy, which they can overrule at any time",
    How.SPOKEN: "spoken, and entered by the host",
    How.SILENCE: "no answer until the deadline",
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
