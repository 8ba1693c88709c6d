"""A log as runs of the gate are kept in it: shard by shard, each once, whoever was killed in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sayso.errors import LedgerError
from sayso.gate.outcome import Outcome
from sayso.ledger.log import Log


@dataclass(frozen=True)
class Book:
    """`clock`: what it is now."""

    log: Log
    clock: Callable[[], datetime]

    @property
    def verifier(self) -> str:
        """The public key of the log, as one line."""
        return self.log.verifier

    def append(self, run: Outcome) -> None:
        """Adds what is not there yet of the decisions of a run. Raises `GateError`, `LedgerError`."""
        name, shards = run.manifest.run, run.manifest.shards
        there = {batch.shard for batch in self.log.batches(name)}
        if run.manifest.of and len(there) < len(shards):
            raise LedgerError(str(run.folder), f"is what is left of run {name[:16]}", "append the folder of that run")
        for number, shard in enumerate(shards):
            if number not in there:
                self.log.append(name, run.decisions(shard), self.clock(), number, len(shards))
        if not shards:  # a run of nothing has happened, too
            self.log.append(name, (), self.clock())
