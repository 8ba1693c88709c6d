"""The tutorial's pictures can be made anew, and they are those that it shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from system import program

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = set(re.findall(r"!\[[^]]+]\(images/([a-z-]+\.png)\)", (DOCS / "tutorial-consent-desk.md").read_text("utf-8")))


def test_every_picture_is_there_is_small_and_is_shown() -> None:
    kept = {file.name: file.stat().st_size for file in (DOCS / "images").glob("*.png")}
    assert kept.keys() == SHOWN
    assert max(kept.values()) < 200_000


@pytest.mark.system
def test_the_story_of_the_tutorial_can_be_played_and_makes_its_pictures(tmp_path: Path) -> None:
    chromium = program("chromium", "chromium-browser", "google-chrome", enable="run .ci/system, or install chromium")
    pytest.importorskip("playwright", reason="pip install '.[test]' brings playwright")
    code = "import pathlib, screenshots, sys; screenshots.main(sys.argv[1], pathlib.Path(sys.argv[2]))"
    command = [sys.executable, "-c", code, chromium, str(tmp_path)]
    played = subprocess.run(command, cwd=DOCS, capture_output=True, text=True, timeout=300, check=False)
    assert played.returncode == 0, played.stderr[-2000:]
    assert {file.name for file in tmp_path.glob("*.png")} == SHOWN
