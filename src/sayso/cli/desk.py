"""Where the consent desk of this machine is kept, for the commands that use it."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.errors import ConsentError, MissingExtraError

if TYPE_CHECKING:
    from sayso.consent.store import Store

#: The option that names a store, for every command that has one.
store_option = click.option(
    "--store", "address", metavar="URL", envvar="SAYSO_STORE",
    help="sqlite:///FILE or postgresql://HOST/DATABASE. Default: a file in your data folder.",
)  # fmt: skip
#: How long a token lasts where nothing else is said.
TOKEN_LASTS = timedelta(days=90)


def opened_store(address: str | None) -> Store:
    """The store at an address, or the one in this user's data folder. Raises `ConsentError`, `MissingExtraError`."""
    try:
        from sayso.consent.store import open_store
    except ImportError:
        raise MissingExtraError("the consent desk", "serve", "use the other commands") from None
    if address is None:
        folder = _data_folder() / "sayso"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ConsentError(str(folder), (error.strerror or "cannot be made").lower(), "give --store") from None
        file = folder / "desk.db"
        file.touch(mode=0o600)  # it holds who people are, and the keys
        address = f"sqlite:///{file}"
    return open_store(address)


def _data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home()))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def scopes(values: tuple[str, ...]) -> Any:
    """Words as scopes."""
    from sayso.consent.store.tokens import Scope

    return [Scope(value) for value in values]
