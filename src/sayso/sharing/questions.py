"""A dozen plain questions, and the policy that their answers make: a starting point with lines set otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from sayso.errors import PolicyError
from sayso.say import Say
from sayso.sharing.load import from_text
from sayso.sharing.policy_file import LEVELS, SILENCE
from sayso.sharing.source import did_you_mean
from sayso.vocabulary import READ_PURPOSES

#: The starting points, the most cautious first, each in a few words.
STARTS = {
    "cautious": "as little as possible, and nothing without being asked",
    "balanced": "a say over everything that matters",
    "open": "most uses are fine, where they can be turned off",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `cells`: what its answer, a level, is set for; without them the answer is something else.

    `choices`: the answers that there are, each in plain words; empty where any text will do.
    """

    key: str
    asks: str
    cells: tuple[tuple[str, str], ...] = ()
    choices: Mapping[str, str] | None = None


#: What a level means to the one who writes a policy.
LEVEL_WORDS = {
    "never": "no, not at all",
    "opt-in": "only if they ask me first",
    "opt-out": "yes, if I can turn it off",
    "leave": "yes, even if I can only refuse by not taking part",
    "no-say": "yes, even if I cannot refuse",
}

_SILENCE_WORDS = {
    "ask": "tell me, so that I can ask them",
    "ok": "it is fine by me",
    "conflict": "it is not acceptable",
}


def _level(key: str, asks: str, *cells: tuple[str, str]) -> Question:
    return Question(key, asks, cells, LEVEL_WORDS)


QUESTIONS = (
    Question("start", "Which of these is closest to what you want?", choices=STARTS),
    Question("name", "Whose policy is it? A name, a team, an organisation."),
    _level("train-content", "May AI be trained with what you say, write or upload?", ("content", "train-ai")),
    _level("train-usage", "And with what a service notes about how you use it?", ("usage", "train-ai")),
    _level("train-profile", "And with who you are: your name, contacts, payments?", ("profile", "train-ai")),
    _level("improve-content", "May what you say, write or upload improve their products?", ("content", "improve")),
    _level("improve-usage", "And what they note about how you use them?", ("usage", "improve")),
    _level(
        "advertise",
        "May what they know of you be used for advertising?",
        ("usage", "advertise"),
        ("profile", "advertise"),
    ),
    _level(
        "share",
        "May they give or sell data about you to others, for purposes of those?",
        ("content", "share"),
        ("usage", "share"),
        ("profile", "share"),
    ),
    _level("review", "May people read or listen to what you say, write or upload?", ("content", "review")),
    _level(
        "sensitive",
        "And what may harm most, such as your voiceprint or your health: may it be used beyond the service itself?",
        *(("sensitive", purpose) for purpose in READ_PURPOSES),
    ),
    Question("unstated", "If their terms say nothing about a use, what does that mean to you?", choices=_SILENCE_WORDS),
)


@cache
def start_text(start: str) -> str:
    """The policy file of a starting point."""
    return files("sayso").joinpath(f"sharing/starts/{start}.toml").read_text("utf-8")


def check_answer(key: str, value: object, source: str, line: int = 0) -> str:
    """The answer, if it can be one. `source` and `line` are where it was given. Raises `PolicyError`."""
    question = next((q for q in QUESTIONS if q.key == key), None)
    if question is None:
        raise PolicyError(source, line, f"`{key}` is not a question", did_you_mean(key, [q.key for q in QUESTIONS]))
    if not isinstance(value, str) or not value.strip() or len(value) > 200 or not value.isprintable():
        raise PolicyError(source, line, f"the answer to `{key}` is no text on one line", "write a few words")
    if question.choices and value not in question.choices:
        raise PolicyError(
            source, line, f"`{value[:60]}` is no answer to `{key}`", did_you_mean(value, question.choices)
        )
    return value


def default(question: Question, start: str) -> str:
    """What a starting point answers; empty where it answers differently for different data."""
    policy = from_text(start_text(start), start)
    if question.key == "start":
        return start
    if question.key == "name":
        return policy.name
    if question.key == "unstated":
        return next(word for word, means in SILENCE.items() if means is policy.level.unstated)
    rules = policy.rules("", date.min)
    levels = {rules.accepted(*cell) for cell in question.cells}
    return str(*levels) if len(levels) == 1 else ""


def written(answers: Mapping[str, str]) -> str:
    """The policy that answers make, as the text of its file. What is not answered is as in the starting point."""
    from sayso.sharing.rewrite import set_key, set_line

    start = answers.get("start", next(iter(STARTS)))
    text = start_text(start)
    for question in QUESTIONS:
        answer = answers.get(question.key)
        if answer is None or question.key == "start" or answer == default(question, start):
            continue
        for data, purpose in question.cells:
            text = set_line(text, data, purpose, Say(LEVELS[answer]))
        if not question.cells:
            text = set_key(text, question.key, answer)
    return text
