"""A folder of policies, one a file, from all depths; each is called as its file is, without `.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sayso.errors import PolicyError
from sayso.sharing.load import load
from sayso.sharing.policy import Policy


def policies_in(place: str | Path) -> Iterator[tuple[str, Policy | PolicyError]]:
    """The policies in a folder, or the one in a file, sorted by name; or what is wrong with each.

    Hidden files and the cases beside a policy (`ada.cases.toml`) are left out, and links to folders are not followed.
    Raises `PolicyError` where there is none.
    """
    folder = Path(place)
    bases: dict[Path, Policy] = {}
    if not folder.is_dir():
        yield folder.stem, _loaded(folder, bases)
        return
    files = [file for file in folder.rglob("*.toml") if file.is_file() and _is_policy(file.relative_to(folder))]
    if not files:
        raise PolicyError(str(place), 0, "holds no policies", "give a folder of TOML files, one a policy")
    for name, file in sorted((file.relative_to(folder).with_suffix("").as_posix(), file) for file in files):
        yield name, _loaded(file, bases)


def _loaded(file: Path, bases: dict[Path, Policy]) -> Policy | PolicyError:
    try:
        return load(file, bases)
    except PolicyError as error:
        return error


def _is_policy(file: Path) -> bool:
    return not file.name.endswith(".cases.toml") and not any(part.startswith(".") for part in file.parts)
