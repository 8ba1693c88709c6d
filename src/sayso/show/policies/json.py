"""A policy as JSON: the grid that it makes, for other programs. Keys always stand in the same order."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sayso.decision import Line
from sayso.safe import escaped
from sayso.sharing.policy import Policy
from sayso.sharing.stance import Stance, stances
from sayso.show.policies.words import SILENCE


def text(policy: Policy, *, service: str, on: date) -> str:
    """One object."""
    value = {
        "name": policy.name,
        "source": policy.source,
        "extends": [{"name": p.name, "source": p.source} for p in reversed(policy.chain[:-1])],
        "on": on.isoformat(),
        "service": service,
        "categories": policy.all_categories,
        "grid": [cell(s) for s in stances(policy, service, on)],
        "exceptions": [_exception(line, on) for line in policy.lines if line.service],
    }
    return escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def cell(stance: Stance) -> dict[str, Any]:
    """One cell: what is accepted (null where no line speaks of it), what silence means, and the lines that decide."""
    return {
        "data": stance.data,
        "purpose": stance.purpose,
        "accepted": str(stance.accepted) if stance.accepted else None,
        "line": stance.place,
        "note": stance.line.reason if stance.line else "",
        "unstated": SILENCE[stance.silence],
        "unstated_line": stance.silence_line.place if stance.silence_line else "",
    }


def _exception(line: Line, on: date) -> dict[str, Any]:
    return {
        "service": line.service,
        "data": line.data,
        "purpose": line.purpose,
        "accepted": str(line.least),
        "reason": line.reason,
        "until": line.until.isoformat() if line.until else None,
        "over": line.until is not None and line.until < on,
        "line": line.place,
    }
