"""JSON, as `impact.schema.json` describes it; as JSON Lines, the counts are on the first line and each policy follows.

In the list a cell is its name, `content.audio train-ai`, because the list can be long.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.safe import escaped
from sayso.sharing.impact import Count, Impact, Touched


def pieces(impact: Impact, who: Iterable[Touched] | None) -> Iterator[str]:
    """One object, indented; each policy of its list stands on a line."""
    text = escaped(json.dumps(as_dict(impact), ensure_ascii=False, indent=2))
    if who is None:
        yield text + "\n"
        return
    # The list is the last thing in the object, so that it can be written as it comes.
    yield text.removesuffix("\n}") + ',\n  "list": ['
    for number, one in enumerate(who):
        yield (",\n    " if number else "\n    ") + _line(entry(one))
    yield "\n  ]\n}\n"


def lines(impact: Impact, who: Iterable[Touched] | None) -> Iterator[str]:
    """One object a line."""
    yield _line(as_dict(impact)) + "\n"
    for one in who or ():
        yield _line(entry(one)) + "\n"


def as_dict(impact: Impact) -> dict[str, Any]:
    """The counts as plain dicts, lists, strings and numbers."""
    return {
        "service": impact.service,
        "on": impact.on.isoformat(),
        "policies": impact.policies,
        **_count(impact.total),
        "cells": [
            {"data": m.data, "purpose": m.purpose, "was": str(m.was), "now": str(m.now), **_count(count)}
            for m, count in impact.moves
        ],
    }


def entry(one: Touched) -> dict[str, Any]:
    """One policy of the list."""
    return {
        "policy": one.policy,
        "conflict": [move.cell for move in one.conflict],
        "ask": [move.cell for move in one.ask],
        "freed": [move.cell for move in one.freed],
    }


def _count(count: Count) -> dict[str, int]:
    return {"conflict": count.conflict, "ask": count.ask, "freed": count.freed}


def _line(value: dict[str, Any]) -> str:
    return escaped(json.dumps(value, ensure_ascii=False))
