"""The lines of a PDF page: their text, where they stand, how large and how bold they are.

Speaks to PDFium's text interface directly: one call a letter for the text, a few calls a word for the rest.
"""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING, Any

from sayso.errors import UnreadableError
from sayso.terms.load.lines import HYPHEN, Line
from sayso.terms.load.markdown import Run

if TYPE_CHECKING:
    from pypdfium2 import PdfPage  # type: ignore[import-untyped]  # it ships no types

_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.I)
_FORCE_BOLD = 1 << 18  # ISO 32000-2, table 121
_MOST = 300_000  # letters on one page
# PDFium gives a hyphen that ends a line a code of its own and drops the line's end.
_LINE_END = re.compile(rf"[\r\n]+|(?<={HYPHEN})(?![\r\n])|$")
_WORD = re.compile(r"\S+\s*")


class Fonts:
    """Which fonts are bold, asked once each."""

    def __init__(self) -> None:
        self._bold: dict[int, bool] = {}

    def bold(self, text_page: Any, index: int) -> bool:
        """Whether the letter at an index of a page is bold."""
        from pypdfium2 import raw

        thing = raw.FPDFText_GetTextObject(text_page, index)
        font = raw.FPDFTextObj_GetFont(thing) if thing else None
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self._bold:
            buffer = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("latin-1")
            self._bold[key] = bool(_BOLD_NAME.search(name)) or bool(raw.FPDFFont_GetFlags(font) & _FORCE_BOLD)
        return self._bold[key]

    def forget(self) -> None:
        """The addresses of fonts hold for one page only."""
        self._bold.clear()


def lines_of(page: PdfPage, number: int, fonts: Fonts, source: str) -> list[Line]:
    """The lines of a page in reading order."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > _MOST:
            raise UnreadableError(source, f"holds more than {_MOST:,} letters on a page", "save it as HTML or DOCX")
        handle = text_page.raw
        letters = [_letter(raw.FPDFText_GetUnicode(handle, index)) for index in range(count)]
        fonts.forget()
        out = []
        start = 0
        text = "".join(letters)
        for found in _LINE_END.finditer(text):
            if text[start : found.start()].strip():
                out.append(_line(handle, text, start, found.start(), number, fonts))
            start = found.end()
        return out
    finally:
        text_page.close()


def _letter(code: int) -> str:
    """One letter for one index, whatever is found there."""
    if code in (2, 0xFFFE, 0xAD):
        return HYPHEN
    if code in (9, 10, 13):
        return chr(code)
    return " " if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _line(handle: Any, text: str, start: int, end: int, number: int, fonts: Fonts) -> Line:
    from pypdfium2 import raw

    raw_line = text[start:end]
    first = start + len(raw_line) - len(raw_line.lstrip())
    last = start + len(raw_line.rstrip()) - 1
    left, _, bottom, top = _box(handle, first)
    _, right, _, _ = _box(handle, last)
    runs: list[Run] = []
    for word in _WORD.finditer(text, first, last + 1):
        bold = fonts.bold(handle, word.start())
        if runs and runs[-1].bold == bold:
            runs[-1].text += word[0]
        else:
            runs.append(Run(word[0], bold))
    size = float(raw.FPDFText_GetFontSize(handle, first)) or (top - bottom)
    # A matrix may scale the font: then the box of the line is nearer to what is seen.
    if size < 2 and top > bottom:
        size = top - bottom
    return Line(raw_line.strip(), runs, left, right, bottom, round(size * 2) / 2, number)


def _box(handle: Any, index: int) -> tuple[float, float, float, float]:
    """Left, right, bottom, top of a letter with the space its font gives it."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(handle, index, box):
        return 0.0, 0.0, 0.0, 0.0
    return float(box.left), float(box.right), float(box.bottom), float(box.top)
