"""With which data advertising is done, as a sentence says it or leaves it to be understood."""

from __future__ import annotations

import re

from sayso.terms.claims.common import ANY, VAGUE, data_of
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

_MEDIA = frozenset({"content.chat", "content.post", "content.video", "content.image", "content.file"})


def data(s: Sentence, at: int, topic: str) -> tuple[str, ...]:
    """The data used: the object of the use, or what stands before the purpose; else the lead-in's; else the implied."""
    names = data_of(s) if s.kind is Kind.ROW else data_of(s, _object_end(s, at))
    if s.kind is Kind.ROW and (kinds := _kinds_listed(s)):
        names = (*(n for n in names if n not in (VAGUE, "usage")), *kinds)
    names = tuple(n for n in names if not _passing(s, n, names, topic))
    if "1" not in s.codes and names_content(s):
        names = (*(n for n in names if n != VAGUE), "content")
    if VAGUE in names and _is_sent(s):
        names = tuple(n for n in names if n != VAGUE)
    if names == (VAGUE,) and "D" not in s.codes and "D" not in s.context.codes:
        names = ()
    if names == (VAGUE,) and topic == "messages":
        if "newsletter" in s.folded and "marketing" not in s.folded and "promot" not in s.folded:
            return ("profile.contact",)
        return "profile.contact", VAGUE  # whoever is written to, is written to at an address
    if (
        names in ((), (VAGUE,))
        and topic in ("ads", "adtech")
        and ("identifiers" in s.folded or _COOKIES.search(s.folded))
    ):
        return ("usage.device",)
    if names == (VAGUE,) and _REGISTERED.search(s.folded):
        return "profile", VAGUE
    if topic in ("ads", "adtech") and "content" not in names and _CONTEXT.search(s.folded):
        names = (*(n for n in names if n != VAGUE), "content")
    if topic in ("ads", "adtech") and not names and _TARGETED.search(s.folded):
        return ("usage",)
    if (
        names
        and not _BESIDE.search(s.folded)
        and "u" not in s.full
        and "l" not in s.full
        and all(map(_is_content, names))
    ):
        return ()  # content is named, and nothing done with it
    if names:
        return names
    if topic == "messages":
        return ("profile.contact",)
    return () if topic == "promote" else (VAGUE,)


_COOKIES = re.compile(r"\b(?:advertis\w+|marketing|targeting) (?:and \w+ )?cookies\b")
# The kinds of data that a column lists by one word each: "(a) Identity (b) Contact (c) Usage".
_LISTED = re.compile(
    r"(?:\([a-h]\)|\b\d\.|[*•>|,]) *(identity|contact|profile|financial|transaction|technical|usage)(?: data)?"
    r"(?=[\s,.(<|&;]|$)"
)
_KINDS = {
    "identity": "profile.identity",
    "contact": "profile.contact",
    "profile": "profile",
    "financial": "profile.payment",
    "transaction": "profile.payment",
    "technical": "usage.device",
    "usage": "usage",
}


def _kinds_listed(s: Sentence) -> tuple[str, ...]:
    """Two kinds or more: one alone may be any word of the row."""
    if "identity" not in s.folded and "contact" not in s.folded and "technical" not in s.folded:
        return ()
    found = tuple(dict.fromkeys(_KINDS[word] for word in _LISTED.findall(s.folded)))
    return found if len(found) > 1 else ()


# "We may send you information about our products": what is sent, not what is used.
_SENT_IT = re.compile(
    r"\b(?:send|sent|sends|sending|receiv\w+|provid\w+ you(?: with)?|e-?mail\w* you|other|commercial|promotional"
    r"|marketing|advertising|useful) (?:\w+[ ,]+){0,5}$"
)
_REGISTERED = re.compile(r"\b(?:information|data)\b[^.;]{0,60}\bregist(?:er|ration)")


def _is_sent(s: Sentence) -> bool:
    """Whether the information that a sentence names is all sent to people."""
    general = [h for h in s.hits if h.code == "D"]
    return bool(general) and all(
        h.name == VAGUE and _SENT_IT.search(s.folded, max(0, h.start - s.start - 80), h.start - s.start)
        for h in general
    )


# A bare "name" or "identifiers": of people where it is theirs or beside how to reach them, else of files and devices.
_PERSONS_NAME = re.compile(
    r"\b(?:your|their|first|last|full|user|real|customer'?s?|s'|member|your company|product) names?\b"
    r"|\bnames?(?:,| and| or| ?/)"
)
_PRIVATE = re.compile(
    r"\b(?:your|private|direct|us(?:e|es|ing)|scan|reads?|reading|analy[sz]\w+|contents? of|in) (?:[\w']+[ ,]+){0,4}?"
    r"(?:messages|chats?|conversations)\b"
)
_WATCHED = re.compile(r"\b(?:watch|embed|view)\w*\b")


def _no_persons(s: Sentence) -> bool:
    """Whether the only words for who someone is are bare ones, of something else."""
    text, start = s.folded, s.start
    own = [h for h in s.hits if h.name == "profile.identity"]
    if not own:  # inherited: "Cookie | Name | Purpose"
        text, start = s.context.folded, s.context.start
        own = [h for h in s.context.hits if h.name == "profile.identity" and h.start >= start]
    words = {text[h.start - start : h.end - start] for h in own}
    return bool(words) and words <= {"name", "names", "identifiers"} and not _PERSONS_NAME.search(text)


# What is done with content where it is not "used": ads in it, its being shown or promoted.
_BESIDE = re.compile(
    r"\b(?:on|in|within|beside|alongside|around|next to|near|with|based on|contents? of|from) (?:or \w+ )?"
    r"(?:your|user|users'|member|customer|the|such|any|public) "
    r"|\b(?:display|show|shar|promot|feature|publish|analy|scan|read|send|incorporat|includ)\w* (?:\w+ ){0,3}your\b"
    r"|\bused? (?:\w+ ){0,3}(?:to|for|in|as)\b|\bbased (?:\w+ )?on\b|\bto (?:decide|choose|select|determine|pick)\b"
    r"|\b(?:appear|appears|included|featured|shown|reproduced) in (?:our|its)\b|\bmin(?:e|es|ed|ing)\b"
)


# Ads that go by what people write where they stand, and those that go by what people do.
_CONTEXT = re.compile(
    r"\bbased (?:\w+ )?on (?:the )?(?:topics?|contents?|subjects?|language)(?:,? (?:and|or) \w+)? of (?:the |your |a )?"
    r"(?:\w+ )?(?:channels?|posts?|messages?|chats?|conversations?|groups?|quer(?:y|ies)|content)\b"
)
_TARGETED = re.compile(r"\b(?:tailor|personali[sz]|target|interest-based|behaviou?ral|relevant|customi[sz])")


def _is_content(name: str) -> bool:
    return name == "content" or name[:8] == "content." or (name[:5] == "term:" and "content" in name.lower())


def _passing(s: Sentence, name: str, names: tuple[str, ...], topic: str) -> bool:
    """Whether a kind of data is only named in passing, and not what the advertising uses."""
    if topic == "messages" and (name == "content" or name[:8] == "content."):
        return (
            True  # how it is sent ("text messages"), or what else is offered ("post comments and get our newsletter")
        )
    if name == "profile.identity":
        return _no_persons(s)
    if name == "content.chat" and not _PRIVATE.search(s.folded):
        return topic != "promote"
    if name == "content.video" and _WATCHED.search(s.folded):
        return True  # what is watched was made by others
    if name in _MEDIA:  # what cookies are ("small files")
        return "usage.device" in names and (topic == "adtech" or "cookie" in s.folded)
    if name == "profile.demographic":  # "relevant to your interests"
        return not _DEMOGRAPHIC.search(s.folded)
    if name == "usage":  # "your use of the Services is subject to ..."
        return "D" not in s.codes and bool(_SERVICE_USE.search(s.folded)) and not _USE_DATA.search(s.folded)
    if name == VAGUE:
        return len(names) > 1
    # where a column of a table lists the data, general words beside it add nothing
    return name == ANY and s.kind is Kind.ROW and (len(names) > 3 or any(n.startswith("term:") for n in names))


_DEMOGRAPHIC = re.compile(r"demographic|\bage\b|gender|occupation")
_THEIR_CONTENT = re.compile(
    r"\b(?:your|users'?|members'?|customers'?|by (?:post|upload|submitt)ing)(?:'s)? (?:\w+ and |\w+, "
    r"|\w+ )?content\b(?! (?:preferences|settings"
    r"|experience|recommend))"
)
_PURPOSE_WORD = re.compile(r"\b(?:in order to|to (?!you\b|us\b|our\b|the\b)|for (?!example|instance)|so (?:that )?we)")
_SERVICE_USE = re.compile(r"\b(?:your )?use of (?:our|the|this|these|your)\b")
_USE_DATA = re.compile(
    r"\b(?:usage|behaviou?r|activit|interact|browsing|how you|click|pages|search|visits|(?:about|track\w*"
    r"|monitor\w*|analy[sz]\w+|based on|from|regarding|record\w*) (?:how )?your use of)"
)


def _object_end(s: Sentence, at: int) -> int:
    """Where the object of "we use ..." ends: at its first purpose, if data are named before it."""
    for use in s.hits:
        if use.code == "u" and use.start < at:
            m = _PURPOSE_WORD.search(s.folded, use.end - s.start)
            end = s.start + m.start() if m else at
            if end < at and any(h.code in "D1234" and h.start < end for h in s.hits):
                return end
            break
    return at


def names_content(s: Sentence) -> bool:
    """Whether it speaks of what people make in words that only this use of them tells apart."""
    return "content" in s.folded and _THEIR_CONTENT.search(s.folded) is not None
