"""`review`: people read, listen to or look at the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.terms.claims.common import ANY, DATA_CODES, VAGUE, Found, claim, data_of
from sayso.terms.claims.controls import FoundControl
from sayso.terms.claims.review_say import review_say
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

_PEOPLE = (
    r"(?:employees?|personnel|staff(?: members?)?|(?:sub)?contractors?|moderators?|(?:human |content "
    r"|quality )?reviewers?|annotators?|engineers"
    r"|(?:human )?agents|(?:no|an?|any) human(?! resources| rights|-)|humans|human beings"
    r"|(?:real |trained )people|teams?|team members?"
    r"|no ?one (?:at|from|in)\b[^,.;]{0,30}|nobody(?: at\b[^,.;]{0,30})?|(?:anyone|someone|people|members) (?:at"
    r"|from|of our|on our|who work)\b[^,.;]{0,30}|operators|representatives)"
)
_LOOK = (
    r"(?:review|read|listen(?: in)?(?: to)?|look at|look into|view|see|inspect|examine|access|annotate|label"
    r"|transcribe|hear|check|evaluate)"
)
_STAFF = re.compile(rf"\b{_PEOPLE}")
# The people are the ones who act: "our staff may, where a post is reported, read ...".
_STAFF_LOOK = re.compile(
    rf"\b{_PEOPLE},?(?: who| that)?[^.;:]{{0,60}}?\b(?:may|might|can|could|will|do|does|to|must|would|not|cannot"
    rf"|never|sometimes|occasionally|only|currently|regularly)\b"
    rf"[^.;:]{{0,60}}?\b(?:{_LOOK}|(?:get|have|gain|be given) access to)\b"
    rf"|\b{_PEOPLE} (?:are|is) (?:\w+ )?(?:prohibited|barred|forbidden|prevented) from (?:viewing|reading|accessing"
    rf"|listening to|looking at)\b"
)
_STAFF_DO = re.compile(
    rf"\b{_PEOPLE} (?:then |also |who |\w+ly )?(?:\w+ (?:and|or) )?(?:reviews?|reads?|listens? to|looks? at|views?"
    rf"|inspects?|examines?|moderates?|access(?:es)?)\b"
)
_BY_STAFF = re.compile(
    rf"\b(?:reviewed|read|viewed|accessed|listened to|seen|inspected|examined|moderated|annotated|labelled|labeled"
    rf"|transcribed|checked|heard|evaluated|assessed)\b[^.;:]{{0,40}}?\bby\b[^.;:]{{0,50}}?\b{_PEOPLE}\b"
)
_HUMAN_REVIEW = re.compile(
    r"\b(?:human(?<!non-human)[- ](?:review|moderat|evaluat|annotat|inspect)"
    r"|manual(?:ly)?(?: \((?:i\.e\.,? )?human\))?(?: (?:and|or|and/or) automated"
    r"| and/or automatic)?(?: content)? (?:review|moderat|inspect|check|annotat|systems|means|examin)"
    r"|automated (?:systems |tools |means |techniques |processes )?(?:and|or|and/or|as well as)"
    r"(?:, (?:\w+ ){1,3}?\w+,)? (?:by )?(?:manual|human)\b"
    r"|reviewed? manually|review[^.;]{0,40}\bmanual \(human\))"
)
# Only people review, read or listen; "access", "monitor" and "scan" are also what machines do.
_WE_REVIEW = re.compile(
    r"\b(?:review|read|listen to|listen in(?: on| to)|view|inspect|look (?:at|through)|examine|browse"
    r"|screen|pre-?screen|moderate)\b"
)
_LOOKS = ("view", "read", "listen", "look", "inspect", "examine", "browse", "screen", "moderate")  # one of its words
#: What machines do as well: a claim only over what people make, and where no machine is named.
_LOOSE = frozenset({"view", "screen", "pre-screen", "prescreen", "moderate", "browse"})
_RIGHT = re.compile(
    r"\b(?:rights?|reserves?|entitled|discretion)\b|\b(?:may|can|could|might|never|not|cannot|don't|won't)\b(?:(?!\bhow\b).){0,45}$"
)
_BY_MACHINE = re.compile(r"\bautomat|\bmachine|\balgorithm|\bai\b")
_REVIEWED = re.compile(
    r"\b(?:is|are|be|been|being|gets?) (?:\w+ly )?(?:recorded and |monitored and |monitored or |read or "
    r"|recorded or )?(?:reviewed|listened to)\b"
)
_WE_MAY = re.compile(
    r"\b(?:(?:may|will|can|could|might|shall|must)(?:,[^,;.]{0,60},)?|right(?:,[^,;.]{0,60},)? to"
    r"|rights?\b[^.;]{0,60} to|choose to|need to"
    r"|sometimes|also|reserves?\b[^.;]{0,40}to|permission to|able to|ability to|entitled to|unable to|not|never"
    r"|cannot|can't|don't|doesn't|want to|we|by|and|or|,)\s+(?:\w+ly\s+)?$"
)
_BY_OTHERS = re.compile(r"\W*by (?!us\b|our\b)")
#: The opening of an item of a list of uses: "To monitor and review ...".
_OPENS = re.compile(
    r"^\W*(?:to )?(?:(?:monitor|moderate|analy[sz]e|screen|check|scan|filter|store|investigate|access),? (?:and |or )?)"
    r"{0,3}$"
)
# "Access is limited to staff who need it": a safeguard says who may not, not that anyone looks.
_SAFEGUARD = re.compile(
    r"\b(?:limit|restrict)(?:s|ed|ing)?\b(?! number)[^.;]{0,80}"
    r"\b(?:access|employees|personnel|staff|those|persons|individuals)"
    r"|need[- ]to[- ]know|\bonly\b[^.;]{0,60}\b(?:employees|personnel|staff|persons|individuals|those|contractors"
    r"|agents)\b"
    r"|\b(?:employees|personnel|staff|contractors|agents)\b[^.;]{0,60}\b(?:who|that|with) (?:\w+ )?(?:need|require)"
    r"|\bconfidentiality|\bnon-?disclosure|\bobliged|\bindemnif|\bharmless\b|\bliab(?:le|ility)\b"
)
# Where the lexicon takes them for noise ("the right to review") or for the company ("our team").
_WORDS = ("review", "read", "listen", "no one", "nobody", " team")
#: "Contact our support team to access your content": the person does.
_ASKED = re.compile(r"\b(?:contact|contacting|ask|asking|e-?mail|call|reach out to) (?:(?:our|the) )?(?:\w+ ){0,2}$")
_NAMES_PEOPLE = (" team", "no one", "nobody", "reviewers")
_YOURS = re.compile(r"\b(?:you|users|customers?) (?:must|may|can|should|shall|will|are|agree)\b|\brequest|\baccuracy\b")
# A right to have a decision looked at by a person is no looking at data.
_APPEAL = re.compile(
    r"\b(?:appeal|contest|solely|automated decisions?|automated decision-making|legal effect|human intervention"
    r"|mistake|in error|right to (?:request|obtain)|request (?:a )?(?:human|manual))\b"
)
_OTHERS = re.compile(
    r"\b(?:third[- ]part(?:y|ies)|other (?:site|website|compan)|linked|advertisers?|our (?:content|policies"
    r"|practices|terms|records)|disclaimer|disclosures|faqs?\b|with us\b|with (?:our |customer |technical )*support"
    r"|applica(?:tion|nt)|candidate|résumé|resume|cv|complain|request|inquir|enquir|appeal|notice|reports?\b)"
)
_CONTENT = re.compile(
    r"\b(?:(?<!our )(?<!our own )(?<!party )content|contents of|(?:your|user|posted|uploaded) (?:materials?"
    r"|submissions?|postings?|uploads?)|materials? (?:you |that you |users? )?(?:post|upload|submit)\w*|submissions"
    r"|postings|conversations?|messages?|communications|recordings?|prompts?|(?:user|customer|guest) reviews"
    r"|your (?:\w+ ){0,2}(?:e-?mails|files|documents|notes|chats|work))\b(?! address)"
)
_PRONOUN = re.compile(r"\s*(?:and \w+ |or \w+ |, \w+,? )*(?:it|them|this|these|those|such)\b")
_STOP = re.compile(
    r"[;:]|\. | to (?!your\b|us\b)|in order|\bwhere\b|\bwhen\b|\bif\b|\bunless\b|\bexcept\b|\bwithout\b|\bso that\b"
    r"|\bwhich\b|\bfor (?:the|legal|safety|quality|compliance|purposes)\b|\bvia\b|\bthrough\b|\bon (?:our"
    r"|the) (?:site|website|service|platform)"
)
# "We cannot access your files" leaves nobody who could look at them.
_NO_ACCESS = re.compile(
    r"\b(?:cannot|can't|do not|don't|will not|won't|never|unable to|not able to|not have (?:the |any )?(?:ability"
    r"|(?:technical )?means|way)s? to|no (?:way|ability|means) (?:to|of))\s+(?:\w+ly )?(?:\w+(?:,? or |, | and )){0,3}"
    r"(?:access|see|view|read|decrypt|open|listen to|look at|review)\b"
)
_EXCEPT = re.compile(r"\b(?:except|unless|other than|until)\b")
_PEOPLES = ("view", "read", "listen to", "look at", "review")  # what only people do


def review(s: Sentence) -> Iterator[Found]:
    """Claims that people do, or do not, look at data."""
    text, codes = s.folded, s.codes
    if not ("H" in codes or "r" in codes or "e" in codes or holds(text, _WORDS)):
        return
    found = _people(s) or _we(s)
    if found is None or _APPEAL.search(text):
        return
    at, data = found
    say = review_say(s, at)
    if say is not None and data:
        yield claim(s, "review", say, data, "review", "", *(["human"] if "H" in codes else []))


def _people(s: Sentence) -> tuple[int, tuple[str, ...]] | None:
    """Where a sentence says that people look, or that there is human review, and at what."""
    text = s.folded
    if not ("H" in s.codes or "P" in s.codes or holds(text, _NAMES_PEOPLE)):
        return None
    named = _STAFF.search(text)  # few sentences name people in the words of the longer patterns
    if named and ((m := _STAFF_LOOK.search(text)) or (m := _STAFF_DO.search(text))):
        if _ASKED.search(text, 0, m.start()):
            return None
        at, data = m.end(), _object(s, m.end())
    elif named and (m := _BY_STAFF.search(text)):
        at, data = m.start(), _subject(s, m.start())
    elif (m := _HUMAN_REVIEW.search(text)) and not _YOURS.search(text):
        at, data = m.start(), _around(s, m.start())
    else:
        return None
    return (at, data) if data and _ours(s, m.start()) and not _SAFEGUARD.search(text) else None


def _ours(s: Sentence, at: int) -> bool:
    """Whether the people at this place are the company's, not a customer's or an administrator's."""
    if re.search(r"\b(?:our|its|authori[sz]ed)\b", s.folded[max(0, at - 30) : at + 30]):
        return True
    if "Y" in s.context.codes and "N" in s.context.codes:  # what people must not do
        return False
    nearest = next((h.code for h in reversed(s.hits) if h.start < s.start + at and h.code in "WYO"), "W")
    return nearest == "W"


def _we(s: Sentence) -> tuple[int, tuple[str, ...]] | None:
    """Where a sentence says that the company does, or cannot do, what only people do, and to what."""
    text = s.folded
    for m in _WE_REVIEW.finditer(text) if holds(text, _LOOKS) else ():
        before = text[max(0, m.start() - 90) : m.start()]
        listed = _OPENS.match(before) and (s.has("use") or re.search("[ufcs]", s.context.codes))
        if m.group() in _LOOSE and (not _RIGHT.search(before) or _BY_MACHINE.search(text)):
            continue
        if m.group() == "read" and listed:  # "Read our instructions": the person reads
            continue
        if not (listed or _WE_MAY.search(before)) or _actor(s, m.start()) not in ("W?" if listed else "W"):
            continue
        data = _object(s, m.end())
        if _named(data, m.group()) and not _OTHERS.search(text, m.start(), m.end() + min(80, _reach(text[m.end() :]))):
            return m.start(), data
    unable = _NO_ACCESS.search(text) if "N" in s.codes else None
    if unable and _actor(s, unable.start()) in "WH?":
        data = _object(s, unable.end())
        kept = not _EXCEPT.search(text) or unable.group().endswith(_PEOPLES)
        if kept and any(name.startswith("content") for name in data):
            return unable.end(), data
    passive = _REVIEWED.search(text) if "N" not in s.codes and ("reviewed" in text or "listened" in text) else None
    if passive and not _OTHERS.search(text):
        data = _subject(s, passive.start())
        if not _BY_OTHERS.match(text, passive.end()) and _named(data, "review"):
            return passive.start(), data
    return None


def _named(data: tuple[str, ...], verb: str) -> bool:
    """Whether data is named that people would look at: "we review our practices for information" names none."""
    if verb in _LOOSE:
        return any(name.startswith("content") for name in data)
    return bool(set(data) - {ANY, VAGUE})


#: "On the Acme site", "posted to Acme": the company's name where the service is meant.
_PLACE = re.compile(r"\b(?:the|on|to|with|via|from|through|in|at|using) $")


def _actor(s: Sentence, at: int) -> str:
    """The code of the nearest actor before this place, `?` if there is none: in "hosts can review" not the company."""
    for h in reversed([*s.context.hits, *(h for h in s.hits if h.start < s.start + at)]):
        if h.code not in "WHYOTJ" or s.folded.startswith("'s", max(0, h.end - s.start)):
            continue
        if h.code != "W" or not _PLACE.search(s.folded, 0, max(0, h.start - s.start)):
            return h.code
    return "?"


def _object(s: Sentence, at: int) -> tuple[str, ...]:
    """The data that what stands at this place acts on."""
    tail = s.folded[at:]
    if names := _names(s, at, at + _reach(tail)):
        return names
    if not _PRONOUN.match(tail):
        return ()
    return _names(s, 0, at) or tuple(n for n in data_of(s, s.start + at) if n != VAGUE)


def _reach(tail: str) -> int:
    """How far the object of a verb may reach into what follows it."""
    stop = _STOP.search(tail)
    return stop.start() if stop else len(tail)


def _subject(s: Sentence, at: int) -> tuple[str, ...]:
    """The data named before a passive: "messages may be reviewed by ..."."""
    return _names(s, 0, at)


def _around(s: Sentence, at: int) -> tuple[str, ...]:
    """The data named near "human review", or by the lead-in."""
    near = _names(s, max(0, at - 160), at + 160) or data_of(s)
    if any(n.startswith("content") for n in near):
        return tuple(n for n in near if n.startswith(("content", "term:")) or n in (ANY, VAGUE))
    return near


def _names(s: Sentence, start: int, end: int) -> tuple[str, ...]:
    names = [h.name for h in s.hits if h.code in DATA_CODES and s.start + start <= h.start < s.start + end]
    if _CONTENT.search(s.folded, start, end):  # "email content" is no contact detail
        names = ["content", *(n for n in names if n != "profile.contact")]
    return tuple(dict.fromkeys(names))


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it names people's looking."""
    return "review" in control.named


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims."""
    return settle_least(uses, denials, controls, governs)
