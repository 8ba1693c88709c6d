"""The tables, as the sum of all migrations. A migration is never changed once it has been released; add another."""

from __future__ import annotations

#: Each applied once, in this order; the number of a migration is its place, from 1.
MIGRATIONS = (
    """
    CREATE TABLE space (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        created TEXT NOT NULL,
        owner TEXT NOT NULL
    );
    CREATE INDEX space_owner ON space (owner, created, id);
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
    CREATE UNIQUE INDEX identity_who ON identity (who, space);
    CREATE TABLE feature (
        name TEXT NOT NULL,
        version BIGINT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (name, version)
    );
    CREATE TABLE notice (
        version TEXT PRIMARY KEY,
        feature TEXT NOT NULL,
        place BIGINT NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (feature, place)
    );
    CREATE TABLE signing_key (
        id TEXT PRIMARY KEY,
        body TEXT NOT NULL,
        since TEXT NOT NULL,
        retired TEXT
    );
    CREATE TABLE secret (
        name TEXT PRIMARY KEY,
        body TEXT NOT NULL
    );
    CREATE TABLE token (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        owner TEXT NOT NULL,
        scopes TEXT NOT NULL,
        digest TEXT NOT NULL,
        created TEXT NOT NULL,
        expires TEXT NOT NULL,
        revoked TEXT
    );
    CREATE TABLE opened (
        link TEXT PRIMARY KEY,
        space TEXT NOT NULL,
        person TEXT NOT NULL,
        at TEXT NOT NULL
    );
    CREATE INDEX opened_by ON opened (space, person);
    CREATE TABLE reply (
        asker TEXT NOT NULL,
        label TEXT NOT NULL,
        digest TEXT NOT NULL,
        status BIGINT NOT NULL,
        body TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (asker, label)
    );
    CREATE INDEX reply_at ON reply (at);
    CREATE TABLE act (
        seq BIGINT PRIMARY KEY,
        at TEXT NOT NULL,
        asker TEXT NOT NULL,
        act TEXT NOT NULL,
        thing TEXT NOT NULL
    )
    """,
)
