"""What one passage gives: at a skim, what the whole document needs to know of it; read, its claims and controls.

Both have a plain form (JSON) in which they are remembered. Offsets and section numbers count from the passage.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from sayso.say import Say
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl
from sayso.terms.definitions import Defined
from sayso.terms.outline import Section


def decoded(values: dict[bytes, bytes]) -> dict[bytes, list[Any]]:
    """Plain forms by key, from JSON all at once: a document has many, and most are short."""
    return dict(zip(values, json.loads(b"[" + b",".join(values.values()) + b"]"), strict=True))


@dataclass(slots=True)
class Skim:
    """A passage at a skim: headings with their kinds, defined terms, who acts, how much it talks of data in general."""

    sections: list[Section]
    kinds: list[frozenset[str]]
    terms: list[Defined]
    subjects: dict[str, int]
    general: int
    words: int

    def plain(self) -> bytes:
        """As JSON."""
        sections = [(s.number, s.title, s.level, s.start) for s in self.sections]
        terms = [(d.term, d.data, d.start, d.end) for d in self.terms]
        kinds = [sorted(k) for k in self.kinds]
        return json.dumps([sections, kinds, terms, self.subjects, self.general, self.words]).encode()

    @staticmethod
    def of(plain: list[Any]) -> Skim:
        """From what was JSON."""
        sections, kinds, terms, subjects, general, words = plain
        return Skim(
            [Section(number, title, level, -1, start) for number, title, level, start in sections],
            [frozenset(k) for k in kinds],
            [Defined(term, tuple(data), start, end) for term, data, start, end in terms],
            subjects,
            general,
            words,
        )


@dataclass(slots=True)
class Findings:
    """A passage read: claims, controls, the rows of data that it says are collected, and the kinds that it names."""

    claims: list[Found]
    controls: list[FoundControl]
    collected: frozenset[str]
    kinds: frozenset[str]

    def plain(self) -> bytes:
        """As JSON."""
        claims = [[_bare(getattr(c, name)) for name in _CLAIM] for c in self.claims]
        controls = [[getattr(k, name) for name in _CONTROL] for k in self.controls]
        return json.dumps([claims, controls, sorted(self.collected), sorted(self.kinds)]).encode()

    @staticmethod
    def of(plain: list[Any]) -> Findings:
        """From what was JSON."""
        claims, controls, collected, kinds = plain
        return Findings(
            [_claim(c) for c in claims], [_control(k) for k in controls], frozenset(collected), frozenset(kinds)
        )

    def moved(self, by: int, section: int, above: int) -> None:
        """Count from the document's start: the passage stands `by` characters in, its first section is `section`."""
        for c in self.claims:
            c.start += by
            c.end += by
            c.section = c.section + section if c.section >= 0 else above
            if c.lead:
                c.lead = (c.lead[0] + by, c.lead[1] + by)
        for k in self.controls:
            k.start += by
            k.end += by
            k.section = k.section + section if k.section >= 0 else above


_CLAIM = [f.name for f in fields(Found)]
_CONTROL = [f.name for f in fields(FoundControl)]


def _bare(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _claim(plain: list[Any]) -> Found:
    c = Found(*plain)
    c.say = Say(c.say)
    c.data = tuple(c.data)
    c.flags = frozenset(c.flags)
    c.lead = tuple(c.lead) if c.lead else None  # type: ignore[assignment]
    return c


def _control(plain: list[Any]) -> FoundControl:
    k = FoundControl(*plain)
    k.purposes = tuple(tuple(p) for p in k.purposes)  # type: ignore[misc]
    return k
