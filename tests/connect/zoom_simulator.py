"""Zoom as far as the desk calls it: tokens for a server-to-server app, and controls of live meetings.

Paths, methods, bodies and the numbers of errors are Zoom's. What it is asked that Zoom would not take, it refuses.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sayso.connect.zoom.client import Account

SECRET = "a-secret-token"
ACCOUNT = Account("acc-1", "client-1", "hush", "https://api.zoom.example/v2", "https://zoom.example/oauth/token")
MEETING, NUMBER = "4444AAAiAAAAAiAiAiiAii==", 1234567890


@dataclass
class Simulator:
    """`live`: the numbers of meetings that are on. `troubles`: answers given first, before it does what it is asked."""

    live: set[str] = field(default_factory=lambda: {str(NUMBER)})
    troubles: list[Response] = field(default_factory=list)
    tokens: int = 0
    valid: str = ""
    ended: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def app(self) -> Starlette:
        """What answers."""
        return Starlette(
            routes=[
                Route("/oauth/token", self.token, methods=["POST"]),
                Route("/v2/live_meetings/{number}/events", self.control, methods=["PATCH"]),
            ]
        )

    async def token(self, request: Request) -> Response:
        form = await request.form()
        basic = base64.b64encode(f"{ACCOUNT.client}:{ACCOUNT.secret}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"reason": "Invalid client_id or client_secret", "error": "invalid_client"}, 400)
        if dict(form) != {"grant_type": "account_credentials", "account_id": ACCOUNT.id}:
            return JSONResponse({"reason": "unsupported grant type", "error": "unsupported_grant_type"}, 400)
        self.tokens += 1
        self.valid = f"token-{self.tokens}"
        said = {"access_token": self.valid, "token_type": "bearer", "expires_in": 3599, "scope": "meeting:update"}
        return JSONResponse(said)

    async def control(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.valid}":
            return JSONResponse({"code": 124, "message": "Invalid access token."}, 401)
        if self.troubles:
            return self.troubles.pop(0)
        number, body = request.path_params["number"], await request.json()
        if number not in self.live:
            return JSONResponse({"code": 3001, "message": f"Meeting does not exist: {number}."}, 404)
        if not _takes(body):
            return JSONResponse({"code": 300, "message": "Validation Failed."}, 400)
        self.ended.append((number, body))
        return Response(status_code=202)


def _takes(body: Any) -> bool:
    match body:
        case {"method": "recording.stop", **rest}:
            return not rest
        case {"method": "ai_companion.stop", "params": {"ai_companion_mode": mode, **rest}, **more}:
            deletes = rest.pop("delete_meeting_assets", None)
            # What was made can be deleted only with everything ended.
            return mode in ("questions", "summary", "all") and (deletes is None or mode == "all") and not rest | more
    return False


def signed(message: Any, now: datetime, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """A message as Zoom sends it."""
    body, stamp = json.dumps(message).encode(), str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return body, {"x-zm-signature": f"v0={digest}", "x-zm-request-timestamp": stamp, "content-type": "application/json"}


def about(event: str, at: int = 0, **more: Any) -> dict[str, Any]:
    """A message about the meeting, in one of the recorded shapes."""
    thing: dict[str, Any] = {"id": str(NUMBER), "uuid": MEETING, "host_id": "x1yCz", "topic": "My Meeting", "type": 8}
    return {"event": event, "event_ts": 1626230691572 + at, "payload": {"account_id": "A", "object": thing | more}}


def person(name: str, connection: str = "1", **more: Any) -> dict[str, Any]:
    """Somebody, as messages hold them."""
    known = {"id": f"id-{name}", "participant_user_id": f"id-{name}", "email": f"{name}@harbour.example"}
    there = {"user_id": f"{name}-{connection}", "participant_uuid": f"{name}-{connection}", "user_name": name}
    return {"participant": {**there, **(more or known)}}


def runs(event: str, at: int = 0, **features: bool) -> dict[str, Any]:
    """A message about AI Companion, whose keys are others."""
    thing = {"meeting_number": NUMBER, "meeting_uuid": MEETING, "host_id": "x1yCz", "ai_companion": features}
    return {"event": event, "event_ts": 1626230691572 + at, "payload": {"account_id": "A", "object": thing}}
