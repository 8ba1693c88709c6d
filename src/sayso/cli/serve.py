"""`sayso serve`: the consent desk, as a server on this machine."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from sayso.cli.desk import TOKEN_LASTS, opened_store, store_option
from sayso.errors import ConsentError, MissingExtraError

if TYPE_CHECKING:
    from sayso.consent.store import Store
    from sayso.web.desk import Desk

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8420, show_default=True, type=click.IntRange(1, 65535), help="The port to listen at.")
@click.option("--address", "public", metavar="URL", help="How people reach the desk, as in https://desk.example.")
@click.option(
    "--webhooks-within",
    "within",
    is_flag=True,
    envvar="SAYSO_WEBHOOKS_WITHIN",
    help="Let webhooks go to machines of your own network, and without https.",
)
@click.option("--demo", is_flag=True, help="Open a demonstration meeting, and print links to play it with.")
def serve(address: str | None, host: str, port: int, public: str | None, within: bool, demo: bool) -> None:
    """Run the consent desk: ask people before a feature captures them, and keep what they answer.

    Needs no configuration: what is asked and answered is kept in a file in your data folder, and keys are made at the
    first start, with one token for an administrator, printed once. Whoever should reach it from elsewhere comes through
    a proxy that speaks https: name that in --address.

    Logins with your organisation (SAYSO_OIDC_...) and Zoom (SAYSO_ZOOM_...) are set up by environment, which keeps
    their secrets out of command lines; docs/how-to-log-in.md and docs/how-to-connect-a-platform.md have each name.
    """
    try:
        import uvicorn  # noqa: F401

        from sayso.web.desk import Desk, Settings
        from sayso.web.parts import parts
        from sayso.web.serving import Server, listening
    except ImportError:
        raise MissingExtraError("sayso serve", "serve", "use the commands that need no server") from None
    if host not in _LOOPBACK and not (public or "").startswith("https://"):
        cause = "can be reached from other machines, and links and cookies would travel in the open"
        raise ConsentError(host, cause, "give --address https://..., where a proxy with a certificate listens")
    shown = f"[{host}]" if ":" in host else host
    # First of all: where somebody else listens, nothing is told, and nothing is opened in the store.
    with listening(host, port) as door, closing(opened_store(address)) as store:
        settings = Settings((public or f"http://{shown}:{port}").rstrip("/"), within)
        desk = Desk(store, settings)
        beside = parts(desk, os.environ)
        click.echo(f"The consent desk is at {desk.settings.address} (stop it with Ctrl-C).")
        for part in beside:
            if said := part.told():
                click.echo(said)
        _first_token(store)
        if demo:
            _play(desk)
        Server(desk, host, port, beside).run([door])


def _first_token(store: Store) -> None:
    from sayso.consent.store.tokens import Scope

    if store.tokens.all():
        return
    now = datetime.now(UTC)
    token, secret = store.tokens.new("first administrator", [Scope.ADMIN], now, now + TOKEN_LASTS)
    store.acts.add("command line", "token", f"{token.id} admin", now)
    click.echo(
        f"\nA token for the administrator, shown this once; it lasts until {token.expires:%d %B %Y}:\n  {secret}"
    )
    click.echo("Others are made with `sayso token new`.")


def _play(desk: Desk) -> None:
    from sayso.web.demo import open_demo

    demo = open_demo(desk)
    click.echo("\nA demonstration meeting. Each link opens once; open each in a tab of its own:")
    click.echo(f"  the host  {demo.host}")
    for name, link in demo.people.items():
        click.echo(f"  {name:<8}  {link}")
