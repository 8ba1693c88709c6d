"""The company's own names: in "Acme may use your content", Acme is who acts."""

from __future__ import annotations

import re
from collections import Counter

from sayso.terms.lexicon import Hit

_VERB = re.compile(r" (?:may|will|does|uses|collects|shares|processes|is not|do not|has|reserves|can) ")
_SUBJECT = re.compile(r"(?<![\w’'])[A-Z][A-Za-z0-9&]+(?: [A-Z][A-Za-z0-9&]+)?$")
_LONGEST = 60
_NOT_NAMES = frozenset(
    [
        "You",
        "We",
        "Users",
        "User",
        "Members",
        "Member",
        "Customers",
        "Customer",
        "They",
        "It",
        "This",
        "That",
        "These",
        "Those",
        "Who",
        "Which",
        "The",
        "Our",
        "Your",
        "If",
        "There",
        "Some",
        "Many",
        "Any",
        "All",
        "Each",
        "Such",
        "Content",
        "Services",
        "Service",
        "Website",
        "Site",
        "App",
        "Apps",
        "Information",
        "Data",
        "Agreement",
        "Terms",
        "Policy",
        "Notice",
        "Party",
        "Parties",
        "Third",
        "Partners",
        "Advertisers",
        "Cookies",
        "Company",
        "Companies",
        "Administrators",
        "Admins",
        "Owners",
        "Creators",
        "Children",
        "Law",
        "Section",
        "Input",
        "Output",
    ]
)
#: What makes a name another word, or the name of a thing.
_GOES_ON = re.compile(r"\w| (?:Services?|Content|Software|Policy|Terms|Privacy|account|website|site|app|users?)\b")

#: A name acts in so many sentences at least: one mention is a partner, or a word that starts a sentence.
_OFTEN = 3
_MOST_NAMES = 6


def subjects(text: str) -> Counter[str]:
    """How often each capitalised word is the subject of a sentence."""
    names: Counter[str] = Counter()
    for verb in _VERB.finditer(text):
        end = verb.start()
        if not text[text.rfind(" ", max(0, end - _LONGEST), end) + 1].isupper():
            continue
        m = _SUBJECT.search(text, max(0, end - _LONGEST), end)
        if m and _NOT_NAMES.isdisjoint(m.group().split()):
            names[m.group()] += 1
    return names


def company_names(counts: Counter[str]) -> tuple[str, ...]:
    """The names that act in a document."""
    return tuple(sorted((n for n, c in counts.items() if c >= _OFTEN), key=lambda n: (-counts[n], n))[:_MOST_NAMES])


def name_hits(text: str, names: tuple[str, ...]) -> list[Hit]:
    """Hits of the names, as actors; "Acme Services" is a thing and none."""
    if not names:
        return []
    hits = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not text[at - 1 : at].isalnum() and not _GOES_ON.match(text, end):
                hits.append(Hit("W", "we", at, end))
            at = text.find(name, end)
    return _outermost(hits)


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Hits in order, those inside others left out ("Acme" in "Acme Rooms")."""
    kept: list[Hit] = []
    for h in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or h.start >= kept[-1].end:
            kept.append(h)
    return kept
