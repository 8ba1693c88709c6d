"""The corpus of cases of a check, in `tests/cases/`: each must come out the same through every door."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sayso.sharing.check import Check

FOLDER = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True)
class Case:
    """Documents, a policy, who asks of which service when; and what must come out.

    `expect`: `data purpose say verdict rule accepted`, with `-` where no line speaks of the cell. `absent`: cells that
    are told with what is above them. `clash`: cells over which documents disagree. `lapsed`: the reasons of exceptions
    that are over. `status`: what the command ends with.
    """

    name: str
    documents: dict[str, str]
    policy: str
    status: int
    expect: list[str]
    above: str = ""
    service: str = ""
    role: str = "person"
    on: date = date(2027, 1, 1)
    strict: bool = False
    absent: list[str] = field(default_factory=list)
    clash: list[str] = field(default_factory=list)
    lapsed: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> tuple[list[Path], Path]:
        """Writes the documents and the policy, and gives their paths."""
        paths = []
        for name, text in self.documents.items():
            paths.append(folder / name)
            paths[-1].write_text(text, "utf-8")
        (folder / "above.toml").write_text(self.above, "utf-8")
        policy = folder / "policy.toml"
        policy.write_text(self.policy, "utf-8")
        return paths, policy


@dataclass(frozen=True)
class Outcome:
    """What came out, in the words of a case."""

    cells: dict[str, str]
    verdict: str
    clash: list[str]
    lapsed: list[str]
    unread: list[str]

    def holds(self, case: Case) -> None:
        """Fails where a case expects something else."""
        told = {cell: f"{cell} {rest}" for cell, rest in self.cells.items()}
        for expected in case.expect:
            cell = " ".join(expected.split()[:2])
            assert told.get(cell) == expected
        assert not [cell for cell in case.absent if cell in told]
        assert (self.clash, self.lapsed, self.unread) == (case.clash, case.lapsed, case.unread)
        bad = ("conflict", "ask") if case.strict else ("conflict",)
        assert case.status == int(self.verdict in bad)


def of_check(check: Check) -> Outcome:
    cells = {
        f"{f.data} {f.purpose}": f"{f.said.say} {f.verdict} {f.decision.rule} {f.accepted or '-'}"
        for f in check.findings
    }
    clash = [f"{f.data} {f.purpose}" for f in check.findings if f.said.clash]
    return Outcome(cells, check.verdict, clash, [line.reason for line in check.lapsed], list(check.unread))


def cases() -> list[Case]:
    return [
        Case(**entry) for file in sorted(FOLDER.glob("*.toml")) for entry in tomllib.loads(file.read_text())["case"]
    ]
