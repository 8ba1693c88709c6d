"""`sayso explain`: the words of the grid."""

from __future__ import annotations

import click


@click.command()
@click.argument("word", default="", metavar="[WORD]")
def explain(word: str) -> None:
    """Explain a level, a row or kind of data, or a purpose; without WORD, all of them.

    For example: sayso explain opt-out
    """
    from sayso.show.explain import explain as explained

    click.echo(explained(word), nl=False)
