"""A desk that is attacked: everybody who may do something, everything that opens something, and all that is kept."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey
from starlette.testclient import TestClient

from sayso.consent.fact import Kind, Relation
from sayso.consent.store import Store
from sayso.consent.store.tokens import Scope
from sayso.web.app import app
from sayso.web.connectors import ConnectorsPart
from sayso.web.demo import open_demo
from sayso.web.desk import Desk, Settings
from sayso.web.limits import Rate
from sayso.web.links import HOST, Links

HERE, API = "http://127.0.0.1:8420", "/api/v1"
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
OFTEN = Rate(1e9, 1e9)
#: What nobody may be told back, and no log may hold: people, and what an attacker wrote.
SCRIPT = "<script>alert('echo')</script>"
SECRETS = ("Ada", "Zoe", "harbour.example", "alert(", "<script", "Traceback", "sqlite", "psycopg", "site-packages")
HIDDEN = {"link": OctKey.import_key("another desk's secret, as long as ours is anyway")}


class Besieged:
    """The demonstration meeting with the summary asked about, and a meeting of another owner.

    `tokens` and `cookies` by who holds them; `links` by what is wrong with them.
    """

    def __init__(self, store: Store) -> None:
        self.store, self.now = store, NOW
        settings = Settings(HERE, patience=0.2, tokens=OFTEN, people=OFTEN, strangers=OFTEN)
        self.desk = Desk(store, settings, clock=lambda: self.now, steady=lambda: 0.0)
        self.app = app(self.desk, [ConnectorsPart(self.desk)])
        self.demo = open_demo(self.desk)
        self.space = self.demo.space
        names = {name: person for person, name in store.names(self.space).items()}
        self.ada, self.ben = names["Ada"], names["Ben"]
        self.other = self.desk.rooms.open("meeting", "Sales", "sales")
        self.zoe = self.desk.rooms.join(self.other, "zoe@harbour.example", "Zoe", Kind.PERSON, Relation.PEER)
        for space in (self.space, self.other):
            self.desk.rooms.turn_on(space, "summary")
        self.tokens = self._tokens()
        self.sessions = {
            "ada": (self.space, self.ada), "ben": (self.space, self.ben), "zoe": (self.other, self.zoe),
            "boss": (self.space, HOST), "other boss": (self.other, HOST),
        }  # fmt: skip
        self.cookies = {name: self.cookie(*who) for name, who in self.sessions.items()}
        self.client = TestClient(self.app, HERE, raise_server_exceptions=False, follow_redirects=False)
        self.used = self.link(self.ben)
        assert self.ask("POST", "/sessions", json={"link": self.used}).status_code == 201
        given = {"feature": "summary", "version": 1, "says": {"content.audio provide": "given"}}
        self.given = {"json": given, "headers": {"Idempotency-Key": "once"}}
        assert self.ask("POST", self.me("ada") + "/answers", "ada", **self.given).status_code == 201

    def _tokens(self) -> dict[str, str]:
        def new(scope: Scope, owner: str = "desk", lasts: timedelta = timedelta(days=9)) -> str:
            return self.store.tokens.new(f"the {scope}", [scope], self.now, self.now + lasts, owner)[1]

        made = {str(scope): new(scope) for scope in Scope}
        made |= {f"other {scope}": new(scope, "sales") for scope in (Scope.HOST, Scope.RECORD)}
        revoked = new(Scope.ADMIN)
        self.store.tokens.revoke(revoked.split("_")[1], self.now)
        rotated = new(Scope.ADMIN)
        self.store.tokens.rotate(rotated.split("_")[1], self.now)
        self.now -= timedelta(days=20)
        expired = new(Scope.ADMIN)
        self.now += timedelta(days=20)
        return {**made, "revoked": revoked, "rotated": rotated, "expired": expired}

    def me(self, name: str) -> str:
        """Where somebody's own things are."""
        space, person = self.sessions[name]
        return f"/spaces/{space}/people/{person}"

    def link(self, person: str, **more: Any) -> str:
        """A link that was not opened yet."""
        return self.desk.links.link(self.space, person, self.now, **more)

    def cookie(self, space: str, person: str, links: Links | None = None, token: str = "") -> tuple[str, str]:
        """A session as a browser holds it."""
        session, value = (links or self.desk.links).session(space, person, self.now, token)
        return session.cookie, value

    def signed(self, header: dict[str, str], key: OctKey | None = None, **claims: Any) -> str:
        """A link of Ada's with this desk's own key, or another, and whatever else in it."""
        said = {"jti": "x", "spc": self.space, "sub": self.ada, "exp": int(NOW.timestamp()) + 999, "tok": "", **claims}
        ours = OctKey.import_key(self.store.keys.secret("links"))
        given = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(header, given, key or ours, algorithms=["HS256", "HS384"])

    def ask(
        self, method: str, path: str, who: str = "", *, headers: Any = (), cookies: Iterable[tuple[str, str]] = (),
        **more: Any,
    ) -> httpx.Response:  # fmt: skip
        """A request to the API as somebody: by their token, or by their cookie, as the desk's own page sends it."""
        sent = list(headers.items() if isinstance(headers, dict) else headers)
        held = [*([self.cookies[who]] if who in self.cookies else []), *cookies]
        if who in self.tokens:
            sent.append(("Authorization", f"Bearer {self.tokens[who]}"))
        if held:
            sent.append(("Cookie", "; ".join(f"{name}={value}" for name, value in held)))
            if not any(name == "Origin" for name, _ in sent):
                sent += [("Origin", HERE), ("Sec-Fetch-Site", "same-origin")]
        if "content" in more and not any(name.lower() == "content-type" for name, _ in sent):
            sent.append(("Content-Type", "application/json"))
        self.client.cookies.clear()
        return self.client.request(method, API + path, headers=sent, **more)

    def kept(self) -> dict[str, list[tuple[str, ...]]]:
        """Everything in every table, in order."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for table in self._tables():
            rows = self.store.database.rows(f"SELECT * FROM {table}")
            found[table] = sorted(tuple(map(str, row)) for row in rows)
        return found

    def _tables(self) -> list[str]:
        with suppress(Exception):
            return [name for (name,) in self.store.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        statement = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        return [name for (name,) in self.store.database.rows(statement)]
