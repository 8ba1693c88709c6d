import time

import pytest

from sayso.cli.progress import PATIENCE, progress


def test_a_bar_is_shown_after_a_while_and_reaches_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(10, wanted=True, patience=0.01) as advance:
        time.sleep(0.05)
        advance(10)
    shown = capsys.readouterr()
    assert "Reading" in shown.err
    assert shown.out == ""


def test_what_is_soon_done_shows_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    started = time.monotonic()
    with progress(10, wanted=True) as advance:
        advance(10)
    assert capsys.readouterr().err == ""
    assert time.monotonic() - started < PATIENCE


def test_where_no_bar_is_wanted_none_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(10, wanted=False, patience=0.0) as advance:
        time.sleep(0.05)
        advance(10)
    assert capsys.readouterr().err == ""
