"""AIPREF: the `Content-Usage` header field of a response (draft-ietf-aipref-vocab and -attach, 19 August 2026).

    Content-Usage: train-ai=n

It knows two uses of what is served, of which one is in the grid: `train-ai`, training of models that generate
content. A use is allowed (`y`), disallowed (`n`), or unknown.
"""

from __future__ import annotations

from sayso.say import Say
from sayso.sharing.signals import fields
from sayso.sharing.signals.signal import (
    CONTENT,
    MOST_BYTES,
    Cells,
    Signal,
    allowed_freely,
    for_everyone,
    losses,
    own_kinds,
    refused,
    spread,
)
from sayso.sharing.statement import SharingStatement

#: The name of the header field, and of the rule in `robots.txt`.
NAME = "Content-Usage"

_SAY = {"y": Say.NO_SAY, "n": Say.NEVER}

#: What the format never says.
NEVER_SAID = (
    "It speaks only of training models that generate content, not of training other models.",
    "It says yes or no to a whole response: not on which condition, and not to kinds of data.",
    "It is a draft, and a preference: it obliges nobody by itself.",
)


def write(statement: SharingStatement) -> Signal:
    """The header field. Empty where the policy neither refuses nor freely allows training."""
    statement = for_everyone(statement)
    value = preference(statement)
    heard = spread(preferences(value), statement)
    return Signal(f"{NAME}: {value}\n" if value else "", losses(statement, heard, NEVER_SAID))


def read(text: str) -> Cells:
    """What header lines say; other fields among them are passed over.

    A `y` is about models that generate content: whoever trains others has not been allowed to.
    """
    if len(text) > MOST_BYTES:
        return {}
    values = []
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.lower() == NAME.lower():
            values.append(value.strip(" \t"))
    # Several lines of a field are one, joined with commas (RFC 9110, 5.3).
    return preferences(", ".join(values))


def preference(statement: SharingStatement) -> str:
    """The statement of preference: `n` where training with any kind of content is not accepted without being asked."""
    content = (*CONTENT, *own_kinds(statement, "content"))
    if any(refused(statement, data, "train-ai") for data in content):
        return "train-ai=n"
    return "train-ai=y" if all(allowed_freely(statement, data, "train-ai") for data in content) else ""


def preferences(value: str) -> Cells:
    """What a statement of preference says of the uses in the grid. Malformed, and in other letters, means unknown."""
    say = _SAY.get(fields.tokens(value).get("train-ai") or "")
    return {(data, "train-ai"): say for data in CONTENT} if say else {}
