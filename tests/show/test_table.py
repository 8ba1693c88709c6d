from collections.abc import Callable

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.grid import Cell, CellException, Quote
from sayso.safe import visible
from sayso.say import Say
from sayso.show import table
from sayso.terms.reading import Control, Reading

Made = Callable[..., Reading]


def line_with(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))


def test_the_answer_comes_first_with_its_best_quote_and_section(reading: Reading) -> None:
    blocks = table.piece(reading).split("\n\n")
    assert blocks[1].startswith("AI training with what you create: no say. They may train AI with it, and offer")
    assert "“We may use Your Things to improve our products" in blocks[1]
    assert "2.1 Licence" in blocks[1]


def test_the_grid_has_a_row_for_each_row_of_data_and_a_line_for_a_kind_that_differs(reading: Reading) -> None:
    shown = table.piece(reading)
    assert line_with(shown, "content ").split()[1] == "no-say"
    assert line_with(shown, "  audio").split() == ["audio", "opt-in"]
    assert line_with(shown, "usage").split() == [
        "usage",
        "unstated",
        "unstated",
        "unstated",
        "opt-out~",
        "unstated",
    ]
    assert "  chat" not in shown


def test_the_sensitive_row_is_shown_only_where_something_is_stated_of_it(made: Made, reading: Reading) -> None:
    assert "sensitive" not in table.piece(reading)
    stated = made([Cell("sensitive", "share", Say.NEVER, (Quote("x", 0, 1),))])
    assert line_with(table.piece(stated), "sensitive").split()[4] == "never"


def test_deidentified_cells_contradictions_and_exceptions_are_marked_and_explained(reading: Reading) -> None:
    shown = table.piece(reading)
    assert "no-say!" in line_with(shown, "content ")
    assert "no-say [1]" in line_with(shown, "content ")
    assert "\n~ only as de-identified data\n" in shown
    assert "\n! the document contradicts itself" in shown
    assert "\n[1] except managers (leave)\n" in shown


def test_what_is_not_in_the_grid_is_not_explained(made: Made) -> None:
    shown = table.piece(made([]))
    assert "~" not in shown
    assert "!" not in shown
    assert "[1]" not in shown
    assert "beneath its row" not in shown


def test_the_same_exceptions_share_a_footnote(made: Made) -> None:
    except_staff = (CellException("other:staff", Say.LEAVE),)
    cells = [Cell("content", p, Say.NO_SAY, (Quote("x", 0, 1),), except_staff) for p in ("improve", "share")]
    shown = table.piece(made(cells))
    assert line_with(shown, "content ").count("[1]") == 2
    assert "[2]" not in shown


@pytest.mark.parametrize("say", Say)
def test_every_level_has_an_answer_and_a_line_in_the_legend(made: Made, say: Say) -> None:
    shown = table.piece(made([Cell("content", "train-ai", say, (Quote("x", 0, 1),))]))
    assert f"AI training with what you create: {str(say).replace('no-say', 'no say')}. " in shown
    assert line_with(shown.partition("What saying no costs you")[2], f"  {say} ")


def test_silence_is_never_shown_as_permission_or_promise(made: Made) -> None:
    assert "Silence is not permission" in " ".join(table.piece(made([])).split())


def test_controls_say_what_to_do_and_where(reading: Reading) -> None:
    shown = table.piece(reading)
    assert "- Change the setting: Settings > Sharing (governs share)\n    2.3 Figures" in shown
    assert "- Unsubscribe (governs advertise; in some regions only)" in shown


def test_a_control_that_only_an_administrator_can_use_says_so(made: Made) -> None:
    control = Control("setting", "Admin", ("train-ai",), Quote("x", 0, 1), who="administrator")
    assert "only an administrator can" in table.piece(made(controls=(control,)))


def test_the_same_advice_is_given_once_and_that_on_ai_training_first(made: Made) -> None:
    news = Control("unsubscribe", "", ("advertise",), Quote("x", 0, 1))
    train = Control("email", "no@example.org", ("train-ai",), Quote("x", 0, 1))
    shown = table.piece(made(controls=(news, train, news)))
    assert shown.count("- Unsubscribe") == 1
    assert shown.index("- Write to no@example.org") < shown.index("- Unsubscribe")


def test_a_document_without_controls_says_that_none_was_found(made: Made) -> None:
    assert "- No control was found in it." in table.piece(made(controls=()))


def test_colour_only_repeats_what_the_words_say(reading: Reading) -> None:
    plain, coloured = table.piece(reading), table.piece(reading, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured
    assert click.unstyle(coloured) == plain


def test_no_line_of_an_ordinary_document_is_wider_than_eighty_columns(reading: Reading) -> None:
    assert max(map(len, table.piece(reading).splitlines())) <= 80


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(st.characters(categories=None), min_size=1, max_size=80))
def test_a_document_can_put_nothing_active_on_the_terminal(made: Made, text: str) -> None:
    quote = Quote(text, 0, len(text), text)
    cell = Cell("content", "train-ai", Say.NO_SAY, (quote,), (CellException(f"other:{text}", Say.LEAVE, (quote,)),))
    control = Control("link", text, (text,), quote, scope=text)
    shown = table.piece(made([cell], title=text, source=text, controls=(control,)))
    assert visible(shown) == shown
    assert "\r" not in shown
