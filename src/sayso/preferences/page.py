"""What a page says of itself: `<meta name="robots" content="noai">`, and TDMRep's `<meta name="tdm-reservation">`."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.preferences.headers import directives
from sayso.preferences.preference import Answer, Preference
from sayso.preferences.tdmrep import NAME, reserved
from sayso.sharing.signals.signal import MOST_BYTES
from sayso.sharing.signals.tdmrep import MINING


def heard(html: str, media: str, purpose: str, agent: str) -> Iterator[Preference]:
    """What the page says. A refusal counts wherever it stands; a yes only in the head, which no visitor writes."""
    if not html.strip():
        return
    if len(html) > MOST_BYTES:
        yield Preference(Answer.UNKNOWN, "page", "too large to be read")
        return
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(html)
    head = {meta.mem_id for meta in page.css("head meta")}
    for meta in page.css("meta"):
        name = (meta.attributes.get("name") or "").strip().lower()
        content = meta.attributes.get("content") or ""
        if name == NAME and purpose in MINING:
            found = reserved(content, "TDMRep in the page")
            if found.answer is Answer.REFUSED or meta.mem_id in head:
                yield found
        elif name in ("robots", agent.lower()):
            yield from directives(content, media, purpose, agent, "robots meta")
