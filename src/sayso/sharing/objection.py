"""Written objections, ready to send, filled from a check: by the GDPR, by Californian law, and a plain one.

Not legal advice: each says which law it rests on and whom that law protects, and the plain one needs none.
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.say import Say
from sayso.sharing.case import Case
from sayso.sharing.letter import Letter, to_service

#: Why a use touches the person's own situation (GDPR Art. 21(1)), where the policy's line does not say it.
_GROUNDS = {
    "train-ai": "what a model has learnt from me cannot be taken back",
    "improve": "it goes beyond what I came to the service for",
    "share": "I cannot know what others do with it, nor stop them",
    "review": "it is not meant for people whom I do not know",
}
_EUROPE = "If you live in the European Economic Area or the United Kingdom"
_MONTH = "Please confirm within one month of receiving this letter that you have done so (Article 12(3) GDPR)."


@dataclass(frozen=True, slots=True)
class Objection:
    """One letter. `law`: what it rests on, or empty. `whom`: for whom that law is. `name`: what the letter is."""

    law: str
    whom: str
    name: str
    letter: Letter


def objections(case: Case) -> tuple[Objection, ...]:
    """The letters that fit a finding: against a use that is made, or for taking back a consent."""
    found = [_withdrawal(case) if case.say in (Say.OPT_IN, Say.LEAVE) else _gdpr(case)]
    if case.purpose in ("share", "advertise") or case.finding.data.partition(".")[0] == "sensitive":
        found.append(_ccpa(case))
    return (*found, _plain(case))


def _gdpr(case: Case) -> Objection:
    """GDPR Art. 21: (1) for grounds of one's own; (2) and (3) against direct marketing, without any grounds."""
    if case.purpose == "advertise":
        law = "GDPR Article 21(2)"
        object_ = (
            "I object to this, and to any profiling for it, under Article 21(2) of the General Data Protection "
            "Regulation (GDPR). After this objection my personal data may no longer be used for direct marketing "
            "(Article 21(3))."
        )
    else:
        law = "GDPR Article 21(1)"
        grounds = ", given above" if case.note else f": {_GROUNDS.get(case.purpose, 'I did not give it for that')}"
        object_ = (
            "I object to this under Article 21(1) of the General Data Protection Regulation (GDPR), on grounds "
            f"relating to my particular situation{grounds}."
        )
    object_ += " As far as you rely on my consent, I withdraw it (Article 7(3))."
    letter = to_service(
        case, "Objection", [case.stand, object_], _asks(case, "Article 17(1)(c)"), (_MONTH,), law="GDPR"
    )
    return Objection(law, _EUROPE, "objection", letter)


def _withdrawal(case: Case) -> Objection:
    """GDPR Art. 7(3), where consent is asked for; Art. 7(4) and 21(1), where somebody else gives it or it is tied."""
    law = "GDPR Article 7(3)"
    withdraw = (
        "If I have ever agreed to this, I withdraw my consent under Article 7(3) of the General Data Protection "
        "Regulation (GDPR), for all that is still to come."
    )
    if case.say is Say.LEAVE:
        law += " and 21(1)"
        withdraw += (
            " Nobody else can consent for me, and a consent without which I could not take part is not freely given "
            "(Articles 4(11) and 7(4)). As far as you rely on anything else, I object under Article 21(1)."
        )
    asks = _asks(case, "Article 17(1)(b)")
    letter = to_service(case, "Withdrawal of consent", [case.stand, withdraw], asks, (_MONTH,), law="GDPR")
    return Objection(law, _EUROPE, "withdrawal of consent", letter)


def _ccpa(case: Case) -> Objection:
    """California: Civil Code 1798.120 (sale and sharing), 1798.121 (sensitive data); 11 CCR 7026(f), 7027(g)."""
    if case.finding.data.partition(".")[0] == "sensitive":
        law = "California Civil Code 1798.120 and 1798.121"
        direct = (
            "I am a resident of California. I direct you not to sell or share my personal information (Civil Code "
            "1798.120), and to limit the use and disclosure of my sensitive personal information to what the service "
            "that I asked for needs (Civil Code 1798.121)."
        )
        rule = "11 CCR 7026(f) and 7027(g)"
    else:
        law = "California Civil Code 1798.120"
        direct = (
            "I am a resident of California. I direct you not to sell my personal information, and not to share it for "
            "advertising across services (Civil Code 1798.120)."
        )
        rule = "11 CCR 7026(f)"
    demand = (
        f"Please do so as soon as you can, and no later than 15 business days from the day on which you receive this "
        f"({rule}), and tell those to whom you gave it since. You may not treat me worse for it (Civil Code 1798.125)."
    )
    letter = to_service(case, "Opt-out", [case.stand], (), (direct, demand), law="California")
    return Objection(law, "If you live in California", "opt-out", letter)


def _plain(case: Case) -> Objection:
    """For everybody: no law is named."""
    answer = "Please answer within 30 days. If you cannot do this, please tell me why, and how else I can refuse."
    letter = to_service(case, "Objection", [case.stand], _asks(case, ""), (answer,))
    return Objection("", "Wherever you live", "plain objection", letter)


def _asks(case: Case, erasure: str) -> tuple[str, ...]:
    erase = f", and erase what you keep for nothing else ({erasure})" if erasure else ""
    why = "on which legal basis you do so, " if erasure else ""
    unless = " unless I have agreed to it first" if case.finding.accepted is Say.OPT_IN else ""
    return (
        f"from now on, not to {case.act}{unless};",
        f"to take what you already hold out of such use{erase};",
        f"to tell me {why}whether you have done so already, and to whom you have given it.",
    )
