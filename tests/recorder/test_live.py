"""Live, too, the recorder writes only what may be captured; and where the desk is not heard, nothing."""

from __future__ import annotations

import asyncio
import wave
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import RecorderError
from sayso.recorder.live import Permission, Track
from sayso.recorder.playback import record, sources
from sayso.recorder.stream import follow

STREAM = (
    'retry: 500\n\nid: 1-1\nevent: outcome\ndata: {"feature":"summary","captured":["ada"]}\n\n'
    'id: 1-2\nevent: outcome\ndata: {"feature":"recording","captured":["ben"]}\n\n: here\n\n'
)


def written(file: Path) -> bytes:
    with wave.open(str(file), "rb") as track:
        return track.readframes(track.getnframes())


def track(folder: Path, permission: Permission) -> Track:
    return Track(folder / "ada.wav", "ada", permission, 50)  # one sample a frame


def test_a_frame_waits_for_the_desks_word(tmp_path: Path) -> None:
    permission = Permission()
    permission.decided(0, {"ada"})
    out = track(tmp_path, permission)
    out.put(1.00, 1.02, b"aa")
    assert (out.kept, out.withheld) == (0, 0)
    permission.here(1.5)
    out.settle()
    assert (out.kept, out.withheld) == (1, 0)


def test_what_came_between_the_last_word_and_the_loss_is_withheld(tmp_path: Path) -> None:
    permission = Permission()
    permission.decided(0, {"ada"})
    out = track(tmp_path, permission)
    out.put(1.00, 1.02, b"aa")
    permission.here(1.5)
    out.put(1.60, 1.62, b"bb")
    permission.lost()
    permission.decided(9, {"ada"})
    out.put(9.00, 9.02, b"cc")
    permission.here(10)
    out.close()
    assert written(tmp_path / "ada.wav") == b"aa\0\0cc"


def test_before_the_first_word_nothing_is_written(tmp_path: Path) -> None:
    out = track(tmp_path, Permission())
    out.put(0, 0.02, b"aa")
    out.close()
    assert written(tmp_path / "ada.wav") == b"\0\0"


def test_what_is_not_settled_at_the_end_is_withheld(tmp_path: Path) -> None:
    permission = Permission()
    permission.decided(0, {"ada"})
    out = track(tmp_path, permission)
    out.put(1, 1.02, b"aa")
    out.close()
    assert written(tmp_path / "ada.wav") == b"\0\0"


words = st.lists(st.sampled_from(["yes", "no", "here", "lost", "frame"]), max_size=30)


@given(words)
def test_no_frame_is_written_but_while_its_person_agreed_and_the_desk_was_heard_after_it(
    tmp_path_factory: pytest.TempPathFactory, said: list[str]
) -> None:
    permission, folder = Permission(), tmp_path_factory.mktemp("live")
    out = track(folder, permission)
    expected = b""
    for n, word in enumerate(said):
        if word == "frame":
            out.put(n, n + 0.02, b"aa")
            rest = [w for w in said[n + 1 :] if w != "frame"]
            before = [w for w in said[:n] if w not in ("frame", "here")]
            # A word that nothing has changed says nothing before anything was decided, and nothing new after a loss.
            may = bool(before) and before[-1] == "yes" and bool(rest) and rest[0] != "lost"
            expected += b"aa" if may else b"\0\0"
        elif word == "lost":
            permission.lost()
        elif word == "here":
            permission.here(n)
        else:
            permission.decided(n, {"ada"} if word == "yes" else ())
    out.close()
    assert written(folder / "ada.wav") == expected


def test_the_stream_is_told_to_the_gate_and_so_is_its_end() -> None:
    permission, seen = Permission(), []

    def desk(_request: httpx.Request) -> httpx.Response:
        if seen:
            seen.append(
                (permission.allowed("ada", 1, 3), permission.allowed("ben", 1, 3), permission.allowed("ada", 3, 4))
            )
            return httpx.Response(404)
        seen.append(())
        return httpx.Response(200, text=STREAM)

    moments = iter(range(1, 9))

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(desk), base_url="http://desk") as link:
            await follow(link, "space", "summary", permission, lambda: float(next(moments)))

    with pytest.raises(RecorderError, match="space: is not opened by this token"):
        asyncio.run(run())
    assert seen[1:] == [(True, False, False)]


def test_a_meeting_is_written_as_far_as_everybody_agreed(tmp_path: Path) -> None:
    tracks, out = tmp_path / "in", tmp_path / "out"
    tracks.mkdir()
    out.mkdir()
    for name in ("Ada", "Ben", "Stranger"):
        with wave.open(str(tracks / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes(b"ab" * 1600)
        (tracks / f"{name}.vtt").write_text(f"WEBVTT\n\n00:00.050 --> 00:00.100\n{name} says this.\n")
    names = {"p1": "Ada", "p2": "Ben"}
    permission = Permission()

    async def run() -> list[tuple[str, int, int]]:
        clock = asyncio.get_running_loop().time
        permission.decided(clock(), {"p1"})
        playing = asyncio.create_task(record(sources(tracks, names), out, permission, clock, "Weekly", names))
        while not playing.done():
            permission.here(clock())
            await asyncio.sleep(0.02)
        return await playing

    counts = {name: (kept, withheld) for name, kept, withheld in asyncio.run(run())}
    assert counts == {"Ada.wav": (10, 0), "Ben.wav": (0, 10), "Stranger.wav": (0, 10)}
    assert set(written(out / "Ben.wav")) == {0}
    text = (out / "minutes.md").read_text()
    assert "Ada says this." in text
    assert "Ben" not in text
    assert "Stranger" not in text
