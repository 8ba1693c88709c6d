"""Global Privacy Control (W3C, editors' copy 58d8695): the request header `Sec-GPC: 1`, and a site's support file.

    Sec-GPC: 1

It says one thing, of all data about a person: do not sell or share it. It can object, and never allows. The file
`/.well-known/gpc.json` is no preference: with it a site says that it abides by the header.
"""

from __future__ import annotations

import json
from datetime import date

from sayso.say import Say
from sayso.sharing.signals.signal import Cells, Signal, json_of, losses, refused, spread
from sayso.sharing.statement import SharingStatement
from sayso.vocabulary import data as known_data

#: The name of the header field.
NAME = "Sec-GPC"
#: Where a site's support file stands.
FILE = "/.well-known/gpc.json"

#: What the format never says.
NEVER_SAID = (
    "It is about selling and sharing data, and says nothing about training AI.",
    "It can only object, to the sharing of all data at once: it cannot allow, and sets no conditions.",
)


def write(statement: SharingStatement) -> Signal:
    """The header, where the sharing of any data is not accepted without being asked; else nothing."""
    objects = any(refused(statement, data, "share") for data in statement.data)
    text = f"{NAME}: 1\n" if objects else ""
    return Signal(text, losses(statement, spread(read(text), statement), NEVER_SAID))


def read(text: str) -> Cells:
    """What request headers say. The field is exactly `1`, once, or it says nothing."""
    lines = (line.partition(":") for line in text.splitlines())
    values = [value.strip(" \t") for name, colon, value in lines if colon and name.lower() == NAME.lower()]
    return {(data, "share"): Say.NEVER for data in known_data()} if values == ["1"] else {}


def write_support(on: date) -> Signal:
    """The file with which a site says that it abides by the header."""
    text = json.dumps({"gpc": True, "lastUpdate": on.isoformat()}) + "\n"
    lost = (
        f"It is a promise of the site at which it stands, as {FILE}, to abide by the header: publish it only if so.",
        "It says nothing of this policy: that is said by the header that your browser sends.",
    )
    return Signal(text, lost)


def read_support(text: str) -> bool | None:
    """Whether a site says that it abides by the header; None where it says nothing that is understood."""
    try:
        content = json_of(text)
    except ValueError:
        return None
    said = content.get("gpc") if isinstance(content, dict) else None
    return said if isinstance(said, bool) else None
