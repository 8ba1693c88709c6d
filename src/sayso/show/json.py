"""JSON, as `reading.schema.json` describes it: the format that other programs read.

Nothing is left out and nothing is changed: a quote read back from here is the document's text, character by
character. Keys always stand in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.grid import Cell, Quote
from sayso.safe import escaped
from sayso.show.cells import shown_cells
from sayso.terms.reading import Reading


def piece(reading: Reading) -> str:
    """One reading, indented."""
    return escaped(json.dumps(as_dict(reading), ensure_ascii=False, indent=2)) + "\n"


def whole(pieces: Sequence[str], several: bool) -> str:
    """One object for one document, a list where several were asked for."""
    if not several:
        return "".join(pieces)
    inside = ",\n".join(piece.rstrip("\n") for piece in pieces)
    return f"[\n{inside}\n]\n" if pieces else "[]\n"


def line(reading: Reading) -> str:
    """One reading on one line, for JSON Lines."""
    return escaped(json.dumps(as_dict(reading), ensure_ascii=False, separators=(", ", ": "))) + "\n"


def as_dict(reading: Reading) -> dict[str, Any]:
    """A reading as plain dicts, lists, strings, numbers and booleans."""
    document = reading.document
    return {
        "document": {
            "source": document.source,
            "title": document.title,
            "sha256": document.sha256,
            "language": document.language,
            "words": document.words,
        },
        "answer": _cell(reading.answer),
        "grid": [_cell(cell) for cell in shown_cells(reading.grid)],
        "controls": [
            {
                "kind": c.kind,
                "target": c.target,
                "purposes": list(c.purposes),
                "who": c.who,
                "scope": c.scope,
                "evidence": _evidence([c.quote]),
            }
            for c in reading.controls
        ],
        "definitions": [
            {"term": d.term, "data": list(d.data), "evidence": _evidence([d.quote])} for d in reading.definitions
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "data": cell.data,
        "purpose": cell.purpose,
        "say": str(cell.say),
        "deidentified": cell.deidentified,
        "contradiction": cell.contradiction,
        "evidence": _evidence(cell.evidence),
        "exceptions": [{"data": e.data, "say": str(e.say), "evidence": _evidence(e.evidence)} for e in cell.exceptions],
        "reason": cell.reason,
    }


def _evidence(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    return [{"quote": q.text, "section": q.section, "start": q.start, "end": q.end} for q in quotes]
