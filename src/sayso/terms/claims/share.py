"""`share`: given, sold, licensed or disclosed to third parties for their own purposes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.asides import ASIDE, AT_YOUR_WISH, OF_PEOPLE, TO_US
from sayso.terms.claims.closed import CLOSED, closed, heard
from sayso.terms.claims.common import ANY, DATA_CODES, VAGUE, Found, claim, data_of, names_of
from sayso.terms.claims.controls import FoundControl, same_section
from sayso.terms.claims.licensing import licensed
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.claims.sharing import given, gives_out, open_ended
from sayso.terms.claims.takers import for_themselves, to_company, untaken
from sayso.terms.claims.withheld import confined, denied
from sayso.terms.sentences import Sentence

_MATTERS, _TAKEN = frozenset("slTKQO"), re.compile("2.*[2aD]")
_DENIES = re.compile("N.*[sg]|Q|[sg][^sgN]{0,4}N")
_SETTABLE = re.compile(
    r"\b(?:you|members|users|customers) (?:can|may) (?:\w+ )?(?:control|choose|change|adjust|decide|"
    r"manage)\b.{0,60}\b(?:sharing|shared?|disclos\w+|made available)\b"
)
# "To stop us from selling your data, ...": it is sold until then.
_STOPPED = re.compile(
    r"\byou (?:can|may|could) (?:\w+ ){0,2}(?:stop|prevent|keep) us (?:from )?"
    r"(?:sell|rent|trad|shar|disclos|pass|giv)\w*\b"
    r"|\bif you (?:do not|don't|would rather not|no longer) (?:want|wish|like) us to (?:sell|rent|share"
    r"|disclose|pass|give)\b"
    r"[^.;]{0,80}\bthird[- ]part[^.;]*?, (?:you|please|write|e-?mail|contact)\b"
    r"|\bif you (?:do not|don't|would rather not|no longer) (?:want|wish|like) [^.;,]{0,60}\b(?:sold"
    r"|(?:shared|passed on|given) (?:to|with) (?:\w+ ){0,2}(?:third|advertis|partner))[^.;]*?, (?!we\b)"
)
_OUTSIDE = re.compile(
    r"\b(?:outside|third[- ]part|partners?\b|advertis|compan(?:y|ies)\b|entit(?:y|ies)\b|or others\b)"
)
_CONSENT_ITEM = re.compile(
    r"\W*(?:\w+ ){0,3}(?:with|where|when|if|upon|based on|after|subject to)\b.{0,40}\b(?:consent|permission|"
    r"agree(?:d|ment)?\b(?! (?:to|that)\b))"
)
_LETS_US = re.compile(r"\byou (?:can|may|could) (?:choose to )?(?:allow|permit|let|authori[sz]e) us\b(?! know)")
_CONSENTED = re.compile(
    _LETS_US.pattern + r"|"
    r"\bconsent is (?:always )?(?:required|needed|necessary|asked|sought|obtained)\b|"
    r"\brequires (?:your|the \w+'s|their) (?:\w+ )?(?:consent|permission)\b|"
    r"\b(?:when|where|if|once|after|to whom|to which|for which) you (?:\w+ ){0,3}?"
    r"(?:consent|agree[ds]?\b|opt(?:ed)?[- ]in|permit|authori[sz]|allow)|"
    r"\b(?:with|where|when|if|upon|after|once|subject to|based on|only|have|obtain\w*|ask\w*|request\w*|"
    r"seek|get|collect|receiv\w*|giv\w*)\b (?:\S+ ){0,5}?(?:consent|permission|your authori[sz]ation)\b"
    r"(?! to (?!share|disclose|transfer|do so|the disc|the shar|the trans|such|our shar))"
)
# Consent that is not asked, that is taken back, or that is for a transfer abroad, a merger or something else.
_UNASKED = re.compile(
    r"\b(?:assignment|successor|merger|acqui[sr]\w+|send you)\b|"
    r"\bconsenting to the possibility|\bif you (?:\w+ )?(?:provide|submit|give|enter)\b|"
    r"\bwithout (?:\w+ ){0,5}(?:consent|permission|authori[sz])|\bwithdraw|\bcountr(?:y|ies)\b|\botherwise\b"
)
_GIVEN = re.compile("s|g[^T]*[D123][^T]*T")
_COMPANY_GIVES = re.compile("W[^T]*s|s.*T|D.*s.*K|g.*T")
# Other people, and the apps that the person connects, are no third parties of this column.
# Others' ads are shown by what others learn.
_ADS_OF_OTHERS = re.compile(
    r"\b(?:ads?|advert\w+)\b[^.;]{0,40}\b(?:delivered|served|placed|provided) by (?!us\b)|\bthird[- ]party ad\w*\b|"
    r"\bad(?:vertising)? (?:networks?|partners?|servers?)\b"
)
_FRIENDS = re.compile(
    r"\b(?:friends|contacts|(?:other|any) (?:users?|members?|people|participants?)|followers|guardians?|emergency)\b"
)
_EMPLOYER = re.compile(
    r"(?:with|to|by) (?:\w+ ){0,4}(?:your|that|the|such) (?:\w+ )?(?:employer|organi[sz]ation|company|institution)|"
    r"(?:with|to|by) (?:\w+ ){0,2}(?:administrators?|representatives) of (?:that|your|"
    r"the) (?:\w+ )?(?:organi[sz]ation|company|institution)"
)
_ITS_ADDRESS = re.compile(
    r"(?:e-?mail (?:address|domain|account))[^.]{0,60}(?:employer|organi[sz]ation|company|work|institution)|"
    r"(?:work|corporate|company|business|organi[sz]ation\w*|institution\w*) e-?mail"
)


def share(s: Sentence) -> Iterator[Found]:
    """Claims that data is, or is not, given to third parties for their own purposes."""
    codes = s.codes
    if s.asks:
        return
    if _MATTERS.isdisjoint(codes) and "s" not in s.context.codes and not _TAKEN.search(codes) and not for_themselves(s):
        return
    if "N" in codes and "T" in codes and untaken(s) and (kept := tuple(n for n in data_of(s) if n != VAGUE)):
        yield claim(s, "share", Say.NEVER, kept, "share.untaken")
        return
    limit = denied(s) if _DENIES.search(codes) or s.context.codes.endswith("N") else None
    if limit and limit.topic != CLOSED:
        yield limit
        return
    if "X" in codes and (found := confined(s)):
        yield found
        return
    found = _settable(s)
    if found is None and s.has("feedback"):
        return
    if found is None and s.has("conduct"):
        found = licensed(s)
        if found is None:
            return
    found = found or given(s) or licensed(s) or _on_consent(s) or _to_employer(s) or limit or closed(s)
    if found:
        yield found
        if "ads" in found.flags or found.say is Say.OPT_OUT:
            yield _doubt(s, found=found)
    elif open_ended(s) or ("a" in codes and _ADS_OF_OTHERS.search(s.folded)):
        yield _doubt(s, "open")
    elif heard(s):
        yield _doubt(s, HEARD)


def _settable(s: Sentence) -> Found | None:
    """A setting for what outsiders are given says that they are given it, and offers the refusal."""
    if "s" in s.codes and "Q" in s.codes and _STOPPED.search(s.folded):
        return claim(s, "share", Say.OPT_OUT, data_of(s) or (ANY,), "share.setting")
    if "C" not in s.codes or "s" not in s.codes or not _SETTABLE.search(s.folded) or not _OUTSIDE.search(s.folded):
        return None
    if AT_YOUR_WISH.search(s.folded):
        return None
    return claim(s, "share", Say.OPT_OUT, data_of(s) or (ANY,), "share.setting")


def _doubt(s: Sentence, *flags: str, found: Found | None = None) -> Found:
    """A mark that data goes out: on no row a use by itself, but "we do not sell" alone then promises little.

    The guideline reads a denial of sale as `never` only where no other disclosure stands in the document.
    """
    named = found is not None and all(n.startswith(("usage", "profile")) for n in found.data)
    rows = (ANY,) if named else (ANY, "content")  # "we sell cookie data" leaves a promise over content as it is
    mark = claim(s, "share", Say.UNSTATED, rows, "share.doubt", "doubt", "doubt", *flags)
    mark.scope = ""
    return mark


def _on_consent(s: Sentence) -> Found | None:
    """Consent in a list of who receives, or as the ground of a disclosure: third parties may, if the person agrees."""
    text = s.folded
    if ("K" not in s.codes and "you consent" not in text) or not _CONSENTED.search(text):
        return None
    if ASIDE.search(text) or _UNASKED.search(text) or OF_PEOPLE.search(text):
        return None
    if _GIVEN.search(s.codes):
        if (
            not (_COMPANY_GIVES.search(s.codes) or _LETS_US.search(text))
            or _FRIENDS.search(text)
            or TO_US.search(text)
            or not gives_out(s)
        ):
            return None
        if to_company(s):
            return None
    elif not ("s" in s.context.codes or s.has("share")) or "u" in s.codes or not _CONSENT_ITEM.match(text):
        return None
    return claim(s, "share", Say.OPT_IN, data_of(s) or (ANY,), "share.consent")


def _to_employer(s: Sentence) -> Found | None:
    """An organisation that gets data for no more than the domain of an e-mail address: nobody was asked."""
    if (
        "s" not in s.full
        or "mail" not in s.folded
        or not _EMPLOYER.search(s.folded)
        or not _ITS_ADDRESS.search(s.folded)
    ):
        return None
    if "s" in s.codes and all(
        s.folded.startswith(" of your account", h.end - s.start) for h in s.hits if h.code == "s"
    ):
        return None  # the account itself changes hands
    given = [h for h in s.hits if h.code in DATA_CODES and h.start > s.start + s.folded.find("mail")]
    data = tuple(n for n in names_of(s, given) if not n.startswith("content") and n not in (VAGUE, ANY))
    return claim(s, "share", Say.NO_SAY, data or ("usage", "profile"), "share.employer")


_OVER_ADS = {("advertise", "ads"), ("advertise", "adtech"), ("advertise", "cookies")}
_SILENT = "no sentence of the document says it"
HEARD = "heard"  # the mark of a doubt that breaks closed circles, and bears on nothing else
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
    if control.kind == "cookies" and "adtech" not in use.flags and not all(n.startswith("usage") for n in use.data):
        return False  # a browser stops what is taken by cookies, not what is handed over
    return any(p == "share" or (p, topic) in _OVER_ADS for p, topic in control.purposes)


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims: a promise not to sell is `never` only where nothing else is given out."""
    denials = [d for d in denials if row == "content" or d.rule != "exclusive"]  # a closed list speaks of content
    if uses or any(p == "share" for k in controls if not k.scope for p, _ in k.purposes):
        denials = [d for d in denials if d.topic != CLOSED]
    uses = [u for u in uses if HEARD not in u.flags]
    told = [c for c in uses if "doubt" not in c.flags]
    if told and len(told) < len(uses) and all("weak" in c.flags for c in told):
        # "no marketing by others without consent" says nothing of what else goes out
        return Settled(Say.UNSTATED, [], "consent is asked for marketing, but data is given out otherwise")
    if told or not denials:
        return settle_least(told, denials, controls, governs) if told else Settled(Say.UNSTATED, [], _SILENT)
    advertised = any("doubt" in c.flags and "open" not in c.flags for c in uses)  # data does go out, if of other rows
    firm = [d for d in denials if "everyone" in d.flags or (not d.topic and not (advertised and ANY in d.data))]
    own = {d.start for d in denials}
    others = [k for k in controls if not k.scope and k.start not in own]
    refusable = any(p == "share" for k in others for p, _ in k.purposes)  # what can be refused is done
    if firm or (not uses and not refusable):
        return Settled(Say.NEVER, firm or denials, "the document denies this use")
    return Settled(Say.UNSTATED, [], "sale is denied, but data is given out otherwise")
