"""What to do about a conflict, cheapest first, and who can do it.

Nobody is told to do what only somebody else can: where a control is the host's, the administrator's or the account
owner's, the advice to everybody else is to ask them, with a letter that is written already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sayso.decision import Rule, Verdict
from sayso.say import Say
from sayso.sharing.case import Case, document_called, short
from sayso.sharing.catalogue import Known, Plan, Setting, dated, known
from sayso.sharing.check import Check, Finding
from sayso.sharing.deadline import deadline, is_over
from sayso.sharing.letter import Letter, question, request
from sayso.sharing.objection import objections
from sayso.sharing.offers import WRITTEN, Offer, offers
from sayso.sharing.wording import act, doing
from sayso.vocabulary import row_of


class Step(StrEnum):
    """What one can do, from what costs least to what costs most."""

    NOTHING = "nothing"
    CONTROL = "control"
    SETTING = "setting"
    OBJECTION = "objection"
    ASK = "ask"
    PLAN = "plan"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do about one finding.

    `who`: who can do it: `me`, `host`, `administrator` or `account owner`. `what`: one sentence to the reader.
    `where`: the setting, page or address, if known. `how`: steps, in order. `until`: the last day, as the document
    gives it, or empty. `source`: the document (and section) or the catalogue entry (with its date) that it rests on.
    `letter`: for an objection or a request, the text to send.
    """

    step: Step
    who: str
    what: str
    where: str = ""
    how: tuple[str, ...] = ()
    until: str = ""
    source: str = ""
    letter: Letter | None = None


#: Whose controls each role can use; those of a `person` are everybody's.
_MINE = {"host": ("person", "host"), "administrator": ("person", "administrator")}
#: Who decides for those who take part in what others set up, and who chooses the plan.
_DECIDES = {"participant": "host", "employee": "administrator"}
_CHOOSES = {"participant": "host", "employee": "administrator", "host": "account owner"}

_ORDER = {step: number for number, step in enumerate(Step)}


def advise(check: Check, finding: Finding) -> tuple[Advice, ...]:
    """What can be done about one finding of a check, cheapest first; empty where nothing needs doing."""
    if finding.verdict is Verdict.FINE:
        return ()
    adviser = _Adviser(Case(check, finding))
    steps = adviser.conflict() if finding.verdict is Verdict.CONFLICT else adviser.ask()
    return tuple(sorted(steps, key=lambda advice: _ORDER[advice.step]))


class _Adviser:
    """Advice on one finding: each method gives the advice of one kind."""

    def __init__(self, case: Case) -> None:
        self.case, self.check, self.finding = case, case.check, case.finding
        self.role = self.check.service.role
        self.service = case.service or "the service"
        self.mine = _MINE.get(self.role, ("person",))
        entry: Known | None = known(self.check.service)
        data, purpose = self.finding.data, self.finding.purpose
        self.settings = [s for s in entry.settings if s.governs(data, purpose)] if entry else []
        self.plans = [p for p in entry.plans if p.governs(data, purpose)] if entry else []
        self.offers = offers(self.check.service, purpose)

    def conflict(self) -> Iterator[Advice]:
        if self.case.say is Say.OPT_IN:
            yield self.nothing()
        yield from self.controls()
        yield from self.known_settings()
        if self.case.say is Say.UNSTATED:
            yield self.ask_service()
        else:
            yield from self.objections()
        yield from self.ask_others()
        yield from self.other_plans()
        yield self.leave()

    def ask(self) -> Iterator[Advice]:
        """Nothing is decided: the documents are silent, or the policy is."""
        if self.finding.decision.rule is Rule.NO_LINE:
            yield self.decide()
            yield from self.controls()
        else:
            yield self.ask_service()
        yield from self.known_settings()

    def nothing(self) -> Advice:
        how = ["If you are asked, say no, or close the question: that is a no too."]
        how += [
            f"Leave “{o.where}” as it is."
            for o in self.offers
            if o.where and o.who in self.mine and o.kind == "setting"
        ]
        how.append("If you have agreed before, take it back: the letter below is written already.")
        what = f"Just do not agree: {self.service} may {self.act()} only if you do, and saying no costs you nothing."
        return Advice(Step.NOTHING, "me", what, how=tuple(dict.fromkeys(how)), source=self.case.place)

    def decide(self) -> Advice:
        data, purpose = self.finding.data, self.finding.purpose
        what = f"Decide what you accept: no line of your policy speaks of {doing(purpose, self.case.your_data)}."
        key = f'"{data}"' if "." in data else data
        how = (f'Add a line under [accept], such as: {key} = {{ {purpose} = "opt-in" }}',)
        return Advice(Step.NOTHING, "me", what, how=how, source=self.case.place)

    def controls(self) -> Iterator[Advice]:
        """What the document itself offers for this purpose, for everybody with this role."""
        for offer in self.offers:
            if offer.who in self.mine and offer.kind not in WRITTEN:
                limits = [*offer.limits, *self.too_little()]
                yield Advice(
                    Step.CONTROL,
                    "me",
                    " ".join([offer.what, *limits, *self.over(offer.until)]),
                    offer.where,
                    (*offer.how, "Note the day on which you did it."),
                    offer.until,
                    self.source(offer),
                )

    def known_settings(self) -> Iterator[Advice]:
        for setting in self.settings:
            if setting.who in self.mine:
                what = " ".join([f"Turn off “{setting.name}” at {self.service}.", *_about(setting, self.check.on)])
                yield Advice(Step.SETTING, "me", what, setting.where, setting.how, source=_sourced(setting))

    def objections(self) -> Iterator[Advice]:
        ways = [o for o in self.offers if o.kind in WRITTEN and o.who in self.mine]
        where = next((o.where for o in ways if o.where), "")
        until = next((o.until for o in ways if o.until), "") or self.until()
        send = f"Send it to {where}." if where else "Send it to the privacy contact that the privacy policy names."
        how = ["Copy the letter, and fill in what stands in square brackets.", send, "Keep a copy, and the day."]
        if self.role == "employee":
            how.append(
                "Give a copy to your employer's data protection officer: your employer may be the one to decide."
            )
        for objection in objections(self.case):
            law = f" ({objection.law})" if objection.law else ""
            what = f"{objection.whom}: send this {objection.name}{law}, which is written already."
            what = " ".join([what, *self.over(until)])
            source = "; ".join(filter(None, [self.case.place, objection.law]))
            yield Advice(Step.OBJECTION, "me", what, where, tuple(how), until, source, objection.letter)

    def ask_service(self) -> Advice:
        what = f"Ask {self.service}: the documents do not say whether they {self.act()}. Silence is not permission."
        how = ("Copy the letter, and fill in what stands in square brackets.", "Keep a copy, and the day.")
        return Advice(Step.ASK, "me", what, how=how, letter=question(self.case))

    def ask_others(self) -> Iterator[Advice]:
        """One letter for each who could turn it off where the reader cannot, and for whoever decides for them."""
        wishes: dict[str, list[str]] = {}
        sources: dict[str, list[str]] = {}
        warnings: dict[str, list[str]] = {}
        if self.role in _DECIDES:
            wishes[_DECIDES[self.role]] = []
        for offer in self.offers:
            if offer.who not in self.mine:
                wishes.setdefault(offer.who, []).append(offer.wish)
                sources.setdefault(offer.who, []).append(self.source(offer))
        for setting in self.settings:
            if setting.who not in self.mine:
                wishes.setdefault(setting.who, []).append(f"turn off “{setting.name}” ({setting.where}).")
                sources.setdefault(setting.who, []).append(_sourced(setting))
                warnings.setdefault(setting.who, []).extend(_about(setting, self.check.on))
        for who, wished in wishes.items():
            what = f"Ask the {who} to turn it off: only they can."
            if not wished:
                what = f"Ask the {who} to turn it off, or to keep you out of it: they decide."
            if self.role == "person":
                what += f" If you are the {who}, do it yourself."
            what = " ".join(dict.fromkeys([what, *warnings.get(who, [])]))
            until = next((o.until for o in self.offers if o.who == who and o.until), "")
            unique = tuple(dict.fromkeys(wished)) or _in_general(who)
            source = "; ".join(dict.fromkeys(sources.get(who, [])))
            how = ("Send the letter, or say it in your own words.", "You need not give a reason.")
            yield Advice(Step.ASK, who, what, "", how, until, source, request(self.case, who, unique))

    def other_plans(self) -> Iterator[Advice]:
        """Plans that leave as much say as the policy asks for: by the document, and by the catalogue."""
        for name, limit, source in (*self.plans_read(), *self.plans_known()):
            who = _CHOOSES.get(self.role, "me")
            what = f"Use {name} of {self.service}: there, you have as much say as you ask for."
            letter: Letter | None = None
            if who != "me":
                what = f"Ask the {who} about {name} of {self.service}: there, you have as much say as you ask for."
                letter = request(self.case, who, [f"have us use {name}, where this is not so."])
            yield Advice(Step.PLAN, who, " ".join(filter(None, [what, limit])), source=source, letter=letter)

    def plans_read(self) -> Iterator[tuple[str, str, str]]:
        seen: set[str] = set()
        for statement in self.finding.said.by:
            for apart in statement.cell.exceptions:
                name = short(apart.data.removeprefix("other:"))
                if apart.data.startswith("other:") and "plan" in name and self.accepts(apart.say) and name not in seen:
                    seen.add(name)
                    section = apart.evidence[0].section if apart.evidence else ""
                    source = ", ".join(filter(None, [document_called(self.check, statement.source), short(section)]))
                    yield f"one of the {name}", "", source

    def plans_known(self) -> Iterator[tuple[str, str, str]]:
        for plan in self.plans:
            if self.accepts(plan.say):
                yield plan.name, f"{plan.limit} {dated(plan.checked, self.check.on)}".strip(), _sourced(plan)

    def leave(self) -> Advice:
        data = self.case.your_data
        what = f"Stop using {self.service}: nothing else keeps {data} from it."
        if row_of(self.finding.data) in ("content", "sensitive"):
            what = f"Keep {data} away from {self.service}, or stop using it."
        if decides := _DECIDES.get(self.role):
            cost = f"It costs you {Say.LEAVE.cost}: ask the {decides} first, and for another way to take part."
            how = ("Ask first; leave only if you are given no other way.", "Nobody should have to pay for saying no.")
        else:
            cost = "It costs you the service."
            how = ("Take out what you need.", "Then ask them to erase the rest.")
        return Advice(Step.LEAVE, "me", f"{what} {cost}", how=how)

    def act(self) -> str:
        return act(self.finding.purpose, self.case.your_data)

    def accepts(self, say: Say) -> bool:
        accepted = self.finding.accepted
        return accepted is not None and say.rank is not None and say.rank >= (accepted.rank or 0)

    def too_little(self) -> Iterable[str]:
        """A control for the purpose need not reach this data: the documents leave less say than the control would."""
        if self.case.say in (Say.NO_SAY, Say.LEAVE):
            yield f"It may not reach all of it: for {self.case.your_data}, the documents as a whole leave you less say."

    def until(self) -> str:
        quotes = (q for s in self.finding.said.by for q in s.cell.evidence)
        return next((found for q in quotes if (found := deadline(q.text) or deadline(q.section))), "")

    def over(self, until: str) -> Iterable[str]:
        if is_over(until, self.check.on):
            yield f"The day for it, {until}, is over: do it all the same, and ask them to take it."

    def source(self, offer: Offer) -> str:
        return ", ".join(filter(None, [document_called(self.check, offer.document), offer.section]))


def _about(setting: Setting, on: date) -> Iterator[str]:
    """What one must know of a setting before relying on it."""
    if setting.effect == "reduces":
        yield "That alone does not end the use."
    if setting.limit:
        yield setting.limit
    if setting.plan:
        yield f"It is for: {setting.plan}."
    if warning := dated(setting.checked, on):
        yield warning


def _sourced(entry: Setting | Plan) -> str:
    return f"{entry.source}, checked {entry.checked}: {entry.url}"


def _in_general(who: str) -> tuple[str, ...]:
    if who == "host":
        return ("keep the features off that do this while I take part.",)
    return ("find out whether this can be turned off for our account, and turn it off.",)
