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
        """Everything, in the order in which it was registered: what a thing was made of comes before it."""
        rows = self._db.rows("SELECT name, kind, made_from, place, run FROM lineage_thing ORDER BY at, name")
        return [Thing(name, Kind(kind), tuple(json.loads(made)), place, run) for name, kind, made, place, run in rows]

    def made_of(self, names: Iterable[str]) -> list[Thing]:
        """Everything that these went into, at whatever remove, themselves included; each before what is made of it."""
        reached = set(names)
        things = self.all()
        while more := {t.name for t in things if not reached.isdisjoint(t.made_from)} - reached:
            reached |= more
        return [thing for thing in things if thing.name in reached]
