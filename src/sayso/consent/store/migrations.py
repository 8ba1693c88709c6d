"""The tables, as the sum of all migrations. A migration is never changed once it has been released; add another."""

from __future__ import annotations

from collections.abc import Callable

from sayso.consent.store.database import Database
from sayso.consent.store.people import folded

#: Statements, or what takes more than those.
Migration = str | Callable[[Database], None]


def migrate(database: Database, migration: Migration) -> None:
    """Applies one migration, within a transaction."""
    if callable(migration):
        migration(database)
        return
    for statement in migration.split(";"):
        database.rows(statement)


def _fold(database: Database) -> None:
    """As what people are compared stands beside how they are known: no database folds letters as Python does."""
    database.rows("ALTER TABLE identity ADD COLUMN folded TEXT NOT NULL DEFAULT ''")
    known = database.rows("SELECT who, space, person FROM identity")
    statement = "UPDATE identity SET folded = ? WHERE space = ? AND person = ?"
    database.many(statement, [(folded(who), space, person) for who, space, person in known])
    database.rows("CREATE INDEX identity_folded ON identity (folded, space)")


#: Each applied once, in this order; the number of a migration is its place, from 1.
MIGRATIONS: tuple[Migration, ...] = (
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
    # What other platforms know of our spaces, and what we tell others.
    """
    CREATE TABLE elsewhere (
        platform TEXT NOT NULL,
        id TEXT NOT NULL,
        space TEXT NOT NULL UNIQUE REFERENCES space (id),
        number TEXT NOT NULL,
        ended TEXT,
        PRIMARY KEY (platform, id)
    );
    CREATE TABLE present (
        space TEXT NOT NULL REFERENCES space (id),
        person TEXT NOT NULL,
        connection TEXT NOT NULL,
        PRIMARY KEY (space, person, connection)
    );
    CREATE TABLE running (
        space TEXT NOT NULL REFERENCES space (id),
        feature TEXT NOT NULL,
        tries BIGINT NOT NULL,
        due TEXT NOT NULL,
        PRIMARY KEY (space, feature)
    );
    CREATE INDEX running_due ON running (due);
    CREATE TABLE heard (
        platform TEXT NOT NULL,
        id TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (platform, id)
    );
    CREATE INDEX heard_at ON heard (at);
    CREATE TABLE connector (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        owner TEXT NOT NULL,
        relation TEXT NOT NULL,
        secret TEXT NOT NULL,
        created TEXT NOT NULL,
        ended TEXT
    );
    CREATE TABLE lease (
        name TEXT PRIMARY KEY,
        holder TEXT NOT NULL,
        until TEXT NOT NULL
    );
    CREATE TABLE subscription (
        id TEXT PRIMARY KEY,
        address TEXT NOT NULL,
        kinds TEXT NOT NULL,
        secret TEXT NOT NULL,
        secret_before TEXT NOT NULL,
        rotated TEXT NOT NULL,
        created TEXT NOT NULL,
        ended TEXT
    );
    CREATE TABLE delivery (
        subscription TEXT NOT NULL REFERENCES subscription (id),
        space TEXT NOT NULL,
        seq BIGINT NOT NULL,
        at TEXT NOT NULL,
        tries BIGINT NOT NULL,
        due TEXT NOT NULL,
        PRIMARY KEY (subscription, space, seq)
    )
    """,
    # For whom a link was made: a host who could make another would learn who has not opened theirs.
    """
    CREATE TABLE handed (
        space TEXT NOT NULL REFERENCES space (id),
        person TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (space, person)
    )
    """,
    # The ledger: commitments in tiles, salts that can be forgotten, checkpoints (see `sayso.ledger`).
    """
    CREATE TABLE ledger_tile (
        origin TEXT NOT NULL,
        level BIGINT NOT NULL,
        tile BIGINT NOT NULL,
        hashes BYTEA NOT NULL,
        PRIMARY KEY (origin, level, tile)
    );
    CREATE TABLE ledger_batch (
        origin TEXT NOT NULL,
        run TEXT NOT NULL,
        first BIGINT NOT NULL,
        size BIGINT NOT NULL,
        at TEXT NOT NULL,
        salts BYTEA NOT NULL,
        PRIMARY KEY (origin, run)
    );
    CREATE TABLE ledger_checkpoint (
        origin TEXT NOT NULL,
        size BIGINT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (origin, size)
    )
    """,
    # Lineage: what was made of what (see `sayso.lineage`).
    """
    CREATE TABLE lineage_thing (
        name TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        made_from TEXT NOT NULL,
        place TEXT NOT NULL,
        run TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    # The ledger again: batches of shards, salts in chunks of their own. What it was before was in no release.
    """
    DROP TABLE ledger_batch;
    DELETE FROM ledger_tile;
    DELETE FROM ledger_checkpoint;
    CREATE TABLE ledger_batch (
        origin TEXT NOT NULL,
        run TEXT NOT NULL,
        shard BIGINT NOT NULL,
        shards BIGINT NOT NULL,
        first BIGINT NOT NULL,
        size BIGINT NOT NULL,
        at TEXT NOT NULL,
        seal TEXT NOT NULL,
        PRIMARY KEY (origin, run, shard)
    );
    CREATE INDEX ledger_batch_first ON ledger_batch (origin, first, size);
    CREATE TABLE ledger_salt (
        origin TEXT NOT NULL,
        chunk BIGINT NOT NULL,
        salts BYTEA NOT NULL,
        seal TEXT NOT NULL,
        PRIMARY KEY (origin, chunk)
    )
    """,
    # Sharing policies that answer for their people (see `sayso.consent.store.policies`).
    """
    CREATE TABLE policy (
        space TEXT NOT NULL REFERENCES space (id),
        person TEXT NOT NULL,
        body TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (space, person)
    )
    """,
    # Links to somebody's page after the first: who made each is told there.
    """
    CREATE TABLE another_link (
        space TEXT NOT NULL REFERENCES space (id),
        person TEXT NOT NULL,
        maker TEXT NOT NULL,
        at TEXT NOT NULL
    );
    CREATE INDEX another_link_for ON another_link (space, person)
    """,
    _fold,
    # Up to which removal a platform has said that it is done.
    "ALTER TABLE elsewhere ADD COLUMN removed BIGINT NOT NULL DEFAULT 0",
    # A notice belongs to one version of its feature: those that there are, to the newest that there is.
    """
    ALTER TABLE notice ADD COLUMN feature_version BIGINT NOT NULL DEFAULT 1;
    UPDATE notice SET feature_version = COALESCE((SELECT MAX(version) FROM feature WHERE name = notice.feature), 1)
    """,
)
