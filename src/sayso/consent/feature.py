"""What a host can turn on, and the uses of people's data that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Never needed by a feature, whatever it declares: training is always extra, always separate, always off.
ALWAYS_EXTRA = frozenset({"train-ai", "advertise", "share", "monitor"})


class Mode(StrEnum):
    """What one refusal does. There is no mode in which refusing means leaving."""

    #: The refuser's own contributions are withheld; the feature runs for the others.
    EACH = "each"
    #: The feature runs only while everybody agrees.
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Use:
    """One use that a feature makes of what people contribute: a cell of the grid, asked about by itself.

    `needed`: the feature cannot work on a person's contributions without it. Otherwise it is extra.
    """

    data: str
    purpose: str
    needed: bool = True

    @property
    def name(self) -> str:
        """`content.audio train-ai`."""
        return f"{self.data} {self.purpose}"


@dataclass(frozen=True, slots=True)
class Feature:
    """A summary, a recording, a transcript. Off until everybody affected has been asked.

    `version` changes with its uses: an answer to another version is no answer. `fewest`: with fewer people in a space
    it is off there by policy, whatever anybody answers; 1 is no such rule. Raises `ValueError` for a feature that needs
    no use, or that declares as needed what can only be extra.
    """

    name: str
    version: int
    uses: tuple[Use, ...]
    mode: Mode = Mode.EACH
    fewest: int = 1

    def __post_init__(self) -> None:
        if not self.needed:
            raise ValueError(f"feature `{self.name}` needs no use of data; declare at least one as needed")
        for use in self.needed:
            if use.purpose in ALWAYS_EXTRA:
                raise ValueError(f"feature `{self.name}`: `{use.purpose}` is never needed; declare it as extra")
        if self.fewest < 1:
            raise ValueError(f"feature `{self.name}` is for {self.fewest} people and more; give 1 or more")
        if len({use.name for use in self.uses}) < len(self.uses):
            raise ValueError(f"feature `{self.name}` declares a use twice; declare it once")

    @property
    def needed(self) -> tuple[Use, ...]:
        """The uses without which a person's contributions are withheld."""
        return tuple(use for use in self.uses if use.needed)

    @property
    def extra(self) -> tuple[Use, ...]:
        """The uses that can be refused while the feature still works for the person."""
        return tuple(use for use in self.uses if not use.needed)
