"""Things that are made of others: sets of rows, models, adapters, indexes; and what a withdrawal asks of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a thing is."""

    DATASET = "dataset"
    MODEL = "model"
    ADAPTER = "adapter"
    INDEX = "index"
    EMBEDDING = "embedding"
    COPY = "copy"
    REPORT = "report"


class Remedy(StrEnum):
    """What can be done about what somebody's rows went into."""

    DROP = "drop"
    REFILTER = "re-filter"
    RETRAIN = "retrain"
    REMOVE = "remove adapter"
    DELETE = "delete vectors"
    TELL = "tell who holds it"
    NOT_POSSIBLE = "not possible"
    LOOK = "look by hand"


#: A dataset is filtered again, and dropped where all of it is theirs; vectors can be deleted by their row. What a model
#: has learnt stays in it, and in what was made of it, until it is trained anew; an adapter is taken off. What is
#: printed cannot be called back.
REMEDY = {
    Kind.DATASET: Remedy.REFILTER,
    Kind.MODEL: Remedy.RETRAIN,
    Kind.ADAPTER: Remedy.REMOVE,
    Kind.INDEX: Remedy.DELETE,
    Kind.EMBEDDING: Remedy.DELETE,
    Kind.COPY: Remedy.TELL,
    Kind.REPORT: Remedy.NOT_POSSIBLE,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """`name`: unique. `made_from`: the names of what it was made of. `place`: a folder of a run, or an address.

    `run`: the digest of the manifest, for a dataset that the gate wrote; else empty.
    """

    name: str
    kind: Kind
    made_from: tuple[str, ...] = ()
    place: str = ""
    run: str = ""
