"""`sayso serve`, before it serves."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from click.testing import CliRunner

from sayso.cli import main


def test_where_another_listens_that_is_one_line_and_nothing_is_told_or_opened(tmp_path: Path) -> None:
    store = tmp_path / "desk.db"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = CliRunner().invoke(main, ["serve", "--demo", "--port", str(port), "--store", f"sqlite:///{store}"])
    assert (ran.exit_code, ran.stdout) == (2, "")
    way_out = "stop what listens there, or give another --port"
    assert ran.stderr == f"sayso: 127.0.0.1, port {port}: address already in use; {way_out}\n"
    assert not store.exists()


def test_whoever_comes_as_soon_as_the_address_is_told_is_let_in(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = "from sayso.cli import main; main(prog_name='sayso')"
    command = [sys.executable, "-uc", code, "serve", "--port", str(port), "--store", f"sqlite:///{tmp_path}/desk.db"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            told = re.search(r"http://\S+", process.stdout.readline())
            assert told
            with urllib.request.urlopen(told[0], timeout=60) as page:
                assert page.status == 200
        finally:
            process.terminate()
            process.wait(timeout=20)
