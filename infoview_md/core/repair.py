"""repair: the fixes of all problems that have a certain one, as one edit a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeAlias

from infoview_md.core.checks import find_problems
from infoview_md.core.edit import Edit, Splice, find_difference, merge_edits
from infoview_md.core.fixes import find_fix
from infoview_md.core.index import Index
from infoview_md.core.note import parse_note
from infoview_md.core.outlook import Outlook, with_index
from infoview_md.core.problem import Problem

Fix: TypeAlias = tuple[Problem, tuple[Edit, ...]]

ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Repair:
    """What mends a vault: the edits, how many problems fewer there are, and the index after."""

    edits: tuple[Edit, ...]
    mended: int
    index: Index


def repair(outlook: Outlook, names: Collection[str] = ()) -> Repair:
    """The fixes of what the named checks (all, where none is named) find.

    Fixes of one file go together; where two would change the same place, the second is worked out
    anew once the first is done. No problem is tried twice.
    """
    before = outlook.index
    tried: set[tuple[str, PurePosixPath, str]] = set()
    rounds: list[list[Edit]] = []
    problems = find_problems(outlook, names)
    found = len(problems)
    for _ in range(ROUNDS):
        fixes = ((one, find_fix(outlook, one)) for one in problems if _said(one) not in tried)
        chosen = _choose(fixes)
        if not chosen:
            break
        tried.update(_said(problem) for problem, _ in chosen)
        rounds.append(merge_edits(edit for _, edits in chosen for edit in edits))
        outlook = with_index(outlook, _apply(outlook.index, rounds[-1]))
        problems = find_problems(outlook, names)
    edits = [_join(before, outlook.index, path, rounds) for path in _paths(rounds)]
    return Repair(tuple(edits), found - len(problems), outlook.index)


def _said(problem: Problem) -> tuple[str, PurePosixPath, str]:
    return problem.code, problem.path, problem.message


def _choose(fixes: Iterable[Fix]) -> list[Fix]:
    """Those that change something, and not the same place of a file."""
    taken: dict[PurePosixPath, list[Splice]] = {}
    chosen = []
    for problem, edits in fixes:
        spliced = [(edit.path, splice) for edit in edits for splice in edit.splices]
        meets = any(_meet(one, other) for path, one in spliced for other in taken.get(path, ()))
        if edits and not meets:
            chosen.append((problem, edits))
            for path, splice in spliced:
                taken.setdefault(path, []).append(splice)
    return chosen


def _meet(one: Splice, other: Splice) -> bool:
    """True for splices that overlap, or that put something at the same place."""
    overlap = max(one.start, other.start) < min(one.end, other.end)
    return overlap or (one.start, one.end) == (other.start, other.end)


def _apply(index: Index, edits: Iterable[Edit]) -> Index:
    for edit in edits:
        text = index.readings[edit.path].note.text
        index = index.with_note(parse_note(edit.path, edit.apply(text)))
    return index


def _paths(rounds: Iterable[Iterable[Edit]]) -> list[PurePosixPath]:
    return list(dict.fromkeys(edit.path for edits in rounds for edit in edits))


def _join(before: Index, after: Index, path: PurePosixPath, rounds: list[list[Edit]]) -> Edit:
    """One edit of what several rounds did to a file: all between the first and the last change."""
    edits = [edit for edits in rounds for edit in edits if edit.path == path]
    if len(edits) == 1:
        return edits[0]
    note, text = before.readings[path].note, after.readings[path].note.text
    return Edit(path, note.digest, (find_difference(note.text, text),))
