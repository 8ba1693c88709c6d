import re
from collections.abc import Callable

from sayso.grid import Cell, Quote
from sayso.say import Say
from sayso.show import show
from sayso.show.markdown import plain
from sayso.terms.reading import Reading

Made = Callable[..., Reading]


def test_the_answer_comes_before_the_table_and_the_quotes_after(reading: Reading) -> None:
    shown = show(reading, "markdown")
    answer = shown.index("**AI training with what you create: no say.** They may train AI with it")
    table = shown.index("| | train-ai | improve | advertise | share | review |\n|---|---|---|---|---|---|")
    assert answer < table < shown.index("## Why") < shown.index("### content, review: no say")


def test_every_line_of_the_table_has_as_many_columns_as_its_head(reading: Reading) -> None:
    lines = [line for line in show(reading, "markdown").splitlines() if line.startswith("|")]
    assert len(lines) == 6
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {7}


def test_marks_and_exceptions_are_words_in_the_cell(reading: Reading) -> None:
    shown = show(reading, "markdown")
    assert "no-say (except audio (opt-in); managers (leave))" in shown
    assert "no-say (contradiction)" in shown
    assert "opt-out (de-identified)" in shown
    assert "| content.audio | opt-in | as its row |" in shown


def test_nothing_in_a_document_is_taken_for_markup(made: Made) -> None:
    text = "<script>alert(1)</script> | **bold** [link](https://e.example) ![i](x) `code`\n# heading & <!-- "
    quote = Quote(text, 0, len(text), text)
    shown = show(made([Cell("content", "share", Say.NO_SAY, (quote,))], title=text), "markdown")
    assert not re.search(r"(?<!\\)<|(?<!\\)\]\(|^# heading", shown, re.MULTILINE)
    assert plain(text) in shown


def test_several_documents_follow_one_another_each_with_its_heading(made: Made) -> None:
    shown = show([made(title="One"), made(title="Two")], "markdown")
    assert re.findall(r"^# (\w+)", shown, re.MULTILINE) == ["One", "Two"]
