"""What requests and answers look like: one declaration validates them and describes them (OpenAPI)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from sayso.consent.fact import How, Kind, Relation, Says
from sayso.consent.feature import Mode
from sayso.consent.outcome import Why
from sayso.say import Say

#: A name of a space or a person, as the desk makes them.
ID = r"^[A-Za-z0-9_-]{1,64}$"
#: A name of a feature.
WORD = r"^[a-z][a-z0-9-]{0,63}$"
#: One line of text.
PLAIN = r"^[^\x00-\x1F\x7F]+$"
#: Controls, and what turns the direction of whatever stands around it: in no name.
_ACTIVE = r"\x00-\x1F\x7F-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF"
_ANGLE = rf"<+(?:[^{_ACTIVE}<A-Za-z/!?]|$)"
#: What people and places are called. What could begin a tag of HTML is in no name either: names go on to minutes and
#: to other programs, and not all of those are careful.
NAME = rf"^(?:[^\s{_ACTIVE}<]|{_ANGLE})(?:[^{_ACTIVE}<]|{_ANGLE})*$"

Id = Annotated[str, StringConstraints(pattern=ID)]
Word = Annotated[str, StringConstraints(pattern=WORD)]
Name = Annotated[str, StringConstraints(pattern=NAME, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(pattern=PLAIN, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(pattern=PLAIN, min_length=1, max_length=2000)]
#: `content.audio train-ai`: data and purpose.
UseName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]{0,63} [a-z][a-z0-9-]{0,63}$")]
#: Where something is said by use, or by language: no other keys.
BY_USE: JsonDict = {"additionalProperties": False}
#: In JSON, 1.0 is the whole number 1.
Version = Annotated[
    int, Field(ge=1, le=1_000_000), BeforeValidator(lambda n: int(n) if isinstance(n, float) and n.is_integer() else n)
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Address = Annotated[str, StringConstraints(pattern=r"^(https?://|mailto:)[!-~]{1,400}$")]
Uri = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9+.-]{0,20}:[!-~]{1,400}$")]


class Shape(BaseModel):
    """Nothing that is not declared, and no type for another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NewSpace(Shape):
    kind: Literal["meeting", "channel"]
    name: Name


class SpaceShown(Shape):
    id: Id
    kind: str
    name: str
    created: datetime


class Spaces(Shape):
    items: list[SpaceShown]
    next: str | None


class Coming(Shape):
    """Somebody comes in. `who`: how they are known outside; kept apart, and erasable."""

    who: Name
    name: Name
    kind: Kind = Kind.PERSON
    relation: Relation = Relation.UNKNOWN


class Came(Shape):
    person: Id


class Here(Shape):
    person: Id
    name: str | None
    kind: Kind
    since: datetime


class People(Shape):
    items: list[Here]
    next: str | None


class Nothing(Shape):
    """An empty object."""


class TurnOn(Shape):
    feature: Word


class TurnedOnNow(Shape):
    feature: Word
    version: Version
    people_asked: int


class HostSees(Shape):
    """A feature as of `released`, the last release that is shown.

    `agreed` of `asked`: how many of those who were here agreed in the first 90 seconds of the first time that this
    version was turned on in this space; counted that once. None where fewer than 5 were asked, where nobody agreed,
    and when it was turned on again. `held`: what came after `released` is held back, because too few are here.
    """

    feature: Word
    on: bool
    why: Why
    released: datetime
    next_release: datetime
    agreed: int | None
    asked: int | None
    held: bool


class Previewed(Shape):
    """`works`: the policies of all who are here agree, and they are 5 or more. `asks`: people will be asked."""

    feature: Word
    preview: Literal["works", "asks"]


class AskedUse(Shape):
    """`text`: one sentence in the ask's language; `translations`: by other languages, where the notice has them."""

    use: UseName
    needed: bool
    text: str
    translations: dict[str, str]
    terms_say: Say | None
    terms_quote: str
    says: Says | None
    how: How | None


class AskShown(Shape):
    """What a person is asked, with what they must be told before they answer.

    `people_asked`: among how many people their answer is told, them included, to be compared with who they see: where
    one refusal keeps the feature off for all, those who were asked in the same moment, and otherwise everybody here who
    was asked. `small_room`: these are too few, and a refusal could be traced to them. `relation`: what whoever asks is
    to them. `controller`, `recipients`: who decides, and who gets it, too. `withdraw_at`, `rights_at`: addresses beside
    the desk's own.
    """

    feature: Word
    version: Version
    mode: Mode
    notice: str
    language: str
    relation: Relation
    controller: str
    recipients: list[str]
    retention: str
    storage: str
    withdraw_at: str
    rights_at: str
    asked: datetime
    deadline: datetime
    people_asked: Annotated[int, Field(ge=1)]
    small_room: bool
    uses: list[AskedUse]


class Asks(Shape):
    items: list[AskShown]


class SpokenAnswer(Shape):
    feature: Word
    version: Version
    says: Annotated[
        dict[UseName, Literal["given", "refused"]], Field(min_length=1, max_length=50, json_schema_extra=BY_USE)
    ]


class NewAnswer(SpokenAnswer):
    """`unseen`: keep the feature off for all, by policy. `language`: in which they read it; else the notice's own."""

    unseen: bool = False
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2})?$")] = ""


class AnswerShown(Shape):
    at: datetime
    feature: Word
    version: Version
    use: str
    says: Says
    how: How


class Answers(Shape):
    items: list[AnswerShown]


class Consents(Shape):
    items: list[AnswerShown]
    next: str | None


class Withdrawal(Shape):
    """What to withdraw: one feature, or everything."""

    feature: Word | None = None


class Signed(Shape):
    """A receipt as compact JWS; `sayso receipt verify` reads it."""

    receipt: str


class Kantara(Shape):
    """`receipt`: None where nothing is given. `lost`: in sentences, what that format cannot say."""

    receipt: dict[str, Any] | None
    lost: list[str]


class NewLink(Shape):
    """`person`: for whom; without, for the host of the space."""

    person: Id | None = None


class LinkShown(Shape):
    link: str
    expires: datetime


class Show(Shape):
    """A link, or an API token: one of them."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["link"]}, {"required": ["token"]}]})

    link: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = ""
    token: Annotated[str, StringConstraints(min_length=1, max_length=200)] = ""


class Opened(Shape):
    space: Id | None
    person: Id | None


class OutcomeShown(Shape):
    """`captured`: of whom the feature may capture anything, and of nobody else, whoever else is there.

    `withheld`: who is here beside them, as far as the desk knows. `extra`: for each use beside what the feature needs,
    of whom it may be made.
    """

    feature: Word
    on: bool
    why: Why
    captured: list[Id]
    withheld: list[Id]
    extra: dict[str, list[Id]]


class Outcomes(Shape):
    """`seq`: how many facts of the space were known when this was so; `place`: as events of the stream have it."""

    place: str
    seq: int
    items: list[OutcomeShown]


class WrongPlace(Shape):
    at: str
    cause: str


class Problem(Shape):
    """A problem (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[WrongPlace] = []
