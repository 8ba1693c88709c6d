"""The two calls that the desk makes to Zoom: a token for itself, and the end of a feature in a live meeting.

Server-to-server OAuth (`POST /oauth/token`, grant `account_credentials`) and in-meeting controls
(`PATCH /live_meetings/{meetingId}/events`). What AI Companion has made can be deleted only when all of it is ended.
Local recordings cannot be ended from outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from sayso.errors import ConnectError

#: A token is renewed so long before it expires.
_EARLY = timedelta(seconds=60)
_TIMEOUT = httpx.Timeout(10)
#: The longest that Zoom may make us wait before the next try.
_LONGEST_WAIT = timedelta(minutes=5)


class WaitError(ConnectError):
    """Zoom asks for patience; `wait` says for how much."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("zoom", "asks for fewer calls", "the desk tries again by itself")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Account:
    """A server-to-server app of an account, with scopes to control live meetings. Its secret is never shown."""

    id: str
    client: str
    secret: str = field(repr=False)
    api: str = "https://api.zoom.us/v2"
    tokens: str = "https://zoom.us/oauth/token"


class Client:
    """Calls to Zoom for one account."""

    def __init__(self, account: Account, http: httpx.AsyncClient, clock: Callable[[], datetime]) -> None:
        self._account, self._http, self._clock = account, http, clock
        self._token, self._expires = "", clock()

    async def end(self, meeting: str, feature: str) -> None:
        """Ends a feature in the live meeting of that number. Raises `ConnectError`, `WaitError`.

        For an AI feature, all of AI Companion: what it has made of somebody who did not agree goes with it.
        """
        if not (meeting.isascii() and meeting.isdigit()):
            raise ConnectError("zoom", "a meeting without a number, in which nothing can be ended", "end it by hand")
        body: dict[str, Any] = {"method": "recording.stop"}
        if feature != "recording":
            params = {"ai_companion_mode": "all", "delete_meeting_assets": True}
            body = {"method": "ai_companion.stop", "params": params}
        answer = await self._patch(f"{self._account.api}/live_meetings/{meeting}/events", body)
        if answer.status_code == 401:  # it was revoked, or Zoom's clock is another
            self._token = ""
            answer = await self._patch(f"{self._account.api}/live_meetings/{meeting}/events", body)
        _refuse(answer)

    async def _patch(self, address: str, body: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {await self._fresh_token()}"}
        return await self._call("PATCH", address, json=body, headers=headers)

    async def _fresh_token(self) -> str:
        if self._token and self._clock() < self._expires - _EARLY:
            return self._token
        form = {"grant_type": "account_credentials", "account_id": self._account.id}
        basic = httpx.BasicAuth(self._account.client, self._account.secret)
        answer = await self._call("POST", self._account.tokens, data=form, auth=basic)
        _refuse(answer)
        try:
            said = answer.json()
            self._token, self._expires = (
                str(said["access_token"]),
                self._clock() + timedelta(seconds=said["expires_in"]),
            )
        except (ValueError, TypeError, KeyError):
            raise ConnectError("zoom", "gives a token that is none", "check the address of tokens") from None
        return self._token

    async def _call(self, method: str, address: str, **more: Any) -> httpx.Response:
        try:
            return await self._http.request(method, address, timeout=_TIMEOUT, **more)
        except httpx.HTTPError as error:
            # What failed, and not where: the address holds the meeting.
            raise ConnectError("zoom", f"does not answer: {type(error).__name__}", "the desk tries again") from None


def _refuse(answer: httpx.Response) -> None:
    """Raises `ConnectError` for an answer that is no success, with Zoom's own number for the cause."""
    if answer.is_success:
        return
    if answer.status_code == 429:
        said = answer.headers.get("retry-after", "")
        seconds = int(said[:6]) if said.isascii() and said.isdigit() else 1
        raise WaitError(min(timedelta(seconds=max(seconds, 1)), _LONGEST_WAIT))
    try:
        code = int(answer.json()["code"])
    except (ValueError, TypeError, KeyError):
        code = 0
    cause = f"refuses with {answer.status_code}" + (f", its code {code}" if code else "")
    raise ConnectError("zoom", cause, "check that the app is active and may control live meetings")
