"""How Matrix is reached, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sayso.errors import ConnectError

_NAMES = ("SAYSO_MATRIX_HOMESERVER", "SAYSO_MATRIX_TOKEN", "SAYSO_MATRIX_TRANSCRIPTS")


@dataclass(frozen=True, slots=True)
class Matrix:
    """`token`: the access token of the bot's account. `transcripts`: the folder that what may be read is passed to."""

    homeserver: str
    token: str = field(repr=False)
    transcripts: Path
    owner: str = "desk"


def from_environment(environment: Mapping[str, str]) -> Matrix | None:
    """What is set; None where nothing is. Raises `ConnectError` where a part is missing."""
    given = [environment.get(name, "") for name in _NAMES]
    if not any(given):
        return None
    if not all(given):
        missing = next(name for name, value in zip(_NAMES, given, strict=True) if not value)
        raise ConnectError("matrix", f"{missing} is not set", "set all three, or none")
    homeserver, token, folder = given
    return Matrix(homeserver.rstrip("/"), token, Path(folder), environment.get("SAYSO_MATRIX_OWNER", "desk"))
