"""Readings made by hand, so that the formats are tested without the reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.grid import Cell, CellException, Grid, Quote
from sayso.say import Say
from sayso.terms.document import Document
from sayso.terms.reading import Control, Definition, Reading

TEXT = """# Terms of Example Ltd

**1.1 “Your Things”** means what you upload.

**2.1 Licence.** We may use Your Things to improve our products and to train our models.

**2.2 Speech.** Notwithstanding 2.1, we train with audio only if you agree.

**2.3 Figures.** We share statistics of use with partners. You can turn this off in Settings > Sharing.

**2.4 Staff.** Nobody reads Your Things. Our staff may read Your Things.

**2.5 News.** Unsubscribe by the link in each message. Managers decide on research.
"""


def quote(part: str, section: str = "", text: str = TEXT) -> Quote:
    start = text.index(part)
    return Quote(part, start, start + len(part), section)


def cells() -> list[Cell]:
    licence = quote("We may use Your Things to improve our products and to train our models.", "2.1 Licence")
    speech = quote("we train with audio only if you agree", "2.2 Speech")
    figures = quote("We share statistics of use with partners.", "2.3 Figures")
    staff = (
        quote("Nobody reads Your Things.", "2.4 Staff"),
        quote("Our staff may read Your Things.", "2.4 Staff"),
    )
    return [
        Cell(
            "content",
            "train-ai",
            Say.NO_SAY,
            (licence,),
            (
                CellException("content.audio", Say.OPT_IN, (speech,)),
                CellException("other:managers", Say.LEAVE, (quote("Managers decide", "2.5 News"),)),
            ),
            reason="a licence that names the purpose counts as the use",
        ),
        Cell("content.audio", "train-ai", Say.OPT_IN, (speech,), reason="a later clause overrides the licence"),
        Cell("content", "improve", Say.NO_SAY, (licence,)),
        Cell("content.chat", "improve", Say.NO_SAY, (licence,)),
        Cell("usage", "share", Say.OPT_OUT, (figures,), deidentified=True),
        Cell("content", "review", Say.NO_SAY, staff, contradiction=True),
    ]


@pytest.fixture
def made() -> Callable[..., Reading]:
    """Makes a reading; what is not given is that of an invented document with something of everything."""

    def make(
        grid: list[Cell] | None = None,
        *,
        title: str = "Terms of Example Ltd",
        source: str = "terms.md",
        controls: tuple[Control, ...] | None = None,
    ) -> Reading:
        given = (
            Control("setting", "Settings > Sharing", ("share",), quote("You can turn this off", "2.3 Figures")),
            Control(
                "unsubscribe",
                "",
                ("advertise",),
                quote("Unsubscribe by the link", "2.5 News"),
                scope="region",
            ),
        )
        return Reading(
            Document(source, TEXT, sha256="0" * 64, title=title),
            Grid(cells() if grid is None else grid),
            (),
            given if controls is None else controls,
            (Definition("Your Things", ("content",), quote("“Your Things”** means what you upload.")),),
        )

    return make


@pytest.fixture
def reading(made: Callable[..., Reading]) -> Reading:
    return made()
