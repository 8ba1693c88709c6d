"""Packs: consents of desks and files in a folder that is kept up, by reading only what is new.

    pack.json            of each source, its parts and what of it was read
    part-DIGEST.parquet  consents as `packed.SCHEMA`, as they were read
    read-DIGEST.parquet  of a desk, how many facts of each space were read

A part is never changed: what `pack.json` does not name is of an update that was killed, and is not there.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import polars as pl

from sayso.errors import GateError
from sayso.gate.consents import from_facts, from_file, joined, table
from sayso.gate.shard import digest
from sayso.row import Consent

NAME = "pack.json"
_VERSION = 1
#: Of so many parts of a source one is made.
_PARTS = 8
_ANEW = "pack it anew, into another folder"


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a pack. `read`: of a desk, the file that says what was read; of a file, its SHA-256."""

    parts: tuple[str, ...] = ()
    read: str = ""


def packed(folder: Path) -> bool:
    """Whether there is a pack in this folder."""
    return (folder / NAME).is_file()


def load(folder: Path) -> tuple[pl.DataFrame, str]:
    """All consents of a pack, and the SHA-256 of what it consists of. Raises `GateError`."""
    files, hashed = parts(folder)
    return joined(_part(folder, file.name) for file in files), hashed


def parts(folder: Path) -> tuple[list[Path], str]:
    """The files of a pack that its consents are in, and the SHA-256 of what it consists of. Raises `GateError`."""
    names = [part for _, source in sorted(_sources(folder).items()) for part in source.parts]
    return [folder / name for name in names], sha256("\n".join(names).encode()).hexdigest()


def whole(file: Path) -> Path:
    """A file of a pack. Its name is its digest: raises `GateError` if it was changed, or is not there."""
    try:
        hashed = digest(file)
    except OSError:
        raise _gone(file) from None
    if hashed not in file.name:
        raise _changed(file)
    return file


def update(folder: Path, names: Iterable[str] = ()) -> dict[str, int]:
    """Reads what is new in these sources and in those that the pack has; how many consents that was, of each.

    What was read is there, or the pack is as it was. Raises `GateError`, and what opening a store raises.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = _sources(folder) if packed(folder) else {}
    found = {}
    addresses = {name: name for name in sources} | {_without_password(name): name for name in names}
    for name, address in addresses.items():
        before = sources.get(name, Source())
        after, found[name] = _of_desk(folder, address, before) if "://" in name else _of_file(folder, name, before)
        sources[name] = _compacted(folder, after)
    text = json.dumps({"pack": _VERSION, "sources": {n: asdict(s) for n, s in sources.items()}}, indent=1)
    _written(folder, NAME, text.encode())
    named = {NAME, *(file for source in sources.values() for file in (*source.parts, source.read))}
    for file in [*folder.glob("part-*.parquet"), *folder.glob("read-*.parquet")]:
        if file.name not in named:
            file.unlink()
    return found


def _without_password(address: str) -> str:
    """The name of a source. A password is not kept; PostgreSQL has places of its own for it."""
    return re.sub(r"(?<=://)([^/@:]*):[^/@]*@", r"\1@", address)


def _of_file(folder: Path, name: str, before: Source) -> tuple[Source, int]:
    try:
        now = digest(Path(name))
    except OSError:
        raise GateError(name, "cannot be read", "give the file again, or " + _ANEW) from None
    if now == before.read:
        return before, 0
    consents = from_file(Path(name))
    return Source((_kept(folder, "part", consents),), now), consents.height


def _of_desk(folder: Path, name: str, before: Source) -> tuple[Source, int]:
    from sayso.consent.store import open_store

    store = open_store(name)
    try:
        read = dict(_part(folder, before.read).iter_rows()) if before.read else {}
        lengths = store.lengths()
        if short := next((space for space, count in read.items() if lengths.get(space, 0) < count), None):
            raise GateError(_without_password(name), f"has lost facts of {short} that were read before", _ANEW)

        def new() -> Iterator[Consent]:
            for space in sorted(lengths):
                if lengths[space] > (known := read.get(space, 0)):
                    facts = store.facts(space)
                    yield from from_facts(space, facts, after=known)
                    read[space] = len(facts)

        consents = table(new())
    finally:
        store.close()
    counts = pl.DataFrame(sorted(read.items()), {"space": pl.String, "facts": pl.Int64}, orient="row")
    parts = (*before.parts, _kept(folder, "part", consents)) if consents.height else before.parts
    return replace(before, parts=parts, read=_kept(folder, "read", counts)), consents.height


def _compacted(folder: Path, source: Source) -> Source:
    if len(source.parts) < _PARTS:
        return source
    return replace(source, parts=(_kept(folder, "part", joined(_part(folder, name) for name in source.parts)),))


def _sources(folder: Path) -> dict[str, Source]:
    try:
        found = json.loads((folder / NAME).read_text("utf-8"))
        if found["pack"] != _VERSION:
            raise GateError(f"{folder}/{NAME}", "is of another version", _ANEW)
        return {name: Source(tuple(source["parts"]), source["read"]) for name, source in found["sources"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise GateError(f"{folder}/{NAME}", "is no pack of consents", _ANEW) from None


def _part(folder: Path, name: str) -> pl.DataFrame:
    """A file of the pack. Its name is its digest: one that was changed is found."""
    try:
        data = (folder / name).read_bytes()
    except OSError:
        raise _gone(folder / name) from None
    if sha256(data).hexdigest() not in name:
        raise _changed(folder / name)
    return pl.read_parquet(BytesIO(data))


def _gone(file: Path) -> GateError:
    return GateError(str(file), "is not there", _ANEW)


def _changed(file: Path) -> GateError:
    return GateError(str(file), "was changed after it was packed", _ANEW)


def _kept(folder: Path, kind: str, frame: pl.DataFrame) -> str:
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1)
    name = f"{kind}-{sha256(buffer.getvalue()).hexdigest()}.parquet"
    _written(folder, name, buffer.getvalue())
    return name


def _written(folder: Path, name: str, data: bytes) -> None:
    """Writes a file that is there as a whole, or as it was."""
    beside = folder / f".{name}.{os.getpid()}"
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / name)
