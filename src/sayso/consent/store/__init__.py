"""Where facts are kept: only ever added, in order, each chained to the one before it.

`open_store("sqlite:///desk.db")` needs nothing but Python; `open_store("postgresql://...")` is for several processes
and needs the extra `postgres`. Both run the same statements (`sayso.consent.store.facts`).
"""

from __future__ import annotations

from sayso.consent.store.facts import Space, Store, StoreChanged
from sayso.consent.store.seen import Seen
from sayso.errors import ConsentError

__all__ = ["Seen", "Space", "Store", "StoreChanged", "open_store"]


def open_store(url: str) -> Store:
    """The store at an address, its tables made or migrated. Raises `ConsentError` for an address that is none."""
    kind, colon, rest = url.partition("://")
    if not colon:
        raise ConsentError(url, "is no address of a store", "give sqlite:///FILE or postgresql://HOST/DATABASE")
    if kind == "sqlite":
        from sayso.consent.store.sqlite import SQLite

        return Store(SQLite(rest.removeprefix("/") or ":memory:"))  # as in sqlite:///desk.db, sqlite:////var/desk.db
    if kind in ("postgresql", "postgres"):
        from sayso.consent.store.postgres import Postgres

        return Store(Postgres(url))
    raise ConsentError(url.partition("@")[0], f"`{kind}` is no kind of store", "use sqlite or postgresql")
