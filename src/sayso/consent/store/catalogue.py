"""What hosts can turn on, and what people are shown for it: features and notices, each in all its versions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sayso.consent.fact_json import feature_as_dict, feature_from_dict
from sayso.consent.feature import Feature
from sayso.consent.notice import Ground, Notice, Party
from sayso.consent.store.database import Database, RowExistsError
from sayso.errors import ConsentError
from sayso.say import Say


class Features(Mapping[str, Feature]):
    """The newest version of each feature, by its name: read anew each time, for another process may add one."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def __getitem__(self, name: str) -> Feature:
        rows = self._db.rows("SELECT body FROM feature WHERE name = ? ORDER BY version DESC LIMIT 1", (name,))
        if not rows:
            raise KeyError(name)
        return feature_from_dict(json.loads(rows[0][0]))

    def __iter__(self) -> Iterator[str]:
        return iter([name for (name,) in self._db.rows("SELECT DISTINCT name FROM feature ORDER BY name")])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def add(self, feature: Feature) -> None:
        """A new feature, or a new version of one. Raises `ConsentError` unless it is the next version."""
        newest = self[feature.name].version if feature.name in self else 0
        if feature.version != newest + 1:
            raise ConsentError(feature.name, f"is at version {newest}", f"give the next, version {newest + 1}")
        body = json.dumps(feature_as_dict(feature), ensure_ascii=False)
        try:
            with self._db.transaction():
                self._db.rows(
                    "INSERT INTO feature (name, version, body) VALUES (?, ?, ?)", (feature.name, feature.version, body)
                )
        except RowExistsError:
            raise ConsentError(feature.name, "was changed by somebody else just now", "look at it again") from None


class Notices(Mapping[str, Notice]):
    """The newest notice for each feature, by the feature's name."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def __getitem__(self, feature: str) -> Notice:
        rows = self._db.rows("SELECT body FROM notice WHERE feature = ? ORDER BY place DESC LIMIT 1", (feature,))
        if not rows:
            raise KeyError(feature)
        return _notice(json.loads(rows[0][0]))

    def __iter__(self) -> Iterator[str]:
        return iter([name for (name,) in self._db.rows("SELECT DISTINCT feature FROM notice ORDER BY feature")])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def by_version(self) -> dict[str, Notice]:
        """All notices that anybody was ever shown."""
        rows = self._db.rows("SELECT version, body FROM notice ORDER BY feature, place")
        return {version: _notice(json.loads(body)) for version, body in rows}

    def every(self) -> list[tuple[str, Notice]]:
        """Every version of every notice, with the feature that it is for; the newest of each first."""
        rows = self._db.rows("SELECT feature, body FROM notice ORDER BY feature, place DESC")
        return [(feature, _notice(json.loads(body))) for feature, body in rows]

    def add(self, feature: str, notice: Notice) -> None:
        """A new notice for a feature. Raises `ConsentError` if there is one of that version: another text is another
        version.
        """
        try:
            with self._db.transaction():
                ((place,),) = self._db.rows(
                    "SELECT COALESCE(MAX(place), 0) + 1 FROM notice WHERE feature = ?", (feature,)
                )
                self._db.rows(
                    "INSERT INTO notice (version, feature, place, body) VALUES (?, ?, ?, ?)",
                    (notice.version, feature, place, json.dumps(asdict(notice), ensure_ascii=False)),
                )
        except RowExistsError:
            raise ConsentError(
                f"notice {notice.version}", "exists already, and is never changed", "give it another version"
            ) from None


def _notice(value: dict[str, Any]) -> Notice:
    grounds = {use: Ground(**{**ground, "say": Say(ground["say"])}) for use, ground in value["grounds"].items()}
    parties = {
        "controller": Party(**value["controller"]),
        "recipients": tuple(Party(**party) for party in value["recipients"]),
    }
    return Notice(**{**value, **parties, "grounds": grounds})
