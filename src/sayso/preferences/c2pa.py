"""The training-mining assertion of a C2PA manifest, under the label of C2PA 1.x and of its successor CAWG.

    {"label": "cawg.training-mining", "data": {"entries": {"cawg.ai_generative_training": {"use": "notAllowed"}}}}

The signature of the manifest is not checked here: a refusal counts though nobody vouches for it, and so that a yes
does not, it is unknown unless the record says that the manifest is `valid`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.preferences.preference import Answer, Preference

_LABEL = re.compile(r"(?:c2pa|cawg)\.training-mining(?:\.v\d+)?(?:__\d+)?")
_ENTRIES = {"train-ai": ("ai_generative_training", "ai_training", "data_mining"), "research": ("data_mining",)}
_ANSWERS = {"allowed": Answer.ALLOWED, "notAllowed": Answer.REFUSED, "constrained": Answer.UNKNOWN}


def heard(assertions: Iterable[Any], purpose: str) -> Iterator[Preference]:
    """What the assertions say. `constrained` hangs on conditions that are written for people: unknown."""
    wanted = _ENTRIES.get(purpose, ())
    for assertion in assertions if wanted else ():
        label = assertion.get("label") if isinstance(assertion, dict) else None
        if not isinstance(label, str):
            yield Preference(Answer.UNKNOWN, "C2PA manifest", "an assertion without a label")
        elif _LABEL.fullmatch(label):
            yield from _entries(label, assertion.get("data"), wanted, assertion.get("valid") is True)


def _entries(label: str, data: Any, wanted: tuple[str, ...], valid: bool) -> Iterator[Preference]:
    entries = data.get("entries") if isinstance(data, dict) else None
    if not isinstance(entries, dict):
        yield Preference(Answer.UNKNOWN, label, "no entries")
        return
    for name, entry in entries.items():
        if name.partition(".")[2] not in wanted:
            continue
        use = entry.get("use") if isinstance(entry, dict) else entry
        answer = _ANSWERS.get(use, Answer.UNKNOWN) if isinstance(use, str) else Answer.UNKNOWN
        if answer is Answer.ALLOWED and not valid:
            answer = Answer.UNKNOWN
        yield Preference(answer, label, f"{name}: {use}")
