"""The ledger: decisions committed in a batch, proofs, and verifying all of it.

    python benchmarks/ledger.py [DECISIONS [STORE]]
"""

from __future__ import annotations

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
        begun = time.perf_counter()
        log.append(f"run {begun}", ((str(n), "consented") for n in range(count)), datetime.now(UTC))
        print(f"committed: {count / (time.perf_counter() - begun):,.0f} decisions a second (bar: 100,000)")
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
