"""Small worlds in which everything that a ruling hangs on happens often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from sayso.decision import Passage
from sayso.gate.grounds import Grounds
from sayso.gate.strategy import ASKED, Strategy, Use
from sayso.grid import Cell, Grid
from sayso.row import Consent, Row
from sayso.say import Say

START = datetime(2026, 3, 1, tzinfo=UTC)
AS_OF = START + timedelta(hours=6)
PURPOSE = "train-ai"
DATA = ("content", "content.audio", "content.chat", "usage")
PEOPLE = ("ada", "ben", "cem")
SPACES, FEATURES = ("weekly", "daily"), ("summary", "recording")
SOURCES = ("https://a.example/", "https://b.example/", "https://c.example/")


def hour(n: int) -> datetime:
    """A moment of the small world: `AS_OF` is 6."""
    return START + timedelta(hours=n)


hours = st.integers(0, 9).map(hour)
consents = st.builds(
    Consent,
    person=st.sampled_from(PEOPLE),
    data=st.sampled_from((*DATA, "*")),
    purpose=st.sampled_from((PURPOSE, PURPOSE, "improve")),
    says=st.sampled_from(("given", "given", "refused", "withdrawn")),
    at=hours,
    space=st.sampled_from(("*", "*", *SPACES)),
    feature=st.sampled_from(("*", "*", *FEATURES)),
    covers=st.none() | hours,
    until=st.none() | hours,
    free=st.sampled_from((True, True, False)),
)
rows = st.builds(
    Row,
    id=st.uuids().map(str),
    subjects=st.lists(st.sampled_from(PEOPLE), max_size=3).map(tuple),
    data=st.sampled_from(DATA),
    at=hours,
    terms=st.sampled_from(("v1", "v1", "v1", "v2", "v3", "")),
    space=st.sampled_from(("", *SPACES)),
    feature=st.sampled_from(("", *FEATURES)),
    source=st.sampled_from(("", "", *SOURCES)),
)
_says = st.sampled_from(Say)
_grids = st.fixed_dictionaries({"content": _says, "usage": _says}, optional={"content.audio": _says}).map(
    lambda says: Grid(Cell(data, PURPOSE, say) for data, say in says.items())
)
_uses = st.builds(
    Use, st.sampled_from((*DATA, "*")), st.sampled_from((PURPOSE, "*")), st.sampled_from(list(Say)[:5]), st.booleans()
)
strategies = st.lists(_uses, min_size=1, max_size=3).map(lambda uses: Strategy(tuple(uses)))
#: Where terms and strategy leave it to consent, as they mostly do in life.
_open = st.just(Grid([Cell("content", PURPOSE, Say.OPT_IN), Cell("usage", PURPOSE, Say.OPT_OUT)]))
grounds = st.builds(
    Grounds,
    grids=st.fixed_dictionaries({"v1": _open, "v2": _grids}),
    consented=st.lists(consents, max_size=8).map(tuple),
    intended=st.just(ASKED) | strategies,
    signals=st.dictionaries(st.sampled_from(SOURCES[:2]), st.sampled_from(Passage) | st.just(Passage.ALLOWED)),
)
