"""Makes the pictures of the tutorial: `python docs/screenshots.py` plays the demonstration meeting in a real browser.

The clock of the desk is turned by hand, so that nobody waits for a release.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "web"))

from browsing import PHONE, browser, person  # noqa: E402
from playwright.sync_api import Browser, Locator, Page  # noqa: E402

from sayso.consent.store import open_store  # noqa: E402
from sayso.web.demo import Demo, open_demo  # noqa: E402
from sayso.web.desk import Desk, Settings  # noqa: E402
from sayso.web.serving import Server, listening  # noqa: E402

IMAGES = ROOT / "docs" / "images"
#: What is shown around a part of a page.
_EDGE = 12


class Clock:
    """Nine o'clock on the first of June, and whatever is added."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: int) -> None:
        """Time passes."""
        self.now += timedelta(seconds=seconds)


@contextmanager
def desk(clock: Clock, folder: Path) -> Iterator[Desk]:
    """A desk on loopback, with nothing in it."""
    door = listening("127.0.0.1", 0)
    port = door.getsockname()[1]
    store = open_store(f"sqlite:///{folder}/desk.db")
    served = Desk(store, Settings(f"http://127.0.0.1:{port}"), clock=clock)
    server = Server(served, "127.0.0.1", port)
    thread = threading.Thread(target=server.run, args=([door],))
    thread.start()
    try:
        yield served
    finally:
        server.should_exit = True
        thread.join()
        store.close()


def play(chromium: Browser, demo: Demo, clock: Clock, images: Path) -> None:
    """The story, with a picture at each turn."""

    def shot(what: Page | Locator, name: str) -> None:
        page = what if isinstance(what, Page) else what.page
        page.mouse.move(0, 0)
        box = None if isinstance(what, Page) else what.bounding_box()
        path = images / f"{name}.png"
        if box is None:
            page.screenshot(path=path, animations="disabled")
            return
        across = page.evaluate("[scrollX, scrollY]")
        clip = {
            "x": 0, "y": box["y"] + across[1] - _EDGE, "width": PHONE[0], "height": box["height"] + 2 * _EDGE
        }  # fmt: skip
        page.screenshot(path=path, animations="disabled", full_page=True, clip=clip)  # type: ignore[arg-type]

    def come(link: str, **more: str) -> Page:
        context = chromium.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, device_scale_factor=1.5, timezone_id="UTC",
            **{"locale": "en-GB", **more},
        )  # type: ignore[arg-type]  # fmt: skip
        return person(context, link)

    host, ada = come(demo.host), come(demo.people["Ada"])
    ben, cem = come(demo.people["Ben"]), come(demo.people["Cem"], locale="de-DE", color_scheme="dark")
    shot(_card(host, "Summary"), "host-before")
    host.get_by_role("button", name="Turn on Summary").click()
    clock.on(10)
    for page in (ada, ben, cem):
        page.reload()
    shot(ada, "card")
    shot(ada.locator(".question").nth(2), "terms")
    shot(cem, "card-german-dark")
    for page, said in ((ada, "refused"), (ben, "given"), (cem, "given")):
        for n in range(3):
            clock.on(2)
            page.locator(f".question >> nth={n}").locator(f"button[value={said if n < 2 else 'refused'}]").click()
    shot(ada.locator(".question").first, "refused")
    clock.on(120)
    host.reload()
    shot(_card(host, "Summary"), "host-released")
    ben.get_by_role("link", name="My answers").click()
    shot(ben.locator("section[aria-labelledby=all]"), "withdraw")
    ben.get_by_role("button", name="Withdraw every yes").click()
    shot(ben.locator("section[aria-labelledby=receipt]"), "receipt")


def _card(page: Page, name: str) -> Locator:
    return page.locator("article").filter(has=page.get_by_role("heading", name=name))


def main(program: str, images: Path) -> None:
    """Makes all pictures in a folder."""
    images.mkdir(exist_ok=True)
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, desk(clock, Path(folder)) as served, browser(program) as chromium:
        play(chromium, open_demo(served), clock, images)


if __name__ == "__main__":
    main(shutil.which("chromium") or "/usr/bin/chromium", IMAGES)
