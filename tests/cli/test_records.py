"""`sayso records`: chains that are looked through, heads that find what was cut off, and signed records of a space."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main
from sayso.consent.fact import Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.rooms import Rooms
from sayso.consent.store import Store, open_store

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
AUDIO = "content.audio provide"
SUMMARY = Feature("summary", 1, (Use("content.audio", "provide"),))
HARBOUR = Party("https://harbour.example/", "Harbour Ltd", "privacy@harbour.example", "1 Quay, Cork")
NOTICE = Notice(
    "2026:05", "2026-05-02", HARBOUR, "IE", "IE", "P30D", "https://desk.example/", "https://harbour.example/rights",
    texts={AUDIO: "What you say is made into a summary."},
)  # fmt: skip


class World:
    """A store with two meetings in which Ada refused and Ben agreed, and what is run on it."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.head = folder / "head.jws"
        with self.opened() as store:
            store.keys.rotate(START)
            store.features.add(SUMMARY)
            store.notices.add(SUMMARY, NOTICE)
            rooms = Rooms(store, store.features, store.notices, clock=lambda: START)
            self.spaces = sorted(self.meeting(rooms) for _ in range(2))

    def meeting(self, rooms: Rooms) -> str:
        space = rooms.open("meeting", "All hands")
        people = [
            rooms.join(space, f"{name}@h.example", name, Kind.PERSON, Relation.EMPLOYER) for name in ("Ada", "Ben")
        ]
        rooms.turn_on(space, "summary")
        for person, says in zip(people, (Says.REFUSED, Says.GIVEN), strict=True):
            rooms.answer(space, person, "summary", 1, {AUDIO: says})
        return space

    def opened(self) -> Opened:
        return Opened(self.address)

    def harm(self, statement: str, *values: object) -> None:
        with self.opened() as store:
            store.database.rows(statement, values)

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--store", self.address])

    def verify(self, *arguments: str) -> tuple[int, str]:
        ran = self.run("records", "verify", *arguments)
        return ran.exit_code, ran.output


class Opened:
    """A store that is closed again."""

    def __init__(self, address: str) -> None:
        self._store = open_store(address)

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


@pytest.fixture
def world(address: str, tmp_path: Path) -> World:
    return World(address, tmp_path)


def test_chains_that_are_whole_are_told_to_be(world: World) -> None:
    assert world.verify() == (0, "14 facts in 2 spaces: every chain is whole.\n")


def test_the_first_broken_fact_of_each_broken_space_is_named(world: World) -> None:
    first, second = world.spaces
    world.harm("UPDATE fact SET body = REPLACE(body, 'refused', 'given') WHERE space = ? AND seq >= 6", first)
    world.harm("DELETE FROM fact WHERE space = ? AND seq = 3", second)
    status, told = world.verify()
    assert status == 2
    assert told.splitlines() == [
        f"space {first}: fact 6 is missing, or not what was written",
        f"space {second}: fact 3 is missing, or not what was written",
        "sayso: the records: are not as they were, in 2 places; restore them from a copy, and find out why",
    ]


def test_what_was_cut_off_at_the_end_is_found_by_a_head_that_was_kept(world: World) -> None:
    assert world.verify("--head", str(world.head))[0] == 0
    kept = world.head.read_text()
    world.harm("DELETE FROM fact WHERE space = ? AND seq = 7", world.spaces[0])
    assert world.verify()[0] == 0, "without it nobody could tell"
    for _ in range(2):
        status, told = world.verify("--head", str(world.head))
        assert (status, told.splitlines()[0]) == (2, f"space {world.spaces[0]}: has 6 facts, and had 7")
        assert world.head.read_text() == kept, "it stays what it was"


def test_what_came_since_is_no_fault_and_is_in_the_next_head(world: World) -> None:
    world.verify("--head", str(world.head))
    with world.opened() as store:
        rooms = Rooms(store, store.features, store.notices, clock=lambda: START + timedelta(seconds=5))
        rooms.turn_off(world.spaces[0], "summary")
        third = world.meeting(rooms)
    status, told = world.verify("--head", str(world.head))
    assert (status, told.splitlines()[0]) == (0, "22 facts in 3 spaces: every chain is whole.")
    world.harm("DELETE FROM fact WHERE space = ?", third)
    assert f"space {third}: has 0 facts, and had 7" in world.verify("--head", str(world.head))[1]


def test_a_space_that_is_gone_one_that_was_written_anew_and_a_changed_notice_are_found(world: World) -> None:
    world.verify("--head", str(world.head))
    first, second = world.spaces
    for table in ("fact", "identity", "space"):
        world.harm(f"DELETE FROM {table} WHERE {'id' if table == 'space' else 'space'} = ?", first)
    with world.opened() as store:
        digest = ""
        for seq, body in store.database.rows("SELECT seq, body FROM fact WHERE space = ? ORDER BY seq", (second,)):
            forged = body.replace('"refused"', '"given"')
            digest = hashlib.sha256(f"{digest}\n{forged}".encode()).hexdigest()
            statement = "UPDATE fact SET body = ?, digest = ? WHERE space = ? AND seq = ?"
            store.database.rows(statement, (forged, digest, second, seq))
    assert world.verify()[0] == 0, "its own chain is whole"
    world.harm("UPDATE notice SET body = REPLACE(body, 'P30D', 'P10Y')")
    status, told = world.verify("--head", str(world.head))
    assert status == 2
    assert set(told.splitlines()[:-1]) == {
        f"space {first}: is gone, with the 7 facts that it had",
        f"space {second}: was written anew, up to its fact 7",
        "notice 2026:05: was changed",
    }
    world.harm("DELETE FROM notice")
    assert "notice 2026:05: is gone" in world.verify("--head", str(world.head))[1]


@pytest.mark.parametrize("text", ["", "a.b.c", "\udcff", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_head_of_this_desk_is_told_and_left_as_it_is(world: World, text: str) -> None:
    world.head.write_text(text, "utf-8", "surrogateescape")
    status, told = world.verify("--head", str(world.head))
    assert (status, told.count("\n")) == (2, 1)
    assert world.head.read_bytes() == text.encode("utf-8", "surrogateescape")


def test_the_head_of_another_desk_is_none_of_this_one(world: World, tmp_path: Path) -> None:
    with Opened(f"sqlite:///{tmp_path}/other.db") as other:
        other.keys.rotate(START)
    elsewhere = ["--store", f"sqlite:///{tmp_path}/other.db"]
    ran = CliRunner().invoke(main, ["records", "verify", "--head", str(world.head), *elsewhere])
    assert ran.exit_code == 0, ran.output
    assert "this head: does not verify" in world.verify("--head", str(world.head))[1]


def test_a_head_can_be_printed_and_is_held_against_nothing(world: World) -> None:
    status, printed = world.verify("--head", "-")
    assert (status, printed.count(".")) == (0, 2)
    world.head.write_text(printed)
    assert world.verify("--head", str(world.head))[0] == 0


def test_the_records_of_a_space_are_written_audited_and_verified_offline(world: World) -> None:
    file, keys = world.folder / "space.jws", world.folder / "keys.json"
    assert world.run("records", "export", world.spaces[0], "-o", str(file)).exit_code == 0
    keys.write_text(world.run("keys", "public").output)
    ran = CliRunner().invoke(main, ["receipt", "verify", str(file), "--keys", str(keys)])
    told = " ".join(ran.output.split())
    assert ran.exit_code == 0, ran.output
    assert f"They are of 2 people in urn:sayso:{world.spaces[0]}, whose chain had 7 facts" in told
    assert "said no on 2026-06-01 09:00 UTC: What you say is made into a summary." in told
    assert "Asked by their employer." in told
    assert "Ada" not in file.read_text()
    printed = CliRunner().invoke(main, ["receipt", "verify", str(file), "--keys", str(keys), "--json"])
    whole = json.loads(printed.output)
    (text,) = whole["notices"].values()
    digests = {record["dpv:hasNotice"]["schema:sha256"] for record in whole["dpv:hasRecordOfActivity"]}
    assert digests == {hashlib.sha256(text.encode()).hexdigest()}
    with world.opened() as store:
        assert store.chains.digest(world.spaces[0], 7) == whole["chain"]["digest"]
        assert [(a.asker, a.act, a.thing) for a in store.acts.newest(1)] == [
            ("command line", "records", world.spaces[0])
        ]
    file.write_text(file.read_text()[:-20] + "A" * 19)
    assert CliRunner().invoke(main, ["receipt", "verify", str(file), "--keys", str(keys)]).exit_code == 2


def test_records_are_of_a_space_that_there_is_and_in_which_somebody_was_asked(world: World) -> None:
    assert world.run("records", "export", "nowhere").exit_code == 2
    with world.opened() as store:
        empty = store.create_space("channel", "Quiet", START).id
    ran = world.run("records", "export", empty)
    assert (ran.exit_code, ran.output.count("\n")) == (2, 1)
    assert "has no records" in ran.output
    listed = world.run("records", "list").output.splitlines()
    assert sorted(line.split()[2] for line in listed) == ["0", "7", "7"]
    assert any("Quiet" in line for line in listed)
