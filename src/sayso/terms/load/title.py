"""What a document calls itself: its first heading, else its first line where that is bold."""

from __future__ import annotations

import re

_NEAR = 6_000
_ATX = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t#]*$")
_UNDERLINE = re.compile(r"^(=+|-{3,})[ \t]*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|__|`|(?<!\w)[*_]|[*_](?!\w)|\\(?=[^\w\s])|\{#[^}]*\}")
_NUMBERED = re.compile(r"\d{1,3}[.)]")
_MAX = 200


def title_of(text: str) -> str:
    """The title that Markdown or plain text gives itself near its start, without marks; or empty."""
    lines = text[:_NEAR].split("\n")
    bold = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        atx = _ATX.match(line)
        if atx and plain(atx[1]):
            # A heading with a number is a section: what stands in bold above it is the title.
            return bold if bold and _NUMBERED.match(plain(atx[1])) else plain(atx[1])
        if line.strip() and _UNDERLINE.match(below) and not _UNDERLINE.match(line) and plain(line):
            return plain(line)
        stripped = line.strip()
        if not bold and len(stripped) < _MAX and stripped.startswith("**") and stripped.endswith("**"):
            bold = plain(stripped)
    return bold


def plain(line: str) -> str:
    """A line without Markdown marks, on one line, of a bearable length."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", line)).split())[:_MAX]
