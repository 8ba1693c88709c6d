"""What whoever runs a desk can prove from its store: that its chains are whole, and what people said in a space."""

from __future__ import annotations

from datetime import datetime

from sayso.consent.fact import Asked
from sayso.consent.head import Head, as_dict, from_dict
from sayso.consent.notice_json import digest
from sayso.consent.record import export, records
from sayso.consent.signing import Signed, public_keys, sign, verify
from sayso.consent.store import Store
from sayso.errors import ConsentError, NotThereError


def signed_records(store: Store, space: str, asker: str, now: datetime) -> str:
    """All records of a space, signed; that somebody took them out is in the audit.

    Raises `NotThereError` for a space that there is not, or in which nobody was asked anything.
    """
    store.space(space)
    facts = store.facts(space)
    now = max(now, facts[-1].at) if facts else now
    people = {fact.person for fact in facts if isinstance(fact, Asked)}
    notices = store.notices.by_version()
    found = records(space, facts, people, notices, now)
    if not found:
        raise NotThereError("this space", "has no records", "nobody was asked anything there")
    end = len(facts), store.chains.digest(space, len(facts)) or ""
    with store.together():
        store.acts.add(asker, "records", space, now)
    return sign(export(space, found, notices, end, now), store.keys.all(), Signed.RECORDS)


def head(store: Store, now: datetime) -> tuple[Head, list[str]]:
    """The head of all records, every chain looked through; and in sentences, what is broken in them."""
    chains = [store.chains.of(space) for space in store.every()]
    broken = [
        f"space {chain.space}: fact {chain.broken} is missing, or not what was written"
        for chain in chains
        if chain.broken
    ]
    notices = {version: digest(notice) for version, notice in store.notices.by_version().items()}
    return Head(now, {chain.space: (chain.facts, chain.digest) for chain in chains}, notices), broken


def signed_head(store: Store, made: Head) -> str:
    """A head, to be kept elsewhere. Raises `ConsentError` for a store that has no key yet."""
    return sign(as_dict(made), store.keys.all(), Signed.HEAD)


def opened_head(store: Store, signed: str) -> Head:
    """A head that was kept. Raises `ConsentError` if this desk has not signed it."""
    try:
        return from_dict(verify(signed, public_keys(store.keys.all()), Signed.HEAD))
    except (KeyError, ValueError, TypeError, AttributeError):
        raise ConsentError("this head", "holds no heads of chains", "give the file that sayso wrote") from None
