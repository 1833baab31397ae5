"""Splice, Edit: a change to one file, as a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from infoview_md.core.frozen import dataclass, replace


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
    `removes` takes the file away; `like` names the file whose mode and owner a new one gets, as
    where a note moves.
    """

    path: PurePosixPath
    digest: str | None
    splices: tuple[Splice, ...] = ()
    removes: bool = False
    like: PurePosixPath | None = None

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


def merge_edits(edits: Iterable[Edit]) -> list[Edit]:
    """One edit a file: the splices of edits that were made from the same text are put together."""
    merged: dict[PurePosixPath, Edit] = {}
    for edit in edits:
        known = merged.get(edit.path)
        if known is None:
            merged[edit.path] = edit
        elif known.digest != edit.digest or known.removes or edit.removes or edit.digest is None:
            raise ValueError(f"two edits of {edit.path} that do not go together")
        else:
            merged[edit.path] = replace(known, splices=(*known.splices, *edit.splices))
    return list(merged.values())


def find_difference(before: str, after: str) -> Splice:
    """The one splice that makes a text another one, between what both begin and end with."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    same = 0
    while same < shorter - start and before[-1 - same] == after[-1 - same]:
        same += 1
    return Splice(start, len(before) - same, after[start : len(after) - same])


def is_kept(before: str, after: str, now: str) -> bool:
    """Whether a text still has what an edit from `before` to `after` did to it, line by line.

    So a save that knew the edit is told from one that did not, and overwrote it.
    """
    old, new, found = (Counter(text.split("\n")) for text in (before, after, now))
    is_there = all(found[line] >= new[line] for line in new - old)
    return is_there and all(found[line] <= new[line] for line in old - new)


def new_file(path: PurePosixPath, text: str, like: PurePosixPath | None = None) -> Edit:
    """The edit that makes a file which must not exist yet."""
    return Edit(path, None, (Splice(0, 0, text),), like=like)


def remove_file(path: PurePosixPath, digest: str) -> Edit:
    """The edit that takes a file away, which is kept for undo."""
    return Edit(path, digest, removes=True)
