"""Pages are fetched from public addresses only, with bounds on redirects, size and time."""

from __future__ import annotations

import gzip
import http.server
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from load_samples import PROSE

from sayso.errors import UnreadableError
from sayso.terms.load import load
from sayso.terms.load.addresses import public
from sayso.terms.load.fetch import fetch
from sayso.terms.load.limits import MAX_BYTES

HTML = f"<!doctype html><main><h1>Terms</h1><p>{PROSE}</p></main>".encode()


class Site(http.server.BaseHTTPRequestHandler):
    """A site on the loopback address, a page a path."""

    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        headers, body, status = {"Content-Type": "text/html; charset=utf-8"}, HTML, 200
        if self.path == "/loop":
            headers, body, status = {"Location": "/loop"}, b"", 302
        elif self.path == "/there":
            headers, body, status = {"Location": "/terms"}, b"", 301
        elif self.path == "/inside":
            headers, body, status = {"Location": "http://10.0.0.7/"}, b"", 302
        elif self.path == "/file":
            headers, body, status = {"Location": "file:///etc/passwd"}, b"", 302
        elif self.path == "/zipped":
            headers["Content-Encoding"], body = "gzip", gzip.compress(HTML)
        elif self.path == "/zipped-twice":
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(HTML[:40]) + gzip.compress(HTML[40:])
        elif self.path == "/nowhere":
            headers, body, status = {"Location": "http://["}, b"", 302
        elif self.path == "/bomb":
            headers["Content-Encoding"], body = "gzip", gzip.compress(bytes(3 * MAX_BYTES))
        elif self.path == "/huge":
            headers["Content-Length"] = str(10 * MAX_BYTES)
        elif self.path == "/short":
            headers["Content-Length"] = str(len(HTML) + 50)
        elif self.path == "/missing":
            status = 404
        elif self.path == "/picture":
            headers, body = {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n"
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.path == "/slow":
            for _ in range(40):
                time.sleep(0.05)
                try:
                    self.wfile.write(b" ")
                    self.wfile.flush()
                except OSError:
                    return
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def loopback(address: str) -> bool:
    return address == "127.0.0.1"


@pytest.mark.parametrize("path", ["/terms", "/there", "/zipped", "/zipped-twice", "/terms?x=a b#part"])
def test_a_page_is_loaded_from_its_address(site: str, path: str) -> None:
    document = load(site + path, allowed=loopback)
    assert (document.text, document.format) == (f"# Terms\n\n{PROSE}\n", "html")
    assert document.source == site + path


BAD = {
    "/loop": "redirects more than 5 times",
    "/inside": r"leads to a private address \(10.0.0.7\)",
    "/file": "only http and https addresses are fetched",
    "/nowhere": "redirects to what is no address",
    "/bomb": "more than the 20 MB",
    "/huge": "is 200 MB, more than the 20 MB",
    "/short": "broke off before its end",
    "/missing": "HTTP status 404",
    "/picture": "is a picture",
}


@pytest.mark.parametrize("path", BAD)
def test_what_cannot_be_fetched_says_why(site: str, path: str) -> None:
    with pytest.raises(UnreadableError, match=BAD[path]) as caught:
        load(site + path, allowed=loopback)
    assert str(caught.value).startswith(site + path)


def test_a_server_that_drips_is_left_when_the_time_is_up(site: str) -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableError, match="takes too long"):
        fetch(f"{site}/slow", loopback, seconds=0.4)
    assert time.monotonic() - began < 1.5


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command to make a certificate")
    key, certificate = str(tmp_path / "key"), str(tmp_path / "certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", key, "-out", certificate], check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    with pytest.raises(UnreadableError, match="has a certificate that is not valid"):
        fetch(f"https://127.0.0.1:{server.server_port}/terms", loopback)
    thread.join()
    server.server_close()


def test_without_leave_the_loopback_address_is_never_asked(site: str) -> None:
    Site.seen.clear()
    port = site.rpartition(":")[2]
    for host in ("127.0.0.1", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0"):
        with pytest.raises(UnreadableError, match=r"private address|cannot be found"):
            load(f"http://{host}:{port}/terms")
    assert Site.seen == []


def test_a_name_is_resolved_once_and_the_checked_address_is_used(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    port = int(site.rpartition(":")[2])

    def resolve(host: object, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert fetch(f"http://rebinding.example:{port}/terms", loopback).data == HTML
    assert asked == ["rebinding.example"]


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("93.184.215.14", "192.168.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(UnreadableError, match="leads to a private address"):
        fetch("http://mixed.example/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/x",
        "gopher://x/",
        "http://",
        "http://user:pass@example.com/",
        "http://[::1",
        "http://x:99999/",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UnreadableError):
        load(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2001:0:7f00:1::",
        "nonsense",
    ],
)
def test_addresses_that_are_not_public_are_told(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_public_addresses_are_told(address: str) -> None:
    assert public(address)
