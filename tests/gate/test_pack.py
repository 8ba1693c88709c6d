"""Packs hold what their sources say, and read only what is new."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.consent.fact import Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.rooms import Rooms
from sayso.consent.store import Store
from sayso.errors import GateError
from sayso.gate import pack
from sayso.gate.consents import table
from sayso.gate.load import consents
from sayso.row import Consent

from .worlds import PURPOSE, START, hour

NOTICE = Notice("1", "2026-03-01", Party("https://h.example/", "Harbour", "p@h.example"), "IE", "IE", "P30D", "a", "b")
FEATURE = Feature("summary", 1, (Use("content.audio", "provide"), Use("content.audio", PURPOSE, needed=False)))


class Meetings:
    """A desk in which somebody answers when they are told to."""

    def __init__(self, store: Store) -> None:
        self.now = START
        self.rooms = Rooms(store, {"summary": FEATURE}, {("summary", 1): NOTICE}, clock=lambda: self.now)

    def meeting(self, *who: str, relation: Relation = Relation.PEER) -> tuple[str, list[str]]:
        space = self.rooms.open("meeting", "Weekly")
        people = [self.rooms.join(space, f"{name}@x.example", name, Kind.PERSON, relation) for name in who]
        self.rooms.turn_on(space, "summary")
        return space, people

    def answer(self, space: str, person: str, says: Says) -> None:
        self.now += timedelta(seconds=1)
        self.rooms.answer(space, person, "summary", 1, {use.name: says for use in FEATURE.uses})


def same(folder: Path, address: str) -> None:
    """The pack has what the desk has, in whatever order."""
    packed, whole = pack.load(folder)[0], consents([address])[0]
    assert packed.sort(packed.columns).equals(whole.sort(whole.columns))


def test_a_pack_follows_its_desk(store: Store, address: str, tmp_path: Path) -> None:
    desk, folder = Meetings(store), tmp_path / "pack"
    first, (ada, ben) = desk.meeting("ada", "ben", relation=Relation.EMPLOYER)
    desk.answer(first, ada, Says.GIVEN)
    assert sum(pack.update(folder, [address]).values()) == 2
    same(folder, address)
    desk.answer(first, ben, Says.REFUSED)
    desk.answer(first, ada, Says.REFUSED)
    second, (cem,) = desk.meeting("cem")
    desk.answer(second, cem, Says.GIVEN)
    assert sum(pack.update(folder).values()) == 6
    same(folder, address)
    assert sum(pack.update(folder).values()) == 0
    same(folder, address)


def test_only_spaces_with_news_are_read(
    store: Store, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, folder = Meetings(store), tmp_path / "pack"
    spaces = [desk.meeting("ada") for _ in range(3)]
    for space, (ada,) in spaces:
        desk.answer(space, ada, Says.GIVEN)
    pack.update(folder, [address])
    read, facts = list[str](), Store.facts
    monkeypatch.setattr(Store, "facts", lambda self, space, after=0: read.append(space) or facts(self, space, after))
    desk.answer(spaces[1][0], spaces[1][1][0], Says.REFUSED)
    read.clear()
    pack.update(folder)
    assert read == [spaces[1][0]]


def test_many_updates_become_few_parts(store: Store, address: str, tmp_path: Path) -> None:
    desk, folder = Meetings(store), tmp_path / "pack"
    space, (ada,) = desk.meeting("ada")
    for number in range(20):
        desk.answer(space, ada, (Says.GIVEN, Says.REFUSED)[number % 2])
        pack.update(folder, [address])
    assert len(list(folder.glob("part-*"))) < 8
    same(folder, address)


def test_a_file_that_changed_takes_the_place_of_what_it_was(tmp_path: Path) -> None:
    file, folder = tmp_path / "consents.csv", tmp_path / "pack"
    head = "person,data,purpose,says,at\n"
    file.write_text(f"{head}ada,content,{PURPOSE},given,2026-03-01T01:00:00Z\n", "utf-8")
    assert pack.update(folder, [str(file)]) == {str(file): 1}
    assert pack.update(folder) == {str(file): 0}
    file.write_text(f"{head}ben,content,{PURPOSE},refused,2026-03-01T01:00:00Z\n", "utf-8")
    pack.update(folder)
    assert pack.load(folder)[0]["person"].to_list() == ["ben"]
    assert len(list(folder.glob("part-*"))) == 1


def test_the_gate_takes_a_pack_and_names_it_by_its_digest(tmp_path: Path) -> None:
    file, folder = tmp_path / "consents.parquet", tmp_path / "pack"
    own = table([Consent("ada", "content", PURPOSE, "given", hour(1))])
    own.write_parquet(file)
    pack.update(folder, [str(file)])
    found, digests = consents([str(folder)])
    assert found.equals(own)
    assert digests == {"consents 1": pack.load(folder)[1]}


def test_people_stay_numbers_only_if_all_sources_have_numbers(tmp_path: Path) -> None:
    own = table([Consent("7", "content", PURPOSE, "given", hour(1))])
    own.with_columns(pl.col("person").cast(pl.Int32)).write_parquet(tmp_path / "numbers.parquet")
    own.write_parquet(tmp_path / "names.parquet")
    files = [str(tmp_path / name) for name in ("numbers.parquet", "names.parquet")]
    assert consents(files[:1])[0].schema["person"] == pl.Int64
    assert consents(files)[0]["person"].to_list() == ["7", "7"]


def test_a_part_that_was_changed_is_found(tmp_path: Path) -> None:
    file, folder = tmp_path / "consents.parquet", tmp_path / "pack"
    table([Consent("ada", "content", PURPOSE, "refused", hour(1))]).write_parquet(file)
    pack.update(folder, [str(file)])
    (part,) = folder.glob("part-*")
    whole = bytearray(part.read_bytes())
    whole[len(whole) // 2] ^= 1
    part.write_bytes(whole)
    with pytest.raises(GateError, match="was changed after it was packed"):
        pack.load(folder)
    part.unlink()
    with pytest.raises(GateError, match="is not there"):
        pack.load(folder)


def test_a_desk_that_lost_facts_is_told(store: Store, address: str, tmp_path: Path) -> None:
    desk, folder = Meetings(store), tmp_path / "pack"
    space, (ada,) = desk.meeting("ada")
    desk.answer(space, ada, Says.GIVEN)
    pack.update(folder, [address])
    store.database.rows("DELETE FROM fact WHERE space = ? AND seq = (SELECT MAX(seq) FROM fact)", (space,))
    with pytest.raises(GateError, match="has lost facts"):
        pack.update(folder)


def test_no_password_is_kept(tmp_path: Path) -> None:
    assert pack._without_password("postgresql://desk:secret@db.example/x") == "postgresql://desk@db.example/x"
    assert pack._without_password("sqlite:////var/desk.db") == "sqlite:////var/desk.db"


@pytest.mark.parametrize("text", ["", "[]", '{"pack": 2, "sources": {}}', json.dumps({"pack": 1, "sources": [1]})])
def test_what_is_no_pack_is_told_in_a_line(tmp_path: Path, text: str) -> None:
    (tmp_path / pack.NAME).write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["consents", "pack", str(tmp_path)])
    assert result.exit_code == 2
    assert result.stderr.startswith("sayso: ")
    assert result.stderr.count("\n") == 1


def test_the_command_tells_what_was_new(tmp_path: Path) -> None:
    file = tmp_path / "consents.parquet"
    table([Consent("ada", "content", PURPOSE, "given", hour(1))]).write_parquet(file)
    result = CliRunner().invoke(main, ["consents", "pack", str(tmp_path / "pack"), str(file)])
    assert result.stdout == f"            1 new  {file}\n"
