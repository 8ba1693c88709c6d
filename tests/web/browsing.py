"""A real desk on loopback and a real browser, for the tests that need both."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

#: Nothing is looked up and nothing is fetched but from the desk.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESKTOP = (390, 844), (1280, 900)


@dataclass
class Served:
    """A desk that is served, as its own lines at the start tell of it."""

    address: str
    token: str
    links: dict[str, str] = field(default_factory=dict)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """`sayso serve --demo`, until the end of the block."""
    port = free_port()
    command = [sys.executable, "-u", "-m", "sayso", "serve", "--demo", "--port", str(port)]
    store = f"sqlite:///{folder}/desk.db"
    with subprocess.Popen([*command, "--store", store], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _told(process, port)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _told(process: subprocess.Popen[str], port: int) -> Served:
    desk = Served(f"http://127.0.0.1:{port}", "")
    assert process.stdout
    for line in process.stdout:
        if found := re.match(r"\s+(sayso_\S+)$", line):
            desk.token = found[1]
        if found := re.match(r"\s+(\S.*?)\s+(http\S+/open/\S+)$", line):
            desk.links[found[1].strip()] = found[2]
        if len(desk.links) == 4:
            return desk
    raise AssertionError("the desk told no links")


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """The browser that the system has."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield found
        found.close()


def person(context: BrowserContext, link: str) -> Page:
    """A tab in which a link was opened, as a person opens it."""
    page = context.new_page()
    page.goto(link)
    page.locator("main button").click()
    page.wait_for_load_state()
    return page
