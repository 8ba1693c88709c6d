"""Hostile requests by what they say: bodies, names, declarations, headers, methods, sizes."""

from __future__ import annotations

import gzip
import json

from besieged import HERE, SCRIPT
from hostile_requests import (
    ANSWER,
    AUDIO,
    PROVIDE,
    Case,
    answer,
    chunks,
    comes,
    feature,
    from_site,
    get,
    notice,
    post,
    says,
)

BODIES: dict[str, tuple[int, Case]] = {
    "nothing where something is asked for": (422, answer(b"")),
    "no JSON": (422, answer(b"hello")),
    "JSON that is cut": (422, answer(json.dumps(ANSWER).encode()[:-1])),
    "JSON with more behind it": (422, answer(json.dumps(ANSWER).encode() + b"{}")),
    "a list": (422, answer([ANSWER])),
    "null": (422, answer(b"null")),
    "a text": (422, answer(b'"summary"')),
    "a key twice": (
        422,
        answer(b'{"feature":"recording","feature":"summary","version":1,"says":{"content.audio provide":"refused"}}'),
    ),
    "a use twice": (
        422,
        answer(b'{"feature":"summary","version":1,"says":{"a b":"given","a b":"given"}}'),
    ),
    "no number": (422, answer(b'{"feature":"summary","version":NaN,"says":{"content.audio provide":"refused"}}')),
    "infinity": (422, answer(b'{"feature":"summary","version":Infinity,"says":{"content.audio provide":"refused"}}')),
    "a number of ten thousand digits": (
        422,
        answer(b'{"feature":"summary","version":' + b"9" * 10_000 + b',"says":{}}'),
    ),
    "a number past all others": (422, answer(b'{"feature":"summary","version":1e999,"says":{}}')),
    "a fraction": (422, answer(says(version=1.5))),
    "a number as text": (422, answer(says(version="1"))),
    "true as a number": (422, answer(says(version=True))),
    "a version below the first": (422, answer(says(version=0))),
    "a version that was not asked about": (409, answer(says(version=2))),
    "a feature that was not asked about": (409, answer(says(feature="recording"))),
    "a use that is none of the feature's": (409, answer(says(says={"content.video provide": "given"}))),
    "a use that is a script": (422, answer(says(says={SCRIPT: "given"}))),
    "no answer to anything": (422, answer(says(says={}))),
    "an answer that is none": (422, answer(says(says={AUDIO: "perhaps"}))),
    "an answer that only the desk gives": (422, answer(says(says={AUDIO: "withdrawn"}))),
    "an answer in capitals": (422, answer(says(says={AUDIO: "GIVEN"}))),
    "answers to a thousand uses": (422, answer(says(says={f"data.x{n} provide": "given" for n in range(1000)}))),
    "something that was not asked for": (422, answer(says(how="standing policy"))),
    "somebody else to be": (422, answer(says(person="AAAA", by="host"))),
    "a prototype": (
        422,
        answer(
            b'{"__proto__":{"unseen":true},"feature":"summary","version":1,"says":{"content.audio provide":"refused"}}'
        ),
    ),
    "lists in lists, deep": (422, answer(b"[" * 30_000)),
    "objects in objects, deep": (422, answer(b'{"says":' * 7_000 + b"1" + b"}" * 7_000)),
    "bytes that are no text": (422, answer(b'{"feature":"\xff\xfe"}')),
    "text of sixteen bits": (422, answer(json.dumps(ANSWER).encode("utf-16"))),
    "half a letter": (
        422,
        answer(b'{"feature":"summary\\ud800","version":1,"says":{"content.audio provide":"refused"}}'),
    ),
    "a zero byte": (422, answer(says(feature="summary\0"))),
    "a new line at the end": (422, answer(says(feature="summary\n"))),
    "packed JSON": (422, answer(gzip.compress(json.dumps(ANSWER).encode()), content_encoding="gzip")),
    "a body with what is read": (400, lambda b: b.ask("GET", b.me("ada") + "/asks", "ada", content=b"{}")),
}

NAMES: dict[str, tuple[int, Case]] = {
    "a name that is a script": (422, comes(name=SCRIPT)),
    "an address that is a script": (422, comes(who=SCRIPT)),
    "a space that is called a script": (422, post("/spaces", "host", {"kind": "meeting", "name": SCRIPT})),
    "a name with a picture that runs something": (422, comes(name="Gus<img src=x onerror=alert('echo')>")),
    "a name that ends what stands around it": (422, comes(name="</title><script>alert('echo')</script>")),
    "a name with a comment": (422, comes(name="<!-- Gus")),
    "a name that is empty": (422, comes(name="")),
    "a name of spaces": (422, comes(name="   ")),
    "a name that is too long": (422, comes(name="G" * 201)),
    "a name of a million letters": (413, comes(name="G" * 1_000_000)),
    "a name with a zero byte": (422, comes(name="Gus\0")),
    "a name with a new line": (422, comes(name="Gus\nrefused")),
    "a name that moves a terminal": (422, comes(name="\x1b[2JGus")),
    "a name that runs backwards": (422, comes(name="Gus \u202eadA")),
    "a name with a line separator": (422, comes(name="Gus\u2028Ada")),
    "a name that is a number": (422, comes(name=7)),
    "a kind that there is not": (422, comes(kind="ghost")),
    "a relation that there is not": (422, comes(relation="boss")),
    "a space of a kind that there is not": (422, post("/spaces", "host", {"kind": "court", "name": "X"})),
    "a space of another owner": (422, post("/spaces", "host", {"kind": "meeting", "name": "X", "owner": "sales"})),
}

DECLARED: dict[str, tuple[int, Case]] = {
    "training that is needed": (409, feature({"data": "content.audio", "purpose": "train-ai", "needed": True})),
    "a feature that needs nothing": (409, feature({"data": "content.audio", "purpose": "train-ai", "needed": False})),
    "a use that is declared twice": (409, feature(PROVIDE, PROVIDE)),
    "data that there is not": (422, feature({"data": "content.soul", "purpose": "provide", "needed": True})),
    "a purpose that there is not": (422, feature({"data": "content.audio", "purpose": "x", "needed": True})),
    "a version that leaves one out": (409, feature(version=7)),
    "a version that there is": (409, feature(version=1)),
    "a mode in which refusing means leaving": (422, feature(mode="leave")),
    "a feature that is a script": (422, feature(name=SCRIPT)),
    "a feature without uses": (422, feature(uses=[])),
    "a notice for a feature that there is not": (404, notice(feature="telepathy")),
    "a notice of a version that there is": (409, notice(version="demo-summary-1")),
    "a notice of a day that there is not": (422, notice(date="2026-02-31")),
    "a notice of no day": (422, notice(date="soon")),
    "a notice that leads to a script": (422, notice(withdraw_at="javascript:alert('echo')")),
    "a notice that leads into a page": (422, notice(rights_at="data:text/html,alert('echo')")),
    "a notice of a country that is none": (422, notice(jurisdiction="Ireland")),
    "a notice that keeps things for ever": (422, notice(retention="for ever")),
    "a notice with a ground that there is not": (422, notice(grounds={AUDIO: {"say": "leave-or-else"}})),
    "a webhook to this machine": (
        409,
        post("/webhooks", "admin", {"address": "https://127.0.0.1/x", "kinds": ["desk.acted"]}),
    ),
    "a webhook to what tells a cloud's secrets": (
        409,
        post("/webhooks", "admin", {"address": "https://169.254.169.254/x", "kinds": ["desk.acted"]}),
    ),
    "a webhook in the open": (
        409,
        post("/webhooks", "admin", {"address": "http://other.example/x", "kinds": ["desk.acted"]}),
    ),
    "a webhook to a file": (
        422,
        post("/webhooks", "admin", {"address": "file:///etc/passwd", "kinds": ["desk.acted"]}),
    ),
    "a webhook for what never happens": (
        422,
        post("/webhooks", "admin", {"address": "https://other.example/x", "kinds": ["person.sighed"]}),
    ),
    "a policy that is none": (422, post("{ada}/policies", "ada", {"policy": SCRIPT})),
    "a policy that reads a file": (422, post("{ada}/policies", "ada", {"policy": 'version = 1\nextends = "x"'})),
    "a policy that is too long": (422, post("{ada}/policies", "ada", {"policy": "#" * 20_001})),
    "a policy for another person": (404, post("{ada}/policies", "ben", {"policy": "version = 1"})),
    "a policy by the host": (404, post("{ada}/policies", "boss", {"policy": "version = 1"})),
    "a moment that is none": (400, get("{space}/outcomes?at=yesterday", "record")),
    "a feature that is on already": (409, post("{space}/features", "host", {"feature": "summary"})),
    "an end of what is not on": (409, post("{space}/features/recording/endings", "host", {})),
    "an erasure of nobody": (422, post("/erasures", "admin", {"who": ""})),
}

HEADERS: dict[str, tuple[int, Case]] = {
    "JSON as plain text": (415, answer(ANSWER, content_type="text/plain")),
    "JSON as a form": (415, answer(ANSWER, content_type="application/x-www-form-urlencoded")),
    "JSON of no kind": (415, answer(ANSWER, content_type="")),
    "JSON of two kinds": (
        400,
        lambda b: b.ask(
            "POST",
            b.me("ada") + "/answers",
            "ada",
            content=b"{}",
            headers=[("Content-Type", "application/json"), ("Content-Type", "text/plain")],
        ),
    ),
    "an idempotency key with a space": (400, answer(ANSWER, idempotency_key="a b")),
    "an idempotency key that is empty": (400, answer(ANSWER, idempotency_key="")),
    "an idempotency key that is too long": (400, answer(ANSWER, idempotency_key="x" * 201)),
    "two idempotency keys": (
        400,
        lambda b: b.ask(
            "POST",
            b.me("ada") + "/answers",
            "ada",
            json=ANSWER,
            headers=[("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
        ),
    ),
    "an idempotency key again, with another answer": (422, answer(ANSWER, idempotency_key="once")),
    "an idempotency key again, at another address": (422, post("{ada}/withdrawals", "ada", {}, Idempotency_Key="once")),
    "an idempotency key again, by another person": (
        404,
        lambda b: b.ask("POST", b.me("ada") + "/answers", "ben", **b.given),
    ),
    "an idempotency key again, by the host": (
        404,
        lambda b: b.ask("POST", b.me("ada") + "/answers", "boss", **b.given),
    ),
    "an idempotency key again, by nobody": (401, lambda b: b.ask("POST", b.me("ada") + "/answers", **b.given)),
    "a place in a stream that is none": (
        400,
        lambda b: b.ask("GET", f"/spaces/{b.space}/decisions", "record", headers={"Last-Event-ID": "1 OR 1"}),
    ),
    "another method, in a header": (
        405,
        lambda b: b.ask("PUT", f"/spaces/{b.space}", "host", headers={"X-HTTP-Method-Override": "POST"}),
    ),
    "no origin": (403, from_site()),
    "the origin of another site": (403, from_site(Origin="https://evil.example", Sec_Fetch_Site="cross-site")),
    "the origin of another site, with ours at its end": (403, from_site(Origin="http://127.0.0.1:8420.evil.example")),
    "no origin that can be told": (403, from_site(Origin="null", Sec_Fetch_Site="cross-site")),
    "a site beside ours": (403, from_site(Origin=HERE, Sec_Fetch_Site="same-site")),
    "another site that claims our name": (
        403,
        from_site(Origin="https://evil.example", Host="evil.example.", Sec_Fetch_Site="cross-site"),
    ),
}

METHODS: dict[str, tuple[int, Case]] = {
    **{
        f"{method} of a space": (405, lambda b, method=method: b.ask(method, f"/spaces/{b.space}", "host"))  # type: ignore[misc]
        for method in ("DELETE", "PUT", "PATCH", "TRACE", "OPTIONS", "POST", "BREW")
    },
    "HEAD of what is only sent": (405, lambda b: b.ask("HEAD", "/sessions")),
    "GET of what is only sent": (405, get("/erasures", "admin")),
    "DELETE of a person's answers": (405, lambda b: b.ask("DELETE", b.me("ada") + "/answers", "ada")),
    "POST to the description": (405, lambda b: b.ask("POST", "/openapi.json", json={})),
}

SIZES: dict[str, tuple[int, Case]] = {
    "more than a request may hold": (413, answer(b" " * (64 * 1024 + 1))),
    "much more, in pieces": (
        413,
        lambda b: b.ask("POST", b.me("ada") + "/answers", "ada", content=chunks(10_000, 100)),
    ),
    "less than it says": (422, answer(b"{}", content_length="5")),
    "a length that is none": (422, answer(b"{}", content_length="-1")),
    "an address of a hundred thousand letters": (404, get("/spaces/" + "x" * 60_000, "host")),
}
