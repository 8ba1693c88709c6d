"""The facts of a space, in the order in which they happened. They are only ever added, never changed.

Everything that the desk knows at a moment follows from the facts up to that moment (`sayso.consent.state`), so "what
was the state at time t" has an answer for any t. People appear under a name of this space alone; who they are is
kept apart, where it can be erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sayso.consent.feature import Feature


class Kind(StrEnum):
    """Who or what is in a space. Only a person can press a button."""

    PERSON = "person"
    DIAL_IN = "dial-in"
    ROOM = "room"
    BOT = "bot"


class Relation(StrEnum):
    """What the one who asks is to the one who is asked: a yes under pressure is not freely given."""

    PEER = "peer"
    EMPLOYER = "employer"
    TEACHER = "teacher"
    CLIENT = "client"
    UNKNOWN = "unknown"


class Says(StrEnum):
    """What an answer says of one use."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class How(StrEnum):
    """How an answer came to be. `IN_PERSON`: what was spoken for somebody ended, because they came as a person."""

    CLICKED = "clicked"
    STANDING = "standing policy"
    SPOKEN = "spoken through the host"
    IN_PERSON = "came in person"
    SILENCE = "silence"
    DEVICE = "cannot be asked"
    ERASED = "erasure"


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came into the space. `relation`: what the host is to them."""

    at: datetime
    person: str
    kind: Kind = Kind.PERSON
    relation: Relation = Relation.UNKNOWN


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody went."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class TurnedOn:
    """The host asked for a feature. Nothing is captured by this alone."""

    at: datetime
    feature: Feature


@dataclass(frozen=True, slots=True)
class TurnedOff:
    """The host, or an administrator, ended a feature."""

    at: datetime
    feature: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One person was asked about one feature, every use by itself, with this version of the notice.

    Until `deadline` there is no answer; from then on silence is refusal.
    """

    at: datetime
    person: str
    feature: str
    version: int
    notice: str
    language: str
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """One person's answer about one use of one version of a feature. The last one counts.

    `by`: who entered it: the person, or the host who heard it spoken. `unseen`: the person asked the desk to keep the
    feature off for all, by policy, because the room is too small to hide in. `language`: in which they were shown what
    they answered; empty in facts from before that was kept.
    """

    at: datetime
    person: str
    feature: str
    version: int
    use: str
    says: Says
    how: How = How.CLICKED
    by: str = ""
    unseen: bool = False
    language: str = ""


Fact = Joined | Left | TurnedOn | TurnedOff | Asked | Answered
