"""The events that a platform sends, and what it is answered: one declaration holds and describes them (JSON Schema)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from sayso.consent.fact import Kind

#: How a platform calls something: whatever it likes, on one line.
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1F\x7F]+$", min_length=1, max_length=200)]
Feature = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")]


class _Shape(BaseModel):
    """Nothing that is not declared, and no type for another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Space(_Shape):
    """`space`: the platform's own id for it, the same in every event."""

    space: Name


class NewSpace(Space):
    """`name`: what people call it."""

    name: Name
    kind: Literal["meeting", "channel"] = "meeting"


class Coming(Space):
    """`person`: the platform's own id for somebody, the same whenever they come; `name`: what others call them.

    `kind`: whatever cannot be shown a button is no person. `connection`: which of theirs it is, where one may have
    several; they go with the last.
    """

    person: Name
    name: Name
    kind: Kind = Kind.PERSON
    connection: Name = "only"


class Going(Space):
    """One connection of somebody ends."""

    person: Name
    connection: Name = "only"


class Running(Space):
    """`feature`: by its name at the desk."""

    feature: Feature


class Removing(Space):
    """`removal`: its number."""

    removal: Annotated[int, Field(gt=0, lt=2**53)]


class Opened(_Shape):
    """A meeting began, or a channel was made. Again, nothing follows."""

    type: Literal["space.opened"]
    data: NewSpace


class Closed(_Shape):
    """It is over."""

    type: Literal["space.closed"]
    data: Space


class Checked(_Shape):
    """Nothing happened: the platform asks what it must do now."""

    type: Literal["space.checked"]
    data: Space


class Joined(_Shape):
    """Somebody came in."""

    type: Literal["person.joined"]
    data: Coming


class Left(_Shape):
    """Somebody went."""

    type: Literal["person.left"]
    data: Going


class Started(_Shape):
    """The host turned a feature on. It may run when an answer says so, and not before."""

    type: Literal["feature.started"]
    data: Running


class Stopped(_Shape):
    """It runs no longer."""

    type: Literal["feature.stopped"]
    data: Running


class Removed(_Shape):
    """A removal that an answer listed is done, and those that it listed before."""

    type: Literal["removal.done"]
    data: Removing


Event = Annotated[
    Opened | Closed | Checked | Joined | Left | Started | Stopped | Removed,
    Field(discriminator="type"),
]
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


class Do(_Shape):
    """What must be done about a feature.

    `run`: whether it may run. Where not, end it, and delete what it made. `capture`: of whom, as the platform calls
    them; of nobody else, whoever else is there. `extra`: for each use beside what the feature needs, of whom it may be
    made, and of nobody else. `everybody`: whether it may run on a platform that cannot leave anybody out, where all who
    are there are in `capture`. None of this is for the eyes of hosts.
    """

    feature: Feature
    run: bool
    everybody: bool
    capture: list[str]
    extra: dict[str, list[str]]


class Span(_Shape):
    """From when to when somebody was captured, by the desk's clock.

    `first`, `last`: what was captured by an answer whose `seq` is `first` or more, and less than `last`, lies in it.
    """

    since: datetime
    until: datetime
    first: int
    last: int


class Remove(_Shape):
    """What was captured of somebody in `spans` under a yes that they withdrew must go, and what was made of it.

    `removal`: its number, for `removal.done`. `person`: as the platform calls them; none where they came by another way
    or were forgotten since, but `alias` is always what `person` was in the answer when they joined. `everything`:
    nothing that the feature captured in the spans may stay; otherwise what was made for these `uses` must go.
    """

    removal: int
    person: str | None
    alias: str
    feature: Feature
    version: int
    uses: list[str]
    everything: bool
    spans: list[Span]


class Answer(_Shape):
    """What the desk answers to every event.

    `person`: what the desk calls who came. `link`: for them, or, when a space is opened, for its host: to be given to
    nobody else. It opens once. `seq`: how many facts of the space it rests on. `do`: about every feature that is turned
    on or runs. `remove`: what must go again, in this order, until `removal.done` says that it is.
    """

    space: str
    person: str | None = None
    link: str | None = None
    seq: int
    do: list[Do] = []
    remove: list[Remove] = []


def event(body: bytes) -> Event:
    """The event of a message. Raises pydantic's `ValidationError`, which says where it is wrong."""
    return _EVENT.validate_json(body)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of events and of answers."""
    answer = Answer.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")
    made = _EVENT.json_schema(ref_template="#/$defs/{model}")
    shared = {**made.pop("$defs"), **answer.pop("$defs"), "Answer": answer}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a platform tells the consent desk",
        **made,
        "$defs": dict(sorted(shared.items())),
    }
