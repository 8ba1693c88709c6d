"""Lists in pages: a cursor names the last item that was given, so that nothing is left out when something is added."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import TypeVar

from sayso.web.problems import ProblemError

T = TypeVar("T")
_BETWEEN = "|"


def cursor(*place: str) -> str:
    """The cursor that names a place."""
    return base64.urlsafe_b64encode(_BETWEEN.join(place).encode()).decode().rstrip("=")


def place(text: str | None, parts: int) -> tuple[str, ...]:
    """The place that a cursor names; empty parts from the beginning. Raises `ProblemError` for what is no cursor."""
    if text is None:
        return ("",) * parts
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True).decode("ascii").split(_BETWEEN)
    except (binascii.Error, ValueError):
        found = []
    if len(found) != parts or any(not part.isprintable() for part in found):
        raise ProblemError(400, "`cursor`: is none that the desk gave; leave it out to begin anew")
    return tuple(found)


def page(
    items: Iterable[T],
    key: Callable[[T], tuple[str, ...]],
    after: str | None,
    limit: int,
) -> tuple[list[T], str | None]:
    """The items after a cursor, in the order of their keys, and the cursor of the next page if there is one."""
    ordered = sorted(items, key=key)
    parts = len(key(ordered[0])) if ordered else 1
    start = place(after, parts) if ordered or after is None else ("",)
    rest = [item for item in ordered if key(item) > start]
    return rest[:limit], cursor(*key(rest[limit - 1])) if len(rest) > limit else None
