"""A web page before it is written out: where its text is, what is left out, what it calls itself.

One pass over the tree, without recursion, sums the text below each element that matters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sayso.terms.load import chrome

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

#: The least share of a page's text that its `main` must hold to be believed; and an `article`, of which a
#: page may have many.
_MAIN, _ARTICLE = 0.25, 0.6
#: What may hold a page's headline though it is no part of its text.
_TOP = ("edge", "named")


@dataclass
class Page:
    """What one look over a page found. Elements are named by the address of their node."""

    root: LexborNode
    dropped: set[int] = field(default_factory=set)
    controlled: frozenset[str] = frozenset()
    h1: str = ""
    notices: int = 0
    password: bool = False
    scripts: bool = False


@dataclass(slots=True)
class _Frame:
    node: LexborNode
    following: LexborNode | None
    inside: bool
    linked: bool
    suspect: chrome.Suspect | None
    place: str
    size: int = 0
    link_size: int = 0
    h1: bool = False


def survey(tree: LexborHTMLParser) -> Page:
    """Look the page over and choose where its text is."""
    body = tree.body or tree.root
    assert body is not None, "the HTML standard gives every document a body"
    found = _Survey(_controlled(tree))
    total = found.over(body)
    dropped = {s.key for s in found.suspects if chrome.left_out(s, total)}
    gone = sum(s.size for s in found.outermost(dropped))
    root = _root(found.places, max(total - gone, 1)) or body
    return Page(
        root,
        dropped,
        found.controlled,
        found.h1,
        sum(1 for s in found.suspects if s.kind == "cookie" and s.size),
        tree.css_first("input[type=password]") is not None,
        tree.css_first("script") is not None,
    )


def _controlled(tree: LexborHTMLParser) -> frozenset[str]:
    """The ids of what buttons fold and unfold."""
    return frozenset(
        name for node in tree.css("[aria-controls]") for name in (node.attributes.get("aria-controls") or "").split()
    )


def _root(places: list[tuple[str, int, LexborNode]], total: int) -> LexborNode | None:
    for place, share in (("main", _MAIN), ("article", _ARTICLE)):
        sized = [(size, node) for kind, size, node in places if kind == place]
        if sized:
            size, node = max(sized, key=lambda pair: pair[0])
            if size >= share * total:
                return node
    return None


class _Survey:
    def __init__(self, controlled: frozenset[str]) -> None:
        self.controlled = controlled
        self.suspects: list[chrome.Suspect] = []
        self.places: list[tuple[str, int, LexborNode]] = []
        self.h1 = ""

    def over(self, body: LexborNode) -> int:
        """Walk all below `body`; gives how much text there is."""
        stack = [_Frame(body, None, False, False, None, "")]
        node = body.first_child
        while True:
            if node is None:
                frame = stack.pop()
                self._leave(frame)
                if not stack:
                    return frame.size
                above = stack[-1]
                above.size += frame.size
                above.link_size += frame.size if frame.linked else frame.link_size
                above.h1 |= frame.h1
                node = frame.following
                continue
            if node.is_text_node:
                stack[-1].size += len((node.text_content or "").strip())
            elif node.is_element_node and (below := node.first_child) is not None:
                frame_or_none = self._enter(node, stack[-1])
                if frame_or_none is not None:
                    stack.append(frame_or_none)
                    node = below
                    continue
            node = node.next

    def _enter(self, node: LexborNode, above: _Frame) -> _Frame | None:
        tag = node.tag or ""
        if tag in chrome.NEVER:
            return None
        attributes = node.attributes
        if attributes and chrome.unseen(attributes, self.controlled):
            return None
        place = tag if tag in ("main", "article") else "main" if attributes.get("role") == "main" else ""
        kind = chrome.suspicion(tag, attributes, above.inside)
        suspect = chrome.Suspect(node.mem_id, kind) if kind else None
        frame = _Frame(node, node.next, above.inside or bool(place), tag == "a", suspect, place)
        frame.h1 = tag == "h1"
        if frame.h1 and not self.h1 and (above.suspect is None or above.suspect.kind in _TOP):
            self.h1 = " ".join(node.text().split())
        return frame

    def _leave(self, frame: _Frame) -> None:
        if frame.suspect is not None:
            frame.suspect.size, frame.suspect.h1 = frame.size, frame.h1
            frame.suspect.linked = frame.link_size
            self.suspects.append(frame.suspect)
        if frame.place:
            self.places.append((frame.place, frame.size, frame.node))

    def outermost(self, dropped: set[int]) -> list[chrome.Suspect]:
        """The dropped suspects. Those inside another are counted twice, which only makes `main` more
        believed.
        """
        return [suspect for suspect in self.suspects if suspect.key in dropped]
