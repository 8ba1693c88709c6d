"""The tables, as the sum of all migrations. A migration is never changed once it has been released; add another."""

from __future__ import annotations

#: Each applied once, in this order; the number of a migration is its place, from 1.
MIGRATIONS = (
    """
    CREATE TABLE space (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        created TEXT NOT NULL
    );
    CREATE TABLE fact (
        space TEXT NOT NULL REFERENCES space (id),
        seq BIGINT NOT NULL CHECK (seq > 0),
        body TEXT NOT NULL,
        digest TEXT NOT NULL,
        PRIMARY KEY (space, seq)
    );
    CREATE TABLE identity (
        space TEXT NOT NULL REFERENCES space (id),
        person TEXT NOT NULL,
        who TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (space, person)
    );
    CREATE UNIQUE INDEX identity_who ON identity (who, space)
    """,
)
