"""The graph of everything that was made of something, in the desk's database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sayso.consent.store.database import Database, RowExistsError, moment
from sayso.errors import LineageError
from sayso.lineage.thing import Kind, Thing


class Graph:
    """All things that were registered. Another version has another name; what a thing was made of only grows."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, thing: Thing, now: datetime) -> None:
        """Registers a thing. Raises `LineageError` where it is there, or what it was made of is not."""
        known = {one.name for one in self.all()}
        for name in thing.made_from:
            if name not in known:
                raise LineageError(name, "is not registered", "register what a thing was made of before the thing")
        try:
            with self._db.transaction():
                self._put(thing, now)
        except RowExistsError:
            raise LineageError(thing.name, "is registered already", "give what is new a name of its own") from None

    def learn(self, things: Iterable[Thing], now: datetime) -> None:
        """Registers what others tell of: what is not there yet, and what things that are there were made of, too."""
        known = {one.name: one for one in self.all()}
        heard = {thing.name: thing for thing in things}
        with self._db.transaction():
            for thing in _ordered(heard):
                more = tuple(name for name in thing.made_from if name not in known.get(thing.name, thing).made_from)
                if thing.name not in known:
                    self._put(thing, now)
                elif more:
                    made = json.dumps((*known[thing.name].made_from, *more))
                    self._db.rows("UPDATE lineage_thing SET made_from = ? WHERE name = ?", (made, thing.name))

    def _put(self, thing: Thing, now: datetime) -> None:
        if not thing.name or not thing.name.isprintable():
            raise LineageError("a thing", "needs a name that can be printed", "give it one")
        self._db.rows(
            "INSERT INTO lineage_thing (name, kind, made_from, place, run, at) VALUES (?, ?, ?, ?, ?, ?)",
            (thing.name, thing.kind, json.dumps(thing.made_from), thing.place, thing.run, moment(now)),
        )

    def all(self) -> list[Thing]:
        """Everything, what a thing was made of before it."""
        rows = self._db.rows("SELECT name, kind, made_from, place, run FROM lineage_thing ORDER BY at, name")
        things = {
            name: Thing(name, Kind(kind), tuple(json.loads(made)), place, run) for name, kind, made, place, run in rows
        }
        return _ordered(things)


def made_of(things: Iterable[Thing], names: Iterable[str]) -> list[Thing]:
    """Of all things, those that these went into, at whatever remove, themselves included.

    A set that the gate wrote is among them only by its own name: what went into the gate need not have passed.
    """
    things, reached, before = list(things), set(names), -1
    while len(reached) > before:  # things that others tell of can be made of each other
        before = len(reached)
        reached |= {t.name for t in things if not t.run and not reached.isdisjoint(t.made_from)}
    return [thing for thing in things if thing.name in reached]


def _ordered(things: dict[str, Thing]) -> list[Thing]:
    """As they are, but what a thing was made of before it."""
    order, begun = dict[str, Thing](), set[str]()
    for first in things:
        todo = [first]
        while todo:
            thing = things[todo[-1]]
            before = [name for name in thing.made_from if name in things and name not in begun]
            begun.add(thing.name)
            if before:
                todo.append(before[0])
            else:
                order[todo.pop()] = thing
    return list(order.values())
