"""From a meeting to a training set, its ledger and its card, and a withdrawal: everything, with made-up people.

    python examples/pipeline/run.py FOLDER

People are asked at the consent desk, and the platform hands over transcripts of two meetings, as WebVTT. They are gated
segment by segment, the decisions are logged, a model is registered, and then one person withdraws.
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
from sayso.gate import Passed
from sayso.recorder.transcript import Cue, read_webvtt, write_webvtt

MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)
TRAIN = Use("content.transcript", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (Use("content.audio", "provide"), TRAIN))
HARBOUR = Party("https://harbour.example/", "Harbour Ltd (made up)", "privacy@harbour.example")
NOTICE = Notice("1", "2026-05-01", HARBOUR, "IE", "IE", "P30D", "https://d.example/", "https://harbour.example/rights")
TERMS = """# Lantern Rooms Terms (made up)

We use the transcripts of your meetings to train our speech models only if you have agreed to it. You can withdraw at
any time, and refusing costs you nothing.
"""
#: What was said in two meetings, as the platform's transcripts have it.
MEETINGS = {
    "launch": [
        ("Ada", "Shall we move the launch?"),
        ("Ben", "The pier is not finished."),
        ("Ada", "Then a week later."),
        ("Cem", "I would rather not be in any training set."),
        ("Ben", "Noted."),
    ],
    "pier": [("Ben", "Two planks are missing."), ("Ben", "And the railing.")],
}


def main() -> None:
    """Plays all of it in a new folder."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "pipeline")
    folder.mkdir(parents=True)
    store = f"sqlite:///{folder.resolve()}/desk.db"
    people = meeting(store, folder)
    sayso = Commands(folder, store)
    print("Ada, Ben and Cem were asked; Cem refused, and stayed. This is the transcript of their meeting:\n")
    print((folder / "launch.vtt").read_text("utf-8"))
    what = "--set data=content.transcript --set terms=v1 --keep language"
    sayso(f"gate rows.jsonl --as-of 2026-05-05T00:00Z --terms v1=terms.md {what} --consents {store} --out set")
    show(folder, "set", people)
    sayso("ledger append set")
    sayso("lineage add talks --run set")
    sayso("lineage add speech-1 --kind model --from talks")
    sayso("card speech-1")
    print("In June Ben withdraws:\n")
    sayso(f"withdraw {people['Ben']} --on 2026-06-01 --out clean --rewrite")
    show(folder, "clean/set-00", people)
    sayso(f"ledger forget {people['Ben']} --run set")
    sayso("ledger verify")


def show(folder: Path, run: str, people: dict[str, str]) -> None:
    """Prints the transcripts that passed."""
    names = {person: name for name, person in people.items()}
    print(f"What is in {run}:\n")
    for row in Passed(folder / run):
        print(f"  {row['id']}")
        for said in row["segments"]:
            print(f"    {names.get(said['speaker'], ''):<4} {said['text']}")
    print(flush=True)


def meeting(address: str, folder: Path) -> dict[str, str]:
    """Three people are asked before anything is captured; two agree, one refuses and stays."""
    store, clock = open_store(address), [MORNING]
    try:
        rooms = Rooms(store, {"summary": SUMMARY}, {("summary", 1): NOTICE}, clock=lambda: clock[0])
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
    (folder / "terms.md").write_text(TERMS, "utf-8")
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as rows:
        for n, (name, said) in enumerate(MEETINGS.items()):
            cues = [Cue(who, 4.0 * i, 4.0 * i + 3, text) for i, (who, text) in enumerate(said)]
            (folder / f"{name}.vtt").write_text(write_webvtt(cues), "utf-8")
            row = {"id": name, "at": (MORNING + timedelta(hours=n, minutes=2)).isoformat(), "space": space}
            turns = segments((folder / f"{name}.vtt").read_text("utf-8"), named)
            rows.write(json.dumps({**row, "feature": "summary", "language": "en", "segments": turns}) + "\n")
    return named


def segments(webvtt: str, named: dict[str, str]) -> list[dict[str, object]]:
    """The cues of a platform's transcript as segments. Whom the desk does not know is nobody, and withheld."""
    found = []
    for cue in read_webvtt(webvtt, None):
        found.append({"speaker": named.get(cue.person), "text": cue.text, "start": cue.start, "end": cue.end})
    return found


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
