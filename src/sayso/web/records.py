"""What the organisation can prove: the records of a whole space, signed, and where each space's chain ends.

Records say who refused, under the names that people have in one space alone. Whoever takes them out is in the audit.
"""

from __future__ import annotations

from sayso.consent.proof import signed_records
from sayso.web import declared, shapes
from sayso.web.caller import Role
from sayso.web.operation import Call, Operation
from sayso.web.paging import cursor, place

_ADMIN = frozenset({Role.ADMIN})


def operations() -> list[Operation]:
    """What administrators can do with records."""
    return [
        Operation("GET", "/chains", "Every space, how many facts it has, and the digest of the last", listed, _ADMIN,
                  answer=declared.Chains, paged=True),
        Operation(
            "POST", "/spaces/{space}/exports", "The records of a space, signed; the audit says that you took them",
            exported, _ADMIN, shapes.Nothing, declared.Exported,
        ),
    ]  # fmt: skip


def listed(call: Call) -> declared.Chains:
    """As it stands there: `sayso records verify` looks whether it is so."""
    (after,) = place(call.query.get("cursor"), 1)
    found = call.desk.store.chains.ends(after, call.limit + 1)
    items = [declared.ChainShown(space=c.space, facts=c.facts, digest=c.digest) for c in found[: call.limit]]
    return declared.Chains(items=items, next=cursor(items[-1].space) if len(found) > call.limit else None)


def exported(call: Call) -> declared.Exported:
    """`sayso receipt verify` reads it. Raises `NotThereError` where nobody was asked anything."""
    store = call.desk.store
    return declared.Exported(records=signed_records(store, call.path["space"], call.asker.name, call.desk.clock()))
