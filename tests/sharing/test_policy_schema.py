"""The published schema takes every good policy, and refuses every bad one that a schema can tell."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sayso.sharing import policy_file
from sayso.vocabulary import ROWS, purposes

from .test_policy_errors import BAD

SCHEMA = json.loads(files("sayso").joinpath("policy.schema.json").read_text("utf-8"))
ROOT = Path(__file__).parents[2]
STARTS = sorted(ROOT.glob("src/sayso/sharing/starts/*.toml"))
EXAMPLES = sorted(p for p in ROOT.glob("examples/policies/*.toml") if not p.name.endswith(".cases.toml"))

#: What takes the whole file, the files around it, or the difference between a day and a text to tell.
BLIND = {
    "a mistyped kind", "a mistyped purpose", "a purpose in the quotes", "a cell twice", "a row twice",
    "a category in the vocabulary", "a category without a parent", "a category called as a purpose",
    "an exception twice", "a text that extends", "a name that is empty",
    "an end in quotes", "a very long line",
}  # fmt: skip


def mistakes(text: str) -> list[str]:
    content = json.loads(json.dumps(tomllib.loads(text), default=lambda day: day.isoformat()))
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(content)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", [*STARTS, *EXAMPLES], ids=lambda path: path.stem)
def test_every_start_and_example_is_as_the_schema_says(path: Path) -> None:
    assert mistakes(path.read_text("utf-8")) == []


def test_the_documented_policy_is_as_the_schema_says() -> None:
    assert policy_file.__doc__
    assert mistakes(policy_file.__doc__.partition("\n\n")[2]) == []


@pytest.mark.parametrize("name", [name for name, bad in BAD.items() if "is not TOML" not in bad.cause])
def test_the_schema_refuses_what_a_schema_can(name: str) -> None:
    try:
        refused = bool(mistakes(BAD[name].text))
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    assert refused is (name not in BLIND)


def test_the_schema_knows_the_words_of_the_vocabulary() -> None:
    defs: dict[str, Any] = SCHEMA["$defs"]
    assert defs["level"]["enum"] == list(policy_file.LEVELS)
    assert defs["silence"]["enum"] == list(policy_file.SILENCE)
    assert defs["purpose"]["enum"] == [*purposes(), "*"]
    assert "|".join(ROWS) in defs["data"]["pattern"]
