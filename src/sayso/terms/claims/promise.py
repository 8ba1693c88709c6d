"""Whether a "not" before a verb of giving is the company's own promise.

"We do not sell your data" promises; "do not share your password", "is not responsible for what is shared" and "the
law prohibits selling" do not. Between the denial and its verb only other acts, adverbs and auxiliaries may stand, and
it must be the company that speaks, or the data that is spoken of.
"""

from __future__ import annotations

import re

from sayso.terms.claims.common import DATA_CODES
from sayso.terms.lexicon import Hit
from sayso.terms.sentences import Sentence

_NOT = re.compile(r"(?:\bnot|n't|\bcannot|\bnever|\bno|\bnone|\bneither|\bnor)$")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_FILLER = re.compile(
    r"\w+ly|ever|also|by|on|based|plans?|dream(?:ed|t)?|or|and|nor|neither|not|never|to|in|any|the|of|now|past|at|"
    r"no|time|way|form|for|reason|under|"
    r"circumstances?|practice|business|data|turn|otherwise|further|profit|from|money|own|currently|itself|"
    r"ourselves|with|"
    r"be|been|being|do|does|did|have|has|having|will|shall|would|going|(?:sell|sold|rent|lend|loan|leas|licen[cs]|"
    r"sublicen|trad|shar|disclos|transfer|transmit|pass|giv|provid|send|sent|publish|releas|distribut|barter|exchang|"
    r"market|us(?:e|ed|es|ing)$|collect|retain|stor|keep|process|reveal|divulg|communicat|expos|mak|made|suppl|monetiz|"
    r"monetis|mining|engag|permit|allow|let$|grant|forward|export|access|broker|combin|view|read|copy)\w*"
)
_MAKES = re.compile(r"^ (?:\w+ )?mak(?:e|ing) (?:[\w'’-]+ ){1,8}$")
_PASSIVE = re.compile(r"\b(?:be|been|being|is|are|was|were)\b")
_IS = re.compile(r"\b(?:is|are|was|were)(?: \w+)? $")
#: "Neither your name nor your address is sold", "your data isn't sold".
_NONE, _IS_NOT = ("no", "none", "neither", "nor"), ("isn't", "aren't")
#: "Not to": a promise where somebody commits to it, and what is asked of others elsewhere.
_COMMITS = re.compile(r"\b(?:agrees?|promises?|commit\w*|undertakes?|pledges?|policy|guarantees?|decided)(?: is)? $")
_AND = re.compile(r"(?:\b(?:and|or|but|nor)|[,–—-]) (?:(?:do|does|will|shall|would|have|has|can|we) )?$")
_ADDS = re.compile(
    r"\b(?:advise|ask|encourage|recommend|require|request|expect|remind|urge|want|notify|notif\w+|tell|instruct)\w*\b"
    r"|[;:]\s"
)
_DUTY = re.compile(r"\b(?:shall|must|may|should|agrees?(?: to)?|undertakes?(?: to)?) (?:\w+ )?$")
_SUPPLIER = re.compile(
    r"(?:^\W*|\bthe )(?:provider|company|vendor|operator|supplier|foundation|association|processor|controller)"
    r" (?:shall|will|may|must|does|do) $"
)
_BINDS = re.compile(r"\b(?:may|must|should|might) $")


def promised(s: Sentence, no: Hit, verb: Hit) -> bool:
    """Whether the company, by this "not", denies this act of its own."""
    word = s.folded[no.start - s.start : no.end - s.start]
    if no.start > verb.start:  # "we share it with nobody"
        before = s.folded[: verb.start - s.start]
        return bool(_IS.search(before)) or _speaks(s, verb, before, verb)
    if no.start < s.start:  # the end of a lead-in: "We will not:"
        return all(_FILLER.fullmatch(w) for w in _WORD.findall(s.folded[: verb.start - s.start]))
    if not _NOT.search(word):
        return False
    before, between = s.folded[: no.start - s.start], s.folded[no.end - s.start : verb.start - s.start]
    if word in _NONE and (
        _PASSIVE.search(between)
        or between.startswith((" circumstances", " case", " event", " way", " time", " instance"))
    ):
        return len(between) < 90
    if word in ("no", "none"):
        return bool(_IS.search(before)) and len(between) < 3  # "there is no sale of your data"
    if not _MAKES.match(between) and not all(_FILLER.fullmatch(w) for w in _WORD.findall(between)):
        return False
    if between.startswith(" to ") and not _COMMITS.search(before):
        return bool(_AND.search(before)) and "W" in s.codes and "Y" not in s.codes
    if _PASSIVE.search(between) or _IS.search(before) or word in _IS_NOT:
        return not _BINDS.search(before)
    return _speaks(s, no, before, verb)


def _speaks(s: Sentence, no: Hit, before: str, verb: Hit) -> bool:
    """Whether it is the company that acts in an active clause, itself or by a second verb ("... and do not sell")."""
    actors = [h for h in s.hits if h.start < no.start and h.code in "WYTPO" + DATA_CODES]
    if not actors and _SUPPLIER.search(before):
        return True
    if not actors and s.folded[verb.start - s.start : verb.end - s.start].endswith("ing") and not before.strip("*_ •-"):
        return True  # "Never selling your data": nobody is told not to
    if not actors:  # "(2) not share": an item of somebody's duties, unless the lead-in says whose
        return not _DUTY.search(before) and (bool(_WORD.search(before, 3)) or "W" in s.context.codes)
    last = actors[-1]
    gap = before[last.end - s.start :]
    if last.code == "W":
        return len(gap) < 70 and not _ADDS.search(gap) and not _BINDS.search(gap)
    return "W" in [h.code for h in actors] and last.code in DATA_CODES and bool(_AND.search(before))
