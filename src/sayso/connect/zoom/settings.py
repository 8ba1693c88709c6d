"""What an administrator sets for Zoom, by environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sayso.connect.zoom.client import Account
from sayso.consent.fact import Relation
from sayso.errors import ConnectError


@dataclass(frozen=True, slots=True)
class Zoom:
    """`secret`: by which Zoom signs what it sends. `account`: None where the desk may not end anything there.

    `owner`: whose spaces its meetings become. `relation`: what its hosts are to those who come.
    """

    secret: str = field(repr=False)
    account: Account | None = None
    owner: str = "desk"
    relation: Relation = Relation.UNKNOWN


def from_environment(environment: Mapping[str, str]) -> Zoom | None:
    """What is set; None where nothing is. Raises `ConnectError` where a part is missing or is no word of ours."""
    secret = environment.get("SAYSO_ZOOM_SECRET_TOKEN", "")
    names = ("SAYSO_ZOOM_ACCOUNT_ID", "SAYSO_ZOOM_CLIENT_ID", "SAYSO_ZOOM_CLIENT_SECRET")
    given = [environment.get(name, "") for name in names]
    if not secret:
        if any(given):
            raise ConnectError("zoom", "has no secret token here", "set SAYSO_ZOOM_SECRET_TOKEN, too")
        return None
    if any(given) and not all(given):
        missing = next(name for name, value in zip(names, given, strict=True) if not value)
        raise ConnectError("zoom", f"{missing} is not set", "set all three of the app's credentials, or none")
    said = environment.get("SAYSO_ZOOM_RELATION", Relation.UNKNOWN)
    if said not in set(Relation):
        raise ConnectError("zoom", f"SAYSO_ZOOM_RELATION is `{said}`", f"give one of {', '.join(Relation)}")
    account = Account(*given) if all(given) else None
    return Zoom(secret, account, environment.get("SAYSO_ZOOM_OWNER", "desk"), Relation(said))
