"""`sayso record`: the reference recorder, which writes only what may be captured."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.errors import MissingExtraError


@click.command()
@click.argument("space")
@click.option("--desk", "address", default="http://127.0.0.1:8420", show_default=True, help="Where the desk is.")
@click.option("--feature", default="summary", show_default=True, help="For which feature it records.")
@click.option("--token", envvar="SAYSO_TOKEN", required=True, help="A token with the scope `record`, or SAYSO_TOKEN.")
@click.option(
    "--tracks", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True,
    help="A folder with NAME.wav, and NAME.vtt if there is a transcript, for each participant.",
)  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where to write.")
def record(space: str, address: str, feature: str, token: str, tracks: Path, out: Path) -> None:
    """Play recorded tracks as the meeting SPACE, and write only what may be captured: sound, transcript, minutes.

    It follows the desk's decisions as they come. Where the desk is not heard, nothing is written but silence.
    """
    try:
        import httpx  # noqa: F401
    except ImportError:
        raise MissingExtraError("sayso record", "serve", "use the commands that need no server") from None
    import asyncio

    from sayso.safe import one_line

    if out.resolve() == tracks.resolve():
        raise click.BadParameter("would write over the tracks; give another folder", param_hint="--out")
    out.mkdir(parents=True, exist_ok=True)
    for name, kept, withheld in asyncio.run(_record(space, address, feature, token, tracks, out)):
        click.echo(f"{one_line(name)}: {kept * 0.02:.1f} s written, {withheld * 0.02:.1f} s withheld")
    click.echo(f"The minutes are in {out / 'minutes.md'}.")


async def _record(
    space: str, address: str, feature: str, token: str, tracks: Path, out: Path
) -> list[tuple[str, int, int]]:
    import asyncio
    import time

    import httpx

    from sayso.recorder.live import Permission
    from sayso.recorder.playback import record as played
    from sayso.recorder.playback import sources
    from sayso.recorder.stream import follow, people

    permission = Permission()
    async with httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}) as desk:
        names = await people(desk, space)
        playing = asyncio.create_task(played(sources(tracks, names), out, permission, time.monotonic, feature, names))
        following = asyncio.create_task(follow(desk, space, feature, permission, time.monotonic))
        await asyncio.wait({playing, following}, return_when=asyncio.FIRST_COMPLETED)
        for task in (following, playing):
            if task.done():
                task.result()  # raises what went wrong
        following.cancel()
        return await playing
