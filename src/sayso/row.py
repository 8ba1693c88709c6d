"""A row of what may become a training set, and what the people in it have said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

#: Stands for all data, for all purposes, for all spaces, for all features.
ANY = "*"

#: Stands in a transcript for what was not captured, or was taken out of it.
WITHHELD = "[withheld]"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: who is in it, what it is, where and when it was collected, and under which version of the terms.

    `source`: where it was fetched, if it was published there; empty where it is the service's own.
    """

    id: str
    subjects: tuple[str, ...]
    data: str
    at: datetime
    terms: str
    space: str = ""
    feature: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a transcript: who speaks, and what they say. Nobody is named where the speaker is empty."""

    speaker: str
    text: str


def parts(row: Row, speakers: Sequence[str]) -> Iterator[Row]:
    """Each segment of a transcript as a row of its own, with the id `ROW#n`, from 0 on.

    Who speaks is in it; and who is in the row and speaks in no segment of it is in every one, as what nobody can tell
    apart from the rest. A transcript without segments is one in which nobody is named.
    """
    silent = tuple(person for person in row.subjects if not person or person not in speakers)
    for number, speaker in enumerate(speakers or ("",)):
        yield replace(row, id=f"{row.id}#{number}", subjects=(speaker, *silent))


def cut(segments: Sequence[Segment], passing: Sequence[bool]) -> list[Segment]:
    """What is left of a transcript: what does not pass keeps its place and nothing else. Empty: it does not pass."""
    left = [s if passes else Segment("", WITHHELD) for s, passes in zip(segments, passing, strict=False)]
    return left if any(passing) else []


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person said of one use at one moment: `given`, `refused` or `withdrawn`.

    `space`, `feature`: for these alone, or for all. `covers`: it holds for what was collected from then on; from `at`
    on, if nothing else was said. `until`: it ends there. `free`: not asked by whom they depend on (EDPB 05/2020, 21).
    """

    person: str
    data: str
    purpose: str
    says: str
    at: datetime
    space: str = ANY
    feature: str = ANY
    covers: datetime | None = None
    until: datetime | None = None
    free: bool = True

    def speaks_of(self, data: str, space: str, feature: str) -> bool:
        """Whether it is about such a row. A yes has to cover all of it; a no to a part of it is a no to it."""
        whole = self.data == ANY or data == self.data or data.startswith(self.data + ".")
        part = self.says != "given" and self.data.startswith(data + ".")
        return (whole or part) and self.space in (ANY, space) and self.feature in (ANY, feature)

    def order(self) -> tuple[datetime, bool, str, bool, datetime, bool, float]:
        """The last one counts; of two at the same moment the no, then the yes that reaches less far."""
        until = -self.until.timestamp() if self.until else 0.0
        covers = self.covers or self.at
        return (self.at, self.says != "given", self.says, not self.free, covers, self.until is not None, until)
