"""Entries: commitments to one decision each. Without its salt nobody can tell which row it is about.

The salt of a row can be forgotten; then nobody can, ever. What was proved before stays proved to who kept the proof.

What an entry says of versions it says by its run: that is the SHA-256 of the run's manifest, which has the purpose, the
moment, and the digest of every version of the terms, the strategy, the signals and the consents that were asked. Nobody
can find another manifest to the same entry, so there is no need to write all of that again for each row.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring

#: Bytes of a salt, and of a hash.
SALT = 16
HASH = 32


def decided(run: str, id: str, reason: str) -> bytes:
    """What was decided about one row in one run, always the same bytes for the same decision."""
    return f"[{_text(run)},{encode_basestring(id)},{_text(reason)}]".encode()


def commitment(salt: bytes, decision: bytes) -> bytes:
    """The entry: SHA-256 of the salt and what was decided."""
    return sha256(salt + decision).digest()


def leaves(run: str, decisions: Iterable[tuple[str, str]]) -> tuple[bytes, bytes]:
    """The leaf hashes of many decisions (row, reason), and their salts, which are new."""
    every = _every(run, decisions)
    salts = secrets.token_bytes(SALT * len(every))
    return b"".join(_hashed(salts, every)), salts


def leaves_again(run: str, decisions: Iterable[tuple[str, str]], salts: bytes) -> list[bytes]:
    """The leaf hashes of decisions that were logged with these salts."""
    return _hashed(salts, _every(run, decisions))


def _every(run: str, decisions: Iterable[tuple[str, str]]) -> list[bytes]:
    """The same as `decided`, a third faster."""
    begin, text, quoted = f"[{_text(run)},", _text, encode_basestring
    return [f"{begin}{quoted(id)},{text(reason)}]".encode() for id, reason in decisions]


def _hashed(salts: bytes, every: list[bytes]) -> list[bytes]:
    return [
        sha256(b"\x00" + sha256(salts[at : at + SALT] + decision).digest()).digest()
        for at, decision in zip(range(0, len(salts), SALT), every, strict=True)
    ]


_text = lru_cache(4096)(encode_basestring)  # few runs, and few reasons
