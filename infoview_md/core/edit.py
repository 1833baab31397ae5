"""Splice, Edit: a change to one file, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `text` in place of the characters `start:end` of a note's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to one file of the vault.

    `digest` is the digest of the bytes the change was computed from (`digest_of`), so that whoever
    applies it can tell that nobody saved in between; None means: the file must not exist yet.
    """

    path: PurePosixPath
    digest: str | None
    splices: tuple[Splice, ...]

    def apply(self, text: str) -> str:
        """The text after the change; the splices may not overlap."""
        ordered = sorted(self.splices, key=lambda splice: (splice.start, splice.end))
        pieces: list[str] = []
        at = 0
        for splice in ordered:
            if not at <= splice.start <= splice.end <= len(text):
                raise ValueError(f"overlapping or outlying splices in an edit of {self.path}")
            pieces += (text[at : splice.start], splice.text)
            at = splice.end
        return "".join([*pieces, text[at:]])


def new_file(path: PurePosixPath, text: str) -> Edit:
    """The edit that makes a file which must not exist yet."""
    return Edit(path, None, (Splice(0, 0, text),))
