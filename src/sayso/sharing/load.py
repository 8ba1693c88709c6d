"""Reading a policy with the policies that it extends. The only I/O of a policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sayso.decision import Level, Line
from sayso.errors import PolicyError
from sayso.sharing.inheritance import only_stricter
from sayso.sharing.policy import Policy
from sayso.sharing.policy_file import header, parse
from sayso.sharing.source import MOST_CHARACTERS, Source

#: Organisation, division, team, person and some more.
_MOST_LEVELS = 8


def load(path: str | Path, bases: dict[Path, Policy] | None = None) -> Policy:
    """The policy in a file, with those above it; `extends` is relative to the file. Raises `PolicyError`.

    `bases`: the policies that others extended so far. Who loads many gives the same one each time, and each is read
    once.
    """
    return _load(str(path), (), {} if bases is None else bases)


def from_text(text: str, source: str = "policy", above: Policy | None = None) -> Policy:
    """A policy from its text. One that extends another needs that one: `above`. Raises `PolicyError`."""
    checked = Source(text, source)
    if header(checked)[1] and not above:
        cause = "extends another policy, which a text alone cannot name"
        checked.refuse(("extends",), cause, "load it from its file")
    return _policy(checked, above)


def read_text(source: str, what: str = "a policy") -> str:
    """The text of a short file that a person wrote. `what` it should hold is said in errors. Raises `PolicyError`."""
    try:
        if Path(source).is_dir():
            raise PolicyError(source, 0, "is a folder", f"give the file in it that holds {what}")
        with Path(source).open("rb") as file:
            content = file.read(MOST_CHARACTERS + 1)
    except FileNotFoundError:
        raise PolicyError(source, 0, "does not exist", "check the name, or make one: `sayso policy new`") from None
    except (OSError, ValueError) as error:
        cause = (getattr(error, "strerror", None) or str(error)).lower()
        raise PolicyError(source, 0, f"cannot be read: {cause}", "give a file that you may read") from None
    if len(content) > MOST_CHARACTERS:
        raise PolicyError(source, 0, f"is larger than {MOST_CHARACTERS:,} bytes", f"{what} is a short text file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PolicyError(source, line, "is not UTF-8 text", "save it as UTF-8") from None


def _load(path: str, below: tuple[Path, ...], bases: dict[Path, Policy]) -> Policy:
    source = Source(read_text(path), path)
    extends = header(source)[1]
    if not extends:
        return _policy(source, None)
    here, at = Path(path).resolve(), ("extends",)
    if here in below:
        source.refuse(at, "extends itself, in a circle", "take one `extends` out")
    if len(below) >= _MOST_LEVELS:
        source.refuse(at, f"is one of more than {_MOST_LEVELS} levels", "join some of them")
    above = Path(path).parent / extends
    if "://" in extends:
        source.refuse(at, f"extends `{extends}`, a web address", "save that policy as a file beside this one")
    if not above.exists():
        source.refuse(at, f"extends `{extends}`, which does not exist", "give its place relative to this file")
    return _policy(source, _base(above, (*below, here), bases))


def _base(path: Path, below: tuple[Path, ...], bases: dict[Path, Policy]) -> Policy:
    known = bases.get(path.resolve())
    # Under too many levels it is read again, which tells the level that is one too many.
    if known is None or len(below) + len(known.chain) > _MOST_LEVELS + 1:
        known = bases[path.resolve()] = _load(str(path), below, bases)
    return known


def _policy(source: Source, above: Policy | None) -> Policy:
    file = parse(source, above.all_categories if above else {})
    policy = Policy(file.name or Path(source.name).stem, source.name, file.level, file.categories, above)
    only_stricter(policy, source.at(("unstated",)))
    return policy


def with_line(policy: Policy, line: Line) -> Policy:
    """The policy with one more line of its own."""
    return replace(policy, level=Level((*policy.level.lines, line), policy.level.unstated))
