"""One finding of a check, in the words that letters and advice share.

What a document says is quoted literally, each of its lines behind `> `: no quote can end a letter, begin another or
sign it. A placeholder, in square brackets, stands only for what cannot be known here.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import PurePath
from re import IGNORECASE
from re import compile as pattern

from sayso.grid import CellException, Quote
from sayso.safe import excerpt, one_line, visible
from sayso.say import Say
from sayso.sharing.catalogue import known
from sayso.sharing.check import Check, Finding
from sayso.sharing.service import Statement
from sayso.sharing.wording import ACCEPTED, LEFT, MINE, YOURS, act, called, doing

_KIND_OF_DOCUMENT = pattern(
    r"[\s:|,–—-]*\b(terms( (of|and|&) (service|use|conditions))?|privacy (policy|notice|statement)|user agreement)\s*$",
    IGNORECASE,
)
#: A letter is about one thing: more quotes than these make it no clearer.
_MOST_QUOTES = 3


class Case:
    """One finding of a check, in the words that letters and advice share."""

    def __init__(self, check: Check, finding: Finding) -> None:
        self.check, self.finding, self.purpose = check, finding, finding.purpose
        categories = check.policy.all_categories
        self.data = short(called(finding.data, MINE, categories))
        self.your_data = short(called(finding.data, YOURS, categories))
        self.service = service_called(check)

    @cached_property
    def act(self) -> str:
        """What is done, as the person says it: `train AI models with my video`."""
        return act(self.purpose, self.data)

    @cached_property
    def doing(self) -> str:
        """The same as a noun."""
        return doing(self.purpose, self.data)

    @property
    def say(self) -> Say:
        """How much say the documents leave."""
        return self.finding.said.say

    @cached_property
    def note(self) -> str:
        """The person's own words on it: the note or the reason of the line that decided."""
        line = self.finding.decision.line
        return one_line(line.reason) if line else ""

    @cached_property
    def stand(self) -> str:
        """What the person accepts, and why."""
        accepted = self.finding.accepted
        stand = "I do not take silence for a promise." if self.say is Say.UNSTATED else ""
        if accepted is not None:
            stand = f"{stand} {ACCEPTED[accepted]}".strip()
        return f"{stand} My reason: {self.note.rstrip('.')}." if self.note else stand

    @cached_property
    def place(self) -> str:
        """The document and section that the finding rests on."""
        if not self.finding.said.by:
            return ""
        first = self.finding.said.by[0]
        quotes = evidence(first)
        section = short(quotes[0].section) if quotes else ""
        return ", ".join(filter(None, [document_called(self.check, first.source), section]))

    def documents(self) -> str:
        """The names of the service's documents."""
        return ", ".join(f"“{name}”" for name in dict.fromkeys(_names(self.check).values())) or "your terms"

    def quotes(self, who: str) -> tuple[str, ...]:
        """What the documents say, in their words: to the service (`you`), or to somebody else (`they`)."""
        by = self.finding.said.by
        return tuple(self._quoted(by[0], f"{who} write")) if by else ()

    def read(self, who: str, whose: str) -> tuple[str, ...]:
        """How the person reads it; and where another document promises more, its words."""
        if not self.finding.said.by:
            return (f"{whose} documents ({self.documents()}) do not say whether {who} {self.act}.",)
        (first, *_), last = self.finding.said.by, self.finding.said.by[-1]
        read = f"As I read it, {who} may {self.act}{LEFT.get(self.say, '')}."
        if first.cell.deidentified:
            read += " That this is done with de-identified data only does not change my answer."
        if self.finding.said.clash and last.source != first.source:
            return (read, *self._quoted(last, f"{who} promise more", "Yet in"))
        return (read,)

    def _quoted(self, statement: Statement, verb: str, begin: str = "In") -> list[str]:
        document = document_called(self.check, statement.source) or "the terms"
        parts: list[str] = []
        section = ""
        for quote in evidence(statement)[:_MOST_QUOTES]:
            if not parts or quote.section != section:
                section = quote.section
                place = f"“{document}”, section “{short(section)}”" if section else f"“{document}”"
                parts.append(f"{begin if not parts else 'And in'} {place}, {verb}:")
            parts.append(quoted(quote.text))
        return parts or [f"{begin} “{document}” {verb} so."]


def evidence(statement: Statement) -> tuple[Quote, ...]:
    """The quotes that a statement rests on: where an exception for participants decides, its quotes come first."""
    apart: list[CellException] = [e for e in statement.cell.exceptions if e.say is statement.say and e.evidence]
    if statement.say is not statement.cell.say and apart:
        return (*apart[0].evidence[:1], *statement.cell.evidence)
    return statement.cell.evidence


def document_called(check: Check, source: str) -> str:
    """A document's title, else the name of its file."""
    return _names(check).get(source, "")


def service_called(check: Check) -> str:
    """The service's name as people say it; empty if it is not known."""
    name, readings = check.service.name, check.service.readings
    given = name not in {d for r in readings for d in (r.document.source, r.document.title)}
    if given:
        return short(name)
    if entry := known(check.service):
        return entry.name
    titles = [_KIND_OF_DOCUMENT.sub("", one_line(r.document.title)) for r in readings]
    return short(next(filter(None, titles), ""))


@lru_cache(maxsize=1024)
def short(text: str) -> str:
    """A heading or title, harmless and of a length to be read."""
    return excerpt(text, 200)


@lru_cache(maxsize=1024)
def quoted(text: str) -> str:
    """A quote as letters show it: literal, harmless, every line behind `> `."""
    return "> " + visible(text).replace("\n", "\n> ")


def _names(check: Check) -> dict[str, str]:
    return _called(tuple((r.document.source, r.document.title) for r in check.service.readings))


@lru_cache(maxsize=256)
def _called(documents: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What each document is called, by its source; a path stays on the computer that it is of."""
    return {source: short(title) or _file_name(source) for source, title in documents}


def _file_name(source: str) -> str:
    return "the document" if source == "-" else short(PurePath(source).name)
