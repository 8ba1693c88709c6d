"""Proofs that can be checked with nothing but a checkpoint and a public key."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from sayso.ledger.entry import commitment, decided
from sayso.ledger.note import Checkpoint, opened
from sayso.ledger.tree import consistent, included, leaf_hash


@dataclass(frozen=True, slots=True)
class Proof:
    """That one decision is in a log: what was decided, its salt, its place, and the path to the root.

    `run`: the digest of the manifest. `checkpoint`: the signed note that the path leads to.
    """

    run: str
    id: str
    reason: str
    salt: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    @property
    def text(self) -> str:
        """The proof as JSON."""
        return json.dumps(
            {
                "proof": 1, "run": self.run, "id": self.id, "reason": self.reason, "salt": _text(self.salt),
                "index": self.index, "path": [_text(hash_) for hash_ in self.path], "checkpoint": self.checkpoint,
            },
            ensure_ascii=False,
        )  # fmt: skip

    def check(self, verifier: str) -> Checkpoint:
        """The checkpoint that it is proved by. Raises `ValueError` with what is wrong."""
        checkpoint = opened(self.checkpoint, verifier)
        leaf = leaf_hash(commitment(self.salt, decided(self.run, self.id, self.reason)))
        if not included(leaf, self.index, checkpoint.size, self.path, checkpoint.root):
            raise ValueError("does not lead to the checkpoint: what it says was not logged, or it was changed")
        return checkpoint


def proof(text: str) -> Proof:
    """A proof from its JSON. Raises `ValueError` for what is none."""
    try:
        found: Any = json.loads(text)
        if found["proof"] != 1 or type(found["index"]) is not int:
            raise ValueError("is of another version")
        run, id, reason, note = (found[name] for name in ("run", "id", "reason", "checkpoint"))
        if not all(isinstance(value, str) for value in (run, id, reason, note)):
            raise TypeError
        path = tuple(base64.b64decode(hash_, validate=True) for hash_ in found["path"])
        salt = base64.b64decode(found["salt"], validate=True)
        made = Proof(run, id, reason, salt, found["index"], path, note)
        if made.text != text.strip():  # there is one spelling of each
            raise ValueError
    except (KeyError, TypeError, RecursionError, ValueError):
        raise ValueError("is no proof") from None
    return made


def check_consistency(old: str, new: str, path: list[bytes], verifier: str) -> None:
    """That a later checkpoint has all that an earlier one had. Raises `ValueError` with what is wrong."""
    before, after = opened(old, verifier), opened(new, verifier)
    if before.size > after.size:
        raise ValueError("the earlier checkpoint is the larger one: the log has lost entries, or they are swapped")
    if not consistent(before.size, before.root, after.size, after.root, path):
        raise ValueError("the later checkpoint does not begin with the earlier one: the log was rewritten")


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
