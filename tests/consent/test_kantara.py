"""The Kantara receipt: what was given, and a plain word on what the format cannot say."""

from __future__ import annotations

from datetime import timedelta

from notices import NOTICE
from test_receipts import AUDIO, NOTICES, START, TRAIN, answered

from sayso.consent import desk
from sayso.consent.fact import Says
from sayso.consent.kantara import kantara
from sayso.consent.state import state_at

ID = "0f0ad4f1-67f1-4b61-8c9d-2f4c2a3c7f10"
LATER = START + timedelta(minutes=5)


def test_it_holds_what_was_given_and_says_that_refusals_are_lost() -> None:
    export = kantara(ID, answered(), "p1", NOTICES, LATER)
    assert export.receipt is not None
    (service,) = export.receipt["services"]
    (purpose,) = service["purposes"]
    assert purpose["purpose"] == NOTICE.texts[AUDIO.name]
    assert (purpose["thirdPartyDisclosure"], purpose["thirdPartyName"]) == (True, "Lantern Rooms Inc")
    assert export.receipt["consentTimestamp"] == int(START.timestamp()) + 5
    assert export.lost[0].startswith("1 refused or withdrawn")


def test_every_field_that_must_be_there_is() -> None:
    receipt = kantara(ID, answered(), "p1", NOTICES, LATER).receipt
    assert receipt is not None
    must = "version jurisdiction consentTimestamp collectionMethod consentReceiptID piiPrincipalId piiControllers"
    for key in [*must.split(), "policyUrl", "services", "sensitive"]:
        assert key in receipt
    assert set(receipt["piiControllers"][0]) >= {"piiController", "contact", "address", "email", "phone"}


def test_what_was_withdrawn_is_not_in_it() -> None:
    facts = answered()
    facts += desk.answer(state_at(facts, START + timedelta(minutes=1)), "p1", "summary", 1, {AUDIO.name: Says.REFUSED})
    export = kantara(ID, facts, "p1", NOTICES, LATER)
    assert export.receipt is None
    assert export.lost == ("2 refused or withdrawn: the format has no field for that.",)
    assert kantara(ID, facts, "p1", NOTICES, START + timedelta(seconds=30)).receipt is not None


def test_training_is_never_passed_off_as_the_service() -> None:
    facts = answered()
    facts += desk.answer(state_at(facts, START + timedelta(minutes=1)), "p1", "summary", 1, {TRAIN.name: Says.GIVEN})
    receipt = kantara(ID, facts, "p1", NOTICES, LATER).receipt
    assert receipt is not None
    categories = {p["purpose"]: p["purposeCategory"] for p in receipt["services"][0]["purposes"]}
    assert categories[NOTICE.texts[TRAIN.name]] == ["16 - Improve Performance"]
