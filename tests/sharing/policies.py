"""Policies to try laws on: few words, so that lines meet often, and a kind of data of one's own."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from sayso.decision import Level, Line, Verdict
from sayso.row import ANY
from sayso.say import Say
from sayso.sharing.policy import Policy
from sayso.sharing.statement import SharingStatement, state

DAY = date(2026, 6, 1)
LEVELS = [say for say in Say if say is not Say.UNSTATED]
OWN = {"content.audio.patient-calls": "recorded calls with patients", "usage.x.y": "what nobody placed"}

DATA = [ANY, "content", "content.audio", "content.audio.patient-calls", "content.video", "content.post"]
DATA += ["usage", "usage.x.y", "usage.diagnostic", "profile.contact", "sensitive"]
PURPOSES = [ANY, "train-ai", "improve", "share", "research", "review"]

lines = st.builds(
    Line,
    data=st.sampled_from(DATA),
    purpose=st.sampled_from(PURPOSES),
    least=st.sampled_from(LEVELS),
    unstated=st.sampled_from([None, None, *Verdict]),
    delegated=st.booleans(),
    service=st.sampled_from(["", "", "Lantern", "Harbour"]),
    until=st.sampled_from([None, DAY - timedelta(1), DAY, DAY + timedelta(1), DAY + timedelta(40)]),
)
levels = st.builds(Level, st.lists(lines, max_size=6).map(tuple), st.sampled_from([None, *Verdict]))
services = st.sampled_from(["", "Lantern", "lantern", "Nobody"])


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    above = Policy("Team", "team.toml", draw(levels)) if draw(st.booleans()) else None
    return Policy("Ada", "ada.toml", draw(levels), OWN, above)


def alike(say: Say | None) -> SharingStatement:
    """The statement of a policy that accepts this of every use; with None, one that has decided nothing."""
    lines = (Line(ANY, ANY, say),) if say else ()
    return state(Policy("Ada", "ada.toml", Level(lines)), DAY)
