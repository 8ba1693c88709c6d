"""Which data serves to improve: what a sentence names for it, licenses for it, or hangs from."""

from __future__ import annotations

import re

from sayso.terms.claims.common import ANY, VAGUE, data_of
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

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
#: What people tell support sets no row (conventions).
_TO_SUPPORT = re.compile(
    r"\b(?:information|data|details|messages) (?:that )?you \w+ when you (?:contact|call|write to|e-?mail) "
)
_ANALYTIC = re.compile(r"analy|interact|measur|statistic|traffic|usage|how |trends")


def data_used(s: Sentence, at: int, phrase: str) -> tuple[str, ...]:
    """The data that is used to improve: what the sentence names before it, else what it hangs from."""
    if granted := licensed(s):
        return granted
    if ("P" in s.codes or "T" in s.codes) and _ANALYTIC.search(phrase):  # a vendor's analytics watch use
        return ("usage",) if re.search("[D2]", s.full) or _HOW_USED.search(phrase) else ()
    if _used(s, at):
        return _narrowed(s, at, data_of(s, _purposes(s, at)))
    if _VENDOR.match(phrase) and re.search("[ucQC]", s.full):
        # a vendor's tool watches use, whatever "data" stands around it
        return ("usage",)
    if _OF_USE.search(s.folded) and not any(h.code in "13" or h.name == ANY for h in (*s.context.hits, *s.hits)):
        return ("usage",)
    if s.before and _USES_IT.search(s.folded):
        return tuple(dict.fromkeys(h.name for h in s.before))
    if _ACTS_ON_CONTENT.search(s.context.folded or s.folded):
        return ("content",)
    lead = [h for h in s.context.hits if h.code in "D123"]
    # "data analytics", "analytics information": the word for data is part of what is done
    after = [
        h
        for h in s.hits
        if h.start >= at
        and h.code in ("D123" if s.kind is Kind.ROW else "D12")
        and (h.code != "D" or h.start > at + len(phrase) + 1)
    ]
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
    if "Q" in s.codes and _WATCHES.search(s.folded):  # "analytics is on by default, and you can disable it"
        return ("usage",)
    if s.has("use") and "P" not in s.codes and _PURPOSE_FORM.match(s.folded):
        return (VAGUE,)
    if _WATCHES.search(s.folded) and ("u" in s.codes or _RUNS.search(s.folded)):
        return ("usage",)
    return ("usage",) if _HOW_USED.search(phrase) and (s.has("watched") or _ours(s, at)) else ()


def _ours(s: Sentence, at: int) -> bool:
    """Whether the company is who acts before this place, or whom it helps."""
    actors = [h.code for h in s.hits if h.start <= at + 20 and h.code in "WYTO"]
    return bool(actors) and actors[-1] == "W"


#: "To understand how the service is used": whatever tells it, that is usage.
_HOW_USED = re.compile(
    r"\b(?:how|which|what)\b.*\bus(?:e|es|ed|ing|age)\b|\bcount(?:s|ing)? |\btraffic|\bvisits|\busage\b"
)
#: "May monitor use of the APIs to improve them": what is watched is usage, whatever is used.
_OF_USE = re.compile(
    r"\b(?:monitor|track|record|measure|observe)(?:s|ing)? (?:(?:your|the|any|all|customer's) )?"
    r"(?:access to and )?use of\b"
)
#: "We also use it to ...": what was just named.
_USES_IT = re.compile(
    r"\bwe (?:\w+ )?(?:use|process|analy[sz]e|collect) (?:it|them) (?:so|to|for)\b|\b(?:turn|switch) (?:it|them"
    r"|this) on\b"
)
#: "Acme uses Content to ...": what the company uses is what people make, not what it publishes.
_ACTS_ON_CONTENT = re.compile(
    r"\b(?:uses?|process(?:es)?|analy[sz]es?|stores?|cop(?:y|ies)|reproduces?|host) "
    r"(?:(?:the|any|all|such|this|that|public|de-identified|anonymi[sz]ed|aggregated) )?(?:content|submissions"
    r"|user materials)\b"
    r"(?! (?:of|on|from|in) (?:our|the))"
    r"|(?<!our )(?<!party )\bcontent (?:is|may be|will be|can be) (?:\w+ly )?(?:used|processed|analy[sz]ed)\b"
)
#: "To improve our services.", "Improving our services:" under a heading of uses; other prose there names its data.
_PURPOSE_FORM = re.compile(
    r"[\W\d]*(?:in order )?(?:to|for|improv\w+|analy\w+|develop\w*|research\w*|understand\w*|enhanc\w+|product"
    r"|service|measur\w+|conduct\w*|optimi\w+|perform\w*|monitor\w*)\b"
)
#: "Data collected through ... Analytics": what watches use collects usage.
_WATCHES = re.compile(
    r"\banalytics\b|\b(?:these|such|this|the|similar|tracking) (?:technolog\w+|tools?|trackers?|scripts?)\b"
)
#: "We embed analytics tools", "the app contains an analytics library".
_RUNS = re.compile(
    r"\b(?:we|our (?:\w+ )?(?:sites?|apps?|websites?)|this (?:site|app|website)) (?:\w+ )?(?:embeds?|contains?"
    r"|includes?|integrates?|runs?"
    r"|records?) (?:\w+ ){0,3}analytics\b"
)
_VENDOR = re.compile(
    r"google analytics|analytics (?:tools?|services?|cookies|software|sdks?|technolog\w+|providers?|partners?"
    r"|compan\w+)\b"
)
_ABOUT_USE = re.compile(
    r"\b(?:data|information|statistics|metrics)\b[^.;]{0,20}\b(?:about|relating to|related to|regarding|concerning|on"
    r"|derived from)(?: \w+,?){0,5} (?:use|usage|used|operation|performance|performs|works)\b"
)
_OF_MACHINES = re.compile(
    r"\b(?:technical|usage|log|device|browsing|traffic|navigation|diagnostic) (?:personal )?(?:data|information)\b"
)
_STREAM = re.compile(
    r"\b(?:analytics (?:data|tools?|software|services?|technolog\w+)|cookies?|pixels?|logs?|sdks?|telemetry"
    r"|(?:technology|tools?|scripts?|plug-?ins?) (?:provided )?(?:by|from|of) )\b"
)


#: "We use your messages for this purpose", or for none that it names: the heading over it says what for.
_BARELY_USED = re.compile(
    r"[^,;:]{0,60}\b(?:use|uses|used|process|processes|processed|analy[sz]es?|analy[sz]ed)\b[^,;:]*?"
    r"(?: for (?:this|these|that|such) (?:purposes?|reasons?)| to do (?:this|so)| to this end)?\W*"
)
_OWN_PURPOSE = re.compile(r"\b(?:to|for|so that|in order|when|by|because|as|if|only|not|never|law|cookies?)\b")


def used_for_this(s: Sentence) -> tuple[str, ...]:
    """The data that a sentence uses for what the heading over it says, as it names no purpose of its own."""
    m = _BARELY_USED.fullmatch(s.folded) if "W" in s.codes and re.search("[D123]", s.codes) else None
    if m is None or _OWN_PURPOSE.search(_FOR_THIS.sub("", s.folded)):
        return ()
    return data_of(s)


_FOR_THIS = re.compile(r" for (?:this|these|that|such) (?:purposes?|reasons?)\b| to (?:do (?:this|so)|this end)\b")


_GRANTS = re.compile(
    r"\byou (?:\w+ ){0,2}(?:give|grant|provide|allow|permit|licen[cs]e|authori[sz]e) (?:us|\w+)\b|"
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
    r"|purpose)|\b(?:this|the|such|these) (?:licen[cs]e|rights?|permissions?) to\b|\brights you grant\b"
    r"|\byou (?:\w+ )?(?:give|grant) us (?:\w+ )?(?:permission|licen[cs]e|rights?) to \w+ (?:it|them)\b"
    r"|\b(?:these|they) include (?:the )?rights? to\b"
)


def licensed(s: Sentence) -> tuple[str, ...]:
    """What the person licenses to the company: what people make, by whatever word."""
    if ("l" not in s.full and "K" not in s.codes) or any(h.name == "feedback" for h in s.hits):
        return ()
    named = tuple(dict.fromkeys(h.name for h in (*s.context.hits, *s.hits) if h.code == "1"))
    if named and "l" in s.full:
        return named
    if _GRANTS.search(s.folded) and _LICENCE.search(s.folded) and _LICENSED.search(s.folded):
        return ("content",)
    before = any(h.code == "1" for h in s.before)
    if not (before or s.has("license")):
        return ()
    return ("content",) if _SAME_LICENCE.search(s.folded) or _SAME_LICENCE.search(s.context.folded) else ()


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
    listed = _LISTED_PURPOSES.search(s.folded) if before else None
    if listed and s.kind is not Kind.ROW and listed.start() < before[0].start - s.start:
        return []
    end = _purposes(s, at)
    if s.kind is Kind.ROW:  # the cells of a row belong together, whichever comes first
        return before
    if not any(h.code in _USE_CODES for h in s.hits if h.start < at) and not _KEEPS.search(s.folded, 0, at - s.start):
        before = [h for h in before if h.code == "2"]  # "these cookies let us ..."
    return [h for h in before if h.start < end]


#: Acts that data undergoes; giving people features is none.
_USE_CODES = "ucslytrefKa"
_KEEPS = re.compile(r"\b(?:stor(?:e|es|ing)|keep|keeps|retain\w*|save|saves|maintain)\b")


_LISTED_PURPOSES = re.compile(r"\bpurposes (?:include|are|such as)\b")


def _narrowed(s: Sentence, at: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """General words beside what watches use are usage; what is posted elsewhere or told to support is no content."""
    if len(names) > 1:  # "information such as cookies and IP addresses"
        names = tuple(n for n in names if n != VAGUE)
    vague = (VAGUE in names and _ABOUT_USE.search(s.folded)) or (
        names == (VAGUE,) and (s.has("watched") or _STREAM.search(s.folded))
    )
    if set(names) <= {ANY, VAGUE} and names and _OF_MACHINES.search(s.folded):  # "this technical personal data"
        vague = not any(h.code == "3" for h in s.hits)
    if vague or _VENDOR.search(s.folded, at - s.start):
        return ("usage",)
    if "cookie" in s.folded and "usage.device" in names:  # "cookies are small files with identifiers"
        names = tuple(n for n in names if n not in ("content.file", "profile.identity"))
    if not any(n[:5] == "usage" for n in names) and _TO_SUPPORT.search(s.folded, 0, at - s.start):
        return ()
    if any(n.startswith("content") for n in names) and _ELSEWHERE_MADE.search(s.folded):
        return tuple(n for n in names if not n.startswith("content"))
    return names
