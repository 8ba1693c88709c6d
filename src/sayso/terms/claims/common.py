"""What all rules share: who acts, what is denied, under which condition, and over which data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.say import Say
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

#: Stands for "the information that the document says it collects": resolved when the document is composed.
ANY = "any"

#: "Information", "data": the same in a document about what it collects, and nothing elsewhere.
VAGUE = "vague"

DATA_CODES = "D1234"


@dataclass(slots=True)
class Found:
    """A claim as a rule finds it, before terms are resolved.

    `data`: names of the lexicon's data groups, or `ANY`, or `term:<Defined Term>`. `topic` tells apart what one
    control may not cover together: `messages` and `ads` within `advertise`, for instance.
    """

    purpose: str
    say: Say
    data: tuple[str, ...]
    start: int
    end: int
    section: int
    rule: str
    topic: str = ""
    scope: str = ""
    flags: frozenset[str] = frozenset()
    lead: tuple[int, int] | None = None


_CLAUSE_BREAK = re.compile(r"[;.]\s|, but | but |\bhowever\b|, and (?:we|you|they)\b|, (?:which|while|whereas) ")


def prefix_hits(s: Sentence, at: int) -> list[Hit]:
    """All hits before an own offset, the lead-in's included."""
    return [*s.context.hits, *(h for h in s.hits if h.start < at)]


def user_acts(s: Sentence, at: int) -> bool:
    """Whether the person, not the company, is the one who acts at this offset ("you may not use ...")."""
    company = person = grant = False
    for h in prefix_hits(s, at):
        if h.code == "W":
            company = True
        elif h.code == "l":
            grant = True
        elif h.code == "Y":
            person = True
    if company or grant:
        return False
    return person


def negated(s: Sentence, at: int) -> bool:
    """Whether a denial before this offset, in the same clause, reaches it."""
    for h in reversed(s.hits):
        if h.start >= at or h.code != "N":
            continue
        between = s.folded[h.end - s.start : at - s.start]
        if len(between) > 220 or _CLAUSE_BREAK.search(between):
            return False
        if h.name == "not" and s.folded[h.start - s.start : h.end - s.start] == "without":
            continue
        return True
    lead = s.context
    if lead.codes and s.hits:
        for h in reversed(lead.hits):
            if h.code == "N" and h.start >= lead.start:
                return True
    return False


#: "We do not:", "We never use your files to:": what hangs from it is denied.
_LEAD_DENIES = re.compile(
    r"\b(?:(?:do|does|will|shall|would)(?: not|n't| never)|won't|never)(?: \w+ly)?"
    r"(?: (?:use|process|analy[sz]e|access)\b[^.;:]{0,100} (?:to|for))?:?[\s*_]*$"
)


def lead_denies(s: Sentence) -> bool:
    """Whether what introduces an item is a denial by the company that leaves its verb to the item."""
    lead = s.context
    if "N" not in lead.codes or "Y" in lead.codes or not re.search("[WH]", lead.codes) or re.search("[EX]", lead.codes):
        return False
    return _LEAD_DENIES.search(lead.folded) is not None


_CONSENT_CONDITION = re.compile(
    r"(?:with|without|unless|should|if|where|when|only|upon|after|subject to|based on|basis of|obtain|obtained|have|has"
    r"|get|receive|need|needs"
    r"|give|given|gave|provide|based upon|request|asking for|ask for|seek|require)\s(?:\S+\s){0,7}?(?:consent|"
    r"permission"
    r"|agree|opt|authori|choose|request|direct|ask|accept (?:them|cookies|all)|enable|turn on|allow|instruct"
    r"|approval|choice|say (?:yes|so)|says yes)"
)
_CONSENT_GRANT = re.compile(
    r"\byou (?:hereby )?(?:consent|agree|authori[sz]e)\b(?! (?:otherwise|to us))|\bby (?:using|providing|submitting"
    r"|accessing|agreeing|continuing|posting|uploading)"
)
#: A lead-in that is all consent: "with your consent, we:".
_LEAD_CONSENT = re.compile(
    r"\W*(?:only )?(?:with|if|where|when|after|upon|based on|subject to) (?:\w+ ){0,5}?"
    r"(?:consent|permission|agree\w*|opt in)\b[^:.;]{0,50}\bwe\b[^:.;]{0,30}:?\W*$"
)
_NO_CONSENT_NEEDED = re.compile(
    r"without (?:\S+\s){0,4}(?:notice|notifying|compensation|payment|obligation|further)"
    r"|without (?:your )?(?:further )?(?:prior )?(?:consent|permission)"
)


def consent_level(s: Sentence, at: int, denied: bool) -> Say | None:
    """`opt-in` where the use hangs on the person's consent, else None."""
    codes = s.codes
    if "K" not in codes and "K" not in s.context.codes:
        return None
    text = s.folded
    if "K" not in codes and _LEAD_CONSENT.match(s.context.folded):
        text = f"{s.context.folded} {text}"
    if denied:
        tail = re.search(r"(?:without|unless|except|until|only)\b.{0,120}", text)
        if tail and re.search(
            r"consent|permission|opt|authori[sz]|agree|allow|direct|choose|request|enable|instruct|approv|\bsay"
            r"|\bask|\btell",
            tail.group(),
        ):
            return Say.OPT_IN
        return None
    if _CONSENT_GRANT.search(text) and not re.search(r"\bonly\b|if you (?:agree|consent|choose|opt)", text):
        return None
    if _NO_CONSENT_NEEDED.search(text):
        return None
    if _CONSENT_CONDITION.search(text):
        return Say.OPT_IN
    return None


#: "Your details and your activity": the general word stands beside the special one.
_AND = re.compile(r" (?:and|or|and/or|as well as)(?: \w+)? ")
_INCLUDING = re.compile(
    r"\b(?:includ|such as|like|e\.g|for example|for instance|as well as|along with|combined|and other)"
)


# "We do not sell it": what the sentence before names.
IT = re.compile(
    r"\b(?:us(?:e|es|ing)|sell|rent|shar(?:e|ing)|disclos(?:e|ing)|process|pass|giv(?:e|ing)|transfer|read|review"
    r"|licen[cs]e"
    r"|hand|analy[sz]e|collect|need|store|keep|open|view|decrypt|access) (?:it|them)\b"
)
_THIS = re.compile(r"\b(?:this|these|such|that) (?:\w+ )?(?:information|data|details)\b")


def data_of(s: Sentence, at: int = -1) -> tuple[str, ...]:
    """The data that a sentence is about, up to an offset where one is given; empty where nothing says it.

    Names are those of the lexicon's data groups; `ANY` stands for the general words ("your information").
    """
    hits = [h for h in s.hits if h.code in DATA_CODES]
    names = names_of(s, [h for h in hits if at < 0 or h.start < at] or hits)
    if names == (VAGUE,) and s.before and _THIS.search(s.folded):
        return tuple(dict.fromkeys(h.name for h in s.before if h.name != ANY)) or names
    if names:
        return names
    if s.before and IT.search(s.folded):
        return tuple(dict.fromkeys(h.name for h in s.before))
    lead = [h for h in s.context.hits if h.code in DATA_CODES]
    if generic := [h for h in lead if h.code == "D"]:
        return (_generic(generic),)
    if lead:
        return tuple(dict.fromkeys(h.name for h in lead))
    return (VAGUE,) if s.has("use") or s.has("collect") else ()


def _generic(hits: list[Hit]) -> str:
    return ANY if any(h.name == ANY for h in hits) else VAGUE


def names_of(s: Sentence, hits: list[Hit]) -> tuple[str, ...]:
    """The names of these data hits: kinds that narrow a general word stand for it."""
    specific = [h for i, h in enumerate(hits) if (h.code != "D" or h.name[:5] == "term:") and not _narrowed(s, hits, i)]
    generic = [h for h in hits if h.code == "D" and h.name[:5] != "term:"]
    if not specific:
        return (_generic(generic),) if generic else ()
    names = list(dict.fromkeys(h.name for h in specific))
    if generic and (
        _INCLUDING.search(s.folded)
        or (generic[0].name == ANY and _AND.fullmatch(s.folded, generic[0].end - s.start, specific[0].start - s.start))
        or generic[0].start < specific[0].start - 40
        or generic[-1].start > specific[-1].end + 25
    ):
        names.append(_generic(generic))
    return tuple(names)


def _narrowed(s: Sentence, hits: list[Hit], i: int) -> bool:
    """Whether kinds right before it narrow a general word: "audio, video or chat Customer Content"."""
    if (
        (hits[i].name != "content" and not (hits[i].code == "1" and hits[i].name[:5] == "term:"))
        or i == 0
        or not hits[i - 1].name.startswith("content.")
    ):
        return False
    return hits[i].start - hits[i - 1].end <= 1


def scope_of(s: Sentence) -> str:
    """`region`, `aside` (other people), `plan` or `feature`, where a sentence binds only some."""
    if "region" in s.context.headings:
        return "region"
    if s.kind is Kind.ROW:  # a row says many things; a region or an age named in it scopes one of them
        return "aside" if "aside" in s.context.headings else ""
    if "R" in s.codes and _REGION.search(_BY_LAW.sub("", s.folded)):
        return "region"
    if "aside" in s.context.headings or ("J" in s.codes and _ASIDE.search(s.folded)):
        return "aside"
    if "B" in s.codes:
        return "plan"
    return ""


#: "Except where required by law": everybody's law, no region's.
_BY_LAW = re.compile(
    r"\b(?:except|unless|save|or|than)\b[^.;,]{0,30}\brequired (?:by|under) (?:applicable |local )?laws?\b"
)
_REGION = re.compile(
    r"(?:if you (?:are|live|reside|use)|residents? (?:of|in)|(?:are|live|located|based|reside|residing) in"
    r"|in (?:the )?(?:eea|eu\b|uk|european|california|certain|some)|for (?:users|individuals|residents|people"
    r"|members|consumers|customers)|where (?:required|local|applicable)|if (?:required|you.re)"
    r"|under (?:the )?(?:ccpa|cpra|gdpr|california|certain|applicable|state|these laws)|california|depending on"
    r"|nevada|outside|european)"
)
_ASIDE = re.compile(
    r"\b(?:child(?:ren)?|minors?|students?|under (?:the age of )?1[368]|applicants?|candidates?|teens?)\b"
)


def claim(s: Sentence, purpose: str, say: Say, data: tuple[str, ...], rule: str, topic: str = "", *flags: str) -> Found:
    """A claim of this sentence, quoted by its whole sentence and its lead-in."""
    marks = set(flags)
    if "G" in s.codes:
        marks.add("deidentified")
    if "V" in s.codes:
        marks.add("override")
    if "X" in s.codes:
        marks.add("only")
    lead = (s.context.start, s.context.end) if s.context.end > s.context.start else None
    return Found(purpose, say, data, s.start, s.end, s.section, rule, topic, scope_of(s), frozenset(marks), lead)


def in_use_context(s: Sentence) -> bool:
    """Whether a sentence without a use verb of its own lists what data is used for."""
    return (
        s.has("use")
        or bool(re.search(r"[uf]", s.context.codes))
        or ("D" in s.context.codes and "c" not in s.context.codes)
    )
