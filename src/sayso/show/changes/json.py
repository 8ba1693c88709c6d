"""JSON, as `change.schema.json` describes it. The same keys always, in the same order: no change is empty lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sayso.grid import Cell, Quote
from sayso.safe import escaped
from sayso.show.changes import words
from sayso.terms.change import Change, ClaimChange, ControlChange
from sayso.terms.document import Document
from sayso.terms.reading import Claim


def text(change: Change, *, everything: bool, indent: bool) -> str:
    """A change as one object: indented, or on one line."""
    value = as_dict(change, everything=everything)
    return escaped(json.dumps(value, ensure_ascii=False, indent=2 if indent else None)) + "\n"


def as_dict(change: Change, *, everything: bool) -> dict[str, Any]:
    """A change as plain dicts, lists, strings, numbers and booleans."""
    return {
        "old": _document(change.old),
        "new": _document(change.new),
        "note": change.note,
        "say": [
            {
                "row": c.row,
                "data": c.data,
                "purpose": c.purpose,
                "direction": str(c.direction),
                "before": _cell(c.before),
                "after": _cell(c.after),
                "means": words.means(c.before, c.after),
            }
            for c in change.cells
        ],
        "controls": [_control(c) for c in words.controls(change, everything)],
        "claims": [_claim(c) for c in change.claims] if everything else [],
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "source": document.source,
        "title": document.title,
        "sha256": document.sha256,
        "language": document.language,
        "words": document.words,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "say": str(cell.say),
        "deidentified": cell.deidentified,
        "contradiction": cell.contradiction,
        "evidence": _evidence(cell.evidence),
    }


def _control(change: ControlChange) -> dict[str, Any]:
    control = change.control
    return {
        "change": change.what,
        "purpose": change.purpose,
        "kind": control.kind,
        "target": control.target,
        "who": control.who,
        "scope": control.scope,
        "evidence": _evidence([control.quote]),
    }


def _claim(change: ClaimChange) -> dict[str, Any]:
    return {
        "change": change.what,
        "purpose": change.claim.purpose,
        "say": str(change.claim.say),
        "before": _said(change.before),
        "after": _said(change.after),
    }


def _said(claim: Claim | None) -> list[dict[str, Any]]:
    return _evidence([claim.quote]) if claim else []


def _evidence(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    return [{"quote": q.text, "section": q.section, "start": q.start, "end": q.end} for q in quotes]
