"""What a person is shown about each feature that they were asked about: the card, and "my answers". Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sayso.consent.fact import Asked, Fact, How, Relation, Says, TurnedOn
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.notice import Ground, Notice
from sayso.consent.state import Standing, State, state_at
from sayso.consent.view import CROWD, crowd
from sayso.web.answers import relation_to


@dataclass(frozen=True, slots=True)
class Question:
    """One use, asked about by itself. `number`: its place in the feature. `sentence`: the notice's own, if it has.

    `language`: in which that is.
    """

    number: int
    use: Use
    sentence: str
    language: str
    ground: Ground | None
    standing: Standing

    @property
    def status(self) -> str:
        """`given`, `refused`, `withdrawn` or `open`."""
        return str(self.standing.says or "open")

    @property
    def no(self) -> bool:
        """Whether the person has said no in so many words: silence is none."""
        silent = self.standing.how in (How.SILENCE, How.DEVICE)
        return self.standing.says in (Says.REFUSED, Says.WITHDRAWN) and not silent

    @property
    def yes(self) -> bool:
        """Whether the person has said yes."""
        return self.standing.says is Says.GIVEN


@dataclass(frozen=True, slots=True)
class Card:
    """One version of a feature that a person was asked about.

    `on`: it is turned on now, in this version. `newer`: it was turned on in a later one. `relation`: what the host is
    to the person. `crowd`: among how many people their answer is released. `notice`: None where it is not kept.
    """

    feature: Feature
    on: bool
    newer: bool
    relation: Relation
    crowd: int
    deadline: datetime
    notice_version: str
    notice: Notice | None
    questions: tuple[Question, ...]
    kept_off: bool

    @property
    def id(self) -> str:
        """A name for this card within a page. Names of features are free text, so it is made of what is not."""
        return f"{self.feature.name.encode().hex()}-{self.feature.version}"

    @property
    def small(self) -> bool:
        """Whether the person must be told, before answering, that a refusal could be traced to them."""
        return self.crowd < CROWD

    @property
    def leaves_out(self) -> bool:
        """Whether who says no is missing in what the feature makes; otherwise it stays off, and nothing is made."""
        return self.feature.mode is Mode.EACH

    @property
    def waiting(self) -> bool:
        """Whether anything is still open."""
        return any(q.standing.says is None for q in self.questions)

    @property
    def silent(self) -> bool:
        """Whether anything was refused by silence."""
        return any(q.standing.how is How.SILENCE for q in self.questions)


def cards(
    facts: Sequence[Fact], person: str, notices: Mapping[str, Notice], now: datetime, language: str = ""
) -> list[Card]:
    """Everything that a person was asked in a space, what is on first, then the latest; `notices` by version.

    `language`: in which they read, where the notice has that.
    """
    state = state_at(facts, now)
    features = {(f.feature.name, f.feature.version): f.feature for f in facts if isinstance(f, TurnedOn)}
    asker = relation_to(facts, person)
    mine = [ask for (asked, _, _), ask in state.asks.items() if asked == person]
    found = [
        _card(facts, state, features[a.feature, a.version], a, notices.get(a.notice), asker, language)
        for a in sorted(mine, key=lambda ask: ask.at, reverse=True)
    ]
    return sorted(found, key=lambda card: not card.on)


def _card(
    facts: Sequence[Fact], state: State, feature: Feature, ask: Asked, notice: Notice | None, relation: Relation,
    language: str,
) -> Card:  # fmt: skip
    now_on = state.features.get(feature.name)
    needed = [state.answers.get((ask.person, feature.name, feature.version, use.name)) for use in feature.needed]
    return Card(
        feature,
        now_on == feature,
        any(isinstance(f, TurnedOn) and _newer(f.feature, feature) for f in facts),
        relation,
        crowd(facts, feature, ask.person),
        ask.deadline,
        ask.notice,
        notice,
        tuple(
            Question(
                number,
                use,
                *(notice.said(use.name, language) if notice else ("", "")),
                notice.grounds.get(use.name) if notice else None,
                state.standing(ask.person, feature, use),
            )
            for number, use in enumerate(feature.uses, 1)
        ),
        any(answer and answer.unseen and answer.says is not Says.GIVEN for answer in needed),
    )


def _newer(one: Feature, other: Feature) -> bool:
    return one.name == other.name and one.version > other.version
