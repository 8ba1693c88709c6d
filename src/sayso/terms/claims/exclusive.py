"""Closed lists: "we will only use X to ..." denies what it does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import Found, claim, names_of, user_acts
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence
from sayso.vocabulary import row_of

_ACT = r"(?:access|view|us|process|stor|host|analy[sz]|retain)(?:e|es|ed|ing|s)?"
_ACTS = rf"(?:{_ACT}(?:, | and | or |, and |, or | ))*{_ACT}"
_ONLY = r"(?:only|solely|exclusively|strictly)"

#: What is limited stands in `o`: between the act and its purpose, or before both. "Will not use X except to", but not
#: "will not use X to train except": that leaves all other purposes open. Each as what comes before `o`, `o` and what
#: comes behind it.
_LIMITS = tuple(
    (re.compile(behind), re.compile(before + rf"(?P<o>{limited})" + behind))
    for before, limited, behind in (
        (rf"\b{_ONLY} (?:be )?{_ACTS} ", "[^.;:]{1,120}?", r" (?:to|for|in|as|when|where|if|insofar)\b"),
        (rf"\b{_ACT}\b", "[^.;:]{1,200}?", rf",? {_ONLY}(?: \w+)? (?:to|for|in|as|insofar)\b"),
        (
            "",
            "[^.;:]{1,120}?",
            rf" (?:is|are|be|will|shall|may)(?: {_ONLY}(?: be)? {_ACTS}| {_ACTS} {_ONLY})"
            r"(?: \w+)? (?:to|for|in|as|by|when)\b",
        ),
        (rf"\bnot {_ACTS} ", "(?:(?! to | for )[^.;:]){1,120}?", ",? (?:except|other than|for any|beyond)\\b"),
        (
            rf"\bonly (?:grants?|gives?|allows?|permits?) us (?:[\w ]{{0,30}})?\bto {_ACTS} ",
            "[^.;:]{1,80}?",
            r" (?:to|for)\b",
        ),
        ("", "[^.;:]{1,200}?", ",? (?:and )?for no other purpose"),
    )
)


# "You are solely responsible for your content": a duty of the person, not a limit on use; nor is a definition one.
_DUTY = re.compile(r"\b(?:solely|exclusively) (?:responsible|liable)|\bmeans\b")

# What the company lets the person do with what is on the service ("we grant you ... solely for your personal use",
# "only use the platform as we allow"): no limit on what the company does.
_LENT = re.compile(
    r"\bgrants? (?:to )?(?:you|each|that user|(?:the |any |all )?(?:users?|customers?|members?)|publisher|licensee)\b"
    r"|\b(?:we|hereby) grants? [^.;]{0,40}\b(?:you|users?)\b|\bnon-?commercial\b|\byour (?:own )?personal,? "
    r"|\bfor (?:use by )?users\b|\byou (?:may|can) ?(?:only )?(?:allow|permit|use|access|share|copy|install|"
    r"download)\b|^\W*(?:do not|don't|only|never|please) (?:use|access|copy|process|share|upload|post)\b"
)

# "Only in accordance with our privacy policy" sends the reader elsewhere: no closed list.
_REFERS = re.compile(
    r"\bonly\b[^.;]{0,90}\b(?:in accordance with|as (?:described|set out|set forth|permitted)(?: \w+)? (?:in|"
    r"by)) (?:this|these|our|the|section)\b"
)


# "Stored on your device and never sent to us": what the company never has, it makes no use of. Kinds that are named as
# examples ("information such as your name and messages") stand for their rows.
_LOCAL = re.compile(
    r"\b(?:stored|processed|kept|saved|remains?|stays?)\b[^.;]{0,40}\b(?:locally|on your (?:own )?(?:device|computer"
    r"|phone))\b[^.;]{0,40}\b(?:never|not)(?: \w+){0,2} (?:sent|transmitted|uploaded|shared)\b(?! without| unless)"
)
_SOMETIMES = re.compile(r"\b(?:unless|except|without|until|by default|may|some|cookies?)\b")


def _local(s: Sentence) -> Iterator[Found]:
    """Denials of every use of what stays on the person's device."""
    if "locally" not in s.folded and "on your" not in s.folded:  # the pattern takes long
        return
    if not _LOCAL.search(s.folded) or _SOMETIMES.search(s.folded):
        return
    names = tuple(h.name for h in s.hits if h.code in "134")
    data = tuple(dict.fromkeys(map(row_of, names) if "D" in s.codes else names))
    for purpose in ("improve", "advertise", "share", "review"):  # of AI it says nothing
        yield claim(s, purpose, Say.NEVER, data, "local", "", "exclusive")


def _company_uses(s: Sentence, at: int) -> bool:
    """Whether the sentence limits the company, or all use of the data; "these tools use it only to" limits a tool."""
    before = [h.code for h in s.hits if h.start <= at and h.code in "WYTPOHp1D"]
    return not before or before[-1] in "W1D"


def exclusive(s: Sentence) -> Iterator[Found]:
    """Denials of every use of content that an exclusive sentence leaves out, or that stays with the person."""
    if "N" in s.codes and re.search("[134]", s.codes):
        yield from _local(s)
    if "l" in s.codes and holds(s.folded, ("grant", "give")):
        if "X" in s.codes:
            yield from _licensed_only(s)
        if m := _FOR_THE_SERVICE.search(s.folded):
            yield from _left_out(s, ("content",), s.start + m.end("before"))
    if not ("X" in s.codes or ("N" in s.codes and "E" in s.codes)) or not re.search("[1]", s.codes):
        return
    if (
        ("u" not in s.codes and "e" not in s.codes and "used to" not in s.folded)
        or _REFERS.search(s.folded)
        or _DUTY.search(s.folded)
    ):
        return
    if "N" in s.context.codes and "W" not in s.codes:
        # an item of what is prohibited: "only access images for which one pays"
        return
    if _LENT.search(s.folded) and not re.search(r"\bgrants? (?:to )?us\b", s.folded):
        return
    data = _limited(s)
    for purpose, named in (("improve", "[iy]"), ("advertise", "[amk]"), ("share", "s")):
        if data and not re.search(named, s.codes):
            yield claim(s, purpose, Say.NEVER, data, "exclusive", "", "exclusive")


#: "You grant us a licence to use your content solely to run the service": what comes behind is all that it is for.
_LICENCE = re.compile(
    r"\b(?:you|users?|customers?|licensors?) (?:\w+ ){0,3}(?:grant|give)s?\b[^.;]{0,200}?"
    r"\b(?:licen[cs]es?|rights?|permission)\b(?P<o>[^.;]{1,300}?),? (?P<only>(?:solely|only|exclusively|strictly)\b"
    r"(?: \w+){0,7}? (?:provid|operat|runn?|deliver|perform|enabl|offer)\w*"
    r"|for the sole purpose of (?:provid|operat|runn|deliver|perform|enabl|offer)\w*)"
)
_THEIR_CONTENT = re.compile(r"\b(?:contents?|submissions?|materials)\b")
#: Not the content, or not the company: "a limited audience submission", "to any member".
_OF_SOME = re.compile(
    r"\blimited audience\b|\b(?:to|grants?) (?:any|each|other|all) (?:\w+ ){0,2}(?:users?|members?)\b|\bfeedback\b"
)


def _licensed_only(s: Sentence) -> Iterator[Found]:
    """Denials of the purposes that a licence of content, given for one purpose alone, leaves out."""
    m = _LICENCE.search(s.folded)
    if m is None or _OF_SOME.search(s.folded):
        return
    span = range(s.start + m.start("o"), s.start + m.start("only"))
    names = names_of(s, [h for h in s.hits if h.start in span and h.code in "D1"])
    if not any(name.startswith(("content", "term:")) for name in names):
        if not _THEIR_CONTENT.search(m["o"]):
            return
        names = ("content",)
    yield from _left_out(s, names, span.stop)


#: "The rights you grant are for the limited purpose of operating our services": of the licence before.
_FOR_THE_SERVICE = re.compile(
    r"(?P<before>\b(?:rights?|licen[cs]es?|permissions?) (?:that )?you (?:grant|give)(?: (?:us|in this licen[cs]e|"
    r"to us|under"
    r" these terms))* (?:is|are) (?:only |solely )?for the (?:limited|sole|exclusive|only) purposes? of )"
    r"(?:operat|provid|runn|deliver|promot|improv)\w*"
)


def _left_out(s: Sentence, names: tuple[str, ...], at: int) -> Iterator[Found]:
    """Denials of the purposes that nothing behind an offset names."""
    behind = "".join(h.code for h in s.hits if h.start >= at)
    for purpose, named in (("improve", "[iy]"), ("advertise", "[amk]"), ("share", "[sT]")):
        if not re.search(named, behind):
            yield claim(s, purpose, Say.NEVER, names, "exclusive", "", "exclusive")


def _limited(s: Sentence) -> tuple[str, ...]:
    """The data, some content among it, whose use the company limits to what the sentence names."""
    for behind, limit in _LIMITS:
        # what comes behind is looked for first: most sentences lack it, and what is limited may begin anywhere
        if behind.search(s.folded) and (m := limit.search(s.folded)):
            start, end = s.start + m.start("o"), s.start + m.end("o")
            hits = [h for h in s.hits if start <= h.start < end and h.code in "D1234"]
            if any(h.code == "1" for h in hits) and not user_acts(s, start) and _company_uses(s, s.start + m.start()):
                return names_of(s, hits)
    return ()
