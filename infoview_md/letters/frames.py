"""Frames: messages between a program and its child: four bytes of length, then JSON."""

from __future__ import annotations

HEAD = 4
MAX_FRAME = 64 * 1024 * 1024
"""Bytes of a question: all templates of a vault."""
MAX_ANSWER = 4 * 1024 * 1024
"""Bytes of an answer: a letter at its longest, with every character escaped."""


def pack(message: bytes) -> bytes:
    """A message with its length in front."""
    return len(message).to_bytes(HEAD, "big") + message


def size_of(head: bytes) -> int:
    """The length that a head tells; 0 where it is not whole."""
    return int.from_bytes(head, "big") if len(head) == HEAD else 0
