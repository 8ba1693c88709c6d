"""`sayso keys` and `sayso token`: what opens the desk and what it signs with, made and replaced by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.consent.store import Store, open_store


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/desk.db"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def opened(address: str) -> Store:
    return open_store(address)


def test_a_new_key_signs_and_the_old_one_is_kept(address: str) -> None:
    first = run("keys", "rotate", "--store", address).split()[0]
    second = run("keys", "rotate", "--store", address).split()[0]
    listed = run("keys", "list", "--store", address).splitlines()
    assert [line.split()[0] for line in listed] == [first, second]
    assert [line.endswith("in use") for line in listed] == [False, True]
    store = opened(address)
    assert [(a.asker, a.act, a.thing) for a in store.acts.after(0, 9)] == [
        ("command line", "key rotated", first), ("command line", "key rotated", second),
    ]  # fmt: skip
    store.close()


def test_a_token_is_shown_once_rotated_and_revoked(address: str) -> None:
    secret = run("token", "new", "Rooms", "--scope", "record", "--store", address).strip()
    id = secret.split("_")[1]
    newer = run("token", "rotate", id, "--store", address).strip()
    listed = run("token", "list", "--store", address)
    assert "revoked" in listed.splitlines()[0]
    assert "valid" in listed.splitlines()[1]
    assert secret.split("_", 2)[2] not in listed
    now = datetime.now(UTC)
    store = opened(address)
    assert store.tokens.find(secret, now) is None
    assert store.tokens.find(newer, now) is not None
    store.close()
    run("token", "revoke", newer.split("_")[1], "--store", address)
    store = opened(address)
    assert store.tokens.find(newer, now) is None
    assert [a.act for a in store.acts.after(0, 9)] == ["token", "token rotated", "token revoked"]
    store.close()
