"""A process that tells what waits in a store, until it is killed: `python courier_process.py STORE SECONDS_LATE`."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import httpx

from sayso.consent.store import open_store
from sayso.web.courier import Courier
from sayso.web.reach import Reach


async def tell(address: str, late: timedelta) -> None:
    """Looks again and again."""
    store = open_store(address)
    async with httpx.AsyncClient(trust_env=False) as http:
        courier = Courier(store, Reach(http, within=True), lambda: datetime.now(UTC) + late)
        while True:
            await courier.look()
            await asyncio.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(tell(sys.argv[1], timedelta(seconds=int(sys.argv[2]))))
