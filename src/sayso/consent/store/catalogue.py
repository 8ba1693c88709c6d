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


class Notices(Mapping[tuple[str, int], Notice]):
    """What people are shown about each version of a feature, by its name and the version: one notice, or none yet."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def __getitem__(self, of: tuple[str, int]) -> Notice:
        # From before notices belonged to versions there can be several: the newest counts.
        statement = "SELECT body FROM notice WHERE feature = ? AND feature_version = ? ORDER BY place DESC LIMIT 1"
        rows = self._db.rows(statement, of)
        if not rows:
            raise KeyError(of)
        return _notice(json.loads(rows[0][0]))

    def __iter__(self) -> Iterator[tuple[str, int]]:
        rows = self._db.rows("SELECT DISTINCT feature, feature_version FROM notice ORDER BY feature, feature_version")
        return iter([(name, version) for name, version in rows])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def by_version(self) -> dict[str, Notice]:
        """All notices that anybody was ever shown, by their own versions."""
        rows = self._db.rows("SELECT version, body FROM notice ORDER BY feature, place")
        return {version: _notice(json.loads(body)) for version, body in rows}

    def newest(self) -> dict[str, Notice]:
        """The newest notice about each feature, by its name."""
        rows = self._db.rows("SELECT feature, body FROM notice ORDER BY feature, place")
        return {feature: _notice(json.loads(body)) for feature, body in rows}

    def every(self) -> list[tuple[str, int, Notice]]:
        """Every notice, with the feature and its version that it is for; the newest of each feature first."""
        rows = self._db.rows("SELECT feature, feature_version, body FROM notice ORDER BY feature, place DESC")
        return [(feature, version, _notice(json.loads(body))) for feature, version, body in rows]

    def wanted(self, feature: Feature) -> None:
        """Raises `ConsentError` if this version of a feature has its notice: people were asked with that."""
        if notice := self.get((feature.name, feature.version)):
            cause = f"has the notice {notice.version}, with which people are asked about version {feature.version}"
            raise ConsentError(feature.name, cause, "declare the next version of the feature")

    def add(self, feature: Feature, notice: Notice) -> None:
        """The notice for a version of a feature. Raises `ConsentError` if that has one, if there is one of that name,
        and if it has not a sentence for each use in each language that it can be read in.
        """
        self.wanted(feature)
        for use, language in notice.unsaid(feature):
            cause = f"has no sentence for `{use}` in the language `{language}`"
            raise ConsentError(f"notice {notice.version}", cause, "give one for every use in every language it has")
        try:
            with self._db.transaction():
                ((place,),) = self._db.rows(
                    "SELECT COALESCE(MAX(place), 0) + 1 FROM notice WHERE feature = ?", (feature.name,)
                )
                self._db.rows(
                    "INSERT INTO notice (version, feature, feature_version, place, body) VALUES (?, ?, ?, ?, ?)",
                    (
                        notice.version, feature.name, feature.version, place,
                        json.dumps(asdict(notice), ensure_ascii=False),
                    ),
                )  # fmt: skip
        except RowExistsError:
            self.wanted(feature)  # another was quicker
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
