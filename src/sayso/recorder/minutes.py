"""Minutes: what was said by those who agreed, with the line that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from sayso.recorder.transcript import Cue
from sayso.row import WITHHELD
from sayso.safe import one_line

#: What Markdown, or HTML in it, would act on inside a line that begins with a name.
_MARKUP = re.compile(r"([\\`*_<\[\]])")

#: Stands at the head of minutes. It says what holds for everybody, and counts and names nobody who refused; and it is
#: the same before and after somebody withdraws.
CONSENT_LINE = (
    "Only what was said by people who agreed to this feature, while they agreed, is written here. "
    f"What stands as {WITHHELD} was never captured, or was taken out when somebody withdrew."
)


def minutes(title: str, cues: Iterable[Cue], names: Mapping[str, str]) -> str:
    """The minutes as Markdown. Withheld stretches in a row become one, so that their number tells nothing."""
    lines = [f"# {_plain(title)}", "", f"*{CONSENT_LINE}*"]
    for person, run in groupby(cues, key=lambda cue: cue.person):
        words = _plain(" ".join(cue.text for cue in run))
        lines += ["", f"**{_plain(names.get(person, person))}:** {words}" if person else WITHHELD]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Somebody's name or words as no more than that: no tag, no markup, no line that could pass for one of ours."""
    return _MARKUP.sub(r"\\\1", one_line(text))
