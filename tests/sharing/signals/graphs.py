"""JSON-LD as a graph, held against shapes, with the network out of reach."""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph, URIRef

SHAPES = Path(__file__).parent / "shapes"
SHARED = Path(os.environ.get("SAYSO_SHARED") or Path(__file__).parents[4] / "shared") / "reference"

needs_reference = pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is absent")


@contextmanager
def offline() -> Iterator[None]:
    """Makes whatever wants to connect fail. What the libraries warn about their own insides is not ours."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        patch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it connected to something"))
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it looked an address up"))
        yield


def graph(text: str) -> Graph:
    """The triples of a JSON-LD text that brings its context with it."""
    with offline():
        return Graph().parse(data=text, format="json-ld")


def faults(data: Graph, shapes: str) -> str:
    """What shapes have against a graph; empty where they have nothing."""
    with offline():
        conforms, _, report = validate(data, shacl_graph=Graph().parse(SHAPES / shapes))
    return "" if conforms else str(report)


def terms(data: Graph) -> set[str]:
    """All names in a graph."""
    return {str(node) for triple in data for node in triple if isinstance(node, URIRef)}


def verified() -> set[str]:
    """The DPV terms that were checked against DPV 2.3."""
    lines = (SHARED / "dpv" / "verified_terms.csv").read_text("utf-8").splitlines()[1:]
    return {line.split(",")[3] for line in lines}
