"""Logging in at a certified provider, run on loopback: what `.ci/system` installs for it is in `tests/web/oidc`."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from sayso.consent.store import open_store
from sayso.consent.store.tokens import Scope
from sayso.web.app import app
from sayso.web.desk import Desk, Settings
from sayso.web.oidc import LoginPart
from sayso.web.oidc_settings import from_environment
from system import absent, program

pytestmark = pytest.mark.system
FOLDER = Path(__file__).parent / "oidc"
DESK, SECRET = "https://desk.example", "hush: a secret/with signs"
PEOPLE = {
    "ada": {"groups": ["hosts", "staff"], "team": "harbour"},
    "ben": {"groups": ["admins"], "team": "harbour"},
    "eve": {"groups": ["staff"], "team": "harbour"},
}


@contextmanager
def provider(port: int) -> Iterator[str]:
    """The provider, until the end; its address."""
    node = program("node", enable="run .ci/system")
    if not (FOLDER / "node_modules").exists():
        absent("the provider is not installed", "run .ci/system")
    command = [node, "--no-warnings", "provider.mjs", str(port), f"{DESK}/login/back", SECRET, json.dumps(PEOPLE)]
    process = subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        assert any("listens" in line for line in process.stdout), "the provider did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()


class World:
    """A desk that knows the provider, and a browser that goes through its pages."""

    def __init__(self, folder: Path, issuer: str) -> None:
        self.late = timedelta()
        login = from_environment(
            {
                "SAYSO_OIDC_ISSUER": issuer,
                "SAYSO_OIDC_CLIENT_ID": "desk",
                "SAYSO_OIDC_SECRET": SECRET,
                "SAYSO_OIDC_HOSTS": "hosts",
                "SAYSO_OIDC_ADMINS": "admins",
                "SAYSO_OIDC_OWNER": "team",
                "SAYSO_OIDC_SCOPES": "openid groups",
            }
        )
        assert login
        self.store = open_store(f"sqlite:///{folder}/desk.db")
        desk = Desk(self.store, Settings(DESK), clock=lambda: datetime.now(UTC) + self.late)
        self.desk = TestClient(app(desk, [LoginPart(desk, login)]), base_url=DESK, follow_redirects=False)

    def logs_in(self, who: str) -> httpx.Response:
        """What the desk answers to who comes back."""
        with httpx.Client(follow_redirects=False, trust_env=False) as there:
            answer = there.get(self.desk.get("/login").headers["location"])
            for _ in range(20):
                if answer.is_redirect:
                    address = str(answer.next_request.url if answer.next_request else "")
                    if address.startswith(DESK):
                        return self.desk.get(address)
                    answer = there.get(address)
                else:
                    answer = there.post(_action(answer.text), data=_form(answer.text, who))
        raise AssertionError("the provider sends nobody back")


def _action(page: str) -> str:
    found = re.search(r'action="([^"]+)" method="post"', page)
    assert found, page
    return found[1]


def _form(page: str, who: str) -> dict[str, str]:
    prompt = re.search(r'name="prompt" value="(\w+)"', page)
    assert prompt, page
    return {"prompt": prompt[1], **({"login": who, "password": "any"} if prompt[1] == "login" else {})}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_people_log_in_at_a_certified_provider_and_may_what_their_groups_may(tmp_path: Path) -> None:
    with provider(_free_port()) as issuer:
        world = World(tmp_path, issuer)
        answer = world.logs_in("ada")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert world.desk.get("/api/v1/spaces").status_code == 200
        assert world.desk.get("/api/v1/acts").status_code == 403
        assert world.logs_in("ben").headers["location"] == "/admin"
        assert world.desk.get("/api/v1/acts").status_code == 200
        assert world.logs_in("eve").status_code == 403
    tokens = world.store.tokens.all()
    assert [(set(t.scopes), t.owner) for t in tokens] == [({Scope.HOST}, "harbour"), ({Scope.ADMIN}, "harbour")]
    world.store.close()


def test_after_the_provider_took_new_keys_people_still_log_in(tmp_path: Path) -> None:
    port = _free_port()
    with provider(port) as issuer:
        world = World(tmp_path, issuer)
        assert world.logs_in("ada").status_code == 303
    world.late = timedelta(seconds=11)
    with provider(port):
        assert world.logs_in("ada").status_code == 303
    world.store.close()


def test_a_wrong_secret_lets_nobody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with provider(_free_port()) as issuer:
        monkeypatch.setattr(f"{__name__}.SECRET", "another")
        world = World(tmp_path, issuer)
        answer = world.logs_in("ada")
        assert (answer.status_code, "refused by the provider with 401" in answer.text) == (403, True)
        assert world.store.tokens.all() == []
    world.store.close()
