"""The memory of read passages: it changes how long reading takes, never what is read."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, suppress
from multiprocessing import get_context
from pathlib import Path

import pytest

from sayso.terms.document import from_text
from sayso.terms.memory import DiskMemory
from sayso.terms.reader import read_document

TERMS = "\n\n".join(
    f"## {i}. Section\n\nWe use your information to improve our services, in the manner of section {i}. " * 6
    for i in range(30)
)


@pytest.fixture
def memory(tmp_path: Path):  # type: ignore[no-untyped-def]
    memory = DiskMemory(tmp_path / "cache" / "passages.sqlite")
    yield memory
    memory.close()


def test_what_is_remembered_is_what_would_be_read(memory: DiskMemory) -> None:
    document = from_text(TERMS)
    plain = read_document(document)
    first, second = read_document(document, cache=memory), read_document(document, cache=memory)
    assert first == plain
    assert second == plain


def test_a_changed_word_is_read_and_nothing_stale_comes_back(memory: DiskMemory) -> None:
    read_document(from_text(TERMS), cache=memory)
    changed = from_text(TERMS.replace("## 7. Section\n\nWe use", "## 7. Section\n\nWe do not use", 1))
    assert read_document(changed, cache=memory) == read_document(changed)


def test_a_new_definition_elsewhere_reaches_passages_that_are_remembered(memory: DiskMemory) -> None:
    uses = "We use Session Notes to improve our services. " * 60
    read_document(from_text(uses), cache=memory)
    defined = from_text(uses + '\n\n## Words\n\n"Session Notes" means the documents that you upload.')
    assert read_document(defined, cache=memory) == read_document(defined)


def test_the_same_words_under_another_heading_are_read_anew(memory: DiskMemory) -> None:
    body = "\n\nWe use information to improve our services.\n"
    read_document(from_text("# Your data" + body), cache=memory)
    elsewhere = from_text("# For California residents" + body)
    assert read_document(elsewhere, cache=memory) == read_document(elsewhere)


@pytest.mark.parametrize("rubbish", [b"", b"not a database at all", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_broken_file_is_replaced(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "passages.sqlite"
    path.write_bytes(rubbish)
    memory = DiskMemory(path)
    document = from_text(TERMS)
    assert read_document(document, cache=memory) == read_document(document)
    memory.close()


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    memory = DiskMemory(tmp_path / "file" / "passages.sqlite")
    document = from_text(TERMS)
    assert read_document(document, cache=memory) == read_document(document)


@pytest.mark.parametrize("value", [b"", b"{}", b"[[1]]", b"\xff\xfe", None, "text", 7, b"[" * 100_000])
def test_values_that_are_broken_are_read_anew(tmp_path: Path, value: object) -> None:
    path, document = tmp_path / "passages.sqlite", from_text(TERMS)
    for _ in range(2):
        memory = DiskMemory(path)
        assert read_document(document, cache=memory) == read_document(document)
        memory.close()
        with closing(sqlite3.connect(path)) as db, db, suppress(sqlite3.IntegrityError):
            db.execute("UPDATE passage SET value = ?", (value,))


def test_values_that_changed_places_are_read_anew(tmp_path: Path) -> None:
    path, document = tmp_path / "passages.sqlite", from_text(TERMS)
    memory = DiskMemory(path)
    read_document(document, cache=memory)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE passage SET value = (SELECT max(value) FROM passage)")
    assert read_document(document, cache=memory) == read_document(document)
    memory.close()


def test_a_file_of_another_making_only_costs_time(tmp_path: Path) -> None:
    path, document = tmp_path / "passages.sqlite", from_text(TERMS)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE passage (name TEXT)")
    memory = DiskMemory(path)
    assert read_document(document, cache=memory) == read_document(document)
    memory.close()


def test_a_file_that_is_deleted_meanwhile_only_costs_time(tmp_path: Path) -> None:
    memory, document = DiskMemory(tmp_path / "cache" / "passages.sqlite"), from_text(TERMS)
    shutil.rmtree(tmp_path / "cache")
    assert read_document(document, cache=memory) == read_document(document)
    memory.close()


def test_a_file_that_another_process_works_on_is_never_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "passages.sqlite"
    memory = DiskMemory(path)
    memory.put({b"k": b"v"})

    def locked(self: DiskMemory) -> sqlite3.Connection:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(DiskMemory, "_connected", locked)
    assert DiskMemory(path).get([b"k"]) == {}
    assert memory.get([b"k"]) == {b"k": b"v"}
    assert path.exists()
    memory.close()


def test_a_write_that_fails_leaves_the_file_to_others(tmp_path: Path) -> None:
    memory, other = DiskMemory(tmp_path / "p.sqlite"), DiskMemory(tmp_path / "p.sqlite")
    assert memory._db is not None
    memory._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1000)
    memory.put({b"large": b"v" * 2000})  # fails after it has begun
    other.put({b"k": b"v"})
    assert memory.get([b"k"]) == {b"k": b"v"}
    memory.close()
    other.close()


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    memory, document = DiskMemory(), from_text(TERMS)
    assert read_document(document, cache=memory) == read_document(document)
    memory.close()


def test_the_file_does_not_grow_beyond_its_bound(tmp_path: Path) -> None:
    memory = DiskMemory(tmp_path / "passages.sqlite", largest=200_000)
    for i in range(60):
        read_document(
            from_text(f"{TERMS} {i}\n\n" + f"## Odd {i}\n\n" + f"We share data {i} with partners. " * 200), cache=memory
        )
    assert memory.path.stat().st_size < 2 * 200_000
    memory.close()


def _read_often(path: Path) -> bool:
    memory = DiskMemory(path)
    documents = [from_text(TERMS + f"\n\n## More\n\nWe sell data {i}.") for i in range(8)]
    same = all(read_document(d, cache=memory) == read_document(d) for d in documents)
    memory.close()
    return same


def test_several_processes_share_one_memory(tmp_path: Path) -> None:
    path = tmp_path / "passages.sqlite"
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        assert all(pool.map(_read_often, [path] * 6))
