"""The host's page at work."""

from __future__ import annotations

import re

from visiting import World, forms, home, path_of, post

from sayso.consent.fact import How, Kind, Relation, Says


def test_the_host_lets_somebody_in_and_gets_their_link_once(world: World) -> None:
    host = world.browser(world.demo.host)
    fields = {"name": "Dee", "who": "dee@harbour.example", "relation": "peer"}
    page = post(host, home(host) + "/people", fields).text
    link = re.search(r'readonly value="([^"]+)"', page)
    assert link
    dee = world.browser(link[1])
    assert "You are answering as Dee." in re.sub("<[^>]+>", "", dee.get(home(dee)).text)
    assert link[1] not in host.get(home(host)).text


def test_what_is_wrong_in_a_form_is_tied_to_its_field_and_what_was_written_stays(world: World) -> None:
    host = world.browser(world.demo.host)
    refused = post(host, home(host) + "/people", {"name": "Dee", "who": "", "relation": "friend"})
    assert refused.status_code == 422
    field = re.search(r'<input id="f-who"[^>]*>', refused.text)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="h-who e-who"' in field[0]
    assert '<strong class="wrong" id="e-who">This must be filled in.</strong>' in refused.text
    assert 'value="Dee"' in refused.text
    assert "Choose one of these." in refused.text
    assert "Dee" not in world.store.names(world.demo.space).values()


def test_the_host_gets_no_second_link_and_does_not_learn_who_has_opened_theirs(world: World) -> None:
    host, people = world.browser(world.demo.host), world.store.names(world.demo.space)
    before = host.get(home(host)).text
    world.browser(world.demo.people["Ada"])
    assert host.get(home(host)).text == before
    refused = [post(host, home(host) + "/links", {"person": person}) for person in people]
    assert {(page.status_code, page.text) for page in refused} == {(409, refused[0].text)}
    assert "you can give no second one" in refused[0].text
    assert "an administrator can give them another" in refused[0].text


def test_what_a_device_said_aloud_is_entered_by_the_host_and_what_a_person_says_is_not(asked: World) -> None:
    host, rooms = asked.browser(asked.demo.host), asked.desk.rooms
    device = rooms.join(asked.demo.space, "tel:1", "Room 4", Kind.DIAL_IN, Relation.UNKNOWN)
    spoken = [fields for action, fields, _ in forms(host.get(home(host)).text) if "/spoken" in action]
    assert {fields["person"] for fields in spoken} == {device}
    page = post(host, home(host) + "/spoken", {**spoken[0], "says": "given"}).text
    assert page.count('value="given" aria-pressed="true"') == 1
    (answer,) = rooms.state(asked.demo.space).answers.values()
    assert (answer.person, answer.says, answer.how, answer.by) == (device, Says.GIVEN, How.SPOKEN, "host")
    ada = next(p for p, name in asked.store.names(asked.demo.space).items() if name == "Ada")
    assert post(host, home(host) + "/spoken", {**spoken[0], "person": ada, "says": "given"}).status_code == 409
    assert asked.standing("Ada") == set()


def test_turning_on_twice_is_told_and_harmless(asked: World) -> None:
    host = asked.browser(asked.demo.host)
    before = len(asked.desk.rooms.facts(asked.demo.space))
    again = post(host, home(host) + "/turn-on", {"feature": "summary"}, Referer=home(host))
    assert again.status_code == 409
    assert "is turned on already" in again.text
    assert f'href="{path_of(home(host))}"' in again.text
    assert len(asked.desk.rooms.facts(asked.demo.space)) == before
    assert post(host, home(host) + "/turn-off", {"feature": "summary"}).status_code == 200


def test_the_host_lets_a_telephone_in_asks_aloud_and_enters_what_was_said_by_the_page_alone(asked: World) -> None:
    host = asked.browser(asked.demo.host)
    here = home(host)
    wrong = post(host, here + "/devices", {"device": "Room 4", "number": "", "kind": "person"})
    assert (wrong.status_code, "Choose one of these." in wrong.text) == (422, True)
    page = post(host, here + "/devices", {"device": "Room 4", "number": "tel:1", "kind": "room"}).text
    assert "counts as no unless it says yes aloud" in page
    spoken = [fields for action, fields, _ in forms(page) if "/spoken" in action]
    assert len(spoken) == 3
    post(host, here + "/spoken", {**spoken[0], "says": "given"})
    (answer,) = asked.desk.rooms.state(asked.demo.space).answers.values()
    assert (answer.says, answer.how) == (Says.GIVEN, How.SPOKEN)


def test_a_bot_is_let_in_and_can_say_nothing(asked: World) -> None:
    host = asked.browser(asked.demo.host)
    page = post(host, home(host) + "/devices", {"device": "Notes", "number": "bot:1", "kind": "bot"}).text
    assert "a bot; counts as no" in page
    assert not [action for action, _, _ in forms(page) if "/spoken" in action]


def test_the_host_says_that_somebody_has_gone_and_they_can_still_answer(asked: World) -> None:
    ada, host = asked.browser(asked.demo.people["Ada"]), asked.browser(asked.demo.host)
    action, fields, _ = next(
        form for form in forms(host.get(home(host)).text) if form[0].endswith("/gone") and "Ada" in form[2]
    )
    page = post(host, action, fields).text
    assert [action for action, gone, _ in forms(page) if gone == fields] == []
    assert fields["person"] not in asked.desk.rooms.state(asked.demo.space).here
    action, fields, _ = forms(ada.get(home(ada)).text)[1]
    assert post(ada, action, {**fields, "says": "refused"}).status_code == 200


def test_the_host_ends_the_meeting_every_feature_with_it_and_everybody_goes(asked: World) -> None:
    ada, host = asked.browser(asked.demo.people["Ada"]), asked.browser(asked.demo.host)
    page = post(host, home(host) + "/end").text
    assert "This meeting is over: nobody is here." in page
    state = asked.desk.rooms.state(asked.demo.space)
    assert (state.here, state.features) == ({}, {})
    assert "Nothing is being asked of you now." in ada.get(home(ada)).text
    assert "This feature is off now." in ada.get(home(ada) + "/answers").text
    fields = {"name": "Dee", "who": "dee@harbour.example", "relation": "peer"}
    assert "This meeting is over" not in post(host, home(host) + "/people", fields).text
