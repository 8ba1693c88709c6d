"""Minutes: what was said by those who agreed, with the line that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from sayso.recorder.transcript import Cue
from sayso.row import WITHHELD

#: Stands at the head of minutes. It says what holds for everybody, and counts and names nobody who refused.
CONSENT_LINE = (
    "Only what was said by people who agreed to this feature, while they agreed, is written here. "
    f"What stands as {WITHHELD} was never captured."
)


def minutes(title: str, cues: Iterable[Cue], names: Mapping[str, str]) -> str:
    """The minutes as Markdown. Withheld stretches in a row become one, so that their number tells nothing."""
    lines = [f"# {title}", "", f"*{CONSENT_LINE}*"]
    for person, run in groupby(cues, key=lambda cue: cue.person):
        said = WITHHELD if not person else f"**{names.get(person, person)}:** {' '.join(cue.text for cue in run)}"
        lines += ["", said]
    return "\n".join(lines) + "\n"
