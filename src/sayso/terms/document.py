"""A document as it is read: one canonical text that every offset and quote points into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Document:
    """A loaded document.

    `source`: the path, URL or `-` that it came from. `text`: the canonical text; for Markdown and plain text the
    file itself, for other formats the Markdown that it was turned into. `format`: `markdown`, `text`, `html`,
    `pdf` or `docx`. `sha256`: of the bytes that were read. `title`: the document's own, or empty.
    """

    source: str
    text: str
    format: str = "markdown"
    sha256: str = ""
    title: str = ""
    language: str = "en"

    @cached_property
    def words(self) -> int:
        """How many words the text has."""
        return len(self.text.split())


def from_text(text: str, source: str = "-", form: str = "markdown") -> Document:
    """A document from a string that is already canonical text."""
    return Document(source, text, form, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
