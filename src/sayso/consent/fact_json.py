"""Facts as JSON: what is stored, signed over and sent. The same fact always gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Kind, Left, Relation, Says, TurnedOff, TurnedOn
from sayso.consent.feature import Feature, Mode, Use

_NAMES: dict[str, type[Fact]] = {
    "joined": Joined,
    "left": Left,
    "turned-on": TurnedOn,
    "turned-off": TurnedOff,
    "asked": Asked,
    "answered": Answered,
}
_NAME_OF = {kind: name for name, kind in _NAMES.items()}
_ENUMS: dict[str, type[Enum]] = {"kind": Kind, "relation": Relation, "says": Says, "how": How}


def dumps(fact: Fact) -> str:
    """One fact on one line, keys in a fixed order."""
    return json.dumps(as_dict(fact), ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Fact:
    """The fact that `dumps` wrote. Raises `ValueError` for anything else."""
    try:
        return from_dict(json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a fact of a space: {error}") from None


def as_dict(fact: Fact) -> dict[str, Any]:
    """A fact as plain values; `fact` names its kind, and moments are in UTC to the microsecond."""
    return {"fact": _NAME_OF[type(fact)], **{f.name: _plain(getattr(fact, f.name)) for f in fields(fact)}}


def from_dict(value: dict[str, Any]) -> Fact:
    """The fact of a dict that `as_dict` made."""
    kind = _NAMES[value["fact"]]
    # What a fact did not have yet when it was written is as it is by default.
    known = [f.name for f in fields(kind) if f.name in value or f.default is MISSING]
    found: dict[str, Any] = {name: _value(name, value[name]) for name in known}
    return kind(**found)


def feature_as_dict(feature: Feature) -> dict[str, Any]:
    """A feature with its uses as plain values."""
    uses = [{"data": use.data, "purpose": use.purpose, "needed": use.needed} for use in feature.uses]
    said = {"name": feature.name, "version": feature.version, "mode": str(feature.mode), "uses": uses}
    return {**said, "fewest": feature.fewest} if feature.fewest > 1 else said


def feature_from_dict(value: dict[str, Any]) -> Feature:
    """The feature of a dict that `feature_as_dict` made. Raises `ValueError` where its uses cannot be."""
    uses = tuple(Use(use["data"], use["purpose"], use["needed"]) for use in value["uses"])
    return Feature(value["name"], value["version"], uses, Mode(value["mode"]), value.get("fewest", 1))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Feature):
        return feature_as_dict(value)
    return str(value) if isinstance(value, Enum) else value


def _value(name: str, value: Any) -> object:
    if name in ("at", "deadline"):
        return datetime.fromisoformat(value)
    if name in _ENUMS:
        return _ENUMS[name](value)
    return feature_from_dict(value) if name == "feature" and isinstance(value, dict) else value
