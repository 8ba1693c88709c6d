"""Live, too, the recorder writes only what may be captured; and where the desk is not heard, nothing."""

from __future__ import annotations

import asyncio
import json
import wave
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import RecorderError
from sayso.recorder.live import Permission, Track
from sayso.recorder.stream import follow


def removal(feature: str, person: str, everything: bool = True) -> str:
    said = {"feature": feature, "person": person, "everything": everything, "spans": [{"first": 3, "last": 5}]}
    return f"event: removal\ndata: {json.dumps(said)}\n\n"


STREAM = (
    'retry: 500\n\nid: 1-1\nevent: outcome\ndata: {"feature":"summary","captured":["ada","cem","dee"],"seq":4}\n\n'
    'id: 1-2\nevent: outcome\ndata: {"feature":"recording","captured":["ben"],"seq":5}\n\n'
    + removal("summary", "cem") + removal("summary", "dee", everything=False) + removal("recording", "ada")
    + "id: 1-3\n\n: here\n\n"
)  # fmt: skip


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
    second = b"\0\0" * 29  # between 1.02 and 1.60 no frame came
    assert written(tmp_path / "ada.wav") == b"aa" + second + b"\0\0" + b"\0\0" * 369 + b"cc"


def test_before_the_first_word_nothing_is_written(tmp_path: Path) -> None:
    out = track(tmp_path, Permission())
    out.put(0, 0.02, b"aa")
    out.close()
    assert (out.kept, out.withheld) == (0, 1)
    assert list(tmp_path.iterdir()) == [], "a silent file would tell who refused"


def test_what_is_not_settled_at_the_end_is_withheld(tmp_path: Path) -> None:
    permission = Permission()
    permission.decided(0, {"ada"})
    out = track(tmp_path, permission)
    out.put(1, 1.02, b"aa")
    permission.here(1.02)
    out.put(1.02, 1.04, b"bb")
    out.close()
    assert written(tmp_path / "ada.wav") == b"aa\0\0"


def test_a_track_goes_with_the_clock(tmp_path: Path) -> None:
    permission = Permission()
    permission.decided(0, {"ada"})
    out = Track(tmp_path / "ada.wav", "ada", permission, 50, began=0.5)
    for n, start in enumerate((0.60, 0.62, 0.63, 0.63, 0.66)):  # the first after a gap, the fourth too soon
        out.put(start, start + 0.02, bytes([65 + n] * 2))
    permission.here(9)
    out.close()
    assert written(tmp_path / "ada.wav") == b"\0\0" * 5 + b"AABBCCEE"


words = st.lists(st.sampled_from(["yes", "no", "here", "lost", "frame"]), max_size=30)


@given(words)
def test_no_frame_is_written_but_while_its_person_agreed_and_the_desk_was_heard_after_it(
    tmp_path_factory: pytest.TempPathFactory, said: list[str]
) -> None:
    permission, folder = Permission(), tmp_path_factory.mktemp("live")
    out = track(folder, permission)
    expected, last = b"", None
    for n, word in enumerate(said):
        if word == "frame":
            expected += b"\0\0" * (0 if last is None else (n - last) * 50 - 1)  # when no frame came
            last = n
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
    assert (folder / "ada.wav").exists() == (b"a" in expected)
    if b"a" in expected:
        assert written(folder / "ada.wav") == expected


def test_the_stream_is_told_to_the_permission_and_so_is_its_end() -> None:
    permission, seen = Permission(), list[list[str]]()

    def desk(_request: httpx.Request) -> httpx.Response:
        seen.append([p for p in ("ada", "ben", "cem", "dee") if permission.allowed(p, 1, 3)])
        return httpx.Response(404) if seen[1:] else httpx.Response(200, text=STREAM)

    moments = iter(range(1, 99))

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(desk), base_url="http://desk") as link:
            await follow(link, "space", "summary", permission, lambda: float(next(moments)))

    with pytest.raises(RecorderError, match="space: is not opened by this token"):
        asyncio.run(run())
    assert seen == [[], ["ada", "dee"]], "Cem's must go; of Dee only what is not made here"
    assert not permission.allowed("ada", 3, 99)
