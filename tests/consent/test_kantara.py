"""The Kantara receipt: what was given, and a plain word on what the format cannot say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from notices import NOTICE
from test_receipts import AUDIO, NOTICES, START, TRAIN, answered

from sayso.consent import desk
from sayso.consent.fact import Answered, Asked, Fact, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.kantara import kantara
from sayso.consent.notice import Party
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


def test_it_says_what_is_lost_of_who_asked_of_the_notice_and_of_silence() -> None:
    lost = " ".join(kantara(ID, answered(), "p1", NOTICES, LATER).lost)
    assert "no version or digest of the notice" in lost
    assert "(employer), nor that a yes to an employer is presumed not to be freely given." in lost
    silent = kantara(ID, answered(), "p2", NOTICES, LATER)
    assert silent.lost == ("2 refused or withdrawn, 2 of them by silence: the format has no field for that.",)
    assert kantara(ID, answered(), "p2", NOTICES, START).lost == ()


def test_each_purpose_is_in_the_words_and_the_language_that_were_read_and_of_its_own_controller() -> None:
    def shown(fact: Fact) -> Fact:
        if isinstance(fact, Asked) and fact.feature == "notes":
            return replace(fact, notice="other")
        return replace(fact, language="de") if isinstance(fact, Answered) else fact

    facts = answered()
    notes = Feature("notes", 1, (Use("content.chat", "provide"),))
    state = state_at(facts, START + timedelta(seconds=20))
    facts += desk.turn_on(state, notes, {("notes", 1): NOTICE}, lambda _p, _u: None)
    says = {"content.chat provide": Says.GIVEN}
    facts += desk.answer(state_at(facts, START + timedelta(seconds=30)), "p1", "notes", 1, says)
    german = {"content.chat provide": "Was Sie schreiben, wird zusammengefasst."}
    elsewhere = Party("x:1", "Other", "o@x.example")
    other = replace(NOTICE, version="other", controller=elsewhere, translations={"de": german})
    export = kantara(ID, [shown(f) for f in facts], "p1", {**NOTICES, "other": other}, LATER)
    assert export.receipt is not None
    assert [c["piiController"] for c in export.receipt["piiControllers"]] == ["Harbour Ltd", "Other"]
    assert export.receipt["services"][1]["purposes"][0]["purpose"] == german["content.chat provide"]
    assert export.receipt["language"] == "de"
    assert "several notices" in export.lost[-1]


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
