"""Signed checkpoints: what a log promises about itself (C2SP tlog-checkpoint, signed-note; Ed25519).

harbour.example/training
1000
6Nn0...=

— harbour.example/training x/Yq...=
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its name, how many entries it has, and their root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_encoded(self.root)}\n"


def verifier(origin: str, key: Ed25519PublicKey) -> str:
    """A public key as one line: `NAME+HASH+KEY` (signed-note, Verifier keys)."""
    return f"{origin}+{_key_id(origin, key).hex()}+{_encoded(_ED25519 + key.public_bytes_raw())}"


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """A checkpoint with its signature, ready to be published."""
    signature = _key_id(checkpoint.origin, key.public_key()) + key.sign(checkpoint.text.encode())
    return f"{checkpoint.text}\n\u2014 {checkpoint.origin} {_encoded(signature)}\n"


def opened(note: str, verifier_key: str) -> Checkpoint:
    """The checkpoint of a note that was signed with a key. Raises `ValueError` with the cause."""
    origin, key = _key(verifier_key)
    if len(note) > _LONGEST:
        raise ValueError("is too long for a checkpoint")
    text, gap, signatures = note.partition("\n\n")
    if not gap:
        raise ValueError("is no signed checkpoint")
    if not signatures.endswith("\n"):
        raise ValueError("is cut off")
    for line in signatures.split("\n"):
        dash, _, rest = line.partition(" ")
        name, _, value = rest.partition(" ")
        if dash != "\u2014" or name != origin:
            continue
        signature = _decoded(value)
        if signature[:4] != _key_id(origin, key):
            continue
        try:
            key.verify(signature[4:], f"{text}\n".encode())
        except InvalidSignature:
            raise ValueError("was changed after it was signed, or its signature was") from None
        return _parsed(text, origin)
    raise ValueError(f"is not signed by {origin} with that key")


def _parsed(text: str, origin: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < 3 or lines[0] != origin or not (lines[1].isascii() and lines[1].isdigit()):
        raise ValueError(f"is a checkpoint of another log than {origin}")
    root = _decoded(lines[2])
    if len(root) != 32 or (lines[1] != "0" and lines[1].startswith("0")):
        raise ValueError("is no checkpoint")
    return Checkpoint(origin, int(lines[1]), root)


def _key(verifier_key: str) -> tuple[str, Ed25519PublicKey]:
    origin, _, rest = verifier_key.strip().partition("+")
    hash_, _, value = rest.partition("+")
    raw = _decoded(value)
    if not origin or len(raw) != 33 or raw[:1] != _ED25519:
        raise ValueError("the key is no Ed25519 key of a log: it is one line, NAME+HASH+KEY")
    key = Ed25519PublicKey.from_public_bytes(raw[1:])
    if _key_id(origin, key).hex() != hash_:
        raise ValueError("the key is damaged: its hash is another")
    return origin, key


def _key_id(origin: str, key: Ed25519PublicKey) -> bytes:
    return sha256(f"{origin}\n".encode() + _ED25519 + key.public_bytes_raw()).digest()[:4]


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _decoded(value: str) -> bytes:
    try:
        found = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("is no checkpoint: something in it is no base64") from None
    if _encoded(found) != value:  # there is one spelling of each
        raise ValueError("is no checkpoint: something in it is base64 with bits to spare")
    return found
