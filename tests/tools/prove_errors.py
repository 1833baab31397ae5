"""Proof: a disk that fails at any system call tears no note, and is told in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tests.tools.file_tree import list_files, read_tree
from tests.tools.process import Outcome
from tests.tools.proof import Length, Tally, each, gather, prove
from tests.tools.prove_crash import sample
from tests.tools.rehearsal import Rehearsal, Scene, rehearse, without_temporaries
from tests.tools.strace import FILLING, Call
from tests.tools.writing import Bungle, list_cases, write_carelessly

ERRORS = ("EIO", "ENOSPC")
NOT_DURABLE, BUG = 9, 70


def check(length: Length) -> Tally:
    """Every call of every writing command; in short a sample of each command's."""
    return gather(each(fail_everywhere, *((case, length) for case in list_cases())))


def control(length: Length) -> Tally:
    """A writer that does not listen, which must be caught."""
    return fail_everywhere(Bungle(write_carelessly), length)


def fail_everywhere(scene: Scene, length: Length) -> Tally:
    """Let the disk fail at each point of one command: once, and for good from there on."""
    tally = Tally()
    with rehearse(scene) as rehearsal:
        for error in ERRORS:
            for call in sample(rehearsal.points, length, 5):
                judge(tally, rehearsal, call, error, False)
        for call in rehearsal.points:
            if call.name in FILLING:  # a disk that is full stays full
                judge(tally, rehearsal, call, "ENOSPC", True)
    return tally


def judge(tally: Tally, rehearsal: Rehearsal, call: Call, error: str, onward: bool) -> None:
    """Add one point: what the command said and did when the disk failed."""
    outcome, met = rehearsal.disturb(call, f"error={error}", onward)
    where = f"{rehearsal.scene.name}, {call}, {error}{' and on' * onward}: "
    faults = [*find_lies(rehearsal, outcome), *rehearsal.settle()]
    tally.add([where + fault for fault in faults], met)


def find_lies(rehearsal: Rehearsal, outcome: Outcome) -> list[str]:
    """What is torn, and what the command says that is not so, before anything is repaired."""
    return [*_look(rehearsal, outcome), *_listen(outcome, rehearsal.code)]


def _look(rehearsal: Rehearsal, outcome: Outcome) -> Iterator[str]:
    now = without_temporaries(read_tree(rehearsal.machine.vault))
    is_done = outcome.code == rehearsal.code
    if outcome.code == NOT_DURABLE and list_files(now) == list_files(rehearsal.after):
        return  # all notes are written, and it tells that something could not be cleared away
    if now not in (rehearsal.before, rehearsal.after):
        yield f"exit {outcome.code}, {rehearsal.tell_odd(now)}"
    elif is_done and now != rehearsal.after:
        yield f"says it is done, and is not: {outcome}"
    elif not is_done and outcome.code != NOT_DURABLE and now == rehearsal.after:
        yield f"says it is not done, and is: {outcome}"


def _listen(outcome: Outcome, good: int) -> Iterator[str]:
    if outcome.signal or outcome.code == BUG or "Traceback" in outcome.stderr:
        yield f"a bug: {outcome}"
    elif outcome.code != good:
        said = [line for line in outcome.stderr.splitlines() if line.startswith("infoview: ")]
        if len(said) != 1:
            yield f"not one sentence: {outcome}"


def main() -> int:
    """Run the proof."""
    return prove("errors", check, control)


if __name__ == "__main__":
    sys.exit(main())
