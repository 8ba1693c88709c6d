"""Entries: commitments to one decision each. Without its salt nobody can tell which row it is about.

The salt of a row can be forgotten; then nobody can, ever. What was proved before stays proved to who kept the proof.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring

#: Bytes of a salt.
SALT = 16


def decided(run: str, id: str, reason: str) -> bytes:
    """What was decided about one row in one run, always the same bytes for the same decision."""
    return f"[{_text(run)},{encode_basestring(id)},{_text(reason)}]".encode()


def commitment(salt: bytes, decision: bytes) -> bytes:
    """The entry: SHA-256 of the salt and what was decided."""
    return sha256(salt + decision).digest()


def leaves(run: str, decisions: Iterable[tuple[str, str]]) -> tuple[list[bytes], bytes]:
    """The leaf hashes of many decisions (row, reason), and their salts, which are new."""
    every = [decided(run, id, reason) for id, reason in decisions]
    salts = secrets.token_bytes(SALT * len(every))
    hashes = [
        sha256(b"\x00" + sha256(salts[at : at + SALT] + decision).digest()).digest()
        for at, decision in zip(range(0, len(salts), SALT), every, strict=True)
    ]
    return hashes, salts


_text = lru_cache(4096)(encode_basestring)  # few runs, and few reasons
