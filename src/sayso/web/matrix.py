"""The Matrix bot beside the desk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

import httpx

from sayso.connect.matrix.bot import NAME, Bot
from sayso.connect.matrix.client import Client
from sayso.connect.matrix.settings import Matrix
from sayso.connect.matrix.transcript import Transcripts
from sayso.connect.platform import Platform
from sayso.web.desk import Desk
from sayso.web.part import Way, looking

_log = logging.getLogger("sayso.web")
#: How often to look for what was withdrawn, beside every change; how long to wait for a homeserver that is away.
_EVERY, _PAUSE = 5.0, 2.0


class MatrixPart:
    """The connector of one desk."""

    def __init__(self, desk: Desk, settings: Matrix) -> None:
        self._desk, self._settings = desk, settings
        self.platform = Platform(desk.rooms, NAME, owner=settings.owner)

    def ways(self) -> Iterable[Way]:
        """None: the bot asks its homeserver."""
        return ()

    def told(self) -> str:
        """Where the bot is."""
        return f"The Matrix bot is at {self._settings.homeserver}."

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The bot follows its rooms."""
        async with httpx.AsyncClient(base_url=self._settings.homeserver, trust_env=False) as http:
            transcripts = Transcripts(self._settings.transcripts)
            bot = Bot(Client(http, self._settings.token), self._desk.rooms, self.platform, transcripts, self._link)
            following = asyncio.create_task(self._follow(bot))
            async with looking(self._desk.store, bot.look, _EVERY):
                try:
                    yield
                finally:
                    following.cancel()
                    with suppress(asyncio.CancelledError):
                        await following

    async def _follow(self, bot: Bot) -> None:
        while True:
            try:
                await bot.run()
            except Exception as error:
                # While it is away nothing is read, and where it left off is kept at the homeserver.
                _log.error("matrix: %s; the bot comes back", type(error).__name__)
            await asyncio.sleep(_PAUSE)

    def _link(self, space: str, person: str) -> str:
        return f"{self._desk.settings.address}/open/{self._desk.links.link(space, person, self._desk.clock())}"
