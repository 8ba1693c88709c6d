"""From a meeting to a training set, its ledger and its card, and a withdrawal: everything, with made-up people.

    python examples/pipeline/run.py FOLDER

Asks at the consent desk, gates what was said, logs the decisions, registers a model, and then takes one person out.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sayso.consent.fact import Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.rooms import Rooms
from sayso.consent.store import open_store

MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)
TRAIN = Use("content.audio", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (Use("content.audio", "provide"), TRAIN))
HARBOUR = Party("https://harbour.example/", "Harbour Ltd (made up)", "privacy@harbour.example")
NOTICE = Notice("1", "2026-05-01", HARBOUR, "IE", "IE", "P30D", "https://d.example/", "https://harbour.example/rights")
TERMS = """# Lantern Rooms Terms (made up)

We use the audio of your meetings to train our speech models only if you have agreed to it. You can withdraw at any
time, and refusing costs you nothing.
"""
SAID = [
    ("Ada", "Shall we move the launch?"),
    ("Ben", "The pier is not finished."),
    ("Ada", "Then a week later."),
    ("Cem", "I would rather not be in any training set."),
    ("Ben", "Noted."),
]


def main() -> None:
    """Plays all of it in a new folder."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "pipeline")
    folder.mkdir(parents=True)
    store = f"sqlite:///{folder.resolve()}/desk.db"
    people = meeting(store, folder)
    sayso = Commands(folder, store)
    gate = "gate rows.jsonl --as-of 2026-05-05T00:00Z --terms v1=terms.md --set data=content.audio --set terms=v1"
    sayso(f"{gate} --consents {store} --out set")
    sayso("ledger append set")
    sayso("lineage add calls --run set")
    sayso("lineage add speech-1 --kind model --from calls")
    sayso("card speech-1")
    sayso(f"withdraw {people['Ben']} --on 2026-06-01 --out clean")
    sayso(f"ledger forget {people['Ben']} --run set")
    sayso("ledger verify")


def meeting(address: str, folder: Path) -> dict[str, str]:
    """Three people are asked before anything is captured; two agree, one refuses and stays."""
    store, clock = open_store(address), [MORNING]
    try:
        rooms = Rooms(store, {"summary": SUMMARY}, {"summary": NOTICE}, clock=lambda: clock[0])
        space = rooms.open("meeting", "Weekly of the harbour team")
        people = {
            name: rooms.join(space, f"{name.lower()}@harbour.example", name, Kind.PERSON, Relation.PEER)
            for name in ("Ada", "Ben", "Cem")
        }
        rooms.turn_on(space, "summary")
        for name, person in people.items():
            clock[0] += timedelta(seconds=5)
            says = Says.REFUSED if name == "Cem" else Says.GIVEN
            rooms.answer(space, person, "summary", 1, {use.name: says for use in SUMMARY.uses})
    finally:
        store.close()
    named = {name: f"urn:sayso:{space}:{person}" for name, person in people.items()}
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as rows:
        for n, (name, text) in enumerate(SAID):
            at = (MORNING + timedelta(minutes=2 + n)).isoformat()
            row = {"id": f"m1-{n}", "subjects": [named[name]], "at": at, "space": space, "feature": "summary"}
            rows.write(json.dumps({**row, "text": text}) + "\n")
    (folder / "terms.md").write_text(TERMS, "utf-8")
    return named


class Commands:
    """Runs commands as a person would, and shows them."""

    def __init__(self, folder: Path, store: str) -> None:
        self.folder, self.environment = folder, {**os.environ, "SAYSO_STORE": store}

    def __call__(self, command: str) -> None:
        """Shows and runs `sayso COMMAND`; ends where it fails."""
        print(f"$ sayso {command}", flush=True)
        arguments = [sys.executable, "-m", "sayso", *shlex.split(command)]
        subprocess.run(arguments, cwd=self.folder, env=self.environment, check=True)
        print(flush=True)


if __name__ == "__main__":
    main()
