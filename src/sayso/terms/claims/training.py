"""What counts as training AI: where a sentence names it, and who is told not to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.terms.claims.train_say import CANNOT_REFUSE
from sayso.terms.lexicon import Hit
from sayso.terms.sentences import Sentence

#: From "train" to what is trained; further apart, another clause has begun.
_FAR = 140
_NEAR = 70

_STAFF = re.compile(
    r"\W*(?:(?:and|or|,) \w+ )*(?:our |or |otherwise |support )*(?:employees?|staff|personnel|agents?"
    r"|teams?|people|representatives|workforce|you\b|users|(?:courses?|materials?|sessions?|videos?)\b(?! to)"
    r"|(?:about|regarding)\b)"
)
_NOT_OBJECT = re.compile(
    r"[;|]|\. |<br>|\b(?:how|when|by|using|through|with(?! (?:your|respect))|via|powered|validate|(?:may|can"
    r"|will|to) be|allowing|enabling)\b|\bfor\b(?! (?:our|its)\b)"
)
_PART = re.compile(r"\b(?:including|such as|e\.g\.|like|in particular)|[,&]| and | or |[-–]")
_MADE_BY_AI = re.compile(
    r"-(?:generated|enhanced|assisted|driven)|[- ](?:agents?|chats?|interactions?|generated|policy"
    r"|policies|principles|act)\b"
)
_UNDERSTOOD = frozenset(
    {
        "better understand",
        "understand how",
        "understanding how",
        "learn how",
        "grow our business",
        "innovate",
        "innovation",
    }
)

#: "for the purpose of analytics, machine learning, testing": AI as a purpose of its own.
_FOR = re.compile(r"\b(?:for|purposes? of)\b[^.;:|]{0,200}$")
_PURPOSES = re.compile(
    r"\b(?:analy\w+|research|development|test\w*|improv\w+|enhanc\w+|train\w*|quality|marketing"
    r"|reporting|purposes?|personali[sz]\w+|security)\b|. for(?: our)? $"
)
_ITEM_BEFORE = re.compile(r"(?:,|\bfor(?: our| its| their)?|\bpurposes? of|\band|\bor|,? including|\()\s*$")
#: "Your content may be used for machine learning": AI as the one purpose.
_USED_FOR = re.compile(r"\bus(?:e|es|ed|ing)(?: [\w']+){0,6} (?:for|in)(?: our| its| their)? $")
_ONE_PURPOSE = re.compile(r"\s?(?:training|purposes?|development|\.|,|;|unless|if|only|$)")
_LEARNING = ("machine learning", "machine-learning", "deep learning")
_ITEM_AFTER = re.compile(r"\s?(?:,|\(|\)|;|\.|$|and |or |purposes?\b|developments?\b|training\b|research\b)")
_DEVELOPED_AFTER = re.compile(
    r"[\s-]*(?:models?|systems?|algorithms?|technolog\w+)?[\s-]*(?:developments?|improvements?|training"
    r"|fine-tuning)\b"
)

#: "create systems and models", "build machine learning models", "AI research".
_BUILT = re.compile(
    r"\b(?:build|builds|building|create|creates|creating|teach|teaching|evaluate"
    r"|evaluating)\b(?: (?!for\b|with\b|using\b|by\b)[\w',-]+){0,6} "
    r"(?:ai|artificial intelligence|machine[- ]learning|(?:language |generative |learning )?models"
    r"|algorithms|classifiers|llms?)\b"
    r"|\bresearch (?:and development )?(?:on|in|into|of|in areas like|in areas such as|including) (?:ai"
    r"|artificial intelligence|machine[- ]learning)\b"
)
_BARE_MODELS = re.compile(r"\b(?<!language )(?<!learning )(?<!generative )models$")
_AUTOMATIC = re.compile(r"\bautomat|\blearn|\btrain|\bpredict")
_OTHER_MODELS = re.compile(
    r"\b(?:pricing|business|statistical|financial|economic|3d|climate|revenue|statistics and) ?models?\b"
)


def training_at(s: Sentence, own: bool = True) -> int:
    """Where a sentence (or with `own` false, what introduces it) names the training of AI, or -1."""
    hits = s.hits if own else s.context.hits
    best = -1
    for m in hits:
        if m.code == "M" and not (
            own and _OTHER_MODELS.search(s.folded[max(0, m.start - s.start - 16) : m.end - s.start])
        ):
            at = _named(s, hits, m, own)
            if at >= 0 and (best < 0 or at < best):
                best = at
    if best < 0 and own and (b := _BUILT.search(s.folded)) and _learns(s, b):
        best = s.start + b.start()
    return best


def _learns(s: Sentence, built: re.Match[str]) -> bool:
    """Whether what is built is AI: a bare "models" may be any."""
    if _OTHER_MODELS.search(built.group()) or _MADE_BY_AI.match(s.folded[built.end() : built.end() + 20]):
        return False
    return not _BARE_MODELS.search(built.group()) or s.has("ai") or _AUTOMATIC.search(s.folded) is not None


def _named(s: Sentence, hits: Sequence[Hit], m: Hit, own: bool) -> int:
    if not own:  # the lead-in's words are out of sight: only what stands close, and ends it
        if m not in hits[-3:]:
            return -1
        return next(
            (h.start for h in hits if h.code in "ti" and 0 <= m.start - h.end < 40 and h.start >= s.context.start), -1
        )
    text, start = s.folded, s.start
    behind = text[m.end - start : m.end - start + 60]
    for h in hits:
        if h.code == "t" and _trained(text, h.start - start, h.end - start, m.start - start, m.end - start):
            return min(h.start, m.start)
        if h.code == "i" and h.end <= m.start and m.start - h.end < _NEAR and _improved(s, h, m, behind):
            return h.start
    if _DEVELOPED_AFTER.match(behind) and not _MADE_BY_AI.match(behind):
        return m.start
    before = text[max(0, m.start - start - 230) : m.start - start]
    if (
        "1" in s.codes
        and text[m.start - start :].startswith(_LEARNING)
        and _ONE_PURPOSE.match(behind)
        and _USED_FOR.search(before)
    ):
        return m.start
    if (
        ("u" in s.codes or "l" in s.codes or "u" in s.context.codes)
        and _ITEM_BEFORE.search(before)
        and _ITEM_AFTER.match(behind)
        and (f := _FOR.search(before))
        and _PURPOSES.search(f.group() + behind[:30])
    ):
        return m.start
    return -1


def _trained(text: str, start: int, end: int, model_start: int, model_end: int) -> bool:
    if model_start >= end:
        gap = text[end:model_start]
        if text[start:end].endswith("ed") and gap == " ":  # "trained models": what they are, not what is done
            return False
        return len(gap) < _FAR and not re.search(r"[;|]|\. |<br>", gap) and not _STAFF.match(text[end : end + 70])
    gap = text[model_end:start]
    if gap.strip(" -/") == "":
        return True
    return text[start:end].endswith("ed") and len(gap) < _NEAR and not re.search(r"[;|]|\. |<br>", gap)


def _improved(s: Sentence, h: Hit, m: Hit, behind: str) -> bool:
    """Whether AI is what is improved ("improve our services, including AI features"), not the means of it."""
    verb = s.folded[h.start - s.start : h.end - s.start]
    if verb in _UNDERSTOOD or _MADE_BY_AI.match(behind):
        return False
    gap = s.folded[h.end - s.start : m.start - s.start]
    if _NOT_OBJECT.search(gap):
        return False
    if verb.endswith("ed"):  # what AI is, or what was done; people's data is used to "improve" it
        return False
    other = any(p.code == "p" and h.end <= p.start < m.start for p in s.hits)
    return not other or _PART.search(gap) is not None


_YOU = (
    r"(?:you|users?|members?|customers?|visitors?|subscribers?|participants|anyone|others|no one"
    r"|no person|third part(?:y|ies)|developers?|licensees?)"
)
_BANNED = re.compile(
    r"\b" + _YOU + r"(?: (?:also|further|hereby|expressly|and your [\w ]{1,20}))? (?:may not|shall not|must not"
    r"|will not|cannot|can't|should not|agrees? not to|are not (?:permitted|allowed)|are prohibited"
    r"|agrees? that (?:you|they) (?:will|shall|may) not)\b"
    r"|\b(?:prohibited|forbidden) from\b|\bagree(?:s)? not to\b|\b(?:is|are) (?:\w+ )?(?:prohibited"
    r"|forbidden|not permitted|not allowed)\b"
    r"|\b(?:prohibits?|forbids?|(?:do|does) not (?:permit|allow)) (?:any|all|the|use|users?|you|others|anyone|our"
    r"|its)\b"
    r"|\bwithout (?:(?:our|the company's|its|the) )(?:\w+[ ,]+){0,4}(?:consent|permission"
    r"|authori[sz]ation|approval|agreement)"
    r"|^[\W_]*(?:do not|don't|never) (?:use|train|scrape|copy|develop|access|attempt|collect|enter|submit"
    r"|share|upload|provide|include)\b|^[\W_]*please (?:do not|don't|avoid)\b"
)
#: The licence that a site keeps to itself, its reservation of rights, warranties, definitions: no use of people's data.
_LEGAL = re.compile(
    r"\bnot (?:be )?(?:responsible|liable) for\b|\b(?:cannot|can't|do not|don't) (?:guarantee|warrant|ensure|control)\b"
    r"|\brepresents? and warrants?\b|\bindemnif|\bdoes not grant\b|\bno (?:right|licen[sc]e)\b"
    r"|\bpermission is\b|\breserves? (?:all )?(?:its |our )?rights?\b|\bthis reservation\b"
    r"|\b(?:scrap(?:e|ing)|crawl(?:ers?|ing)?|automated means)\b|\bterms that apply\b"
    r"|\b(?:third parties|others|other users|anyone)(?: who \w+)? (?:may|might|can"
    r"|could) (?:\w+ ){0,2}(?:use|access|copy|collect)\b"
    r"|\b(?:prohibit"
    r"|restrict)\w*,? [^.;]{0,60}\b(?:contractual|policies)\b"
)
_DEFINES = re.compile(r"[^.;]{0,40}[\"”*_]+ (?:\w+ )?(?:means|refers? to|shall mean|is defined)\b")
_BAN_LEAD = re.compile(r"(?:^|[YW])([^YW]*)N[^YW]*$")


#: An item whose lead-in stands apart: who acts cannot be told.
_ORPHAN = re.compile(r"\W*(?:(?:[ivx]+|[a-z]|\d+)[.)]\s*)?(?:to )?(?:use|using|copy|scrape|extract|collect)\b")


def addressed_to_others(s: Sentence, at: int) -> bool:
    """Whether the sentence tells people what they may not do, or only keeps rights: no say over their data."""
    if not s.context.codes and not re.search("[WYl]", s.codes) and not s.has("use") and _ORPHAN.match(s.folded):
        return True
    before = s.folded[: max(0, at - s.start)]
    if CANNOT_REFUSE.search(before):
        return False
    if _BANNED.search(before) or (
        "without" in s.folded and _BANNED.search(s.folded) and "W" not in s.codes[:3] and "1" not in s.codes
    ):
        return True
    if _DEFINES.match(s.folded) or _LEGAL.search(s.folded):
        return True
    lead = s.context.codes
    if (
        "N" in lead
        and _last_actor(lead[: lead.rindex("N")]) != "W"
        and "W" not in lead[lead.rindex("N") :]
        and re.search(r"[YK]|^\W*N|u", lead)
    ):
        return not re.search("[D1234]", lead[: lead.index("N")])
    return (
        s.has("conduct")
        and not s.has("license")
        and not re.search("[Wl]", s.context.codes + s.codes[: _own_before(s, at)])
    )


def _last_actor(codes: str) -> str:
    return next((c for c in reversed(codes) if c in "WY"), "")


def _own_before(s: Sentence, at: int) -> int:
    return sum(h.start < at for h in s.hits)
