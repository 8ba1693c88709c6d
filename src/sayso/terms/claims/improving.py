"""What counts as improving: the words that say that a product is developed, improved, researched or analysed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

_PRODUCT = (
    r"\b(?:services?|products?|platforms?|web ?sites?|web ?pages?|sites?|apps?|applications?|features?|functions?"
    r"|functionalit(?:y|ies)|software|technolog(?:y|ies)|offerings?"
    r"|experiences?|tools?|systems?|business(?:es)?|usability|user interface|interface|performance|operations?"
    r"|customer (?:service|support|care)|quality|design|programs?"
    r"|solutions?|games?|infrastructure|what we (?:do|offer)|how we|effectiveness|efficiency|processes|relevance"
    r"|accuracy|recommendations?|search results"
    r"|response(?:s| time)|communit(?:y|ies)|network|content (?:and|or|offer|that we)|our content|(?:our"
    r"|the) (?:search|maps?)|our (?:\w+ )?offer|new versions)\b"
)
#: An object that follows its verb closely: nothing between but adjectives, other verbs and parts of a list.
_IMPROVED = re.compile(
    r"\b(?:improv(?:e|es|ing)|enhanc(?:e|es|ing)|develop(?:s|ing)?|optimi[sz](?:e|es|ing)|refin(?:e|ing)"
    r"|innovat(?:e|ing)|mak(?:e|ing) better"
    r"|(?:creat|design|build|test)(?:e|ing)?(?= (?:\S+ ){0,3}?(?:new|better|improved|our|the|products?|features?"
    r"|services?|additional)\b))\b(?P<gap>[^.;:]{0,75}?)(?P<object>" + _PRODUCT + r")"
)
_IMPROVEMENT = re.compile(
    r"\b(?:product|service|site|website|app|application|platform|quality|feature|technology|system|internal"
    r"|technical|user experience|performance|business(?! develop))s?"
    r"(?:,? (?:and|or|&) \w+)?[ -](?:improvements?|development|enhancements?|optimi[sz]ation|testing|research"
    r"|analys[ie]s)\b"
    r"|\b(?:improvements?|enhancements?|development|optimi[sz]ation|testing|analys[ie]s|evaluation)(?:,? (?:and|or"
    r"|&|,) \w+){0,3} (?:of|to|in|for)\b(?P<gap>[^.;:]{0,50}?)(?P<object>"
    + _PRODUCT
    + r")|\b(?:make|making|identify|identifying|for|inform|guide) (?:\w+ ){0,2}improvements?\b|\bits improvement\b"
    r"|\bbe improved\b|\b(?:services?|apps?|sites?|website|platform|products?|software|features)\b[^.;]{0,80}"
    r"\bimprov(?:e|ing) (?:them|it)\b"
    r"|\bresearch(?:,| and|,? &) (?:product )?(?:development|analy[st]|analysis|innovation|statistical)|\br&d\b"
    r"|\b(?:market|user|internal|product|scientific|academic|consumer|customer|marketing) research\b"
    r"|\b(?:conduct|perform|carry out|carrying out|do|doing|undertake|support"
    r"|engage in)(?:ing)? (?:\S+ ){0,4}?research\b(?! (?:affil|partners))|\bresearch (?:purposes|projects)\b"
    r"|\b(?:for|in) (?:\w+ ){0,2}research\b"
    r"|\b(?:analytics?|analytical|statistical|analysis|surveys),? (?:and|or) research\b"
)
#: The same in the words of everyday.
_BETTER = re.compile(
    r"\bmak(?:e|es|ing) (?:\w+ ){1,4}?(?:better|faster|easier to use)\b|\bmade (?:better|faster)\b"
    r"|\b(?:build|creat|develop|design|deliver)(?:e|ing)? (?:\w+ )?better (?:products?|services?|features?)\b"
    r"|\bserve (?:you|them|our \w+) better\b|\bbetter serve (?:you|our|users|customers)\b|\bused to improve it\b"
)
_UNDERSTOOD = re.compile(
    r"\b(?:understand(?:ing|s)?|learn(?:ing)?(?: more)?(?: about)?|know|see|determin(?:e|ing)|track(?:ing)?"
    r"|find(?:ing)? out|discover(?:ing)?|(?:tell|show)s? us|look(?:ing)? at|identify(?:ing)?|evaluat(?:e|ing)"
    r"|assess(?:ing)?|gauge|analy[sz](?:e|es|ing)|monitor(?:ing)?|study(?:ing)?"
    r"|measur(?:e|ing)|visuali[sz]e)"
    r" (?:(?:and|or) \w+ )?(?:\w+ ){0,2}?(?:how|what|which|who|whether|where"
    r"|when) (?!we\b|you (?:can|may|must|should|are)\b)(?:[^\s.;]+ ){0,6}?(?:us(?:e|es|ed|ing)|interact\w*|access\w*"
    r"|navigat\w*|engag\w*|perform\w*"
    r"|visit\w*|features?|popular|respond|behave|want|need|stay|spend|useful|interests|works?|read|open|click\w*"
    r"|view\w*)\b"
    r"|\b(?:who|what) (?:our|the) (?:users|customers|visitors|readers|members) (?:are|like)\b"
    r"|\bunderstand(?:ing)? (?:\w+ ){0,3}?(?:and how|usage|needs|preferences|behaviou?rs?|trends|engagement|traffic"
    r"|(?:your|their) use)\b"
    r"|\b(?:analy\w+|identif\w+|understand\w*|monitor\w*|track\w*|stud\w+|evaluat\w+|examin\w+|report\w*|compil\w*"
    r"|aggregat\w*|observ\w*) (?:\S+ ){0,4}?(?:trends|patterns|statistics)\b|\btrends?,? (?:and|or)? ?usage\b"
)
_ANALYSED = re.compile(
    r"\b(?:web ?site |web |app |data |business |traffic |product |usage |user )?analytics\b"
    r"|\banaly[sz](?:e|es|ed|ing)\b(?P<gap>[^.;:]{0,60}?)\b(?P<object>us(?:e|age)|how|trends?|traffic|performance"
    r"|interact\w*|behaviou?r|activit\w+|statistics?|patterns?|demand|effectiveness|services?|sites?|website"
    r"|platform|product|audience|visitors?|visits|engagement)\b"
    r"|\banaly[sz]e (?:\S+ )?(?:and|or) improve\b"
    r"|\b(?:data|statistical|trend|usage|trends|market|audience|customer|demographic|business) analys[ie]s\b"
    r"|\banalys[ie]s (?:of (?:\S+ ){0,4}?(?:use|usage|trends?|traffic|performance|services?|site|website|platform"
    r"|products?|users|behaviou?r|interactions?|data|information)|purposes|relating to)\b|\b(?:conduct|perform"
    r"|carry out|for|do)(?:ing)? (?:\w+ ){0,2}analys[ie]s\b|\banalytical (?:\S+ )?purposes\b"
    r"|\bstatistical purposes\b|\bstatistical (?:and|or) \w+ (?:purposes|analysis)\b"
    r"|\b(?:compil|generat|produc|creat|gather|collect|prepar)(?:e|ing) (?:\S+ ){0,3}?statistics\b|\b(?:for|usage"
    r"|website|visitor|traffic) statistics\b|\bstatistics (?:about|on|regarding)\b(?! (?:\w+ ){0,2}requests)"
    r"|\b(?:measur|evaluat|assess)(?:e|ing|ement|ion)?(?: and \w+| of)? (?:\S+ ){0,4}?(?:performance|traffic|usage"
    r"|use|engagement|audience"
    r"|popularity|visits|reach|quality|interest|success|effectiveness of (?:our|the) (?:services?|sites?|website"
    r"|platform|app|features?))\b"
    r"|\bmeasurement(?:,| and| or) (?:analy|business)|\bmonitor(?:ing)?(?: and \w+)? (?:\S+ ){0,3}?(?:usage|use of"
    r"|trends|performance|metrics|traffic)\b"
    r"|\bperformance (?:monitoring|measurement)\b|\ba/b test|\bexperiments? (?:with|on|to)\b|\bbenchmarking\b"
    r"|\bquality assurance\b|\bgain (?:\w+ )?insights?\b|\binsights? (?:into|about|on) (?:how|the use|our|user|usage)"
    r"|\baudience measurement\b|\bgoogle analytics\b"
)
#: Visits are counted; "statistics" alone, as an item or a cell, is a purpose.
_COUNTED = re.compile(
    r"\bcount(?:s|ing)? (?:\w+ ){0,3}?(?:visits|visitors|users|downloads|page views)\b|\bstatistics? cookies\b"
    r"|(?:^\W*|\| *)statistics(?= *(?:\||\W*$))"
)

#: Looked for before the patterns: each of their alternatives needs one.
_WORDS_UNDERSTOOD = (" how", " wh", "understand", "trend", "pattern", "statistics")
_WORDS_ANALYSED = (
    "analy", "statistic", "measur", "evaluat", "assess", "monitor", "a/b test", "experiment",
    "benchmarking", "quality assurance",
    "insight", "audience measurement",
)  # fmt: skip

_WORDS_COUNTED = ("counts ", "counting ", " count ", "statistic")

_SAFETY = re.compile(r"\b(?:security|safety|safe|secure|integrity|fraud|abuse|protection|spam)\b")
_SECURITY_TEST = re.compile(
    r"\b(?:vulnerability|penetration|security|fraud|stress)\b[\w ]{0,15}\b(?:test|analys|research)"
)
_LISTED = re.compile(r",| and | or |/")
_OTHERS = re.compile(
    r"\b(?:their|his|her|any (?!of (?:our|the))|your (?:own|business|site|website|app|content|skills))\b"
)
#: What is improved is AI itself: that is `train-ai`, and `improve` only where a product is named beside it.
_AI_BEFORE = re.compile(
    r"\b(?:ai|artificial intelligence|machine[- ]learning|ml|language|learning|generative|models?)(?:\W+(?:and|or"
    r"|models?|algorithms?|ml|ai)\b)*\W*$"
)
_AI_BEHIND = re.compile(
    r"\W+(?:of|in|for) (?:[\w'-]+ ){0,4}(?:ai|ais|a\.i\.|models?|algorithms?|machine learning"
    r"|artificial intelligence|llms?)\b(?![- ](?:\w+ )?(?:features?|tools?|products?|services?|assistants?"
    r"|functionalit))"
)
_AI_OBJECTS = frozenset(
    {
        "technology",
        "technologies",
        "system",
        "systems",
        "performance",
        "quality",
        "accuracy",
        "relevance",
        "effectiveness",
        "efficiency",
        "responses",
        "response",
        "processes",
        "infrastructure",
    }
)
#: "Improving in accuracy", "develop content": no product follows.
_NO_OBJECT = re.compile(r"^ (?:in|at|as|upon|beyond)\b")
_MADE = re.compile(
    r"\b(?:content|materials?|stud(?:y|ies)|plans?|relationships?|profiles?|skills?|ideas|policies|procedures"
    r"|conditions)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:by|using|through|from|via|who|which|that (?!we|you)|except|where|when|if|unless|part of)\b"
)
_OF_ADS = re.compile(r"\b(?:ads?|advert\w*|campaigns?|marketing|promotions?|sponsored|commercials)\b")
#: "Optimise the performance of adverts": no product.
_OF_AN_AD = re.compile(r" of (?:\w+ ){0,3}(?:ads?|advert\w*|campaigns?|marketing)\b")
_FIRMS = re.compile(
    r"(?:,? (?:and|or|/) [\w-]+)?[ -](?:service )?(?:providers?|partners?|compan(?:y|ies)|vendors?|firms?)\b"
)


_BY_WORDS = (
    (_BETTER, ("better", "faster", "easier", "improve it")),
    (_UNDERSTOOD, _WORDS_UNDERSTOOD),
    (_ANALYSED, _WORDS_ANALYSED),
    (_COUNTED, _WORDS_COUNTED),
)


def improvements(s: Sentence) -> Iterator[re.Match[str]]:
    """The phrases of a sentence that say that something of the company's is improved or analysed."""
    text = s.folded
    if "i" in s.codes:
        for m in _IMPROVED.finditer(text):
            if _improves_product(text, m):
                yield m
        if "W" in s.codes and (named := _improves_company(s)):
            yield named
    for m in _IMPROVEMENT.finditer(text):
        if _is_improvement(text, m) and not _of_others(text, m):
            yield m
    for pattern, words in _BY_WORDS:
        if holds(text, words):
            yield from (m for m in pattern.finditer(text) if not _of_others(text, m))


def _is_improvement(text: str, m: re.Match[str]) -> bool:
    """Whether the noun ("the improvement of ...") is of a product, not of AI alone or of security."""
    if _SECURITY_TEST.search(text, max(0, m.start() - 30), m.end()):
        return False
    if m["object"]:
        return not _is_ai(text, m, m["gap"]) and _whose(text, m)
    return not _AI_BEHIND.match(text, m.end())


def _of_others(text: str, m: re.Match[str]) -> bool:
    """Whether what is improved or analysed is another's, or advertising."""
    if _OTHERS.search(m.groupdict().get("gap") or "") or _of_ads_only(text, m):
        return True
    if _OF_ADS.search(m.group()) and not _LISTED.search(m.group()):
        return True
    return m.group().endswith("analytics") and bool(_FIRMS.match(text, m.end()))


def _improves_product(text: str, m: re.Match[str]) -> bool:
    gap = m["gap"]
    if _OTHERS.search(gap) or _ELSEWHERE.search(gap) or _NO_OBJECT.match(gap) or _OF_AN_AD.match(text, m.end()):
        return False
    if (m.group()[0] in "dcbt" and _MADE.search(gap)) or _is_ai(text, m, gap):
        return False
    if not _whose(text, m):
        return False
    return bool(_LISTED.search(gap)) or not (_SAFETY.search(gap) or _OF_ADS.search(gap))


#: "Enhance your audio quality": what is improved is the person's own thing, unless the words say whose quality it is.
_ATTRIBUTES = frozenset(
    {
        "quality",
        "performance",
        "design",
        "efficiency",
        "effectiveness",
        "relevance",
        "accuracy",
        "operations",
        "community",
        "network",
    }
)
_OURS = re.compile(r"\b(?:our|its|services?|products?|platform|site|website|apps?|of)\b")


def _whose(text: str, m: re.Match[str]) -> bool:
    return (
        m["object"] not in _ATTRIBUTES
        or not m["gap"].strip()
        or bool(_OURS.search(m["gap"] + text[m.end() : m.end() + 45]))
    )


def _is_ai(text: str, m: re.Match[str], gap: str) -> bool:
    """Whether the object is AI: "improve AI technologies", "improve the accuracy of our models"."""
    if m["object"] not in _AI_OBJECTS:
        return False
    return bool(_AI_BEFORE.search(gap) or _AI_BEHIND.match(text, m.end()))


_VERB = re.compile(r"\b(?:improv(?:e|ing)|enhanc(?:e|ing)|develop(?:ing)?)(?:(?:,| and| or|, and|/) ?\w+){0,3} $")


def _improves_company(s: Sentence) -> re.Match[str] | None:
    """A name, as in "to improve Acme": the company's name stands for its product."""
    for h in s.hits:
        if h.code == "W" and h.end - h.start > 2:
            name = s.folded[h.start - s.start : h.end - s.start]
            if name != "we" and (m := _VERB.search(s.folded, max(0, h.start - s.start - 40), h.start - s.start)):
                return m
    return None


def _of_ads_only(text: str, m: re.Match[str]) -> bool:
    """Advertising, not the product: "measure the performance of our ads"."""
    after = text[m.end() : m.end() + 45]
    return m.group().startswith(("measur", "analy", "monitor", "understand")) and bool(
        re.match(r"[^,.;]{0,25}\b(?:ads?|advert\w*|campaigns?|marketing)\b", after)
    )
