"""The desk calls no machine that it should not: not by number, not by name, not by one that leads elsewhere later."""

from __future__ import annotations

import anyio
import httpx
import pytest

from sayso.errors import ConnectError
from sayso.web.reach import Reach, check_address


class Net:
    """Names and what they lead to, and the calls that were made."""

    def __init__(self, **names: list[str]) -> None:
        self.names, self.calls = names, list[httpx.Request]()

    async def lookup(self, host: str, _port: int) -> list[str]:
        if host not in self.names:
            raise OSError("no such name")
        return self.names[host]

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request)
        return httpx.Response(302, headers={"Location": "http://169.254.169.254/"})

    def post(self, address: str, within: bool = False) -> int:
        async def posts() -> int:
            async with httpx.AsyncClient(transport=httpx.MockTransport(self.answer)) as http:
                return await Reach(http, within, self.lookup).post(address, b"{}", {"webhook-id": "1"})

        return anyio.run(posts)


def test_what_was_looked_up_is_what_is_called_under_its_own_name() -> None:
    net = Net(**{"hooks.example": ["93.184.216.34"]})
    assert net.post("https://hooks.example:8443/in?a=b") == 302, "and nothing is followed"
    (call,) = net.calls
    assert call.url == "https://93.184.216.34:8443/in?a=b"
    assert call.headers["host"] == "hooks.example:8443"
    assert call.extensions["sni_hostname"] == "hooks.example"


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["fd00::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["93.184.216.34", "192.168.0.1"],
        ["0.0.0.0"],
        [],
    ],
)
def test_a_name_that_leads_to_the_own_network_is_not_called(found: list[str]) -> None:
    net = Net(**{"hooks.example": found})
    with pytest.raises(ConnectError, match="no machine of the public internet"):
        net.post("https://hooks.example/")
    assert net.calls == []


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "https://metadata.google.internal/",
        "http://hooks.example/",
        "ftp://hooks.example/",
        "https://ada:secret@hooks.example/",
        "https://hooks.example/#part",
        "https:///path",
        "https://hooks.example:0/",
        "https://hooks.example:99999/",
        "https://[::1/",
        "//hooks.example/",
        "hooks.example",
        "",
    ],
)
def test_an_address_that_is_never_called_is_refused_when_it_is_given(address: str) -> None:
    with pytest.raises(ConnectError) as told:
        check_address(address)
    assert "ada:secret" not in str(told.value)


def test_where_it_is_allowed_the_own_network_is_called() -> None:
    net = Net(**{"desk.local": ["10.0.0.7"]})
    assert net.post("http://desk.local/in", within=True) == 302
    assert net.calls[0].url == "http://10.0.0.7/in"


def test_a_name_that_there_is_not_is_told() -> None:
    with pytest.raises(ConnectError, match="does not answer: OSError"):
        Net().post("https://hooks.example/")
