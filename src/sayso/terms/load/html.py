"""HTML to canonical Markdown.

`check` refuses trees that no person wrote, before they are built; `convert` builds, looks over and writes
out.
"""

from __future__ import annotations

import re

from sayso.errors import UnreadableError
from sayso.terms.load import emptiness
from sayso.terms.load.converted import Converted
from sayso.terms.load.decode import decode
from sayso.terms.load.title import plain
from sayso.terms.load.words import words

# How deep elements may nest, how many attributes one may have, how many options a page: real pages stay under
# a hundred, a hundred and a thousand. Parsing takes time in the square of each.
_DEPTH, _ATTRIBUTES, _OPTIONS = 1_500, 2_000, 5_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^>]{8000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
# Elements that close themselves, or that the next of their kind closes (HTML Living Standard, section
# 13.1.2.4).
_OPEN_ENDED = words(
    "area base br col embed hr img input link meta source track wbr param keygen p li dt dd option optgroup "
    "tr td th "
    "thead tbody tfoot colgroup caption rp rt rb rtc html head body path circle rect line polygon use stop"
)
_NEAR = 300
_H1 = re.compile(r"^# (.+)$", re.M)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})", re.I)


def convert(data: bytes, source: str, charset: str = "") -> Converted:
    """The text of a page. Raises `UnreadableError` where it has none."""
    from selectolax.lexbor import LexborHTMLParser

    from sayso.terms.load.page import survey
    from sayso.terms.load.walk import Walk

    markup = decode(data, source, charset or _declared(data))
    check(markup, source)
    tree = LexborHTMLParser(markup)
    page = survey(tree)
    walk = Walk(page)
    walk.over(page.root)
    text = walk.writer.text()
    # A page whose headline stands above its main part still has it.
    own = _H1.search(text)
    if page.h1 and not own and text:
        text = f"# {page.h1}\n\n{text}"
    title = tree.css_first("head > title")
    named = " ".join(title.text().split())[:200] if title is not None else ""
    emptiness.check(text, page, named, source)
    language = (tree.root.attributes.get("lang") or "") if tree.root is not None else ""
    headline = plain(own[1]) if own else page.h1
    # A first headline far down is a section of a page that is named elsewhere.
    if own and own.start() > _NEAR and named:
        headline = named
    return Converted(text, headline or named, language)


def check(markup: str, source: str) -> None:
    """Refuse a page whose tree would take time in the square of its size."""
    if markup.count("<") > _DEPTH and _depth(markup) > _DEPTH:
        raise _monstrous(source, f"nests elements more than {_DEPTH:,} deep")
    for tag in _LONG_TAG.finditer(markup):
        if len(_QUOTED.sub("", tag[0]).split()) > _ATTRIBUTES:
            raise _monstrous(source, f"has an element with more than {_ATTRIBUTES:,} attributes")
    if markup.count("<option") + markup.count("<OPTION") > _OPTIONS:
        raise _monstrous(source, f"offers more than {_OPTIONS:,} options")


def _monstrous(source: str, cause: str) -> UnreadableError:
    return UnreadableError(source, cause, "save the page's text as Markdown or plain text")


def _depth(markup: str) -> int:
    """How deep elements are open at most, scripts aside."""
    open_now = deepest = 0
    raw = ""
    for tag in _TAG.finditer(markup):
        closing, name = tag[1], tag[2].lower()
        if raw:
            raw = "" if closing and name == raw else raw
        elif closing:
            open_now -= name not in _OPEN_ENDED and open_now > 0
        elif name in ("script", "style", "textarea", "title"):
            raw = name
        elif name not in _OPEN_ENDED:
            open_now += 1
            deepest = max(deepest, open_now)
    return deepest


def _declared(data: bytes) -> str:
    """The charset that a page declares (HTML Living Standard, section 4.2.5.4), or empty."""
    found = _XML.search(data[:400]) or _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else ""
