"""`improve`: developing, improving, testing or analysing products and services, AI apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import ANY, VAGUE, Found, claim, data_of
from sayso.terms.claims.controls import FoundControl, same_section
from sayso.terms.claims.improve_say import say_of
from sayso.terms.claims.improving import improvements
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

#: What two parties keep secret, what protects data, what people may not do: no use of data.
_NOT_DATA = re.compile(
    r"\bconfidential information\b|\breverse engineer|\bbenchmark (?:tests?|results)\b|\bsecurity measures\b"
    r"|\borgani[sz]ational (?:and technical )?measures\b"
)
#: A sentence that only says where to read more.
_POINTER = re.compile(
    r"\W*(?:to (?:learn|find out|read) |for (?:more|further|additional) |(?:you can )?(?:learn|find"
    r"|read) (?:out )?more|please (?:see|visit|read|refer)|visit |see )"
)


def improve(s: Sentence) -> Iterator[Found]:
    """Claims that data serves, or does not serve, to improve or analyse products."""
    if "i" not in s.codes and "y" not in s.codes:
        return
    if s.has("conduct") and not _acts_on_data(s):
        return
    if _NOT_DATA.search(s.folded) or _POINTER.match(s.folded) or _duties(s):
        return
    for m in improvements(s):
        at = s.start + m.start()
        if (
            _person_acts(s, at)
            or _is_feedback(s, at)
            or _FOR_OTHERS.search(s.folded, max(0, m.start() - 60), m.start())
        ):
            continue
        data = _data(s, at, m.group())
        say = say_of(s, at)
        if not data or say is Say.UNSTATED:
            continue
        if say is Say.NEVER and data == ("usage",) and not any(h.name == "usage" for h in s.hits):
            data = ("usage.device",)  # "we use no analytics cookies": a part of the row
        yield claim(s, "improve", say, data, "improve", "", *(("restated",) if s.has("basis") else ()))
        return


#: "So that they can understand how ...", "help advertisers improve": another's product is improved.
_FOR_OTHERS = re.compile(
    r"\b(?:they (?:can|may|might|could|will)|(?:help|helps|allow|allows|enable|enables|let|lets|enabling|helping"
    r"|allowing) (?:them|you|users|others|businesses|advertisers|partners|customers|creators|sellers|publishers"
    r"|(?:\w+ ){0,2}(?:partners|advertisers|users|customers|creators|businesses)))(?: to)?(?: \w+ and| better"
    r"| also)? ?$|\bas (?:we|our|\S+) (?:continue to |further |constantly )?$"
)


_PERSON_SUBJECT = re.compile(
    r"\b(?:you|users?|members?|customers?|developers?|licensees?|subscribers?|clients?|publishers?"
    r"|partners?)(?: \w+ly)? (?:may|can|must|shall|should|could|agree|will|want|wish|need|are (?:free|permitted"
    r"|able|allowed)|improve|develop)\b"
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
    return bool(_licensed(s)) or s.has("license") or bool(re.search("W[^Y]*[uc]?[^Y]*[D123]", s.codes))


def _is_feedback(s: Sentence, at: int) -> bool:
    """Whether only feedback is what is used: it never sets a row."""
    if s.has("feedback") and (s.kind is not Kind.ROW or "F" in s.codes or not re.search("[123]", s.codes)):
        return True
    before = [h for h in s.hits if h.start < at]
    answers = any(h.name == "feedback" for h in before) or _SURVEY.search(s.folded, 0, at - s.start)
    return bool(answers) and not any(h.code in "D123" and h.name not in ("content.post", VAGUE) for h in before)


_SURVEY = re.compile(r"\b(?:surveys?|focus groups?|questionnaires?|polls|market studies)\b")


# -- which data


_ELSEWHERE_MADE = re.compile(
    r"\b(?:customer|technical) (?:support|service)\b|\bsupport (?:team|requests?|tickets?)\b|\bcalls\b|\b(?:on"
    r"|from|via|through|e\.g\.|as|other|third[- ]party) (?:other )?(?:social media|social networks?|public sources"
    r"|publicly available)"
)
#: Where the purposes of a sentence begin: data named behind it is what a purpose is about, not what serves it.
_PURPOSE = re.compile(
    r"\b(?:in order )?to (?!us\b|you\b|the\b|our\b|your\b|third|any\b|an?\b|other|this\b|that\b|these\b|it\b"
    r"|them\b|which\b)[a-z]+|\bfor (?:the )?(?:purposes?\b|\w+ing\b)|\bpurposes? (?:include|includes|including|of"
    r"|such|are)\b|\bso (?:that )?we\b"
)
_ANALYTIC = re.compile(r"analy|interact|measur|statistic|traffic|usage|how |trends")


def _data(s: Sentence, at: int, phrase: str) -> tuple[str, ...]:
    """The data that is used to improve: what the sentence names before it, else what it hangs from."""
    if licensed := _licensed(s):
        return licensed
    if ("P" in s.codes or "T" in s.codes) and _ANALYTIC.search(phrase):  # a vendor's analytics watch use
        return ("usage",) if re.search("[D2]", s.full) else ()
    if _used(s, at):
        return _narrowed(s, at, data_of(s, _purposes(s, at)))
    lead = [h for h in s.context.hits if h.code in "D123"]
    after = [h for h in s.hits if h.start >= at and h.code in "D12"]
    if s.kind is Kind.ROW and any(h.code != "D" for h in after):  # the row's own cells, not its header
        return _narrowed(s, at, data_of(s))
    if lead:
        if "P" in s.codes:  # what vendors do for the company, in a list of recipients
            return ()
        said = {h.name for h in lead}
        general = [ANY] if ANY in said else [VAGUE] if any(h.code == "D" for h in lead) else sorted(said)
        return tuple(dict.fromkeys([*general, *(h.name for h in after if h.code == "2")]))
    if after:
        return _narrowed(s, at, data_of(s))
    if s.has("use") and "P" not in s.codes and _PURPOSE_FORM.match(s.folded):
        return (VAGUE,)
    return ("usage",) if _WATCHES.search(s.folded) and "u" in s.codes else ()


#: "To improve our services.", "Improving our services:" under a heading of uses; other prose there names its data.
_PURPOSE_FORM = re.compile(
    r"[\W\d]*(?:in order )?(?:to|for|improv\w+|analy\w+|develop\w*|research\w*|understand\w*|enhanc\w+|product"
    r"|service|measur\w+|conduct\w*|optimi\w+|perform\w*|monitor\w*)\b"
)
#: "Data collected through ... Analytics": what watches use collects usage.
_WATCHES = re.compile(
    r"\banalytics\b|\b(?:these|such|this|the|similar|tracking) (?:technolog\w+|tools?|trackers?|scripts?)\b"
)
_VENDOR = re.compile(
    r"google analytics|analytics (?:tools?|services?|cookies|software|sdks?|technolog\w+|providers?|partners?"
    r"|compan\w+)\b"
)
_STREAM = re.compile(r"\b(?:analytics|cookies?|pixels?|logs?|sdks?|telemetry)\b")


_GRANTS = re.compile(
    r"\b(?:you|users?|customers?|members?|subscribers?|contributors?|creators?|licensors?)(?: \w+){0,4}? grants?\b"
    r"|\bgrants? (?:to )?us\b|\bhereby grants?\b|\brights? you grant\b"
)
_LICENCE = re.compile(r"\b(?:licen[cs]es?|rights?|permissions?)\b")
_LICENSED = re.compile(
    r"\b(?:content|materials?|submissions?|your works?|posts?|photos?|images|videos?|uploads?|files?|listings?"
    r"|contributions?)\b"
)
_SAME_LICENCE = re.compile(
    r"\b(?:this|the|such|these|foregoing|above) (?:licen[cs]es?|rights)\b[^.;]{0,60}\b(?:for|to|includ|limited"
    r"|purpose)|\brights you grant\b"
)


def _licensed(s: Sentence) -> tuple[str, ...]:
    """What the person licenses to the company: what people make, by whatever word."""
    if "l" not in s.full or any(h.name == "feedback" for h in s.hits):
        return ()
    named = tuple(dict.fromkeys(h.name for h in (*s.context.hits, *s.hits) if h.code == "1"))
    if named:
        return named
    if _GRANTS.search(s.folded) and _LICENCE.search(s.folded) and _LICENSED.search(s.folded):
        return ("content",)
    return ("content",) if s.has("license") and _SAME_LICENCE.search(s.folded) else ()


def _purposes(s: Sentence, at: int) -> int:
    """Where the purposes begin, behind the first data named."""
    first = next((h for h in s.hits if h.code in "D123"), None)
    if first is None or first.start >= at:
        return at
    m = _PURPOSE.search(s.folded, first.end - s.start, at - s.start)
    return s.start + m.start() if m else at


def _used(s: Sentence, at: int) -> list[Hit]:
    """The data named before the improvement, in front of its purposes."""
    before = [h for h in s.hits if h.start < at and h.code in "D123"]
    listed = _LISTED_PURPOSES.search(s.folded)
    if before and listed and s.kind is not Kind.ROW and listed.start() < before[0].start - s.start:
        return []
    end = _purposes(s, at)
    if s.kind is Kind.ROW:  # the cells of a row belong together, whichever comes first
        return before
    if not any(h.code in _USE_CODES for h in s.hits if h.start < at):
        before = [h for h in before if h.code == "2"]  # "these cookies let us ..."
    return [h for h in before if h.start < end]


#: Acts that data undergoes; giving people features is none.
_USE_CODES = "ucslytrefKa"


_LISTED_PURPOSES = re.compile(r"\bpurposes (?:include|are|such as)\b")


def _narrowed(s: Sentence, at: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """General words beside what watches use are usage; what is posted elsewhere or told to support is no content."""
    if len(names) > 1:  # "information such as cookies and IP addresses"
        names = tuple(n for n in names if n != VAGUE)
    if (names == (VAGUE,) and _STREAM.search(s.folded)) or _VENDOR.search(s.folded, at - s.start):
        return ("usage",)
    if "cookie" in s.folded and "usage.device" in names:  # "cookies are small files with identifiers"
        names = tuple(n for n in names if n not in ("content.file", "profile.identity"))
    if any(n.startswith("content") for n in names) and _ELSEWHERE_MADE.search(s.folded):
        return tuple(n for n in names if not n.startswith("content"))
    return names


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use.

    One over the use of "your information" to improve holds for the whole document; one over cookies lifts nothing
    (logs and telemetry go on); another holds for its own section.
    """
    topics = {topic for purpose, topic in control.purposes if purpose == "improve"}
    if "cookies" in topics or not topics:
        return False
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
