"""`sayso keys`: the keys that the consent desk signs receipts with."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from sayso.cli.desk import opened_store, store_option


@click.group()
def keys() -> None:
    """List and rotate the keys that receipts are signed with."""


@keys.command("list")
@store_option
def list_(address: str | None) -> None:
    """List all keys, oldest first, with when each was in use."""
    store = opened_store(address)
    try:
        for key in store.keys.all():
            until = f"until {key.retired:%Y-%m-%d}" if key.retired else "in use"
            click.echo(f"{key.id}  since {key.since:%Y-%m-%d}  {until}")
    finally:
        store.close()


@keys.command()
@store_option
def public(address: str | None) -> None:
    """Print the public keys, the retired ones too (a JWK Set): what `sayso receipt verify` checks with."""
    import json

    from sayso.consent.signing import public_keys

    store = opened_store(address)
    try:
        click.echo(json.dumps(public_keys(store.keys.all()), indent=2))
    finally:
        store.close()


@keys.command()
@store_option
def rotate(address: str | None) -> None:
    """Sign with a new key from now on. What older keys signed still verifies."""
    store, now = opened_store(address), datetime.now(UTC)
    try:
        with store.together():
            made = store.keys.rotate(now)
            store.acts.add("command line", "key rotated", made.id, now)
    finally:
        store.close()
    click.echo(f"{made.id} signs from now on.")
