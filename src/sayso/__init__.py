"""sayso: nothing is used without your say-so.

>>> import sayso
>>> reading = sayso.read("We do not use your content to train AI models.")
>>> str(reading.answer.say)
'never'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.terms.change import Change
    from sayso.terms.reading import Reading

__all__ = ["compare", "read"]


def read(text_or_path: str | Path) -> Reading:
    """Read a document: its text, or the path (or URL) of a file.

    A `Path` is always a file. A string is a path or URL if it is one line that names something that exists, ends as
    the files do that can be read (`terms.md`), or starts as addresses do, and the text itself otherwise. A text is
    read as it is: what is empty, or not in English, states nothing. Raises `sayso.errors.UnreadableError`.
    """
    from sayso.terms.document import from_text
    from sayso.terms.reader import read_document

    if isinstance(text_or_path, Path) or _names_a_source(text_or_path):
        from sayso.terms.load import load

        return read_document(load(text_or_path))
    return read_document(from_text(text_or_path))


def compare(old: str | Path | Reading, new: str | Path | Reading) -> Change:
    """What changed in say from one version to another: of two readings, or of anything that `read` takes."""
    from sayso.terms.change import compare_readings

    before, after = (read(x) if isinstance(x, str | Path) else x for x in (old, new))
    return compare_readings(before, after)


def _names_a_source(text: str) -> bool:
    from sayso.terms.load.sources import SUFFIXES, is_address

    if not text or "\n" in text or len(text) > 4096:
        return False
    # A name that was mistyped is still no text: its grid would say that the terms are silent.
    one_word = len(text.split()) == 1
    if one_word and (is_address(text) or Path(text).suffix.lower() in SUFFIXES):
        return True
    try:
        return Path(text).exists()
    except PermissionError:
        return True
    except (OSError, ValueError):  # a sentence is no name of a file
        return False
