"""`train-ai`: training, tuning or improving AI. Only where AI, models or algorithms are named as what is improved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import ANY, VAGUE, Found, claim, consent_level, data_of, names_of
from sayso.terms.claims.controls import NEAR, FoundControl
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.claims.training import addressed_to_others, training_at
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence


def train(s: Sentence) -> Iterator[Found]:
    """Claims that AI is, or is not, trained with data."""
    at = _trigger(s)
    if at == _NOWHERE or addressed_to_others(s, at) or _elsewhere(s, at):
        return
    data = _data(s, at)
    if data and not (data == (VAGUE,) and "Q" in s.codes):  # "you can opt out of training": a control
        denied = _denied(s, at)
        third = denied and _by_others_only(s, at)
        say = Say.NEVER if third else _level(s, at, denied)
        yield claim(s, "train-ai", say, data, "train", "", *(["third"] if third else []))


_NOWHERE = -1
_OWN_AI = re.compile(
    r"\b(?:improv(?:e|es|ing)|enhanc(?:e|ing)|refin(?:e|ing))\b(?: \w+){0,5} (?:these|this|such|those"
    r"|the|our)(?: \w+){0,4} (?:tools|features?|models?|systems?|assistants?)\b"
)
_TRAINING_CHOICE = re.compile(r"\bopt(?:ing|ed|s)?[- ]?out (?:of|from) (?:\w+ ){0,4}training\b")


def _trigger(s: Sentence) -> int:
    """Where the training is named: by the sentence, by its lead-in, or, in a section on AI, by the section."""
    codes = s.codes
    if "M" in codes and (at := training_at(s)) >= 0:
        return at
    if (
        "M" in s.context.codes
        and "N" not in s.context.codes
        and re.search("[D1234]", codes)
        and training_at(s, own=False) >= 0
    ):
        return s.end
    if "t" in codes and "Q" in codes and (m := _TRAINING_CHOICE.search(s.folded)):
        return s.start + m.start()
    if s.has("ai") and "i" in codes and "u" in codes and (m := _OWN_AI.search(s.folded)):
        return s.start + m.start()
    return _NOWHERE


_PUBLIC_SOURCES = re.compile(
    r"\bfrom (?:the )?(?:internet|web)\b|\b(?:publicly[- ](?:available|accessible)"
    r"|public)(?: \w+){0,2} (?:on(?:line| the internet)|sources?|data ?sets?|web|information)\b"
    r"|\bopen[- ]source (?:data|models)|\blicen[sc]ed (?:from|data)|\bsimulated\b"
)
_ON_FEEDBACK = re.compile(
    r"\b(?:if|when|where|by) you (?:\w+ ){0,4}(?:feedback|rate|rating)|\bfeedback (?:you|that|data|may"
    r"|is|about)\b|\byour feedback\b"
)
_SUPPORT = re.compile(
    r"\bcustomer (?:service|support|care)\b|\bsupport (?:requests?|calls?|tickets?|agents?)\b"
    r"|\bwith our (?:agents|representatives)"
)
_SAFEGUARD = re.compile(r"\b(?:reduce|minimi[sz]e|limit|filter|remove)\w*\b[^.;]{0,50}\b(?:personal|sensitive|private)")
_POINTER = re.compile(
    r"\b(?:for|find|learn|read) (?:more |further |additional )?(?:information|details|about)"
    r"|\blearn more\b|\bmore information\b"
)


def _elsewhere(s: Sentence, at: int) -> bool:
    """Whether it is not what people do here that trains: public sources, feedback, support, safeguards, pointers.

    The guideline keeps feedback and support apart from the row; the rest says nothing about what people do here.
    """
    before = s.folded[: max(0, at - s.start)]
    if _WITH_AI.search(before):
        return False
    specific = re.search("[1234]", s.codes)
    if s.has("feedback") or _ON_FEEDBACK.search(before) or ("F" in s.codes and not specific and VAGUE in data_of(s)):
        return True
    if _SUPPORT.search(before):
        return True
    if _PUBLIC_SOURCES.search(s.folded) and "1" not in s.codes:
        return True
    if _SAFEGUARD.search(before) and "1" not in s.codes:
        return True
    return not specific and _POINTER.search(s.folded) is not None and ANY not in data_of(s)


_MEANS = re.compile(r"\b(?:using|with|on|from)\b(?: \S+){0,4} $")
_WITH_AI = re.compile(
    r"\binteract(?:ions?)? with (?:our |the |an? |any )?(?:ais?\b|artificial|chatbot|assistant"
    r"|generative)"
)
_CONTENT = re.compile(r"\b(?:such|your|users?'?|this) content\b")
_PURPOSE = re.compile(
    r"\W*(?:and |or |to |for |in order to |\w+[.)] )*(?:develop|improv|train|enhanc|creat|build"
    r"|research|provid|optimi|test|analy)"
)
_CERTAIN = re.compile(r"\bcertain (?:information|data),? (?:which|that|including|such)")


def _data(s: Sentence, at: int) -> tuple[str, ...]:
    """The data that trains: named before the training, or after it as its means ("train our models on your posts").

    What people exchange with an AI is content.
    """
    if at < s.end and _WITH_AI.search(s.folded, max(0, at - s.start - 140), at - s.start + 140):
        return ("content.prompt",)
    named = [h for h in s.hits if h.code in "D1234"]
    if s.kind is Kind.ROW and not any(h.start < at for h in named):  # other cells of the row say whose data it is
        return data_of(s)
    if named and not any(h.start < at for h in named):
        again = max((h.start for h in s.hits if h.code == "t"), default=at)  # named again behind the data
        means = [h for h in named if h.end <= again or _MEANS.search(s.folded[at - s.start : h.start - s.start])]
        if not means and not s.context.codes:
            return ()
        if means:
            return names_of(s, means)
    if not named and _CONTENT.search(s.folded):
        return ("content",)
    if not named and not re.search("[D1234]", s.context.codes) and not _PURPOSE.match(s.folded):
        return ()  # a heading alone gives data to a purpose ("To train our models"), not to a sentence
    uses = [h.end for h in s.hits if h.code == "u" and h.start < at]
    if uses and any(uses[-1] <= h.start < at for h in named):  # "..., when you allow us to use your content to train"
        named = [h for h in named if uses[-1] <= h.start < at]
        data = names_of(s, named)
    else:
        data = data_of(s, at)
    if _CERTAIN.search(s.folded) and len(data) > 1:
        data = tuple(d for d in data if d != VAGUE)
    if s.has("ai") and data == (ANY,):  # in a section on AI, "your data" is what people give to it, above all
        return (*data, "content")
    return data


_CLAUSE_END = re.compile(
    r"[;|]|\. |, but | but we |\bhowever\b|, and (?:we|you|they) (?!do not|don't|will not)|, (?:which"
    r"|while|whereas) |<br>"
)
#: "Not" that denies something else: what the data is not, what the person does not want, more than is needed.
_OTHER_NOT = re.compile(
    r"(?:(?:is|are|do|does)(?: not|n't) (?:\w+ )?(?:personal|associated|linked|limited|contain|include"
    r"|identif|considered|intended|required|necessary)|(?:do|does|did)(?: not|n't) (?:wish|want|contain"
    r"|include (?:any )?personal|identify)|cannot,?(?: \S+){0,4} (?:identify|be)|whether or not"
    r"|don't want to use more|not more than|you (?:do|did|have|are)(?: not|n't)|you don't|why not|non-)"
)


def _nots(s: Sentence, at: int) -> list[Hit]:
    """The denials before an offset; "not to use the" is one, whatever else it may mean."""
    return [h for h in s.hits if h.start < at and (h.code == "N" or (h.code in "ZQ" and _no(s, h)))]


def _no(s: Sentence, h: Hit) -> bool:
    return s.folded.startswith(
        ("not to use", "don't use", "do not use", "don't sell", "do not sell"), h.start - s.start
    )


def _denied(s: Sentence, at: int) -> bool:
    """Whether a denial reaches the training."""
    text = s.folded
    for h in reversed(_nots(s, at)):
        start, end = h.start - s.start, h.end - s.start
        if _CLAUSE_END.search(text[end : at - s.start]):
            return False
        around = text[max(0, start - 12) : end + 40]
        if text[start:end] == "without" or ((m := _OTHER_NOT.search(around)) and m.start() <= 12):
            continue
        return True
    lead = s.context
    return (
        any(h.code == "N" and h.start >= lead.start for h in lead.hits) and re.search("N[^W]*$", lead.codes) is not None
    )


_ASKED_FIRST = re.compile(
    r"\b(?:without|unless|until|except|only)\b[^.;]{0,120}\b(?:consent|permission|opt(?:ed|ing"
    r"|s)?[- ]in|authori[sz]|agree|allow|choose|request|enable|turn on|instruct|approv)"
)
_REFUSED = re.compile(
    r"\b(?:if|when|once|after|where) (?:\S+ ){0,12}?(?:opt(?:ed|s|ing)?[- ]?out|off\b|disabled?"
    r"|untick\w*|object)|^\W*(?:if|when|once) you (?:\w+ ){0,2}(?:enable|turn on|select|activate|use"
    r"|choose|do not want|don't want|do not wish|would prefer)"
    r"|\byou (?:can|may|have the (?:right|option)) (?:\w+ ){0,3}?(?:instruct|ask|request|tell|direct"
    r"|require|notify)\b"
)
_BY_DEFAULT = re.compile(r"\bby default\b")
_UNLESS = re.compile(r"\b(?:unless|except|other than)\b")
_SWITCH = re.compile(r"\b(?:if|when|while) (?:\S+ ){1,8}?(?:is|are) (?:turned |switched |set to )?on\b")
_OTHERS_DECIDE = re.compile(
    r"\b(?:administrators?|admins?|account owners?|workspace owners?|hosts?|organi[sz]ations?"
    r"|employers?|schools?)\b(?: \S+){0,8} (?:choose|chooses|enables?|opts?|turn|turns|controls?"
    r"|consents?|agrees?|permits?|allows?|decides?|authori[sz]es?)\b"
)


def _level(s: Sentence, at: int, denied: bool) -> Say:
    """How much say the sentence leaves over the training that it names."""
    text = s.folded
    near = _near(s, at)
    if denied:
        if _REFUSED.search(near):  # "if you opt out, we will not ...": made unless refused
            return Say.OPT_OUT
        if _ASKED_FIRST.search(near) or _BY_DEFAULT.search(near):
            return Say.OPT_IN
        behind = _CLAUSE_END.split(text[max(0, at - s.start) :])[0]
        if "E" in s.codes and _UNLESS.search(behind) and "feedback" not in behind and "L" not in s.codes:
            return Say.NO_SAY  # the most that the exception permits
        return Say.NEVER
    if _OTHERS_DECIDE.search(near):
        return Say.LEAVE
    if any(h.code == "Q" and not _no(s, h) for h in s.hits) and not ("|" in text and s.kind is Kind.ROW):
        return Say.OPT_OUT
    if s.kind is Kind.ROW and not re.search(r"consent|opt|permission", near):
        return Say.NO_SAY
    if _SWITCH.search(near):
        return Say.OPT_OUT
    return consent_level(s, at, denied) or Say.NO_SAY


def _near(s: Sentence, at: int) -> str:
    """The words around: a table row says many things, and a consent in it may be for another."""
    return s.folded if s.kind is not Kind.ROW else s.folded[max(0, at - s.start - 150) : at - s.start + 200]


_PROVIDER = re.compile(
    r"\b(?:third[- ]part(?:y|ies)|(?:sub-?)?processors?|(?:service |model |ai |llm "
    r"|technology )*providers?|vendors?|partners?|suppliers?|contracts?|(?:states?|stated|says?"
    r"|confirm(?:s|ed)?|commit(?:s|ted)?) that)\b"
)
_US = re.compile(r"\b(?:we|our|us)\b")
_LET = re.compile(r"^ (?:\w+ )?(?:allow|permit|authori[sz]e|let|share|sell|disclose|provide|license|make)\b")
_THEIRS = re.compile(
    r"\b(?:train\w*|improv\w*|develop\w*|tun\w+|for"
    r"|enrich)\b(?: (?!our\b)[\w,'-]+){0,6}? (?:third[- ]part(?:y|ies)|their(?: own)?|other compan(?:y"
    r"|ies)|external)\b"
)


def _by_others_only(s: Sentence, at: int) -> bool:
    """Whether only others' training is denied: a sliver (`other:third-party-training`), not the row."""
    text = s.folded
    if nots := _nots(s, at):
        no = nots[-1]
        before, behind = text[: no.start - s.start], text[no.end - s.start :]
        us = [h.end - s.start for h in s.hits if h.code == "W" and h.start < no.start]
        if (p := _last(_PROVIDER, before)) and p > (us[-1] if us else -1):
            return True
        if (
            _LET.match(behind)
            and _PROVIDER.search(behind[: max(0, at - no.end)])
            and not re.match(r"^ \w+ us\b", behind)
        ):
            return True
    theirs = _THEIRS.search(text, max(0, at - s.start - 30))
    if not theirs:
        return False
    named = range(theirs.start(), theirs.end() + 4)
    return not any(h.code == "W" and h.start - s.start in named for h in s.hits) and not _US.search(theirs.group())


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=0)


#: How far behind a use "you can opt out of this" still means it.
_NEXT = 300


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it names training, wherever it stands, or follows it."""
    topics = {topic for purpose, topic in control.purposes if purpose == "train-ai"}
    return "" in topics or (NEAR in topics and control.section == use.section and 0 <= control.start - use.end < _NEXT)


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row; what others, or only some plans, may not train with leaves the row unstated."""
    whole = [d for d in denials if "third" not in d.flags and d.scope != "plan"]
    if not uses and not whole:
        return Settled(Say.UNSTATED, [], "only others' training, or some plans', is denied")
    return settle_least(uses, whole, controls, governs)
