"""Whether a request is Zoom's: the signature of each, and the challenge that proves the address ours."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from sayso.errors import ConnectError

#: The oldest, and the furthest in the future, that a request may be. Zoom retries after five minutes at the earliest.
MOST_SECONDS = 300


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Checks `x-zm-signature` over the raw bytes. `headers` by lower-case name. Raises `ConnectError`."""
    signature, stamp = headers.get("x-zm-signature", ""), headers.get("x-zm-request-timestamp", "")
    if not secret:
        raise ConnectError("zoom", "has no secret token here", "set the app's secret token before it may call")
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise ConnectError("zoom", "a request without a time", "only Zoom may call this address")
    expected = f"v0={_hmac(secret, b'v0:' + stamp.encode() + b':' + body)}"
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        raise ConnectError("zoom", "a request with a wrong signature", "check the app's secret token")
    if abs(now.timestamp() - int(stamp)) > MOST_SECONDS:
        raise ConnectError("zoom", "a request that is too old, or repeated", "check this machine's clock")


def challenge(secret: str, plain: str) -> dict[str, str]:
    """The answer to `endpoint.url_validation`, by which Zoom learns that the address has the secret."""
    return {"plainToken": plain, "encryptedToken": _hmac(secret, plain.encode())}


def _hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
