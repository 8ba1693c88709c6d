"""Services, checks and their parts, made up for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zlib import crc32

from hypothesis import strategies as st

from sayso.grid import Cell, CellException, Grid, Quote
from sayso.say import Say
from sayso.sharing.check import Check, Finding, check
from sayso.sharing.load import from_text
from sayso.sharing.role import ROLES
from sayso.sharing.service import Service
from sayso.terms.document import Document
from sayso.terms.reading import Control, Reading
from sayso.vocabulary import READ_PURPOSES, ROWS

DAY = date(2026, 11, 23)
CAUTIOUS = 'version = 1\nname = "Ada Example"\n[accept]\n"*" = "opt-in"\ncontent = { train-ai = "never" }\n'


def quote(text: str = "We train our models with what you create.", section: str = "4 Content") -> Quote:
    return Quote(text, 0, len(text), section)


def cell(data: str, purpose: str, say: Say, *quotes: Quote, exceptions: Iterable[CellException] = ()) -> Cell:
    return Cell(data, purpose, say, quotes or (quote(),), tuple(exceptions))


def control(kind: str = "setting", target: str = "", purpose: str = "train-ai", **more: str) -> Control:
    text = more.pop("text", f"You can refuse: {kind} {target}")
    start = crc32(f"{kind} {target} {text}".encode("utf-8", "surrogatepass"))
    return Control(kind, target, (purpose,), Quote(text, start, start + len(text), "5 Choices"), **more)


def service(
    cells: Iterable[Cell],
    controls: Iterable[Control] = (),
    *,
    name: str = "Lantern Rooms",
    role: str = "person",
    title: str = "Lantern Rooms Terms of Service",
    source: str = "lantern.md",
) -> Service:
    document = Document(source, "", title=title)
    return Service(name, (Reading(document, Grid(cells), (), tuple(controls), ()),), role)


def checked(of: Service, policy: str = CAUTIOUS, on: date = DAY) -> Check:
    return check(of, from_text(policy, "ada.toml"), on)


def finding(of: Check, data: str = "content", purpose: str = "train-ai") -> Finding:
    (found,) = (f for f in of.findings if (f.data, f.purpose) == (data, purpose))
    return found


levels = st.sampled_from([say for say in Say if say is not Say.UNSTATED])
quotes = st.builds(quote, st.text(min_size=1, max_size=60), st.text(max_size=20))
exceptions = st.builds(
    CellException,
    st.sampled_from(["other:participants", "other:business plans", "other:one feature", "content.audio"]),
    levels,
    st.lists(quotes, max_size=1).map(tuple),
)
cells = st.builds(
    Cell,
    st.sampled_from(ROWS),
    st.sampled_from(READ_PURPOSES),
    levels,
    st.lists(quotes, min_size=1, max_size=3).map(tuple),
    st.lists(exceptions, max_size=2).map(tuple),
    st.booleans(),
)
controls = st.builds(
    control,
    st.sampled_from(["setting", "link", "form", "email", "unsubscribe", "cookies", "device", "signal", "request", "x"]),
    st.text(max_size=12),
    st.sampled_from(READ_PURPOSES),
    who=st.sampled_from(["person", "host", "administrator", "account owner"]),
    scope=st.sampled_from(["", "region", "plan", "participants", "feature", "x"]),
    text=st.sampled_from(["You may opt out by 1 May 2026.", "You may opt out.", "You must refuse within 30 days."]),
)
services = st.builds(
    service,
    st.lists(cells, max_size=8),
    st.lists(controls, max_size=5),
    name=st.sampled_from(["Lantern Rooms", "Zoom", "Slack", "OpenAI", "lantern.md"]),
    role=st.sampled_from(ROLES),
    title=st.sampled_from(["", "Lantern Rooms Terms of Service", "ZOOM TERMS OF SERVICE"]),
)
policies = st.builds(
    (
        'version = 1\nname = "Ada Example"\nunstated = "{}"\n[accept]\n"*" = "{}"\ncontent = {{ train-ai = "{}" }}\n'
    ).format,
    st.sampled_from(["ok", "ask", "conflict"]),
    levels,
    levels,
)
checks = st.builds(checked, services, policies)
