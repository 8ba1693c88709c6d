"""`sayso ledger` as it is run: what was decided is logged, proved, checked offline, and forgotten."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main

TERMS = "# Terms\n\nWe use your recordings to train our AI models only if you have agreed to it in your settings.\n"
ROW = {"data": "content.audio", "at": "2026-05-01T10:00:00Z", "terms": "v1"}


def sayso(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def told(*arguments: str) -> str:
    result = sayso(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def failed(*arguments: str) -> str:
    result = sayso(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", f"sqlite:///{tmp_path}/desk.db")
    (tmp_path / "terms.md").write_text(TERMS, "utf-8")
    rows = [{**ROW, "id": str(n), "subjects": who} for n, who in enumerate((["ada"], ["ada", "ben"], ["cem"]))]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    consents = "person,data,purpose,says,at\nada,content,train-ai,given,2026-04-01T00:00:00Z\n"
    (tmp_path / "consents.csv").write_text(consents, "utf-8")
    gate = ["gate", "rows.jsonl", "--as-of", "2026-05-03T00:00Z", "--consents", "consents.csv"]
    told(*gate, "--terms", "v1=terms.md", "--out", "set")
    return tmp_path


def test_what_was_decided_about_a_person_is_proved_with_a_checkpoint_and_a_key_alone(folder: Path) -> None:
    told("ledger", "append", "set")
    (folder / "proofs").write_text(told("ledger", "prove", "ada", "--run", "set"), "utf-8")
    key = told("ledger", "key")
    for name in ("desk.db", "set/manifest.json"):
        (folder / name).rename(folder / f"{name}.away")
    checked = told("ledger", "check", "proofs", "--key", key)
    assert checked.splitlines() == [
        "proved  row 0: consented; entry 0 of 3 of sayso.invalid/training",
        "proved  row 1: consent-missing; entry 1 of 3 of sayso.invalid/training",
    ]
    forged = (folder / "proofs").read_text("utf-8").replace("consent-missing", "consented")
    (folder / "proofs").write_text(forged, "utf-8")
    assert "proofs:2: does not lead to the checkpoint" in failed("ledger", "check", "proofs", "--key", key)


def test_the_auditors_page_checks_a_proof_by_hand(folder: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to-audit.md").read_text("utf-8")
    code = page.split("<!-- by hand -->\n```python\n")[1].split("```")[0]
    (folder / "by_hand.py").write_text(code, "utf-8")
    told("ledger", "append", "set")
    (folder / "key").write_text(told("ledger", "key"), "utf-8")
    (folder / "proof").write_text(told("ledger", "prove", "1", "--row", "--run", "set"), "utf-8")
    command = [sys.executable, "-W", "ignore", "by_hand.py", "proof", "key"]
    by_hand = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert by_hand.stdout == "row 1: consent-missing, entry 1 of 3 of sayso.invalid/training\n"
    forged = (folder / "proof").read_text("utf-8").replace("consent-missing", "consented")
    (folder / "proof").write_text(forged, "utf-8")
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0


def test_a_log_that_grew_begins_with_what_it_was(folder: Path) -> None:
    (folder / "old").write_text(told("ledger", "checkpoint"), "utf-8")
    (folder / "new").write_text(told("ledger", "append", "set"), "utf-8")
    (folder / "key").write_text(told("ledger", "key"), "utf-8")
    (folder / "proof").write_text(told("ledger", "consistency", "old", "new", "--key", "key"), "utf-8")
    told("ledger", "consistency", "old", "new", "--key", "key", "--proof", "proof")
    assert "the larger one" in failed("ledger", "consistency", "new", "old", "--key", "key", "--proof", "proof")
    assert told("ledger", "verify") == "3 entries, and every one is as it was logged.\n"


def test_who_is_forgotten_is_in_no_proof_any_more(folder: Path) -> None:
    told("ledger", "append", "set")
    assert told("ledger", "forget", "ada", "--run", "set") == "2 entries are nobody's now.\n"
    assert "was forgotten" in failed("ledger", "prove", "ada", "--run", "set")
    assert '"id": "2"' in told("ledger", "prove", "2", "--row", "--run", "set")


def test_verifying_holds_runs_and_kept_checkpoints_against_the_log(folder: Path) -> None:
    (folder / "old").write_text(told("ledger", "append", "set"), "utf-8")
    told("ledger", "forget", "cem", "--run", "set")
    assert told("ledger", "verify", "--run", "set", "--checkpoint", "old").splitlines() == [
        "3 entries, and every one is as it was logged.",
        "old: the log begins with its 3 entries.",
        "set: 2 decisions are as they were logged, 1 are nobody's now.",
    ]
    store = ("--store", f"sqlite:///{folder}/other.db")
    assert "is not signed by sayso.invalid/training with that key" in failed(
        "ledger", "verify", "--checkpoint", "old", *store
    )
    (folder / "other").write_text(told("ledger", "checkpoint", "--origin", "elsewhere.example/log"), "utf-8")
    assert "other: is not signed by sayso.invalid/training" in failed("ledger", "verify", "--checkpoint", "other")


def test_without_a_run_all_that_is_registered_and_logged_is_looked_through(folder: Path) -> None:
    assert "ada: is in no row that was offered to a run that is registered" in failed("ledger", "prove", "ada")
    told("ledger", "append", "set")
    for name in ("one", "two"):  # the same run twice
        told("lineage", "add", name, "--run", "set")
    assert told("ledger", "prove", "ada").count("\n") == 2
    assert told("ledger", "forget", "ada") == "2 entries are nobody's now.\n"
    assert "was forgotten" in failed("ledger", "prove", "ada")


def test_the_gate_logs_what_it_writes(folder: Path) -> None:
    options = ["--as-of", "2026-05-03T00:00Z", "--consents", "consents.csv", "--terms", "v1=terms.md"]
    said = told("gate", "rows.jsonl", *options, "--out", "logged", "--ledger")
    assert said.endswith("Every decision is in the log sayso.invalid/training, which has 3 entries.\n")
    assert (folder / "logged" / "ledger.key").read_text("utf-8") == told("ledger", "key")
    told("gate", "rows.jsonl", *options, "--out", "elsewhere", "--ledger", f"sqlite:///{folder}/other.db")
    assert told("ledger", "verify") == "3 entries, and every one is as it was logged.\n"
    assert told("ledger", "prove", "ada", "--run", "logged").count("\n") == 2


def test_decisions_that_were_changed_are_not_logged(folder: Path) -> None:
    decisions = folder / "set" / "decisions-00000.parquet"
    changed = bytearray(decisions.read_bytes())
    changed[30] ^= 1
    decisions.write_bytes(changed)
    assert "it was changed" in failed("ledger", "append", "set")
    assert told("ledger", "verify").startswith("0 entries")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["append", "nowhere"], "nowhere: has no manifest.json"),
        (["prove", "dora", "--run", "set"], "dora: is in no row"),
        (["prove", "ada", "--run", "set"], "is not in this log"),
        (["check", "nothing", "--key", "a+b+c"], "nothing: no such file"),
        (["check", "terms.md", "--key", "a+b+c"], "terms.md:1: is no proof"),
        (["check", "rows.jsonl", "--key", "nokey"], "nokey: no such file"),
        (["checkpoint", "--size", "9"], "the log has 0 entries"),
        (["checkpoint", "--origin", "two words"], "has spaces"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(folder: Path, arguments: list[str], said: str) -> None:
    assert said in failed("ledger", *arguments)
