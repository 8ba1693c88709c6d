"""The steps of the how-to are done in a browser, as they are written, on a desk with nothing in it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent), str(Path(__file__).parents[2] / "docs")]

from system import program  # noqa: E402

playwright = pytest.importorskip("playwright.sync_api", reason="pip install '.[test]' brings playwright")

from browsing import PHONE, browser  # noqa: E402
from playwright.sync_api import Browser, Locator, Page, expect  # noqa: E402
from screenshots import Clock, desk  # noqa: E402

from sayso.consent.store.tokens import Scope  # noqa: E402
from sayso.web.desk import Desk  # noqa: E402
from sayso.web.pages.texts import languages  # noqa: E402

PAGE = (Path(__file__).parents[2] / "docs" / "how-to-run-a-desk.md").read_text("utf-8")
STEP = re.compile(
    r"- (?:Under \*\*(?P<under>.+?)\*\* )?(?P<does>\w+)(?: see)?(?: `(?P<text>.+?)`)?(?: \*(?P<known>[^*]+)\*)?"
    r"(?: (?:into )?\*\*(?P<what>.+?)\*\*)?(?: as \*(?P<kept>[^*]+)\*)?\.?"
)


def steps() -> Iterator[tuple[str, dict[str, str]]]:
    """Every step, with who does it. Raises `AssertionError` for a line that is none."""
    for title, part in re.findall(r"^## \d+\. (.+)\n((?:(?!^## ).*\n)+)", PAGE, re.MULTILINE):
        who = title.partition("(")[2].rstrip(")")
        for line in re.findall(r"^- .+", part, re.MULTILINE):
            found = STEP.fullmatch(line)
            assert found, line
            yield who, {name: value or "" for name, value in found.groupdict().items()}


class Story:
    """Everybody in a browser of their own, and what they keep for each other."""

    def __init__(self, chromium: Browser, served: Desk, clock: Clock) -> None:
        self._chromium, self._clock, self._pages = chromium, clock, dict[str, Page]()
        now = clock()
        _, secret = served.store.tokens.new("first administrator", [Scope.ADMIN], now, now + timedelta(days=90))
        self._kept = {"the desk's address": served.settings.address, "the administrator's token": secret}

    def does(self, who: str, step: dict[str, str]) -> None:
        """One step."""
        page = self._page(who)
        within: Page | Locator = self._group(page, step["under"]) if step["under"] else page
        what, text = step["what"], self._kept.get(step["known"], step["text"])
        match step["does"].lower():
            case "open":
                page.goto(text)
            case "press":
                button = within.get_by_role("button", name=what).or_(within.get_by_role("link", name=what))
                button.or_(within.locator("summary", has_text=what)).locator("visible=true").first.click()
                page.wait_for_load_state()
            case "write":
                within.get_by_label(what, exact=True).locator("visible=true").fill(text)
            case "choose" | "tick":
                within.get_by_label(what).locator("visible=true").first.check()
            case "keep":
                self._kept[step["kept"]] = page.get_by_label(what, exact=True).locator("visible=true").input_value()
            case "wait":
                self._clock.on(120)
                page.reload()
            case "you":
                expect(page.get_by_text(what).first).to_be_visible()
            case other:
                raise AssertionError(other)

    def _page(self, who: str) -> Page:
        if who not in self._pages:
            phone = {"width": PHONE[0], "height": PHONE[1]}
            context = self._chromium.new_context(locale="en-GB", viewport=phone)  # type: ignore[arg-type]
            context.set_default_timeout(5000)
            self._pages[who] = context.new_page()
        return self._pages[who]

    def _group(self, page: Page, name: str) -> Locator:
        """The innermost part of a page that has such a name, or begins with it."""
        found = page.locator("li, section, fieldset, details").filter(
            has=page.locator("h2, h3, legend, summary, span, p").filter(has_text=re.compile("^" + re.escape(name)))
        )
        return found.last


def test_every_line_of_a_list_is_a_step() -> None:
    assert len(list(steps())) > 60
    assert {who for who, _ in steps()} == {"administrator", "host", "Ada", "Ada, in another browser"}


def test_what_is_named_beside_the_steps_stands_on_a_page() -> None:
    beside = re.sub(r"^- .*$", "", PAGE, flags=re.MULTILINE)
    texts = languages()["en"]
    named = {" ".join(name.split()) for name in re.findall(r"\*\*([^*]+)\*\*", beside)} - {"bold"}
    assert named
    assert named - {texts._texts[key] for key in texts.keys()} == set()  # noqa: SIM118 (these are texts)


@pytest.mark.system
def test_the_steps_lead_from_an_empty_desk_to_a_meeting_and_its_end(tmp_path: Path) -> None:
    chromium = program("chromium", "chromium-browser", "google-chrome", enable="run .ci/system, or install chromium")
    clock = Clock()
    with desk(clock, tmp_path) as served, browser(chromium) as found:
        story = Story(found, served, clock)
        for number, (who, step) in enumerate(steps()):
            try:
                story.does(who, step)
            except Exception as error:
                raise AssertionError(f"step {number}, {who}: {step}") from error
            clock.on(1)
        (space,) = served.store.every()
        assert served.rooms.state(space).here == {}
