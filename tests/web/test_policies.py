"""Standing answers, on both databases: people give the desk their policies, and the host is told before pressing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from test_article import AUDIO, HERE, NAMES, TRAIN, Meeting, _post

from sayso.consent.store import open_store
from sayso.sharing.questions import start_text

AGREES = 'version = 1\nname = "Ada Example"\n[accept]\ncontent = { provide = "opt-out", train-ai = "never" }\n'


@pytest.fixture
def meeting(address: str) -> Iterator[Meeting]:
    store = open_store(address)
    yield Meeting(store)
    store.close()


def me(meeting: Meeting, name: str) -> str:
    return f"/spaces/{meeting.space}/people/{meeting.people[name]}"


def give(meeting: Meeting, name: str, text: str = AGREES) -> int:
    """Somebody gives a policy on their page, having seen what it would answer."""
    fields = {"policy": text, "seen": "yes"}
    return int(_post(meeting.browsers[name], me(meeting, name) + "/policy", fields).status_code)


def preview(meeting: Meeting) -> str:
    return str(meeting.boss("GET", f"/spaces/{meeting.space}/features/summary/preview")["preview"])


def test_policies_answer_and_the_host_is_told_before_the_button_is_pressed(meeting: Meeting) -> None:
    assert preview(meeting) == "asks"
    for name in NAMES:
        assert give(meeting, name) == 200
    assert preview(meeting) == "works"
    assert "Everybody here agrees by their own policy, unless they answered otherwise." in meeting.host_page()
    meeting.turn_on()
    (item,) = meeting.recorder("GET", f"/spaces/{meeting.space}/outcomes")["items"]
    assert sorted(item["captured"]) == sorted(meeting.people.values())
    assert item["extra"][TRAIN] == []
    card = meeting.browsers["Ada"].get(me(meeting, "Ada")).text
    assert card.count("Your own sharing policy answered for you.") == 2


def test_nobody_who_wants_to_be_asked_is_captured_before_they_answer(meeting: Meeting) -> None:
    for name in NAMES:
        assert give(meeting, name, start_text("cautious")) == 200
    assert preview(meeting) == "asks"
    meeting.turn_on()
    (item,) = meeting.recorder("GET", f"/spaces/{meeting.space}/outcomes")["items"]
    assert (item["captured"], item["extra"][TRAIN]) == ([], [])
    assert "Your own sharing policy answered" in meeting.browsers["Ada"].get(me(meeting, "Ada")).text, "it refused"


def test_a_policy_is_kept_once_its_person_has_seen_what_it_would_answer(meeting: Meeting) -> None:
    ada, here = meeting.browsers["Ada"], me(meeting, "Ada")
    page = _post(ada, here + "/policy", {"policy": AGREES}).text
    shown = re.sub(r"<[^>]+>", "", page)
    assert "Summary: Your voice, for “Summary”: yes" in shown
    assert "Summary: Your voice, to train AI: no" in shown
    assert meeting.store.policies.of(meeting.space) == {}
    seen = dict(re.findall(r'name="(policy|seen)" value="([^"]+)"', page))
    _post(ada, here + "/policy", {name: unescape(value) for name, value in seen.items()})
    assert list(meeting.store.policies.of(meeting.space).values()) == [AGREES]


def test_programs_can_ask_what_a_policy_would_answer_and_it_is_not_kept(meeting: Meeting) -> None:
    path = f"{HERE}/api/v1{me(meeting, 'Ada')}/policies/previews"
    own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
    said = meeting.browsers["Ada"].post(path, json={"policy": start_text("cautious")}, headers=own).json()["items"]
    assert [(item["feature"], item["use"], item["says"]) for item in said] == [
        ("summary", AUDIO, None), ("summary", TRAIN, "refused"),
    ]  # fmt: skip
    assert meeting.browsers["Ada"].post(path, json={"policy": "no"}, headers=own).status_code == 422
    assert meeting.browsers["Ben"].post(path, json={"policy": AGREES}, headers=own).status_code == 404
    assert meeting.store.policies.of(meeting.space) == {}


def test_a_person_can_answer_otherwise_at_any_time(meeting: Meeting) -> None:
    give(meeting, "Ada")
    meeting.turn_on()
    meeting.press("Ada", {AUDIO: "refused"})
    (item,) = meeting.recorder("GET", f"/spaces/{meeting.space}/outcomes")["items"]
    assert meeting.people["Ada"] in item["withheld"]


def test_who_takes_a_policy_back_is_asked(meeting: Meeting) -> None:
    give(meeting, "Ada")
    assert "Your policy answers for you here." in meeting.browsers["Ada"].get(me(meeting, "Ada") + "/answers").text
    _post(meeting.browsers["Ada"], me(meeting, "Ada") + "/policy-ends")
    meeting.turn_on()
    (item,) = meeting.recorder("GET", f"/spaces/{meeting.space}/outcomes")["items"]
    assert item["captured"] == []


def test_a_text_that_is_no_policy_is_told_at_the_field_and_stays(meeting: Meeting) -> None:
    page = _post(meeting.browsers["Ada"], me(meeting, "Ada") + "/policy", {"policy": "version = 1\n<b>no"})
    assert page.status_code == 422
    assert "policy:2:" in page.text
    assert "&lt;b&gt;no</textarea>" in page.text
    assert "<b>no" not in page.text
    assert give(meeting, "Ada", 'version = 1\nextends = "/etc/passwd"\n') == 422
    assert meeting.store.policies.of(meeting.space) == {}


def test_nobody_else_sees_gives_or_ends_a_policy(meeting: Meeting) -> None:
    give(meeting, "Ada")
    own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
    path = f"{HERE}/api/v1{me(meeting, 'Ada')}"
    for other in (meeting.browsers["Ben"], meeting.host):
        assert other.get(f"{path}/policy").status_code == 404
        assert other.post(f"{path}/policies", json={"policy": AGREES}, headers=own).status_code == 404
        assert other.post(f"{path}/policies/endings", json={}, headers=own).status_code == 404
    assert meeting.browsers["Ada"].get(f"{path}/policy").json() == {"policy": AGREES}


def test_a_policy_answers_in_its_own_space_alone_and_goes_with_its_person(meeting: Meeting) -> None:
    give(meeting, "Ada")
    elsewhere = meeting.boss("POST", "/spaces", {"kind": "meeting", "name": "Other"})["id"]
    guest = {"who": "ada@harbour.example", "name": "Ada"}
    meeting.recorder("POST", f"/spaces/{elsewhere}/people", guest)
    meeting.boss("POST", f"/spaces/{elsewhere}/features", {"feature": "summary"})
    (item,) = meeting.recorder("GET", f"/spaces/{elsewhere}/outcomes")["items"]
    assert item["captured"] == []
    meeting.admin("POST", "/erasures", {"who": "ada@harbour.example"})
    assert meeting.store.policies.of(meeting.space) == {}
