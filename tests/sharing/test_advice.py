from datetime import date

import pytest
from hypothesis import given

from sayso.decision import Verdict
from sayso.grid import CellException
from sayso.say import Say
from sayso.sharing.advice import Advice, Step, advise
from sayso.sharing.check import Check
from sayso.sharing.role import ROLES

from .services import CAUTIOUS, cell, checked, checks, control, finding, quote, service

#: Whose controls a role can use.
OWN = {"host": {"person", "host"}, "administrator": {"person", "administrator"}}
TRAINS = cell("content", "train-ai", Say.NO_SAY)


def advice_of(of: Check, data: str = "content", purpose: str = "train-ai") -> tuple[Advice, ...]:
    return advise(of, finding(of, data, purpose))


def steps(advice: tuple[Advice, ...]) -> list[Step]:
    return list(dict.fromkeys(a.step for a in advice))


def only(advice: tuple[Advice, ...], step: Step) -> Advice:
    (found,) = (a for a in advice if a.step is step)
    return found


@given(checks)
def test_what_costs_least_always_comes_first(of: Check) -> None:
    order = list(Step)
    for found in of.findings:
        ranks = [order.index(a.step) for a in advise(of, found)]
        assert ranks == sorted(ranks)


@given(checks)
def test_what_is_fine_needs_nothing_done_and_everything_else_gets_advice(of: Check) -> None:
    for found in of.findings:
        assert bool(advise(of, found)) is (found.verdict is not Verdict.FINE)


@given(checks)
def test_every_conflict_can_in_the_end_be_left(of: Check) -> None:
    for found in of.conflicts:
        assert advise(of, found)[-1].step is Step.LEAVE


@given(checks)
def test_nobody_is_told_to_do_what_only_another_can(of: Check) -> None:
    own = OWN.get(of.service.role, {"person"})
    for found in of.findings:
        for advice in advise(of, found):
            if advice.step not in (Step.ASK, Step.PLAN):
                assert advice.who == "me"
            elif advice.who != "me":
                assert advice.who not in own
                assert advice.what.startswith("Ask the ")
                assert advice.letter


@given(checks)
def test_a_control_is_offered_exactly_to_those_who_can_use_it(of: Check) -> None:
    own = OWN.get(of.service.role, {"person"})
    for found in of.conflicts:
        usable = [
            c for _, c in of.service.controls(found.purpose) if c.who in own and c.kind not in ("email", "request")
        ]
        offered = [a for a in advise(of, found) if a.step is Step.CONTROL]
        assert bool(offered) is bool(usable)
        assert len(offered) <= len(usable)


@given(checks)
def test_whoever_alone_can_use_a_control_is_asked(of: Check) -> None:
    own = OWN.get(of.service.role, {"person"})
    for found in of.conflicts:
        needed = {c.who for _, c in of.service.controls(found.purpose)} - own
        assert needed <= {a.who for a in advise(of, found) if a.step is Step.ASK}


@given(checks)
def test_who_takes_part_asks_whoever_decides_before_leaving(of: Check) -> None:
    decides = {"participant": "host", "employee": "administrator"}.get(of.service.role)
    for found in of.conflicts:
        if decides:
            assert decides in {a.who for a in advise(of, found) if a.step is Step.ASK}


@given(checks)
def test_the_same_check_gives_the_same_advice(of: Check) -> None:
    for found in of.findings:
        assert advise(of, found) == advise(of, found)


@given(checks)
def test_what_is_told_is_on_one_line_and_a_sentence(of: Check) -> None:
    for found in of.findings:
        for advice in advise(of, found):
            assert all("\n" not in text for text in (advice.what, advice.where, *advice.how, advice.source))
            assert advice.what[-1] in ".)"


def test_an_opt_in_use_that_is_forbidden_only_asks_not_to_agree() -> None:
    of = checked(service([cell("content", "train-ai", Say.OPT_IN)], [control("setting", "Help us learn")]))
    first, *_ = advice_of(of)
    assert first.step is Step.NOTHING
    assert "Just do not agree" in first.what
    assert any("Help us learn" in step for step in first.how)


@pytest.mark.parametrize("role", ["participant", "employee"])
def test_who_takes_part_is_never_told_just_not_to_agree_where_somebody_else_agrees_for_them(role: str) -> None:
    others = CellException("other:participants", Say.LEAVE, (quote("Hosts obtain the consent of participants."),))
    audio = CellException("content.audio", Say.OPT_IN, (quote("Not without your consent."),))
    grid = [cell("content", "train-ai", Say.NO_SAY, exceptions=[audio, others])]
    assert Step.NOTHING in steps(advice_of(checked(service(grid)), "content.audio"))
    of = checked(service(grid, role=role))
    assert finding(of, "content.audio").said.say is Say.LEAVE
    assert Step.NOTHING not in steps(advice_of(of, "content.audio"))


def test_a_control_of_the_document_is_offered_with_where_it_is_said() -> None:
    found = only(advice_of(checked(service([TRAINS], [control("link", "https://lantern.example/no")]))), Step.CONTROL)
    assert found.where == "https://lantern.example/no"
    assert found.source == "Lantern Rooms Terms of Service, 5 Choices"
    assert found.who == "me"


@pytest.mark.parametrize(("scope", "told"), [("region", "some regions only"), ("plan", "some plans only")])
def test_a_control_for_some_only_is_said_to_be_so(scope: str, told: str) -> None:
    of = checked(service([cell("content", "train-ai", Say.OPT_OUT)], [control("setting", scope=scope)]))
    assert told in only(advice_of(of), Step.CONTROL).what


def test_a_control_that_the_documents_as_a_whole_belie_is_offered_with_a_warning() -> None:
    offered = [control("setting")]
    warned = "It may not reach all of it"
    assert warned in only(advice_of(checked(service([TRAINS], offered))), Step.CONTROL).what
    opt_out = checked(service([cell("content", "train-ai", Say.OPT_OUT)], offered))
    assert warned not in only(advice_of(opt_out), Step.CONTROL).what


def test_what_one_sentence_offers_in_two_places_is_one_offer() -> None:
    text = "Turn it off in your settings, or on our page."
    both = [control("setting", "Settings", text=text), control("link", "https://lantern.example", text=text)]
    one = [type(c)(c.kind, c.target, c.purposes, quote(text)) for c in both]
    found = only(advice_of(checked(service([TRAINS], one))), Step.CONTROL)
    assert found.where == "Settings, https://lantern.example"


def test_an_employee_asks_the_administrator_and_does_not_change_the_setting() -> None:
    offered = [control("setting", "Admin console", who="administrator")]
    advice = advice_of(checked(service([TRAINS], offered, role="employee")))
    assert Step.CONTROL not in steps(advice)
    asked = only(advice, Step.ASK)
    assert asked.who == "administrator"
    assert "Admin console" in asked.letter.text
    mine = advice_of(checked(service([TRAINS], offered, role="administrator")))
    assert only(mine, Step.CONTROL).where == "Admin console"


def test_a_known_setting_is_told_with_its_date_and_where_it_was_found() -> None:
    found = [a for a in advice_of(checked(service([TRAINS], name="OpenAI"))) if a.step is Step.SETTING]
    assert "Improve the model for everyone" in found[0].what
    assert "checked 2026-11-23" in found[0].source
    assert "https://" in found[0].source


def test_an_old_setting_is_said_to_be_old() -> None:
    of = checked(service([TRAINS], name="OpenAI"), on=date(2028, 1, 1))
    assert "more than a year ago" in advice_of(of)[0].what


@pytest.mark.parametrize("role", ROLES)
def test_only_owners_are_told_to_opt_a_slack_workspace_out_and_nobody_here_is_one(role: str) -> None:
    advice = advice_of(checked(service([TRAINS], name="Slack", role=role)))
    assert Step.SETTING not in steps(advice)
    assert "account owner" in {a.who for a in advice if a.step is Step.ASK}


def test_a_host_is_told_of_the_hosts_setting_and_a_participant_asks_the_host() -> None:
    host = advice_of(checked(service([TRAINS], name="Zoom", role="host")))
    assert "Meeting summary" in only(host, Step.SETTING).what
    participant = advice_of(checked(service([TRAINS], name="Zoom", role="participant")))
    assert Step.SETTING not in steps(participant)
    asked = next(a for a in participant if a.step is Step.ASK)
    assert asked.who == "host"
    assert "Meeting summary" in asked.letter.text
    assert "That alone does not end the use." in asked.what


def test_a_plan_is_named_where_its_say_is_accepted_and_only_there() -> None:
    def plan(say: Say) -> list[Step]:
        apart = CellException("other:business plans", say, (quote("Business customers: never."),))
        return steps(advice_of(checked(service([cell("content", "train-ai", Say.NO_SAY, exceptions=[apart])]))))

    assert Step.PLAN in plan(Say.NEVER)
    assert Step.PLAN not in plan(Say.OPT_IN)


def test_a_known_plan_is_named_where_its_say_is_accepted_and_only_there() -> None:
    openai = service([TRAINS], name="OpenAI")
    assert Step.PLAN not in steps(advice_of(checked(openai)))
    opt_in = advice_of(checked(openai, CAUTIOUS.replace('train-ai = "never"', 'train-ai = "opt-in"')))
    assert "ChatGPT Business" in only(opt_in, Step.PLAN).what
    assert only(opt_in, Step.PLAN).who == "me"


def test_an_employee_does_not_choose_the_plan() -> None:
    of = checked(service([TRAINS], name="OpenAI", role="employee"), 'version = 1\n[accept]\n"*" = "opt-in"\n')
    found = only(advice_of(of), Step.PLAN)
    assert found.who == "administrator"
    assert "ChatGPT Business" in found.letter.text


def test_until_when_one_can_act_is_told_and_when_that_is_over() -> None:
    offered = [control("form", "https://lantern.example", text="You may opt out by 1 May 2027.")]
    found = only(advice_of(checked(service([TRAINS], offered))), Step.CONTROL)
    assert found.until == "2027-05-01"
    assert "is over" not in found.what
    late = checked(service([TRAINS], offered), on=date(2027, 5, 2))
    assert "2027-05-01, is over" in only(advice_of(late), Step.CONTROL).what


def test_an_address_that_the_document_gives_is_where_the_objection_goes() -> None:
    advice = advice_of(checked(service([TRAINS], [control("email", "privacy@lantern.example")])))
    assert {a.where for a in advice if a.step is Step.OBJECTION} == {"privacy@lantern.example"}
    assert Step.CONTROL not in steps(advice)


def test_where_the_documents_are_silent_the_service_is_asked() -> None:
    of = checked(service([]))
    found = only(advice_of(of), Step.ASK)
    assert found.who == "me"
    assert "Do you train AI models with what I create, upload or exchange?" in found.letter.text
    assert "“Lantern Rooms Terms of Service”" in found.letter.text


def test_where_silence_is_a_conflict_the_service_is_asked_and_nothing_is_objected_to() -> None:
    advice = advice_of(checked(service([]), 'version = 1\nunstated = "conflict"\n[accept]\n"*" = "never"\n'))
    assert steps(advice) == [Step.ASK, Step.LEAVE]


def test_where_the_policy_is_silent_the_person_is_to_decide() -> None:
    advice = advice_of(checked(service([TRAINS], [control()]), "version = 1\n[accept]\nusage = 'never'\n"))
    assert steps(advice) == [Step.NOTHING, Step.CONTROL]
    assert advice[0].what.startswith("Decide what you accept")
    assert 'content = { train-ai = "opt-in" }' in advice[0].how[0]
