"""What of a web page is not its text: menus, banners, footers, sidebars, notices, and what is not shown.

Losing a clause is worse than keeping a menu, so everything here that goes by a name or a place (not by what
HTML says outright) is held back where it would take much of the page's own words with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.terms.load.words import words

#: Elements that hold no text of the document.
NEVER = words(
    "script style template noscript iframe object embed svg canvas video audio picture img map input select "
    "textarea datalist option optgroup progress meter head link meta title base frameset frame applet"
)
_ROLES = words("navigation search menu menubar toolbar tooltip")
_EDGES = {"banner": "header", "contentinfo": "footer", "complementary": "aside"}
_DIALOGS = ("dialog", "alertdialog")
_UNSEEN = words("sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only")
_MENU = words(
    "nav navbar navigation menu submenu megamenu topbar breadcrumb breadcrumbs sidebar sidenav footer "
    "colophon "
    "masthead pagination share sharing social skiplink newsletter subscribe related toolbar"
)
_COOKIE = words("cookie cookies consent gdpr ccpa")
_NOTICE = words("banner bar notice popup pop modal wall overlay dialog alert toast prompt manager box")
# What common consent managers call the box that they put over a page.
_MANAGER = re.compile(
    r"onetrust-(?:banner|consent|pc)|cybotcookiebot|didomi-|usercentrics|truste[-_]|qc-cmp|cookieconsent"
    r"|cookie-law-info"
)
_FOLDED = words("accordion collapse collapsed collapsible expand expandable panel tab tabpanel faq toggle")
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_WORD = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

#: A notice longer than this is a document about cookies, not a notice over one.
_LONGEST_NOTICE = 4_000


@dataclass(slots=True)
class Suspect:
    """An element that may be left out: `kind` says why, the sizes say what would go with it."""

    key: int
    kind: str
    size: int = 0
    linked: int = 0
    h1: bool = False


def names(attributes: dict[str, str | None]) -> tuple[str, frozenset[str]]:
    """The element's id and classes: as written, and as words."""
    written = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return written.lower(), frozenset(_WORD.findall(_CAMEL.sub(" ", written).lower()))


def unseen(attributes: dict[str, str | None], controlled: frozenset[str]) -> bool:
    """Whether the page hides the element for good.

    A part that a reader can unfold (an accordion, a tab, what a button controls) is text, though folded now.
    """
    if not attributes:
        return False
    hidden = "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found"
    style = attributes.get("style")
    if hidden or (style and _NOT_SHOWN.search(style)):
        named = names(attributes)[1]
        return not (named & _FOLDED or (attributes.get("id") or "") in controlled)
    return bool(_UNSEEN & set((attributes.get("class") or "").lower().split()))


def suspicion(tag: str, attributes: dict[str, str | None], inside: bool) -> str:
    """Why an element may be no part of the text: `menu`, `edge`, `cookie`, `dialog`; or empty.

    `inside`: whether it stands inside a `main` or an `article`.
    """
    role = (attributes.get("role") or "").lower() if attributes else ""
    if tag == "nav" or role in _ROLES:
        return "menu"
    written, named = names(attributes) if attributes else ("", frozenset())
    if tag in ("main", "body", "html", "article") or role == "main":
        return ""
    if (named & _COOKIE and named & _NOTICE) or _MANAGER.search(written):
        return "cookie"
    if tag == "dialog" or role in _DIALOGS or (attributes and attributes.get("aria-modal") == "true"):
        return "dialog"
    if _EDGES.get(role, tag) in ("header", "footer", "aside"):
        return "linked" if inside else "edge"
    if named & _MENU:
        return "linked" if inside else "named"
    return ""


def left_out(suspect: Suspect, total: int) -> bool:
    """Whether a suspect goes, on a page with `total` characters of text."""
    own = suspect.size - suspect.linked
    dense = suspect.linked * 2 > suspect.size
    if suspect.kind == "menu":
        return dense or suspect.size * 4 <= total
    if suspect.kind == "cookie":
        return suspect.size <= _LONGEST_NOTICE or suspect.size * 4 <= total
    if suspect.kind == "dialog":
        return suspect.size * 4 <= total
    if suspect.h1:
        return False
    if suspect.kind == "edge":
        return dense or own * 3 <= total
    if suspect.kind == "named":
        return dense or (own * 10 <= total and own <= 1_000)
    return dense and suspect.size <= 2_000
