"""`robots.txt` with AIPREF rules (RFC 9309; draft-ietf-aipref-attach, section 3).

    User-Agent: *
    Content-Usage: train-ai=n

No crawlers are named: what their names are, and what each does, changes too often to be written into a policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.say import Say
from sayso.sharing.signals import aipref
from sayso.sharing.signals.paths import matched, normal
from sayso.sharing.signals.signal import MOST_BYTES, Cells, Signal, for_everyone, losses, spread
from sayso.sharing.statement import SharingStatement

#: What the format never says.
NEVER_SAID = (
    *aipref.NEVER_SAID,
    "It asks no crawler to stay away: what is not to be fetched needs `Disallow` rules of your own.",
)

_LINE_END = re.compile(r"\r\n?|\n")
_RULES = ("allow", "disallow", "content-usage", "content-signal")
_AGENT = re.compile(r"[A-Za-z_-]+")


@dataclass(slots=True)
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[tuple[str, str]] = field(default_factory=list)


def write(statement: SharingStatement) -> Signal:
    """The lines to add to a `robots.txt`, with what they do not say as comments.

    There is no `Allow: /` among them: it would lift a `Disallow: /` that stands in the file already.
    """
    statement = for_everyone(statement)
    value = aipref.preference(statement)
    lost = losses(statement, spread(aipref.preferences(value), statement), NEVER_SAID)
    comments = [f"# {sentence}" for sentence in lost]
    rules = ["User-Agent: *", f"{aipref.NAME}: {value}"] if value else []
    return Signal("\n".join([*comments, *rules]) + "\n", lost, told=True)


def read(text: str, path: str = "/", agent: str = "*") -> Cells:
    """What a `robots.txt` says of one path to one crawler. What may not be fetched has no preference."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return {}
    rules, place = rules_for(text, agent), normal(path)
    if disallowed(rules, place):
        return {}
    return _combined([aipref.preferences(said) for said in nearest(rules, "content-usage", place)])


def nearest(rules: Iterable[tuple[str, str]], name: str, place: str) -> list[str]:
    """What the rules of one name say of a normal path: those with the longest pattern that matches it."""
    found: dict[int, list[str]] = {}
    for rule, value in rules:
        pattern, said = _pattern(value)
        if rule == name and (length := matched(pattern, place)) is not None:
            found.setdefault(length, []).append(said)
    return found[max(found)] if found else []


def _combined(heard: list[Cells]) -> Cells:
    """Several preferences for one path: any refusal counts, and what one leaves unknown is not allowed by another."""
    uses = {use for cells in heard for use in cells}
    says = {use: {cells.get(use) for cells in heard} for use in uses}
    refusals = {use: Say.NEVER for use in uses if Say.NEVER in says[use]}
    return refusals | {use: Say.NO_SAY for use in uses if says[use] == {Say.NO_SAY}}


def disallowed(rules: Iterable[tuple[str, str]], place: str) -> bool:
    """Whether the path may not be fetched: the longest rule decides, and `allow` between equals (RFC 9309, 2.2.2)."""
    lengths = {"allow": -1, "disallow": -1}
    for name, value in rules:
        if name in lengths and value and (length := matched(value, place)) is not None:
            lengths[name] = max(lengths[name], length)
    return lengths["disallow"] > lengths["allow"]


def _pattern(value: str) -> tuple[str, str]:
    """A rule's path, `/` if it has none, and its preference."""
    if not value.startswith("/"):
        return "/", value
    path, _, preference = value.replace("\t", " ").partition(" ")
    return path, preference.strip(" ")


def rules_for(text: str, agent: str) -> list[tuple[str, str]]:
    """The rules of all groups for the crawler, or of those for any (RFC 9309, 2.2.1)."""
    groups = _groups(text.removeprefix("\ufeff"))
    for wanted in (agent.lower(), "*"):
        chosen = [group for group in groups if wanted in group.agents]
        if chosen:
            return [rule for group in chosen for rule in group.rules]
    return []


def _groups(text: str) -> list[_Group]:
    groups: list[_Group] = []
    for line in _LINE_END.split(text):
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip(" \t").lower(), value.strip(" \t")
        if not colon:
            continue
        if name == "user-agent":
            if not groups or groups[-1].rules:
                groups.append(_Group())
            token = _AGENT.match(value)
            groups[-1].agents.append(token[0].lower() if token else value)
        elif groups and name in _RULES:
            groups[-1].rules.append((name, value))
    return groups
