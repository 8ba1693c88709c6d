"""Who receives data: third parties with purposes of their own, told from those who work for the service.

The guideline counts advertisers, partners, brokers, researchers, publishers and other companies; it leaves out
processors, affiliates, authorities, buyers of the business, other people, and what the person chose to connect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from sayso.terms.lexicon import Hit, holds
from sayso.terms.sentences import Sentence


class Kind(IntEnum):
    """What a recipient's name alone says of its purposes."""

    BARE = 0  # "third parties", "others": may as well be processors
    PARTNER = 1  # partners, publishers, researchers, other companies: their own purposes unless told otherwise
    ADS = 2  # advertisers, ad networks, brokers: their own purposes


class Recipient(NamedTuple):
    """A recipient as named, with its offsets."""

    kind: Kind
    start: int
    end: int


_ADS = re.compile(
    r"advertis|\bads?\b|marketing|measurement|analytics|sponsor|broker|promotional|social (?:media|network)|retailers"
)
_BARE = re.compile(
    r"third[- ]part(?:y|ies)$|others$|any(?:one|body)|(?:other|outside) parties|other services|un-?affiliated|"
    r"non-?affiliated"
)
# "Third-party websites", "partner programme": the phrase describes something else, which receives nothing.
_ADJECTIVE = re.compile(
    r"(?:'s|s')?[ -](?:\w+ )?(?:apps?|applications?|(?:web)?sites?|links?|integrations?|plug-?ins?|software|"
    r"content|payments?|accounts?|log-?ins?|tools?|"
    r"services?|sources?|cookies?|vendors?|suppliers?|providers?|processors?|contractors?|terms|polic(?:y|ies)|"
    r"rights|claims?|products?|features?|data|technolog\w+|analytics|programs?|"
    r"programmes?|portal|sdks?|licen[cs]\w*|beneficiar\w+|intellectual|ads|advertis(?:ing|ements?)|advertisements|"
    r"stores?|api|user|certif\w+|audit\w*|code|materials?|servers?|verification|identity|storage|hosting|cloud|"
    r"auth\w*)\b"
)
_WORKS_FOR_US = re.compile(
    r"(?:service|delivery|payment|fulfil\w+|hosting|technology|infrastructure|processing|processor|identity|"
    r"verification|cloud|operations|integration|integrated|support|"
    r"affiliate|joint[- ]venture|shipping|logistics|security|your|implementation|development|channel|reseller|"
    r"anti-fraud|billing|financial|banking|recruitment)(?: \w+)?[ -]$"
)
# What stands between a preposition and the recipients that it governs is a list of names, not another clause.
_OTHER_CLAUSE = re.compile(
    r"\b(?:rights?|propert\w+|safety|security|interests|claims?|from|that|which|who|whom|when|where|if|for|help\w*|"
    r"protect\w*|provide|enforce|improve|serve|allow|enable|comply|respond|"
    r"prevent|detect|investigate|perform|fulfil\w*|understand|show|deliver|make|use|your|by|via|through|on|use|is|"
    r"are|engage|contact|operate|work|connect|interact\w*|see|you|against|about|countr\w+|defend|permit|us|"
    r"analy[sz]e|link\w*|join|register|help|market)\b"
)
_WITH = re.compile(
    r"[^.;]{0,60}? with\b|(?: \w+){0,2} access to\b|"
    r"(?: \w+)? to (?:use|display|access|publish|show|analy[sz]e|read|view|obtain)\b"
)
_LETS = re.compile(r"(?:allow|permit|let|enabl)")  # whom it lets act is its object; "with" belongs to what they do
_PREPOSITION = re.compile(r"\b(?:with|to|among|between)\b")
_CLAUSE = re.compile(
    r"\b(?:not|never)\b|;\s|(?<!\bwith)(?<!\bto):\s|\.\s|, (?:but|which|who|while|whereas|unless|except)\b|"
    r" but | except | unless | so that "
)


def kind(s: Sentence, h: Hit) -> Kind | None:
    """What a phrase of the lexicon's third parties names here, or None where it names no recipient."""
    name = s.folded[h.start - s.start : h.end - s.start]
    if _ADJECTIVE.match(s.folded, h.end - s.start) and not name.endswith("s"):
        return None
    if _WORKS_FOR_US.search(s.folded, max(0, h.start - s.start - 40), h.start - s.start):
        return None
    if _ADS.search(name):
        return Kind.ADS
    if _BARE.search(name):
        return Kind.BARE
    return Kind.PARTNER


# Recipients told by what they are: "companies that take part in our events". Whether they count, their purposes tell.
DESCRIBED = re.compile(
    r"\b(?:compan(?:y|ies)|firms|charities|insurers|businesses|organi[sz]ations|institutions|entities|developers|"
    r"publishers|merchants|brands|sellers|universities|bureaus|reference agencies|reporting agencies|operators|"
    r"co-?organi[sz]ers)\b"
)
_AFORESAID = re.compile(r"\b(?:these|those|such) (?:entities|companies|networks|businesses|organi[sz]ations)\b")
_THESE = ("these ", "those ", "such ")


def aforesaid(s: Sentence) -> Recipient | None:
    """Recipients named before ("these entities may use cookies")."""
    m = _AFORESAID.search(s.folded) if "2" in s.codes and holds(s.folded, _THESE) else None
    return Recipient(Kind.PARTNER, s.start + m.start(), s.start + m.end()) if m else None


def named(s: Sentence) -> Iterator[Recipient]:
    """Every recipient that a sentence names, wherever it stands."""
    for h in s.hits:
        if h.code == "T" and (k := kind(s, h)) is not None:
            yield Recipient(k, h.start, h.end)


def described(s: Sentence) -> Iterator[Recipient]:
    """Recipients that no phrase names, but that are told by what they are."""
    for m in DESCRIBED.finditer(s.folded):
        yield Recipient(Kind.BARE, s.start + m.start(), s.start + m.end())


def given_to(s: Sentence, verb: Hit) -> list[Recipient]:
    """The recipients that a verb of giving has after it: "share X with A, B and C"."""
    found = []
    for r in list(named(s)) or described(s):
        if r.start < verb.end:
            continue
        gap = s.folded[verb.end - s.start : r.start - s.start]
        if len(gap) > 400 or _CLAUSE.search(gap):
            break
        *_, last = [None, *_PREPOSITION.finditer(gap)]
        direct = not gap.strip(" *_") or re.fullmatch(r" (?:our |the |such |these |those |certain |some |other )*", gap)
        if direct and _WITH.match(s.folded, r.end - s.start):  # "provide advertisers with", "allow partners to use"
            found.append(r)
            continue
        if _LETS.match(s.folded, verb.start - s.start):
            continue
        if last is None and not re.search(r" (?:to|with)$", s.folded[verb.start - s.start : verb.end - s.start]):
            continue
        listed = gap[last.end() :] if last else gap
        if len(listed) < 160 and not _OTHER_CLAUSE.search(listed):
            found.append(r)
    return found


_THEM = re.compile(r"[^.;:]{0,80}? (?:with|to) them\b")

_AND_GIVES = re.compile(r"\b(?:and|,) (?:(?:we|may|will|also|then|sometimes) )*$")


def them(s: Sentence, verb: Hit) -> list[Recipient]:
    """Recipients named before a verb that gives something to "them"."""
    if not _THEM.match(s.folded, verb.end - s.start) or not _AND_GIVES.search(s.folded, 0, verb.start - s.start):
        return []
    return [r for r in named(s) if r.end <= verb.start]


_NOT_A_NAME = re.compile(r"[.;:]\s|\b(?:we|you|they|from|if|when|may|is|are|the|such|these|include)\b")


def heading(s: Sentence) -> Recipient | None:
    """The recipient that an item or a table row is about: it opens with its name ("Advertising partners: ...")."""
    for r in named(s):
        before = s.folded[: r.start - s.start]
        if len(before) < 60 and not _NOT_A_NAME.search(before):
            return r
    return None


def person_gives(s: Sentence, verb: Hit) -> bool:
    """Whether the person is the one who gives: "information you choose to share with", "you may disclose"."""
    return bool(_PERSON.search(s.folded, max(0, verb.start - s.start - 60), verb.start - s.start))


_PERSON = re.compile(
    r"\b(?:you|users?|members?|customers?|participants?|recipients?|hosts?|owners?|they|people|creators|person|"
    r"third part(?:y|ies)|partners?|advertisers?|businesses|companies|entit(?:y|ies)|organi[sz]ations)"
    r"(?: \(\w+\))?(?: (?:can|may|might|could|will|must|should|shall|would|also|choose|chose|decide|wish|want|opt in|"
    r"agree|elect|to|not|then|have|further|explicitly|publicly|otherwise|either|directly|voluntarily|freely|"
    r"knowingly|ever|do|does))*(?: (?:see|"
    r"view|use|collect|upload|post|store|save|submit|access|record|provide|create),?(?: and| or|, and)?)* $"
)
