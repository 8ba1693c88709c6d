"""`train-ai`: training, tuning or improving AI. Only where AI, models or algorithms are named as what is improved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import ANY, VAGUE, Found, claim, data_of, names_of
from sayso.terms.claims.controls import NEAR, FoundControl
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.claims.slivers import by_others_only, of_a_feature
from sayso.terms.claims.train_say import denied, level_of
from sayso.terms.claims.training import addressed_to_others, training_at
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence


def train(s: Sentence) -> Iterator[Found]:
    """Claims that AI is, or is not, trained with data."""
    at = _trigger(s)
    if at == _NOWHERE or addressed_to_others(s, at) or _elsewhere(s, at):
        return
    data = _data(s, at)
    if "M" not in s.codes:  # bare "training" is of what people make, if any of that is named
        data = tuple(d for d in data if d[:7] == "content") or data
    if not data or (data == (VAGUE,) and "Q" in s.codes):  # "you can opt out of training": a control
        return
    no = denied(s, at)
    third = no and by_others_only(s, at)
    say = Say.NEVER if third else level_of(s, at, no)
    found = claim(s, "train-ai", say, data, "train", "", *(["third"] if third else []))
    if say is Say.NO_SAY and found.scope == "region" and _CONSENT_WHERE.search(s.folded):
        found.scope = ""  # elsewhere nobody is asked
    if say in (Say.NEVER, Say.OPT_IN) and not found.scope and of_a_feature(s, at):
        found.scope = "feature"
    yield found


_NOWHERE = -1
_CONSENT_WHERE = re.compile(r"\bconsent,? (?:where|if|when|as|to the extent) (?:\w+ ){0,3}require[sd]\b")
_OWN_AI = re.compile(
    r"\b(?:improv(?:e|es|ing)|enhanc(?:e|ing)|refin(?:e|ing))\b(?: \w+){0,5} (?:these|this|such|those"
    r"|the|our)(?: \w+){0,4} (?:tools|features?|models?|systems?|assistants?)\b"
)
#: Training that needs no name: a choice about it, content that is trained on, content that is not used for it.
_TRAINING_CHOICE = re.compile(
    r"\b(?:opt(?:ing|ed|s)?[- ]?(?:out (?:of|from)|in(?:to)?)|object(?:ing|s)? to|refuse|decline)"
    r" (?:[\w']+ ){0,7}training\b"
)
_TRAINED_ON = re.compile(r"\btrain(?:s|ed|ing)? on (?:your|users?'?|customers?'?|any|the) ")
_TRAINED_ON_DATA = re.compile(
    r"\btrain(?:s|ing)? on (?:your|our users'?|our customers'?|users?'?|customers?'?) (?:\w+ )?(?:data|information)\b"
    r"(?! (?:protection|security|privacy|polic|governance|handling))"
)
_MODEL_TRAINING = re.compile(r"\bmodel[- ]training\b")
_NOT_FOR_TRAINING = re.compile(r"\bfor (?:the )?training(?: purposes)?(?=[.,;)]| (?:without|unless|purposes)|$)")


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
    if "t" in codes and (
        ("Q" in codes and (m := _TRAINING_CHOICE.search(s.folded)))
        or (m := _MODEL_TRAINING.search(s.folded))
        or ("1" in codes and (m := _TRAINED_ON.search(s.folded)))
        or (m := _TRAINED_ON_DATA.search(s.folded))
        or ("1" in codes and "N" in codes and "M" not in codes and (m := _NOT_FOR_TRAINING.search(s.folded)))
    ):
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
    if s.kind is Kind.ROW and _PUBLIC_SOURCES.search(before[-150:]):
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
_CONTENT = re.compile(
    r"\b(?:such|your|users?'?|this|any|all|de-?identified|aggregated|anonymi[sz]ed|uploaded|submitted"
    r"|public|uploading|posting|submitting|sharing) content\b"
    r"|^\W*content (?:is|may|can|will)\b|\bcontent (?:from|of|by) (?:our )?users\b"
)
_IT = re.compile(r"\b(?:us(?:e|es|ed|ing)(?: of)?|train(?:s|ed|ing)? \w+ (?:on|with)) (?:it|them|these)\b")
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
    if not named and s.before and _IT.search(s.folded):  # "it": what the sentence before named
        return tuple(dict.fromkeys(h.name for h in s.before))
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


#: How far behind a use "you can opt out of this" still means it.
_NEXT = 300


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it names training, wherever it stands, or follows it."""
    if control.start == use.start:
        return False  # its own sentence has been weighed
    topics = {topic for purpose, topic in control.purposes if purpose == "train-ai"}
    return "" in topics or (NEAR in topics and control.section == use.section and 0 <= control.start - use.end < _NEXT)


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row; what others, or only some plans, may not train with leaves the row unstated."""
    whole = [d for d in denials if "third" not in d.flags and d.scope != "plan"]
    if not uses and not whole:
        return Settled(Say.UNSTATED, [], "only others' training, or some plans', is denied")
    return settle_least(uses, whole, controls, governs)
