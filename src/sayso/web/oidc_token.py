"""Whether an ID token says who somebody is, to us, now, for the login that we began. Pure.

The checks of OpenID Connect Core 1.0, 3.1.3.7, in its order; signatures by joserfc. Only algorithms by which nobody but
the provider can sign are taken: not `none`, and none that takes a secret which both sides hold.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import import_key
from joserfc.jwt import decode

from sayso.errors import LoginError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
#: How far the provider's clock may be from ours, and how old a token may be that was made for this login.
_LEEWAY, _OLDEST = timedelta(seconds=60), timedelta(minutes=15)
_AGAIN = "log in again; if it stays so, tell whoever runs the desk"
_LONGEST = 255


class UnknownKeyError(LoginError):
    """Signed by a key that the provider has not published, or not yet when its keys were read."""

    def __init__(self) -> None:
        super().__init__("is signed by a key that the provider has not published", _AGAIN)


def verified(
    token: str, keys: Sequence[Mapping[str, Any]], issuer: str, client: str, nonce: str, now: datetime
) -> dict[str, Any]:
    """What an ID token says of somebody. `keys`: those that the provider publishes.

    Raises `LoginError`, and `UnknownKeyError` where newer keys may help.
    """
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError, TypeError):
        raise LoginError("comes with a token that is none", _AGAIN) from None
    if header.get("alg") not in ALGORITHMS:
        raise LoginError("comes with a token that is not signed by a key of the provider's alone", _AGAIN)
    try:
        claims = decode(token, import_key(_key(header, keys)), algorithms=[header["alg"]]).claims
    except (JoseError, ValueError, TypeError, KeyError):
        raise LoginError("comes with a token whose signature does not verify", _AGAIN) from None
    _for_us(claims, issuer, client)
    _now(claims, now)
    if not _same(claims.get("nonce"), nonce):
        raise LoginError("comes with a token that was made for another login", _AGAIN)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
        raise LoginError("comes with a token that says of nobody who they are", _AGAIN)
    return dict(claims)


def _key(header: Mapping[str, Any], keys: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The key that a token names; the only one that could be, where it names none."""
    usable = [k for k in keys if k.get("kty") in ("RSA", "EC", "OKP") and k.get("use", "sig") == "sig"]
    usable = [k for k in usable if k.get("alg", header["alg"]) == header["alg"]]
    found = [k for k in usable if k.get("kid") == header["kid"]] if "kid" in header else usable
    if len(found) != 1:
        raise UnknownKeyError
    return {name: value for name, value in found[0].items() if name not in ("key_ops", "alg", "use")}


def _for_us(claims: Mapping[str, Any], issuer: str, client: str) -> None:
    if claims.get("iss") != issuer:
        raise LoginError("comes with a token of another provider", _AGAIN)
    audience = claims.get("aud")
    several = audience if isinstance(audience, list) else [audience]
    if client not in several or ((len(several) > 1 or "azp" in claims) and claims.get("azp") != client):
        raise LoginError("comes with a token for another application", _AGAIN)


def _now(claims: Mapping[str, Any], now: datetime) -> None:
    times = [claims.get(name) for name in ("exp", "iat")]
    if any(isinstance(t, bool) or not isinstance(t, int | float) for t in times):
        raise LoginError("comes with a token that has no time", _AGAIN)
    expires, made = (float(t) for t in times if t is not None)
    seconds, leeway = now.timestamp(), _LEEWAY.total_seconds()
    if seconds >= expires + leeway or not seconds - _OLDEST.total_seconds() <= made <= seconds + leeway:
        raise LoginError("comes with a token that has expired, or whose time has not come", _AGAIN)


def _same(said: object, expected: str) -> bool:
    return isinstance(said, str) and hmac.compare_digest(said.encode("utf-8", "replace"), expected.encode())
