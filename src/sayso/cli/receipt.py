"""`sayso receipt`: what a person holds as proof, verified without asking anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sayso.errors import ConsentError


@click.group()
def receipt() -> None:
    """Verify the signed receipt of an answer that you gave, or the records of a space, offline."""


@receipt.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The desk's public keys, as it publishes them (a JWK Set).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole of it.")
def verify(file: Path, keys: Path, as_json: bool) -> None:
    """Verify the receipt, or the records, in FILE with the desk's public keys, and say what it proves.

    Nothing is fetched. The exit status is 0 if it is what the desk signed, and 2 if it is not.
    """
    import json

    from sayso.consent.signing import Signed
    from sayso.consent.signing import verify as verified

    found = verified(_text(file), _keys(keys), Signed.RECEIPT, Signed.RECORDS)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    from sayso.show.receipt import receipt as shown

    click.echo(shown(found), nl=False)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise ConsentError(str(file), "is no signed receipt", "give the file that the desk gave you") from None


def _keys(file: Path) -> dict[str, Any]:
    import json

    try:
        keys = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        keys = None
    if not isinstance(keys, dict):
        raise ConsentError(str(file), "holds no public keys", "give the desk's JWK Set")
    return keys
