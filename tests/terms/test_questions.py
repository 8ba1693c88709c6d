"""Questions and their answers: what both say together."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.questions import answered, in_row
from sayso.terms.reader import read_document


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("do you sell my data?", "no.", "we never sell your data"),
        ("### do you ever use my messages for ads?", "no, never.", "we never use your messages for ads, never."),
        ("do we share personal data with you?", "yes.", "we share personal data with you"),
        ("is my data shared?", "no.", "your data is not shared"),
        ("**are files used?**", "yes, unless you object.", "files are used, unless you object."),
        ("can i stop you from reading my files?", "yes!", "you can stop us from reading your files"),
        ("does acme sell personal data?", "no", "we never sell personal data"),
        ("do you read my chats?", "only if you agree.", "we read your chats only if you agree."),
        ("who can read my chats?", "our moderators.", "our moderators can read your chats"),
        ("who looks at my files?", "nobody.", "nobody can look at your files"),
    ],
)  # fmt: skip
def test_a_question_with_its_answer_is_a_statement(question: str, answer: str, said: str) -> None:
    assert answered(question, answer) == said


@pytest.mark.parametrize("answer", ["no personal data is needed.", "we never do.", "yesterday it was.", ""])
def test_what_is_neither_yes_nor_no_answers_nothing(answer: str) -> None:
    assert answered("do you sell my data?", answer) == ""


def test_a_question_may_stand_beside_its_answer_in_a_table() -> None:
    assert in_row("| do we sell your data? | no |") == "we never sell your data"
    assert in_row("| your data | no |") == ""


@pytest.mark.parametrize(
    "text",
    [
        "## Do you sell my data?\n\nNo.",
        "**Do you sell my data?** No.",
        "| Q | A |\n|---|---|\n| Do you sell my data? | No |",
    ],
)
def test_an_answer_is_quoted_with_its_question(text: str) -> None:
    cell = read_document(Document("a.md", text)).grid["profile", "share"]
    assert str(cell.say) == "never"
    assert any("sell my data?" in quote.text for quote in cell.evidence)


def test_a_question_alone_says_nothing() -> None:
    cell = read_document(Document("a.md", "**Is my data used for marketing?** It depends.")).grid[
        "profile", "advertise"
    ]
    assert str(cell.say) == "unstated"
