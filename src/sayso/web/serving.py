"""The desk as a running server."""

from __future__ import annotations

import gc
import socket
from collections.abc import Sequence

import uvicorn

from sayso.errors import ConsentError
from sayso.web.app import app
from sayso.web.desk import Desk
from sayso.web.part import Part


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens: whoever comes from now on waits for the desk. Raises `ConsentError` where it cannot."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        cause = (error.strerror or "cannot be listened at").partition(" (")[0].lower()
        raise ConsentError(f"{host}, port {port}", cause, "stop what listens there, or give another --port") from None


class Server(uvicorn.Server):
    """Ends the streams before it waits for them."""

    def __init__(self, desk: Desk, host: str, port: int, parts: Sequence[Part] = ()) -> None:
        config = uvicorn.Config(
            app(desk, parts),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,  # its lines would hold addresses of people and of links
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=5,
            timeout_keep_alive=15,
            h11_max_incomplete_event_size=32 * 1024,
        )
        super().__init__(config)
        self._desk = desk

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listens. What is there by now stays: to look through it for garbage would hold everybody up each time."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    def handle_exit(self, sig: int, frame: object) -> None:
        """Asked to stop."""
        self._desk.hub.close()
        super().handle_exit(sig, frame)  # type: ignore[arg-type]
