"""Every error that sayso tells a person about, in one place.

A message is one line, in lower case, without a final period: it names the thing, the cause and the way out.
The command line maps every `SaysoError` to exit status 2.
"""

from __future__ import annotations


class SaysoError(Exception):
    """Something that the person who called sayso can act on."""

    exit_status = 2


class UnreadableError(SaysoError):
    """A source that cannot be read as a document: `source`, what is wrong with it, what to do about it."""

    def __init__(self, source: str, cause: str, way_out: str) -> None:
        super().__init__(f"{source}: {cause}; {way_out}")
        self.source, self.cause, self.way_out = source, cause, way_out


class UnknownWordError(SaysoError):
    """A word that is not in the vocabulary."""

    def __init__(self, word: str, known: str) -> None:
        super().__init__(f"`{word}` is not a word of the say grid; the words are: {known}")


class PolicyError(SaysoError):
    """A sharing policy that cannot be used: the file, the line, the key, and what was expected instead."""

    def __init__(self, source: str, line: int, cause: str, way_out: str) -> None:
        place = f"{source}:{line}" if line else source
        super().__init__(f"{place}: {cause}; {way_out}")
        self.source, self.line, self.cause, self.way_out = source, line, cause, way_out


class AddressError(SaysoError):
    """A web address that cannot stand in a signal."""

    def __init__(self, address: str) -> None:
        super().__init__(f"`{address}` is not a web address; write it whole, as in https://ada.example/policy")


class MissingExtraError(SaysoError):
    """What needs a package that not everyone has: the extra that brings it, and what goes without."""

    def __init__(self, what: str, extra: str, instead: str) -> None:
        super().__init__(
            f"{what}: needs packages that are not installed; run `pip install -c constraints.txt '.[{extra}]'` where"
            f" sayso's source lies, or {instead}"
        )


class ConsentError(SaysoError):
    """Something that the consent desk does not do: the thing, why not, and what to do instead."""

    def __init__(self, thing: str, cause: str, way_out: str) -> None:
        super().__init__(f"{thing}: {cause}; {way_out}")
        self.thing, self.cause, self.way_out = thing, cause, way_out


class RecorderError(SaysoError):
    """A track or transcript that cannot be recorded: the source, what is wrong with it, what to do about it."""

    def __init__(self, source: str, cause: str, way_out: str) -> None:
        super().__init__(f"{source}: {cause}; {way_out}")
        self.source, self.cause, self.way_out = source, cause, way_out


class ConnectError(SaysoError):
    """A call from or to another platform that is refused: the platform, what is wrong, what to do about it."""

    def __init__(self, platform: str, cause: str, way_out: str) -> None:
        super().__init__(f"{platform}: {cause}; {way_out}")
        self.platform, self.cause, self.way_out = platform, cause, way_out


class LoginError(SaysoError):
    """A login at a provider of identities that is refused, or set up wrongly: what is wrong, what to do about it."""

    def __init__(self, cause: str, way_out: str) -> None:
        super().__init__(f"the login: {cause}; {way_out}")
        self.cause, self.way_out = cause, way_out


class UnreachableProviderError(LoginError):
    """The provider of identities does not answer, or not as one."""


class NotThereError(ConsentError):
    """Something that the desk has not, or not for the one who asks: which of the two is not told."""


class UnreachableStoreError(ConsentError):
    """The desk's database does not answer. What was not acknowledged may be asked again."""


class GateError(SaysoError):
    """Something that the gate cannot decide about: the file, row or ground, what is wrong with it, the way out."""

    def __init__(self, thing: str, cause: str, way_out: str) -> None:
        super().__init__(f"{thing}: {cause}; {way_out}")
        self.thing, self.cause, self.way_out = thing, cause, way_out


class LedgerError(SaysoError):
    """A ledger that is not as it should be, or cannot do what was asked: the thing, what is wrong, the way out."""

    def __init__(self, thing: str, cause: str, way_out: str) -> None:
        super().__init__("; ".join(filter(None, [f"{thing}: {cause}", way_out])))
        self.thing, self.cause, self.way_out = thing, cause, way_out


class LineageError(SaysoError):
    """Something that cannot be registered or cleaned: the thing, why not, the way out."""

    def __init__(self, thing: str, cause: str, way_out: str) -> None:
        super().__init__(f"{thing}: {cause}; {way_out}")
        self.thing, self.cause, self.way_out = thing, cause, way_out
