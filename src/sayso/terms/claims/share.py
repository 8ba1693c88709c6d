"""`share`: given, sold, licensed or disclosed to third parties for their own purposes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims import recipients
from sayso.terms.claims.common import ANY, DATA_CODES, VAGUE, Found, claim, consent_level, data_of
from sayso.terms.claims.controls import FoundControl, same_section
from sayso.terms.claims.recipients import Kind, Recipient
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind as Block
from sayso.terms.sentences import Sentence

# What makes a bare "third parties" a recipient in its own right.
_OWN_PURPOSE = re.compile(
    r"\b(?:their|its) own\b(?! (?:privacy|terms|polic|cookie))|under their (?:own )?control|for (?:their|direct|third[- ]part\w+(?:'s?)?) (?:\w+ ){0,2}(?:marketing|purposes|use\b)|market(?:ing)? (?:purposes|their|to you)|"
    r"advertis|commercial purposes|any (?:lawful |business |other )?purposes?\b|in exchange for|monetary|valuable consideration|interest you|to (?:use|display|market|promote)\b|academic|research purposes|publicly accessible"
)
# Those who work for the service are not third parties with purposes of their own.
_FOR_US = re.compile(
    r"on (?:our|their|its) behalf|(?:provid|perform|process)\w* (?:[\w-]+ ){0,4}(?:services?|functions|tasks|operations|support) (?:for|to) us|(?:help|assist|enabl|support)\w* us\b|"
    r"our instruction|process(?:ors?|ing) (?:data )?for us|act(?:ing)? for us|work(?:ing)? for us|service providers?|sub-?processors?|perform (?:their|its) (?:services|work|functions)|"
    r"(?:who|that|which) (?:help|assist|support|provide|perform|host|process)|we (?:engage|use|hire|contract|employ)\b|perform (?:services|functions)"
)
_TO_SERVE = re.compile(r"to (?:provide|give|offer|deliver|perform|operate|fulfil|complete|process) (?:you|a|the|our|these|its|this|your)\b")
_LEGAL = re.compile(r"merger|acqui[sr]|bankrupt|insolven|subpoena|court|law enforcement|reorgani|required by law|comply with|legal (?:process|obligation|claim|advis)|fraud|audit|due diligence|sale of|unlawful|illegal")
# The choice of the person: an integration they enable is an exception, never the cell.
_AT_YOUR_WISH = re.compile(
    r"\b(?:you|users?|owners?|customers?|members?) (?:\w+ )?(?:choose|connect|link|direct|ask|request|enable|install|integrate|authori[sz]|opt|allow|instruct|interact|elect|sign|log|decide|use|access|purchase|participate|engage|click)|your (?:direction|request|instruction)|at the direction|"
    r"(?:connect|link|enabl)\w* your|third[- ]party (?:apps?|websites?|sites?|links?|services?|integrations?|logins?)|integrat(?:e|ed|es|ing|ions?)\b|when enabled"
)
# Descriptions of rights, of transfers abroad, of other people's doings: nothing is said to be given.
_ASIDE = re.compile(
    r"right to|you have the right|you (?:can|may) (?:ask|request)|categories of (?:third|recipients|sources)|purposes? for (?:collect|shar|sell)|opt[- ]?(?:ing)?[- ]?out of|to opt out|(?:shared?|disclosed?|provided?|sold|transferred) (?:to|with) us\b|"
    r"standard contractual|outside (?:of )?(?:the|your)|responsible for|we (?:receive|obtain|collect)\b[^.]{0,60}\bfrom\b|this (?:section|policy|notice|statement) (?:describes|explains|applies)|for more information|please (?:see|refer|read|note|visit)|in portable form|"
    r"password|confidential|warrant|indemnif|liab(?:le|ility)|trademark|copyright|infring"
)
# What others give the service is collection.
_TO_US = re.compile(
    r"\b(?:provid\w+|shar\w+|giv\w+|send\w*|disclos\w+|transfer\w*|pass\w*|suppl\w+) (?:us\b|[^.;]{0,120}\b(?:with|to) us\b)|(?<!information )(?<!data )(?<!that )\bwe (?:may |also |might |can |will |sometimes )*(?:receive|obtain|get|collect|match)\b"
)
_OPEN_END = re.compile(r":[*_ ]*$")
_SALE = re.compile(r"s(?:ell|old)|rent|leas")


_MATTERS = re.compile("[sTKQO]|2.*[2D]")
_DENIES = re.compile("N.*s|Q")


def share(s: Sentence) -> Iterator[Found]:
    """Claims that data is, or is not, given to third parties for their own purposes."""
    codes = s.codes
    if not _MATTERS.search(codes) and "s" not in s.context.codes or s.text.endswith("?"):
        return
    if _DENIES.search(codes) and (found := _denied(s)):
        yield found
        return
    found = _settable(s)
    if found is None and (s.has("conduct") or s.has("feedback")):
        return
    if found := found or _given(s) or _licensed(s) or _on_consent(s) or _to_employer(s):
        yield found
        if "ads" in found.flags or found.say is Say.OPT_OUT:
            yield _doubt(s)
    elif _hands_on(s):
        yield _doubt(s)


_SETTABLE = re.compile(r"\b(?:you|members|users|customers) (?:can|may) (?:\w+ )?(?:control|choose|change|adjust|decide|manage)\b.{0,60}\b(?:sharing|shared?|disclos\w+|made available)\b")
_OUTSIDE = re.compile(r"\b(?:outside|third[- ]part|partners?\b|advertis|compan(?:y|ies)\b|entit(?:y|ies)\b|or others\b)")


def _settable(s: Sentence) -> Found | None:
    """A setting for what outsiders are given says that they are given it, and offers the refusal."""
    if "C" not in s.codes or "s" not in s.codes or not _SETTABLE.search(s.folded) or not _OUTSIDE.search(s.folded):
        return None
    if _AT_YOUR_WISH.search(s.folded):
        return None
    return claim(s, "share", Say.OPT_OUT, data_of(s) or (ANY,), "share.setting")


def _doubt(s: Sentence) -> Found:
    """A mark that data goes out: on no row a use by itself, but "we do not sell" alone then promises little.

    The guideline reads a denial of sale as `never` only where no other disclosure stands in the document.
    """
    mark = claim(s, "share", Say.UNSTATED, (ANY, "content"), "share.doubt", "doubt", "doubt")
    mark.scope = ""
    return mark


def _hands_on(s: Sentence) -> bool:
    """Whether data goes to third parties for purposes that the sentence leaves open."""
    if "s" not in s.codes or "T" not in s.codes or _ASIDE.search(s.folded) or _TO_US.search(s.folded) or _OPEN_END.search(s.folded):
        return False
    if _FOR_US.search(s.folded) or _LEGAL.search(s.folded) or _AT_YOUR_WISH.search(s.folded) or not re.search("[D123G]", s.codes):
        return False
    return any(
        recipients.given_to(s, verb) for verb in s.hits if verb.code == "s" and not recipients.person_gives(s, verb) and not _negation(s, verb)
    )


def _given(s: Sentence) -> Found | None:
    """Data given to a recipient: by a verb, by the heading of an item or a row, or taken by the recipient itself."""
    if _ASIDE.search(s.folded) or _TO_US.search(s.folded):
        return None
    if _OPEN_END.search(s.folded):  # the items say who receives
        return None
    for verb in s.hits:
        if verb.code not in "sg" or recipients.person_gives(s, verb) or _negation(s, verb):
            continue
        if to := recipients.given_to(s, verb):
            best = max(to)
            if found := _counted(s, best, data_of(s, best.start)):
                return found
        elif verb.code == "s" and "G" in s.codes and _deidentified(s, verb) and _OWN_PURPOSE.search(s.folded):
            return _mark(claim(s, "share", Say.NO_SAY, data_of(s), "share.deidentified"), deidentified=True)
    if r := _taker(s):
        return _counted(s, r, tuple(n for n in data_of(s) if n.startswith("usage")) or ("usage",), "adtech")
    if ("s" in s.context.codes or s.has("share") and s.kind is not Block.PARAGRAPH) and (r := recipients.heading(s)):
        return _counted(s, r, data_of(s))
    return None


# "Our partners may collect information about your visits": they take the data themselves, mostly by cookies.
_TAKES = re.compile(
    r"(?:(?!\b(?:we|us|you)\b)[^.;:]){0,120}?\b(?:(?:may|can|will|could|to|might|also|then|automatically|directly) )+(?:collect|receive|obtain|use cookies|set|place|access|combine|gather|track|use (?:their )?(?:cookies|tracking|these|similar|tags|pixels))"
)
_GIVES_ROOM = re.compile(r"\b(?:allow|permit|let|enable|authori[sz]e|work with|partner with)\b")


def _taker(s: Sentence) -> Recipient | None:
    if not ("2" in s.codes or "D" in s.codes):
        return None
    takers = list(recipients.named(s))
    if not takers and "2" in s.codes and (r := recipients.aforesaid(s)):
        takers = [r]
    for r in takers:
        at = r.end - s.start
        if s.folded.startswith(("from ", "by "), max(0, r.start - s.start - 5)) or re.search(r"\bfrom (?:\w+ )?$", s.folded[: r.start - s.start]):
            continue
        if _TAKES.match(s.folded, at) and (r.kind is not Kind.BARE or "2" in s.codes and ("a" in s.codes or _GIVES_ROOM.search(s.folded))):
            return r
    return None


def _counted(s: Sentence, r: Recipient, data: tuple[str, ...], *flags: str) -> Found | None:
    """The claim that this recipient gets the data, or None where it is no third party with purposes of its own."""
    text = s.folded
    ads = r.kind is Kind.ADS or any(x.kind is Kind.ADS for x in recipients.named(s))
    if any(n.startswith("content") for n in data):  # "your photos and other information listed above"
        data = tuple(n for n in data if n != VAGUE)
    elif _PUBLISHED.search(text) and not any(n.startswith("usage") for n in data):
        data = ("content", "profile")
    if not ads:
        if _FOR_US.search(text) and not re.search(r"their own (?:purposes|use|marketing)", text):
            return None
        if r.kind is Kind.BARE and _TO_SERVE.search(text) and "G" not in s.codes:
            return None
        if _LEGAL.search(text) and (r.kind is Kind.BARE or _COMPLIANCE.search(text)):
            return None
        if r.kind is Kind.BARE and not _OWN_PURPOSE.search(text) and not ("G" in s.codes and _deidentified(s, None)):
            return None
    if r.kind is Kind.PARTNER and _RELATED.search(text) or _DEAL.search(text):
        return None
    if ads and (data == (VAGUE,) or not re.search("[D1234]", s.codes)):
        data = ("usage",) if _TITLE.match(s.text) else ("usage", "profile")
    if not data:
        return None
    say = consent_level(s, r.start, denied=False)
    wish = not ads and "a" not in s.codes and _AT_YOUR_WISH.search(text)
    if wish and say is None:
        say = Say.OPT_IN
    marks = [*flags, *(["ads"] if ads or "a" in s.codes else []), *(["wish"] if wish else [])]
    return _mark(claim(s, "share", say or Say.NO_SAY, data, "share", "", *marks), deidentified=_deidentified(s, None))


_COMPLIANCE = re.compile(r"law enforcement|compliance with|comply with|required by law")
_PUBLISHED = re.compile(r"\bpublic(?:ly)? (?:\w+ )?(?:information|posts?|data)\b")
# Companies of the same group are affiliates; assigning a contract gives no data.
_RELATED = re.compile(r"common (?:control|ownership)|(?:owned?|controlled) (?:or|and) (?:controlled|operated|control)|controlled by")
_DEAL = re.compile(r"rights and obligations|assign(?:ment)? ")
_TITLE = re.compile(r"\*\*[^*]+\*\*\W*$")

_DEIDENTIFIED = re.compile(
    r"\b(?:aggregat\w*|de-?identif\w*|anonymi[sz]ed?|anonymous(?:ly)?|non-?personal(?:ly)?|non-?identif\w+|statistic(?:s|al)|no longer identif\w+|(?:not|cannot) (?:\w+ ){0,4}identify)\b"
)


def _deidentified(s: Sentence, verb: Hit | None) -> bool:
    """Whether it is aggregated or de-identified data that is given; hashed addresses still single people out."""
    return bool(_DEIDENTIFIED.search(s.folded))


def _mark(found: Found, *, deidentified: bool) -> Found:
    flags = found.flags - {"deidentified"}
    found.flags = flags | {"deidentified"} if deidentified else flags
    return found


_CONSENT_ITEM = re.compile(r"\W*(?:\w+ ){0,3}(?:with|where|when|if|upon|based on|after|subject to)\b.{0,40}\b(?:consent|permission|agree(?:d|ment)?\b(?! (?:to|that)\b))")

_ONLY_CONSENT = re.compile(r"\bonly\b.{0,60}\b(?:with|if|where|when|after|upon)\b.{0,40}\b(?:consent|permission)")


def _on_consent(s: Sentence) -> Found | None:
    """"With your consent" in a list of who receives: other third parties may, if the person agrees."""
    if "K" not in s.codes or not ("s" in s.context.codes or s.has("share")) or _ASIDE.search(s.folded):
        return None
    listed = _CONSENT_ITEM.match(s.folded) and ("s" in s.context.codes or "s" in s.codes)
    if listed or "X" in s.codes and "T" in s.codes and re.search("[sg].*T", s.codes) and _ONLY_CONSENT.search(s.folded):
        return claim(s, "share", Say.OPT_IN, data_of(s) or (ANY,), "share.consent")
    return None


_HANDED_ON = re.compile(r"\b(?:disclose|share|sell|redistribute)\b|\b(?:sharing|distribution|disclosure)\b")
_LIMITED = re.compile(r"\b(?:solely|only|limited)\b|with other users|for the (?:sole )?purpose|in order to|in connection with")


def _licensed(s: Sentence) -> Found | None:
    """A licence to hand content on ("sublicensable ... share, disclose"), or consent to sharing for any purpose."""
    if "s" not in s.codes or not re.search("l|W", s.full) or not re.search("[D12]", s.codes):
        return None
    text = s.folded
    if not _HANDED_ON.search(text):
        return None
    free = re.search(r"for any (?:lawful )?purpose", text) and "l" in s.codes
    rights = re.search(r"\bdisclose\b", text) and re.search(r"\b(?:re)?distribute\b|\bpublish\b", text) and not _LIMITED.search(text)
    if (free or rights) and "N" not in s.codes and (data := tuple(n for n in data_of(s) if n != VAGUE)):
        return claim(s, "share", Say.NO_SAY, data, "share.licence")
    return None


_EMPLOYER = re.compile(
    r"(?:with|to|by) (?:\w+ ){0,4}(?:your|that|the|such) (?:\w+ )?(?:employer|organi[sz]ation|company|institution)|(?:with|to|by) (?:\w+ ){0,2}(?:administrators?|representatives) of (?:that|your|the) (?:\w+ )?(?:organi[sz]ation|company|institution)"
)
_ITS_ADDRESS = re.compile(r"(?:e-?mail (?:address|domain|account))[^.]{0,60}(?:employer|organi[sz]ation|company|work|institution)|(?:work|corporate|company|business|organi[sz]ation\w*|institution\w*) e-?mail")


def _to_employer(s: Sentence) -> Found | None:
    """An organisation that gets data for no more than the domain of an e-mail address: nobody was asked."""
    if "s" not in s.full or not _EMPLOYER.search(s.folded) or not _ITS_ADDRESS.search(s.folded):
        return None
    data = tuple(n for n in data_of(s) if not n.startswith("content") and n != VAGUE)
    return claim(s, "share", Say.NO_SAY, tuple(n for n in data if n != ANY) or ("usage", "profile"), "share.employer")


# Between "not" and the verb only more verbs and adverbs stand: "not sell, rent or otherwise share".
_REACHES = re.compile(
    r"\b(?:how|whether|responsib\w+|control|knowledge|aware|know|prevent|if|when|limit|able|need|mean|consider|permission|because|so|that|which|you|they|us|we|include|require\w*|allow|enable|let|apply|affect|based)\b|[;:]"
)
_ELSEWHERE = re.compile(
    r"(?:except|unless|other than|besides|aside from|apart from)\b[^.]{0,60}\b(?:as (?:otherwise )?(?:described|set (?:forth|out)|stated|disclosed|provided|specified|explained|outlined|permitted|noted|indicated|listed|follows)|following|below|this (?:privacy )?(?:policy|notice|statement)|these terms|herein|legitimate)|:[*_ ]*$"
)
_ON_WISH = re.compile(r"(?:without|unless|except|until)\b.{0,140}\b(?:consent|permission|authori[sz]\w*|agree|direct|choose|request|instruct|approv\w+|opt)\b")
# What the person may ask of the company, and what is asked of those who receive.
_ASKED = re.compile(
    r"\b(?:right to|(?:ask|request|tell|instruct|direct|require)\w* (?:that )?(?:us|we|them|they|it)\b)|\b(?:they|it|who|which|third part\w+|partners?|recipients?|providers?) (?:may|will|must|shall|do|does|are|can|agree|are \w+)(?: to)? not\b|your responsibility|(?:obligated|obliged|required|prohibited|permitted|entitled) (?:not to|from)|not (?:permitted|allowed|authori[sz]ed)"
)
_NO_SALE = re.compile(r"do(?: not|n't) sell")
# A promise about one use by the receiver says nothing of the rest.
_SLIVER = re.compile(r"\b(?:train|machine[- ]learning|artificial intelligence|generative|a\.?i\.? (?:model|provider|program))")
_SALE_LATER = re.compile(r"opt[- ]?out")
_FOR_MARKETING = re.compile(r"\b(?:for|to) (?:\w+ ){0,3}(?:marketing|market|advertis\w+|promotional|cross-context\w*)\b")
_EVERYONE = re.compile(r"\bto anyone\b(?! other| else| outside)|\ball (?:of )?our users\b|\bany of our users\b")


def _denied(s: Sentence) -> Found | None:
    """A promise not to sell, or not to share with third parties."""
    if _ASKED.search(s.folded):
        return None
    for verb in (h for h in s.hits if h.code in "sQ"):
        word = s.folded[verb.start - s.start : verb.end - s.start]
        no = verb if verb.code == "Q" and _NO_SALE.match(word) and _we_before(s, verb) else _negation(s, verb) if verb.code == "s" else None
        if no is None:
            continue
        sale = bool(_SALE.match(word)) or no is verb
        third = "T" in s.codes or "anyone" in s.folded
        if not sale and not third or not _company_denies(s, no) or _SLIVER.search(s.folded, verb.end - s.start):
            return None
        data = _denied_data(s, verb)
        if not data or sale and not any(n in (ANY, "usage", "profile") for n in data):  # selling content: a sliver
            return None
        wish = _ON_WISH.search(s.folded)
        say = Say.OPT_IN if wish and not sale else Say.NEVER
        if say is Say.NEVER and (wish and not _SALE_LATER.search(s.folded) or _ELSEWHERE.search(s.folded)):
            return None
        topic = "sale" if sale else "marketing" if _FOR_MARKETING.search(s.folded) else ""
        found = _mark(claim(s, "share", say, data, "share.denied", topic), deidentified=False)
        if _EVERYONE.search(s.folded):
            found.flags |= {"everyone"}
        if found.scope == "region" and _EVERYONE.search(s.folded):  # said among regional rights, meant for all
            found.scope = ""
        return found
    return None


def _we_before(s: Sentence, verb: Hit) -> bool:
    """Whether "do not sell" is what the company does, rather than the name of a link."""
    return any(h.code == "W" and 0 <= verb.start - h.end < 25 for h in s.hits)


def _negation(s: Sentence, verb: Hit) -> Hit | None:
    for h in reversed(s.hits):
        if h.code == "N" and h.start < verb.start:
            between = s.folded[h.end - s.start : verb.start - s.start]
            if len(between) > 90 or _REACHES.search(between) or s.folded.startswith("without", h.start - s.start):
                return None
            return h
    return None


def _company_denies(s: Sentence, no: Hit) -> bool:
    """Whether the company, or the data in a passive sentence, is what the denial is said of, come what may."""
    if re.search(r"\b(?:if|when|once|after|unless|until)\b", s.folded[: no.start - s.start]):  # "if you opt out, we will not"
        return False
    actor = [h for h in s.hits if h.start < no.start and h.code in "WYTPO" + DATA_CODES]
    if not actor:
        return not s.has("conduct") and not s.context.codes.count("Y")
    if actor[-1].code == "T" or "T" in (codes := [h.code for h in actor]) and "W" not in codes[codes.index("T") :]:
        return False
    if actor[-1].code == "Y":
        return any(h.code == "W" for h in actor) and not re.search(r"\byou (?:\w+ )?$", s.folded[: no.start - s.start])
    return True


def _denied_data(s: Sentence, verb: Hit) -> tuple[str, ...]:
    data = data_of(s)
    after = s.folded[verb.end - s.start :]
    if ANY in data and re.search(r"\b(?:data|information),? (?:or|and|nor) (?:\w+ )?content\b|\bcontent,? (?:or|and|nor) (?:\w+ ){0,2}(?:data|information)\b", after):
        data = (*data, "content")
    return tuple(n for n in data if n != VAGUE)


_NEAR = 6000  # a document without headings is one section, and a control far off in it governs something else


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use.

    One that names sharing governs its own section, and what goes to advertisers anywhere; one over advertising or
    cookies governs what advertisers are given or take.
    """
    if same_section(control, "share", use.section) and abs(control.start - use.start) < _NEAR:
        return True
    if not use.flags & {"ads", "adtech"}:
        return False
    return any(p == "share" or p == "advertise" and topic in ("ads", "adtech", "cookies") for p, topic in control.purposes)


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims: a promise not to sell is `never` only where nothing else is given out."""
    told = [c for c in uses if "doubt" not in c.flags]
    if told or not denials:
        return settle_least(told, denials, controls, governs) if told else Settled(Say.UNSTATED, [], "no sentence of the document says it")
    firm = [d for d in denials if d.topic not in ("sale", "marketing") or "everyone" in d.flags]
    refusable = any(p == "share" for k in controls if not k.scope for p, _ in k.purposes)  # what can be refused is done
    if firm or not uses and not refusable:
        return Settled(Say.NEVER, firm or denials, "the document denies this use")
    return Settled(Say.UNSTATED, [], "sale is denied, but data is given out otherwise")
