"""OpenLineage run events, in and out (the object model's RunEvent: `eventType`, `run`, `job`, `inputs`, `outputs`).

Whatever else is in an event, its facets above all, is left alone; so are events of a dataset or a job alone, which tell
of no run.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sayso.lineage.thing import Kind, Thing

_SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
_PRODUCER = "https://sayso.invalid/sayso"
_NAMES = uuid.UUID("2f8e8f3e-4c07-5f5e-8d0a-5d8c5f6f2b11")
_KINDS = {kind.value: kind for kind in (Kind.MODEL, Kind.ADAPTER, Kind.INDEX, Kind.EMBEDDING)}


@dataclass
class Runs:
    """What events told so far. A run tells its inputs and outputs over several events; it counts once it completed."""

    _inputs: dict[str, dict[str, None]] = field(default_factory=dict)
    _outputs: dict[str, dict[str, None]] = field(default_factory=dict)
    _complete: dict[str, None] = field(default_factory=dict)

    def hear(self, event: Any) -> None:
        """Hears one event. Raises `ValueError` for what is none."""
        try:
            if "run" not in event and ("job" in event or "dataset" in event):
                return
            run = event["run"]["runId"]
            if not isinstance(run, str) or not isinstance(event["job"]["name"], str):
                raise TypeError
            inputs = [_name(one) for one in event.get("inputs") or ()]
            outputs = [_name(one) for one in event.get("outputs") or ()]
        except (KeyError, TypeError, AttributeError):
            raise ValueError("is no OpenLineage run event") from None
        self._inputs.setdefault(run, {}).update(dict.fromkeys(inputs))
        self._outputs.setdefault(run, {}).update(dict.fromkeys(outputs))
        if event.get("eventType") == "COMPLETE":
            self._complete[run] = None

    def things(self) -> list[Thing]:
        """What was made of what, each thing once. A name is `NAMESPACE/NAME`; what is not a dataset says so at the
        beginning of its own name (`model:`, `adapter:`, `index:`, `embedding:`).
        """
        made: dict[str, dict[str, None]] = {}
        for run in self._complete:
            for name in self._inputs[run]:
                made.setdefault(name, {})
            for name in self._outputs[run]:
                others = {one: None for one in self._inputs[run] if one != name}
                made.setdefault(name, {}).update(others)
        return [Thing(name, _kind(name), tuple(of)) for name, of in made.items()]


def events(every: Iterable[Thing], now: datetime) -> Iterator[dict[str, Any]]:
    """For each thing that was made of others the two events that a run has to have: that it started, and completed."""
    for thing in every:
        for kind in ("START", "COMPLETE") if thing.made_from else ():
            yield {
                "eventType": kind,
                "eventTime": now.astimezone(UTC).isoformat(),
                "producer": _PRODUCER,
                "schemaURL": _SCHEMA,
                "run": {"runId": str(uuid.uuid5(_NAMES, thing.name))},
                "job": {"namespace": "sayso", "name": f"make {thing.name}"},
                "inputs": [_dataset(name) for name in thing.made_from],
                "outputs": [_dataset(thing.name)],
            }


def _name(dataset: Any) -> str:
    namespace, name = dataset["namespace"], dataset["name"]
    if not isinstance(namespace, str) or not isinstance(name, str):
        raise TypeError
    return f"{namespace}/{name}" if namespace != "sayso" else name


def _dataset(name: str) -> dict[str, str]:
    return {"namespace": "sayso", "name": name}


def _kind(name: str) -> Kind:
    return _KINDS.get(name.rpartition("/")[2].partition(":")[0], Kind.DATASET)
