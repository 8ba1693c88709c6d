"""The phrase book, and the one pass that finds every phrase of it in a text.

A hit has a one-letter code, so that the hits of a sentence spell a short string, and a rule is a small pattern
over that string. `CODES` is the alphabet; `lexicon.toml` holds the phrases.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CODES = {
    "noise": "",
    "we": "W", "you": "Y", "third": "T", "processor": "P", "affiliate": "A", "authority": "L", "others": "O",
    "human": "H", "use": "u", "collect": "c", "share": "s", "give": "g", "sale": "s", "receive": "g", "train": "t",
    "improve": "i", "analyse": "y", "review": "r", "access": "e", "product": "p", "model": "M", "ads": "a",
    "messages": "m", "market": "k", "not": "N", "only": "X", "except": "E", "override": "V", "consent": "K",
    "optout":
        "Q",
        "control":
        "C",
        "signal":
        "Q",
        "tied":
        "Z",
        "decider":
        "O",
        "grant":
        "l",
        "purpose":
        "f",
        "region":
        "R",
        "plan":
        "B",
    "feedback": "F", "support": "F", "beta": "F", "children": "J", "candidates": "J", "deidentified": "G",
    "any": "D", "vague": "D", "content": "1", "usage": "2", "profile": "3", "sensitive": "4",
}  # fmt: skip


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether a text has any of these, anywhere: a look that costs little, before a pattern that costs more."""
    for word in words:  # noqa: SIM110 - half as quick again as any()
        if word in text:
            return True
    return False


class Hit(NamedTuple):
    """A phrase found: its code, what it names (`content.audio`, `optout`), and its offsets."""

    code: str
    name: str
    start: int
    end: int


_BRACES = re.compile(r"\{([^{}]*)\}")
_FOLD = (("’", "'"), ("‘", "'"), ("\n", " "), ("\t", " "), ("\u00a0", " "), ("‑", "-"), ("‐", "-"))
_SURROGATE = re.compile("[\ud800-\udfff]")
_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:[ \t][^()\n]*)?\)")
_URL = re.compile(r"https?://\S+")


def expand(phrase: str) -> list[str]:
    """`improv{e,ing}` -> `improve`, `improving`."""
    if not (m := _BRACES.search(phrase)):
        return [phrase]
    return [p for option in m.group(1).split(",") for p in expand(phrase[: m.start()] + option + phrase[m.end() :])]


def fold(text: str) -> str:
    """Lower case, plain apostrophes and hyphens, link targets blanked: the same length as the text."""
    for odd, plain in _FOLD:
        text = text.replace(odd, plain)
    folded = text.lower()
    if len(folded) != len(text):  # a few letters grow when lowered
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for sign, target in (("](", _TARGET), ("http", _URL)):  # apart: each pattern skips from one of its own to the next
        if sign in folded:
            folded = target.sub(_blank, folded)
    return folded


def _blank(m: re.Match[str]) -> str:
    return " " * (m.end() - m.start())


def scan(folded: str) -> list[Hit]:
    """All phrases in a folded text, in order, none overlapping, the longest at each place, whole words only."""
    automaton, names = _automaton()
    try:
        found = automaton.find_matches_as_indexes(folded)
    except UnicodeEncodeError:  # half a surrogate pair: no letter of any word
        found = automaton.find_matches_as_indexes(_SURROGATE.sub(" ", folded))
    padded = f" {folded} "  # so that every place has a neighbour
    within, new = str.isalnum, tuple.__new__  # a document has thousands of hits
    return [
        new(Hit, (names[index][1], names[index][0], start, end))
        for index, start, end in found
        if names[index][1] and not within(padded[start]) and not within(padded[end + 1])
    ]


@cache
def _automaton():  # type: ignore[no-untyped-def]
    from ahocorasick_rs import AhoCorasick, MatchKind

    table = tomllib.loads(files("sayso.terms").joinpath("lexicon.toml").read_text("utf-8"))
    names: dict[str, tuple[str, str]] = {}
    for group in table.values():
        for name, phrases in group.items():
            code = CODES[name.partition(".")[0]]
            for phrase in phrases:
                for p in expand(phrase):
                    names.setdefault(p, (name, code))
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), list(names.values())
