"""GPC: exactly one value, about sharing alone; the file is a site's promise."""

from __future__ import annotations

import json

import pytest

from sayso.say import Say
from sayso.sharing.signals import gpc
from sayso.vocabulary import data

from ..policies import DAY, alike
from .graphs import SHARED, needs_reference

OBJECTS = {(name, "share"): Say.NEVER for name in data()}


@pytest.mark.parametrize("text", ["Sec-GPC: 1", "sec-gpc:1", "Accept: */*\r\nSec-GPC:\t1 \r\n"])
def test_the_header_objects_to_the_sharing_of_all_data(text: str) -> None:
    assert gpc.read(text) == OBJECTS


@pytest.mark.parametrize(
    "text", ["", "Sec-GPC: 0", "Sec-GPC: 1, 1", "Sec-GPC: 1\nSec-GPC: 1", "Sec-GPC: ?1", "Sec-GPC: １", "1", "X: 1"]
)
def test_any_other_value_says_nothing(text: str) -> None:
    assert gpc.read(text) == {}


@pytest.mark.parametrize("say", [Say.NEVER, Say.OPT_IN])
def test_who_does_not_accept_sharing_unasked_objects(say: Say) -> None:
    assert gpc.write(alike(say)).text == "Sec-GPC: 1\n"


@pytest.mark.parametrize("say", [Say.OPT_OUT, Say.LEAVE, Say.NO_SAY, None])
def test_it_never_allows(say: Say | None) -> None:
    assert gpc.write(alike(say)).text == ""


def test_that_it_is_no_signal_about_training_is_told() -> None:
    assert any("nothing about training AI" in sentence for sentence in gpc.write(alike(Say.NEVER)).lost)


def test_the_file_of_a_site_is_a_promise_and_no_preference() -> None:
    signal = gpc.write_support(DAY)
    assert json.loads(signal.text) == {"gpc": True, "lastUpdate": "2026-06-01"}
    assert gpc.read_support(signal.text) is True
    assert gpc.read(signal.text) == {}
    assert "promise" in signal.lost[0]


@pytest.mark.parametrize("text", ["", "[]", '{"gpc": 1}', '{"gpc": "true"}', '{"gpc": true, "gpc": false}', "{}"])
def test_a_file_that_is_not_understood_promises_nothing(text: str) -> None:
    assert gpc.read_support(text) is None


@needs_reference
def test_the_published_example_is_read() -> None:
    assert gpc.read_support((SHARED / "gpc" / "gpc.json").read_text("utf-8")) is True
