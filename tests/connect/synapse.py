"""A real Matrix homeserver for one test: Synapse, on loopback, with a database in a file."""

from __future__ import annotations

import hashlib
import hmac
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

#: Where Synapse is installed: in an environment of its own, for what it pins is not what we pin.
HOME = Path(os.environ.get("SAYSO_SYNAPSE", Path(__file__).parents[2] / ".synapse"))
_SECRET = "only for this test"
_CONFIG = """
server_name: localhost
pid_file: {folder}/pid
listeners: [{{port: {port}, type: http, bind_addresses: [127.0.0.1], resources: [{{names: [client]}}]}}]
database: {{name: sqlite3, args: {{database: {folder}/synapse.db}}}}
media_store_path: {folder}/media
signing_key_path: {folder}/signing.key
log_config: {folder}/log.yaml
registration_shared_secret: {secret}
macaroon_secret_key: {secret}
report_stats: false
caches: {{sync_response_cache_duration: 0s}}
trusted_key_servers: []
rc_message: {{per_second: 1000, burst_count: 1000}}
rc_login: {{address: {{per_second: 1000, burst_count: 1000}}, account: {{per_second: 1000, burst_count: 1000}}}}
rc_joins: {{local: {{per_second: 1000, burst_count: 1000}}}}
rc_invites: {{per_user: {{per_second: 1000, burst_count: 1000}}, per_room: {{per_second: 1000, burst_count: 1000}}}}
rc_room_creation: {{per_second: 1000, burst_count: 1000}}
"""


@contextmanager
def homeserver(folder: Path) -> Iterator[str]:
    """The address of one that answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "log.yaml").write_text("{version: 1, root: {level: ERROR}}")
    (folder / "hs.yaml").write_text(_CONFIG.format(folder=folder, port=port, secret=_SECRET))
    command = [str(HOME / "bin" / "python"), "-m", "synapse.app.homeserver", "-c", str(folder / "hs.yaml")]
    subprocess.run([*command, "--generate-keys"], check=True, cwd=folder, capture_output=True)
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(f"{address}/_matrix/client/versions", trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


class Somebody:
    """An account, and what a person does with it."""

    def __init__(self, address: str, name: str) -> None:
        self._http = httpx.Client(base_url=address, trust_env=False, timeout=30)
        nonce = self._http.get("/_synapse/admin/v1/register").json()["nonce"]
        parts = "\0".join((nonce, name, "a password", "notadmin"))
        mac = hmac.new(_SECRET.encode(), parts.encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": "a password", "mac": mac, "admin": False}
        made = self._http.post("/_synapse/admin/v1/register", json=body).raise_for_status().json()
        self.id, self.token = made["user_id"], made["access_token"]
        self._keys = 0

    def call(self, method: str, path: str, body: object = None) -> Any:
        """One call of the client-server API."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self._http.request(method, f"/_matrix/client/v3{path}", json=body, headers=headers)
        return answer.raise_for_status().json()

    def send(self, room: str, content: dict[str, Any], kind: str = "m.room.message") -> str:
        """Sends an event; its id."""
        self._keys += 1
        return str(self.call("PUT", f"/rooms/{room}/send/{kind}/k{self._keys}", content)["event_id"])

    def say(self, room: str, text: str) -> str:
        """Says something."""
        return self.send(room, {"msgtype": "m.text", "body": text})

    def heard(self, room: str) -> list[dict[str, Any]]:
        """What was said in a room, oldest first."""
        found = self.call("GET", f"/rooms/{room}/messages?dir=b&limit=100")["chunk"]
        return [e for e in reversed(found) if e["type"] == "m.room.message"]

    def asked(self) -> tuple[str, dict[str, Any]] | None:
        """The room and the message in which the bot asks; its invitation is accepted first."""
        rooms = self.call("GET", "/sync")["rooms"]
        for room in rooms.get("invite", {}):
            self.call("POST", f"/join/{room}", {})
        for room in self.call("GET", "/joined_rooms")["joined_rooms"]:
            for message in self.heard(room):
                if "page.sayso.ask" in message["content"]:
                    return room, message
        return None

    def react(self, room: str, to: str, sign: str) -> None:
        """Presses a reaction."""
        self.send(room, {"m.relates_to": {"rel_type": "m.annotation", "event_id": to, "key": sign}}, "m.reaction")

    def close(self) -> None:
        """The end."""
        self._http.close()
