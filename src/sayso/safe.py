"""Text that others wrote, made harmless for the place where it is shown.

A terms document can hold escape sequences that rewrite a terminal, and directional overrides that show
"never" where the text says something else. Shown text therefore has none of them.
"""

from __future__ import annotations

import re

#: Controls but tab and line feed, directional marks and overrides, line separators, invisible tags and lone
#: surrogates. Joiners stay: scripts and emoji need them, and they move nothing.
_ACTIVE = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\s+")


def visible(text: str) -> str:
    """The text with every active character replaced by one that only looks: as many characters as before."""
    return _ACTIVE.sub(_picture, text)


def one_line(text: str) -> str:
    """The text, harmless and on one line."""
    return _SPACES.sub(" ", visible(text)).strip()


def excerpt(text: str, most: int) -> str:
    """The text on one line, cut between words where it has more than `most` characters, and marked as cut."""
    line = one_line(text)
    if len(line) <= most:
        return line
    kept = line[: most - 4]
    space = kept.rfind(" ")
    # A word so long that cutting before it would leave little is cut itself.
    return (kept[:space] if space > most // 3 else kept).rstrip() + " […]"


def escaped(json_text: str) -> str:
    r"""JSON text with every active character as `\uXXXX`: the same value, harmless to a terminal."""
    return _ACTIVE.sub(_escape, json_text)


def cell(text: str) -> str:
    """Text for a spreadsheet: on one line, and never a formula."""
    line = one_line(text)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code - 0x10000 & 0x3FF):04x}"
