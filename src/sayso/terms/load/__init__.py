"""Loading documents: a file, a folder, a web address or standard input becomes a `Document`.

Markdown and plain text are their own canonical text, as `Path.read_text` gives it (newlines as `\\n`),
without a byte order mark. HTML, PDF and DOCX are turned into Markdown. Whatever is wrong with a source is
said by one `UnreadableError`; nothing else is raised, and nothing is guessed.

What a format needs is imported when the first document of that format comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from sayso.errors import UnreadableError
from sayso.terms.document import Document
from sayso.terms.load.converted import Converted
from sayso.terms.load.limits import MAX_BYTES
from sayso.terms.load.sources import STDIN, files_of, is_address, read_bytes, too_large

__all__ = ["files_of", "is_address", "load", "load_bytes"]

_BY_SUFFIX = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
_BY_TYPE = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf",
    "text/markdown": "markdown",
    "text/plain": "text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
# What a file is, whatever it is called, by how it starts; a second word is what to say of it.
_BY_START = (
    (b"%PDF-", "pdf", ""),
    (b"PK\x03\x04", "docx", ""),
    (b"\xd0\xcf\x11\xe0", "", "is an old Word document, or one that is locked with a password"),
    (b"{\\rtf", "", "is rich text (RTF)"),
    (b"From: <Saved by", "", "is a web archive (MHTML)"),
    (b"\x1f\x8b", "", "is compressed (gzip)"),
    (b"\x89PNG", "", "is a picture"),
    (b"\xff\xd8\xff", "", "is a picture"),
)
_HTML_STARTS = ("<!doctype html", "<html", "<head", "<body", "<?xml", "<!--")


def load(
    source: str | Path, *, stdin: BinaryIO | None = None, allowed: Callable[[str], bool] | None = None
) -> Document:
    """The document at a path, at an `http` or `https` address, or (`-`) on standard input.

    `stdin`: what to read for `-` in place of the process's own. `allowed`: which network addresses may be
    connected to; by default only public ones, so that a page cannot lead into a private network. Raises
    `UnreadableError`.
    """
    if is_address(source):
        from sayso.terms.load.fetch import fetch

        page = fetch(str(source), allowed)
        return load_bytes(page.data, str(source), page.type, charset=page.charset)
    return load_bytes(read_bytes(source, stdin), str(source))


def load_bytes(data: bytes, source: str, hint: str = "", *, charset: str = "") -> Document:
    """The document that bytes hold.

    `source` names them, in the document and in errors. `hint` says what they are where the name does not: a
    format (`html`), a media type (`text/html; charset=utf-8`) or a file name. Raises `UnreadableError`.
    """
    name = "standard input" if source == STDIN else source
    if len(data) > MAX_BYTES:
        raise too_large(name, len(data))
    if not data.strip():
        raise UnreadableError(name, "is empty", "give a file that holds terms")
    form = _form(data, name, source, hint)
    title = language = ""
    if form in ("markdown", "text"):
        from sayso.terms.load.decode import decode, newlines
        from sayso.terms.load.emptiness import check_text

        text = newlines(decode(data, name, charset))
        check_text(text, name)
    else:
        converted = _convert(form, data, name, charset)
        text, title, language = converted.text, converted.title, converted.language
    _in_english(text, language, name)
    from sayso.terms.load.title import title_of

    return Document(source, text, form, hashlib.sha256(data).hexdigest(), title or title_of(text), "en")


def _convert(form: str, data: bytes, name: str, charset: str) -> Converted:
    if form == "html":
        from sayso.terms.load import html

        return html.convert(data, name, charset)
    if form == "pdf":
        from sayso.terms.load import pdf

        return pdf.convert(data, name)
    from sayso.terms.load import docx

    return docx.convert(data, name)


def _form(data: bytes, name: str, source: str, hint: str) -> str:
    """Which format bytes are in: how they start says it surest, then the hint, then the name, then a look
    inside.
    """
    start = data[:1024].lstrip()
    for signature, form, cause in _BY_START:
        if start.startswith(signature):
            if cause:
                raise UnreadableError(name, cause, "save it as DOCX, PDF or HTML")
            return form
    hinted = hint.partition(";")[0].strip().lower()
    if hinted in _BY_TYPE.values():
        return hinted
    suffix = _BY_SUFFIX.get(
        PurePosixPath(source.partition("?")[0] if is_address(source) else source).suffix.lower(), ""
    )
    form = _BY_TYPE.get(hinted) or _BY_SUFFIX.get(PurePosixPath(hinted).suffix) or suffix
    if form in ("pdf", "docx"):
        kind = form.upper()
        raise UnreadableError(name, f"is called {kind} and is none", f"save it as {kind} again")
    if not form or (form == "text" and suffix != "text" and hinted):
        # Servers call pages plain text; pipes call nothing anything.
        looks = start[:200].decode("latin-1").lower().lstrip("\ufeffï»¿ ")
        form = "html" if looks.startswith(_HTML_STARTS) else form or "markdown"
    return form


def _in_english(text: str, declared: str, name: str) -> None:
    from sayso.terms.load.language import foreign

    other = foreign(text, declared)
    if other is not None:
        looks = f" (looks like {other})" if other else ""
        raise UnreadableError(
            name,
            f"is not in English{looks}",
            "only English terms can be read so far, so give the English version",
        )
