"""What passed, in the loaders of those who train: PyTorch's DataLoader, and Hugging Face's datasets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sayso.gate import Passed, open_gate
from sayso.row import Consent

from .test_api import TERMS
from .worlds import AS_OF, PURPOSE, hour

EXPECTED = [f"{n}-{i}" for n in range(2) for i in range(0, 30, 2)]


def ids(rows: Any) -> list[str]:
    return [row["id"] for row in rows]


def own(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A batch as it is."""
    return rows


@pytest.fixture
def gate(tmp_path: Path) -> Any:
    """A gate, and two files of which every second row passes."""
    (tmp_path / "terms.md").write_text(TERMS, "utf-8")
    for n in range(2):
        people = [["ada"], ["ben"]] * 15
        some = {"id": [f"{n}-{i}" for i in range(30)], "subjects": people, "at": [hour(1)] * 30}
        pl.DataFrame(some).write_parquet(tmp_path / f"rows{n}.parquet")
    return open_gate(
        as_of=AS_OF,
        consents=[Consent("ada", "content", PURPOSE, "given", hour(0))],
        terms={"v1": tmp_path / "terms.md"},
        values={"data": "content", "terms": "v1"},
    )


@pytest.fixture
def files(gate: Any, tmp_path: Path) -> list[Path]:
    return [tmp_path / f"rows{n}.parquet" for n in range(2)]


@pytest.fixture
def folder(gate: Any, files: list[Path], tmp_path: Path) -> Path:
    gate.run(files, tmp_path / "set")
    return tmp_path / "set"


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch")


@pytest.fixture
def datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    found = pytest.importorskip("datasets")
    found.disable_progress_bars()
    return found


@pytest.mark.filterwarnings("ignore:This DataLoader will create")  # where there are fewer cores
@pytest.mark.parametrize("workers", [0, 1, 3])
@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_workers_share_the_rows_of_a_run(torch: Any, folder: Path, workers: int, start: str) -> None:
    loader = torch.utils.data.DataLoader(
        Passed(folder), batch_size=4, num_workers=workers, collate_fn=own,
        multiprocessing_context=start if workers else None,
    )  # fmt: skip
    for _ in range(2):
        assert sorted(ids(row for batch in loader for row in batch)) == sorted(EXPECTED)


def test_ranks_and_workers_share_the_rows_of_a_run(torch: Any, folder: Path) -> None:
    found: list[str] = []
    for rank in range(2):
        part = Passed(folder, rank=rank, ranks=2)
        loader = torch.utils.data.DataLoader(part, batch_size=None, num_workers=2)
        found += ids(loader)
        assert len(loader) == len(part) == 15
    assert sorted(found) == sorted(EXPECTED)


def test_a_dataset_around_it_shares_its_rows_as_well(torch: Any, folder: Path) -> None:
    class Upper(torch.utils.data.IterableDataset):  # type: ignore[misc, name-defined]
        def __iter__(self) -> Any:
            return (row["id"] for row in Passed(folder))

    loader = torch.utils.data.DataLoader(Upper(), batch_size=None, num_workers=2)
    assert sorted(loader) == sorted(EXPECTED)


def test_files_are_gated_in_workers_that_are_started_anew(torch: Any, gate: Any, files: list[Path]) -> None:
    loader = torch.utils.data.DataLoader(
        gate.passed(*files), batch_size=None, num_workers=2, multiprocessing_context="spawn"
    )
    assert sorted(ids(loader)) == sorted(EXPECTED)


def test_in_workers_that_are_forked_files_are_not_gated_and_that_is_said(
    torch: Any, gate: Any, files: list[Path]
) -> None:
    loader = torch.utils.data.DataLoader(
        gate.passed(*files), batch_size=None, num_workers=1, multiprocessing_context="fork", timeout=60
    )
    with pytest.raises(Exception, match="was forked into another process"):
        list(loader)


def test_hugging_face_makes_a_dataset_of_it(datasets: Any, gate: Any, files: list[Path], folder: Path) -> None:
    for n, rows in enumerate((Passed(folder), gate.passed(*files))):
        cache = str(folder.parent / f"cache{n}")
        assert datasets.Dataset.from_generator(rows.__iter__, cache_dir=cache)["id"][:] == EXPECTED


def parts(shares: list[Any]) -> Any:
    for share in shares:
        yield from share


def test_hugging_face_iterates_over_it(datasets: Any, folder: Path) -> None:
    one = datasets.IterableDataset.from_generator(Passed(folder).__iter__)
    assert ids(one) == ids(one) == EXPECTED
    shared = datasets.IterableDataset.from_generator(parts, gen_kwargs={"shares": Passed(folder).shares(4)})
    assert ids(shared) == EXPECTED
    assert sorted(ids(shared.shard(2, 0)) + ids(shared.shard(2, 1))) == sorted(EXPECTED)


@pytest.mark.parametrize("workers", [1, 2])
def test_hugging_face_and_pytorch_together_give_each_row_once(
    torch: Any, datasets: Any, folder: Path, workers: int
) -> None:
    one = datasets.IterableDataset.from_generator(Passed(folder).__iter__)
    shared = datasets.IterableDataset.from_generator(parts, gen_kwargs={"shares": Passed(folder).shares(4)})
    for rows in (one, shared):
        loader = torch.utils.data.DataLoader(rows, batch_size=None, num_workers=workers)
        assert sorted(ids(loader)) == sorted(EXPECTED)


def test_pytorch_is_not_imported_for_it(folder: Path) -> None:
    code = f"import sys, sayso.gate; list(sayso.gate.Passed({str(folder)!r})); print('torch' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
