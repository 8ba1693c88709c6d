"""The store: spaces, their facts in order, and who people are, kept apart so that it can be erased."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime

from sayso.consent.fact import Fact
from sayso.consent.fact_json import dumps, loads
from sayso.consent.store.acts import Acts
from sayso.consent.store.catalogue import Features, Notices
from sayso.consent.store.chains import Chains, chained
from sayso.consent.store.connectors import Connectors
from sayso.consent.store.database import Addition, Database, RowExistsError
from sayso.consent.store.elsewhere import Elsewhere
from sayso.consent.store.keys import Keys
from sayso.consent.store.lease import Leases
from sayso.consent.store.migrations import MIGRATIONS, migrate
from sayso.consent.store.opened import Opened
from sayso.consent.store.outbox import Outbox
from sayso.consent.store.people import People, folded
from sayso.consent.store.policies import Policies
from sayso.consent.store.replies import Replies
from sayso.consent.store.seen import Memory, Seen
from sayso.consent.store.subscriptions import Subscriptions
from sayso.consent.store.tokens import Tokens
from sayso.consent.webhook import KIND_OF, OPENED
from sayso.errors import ConsentError, NotThereError

_FACTS = Addition(
    "space TEXT, seq BIGINT, body TEXT, digest TEXT",
    "INSERT INTO fact (space, seq, body, digest) SELECT space, seq, body, digest FROM given",
)


class StoreChanged(Exception):  # noqa: N818 it is no error: read again, and decide again
    """Somebody else added facts to the space in the meantime."""


@dataclass(frozen=True, slots=True)
class Space:
    """A meeting or channel. `owner`: whose it is; the tokens of that owner reach it."""

    id: str
    kind: str
    name: str
    created: str
    owner: str


def nothing_more() -> None:
    """What is done in the same transaction, where there is nothing more to do."""


class Store:
    """Spaces and their facts, and in a file each what else a desk keeps. Safe for threads; on PostgreSQL for
    processes.

    `inside`: whether this thread is in a transaction. `listen`: hears the id of each space whose facts are added to, by
    any process (see `sayso.consent.store.database`).
    """

    def __init__(self, database: Database) -> None:
        self._db = self.database = database
        self.features, self.notices, self.keys = Features(database), Notices(database), Keys(database)
        self.tokens, self.opened, self.replies = Tokens(database), Opened(database), Replies(database)
        self.elsewhere, self.leases = Elsewhere(database), Leases(database)
        self.outbox, self.subscriptions = Outbox(database), Subscriptions(database)
        self.connectors, self.policies, self.people = Connectors(database), Policies(database), People(database)
        self.acts, self.chains = Acts(database, self.outbox), Chains(database)
        self._memory = Memory(database.inside)
        self.inside, self.listen = database.inside, database.listen
        try:
            self._migrate()
        except BaseException:
            database.close()
            raise

    @contextmanager
    def together(self) -> Iterator[None]:
        """A transaction around several acts: each sees those before it, everybody else sees all of them or none."""
        with self._memory.holding(), self._db.transaction():
            yield

    def create_space(
        self, kind: str, name: str, now: datetime, owner: str = "desk", also: Callable[[Space], None] | None = None
    ) -> Space:
        """A new space, under a name that cannot be guessed. `also`: done in the same transaction."""
        space = Space(_unguessable(12), kind, name, now.isoformat(), owner)
        with self._db.transaction():
            self._db.rows(
                "INSERT INTO space (id, kind, name, created, owner) VALUES (?, ?, ?, ?, ?)",
                (space.id, space.kind, space.name, space.created, space.owner),
            )
            self.outbox.put(space.id, [(0, OPENED, now)])
            if also:
                also(space)
        return space

    def space(self, id: str) -> Space:
        """The space of that id. Raises `NotThereError` if there is none."""
        rows = self._db.rows("SELECT id, kind, name, created, owner FROM space WHERE id = ?", (id,))
        if not rows:
            raise NotThereError("this space", "does not exist", "use the link that you were given")
        return Space(*rows[0])

    def spaces(self, owner: str, after: tuple[str, str], limit: int) -> list[Space]:
        """Spaces of an owner, oldest first, after one (its `created` and `id`)."""
        statement = (
            "SELECT id, kind, name, created, owner FROM space WHERE owner = ? AND (created, id) > (?, ?)"
            " ORDER BY created, id LIMIT ?"
        )
        return [Space(*row) for row in self._db.rows(statement, (owner, *after, limit))]

    def every(self) -> list[str]:
        """The ids of all spaces, whoever owns them."""
        return [id for (id,) in self._db.rows("SELECT id FROM space ORDER BY id")]

    def lengths(self) -> dict[str, int]:
        """How many facts each space has, of those that have any."""
        return dict(self._db.rows("SELECT space, MAX(seq) FROM fact GROUP BY space"))

    def facts(self, space: str, after: int = 0) -> list[Fact]:
        """The facts of a space in their order; only those after a number, if one is given."""
        return [loads(body) for _, body in self._rows(space, after)]

    def seen(self, space: str, *, fresh: bool = True) -> Seen:
        """A space with all its facts. Not `fresh`: as it was seen last, if it was; others may have added since."""
        seen = self._memory.get(space)
        if not (fresh or seen.shared or not seen.facts):
            return seen
        if rows := self._rows(space, len(seen.facts)):
            seen = seen.after([loads(body) for _, body in rows], rows[-1][0])
            self._memory.put(space, seen)
        return seen

    def append(self, space: str, facts: Sequence[Fact], known: int, also: Callable[[], None] = nothing_more) -> None:
        """Adds facts to a space of which `known` facts were read; all of them or none. `also`: done with them.

        When this returns they are on the disk, and whoever listens hears of it; within a transaction, when that ends.
        Raises `StoreChanged` if there are more facts than were known: whoever decides must read them first.
        """
        if not facts and also is nothing_more:
            return
        seen = self.seen(space, fresh=False)
        if len(seen.facts) != known:
            seen = self.seen(space)
        if len(seen.facts) != known:
            raise StoreChanged
        rows = list(chained(space, known, seen.digest, map(dumps, facts)))
        try:
            with nullcontext() if self._db.inside() else self._db.transaction():
                if rows:
                    self._db.add(_FACTS, rows)
                    self.outbox.put(space, [(n, KIND_OF[type(f)], f.at) for n, f in enumerate(facts, known + 1)])
                    self._db.tell(space)
                elif self._rows(space, known):  # that nothing follows is true of all facts, too
                    raise StoreChanged
                also()
        except RowExistsError as error:
            if error.table != "fact":
                raise
            self._memory.put(space, replace(seen, shared=True))
            raise StoreChanged from None
        if rows:
            self._memory.put(space, seen.after(facts, rows[-1][-1]))

    def broken(self, space: str) -> int | None:
        """The number of the first fact that is not what was written, or missing; None if the chain is intact."""
        return self.chains.of(space).broken

    def person(self, space: str, who: str, name: str) -> str:
        """The name of this space alone for somebody; made when first asked for. `who`: how they are known outside."""
        for _ in range(2):
            if known := self.find(space, who):
                return known
            person = _unguessable(9)
            try:
                with self._db.transaction():
                    statement = "INSERT INTO identity (space, person, who, name, folded) VALUES (?, ?, ?, ?, ?)"
                    self._db.rows(statement, (space, person, who, name, folded(who)))
                return person
            except RowExistsError:  # another process was quicker
                continue
        raise ConsentError("this person", "cannot be told from another", "try again")

    def find(self, space: str, who: str) -> str | None:
        """The name of this space alone for somebody; None if they were never there. Addresses are alike in any case."""
        statement = "SELECT who, person FROM identity WHERE folded = ? AND space = ?"
        known = dict(self._db.rows(statement, (folded(who), space)))
        # Before addresses were alike there could be several.
        return known.get(who) or next((known[other] for other in sorted(known)), None)

    def names(self, space: str) -> dict[str, str]:
        """What the people of a space are called; those who were erased are not in it."""
        return dict(self._db.rows("SELECT person, name FROM identity WHERE space = ?", (space,)))

    def known_as(self, space: str) -> dict[str, str]:
        """How the people of a space are known outside; those who were erased are not in it."""
        return dict(self._db.rows("SELECT person, who FROM identity WHERE space = ?", (space,)))

    def places(self, who: str) -> list[tuple[Space, str]]:
        """Where somebody is or was, with their name in each space, oldest first. `who`: how they are known outside."""
        statement = (
            "SELECT s.id, s.kind, s.name, s.created, s.owner, i.person FROM identity i JOIN space s ON s.id = i.space"
            " WHERE i.folded = ? ORDER BY s.created, s.id, i.person"
        )
        return [(Space(*row), person) for *row, person in self._db.rows(statement, (folded(who),))]

    def close(self) -> None:
        """Ends the link to the database."""
        self._db.close()

    def _rows(self, space: str, after: int) -> list[tuple[str, str]]:
        statement = "SELECT digest, body FROM fact WHERE space = ? AND seq > ? ORDER BY seq"
        return self._db.rows(statement, (space, after))

    def _migrate(self) -> None:
        with self._db.transaction():
            self._db.lock_migrations()
            self._db.rows("CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY)")
            done = {number for (number,) in self._db.rows("SELECT number FROM migration")}
            if any(number > len(MIGRATIONS) for number in done):
                raise ConsentError("the store", "was made by a newer sayso", "install that, or use another store")
            for number, migration in enumerate(MIGRATIONS, 1):
                if number not in done:
                    migrate(self._db, migration)
                    self._db.rows("INSERT INTO migration (number) VALUES (?)", (number,))


def _unguessable(size: int) -> str:
    """A name of so many random bytes, which no command line takes for an option."""
    while (name := secrets.token_urlsafe(size)).startswith("-"):
        pass
    return name
