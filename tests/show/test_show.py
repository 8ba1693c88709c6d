import pytest

from sayso.show import FORMATS, show
from sayso.terms.reading import Reading


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_ends_its_last_line_and_is_deterministic(reading: Reading, form: str) -> None:
    assert show(reading, form).endswith("\n")
    assert show(reading, form) == show(reading, form)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_names_the_document_and_its_answer(reading: Reading, form: str) -> None:
    shown = show(reading, form)
    assert "Terms of Example Ltd" in shown
    assert "no-say" in shown


def test_a_format_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ValueError, match="`xml` is not a format; the formats are: table, json, jsonl"):
        show([], "xml")
