"""The few things that the bot does at its homeserver (Matrix client-server API; sections are named)."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

import httpx

from sayso.errors import ConnectError

_API = "/_matrix/client/v3"
#: How long the homeserver may hold back an answer while nothing happens, in seconds.
_WAIT = 20
_TRIES = 4

Event = dict[str, Any]


class Client:
    """A homeserver, as one account sees it. Raises `ConnectError` for what it refuses; `httpx.HTTPError` without it."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self._http, self._headers = http, {"Authorization": f"Bearer {token}"}

    async def whoami(self) -> str:
        """The account's own id (5.7)."""
        return str((await self._call("GET", "/account/whoami"))["user_id"])

    async def sync(self, since: str) -> Event:
        """What happened since (6.4); answered at once the first time."""
        wait = {"since": since, "timeout": str(_WAIT * 1000)} if since else {}
        found: Event = await self._call("GET", "/sync", params=wait, timeout=_WAIT + 10)
        return found

    async def join(self, room: str) -> None:
        """Accepts an invitation (10.4)."""
        await self._call("POST", f"/join/{quote(room)}", {})

    async def state(self, room: str) -> list[Event]:
        """The state of a room: who is in it, who may do what (10.6)."""
        found: list[Event] = await self._call("GET", f"/rooms/{quote(room)}/state")
        return found

    async def event(self, room: str, id: str) -> Event:
        """One event (10.5)."""
        found: Event = await self._call("GET", f"/rooms/{quote(room)}/event/{quote(id)}")
        return found

    async def say(self, room: str, text: str, key: str, more: Event | None = None) -> None:
        """Says something, once for each key (10.8)."""
        body = {"msgtype": "m.notice", "body": text, **(more or {})}
        await self._call("PUT", f"/rooms/{quote(room)}/send/m.room.message/{quote(key, safe='')}", body)

    async def talk(self, person: str) -> str:
        """A new room for the two of us, to which they are invited (10.1)."""
        body = {"is_direct": True, "invite": [person], "preset": "trusted_private_chat", "name": "Your say"}
        return str((await self._call("POST", "/createRoom", body))["room_id"])

    async def remembered(self, me: str, kind: str) -> Event:
        """What the account keeps at its homeserver under a name (13.8); empty where it keeps nothing."""
        try:
            found: Event = await self._call("GET", f"/user/{quote(me)}/account_data/{kind}")
        except ConnectError:
            return {}
        return found

    async def remember(self, me: str, kind: str, value: Event) -> None:
        """Keeps something there."""
        await self._call("PUT", f"/user/{quote(me)}/account_data/{kind}", value)

    async def _call(self, method: str, path: str, body: Event | None = None, **how: Any) -> Any:
        for _ in range(_TRIES):
            answer = await self._http.request(method, _API + path, json=body, headers=self._headers, **how)
            if answer.status_code != 429:
                break
            await self._pause(answer)
        if answer.status_code >= 500:
            answer.raise_for_status()
        if not answer.is_success:
            raise ConnectError("matrix", f"the homeserver refuses: {_why(answer)}", "look at the bot's account there")
        return answer.json()

    async def _pause(self, answer: httpx.Response) -> None:
        await asyncio.sleep(min(float(answer.headers.get("retry-after", 1)), 10))


def _why(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["errcode"])[:60]
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
