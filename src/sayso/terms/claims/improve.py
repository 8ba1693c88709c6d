"""`improve`: developing, improving, testing or analysing products and services, AI apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from sayso.say import Say
from sayso.terms.claims.common import VAGUE, Found, claim
from sayso.terms.claims.controls import NEAR, FoundControl, same_section
from sayso.terms.claims.improve_data import data_used, licensed, used_for_this
from sayso.terms.claims.improve_say import say_of
from sayso.terms.claims.improving import improvements
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.lexicon import holds
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

#: No sentence improves in more ways; each that is found costs another look at all the rest.
_MOST = 20
#: What two parties keep secret, what protects data, what people may not do: no use of data.
_NOT_DATA = re.compile(
    r"\bconfidential information\b|\breverse engineer|\bbenchmark (?:tests?|results)\b|\bsecurity measures\b"
    r"|\borgani[sz]ational (?:and technical )?measures\b"
)
_NO_DATA = ("confidential information", "reverse engineer", "benchmark", "measures")  # a look before the pattern
#: A sentence that only says where to read more.
_POINTER = re.compile(
    r"\W*(?:to (?:learn|find out|read) |for (?:more|further|additional) |(?:you can )?(?:learn|find"
    r"|read) (?:out )?more|please (?:see|visit|read|review|refer)|visit |see )"
)
#: "“Network Data” means ...": what a word stands for is no use of it.
_DEFINES = re.compile(r"[^\w“\"]{0,8}[“\"][^”\"]{1,40}[”\"][^\w]{0,4}(?:\w+ )?means?\b")
#: The law's own words for what processing and profiling are.
_LAWS = re.compile(r"\bany (?:form of automated processing|operation or set of operations)\b")


def improve(s: Sentence) -> Iterator[Found]:
    """Claims that data serves, or does not serve, to improve or analyse products."""
    if "i" not in s.codes and "y" not in s.codes:
        return
    if s.has("conduct") and not _acts_on_data(s):
        return
    if (holds(s.folded, _NO_DATA) and _NOT_DATA.search(s.folded)) or _POINTER.match(s.folded) or _duties(s):
        return
    if ("mean" in s.folded and _DEFINES.match(s.folded)) or ("any " in s.folded and _LAWS.search(s.folded)):
        return
    for m in islice(improvements(s), _MOST):
        at = s.start + m.start()
        if (
            _person_acts(s, at)
            or _is_feedback(s, at)
            or _FOR_OTHERS.search(s.folded, max(0, m.start() - 60), m.start())
            or ("W" not in s.codes and _FOR_ITSELF.search(s.folded, max(0, m.start() - 20), m.start()))
        ):
            continue
        data = data_used(s, at, m.group())
        say = say_of(s, at)
        if not data or say is Say.UNSTATED:
            continue
        if say is Say.NEVER and data == ("usage",) and not any(h.name == "usage" for h in s.hits):
            data = ("usage.device",)  # "we use no analytics cookies": a part of the row
        flags = ["restated"] if s.has("basis") else []
        if data in (("usage.device",), ("usage",)) and _of_cookies(s):
            flags.append(COOKIES)
        yield claim(s, "improve", say, data, "improve", "", *flags)
        return


def under_heading(s: Sentence) -> Iterator[Found]:
    """Claims of a sentence that names no purpose, under a heading that does: "Research: we use your messages"."""
    if data := used_for_this(s):
        yield claim(s, "improve", say_of(s, 0), data, "improve")


#: The flag of a use that cookies alone serve: who refuses them refuses it.
COOKIES = "cookies"


def _of_cookies(s: Sentence) -> bool:
    named = [s.folded[h.start - s.start :] for h in s.hits if h.code in "123"]
    return bool(named) and all(word.startswith("cookie") for word in named)


#: "So that they can understand how ...", "help advertisers improve": another's product is improved.
_FOR_OTHERS = re.compile(
    r"\b(?:they (?:can|may|might|could|will)|(?:help|helps|allow|allows|enable|enables|let|lets|enabling|helping"
    r"|allowing) (?:them|you|users|others|businesses|advertisers|partners|customers|creators|sellers|publishers"
    r"|(?:\w+ ){0,2}(?:partners|advertisers|users|customers|creators|businesses)))(?: to)?(?: \w+ and| better"
    r"| also)? ?$|\bprovid(?:e|es|ing) (?:you|them|users|(?:\w+ ){0,2}(?:creators|customers|businesses"
    r"|advertisers|partners)) with (?:\w+ )?$|\bas (?:we|our|\S+) (?:continue to |further |constantly )?$"
    r"|\byou (?:\w+ )?(?:want|wish|like|need) to (?:\w+ )?$|\b(?:participat\w+|tak(?:e|ing) part|sign(?:ing)? up) "
    r"(?:\w+ ){0,5}$"
)


#: "A vendor may use it for its own analytics".
_FOR_ITSELF = re.compile(r"\bfor (?:its|their) own (?:\w+ )?$")
_PERSON_SUBJECT = re.compile(
    r"\b(?:you|users?|members?|customers?|developers?|licensees?|subscribers?|clients?|publishers?|merchants"
    r"|businesses|advertisers|creators|sellers|hosts"
    r"|partners?)(?: \w+ly)? (?:may|can|must|shall|should|could|agree|will|want|wish|need|are (?:free|permitted"
    r"|able|allowed)|improve|develop)\b(?! (?:\w+ ){0,2}(?:opt|object|turn|switch|disable|refuse|stop|withdraw)\b)"
)


def _person_acts(s: Sentence, at: int) -> bool:
    """Whether the person, not the company, is who improves ("you may use the reports to improve your site")."""
    if any(h.code in "Wl" for h in s.hits if h.start < at) or "W" in s.context.codes or "l" in s.context.codes:
        return False
    if _PERSON_SUBJECT.search(s.folded, 0, at - s.start):
        return True
    return "Y" in s.context.codes and "u" not in s.context.codes and "D" not in s.context.codes


def _duties(s: Sentence) -> bool:
    """Whether the sentence is an item of what the person may not do ("You agree not to:")."""
    codes = s.context.codes
    return "Y" in codes and "N" in codes and "W" not in codes


def _acts_on_data(s: Sentence) -> bool:
    """Whether the company acts on data even under a heading of the person's duties or of who owns what."""
    return bool(licensed(s)) or s.has("license") or bool(re.search("W[^Y]*[uc]?[^Y]*[D123]", s.codes))


def _is_feedback(s: Sentence, at: int) -> bool:
    """Whether only feedback is what is used: it never sets a row."""
    if s.has("feedback") and (s.kind is not Kind.ROW or "F" in s.codes or not re.search("[123]", s.codes)):
        return True
    before = [h for h in s.hits if h.start < at]
    answers = any(h.name == "feedback" for h in before) or _SURVEY.search(s.folded, 0, at - s.start)
    return bool(answers) and not any(h.code in "D123" and h.name not in ("content.post", VAGUE) for h in before)


_SURVEY = re.compile(r"\b(?:surveys?|focus groups?|questionnaires?|polls|market studies)\b")


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use.

    One over the use of "your information" to improve holds for the whole document; one over cookies lifts what
    cookies alone serve, near by (logs and telemetry go on); another holds for its own section.
    """
    topics = {topic for purpose, topic in control.purposes if purpose == "improve"}
    if NEAR in topics:  # "You can turn this off": said of what was just told
        return control.section == use.section and 0 <= control.start - use.end < 300
    if "cookies" in topics or not topics:
        return (
            "cookies" in topics
            and COOKIES in use.flags
            and (control.section == use.section or 0 <= control.start - use.end < 1000)
        )
    return "whole" in topics or same_section(control, "improve", use.section)


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims. What is said of the row by name goes before general words (rule 4)."""
    plain = [u for u in uses if "restated" not in u.flags]
    uses = plain or uses  # a list of legal bases sums up what other sections say more fully
    named = [c for c in (*uses, *denials) if c.say in _MORE and c.rule == "improve" and _names(row, c)]
    if named and not any(_names(row, u) for u in uses if u.say not in _MORE):
        kept = [u for u in uses if u in named]
        return settle_least(kept, [d for d in denials if d in named], controls, governs)
    return settle_least(uses, denials, controls, governs)


_MORE = frozenset({Say.LEAVE, Say.OPT_IN, Say.NEVER})


def _names(row: str, c: Found) -> bool:
    return any(name == row or name.startswith("term:") for name in c.data)
