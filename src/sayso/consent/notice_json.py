"""A notice as JSON that is always the same to the byte, and its digest: what ties a record to what was shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from sayso.consent.notice import Notice


def canonical(notice: Notice) -> str:
    """A notice on one line: keys in the order of their letters, no spaces, and nothing of what it does not say.

    What is left out is as it is by default: a field that notices get later changes nothing in those from before.
    """
    return json.dumps(_plain(notice), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(notice: Notice) -> str:
    """The SHA-256 of a notice's canonical JSON in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(canonical(notice).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if not _is_default(f, value)}
    if isinstance(value, Mapping):
        return {key: _plain(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inside) for inside in value]
    return str(value)


def _is_default(field: Any, value: Any) -> bool:
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    given = getattr(value, field.name)
    return bool(given == default) or (not given and not default)
