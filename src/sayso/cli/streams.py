"""What standard output is, and what may be written to it."""

from __future__ import annotations

import os
import sys


def colour() -> bool:
    """Whether the person sees colour and wants it (see https://no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def as_utf8() -> None:
    """Writes in UTF-8 from now on, whatever letters the place can show.

    For what programs read: JSON has no other encoding, the HTML page says that it is in UTF-8, and offsets count in
    the text as it is.
    """
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
