"""How well comparing tells changes in say from noise, on the recorded histories of real terms.

    python benchmarks/changes.py [--gold DIR] [--errors]

Replays every recorded version against the one before it, beside the labels: `changes.jsonl` says of each change with
new prose whether it alters a cell, and which; changes that are not in it have no new prose. Labels that are not sure
are not counted. `--errors` lists what was told without a label, and what was labelled and not told. The labelled data
are looked for in `../shared/gold`, or where SAYSO_GOLD says.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from sayso.terms.change import Change, compare_readings
from sayso.terms.load import load_bytes
from sayso.terms.reader import read_document
from sayso.terms.reading import Reading

GOLD = Path(os.environ.get("SAYSO_GOLD") or Path(__file__).parents[2] / "shared" / "gold")

#: A cell as labels and changes name it, and a step in it: data, purpose; level before, level after.
Place = tuple[str, str]
Step = tuple[str, str, str, str]


def main() -> None:
    """Replay the histories and print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gold", type=Path, default=GOLD)
    options.add_argument("--errors", action="store_true")
    given = options.parse_args()
    if not (given.gold / "history.bundle").exists():
        sys.exit(f"{given.gold}: has no history.bundle; name the folder of the labelled data with --gold")
    labels = {
        (x["file"], x["commit"]): x
        for x in map(json.loads, (given.gold / "changes.jsonl").read_text("utf-8").splitlines())
    }
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", given.gold / "history.bundle", folder], check=True)
        for name, old, new in pairs(Path(folder)):
            change = compare_readings(reading(folder, old, name), reading(folder, new, name))
            count(counts, change, labels.get((name, new[:10])), f"{name} {new[:10]}", given.errors)
    report(counts)


def pairs(repository: Path) -> Iterator[tuple[str, str, str]]:
    """Each document's versions, two by two: its name, the commit of the older and of the newer."""
    log = git(repository, "log", "--reverse", "--format=%x00%H", "--name-only").decode()
    latest: dict[str, str] = {}
    for entry in log.split("\0")[1:]:
        commit, *files = entry.split("\n")
        for file in filter(None, files):
            name = file.removesuffix(".md")
            if name in latest:
                yield name, latest[name], commit
            latest[name] = commit


@lru_cache(maxsize=64)
def reading(repository: str, commit: str, name: str) -> Reading:
    """One version, read."""
    return read_document(load_bytes(git(Path(repository), "show", f"{commit}:{name}.md"), f"{name}.md"))


def git(repository: Path, *arguments: str) -> bytes:
    """What a git command prints."""
    return subprocess.run(["git", *arguments], cwd=repository, check=True, capture_output=True).stdout


def count(counts: Counter[str], change: Change, label: dict[str, Any] | None, name: str, errors: bool) -> None:
    """Count one change under what its label says of it."""
    told: set[Step] = {(c.data, c.purpose, str(c.before.say), str(c.after.say)) for c in change.cells}
    if label is None:
        counts["no new prose"] += 1
        counts["no new prose, silent"] += change.silent
    elif not label["sure"]:
        return
    elif not label["alters"]:
        counts["same say"] += 1
        counts["same say, silent"] += change.silent
    wanted = {step(cell) for cell in label["cells"]} if label else set()
    if label and label["alters"]:
        places, found = {x[:2] for x in wanted}, {x[:2] for x in told}
        counts["alters"] += 1
        counts["alters, told"] += not change.silent
        counts["alters, a right cell"] += bool(places & found)
        counts["cells"] += len(places)
        counts["cells, told"] += len(places & found)
        counts["cells, told with both levels"] += len(wanted & told)
        counts["cells, told beside them"] += len(found - places)
    if errors and (told != wanted or change.note):
        print("\n".join([name, *(f"  {change.note}" for _ in range(bool(change.note)))]))
        print(
            "\n".join(
                [f"  + {' '.join(x)}" for x in sorted(told - wanted)]
                + [f"  - {' '.join(x)}" for x in sorted(wanted - told)]
            )
        )


def step(cell: dict[str, str]) -> Step:
    """A labelled step in the words of a change: `content:audio` is `content.audio`, `content:other:x` is `other:x`."""
    row, _, part = cell["data"].partition(":")
    data = part if part.startswith("other:") else f"{row}.{part}" if part else row
    return data, cell["purpose"].replace("_", "-"), cell["from"], cell["to"]


def report(counts: Counter[str]) -> None:
    """The figures, one a line."""
    for said, part, whole in (
        ("versions without new prose: silent", "no new prose, silent", "no new prose"),
        ("new prose that alters no cell: silent", "same say, silent", "same say"),
        ("new prose that alters a cell: told", "alters, told", "alters"),
        ("  and told of a right cell", "alters, a right cell", "alters"),
        ("  altered cells told", "cells, told", "cells"),
        ("  and with both levels right", "cells, told with both levels", "cells"),
    ):
        print(f"{said:40} {counts[part]:4} of {counts[whole]:4} ({counts[part] / max(counts[whole], 1):.1%})")
    print(f"{'  other cells told beside them':40} {counts['cells, told beside them']:4}")


if __name__ == "__main__":
    main()
