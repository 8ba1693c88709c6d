"""Moments and stretches of time in words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from markupsafe import Markup

from sayso.web.pages.texts import Texts, own

_DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


def duration(iso: str, texts: Texts) -> Markup:
    """An ISO 8601 duration in words: `P30D` is "30 days". What is none stays as it is written."""
    found = _DURATION.fullmatch(iso)
    parts = {unit: int(n) for unit, n in found.groupdict().items() if n} if found else {}
    if not parts:
        return own(iso)
    return Markup(", ".join(texts.count(f"duration.{unit}", n) for unit, n in parts.items()))


def remaining(until: datetime, now: datetime, texts: Texts) -> Markup:
    """How long it is until a moment, rounded up: in seconds by tens, from two minutes on in minutes."""
    seconds = max(0.0, (until - now).total_seconds())
    if seconds > 120:
        return Markup(texts.count("duration.minutes", int(-(-seconds // 60))))
    return Markup(texts.count("duration.seconds", int(-(-seconds // 10) * 10)))


def moment(at: datetime, texts: Texts) -> Markup:
    """A moment: day and time."""
    utc = at.astimezone(UTC)
    month = texts.plain(f"month.{utc.month}")
    words = texts.plain("moment.words", day=utc.day, month=month, year=utc.year, time=f"{utc:%H:%M}")
    return _time(utc.isoformat(timespec="seconds"), words)


def clock(at: datetime, texts: Texts) -> Markup:
    """A moment of today: the time alone, to the second."""
    utc = at.astimezone(UTC)
    words = texts.plain("moment.clock", time=f"{utc:%H:%M:%S}")
    return Markup('<time class="clock" datetime="{}">{}</time>').format(utc.isoformat(timespec="seconds"), words)


def day(iso: str, texts: Texts) -> Markup:
    """A date in words; what is none stays as it is written."""
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        return own(iso)
    words = texts.plain("moment.date", day=found.day, month=texts.plain(f"month.{found.month}"), year=found.year)
    return _time(found.isoformat(), words)


def _time(iso: str, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(iso, words)
