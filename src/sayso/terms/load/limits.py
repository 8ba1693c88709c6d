"""How much is read: bounds that keep one bad file from taking the machine, each far above any real terms."""

from __future__ import annotations

MEGABYTE = 1_000_000

#: The most bytes of one file, page or standard input. The longest terms known to us are under 2 MB.
MAX_BYTES = 20 * MEGABYTE
#: The most bytes of one part of a DOCX file once inflated.
MAX_PART = 60 * MEGABYTE
#: The most bytes that the streams of a PDF may inflate to.
MAX_INFLATED = 150 * MEGABYTE
#: The most pages of a PDF.
MAX_PAGES = 3_000
#: The most letters that the pages of a PDF may show, and how long they may take, in seconds.
MAX_LETTERS = 5_000_000
MAX_PDF_SECONDS = 60.0
#: How deep XML may nest; Word writes less than 40 levels.
MAX_XML_DEPTH = 400
#: How deep a list is indented; deeper items stay at this level.
MAX_INDENT = 8
#: How often a page may redirect.
MAX_REDIRECTS = 5
#: How long one page may take, in seconds, redirects included.
MAX_SECONDS = 30.0


def megabytes(size: int) -> str:
    """A size for a person: `20 MB`."""
    return f"{size / MEGABYTE:.0f} MB" if size >= MEGABYTE else f"{size / MEGABYTE:.2f} MB"
