"""How much say a sentence on advertising leaves: what is agreed to, what can be refused, what is only asked for."""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.claims.common import consent_level
from sayso.terms.claims.conditions import condition
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

#: What can be refused: a right, a choice, an absence of refusal.
CHOICE = re.compile(
    r"\b(?:(?:opportunity|option|chance|able) to (?:say no|opt[- ]out|decline|refuse|object)"
    r"|unless (?:you|(?:the )?(?:customer|client|licensee|subscriber)) (?:have |has )?(?:opt|object|choose|tell|ask"
    r"|request|unsub|instruct|indicate|notif)"
    r"|unless (?:this is |it is )?(?:prohibited|refused|objected|declined|opted out)"
    r"|subject (?:always )?to your (?:\w+ ){0,2}(?:choice|preference|setting|right to opt)"
    r"|(?:in accordance|according|subject|consistent|in line) (?:to|with) (?:your|their|[a-z]+'s)"
    r" (?:\w+ ){0,3}(?:choice|preference|setting)"
    r"|(?:depending|based) on your (?:\w+ ){0,2}(?:settings|preferences|choices)\b"
    r"|(?:you|users?|customers?|members?|subscribers?) (?:can|may) (?:\w+ ){0,3}(?:opt[- ]out|unsubscribe"
    r"|stop (?:receiv|our|these|this))"
    r"|would (?:rather not|prefer not to) (?:get|receive|be)"
    r"|(?:contains?|includes?|comes? with|carr(?:y|ies)|bears?) (?:\S+ ){0,4}(?:unsubscribe|opt[- ]out)"
    r"|(?:has|have) an? (?:\w+ )?(?:unsubscribe|opt-out) (?:link|button)|(?:choose|choice|elect|wish|want) to stop"
    r"|(?:to|by) (?:stop|stopping) receiving"
    r"|(?:have|has|did|do) ?(?:not|n't) (?:\w+ )?(?:object|opt(?:ed)?[- ]out|unsubscrib)"
    r"|if you(?:'d| would) (?:rather|prefer) not"
    r"|if you (?:do not|don't|no longer) (?:want|wish|like)(?: to)? (?:receiv|get|hear|our|these|such|personali[sz]ed"
    r"|targeted|marketing|promotional))"
)


#: One of these stands in whatever `CHOICE` finds, and the pattern takes long.
_CHOICE_CUES = (
    *("opt", "unless", "stop", "choice", "prefer", "setting", "unsubscri", "object", "want", "wish", "rather"),
    *("say no", "declin", "refus", "choos", "elect"),
)


def level(s: Sentence, at: int, denied: bool) -> Say | None:
    """The level of a sentence by itself; None where it only offers a control."""
    if not denied and (said := condition(s.folded)):
        return said
    if not denied and holds(s.folded, _CHOICE_CUES) and CHOICE.search(s.folded):
        return Say.OPT_OUT
    say = consent_level(s, at, denied)
    if "Q" in s.codes and _WITHDRAWN.search(s.folded):
        return None
    if say is Say.OPT_IN and (
        _WHERE_REQUIRED.search(s.folded) or not _AGREED.search(s.folded if "K" in s.codes else s.context.folded)
    ):
        return Say.NO_SAY  # consent where the law asks for it: elsewhere the use is made without
    if say is not None:
        return say
    if denied:
        return Say.NEVER
    if signs_up(s):
        return Say.OPT_IN
    return None if "Q" in s.codes else Say.NO_SAY


# People who ask for a newsletter agree to it by asking.
_SIGN_UP = re.compile(
    r"\b(?:if|when|where|once|after|for those who) you(?:'ve)? (?:have |choose to |decide to |also )*(?:sign(?:ed)? up"
    r"|subscribed?|register(?:ed)?|request(?:ed)?|opt(?:ed)? in) (?:\w+ ){0,5}(?:newsletters?|mailing lists?"
    r"|updates|marketing|promotional|(?:our |these )?communications|e-?mails?)"
    r"|\byou (?:may|can) (?:\w+ ){1,8}(?:to receive|to sign up for|to subscribe to) (?:\w+ ){0,3}(?:newsletters?"
    r"|updates)|\bnewsletters? (?:that |which )?you (?:have )?(?:subscribed|signed|requested)"
    r"|\b(?:newsletter|mailing list) subscribers?\b|\bsubscribers? (?:to|of) (?:our|the) (?:\w+ ){0,2}newsletter"
    r"|\b(?:subscribe|sign up|register) (?:to|for) (?:our|the) (?:\w+ )?newsletter"
    r"|\byou (?:may|can) (?:opt in|choose|elect|sign up|subscribe) to (?:receive|get)\b"
    r"|\b(?:people|users|customers|members|those) who (?:have )?(?:subscribed|signed up|opted in|asked|requested)"
    r"|\b(?:signing up|subscribing|subscription|registration) (?:for|to) (?:\w+ ){0,3}newsletters? is"
    r" (?:voluntary|optional)"
    r"|\basked (?:whether|if) you (?:would|wish|want)\b"
)
_MAILS = (
    "newsletter",
    "mailing list",
    "updates",
    "marketing",
    "promotional",
    "mail",
    "communications",
)  # one is signed up for


def signs_up(s: Sentence) -> bool:
    """Whether people ask for what is sent."""
    return holds(s.folded, _MAILS) and _SIGN_UP.search(s.folded) is not None


_WITHDRAWN = re.compile(r"\bwithdraw|\brevoke|change your mind")
_AGREED = re.compile(
    r"consent|permission|\baccept(?:ed)? (?:them|it|all|cookies|these)\b|\bopt(?:s|ed|ing)?[- ]in(?:to)?\b|\bagree"
    r"|say yes|asking you|authori[sz]|(?:choose|chosen|elect|ask|request)(?:ed"
    r"|s)? to receive|approv"
)
_WHERE_REQUIRED = re.compile(
    r"(?:where|if|when|as|to the extent|unless) (?:[\w']+ ){0,2}(?:required|necessary|applicable law|local law|the law"
    r"|permitted)|\(if required\)|legally required|\bor,? (?:where|as|when) (?:otherwise )?(?:we|you|permitted|allowed)"
    r"|\((?:[^)]*\b)?(?:if|where|with) you[^)]*\)"
    r"|otherwise,? (?:on )?(?:our|we)|\bor\b[^.;]{0,60}legitimate interest|legitimate interest[^.;]{0,60}\bor\b"
)
