"""What an administrator sets so that hosts and administrators can log in with their organisation, by environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sayso.consent.store.tokens import Scope
from sayso.errors import LoginError

#: Everybody whom the provider lets in.
EVERYBODY = "*"
_FORMS = ("SAYSO_OIDC_ISSUER", "SAYSO_OIDC_CLIENT_ID")


@dataclass(frozen=True, slots=True)
class Login:
    """`claim`: what the provider says of people that decides what they may; `hosts`, `admins`: its values for each.

    `owner`: the claim that names whose spaces somebody reaches; empty: each reaches their own alone. `scopes`: what is
    asked of the provider. `secret`: empty for a client that has none.
    """

    issuer: str
    client: str
    secret: str = field(default="", repr=False)
    claim: str = "groups"
    hosts: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    owner: str = ""
    scopes: str = "openid"

    def allowed(self, said: object) -> frozenset[Scope]:
        """What somebody may of whom the claim says this: one value, or several."""
        several = said if isinstance(said, list) else [said]
        values = {value for value in several if isinstance(value, str)} | {EVERYBODY}
        ways = ((Scope.HOST, self.hosts), (Scope.ADMIN, self.admins))
        return frozenset(scope for scope, wanted in ways if wanted & values)


def from_environment(environment: Mapping[str, str]) -> Login | None:
    """What is set; None where nothing is. Raises `LoginError` where a part is missing, or nobody could do anything."""
    given = {name: environment.get(name, "") for name in _FORMS}
    if not any(given.values()):
        return None
    for name, value in given.items():
        if not value:
            raise LoginError(f"{name} is not set", "set it, too, or neither")
    hosts, admins = (_list(environment.get(f"SAYSO_OIDC_{name}", "")) for name in ("HOSTS", "ADMINS"))
    if not hosts | admins:
        raise LoginError("lets nobody do anything", "set SAYSO_OIDC_HOSTS or SAYSO_OIDC_ADMINS to values of the claim")
    scopes = environment.get("SAYSO_OIDC_SCOPES", "openid")
    if "openid" not in scopes.split():
        raise LoginError("SAYSO_OIDC_SCOPES has no `openid` in it", "add it")
    return Login(
        given["SAYSO_OIDC_ISSUER"],
        given["SAYSO_OIDC_CLIENT_ID"],
        secret=environment.get("SAYSO_OIDC_SECRET", ""),
        claim=environment.get("SAYSO_OIDC_CLAIM", "groups"),
        hosts=hosts,
        admins=admins,
        owner=environment.get("SAYSO_OIDC_OWNER", ""),
        scopes=scopes,
    )


def _list(text: str) -> frozenset[str]:
    """Values between commas, for names of groups have spaces in them."""
    return frozenset(filter(None, (part.strip() for part in text.split(","))))
