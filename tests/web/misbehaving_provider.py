"""A small provider of identities that does what it is told, good or bad, and a browser that goes through a login."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jws
from joserfc.jwk import ECKey, Key, RSAKey
from starlette.testclient import TestClient

ISSUER, CLIENT, SECRET = "https://id.example", "desk", "a secret: with signs/"


class Provider:
    """`claims`: what its tokens say; `forge`: how they are signed, where not by its
    key; `published`: its keys. Each may be changed before a login."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.key: Key = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)
        self.published = [self.key.as_dict(private=False)]
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/auth",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
        }
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "k1"}
        self.claims: dict[str, Any] = {"groups": ["hosts"]}
        self.userinfo: dict[str, Any] = {}
        self.forge: Callable[[bytes], bytes] | None = None
        self.asked: dict[str, str] = {}
        self.calls: list[str] = []
        self.secret = SECRET

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request.url.path)
        match request.url.path:
            case "/.well-known/openid-configuration":
                return httpx.Response(200, json=self.metadata)
            case "/keys":
                return httpx.Response(200, json={"keys": self.published})
            case "/userinfo" if request.headers.get("authorization") == "Bearer access":
                return httpx.Response(200, json=self.userinfo)
            case "/token":
                return self._token(request)
        return httpx.Response(404)

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {name: value[0] for name, value in parse_qs(request.content.decode()).items()}
        challenge = (
            urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        )
        right = form.get("code") == "code" and challenge == self.asked["code_challenge"]
        shown = httpx.BasicAuth(CLIENT, "a%20secret%3A%20with%20signs%2F")._auth_header
        if not right or request.headers.get("authorization") != shown:
            return httpx.Response(400, json={"error": "invalid_grant"})
        return httpx.Response(200, json={"access_token": "access", "token_type": "Bearer", "id_token": self.token()})

    def token(self) -> str:
        now = int(self.clock().timestamp())
        said = {"iss": ISSUER, "aud": CLIENT, "sub": "ada", "exp": now + 300, "iat": now, "nonce": self.asked["nonce"]}
        body = json.dumps({k: v for k, v in {**said, **self.claims}.items() if v is not None}).encode()
        if self.forge:
            start = f"{_b64(json.dumps(self.header).encode())}.{_b64(body)}"
            return f"{start}.{_b64(self.forge(start.encode()))}"
        return jws.serialize_compact(self.header, body, self.key, algorithms=[self.header["alg"]])


class Browser:
    """Goes to the provider and comes back; each step can be taken by itself."""

    def __init__(self, client: TestClient, provider: Provider) -> None:
        self.client, self.provider = client, provider

    def go(self, path: str = "/login") -> dict[str, str]:
        """To the provider: what it is asked."""
        answer = self.client.get(path, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        address = urlsplit(answer.headers["location"])
        assert f"{address.scheme}://{address.netloc}{address.path}" == f"{ISSUER}/auth"
        self.provider.asked = {name: value[0] for name, value in parse_qs(address.query).items()}
        return self.provider.asked

    def come_back(self, **said: str) -> httpx.Response:
        """Back to the desk."""
        return self.client.get("/login/back", params=said, follow_redirects=False)

    def log_in(self, path: str = "/login") -> httpx.Response:
        """Both."""
        return self.come_back(code="code", state=self.go(path)["state"], iss=ISSUER)


def _b64(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


def ec_key(kid: str) -> Key:
    """Another kind of key."""
    return ECKey.generate_key("P-256", {"kid": kid}, private=True)
