"""Pages that answer with something else than their text: cookie walls, shells for scripts, logins, errors.

A grid read from one of those would say "unstated" about a service that may state a lot, so none is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sayso.errors import UnreadableError

if TYPE_CHECKING:
    from sayso.terms.load.page import Page

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?\n]+")
_COOKIE = re.compile(
    r"\bcookies?\b|\b(?:accept|reject|allow|decline) all\b|\b(?:manage|save|your) (?:preferences|choices"
    r"|options)\b"
    r"|\bconsent\b|\bvalue your privacy\b|\bpartners\b|\bvendors\b|\bstrictly necessary\b|\bprivacy settings\b",
    re.I,
)
_BUTTON = re.compile(
    r"\b(?:accept|reject|allow|decline|agree to)(?: all)?(?: cookies)?\b|\bmanage (?:cookies|preferences"
    r"|choices|options)\b"
    r"|\bcookie (?:settings|preferences)\b|\bbefore you continue\b",
    re.I,
)
_SCRIPT = re.compile(
    r"\bjava ?script\b|\bchecking your browser\b|\bjust a moment\b"
    r"|\bverify(?:ing)? (?:that )?you are (?:a )?human\b"
    r"|\bcaptcha\b|\bloading\b|\bunsupported browser\b|\benable\b.{0,30}\bbrowser\b",
    re.I,
)
_LOGIN = re.compile(r"\b(?:log|sign) ?in\b|\bpassword\b|\bforgot\b|\bcreate (?:an )?account\b", re.I)
_ERROR = re.compile(
    r"\b(?:page|file) (?:not found|cannot be found|could not be found|does not exist)\b|\b(?:40[0-9]"
    r"|50[0-9])\b"
    r"|\baccess denied\b|\bforbidden\b|\binternal server error\b|\bservice unavailable\b",
    re.I,
)
#: Terms are longer than this; what is shorter is looked at twice.
_HARDLY_ANY, _FEW, _SOME = 12, 60, 250


def check(text: str, page: Page, title: str, source: str) -> None:
    """Refuse a page whose text is something else than terms."""
    words = len(_WORD.findall(text[:20_000]))
    found = ""
    if words < _SOME:
        found = _found(text, page, title, words)
    if found:
        raise UnreadableError(source, f"holds no terms, only {found}", "open it in a browser and save the page as HTML")
    if not text.strip():
        raise UnreadableError(source, "holds no text", "open it in a browser and save the page as HTML")


def check_text(text: str, source: str) -> None:
    """Refuse plain text or Markdown that was saved from such a page, or that has no word."""
    words = len(_WORD.findall(text[:20_000]))
    if words >= _FEW:
        return
    if not any(map(str.isalpha, text)):
        raise UnreadableError(source, "holds no words", "give a file that holds terms")
    # Terms this short are seldom in a file, and notices of this kind never are anything else.
    if found := _wall(text) or _message("", text):
        raise UnreadableError(source, f"holds no terms, only {found}", "open it in a browser and save the page as HTML")


def _wall(text: str) -> str:
    sentences = [s for s in _SENTENCE.findall(text) if len(_WORD.findall(s)) > 1]
    about = sum(1 for s in sentences if _COOKIE.search(s))
    return "a cookie notice" if sentences and about * 2 >= len(sentences) and _BUTTON.search(text) else ""


def _message(title: str, text: str) -> str:
    if _ERROR.search(title) or _ERROR.search(text):
        return "an error message"
    return "a page that needs JavaScript" if _SCRIPT.search(f"{title} {text}") else ""


def _found(text: str, page: Page, title: str, words: int) -> str:
    """What a page of few words is instead, or empty."""
    lengths = ((len(_WORD.findall(s)), s) for s in _SENTENCE.findall(text))
    others = sum(length for length, sentence in lengths if length > 1 and not _COOKIE.search(sentence))
    if page.notices and others < _HARDLY_ANY:
        return "a cookie notice"
    if wall := _wall(text):
        return wall
    if page.password and (_LOGIN.search(text) or words < _FEW):
        return "a login page"
    if words < _FEW:
        if message := _message(title, text):
            return message
        if words < 5 and page.scripts:
            return "a page that needs JavaScript"
    return ""
