"""PDF to lines of text with their places, and those to canonical Markdown (see `lines`).

A PDF that is cut short can often still be opened, with pages missing. It is refused: what it does not say
would be taken for what the terms do not say.
"""

from __future__ import annotations

import re
import time
import zlib
from typing import TYPE_CHECKING

from sayso.errors import UnreadableError
from sayso.terms.load.converted import Converted
from sayso.terms.load.glyphs import Fonts, lines_of
from sayso.terms.load.limits import MAX_INFLATED, MAX_LETTERS, MAX_PAGES, MAX_PDF_SECONDS, megabytes
from sayso.terms.load.lines import Line, written
from sayso.terms.load.markdown import clean

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]  # it ships no types

_STREAM = re.compile(rb"stream\r?\n")
_LENGTH = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d{1,12})")
_AGAIN = "print it to PDF again, or save it as DOCX or HTML"
#: A page with fewer characters holds no text to speak of.
_PAGE_TEXT = 20
_TAIL = 2_048


def convert(data: bytes, source: str) -> Converted:
    """The text of a PDF. Raises `UnreadableError` where it is locked, cut short, scanned, or a bomb."""
    import pypdfium2

    _whole(data, source)
    _bounded(data, source)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableError(source, "is locked with a password", "save it without one") from None
        raise UnreadableError(source, "is a broken PDF", _AGAIN) from None
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableError(source, f"has more than {MAX_PAGES:,} pages", "give only the terms in it")
        return _converted(document, source)
    except pypdfium2.PdfiumError:
        raise UnreadableError(source, "is a broken PDF", _AGAIN) from None
    finally:
        document.close()


def _whole(data: bytes, source: str) -> None:
    """Refuse a PDF without its end (ISO 32000-2, sections 7.5.5 and F.3.3)."""
    length = _LENGTH.search(data[:1024])
    short = length is not None and int(length[1]) > len(data)
    if short or b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableError(source, "is a PDF that is cut short", "download it again")


def _bounded(data: bytes, source: str) -> None:
    """Refuse a PDF whose streams inflate to more than the limit; a stream may hold another."""
    total = 0
    view = memoryview(data)
    for found in _STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        piece: bytes | memoryview = view[found.end() : end if end >= 0 else len(data)]
        for _ in range(3):
            inflate = zlib.decompressobj()
            try:
                piece = inflate.decompress(piece, MAX_INFLATED - total + 1)
            except zlib.error:
                break
            total += len(piece)
            if total > MAX_INFLATED:
                raise UnreadableError(source, f"inflates to more than {megabytes(MAX_INFLATED)}", _AGAIN)


def _converted(document: PdfDocument, source: str) -> Converted:
    fonts = Fonts()
    pages: list[list[Line]] = []
    bare = pictured = 0
    letters, ends = 0, time.monotonic() + MAX_PDF_SECONDS
    for number in range(len(document)):
        # Pages can share what they show: then a small file is a book, or takes hours.
        if letters > MAX_LETTERS or time.monotonic() > ends:
            raise UnreadableError(source, "shows far more than any terms", "give only the terms in it")
        page = document[number]
        try:
            lines = lines_of(page, number, fonts, source)
            length = sum(len(line.text) for line in lines)
            letters += length
            if length < _PAGE_TEXT:
                bare += 1
                pictured += _has_picture(page)
            pages.append(lines)
        finally:
            page.close()
    # Pages that are pictures may say anything: a few (a cover) are borne, more are not.
    if pictured and (bare == len(pages) or pictured * 3 > len(pages)):
        raise UnreadableError(
            source, f"holds no text on {pictured} of {len(pages)} pages, only pictures of it (a scan)",
            "run text recognition over it first",
        )  # fmt: skip
    text = written(pages, _outline(document))
    if not text.strip():
        raise UnreadableError(source, "holds no text", "give a file that holds terms")
    first = re.search(r"^#{1,6} (.+)$", text[:6_000], re.M)
    named = clean(document.get_metadata_value("Title")).strip()[:200]
    return Converted(text, first[1] if first else named)


def _outline(document: PdfDocument) -> dict[str, int]:
    """The titles of the bookmarks, as they are compared, and their levels from 1."""
    out: dict[str, int] = {}
    for index, mark in enumerate(document.get_toc(max_depth=5)):
        if index >= 5_000:
            break
        out.setdefault(comparable(mark.get_title()), mark.level + 1)
    out.pop("", None)
    return out


def comparable(title: str) -> str:
    """A title as it is compared: letters and digits only."""
    return re.sub(r"\W+", "", title).lower()


def _has_picture(page: PdfPage) -> bool:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE  # type: ignore[import-untyped]

    return any(True for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=2))
