"""`sayso policy`: make, show, change, test, compare and replay a sharing policy. One file a command."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = ("new", "show", "set", "test", "compare", "replay", "pack")


class _Late(click.Group):
    """Commands that are imported when they are called, so that `sayso --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which one needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command in the file of that name."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"sayso.cli.policy.{cmd_name}").command
        return command


@click.group(cls=_Late)
def policy() -> None:
    """Write down once what you accept, and keep it in order: a sharing policy."""
