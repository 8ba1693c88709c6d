"""Path patterns, as in `robots.txt` (RFC 9309, 2.2.2) and `tdmrep.json`: `*` for anything, `$` for the end."""

from __future__ import annotations

import re
from string import ascii_letters, digits

_UNRESERVED = set(ascii_letters + digits + "-._~")
_ESCAPED = re.compile("%([0-9A-Fa-f]{2})")


def normal(path: str) -> str:
    """A path as it is compared: in ASCII, with nothing escaped that need not be, and escapes in capitals."""
    ascii_only = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace")) for c in path)
    return _ESCAPED.sub(lambda m: c if (c := chr(int(m[1], 16))) in _UNRESERVED else m[0].upper(), ascii_only)


def matched(pattern: str, path: str) -> int | None:
    """The length of a pattern that matches the beginning of a normal path; None where it does not."""
    wanted = normal(pattern)
    ends = wanted.endswith("$")
    first, *rest = wanted.removesuffix("$").split("*")
    if not path.startswith(first):
        return None
    at = len(first)
    for part in rest[:-1] if ends else rest:
        found = path.find(part, at)
        if found < 0:
            return None
        at = found + len(part)
    if ends and rest:
        at = len(path) if path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at else -1
    return len(wanted) if not ends or at == len(path) else None
