"""Questions read with their answers, as statements: "Do you sell my data? No." says "we never sell your data".

Many a policy for the public is written as questions, as headings, in one paragraph or in a table. The question names
the data and the use, the answer says yes or no: neither says anything alone.
"""

from __future__ import annotations

import re

_ANSWER = re.compile(
    r"[\W_]*(?:(?P<no>no|never|nope|not at all|absolutely not|certainly not)|yes|absolutely)\b"
    r"(?=[\W_]*$|[*_]*[.,!;:|—–])[\W_]*"
)
#: "Only if you agree": what the person is asked for.
_ON_CONDITION = re.compile(r"[\W_]*(?:yes,? )?(?:but )?only (?:if|when|where|with|after|once)\b")
#: "Who can read my messages? Our moderators."
_WHO = re.compile(
    r"who (?:can |may |will )?(?P<does>sees?|reads?|views?|reviews?|listens? to|looks? at) (?P<what>\S.*)"
)
_ACTIVE = re.compile(
    r"(?P<aux>do|does|did|will|would|can|could|may) (?P<who>you|we|i|(?:the )?[\w.&-]+?) (?:ever )?(?P<rest>\S.*)"
)
_PASSIVE = re.compile(
    r"(?P<aux>is|are|was|were|will|can|could|may) (?P<who>[^?]{2,80}?) (?:ever )?"
    r"(?P<rest>(?:be |being )?(?:(?!need|indeed)\w+ed|sold|read|given|shown|sent|made|seen|kept|lent|heard)\b.*)"
)
#: "Don't want our newsletter any more? Unsubscribe."
_UNWILLING = re.compile(r"[\W_]*(?:do you |you )?(?=(?:don't|do not|no longer|would rather not|prefer not)\b)")
_ROW = re.compile(r"[\W_]*(?P<question>[a-z][^|?]{6,300}\?)[^|\w]*\|(?P<answer>.*)")
#: The person asks: what is theirs is yours, and "you" is the company.
_THEY_ASK = re.compile(r"\b(?:i|me|my|mine)\b")
_TURNED = {"i": "you", "me": "you", "my": "your", "mine": "yours", "you": "us", "your": "our", "yours": "ours"}
_TO_TURN = re.compile(r"\b(?:i|me|my|mine|you|your|yours)\b")


def answered(question: str, answer: str) -> str:
    """What a question and its answer say together, both folded; empty where nothing comes of it."""
    given = _ANSWER.match(answer)
    asked = question.strip(' \n#*_|>-"“”').rstrip("?").strip()
    if given is None and _ON_CONDITION.match(answer):
        said = _stated(asked, denied=False)
        return f"{said} {answer}" if said else ""
    if given is None and (who := _WHO.fullmatch(asked)):
        looked = who["does"].replace("looks", "look").replace("listens", "listen").rstrip("s")
        return f"{answer.strip(' .*_|')} can {looked} {_turned(who['what'])}"
    if given is None and not _UNWILLING.match(question):
        return ""
    if given is None:
        return f"if you {_UNWILLING.sub('', asked)}, {answer}"
    said = _stated(asked, given["no"] is not None)
    rest = answer[given.end() :].strip(" |")
    return f"{said}, {rest}" if said and rest else said


def in_row(row: str) -> str:
    """What a table row that asks in one cell and answers in the next says, folded; empty where it does not."""
    m = _ROW.match(row)
    return answered(m["question"], m["answer"].strip()) if m else ""


def _stated(asked: str, denied: bool) -> str:
    """The statement that a yes, or a no, makes of a question."""
    if m := _PASSIVE.fullmatch(asked):
        said = f"{m['who']} {m['aux']} {'not ' if denied else ''}{m['rest']}"
        return _turned(said) if _THEY_ASK.search(asked) else said
    if (m := _ACTIVE.fullmatch(asked)) is None:
        return ""
    turn = m["who"] in ("you", "i") or _THEY_ASK.search(asked) is not None
    does, does_not = ("you can", "you cannot") if m["who"] == "i" else ("we", "we never")
    return f"{does_not if denied else does} {_turned(m['rest']) if turn else m['rest']}"


def _turned(text: str) -> str:
    return _TO_TURN.sub(lambda m: _TURNED[m.group()], text)
