"""Entries: commitments to one decision each. Without its salt nobody can tell which row it is about.

The salt of a row can be forgotten; then nobody can, ever. What was proved before stays proved to who kept the proof.
"""

from __future__ import annotations

import json
from hashlib import sha256

#: Bytes of a salt.
SALT = 16


def decided(run: str, id: str, reason: str) -> bytes:
    """What was decided about one row in one run, always the same bytes for the same decision."""
    return json.dumps([run, id, reason], ensure_ascii=False, separators=(",", ":")).encode()


def commitment(salt: bytes, decision: bytes) -> bytes:
    """The entry: SHA-256 of the salt and what was decided."""
    return sha256(salt + decision).digest()
