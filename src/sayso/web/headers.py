"""Headers on every response, and one line in the log for every request: what was asked for, never by whom or what."""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("sayso.web")
#: Only what the desk itself serves; no script or style inside a page, no frames, no forms to elsewhere.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


class Headers:
    """The middleware. What is not said to be kept is kept by nobody."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self._app = app
        names = {**_HEADERS, **(_HTTPS if secure else {}), "Cache-Control": "no-store"}
        self._headers = [(name.lower().encode(), value.encode()) for name, value in names.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and adds what every response has."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began, status = time.monotonic(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                said = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in self._headers if h[0] not in said)]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            # The path may hold names of people in a space: the log gets the path as it was declared.
            route = scope.get("sayso.route", "-")
            _log.info("%s %s %d %.1f ms", scope["method"], route, status, 1000 * (time.monotonic() - began))
