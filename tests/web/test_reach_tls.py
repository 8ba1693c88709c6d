"""What was looked up is what is called, and it must still show a certificate for the name that was given."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import anyio
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sayso.errors import ConnectError
from sayso.web.reach import Reach

NAME = "hooks.example"


class Ear(BaseHTTPRequestHandler):
    """Hears everything."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Quietly."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A server on loopback with a certificate for the name: its port, and the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    who, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = tmp_path / "certificate.pem", tmp_path / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kind = serialization.PrivateFormat.PKCS8
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)
    server = HTTPServer(("127.0.0.1", 0), Ear)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, certificate
    server.shutdown()
    thread.join()
    server.server_close()


def post(address: str, certificate: Path) -> int:
    async def lookup(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async def posts() -> int:
        trusted = ssl.create_default_context(cafile=str(certificate))
        async with httpx.AsyncClient(verify=trusted) as http:
            return await Reach(http, within=True, lookup=lookup).post(address, b"{}", {})

    return anyio.run(posts)


def test_a_machine_that_has_the_certificate_of_the_name_is_told(server: tuple[int, Path]) -> None:
    port, certificate = server
    assert post(f"https://{NAME}:{port}/in", certificate) == 204


def test_a_machine_that_has_the_certificate_of_another_is_not(server: tuple[int, Path]) -> None:
    port, certificate = server
    with pytest.raises(ConnectError, match="does not answer"):
        post(f"https://another.example:{port}/in", certificate)
