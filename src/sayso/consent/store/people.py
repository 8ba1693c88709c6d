"""Who people are outside the desk: looked for, compared, and forgotten. The facts name nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.consent.store.database import Database

#: What holds words of a person, or of whoever wrote about them.
_TABLES = ("identity", "policy", "reply", "present")
#: How many rows are looked through at a time.
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as they are known outside: everything that they are called, and in how many spaces they are or were."""

    who: str
    names: tuple[str, ...]
    spaces: int


def folded(who: str) -> str:
    """As what somebody is compared: an address without regard to case. Other names may differ by it alone."""
    return who.casefold() if "@" in who else who


class People:
    """All people of a desk."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, part: str) -> list[Known]:
        """Everybody of whose name or address this is a part, without regard to case."""
        wanted, found = part.casefold(), dict[str, tuple[set[str], set[str]]]()
        for space, who, name in self._all():
            if wanted in who.casefold() or wanted in name.casefold():
                names, spaces = found.setdefault(folded(who), (set(), set()))
                names.add(name)
                spaces.add(space)
        return [Known(who, tuple(sorted(names)), len(spaces)) for who, (names, spaces) in sorted(found.items())]

    def forget(self, space: str, person: str) -> None:
        """Nothing leads any more from somebody's name in a space to who they are; within a transaction."""
        here = (space, person)
        ((who,),) = self._db.rows("SELECT who FROM identity WHERE space = ? AND person = ?", here)
        self._db.rows("DELETE FROM policy WHERE space = ? AND person = ?", here)
        self._db.rows("DELETE FROM present WHERE space = ? AND person = ?", here)
        self._db.rows("DELETE FROM identity WHERE space = ? AND person = ?", here)
        # Replies to them, replies that name them, and those whose key was made of their address.
        self._db.rows(
            "DELETE FROM reply WHERE asker = ? OR body LIKE ? ESCAPE '!' OR LOWER(label) LIKE ? ESCAPE '!'",
            (f"person:{space}/{person}", f"%{_escaped(person)}%", f"%{_escaped(who.lower())}%"),
        )

    def overwrite(self) -> None:
        """What was forgotten is gone from the files, too. Not within a transaction."""
        for table in _TABLES:
            self._db.write_anew(table)

    def _all(self) -> Iterator[tuple[str, str, str]]:
        at = ("", "")
        statement = (
            "SELECT space, person, who, name FROM identity WHERE (space, person) > (?, ?)"
            f" ORDER BY space, person LIMIT {_BATCH}"
        )
        while rows := self._db.rows(statement, at):
            yield from ((space, who, name) for space, _, who, name in rows)
            at = rows[-1][:2]


def _escaped(text: str) -> str:
    """A text as a part of a pattern of LIKE."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
