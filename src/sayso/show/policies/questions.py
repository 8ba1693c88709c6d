"""The questions that make a policy, as a person reads them."""

from __future__ import annotations

from sayso.sharing.questions import QUESTIONS, Question


def choices(question: Question) -> str:
    """The answers that there are, one a line."""
    every = question.choices or {}
    return "\n".join(f"  {key.ljust(9)} {meaning}" for key, meaning in every.items())


def listed() -> str:
    """All questions with the keys and values of their answers."""
    blocks = [f"{q.key}: {q.asks}\n{choices(q)}".rstrip() for q in QUESTIONS]
    return "\n\n".join(blocks) + "\n"
