"""Bytes to text: which encoding, and whether it is text at all.

A byte order mark decides (Unicode 16, section 23.8); then UTF-8, which hardly anything else passes for; then
the charset that the page or the server declares; then Windows-1252, where the outcome looks like writing. The
mark itself is a signature, no part of the text, and is dropped.
"""

from __future__ import annotations

import codecs
import re

from sayso.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Charsets of the WHATWG Encoding Standard. Python knows codecs (`unicode_escape`, `idna`) that are no
# charsets.
_CHARSET = re.compile(
    r"(utf-?(8|16|16[-_]?[lb]e)|(iso-?8859-?|windows-?125|cp125|koi8-?|latin-?)\w{0,3}|(us-)?ascii|macintosh|"
    r"mac-?roman|shift[-_]?jis|euc-?(jp|kr)|iso-2022-jp|gbk|gb2312|gb18030|big5|tis-620)",
    re.I,
)
# All controls but tab, line feed, carriage return, form feed and escape.
_CONTROL = bytes(sorted({*range(32), 0x7F} - {0x09, 0x0A, 0x0C, 0x0D, 0x1B}))
_C1 = re.compile(r"[\x80-\x9f]")
# Runs of accented letters and signs that a wrong charset makes and that no language writes.
_GARBLED = re.compile(r"[À-ÿ¡-¿]{4,}|Ã.|â€.")


def decode(data: bytes, source: str, declared: str = "") -> str:
    """The text of `data`. Raises `UnreadableError` where it is binary or in no encoding that fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_strictly(data[len(mark) :], encoding, source), source)
    # A charset of two bytes a letter, or of escapes, can pass for UTF-8: what is declared comes first there.
    if declared and re.match(r"utf-?16|iso-2022", declared, re.I) and b"\x00" in data[:64]:
        return _checked(_strictly(data, declared, source), source)
    try:
        return _checked(data.decode("utf-8"), source)
    except UnicodeDecodeError:
        pass
    if b"\x00" in data:
        raise _binary(source)
    text = _declared(data, declared)
    if text is None:
        text = data.decode("cp1252", "replace")
        if not _plausible(text):
            raise UnreadableError(
                source,
                "is in no encoding that could be told (not UTF-8)",
                "save it as UTF-8 and read it again",
            )
    return _checked(text, source)


def newlines(text: str) -> str:
    r"""The text with `\r\n` and `\r` as `\n`, as `Path.read_text` gives it."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise UnreadableError(
            source, f"says that it is in {encoding.upper()} and is not", "save it as UTF-8 and read it again"
        ) from None


def _declared(data: bytes, declared: str) -> str | None:
    """The text by the declared charset, if there is such a charset and the bytes fit it."""
    if not _CHARSET.fullmatch(declared.strip()):
        return None
    name = declared.strip().lower()
    # Pages that declare Latin-1 or ASCII mean Windows-1252 (WHATWG Encoding Standard, section 4.2).
    if re.fullmatch(r"iso-?8859-?1|latin-?1|(us-)?ascii", name):
        name = "cp1252"
    try:
        return data.decode({"macintosh": "mac_roman"}.get(name, name))
    except (UnicodeDecodeError, LookupError):
        return None


def _plausible(text: str) -> bool:
    """Whether text that was read as Windows-1252 looks like writing in it."""
    odd = text.count("\ufffd") + len(_C1.findall(text)) + sum(len(m) for m in _GARBLED.findall(text))
    high = sum(1 for letter in text if letter > "\x7f")
    return odd * 200 <= len(text) and high * 5 <= len(text)


def _checked(text: str, source: str) -> str:
    if not text.strip():
        raise UnreadableError(source, "is empty", "give a file that holds terms")
    # A stray control character is an accident of an editor; one in a hundred is a file that is not text.
    encoded = text.encode()
    control = len(encoded) - len(encoded.translate(None, _CONTROL))
    if control * 100 > len(text) or text.count("\x00") * 1000 > len(text):
        raise _binary(source)
    return text


def _binary(source: str) -> UnreadableError:
    return UnreadableError(source, "is not text", "give Markdown, plain text, HTML, PDF or DOCX")
