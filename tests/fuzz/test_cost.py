"""What hostile text costs: time and memory that grow with the text, and not with its square.

Patterns that make a parser look at the same letters again and again: where it does, some of them take minutes.
`SECONDS` is far above what any takes where it does not, for slow machines.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from sayso.terms.document import from_text
from sayso.terms.load import load_bytes
from sayso.terms.reader import read_document

SECONDS = 12.0
PROSE = "<p>You agree that we may use your content to improve the service, and that you can object at any time.</p>"

TEXTS: dict[str, Callable[[int], str]] = {
    "blank lines": lambda n: "\n" * n + "ab",
    "spaces in a heading": lambda n: "# a" + " " * n + "x",
    "marks in a heading": lambda n: "# a " + "#" * n + "x",
    "one letter": lambda n: "a" * n,
    "stars": lambda n: "*" * n + " x",
    "links that never close": lambda n: "[a](" * (n // 4),
    "tags that never close": lambda n: "# <a " + "<" * n,
    "enumerators": lambda n: "(a) " * (n // 4),
    "bullets": lambda n: "- " * (n // 2) + "x",
    "one phrase": lambda n: "train models " * (n // 26),
    "uses": lambda n: "analytics; " * (n // 88),
    "openings of definitions": lambda n: "“X Data” means " * (n // 30),
    "definitions": lambda n: "".join(f"Your files (“X{i} Content”).\n\n" for i in range(n // 30)),
    "items of one list": lambda n: "We use your data to:\n" + "- train AI models\n" * (n // 18),
    "promises and what overrides them": lambda n: (
        (
            "We use your content to train our AI models.\n\n"
            "Notwithstanding the above, we will not use your content to train our AI models.\n\n"
        )
        * (n // 124)
    ),
    "headings": lambda n: "# We use your data\n\n" * (n // 20),
}
PAGES: dict[str, Callable[[int], str]] = {
    "elements that never close": lambda n: "<div>" * (n // 5),
    "breaks in a sentence": lambda n: "<p>" + "we train<br>" * (n // 12),
    "lines of code": lambda n: "<pre>" + "a\n" * (n // 2),
    "paragraphs in a heading": lambda n: "<h1>" + "<p>a" * (n // 4),
    "tables in tables": lambda n: ("<table><tr><td>" * 300 + "x" + "</table>" * 300) * (n // 6900),
    "cells that span": lambda n: f"<table>{'<tr><td colspan=99 rowspan=99>a<td>b' * (n // 36)}</table>",
    "rows that differ": lambda n: f"<table><tr>{'<td>a' * (n // 20)}{'<tr><td>b' * (n // 20)}</table>",
    "names of tags": lambda n: "<a" * (n // 2),
    "attributes": lambda n: f"<p {' '.join(f'a{i}' for i in range(1200))}>x" * (n // 7000),
}


@pytest.mark.parametrize("pattern", TEXTS)
def test_the_time_to_read_hostile_text_is_bounded(pattern: str) -> None:
    document = from_text(TEXTS[pattern](400_000))
    began = time.perf_counter()
    read_document(document)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize("pattern", PAGES)
def test_the_time_to_load_a_hostile_page_is_bounded_and_so_is_its_text(pattern: str) -> None:
    from sayso.errors import UnreadableError

    page = f"<main>{PROSE * 3}{PAGES[pattern](400_000)}".encode()
    began = time.perf_counter()
    try:
        length = len(load_bytes(page, "page.html").text)
    except UnreadableError:
        length = 0
    assert time.perf_counter() - began < SECONDS
    assert length < 20 * len(page)
