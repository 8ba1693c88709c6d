"""What another format was turned into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Converted:
    """The canonical text, the document's own title, and the language that it declares (a BCP 47 tag, or
    empty).
    """

    text: str
    title: str = ""
    language: str = ""
