"""What administrators' requests and their answers look like: features, notices, erasures, the audit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from sayso.consent.feature import Mode
from sayso.say import Say
from sayso.vocabulary import data, purposes
from sayso.web.shapes import (
    BY_USE,
    PLAIN,
    Address,
    Country,
    Id,
    Line,
    Shape,
    Text,
    Uri,
    UseName,
    Version,
    Word,
)

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Texts = Annotated[dict[UseName, Text], Field(max_length=50, json_schema_extra=BY_USE)]


class UseShown(Shape):
    data: Annotated[str, Field(json_schema_extra={"enum": sorted(data())})]
    purpose: Annotated[str, Field(json_schema_extra={"enum": sorted(purposes())})]
    needed: bool


class FeatureShown(Shape):
    """What a host can turn on, once its version has a notice. `fewest`: with fewer people in a space it is off there,
    by policy, whatever anybody answers.
    """

    name: Word
    version: Version
    mode: Mode
    uses: Annotated[list[UseShown], Field(min_length=1, max_length=50)]
    fewest: Annotated[int, Field(ge=1, le=10_000)] = 1


class Features(Shape):
    items: list[FeatureShown]


class PartyShown(Shape):
    id: Uri
    name: Line
    email: Line
    address: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1F\x7F]*$")] = ""


class GroundShown(Shape):
    say: Say
    quote: Annotated[str, StringConstraints(max_length=2000)] = ""
    section: Annotated[str, StringConstraints(max_length=200)] = ""
    source: Annotated[str, StringConstraints(max_length=200)] = ""


class NewNotice(Shape):
    """A notice for a feature; see `sayso.consent.notice`."""

    feature: Word
    version: Line
    date: Annotated[
        str,
        StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
        Field(json_schema_extra={"format": "date"}),
    ]
    controller: PartyShown
    jurisdiction: Country
    storage: Country
    retention: Annotated[str, StringConstraints(pattern=r"^P[0-9]{1,5}[DWMY]$")]
    withdraw_at: Address
    rights_at: Address
    language: Language = "en"
    legal_basis: Literal["A6-1-a", "A6-1-b", "A6-1-c", "A6-1-d", "A6-1-e", "A6-1-f"] = "A6-1-a"
    costs_nothing: Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00-\x1F\x7F]*$")] = ""
    recipients: Annotated[list[PartyShown], Field(max_length=20)] = Field(default_factory=list)
    texts: Texts = Field(default_factory=dict)
    translations: Annotated[dict[Language, Texts], Field(max_length=30, json_schema_extra=BY_USE)] = Field(
        default_factory=dict
    )
    grounds: Annotated[dict[UseName, GroundShown], Field(max_length=50, json_schema_extra=BY_USE)] = Field(
        default_factory=dict
    )


class Noted(Shape):
    """`version`: of the notice. `feature_version`: about which people are asked with it."""

    feature: Word
    feature_version: Version
    version: str


class Lookup(Shape):
    """A part of a name, or of how somebody is known outside."""

    part: Annotated[str, StringConstraints(pattern=PLAIN, min_length=2, max_length=200)]


class PersonKnown(Shape):
    """Somebody as they are known outside, what they are called, and in how many spaces they are or were."""

    who: str
    names: list[str]
    spaces: int


class Found(Shape):
    """`more`: there are others; give a longer part."""

    items: list[PersonKnown]
    more: bool


class Erasure(Shape):
    """Whom to forget, as they are known outside: for addresses in any case."""

    who: Annotated[str, StringConstraints(pattern=PLAIN, min_length=1, max_length=400)]


class Erased(Shape):
    spaces: int


class ChainShown(Shape):
    """Where the chain of a space ends: how many facts it has, and the digest of the last."""

    space: Id
    facts: int
    digest: str


class Chains(Shape):
    items: list[ChainShown]
    next: str | None


class Exported(Shape):
    """Records as compact JWS; `sayso receipt verify` reads them."""

    records: str


class ActShown(Shape):
    seq: int
    at: AwareDatetime
    asker: str
    act: str
    thing: str


class ActsShown(Shape):
    items: list[ActShown]
    next: str | None
