"""TDMRep: the reservation of text and data mining, in a header, in a page or in a site's file.

Directive (EU) 2019/790, Art. 4(3); W3C community report of TDMRep, sections 6.1 to 6.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sayso.preferences.preference import Answer, Preference
from sayso.sharing.signals.paths import matched
from sayso.sharing.signals.signal import json_of
from sayso.sharing.signals.tdmrep import MINING

NAME = "tdm-reservation"
_ANSWERS = {"1": Answer.REFUSED, "0": Answer.ALLOWED}


def heard(pairs: Sequence[tuple[str, str]], file: str, path: str, purpose: str) -> Iterator[Preference]:
    """What header fields and the site's file say."""
    if purpose not in MINING:
        return
    for name, value in pairs:
        if name.lower() == NAME:
            yield reserved(value, "TDMRep header")
    if file.strip():
        yield from _of_file(file, path)


def reserved(value: Any, signal: str) -> Preference:
    """What a value says: 1 reserves, 0 does not, and nothing else means anything."""
    said = str(value).strip() if isinstance(value, str) or type(value) is int else ""
    return Preference(_ANSWERS.get(said, Answer.UNKNOWN), signal, f"{NAME}: {value}")


def _of_file(text: str, path: str) -> Iterator[Preference]:
    """The first rule that matches the path decides. A file, or a rule before it, that is not understood, is unknown."""
    signal = "tdmrep.json"
    try:
        rules = json_of(text)
    except ValueError as error:
        yield Preference(Answer.UNKNOWN, signal, str(error))
        return
    for rule in rules if isinstance(rules, list) else [None]:
        location = rule.get("location") if isinstance(rule, dict) else None
        if not isinstance(rule, dict) or not isinstance(location, str):
            yield Preference(Answer.UNKNOWN, signal, "a rule without a location")
            return
        if matched(location, path) is not None:
            yield reserved(rule.get(NAME), signal)
            return
