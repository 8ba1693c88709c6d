"""robots.txt: the example of the draft, which rules count, and what the lines to add look like."""

from __future__ import annotations

import pytest

from sayso.sharing.signals import robots
from sayso.sharing.signals.paths import matched, normal
from sayso.sharing.signals.signal import Cells

from ..test_statement import ada
from .test_aipref import NO, YES

DRAFT = """User-Agent: *
Allow: /
Disallow: /never/
Content-Usage: train-ai=n
Content-Usage: /ai-ok/ train-ai=y

User-Agent: ExampleBot
Allow: /
Content-Usage: train-ai=y
"""


@pytest.mark.parametrize(
    ("path", "agent", "cells"),
    [
        ("/test", "*", NO),
        ("/never/test", "*", {}),
        ("/ai-ok/test", "*", YES),
        ("/test", "ExampleBot", YES),
        ("/test", "examplebot", YES),
        ("/never/test", "ExampleBot", YES),
        ("/test", "OtherBot", NO),
    ],
)
def test_the_example_of_the_draft_is_read_as_it_says(path: str, agent: str, cells: Cells) -> None:
    assert robots.read(DRAFT, path, agent) == cells


@pytest.mark.parametrize(
    ("rules", "path", "cells"),
    [
        ("Content-Usage: train-ai=y\nContent-Usage: train-ai=n", "/", NO),
        ("Content-Usage: train-ai=y\nContent-Usage: train-ai=?", "/", {}),
        ("Content-Usage: train-ai=y\nContent-Usage: /a train-ai", "/a", {}),
        ("Content-Usage: /a*z train-ai=n\nContent-Usage: train-ai=y", "/a/b/z/c", NO),
        ("Content-Usage: /a$ train-ai=n\nContent-Usage: train-ai=y", "/ab", YES),
        (" content-usage \t: /a%7Eb\ttrain-ai=n # why", "/a~b", NO),
        ("Content-Usage: train-ai=y # n", "/", YES),
        ("Disallow: /\nContent-Usage: train-ai=y", "/x", {}),
        ("Disallow: /\nAllow: /x\nContent-Usage: train-ai=y", "/x", YES),
        ("Disallow: /x\nAllow: /x\nContent-Usage: train-ai=y", "/x", YES),
        ("Disallow:\nContent-Usage: train-ai=y", "/x", YES),
    ],
)
def test_the_longest_rule_counts_and_between_equals_the_refusal(rules: str, path: str, cells: Cells) -> None:
    assert robots.read(f"User-Agent: *\n{rules}\n", path) == cells


def test_a_rule_outside_a_group_says_nothing() -> None:
    assert robots.read("Content-Usage: train-ai=y\n") == {}


def test_groups_of_one_crawler_are_one_and_agents_can_share_rules() -> None:
    text = "User-agent: a\nUser-agent: b\nContent-Usage: train-ai=y\n\nUser-agent: B/2.0\nContent-Usage: train-ai=n\n"
    assert robots.read(text, agent="a") == YES
    assert robots.read(text, agent="b") == NO
    assert robots.read(text, agent="c") == {}


def test_a_file_that_is_too_large_says_nothing() -> None:
    assert robots.read("User-agent: *\nContent-Usage: train-ai=y\n" + "#" * 512_000) == {}


def test_what_it_cannot_say_stands_in_comments_before_the_rules() -> None:
    signal = robots.write(ada())
    *comments, agent, rule = signal.text.splitlines()
    assert comments == [f"# {sentence}" for sentence in signal.lost]
    assert (agent, rule) == ("User-Agent: *", "Content-Usage: train-ai=n")


@pytest.mark.parametrize(
    ("pattern", "path", "length"),
    [
        ("/", "/a", 1),
        ("/a", "/b", None),
        ("/*.jpg", "/x/y.jpg", 6),
        ("/*.jpg$", "/x/y.jpg?z", None),
        ("/*.jpg$", "/a.jpg/b.jpg", 7),
        ("/a*b*", "/a", None),
        ("/foo-%24", "/foo-$", None),
        ("/%C3%A9", "/é", 7),
        ("/a$", "/a", 3),
        ("/ab*b$", "/ab", None),
        ("", "/a", 0),
    ],
)
def test_patterns_match_as_crawlers_match_them(pattern: str, path: str, length: int | None) -> None:
    assert matched(pattern, normal(path)) == length
