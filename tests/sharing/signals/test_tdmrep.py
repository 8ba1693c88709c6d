"""TDMRep: its four forms, the examples of the report, and what a hostile page can and cannot do."""

from __future__ import annotations

import json

import pytest

from sayso.errors import AddressError
from sayso.say import Say
from sayso.sharing.load import from_text
from sayso.sharing.signals import odrl, tdmrep
from sayso.sharing.signals.signal import CONTENT, Cells
from sayso.sharing.statement import state

from ..policies import DAY, alike
from ..test_statement import ada
from .graphs import SHARED, faults, graph, needs_reference

FREE, RESERVED = (
    {(data, purpose): say for data in CONTENT for purpose in tdmrep.MINING} for say in (Say.NO_SAY, Say.NEVER)
)
META0 = '<meta name="tdm-reservation" content="0">'
URL = "https://ada.example/policies/1?a=1&b=2"

EXAMPLE = """[
 {"location": "/directory-a/", "tdm-reservation": 1},
 {"location": "/directory-b/html/", "tdm-reservation": 1, "tdm-policy": "https://provider.com/policies/policy.json"},
 {"location": "/directory-b/images/*.jpg", "tdm-reservation": 0}
]"""


@pytest.mark.parametrize(
    ("path", "cells"),
    [
        ("/directory-a/x", RESERVED),
        ("/directory-b/html/x", RESERVED),
        ("/directory-b/images/x.jpg", FREE),
        ("/directory-b/images/x.png", {}),
        ("/", {}),
    ],
)
def test_the_example_of_the_report_is_read_as_it_says(path: str, cells: Cells) -> None:
    assert tdmrep.read_file(EXAMPLE, path) == cells


@needs_reference
def test_the_published_example_is_read() -> None:
    text = (SHARED / "tdmrep" / "tdmrep.json").read_text("utf-8")
    assert tdmrep.read_file(text, "/directory-a/x") == RESERVED


@pytest.mark.parametrize("value", ["true", '"1"', '"0"', "false", "0.0", "1.0", "2", "-1", "null", "[0]"])
def test_other_values_are_unset(value: str) -> None:
    assert tdmrep.read_file(f'[{{"location": "/", "tdm-reservation": {value}}}]') == {}


def test_the_first_rule_that_matches_counts_and_one_that_is_not_understood_hides_those_after_it() -> None:
    free = '{"location": "/", "tdm-reservation": 0}'
    assert tdmrep.read_file(f'[{{"location": "/", "tdm-reservation": 1}}, {free}]') == RESERVED
    assert tdmrep.read_file(f'[{{"location": 3, "tdm-reservation": 1}}, {free}]') == {}
    assert tdmrep.read_file(f'[{{"location": "/"}}, {free}]') == {}
    assert tdmrep.read_file(f"[7, {free}]") == {}


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("tdm-reservation: 1\r\ntdm-policy: https://x.example", RESERVED),
        ("TDM-Reservation:0", FREE),
        ("tdm-reservation: 0\ntdm-reservation: 1", RESERVED),
        ("tdm-reservation: 0\ntdm-reservation: x", {}),
        ("tdm-reservation: true", {}),
        ("tdm-reservation", {}),
    ],
)
def test_headers_are_read(text: str, cells: Cells) -> None:
    assert tdmrep.read_header(text) == cells


@pytest.mark.parametrize(
    ("html", "cells"),
    [
        ('<head><meta name="tdm-reservation" content="1"></head>', RESERVED),
        ('<head><META NAME="TDM-Reservation" CONTENT=" 0 "></head>', FREE),
        ('<head><meta name="tdm-reservation" content="0"><meta name="tdm-reservation" content="1">', RESERVED),
        ('<head></head><body><meta name="tdm-reservation" content="0">', {}),
        (f'<head>{META0}</head><body><meta name="tdm-reservation" content="1">', RESERVED),
        ('<head><!-- <meta name="tdm-reservation" content="0"> --></head>', {}),
        ('<script>"<meta name=tdm-reservation content=0>"</script>', {}),
        ('<head><meta name="tdm-reservation"></head>', {}),
    ],
)  # fmt: skip
def test_pages_are_read_and_a_visitor_can_release_nothing(html: str, cells: Cells) -> None:
    assert tdmrep.read_meta(html) == cells


@pytest.mark.parametrize(
    ("say", "value"),
    [(Say.NEVER, 1), (Say.OPT_IN, 1), (Say.OPT_OUT, None), (Say.LEAVE, None), (Say.NO_SAY, 0), (None, None)],
)
def test_only_who_allows_everything_releases_mining(say: Say | None, value: int | None) -> None:
    assert tdmrep.reservation(alike(say)) == value


def test_one_refused_use_of_one_kind_keeps_mining_from_being_released() -> None:
    text = 'version = 1\n[accept]\n"*" = "no-say"\n[accept."content.chat"]\nadvertise = "never"\n'
    assert tdmrep.reservation(state(from_text(text), DAY)) is None


def test_the_three_forms_say_the_same_and_link_the_policy() -> None:
    written = {form: tdmrep.write(ada(), form, URL) for form in ("file", "header", "meta")}
    assert json.loads(written["file"].text) == [{"location": "/", "tdm-reservation": 1, "tdm-policy": URL}]
    assert written["header"].text == f"tdm-reservation: 1\ntdm-policy: {URL}\n"
    assert '<meta name="tdm-policy" content="https://ada.example/policies/1?a=1&amp;b=2">' in written["meta"].text
    assert written["meta"].text.count("<!-- ") == len(written["meta"].lost)


def test_an_address_that_would_add_a_header_is_refused() -> None:
    for form in tdmrep.FORMS:
        with pytest.raises(AddressError):
            tdmrep.write(alike(Say.OPT_IN), form, "https://a.example\r\ntdm-reservation: 0")


def test_a_licence_is_offered_only_where_mining_is_not_refused() -> None:
    assert tdmrep.write(ada(), "policy", URL).text == ""
    assert tdmrep.write(alike(None), "policy", URL).text == ""
    offer = json.loads(tdmrep.write(alike(Say.OPT_IN), "policy", URL).text)
    assert offer["uid"] == offer["assigner"]["vcard:hasURL"] == URL
    assert offer["assigner"]["uid"] == "https://ada.example"
    target = "https://ada.example/"
    assert offer["permission"] == [{"target": target, "action": "tdm:mine", "duty": [{"action": "obtainConsent"}]}]


@needs_reference
@pytest.mark.parametrize("url", ["", URL])
def test_the_offer_is_valid_odrl_of_the_tdm_profile(url: str) -> None:
    offer = json.loads(tdmrep.write(alike(Say.OPT_IN), "policy", url).text)
    assert offer["@context"] == ["http://www.w3.org/ns/odrl.jsonld", "http://www.w3.org/ns/tdmrep.jsonld"]
    # The contexts stand here for those that the addresses name, so that nothing is fetched.
    mining = json.loads((SHARED / "tdmrep" / "tdmrep-context.jsonld").read_text("utf-8"))["@context"]
    offer["@context"] = [odrl.CONTEXT, mining, {"vcard": "http://www.w3.org/2006/vcard/ns#"}]
    found = graph(json.dumps(offer))
    assert faults(found, "odrl.ttl") == ""
    assert "http://www.w3.org/ns/tdmrep#mine" in {str(o) for o in found.objects()}
