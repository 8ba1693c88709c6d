"""Hostile requests: each is refused with one clear line, tells nothing, and changes nothing, on both databases."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from besieged import API, HERE, SCRIPT, SECRETS, Besieged
from hostile_requests import Case
from hostile_what import BODIES, DECLARED, HEADERS, METHODS, NAMES, SIZES
from hostile_who import IDS, LINKS, SESSIONS, TOKENS

from sayso.consent.store import open_store

GROUPS = {
    "links": LINKS, "sessions": SESSIONS, "tokens": TOKENS, "ids": IDS, "bodies": BODIES, "names": NAMES,
    "declared": DECLARED, "headers": HEADERS, "methods": METHODS, "sizes": SIZES,
}  # fmt: skip
CASES = [
    pytest.param(status, case, id=f"{group}: {name}")
    for group, cases in GROUPS.items()
    for name, (status, case) in cases.items()
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def besieged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    """One desk for all cases: none of them changes anything."""
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{tmp_path_factory.mktemp('besieged')}/desk.db")
    else:
        store = open_store(request.getfixturevalue("postgres"))
    yield Besieged(store)
    store.close()


@pytest.mark.parametrize(("status", "case"), CASES)
def test_it_is_refused_and_nothing_is_told_or_changed(
    besieged: Besieged, status: int, case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    before = besieged.kept()
    with caplog.at_level(logging.DEBUG):
        refused = case(besieged)
    assert refused.status_code == status, refused.text
    assert besieged.kept() == before
    assert "set-cookie" not in refused.headers
    if refused.request.method != "HEAD":
        _told_in_one_line(refused)
    logged = [record.getMessage() for record in caplog.records if record.name.startswith("sayso")]
    said = refused.text + str(refused.headers) + "".join(logged)
    assert [word for word in (*SECRETS, besieged.ada, "evil.example") if word in said] == []


def _told_in_one_line(refused: httpx.Response) -> None:
    assert refused.headers["content-type"] == "application/problem+json"
    problem = refused.json()
    assert problem["status"] == refused.status_code
    detail = problem["detail"]
    assert detail
    assert len(detail) < 200
    assert detail.isprintable()
    assert ": " in detail
    assert detail[0].islower() or detail[0] in "`I"
    assert not detail.endswith(".")


def test_a_request_that_comes_by_drops_is_not_waited_for(besieged: Besieged) -> None:
    before = besieged.kept()
    told: list[dict[str, Any]] = []
    drops = iter([b'{"feature":', b'"summary",'])

    async def receive() -> dict[str, Any]:
        if (drop := next(drops, None)) is None:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": drop or b"", "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    held = [(b"content-type", b"application/json"), (b"authorization", f"Bearer {besieged.tokens['host']}".encode())]
    path = f"{API}/spaces/{besieged.space}/features"
    scope = {"type": "http", "method": "POST", "path": path, "headers": held, "query_string": b"", "client": ("::1", 1)}
    asyncio.run(besieged.app(scope, receive, send))  # type: ignore[arg-type]
    assert told[0]["status"] == 408
    assert (b"connection", b"close") in told[0]["headers"]
    assert b"did not arrive in time" in told[1]["body"]
    assert besieged.kept() == before


PAGES = {
    "a script as a name": ("{space}/host/people", {"name": SCRIPT, "who": "x@x.example", "relation": "peer"}, 422),
    "a relation that there is not": ("{space}/host/people", {"name": "Gus", "who": "x", "relation": SCRIPT}, 422),
    "a feature that there is not": ("{space}/host/turn-on", {"feature": SCRIPT}, 404),
    "a spoken answer for who can click": (
        "{space}/host/spoken",
        {"person": "{ada}", "feature": "summary", "version": "1", "use": "content.audio provide", "says": "given"},
        409,
    ),
    "an answer for a person": ("{space}/people/{ada}/answer", {"feature": "summary", "version": "1"}, 404),
    "no feature": ("{space}/host/turn-on", {}, 422),
    "a version that is none": ("{space}/host/spoken", {"says": "given", "version": "9" * 999}, 422),
    "the administration": ("/admin/tokens", {"name": "mine", "scope": "admin"}, 403),
    "a second link": ("{space}/host/links", {"person": "{ada}"}, 409),
    "a link that is a script": (f"/open/{SCRIPT.replace('/', '')}", {}, 403),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_form_of_the_host_that_is_hostile_changes_nothing_and_shows_no_script(besieged: Besieged, name: str) -> None:
    before = besieged.kept()
    path, fields, status = PAGES[name]
    names = {"space": f"/spaces/{besieged.space}", "ada": besieged.ada}
    own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin", "Cookie": "=".join(besieged.cookies["boss"])}
    sent = {field: value.format(**names) if "{" in value else value for field, value in fields.items()}
    page = besieged.client.post(path.format(**names), data=sent, headers=own)
    assert page.status_code == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert SCRIPT not in page.text
    assert "<script>" not in page.text
    assert besieged.kept() == before
