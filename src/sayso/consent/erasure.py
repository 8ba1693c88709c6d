"""Somebody is forgotten: what they gave ends, nothing leads to them any more, and the bytes of it are overwritten."""

from __future__ import annotations

from collections.abc import Callable

from sayso.consent.rooms import Rooms
from sayso.consent.store import StoreChanged
from sayso.errors import ConsentError

#: How often it is begun anew because others were quicker.
_TRIES = 50


def erase(rooms: Rooms, who: str, also: Callable[[int], None]) -> int:
    """Forgets who somebody is, in all spaces: their facts stay, and name nobody. How many spaces it was.

    `who`: how they are known outside; addresses are alike in any case. Whoever obeys the desk hears that every yes of
    theirs is withdrawn. `also`: done in the same transaction, given how many spaces it is. When this returns, what was
    forgotten is overwritten in the files as well, as far as the database can (see `Database.erase`).
    """
    store = rooms.store
    for _ in range(_TRIES):
        try:
            with store.together():
                places = store.places(who)
                for space, person in places:
                    store.seen(space.id)  # what others have added, too
                    rooms.forget(space.id, person)
                    store.people.forget(space.id, person)
                also(len(places))
        except StoreChanged:
            continue
        store.people.overwrite()
        return len(places)
    raise ConsentError("this person", "is changed by too many at once", "try again")
