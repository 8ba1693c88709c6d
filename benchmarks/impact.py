"""One change of terms against a million sharing policies: packed, beside a join and a loop over the same policies.

    python benchmarks/impact.py [--policies 1000000]

Needs the `bench` extra. The policies are made up, always the same ones: people of three tempers, with lines of their
own here and there, a tenth of them under an organisation's policy. The change is that of `examples/meeting-terms.md`,
read backwards, so that say is lost. Times are of whole commands, memory is the most that they held.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl

import sayso
from sayso.decision import Level, Line, Verdict
from sayso.say import Say
from sayso.sharing.check import check
from sayso.sharing.impact import moves
from sayso.sharing.packed import cell_name, pack, packed_cell
from sayso.sharing.packed_file import POLICY, write_frame
from sayso.sharing.policy import Policy
from sayso.sharing.service import join
from sayso.vocabulary import READ_PURPOSES, ROWS, data, row_of

EXAMPLES = Path(__file__).parents[1] / "examples"
OLD, NEW = EXAMPLES / "meeting-terms-v2.md", EXAMPLES / "meeting-terms.md"
SERVICE, ON = "Lantern Rooms", date(2026, 6, 1)
ROUNDS, SAMPLE, SEED = 5, 300, 2026

LEVELS = (Say.NEVER, Say.OPT_IN, Say.OPT_OUT, Say.LEAVE, Say.NO_SAY)
SILENCE = (Verdict.ASK, Verdict.CONFLICT, Verdict.FINE)
#: How likely each level is to be accepted, by temper; and the last number, how many are of that temper.
TEMPERS = ((0.6, 0.3, 0.1, 0, 0, 0.3), (0.2, 0.4, 0.35, 0.05, 0, 0.5), (0.05, 0.1, 0.25, 0.3, 0.3, 0.2))
#: The kinds that some people have lines of their own for, and how likely such a line is.
KINDS, OWN_LINE = ("content.audio", "content.chat", "usage.location", "profile.contacts"), 0.05
ORGANISATIONS, UNDER_ONE = 50, 0.1
#: Where a person or an organisation has no line.
NO_LINE = len(LEVELS)

Cell = tuple[str, str]


class Population:
    """Made-up people: for each cell the number of the level that their own line, and their organisation's, accepts."""

    def __init__(self, size: int) -> None:
        random = np.random.default_rng(SEED)
        self.size = size
        temper = random.choice(len(TEMPERS), size, p=[weights[-1] for weights in TEMPERS])
        bounds = np.cumsum([weights[:-1] for weights in TEMPERS], axis=1)[temper].astype(np.float32)
        self.own: dict[Cell, np.ndarray] = {}
        for row, purpose in product((*ROWS, *KINDS), READ_PURPOSES):
            drawn = random.random(size, dtype=np.float32)[:, None]
            level = np.minimum((drawn > bounds).sum(axis=1), NO_LINE - 1)
            if row in KINDS:
                level = np.where(random.random(size) < OWN_LINE, level, NO_LINE)
            self.own[row, purpose] = level.astype(np.uint8)
        self.organisation = np.where(random.random(size) < UNDER_ONE, random.integers(1, ORGANISATIONS, size), 0)
        self.theirs = {at: random.integers(0, NO_LINE + 1, ORGANISATIONS) for at in product(ROWS, READ_PURPOSES)}
        for column in self.theirs.values():
            column[0] = NO_LINE  # that of those who have none
        self.silence = random.choice(len(SILENCE), size, p=[0.7, 0.2, 0.1]).astype(np.uint8)

    def packed(self) -> pl.DataFrame:
        """All of them, packed: each different case by the reference, and then looked up."""
        names = pl.Series(POLICY, np.arange(self.size)).cast(pl.String)
        columns, cases = [names], NO_LINE + 1
        for name, purpose in product(data(), READ_PURPOSES):
            row = self.own[row_of(name), purpose]
            kind = self.own.get((name, purpose), np.full(self.size, NO_LINE, np.uint8)) if name in KINDS else NO_LINE
            above = self.theirs[row_of(name), purpose][self.organisation]
            case = ((above * cases + row) * cases + kind) * len(SILENCE) + self.silence
            table = np.array([_case(name, purpose, n) for n in range(cases**3 * len(SILENCE))], np.uint16)
            columns.append(pl.Series(cell_name(name, purpose), table[case]))
        return pl.DataFrame(columns)

    def policy(self, number: int) -> Policy:
        """One of them, as if read from its file."""
        organisation = self.organisation[number]
        theirs = _lines({at: column[organisation] for at, column in self.theirs.items()})
        above = Policy("organisation", "", Level(theirs)) if organisation else None
        own = _lines({at: column[number] for at, column in self.own.items()})
        return Policy(str(number), "", Level(own, SILENCE[self.silence[number]]), above=above)

    def long(self) -> pl.DataFrame:
        """A row for each policy and cell of the four rows: the rank of the least say that it accepts."""
        ranks = np.array([*(say.rank for say in LEVELS), 0], np.uint8)
        parts = []
        for row, purpose in product(ROWS, READ_PURPOSES):
            above = self.theirs[row, purpose][self.organisation]
            least = np.maximum(ranks[self.own[row, purpose]], ranks[above])
            cell = pl.select(data=pl.lit(row, pl.Enum(ROWS)), purpose=pl.lit(purpose, pl.Enum(READ_PURPOSES)))
            parts.append(
                pl.DataFrame({POLICY: np.arange(self.size, dtype=np.uint32), "least": least}).join(cell, how="cross")
            )
        return pl.concat(parts)


@cache
def _case(name: str, purpose: str, number: int) -> int:
    """A cell packed for one combination of lines: the organisation's, one's own for the row, for the kind, silence."""
    number, silence = divmod(number, len(SILENCE))
    number, kind = divmod(number, NO_LINE + 1)
    above, row = divmod(number, NO_LINE + 1)
    whole = (row_of(name), purpose)
    own = Level(_lines({whole: row, (name, purpose): kind} if name in KINDS else {whole: row}), SILENCE[silence])
    organisation = Policy("organisation", "", Level(_lines({whole: above})))
    return packed_cell(Policy("", "", own, above=organisation).rules(SERVICE, ON), name, purpose)


def _lines(levels: dict[Cell, int]) -> tuple[Line, ...]:
    return tuple(Line(*cell, LEVELS[n]) for cell, n in levels.items() if n != NO_LINE)


def joined(path: str) -> dict[str, int]:
    """The same question about the four rows, as a join of the changed cells with the long table."""
    old, new = (join([sayso.read(p)], SERVICE) for p in (OLD, NEW))
    changed = pl.DataFrame(
        [
            {"data": m.data, "purpose": m.purpose, "was": m.was.rank, "now": m.now.rank}
            for m in moves(old, new)
            if m.data in ROWS
        ],
        schema_overrides={"data": pl.Enum(ROWS), "purpose": pl.Enum(READ_PURPOSES), "was": pl.UInt8, "now": pl.UInt8},
    )
    newly = (
        pl.scan_parquet(path)
        .join(changed.lazy(), on=["data", "purpose"])
        .filter((pl.col("now") < pl.col("least")) & (pl.col("was") >= pl.col("least")))
        .collect(engine="streaming")
    )
    counts = {f"{d} {p}": n for d, p, n in newly.group_by("data", "purpose").len().iter_rows()}
    return {"anyone": newly.get_column(POLICY).n_unique(), **counts}


#: Runs a command and tells its time and memory; in a small process, because a child counts what its parent holds.
_WATCH = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
printed = process.stdout.read().decode()
usage = os.wait4(process.pid, 0)[2]
print(json.dumps([time.perf_counter() - start, usage.ru_maxrss / 1024, printed]))
"""


def whole(command: list[str]) -> tuple[float, float, str]:
    """Seconds on the clock, megabytes at most, and what was printed, of a whole command."""
    watched = [sys.executable, "-S", "-c", _WATCH, *command]
    seconds, memory, printed = json.loads(subprocess.run(watched, check=True, capture_output=True).stdout)
    return seconds, memory, printed


def in_turn(commands: dict[str, list[str]]) -> Iterator[tuple[str, float, float, str]]:
    """The median time and the greatest memory of each command, all run in turn."""
    results: dict[str, list[tuple[float, float, str]]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            results[name].append(whole(command))
    for name, runs in results.items():
        yield name, statistics.median(r[0] for r in runs), max(r[1] for r in runs), runs[0][2]


def looped(people: Population, work: Callable[[Policy], object]) -> float:
    """Seconds for all of them, from a sample."""
    policies = [people.policy(n) for n in range(min(SAMPLE, people.size))]
    start = time.perf_counter()
    for policy in policies:
        work(policy)
    return (time.perf_counter() - start) * people.size / len(policies)


def main() -> None:
    """Make the policies, run all three, and print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--policies", type=int, default=1_000_000)
    options.add_argument("--join", metavar="FILE", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.join:
        print(json.dumps(joined(given.join)))
        return
    people = Population(given.policies)
    with tempfile.TemporaryDirectory() as folder:
        packed, long = Path(folder) / "people.parquet", Path(folder) / "long.parquet"
        frame = people.packed()
        write_frame(packed, frame, SERVICE, ON)
        people.long().write_parquet(long)
        same_as_the_reference(people, frame)
        del frame
        sizes = [f"{file.stat().st_size / 1e6:.0f} MB" for file in (packed, long)]
        print(
            f"{people.size:,} policies: packed in {sizes[0]}, the rows without the kinds as a long table in {sizes[1]}"
        )
        report(people, str(packed), str(long))


def same_as_the_reference(people: Population, frame: pl.DataFrame) -> None:
    """A sample of what was packed, against the policies themselves."""
    for number in range(0, people.size, max(people.size // 20, 1)):
        policy, row = people.policy(number), frame.row(number, named=True)
        assert {cell: row[cell] for cell in row if cell != POLICY} == pack(policy, SERVICE, ON)


def report(people: Population, packed: str, long: str) -> None:
    """Runs and prints."""
    command = shutil.which("sayso", path=str(Path(sys.executable).parent)) or "sayso"
    old, new = (join([sayso.read(path)], SERVICE) for path in (OLD, NEW))
    commands = {
        "sayso impact": [command, "impact", str(OLD), str(NEW), "--policies", packed, "--format", "json", "--no-cache"],
        "a Polars join": [sys.executable, __file__, "--join", long],
    }
    (_, ours, memory, told), (_, theirs, their_memory, theirs_told) = in_turn(commands)
    found, other = json.loads(told), json.loads(theirs_told)
    for cell in found["cells"]:
        if cell["data"] in ROWS:
            assert cell["conflict"] == other.get(f"{cell['data']} {cell['purpose']}", 0), cell
    loop = looped(people, lambda policy: [check(service, policy, ON).conflicts for service in (old, new)])
    print(
        f"{found['conflict']:,} newly in conflict, {found['freed']:,} freed, over {len(found['cells'])} changed cells"
    )
    print(f"sayso impact           {ours:8.2f} s, {memory:5.0f} MB (bars: 2 s, 1,000 MB)")
    times = f"{theirs / ours:.1f} times as long"
    print(f"a Polars join          {theirs:8.2f} s, {their_memory:5.0f} MB, {times}, for the rows without the kinds")
    print(f"a loop of two checks   {loop:8.0f} s (scaled from {SAMPLE} policies): {loop / ours:,.0f} times as long")


if __name__ == "__main__":
    main()
