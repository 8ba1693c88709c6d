"""`advertise`: marketing and advertising, the service's own or others', promotional messages too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import ANY, VAGUE, Found, claim, consent_level, data_of, in_use_context, negated, user_acts
from sayso.terms.claims.controls import FoundControl
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

# A phrase of advertising that names who, which tool or which page, not what is done: "marketing vendors",
# "identifiers for advertising", "see our Advertising Policy".
_NOUN_TAIL = re.compile(
    r"[\s-]*(?:,? ?(?:\w+,? )?(?:and|or|&) (?:\w+ ){0,2})?(?:vendors?|firms?|agenc(?:y|ies)|providers?|partners?|compan(?:y|ies)|networks?|teams?|departments?|identifiers?|ids?\b"
    r"|polic(?:y|ies)|section|standards|guidelines|terms\b|settings|preferences|choices|tab\b|page\b|blockers?|laws?\b|industry|list\b|data\b|information\b"
    r"|accounts?|products? and|solutions? (?:and|for)|customers|campaign(?:s)? (?:performed|that you)|opt-?outs?|consents?|rates?|pric(?:e|ing)|period|codes?|credits?|trial|discount)"
)
_SEEN = re.compile(r"(?:click(?:s|ed|ing)?(?: on)?|view(?:s|ed|ing)?|interact(?:s|ed|ing|ions?)? with|seen|engage(?:d|ment)? with|respond(?:ed)? to|see our|see the|identif\w+ (?:used )?for|related to|includ(?:e|es|ing) our)\s(?:\w+\s){0,3}$")
_CONTESTS = re.compile(r"\b(?:sweepstakes?|contests?|prize draws?|giveaways?|competitions?|prize)\b")
_MENTION = re.compile(r"\b(?:taken|filmed|recorded) at (?:our|an?|the|these) events?|^[\W_]*(?:please see|see |for (?:more|further|additional|details)|to (?:learn|find out) more|learn more)|\balso known as\b|\brefers? to\b|\bexample of\b|\bis when\b|\bspecial offers? (?:at|in) (?:its|our)\b|\bdiscontinue\b|\birreparable\b|\bdisputes?\b|\bclaims?\b.{0,80}\barbitrat|\bliab(?:le|ility)\b|\bresponsible for\b|\btrademarks?\b.{0,60}\bproprietary\b|\bmeans any\b|\bapplicable (?:advertising|marketing) law")

# What is done with ads and messages, by the service or by others through it.
_ACT = re.compile(
    r"\b(?:serv(?:e|es|ed|ing)\b|show(?:s|n|ing)?\b|display|deliver|target|personali[sz]|tailor|customi[sz]|sen[dt]|provid|offer|run(?:s|ning)?\b|plac(?:e|es|ed|ing)\b"
    r"|promot|market(?:s|ing)? (?:to|our|the|and)\b|advertis(?:e|es|ing) (?:to|our|the|and|of|for|on|you)\b|measur|contact|notif|inform|tell(?:ing)?\b|let you know"
    r"|surface|highlight|select|moneti[sz]|support|assist|relevan|receiv|see\b|make\b|choos|decid|invit|conduct|engag|communicat|reach|participate|allow)"
)
_TO_YOU = re.compile(r"\byou (?:may|will|might|can|could|agree to|consent to) (?:also |sometimes |occasionally )?(?:receiv|see|get|be (?:sent|shown|contacted))|\b(?:send|contact|show|email|target|serve)(?:ing)? you\b|\badvertis\w+ (?:to you|on the service)")


_GENERAL = frozenset({ANY, VAGUE})


def advertise(s: Sentence) -> Iterator[Found]:
    """Claims that data serves, or does not serve, advertising or marketing."""
    if not _KEY.search(s.codes):
        return
    if (residual := _residual(s)) is not None:
        yield residual
        return
    if s.has("conduct") and not s.has("license") and "l" not in s.codes:
        return
    if (named := _naming(s)) is not None:
        yield named
        return
    hits = _strong(s)
    if not hits or s.has("feedback") or _MENTION.search(s.folded) or _label(s):
        return
    at = hits[0].start
    refused = "Q" in s.codes and bool(_CHOICE.search(s.folded))  # "you may opt out of our offers": they are sent
    if not refused and (not _done(s, at) or user_acts(s, at) and not _TO_YOU.search(s.folded)):
        return
    topic = _topic(s, hits)
    data = _data(s, at, topic)
    if refused and set(data) <= _GENERAL:  # what a control leaves of the use: whom they write to, what ads go by
        data = ("usage",) if topic in ("ads", "adtech") else ("profile.contact",)
    denied = negated(s, at)
    say = _level(s, at, denied)
    if not data or say is None or denied and _sliver(s, topic):
        return
    found = claim(s, "advertise", say, data, "advertise", topic)
    found.scope = _scope(s, found.scope)
    if data == (VAGUE,) and (topic == "adtech" or topic == "ads" and "D" not in s.codes):
        found.flags |= {"implied"}
    elif data == (VAGUE,) and "D" not in s.full:
        found.flags |= {"loose"}
    yield found


_KEY = re.compile(r"[amk]")


def _strong(s: Sentence) -> list[Hit]:
    """The phrases that say that advertising is done, not those that only mention something of it."""
    hits = []
    for h in s.hits:
        if h.code not in "amk":
            continue
        before, after = s.folded[max(0, h.start - s.start - 40) : h.start - s.start], s.folded[h.end - s.start : h.end - s.start + 40]
        if before.endswith("-") or _NOUN_TAIL.match(after) or _SEEN.search(before) or s.folded.startswith("offers", h.start - s.start) and not _OFFERS.search(before):
            continue
        if h.code == "k" and not _selling(s, h, before, after):
            continue
        hits.append(h)
    if hits and all(h.code == "k" or h.name == "ads" for h in hits) and _CONTESTS.search(s.folded):
        return [h for h in hits if h.code != "k"]
    return hits


_GOODS = re.compile(
    r"[^.;]{0,50}?\b(?:our|its|their|us|your|to you|services?|products?|platforms?|apps?|sites?|websites?|goods|brands?|business(?:es)?|offers?|offerings?|events?|features?|membership|content|advertis\w+|market\w*|purposes|it|them|creators?|materials?|communicat\w+|campaigns?|activit\w+|efforts)\b|\W*$|[,/|;)]"
)
_MARKETS = re.compile(r" (?:overview|value|situation|share|price|conditions?|data|research|place|maker|trends?|abuse|manipul|capital)")
_RUN_FOR_PEOPLE = re.compile(r"(?:contests?|games?|participat\w+ in|enter(?:ing)?|abuse|take part in|sweepstakes|rights? of|giveaways)\W+(?:\w+ ){0,2}(?:or |and )?$")
_SAFETY = re.compile(r"\W+(?:\w+\W+){0,2}?(?:safety|security|safe\b|integrity|economic|illegal|physical|hat(?:e|red)|violen\w+|trust|health|educat\w+|understanding|fair\w*|diversity|compet\w+|terroris\w+|crim\w+|harm\w*|discriminat\w+|self|wellbeing|public)")


def _selling(s: Sentence, h: Hit, before: str, after: str) -> bool:
    """Whether "market", "promote", "publicity" are about selling: "promote safety", "market value", "rights of publicity" are not."""
    word = s.folded[h.start - s.start : h.end - s.start]
    if _RUN_FOR_PEOPLE.search(before) or _SAFETY.match(after) or after.startswith(" rights"):
        return False
    if word == "market":
        return not _MARKETS.match(after) and bool(re.search(r"(?:\bto|\band|\bor|,|\bwe|\bmay) $", before))
    if word.startswith("promot") and not word.startswith("promotional"):
        return bool(_GOODS.match(after)) or bool(re.search(r"\bfor (?:the )?(?:\w+ ){0,2}$", before))
    return True


_OFFERS = re.compile(r"(?:\b|^)(?:special|promotional|exclusive|and|or|with|of|,|about|relevant|personali[sz]ed|tailored|other|our|these) $")  # "offers" as a noun


def _label(s: Sentence) -> bool:
    """Whether a sentence is only the run-in title of what follows ("**Marketing partners.**")."""
    return s.kind is not Kind.ROW and bool(_BOLD.fullmatch(s.text.strip())) and not re.search("[D1234]", s.full)


_BOLD = re.compile(r"[*_•●\s-]*(?:\*\*|__)[^*]{1,90}(?:\*\*|__)[.:\s]*")
_SUBORDINATE = re.compile(r"\b(?:when|if|where|whether) (?:we|you|an? \w+) (?:\w+ ){0,2}$")


def _done(s: Sentence, at: int) -> bool:
    """Whether something is done with data or towards people up to this phrase, or in what introduces it."""
    before = s.folded[: at - s.start]
    if _SUBORDINATE.search(before):
        return False
    acts = "".join([h.code for h in s.hits if h.start < at])
    if "c" in s.codes and not re.search("[usgfQ]", acts):
        collect = next(h for h in s.hits if h.code == "c")
        if collect.start > at or not _PURPOSE.search(before, collect.end - s.start):
            return False  # "we receive information from marketing campaigns"
    if re.search("[usgf]", acts) or _ACT.search(s.folded):
        return bool(re.search("[WYTPcusgflD1234]", s.codes)) or in_use_context(s)
    return in_use_context(s) or s.kind is Kind.ROW


_PURPOSE = re.compile(r"\b(?:to|for|so that|enabl\w+|help\w*|can|may)\b")


_PARTY = re.compile(r"\bthird[- ]part|\bothers\b|\bpartners?\b|\bnetworks?\b|\bcookies?\b|\bpixels?\b|\bbeacons?\b|\bgoogle\b|other (?:sites|websites|platforms|services)")
_OWN = re.compile(r"\b(?:promot|market|advertis|publici[sz])\w*\s(?:and \w+ )?(?:membership|our|the|its|their|of our|of the|these)\b")
_MESSAGE = re.compile(r"\b(?:send|contact|e-?mail|notif|newsletter|messag|communicat|inform you|receive|text)")


def _topic(s: Sentence, hits: list[Hit]) -> str:
    """Which kind of advertising: `messages` to the person, `ads`, `adtech` (by others, by cookies), `promote`, or any."""
    codes = {h.code for h in hits}
    if "l" in s.full and any(h.code == "1" or h.name.startswith("term:") for h in s.full_hits) or ("1" in s.codes or _THEIR_CONTENT.search(s.folded)) and _OWN.search(s.folded) and not re.search(r"\bto you\b", s.folded):
        return "promote"
    if "a" in codes:
        if codes & {"m", "k"} and not _PARTY.search(s.folded):
            return "general"
        return "adtech" if _PARTY.search(s.folded) else "ads"
    if "m" in codes and _MESSAGE.search(s.folded):
        return "messages"
    return "general"


_MEDIA = frozenset({"content.chat", "content.post", "content.video", "content.image", "content.file"})


def _data(s: Sentence, at: int, topic: str) -> tuple[str, ...]:
    """The data used: the object of the use, or what stands before the purpose; else the lead-in's; else the implied."""
    names = data_of(s) if s.kind is Kind.ROW else data_of(s, _object_end(s, at))
    if topic == "messages" or topic == "adtech" and "usage.device" in names:  # "text messages", "cookies are small files"
        names = tuple(n for n in names if n not in _MEDIA)
    if "profile.demographic" in names and not re.search(r"demographic|\bage\b|gender|occupation", s.folded):
        names = tuple(n for n in names if n != "profile.demographic")  # "relevant to your interests"
    if "usage" in names and "D" not in s.codes and _SERVICE_USE.search(s.folded) and not _USE_DATA.search(s.folded):
        names = tuple(n for n in names if n != "usage")  # "your use of the Services is subject to ..."
    if VAGUE in names and len(names) > 1:
        names = tuple(n for n in names if n != VAGUE)
    if s.kind is Kind.ROW and (sum(n != ANY for n in names) > 2 or any(n.startswith("term:") for n in names)):
        names = tuple(n for n in names if n != ANY)  # a column of the table lists the data
    if "1" not in s.codes and _THEIR_CONTENT.search(s.folded):
        names = (*(n for n in names if n != VAGUE), "content")
    if names == (VAGUE,) and "D" not in s.codes and (topic == "messages" or "D" not in s.context.codes):
        names = ()
    if names:
        return names
    if topic == "messages":
        return ("profile.contact",)
    return () if topic == "promote" else (VAGUE,)


_THEIR_CONTENT = re.compile(r"\b(?:your|users'?|members'?|customers'?)(?:'s)? (?:\w+ and |\w+, )?content\b(?! (?:preferences|settings|experience|recommend))")
_PURPOSE_WORD = re.compile(r"\b(?:in order to|to (?!you\b|us\b|our\b|the\b)|for (?!example|instance)|so (?:that )?we)")
_SERVICE_USE = re.compile(r"\b(?:your )?use of (?:our|the|this|these|your)\b")
_USE_DATA = re.compile(r"\b(?:usage|behaviou?r|activit|interact|browsing|how you|click|pages|search|visits|(?:about|track\w*|monitor\w*|analy[sz]\w+|based on|from|regarding|record\w*) (?:how )?your use of)")


def _object_end(s: Sentence, at: int) -> int:
    """Where the object of "we use ..." ends: at its first purpose, if data are named before it."""
    for use in s.hits:
        if use.code == "u" and use.start < at:
            m = _PURPOSE_WORD.search(s.folded, use.end - s.start)
            end = s.start + m.start() if m else at
            if end < at and any(h.code in "D1234" and h.start < end for h in s.hits):
                return end
            break
    return at


_CHOICE = re.compile(r"\b(?:opportunity|option|chance|able) to (?:say no|opt[- ]out|decline|refuse|object)|\bunless you (?:have )?(?:opt|object|choose|tell|ask|request|unsub|instruct|indicate)|subject (?:always )?to your (?:\w+ ){0,2}(?:choice|preference|setting|right to opt)|in accordance with (?:your|their) (?:\w+ ){0,3}(?:choice|preference|setting)|(?:depending|based) on your (?:\w+ ){0,2}(?:settings|preferences|choices)\b|\byou (?:can|may) (?:\w+ ){0,3}(?:opt[- ]out|unsubscribe)")


def _level(s: Sentence, at: int, denied: bool) -> Say | None:
    """The level of a sentence by itself; None where it only offers a control."""
    if _CHOICE.search(s.folded) and not denied:
        return Say.OPT_OUT
    say = consent_level(s, at, denied)
    if say is Say.OPT_IN and (_WHERE_REQUIRED.search(s.folded) or not _AGREED.search(s.folded)):
        return Say.NO_SAY  # consent where the law asks for it: elsewhere the use is made without
    if say is not None:
        return say
    if denied:
        return Say.NEVER
    if _SIGN_UP.search(s.folded):
        return Say.OPT_IN
    return None if "Q" in s.codes else Say.NO_SAY


# People who ask for a newsletter agree to it by asking.
_SIGN_UP = re.compile(
    r"\b(?:if|when|where|once|after|for those who) you (?:have |choose to |decide to |also )*(?:sign(?:ed)? up|subscribed?|register(?:ed)?|request(?:ed)?|opt(?:ed)? in) (?:\w+ ){0,5}(?:newsletters?|mailing lists?|updates|marketing|promotional|e-?mails?)"
    r"|\byou (?:may|can) (?:\w+ ){1,8}(?:to receive|to sign up for|to subscribe to) (?:\w+ ){0,3}(?:newsletters?|updates)|\bnewsletters? (?:that |which )?you (?:have )?(?:subscribed|signed|requested)"
)
_AGREED = re.compile(r"consent|permission|\bopt(?:s|ed|ing)?[- ]in\b|\bagree|authori[sz]|(?:choose|chosen|elect|ask|request)(?:ed|s)? to receive|approv")
_WHERE_REQUIRED = re.compile(
    r"(?:where|if|when|as|to the extent|unless) (?:\w+ ){0,2}(?:required|necessary|applicable law|local law|the law|permitted)|\(if required\)|legally required|\bor (?:where|as|when) (?:otherwise )?(?:we|permitted|allowed)|otherwise,? (?:on )?(?:our|we)|\bor\b[^.;]{0,60}legitimate interest|legitimate interest[^.;]{0,60}\bor\b"
)
_BOUND = re.compile(
    r"\bresidents? (?:of|in|outside)\b|\bif you (?:are|live|reside)\b[^.]{0,60}\b(?:in|outside|resident|located)\b|(?:users|individuals|people|members|customers|visitors|persons|consumers) (?:located |residing |based |who (?:live|reside|are) )?(?:in|within|from) (?:the )?(?:eea|eu\b|uk|europe|california|certain)|\b(?:in|under) (?:the )?(?:eea|eu\b|uk|european|california|ccpa|cpra|gdpr|certain (?:u\.?s\.? )?states|some jurisdictions|certain jurisdictions|state)"
)


def _scope(s: Sentence, scope: str) -> str:
    """A use is bound to a region by its heading or by who it is about; "where required by law" binds only the consent."""
    if scope == "region" and not s.has("region") and not _BOUND.search(s.folded):
        return ""
    return scope


_SMALL = re.compile(r"\b(?:sensitive|special categor|precise|child|minor|under (?:the age of )?1[368]|phone number|sms|text messag|mobile (?:number|information|opt)|google (?:user )?data|api)")
_TO_THIRD = re.compile(r"\b(?:third|other) (?:part|compan|business)|\bpartners?\b|\badvertisers?\b|\bothers\b")
_NOT_DONE = re.compile(
    r"(?<!you )(?<!you will )(?<!you do )(?<!you may )(?:\bnot|\bnever|n't|\bnor|\bneither)\b (?:\w+[ ,]+){0,4}?(?:us(?:e|es|ed|ing)|process\w*|show|serve|display|target|scan|analy[sz]e|contain|advertise|market)\b"
)


_USING = ("use", "uses", "used", "using", "process", "processed", "processing")


def _sliver(s: Sentence, topic: str) -> bool:
    """Whether a denial covers only a part (sensitive kinds, children, what third parties get), or is no denial of this."""
    if "4" in s.codes or _SMALL.search(s.folded):
        return True
    if re.search("[sg]", s.codes) and _TO_THIRD.search(s.folded):
        return True
    m = _NOT_DONE.search(s.folded)
    if m is None or topic == "messages" or "Q" in s.codes:
        return True
    return m.group().endswith(_USING) and not re.search("[D123]", s.codes)  # of something that the book has no word for


_NAMING = re.compile(
    r"\b(?:identify|name|list|refer to|reference|disclos\w+|mention|use|display|publish|feature)\b[^.;]{0,120}\b(?:as (?:a|an|our|one of our) (?:\w+ )?(?:customer|client|user|reference)|your (?:\w+[ ,]+){0,6}logos?\b|(?:customer|client|subscriber|licensee|company|other party)'s (?:\w+[ ,]+){0,6}(?:name|logo)s?\b)"
)
_NAMING_FOR = re.compile(r"market|promot|publici|advertis|customer list|press release|website")


def _naming(s: Sentence) -> Found | None:
    """Naming the customer in marketing: said of who they are."""
    if not re.search("[WlN]", s.full):
        return None
    m = _NAMING.search(s.folded)
    if m is None or not _NAMING_FOR.search(s.folded):
        return None
    at = s.start + m.start()
    if "l" not in s.codes and user_acts(s, at):
        return None
    denied = negated(s, at)
    say = _level(s, at, denied) if "l" not in s.codes or denied else Say.NO_SAY
    return claim(s, "advertise", say, ("profile.identity",), "naming", "promote") if say else None


_RESIDUAL = re.compile(
    r"\b(?:still|continue to|will) (?:see|receive|be shown|be served|show|get|display|serve)\b[^.;]{0,60}\b(?:ads?|advert\w*)\b|(?:not|n't) (?:prevent|mean|stop|eliminate|block|opt you out)[^.;]{0,100}\b(?:ads?|advert\w*)\b|less relevant (?:ads?|advert)"
)


def _residual(s: Sentence) -> Found | None:
    """Ads that remain whatever the person turns off: contextual ads count, and nothing is offered over them."""
    if "a" not in s.codes or not re.search(r"\b(?:opt|turn|disabl|still|continue|prevent|less)", s.folded) or not _RESIDUAL.search(s.folded):
        return None
    found = claim(s, "advertise", Say.NO_SAY, ("usage",), "residual", "remaining")
    found.scope = ""  # ads that remain after a regional opt-out are shown to everyone else all the more
    return found


#: By the topic of a use: the topics of controls that let a person refuse it.
_GOVERNED = {
    "messages": frozenset({"messages", "general"}),
    "ads": frozenset({"ads", "general"}),
    "adtech": frozenset({"ads", "adtech", "general"}),
    "general": frozenset({"messages", "ads", "general"}),
}


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it is about the same kind of advertising."""
    wanted = _GOVERNED.get(use.topic, frozenset())
    return any(purpose == "advertise" and topic in wanted for purpose, topic in control.purposes)


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row: the least say, unless the row's own data is denied and only general words include it."""
    # Where no data is named: ads are shown by what people do, and marketing needs to know who they are.
    uses, denials = ([c for c in some if _reaches(c, row)] for some in (uses, denials))
    if not uses and not denials:
        return Settled(Say.UNSTATED, [], "only ads in general are named")
    named = [d for d in denials if not _GENERAL & set(d.data) and "exclusive" not in d.flags]
    if named and not any(_names(c, row) for c in uses):
        return Settled(Say.NEVER, named, "the document denies this use of this data by name")
    return settle_least(uses, denials, controls, governs)


def _reaches(c: Found, row: str) -> bool:
    return row == "usage" or "implied" not in c.flags and (row != "content" or "loose" not in c.flags)


def _names(c: Found, row: str) -> bool:
    """Whether a use reaches a row by name, not only by "your information"."""
    return any(n.partition(".")[0] == row for n in c.data) or not _GENERAL & set(c.data)
