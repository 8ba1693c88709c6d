import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main, work
from sayso.show import FORMATS
from sayso.terms.document import Document
from sayso.terms.memory import default_path
from sayso.terms.reading import Reading

Terms = Callable[[str], str]


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["read", *arguments], input=stdin)


def test_reading_a_document_gives_the_answer_and_the_grid(terms: Terms) -> None:
    result = run(terms("acme"))
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "AI training with what you create: " in result.stdout
    assert "\ncontent " in result.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_asked_for(terms: Terms, form: str) -> None:
    result = run(terms("acme"), "--format", form)
    assert result.exit_code == 0
    assert "no-say" in result.stdout


def test_several_documents_come_in_the_order_of_the_arguments_each_with_its_heading(terms: Terms) -> None:
    result = run(terms("zebra"), terms("acme"))
    headings = [line for line in result.stdout.splitlines() if line.startswith("Terms of")]
    assert [h.split()[2] for h in headings] == ["Zebra", "Acme"]


def test_json_is_an_object_for_one_document_and_a_list_for_several_or_a_folder(terms: Terms) -> None:
    one, two = terms("acme"), terms("zebra")
    assert json.loads(run(one, "--format", "json").stdout)["document"]["source"] == one
    assert len(json.loads(run(one, two, "--format", "json").stdout)) == 2
    assert len(json.loads(run(str(Path(one).parent), "--format", "json").stdout)) == 2


def test_a_folder_with_one_document_still_gives_a_list(terms: Terms) -> None:
    folder = str(Path(terms("acme")).parent)
    assert len(json.loads(run(folder, "--format", "json").stdout)) == 1


def test_json_lines_and_csv_name_each_document(terms: Terms) -> None:
    files = [terms("acme"), terms("zebra")]
    lines = run(*files, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["document"]["source"] for line in lines] == files
    rows = csv.DictReader(io.StringIO(run(*files, "--format", "csv").stdout))
    assert list(dict.fromkeys(row["source"] for row in rows)) == files


def test_every_quote_is_in_the_file(terms: Terms) -> None:
    path = terms("acme")
    reading = json.loads(run(path, "--format", "json").stdout)
    quotes = [e["quote"] for cell in reading["grid"] for e in cell["evidence"]]
    assert quotes
    assert not [q for q in quotes if q not in Path(path).read_text("utf-8")]


def test_standard_input_is_read(terms: Terms) -> None:
    text = Path(terms("acme")).read_text("utf-8")
    result = run("-", "--format", "json", stdin=text)
    assert json.loads(result.stdout)["document"]["source"] == "-"


def test_why_shows_the_quotes_of_one_cell(terms: Terms) -> None:
    result = run(terms("acme"), "--why", "content", "train-ai")
    assert result.exit_code == 0
    assert "The words of the document:\n  “" in result.stdout
    assert "characters " in result.stdout


def test_why_with_an_unknown_word_is_told_in_one_line_before_anything_is_read() -> None:
    result = run("no-such-file.md", "--why", "content", "training")
    assert result.exit_code == 2
    assert result.stderr.startswith("sayso: `training` is not a word of the say grid")
    assert result.stderr.count("\n") == 1


def test_text_prints_the_text_that_offsets_count_in(terms: Terms) -> None:
    path = terms("acme")
    assert run(path, "--text").stdout == Path(path).read_text("utf-8")


@pytest.mark.parametrize(
    "options",
    [("--text", "--format", "json"), ("--why", "content", "share", "--format", "csv"), ("--text", "x.md")],
)
def test_options_that_exclude_each_other_are_refused(terms: Terms, options: tuple[str, ...]) -> None:
    result = run(terms("acme"), *options)
    assert result.exit_code == 2
    assert "Error: --" in result.stderr
    assert result.stdout == ""


def test_a_document_that_cannot_be_read_is_told_in_one_line_and_the_others_are_read(terms: Terms) -> None:
    first, last = terms("acme"), terms("zebra")
    result = run(first, "gone.md", last, "--format", "jsonl")
    assert result.exit_code == 2
    assert [json.loads(line)["document"]["source"] for line in result.stdout.splitlines()] == [first, last]
    assert result.stderr.startswith("sayso: gone.md: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("form", FORMATS)
def test_where_nothing_could_be_read_no_empty_output_pretends_otherwise(form: str) -> None:
    result = run("gone.md", "--format", form)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_list_of_documents_that_cannot_be_read_is_an_empty_list() -> None:
    assert json.loads(run("gone.md", "lost.md", "--format", "json").stdout) == []


@pytest.mark.parametrize("fault", [KeyError("oops"), RecursionError("deep"), MemoryError()])
def test_a_fault_of_ours_is_one_line_about_that_document(
    terms: Terms, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    real = work.read_document

    def fails_on_zebra(document: Document, **options: object) -> Reading:
        if "zebra" in document.source:
            raise fault
        return real(document)

    monkeypatch.setattr(work, "read_document", fails_on_zebra)
    zebra = terms("zebra")
    result = run(zebra, terms("acme"))
    assert result.exit_code == 2
    assert "Terms of Acme" in result.stdout
    assert result.stderr.startswith(f"sayso: {zebra}: ")
    assert result.stderr.count("\n") == 1


def test_a_hostile_file_name_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    result = run(str(tmp_path / "a\x1b[2J\nb.md"))
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_ctrl_c_ends_quietly_with_the_usual_status(terms: Terms, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(document: Document, **options: object) -> Reading:
        raise KeyboardInterrupt

    monkeypatch.setattr(work, "read_document", interrupted)
    result = run(terms("acme"))
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "sayso: stopped\n")


def test_what_was_read_is_remembered_unless_the_person_wants_nothing_kept(terms: Terms) -> None:
    forgetful = run(terms("acme"), "--no-cache")
    assert not default_path().exists()
    first, second = run(terms("acme")), run(terms("acme"))
    assert default_path().exists()
    assert first.stdout == second.stdout == forgetful.stdout
