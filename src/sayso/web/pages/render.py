"""Templates and what they may call: everything that is filled in is escaped."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sayso.consent.feature import Feature, Use
from sayso.safe import one_line, visible
from sayso.vocabulary import row_of
from sayso.web.pages import static, times
from sayso.web.pages.site import Site
from sayso.web.pages.texts import Texts, languages, own


def render(template: str, texts: Texts, site: Site, **model: Any) -> str:
    """A page in a language. Raises what Jinja raises for a name that the model has not: a page never guesses."""
    words = {
        "t": texts,
        "own": own,
        "static": static.address,
        "feature_name": partial(feature_name, texts=texts),
        "feature_plain": partial(feature_plain, texts=texts),
        "use_name": partial(use_name, texts=texts),
        "duration": partial(times.duration, texts=texts),
        "remaining": partial(times.remaining, texts=texts),
        "moment": partial(times.moment, texts=texts),
        "clock": partial(times.clock, texts=texts),
        "day": partial(times.day, texts=texts),
    }
    return (
        _environment()
        .get_template(template)
        .render(**words, languages=languages(), site=site, home=replace(site, base="").to("/"), **model)
    )


def feature_plain(name: str, texts: Texts) -> str:
    """What a feature is called: by a word of the language where there is one."""
    return texts.plain(f"feature.{name}") if f"feature.{name}" in texts else name


def feature_name(name: str, texts: Texts) -> Markup:
    """The same as HTML."""
    return own(feature_plain(name, texts))


def use_name(use: Use, feature: Feature, texts: Texts) -> Markup:
    """What a use is called: "Your voice, to train AI"."""
    data = use.data if f"data.{use.data}" in texts else row_of(use.data)
    purpose = texts(f"purpose.{use.purpose}", feature=feature_plain(feature.name, texts))
    return texts("use.heading", data=texts(f"data.{data}"), purpose=purpose)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sayso.web.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"quoted": visible, "line": one_line}
    return environment
