"""Setting a line or an exception in the text of a policy, with every comment and all else kept as it is.

What comes out is read again, and must say what was asked for and nothing else that is new: a file is never left with
another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import tomlkit

from sayso.errors import PolicyError
from sayso.row import ANY
from sayso.say import Say
from sayso.sharing.places import Path as Key
from sayso.sharing.policy_file import PolicyFile, parse
from sayso.sharing.source import Source

#: Service (or ""), data and purpose.
_Cell = tuple[str, str, str]


def set_key(text: str, key: str, value: str) -> str:
    """The policy with another `name`, `extends` or `unstated`."""
    document = tomlkit.parse(text)
    document[key] = value
    return document.as_string()


def set_line(
    text: str,
    data: str,
    purpose: str,
    level: Say,
    note: str = "",
    *,
    above: Mapping[str, str] = {},
    name: str = "policy",
) -> str:
    """The policy with this level accepted of this data for this purpose (`*`: for all that no other line names).

    `above`: the categories of the policies that it extends; `name`: what errors call it. Raises `PolicyError`.
    """
    file = parse(Source(text, name), above)
    cell = ("", data, purpose)
    document = tomlkit.parse(text)
    if key := file.keys.get(cell):
        _renew(_at(document, key[:-1]), key[-1], level, note)
    else:
        _add(document, file, data, purpose, _value(level, note))
    # Where a table of its own cannot stand among what is there, it can at the end.
    own = tomlkit.document()
    own["accept"] = {data: {purpose: _value(level, note)}}
    return _first_right([document.as_string(), f"{text.rstrip()}\n\n{own.as_string()}"], file, cell, level, above, name)


def set_exception(
    text: str,
    service: str,
    data: str,
    purpose: str,
    level: Say,
    reason: str,
    until: date,
    *,
    above: Mapping[str, str] = {},
    name: str = "policy",
) -> str:
    """The policy with this level accepted of one service, until a day and for a reason. Raises `PolicyError`."""
    file = parse(Source(text, name), above)
    document = tomlkit.parse(text)
    cell = (service.casefold(), data, purpose)
    if key := file.keys.get(cell):
        entry = _at(document, key)
    else:
        entry = tomlkit.table()
        entry.trivia.indent = "\n"  # a blank line before it
        entry["service"] = service
        entry |= {k: v for k, v in (("data", data), ("purpose", purpose)) if v != ANY}
        if "exceptions" not in document:
            document["exceptions"] = tomlkit.aot()
        document["exceptions"].append(entry)
    entry["accept"], entry["reason"], entry["until"] = str(level), reason, until
    return _first_right([document.as_string()], file, cell, level, above, name)


def _renew(parent: Any, key: str | int, level: Say, note: str) -> None:
    if isinstance(parent[key], dict):
        parent[key]["accept"] = str(level)
        if note:
            parent[key]["note"] = note
    else:
        _replace(parent, key, _value(level, note))


def _replace(parent: Any, key: str | int, value: Any) -> None:
    """Puts a value in the place of another, with the comment that stands after it."""
    old = getattr(parent[key], "trivia", None)
    new = tomlkit.item(value)
    if old is not None:
        new.trivia.comment_ws, new.trivia.comment = old.comment_ws, old.comment
    parent[key] = new


def _value(level: Say, note: str) -> Any:
    if not note:
        return str(level)
    line = tomlkit.inline_table()
    line.update({"accept": str(level), "note": note})
    return line


def _add(document: Any, file: PolicyFile, data: str, purpose: str, value: Any) -> None:
    """Adds a line where others of its data stand, or under a table of its own."""
    key = next((key for (service, name, _), key in file.keys.items() if not service and name == data), None)
    if key is None:
        _new_table(document, data)[purpose] = value
        return
    parent, last = _at(document, key[:-1]), key[-1]
    if ".".join(map(str, key[1:])) != data:
        parent[purpose] = value
        return
    # It is one level for all purposes: that becomes the rest, beside the line that is new.
    table = tomlkit.inline_table()
    table.update({ANY: parent[last].unwrap(), purpose: value})
    _replace(parent, last, table)


def _new_table(document: Any, data: str) -> Any:
    if "accept" not in document:
        document["accept"] = tomlkit.table(is_super_table=True)
    accept = document["accept"]
    if data not in accept:
        accept[data] = tomlkit.inline_table() if isinstance(accept, tomlkit.items.InlineTable) else tomlkit.table()
    return accept[data]


def _at(document: Any, key: Key) -> Any:
    for part in key:
        document = document[part]
    return document


def _first_right(
    texts: Iterable[str], file: PolicyFile, cell: _Cell, level: Say, above: Mapping[str, str], name: str
) -> str:
    """The first text that says what the file said, and this level of this cell."""
    wanted = _levels(file) | {cell: level}
    for text in texts:
        try:
            if _levels(parse(Source(text, "policy"), above)) == wanted:
                return text
        except PolicyError:
            continue
    way_out = f"write `{level}` for {cell[2]} of {cell[1]} into it by hand"
    raise PolicyError(name, 0, "is written in a way that cannot be added to", way_out)


def _levels(file: PolicyFile) -> dict[_Cell, Say]:
    return {(x.service.casefold(), x.data, x.purpose): x.least for x in file.level.lines}
