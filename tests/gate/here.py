"""What the gate asks of Spark, done here: tasks one after the other, each of them twice, as Spark may do it.

With it many worlds can be tried, also where there is no Java. `test_spark.py` tries the same with Spark.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Any


class Shared:
    """Something that every executor has."""

    def __init__(self, value: Any) -> None:
        self.value = pickle.loads(pickle.dumps(value))


class Rdd:
    """Things in partitions, and the steps that they go through."""

    def __init__(self, partitions: list[list[Any]]) -> None:
        self.partitions = partitions

    def mapPartitionsWithIndex(self, step: Callable[[int, Iterator[Any]], Iterable[Any]]) -> Rdd:  # noqa: N802
        for number, some in enumerate(self.partitions):
            list(step(number, iter(some)))
        return Rdd([list(step(number, iter(some))) for number, some in enumerate(self.partitions)])

    def mapPartitions(self, step: Callable[[Iterator[Any]], Iterable[Any]]) -> Rdd:  # noqa: N802
        return self.mapPartitionsWithIndex(lambda _, some: step(some))

    def partitionBy(self, number: int, key: Callable[[Any], int]) -> Rdd:  # noqa: N802
        sent = [pickle.loads(pickle.dumps(one)) for some in reversed(self.partitions) for one in some]
        return Rdd([[one for one in sent if key(one[0]) % number == own] for own in range(number)])

    def values(self) -> Rdd:
        return Rdd([[value for _, value in some] for some in self.partitions])

    def collect(self) -> list[Any]:
        return [one for some in self.partitions for one in some]


class Here:
    """In the place of a `SparkContext`. `collected`: everything that was brought to who started the run."""

    defaultParallelism = 2  # noqa: N815

    def broadcast(self, value: Any) -> Shared:
        return Shared(value)

    def parallelize(self, things: Iterable[Any], number: int) -> Rdd:
        every = list(things)
        return Rdd([every[own::number] for own in range(number)])
