"""`sayso.read` as programs call it: a text, a name, or a clear refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

import sayso
from sayso.errors import UnreadableError

GERMAN = "Wir verwenden Ihre Daten und die Inhalte der Nutzer nicht, um die KI zu trainieren."


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        ("mistyped.md", "mistyped.md: does not exist"),
        ("ftp://example.org/terms", "only http and https"),
    ],
)
def test_the_name_of_a_file_that_is_not_there_gives_no_grid(given: str, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        sayso.read(given)
    with pytest.raises(UnreadableError, match=cause):
        sayso.compare("We share your data.", given)


def test_the_name_of_a_folder_or_of_a_file_that_is_locked_is_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreadableError, match="is a folder"):
        sayso.read(str(tmp_path))

    def locked(*_: object, **__: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", locked)
    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(UnreadableError, match="may not be read by you"):
        sayso.read("/locked/terms")


@pytest.mark.parametrize("text", ["", " \n", GERMAN, f"{GERMAN}\n{GERMAN}"])
def test_a_text_that_says_nothing_in_english_states_nothing(text: str) -> None:
    assert {str(c.say) for c in sayso.read(text).grid} == {"unstated"}


def test_any_other_string_is_read_as_it_is() -> None:
    for text in (
        "http://lantern.example is ours, see its terms.html",
        "We train our AI models on your content.",
        "a\0b",
        "x" * 300,
        "\ud800 and more",
    ):
        assert sayso.read(text).document.text == text
