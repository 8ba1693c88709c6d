"""Keys that the desk signs receipts with, and the secret that its links and sessions are made with."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from joserfc.jwk import OKPKey

from sayso.consent.signing import SigningKey, new_key
from sayso.consent.store.database import Database, RowExistsError


class Keys:
    """The signing keys, oldest first, the retired ones too: what they signed stays valid."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[SigningKey]:
        """Every key, with when it was in use."""
        rows = self._db.rows("SELECT body, since, retired FROM signing_key ORDER BY since, id")
        return [
            SigningKey(
                OKPKey.import_key(json.loads(body)),
                datetime.fromisoformat(since),
                datetime.fromisoformat(retired) if retired else None,
            )
            for body, since, retired in rows
        ]

    def rotate(self, now: datetime) -> SigningKey:
        """A new key comes into use, and the one that was is retired."""
        key = new_key(now)
        with self._db.transaction():
            self._db.rows("UPDATE signing_key SET retired = ? WHERE retired IS NULL", (now.isoformat(),))
            self._db.rows(
                "INSERT INTO signing_key (id, body, since) VALUES (?, ?, ?)",
                (key.id, json.dumps(key.key.as_dict(private=True)), now.isoformat()),
            )
        return key

    def secret(self, name: str) -> str:
        """A secret of this desk, the same for all its processes; made when first asked for."""
        for _ in range(2):
            rows = self._db.rows("SELECT body FROM secret WHERE name = ?", (name,))
            if rows:
                return str(rows[0][0])
            try:
                with self._db.transaction():
                    self._db.rows("INSERT INTO secret (name, body) VALUES (?, ?)", (name, secrets.token_urlsafe(32)))
            except RowExistsError:  # another process was quicker
                continue
        return str(self._db.rows("SELECT body FROM secret WHERE name = ?", (name,))[0][0])
