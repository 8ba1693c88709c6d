"""Whatever is wrong with a source is one line that names it, the cause, and the way out."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from load_samples import PROSE

from sayso.errors import UnreadableError
from sayso.terms.load import load, load_bytes
from sayso.terms.load.limits import MAX_BYTES

BAD = {
    "an empty file": (b"", "terms.md", "is empty"),
    "white space": (b" \n\t\n", "terms.md", "is empty"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "terms.md", "is empty"),
    "null characters": (b"\0" * 2000, "terms.md", "is not text"),
    "a program": (b"\x7fELF\x02\x01\x01\0" + bytes(range(256)) * 40, "terms.txt", "is not text"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "terms.html", "is a picture"),
    "UTF-16 cut in a letter": (b"\xff\xfea\x00b", "terms.txt", "says that it is in UTF-16-LE and is not"),
    "text called PDF": (PROSE.encode(), "terms.pdf", "is called PDF and is none"),
    "a cookie wall saved as text": (
        b"We use cookies.\n\nAccept all cookies\n\nManage preferences\n", "terms.md", "only a cookie notice",
    ),
    "a script's shell saved as text": (b"Just a moment...", "terms.txt", "only a page that needs JavaScript"),
    "an error saved as text": (b"404 Not Found\n", "terms.txt", "only an error message"),
    "a rule": (b"---- ----\n", "terms.md", "holds no words"),
    "numbers": (b"1,2\n3,4\n", "terms.txt", "holds no words"),
    "rich text": (b"{\\rtf1 x}", "terms.doc", "is rich text"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_bytes_are_refused_on_one_line(kind: str) -> None:
    data, name, cause = BAD[kind]
    with pytest.raises(UnreadableError, match=cause) as caught:
        load_bytes(data, name)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert message.count("\n") == 0
    assert caught.value.way_out


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.md"
    with huge.open("wb") as file:
        file.truncate(200_000_000)  # holds no blocks on disk
    with pytest.raises(UnreadableError, match="is 200 MB, more than the 20 MB"):
        load(huge)
    with pytest.raises(UnreadableError, match="more than the 20 MB"):
        load("-", stdin=io.BytesIO(b"x" * (MAX_BYTES + 1)))


def test_one_line_of_ten_megabytes_is_read() -> None:
    data = f"{PROSE} ".encode() * (10_000_000 // len(PROSE))
    assert len(load_bytes(data, "line.md").text) == len(data)


def test_files_that_cannot_be_opened_say_why(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="does not exist"):
        load(tmp_path / "absent.md")
    with pytest.raises(UnreadableError, match="too long for the name of a file"):
        load("x" * 5000)
    with pytest.raises(UnreadableError, match="is no name of a file"):
        load("a\0b")
    (tmp_path / "terms.md").write_text(PROSE)
    with pytest.raises(UnreadableError, match="is a folder; give its files"):
        load(tmp_path)


@pytest.fixture
def no_root() -> Iterator[None]:
    """Root may read everything, so the test goes on as nobody."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    yield
    os.seteuid(was)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    file = tmp_path / "closed.md"
    file.write_text(PROSE)
    file.chmod(0)
    request.getfixturevalue("no_root")
    with pytest.raises(UnreadableError, match="may not be read by you"):
        load(file)


def test_no_permission_is_told_from_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableError, match="may not be read by you"):
        load(tmp_path / "x.md")
