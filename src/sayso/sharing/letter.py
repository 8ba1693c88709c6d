"""A letter that is written already: to whom, about which uses, what is asked of them, and who signs it.

One letter can speak of several uses: those that go to the same people, on the same grounds, become one
(`together`), since nobody sends, or answers, a dozen of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import zip_longest

from sayso.safe import one_line
from sayso.sharing.case import Case
from sayso.sharing.wording import MONTHS

#: What only the person who sends a letter knows.
ACCOUNT = "[the e-mail address of your account]"
SERVICE = "[the name of the service]"


@dataclass(frozen=True, slots=True)
class Point:
    """What a letter says of one use.

    `doing`: the use, as a noun. `quotes`: the words of the documents. `says`: how they are read, and what the person
    says to that. `asks`: what is asked of whoever gets the letter; letters about several uses ask the same thing once.
    """

    doing: str
    quotes: tuple[str, ...]
    says: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """One letter. `subject`: what goes before the uses in its subject line; `lead`: what goes before what it asks.

    `law`: what it rests on, if anything. `closing`: what it ends with. `account`: whether it must tell whose account it
    is about.
    """

    to: str
    on: date
    subject: str
    points: tuple[Point, ...]
    lead: str
    closing: tuple[str, ...]
    signed: str
    opening: str = ""
    law: str = ""
    account: bool = True

    @cached_property
    def text(self) -> str:
        """The whole letter, to be sent as it stands."""
        parts = [
            f"Subject: {self.subject}: {self._about}",
            f"To {self.to}\n{in_words(self.on)}",
            "Hello,",
            *filter(None, [self.opening, "I write about these uses of data about me:" if len(self.points) > 1 else ""]),
            *self._points(),
            *filter(None, [self._asks()]),
            *self.closing,
            *([f"My account: {ACCOUNT}"] if self.account else []),
            self.signed,
        ]
        return "\n\n".join(filter(None, parts)) + "\n"

    @property
    def kind(self) -> Letter:
        """The letter without its uses: letters of one kind can be one letter."""
        return replace(self, points=())

    @property
    def _about(self) -> str:
        first, *others = self.points
        return f"{len(self.points)} uses of data about me" if others else first.doing

    def _points(self) -> Iterator[str]:
        quoted: set[tuple[str, ...]] = set()
        for number, point in enumerate(self.points, 1):
            if len(self.points) > 1:
                yield f"{number}. {point.doing[:1].upper()}{point.doing[1:]}"
            if point.quotes not in quoted:  # the words that several uses rest on are quoted once
                yield from point.quotes
            quoted.add(point.quotes)
            yield from point.says

    def _asks(self) -> str:
        asks = [ask for several in zip_longest(*(p.asks for p in self.points)) for ask in several if ask]
        asks = list(dict.fromkeys(asks))
        mark = (f"{number}. " for number in range(1, len(asks) + 1)) if self.account else iter(["- "] * len(asks))
        return "\n".join([self.lead, *map("".join, zip(mark, asks, strict=True))]) if asks else ""


def together(letters: Iterable[Letter]) -> list[Letter]:
    """The same with fewer letters: those that differ in their uses alone become one, in the order of the first."""
    found: dict[Letter, list[Point]] = {}
    for letter in letters:
        points = found.setdefault(letter.kind, [])
        points += [point for point in letter.points if point not in points]
    return [replace(letter, points=tuple(points)) for letter, points in found.items()]


def question(case: Case) -> Letter:
    """A letter to the service, where its documents are silent."""
    asks = (
        f"Do you {case.act}?",
        "If so: how can I refuse, and what does refusing cost me?",
        "Where do your terms say so?",
    )
    until = (
        "Until you have answered, please do not do it: I have not agreed to it. If the GDPR protects me, this is also "
        "a request under its Article 15(1), to be answered within one month (Article 12(3)). Otherwise, please answer "
        "within 30 days."
    )
    return to_service(case, "A question", [case.stand], asks, (until,), lead="Please tell me:")


def request(case: Case, who: str, wishes: Sequence[str]) -> Letter:
    """A short letter to the host, administrator or account owner. `wishes`: what they are asked to do."""
    point = Point(case.doing, case.quotes("they"), (*case.read("they", "Their"), case.stand), tuple(wishes))
    return Letter(
        to=f"the {who}",
        on=case.check.on,
        subject="Please without this",
        opening=f"this is about {case.service or 'a service that we use'}.",
        points=(point,),
        lead="Only you can change this for us. Please:",
        closing=(
            "If that cannot be done, please tell me how I can take part without it. "
            "Please tell nobody else that I asked.",
        ),
        signed=_signed(case),
        account=False,
    )


def to_service(
    case: Case,
    subject: str,
    says: Sequence[str],
    asks: tuple[str, ...],
    closing: tuple[str, ...],
    *,
    law: str = "",
    lead: str = "I ask you:",
) -> Letter:
    """A letter to the service about one use. `says`: what the person answers to what the documents say."""
    point = Point(case.doing, case.quotes("you"), (*case.read("you", "Your"), *filter(None, says)), asks)
    to = case.service or SERVICE
    return Letter(to, case.check.on, subject, (point,), lead, closing, _signed(case), law=law)


@lru_cache(maxsize=64)
def in_words(day: date) -> str:
    """`23 November 2026`, in whatever country the computer is set up for."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _signed(case: Case) -> str:
    return one_line(case.check.policy.name) or "[your name]"
