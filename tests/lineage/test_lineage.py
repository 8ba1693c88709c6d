"""From a withdrawal to everything that was made of a person's rows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from sayso.cli import main
from sayso.errors import GateError
from sayso.gate.outcome import Outcome, outcome
from sayso.gate.passed import Passed
from sayso.lineage.graph import made_of
from sayso.lineage.openlineage import Runs, events
from sayso.lineage.thing import Kind, Thing
from sayso.lineage.withdrawal import Withdrawal

TERMS = "# Terms\n\nWe use your recordings to train our AI models only if you have agreed to it in your settings.\n"
PEOPLE = (["ada"], ["ada", "ben"], ["ben"], ["cem"], ["ada"])


def sayso(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def told(*arguments: str) -> str:
    result = sayso(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> Path:
    """Two shards of what three people agreed to, a model of them, and what was made of that."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", address)
    (tmp_path / "terms.md").write_text(TERMS, "utf-8")
    for shard, people in enumerate((PEOPLE, (["cem"], ["ben"], ["eve"]))):
        row = {"data": "content.audio", "at": "2026-05-01T10:00:00Z", "terms": "v1", "text": "x"}
        rows = [{**row, "id": f"{shard}-{n}", "subjects": who} for n, who in enumerate(people)]
        (tmp_path / f"rows{shard}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    lines = [f"{who},content,train-ai,given,2026-04-01T00:00:00Z\n" for who in ("ada", "ben", "cem")]
    (tmp_path / "consents.csv").write_text("person,data,purpose,says,at\n" + "".join(lines), "utf-8")
    gate = ["gate", "rows0.jsonl", "rows1.jsonl", "--as-of", "2026-05-03T00:00Z", "--consents", "consents.csv"]
    told(*gate, "--terms", "v1=terms.md", "--out", "set")
    told("lineage", "add", "calls-2026", "--run", "set")
    told("lineage", "add", "speech-1", "--kind", "model", "--from", "calls-2026")
    told("lineage", "add", "speech-1-irish", "--kind", "adapter", "--from", "speech-1", "--from", "calls-2026")
    told("lineage", "add", "search", "--kind", "index", "--from", "calls-2026")
    told("lineage", "add", "lab", "--kind", "copy", "--from", "calls-2026")
    told("lineage", "add", "paper", "--kind", "report", "--from", "speech-1")
    told("lineage", "add", "unrelated", "--kind", "model")
    return tmp_path


def test_a_withdrawal_reaches_everything_with_a_remedy_and_a_last_day(folder: Path) -> None:
    days = (date(2026, 6, 30) - date.today()).days
    offered = next(line.split()[1] for line in told("lineage", "list").splitlines() if "rows0.jsonl@" in line)
    assert told("withdraw", "ada", "--on", "2026-05-31").splitlines() == [
        "7 things hold rows of that person, or were made of them.",
        f"Until 30 June 2026 ({f'{days} days left' if days > 1 else f'{-days} days over'}):",
        f"  drop              dataset   {offered}, 3 rows",
        "      rows0.jsonl: 3 rows",
        "  re-filter         dataset   calls-2026, 3 rows",
        "      rows-00000.parquet: 3 rows",
        "  retrain           model     speech-1",
        "  remove adapter    adapter   speech-1-irish",
        "  delete vectors    index     search",
        "  tell who holds it copy      lab",
        "  not possible      report    paper",
    ]
    assert told("withdraw", "dora") == "Nothing that is registered holds rows of that person.\n"


def test_what_was_offered_and_did_not_pass_is_withdrawn_from_the_input_alone(folder: Path) -> None:
    said = told("withdraw", "eve")
    assert said.splitlines()[0] == "1 things hold rows of that person, or were made of them."
    assert "  drop              dataset   rows1.jsonl@" in said


def test_the_clean_set_has_every_row_but_theirs_and_a_manifest_that_says_so(folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in (folder / "set").iterdir() if file.is_file()}
    told("withdraw", "ada", "--on", "2026-05-31", "--out", "clean")
    clean = outcome(folder / "clean" / "set-00")
    clean.check()
    assert ids(clean) == ["0-2", "0-3", "1-0", "1-1"]
    assert clean.manifest.rows == 4
    whole = [file.name for file in clean.folder.glob("rows-*.parquet")]
    assert whole == ["rows-00001.parquet"]  # the other has rows that are to be left out, and another name
    assert clean.manifest.run == outcome(folder / "set").manifest.digest
    assert {file.name: file.read_bytes() for file in (folder / "set").iterdir() if file.is_file()} == before
    assert "is there already" in sayso("withdraw", "ada", "--out", "clean").stderr


def ids(run: Outcome) -> list[str]:
    """The rows that are left, as every reader of ours sees them."""
    found = [id for shard in run.manifest.shards for id in run.rows(shard)["id"]]
    assert [row["id"] for row in Passed(run.folder)] == found
    assert [row["id"] for share in Passed(run.folder).shares(3) for row in share] == found
    return found


def test_one_withdrawal_after_another_leaves_less_and_what_is_rewritten_has_no_byte_of_them(folder: Path) -> None:
    told("withdraw", "ada", "--out", "first")
    told("lineage", "add", "calls-2", "--run", "first/set-00", "--from", "calls-2026")
    assert "calls-2," not in told("withdraw", "ada")
    told("withdraw", "cem", "--out", "second")  # of calls-2026 in set-00, of calls-2 in set-01
    assert ids(outcome(folder / "second" / "set-01")) == ["0-2", "1-1"]
    told("lineage", "rewrite", "second/set-01", "--out", "rewritten")
    anew = outcome(folder / "rewritten")
    anew.check()
    assert ids(anew) == ["0-2", "1-1"]
    assert [shard.without for shard in anew.manifest.shards] == [None, None]
    stored = str([pl.read_parquet(file).to_dicts() for file in (folder / "rewritten").glob("*.parquet")])
    assert "ben" in stored
    assert not any(name in stored for name in ("ada", "cem"))
    told("lineage", "add", "calls-3", "--run", "rewritten", "--from", "calls-2")
    assert [line for line in told("withdraw", "ada").splitlines() if "calls-3" in line] == []
    told("withdraw", "ben", "--out", "third")
    assert ids(outcome(folder / "third" / "set-02")) == []
    assert "  drop              dataset   calls-3, 2 rows" in told("withdraw", "ben")


def test_what_cannot_be_written_leaves_nothing_behind(folder: Path) -> None:
    (folder / ".clean.part" / "set-00").mkdir(parents=True)  # of one that was killed
    rows = folder / "set" / "rows-00000.parquet"
    whole = rows.read_bytes()
    rows.write_bytes(whole[:-1])
    assert "is not what the manifest says" in sayso("withdraw", "ada", "--out", "clean", "--rewrite").stderr
    assert [path.name for path in folder.iterdir() if "clean" in path.name] == []
    rows.write_bytes(whole)
    told("withdraw", "ada", "--out", "clean", "--rewrite")
    assert sorted(path.name for path in (folder / "clean").iterdir()) == ["set-00", "tombstones.jsonl"]


def test_what_is_left_keeps_its_places_in_the_ledger(folder: Path) -> None:
    told("ledger", "append", "set")
    told("withdraw", "ada", "--out", "clean", "--rewrite")
    told("ledger", "forget", "ada", "--run", "set")
    told("ledger", "prove", "ben", "--run", "clean/set-00")
    assert told("ledger", "verify", "--run", "clean/set-00").splitlines()[1] == (
        "clean/set-00: 5 decisions are as they were logged, 3 are nobody's now."
    )


def test_a_withdrawal_is_told_to_machines_without_the_name(folder: Path) -> None:
    found = json.loads(told("withdraw", "ben", "--on", "2026-05-31", "--out", "clean", "--format", "json"))
    assert (found["until"], found["days_left"]) == ("2026-06-30", (date(2026, 6, 30) - date.today()).days)
    (made,) = [task for task in found["tasks"] if task["thing"] == "calls-2026"]
    assert (made["remedy"], made["rows"], made["clean"]) == ("re-filter", 3, "clean/set-00")
    assert [(file["name"], file["rows"]) for file in made["files"]] == [
        ("rows-00000.parquet", 2), ("rows-00001.parquet", 1)
    ]  # fmt: skip
    assert "ben" not in json.dumps(found).replace(str(folder), "")


def test_what_cannot_be_told_is_looked_at_by_hand_and_so_is_what_was_made_of_it(folder: Path) -> None:
    index = folder / "set" / "persons" / "00000.parquet"
    changed = bytearray(index.read_bytes())
    changed[len(changed) // 3] ^= 1
    index.write_bytes(changed)
    said = told("withdraw", "dora")
    assert "  look by hand      dataset   calls-2026\n" in said
    assert "set/persons/00000.parquet: is damaged or not there; register the run again" in said
    assert "  retrain           model     speech-1\n" in said
    (folder / "set").rename(folder / "moved")
    assert "set: has no manifest.json" in told("withdraw", "dora")
    told("withdraw", "dora", "--out", "clean")
    assert [path.name for path in (folder / "clean").iterdir()] == ["tombstones.jsonl"]


def test_of_a_set_that_is_deleted_but_for_its_index_what_was_made_of_it_is_still_told(folder: Path) -> None:
    for file in [*(folder / "set").glob("rows-*"), *(folder / "set").glob("decisions-*")]:
        file.unlink()
    said = told("withdraw", "ada", "--out", "clean")
    assert "  drop              dataset   calls-2026, 3 rows\n" in said
    assert "      its rows are deleted already; what was made of it is not\n" in said
    assert "  retrain           model     speech-1\n" in said
    assert [path.name for path in (folder / "clean").iterdir()] == ["tombstones.jsonl"]


def test_a_list_of_what_is_left_out_that_was_changed_is_named(folder: Path) -> None:
    told("withdraw", "ada", "--out", "clean")
    (file,) = (folder / "clean" / "set-00").glob("without-*")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(GateError, match="is not what the manifest says"):
        ids(outcome(folder / "clean" / "set-00"))


def test_tombstones_name_rows_and_nobody(folder: Path) -> None:
    told("withdraw", "ada", "--on", "2026-05-31", "--out", "clean")
    text = (folder / "clean" / "tombstones.jsonl").read_text("utf-8")
    assert [(t["shard"], t["row"], t["until"]) for t in map(json.loads, text.splitlines())] == [
        (file, row, "2026-06-30") for file in ("rows0.jsonl", "rows-00000.parquet") for row in (0, 1, 4)
    ]
    assert "ada" not in text


def test_a_model_card_says_what_went_in_and_what_it_may_be_used_for(folder: Path) -> None:
    assert "**Not logged**" in told("card", "speech-1")
    assert json.loads(told("card", "speech-1", "--format", "json"))["uses"] == []
    told("ledger", "append", "set")
    card = told("card", "speech-1")
    assert "Every decision is in `sayso.invalid/training`; its 8 entries have root `" in card
    assert "A model. It may be used for: **train-ai**." in card
    assert "| 7 | consented | yes |" in card
    assert "terms v1: SHA-256" in card
    told("lineage", "add", "from-elsewhere")
    told("lineage", "add", "mixed", "--kind", "model", "--from", "from-elsewhere", "--from", "calls-2026")
    mixed = json.loads(told("card", "mixed", "--format", "json"))
    assert (mixed["uses"], mixed["unknown"]) == ([], ["from-elsewhere"])
    assert "**Not known**: from-elsewhere went into it" in told("card", "mixed")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["card", "nothing"], "nothing: is not registered"),
        (["lineage", "add", "search"], "search: is registered already"),
        (["lineage", "add", "x", "--from", "y"], "y: is not registered"),
        (["lineage", "add", "x", "--run", "nowhere"], "nowhere: has no manifest.json"),
        (["lineage", "import", "terms.md"], "terms.md:1: is no OpenLineage run event"),
        (["lineage", "import", "none"], "none: no such file"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(folder: Path, arguments: list[str], said: str) -> None:
    result = sayso(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_what_openlineage_tells_is_registered_and_told_again(folder: Path) -> None:
    exported = told("lineage", "export")
    (folder / "events.jsonl").write_text(exported, "utf-8")
    before = told("lineage", "list")
    told("lineage", "import", "events.jsonl")
    assert told("lineage", "list") == before
    event = {
        "eventType": "COMPLETE", "eventTime": "2026-05-03T00:00:00Z", "run": {"runId": "1"},
        "job": {"namespace": "lab", "name": "train"}, "inputs": [{"namespace": "sayso", "name": "calls-2026"}],
        "outputs": [{"namespace": "lab", "name": "model:lab-1"}],
    }  # fmt: skip
    (folder / "events.jsonl").write_text(json.dumps(event), "utf-8")
    told("lineage", "import", "events.jsonl")
    assert "retrain           model     lab/model:lab-1" in told("withdraw", "ada")


@pytest.mark.parametrize("event", [7, {}, {"run": {"runId": 1}}, {"run": {"runId": "1"}, "job": {"name": 7}}])
def test_what_is_no_event_is_an_error_and_a_run_that_is_not_complete_tells_nothing(event: object) -> None:
    with pytest.raises(ValueError, match="run event"):
        Runs().hear(event)
    start = {
        "eventType": "START",
        "run": {"runId": "1"},
        "job": {"name": "x"},
        "outputs": [{"namespace": "a", "name": "b"}],
    }
    heard = Runs()
    heard.hear(start)
    assert heard.things() == []
    heard.hear({"job": {"namespace": "a", "name": "x"}, "inputs": []})  # of a job, and of a dataset alone
    heard.hear({"dataset": {"namespace": "a", "name": "b"}})
    assert heard.things() == []


def test_what_a_run_tells_over_several_events_is_one(folder: Path) -> None:
    run, job = {"runId": "7", "facets": {"parent": {"run": 1}}}, {"namespace": "lab", "name": "train", "facets": None}
    told_of = {"namespace": "lab", "name": "vectors", "facets": {"schema": {"fields": "?"}}, "inputFacets": []}
    lines = [
        {"eventType": "START", "run": run, "job": job, "inputs": [{"namespace": "sayso", "name": "calls-2026"}]},
        {"eventType": "RUNNING", "run": run, "job": job, "inputs": None, "outputs": [told_of]},
        {"eventType": "COMPLETE", "run": run, "job": job},
        {"eventType": "COMPLETE", "run": {"runId": "8"}, "job": job, "inputs": [told_of],
         "outputs": [{"namespace": "lab", "name": "embedding:e"}, told_of]},
        {"eventType": "COMPLETE", "run": {"runId": "9"}, "job": job,
         "inputs": [{"namespace": "lab", "name": "embedding:e"}],
         "outputs": [{"namespace": "sayso", "name": "unrelated"}]},
    ]  # fmt: skip
    (folder / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    told("lineage", "import", "events.jsonl")
    said = told("withdraw", "ada")
    assert "  re-filter         dataset   lab/vectors\n" in said
    assert "  delete vectors    embedding lab/embedding:e\n" in said
    assert "  retrain           model     unrelated\n" in said  # it was there, and made of nothing as far as was known
    before = told("lineage", "list")
    told("lineage", "import", "events.jsonl")
    assert told("lineage", "list") == before


def test_things_that_are_made_of_each_other_end() -> None:
    a, b, c = (Thing(n, Kind.DATASET, of) for n, of in (("a", ("b",)), ("b", ("a", "c")), ("c", ())))
    assert {thing.name for thing in made_of([a, b, c], ["c"])} == {"a", "b", "c"}


def test_events_are_read_back() -> None:
    model = Thing("model:m", Kind.MODEL, ("a", "b"))
    heard = Runs()
    for event in events([Thing("a", Kind.DATASET), model], datetime(2026, 5, 3, tzinfo=UTC)):
        heard.hear(event)
    assert heard.things()[-1] == model


@pytest.mark.parametrize(
    ("on", "until"),
    [(date(2026, 1, 31), date(2026, 2, 28)), (date(2028, 1, 30), date(2028, 2, 29)),
     (date(2026, 12, 5), date(2027, 1, 5)), (date(2026, 11, 30), date(2026, 12, 30))],
)  # fmt: skip
def test_the_clock_runs_for_a_month(on: date, until: date) -> None:
    assert Withdrawal("ada", on, ()).until == until
