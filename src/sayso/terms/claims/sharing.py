"""Uses for `share`: what is given to third parties with purposes of their own, or taken by them."""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.claims import recipients
from sayso.terms.claims.asides import ASIDE, AT_YOUR_WISH, OR_WITHOUT, TO_US, planned
from sayso.terms.claims.common import ANY, DATA_CODES, VAGUE, Found, claim, consent_level, data_of
from sayso.terms.claims.conditions import condition
from sayso.terms.claims.recipients import Kind, Recipient
from sayso.terms.claims.sales import sales
from sayso.terms.claims.serving import FOR_US, LEGAL, OWN_PURPOSE, serves
from sayso.terms.claims.takers import for_themselves, lets_contact, taker, takes_usage, unasked
from sayso.terms.claims.withheld import negation
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind as Block
from sayso.terms.sentences import Sentence

_UNBOUND = re.compile(
    OWN_PURPOSE.pattern + r"|without (?:restriction|limitation|limit)|\bfreely\b|discretion|(?:with|to) the public"
)
_NAMES = re.compile("T|G.*s|s.*G|P.*2.*a")
# Recipients told by what they are, a sale, or a purpose left open.
_HINTS = re.compile(recipients.DESCRIBED.pattern + r"|\bs(?:ell|old)\b|\brent(?:ed)?\b|\bany (?:\w+ )?purpose")
_OPEN_END = re.compile(r":[*_ ]*$")
_EXCEPTED = re.compile("N.*s.*T.*E$")
_KIND_OF_DATA = re.compile("[G1234]+D?[^KPLs]*$")
_VISIBLE = re.compile(
    r"\b(?:data|information|content)\b (?:\w+ ){0,3}(?:visible|public|publicly available)\b|"
    r"\bpublic(?:ly available)? (?:data|information|content)\b"
)
_WITHOUT = re.compile(r"\bwithout (?:\w+ ){0,2}$")
_OTHER_OBJECT = re.compile(
    r"\b(?:options?|choices?|ability|tools?|criteria|services?\b(?! provider)|opportunit\w+|space|features?|"
    r"products?|payments?|"
    r"notice)\b"
)
_PUBLISHED = re.compile(r"\bpublic(?:ly)? (?:\w+ )?(?:information|posts?|data)\b")
# Companies of the same group are affiliates; assigning a contract gives no data.
_RELATED = re.compile(
    r"\b(?:common (?:control|ownership)|(?:owned?|controlled) (?:or|and) (?:controlled|operated|control)|controlled by|"
    r"(?:within|of|in) (?:the|our) (?:[\w.]+ ){0,2}(?:group|family)\b|group of companies|group companies|"
    r"affiliated(?<!non-affiliated) (?:compan|entit|business))"
)
_DEAL = re.compile(
    r"corporate transaction|transactional partner|rights and obligations|assign(?:ment)? |substantially all|"
    r"(?:part|all) of our (?:assets|business)"
)
_LINKS = re.compile(r"\blinks? to (?:other|third)")  # "advertisers and links to other sites": nobody receives anything
_TITLE = re.compile(r"\*\*[^*]+\*\*\W*$")
_AGREED = re.compile(
    r"say yes|says yes|consent|permission|\bagree|\bopt(?:ed)?[- ]in|authori[sz]|\ballow|\belect\b|choose to|approv"
)
_ANY_PURPOSE = re.compile(r"\bfor any (?:lawful |business )?purposes?\b(?! (?:other|not|that))")
# Given to whoever placed an ad that is clicked: no choice over personalised ads stops it.
_WHATEVER_ADS = re.compile(
    r"\b(?:if|when) you (?:\w+ ){0,2}(?:view|click|repl|respond|tap|interact)\w*[^.;]{0,60}\bad(?:s|vert\w*)?\b"
)
_DEIDENTIFIED = re.compile(
    r"\b(?:aggregat\w*|de-?identif\w*|anonymi[sz]ed?|anonymous(?:ly)?|non-?personal(?:ly)?|non-?identif\w+|"
    r"statistic(?:s|al)|no longer identif\w+|(?:not|cannot) (?:\w+ ){0,4}identify)\b"
)


def given(s: Sentence) -> Found | None:
    """Data given to a recipient: by a verb, by the heading of an item or a row, or taken by the recipient itself."""
    if not _names_anyone(s):
        return None
    if _OPEN_END.search(s.folded):  # "... as follows:": the items say who receives, but for a sale
        return _sold(s) if not ASIDE.search(s.folded) else None
    if _EXCEPTED.search(s.context.codes) and (found := _excepted(s)):
        return found
    found = _handed(s) or _taken(s) or _listed(s) or _contacted(s)
    if found and ((ASIDE.search(s.folded) and not condition(s.folded)) or _to_us(s)):
        return None
    return found


def _handed(s: Sentence) -> Found | None:
    """Data that the company hands to somebody by a verb of giving, or sells, or gives for any purpose."""
    for verb in s.hits:
        if verb.code not in "sg" or _withheld(s, verb) or planned(s, verb):
            continue
        if recipients.person_gives(s, verb) and condition(s.folded) is not Say.LEAVE:
            continue
        if to := recipients.given_to(s, verb) or recipients.them(s, verb):
            best = max(to)
            if verb.code == "g" and not _data_given(s, verb, best):
                continue
            if "sell" in s.folded[verb.start - s.start : verb.end - s.start] and not _data_before(s, best):
                continue  # "selling space to businesses"
            if verb.code == "g" and takes_usage(s, best):  # "let others use cookies"
                return _counted(s, best, _usage(s), "adtech")
            if found := _counted(s, best, data_of(s, best.start)):
                return found
        elif verb.code == "s" and "G" in s.codes and _DEIDENTIFIED.search(s.folded) and _UNBOUND.search(s.folded):
            return _mark(claim(s, "share", Say.NO_SAY, data_of(s), "share.deidentified"), True)
        elif verb.code == "s" and _for_anything(s, verb) and (data := data_of(s)):
            return claim(s, "share", Say.NO_SAY, data, "share.any")
    return _sold(s)


def _sold(s: Sentence) -> Found | None:
    """Data that is sold, to whomever: opt-outs of a sale and of ads are for it."""
    return claim(s, "share", Say.NO_SAY, data_of(s), "share.sold", "", "ads") if sold(s) else None


def _for_anything(s: Sentence, verb: Hit) -> bool:
    """Whether it is disclosed for any purpose; ideas sent to the company are of no row, nor are licences to users."""
    if re.search("[NF]", s.codes) or s.folded.startswith("licen", verb.start - s.start):
        return False
    return bool(_ANY_PURPOSE.search(s.folded, verb.end - s.start))


def _taken(s: Sentence) -> Found | None:
    """Data that third parties take themselves, or are let at."""
    if who := unasked(s):
        return _counted(s, who, tuple(n for n in data_of(s) if n.startswith("usage")))
    if (found := taker(s)) is None:
        return None
    who, access = found
    if access:
        return _counted(s, who, data_of(s))
    return _counted(s, who, _usage(s), "adtech")


def _usage(s: Sentence) -> tuple[str, ...]:
    return tuple(n for n in data_of(s) if n.startswith("usage")) or ("usage",)


def _listed(s: Sentence) -> Found | None:
    """An item or a row about a recipient, in a list of those who receive."""
    if "s" not in s.context.codes and not (s.has("share") and s.kind is not Block.PARAGRAPH):
        return None
    if (r := recipients.heading(s)) is None or _LINKS.search(s.folded):
        return None
    return _counted(s, r, data_of(s) if "s" in s.codes else _lead_data(s) or data_of(s))


def _contacted(s: Sentence) -> Found | None:
    """Others who are let contact people with offers of their own: they have the address, if nothing else."""
    if (at := lets_contact(s)) < 0 or FOR_US.search(s.folded):
        return None
    data = tuple(n for n in data_of(s, at) if n != VAGUE) or ("profile.contact",)
    say = condition(s.folded) or consent_level(s, at, denied=False)
    return claim(s, "share", say or Say.NO_SAY, data, "share.contact")


def _names_anyone(s: Sentence) -> bool:
    """A cheap look: whether the sentence names, or may name, somebody who receives."""
    if _NAMES.search(s.codes) or ("s" in s.codes and _HINTS.search(s.folded)):
        return True
    if "E" in s.context.codes or recipients.aforesaid(s) is not None:
        return True
    return unasked(s) is not None or for_themselves(s) is not None


def _to_us(s: Sentence) -> bool:
    """Whether data comes to the service; a row of a table says many things, and where it comes from is one of them."""
    return s.kind is not Block.ROW and bool(TO_US.search(s.folded))


def sold(s: Sentence) -> bool:
    """Whether the company says that it sells people's data, to whomever."""
    return any(not LEGAL.search(s.folded) and not _withheld(s, verb) for verb in sales(s))


def _lead_data(s: Sentence) -> tuple[str, ...]:
    """The data that a lead-in names: what an item says after its recipient is what they do with it."""
    hits = [h for h in s.context.hits if h.code in DATA_CODES]
    if any(h.code == "D" for h in hits):
        return (ANY if any(h.name == ANY for h in hits) else VAGUE,)
    return tuple(dict.fromkeys(h.name for h in hits)) if s.kind is Block.ITEM else ()


def _excepted(s: Sentence) -> Found | None:
    """The kinds of data that a denial excepts are given: "except: device identifiers; what is visible to all"."""
    if _VISIBLE.search(s.folded):
        return _mark(claim(s, "share", Say.NO_SAY, ("content", "profile"), "share.excepted"), False)
    if _KIND_OF_DATA.match(s.codes):
        return _mark(claim(s, "share", Say.NO_SAY, data_of(s), "share.excepted"), False)
    return None


def _withheld(s: Sentence, verb: Hit) -> bool:
    """Whether a verb is denied: "we do not share", "without sharing"."""
    if negation(s, verb) is not None:
        return True
    return "without" in s.folded and bool(_WITHOUT.search(s.folded, 0, verb.start - s.start))


def _data_given(s: Sentence, verb: Hit, to: Recipient) -> bool:
    """Whether what is provided may be data: "provide" takes any object, and a row of a table says many things."""
    object_ = s.folded[verb.end - s.start : to.start - s.start] + s.folded[to.end - s.start : to.end - s.start + 60]
    return s.kind is not Block.ROW and not _OTHER_OBJECT.search(object_)


def _data_before(s: Sentence, to: Recipient) -> bool:
    """Whether data is named before its recipient."""
    return any(h.code in DATA_CODES and h.start < to.start for h in s.hits)


def _counted(s: Sentence, r: Recipient, data: tuple[str, ...], *flags: str) -> Found | None:
    """The claim that this recipient gets the data, or None where it is no third party with purposes of its own."""
    text = s.folded
    ads = r.kind is Kind.ADS or any(x.kind is Kind.ADS for x in recipients.named(s))
    if any(n.startswith("content") for n in data):  # "your photos and other information listed above"
        data = tuple(n for n in data if n != VAGUE)
    elif _PUBLISHED.search(text) and not any(n.startswith("usage") for n in data):
        data = ("content", "profile")
    # hashed addresses still single people out, and so do the cookies by which "non-personal" data is taken
    m = _DEIDENTIFIED.search(text)
    deidentified = m is not None and not ("adtech" in flags and m.group().startswith("non-p"))
    related = r.kind is not Kind.ADS and _RELATED.search(text)
    said = condition(text)
    if related or _DEAL.search(text) or (not ads and said is None and serves(s, r, deidentified)):
        return None
    if ads and (data == (VAGUE,) or (ANY in data and not re.search("[D1234]", s.codes)) or not data):
        data = ("usage",) if _TITLE.match(s.text) else ("usage", "profile")
    if not data:
        return None
    wish = said is None and not ads and "a" not in s.codes and AT_YOUR_WISH.search(text)
    say = said or _on_agreement(s, r)
    if wish and say is None:
        say = Say.OPT_IN
    refusable = (ads or "a" in s.codes) and not _WHATEVER_ADS.search(text)
    marks = [*flags, *(["ads"] if refusable else []), *(["wish"] if wish else [])]
    return _mark(claim(s, "share", say or Say.NO_SAY, data, "share", "", *marks), deidentified)


def _on_agreement(s: Sentence, r: Recipient) -> Say | None:
    """The level that consent gives; what the person asked for or connected is told apart (`AT_YOUR_WISH`)."""
    if not _AGREED.search(s.folded) or OR_WITHOUT.search(s.folded):
        return None
    return consent_level(s, r.start, denied=False)


def _mark(found: Found, deidentified: bool) -> Found:
    found.flags = found.flags - {"deidentified"} | ({"deidentified"} if deidentified else set())
    return found


def gives_out(s: Sentence) -> bool:
    """Whether the company, and not the person, gives something out."""
    verbs = (h for h in s.hits if h.code == "s" or (h.code == "g" and recipients.given_to(s, h)))
    others = (h for h in verbs if not s.folded.startswith(" to you", h.end - s.start))
    return any(not recipients.person_gives(s, h) and not _withheld(s, h) for h in others)


def open_ended(s: Sentence) -> bool:
    """Whether data goes to third parties for purposes that the sentence leaves open."""
    if "s" not in s.codes or "T" not in s.codes or not re.search("[D123G]", s.codes):
        return False
    if any(p.search(s.folded) for p in (ASIDE, TO_US, _OPEN_END, FOR_US, LEGAL, AT_YOUR_WISH)):
        return False
    acts = (h for h in s.hits if h.code == "s" and not recipients.person_gives(s, h) and not negation(s, h))
    return any(recipients.given_to(s, verb) for verb in acts)
