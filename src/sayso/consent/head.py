"""The head of all records: where the chain of each space ends, and the digest of each notice. Pure.

A head that is kept where whoever can change the store cannot reach it shows later what was taken out or written anew:
facts at the end of a space, a whole space, or a notice. The chains alone show only what was changed in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Head:
    """`ends`: of each space, how many facts it has and the digest of the last. `notices`: their digests, by version."""

    at: datetime
    ends: Mapping[str, tuple[int, str]]
    notices: Mapping[str, str]


def as_dict(head: Head) -> dict[str, Any]:
    """A head as plain values, to be signed."""
    at = head.at.astimezone(UTC).isoformat(timespec="microseconds")
    ends = {space: {"facts": facts, "digest": digest} for space, (facts, digest) in head.ends.items()}
    return {"dct:created": at, "spaces": ends, "notices": dict(head.notices)}


def from_dict(value: dict[str, Any]) -> Head:
    """The head of a dict that `as_dict` made. Raises `KeyError`, `ValueError`, `TypeError` for what is none."""
    ends = {space: (int(end["facts"]), str(end["digest"])) for space, end in value["spaces"].items()}
    return Head(datetime.fromisoformat(value["dct:created"]), ends, dict(value["notices"]))


def lost(before: Head, now: Head, digest: Callable[[str, int], str | None]) -> Iterator[str]:
    """In sentences, what is not as a head has it that was kept. `digest`: that of one fact of a space now."""
    for space, (facts, last) in before.ends.items():
        if space not in now.ends:
            yield f"space {space}: is gone, with the {facts} facts that it had"
        elif now.ends[space][0] < facts:
            yield f"space {space}: has {now.ends[space][0]} facts, and had {facts}"
        elif facts and digest(space, facts) != last:
            yield f"space {space}: was written anew, up to its fact {facts}"
    for version, told in before.notices.items():
        if version not in now.notices:
            yield f"notice {version}: is gone"
        elif now.notices[version] != told:
            yield f"notice {version}: was changed"
