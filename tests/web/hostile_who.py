"""Hostile requests by what is shown and by where they go: links, sessions, tokens, ids."""

from __future__ import annotations

from datetime import timedelta

from besieged import HERE, HIDDEN, SCRIPT
from hostile_requests import ANSWER, HS, LINK, Case, after, altered, bearer, cookie, get, link, post, second_link
from joserfc.jwk import OctKey

from sayso.web.links import Links

LINKS: dict[str, tuple[int, Case]] = {
    "a link whose signature is altered": (403, link(lambda b: altered(b, 2))),
    "a link whose content is altered": (403, link(lambda b: altered(b, 1))),
    "a link that is cut": (403, link(lambda b: b.link(b.ada)[:-5])),
    "a link that expired": (403, after(14.01, link(lambda b: b.link(b.ada, lasts=timedelta(days=0))))),
    "a link that was opened by another browser": (403, link(lambda b: b.used)),
    "a link that another person opened, beside a cookie of one's own": (403, link(lambda b: b.used, who="ada")),
    "a link of another desk": (403, link(lambda b: b.signed(HS | LINK, HIDDEN["link"]))),
    "a link that is signed by nobody": (
        403,
        link(lambda b: "eyJhbGciOiJub25lIiwidHlwIjoic2F5c28tbGluayJ9." + altered(b, 0).split(".")[1] + "."),
    ),
    "a link that is signed in another way": (
        403,
        link(lambda b: b.signed({"alg": "HS384"} | LINK, OctKey.import_key("x" * 48))),
    ),
    "a link that is signed with the desk's public key": (
        403,
        link(lambda b: b.signed(HS | LINK, OctKey.import_key(b.store.keys.all()[0].id))),
    ),
    "a link without a time": (403, link(lambda b: b.signed(HS | LINK, exp=None))),
    "a link whose time is no time": (403, link(lambda b: b.signed(HS | LINK, exp=10**40))),
    "a link that is a session": (403, link(lambda b: b.cookies["ada"][1])),
    "a link of no kind": (403, link(lambda b: b.signed(HS))),
    "a link that is a script": (403, link(lambda b: SCRIPT)),
    "a link that is empty": (422, link(lambda b: "")),
    "a link that is too long": (422, link(lambda b: "x" * 3000)),
    "a link with a zero byte": (403, link(lambda b: b.link(b.ada) + "\0")),
    "a link that climbs": (403, link(lambda b: f"{HERE}/open/../../{altered(b, 2)}")),
    "a link and a token": (422, lambda b: b.ask("POST", "/sessions", json={"link": b.link(b.ada), "token": "x"})),
    "neither": (422, post("/sessions", "", {})),
    "a token that opens nothing": (403, post("/sessions", "", {"token": "sayso_x_y"})),
}

SESSIONS: dict[str, tuple[int, Case]] = {
    "no cookie": (401, lambda b: b.ask("GET", b.me("ada") + "/asks")),
    "the cookie of another person, by its own name": (404, get("{ada}/asks", "ben")),
    "the cookie of another person, by the name of this one": (
        401,
        cookie(lambda b: (b.cookies["ada"][0], b.cookies["ben"][1])),
    ),
    "the cookie of another space": (404, get("{ada}/asks", "zoe")),
    "the host's cookie, for what a person is asked": (404, get("{ada}/asks", "boss")),
    "the host's cookie, for a person's receipt": (404, get("{ada}/receipt", "boss")),
    "the host's cookie, to answer for a person": (404, post("{ada}/answers", "boss", ANSWER)),
    "the host's cookie, to withdraw for a person": (404, post("{ada}/withdrawals", "boss", {})),
    "the host's cookie, to say aloud what a person can click": (409, post("{ada}/spoken-answers", "boss", ANSWER)),
    "the host's cookie, for what recorders are told": (403, get("{space}/outcomes", "boss")),
    "the host's cookie, for what must go again": (403, get("{space}/removals", "boss")),
    "the host's cookie, for the stream": (403, get("{space}/decisions", "boss")),
    "the host's cookie, in another space": (404, get("{other}/people", "boss")),
    "the host's cookie, for a second link of a person": (409, second_link("boss")),
    "the host's cookie, to open another space": (403, post("/spaces", "boss", {"kind": "meeting", "name": "More"})),
    "the host's cookie, for the audit": (403, get("/acts", "boss")),
    "a person's cookie, to turn a feature on": (403, post("{space}/features", "ada", {"feature": "recording"})),
    "a person's cookie, to turn a feature off": (403, post("{space}/features/summary/endings", "ada", {})),
    "a person's cookie, for who is here": (403, get("{space}/people", "ada")),
    "a person's cookie, for what the host sees": (403, get("{space}/features/summary", "ada")),
    "a person's cookie, for what recorders are told": (403, get("{space}/outcomes", "ada")),
    "a person's cookie, for what must go again": (403, get("{space}/removals", "ada")),
    "a person's cookie, for a link of another": (403, second_link("ada")),
    "a person's cookie, to erase": (403, post("/erasures", "ada", {"who": "ben@harbour.example"})),
    "a cookie that expired": (401, after(14.01, get("{ada}/asks", "ada"))),
    "a cookie of another desk": (
        401,
        cookie(lambda b: b.cookie(b.space, b.ada, Links("another desk's secret, just as long"))),
    ),
    "a cookie that is a link": (401, cookie(lambda b: (b.cookies["ada"][0], b.link(b.ada)))),
    "a cookie that is altered": (401, cookie(lambda b: (b.cookies["ada"][0], b.cookies["ada"][1][:-4] + "AAAA"))),
    "a cookie that is signed by nobody": (401, cookie(lambda b: (b.cookies["ada"][0], "eyJhbGciOiJub25lIn0.e30."))),
    "a cookie that is too long": (401, cookie(lambda b: (b.cookies["ada"][0], "x" * 20_000))),
    "a cookie behind a hundred others": (
        401,
        lambda b: b.ask(
            "GET", b.me("ada") + "/asks", cookies=[*((f"sayso-{n}", "x") for n in range(100)), b.cookies["ada"]]
        ),
    ),
    "a cookie that is a script": (401, cookie(lambda b: (b.cookies["ada"][0], SCRIPT.replace(";", "")))),
    "a cookie of a token that was revoked": (
        401,
        lambda b: b.ask("GET", "/acts", cookies=[b.cookie("", "", token=b.tokens["revoked"].split("_")[1])]),
    ),
    "a good cookie beside a token that is none": (
        401,
        lambda b: b.ask("GET", b.me("ada") + "/asks", "ada", headers={"Authorization": "Bearer x"}),
    ),
}

TOKENS: dict[str, tuple[int, Case]] = {
    "nothing": (401, get("/acts", "")),
    "a token that there is not": (401, bearer(lambda b: "Bearer sayso_0123456789ab_secret")),
    "another token's secret": (
        401,
        bearer(lambda b: "Bearer " + "_".join([*b.tokens["host"].split("_")[:2], b.tokens["admin"].split("_", 2)[2]])),
    ),
    "a token that is cut": (401, bearer(lambda b: "Bearer " + b.tokens["admin"][:-1])),
    "a token that expired": (401, get("/acts", "expired")),
    "a token that was revoked": (401, get("/acts", "revoked")),
    "a token that was rotated away": (401, get("/acts", "rotated")),
    "a token as a password": (401, bearer(lambda b: f"Basic {b.tokens['admin']}")),
    "an empty token": (401, bearer(lambda b: "Bearer ")),
    "a token of strange letters": (401, bearer(lambda b: "Bearer sayso_é_ü".encode())),
    "a token that is a query": (401, bearer(lambda b: "Bearer sayso_x'OR'1'='1_x")),
    "a token of a hundred thousand letters": (401, bearer(lambda b: "Bearer sayso_" + "x" * 100_000)),
    "a token in the address": (400, lambda b: b.ask("GET", f"/acts?token={b.tokens['admin']}")),
    "two tokens": (
        400,
        lambda b: b.ask("GET", "/acts", "admin", headers=[("Authorization", f"Bearer {b.tokens['host']}")]),
    ),
    "a host's token, for the audit": (403, get("/acts", "host")),
    "a host's token, for what recorders are told": (403, get("{space}/outcomes", "host")),
    "a host's token, for what must go again": (403, get("{space}/removals", "host")),
    "a host's token, for the stream": (403, get("{space}/decisions", "host")),
    "a host's token, to answer for a person": (403, post("{ada}/answers", "host", ANSWER)),
    "a host's token, for a person's receipt": (403, get("{ada}/receipt", "host")),
    "a host's token, for a second link of a person": (409, second_link("host")),
    "a recorder's token, to turn a feature on": (403, post("{space}/features", "record", {"feature": "recording"})),
    "a recorder's token, to answer for a person": (403, post("{ada}/answers", "record", ANSWER)),
    "a recorder's token, for the host's own link": (403, post("{space}/links", "record", {})),
    "a recorder's token, to erase": (403, post("/erasures", "record", {"who": "ben@harbour.example"})),
    "an administrator's token, to answer for a person": (403, post("{ada}/answers", "admin", ANSWER)),
    "an administrator's token, for what a person answered": (403, get("{ada}/consents", "admin")),
    "an administrator's token, for what recorders are told": (403, get("{space}/outcomes", "admin")),
    "an administrator's token, for what must go again": (403, get("{space}/removals", "admin")),
    "a host's token of another owner": (404, get("{space}/people", "other host")),
    "a host's token of another owner, to turn a feature on": (
        404,
        post("{space}/features", "other host", {"feature": "recording"}),
    ),
    "a recorder's token of another owner": (404, get("{space}/outcomes", "other record")),
    "a recorder's token of another owner, for what must go": (404, get("{space}/removals", "other record")),
    "the stream of a space of another owner": (404, get("{space}/decisions", "other record")),
    "the stream, to nobody": (401, get("{space}/decisions", "")),
    "the stream, to a person": (403, get("{space}/decisions", "ada")),
}

IDS: dict[str, tuple[int, Case]] = {
    "a space that there is not": (404, get("/spaces/AAAAAAAAAAAAAAAA/people", "host")),
    "a space that climbs": (404, get("/spaces/..%2F..%2F..%2Fetc%2Fpasswd", "host")),
    "a space that climbs without being written so": (404, get("/spaces/%2E%2E/acts", "host")),
    "a space with a zero byte": (404, get("/spaces/x%00", "host")),
    "a space with a new line": (404, lambda b: b.ask("GET", f"/spaces/{b.space}%0A", "host")),
    "a space that is a query": (404, get("/spaces/x'%20OR%20'1'%3D'1", "host")),
    "a space that is too long": (404, get("/spaces/" + "x" * 65, "host")),
    "a space of letters that look alike": (404, get("/spaces/%EF%BC%A1%EF%BC%A2", "host")),
    "a space that is no text": (404, get("/spaces/%FF%FE", "host")),
    "a space that is a script": (404, get("/spaces/%3Cscript%3Ealert('echo')%3C%2Fscript%3E", "host")),
    "an address with a slash too many": (
        404,
        lambda b: b.ask("GET", f"/spaces/{b.space}/", "host", headers={"Host": "evil.example"}),
    ),
    "a person of another space": (
        404,
        lambda b: b.ask("POST", f"/spaces/{b.space}/people/{b.zoe}/leavings", "host", json={}),
    ),
    "a person that there is not, to link": (404, post("{space}/links", "host", {"person": "AAAAAAAAAAAA"})),
    "a person of another space, to link": (
        404,
        lambda b: b.ask("POST", f"/spaces/{b.space}/links", "record", json={"person": b.zoe}),
    ),
    "a feature that there is not": (404, post("{space}/features", "host", {"feature": "telepathy"})),
    "a feature that was never turned on": (404, get("{space}/features/recording", "host")),
    "a feature that is no word": (404, get("{space}/features/SUMMARY/preview", "host")),
    "a webhook that there is not": (404, post("/webhooks/AAAA/endings", "admin", {})),
    "a connector that there is not": (404, post("/connectors/AAAA/endings", "admin", {})),
    "a cursor that is none": (400, get("/acts?cursor=AAAA", "admin")),
    "a cursor of another list": (400, get("/spaces?cursor=MQ", "host")),
    "a cursor that is a script": (400, get("/acts?cursor=%3Cscript%3Ealert(1)%3C/script%3E", "admin")),
    "a cursor past all numbers": (400, get("/acts?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "admin")),
    "a limit of none": (400, get("/acts?limit=0", "admin")),
    "a limit that is too high": (400, get("/acts?limit=1000000", "admin")),
    "a limit that is no number": (400, get("/acts?limit=1;DROP TABLE act", "admin")),
    "a limit twice": (400, get("/acts?limit=1&limit=2", "admin")),
    "a question where none is asked for": (400, get("{space}?verbose=1", "host")),
    "an address of the API that there is not": (404, get("/secrets", "admin")),
}
