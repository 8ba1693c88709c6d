"""People who look at data: employees, reviewers, moderators, and human review by its name."""

from __future__ import annotations

import re

from sayso.terms.claims.review_data import around, object_of, subject_of
from sayso.terms.claims.review_say import refusable
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

_PEOPLE = (
    r"(?:employees?|personnel|staff(?: members?)?|(?:sub)?contractors?|moderators?|(?:human |content "
    r"|quality )?reviewers?|annotators?|(?:our|its) (?:\w+ ){0,2}(?:engineers|editors?|analysts?|specialists?"
    r"|volunteers"
    r"|representatives|developers|technicians|administrators)|support technicians"
    r"|(?:our |the )(?:customer|user|technical) (?:service|support|care)|(?:human )?agents|(?:no|an?"
    r"|any) human(?! resources| rights|-)|humans|human beings"
    r"|(?:real |trained )people|teams?|team members?"
    r"|no ?one (?:at|from|in)\b[^,.;]{0,30}|nobody(?: at\b[^,.;]{0,30})?|(?:anyone|someone|people|members) (?:at"
    r"|from|of our|on our|who work)\b[^,.;]{0,30})"
)
_LOOK = (
    r"(?:review|read|listen(?: in)?(?: to)?|look at|look into|view|see|inspect|examine|access|annotate|label"
    r"|transcribe|hear|watch|check|evaluate)"
)
#: What only people do.
ONLY_PEOPLE = ("view", "read", "listen to", "look at", "review")
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
    rf"\b{_PEOPLE} (?:then |also |ever |who |\w+ly )?(?:\w+ (?:and|or) )?(?:reviews?|reads?|listens? to|looks? at"
    rf"|views?"
    rf"|inspects?|examines?|moderates?|checks?|watch(?:es)?|access(?:es)?)\b"
    r"|\b(?:no|none of our) (?:employees?|staff|personnel|humans?) ha(?:s|ve) access to\b"
)
#: "Our staff may:", "Our employees will not:": what they do stands in the items.
_STAFF_LEAD = re.compile(rf"\b{_PEOPLE} (?:may|can|will|do|must|shall)(?: (?:not|only|also))?:?[\s*_]*$")
_LOOKS_AT = re.compile(rf"\W*{_LOOK}\b")
_BY_STAFF = re.compile(
    rf"\b(?:reviewed|read|viewed|accessed|listened to|seen|inspected|examined|moderated|annotated|labelled|labeled"
    rf"|transcribed|checked|heard|watched|evaluated|assessed)\b[^.;:]{{0,40}}?\bby\b[^.;:]{{0,50}}?"
    rf"\b(?:{_PEOPLE}|people(?! (?:who (?!work|help|are)|you|with|outside|that))|an? person|editors?|specialists?"
    rf"|analysts)\b"
)
_HUMAN_REVIEW = re.compile(
    r"\b(?:human(?<!non-human)[- ](?:review|moderat|evaluat|annotat|inspect)"
    r"|manual(?:ly)?(?: \((?:i\.e\.,? )?human\))?(?: (?:and|or|and/or) automated"
    r"| and/or automatic)?(?: content)? (?:review|moderat|inspect|check|annotat|systems|means|examin)"
    r"|automated (?:systems |tools |means |techniques |processes )?(?:and|or|and/or|as well as)"
    r"(?:, (?:\w+ ){1,3}?\w+,)? (?:by )?(?:manual|human)\b(?![,.;])"
    r"|reviewed? (?:manually|by hand)|review[^.;]{0,40}\bmanual \(human\)|\breview by (?:our (?:\w+ )?|human )"
    r"(?:staff|employees|personnel|moderators|team|reviewers)\b|\bfrom (?:reading|listening to|viewing|reviewing)\b"
    r"|\b(?:automat\w*|algorithms?|systems|flagged|reported)\b[^.;]{0,60}\ba person (?:will |may |then |also )?"
    r"(?:looks?|reviews?|checks?|reads?)\b)"
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
#: "Contact our support team to access your content": the person does.
_ASKED = re.compile(r"\b(?:contact|contacting|ask|asking|e-?mail|call|reach out to) (?:(?:our|the) )?(?:\w+ ){0,2}$")
_NAMES_PEOPLE = (" team", "no one", "nobody", "reviewers")
_BY_OTHER_WORDS = ("by people", "by real", "by trained", "by a person", "editor", "specialist", "analyst")
#: "You can opt out of human review": what is refused is done.
_REFUSED = re.compile(r"\b(?:opt(?:ing)? out of|turn(?:ing)? off|disabl(?:e|ing)|stop|object to) (?:\w+ ){0,3}$")
_YOURS = re.compile(r"\b(?:you|users|customers?) (?:must|may|can|should|shall|will|are|agree)\b|\brequest|\baccuracy\b")


def people(s: Sentence) -> tuple[int, tuple[str, ...]] | None:
    """Where a sentence says that people look, or that there is human review, and at what."""
    text = s.folded
    if "H" in s.context.codes and (m := _LOOKS_AT.match(text)) and _STAFF_LEAD.search(s.context.folded):
        data = object_of(s, m.end())
        return (m.end(), data) if data and "Y" not in s.context.codes else None
    if not ("H" in s.codes or "P" in s.codes or holds(text, _NAMES_PEOPLE)):
        return None
    refused = safe = None
    # few sentences name people in the words of the longer patterns
    named = _STAFF.search(text) or holds(text, _BY_OTHER_WORDS)
    if named and ((m := _STAFF_LOOK.search(text)) or (m := _STAFF_DO.search(text))):
        if _ASKED.search(text, 0, m.start()):
            return None
        at, data = m.end(), object_of(s, m.end())
        safe = m.group().endswith(ONLY_PEOPLE)  # who "may only read" reads
    elif named and (m := _BY_STAFF.search(text)):
        at, data = m.start(), subject_of(s, m.start())
    elif (m := _HUMAN_REVIEW.search(text)) and (
        (refused := _REFUSED.search(text, 0, m.start())) or not _YOURS.search(text)
    ):
        at, data = m.start(), around(s, m.start())
    else:
        return None
    if not data or (_SAFEGUARD.search(text) and not safe):
        return None
    return (at, data) if refused or _REVIEWERS.match(text, m.start()) or refusable(s) or _ours(s, m.start()) else None


#: Nobody else has any.
_REVIEWERS = re.compile(r"(?:\w+ )?(?:reviewers|annotators)\b")


def _ours(s: Sentence, at: int) -> bool:
    """Whether the people at this place are the company's, not a customer's or an administrator's."""
    if re.search(r"\b(?:our|its|authori[sz]ed)\b", s.folded[max(0, at - 30) : at + 30]):
        return True
    if "Y" in s.context.codes and "N" in s.context.codes:  # what people must not do
        return False
    nearest = next((h.code for h in reversed(s.hits) if h.start < s.start + at and h.code in "WYO"), "W")
    return nearest == "W"
