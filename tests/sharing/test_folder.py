"""A folder of policies: what is a policy there, what it is called, and what becomes of bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import PolicyError
from sayso.sharing.folder import policies_in
from sayso.sharing.load import load
from sayso.sharing.policy import Policy

PLAIN = 'version = 1\n[accept]\n"*" = "opt-in"\n'


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_policies_come_sorted_from_all_depths_and_are_called_as_their_files(tmp_path: Path) -> None:
    write(tmp_path, zoe=PLAIN, team__ada=PLAIN, team__bo=PLAIN)
    assert [name for name, _ in policies_in(tmp_path)] == ["team/ada", "team/bo", "zoe"]


def test_hidden_files_cases_and_other_files_are_no_policies(tmp_path: Path) -> None:
    write(tmp_path, ada=PLAIN, _hidden=PLAIN)
    (tmp_path / "_hidden.toml").rename(tmp_path / ".hidden.toml")
    write(tmp_path / ".git", bo=PLAIN)
    (tmp_path / "notes.md").write_text("no policy")
    (tmp_path / "ada.cases.toml").write_text("version = 1\n")
    (tmp_path / "folder.toml").mkdir()
    assert [name for name, _ in policies_in(tmp_path)] == ["ada"]


def test_a_bad_policy_comes_as_its_error_and_the_others_still_come(tmp_path: Path) -> None:
    write(tmp_path, ada=PLAIN, bo="version = 2\n", cy=PLAIN)
    (_, ada), (name, bo), (_, cy) = policies_in(tmp_path)
    assert isinstance(ada, Policy)
    assert isinstance(cy, Policy)
    assert name == "bo"
    assert isinstance(bo, PolicyError)
    assert bo.line == 1


def test_a_folder_without_policies_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="holds no policies"):
        list(policies_in(tmp_path))


def test_one_file_is_one_policy(tmp_path: Path) -> None:
    write(tmp_path, ada=PLAIN)
    ((name, policy),) = policies_in(tmp_path / "ada.toml")
    assert name == "ada"
    assert isinstance(policy, Policy)


def test_a_policy_that_others_extend_is_read_once(tmp_path: Path) -> None:
    extending = 'version = 1\nextends = "team.toml"\n'
    write(tmp_path, team=PLAIN, ada=extending, bo=extending)
    policies = dict(policies_in(tmp_path))
    ada, bo = (policies[name] for name in ("ada", "bo"))
    assert isinstance(ada, Policy)
    assert isinstance(bo, Policy)
    assert ada.above is not None
    assert ada.above is bo.above
    assert ada == load(tmp_path / "ada.toml")


def test_too_many_levels_are_told_however_the_policies_are_read(tmp_path: Path) -> None:
    write(tmp_path, p9=PLAIN, **{f"p{n}": f'version = 1\nextends = "p{n + 1}.toml"\n' for n in range(9)})
    from_the_top: dict[Path, Policy] = {}
    for n in reversed(range(1, 10)):
        load(tmp_path / f"p{n}.toml", from_the_top)
    with pytest.raises(PolicyError) as alone:
        load(tmp_path / "p0.toml")
    with pytest.raises(PolicyError) as known:
        load(tmp_path / "p0.toml", from_the_top)
    assert str(known.value) == str(alone.value)
    assert "levels" in str(alone.value)
