"""OpenLineage run events, in and out (the object model's RunEvent: `eventType`, `run`, `job`, `inputs`, `outputs`)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sayso.lineage.thing import Kind, Thing

_SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
_PRODUCER = "https://sayso.invalid/sayso"
_NAMES = uuid.UUID("2f8e8f3e-4c07-5f5e-8d0a-5d8c5f6f2b11")
_KINDS = {"model": Kind.MODEL, "adapter": Kind.ADAPTER, "index": Kind.INDEX}


def things(event: Any) -> Iterator[Thing]:
    """What a run that is complete has made of what. Raises `ValueError` for what is no run event.

    Other events tell nothing yet. A name is `NAMESPACE/NAME`; a dataset is a model where its job's type or its own
    name's beginning says so (`model:`, `adapter:`, `index:`).
    """
    try:
        if not isinstance(event["run"]["runId"], str) or not isinstance(event["job"]["name"], str):
            raise TypeError
        inputs = [_name(one) for one in event.get("inputs", [])]
        outputs = [_name(one) for one in event.get("outputs", [])]
        done = event["eventType"] == "COMPLETE"
    except (KeyError, TypeError, AttributeError):
        raise ValueError("is no OpenLineage run event") from None
    if done:
        yield from (Thing(name, _kind(name)) for name in inputs)
        yield from (Thing(name, _kind(name), tuple(dict.fromkeys(inputs))) for name in outputs)


def events(every: Iterable[Thing], now: datetime) -> Iterator[dict[str, Any]]:
    """An event for each thing that was made of others."""
    for thing in every:
        if thing.made_from:
            yield {
                "eventType": "COMPLETE",
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
