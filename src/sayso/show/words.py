"""What a grid says, in plain sentences: shared by the formats that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sayso.grid import Cell, CellException
from sayso.safe import one_line
from sayso.say import Say
from sayso.terms.reading import Control, Reading

#: The question that `Reading.answer` answers.
QUESTION = "AI training with what you create"

DEIDENTIFIED = "only as de-identified data"
CONTRADICTION = "the document contradicts itself, and the statement that leaves you less say is taken"

_ANSWER = {
    Say.NEVER: "They say that they do not train AI with it.",
    Say.OPT_IN: "They may train AI with it only if you agree, and saying no costs you nothing.",
    Say.OPT_OUT: "They may train AI with it unless you turn it off.",
    Say.LEAVE: "Someone else decides for you, or agreeing is the price of taking part: "
    "saying no costs the meeting, the feature or the service.",
    Say.NO_SAY: "They may train AI with it, and offer no way to refuse.",
    Say.UNSTATED: "The document does not say whether AI is trained with it. Silence is not permission, "
    "and it is not a promise: ask them.",
}

_TO_DO = {
    "setting": "Change the setting",
    "link": "Follow the link",
    "form": "Fill in the form",
    "email": "Write to",
    "unsubscribe": "Unsubscribe",
    "cookies": "Refuse in the cookie controls",
    "device": "Change the setting of your device",
    "signal": "Let your browser send a signal, such as Global Privacy Control",
    "request": "Ask them",
}

_WHO = {"administrator": "an administrator", "host": "the host", "account owner": "the account owner"}

_LIMITS = {
    "region": "in some regions only",
    "plan": "on some plans only",
    "participants": "for participants",
    "feature": "for one feature only",
}


def level(say: Say) -> str:
    """A level as it is read aloud: `no say`, `opt-in`."""
    return "no say" if say is Say.NO_SAY else str(say)


def name_of(reading: Reading) -> str:
    """The document's own title, else where it came from."""
    return one_line(reading.document.title) or one_line(reading.document.source)


def meaning(answer: Cell) -> str:
    """What the answer to the question means, in one or two sentences, and what qualifies them."""
    return " ".join([_ANSWER[answer.say], *qualifications(answer)])


def qualifications(cell: Cell) -> list[str]:
    """What a reader must know beside the level, each a sentence."""
    said = []
    if cell.deidentified:
        said.append(f"This is said of de-identified data: {DEIDENTIFIED}.")
    if cell.contradiction:
        said.append(f"Beware: {CONTRADICTION}.")
    if cell.exceptions:
        said.append(f"Treated differently: {exceptions(cell.exceptions)}.")
    return said


def exceptions(all_of_them: Iterable[CellException]) -> str:
    """`audio, video and chat (opt-in); participants (leave)`."""
    groups = groupby(all_of_them, key=lambda e: e.say)
    return "; ".join(f"{listed([short(e.data) for e in group])} ({say})" for say, group in groups)


def short(name: str) -> str:
    """`audio` for `content.audio`, `participants` for `other:participants`."""
    return one_line(name.removeprefix("other:") if name.startswith("other:") else name.rpartition(".")[2])


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def to_do(control: Control) -> str:
    """What a person can do with a control, and where: `Write to privacy@… (governs share; …)`."""
    action = _TO_DO.get(control.kind, "Use the control")
    target = one_line(control.target)
    if target:
        action += f" {target}" if control.kind == "email" else f": {target}"
    elif control.kind == "email":
        action += " the address that the document gives"
    limits = []
    if control.purposes:
        limits.append("governs " + ", ".join(one_line(p) for p in control.purposes))
    if control.who != "person":
        limits.append(f"only {_WHO.get(control.who, one_line(control.who))} can")
    if control.scope:
        limits.append(_LIMITS.get(control.scope, f"limited to: {one_line(control.scope)}"))
    return f"{action} ({'; '.join(limits)})" if limits else action


def distinct(controls: Iterable[Control]) -> list[Control]:
    """Controls without those that tell a person to do the same thing again, those for AI training first."""
    seen: dict[str, Control] = {}
    for control in controls:
        seen.setdefault(to_do(control), control)
    return sorted(seen.values(), key=lambda c: "train-ai" not in c.purposes)
