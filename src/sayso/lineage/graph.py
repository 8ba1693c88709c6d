"""The graph of everything that was made of something, in the desk's database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sayso.consent.store.database import Database, RowExistsError, moment
from sayso.errors import LineageError
from sayso.lineage.thing import Kind, Thing


class Graph:
    """All things that were registered. Things are never changed: another version has another name."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, thing: Thing, now: datetime) -> None:
        """Registers a thing. Raises `LineageError` where it is there, or what it was made of is not."""
        if not thing.name or not thing.name.isprintable():
            raise LineageError("a thing", "needs a name that can be printed", "give it one")
        known = {one.name for one in self.all()}
        for name in thing.made_from:
            if name not in known:
                raise LineageError(name, "is not registered", "register what a thing was made of before the thing")
        try:
            with self._db.transaction():
                self._db.rows(
                    "INSERT INTO lineage_thing (name, kind, made_from, place, run, at) VALUES (?, ?, ?, ?, ?, ?)",
                    (thing.name, thing.kind, json.dumps(thing.made_from), thing.place, thing.run, moment(now)),
                )
        except RowExistsError:
            raise LineageError(thing.name, "is registered already", "give what is new a name of its own") from None

    def all(self) -> list[Thing]:
        """Everything, what a thing was made of before it."""
        rows = self._db.rows("SELECT name, kind, made_from, place, run FROM lineage_thing ORDER BY at, name")
        things = {
            name: Thing(name, Kind(kind), tuple(json.loads(made)), place, run) for name, kind, made, place, run in rows
        }
        order = dict[str, Thing]()
        for name in things:  # as registered; by a clock that went backwards, that would not be enough
            _visit(name, things, order)
        return list(order.values())


def made_of(things: Iterable[Thing], names: Iterable[str]) -> list[Thing]:
    """Of all things, those that these went into, at whatever remove, themselves included.

    A set that the gate wrote is among them only by its own name: what went into the gate need not have passed.
    """
    reached = set(names)
    found = []
    for thing in things:
        if thing.name in reached or (not thing.run and not reached.isdisjoint(thing.made_from)):
            reached.add(thing.name)
            found.append(thing)
    return found


def _visit(name: str, things: dict[str, Thing], order: dict[str, Thing]) -> None:
    if name in things and name not in order:
        for before in things[name].made_from:
            _visit(before, things, order)
        order[name] = things[name]
