"""Many policies, for the commands that take a folder of them: those that cannot be used are told, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sayso.sharing.policy import Policy


class Folder:
    """The policies in a folder, or the one in a file. `faults`: how many of those so far cannot be used."""

    def __init__(self, place: str) -> None:
        self._place, self.faults = place, 0

    def __iter__(self) -> Iterator[tuple[str, Policy]]:
        """The policies that can be used, by name; the others are told on standard error."""
        from sayso.errors import PolicyError
        from sayso.safe import one_line
        from sayso.sharing.folder import policies_in

        for name, policy in policies_in(self._place):
            if isinstance(policy, PolicyError):
                self.faults += 1
                click.echo(f"sayso: {one_line(str(policy))}", err=True)
            else:
                yield name, policy

    def tell(self, good: int) -> None:
        """Says at the end how many were left out, so that nobody takes a count for the whole."""
        if self.faults:
            left_out = f"{self.faults:,} of {good + self.faults:,} policies cannot be used, and are not counted"
            click.echo(f"sayso: {left_out}", err=True)
