"""sayso: nothing is used without your say-so.

>>> import sayso
>>> reading = sayso.read("We do not use your content to train AI models.")
>>> str(reading.answer.say)
'never'
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.sharing.check import Check
    from sayso.sharing.policy import Policy
    from sayso.terms.change import Change
    from sayso.terms.reading import Reading

__all__ = ["check", "compare", "read"]


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


def check(
    documents: str | Path | Reading | Sequence[str | Path | Reading],
    policy: str | Path | Policy,
    *,
    service: str = "",
    role: str = "person",
    on: date | None = None,
) -> Check:
    """What the documents of one service say, held against a sharing policy: a verdict for each data and purpose.

    `documents`: one or several readings, or of what `read` takes; they are joined, and the least say counts.
    `policy`: the path of a policy file, or a policy. `service`: its name, which exceptions are made for; by default
    the first document's. `role`: who asks (one of `sayso.sharing.role.ROLES`). `on`: the day; by default today.
    Raises `sayso.errors.UnreadableError` and `sayso.errors.PolicyError`.
    """
    from sayso.sharing.check import check as hold
    from sayso.sharing.load import load
    from sayso.sharing.role import ROLES
    from sayso.sharing.service import join

    if role not in ROLES:
        raise ValueError(f"`{role}` is not a role; the roles are: {', '.join(ROLES)}")
    several = documents if isinstance(documents, Sequence) and not isinstance(documents, str) else [documents]
    if not several:
        raise ValueError("there is no document to check")
    readings = [read(x) if isinstance(x, str | Path) else x for x in several]
    accepted = load(policy) if isinstance(policy, str | Path) else policy
    return hold(join(readings, service, role), accepted, on or date.today())


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
