"""Denials for `share`: promises not to sell, and not to share with third parties."""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.claims.closed import denial
from sayso.terms.claims.common import ANY, DATA_CODES, VAGUE, Found, claim, data_of
from sayso.terms.claims.promise import promised
from sayso.terms.claims.recipients import named
from sayso.terms.lexicon import Hit
from sayso.terms.sentences import Sentence

_NO_SALE = re.compile(r"do(?: not|n't) sell")
# Between "not" and the verb only more verbs and adverbs stand: "not sell, rent or otherwise share".
_REACHES = re.compile(
    r"\b(?:how|whether|responsib\w+|control|knowledge|aware|know|prevent|if|when|limit|able|need|mean|consider|"
    r"permission|because|so|that|which|you|they|us|we|include|require\w*|allow|enable|let|apply|affect)\b|[;:]"
)
_ELSEWHERE = re.compile(
    r"(?:except|unless|other than|besides|aside from|apart from)\b[^.]{0,60}\b(?:as (?:otherwise )?(?:described|"
    r"set (?:forth|out)|stated|disclosed|provided|specified|explained|outlined|permitted|noted|indicated|listed|"
    r"follows)|(?:circumstances|exceptions|cases)(?: that| in which)? we |this kind |following|below|"
    r"this (?:privacy )?(?:policy|notice|statement)|these terms|herein|legitimate)|"
    r"\bother (?:way|manner|purpose)s? (?:than )?as (?:permitted|described|set|stated)|"
    r"\bwithout (?:a |any |the )?(?:\w+ ){0,2}(?:basis|grounds?)\b|:[*_ ]*$"
)
_ON_WISH = re.compile(
    r"(?:without|unless|except|until)\b.{0,140}\b(?:consent\w*|permission|authori[sz]\w*|agreed?|direct|choose|request|"
    r"instruct|approv\w+|opt|ask(?:ed|ing)?|(?<!as )allow(?:ed)?|tells?|told|"
    r"(?:your|their|the user's|prior|express) agreement)\b"
)
#: What the company promises to ask, and what it promises "that it will not" do.
_OWN_WORD = re.compile(
    r"\b(?:agrees?|undertakes?|promises?|confirms?|commits?|guarantees?) that (?:it|they|we) |"
    r"\b(?:they|it) (?:is|are|will) (?:not|never) (?:be )?(?=\w+(?:ed|old|ven)\b)|"
    r"\b(?:unless|until|except|without) [^.;,]{0,60}\b(?:ask|tell|direct|instruct|request)\w*\b"
)
# What the person may ask of the company, and what is asked of those who receive.
_ASKED = re.compile(
    r"\b(?:right to|(?:ask|request|tell|instruct|direct|(?<!law )require)\w* (?:that )?(?:us|we|them|they|it)\b|"
    r"(?:they|it|who|which|third part\w+|partners?|recipients?|providers?) (?:may|will|must|shall|do|does|are|can|"
    r"agree|are \w+)(?: to)? not\b|your responsibility|(?:obligated|obliged|required|prohibited|permitted|"
    r"entitled) (?:not to|from)|infring|represents? (?:and|or) warrants?|arbitra\w+|mediation|not (?:permitted|"
    r"allowed|authori[sz]ed))"
)
# A promise about one use by the receiver, or about the owners of linked sites, says nothing of the rest.
_SLIVER = re.compile(
    r"\b(?:unencrypted|unhashed|sms|text messag\w+|opt-in data|mobile (?:information|numbers?|data|opt-?in))\b|"
    r"\b(?:train|"
    r"in (?:that|this|such) (?:process|case|context|event|respect)|machine[- ]learning|artificial intelligence|"
    r"in (?:a|any) (?:manner|way|form) that|generative|links?\b|linked|a\.?i\.? (?:model|provider|program))"
)
# "... without giving you an opportunity to opt out": no consent, and no sale today.
_SALE_LATER = re.compile(r"opt[- ]?out")
_FOR_MARKETING = re.compile(
    r"\bfor (?:these|those|this|that|such) purposes?\b|"
    r"\b(?:for|to) (?:\w+ ){0,3}(?:marketing|market|advertis\w+|promotional|cross-context\w*)\b"
)
_EVERYONE = re.compile(r"\bto anyone\b(?! other| else| outside)|\ball (?:of )?our users\b|\bany of our users\b")
_UNLESS_AGREED = re.compile(r"\W*(?:unless|until|without)\b[^.]{0,80}\b(?:consent|permission|authori[sz]|agree|opt in)")
_CONDITION = re.compile(r"\b(?:if|when|once|after|unless|until)\b")
# "Your personal data or content": here the bare word is the person's.
_AND_CONTENT = re.compile(
    r"\b(?:data|information),? (?:or|and|nor) (?:\w+ )?content\b|\bcontent,? (?:or|and|nor) (?:\w+ ){0,2}(?:data|"
    r"information)\b"
)
_AND_PERSONAL = re.compile(r"\b(?:or|and|nor) (?:(?:your|any|users'?) )?(?:personal|other) (?:data|information)\b")
_IMPERATIVE = re.compile(r"\W*(?:please )?(?:do not|don't) ")
_GOODS = re.compile(
    r"sell(?:ing)? (?:any )?hardware|(?:sold|transferred)(?: or (?:sold|transferred))? to you\b|trade (?:names?|"
    r"secrets?|marks?|dress|laws?)\b"
)
_OUTSIDERS = re.compile(
    r"\b(?:anyone|no one|nobody)\b|\b(?:compan(?:y|ies)|organi[sz]ations|parties|persons|entities)\b"
)
# "... except where required by law": what the law demands is no region.
_LAW_APART = re.compile(
    r"\b(?:except|unless|other than|or|and|as|save)\b[^.]{0,60}\b(?:required|obliged|obligated|permitted) "
    r"(?:to do so )?by "
)
_CONFINED = re.compile(
    r"\b(?:only|solely|exclusively) (?:be |to be |ever |been )?(?:\w+ )?(?:shar|disclos|pass|transfer|provid|giv|send|"
    r"made|make)|\b(?:shared?|disclosed?|passed|transferred|provided?|given?|sent?)\b[^.;]{0,80}\b(?:only|solely|"
    r"exclusively) (?:be )?(?:with|to|by|within)\b"
)
_INSIDERS = re.compile("s.*[PAL]|P.*s")
_NO_MORE_THAN_NEEDED = re.compile(
    r"\bonly (?:\w+ ){1,3}(?:the|such|that|those|what|as|limited|necessary|minimum) |necessary (?:information|data)|"
    r"only (?:\w+ ){0,6}(?:if|when|where|as|for)\b"
    r"(?! (?:we are |it is )?(?:legally|required|obliged|compelled|ordered))|"
    r"\bextent\b"
)
_BUT_DOES = re.compile(
    r"\bwe (?:may|might|can|do) (?:also |however |still |then )?[\"“'\[(]*(?:sell|share|disclose|provide)\b"
)
_GIVES = re.compile(
    r"provid(?!ed,? (?:however|that))|give|giving|send|sent|available|accessible|grant|pass|hand|suppl|transmit"
)
_OTHER_OBJECT = re.compile(
    r" (?:those|these|the|any|you|such) (?:\w+ ){0,2}"
    r"(?:services?|products?|advice|means|support|guarantees?|endorsements?)\b"
)
_SALE = re.compile(r"s(?:ell|old|ale)|rent|leas")


def denied(s: Sentence) -> Found | None:
    """A promise not to sell, or not to share with third parties."""
    for verb in (h for h in s.hits if h.code in "sgQ" and not _GOODS.match(s.folded, h.start - s.start)):
        word = s.folded[verb.start - s.start : verb.end - s.start]
        if verb.code == "g" and ("T" not in s.codes or not _gives_data(s, verb)):
            continue
        no = negation(s, verb) if verb.code in "sg" else verb if _NO_SALE.match(word) and _we_before(s, verb) else None
        if no is None:
            continue
        if no is not verb and not promised(s, no, verb):
            continue
        if _ASKED.search(_OWN_WORD.sub(" ", s.folded)):  # only now: few sentences with a "not" deny a verb of giving
            return None
        sale = bool(_SALE.match(word)) or no is verb
        if _BUT_DOES.search(s.folded, verb.end - s.start):  # "while we do not sell it for money, we may share"
            return None
        third = "T" in s.codes or bool(_OUTSIDERS.search(s.folded))
        if (not sale and not third) or not _company_denies(s, no) or _SLIVER.search(s.folded):
            return None
        data = _denied_data(s, verb)
        if not data:
            return None
        say = Say.OPT_IN if _ON_WISH.search(s.folded) and not _SALE_LATER.search(s.folded) else Say.NEVER
        if say is Say.NEVER and _ELSEWHERE.search(s.folded):
            return None if sale else denial(s)
        topic = (
            "sale" if sale and not _given_neither(s, verb) else "marketing" if _FOR_MARKETING.search(s.folded) else ""
        )
        found = claim(s, "share", say, data, "share.denied", topic)
        found.flags -= {"deidentified"}
        if topic:
            found.flags |= {"weak"}
        if found.scope == "region" and not s.has("region") and _LAW_APART.search(s.folded):
            found.scope = ""
        if _EVERYONE.search(s.folded):  # said among regional rights perhaps, meant for all
            found.flags |= {"everyone"}
            found.scope = "" if found.scope == "region" else found.scope
        return found
    return None


def _given_neither(s: Sentence, sold: Hit) -> bool:
    """Whether a second "not" denies giving, too: "we do not sell it, and we do not disclose it to third parties"."""
    for h in s.hits:
        if h.code == "s" and h.start > sold.end and not _SALE.match(s.folded, h.start - s.start):
            no = negation(s, h)
            if no is not None and no.start > sold.end and "T" in s.codes and promised(s, no, h):
                return True
    return False


def _gives_data(s: Sentence, verb: Hit) -> bool:
    """Whether "provide", which takes any object, is said of data."""
    if not _GIVES.match(s.folded, verb.start - s.start):
        return False
    near = range(verb.end, verb.end + 80)
    if not any(h.code in DATA_CODES and (h.start in near or h.start < verb.start) for h in s.hits):
        return False
    return any(named(s)) and not _OTHER_OBJECT.match(s.folded, verb.end - s.start)


def confined(s: Sentence) -> Found | None:
    """A closed circle of recipients: shared only with those who work for the service, or whom the law names."""
    if not _CONFINED.search(s.folded) or not _INSIDERS.search(s.codes) or re.search("[OKY]", s.codes) or any(named(s)):
        return None
    if _NO_MORE_THAN_NEEDED.search(s.folded) or _ASKED.search(s.folded) or _SLIVER.search(s.folded):
        return None
    data = tuple(n for n in data_of(s) if n != VAGUE)
    return claim(s, "share", Say.NEVER, data, "share.confined", "circle") if data else None


def _we_before(s: Sentence, verb: Hit) -> bool:
    """Whether "do not sell" is what the company does, rather than the name of a link."""
    return any(h.code == "W" and 0 <= verb.start - h.end < 25 for h in s.hits)


#: "We sell no personal data", "it is shared with nobody".
_TO_NOBODY = re.compile(
    r" (?:no(?! later| longer| more)|none|neither|nothing)\b|(?: \w+){0,6}? (?:(?:with|to) )?(?:no one|nobody|none)\b"
)


#: "We will not: sell your data; ...": nothing but adverbs stands between, and no "without further notice:" denies.
_OPEN = re.compile(r"(?: (?:ever|knowingly|intentionally|otherwise|be|do|in any way))*:?\W*")


_IN_NO = (" circumstances", " case", " event", " way", " time", " instance")


def negation(s: Sentence, verb: Hit) -> Hit | None:
    """The word that denies a verb, in its own clause or at the end of its lead-in."""
    for h in reversed(s.hits):
        if h.code == "N" and h.start < verb.start:
            between = s.folded[h.end - s.start : verb.start - s.start].replace(" about you ", " ")
            if between.startswith(_IN_NO):  # "under no circumstances will we sell"
                return h
            if len(between) > 90 or _REACHES.search(between) or s.folded.startswith("without", h.start - s.start):
                return None
            return h
    if s.hits[s.codes.rfind("N")].start > verb.start and (m := _TO_NOBODY.match(s.folded, verb.end - s.start)):
        return next((h for h in s.hits if h.code == "N" and h.end == s.start + m.end()), None)
    lead = s.context.hits[-1] if s.context.hits else None
    if lead and lead.code == "N" and verb is next((h for h in s.hits if h.code in "sg"), None):
        tail = s.context.folded[lead.end - s.context.start :]
        return lead if lead.start >= s.context.start and _OPEN.fullmatch(tail) else None
    return None


def _company_denies(s: Sentence, no: Hit) -> bool:
    """Whether the company, or the data in a passive sentence, is what the denial is said of, come what may."""
    before = s.folded[: max(0, no.start - s.start)]
    if _CONDITION.search(before) and not _UNLESS_AGREED.match(before):  # "if you opt out, we will not"
        return False
    actor = [h for h in s.hits if h.start < no.start and h.code in "WYTPO" + DATA_CODES]
    if _IMPERATIVE.match(s.folded) and "W" not in s.context.codes:  # "Do not share your password": asked of the person
        return False
    if not actor:
        return not s.has("conduct") and "Y" not in s.context.codes
    codes = "".join(h.code for h in actor)
    if codes[-1] == "T" or ("T" in codes and "W" not in codes[codes.index("T") :]):
        return False
    if codes[-1] == "Y":
        return "W" in codes and not re.search(r"\byou (?:\w+ )?$", before)
    return True


def _denied_data(s: Sentence, verb: Hit) -> tuple[str, ...]:
    """What is promised to be kept; a bare "information" promises too little."""
    data = data_of(s)
    if ANY not in data and _AND_PERSONAL.search(s.folded, verb.end - s.start):
        data = (*data, ANY)
    if ANY in data and _AND_CONTENT.search(s.folded, verb.end - s.start):
        data = (*data, "content")
    return tuple(n for n in data if n != VAGUE)
