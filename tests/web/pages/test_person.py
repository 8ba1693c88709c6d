"""A person's pages: answering, keeping off, withdrawing, coming back, and the proof."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient
from visiting import HERE, World, forms, home, path_of, post

from sayso.consent.fact import How, Says
from sayso.consent.signing import public_keys, verify


def test_an_answer_is_given_by_one_form_and_comes_back_to_where_it_was_asked(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    for action, fields, _ in forms(ada.get(home(ada)).text)[1:]:
        back = post(ada, action, {**fields, "says": "refused"})
        assert f'id="{back.url.fragment}"' in back.text
    assert asked.standing("Ada") == {Says.REFUSED}
    answers = asked.desk.rooms.state(asked.demo.space).answers
    assert {answer.how for answer in answers.values()} == {How.CLICKED}


@pytest.mark.parametrize(
    "wrong",
    [
        {"says": "maybe"},
        {"says": ""},
        {"use": "content.video train-ai"},
        {"version": "2"},
        {"version": "one"},
        {"version": "1" * 5000},
        {"feature": "recording"},
        {"feature": "<script>"},
    ],
)
def test_a_form_that_was_altered_changes_nothing_and_says_so(asked: World, wrong: dict[str, str]) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    action, fields, _ = forms(ada.get(home(ada)).text)[1]
    refused = post(ada, action, {**fields, "says": "given", **wrong})
    assert refused.status_code in (404, 409, 422)
    assert "Nothing was changed" in refused.text or "nothing here for you" in refused.text
    assert "<script>" not in refused.text
    assert asked.standing("Ada") == set()


def test_a_form_without_its_fields_is_refused(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    for path in ("/answer", "/keep-off"):
        assert post(ada, home(ada) + path).status_code == 422
    too_many = {f"n{n}": "x" for n in range(100)}
    assert post(ada, home(ada) + "/answer", too_many).status_code == 400
    assert post(ada, home(ada) + "/answer", {"says": "x" * 100_000}).status_code == 413


def test_keeping_off_refuses_all_and_the_host_is_told_of_a_policy(asked: World) -> None:
    ada, host = asked.browser(asked.demo.people["Ada"]), asked.browser(asked.demo.host)
    action, fields, _ = forms(ada.get(home(ada)).text)[0]
    assert "because you asked for it" in post(ada, action, fields).text
    asked.now += timedelta(seconds=91)
    seen = host.get(home(host)).text
    assert "By policy." in seen
    assert "Ada asked" not in seen


def test_withdrawing_all_is_one_press(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    for action, fields, _ in forms(ada.get(home(ada)).text)[1:]:
        post(ada, action, {**fields, "says": "given"})
    assert asked.standing("Ada") == {Says.GIVEN}
    page = ada.get(home(ada) + "/answers").text
    action = next(action for action, _, inside in forms(page) if "Withdraw every yes" in inside)
    assert "You withdrew your yes." in post(ada, action).text
    assert asked.standing("Ada") == {Says.WITHDRAWN}


def test_a_receipt_is_downloaded_and_verifies_with_the_keys_that_are(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    got = ada.get(home(ada) + "/receipt")
    assert got.headers["content-disposition"] == 'attachment; filename="sayso-receipt.jws"'
    assert ada.get(home(ada) + "/keys").json() == public_keys(asked.store.keys.all())
    assert verify(got.text, ada.get(home(ada) + "/keys").json())


def test_a_person_comes_back_next_year_by_a_link_of_their_own_and_withdraws(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    for action, fields, _ in forms(ada.get(home(ada)).text)[1:]:
        post(ada, action, {**fields, "says": "given"})
    link = re.search(r'readonly[^>]* value="([^"]+)"', post(ada, home(ada) + "/way-back").text)
    assert link
    asked.now += timedelta(days=365)
    assert ada.get(home(ada)).status_code == 401
    later = asked.browser(link[1])
    post(later, home(later) + "/withdraw")
    assert asked.standing("Ada") == {Says.WITHDRAWN}
    assert post(TestClient(asked.app, HERE), link[1]).status_code == 403


def test_a_way_back_is_offered_on_the_card_from_the_first_answer_until_there_is_one(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    offer = "Make a link to come back with"
    assert offer not in ada.get(home(ada)).text
    action, fields, _ = forms(ada.get(home(ada)).text)[1]
    page = post(ada, action, {**fields, "says": "refused"}).text
    assert offer in page
    assert offer in ada.get(home(ada) + "/answers").text
    action, fields, _ = next(form for form in forms(page) if offer in form[2])
    made = post(ada, action, fields)
    assert "What may be used of you?" in made.text
    assert re.search(r'readonly value="[^"]+/open/[^"]+"', made.text)
    assert offer not in ada.get(home(ada)).text
    assert offer in ada.get(home(ada) + "/answers").text


def test_a_silence_is_no_first_answer(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    asked.now += timedelta(seconds=91)
    assert "Make a link to come back with" not in ada.get(home(ada)).text


def test_before_anything_was_asked_there_is_no_receipt(world: World) -> None:
    ada = world.browser(world.demo.people["Ada"])
    assert ada.get(home(ada) + "/receipt").status_code == 404


def test_each_reads_the_notice_in_their_language_and_the_record_says_in_which(asked: World) -> None:
    english, german = asked.browser(asked.demo.people["Ada"]), asked.browser(asked.demo.people["Ben"], "de")
    assert "What you write in the chat goes into the summary." in english.get(home(english)).text
    page = german.get(home(german)).text
    assert '<p class="sentence" lang="de" dir="auto">Was Sie in den Chat schreiben' in page
    assert "What you write" not in page
    signed, keys = german.get(home(german) + "/receipt").text, german.get(home(german) + "/keys").json()
    assert verify(signed, keys)["dpv:hasRecordOfActivity"][0]["dpv:hasNotice"]["dct:language"] == ["en", "de"]
    for browser in (english, german):
        for action, fields, _ in forms(browser.get(home(browser)).text):
            if action.startswith(path_of(home(browser)).partition("?")[0] + "/answer"):
                post(browser, action, {**fields, "says": "refused"})
    for browser, language, words in ((english, "en", "What you write"), (german, "de", "Was Sie")):
        found = verify(browser.get(home(browser) + "/receipt").text, keys)["dpv:hasRecordOfActivity"]
        assert {record["dpv:hasNotice"]["dct:language"] for record in found} == {language}
        assert any(record["dpv:hasNotice"]["schema:text"].startswith(words) for record in found)


def test_keeping_off_is_recorded_in_the_language_of_the_page(asked: World) -> None:
    ben = asked.browser(asked.demo.people["Ben"], "de")
    action, fields, _ = next(form for form in forms(ben.get(home(ben)).text) if form[0].endswith("/keep-off"))
    post(ben, action, fields)
    answers = asked.desk.rooms.state(asked.demo.space).answers.values()
    assert {(answer.unseen, answer.language) for answer in answers} == {(True, "de")}
