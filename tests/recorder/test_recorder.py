"""The recorder writes only what may be captured: not a frame and not a word more."""

from __future__ import annotations

import math
import re
import struct
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import RecorderError
from sayso.recorder.audio import FRAME, append, copy_allowed
from sayso.recorder.minutes import CONSENT_LINE, minutes
from sayso.recorder.timeline import Timeline
from sayso.recorder.transcript import Cue, allowed_cues, read_webvtt, write_webvtt
from sayso.row import WITHHELD

RATE = 8000
PEOPLE = ["ada", "ben", "cem"]

moments = st.integers(0, 400).map(lambda n: n * 0.05)
decisions = st.lists(st.tuples(moments, st.sets(st.sampled_from(PEOPLE))), max_size=6)


def timeline(*decided: tuple[float, set[str]]) -> Timeline:
    found = Timeline()
    for at, captured in decided:
        found.decide(at, captured)
    return found


def tone(file: Path, seconds: float, width: int = 2) -> Path:
    with wave.open(str(file), "wb") as out:
        out.setparams((1, width, RATE, 0, "NONE", ""))
        waves = (math.sin(n * 0.3) for n in range(int(RATE * seconds)))
        if width == 1:
            out.writeframes(bytes(int(128 + 100 * w) or 1 for w in waves))
        else:
            out.writeframes(b"".join(struct.pack("<h", int(20000 * w) or 1) for w in waves))
    return file


def sound(file: Path) -> list[bytes]:
    with wave.open(str(file), "rb") as track:
        width = track.getsampwidth()
        content = track.readframes(track.getnframes())
    return [content[n : n + width] for n in range(0, len(content), width)]


@given(decisions, st.sampled_from(PEOPLE), moments, moments)
def test_a_stretch_is_allowed_only_if_every_moment_of_it_is(
    decided: list[tuple[float, set[str]]], person: str, start: float, length: float
) -> None:
    found = timeline(*sorted(decided, key=lambda d: d[0]))
    end = start + length + 0.05
    allowed = found.allowed(person, start, end)
    moment = start
    while moment < end - 1e-9:
        now = [captured for at, captured in sorted(decided, key=lambda d: d[0]) if at <= moment]
        if not now or person not in now[-1]:
            assert not allowed
            return
        moment += 0.05
    assert allowed or any(start < at < end and person not in captured for at, captured in decided)


def test_before_the_first_decision_nobody_is_captured() -> None:
    assert not timeline((1.0, {"ada"})).allowed("ada", 0.5, 1.5)
    assert timeline((1.0, {"ada"})).allowed("ada", 1.0, 1.5)
    assert not Timeline().allowed("ada", 0, 1)


def test_a_decision_that_comes_late_captures_nothing_in_hindsight() -> None:
    found = timeline((5.0, set()), (1.0, {"ada"}))
    assert not found.allowed("ada", 1, 2)
    assert found.allowed("ada", 5, 6)


@pytest.mark.parametrize("width", [1, 2])
def test_audio_is_silent_but_where_its_person_agrees_and_as_long_as_before(tmp_path: Path, width: int) -> None:
    source, target = tone(tmp_path / "in.wav", 2, width), tmp_path / "out.wav"
    kept, withheld = copy_allowed(source, target, "ada", timeline((0.5, {"ada"}), (1.5, {"ben"})))
    assert (kept, withheld) == (round(1 / FRAME), round(1 / FRAME))
    before, after = sound(source), sound(target)
    assert len(after) == len(before)
    silence = b"\x80" if width == 1 else b"\0\0"
    half = RATE // 2
    assert set(after[:half]) == set(after[3 * half :]) == {silence}
    assert after[half : 3 * half] == before[half : 3 * half]


def test_a_frame_that_a_withdrawal_falls_into_is_not_written(tmp_path: Path) -> None:
    source, target = tone(tmp_path / "in.wav", 1), tmp_path / "out.wav"
    copy_allowed(source, target, "ada", timeline((0, {"ada"}), (0.511, set())))
    after = sound(target)
    assert set(after[int(RATE * 0.50) :]) == {b"\0\0"}
    assert set(after[: int(RATE * 0.50)]) != {b"\0\0"}


def test_of_whom_nothing_may_be_kept_there_is_no_track_at_all(tmp_path: Path) -> None:
    source = tone(tmp_path / "in.wav", 1)
    target = tone(tmp_path / "out.wav", 1)
    assert copy_allowed(source, target, "ada", timeline((0, {"ben"}))) == (0, round(1 / FRAME))
    assert [f.name for f in tmp_path.iterdir()] == ["in.wav"]


def test_a_track_that_is_added_to_is_a_whole_file_after_each_addition(tmp_path: Path) -> None:
    file = tmp_path / "ada.wav"
    for n, sound in enumerate((b"\1\2" * 5, b"\3\4" * 7), 1):
        append(file, sound, RATE, 2, 1)
        with wave.open(str(file), "rb") as track:
            assert (track.getframerate(), track.getsampwidth(), track.getnchannels()) == (RATE, 2, 1)
            assert track.readframes(99) == (b"\1\2" * 5 + b"\3\4" * 7)[: 10 if n == 1 else 24]
    with wave.open(str(tmp_path / "at once.wav"), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(b"\1\2" * 5 + b"\3\4" * 7)
    assert file.read_bytes() == (tmp_path / "at once.wav").read_bytes()


def test_what_is_no_wav_leaves_nothing_behind(tmp_path: Path) -> None:
    bad = tmp_path / "in.wav"
    bad.write_bytes(b"RIFF but not really")
    with pytest.raises(RecorderError, match=r"in\.wav: cannot be copied"):
        copy_allowed(bad, tmp_path / "out.wav", "ada", Timeline())
    assert [f.name for f in tmp_path.iterdir()] == ["in.wav"]


VTT = """WEBVTT

1
00:01.000 --> 00:02.500
Shall we begin?

00:00:04.000 --> 00:00:05.000 align:start
I would rather
not say.
"""


def test_cues_are_read_and_written() -> None:
    cues = read_webvtt(VTT, "ada")
    assert cues == [Cue("ada", 1, 2.5, "Shall we begin?"), Cue("ada", 4, 5, "I would rather not say.")]
    assert "00:00:01.000 --> 00:00:02.500\n<v ada>Shall we begin?" in write_webvtt(cues)


def test_what_was_written_is_read_again_with_whose_it_is_and_nobody_speaks_with_the_voice_of_another() -> None:
    cues = [Cue("ada", 1, 2, "Yes."), Cue("", 2, 3, WITHHELD), Cue("ada", 3, 4, "<v ben>No.")]
    assert read_webvtt(write_webvtt(cues), None) == cues
    claimed = write_webvtt([Cue("ada", 1, 2, "Yes.")])
    assert [(cue.person, cue.text) for person in ("ben", "") for cue in read_webvtt(claimed, person)] == [
        ("ben", "<v ada>Yes."), ("", "<v ada>Yes."),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "1\n00:01 --> 00:02\nno", "WEBVTT\n\nsoon --> later\nno"])
def test_what_is_no_transcript_is_told(text: str) -> None:
    with pytest.raises(RecorderError, match=r"WebVTT|time that is none"):
        read_webvtt(text, "ada")


def test_what_may_not_be_captured_is_withheld_and_names_nobody() -> None:
    cues = [*read_webvtt(VTT, "ada"), Cue("ben", 2.6, 3.0, "Yes."), Cue("ben", 3.1, 3.9, "I mean no.")]
    found = list(allowed_cues(cues, timeline((0, {"ada"}))))
    assert [c.text for c in found] == ["Shall we begin?", WITHHELD, WITHHELD, "I would rather not say."]
    text = minutes("Weekly", found, {"ada": "Ada", "ben": "Ben"})
    assert text.count(WITHHELD) == 1 + CONSENT_LINE.count(WITHHELD)
    assert "Ben" not in text
    assert "**Ada:** Shall we begin?" in text


def test_names_and_words_are_no_markup_in_the_minutes_and_pass_for_no_line_of_theirs() -> None:
    hostile = "<script>alert(1)</script>\n\n[withheld]\n\n**Ben:** I agree"
    text = minutes(hostile, [Cue("ada", 0, 1, hostile)], {"ada": hostile})
    assert re.findall(r"(?<!\\)[<`]", text) == []
    assert len(text.splitlines()) == 5
    assert WITHHELD not in text.replace(CONSENT_LINE, "")
    assert "**Ben:**" not in text


@given(decisions, st.lists(st.tuples(st.sampled_from(PEOPLE), moments, moments), max_size=8))
def test_no_word_of_anybody_is_written_while_they_do_not_agree(
    decided: list[tuple[float, set[str]]], said: list[tuple[str, float, float]]
) -> None:
    found = timeline(*sorted(decided, key=lambda d: d[0]))
    cues = [Cue(p, start, start + length, f"secret-{n}") for n, (p, start, length) in enumerate(said)]
    written = write_webvtt(allowed_cues(cues, found))
    for cue in cues:
        if not found.allowed(cue.person, cue.start, cue.end):
            assert f"{cue.text}\n" not in written
