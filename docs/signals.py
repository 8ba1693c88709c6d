"""Writes docs/signals.md from the code itself: `python docs/signals.py`; a test keeps it true.

What a format carries is tried, not claimed: for every level, a policy that accepts it of every use is written and
read back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sayso.decision import Level, Line
from sayso.row import ANY
from sayso.say import Say
from sayso.sharing.policy import Policy
from sayso.sharing.signals import aipref, dpv, gpc, odrl, robots, tdmrep
from sayso.sharing.signals.signal import Cells, Signal
from sayso.sharing.statement import SharingStatement, state
from sayso.vocabulary import data, purposes

PAGE = Path(__file__).parent / "signals.md"
DAY = date(2026, 6, 1)
LEVELS = [say for say in Say if say is not Say.UNSTATED]

Format = tuple[Callable[[SharingStatement], Signal], Callable[[str], Cells], tuple[str, ...]]
FORMATS: dict[str, Format] = {
    "odrl": (odrl.write, lambda text: odrl.read(text, DAY), odrl.NEVER_SAID),
    "dpv": (dpv.write, lambda text: dpv.read(text, DAY), dpv.NEVER_SAID),
    "aipref": (aipref.write, aipref.read, aipref.NEVER_SAID),
    "robots": (robots.write, robots.read, robots.NEVER_SAID),
    "tdmrep": (tdmrep.write, tdmrep.read_file, tdmrep.NEVER_SAID),
    "gpc": (gpc.write, gpc.read, gpc.NEVER_SAID),
}

INTRODUCTION = """# Signals

`sayso statement POLICY --format FORMAT` writes a sharing policy as a signal that machines read. No signal carries a
whole policy: each output says what it leaves out, in its comments where it can have any, and on standard error where
not. This page is written by `python docs/signals.py`, which tries what each format carries, and a test fails when it
is out of date.

Three laws hold for all of them, and are tested:

- What is read back is what was meant, or stricter: never looser, on no day, for no service.
- What is read back otherwise than it was meant is told beside the signal.
- A signal that is malformed is unknown, and unknown is never permission.

## What is carried

What each level of a policy becomes. A dash: nothing is said, and nothing is allowed. Only ODRL and DPV speak
of the whole grid.
"""


def page() -> str:
    """The page."""
    head = f"| | {' | '.join(f'`{say}`' for say in LEVELS)} | data | purposes | own kinds of data | last day |"
    lines = [INTRODUCTION, head, "|---" * (len(LEVELS) + 5) + "|", *map(_line, FORMATS), ""]
    lines.append("No format says what it means that terms are silent about a use, or why an exception is made.\n")
    lines.append("## What a format never says\n")
    for name, (_, _, never) in FORMATS.items():
        lines += [f"### {name}\n", *(f"- {sentence}" for sentence in never), ""]
    return "\n".join([*lines, ENDING])


ENDING = """## Reading signals

Each module of `sayso.sharing.signals` has a reader beside its writer. It gives the least say that the signal accepts,
by kind of data and purpose, and leaves out what it does not know.

```python
from sayso.sharing.signals import aipref

aipref.read("Content-Usage: train-ai=n")["content", "train-ai"]  # Say.NEVER
aipref.read("Content-Usage: train-ai")  # {}: no value is no answer
```

`gpc.json` is none of them: it is a site's promise to abide by the header, and not what anybody prefers."""


def _line(name: str) -> str:
    write, read, _ = FORMATS[name]
    heard = {say: read(write(_alike(say)).text) for say in LEVELS}
    levels = [" ".join(sorted({f"`{s}`" for s in heard[say].values()})) or "-" for say in LEVELS]
    spoken = {use for cells in heard.values() for use in cells}
    rows = _all_or(sorted({d.partition(".")[0] for d, _ in spoken}, key=list(data()).index), 4)
    uses = _all_or(sorted({p for _, p in spoken}, key=list(purposes()).index), len(purposes()))
    return f"| {name} | {' | '.join(levels)} | {rows} | {uses} | {_own(name)} | {_last_day(name)} |"


def _all_or(names: list[str], all_of_them: int) -> str:
    return "all" if len(names) == all_of_them else ", ".join(names)


def _own(name: str) -> str:
    """Whether the policy's own kinds of data are told apart from what they are under."""
    own = "content.audio.calls"
    lines = (Line(ANY, ANY, Say.OPT_OUT), Line(own, ANY, Say.OPT_IN))
    write, read, _ = FORMATS[name]
    cells = read(write(state(Policy("Ada", "", Level(lines), {own: "calls"}), DAY)).text)
    return "yes" if (own, "train-ai") in cells else "no"


def _last_day(name: str) -> str:
    """Whether a permission that ends is said with its last day."""
    write, read, _ = FORMATS[name]
    line = Line(ANY, ANY, Say.NO_SAY, until=DAY)
    cells = read(write(state(Policy("Ada", "", Level((line,))), DAY)).text)
    return "yes" if cells else "no"


def _alike(say: Say) -> SharingStatement:
    return state(Policy("Ada", "", Level((Line(ANY, ANY, say),))), DAY)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
