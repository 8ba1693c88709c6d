"""The numbers that list items are shown with: 1, 01, a, A, i, I."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def letters(number: int) -> str:
    """`a` to `z`, then `aa`: bijective base 26, as browsers count (CSS Counter Styles 3, `lower-alpha`)."""
    if number < 1:
        return str(number)
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


def doubled_letters(number: int) -> str:
    """`a` to `z`, then `aa`, `bb`: as Word counts (ECMA-376 part 1, 17.18.59, `lowerLetter`)."""
    if number < 1:
        return str(number)
    times, rest = divmod(number - 1, 26)
    return chr(ord("a") + rest) * (min(times, 20) + 1)


def roman(number: int) -> str:
    """`i` to `mmmcmxcix`; outside that range the plain number, as browsers do."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        out += sign * times
    return out
