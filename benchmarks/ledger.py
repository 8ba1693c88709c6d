"""The ledger: decisions committed in batches, proofs, and verifying all of it.

    python benchmarks/ledger.py [DECISIONS [STORE [SHARD]]]

`SHARD`: decisions in each, 4,000,000 by default.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import UTC, datetime

from sayso.consent.store import open_store
from sayso.ledger.opening import open_log

PROOFS = 200


def main() -> None:
    """Prints the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/desk.db")
        log = open_log(store)
        shard = int(sys.argv[3]) if len(sys.argv) > 3 else 4_000_000
        firsts, spent = range(0, count, shard), time.process_time()
        begun = time.perf_counter()
        for number, first in enumerate(firsts):
            decisions = ((str(n), "consented") for n in range(first, min(first + shard, count)))
            log.append(f"run {begun}", decisions, datetime.now(UTC), number, len(firsts))
        print(f"committed: {count / (time.perf_counter() - begun):,.0f} decisions a second (bar: 100,000)")
        print(f"... of processor time of this process: {count / (time.process_time() - spent):,.0f}")
        print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB (bar: 2,000)")
        begun = time.perf_counter()
        run = f"run {begun}"
        log.append(run, [("one", "consented")], datetime.now(UTC))
        proof, key = log.prove(run, 0, "one", "consented"), log.verifier
        print(f"one more, and proved: {(time.perf_counter() - begun) * 1000:.1f} ms")
        begun = time.perf_counter()
        for _ in range(PROOFS):
            proof.check(key)
        print(f"a proof checked: {(time.perf_counter() - begun) / PROOFS * 1000:.2f} ms (bar: 5)")
        begun = time.perf_counter()
        size = log.verify()
        print(f"{size:,} entries verified: {time.perf_counter() - begun:.2f} s")
        store.close()


if __name__ == "__main__":
    main()
