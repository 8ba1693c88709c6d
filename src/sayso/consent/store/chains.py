"""The chains of facts, one a space: whether each is whole, and where it ends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.consent.store.database import Database
from sayso.consent.store.seen import START


@dataclass(frozen=True, slots=True)
class Chain:
    """The facts of a space. `digest`: of the last one. `broken`: the first that is missing or not what was written."""

    space: str
    facts: int
    digest: str
    broken: int | None = None


def chained(space: str, seq: int, digest: str, bodies: Iterator[str]) -> Iterator[tuple[str, int, str, str]]:
    """Facts as rows, each with the digest that holds all before it. The first comes after `seq`, of that digest."""
    for body in bodies:
        seq, digest = seq + 1, _digest(digest, body)
        yield space, seq, body, digest


class Chains:
    """All chains of a desk."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, space: str) -> Chain:
        """The chain of a space, looked through from its first fact to its last."""
        digest, broken, found = START, None, ""
        rows = self._db.rows("SELECT seq, body, digest FROM fact WHERE space = ? ORDER BY seq", (space,))
        for expected, (seq, body, found) in enumerate(rows, 1):
            digest = _digest(digest, body)
            if broken is None and (seq, found) != (expected, digest):
                broken = expected
        return Chain(space, len(rows), found, broken)

    def digest(self, space: str, fact: int) -> str | None:
        """The digest of one fact; None if there is none of that number."""
        rows = self._db.rows("SELECT digest FROM fact WHERE space = ? AND seq = ?", (space, fact))
        return str(rows[0][0]) if rows else None

    def ends(self, after: str, limit: int) -> list[Chain]:
        """Where chains end, as it stands there and without looking through them; by space, after one."""
        statement = (
            "SELECT s.id, COALESCE(f.seq, 0), COALESCE(f.digest, '') FROM space s LEFT JOIN fact f ON f.space = s.id"
            " AND f.seq = (SELECT MAX(seq) FROM fact WHERE space = s.id) WHERE s.id > ? ORDER BY s.id LIMIT ?"
        )
        return [Chain(*row) for row in self._db.rows(statement, (after, limit))]


def _digest(before: str, body: str) -> str:
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()
