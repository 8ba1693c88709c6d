"""Two processes on one PostgreSQL, and one person who says yes here and no there: the later withdrawal always wins."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sayso.consent.fact import Answered, Kind, Relation, Says
from sayso.consent.rooms import Rooms
from sayso.consent.store import open_store
from sayso.web.demo import open_demo
from sayso.web.desk import Desk

USES = ("content.audio provide", "content.chat provide")
#: Answers as fast as it can; its clock may be wrong. Prints what it said, when it began and when it was acknowledged.
PROCESS = """
import sys, time
from datetime import UTC, datetime, timedelta
from sayso.consent.fact import Says
from sayso.consent.rooms import Rooms
from sayso.consent.store import open_store
address, space, person, ahead, first = sys.argv[1:]
store = open_store(address)
clock = lambda: datetime.now(UTC) + timedelta(seconds=int(ahead))
rooms = Rooms(store, store.features, store.notices, clock=clock)
rooms.state(space)
print("ready", flush=True)
input()
words = [Says(first), Says.GIVEN if first == "refused" else Says.REFUSED]
for n in range(40):
    began = time.monotonic()
    kept = []
    rooms.answer(space, person, "summary", 1, dict.fromkeys({uses!r}, words[n % 2]), keep=kept.append)
    print(began, time.monotonic(), words[n % 2], kept[-1][0].at.isoformat(), flush=True)
store.close()
""".replace("{uses!r}", repr(USES))


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)  # several processes take it
@pytest.mark.parametrize("ahead", [0, 3600])
def test_the_later_withdrawal_wins_whichever_process_takes_it_and_however_wrong_a_clock_is(
    address: str, tmp_path: Path, ahead: int
) -> None:
    store = open_store(address)
    space = open_demo(Desk(store)).space
    rooms = Rooms(store, store.features, store.notices)
    person = rooms.join(space, "dora@harbour.example", "Dora", Kind.PERSON, Relation.EMPLOYER)
    rooms.turn_on(space, "summary")
    script = tmp_path / "answers.py"
    script.write_text(PROCESS)
    both = [
        subprocess.Popen(
            [sys.executable, str(script), address, space, person, clock, first],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for clock, first in (("0", "given"), (str(ahead), "refused"))
    ]  # fmt: skip
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    told = []
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in both:
        told += [line.split() for line in process.communicate(timeout=120)[0].splitlines()]
        assert process.returncode == 0

    facts = [f for f in store.facts(space) if isinstance(f, Answered) and f.use == USES[0]]
    assert len(facts) == len(told) == 80
    assert store.broken(space) is None
    assert [f.at for f in facts] == sorted(f.at for f in facts)
    given = [(float(done), at) for _, done, says, at in told if says == "given"]
    for began, _, says, at in told:
        if says == "refused":  # of two at the same moment the refusal counts
            assert all(at >= earlier for done, earlier in given if done < float(began))

    # A withdrawal here, by the right clock, after everything that was said there, by a wrong one.
    rooms.answer(space, person, "summary", 1, dict.fromkeys(USES, Says.REFUSED))
    late = Rooms(store, store.features, store.notices, clock=lambda: datetime.now(UTC))
    for desk in (rooms, late):
        assert person in desk.outcomes(space)["summary"].withheld
    assert rooms.facts(space)[-1].at >= facts[-1].at
    store.close()
