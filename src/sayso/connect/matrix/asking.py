"""How the bot asks somebody, in a room of the two alone: in words, with a link, and with reactions as buttons."""

from __future__ import annotations

from sayso.connect.matrix.client import Event
from sayso.consent.fact import Asked, Says
from sayso.consent.feature import Feature
from sayso.consent.notice import Notice

#: What an ask carries, so that a reaction to it can be understood whenever it comes.
ASK = "page.sayso.ask"
_YES, _NO = ("👍", "✅", "✔"), ("👎", "❌", "✖")


def ask(
    asked: Asked, space: str, feature: Feature, notice: Notice, link: str, room: str, small: bool
) -> tuple[str, Event]:
    """The words of an ask, and what it carries."""
    needed = [notice.texts.get(use.name) or use.name for use in feature.needed]
    extra = [notice.texts.get(use.name) or use.name for use in feature.extra]
    lines = [
        f"In the room “{room}” somebody would like to turn on: {feature.name}. Until you say yes, nothing that you",
        "write there is read by it.",
        "",
        *(f"• {text}" for text in needed),
        *(f"• Only if you say so on your page: {text}" for text in extra),
        "",
        f"👍 yes   👎 no: react to this message, or answer on your own page, which opens once: {link}",
        "You can say no and stay in the room; nobody is told. Silence is a no. You can change your mind at any time:",
        "react anew, and what was passed on of you is removed.",
    ]
    if small:
        lines.append(
            "So few people are asked that others could guess a no; on your page you can have it kept off for all."
        )
    carried = {"space": space, "person": asked.person, "feature": feature.name, "version": feature.version}
    return "\n".join(lines), {ASK: carried}


def answer(key: str, feature: Feature) -> dict[str, Says] | None:
    """What a reaction says: a no to everything, or a yes to what the feature needs and to nothing else."""
    sign = key.rstrip("\ufe0f🏻🏼🏽🏾🏿")
    if sign in _NO:
        return {use.name: Says.REFUSED for use in feature.uses}
    return {use.name: Says.GIVEN for use in feature.needed} if sign in _YES else None
