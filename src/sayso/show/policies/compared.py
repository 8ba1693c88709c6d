"""Which of two policies is stricter, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from sayso.safe import escaped, excerpt, one_line
from sayso.sharing.stance import Stance
from sayso.sharing.stricter import Comparison, Difference, Stricter
from sayso.show.markdown import plain
from sayso.show.policies.json import cell
from sayso.show.policies.words import SILENCE, accepted
from sayso.show.table import wrapped
from sayso.show.words import listed


def show(comparison: Comparison, form: str) -> str:
    """A comparison: `table`, `json` or `markdown`."""
    if form == "json":
        return _json(comparison)
    lines = [_sentence(comparison), *(_difference(group) for group in _grouped(comparison))]
    if form == "markdown":
        return "\n".join([plain(lines[0]), "", *(f"- {plain(line)}" for line in lines[1:])]).rstrip() + "\n"
    return "\n".join([wrapped(lines[0]), *(wrapped(line, "- ", "  ") for line in lines[1:])]) + "\n"


def _sentence(comparison: Comparison) -> str:
    a, b = (excerpt(f"{p.name} ({p.source})", 100) for p in (comparison.first, comparison.second))
    return {
        Stricter.NEITHER: f"Equal: {a} and {b} accept the same.",
        Stricter.FIRST: f"A is stricter: {a} accepts nothing that {b} does not, and less in places.",
        Stricter.SECOND: f"B is stricter: {b} accepts nothing that {a} does not, and less in places.",
        Stricter.EACH: f"Each is stricter in places: A is {a}, B is {b}.",
    }[comparison.stricter]


_WHO = {Stricter.FIRST: "A is stricter", Stricter.SECOND: "B is stricter", Stricter.EACH: "each is stricter in part"}


def _grouped(comparison: Comparison) -> Iterator[list[Difference]]:
    """The purposes of one kind of data on which both stand alike are told together."""
    for _, group in groupby(
        comparison.differences, key=lambda d: (d.service, d.data, _stand(d.first), _stand(d.second))
    ):
        yield list(group)


def _stand(stance: Stance) -> tuple[object, ...]:
    return (stance.accepted, stance.silence, stance.place)


def _difference(group: list[Difference]) -> str:
    d = group[0]
    where = f"{listed([x.purpose for x in group])} on {d.data}" + (
        f", for {excerpt(d.service, 60)}" if d.service else ""
    )
    silence = d.first.silence is not d.second.silence
    return f"{where}: A {_said(d.first, silence)}, B {_said(d.second, silence)}: {_WHO[d.stricter]}"


def _said(stance: Stance, silence: bool) -> str:
    level = "does not say" if stance.accepted is None else f"accepts {accepted(stance)}"
    means = f", silence means {SILENCE[stance.silence]}" if silence else ""
    return f"{level}{means}" + (f" ({one_line(stance.place)})" if stance.place else "")


def _json(comparison: Comparison) -> str:
    value = {
        "first": {"name": comparison.first.name, "source": comparison.first.source},
        "second": {"name": comparison.second.name, "source": comparison.second.source},
        "on": comparison.on.isoformat(),
        "stricter": str(comparison.stricter),
        "differences": [
            {
                "service": d.service,
                "data": d.data,
                "purpose": d.purpose,
                "stricter": str(d.stricter),
                "first": {k: v for k, v in cell(d.first).items() if k not in ("data", "purpose")},
                "second": {k: v for k, v in cell(d.second).items() if k not in ("data", "purpose")},
            }
            for d in comparison.differences
        ],
    }
    return escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"
