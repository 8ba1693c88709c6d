"""The command line: one file a command. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click

from sayso.cli.check import check
from sayso.cli.compare import compare
from sayso.cli.consents import consents
from sayso.cli.explain import explain
from sayso.cli.gate import gate
from sayso.cli.impact import impact
from sayso.cli.keys import keys
from sayso.cli.ledger import ledger
from sayso.cli.lineage import card, lineage, withdraw
from sayso.cli.policy import policy
from sayso.cli.preferences import preferences
from sayso.cli.read import read
from sayso.cli.receipt import receipt
from sayso.cli.record import record
from sayso.cli.records import records
from sayso.cli.serve import serve
from sayso.cli.statement import statement
from sayso.cli.token import token
from sayso.errors import SaysoError

#: What a shell reports for a program that its reader, such as `head`, stopped listening to; and for Ctrl-C.
_PIPE_CLOSED, _STOPPED = 141, 130


class Commands(click.Group):
    """The commands, and the one place where errors become a line and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command. What a person can act on is told in one line; nothing else is caught."""
        _open_streams()
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot show a letter gets its number instead of a failure.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except SaysoError as error:
            from sayso.safe import one_line

            _tell(one_line(str(error)))
            sys.exit(error.exit_status)
        except BrokenPipeError:
            _leave_output(_PIPE_CLOSED)
        except KeyboardInterrupt:
            _tell("stopped")
            _leave_output(_STOPPED)
        except OSError as error:
            # Documents are read elsewhere and tell their own errors: what fails here is the writing.
            cause = (error.strerror or str(error)).lower()
            _tell(f"output: {cause}; write to another place")
            _leave_output(SaysoError.exit_status)


def _open_streams() -> None:
    """Gives what was started without a stream (`>&-`, a service) an empty one, but does not work for nobody."""
    closed = sys.stdout is None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 as long as we run
    if closed:
        _tell("output: is closed; write to another place")
        sys.exit(SaysoError.exit_status)


def _tell(line: str) -> None:
    """What went wrong, on one line; to nobody where errors cannot be written."""
    try:
        click.echo(f"sayso: {line}", err=True)
    except OSError:
        _leave(sys.stderr)


def _leave_output(status: int) -> NoReturn:
    """Exits without trying once more to write what could not be written."""
    _leave(sys.stdout)
    sys.exit(status)


def _leave(stream: TextIO) -> None:
    """What a stream still holds is written nowhere when Python ends, instead of failing once more."""
    with suppress(OSError, ValueError):  # where no real file is behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sayso", message="%(prog)s %(version)s")
def main() -> None:
    """Read terms of service and privacy policies: which data is used for what, and how much say you have.

    Nothing leaves this machine.
    """


for _command in (
    read, compare, explain, check, impact, statement, policy, preferences, serve, token, keys, receipt, record, records,
    consents, gate, ledger, lineage, withdraw, card,
):  # fmt: skip
    main.add_command(_command)
