"""A statement in one line, for the foot of an e-mail: what is asked about first, AI training with what one creates."""

from __future__ import annotations

from sayso.sharing.statement import SharingStatement, parts_of, strictness
from sayso.show.statements import words


def line(statement: SharingStatement, url: str = "") -> str:
    """The line. All of it is true: where kinds of content differ, each is named."""
    training = {u: a for u, a in statement.cells.items() if u[1] == "train-ai" and u[0].partition(".")[0] == "content"}
    sentences = [words.sentence(part, statement) for part in parts_of(training, strictness)]
    where = f", the whole: {url}" if url else ""
    return " ".join([*sentences, f"({words.day(statement.on)}, policy version {statement.version}{where})"]) + "\n"
