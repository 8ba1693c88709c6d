import os
import time

import pytest

from sayso.cli import work
from sayso.cli.work import Outcome, read_all


def deadly(source: str, cached: bool) -> Outcome:
    """Ends its process on one source, and takes longer on the first than on the others."""
    if source == "deadly":
        os._exit(9)
    time.sleep(0.3 if source == "0" else 0.0)
    return Outcome(source, None, f"read {source}")


def test_documents_come_in_order_however_long_each_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "read_one", deadly)
    sources = [str(i) for i in range(12)]
    found = [o.source for o in read_all(sources, jobs=2, cached=False, bar=False)]
    assert found == sources


def test_a_process_that_ends_costs_one_document_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "read_one", deadly)
    sources = ["0", "1", "deadly", "3", "4"]
    found = [o.error for o in read_all(sources, jobs=2, cached=False, bar=False)]
    assert found[:2] + found[3:] == ["read 0", "read 1", "read 3", "read 4"]
    assert found[2].startswith("deadly: made its reading process end")


def test_processes_are_started_only_where_they_pay() -> None:
    assert work._jobs_that_pay(100_000) == 1
    assert 1 <= work._jobs_that_pay(10**9) <= (os.cpu_count() or 1)
