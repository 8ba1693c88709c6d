"""Spaces at work: reads what is known, decides by `sayso.consent.desk`, and keeps what follows before it is told.

The one place where the store, the clock and the rules meet. Whoever calls gets an answer only when it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial

from sayso.consent import desk
from sayso.consent.fact import Fact, Kind, Relation, Says, TurnedOn
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.outcome import Outcome, outcome
from sayso.consent.removals import Ordered, Removal
from sayso.consent.state import State, state_at
from sayso.consent.store import Seen, Space, Store, StoreChanged
from sayso.consent.view import HostView, host_view, preview
from sayso.errors import ConsentError, NotThereError

#: How often a decision is taken anew because others were quicker, before it is given up.
_TRIES = 50

#: What is kept together with the facts that follow from an act, given those facts.
Keep = Callable[[Sequence[Fact]], None]


def nothing_else(_facts: Sequence[Fact]) -> None:
    """Where nothing is kept but the facts."""


def nobody_gave_a_policy(_space: str) -> desk.Standing:
    """For a desk that takes no policies from the people in a space."""
    return lambda _person, _use: None


def nobody_has_a_policy(_who: str, _use: Use) -> Says | None:
    """For a desk that knows no standing policies: everybody is asked."""
    return None


class Rooms:
    """All spaces of a desk. Safe for threads.

    `features`, `notices`: what hosts can turn on, by name, and what people are shown for each version of it.
    `standing`: what a person's policy answers; persons are given as they are known outside. `own`: what the policies
    answer that people gave in a space; persons are given by their names there, and these come first. `keep`,
    wherever it can be given: what is kept in the same transaction as
    the facts that follow, so that neither is ever there without the other.
    """

    def __init__(
        self,
        store: Store,
        features: Mapping[str, Feature],
        notices: desk.Notices,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        standing: desk.Standing = nobody_has_a_policy,
        own: Callable[[str], desk.Standing] = nobody_gave_a_policy,
    ) -> None:
        self.store, self.features, self.notices = store, features, notices
        self._clock, self._standing, self._own = clock, standing, own
        self._ordered = Ordered()

    def open(
        self, kind: str, name: str, owner: str = "desk", *, keep: Callable[[Space], None] = lambda _space: None
    ) -> str:
        """A new space; its id."""
        return self.store.create_space(kind, name, self._clock(), owner, keep).id

    def join(
        self,
        space: str,
        who: str,
        name: str,
        kind: Kind,
        relation: Relation,
        *,
        keep: Callable[[str], None] = lambda _person: None,
    ) -> str:
        """Somebody comes in. The name that they have in this space alone, which `keep` is given, too."""
        self.store.space(space)
        person = self.store.person(space, who, name)

        def came(state: State) -> list[Fact]:
            return desk.join(state, person, kind, relation, self.notices, self._of(space))

        self._change(space, came, lambda _facts: keep(person))
        return person

    def leave(self, space: str, person: str, *, keep: Keep = nothing_else) -> None:
        """Somebody goes."""
        self._change(space, lambda state: desk.leave(state, person), keep)

    def end(self, space: str, *, keep: Keep = nothing_else) -> None:
        """The meeting is over: every feature ends, and everybody goes, at one moment."""
        self._change(space, desk.end, keep)

    def turn_on(self, space: str, feature: str, *, keep: Keep = nothing_else) -> None:
        """The host asks for a feature: everybody is asked. Raises `ConsentError` for one that the desk has not, and for
        one that has no notice.
        """
        wanted = self._feature(feature)
        self._change(space, lambda state: desk.turn_on(state, wanted, self.notices, self._of(space)), keep)

    def turn_off(self, space: str, feature: str, *, keep: Keep = nothing_else) -> None:
        """The host ends a feature."""
        self._change(space, lambda state: desk.turn_off(state, feature), keep)

    def answer(
        self,
        space: str,
        person: str,
        feature: str,
        version: int,
        says: dict[str, Says],
        *,
        unseen: bool = False,
        language: str = "",
        keep: Keep = nothing_else,
    ) -> None:
        """A person answers. When this returns, the answer cannot be lost."""
        self._change(
            space,
            lambda state: desk.answer(state, person, feature, version, says, unseen=unseen, language=language),
            keep,
        )

    def spoken(
        self,
        space: str,
        person: str,
        feature: str,
        version: int,
        says: dict[str, Says],
        by: str,
        *,
        keep: Keep = nothing_else,
    ) -> None:
        """Somebody, `by`, enters what was said aloud by who cannot press a button."""
        self._change(space, lambda state: desk.spoken(state, person, feature, version, says, by, self.notices), keep)

    def withdraw(self, space: str, person: str, feature: str | None = None, *, keep: Keep = nothing_else) -> None:
        """A person withdraws what they give: in one feature, or in all, in every version, however it was given."""
        self._change(space, lambda state: desk.withdraw(state, person, feature), keep)

    def forget(self, space: str, person: str) -> None:
        """What somebody gives ends, because who they are is being forgotten (see `sayso.consent.erasure`)."""
        self._change(space, lambda state: desk.forget(state, person))

    def facts(self, space: str) -> tuple[Fact, ...]:
        """All facts of a space up to now."""
        return self._seen(space).facts

    def state(self, space: str, at: datetime | None = None) -> State:
        """The state of a space now, or at any time before."""
        seen = self._seen(space)
        return seen.at(self.now(seen.facts)) if at is None else state_at(seen.facts, at)

    def now(self, facts: Sequence[Fact]) -> datetime:
        """The moment that counts in a space: never before its last fact, whichever clock that was written by."""
        return max(self._clock(), facts[-1].at) if facts else self._clock()

    def outcomes(self, space: str) -> dict[str, Outcome]:
        """What a recorder must obey now: the outcome of each feature that is turned on."""
        state = self.state(space)
        return {name: outcome(state, feature) for name, feature in state.features.items()}

    def removals(self, space: str) -> tuple[Removal, ...]:
        """What must be removed because people of a space withdrew, as it was ever ordered there."""
        return self._ordered.of(space, self.facts(space))

    def host_view(self, space: str, feature: str) -> HostView:
        """What the host sees of a feature. Raises `ConsentError` if it was never turned on here."""
        facts = self.facts(space)
        on = [f.feature for f in facts if isinstance(f, TurnedOn) and f.feature.name == feature]
        if not on:
            raise NotThereError(feature, "was never turned on here", "turn it on first")
        return host_view(facts, on[-1], self.now(facts))

    def preview(self, space: str, feature: str) -> str:
        """What the host is told before the button is pressed: `works` or `asks`."""
        state, wanted, standing = self.state(space), self._feature(feature), self._of(space)
        people = state.people
        if len(people) < wanted.fewest:
            return "asks"
        # Devices have no policy, and in this mode they must agree as everybody must.
        asked = state.here if wanted.mode is Mode.EVERYONE else people
        return preview([p in people and all(standing(p, u) is Says.GIVEN for u in wanted.needed) for p in asked])

    def _of(self, space: str) -> desk.Standing:
        """Standing answers by the names of one space. They are looked for when somebody is asked, and not before."""
        known = cache(lambda: (self.store.known_as(space), self._own(space)))

        def says(person: str, use: Use) -> Says | None:
            who, own = known()
            return own(person, use) or (self._standing(who[person], use) if person in who else None)

        return says

    def _feature(self, name: str) -> Feature:
        if name not in self.features:
            known = ", ".join(sorted(self.features)) or "none"
            raise NotThereError(name, "is not a feature of this desk", f"the features are: {known}")
        return self.features[name]

    def _seen(self, space: str) -> Seen:
        self.store.space(space)
        return self.store.seen(space)

    def _change(self, space: str, decide: Callable[[State], Sequence[Fact]], keep: Keep = nothing_else) -> None:
        for number in range(_TRIES):
            # What this process has seen is mostly all that there is: it is read again where that turns out wrong.
            fresh = number > 0
            seen = self.store.seen(space, fresh=fresh)
            try:
                # A clock that was set back must not put an answer before the one that it answers.
                found = list(decide(seen.at(self.now(seen.facts))))
                return self.store.append(space, found, len(seen.facts), partial(keep, found))
            except StoreChanged:
                if self.store.inside():  # the transaction is over, and with it what it read
                    raise
                continue
            except ConsentError:
                if fresh:
                    raise
                continue
        raise ConsentError("this space", "is changed by too many at once", "try again")
