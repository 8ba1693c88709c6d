"""Sentences that only mention advertising: they refer to it, define or disclaim it, or title what follows."""

from __future__ import annotations

import re

from sayso.terms.lexicon import holds
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

_REFERENCE = re.compile(
    r"[\W_]*(?:please see|see |for (?:more|further|additional|details)|to (?:learn|find out) more|learn more)"
)
_MENTION = re.compile(
    r"\b(?:testimonials?|(?:taken|filmed|recorded) at (?:our|an?|the|these) events?|also known as|owners? (?:of"
    r"|or)\b|refers? to|example of|is when|provided for"
    r"|special offers? (?:at|in) (?:its|our)|discontinue|grants? you|irreparable|disputes?"
    r"|claims?\b.{0,80}\barbitrat\w+"
    r"|liab(?:le|ility)|responsible for|trademarks?\b.{0,60}\bproprietary|means any"
    r"|advertisers?\b.{0,60}\b(?:might|may|could) (?:\w+ )?(?:assume|conclude|figure out|infer)\b"
    r"|unsolicited"
    r"|identif(?:y|ies) (?:\w+ )?advertis\w+"
    r"|\bspam\b|junk mail|chain letter|unauthori[sz]ed advertis|confidential|know-how|trade secret"
    r"|applicable (?:advertising|marketing) law\w*)\b"
)


def only_mentioned(s: Sentence) -> bool:
    """Whether a sentence refers to, defines or disclaims advertising, or is only the title of what follows."""
    if _REFERENCE.match(s.folded) or _MENTION.search(s.folded) or _label(s):
        return True
    if ("W" not in s.context.codes and _FORBIDDEN.match(s.folded)) or ("l" not in s.full and _DUTY.match(s.folded)):
        return True
    if "W" not in s.full and _MISCONDUCT.match(s.folded):
        return True
    if "l" not in s.full and "D" not in s.codes and _TRADE.search(s.folded):
        return True
    if holds(s.folded, _TEXTS):
        return _ABOUT_ITSELF.match(s.folded) is not None
    if "their" in s.folded and _LISTS_GIVEN.search(s.folded):
        return True
    if _A_RIGHT.match(s.folded) and "Q" not in s.codes:
        return True
    if s.kind is Kind.ITEM and not {"W", "u", "g"} & {*s.codes} and _PEOPLE_DO.match(s.folded):
        return True
    return bool(s.context.folded) and _RIGHTS.search(s.context.folded) is not None


# What people are told not to do.
_MISCONDUCT = re.compile(
    r"\W*(?:\(?\w{1,3}[).] ?)?(?:to )?(?:solicit|post|upload|transmit|distribut|harvest|impersonat"
    r"|disseminat"
    r"|advertis(?!\w* (?:cookies?|never|not|is|are|may|will|does|do)\b))\w*\b"
)
#: "Do not use the service to host advertising": asked of people.
_FORBIDDEN = re.compile(
    r"[\W_]*(?:(?:also|and|so|please|then),? )*(?:do not|don't|never) (?!us(?:e|ing) your\b)[a-z]+(?<!ed)\b"
)
# What the other side of a contract has to do.
_DUTY = re.compile(
    r"\W*(?:\(?\w{1,3}[).] ?)?(?:(?:you|(?:the |each )?(?:publisher|customer|client|advertiser|developer|partner"
    r"|licensee)s?) (?:must|shall|may not|(?:is|are) (?:solely |required|responsible)|will (?:not )?(?:have|provide"
    r"|comply|ensure|obtain|use|include|invoice|pay|submit|abide))|such privacy (?:policy|notice) )"
)
# The trade of those who advertise or sell room for it: their ads, and nobody's data.
_TRADE = re.compile(
    r"\b(?:your|publishers?'?s?|customers?'s?|advertisers?'s?) (?:\w+ )?(?:ads?|adverts|advertisements?|campaigns?"
    r"|inventory)\b(?! (?:settings?|preferences?|choices?|experience|interests?|identifiers?|ids?\b|profile))"
    r"|\bad(?:vertising)? (?:inventory|slots?|space|units?|fees)\b|\binsertion orders?\b"
)
_TEXTS = ("policy", "notice", "statement", "agreement", "overview")
# "This privacy policy explains how we use information in our newsletters": what a text is about, and nothing done.
_ABOUT_ITSELF = re.compile(
    r"\W*(?:(?:this|our|the) (?:\w+ ){0,3}(?:policy|notice|statement)\b[^.;]{0,40}\b(?:describ|explain|outlin|"
    r"appl|cover"
    r"|inform|identif|sets? (?:out|forth)|tells?|provid|details|govern|discloses)"
    r"|this agreement sets forth|in the (?:\w+ ){1,2}section, we provide an overview)"
)
# What people can ask to be told of what others got for their marketing.
_LISTS_GIVEN = re.compile(
    r"\b(?:requests?|ask|obtain|inquire|entitled|right)\b[^.;]{0,200}"
    r"\bfor (?:the third part(?:y|ies)'? |their |those [^.;]{0,20})(?:own )?(?:direct )?marketing"
)
# The lead-in of a list of what people can ask for: nothing in the list is done.
_RIGHTS = re.compile(
    r"\b(?:right to|entitled to|you (?:can|may) (?:ask|request|object)|ask us to|objects? to|not apply to)\b"
    r"[^.;]{0,120}:\W*$|\b(?:when|if|where|whenever) you:?\W*$"
)
#: "Subscribing to our newsletter", of a list of what people do.
_PEOPLE_DO = re.compile(
    r"[\W_]*(?:when you |you )?(?:subscrib|sign(?:ing)? up|regist|request|participat|enter(?:ing)? )(?:e|ing|s|"
    r"ering)?\b"
)
#: "The right to know whether we use your data for advertising": what people can ask for, and no use told.
_A_RIGHT = re.compile(r"[\W_]*(?:\(?\w{1,3}[).] )?(?:the |your |a )?rights? (?:to|of)\b")


def _label(s: Sentence) -> bool:
    """Whether a sentence is only a title ("**Marketing partners.**"), a question, or a link within the page."""
    if s.asks or _WITHIN.fullmatch(s.text):
        return True
    if s.kind is Kind.ROW or _DATA.search(s.codes):
        return False
    return bool(_BOLD.fullmatch(s.text)) or (
        s.kind is Kind.PARAGRAPH and s.text.count(" ") < _SHORTEST and not _SAID.search(s.full) and not s.context.folded
    )


_DATA = re.compile(r"[D1234]")
_BOLD = re.compile(r"[*_•●\s-]*(?:\*\*?|__?)[^*]{1,90}(?:\*\*?|__?)[.:\s]*")
#: What says that something is done has a word for it, and more than a few words.
_SAID = re.compile(r"[uscgfWYTQ]")
_SHORTEST = 6
_WITHIN = re.compile(r"\W*\[[^\]]{1,120}\]\(\S*#\S*\)\W*")
