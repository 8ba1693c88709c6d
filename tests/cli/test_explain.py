from click.testing import CliRunner

from sayso.cli import main
from sayso.show.explain import explain


def test_a_word_is_explained() -> None:
    result = CliRunner().invoke(main, ["explain", "opt-out"])
    assert (result.exit_code, result.stdout) == (0, explain("opt-out"))


def test_without_a_word_all_are() -> None:
    result = CliRunner().invoke(main, ["explain"])
    assert (result.exit_code, result.stdout) == (0, explain())


def test_an_unknown_word_is_told_in_one_line() -> None:
    result = CliRunner().invoke(main, ["explain", "optout"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("sayso: `optout` is not a word of the say grid; the words are: opt-out, ")
    assert result.stderr.count("\n") == 1
