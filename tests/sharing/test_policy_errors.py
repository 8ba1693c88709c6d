"""Whatever is wrong with a policy is told in one line: the file, the line, the key, and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from sayso.errors import PolicyError
from sayso.sharing.load import from_text, load
from sayso.sharing.source import LONGEST_LINE, MOST_CHARACTERS


class Bad(NamedTuple):
    """A policy that cannot be used, the line that is told, the cause and the way out. `{v}` begins a policy."""

    text: str
    line: int
    cause: str
    way_out: str


V = "version = 1\n"
EXCEPTION = '[[exceptions]]\nservice = "Lantern"\naccept = "opt-out"\nreason = "a trial"\nuntil = 2027-06-30\n'


def without(key: str) -> str:
    return V + "".join(line + "\n" for line in EXCEPTION.splitlines() if not line.startswith(key))


BAD = {
    "no equals sign": Bad(V + "accept\n", 2, "has a key without a value", 'write key = "value"'),
    "no quotes": Bad(V + "[accept]\ncontent = opt-in\n", 3, "has a value that is none", 'text in quotes: "opt-in"'),
    "quotes left open": Bad(V + 'name = "Ada\n[accept]\n', 2, "has a text without an end", "close it with a quote"),
    "a bare star": Bad(V + '[accept]\n* = "opt-in"\n', 3, "begins with what is no key", 'in quotes: "*"'),
    "two keys in a line": Bad(V + 'name = "A" unstated = "ask"\n', 2, "goes on after its value", "one key a line"),
    "a key twice": Bad(V + 'name = "A"\nname = "B"\n', 3, "sets a key that is set above", "keep one of them"),
    "a table twice": Bad(
        V + '[accept]\ncontent = "never"\n[accept]\n', 4, "opens a table that is there already", "join the two"
    ),
    "a closed table opened": Bad(
        V + '[accept]\ncontent = { improve = "never" }\n[accept.content.audio]\n', 4, "opens a table", "in quotes"
    ),
    "not TOML at all": Bad("<html>\n", 1, "is not TOML", "write names with other signs in quotes"),
    "nested too deep": Bad(V + "name = " + "[" * 3000 + "\n", 1, "is nested too deeply", "a few levels"),
    "a very long line": Bad(V + "#" * (LONGEST_LINE + 1), 2, "is a line of 4,001 characters", "break it"),
    "empty": Bad("", 1, "has no `version`", "begin it with `version = 1`"),
    "no version": Bad('name = "A"\n', 1, "has no `version`", "begin it with `version = 1`"),
    "a version to come": Bad("\nversion = 2\n", 2, "has version 2, and versions up to 1 are known", "a newer sayso"),
    "a version in quotes": Bad('version = "1"\n', 1, "has a `version` that is `1`", "write `version = 1`"),
    "a version that is true": Bad("version = true\n", 1, "that is `true`", "write `version = 1`"),
    "a version that is none": Bad("version = 0\n", 1, "that is `0`", "write `version = 1`"),
    "a mistyped key": Bad(V + '\nacept = "x"\n', 3, "`acept` is not a key", "did you mean `accept`?"),
    "a name that is none": Bad(V + "name = 7\n", 2, "`name` is `7`", "write text in quotes"),
    "a name that is empty": Bad(V + 'name = " "\n', 2, "`name` is empty", "in a few words"),
    "a name without end": Bad(V + f'name = "{"A" * 201}"\n', 2, "has 201 characters", "200 are enough"),
    "a control character": Bad(V + 'name = "A\\u001b[2J"\n', 2, "a control character (U+001B", "in plain text"),
    "a name on two lines": Bad(V + 'name = "A\\nB"\n', 2, "a control character (U+000A", "on one line"),
    "a reversed name": Bad(V + 'name = "A\\u202eB"\n', 2, "U+202E, right-to-left override", "in plain text"),
    "silence that is a level": Bad(
        V + 'unstated = "never"\n', 2, "`never` is not what silence can mean", "use one of ok, ask, conflict"
    ),
    "silence that is true": Bad(V + "unstated = true\n", 2, "`true` is not what silence can mean", "ok, ask"),
    "accept as text": Bad(V + 'accept = "opt-in"\n', 2, "`accept` is `opt-in`, not a table", "under `[accept]`"),
    "accept as a list": Bad(V + "[[accept]]\n", 2, "`accept` is a list, not a table", "under `[accept]`"),
    "a mistyped kind": Bad(
        V + '[accept]\ncontent = "never"\n"content.adio" = "never"\n', 4, "`content.adio`", "mean `content.audio`?"
    ),
    "a purpose for data": Bad(
        V + '[accept]\ntrain-ai = "never"\n', 3, "`train-ai` is not a kind of data", '"*" = { train-ai = "opt-in" }'
    ),
    "a purpose in the quotes": Bad(
        V + '[accept]\n"content.train-ai" = "never"\n', 3, "is not a kind of data", "put only the kind of data in"
    ),
    "a mistyped purpose": Bad(
        V + '[accept.content]\nadvertize = "never"\n', 3, "`advertize` is not a purpose", "did you mean `advertise`?"
    ),
    "a mistyped level": Bad(
        V + '[accept]\ncontent = "Opt In"\n', 3, "`Opt In` is not a level of say", "did you mean `opt-in`?"
    ),
    "silence for a level": Bad(
        V + '[accept]\ncontent = "unstated"\n', 3, "`unstated` is not a level", 'with unstated = "ask"'
    ),
    "a number for a level": Bad(V + "[accept]\ncontent = 3\n", 3, "`3` is not a level of say", "never, opt-in"),
    "a fraction for a level": Bad(V + "[accept.content]\nimprove = 0.5\n", 3, "`0.5` is not a level", "never, opt-in"),
    "a list for a level": Bad(
        V + '[accept.content]\nimprove = ["never", "opt-in"]\n', 3, "a list is not a level of say", "use one of never"
    ),
    "a table below a line": Bad(
        V + '[accept.content.improve]\naccept = { level = "never" }\n', 3, "a table is not a level of say", "never"
    ),
    "a table below a purpose": Bad(
        V + '[accept.content.improve.review]\naccept = "never"\n', 2, "`accept.content.improve.review` stands beside",
        '"*" = "opt-in"',
    ),
    "a line without a level": Bad(
        V + '[accept.content]\nimprove = { note = "x" }\n', 3, "does not say what is accepted", 'accept = "opt-in"'
    ),
    "a line with an unknown key": Bad(
        V + '[accept.content]\nimprove = { accept = "never", reason = "x" }\n', 3,
        "`accept.content.improve.reason` is not a key", "accept, unstated, delegate, note",
    ),
    "a delegation that is text": Bad(
        V + '[accept.content]\nimprove = { accept = "never", delegate = "yes" }\n', 3, "delegate` is `yes`",
        "write true or false",
    ),
    "a note that is a number": Bad(
        V + '[accept.content]\nimprove = { accept = "never", note = 1 }\n', 3, "note` is `1`", "write text in quotes"
    ),
    "a cell twice": Bad(
        V + '[accept.content.audio]\nimprove = "never"\n\n[accept."content.audio"]\nimprove = "opt-in"\n', 6,
        "`improve` of `content.audio` is said twice, first in line 3", "keep one of them",
    ),
    "a row twice": Bad(
        V + '[accept.content]\naudio = "never"\n[accept."content.audio"]\n"*" = "opt-in"\n', 5,
        "`*` of `content.audio` is said twice, first in line 3", "keep one of them",
    ),
    "a category in the vocabulary": Bad(
        V + '[categories]\n"content.audio" = "calls"\n', 3, "is in the vocabulary, which a policy cannot change",
        "choose another name",
    ),
    "a category under nothing": Bad(
        V + '[categories]\n"salary.bonus" = "pay"\n', 3, "is not under a known kind", "begin it with one of content"
    ),
    "a category without a parent": Bad(
        V + '[categories]\n"content.calls.patients" = "x"\n', 3, "`content.calls.patients` is not under", "begin"
    ),
    "a category called as a purpose": Bad(
        V + '[categories]\n"content.share" = "x"\n', 3, "`share` is a word of the policy file", "choose another name"
    ),
    "a category with a capital": Bad(
        V + '[categories]\n"content.Calls" = "x"\n', 3, "`Calls` is no name for a kind of data", "small letters"
    ),
    "a category without quotes": Bad(
        V + '[categories]\ncontent.calls = "x"\n', 3, "`content` is a table", "write the name in quotes"
    ),
    "a category without a description": Bad(
        V + '[categories]\n"content.calls" = ""\n', 3, '`categories."content.calls"` is empty', "in a few words"
    ),
    "one table for the exceptions": Bad(
        V + '[exceptions]\nservice = "Lantern"\n', 2, "`exceptions` is a table, not a list of tables",
        "write each under `[[exceptions]]`",
    ),
    "exceptions of text": Bad(V + 'exceptions = ["x"]\n', 2, "a list of something else", "[[exceptions]]"),
    "no service": Bad(without("service"), 2, "exception 1 has no `service`", 'service = "Lantern Rooms"'),
    "no level": Bad(without("accept"), 2, "exception 1 has no `accept`", 'accept = "opt-out"'),
    "no reason": Bad(without("reason"), 2, "exception 1 has no `reason`", "add why"),
    "no end": Bad(without("until"), 2, "exception 1 has no `until`", "until = 2027-06-30"),
    "an empty service": Bad(
        V + EXCEPTION.replace("Lantern", ""), 3, "`exceptions.1.service` is empty", "write what it is"
    ),
    "an end in quotes": Bad(
        V + EXCEPTION.replace("2027-06-30", '"2027-06-30"'), 6, "`exceptions.1.until` is `2027-06-30`",
        "a day without quotes",
    ),
    "an end with a time": Bad(
        V + EXCEPTION.replace("2027-06-30", "2027-06-30T12:00:00"), 6, "is a time", "without a time"
    ),
    "an exception that delegates": Bad(
        V + EXCEPTION + "delegate = true\n", 7, "`exceptions.1.delegate` is not a key", "use one of service"
    ),
    "an exception for unknown data": Bad(
        V + EXCEPTION + 'data = "voice"\n', 7, "`voice` is not a kind of data", "use one of *, content"
    ),
    "an exception for data in a list": Bad(
        V + EXCEPTION + 'data = ["content"]\n', 7, "a list is not a kind of data", "use one of *, content"
    ),
    "an exception for no purpose": Bad(V + EXCEPTION + "purpose = 1\n", 7, "`1` is not a purpose", "one of provide"),
    "an exception twice": Bad(
        V + EXCEPTION + EXCEPTION.replace("Lantern", "LANTERN"), 7, "for this service is said twice, first in line 2",
        "keep one",
    ),
    "a text that extends": Bad(V + 'extends = "org.toml"\n', 2, "extends another policy", "load it from its file"),
    "an extension that is none": Bad(V + "extends = false\n", 2, "`extends` is `false`", "write text in quotes"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_what_is_wrong_is_told_with_its_line_and_the_way_out(bad: Bad) -> None:
    with pytest.raises(PolicyError) as told:
        from_text(bad.text, "ada.toml")
    message = str(told.value)
    assert message.startswith(f"ada.toml:{bad.line}: ")
    assert bad.cause in told.value.cause
    assert bad.way_out in told.value.way_out
    assert "\n" not in message
    assert message == message.strip().removesuffix(".")


def refused(path: Path) -> str:
    with pytest.raises(PolicyError) as told:
        load(path)
    return str(told.value).replace(f"{path.parent}/", "")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.toml").startswith("none.toml: does not exist; ")
    (tmp_path / "folder.toml").mkdir()
    assert refused(tmp_path / "folder.toml").startswith("folder.toml: is a folder; ")
    with pytest.raises(PolicyError, match="cannot be read: embedded null byte"):
        load("a\0b")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b'version = 1\nname = "Zo\xeb"\n')
    assert refused(tmp_path / "a.toml") == "a.toml:2: is not UTF-8 text; save it as UTF-8"
    (tmp_path / "a.toml").write_bytes('version = 1\nname = "Zoë"\n'.encode("utf-16"))
    assert refused(tmp_path / "a.toml") == "a.toml:1: is not UTF-8 text; save it as UTF-8"


def test_a_huge_file_is_told_without_being_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "a.toml").open("wb") as file:
        file.truncate(MOST_CHARACTERS * 10_000)
    assert refused(tmp_path / "a.toml").startswith("a.toml: is larger than 200,000 bytes; ")


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b'\xef\xbb\xbfversion = 1\r\n[accept]\r\ncontent = "never"\r\n')
    assert [line.place for line in load(tmp_path / "a.toml").lines] == [f"{tmp_path}/a.toml:3"]


def test_the_line_is_right_after_a_text_over_several_lines(tmp_path: Path) -> None:
    text = (
        V
        + '[accept.content]\nimprove = { accept = "never", note = """x\\\n  [accept]\\\n  review = 1""" }\nreview = 2\n'
    )
    with pytest.raises(PolicyError, match=r"policy:6: `2` is not a level"):
        from_text(text)


ABOVE = (
    V
    + """
unstated = "conflict"
[categories]
"content.audio.calls" = "recorded calls"
[accept]
content = "opt-in"
usage = { improve = { accept = "opt-in", delegate = true, unstated = "ask" } }
[[exceptions]]
service = "Lantern"
data = "content"
purpose = "improve"
accept = "no-say"
reason = "a trial"
until = 2027-06-30
"""
)


@pytest.fixture
def below(tmp_path: Path) -> Path:
    (tmp_path / "org.toml").write_text(ABOVE, "utf-8")
    return tmp_path / "ada.toml"


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (
            '[accept]\ncontent = "opt-out"\n',
            "ada.toml:4: accepts `opt-out`, but org.toml:7 above it accepts nothing less than `opt-in`; "
            "be as strict, or have that line say `delegate = true`",
        ),
        ('unstated = "ok"\n', "ada.toml:3: takes silence more lightly than the policy above it; "),
        (
            '[accept]\nusage = { improve = { accept = "never", unstated = "ok" } }\n',
            "ada.toml:4: takes silence more lightly than the policy above it; take `unstated` out here: org.toml:8",
        ),
        (
            '[categories]\n"content.audio.calls" = "x"\n',
            "ada.toml:4: `content.audio.calls` is a category of a policy above; take it out here, or",
        ),
        (
            EXCEPTION.replace("until", 'data = "content"\nuntil'),
            "ada.toml:5: accepts `opt-out`, but org.toml:7 above it",
        ),
    ],
)  # fmt: skip
def test_a_policy_below_can_only_be_stricter(below: Path, rest: str, told: str) -> None:
    below.write_text(V + 'extends = "org.toml"\n' + rest, "utf-8")
    assert told in refused(below)


def test_what_was_delegated_or_excepted_above_can_be_accepted_below(below: Path) -> None:
    excepted = EXCEPTION.replace("until", 'data = "content"\npurpose = "improve"\nuntil')
    below.write_text(
        V + 'extends = "org.toml"\n[accept]\nusage.improve = "no-say"\ncontent.audio.calls = "never"\n' + excepted,
        "utf-8",
    )
    assert [str(line.least) for line in load(below).level.lines] == ["no-say", "never", "opt-out"]


def test_what_a_team_was_delegated_it_cannot_delegate_past_its_organisation(tmp_path: Path) -> None:
    (tmp_path / "org.toml").write_text(V + '[accept]\ncontent = "opt-in"\n', "utf-8")
    team = V + 'extends = "org.toml"\n[accept]\ncontent = { "*" = { accept = "never", delegate = true } }\n'
    (tmp_path / "team.toml").write_text(team, "utf-8")
    (tmp_path / "ada.toml").write_text(V + 'extends = "team.toml"\n[accept]\ncontent = "opt-out"\n', "utf-8")
    assert "ada.toml:4: accepts `opt-out`, but org.toml:3 above it" in refused(tmp_path / "ada.toml")


@pytest.mark.parametrize(
    ("extends", "told"),
    [
        ("ada.toml", "ada.toml:2: extends itself, in a circle; take one `extends` out"),
        ("gone.toml", "ada.toml:2: extends `gone.toml`, which does not exist; give its place relative to this file"),
        ("https://example.org/p.toml", "a web address; save that policy as a file beside this one"),
        (".", "is a folder; give the file in it"),
    ],
)
def test_what_cannot_be_extended_is_told(tmp_path: Path, extends: str, told: str) -> None:
    (tmp_path / "ada.toml").write_text(V + f'extends = "{extends}"\n', "utf-8")
    assert told in refused(tmp_path / "ada.toml")


def test_a_circle_of_several_policies_and_too_long_a_chain_are_told(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"p{number}.toml").write_text(V + f'extends = "p{number + 1}.toml"\n', "utf-8")
    assert "is one of more than 8 levels; join some of them" in refused(tmp_path / "p0.toml")
    (tmp_path / "p2.toml").write_text(V + 'extends = "p0.toml"\n', "utf-8")
    assert "extends itself, in a circle" in refused(tmp_path / "p0.toml")
    (tmp_path / "p2.toml").write_text("", "utf-8")
    assert "p2.toml:1: has no `version`" in refused(tmp_path / "p0.toml")
