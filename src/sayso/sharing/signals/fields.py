"""Dictionaries of HTTP Structured Fields (RFC 9651, 3.2 and 4.2.2), as far as tokens are looked for in them.

    train-ai=y, search=n;q="x"

A text that is no dictionary as a whole gives nothing at all: half a preference is none.
"""

from __future__ import annotations

import re

_KEY = r"[a-z*][a-z0-9_.*-]*+"
_TOKEN = r"[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*+"
#: Number, date, string, token, byte sequence, boolean and display string (RFC 9651, 3.3).
_BARE = (
    r"(?:@?-?(?:[0-9]{1,15}+)(?![0-9.])|-?[0-9]{1,12}\.[0-9]{1,3}(?![0-9.])"
    r'|"(?:[ !#-\[\]-~]|\\["\\])*+"'
    rf"|{_TOKEN}|:[A-Za-z0-9+/=]*+:|\?[01]"
    r'|%"(?:[ !#$&-~]|%[0-9a-f]{2})*+")'
)
_PARAMETERS = rf"(?:; *+{_KEY}(?:={_BARE})?+)*+"
_ITEM = _BARE + _PARAMETERS
_INNER_LIST = rf"\( *+(?:{_ITEM}(?: ++{_ITEM})*+ *+)?+\){_PARAMETERS}"
_MEMBER = re.compile(rf"({_KEY})(?:=(?:({_TOKEN}){_PARAMETERS}(?=[ \t,]|\Z)|{_INNER_LIST}|{_ITEM})|{_PARAMETERS})")
_COMMA = re.compile(r"[ \t]*+,[ \t]*+")


def tokens(text: str) -> dict[str, str | None]:
    """The members of a dictionary: its token, or None for a value that is something else. The last of a name counts.

    Empty for a text that is empty, or no dictionary.
    """
    text, found, at = text.lstrip(" ").rstrip(" \t"), {}, 0
    while at < len(text):
        member = _MEMBER.match(text, at)
        if not member:
            return {}
        found[member[1]] = member[2]
        at = member.end()
        if at < len(text):
            comma = _COMMA.match(text, at)
            if not comma or comma.end() == len(text):
                return {}
            at = comma.end()
    return found
