"""The gate: of the rows that are offered for a training set, only those pass that everybody with a say allows.

>>> from sayso.gate import open_gate, Passed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.errors import MissingExtraError

if TYPE_CHECKING:
    from sayso.gate.opening import OpenGate, open_gate
    from sayso.gate.passed import Gated, Passed

__all__ = ["Gated", "OpenGate", "Passed", "open_gate"]


def __getattr__(name: str) -> object:
    """What is used of it is imported then, and what that needs: whoever imports this need not have Polars."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from sayso.gate import opening, passed
    except ImportError:
        raise MissingExtraError("sayso.gate", "gate", "use the rest of sayso") from None
    return getattr(passed if hasattr(passed, name) else opening, name)
