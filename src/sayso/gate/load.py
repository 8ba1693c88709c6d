"""The grounds of a run, from files: terms, strategy and preference signals, with the digest of each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import polars as pl

from sayso.decision import Passage
from sayso.errors import GateError
from sayso.gate.grounds import Grounds
from sayso.gate.shard import digest
from sayso.gate.strategy import ASKED, Strategy, strategy
from sayso.grid import Cell, Grid
from sayso.preferences.preference import Answer
from sayso.preferences.source import preference, source
from sayso.say import Say


def grounds(
    terms: Mapping[str, str], strategy_file: str | None, signals: Sequence[str], purpose: str, agent: str = "*"
) -> Grounds:
    """What is known beside rows and consents. `terms`: of each version, a document or its reading as JSON.

    Raises `GateError`, and what reading a document raises.
    """
    named = {f"terms {version}": file for version, file in terms.items()}
    named |= {"strategy": strategy_file} if strategy_file else {}
    named |= {f"signals {number}": file for number, file in enumerate(signals, 1)}
    return Grounds(
        grids={version: _grid(Path(file)) for version, file in terms.items()},
        intended=_strategy(Path(strategy_file)) if strategy_file else ASKED,
        signals={url: heard for file in signals for url, heard in _signals(Path(file), purpose, agent).items()},
        digests={name: digest(Path(file)) for name, file in named.items()},
    )


def _grid(file: Path) -> Grid:
    """A reading that was kept as JSON, or a document that is read now."""
    if file.suffix.lower() != ".json":
        from sayso import read

        return read(str(file)).grid
    try:
        cells = json.loads(file.read_text("utf-8"))["grid"]
        return Grid(Cell(c["data"], c["purpose"], Say(c["say"])) for c in cells)
    except (OSError, ValueError, KeyError, TypeError):
        raise GateError(file.name, "is no reading", "make it with `sayso read --format json`") from None


def _strategy(file: Path) -> Strategy:
    try:
        return strategy(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        cause = str(error).partition("\n")[0]
        raise GateError(file.name, f"is no strategy ({cause})", "see docs/how-to-gate-a-training-set.md") from None


def _signals(file: Path, purpose: str, agent: str) -> dict[str, Passage]:
    """What the signals of each recorded source come to; of several records of one address, the strictest."""
    heard: dict[str, Passage] = {}
    order = list(Passage)
    try:
        with file.open(encoding="utf-8") as lines:
            for line in filter(str.strip, lines):
                one = source(json.loads(line))
                said = _PASSAGES[preference(one, purpose, agent).answer]
                heard[one.url] = min(said, heard.get(one.url, said), key=order.index)
    except (OSError, ValueError, RecursionError) as error:
        raise GateError(file.name, f"has no recorded sources ({error})", "see docs/preference-signals.md") from None
    return heard


#: Silence of signals is no refusal: whether it passes is for terms and consents to say.
_PASSAGES = {
    Answer.REFUSED: Passage.REFUSED,
    Answer.UNKNOWN: Passage.UNKNOWN,
    Answer.ALLOWED: Passage.ALLOWED,
    Answer.SILENT: Passage.ALLOWED,
}


def consents(files: Sequence[str]) -> tuple[pl.DataFrame, dict[str, str]]:
    """All consents as one table, with the digest of each: files, packs, and desks (`sqlite:///`, `postgresql://`)."""
    from sayso.gate.consents import from_facts, from_file, joined, table
    from sayso.gate.pack import load, packed

    parts, digests = [], {}
    for number, name in enumerate(files, 1):
        if "://" in name:
            from sayso.consent.store import open_store

            store = open_store(name)
            try:
                found = table(c for space in store.every() for c in from_facts(space, store.facts(space)))
            finally:
                store.close()
            digests[f"consents {number}"] = sha256(found.write_csv().encode()).hexdigest()
        elif packed(Path(name)):
            found, digests[f"consents {number}"] = load(Path(name))
        else:
            found = from_file(Path(name))
            digests[f"consents {number}"] = digest(Path(name))
        parts.append(found)
    return joined(parts), digests
