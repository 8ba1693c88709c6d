"""What reading a document gives: its claims, composed into a grid, with its controls and definitions."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.grid import Cell, Grid, Quote
from sayso.say import Say
from sayso.terms.document import Document


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one sentence: this data, this purpose, this much say.

    `data`: rows or kinds (`content.audio`) that the statement covers. `rule`: the name of the rule that found it.
    `scope`: `""` for everyone, or what it is limited to: `region`, `plan`, `participants`, `feature`.
    `conditions`: words such as `deidentified`, `overrides`, `exclusive`, `aside`.
    """

    data: tuple[str, ...]
    purpose: str
    say: Say
    quote: Quote
    rule: str
    scope: str = ""
    conditions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Control:
    """A way to say no (or yes) that the document offers.

    `kind`: `setting`, `link`, `form`, `email`, `unsubscribe`, `cookies`, `device`, `signal` or `request`.
    `target`: the URL, address or name of the setting, if the document gives one. `purposes`: what it governs.
    `who`: `person`, or the `administrator`, `host` or `account owner` where only that one can use it. `scope`: as for
    claims.
    """

    kind: str
    target: str
    purposes: tuple[str, ...]
    quote: Quote
    who: str = "person"
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term that the document defines, and the rows and kinds of data that it covers by its own words."""

    term: str
    data: tuple[str, ...]
    quote: Quote


@dataclass(frozen=True)
class Reading:
    """A document read. Deterministic: the same bytes give the same reading."""

    document: Document
    grid: Grid
    claims: tuple[Claim, ...]
    controls: tuple[Control, ...]
    definitions: tuple[Definition, ...]

    @property
    def answer(self) -> Cell:
        """Is AI trained with what people create here, and how much say do they have?"""
        return self.grid["content", "train-ai"]
