"""Packed policies in a Parquet file: a row a policy, a column a cell. Only the columns that are needed are read.

The column `policy` names each; `content.audio train-ai` and the like are unsigned numbers of 16 bits, as
`sayso.sharing.packed` describes them. Those of kinds of data that not every policy knows are empty for the others. The
file says which version of the packing it is in, and for which service and day the policies were packed.

The only module that knows Polars: import it late. Without Polars that raises `MissingExtraError`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import compress
from pathlib import Path
from typing import NoReturn

from sayso.errors import MissingExtraError, PolicyError
from sayso.sharing.impact import Count, Touched
from sayso.sharing.packed import VERSION, Move, Turns, cell_name, cells, pack, turns
from sayso.sharing.policy import Policy
from sayso.vocabulary import READ_PURPOSES, data

try:
    import polars as pl
    from polars.exceptions import PanicException, PolarsError
except ImportError:
    raise MissingExtraError("a Parquet file of policies", "many", "give a folder of policies") from None

#: The column that names the policies, and the keys under which the file tells of itself.
POLICY = "policy"
_VERSION, _SERVICE, _ON = "sayso.version", "sayso.service", "sayso.on"
#: No packed cell: where a policy has no such cell.
_NONE = 0xFFFF
#: The policies that are listed at a time.
_BATCH = 50_000


def write(path: str | Path, policies: Iterable[tuple[str, Policy]], service: str, on: date) -> int:
    """Packs policies, each with a name of its own, into a file, and gives their number. Raises `PolicyError`."""
    names: list[str] = []
    columns = {cell_name(*at): array("H") for at in cells()}
    for name, policy in policies:
        for cell, bits in pack(policy, service, on).items():
            column = columns.setdefault(cell, array("H"))
            column.extend([_NONE] * (len(names) - len(column)))
            column.append(bits)
        names.append(name)
    for column in columns.values():
        column.extend([_NONE] * (len(names) - len(column)))
    packed = [pl.Series(cell, column, pl.UInt16).replace(_NONE, None) for cell, column in columns.items()]
    write_frame(path, pl.DataFrame([pl.Series(POLICY, names, pl.String), *packed]), service, on)
    return len(names)


def write_frame(path: str | Path, frame: pl.DataFrame, service: str, on: date) -> None:
    """Writes policies that are packed already; a file that is there is replaced once all is written."""
    half = Path(f"{path}.part")
    told = {_VERSION: str(VERSION), _SERVICE: service, _ON: on.isoformat()}
    try:
        with _errors_of(path, "cannot be written"):
            frame.write_parquet(half, metadata=told)
            half.replace(path)
    finally:
        with suppress(OSError):
            half.unlink()


class PackedFile:
    """The policies of a file, as `sayso.sharing.impact.Policies` has them."""

    def __init__(self, path: str | Path) -> None:
        """Reads what the file tells of itself. Raises `PolicyError` where it does not hold packed policies."""
        self._path = str(path)
        # Opened first, because Polars would take some names for addresses or patterns.
        with _errors_of(path, "cannot be read"), Path(path).open("rb") as file:
            told = pl.read_parquet_metadata(file)
            self._frame = pl.scan_parquet(Path(path).resolve(), glob=False)
            self._schema = self._frame.collect_schema()
            self.size: int = self._frame.select(pl.len()).collect().item()
        if told.get(_VERSION) != str(VERSION):
            of = f"version {told[_VERSION]}" if _VERSION in told else "no version"
            self._refuse(f"holds policies packed in {of}, and version {VERSION} is expected")
        if self._schema.get(POLICY) != pl.String:
            self._refuse(f"has no column `{POLICY}` of text")
        self.service = told.get(_SERVICE, "")
        try:
            self.on = date.fromisoformat(told.get(_ON, ""))
        except ValueError:
            self._refuse("does not say for which day the policies were packed")
        kinds = {name.partition(" ")[0] for name in self._schema if name.partition(" ")[2] in READ_PURPOSES}
        self.categories = frozenset(kinds - set(data()))

    def count(self, moves: Sequence[Move]) -> tuple[Count, list[Count]]:
        """As `Policies` has it."""
        self._check(moves)
        each = [turns(pl.col(move.cell), move) for move in moves]
        wanted = {}
        for kind, turn in enumerate(Turns._fields):
            wanted[turn] = pl.any_horizontal([t[kind] for t in each]).sum()
            wanted |= {f"{turn} {i}": t[kind].sum() for i, t in enumerate(each)}
        with _errors_of(self._path, "cannot be read"):
            found = self._frame.select(**wanted).collect().row(0, named=True)
        every = [Count(*(found[f"{turn}{at}"] for turn in Turns._fields)) for at in _places(moves)]
        return every[0], every[1:]

    def touched(self, moves: Sequence[Move]) -> Iterator[Touched]:
        """As `Policies` has it."""
        if not moves:
            return
        self._check(moves)
        any_turn = [turn for move in moves for turn in turns(pl.col(move.cell), move)]
        frame = self._frame.select(POLICY, *(m.cell for m in moves)).filter(pl.any_horizontal(any_turn))
        each = [_Turned(move) for move in moves]
        with _errors_of(self._path, "cannot be read"):
            for batch in frame.collect_batches(chunk_size=_BATCH, maintain_order=True):
                for name, *packed in batch.iter_rows():
                    yield _touched(name, [turn(bits) for turn, bits in zip(each, packed, strict=True)], moves)

    def _check(self, moves: Sequence[Move]) -> None:
        """Each cell must be there, and of each policy that has it: what is unknown must not be taken for fine."""
        for move in moves:
            if self._schema.get(move.cell) != pl.UInt16:
                self._refuse(f"has no packed column `{move.cell}`")
        needed = [POLICY, *(move.cell for move in moves if move.data in data())]
        with _errors_of(self._path, "cannot be read"):
            empty = self._frame.select(pl.col(needed).null_count()).collect().row(0, named=True)
        for name, number in empty.items():
            if number:
                self._refuse(f"has nothing in the column `{name}` for {number:,} policies")

    def _refuse(self, cause: str) -> NoReturn:
        raise PolicyError(self._path, 0, cause, "pack the policies again: `sayso policy pack DIR -o FILE.parquet`")


def _places(moves: Sequence[Move]) -> list[str]:
    return ["", *(f" {i}" for i in range(len(moves)))]


class _Turned:
    """What one move does to a packed cell. A column has few different numbers, so each is looked at once."""

    def __init__(self, move: Move) -> None:
        self._move = move
        self._known: dict[int | None, Turns] = {None: Turns(False, False, False)}

    def __call__(self, bits: int | None) -> Turns:
        if bits not in self._known:
            self._known[bits] = turns(bits, self._move)
        return self._known[bits]


def _touched(name: str, turned: Sequence[Turns], moves: Sequence[Move]) -> Touched:
    return Touched(name, *(tuple(compress(moves, kind)) for kind in zip(*turned, strict=True)))


@contextmanager
def _errors_of(path: str | Path, what: str) -> Iterator[None]:
    """Tells what goes wrong with a file as an error of that file."""
    try:
        yield
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise PolicyError(str(path), 0, f"{what}: {cause}", "check its name, and what you may do there") from None
    except (PolarsError, PanicException):
        way_out = "pack the policies again: `sayso policy pack DIR -o FILE.parquet`"
        raise PolicyError(str(path), 0, "is no Parquet file, or a damaged one", way_out) from None
