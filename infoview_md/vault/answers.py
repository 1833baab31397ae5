"""Answers: what reading commands printed, kept until a note changes."""

from __future__ import annotations

from typing import NamedTuple


class Answer(NamedTuple):
    """What a command wrote to standard output and standard error, and its exit code."""

    out: bytes
    err: bytes
    code: int


class Answers:
    """The answers to questions about one state of a vault's notes."""

    generation: int = 0

    def find(self, question: bytes) -> Answer | None:
        """The answer that was kept to this question; None where there is none."""
        raise NotImplementedError

    def keep(self, question: bytes, answer: Answer) -> None:
        """Keep an answer."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the store."""


def open_answers(root: str, environment: bytes) -> Answers | None:
    """The answers about the notes as they are now; None where nothing can be kept."""
    del root, environment
    return None
