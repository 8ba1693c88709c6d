"""What the desk signs: JWS (RFC 7515) with EdDSA (RFC 8037), keys that rotate, and verification that asks nobody.

A receipt is signed over its own bytes. Whoever holds it and the desk's public keys (a JWK Set, RFC 7517) can verify it
offline, years later: keys that were retired still verify what they signed while they were in use.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from sayso.errors import ConsentError

_ALGORITHM = "Ed25519"


class Signed(StrEnum):
    """What the signed thing is, so that a signature over one is none over another."""

    RECEIPT = "sayso-receipt+jws"
    RECORDS = "sayso-records+jws"
    HEAD = "sayso-head+jws"


_NAME = {Signed.RECEIPT: "this receipt", Signed.RECORDS: "these records", Signed.HEAD: "this head"}


class _Long(jws.JWSRegistry):
    """Reads what is as long as years of answers, or as many people: it comes from whoever wants it verified."""

    max_payload_length = 1 << 31


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, from when on it signs, and until when; `retired` is None for the one in use."""

    key: OKPKey
    since: datetime
    retired: datetime | None = None

    @property
    def id(self) -> str:
        """The key's thumbprint (RFC 7638): the same key always has the same name."""
        return self.key.thumbprint()


def new_key(now: datetime) -> SigningKey:
    """A new Ed25519 key."""
    return SigningKey(OKPKey.generate_key("Ed25519", private=True), now)


def rotate(keys: Iterable[SigningKey], now: datetime) -> list[SigningKey]:
    """The keys with a new one in use, and the one that was in use retired."""
    kept = [SigningKey(k.key, k.since, k.retired or now) for k in keys]
    return [*kept, new_key(now)]


def public_keys(keys: Iterable[SigningKey]) -> dict[str, Any]:
    """What the desk publishes and a person keeps: the JWK Set, with when each key was in use."""
    return {"keys": [_public(k) for k in keys]}


def sign(thing: dict[str, Any], keys: Iterable[SigningKey], what: Signed = Signed.RECEIPT) -> str:
    """A thing as a compact JWS, signed with the key in use. Raises `ConsentError` if there is none."""
    current = [k for k in keys if k.retired is None]
    if not current:
        raise ConsentError("the desk", "has no key to sign with", "make one with `sayso keys rotate`")
    header = {"alg": _ALGORITHM, "kid": current[-1].id, "typ": what}
    body = json.dumps(thing, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return jws.serialize_compact(header, body, current[-1].key, algorithms=[_ALGORITHM])


def verify(signed: str, published: dict[str, Any], *wanted: Signed) -> dict[str, Any]:
    """The thing inside a signature, if the signature is by one of the published keys, while that was in use.

    `wanted`: what it may be; a receipt, where nothing is said. Raises `ConsentError` that says what is wrong: nothing
    signed, another key, altered, or signed outside the key's time.
    """
    kinds = wanted or (Signed.RECEIPT,)
    name = _NAME[kinds[0]]
    try:
        keys = KeySet.import_key_set(published)  # type: ignore[arg-type]
        found = jws.deserialize_compact(signed.strip(), keys, registry=_Long(algorithms=[_ALGORITHM]))
    except JoseError as error:
        raise ConsentError(name, f"does not verify: {_cause(error)}", "ask the desk for it anew") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ConsentError(name, "is nothing signed, or the keys are no keys", "give both files") from None
    header = found.headers()
    if header.get("typ") not in kinds:
        raise ConsentError(name, "is signed as something else", "give the file that the desk gave you")
    thing: dict[str, Any] = json.loads(found.payload)
    _signed_in_time(name, thing, next(k for k in published["keys"] if k["kid"] == header["kid"]))
    return thing


def _signed_in_time(name: str, thing: dict[str, Any], key: dict[str, Any]) -> None:
    created = datetime.fromisoformat(str(thing["dct:created"]))
    since, retired = (datetime.fromtimestamp(key[t], UTC) if key.get(t) else None for t in ("nbf", "exp"))
    if (since and created < since.replace(microsecond=0)) or (retired and created > retired):
        cause = "is dated outside the time in which its key was in use"
        raise ConsentError(name, cause, "ask the desk for it anew")


def _public(key: SigningKey) -> dict[str, Any]:
    jwk = dict(key.key.as_dict(private=False))
    times = {"nbf": int(key.since.timestamp())}
    if key.retired:
        times["exp"] = int(key.retired.timestamp()) + 1
    return {**jwk, "kid": key.id, "use": "sig", "alg": _ALGORITHM, **times}


def _cause(error: JoseError) -> str:
    named = {"bad_signature": "it was altered, or signed by another key", "decode_error": "it is cut or nothing signed"}
    return named.get(error.error, error.error.replace("_", " "))
