"""What some tests need beyond Python: they are skipped where it is not there, with the way to enable them.

`.ci/system` installs all of it. With SAYSO_SYSTEM set nothing is skipped: what is missing fails.
"""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def program(*names: str, enable: str) -> str:
    """The path of the first of these programs that is there; else the test is skipped, or fails with SAYSO_SYSTEM."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        absent(f"{names[0]} is not installed", enable)
    return found


def absent(what: str, enable: str) -> NoReturn:
    """Skips this test, or fails it where everything has to be there."""
    said = f"{what}; to run this test: {enable}"
    if os.environ.get("SAYSO_SYSTEM"):
        pytest.fail(said)
    pytest.skip(said)
