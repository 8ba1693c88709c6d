"""`sayso token`: API tokens for hosts, recorders and administrators of the consent desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from sayso.cli.desk import TOKEN_LASTS, opened_store, scopes, store_option


@click.group()
def token() -> None:
    """Make, list, rotate and revoke the tokens that open the consent desk."""


@token.command()
@click.argument("name")
@click.option("--scope", "wanted", multiple=True, required=True, type=click.Choice(["host", "record", "admin"]))
@click.option("--days", default=TOKEN_LASTS.days, show_default=True, type=click.IntRange(1, 3650))
@click.option("--owner", default="desk", show_default=True, help="Whose spaces it reaches.")
@store_option
def new(name: str, wanted: tuple[str, ...], days: int, owner: str, address: str | None) -> None:
    """Make a token called NAME, and print it: this once."""
    store, now = opened_store(address), datetime.now(UTC)
    try:
        with store.together():
            made, secret = store.tokens.new(name, scopes(wanted), now, now + timedelta(days=days), owner)
            store.acts.add("command line", "token", made.audited, now)
    finally:
        store.close()
    click.echo(secret)


@token.command("list")
@store_option
def list_(address: str | None) -> None:
    """List all tokens: what each is for, and until when."""
    from sayso.safe import one_line

    store, now = opened_store(address), datetime.now(UTC)
    try:
        for made in store.tokens.all():
            state = "revoked" if made.revoked else "valid" if made.valid(now) else "expired"
            until, held = f"{made.expires:%Y-%m-%d}", ", ".join(sorted(made.scopes))
            click.echo(
                f"{made.id}  {state:<7}  until {until}  {held:<12}  {one_line(made.owner)}  {one_line(made.name)}"
            )
    finally:
        store.close()


@token.command()
@click.argument("id")
@store_option
def rotate(id: str, address: str | None) -> None:
    """Replace the token ID by a new one of the same kind, and print that: this once. The old one ends."""
    store, now = opened_store(address), datetime.now(UTC)
    try:
        with store.together():
            made, secret = store.tokens.rotate(id, now)
            store.acts.add("command line", "token rotated", f"{id} by {made.id}", now)
    finally:
        store.close()
    click.echo(secret)


@token.command()
@click.argument("id")
@store_option
def revoke(id: str, address: str | None) -> None:
    """End the token ID: it opens nothing from now on."""
    store, now = opened_store(address), datetime.now(UTC)
    try:
        with store.together():
            store.tokens.revoke(id, now)
            store.acts.add("command line", "token revoked", id, now)
    finally:
        store.close()
    click.echo(f"{id} opens nothing any more.")
