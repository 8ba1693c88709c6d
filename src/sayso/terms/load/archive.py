"""The parts of an Office Open XML package (ECMA-376 part 2): a zip file of XML parts, read with bounds.

Sizes are checked as declared and again while inflating, because a zip file can declare what it likes. XML
with a document type declaration is refused, as the standard does (part 2, section 8.1.4): so no entity is
ever expanded.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from sayso.errors import UnreadableError
from sayso.terms.load.limits import MAX_PART, MAX_XML_DEPTH, megabytes

_CHUNK = 65_536
_WAY_OUT = "open it in a word processor and save it as DOCX again"


class Archive:
    """A package whose parts are read by name."""

    def __init__(self, data: bytes, source: str) -> None:
        self.source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct_error()):
            raise self.broken() from None
        self._names = frozenset(self._zip.namelist())

    def broken(self, cause: str = "is a broken DOCX file") -> UnreadableError:
        """The error for a package that is not as it should be."""
        return UnreadableError(self.source, cause, _WAY_OUT)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece, never more than the limit."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise self.broken("is locked with a password")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self.broken()  # ECMA-376 part 2, annex B: nothing else
            if info.file_size > MAX_PART:
                raise self._bomb()
            total = 0
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    total += len(chunk)
                    if total > MAX_PART:
                        raise self._bomb()
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, OSError, NotImplementedError):
            raise self.broken() from None
        except RuntimeError:  # zipfile's word for a password that is missing
            raise self.broken("is locked with a password") from None

    def _bomb(self) -> UnreadableError:
        return self.broken(f"inflates to more than {megabytes(MAX_PART)}")

    def tree(self, name: str) -> Element | None:
        """A whole part as a tree, or None where the package has none of that name."""
        if name not in self:
            return None
        found = list(self.elements(name, depth=1))
        if not found:
            raise self.broken()
        return found[0]

    def elements(self, name: str, depth: int) -> Iterator[Element]:
        """The elements at a depth of a part (1 is the root), each with all below it, one after another.

        Only one of them is held at a time, so that memory does not grow with the document.
        """
        reader = _Reader(self, depth)
        for chunk in self.chunks(name):
            reader.feed(chunk)
            yield from reader.taken()
        reader.feed(b"", last=True)
        yield from reader.taken()


def struct_error() -> type[Exception]:
    """What `zipfile` lets through where a header is cut short."""
    import struct

    return struct.error


class _Reader:
    def __init__(self, archive: Archive, depth: int) -> None:
        self._archive, self._wanted, self._depth = archive, depth, 0
        self._builder: TreeBuilder | None = None
        self._done: list[Element] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def feed(self, chunk: bytes, last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError:
            raise self._archive.broken("holds XML that is not well formed") from None

    def taken(self) -> list[Element]:
        done, self._done = self._done, []
        return done

    def _doctype(self, *_: object) -> None:
        raise self._archive.broken("declares a document type, which DOCX forbids")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_XML_DEPTH:
            raise self._archive.broken(f"nests XML more than {MAX_XML_DEPTH} deep")
        if self._depth == self._wanted:
            self._builder = TreeBuilder()
        if self._builder is not None:
            self._builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        if self._builder is not None:
            self._builder.end(_local(name))
            if self._depth == self._wanted:
                self._done.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)


def _local(name: str) -> str:
    """A name without its namespace: strict and transitional documents differ in nothing else here."""
    return name.rpartition(" ")[2]
