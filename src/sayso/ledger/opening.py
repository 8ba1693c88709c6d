"""The log of a store: its database, its name, and the key that the store keeps for it."""

from __future__ import annotations

from sayso.consent.store import Store
from sayso.errors import LedgerError
from sayso.ledger.log import Log

#: The name of a log where none is given.
ORIGIN = "sayso.invalid/training"


def open_log(store: Store, origin: str = ORIGIN) -> Log:
    """The log of that name. Its key is made when it is first opened. Raises `LedgerError`."""
    if not origin or any(c.isspace() or c == "+" for c in origin):
        raise LedgerError(f"the name {origin!r}", "has spaces or `+` in it", "write it as in harbour.example/training")
    return Log(store.database, origin, store.keys.secret(f"ledger {origin}"))
