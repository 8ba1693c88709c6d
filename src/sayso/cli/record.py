"""`sayso record`: the reference recorder, which writes only what may be captured."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.errors import MissingExtraError, RecorderError


@click.command()
@click.argument("space")
@click.option("--desk", "address", default="http://127.0.0.1:8420", show_default=True, help="Where the desk is.")
@click.option("--feature", default="summary", show_default=True, help="For which feature it records.")
@click.option("--token", envvar="SAYSO_TOKEN", required=True, help="A token with the scope `record`, or SAYSO_TOKEN.")
@click.option(
    "--tracks", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with ID.wav or NAME.wav, and a .vtt if there is a transcript, for each participant.",
)  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where to write.")
def record(space: str, address: str, feature: str, token: str, tracks: Path | None, out: Path) -> None:
    """Play recorded tracks as the meeting SPACE, and write only what may be captured: sound, transcript, minutes.

    It follows the desk's decisions as they come. Where the desk is not heard, nothing is written but silence; and what
    was written of somebody who withdraws is taken out. Without --tracks nothing is recorded: what was withdrawn since
    is taken out of the recording that --out holds.
    """
    try:
        import httpx  # noqa: F401
    except ImportError:
        raise MissingExtraError("sayso record", "serve", "use the commands that need no server") from None
    import asyncio

    if tracks and out.resolve() == tracks.resolve():
        raise click.BadParameter("would write over the tracks; give another folder", param_hint="--out")
    asyncio.run(_record(space, address, feature, token, tracks, out))
    # How much it is of each is not said: who is not in it refused.
    click.echo(f"What may be kept is in {out}.")


async def _record(space: str, address: str, feature: str, token: str, tracks: Path | None, out: Path) -> None:
    import asyncio
    import time

    import httpx

    from sayso.recorder.playback import record as played
    from sayso.recorder.playback import sources
    from sayso.recorder.recording import Recording
    from sayso.recorder.stream import follow, obey, people, removals

    async with httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}) as desk:
        names = await people(desk, space)
        before = Recording.open(out, names)
        if before and (before.space, before.feature) == (space, feature):
            for removal in await removals(desk, space):
                obey(before, feature, removal)
        elif before or not tracks:
            raise RecorderError(str(out), "holds no recording of this space and feature", "give another folder")
        if not tracks:
            return
        if before:
            raise RecorderError(str(out), "holds a recording already", "give another folder, or leave out --tracks")
        out.mkdir(parents=True, exist_ok=True)
        found = sources(tracks, names)
        recording = Recording(out, space, feature, time.monotonic(), names)
        recording.tracks = {source.sound.name: source.person for source in found}
        playing = asyncio.create_task(played(found, recording, time.monotonic))
        following = asyncio.create_task(follow(desk, space, feature, recording, time.monotonic))
        await asyncio.wait({playing, following}, return_when=asyncio.FIRST_COMPLETED)
        for task in (following, playing):
            if task.done():
                task.result()  # raises what went wrong
        following.cancel()
        await playing
