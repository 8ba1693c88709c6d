"""The demonstration meeting in a real browser: a host and three people, each in a browser of their own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from system import absent, program

playwright = pytest.importorskip("playwright.sync_api", reason="pip install '.[test]' brings playwright")

from browsing import DESKTOP, PHONE, Served, browser, person, served  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page, expect  # noqa: E402

pytestmark = pytest.mark.system
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
ENABLE = "run .ci/system, or install chromium"


@dataclass
class Meeting:
    """Who takes part, each in a context of their own."""

    desk: Served
    browser: Browser
    host: Page
    ada: Page
    ben: Page
    cem: Page

    def everybody(self) -> list[Page]:
        return [self.host, self.ada, self.ben, self.cem]

    def administrator(self, **more: Any) -> Page:
        page = self.browser.new_context(**more).new_page()
        page.goto(self.desk.address + "/sign-in")
        page.get_by_label("Token").fill(self.desk.token)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Administration")
        return page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser(program("chromium", "chromium-browser", "google-chrome", enable=ENABLE)) as found:
        yield found


@pytest.fixture
def meeting(chromium: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Meeting]:
    """Everybody has opened their link. Parametrise indirectly with options for the contexts."""
    options: dict[str, Any] = {"locale": "en-GB", **getattr(request, "param", {})}
    with served(tmp_path) as desk:
        contexts: list[BrowserContext] = [chromium.new_context(**options) for _ in desk.links]
        for context in contexts:
            context.set_default_timeout(10_000)
        pages = [person(context, link) for context, link in zip(contexts, desk.links.values(), strict=True)]
        yield Meeting(desk, chromium, *pages)
        for context in chromium.contexts:
            context.close()


def answer(page: Page, said: str, number: int | None = None) -> None:
    """Presses No or Yes: to one use, or to all, one after the other."""
    numbers = range(page.locator(".question").count()) if number is None else [number]
    for n in numbers:
        page.locator(".question").nth(n).get_by_role("button", name=said, exact=True).click()
        expect(page.locator(".question").nth(n).locator("[aria-pressed=true]")).to_have_text(said)


def summary(meeting: Meeting) -> None:
    """The host turns it on, and everybody looks."""
    meeting.host.get_by_role("button", name="Turn on Summary").click()
    for page in (meeting.ada, meeting.ben, meeting.cem):
        page.reload()


def test_one_refuses_and_stays_one_withdraws_and_the_host_is_told_neither(meeting: Meeting, tmp_path: Path) -> None:
    summary(meeting)
    expect(meeting.host.get_by_text("People are being asked.")).to_be_visible()
    before = meeting.host.locator("main").inner_text()
    answer(meeting.ada, "No")
    answer(meeting.ben, "Yes")
    answer(meeting.cem, "Yes", 0)
    expect(meeting.ada.get_by_text("You said no. You stay; this is left out.")).to_have_count(3)
    expect(meeting.ada.get_by_role("heading", name="What may be used of you?")).to_be_visible()
    meeting.host.reload()
    still = re.compile(r"That is in \d+ seconds\.")
    assert still.sub("", meeting.host.locator("main").inner_text()) == still.sub("", before)

    meeting.ben.get_by_role("link", name="My answers").click()
    expect(meeting.ben.get_by_text("You said yes.")).to_have_count(3)
    meeting.ben.get_by_role("button", name="Withdraw every yes").click()
    expect(meeting.ben.get_by_text("You withdrew your yes.")).to_have_count(3)
    expect(meeting.ben.get_by_role("button", name="Withdraw every yes")).to_have_count(0)

    files = [_download(meeting.ben, name, tmp_path) for name in ("Download the receipt", "Download the keys")]
    command = [sys.executable, "-m", "sayso", "receipt", "verify", str(files[0]), "--keys", str(files[1])]
    verified = subprocess.run(command, capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stderr
    assert "withdr" in verified.stdout


def _download(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as got:
        page.get_by_role("link", name=link).click()
    path = folder / got.value.suggested_filename
    got.value.save_as(path)
    return path


def test_in_this_small_room_it_can_be_kept_off_and_taken_back(meeting: Meeting) -> None:
    summary(meeting)
    expect(meeting.ada.get_by_role("heading", name="This room is too small to hide in")).to_be_visible()
    meeting.ada.get_by_role("button", name="Keep it off for all, by policy").click()
    expect(meeting.ada.get_by_text("is kept off for all, by policy, because you asked for it")).to_be_visible()
    answer(meeting.ada, "Yes")
    expect(meeting.ada.get_by_text("is kept off for all")).to_have_count(0)


def test_nothing_is_pressed_before_somebody_presses_it(meeting: Meeting) -> None:
    summary(meeting)
    expect(meeting.ada.locator("[aria-pressed=false]")).to_have_count(6)
    expect(meeting.ada.locator("[aria-pressed=true], :checked")).to_have_count(0)
    no, yes = (meeting.ada.get_by_role("button", name=name, exact=True).first for name in ("No", "Yes"))
    sizes = [box and (box["width"], box["height"]) for box in (no.bounding_box(), yes.bounding_box())]
    assert sizes[0] == sizes[1]
    looks = (
        "e => ['color', 'backgroundColor', 'fontSize', 'fontWeight', 'borderColor'].map(p => getComputedStyle(e)[p])"
    )
    assert no.evaluate(looks) == yes.evaluate(looks)


def test_a_question_appears_by_itself_where_nothing_can_be_pressed_by_mistake(meeting: Meeting) -> None:
    meeting.host.get_by_role("button", name="Turn on Summary").click()
    expect(meeting.ada.locator(".question")).to_have_count(3, timeout=15_000)
    meeting.host.get_by_role("button", name="Turn on Recording").click()
    # Now there are buttons, so nothing moves: it is said that there is something new.
    expect(meeting.ada.get_by_text("There is something new on this page.")).to_be_visible(timeout=15_000)
    expect(meeting.ada.locator(".question")).to_have_count(3)
    # How long there is goes on being told meanwhile, and what is new is told once.
    left = meeting.ada.locator(".deadline").inner_text()
    expect(meeting.ada.locator(".deadline")).not_to_have_text(left, timeout=25_000)
    expect(meeting.ada.get_by_text("There is something new on this page.")).to_have_count(1)
    meeting.ada.get_by_role("link", name="Show it").click()
    expect(meeting.ada.locator(".question")).to_have_count(5)


@pytest.mark.parametrize("meeting", [{"java_script_enabled": False}], indirect=True)
def test_everything_works_without_javascript(meeting: Meeting) -> None:
    summary(meeting)
    answer(meeting.ada, "No")
    meeting.ada.get_by_role("link", name="My answers").click()
    expect(meeting.ada.get_by_text("You said no.")).to_have_count(3)
    answer(meeting.ada, "Yes", 0)
    meeting.ada.get_by_role("button", name="Withdraw every yes").click()
    expect(meeting.ada.get_by_text("You withdrew your yes.")).to_have_count(1)
    meeting.host.get_by_role("button", name="Turn off Summary").click()
    expect(meeting.host.get_by_role("button", name="Turn on Summary")).to_be_visible()


def test_everything_works_with_the_keyboard_alone(meeting: Meeting) -> None:
    _press(meeting.host, "Turn on Summary")
    expect(meeting.host.get_by_role("button", name="Turn off Summary")).to_be_visible()
    page = meeting.ada
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    _press(page, "No")
    expect(page.locator(".question").first.locator("[aria-pressed=true]")).to_have_text("No")
    # The focus goes on from the question that was answered, not from the top of the page.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.question').id") == page.url.partition("#")[2]
    _press(page, "My answers")
    expect(page.get_by_role("heading", level=1)).to_have_text("My answers")


def _press(page: Page, name: str) -> None:
    """Goes to something by Tab, sees where the focus is at each step, and presses Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = "e => [e.textContent.trim(), getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"
        said, style, width = page.evaluate(f"({outline})(document.activeElement)")
        if page.evaluate("document.activeElement !== document.body"):
            assert (style, width) == ("solid", "3px"), said
        if said == name:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"{name} cannot be reached")


def test_the_administrator_sees_what_is_wrong_at_the_field(meeting: Meeting) -> None:
    page = meeting.administrator(locale="en-GB", java_script_enabled=False)
    page.get_by_label("Name or address of the person").fill("   ")
    page.get_by_role("button", name="Look for them").click()
    field = page.get_by_label("Name or address of the person")
    description = "The audit says that you looked, and not for whom. This must be filled in."
    expect(field).to_have_accessible_description(description)
    field.fill("CEM@")
    page.get_by_role("button", name="Look for them").click()
    page.get_by_role("button", name="Forget this person cem@harbour.example").click()
    expect(page.get_by_text("Forgotten, in 1 meetings.")).to_be_visible()
    meeting.host.reload()
    expect(meeting.host.get_by_text("Somebody who was forgotten")).to_be_visible()


def test_names_that_are_too_long_widen_no_page(meeting: Meeting) -> None:
    page = meeting.host
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.get_by_text("Let somebody in").click()
    page.locator("#f-name").fill("W" * 200)
    page.locator("#f-who").fill("w" * 200)
    page.get_by_label("A colleague or peer").check()
    page.get_by_role("button", name="Let them in").click()
    link = page.get_by_label("Link", exact=True).input_value()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    guest = person(meeting.browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}), link)
    expect(guest.get_by_text("You are answering as")).to_be_visible()
    assert guest.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


@pytest.mark.parametrize(
    "meeting", [{"bypass_csp": True, "locale": place} for place in ("en-GB", "de-DE")], indirect=True, ids=["en", "de"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_a_telephone(meeting: Meeting, scheme: str) -> None:
    if not AXE.exists():
        absent("axe-core is not installed", "run .ci/system, or npm ci in tests/web/axe")
    administrator = meeting.browser.new_context(bypass_csp=True).new_page()
    administrator.goto(meeting.desk.address + "/sign-in?lang=en")
    _accessible(administrator, scheme)
    administrator.get_by_label("Token").fill(meeting.desk.token)
    administrator.get_by_role("button", name="Sign in").click()
    _accessible(meeting.host, scheme)
    _telephone(meeting.host)
    meeting.host.locator("form[action*=turn-on] button").nth(1).click()
    meeting.ada.reload()
    _accessible(meeting.ada, scheme)
    meeting.ada.locator("button[value=refused]").first.click()
    meeting.ada.locator("button[value=given]").nth(1).click()
    expect(meeting.ada.locator("[aria-pressed=true]")).to_have_count(2)
    for summary_ in meeting.ada.locator("summary").all():
        summary_.click()
    pages = [meeting.ada, meeting.host, administrator]
    for summary_ in meeting.host.locator("summary").all():
        summary_.click()
    expect(meeting.host.locator(".spoken")).to_have_count(3)
    meeting.ben.goto(meeting.ben.url + "/answers")
    meeting.ben.locator("form[action*=way-back] button").click()
    expect(meeting.ben.locator("#f-link")).to_be_visible()
    for summary_ in meeting.ben.locator("summary").all():
        summary_.click()
    expect(meeting.ben.locator("textarea")).to_be_visible()
    meeting.cem.goto(meeting.desk.address + "/")
    for page in [*pages, meeting.ben, meeting.cem]:
        _accessible(page, scheme)
    meeting.host.goto(meeting.desk.address + "/spaces/nothing/host")
    _accessible(meeting.host, scheme)


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_what_an_administrator_declares_and_what_signing_out_warns_of_is_accessible(
    meeting: Meeting, locale: str
) -> None:
    if not AXE.exists():
        absent("axe-core is not installed", "run .ci/system, or npm ci in tests/web/axe")
    context = meeting.browser.new_context(bypass_csp=True, locale=locale)
    page = context.new_page()
    page.goto(meeting.desk.address + "/")
    _accessible(page, "light")
    page.goto(meeting.desk.address + "/sign-in")
    page.locator("#f-token").fill(meeting.desk.token)
    page.locator("main button").click()
    page.goto(meeting.desk.address + "/admin/features?feature=summary")
    _accessible(page, "light")
    page.locator("main button").click()
    _accessible(page, "dark")
    for extra in page.locator("input[value=extra]").all():
        extra.check()
    page.locator("main button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _accessible(page, "light")
    page.locator("input[value=needed]").first.check()
    page.locator("main button").click()  # its next version, which has no notice yet
    page.wait_for_url("**/admin/notices?*feature=summary*")
    for summary_ in page.locator("summary").all():
        summary_.click()
    _accessible(page, "dark")
    page.locator("form").evaluate("form => { form.noValidate = true }")
    page.locator("input[name='rights_at']").fill("")
    page.locator("main form > button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _accessible(page, "light")
    page.goto(meeting.desk.address + "/admin/notices")
    _accessible(page, "light")
    guest = meeting.ada.context.new_cdp_session(meeting.ada)
    guest.send("Page.setBypassCSP", {"enabled": True})
    meeting.ada.goto(meeting.desk.address + "/sign-out?lang=" + locale[:2])
    _accessible(meeting.ada, "light")
    meeting.ada.locator("form[action*=links] button").click()
    _accessible(meeting.ada, "dark")


def _telephone(host: Page) -> None:
    """Somebody comes in by telephone."""
    host.locator("details:has(#f-device) summary").click()
    host.locator("#f-device").fill("Telephone 1")
    host.locator("#f-number").fill("tel:1")
    host.locator("input[value=dial-in]").check()
    host.locator("form[action*=devices] button").click()


def _accessible(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for width, height in (PHONE, DESKTOP, (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.add_script_tag(path=AXE)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = page.evaluate("rules => axe.run(document, rules)", rules)
    said = [(v["id"], v["help"], [n["html"] for n in v["nodes"]][:3]) for v in found["violations"]]
    assert said == []
    assert len(found["passes"]) > 10
    small = """() => [...document.querySelectorAll('a, button, input, summary')].filter(e => {
      const box = e.getBoundingClientRect();
      return box.width && (box.width < 24 || box.height < 24) && e.type !== 'hidden' && e.type !== 'radio'
        && !(e.classList.contains('skip'));
    }).map(e => e.outerHTML)"""
    assert page.evaluate(small) == []
