"""What the pages say, one data file a language: another language is another file with the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from sayso.safe import one_line

#: The language of a page where nothing that is asked for is known.
DEFAULT = "en"


class Texts:
    """The texts of one language, by key (`card.title`)."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language, self._texts = language, texts

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def has(self, key: str) -> bool:
        """Whether there is such a text, as templates ask."""
        return key in self

    def keys(self) -> set[str]:
        """All keys."""
        return set(self._texts)

    def __call__(self, key: str, **values: object) -> Markup:
        """The text as HTML. What is filled in is somebody else's: escaped, harmless, and isolated in its direction."""
        return Markup(escape(self._texts[key]).format(**{name: own(value) for name, value in values.items()}))

    def plain(self, key: str, **values: object) -> str:
        """The text without markup, for where HTML has no elements: titles and labels."""
        return self._texts[key].format(**{name: one_line(str(value)) for name, value in values.items()})

    def count(self, key: str, n: int) -> str:
        """The text for a number of things. A language with more forms than `one` and `other` chooses here."""
        return self._texts[f"{key}.{'one' if n == 1 else 'other'}"].format(n=n)


def own(value: object) -> Markup:
    """Somebody else's text in a page: on one line, escaped, isolated. Markup and numbers stay as they are."""
    if isinstance(value, Markup | int):
        return Markup(value)
    return Markup("<bdi>{}</bdi>").format(one_line(str(value)))


@cache
def languages() -> dict[str, Texts]:
    """All languages that there are, by code."""
    here = [f for f in files(__package__).iterdir() if f.name.endswith(".toml")]
    found = {f.name.removesuffix(".toml"): tomllib.loads(f.read_text("utf-8")) for f in here}
    return {code: Texts(code, dict(_flat("", found[code]))) for code in sorted(found)}


def choose(asked: str | None, accepted: str) -> Texts:
    """The texts in the language that was asked for, else the best of an `Accept-Language` (RFC 9110, 12.5.4)."""
    known = languages()
    if asked in known:
        return known[asked]
    ranges = [part.partition(";") for part in accepted.lower().split(",")]
    for name, _, quality in sorted(ranges, key=lambda part: -_quality(part[2])):
        code = name.strip().partition("-")[0]
        if code in known and _quality(quality) > 0:
            return known[code]
    return known[DEFAULT]


def _quality(parameter: str) -> float:
    _, _, value = parameter.partition("q=")
    try:
        return float(value) if value else 1.0
    except ValueError:
        return 0.0


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", value
