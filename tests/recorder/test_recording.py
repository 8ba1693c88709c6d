"""What a recorder has written is taken back when somebody withdraws, whatever stops it, and points at nobody."""

from __future__ import annotations

import asyncio
import json
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import RecorderError
from sayso.recorder import audio, recording
from sayso.recorder.live import Track
from sayso.recorder.minutes import CONSENT_LINE
from sayso.recorder.playback import record, sources
from sayso.recorder.recording import Recording
from sayso.recorder.transcript import Cue
from sayso.row import WITHHELD

NAMES = {"p1": "Ada", "p2": "Ben", "p3": "Cem"}
RATE, SECOND = 50, 50  # one sample a frame
SOUND = b"\1\2"


def heard(folder: Path, name: str) -> list[bool]:
    """For each frame of a track, whether anything is to be heard."""
    with wave.open(str(folder / f"{name}.wav"), "rb") as track:
        sound = track.readframes(track.getnframes())
    return [sound[n : n + 2] != b"\0\0" for n in range(0, len(sound), 2)]


def names_in(folder: Path) -> str:
    """Everything that is written in words."""
    return "".join(f.name + f.read_text("utf-8") for f in sorted(folder.iterdir()) if f.suffix != ".wav")


class Meeting:
    """Three people who speak all the time, a second a word; what the desk decides is told by the test."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.now, self.said = folder, 100.0, list[Cue]()
        self.recording = Recording(folder, "weekly", "summary", self.now, NAMES)
        self.recording.tracks = {f"{name}.wav": person for person, name in NAMES.items()}
        self.tracks = {
            person: Track(folder / f"{name}.wav", person, self.recording, RATE, began=self.now)
            for person, name in NAMES.items()
        }

    def decides(self, seq: int, *captured: str) -> None:
        self.recording.decided(self.now, captured, seq)

    def speak(self, seconds: int = 1) -> None:
        for _ in range(seconds):
            at = self.now - 100
            self.said += [Cue(p, at, at + 1, f"{name} at {at:.0f}.") for p, name in NAMES.items()]
            for _ in range(SECOND):
                self.now = round(self.now + 0.02, 2)
                for track in self.tracks.values():
                    track.put(self.now - 0.02, self.now, SOUND)
            self.recording.here(self.now)

    def end(self) -> None:
        for track in self.tracks.values():
            track.close()
        self.recording.write(self.said)


def meeting(folder: Path, end: bool = True) -> Meeting:
    """Ada and Ben are captured for two seconds; Ada withdraws, and agrees anew after another; Cem refuses."""
    found = Meeting(folder)
    found.decides(10, "p1", "p2")
    found.speak(2)
    found.decides(12, "p2")
    found.speak()
    found.decides(14, "p1", "p2")
    found.speak(2)
    if end:
        found.end()
    return found


FIRST = [(10, 12)]


def is_removed(folder: Path) -> None:
    """What was captured of Ada in the first two seconds is gone, and nothing else."""
    ada = heard(folder, "Ada")
    margin = 2  # by so many frames more may go
    assert not any(ada[: 3 * SECOND])
    assert all(ada[3 * SECOND + margin :])
    assert all(heard(folder, "Ben"))
    words = names_in(folder)
    for second in range(5):
        assert (f"Ada at {second}." in words) == (second >= 3)
        assert f"Ben at {second}." in words
    assert not list(folder.glob("*.part"))


def test_what_was_withdrawn_becomes_silence_and_withheld_and_the_rest_stays(tmp_path: Path) -> None:
    found = meeting(tmp_path)
    assert "Ada at 0." in names_in(tmp_path)
    assert not found.recording.removed("p1", [(12, 14)]), "in between she was not captured"
    assert found.recording.removed("p1", FIRST)
    is_removed(tmp_path)
    minutes = (tmp_path / "minutes.md").read_text()
    assert CONSENT_LINE in minutes
    assert "or was taken out when somebody withdrew" in CONSENT_LINE
    assert minutes.replace(CONSENT_LINE, "").count(WITHHELD) == 6
    assert not found.recording.removed("p1", FIRST), "told again, it is done"


def test_a_removal_in_the_middle_of_the_meeting_is_obeyed_at_once_and_the_track_goes_on(tmp_path: Path) -> None:
    found = Meeting(tmp_path)
    found.decides(10, "p1", "p2")
    found.speak(2)
    found.decides(12, "p2")
    assert any(heard(tmp_path, "Ada"))
    found.recording.removed("p1", FIRST)
    assert not (tmp_path / "Ada.wav").exists(), "of whom nothing is kept there is no track"
    found.speak()
    found.decides(14, "p1", "p2")
    found.speak(2)
    found.end()
    is_removed(tmp_path)
    assert len(heard(tmp_path, "Ada")) == len(heard(tmp_path, "Ben")) == 5 * SECOND


def test_a_track_that_is_not_quite_in_time_keeps_nothing_of_what_must_go(tmp_path: Path) -> None:
    found = Recording(tmp_path, "weekly", "summary", 100.0, NAMES)
    found.tracks = {"Ada.wav": "p1"}
    track = Track(tmp_path / "Ada.wav", "p1", found, 1000, began=100.0)
    first, second = b"\1\2" * 20, b"\3\4" * 20
    found.decided(100.0, ["p1"], 10)
    for n in range(10):  # after a gap, fifteen thousandths too soon
        start = 100.05 if n == 0 else 100.055 + 0.02 * (n - 1)
        track.put(start, start + 0.02, first)
    found.decided(start + 0.02, [], 12)
    found.decided(start + 0.02, ["p1"], 14)  # they said no, and yes again, at once
    for n in range(1, 11):
        track.put(start + 0.02 * n, start + 0.02 * (n + 1), second)
    found.here(200)
    track.close()
    content = (tmp_path / "Ada.wav").read_bytes()
    assert content.count(b"\1\2") == content.count(b"\3\4") == 200
    found.removed("p1", FIRST)
    content = (tmp_path / "Ada.wav").read_bytes()
    assert content.count(b"\1\2") == 0
    assert content.count(b"\3\4") >= 140


def test_a_removal_is_obeyed_when_the_recorder_starts_again(tmp_path: Path) -> None:
    meeting(tmp_path)
    again = Recording.open(tmp_path, NAMES)
    assert again
    assert again.removed("p1", FIRST)
    is_removed(tmp_path)
    assert again.removed("p1", [(14, 20)])
    assert not (tmp_path / "Ada.wav").exists()
    assert "Ada" not in names_in(tmp_path)
    assert "p1" not in names_in(tmp_path)
    last = Recording.open(tmp_path, NAMES)
    assert last
    assert not last.removed("p1", [(0, 99)])


def test_what_a_recorder_wrote_that_was_broken_off_can_be_taken_back_too(tmp_path: Path) -> None:
    meeting(tmp_path, end=False)
    (tmp_path / "Ben.wav.part").write_bytes(b"left behind")
    with (tmp_path / "Ada.wav").open("ab") as file:
        file.write(SOUND * 7)  # not a part of the file yet
    again = Recording.open(tmp_path, NAMES)
    assert again
    assert not list(tmp_path.glob("*.part"))
    again.removed("p1", FIRST)
    assert not any(heard(tmp_path, "Ada")[: 3 * SECOND])
    assert all(heard(tmp_path, "Ben"))
    assert SOUND * 7 not in (tmp_path / "Ada.wav").read_bytes()[:100]
    assert {f.name for f in tmp_path.iterdir()} == {"Ada.wav", "Ben.wav", "recording.json"}


class Killed(BaseException):
    """The recorder ends here."""


@pytest.mark.parametrize("moment", range(8))
def test_wherever_it_is_killed_while_it_removes_the_next_start_removes_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    meeting(tmp_path)
    steps = iter(range(99))

    def until(put: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
        def step(part: Path, file: Path) -> None:
            if next(steps) == moment:
                raise Killed
            put(part, file)
            if next(steps) == moment:
                raise Killed

        return step

    with monkeypatch.context() as patch:
        patch.setattr(audio, "put", until(audio.put))
        patch.setattr(recording, "put", until(recording.put))
        first = Recording.open(tmp_path, NAMES)
        assert first
        with pytest.raises(Killed):
            first.removed("p1", FIRST)
    for file in tmp_path.glob("*.wav"):
        assert len(heard(tmp_path, file.stem)) == 5 * SECOND, "what is there is whole"
    again = Recording.open(tmp_path, NAMES)
    assert again
    again.removed("p1", FIRST)
    is_removed(tmp_path)


def test_who_refused_is_in_nothing_that_is_written(tmp_path: Path) -> None:
    meeting(tmp_path)
    assert not (tmp_path / "Cem.wav").exists()
    assert "Cem" not in names_in(tmp_path)
    assert "p3" not in names_in(tmp_path)
    assert json.loads((tmp_path / "recording.json").read_text())["tracks"] == {"Ada.wav": "p1", "Ben.wav": "p2"}


def test_what_is_no_recording_of_ours_is_told(tmp_path: Path) -> None:
    assert Recording.open(tmp_path, NAMES) is None
    for text in ("", "[]", '{"space": "s"}'):
        (tmp_path / "recording.json").write_text(text)
        with pytest.raises(RecorderError, match="is none of a recorder's"):
            Recording.open(tmp_path, NAMES)


words = st.lists(
    st.one_of(
        st.tuples(st.just("decides"), st.sets(st.sampled_from(["p1", "p2"]))),
        st.just(("speaks", frozenset[str]())),
    ),
    max_size=8,
)


@given(words, st.sampled_from(["p1", "p2"]), st.integers(0, 9), st.integers(0, 9), st.booleans())
def test_nothing_is_left_of_a_span_that_must_go_and_nothing_else_goes(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[tuple[str, set[str]]],
    person: str,
    first: int,
    length: int,
    live: bool,
) -> None:
    found, seq, by = Meeting(tmp_path_factory.mktemp("law")), 0, list[tuple[int, set[str]]]()
    captured: set[str] = set()
    for word, people in said:
        if word == "decides":
            seq, captured = seq + 1, people
            found.decides(seq, *people)
        else:
            by.append((seq, captured))
            found.speak()
    spans = [(first, first + length)]
    if live:
        found.recording.removed(person, spans)
    found.end()
    if not live and (again := Recording.open(found.folder, NAMES)):
        again.removed(person, spans)
    words = names_in(found.folder)
    for second, (seq, captured) in enumerate(by):
        for one, name in NAMES.items():
            gone = one == person and first <= seq < first + length
            stays = one in captured and not gone
            assert (f"{name} at {second}." in words) == stays
            file = found.folder / f"{name}.wav"
            frames = heard(found.folder, name)[second * SECOND :][:SECOND] if file.exists() else [False] * SECOND
            assert all(frames[2:-2]) if stays else not any(frames)


# ---- whole meetings


def tracks_in(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes(b"ab" * 1600)
        (folder / f"{name}.vtt").write_text(f"WEBVTT\n\n00:00.050 --> 00:00.100\n{name} says this.\n")
    return folder


def test_a_meeting_is_written_as_far_as_everybody_agreed(tmp_path: Path) -> None:
    tracks, out = tracks_in(tmp_path / "in", "Ada", "Ben", "Stranger"), tmp_path / "out"
    out.mkdir()

    async def run() -> None:
        clock = asyncio.get_running_loop().time
        found = sources(tracks, NAMES)
        written = Recording(out, "weekly", "summary", clock(), NAMES)
        written.tracks = {s.sound.name: s.person for s in found}
        written.decided(clock(), {"p1"}, 3)
        playing = asyncio.create_task(record(found, written, clock))
        while not playing.done():
            written.here(clock())
            await asyncio.sleep(0.02)
        await playing

    asyncio.run(run())
    assert {f.name for f in out.iterdir()} == {"Ada.wav", "transcript.vtt", "minutes.md", "recording.json"}
    text = names_in(out)
    assert "Ada says this." in text
    assert "Ben" not in text
    assert "Stranger" not in text


def test_a_track_is_of_the_person_whose_id_it_bears_before_it_is_of_one_who_is_called_so(tmp_path: Path) -> None:
    tracks = tracks_in(tmp_path / "in", "p1", "ben", "Nobody")
    people = {"p1": "Ada", "p2": "Ben", "p3": "p1"}
    assert {s.sound.name: s.person for s in sources(tracks, people)} == {
        "p1.wav": "p1", "ben.wav": "p2", "Nobody.wav": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "people", "cause"),
    [
        (["Ada"], {"p1": "Ada", "p2": "ada"}, "Ada.wav: could be of several people who are called so"),
        (["Ada", "ada"], {"p1": "Ada"}, "ada.wav: is a second track of one person"),
        (["Ada", "p1"], {"p1": "Ada"}, "p1.wav: is a second track of one person"),
    ],
)
def test_nobody_is_recorded_by_the_yes_of_a_namesake(
    tmp_path: Path, files: list[str], people: dict[str, str], cause: str
) -> None:
    with pytest.raises(RecorderError, match=cause):
        sources(tracks_in(tmp_path / "in", *files), people)
