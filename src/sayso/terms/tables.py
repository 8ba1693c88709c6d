"""Table rows read under their header, as statements: "Names | No" under "Data | Sold" says "names is not sold".

What a column is about stands in the header, what it is said of in another cell: neither says anything alone.
Purposes, and the ground that they rest on, are read from the row as it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sayso.terms.questions import answered

_ACTS = (
    r"(?:used|sold|shared|disclosed|transferred|given|passed|read|seen|viewed|reviewed|processed|analy[sz]ed"
    r"|collected|rented)"
)
#: A header that says what is done: "Sold", "Used for advertising?", "Shared with third parties".
_DONE = re.compile(rf"(?:whether )?(?:it |they |this )?(?:is |are )?(?:ever )?(?P<done>{_ACTS}\b[^?]*)\??")
#: A header over those who get it.
_RECEIVERS = re.compile(
    r"(?:shared with|disclosed to|sold to|(?:categories of )?(?:third[- ]part(?:y|ies)|recipients?)(?: of .*"
    r"| (?:with|to) wh(?:om|ich) .*)?|(?:to|with) whom .*|who (?:receives|gets) (?:it|them|this data))\??"
)
#: A header over those who look at it.
_READERS = re.compile(
    r"who (?:can |may )?(?:sees?|reads?|views?|reviews?|listens? to|looks? at) (?:it|them|this|your data)\??"
)
#: A header over how to say no, and a cell that offers nothing.
_REFUSING = re.compile(
    r"(?:how (?:to|you can|can i) )?(?:refus|opt[- ]?out|object|say no|turn (?:it )?off)\w*.*|(?:your )?choices?\b.*"
)
_NOTHING = re.compile(r"\W*(?:no|none|n/a|not possible|never|-)?\W*")
#: A look before the rest: most tables have no such header.
_ANY = re.compile(rf"\?|\bwho\b|\bwhom\b|refus|opt|object|choice|legal bas|lawful|recipient|third[- ]part|\b{_ACTS}\b")
_PURPOSES = re.compile(r"purpose|\bwhy\b|\bhow we\b|\buse\b|activit|what (?:it|they) do|description|function")
_OTHERWISE = re.compile(r"legal bas|retention|choice|source|refuse|opt|object")
_GROUND = re.compile(r"(?:legal|lawful) (?:bas[ie]s|ground)|\bbasis\b|condition")
_CONSENT = re.compile(r"(?:your |explicit |with your |based on your |\W)*consent\b[^,;]{0,12}")
_YES_NO = re.compile(r"(?:(?P<no>no|never)|yes)\b[\W_]*")
_IT = re.compile(r"\b(?:it|them|this(?: data| information| category)?|these(?: data)?)\b")
_OF_DATA = re.compile(r"\b(?:information|data|privacy)\b")
_SALE = re.compile(r"\bs(?:ell|old|ale)\b")
#: A header names a column in a few words.
_FEW = 10


def heads(row: str) -> bool:
    """Whether a first row is only the header of its table, not a row of its own."""
    return all(cell.count(" ") < _FEW for cell in _cells(row))


def statements(header: str, row: str) -> tuple[list[str], bool]:
    """What a row says under its header, both folded, and whether that is all it says."""
    titles = _titles(header)
    if len(titles) < 2 or len(cells := _cells(row)) != len(titles):
        return [], False
    columns = list(zip(titles, cells, strict=True))
    data = next((c for t, c in columns if t and not (_PURPOSES.search(t) or _OTHERWISE.search(t))), cells[0])
    if said := _refused_use(columns, data):
        return [said], True
    agreed = any(_GROUND.search(t) and _CONSENT.fullmatch(c) for t, c in columns)
    stated = [(t, _stated(t, c, data) if data and c else "") for t, c in columns]
    refusable = not _NOTHING.fullmatch(next((c for t, c in columns if _REFUSING.fullmatch(t)), ""))
    left = " with your consent" if agreed else ", unless you opt out" if refusable else ""
    said_all = [said + left for _, said in stated if said]
    use = next((c for t, c in columns if c != data and _PURPOSES.search(t)), "")
    if agreed and use and not said_all:
        return [f"if you consent, we use {data} for: {use}"], True
    return said_all, all(said or not _PURPOSES.search(t) for t, said in stated)


@lru_cache(64)
def _titles(header: str) -> list[str]:
    """The titles of the columns, none where no row under them could be a statement."""
    return _cells(header) if _ANY.search(header) else []


def _cells(row: str) -> list[str]:
    return [cell.strip(" *_\t") for cell in row.strip().strip("|").split("|")]


def _refused_use(columns: list[tuple[str, str]], data: str) -> str:
    """A row that names a use and, in another cell, how to say no to it; empty where it does not."""
    offered = next((c for t, c in columns if _REFUSING.fullmatch(t)), "")
    use = next((c for t, c in columns if c != data and _PURPOSES.search(t)), "")
    if not use or _NOTHING.fullmatch(offered):
        return ""
    return f"we use {data}: {use}, unless you opt out: {_OF_DATA.sub('', offered)}"


def _stated(title: str, cell: str, data: str) -> str:
    """One cell as a statement about the data of its row; empty where it is none."""
    if given := _YES_NO.fullmatch(cell):
        if done := _DONE.fullmatch(title):
            whose = "" if data.startswith(("your ", "the ", "any ")) else "your "
            return f"{whose}{data} is {'not ' if given['no'] else ''}{done['done']}"
        said = answered(title, cell) if title.endswith("?") else ""
        return _IT.sub(lambda _: data, said, count=1)
    if _RECEIVERS.fullmatch(title):
        return f"{data} is sold to {cell}" if _SALE.search(title) else f"{data} is shared with {cell}"
    if _READERS.fullmatch(title):
        return _IT.sub(lambda _: data, answered(title.rstrip("?") + "?", cell), count=1)
    return ""
