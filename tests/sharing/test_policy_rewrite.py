"""A line or an exception is set, and all else in the file stays as a person wrote it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.decision import Line
from sayso.errors import PolicyError
from sayso.say import Say
from sayso.sharing.load import from_text
from sayso.sharing.rewrite import set_exception, set_key, set_line

DAY = date(2027, 6, 30)
LEVELS = [say for say in Say if say is not Say.UNSTATED]

#: The same policy in the ways in which people write it, with a comment at every place.
STYLES = {
    "tables": """# mine
version = 1 # the first
# all
[accept."*"]
"*" = "opt-out" # rest
[accept.content] # what I make
train-ai = "never" # no!
# between
improve = { accept = "opt-in", note = "as agreed" } # asked
[accept."content.audio"]
review = "never" # calls
# the end
""",
    "inline": """# mine
version = 1 # the first
[accept] # all
"*" = "opt-out" # rest
content = { train-ai = "never", improve = { accept = "opt-in", note = "as agreed" } } # no!
"content.audio" = { review = "never" } # calls
# the end
""",
    "nested": """# mine
version = 1 # the first
[accept] # all
"*" = "opt-out" # rest
[accept.content] # what I make
train-ai = "never" # no!
improve = { accept = "opt-in", note = "as agreed" } # asked
[accept.content.audio] # calls
review = "never" # never
[[exceptions]] # one
service = "Lantern" # them
data = "usage"
purpose = "improve"
accept = "opt-out"
reason = "a trial" # why
until = 2027-06-30 # then
# the end
""",
    "dotted": """# mine
version = 1 # the first
accept."*"."*" = "opt-out" # rest
accept.content.train-ai = "never" # no!
accept.content.improve.accept = "opt-in" # asked
accept.content.improve.note = "as agreed" # told
accept."content.audio".review = "never" # calls
# the end
""",
    "kinds first": """# mine
version = 1 # the first
[accept.content.audio] # calls
review = "never" # never
[accept."*"] # all
"*" = "opt-out" # rest
[accept.content] # what I make
train-ai = "never" # no!
improve = { accept = "opt-in", note = "as agreed" } # asked
# the end
""",
    "split": """# mine
version = 1 # the first
[accept.content] # what I make
train-ai = "never" # no!
improve = { accept = "opt-in", note = "as agreed" } # asked
[[exceptions]] # one
service = "Harbour" # them
accept = "opt-out"
reason = "a trial" # why
until = 2027-06-30 # then
[accept."content.audio"] # calls
review = "never" # never
[accept."*"] # all
"*" = "opt-out" # rest
# the end
""",
    "windows": '# mine\r\nversion = 1 # the first\r\n[accept]\r\n"*" = "opt-out" # rest\r\n# the end\r\n',
    "bare": "# mine\nversion = 1 # the first",
    "inline accept": 'version = 1\naccept = { content = { improve = "never" } } # one line\n',
}

data = st.sampled_from(["*", "content", "content.audio", "content.chat", "usage", "usage.location", "sensitive"])
purposes = st.sampled_from(["*", "train-ai", "improve", "review", "share"])


def lines(text: str) -> dict[tuple[str, str, str], tuple[Say, str]]:
    def cell(x: Line) -> tuple[str, str, str]:
        return (x.service.casefold(), x.data, x.purpose)

    return {cell(x): (x.least, x.reason) for x in from_text(text).lines}


def comments(text: str) -> list[str]:
    return sorted(line.partition("#")[2].strip() for line in text.splitlines() if "#" in line)


@settings(deadline=None)
@given(
    st.sampled_from(sorted(STYLES)),
    st.lists(st.tuples(data, purposes, st.sampled_from(LEVELS), st.sampled_from(["", "why"])), min_size=1, max_size=4),
)
def test_what_is_set_holds_and_every_other_line_and_comment_stays(
    style: str, changes: list[tuple[str, str, Say, str]]
) -> None:
    text = STYLES[style]
    for name, purpose, level, note in changes:
        expected = lines(text)
        kept_note = note or expected.get(("", name, purpose), (level, ""))[1]
        expected["", name, purpose] = (level, kept_note)
        text = set_line(text, name, purpose, level, note)
        assert lines(text) == expected
    assert comments(text) == comments(STYLES[style])


@settings(deadline=None)
@given(st.sampled_from(sorted(STYLES)), st.sampled_from(["Lantern", "LANTERN", "Harbour"]), data, purposes)
def test_an_exception_is_set_once_for_a_service_and_a_cell(style: str, service: str, name: str, purpose: str) -> None:
    text = set_exception(STYLES[style], service, name, purpose, Say.LEAVE, "first", DAY)
    text = set_exception(text, service, name, purpose, Say.NO_SAY, "longer", DAY)
    expected = lines(STYLES[style])
    expected[service.casefold(), name, purpose] = (Say.NO_SAY, "longer")
    assert lines(text) == expected
    assert comments(text) == comments(STYLES[style])


def test_only_the_line_that_is_set_is_another() -> None:
    before = STYLES["tables"].splitlines()
    after = set_line(STYLES["tables"], "content", "train-ai", Say.OPT_IN).splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        ('train-ai = "never" # no!', 'train-ai = "opt-in" # no!')
    ]


def test_a_new_line_stands_beside_those_of_its_data() -> None:
    text = set_line(STYLES["tables"], "content", "share", Say.NEVER)
    assert text.index('share = "never"') < text.index('[accept."content.audio"]')


def test_one_level_for_all_becomes_the_rest_beside_a_new_line() -> None:
    text = set_line('version = 1\n[accept]\ncontent = "opt-in" # mine\n', "content", "train-ai", Say.NEVER)
    assert text == 'version = 1\n[accept]\ncontent = {"*" = "opt-in", train-ai = "never"} # mine\n'


def test_a_key_of_the_file_is_set() -> None:
    text = set_key(set_key(STYLES["tables"], "name", 'Zoë "Z"'), "unstated", "conflict")
    policy = from_text(text)
    assert (policy.name, str(policy.level.unstated)) == ('Zoë "Z"', "conflict")
    assert comments(text) == comments(STYLES["tables"])


def test_a_policy_that_is_broken_is_not_rewritten() -> None:
    with pytest.raises(PolicyError, match=r"ada\.toml:2"):
        set_line("version = 1\naccept = 2\n", "content", "improve", Say.NEVER, name="ada.toml")


def test_a_kind_of_a_policy_above_can_be_set() -> None:
    text = set_line("version = 1\n", "content.audio.calls", "*", Say.NEVER, above={"content.audio.calls": "calls"})
    assert '[accept."content.audio.calls"]\n"*" = "never"\n' in text
