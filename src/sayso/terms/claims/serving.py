"""Whether a recipient serves the company, or has purposes of its own.

Processors, those who get what the person ordered, authorities and those who fight fraud are no third parties of the
column `share` (guideline).
"""

from __future__ import annotations

import re

from sayso.terms.claims.recipients import Kind, Recipient
from sayso.terms.sentences import Sentence

# What makes a bare "third parties" a recipient in its own right.
OWN_PURPOSE = re.compile(
    r"\b(?:their|its) own\b(?! (?:privacy|terms|polic|cookie))|purposes of their own|their (?:ai )?models\b|"
    r"\bai (?:compan|develop|labs?\b|firms?\b)|under their (?:own )?control|for (?:their|direct|"
    r"third[- ]part\w+(?:'s?)?) (?:\w+ ){0,2}(?:marketing|purposes|use\b)|market(?:ing)? (?:purposes|their|to you)|"
    r"advertis|\bads?\b|commercial purposes|any (?:lawful |business |other )?purposes?\b|in exchange for|monetary|"
    r"valuable consideration|interest you|to (?:use|display|market|promote)\b|academic|research (?:purposes|institut)|"
    r"publicly accessible|participat|sponsor|joint(?:ly)?\b|co-?brand|co-?organi[sz]|"
    r"their (?:\w+ )?(?:products|goods|offers)|send you"
)
# Those who work for the service are not third parties with purposes of their own.
FOR_US = re.compile(
    r"\b(?:on (?:our|their|its) behalf|(?:provid|perform|process)\w* (?:[\w-]+ ){0,4}(?:services?|functions|tasks|"
    r"operations|support) (?:for|to) us|(?:help|assist|enabl|support)\w* us\b|"
    r"y?our instruction|process(?:ors?|ing) (?:data )?for us|act(?:ing)? for us|work(?:ing)? for us|"
    r"service providers?|sub-?processors?|perform (?:their|its) (?:services|work|functions)|"
    r"(?:who|that|which) (?:help|assist|support|provide|perform|host|process)|we (?:engage|hire|contract|"
    r"employ)\b|(?:part\w+|compan\w+|that|which|whom) we use\b|perform (?:services|functions))"
)
_BESIDE = re.compile(
    r", (?:and |or )?(?:other )?service providers\b(?! (?:who|that|which|to|for)\b)|"
    r"\bother service providers (?=or |and )"
)
_FOR_THEM = re.compile(r"their own (?:\w+ (?:\w+ )?(?:\w+ )?)?(?:purposes|use|marketing)\b")
_TO_SERVE = re.compile(
    r"to (?:provide|give|offer|deliver|perform|operate|fulfil|complete|process) (?:you|a|the|our|these|its|this|"
    r"your)\b"
)
LEGAL = re.compile(
    r"merger|acqui[sr]|bankrupt|insolven|subpoena|court|law enforcement|reorgani|required by law|comply with|"
    r"legal (?:process|obligation|claim|advis)|fraud|audit|due diligence|sale of|unlawful|illegal"
)
_AGAINST_FRAUD = re.compile(
    r"\bfraud (?:protection|prevention|detection)|\bcredit risk|\bfight(?:ing)? (?:fraud|spam|abuse)"
)
_COMPLIANCE = re.compile(r"law enforcement|compliance with|comply with|required by law")


def serves(s: Sentence, r: Recipient, deidentified: bool) -> bool:
    """Whether a recipient works for the service, receives by law, or is named without any purpose of its own."""
    text = s.folded
    # "vendors, business partners and other service providers": a list of both
    about = _BESIDE.sub(" ", text) if r.kind is not Kind.BARE and "service provider" in text else text
    if FOR_US.search(about) and not _FOR_THEM.search(text):
        return True
    if LEGAL.search(text) and (r.kind is Kind.BARE or _COMPLIANCE.search(text)) and not _FOR_THEM.search(text):
        return True
    if r.kind is Kind.PARTNER and _AGAINST_FRAUD.search(text) and not OWN_PURPOSE.search(text):
        return True
    if r.kind is not Kind.BARE:
        return bool(_TO_SERVE.search(text, r.end - s.start) and not OWN_PURPOSE.search(text)) and "G" not in s.codes
    if _TO_SERVE.search(text) and "G" not in s.codes:
        return True
    return not deidentified and not OWN_PURPOSE.search(text)
