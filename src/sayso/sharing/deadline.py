"""Until when a person can act, if a text says so: `by 1 May 2026`, `within 30 days of this notice`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from sayso.sharing.wording import MONTHS

_MONTH = "|".join(rf"{m[:3]}(?:{m[3:]})?" if len(m) > 3 else m for m in MONTHS)
_DATE = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))\b"
)
_BY = re.compile(
    rf"\b(?P<word>on or before|by|before|prior to|until|no later than|not later than)\s+(?:the\s+)?{_DATE}", re.I
)
_WITHIN = re.compile(
    r"\bwithin\s+(?:\w+\s+\()?(?:\d{1,3}|seven|ten|fourteen|thirty|sixty|ninety)\)?\s+"
    r"(?:(?:calendar|business|working)\s+)?(?:days|weeks|months)\b(?:\s+(?:of|from|after)\s+[^.;,(\n]{1,80}(?<=\w)(?!\w))?",
    re.I,
)
#: Words that make a time that of the person; others that make it somebody else's, anywhere or just before it.
_REFUSES = re.compile(
    r"\b(?:opt(?:s|ing|ed)?|object(?:s|ing|ion)?|decline|refus(?:e|ing|al)|reject|unsubscribe|withdraw|turn(?:ed)? off"
    r"|disable|(?:notify|tell|contact|inform|write to|e-?mail) us|let us know)\b",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:we|they)\b|\b(?:process|handl|answer|honou?r|complet|confirm|delet|remov|respon|effect)\w*\s*(?:\w+\s+){0,2}$",
    re.I,
)
_BEGINS = re.compile(r"\s*,?\s*(?:you\b|please\b|opt\b|object\b|tell\b|let us\b|turn\b)", re.I)
_END = re.compile(r"[.;!?\n]")


@lru_cache(maxsize=4096)
def deadline(text: str) -> str:
    """The last day as `2026-05-01`, or a time in the text's own words (`within 30 days of this notice`), or nothing.

    Only a time that is the person's own counts: in how many days "we will respond" is not until when one can act.
    """
    for pattern in (_BY, _WITHIN):
        for found in pattern.finditer(text):
            if _is_the_persons(text, found) and (last := _last_day(found) if pattern is _BY else found[0]):
                return " ".join(last.split())
    return ""


def is_over(until: str, on: date) -> bool:
    """Whether a deadline is a day that has passed."""
    try:
        return date.fromisoformat(until) < on
    except ValueError:
        return False


def _is_the_persons(text: str, found: re.Match[str]) -> bool:
    clause = _END.split(text[: found.start()])[-1]
    if not clause.strip():
        return bool(_BEGINS.match(text, found.end()))
    return bool(_REFUSES.search(clause)) and not _OTHERS.search(clause)


def _last_day(found: re.Match[str]) -> str:
    """The last day of a match, as ISO 8601; empty if there is no such day."""
    try:
        if found["iso"]:
            day = date.fromisoformat(found["iso"])
        else:
            month = (found["m1"] or found["m2"])[:3].capitalize()
            number = [m[:3] for m in MONTHS].index(month) + 1
            day = date(int(found["y1"] or found["y2"]), number, int(found["d1"] or found["d2"]))
        before = found["word"].lower() in ("before", "prior to")
        return str(day - timedelta(1) if before else day)
    except (ValueError, OverflowError):
        return ""
