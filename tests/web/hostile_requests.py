"""How hostile requests are sent: each kind in a word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
from besieged import API, HERE, NOW, Besieged

Case = Callable[[Besieged], httpx.Response]
HS, LINK, SESSION = {"alg": "HS256"}, {"typ": "sayso-link"}, {"typ": "sayso-session"}
AUDIO = "content.audio provide"
ANSWER = {"feature": "summary", "version": 1, "says": {AUDIO: "refused"}}
NOTICE: dict[str, Any] = {
    "feature": "summary", "version": "v2", "date": "2026-05-02", "jurisdiction": "IE", "storage": "IE",
    "controller": {"id": "https://harbour.example/", "name": "Harbour Ltd", "email": "privacy@harbour.example"},
    "retention": "P30D", "withdraw_at": f"{HERE}/", "rights_at": "https://harbour.example/rights",
}  # fmt: skip
PROVIDE = {"data": "content.audio", "purpose": "provide", "needed": True}
FEATURE = {"name": "summary", "version": 2, "mode": "each", "uses": [PROVIDE]}


def link(made: Callable[[Besieged], str], **more: Any) -> Case:
    """Somebody shows a link."""
    return lambda b: b.ask("POST", "/sessions", json={"link": made(b)}, **more)


def cookie(made: Callable[[Besieged], tuple[str, str]], whose: str = "ada") -> Case:
    """Somebody shows a cookie to see what a person is asked."""
    return lambda b: b.ask("GET", b.me(whose) + "/asks", cookies=[made(b)])


def bearer(shown: Callable[[Besieged], str | bytes]) -> Case:
    """Somebody shows a token, or what looks like one, to read the audit."""
    return lambda b: b.ask("GET", "/acts", headers={"Authorization": shown(b)})


def get(path: str, who: str) -> Case:
    """Somebody reads. In a path, names of people stand for where their own things are."""
    return lambda b: b.ask("GET", at(b, path), who)


def post(path: str, who: str, body: object, **headers: str) -> Case:
    """Somebody sends something as JSON."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda b: b.ask("POST", at(b, path), who, json=body, headers=sent)


def second_link(who: str) -> Case:
    """Somebody asks for another link of Ada's."""
    return lambda b: b.ask("POST", f"/spaces/{b.space}/links", who, json={"person": b.ada})


def answer(body: bytes | object, **headers: str) -> Case:
    """Ada answers, with bytes of whatever kind."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda b: b.ask("POST", b.me("ada") + "/answers", "ada", content=content, headers=sent)


def from_site(**headers: str) -> Case:
    """Another site makes Ada's browser answer."""

    def sent(b: Besieged) -> httpx.Response:
        held = "=".join(b.cookies["ada"])
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        return b.client.post(API + b.me("ada") + "/answers", json=ANSWER, headers={"Cookie": held, **own})

    return sent


def after(days: float, case: Case) -> Case:
    """The same, later."""

    def waited(b: Besieged) -> httpx.Response:
        b.now += timedelta(days=days)
        try:
            return case(b)
        finally:
            b.now = NOW

    return waited


def says(**more: object) -> object:
    return {**ANSWER, **more}


def notice(**more: object) -> Case:
    return post("/notices", "admin", {**NOTICE, **more})


def feature(*uses: dict[str, object], **more: object) -> Case:
    return post("/features", "admin", {**FEATURE, **({"uses": uses} if uses else {}), **more})


def comes(**more: object) -> Case:
    """A recorder lets somebody in."""
    return post("{space}/people", "record", {"who": "gus@x.example", "name": "Gus", **more})


def at(b: Besieged, path: str) -> str:
    places = {"space": f"/spaces/{b.space}", "other": f"/spaces/{b.other}"}
    return path.format(**places, ada=b.me("ada"), ben=b.me("ben"), zoe=b.me("zoe"))


def chunks(size: int, number: int) -> Iterator[bytes]:
    for _ in range(number):
        yield b" " * size


def altered(b: Besieged, part: int) -> str:
    parts = b.link(b.ada).split(".")
    parts[part] = ("A" if parts[part][0] != "A" else "B") + parts[part][1:]
    return ".".join(parts)
