"""Markdown and plain text are their own canonical text."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import pytest
from load_samples import PROSE

from sayso.errors import UnreadableError
from sayso.terms.load import files_of, load, load_bytes


def test_the_text_of_a_markdown_file_is_what_read_text_gives(tmp_path: Path) -> None:
    file = tmp_path / "terms.md"
    file.write_bytes(f"# Terms\r\n\r\n  {PROSE} \u2019 \r\n\r\n\r\nEnd\r".encode())
    document = load(file)
    assert document.text == file.read_text(encoding="utf-8")
    assert (document.format, document.title, document.language) == ("markdown", "Terms", "en")
    assert document.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert load_bytes(PROSE.encode(encoding), "terms.txt").text == PROSE


def test_windows_1252_is_read_where_it_looks_like_writing() -> None:
    text = f"{PROSE} It is called \u201cContent\u201d."
    assert load_bytes(text.encode("cp1252"), "terms.txt").text == text


def test_garbled_bytes_are_refused_with_the_cause() -> None:
    mixed = ("“Content” – yours. " * 20).encode() + b"\xe9"
    with pytest.raises(UnreadableError, match="no encoding that could be told"):
        load_bytes(mixed, "terms.txt")


def test_a_declared_charset_that_is_no_charset_is_not_followed() -> None:
    with pytest.raises(UnreadableError):
        load_bytes(b"\xff\xe9\xe8\xea\x81\x8d" * 20, "x.html", charset="unicode_escape")


def test_standard_input_is_read_as_markdown_or_as_the_page_that_it_is() -> None:
    assert load("-", stdin=io.BytesIO(PROSE.encode())).text == PROSE
    page = load("-", stdin=io.BytesIO(f"<!doctype html><p>{PROSE} <b>{PROSE}</b>".encode()))
    assert page.format == "html"
    assert page.source == "-"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Acme Terms\n==========\n\ntext", "Acme Terms"),
        ("### \n\n## The [terms](x) of **Acme** ##\n", "The terms of Acme"),
        ("**Terms**\n\n# 1. Use\n", "Terms"),
        ("no title here", ""),
    ],
)
def test_the_title_is_the_first_heading_or_bold_line(text: str, title: str) -> None:
    assert load_bytes(text.encode(), "x.md").title == title


def test_a_folder_stands_for_its_readable_files_in_order(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "sub/c.html", "sub/.hidden.md", ".git/d.md", "e.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PROSE)
    found = files_of([tmp_path, tmp_path / "b.md", "-", "https://example.com/terms"])
    names = ["a.txt", "b.md", "sub/c.html"]
    assert found == [*(str(tmp_path / name) for name in names), "-", "https://example.com/terms"]


def test_a_folder_without_readable_files_is_an_error_of_its_own(tmp_path: Path) -> None:
    assert files_of([tmp_path]) == [str(tmp_path)]
    with pytest.raises(UnreadableError, match="folder without a file that can be read"):
        load(tmp_path)


def test_loading_imports_nothing_heavy_until_it_is_needed() -> None:
    import subprocess

    code = (
        "import sys, sayso.terms.load as l; l.load_bytes(b'We use your data for our service.', 'x.md');"
        "print([m for m in ('selectolax', 'pypdfium2', 'zipfile', 'http.client', 'ssl', 'xml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
