"""A withdrawal as text and as JSON: what to see to, where the rows are, and how long is left."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from sayso.safe import escaped, one_line

if TYPE_CHECKING:
    from sayso.lineage.withdrawal import Held, Task, Withdrawal


def text(found: Withdrawal, today: date) -> str:
    """For people: a line for each thing, and under it one for each file that has rows of the person."""
    if not found.tasks:
        return "Nothing that is registered holds rows of that person.\n"
    clock = _clock((found.until - today).days)
    lines = [f"{len(found.tasks)} things hold rows of that person, or were made of them."]
    lines += [f"Until {found.until:%d %B %Y} ({clock}):"]
    for task in found.tasks:
        lines.append(f"  {task.remedy:<17} {task.thing.kind:<9} {one_line(task.thing.name)}{_count(task)}")
        lines += [f"      {one_line(held.file.name)}: {held.count:,} {_rows(held.count)}" for held in task.held]
        lines += [f"      {one_line(task.cause)}"] if task.cause else []
    return "\n".join(lines) + "\n"


def as_json(found: Withdrawal, today: date, made: list[str]) -> str:
    """For machines. `made`: the folders of the clean sets, in the order of the sets. It does not name the person."""
    sets = iter(made)
    value = {
        "withdrawal": 1,
        "on": found.on.isoformat(),
        "until": found.until.isoformat(),
        "days_left": (found.until - today).days,
        "tasks": [_task(task, next(sets, None) if task.lines else None) for task in found.tasks],
    }
    return escaped(json.dumps(value, indent=1, ensure_ascii=False)) + "\n"


def _task(task: Task, made: str | None) -> dict[str, object]:
    thing = task.thing
    found: dict[str, object] = {
        "thing": thing.name, "kind": thing.kind, "remedy": task.remedy, "made_from": thing.made_from,
        "place": thing.place, "run": thing.run, "rows": task.count, "segments": task.segments,
        "files": [_file(held) for held in task.held],
    }  # fmt: skip
    return found | ({"cause": task.cause} if task.cause else {}) | ({"clean": made} if made else {})


def _file(held: Held) -> dict[str, object]:
    return {"name": held.file.name, "sha256": held.file.sha256, "rows": held.count}


def _count(task: Task) -> str:
    segments = f"{task.segments:,} segments of " if task.segments else ""
    return f", {segments}{task.count:,} {_rows(task.count)}" if task.count else ""


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"


def _clock(days: int) -> str:
    if days < 0:
        return f"{-days} days over"
    return f"{days} days left" if days != 1 else "1 day left"
