"""TDMRep: the reservation of rights over text and data mining (W3C community report, Directive (EU) 2019/790, Art. 4).

    [{"location": "/", "tdm-reservation": 1}]          /.well-known/tdmrep.json
    tdm-reservation: 1                                  header of a response
    <meta name="tdm-reservation" content="1">           in the head of a page

`1`: mining is reserved, ask first; `0`: mine without asking; anything else: unset. A policy beside it can offer a
licence: an ODRL offer to mine once consent is obtained.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from sayso.say import Say
from sayso.sharing.signals.paths import matched, normal
from sayso.sharing.signals.signal import (
    CONTENT,
    MOST_BYTES,
    Cells,
    Signal,
    address,
    allowed_freely,
    for_everyone,
    json_of,
    losses,
    own_kinds,
    refused,
    spread,
)
from sayso.sharing.statement import SharingStatement
from sayso.vocabulary import purposes as known_purposes

#: Where a site's file stands.
FILE = "/.well-known/tdmrep.json"
#: The uses that are mining by their nature: what is reserved or granted is read as these.
MINING = ("train-ai", "research")
#: The forms that a reservation can take.
FORMS = ("file", "header", "meta", "policy")

_PROFILE = "http://www.w3.org/ns/tdmrep"
#: As the report wants it, to the letter: this one document cannot bring its context with it.
_CONTEXT = ["http://www.w3.org/ns/odrl.jsonld", "http://www.w3.org/ns/tdmrep.jsonld"]

#: What the format never says.
NEVER_SAID = (
    "It reserves or releases all mining of what is served, whatever it is for and whatever kind of data it is.",
    "In the European Union, research organisations may mine for scientific research all the same.",
    "It says nothing of data that is not published at that address.",
)


def write(statement: SharingStatement, form: str = "file", url: str = "") -> Signal:
    """The reservation in one of `FORMS`; `url` is where a policy about it stands. Raises `AddressError`.

    Empty where the policy neither refuses mining nor freely allows every use of content.
    """
    statement = for_everyone(statement)
    if form == "policy":
        return _policy(statement, url)
    value, link = reservation(statement), address(url) if url else ""
    lost = losses(statement, spread(_heard(value), statement), NEVER_SAID)
    if value is None:
        return Signal("", lost)
    fields = {"tdm-reservation": value} | ({"tdm-policy": link} if link and value else {})
    if form == "header":
        return Signal("".join(f"{name}: {v}\n" for name, v in fields.items()), lost)
    if form == "meta":
        comments = "".join(f"<!-- {sentence} -->\n" for sentence in lost)
        # `&` is the one character of an address that means something in an attribute.
        metas = "".join(f'<meta name="{n}" content="{str(v).replace("&", "&amp;")}">\n' for n, v in fields.items())
        return Signal(comments + metas, lost, told=True)
    return Signal(json.dumps([{"location": "/", **fields}], indent=2) + "\n", lost)


def reservation(statement: SharingStatement) -> int | None:
    """1 where mining any content is not accepted without being asked; 0 only where every use of it is free."""
    content = (*CONTENT, *own_kinds(statement, "content"))
    if any(refused(statement, data, purpose) for data in content for purpose in MINING):
        return 1
    free = all(allowed_freely(statement, data, purpose) for data in content for purpose in known_purposes())
    return 0 if free else None


def read_file(text: str, path: str = "/") -> Cells:
    """What a site's file says of one path: the first rule that matches it. A rule that is not understood says nothing,
    and nor do those after it."""
    try:
        rules = json_of(text)
    except ValueError:
        return {}
    place = normal(path)
    for rule in rules if isinstance(rules, list) else ():
        if not isinstance(rule, dict) or not isinstance(location := rule.get("location"), str):
            return {}
        if matched(location, place) is not None:
            value = rule.get("tdm-reservation")
            return _heard(value) if type(value) is int else {}
    return {}


def read_header(text: str) -> Cells:
    """What response headers say; other fields among them are passed over. Of several, any refusal counts."""
    if len(text) > MOST_BYTES:
        return {}
    lines = (line.partition(":") for line in text.splitlines())
    return _of_all([value.strip(" \t") for name, _, value in lines if name.lower() == "tdm-reservation"])


def read_meta(html: str) -> Cells:
    """What a page says. A refusal counts wherever it stands; a release only in the head, which no visitor writes."""
    from selectolax.lexbor import LexborHTMLParser

    if len(html) > MOST_BYTES:
        return {}
    page = LexborHTMLParser(html)
    values = {
        where: [
            (meta.attributes.get("content") or "").strip()
            for meta in page.css(f"{where} meta")
            if (meta.attributes.get("name") or "").lower() == "tdm-reservation"
        ]
        for where in ("head", "body")
    }
    return _heard(1) if "1" in values["body"] else _of_all(values["head"])


def _of_all(values: Iterable[str]) -> Cells:
    said = set(values)
    return _heard(1) if "1" in said else _heard(0) if said == {"0"} else {}


def _heard(value: int | None) -> Cells:
    say = {1: Say.NEVER, 0: Say.NO_SAY}.get(value) if value is not None else None
    return {(data, purpose): say for data in CONTENT for purpose in MINING} if say else {}


def _policy(statement: SharingStatement, url: str) -> Signal:
    """The ODRL offer to mine once consent is obtained, where a person would consider it for all content."""
    content = (*CONTENT, *own_kinds(statement, "content"))
    offered = all(statement.cells[d, p].least not in (None, Say.NEVER) for d in content for p in MINING)
    lost = (
        "It offers one thing: to mine what is served once consent is obtained. Nothing else of the policy is in it.",
        "It has the contexts of ODRL and TDMRep by their addresses, because the report wants them so.",
    )
    if not offered:
        return Signal("", ("There is nothing to offer: some mining is refused outright, or undecided.", *lost))
    uid = address(url) if url else uuid.uuid5(uuid.NAMESPACE_URL, f"sayso:{statement.version}").urn
    parts = urlsplit(uid)
    site = f"{parts.scheme}://{parts.netloc}"
    offer: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Offer",
        "profile": _PROFILE,
        "uid": uid,
        "assigner": {"uid": site if url else f"{uid}#assigner", "vcard:fn": statement.name},
        "permission": [
            {
                "target": f"{site}/" if url else f"{uid}#content",
                "action": "tdm:mine",
                "duty": [{"action": "obtainConsent"}],
            }
        ],
    }
    if url:
        offer["assigner"]["vcard:hasURL"] = url
    return Signal(json.dumps(offer, indent=2) + "\n", lost)
