"""A source: what was recorded when something was fetched, from which its preference signals are read.

    {"url": "https://example.org/a.html", "headers": [["Content-Usage", "train-ai=n"]], "robots": "User-Agent: * ..."}

What was not recorded says nothing; nothing is fetched here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sayso.preferences import ai_txt, c2pa, headers, page, robots, tdmrep
from sayso.preferences.preference import Preference, strictest
from sayso.sharing.signals.paths import normal

_TEXTS = ("url", "robots", "ai_txt", "tdmrep", "page")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that was fetched. Texts are empty where they were not recorded or not there.

    `headers`: of its response, in their order. `robots`, `ai_txt`, `tdmrep`: the texts of its site's `/robots.txt`,
    `/ai.txt` and `/.well-known/tdmrep.json`. `page`: its HTML. `assertions`: those of its C2PA manifest, each with
    `label` and `data`.
    """

    url: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    robots: str = ""
    ai_txt: str = ""
    tdmrep: str = ""
    page: str = ""
    assertions: tuple[Any, ...] = ()

    @property
    def path(self) -> str:
        """Path and query, as patterns of a site are held against."""
        parts = urlsplit(self.url)
        return normal(parts.path or "/") + (f"?{normal(parts.query)}" if parts.query else "")

    @property
    def media(self) -> str:
        """The media type (`image/png`), or empty."""
        types = [value for name, value in self.headers if name.lower() == "content-type"]
        return types[-1].partition(";")[0].strip().lower() if types else ""


def source(record: Any) -> Source:
    """A source from its JSON. Raises `ValueError` for what is none, with the cause."""
    if not isinstance(record, dict):
        raise ValueError("is no object")
    if unknown := sorted(set(record) - {*_TEXTS, "headers", "assertions"}):
        raise ValueError(f"has `{unknown[0]}`, which is not known")
    for name in _TEXTS:
        if not isinstance(record.get(name, ""), str):
            raise ValueError(f"`{name}` is no text")
    try:
        urlsplit(record.get("url", ""))
    except ValueError:
        raise ValueError("`url` is no address") from None
    assertions = record.get("assertions", [])
    if not isinstance(assertions, list):
        raise ValueError("`assertions` is no list")
    texts = {name: record.get(name, "") for name in _TEXTS}
    return Source(headers=tuple(_headers(record.get("headers", []))), assertions=tuple(assertions), **texts)


def _headers(found: Any) -> Iterator[tuple[str, str]]:
    pairs = found.items() if isinstance(found, dict) else found
    try:
        for name, value in pairs:
            for one in value if isinstance(value, list) else [value]:
                if not isinstance(name, str) or not isinstance(one, str):
                    raise TypeError
                yield name, one
    except (TypeError, ValueError):
        raise ValueError("`headers` are no pairs of texts") from None


def heard(source: Source, purpose: str = "train-ai", agent: str = "*") -> list[Preference]:
    """What each signal of a source says about a purpose, to one crawler or, with `*`, to any."""
    return [
        *headers.heard(source.headers, source.media, purpose, agent),
        *robots.heard(source.robots, source.path, purpose, agent),
        *tdmrep.heard(source.headers, source.tdmrep, source.path, purpose),
        *page.heard(source.page, source.media, purpose, agent),
        *ai_txt.heard(source.ai_txt, source.path, purpose, agent),
        *c2pa.heard(source.assertions, purpose),
    ]


def preference(source: Source, purpose: str = "train-ai", agent: str = "*") -> Preference:
    """What all signals of a source come to: the most restrictive wins."""
    return strictest(heard(source, purpose, agent))
