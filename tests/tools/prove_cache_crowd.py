"""Proof: whoever reads, writes or is killed at the cache, no answer is wrong and no lock stays."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.tools.cache_crowd import crowd
from tests.tools.cache_knobs import with_lock_file
from tests.tools.cache_stage import QUESTIONS, Stage, as_answer, make_stage
from tests.tools.editor import SAVES, Save
from tests.tools.process import Outcome
from tests.tools.proof import Length, Tally, each, gather, prove, sum_up
from tests.tools.prove_crash import sample
from tests.tools.strace import MUTATING, Call, attach, find_mutations, inject, parse_log, trace
from tests.tools.windows import HELD, wait_until_held
from tests.tools.writing import Argv

NOTE = Path("contacts", "Bo Chen.md")
OLD, NEW = b"Your talk", b"Yxur talk"
LOOKS = ("openat", "read", "fstat", "newfstatat", "getdents64", "close")
FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")
ASKED = 200


def check(length: Length) -> Tally:
    """A crowd; kills and faults at every call; an editor at every look at a note."""
    seeds = range(length.seed, length.seed + length.choose(1, 6))
    scenes = SCENES[:: 2 if length.short else 1]
    crowds = (crowd(seed, length.choose(ASKED // 5, ASKED)) for seed in seeds)
    return sum_up(crowds) + gather(
        [
            *each(break_everywhere, *product(scenes, FAULTS, [length])),
            *each(hold_everywhere, *product(scenes[:2], EDITS, [length])),
        ]
    )


def control(length: Length) -> Tally:
    """A lock that is a file, which must stay where its owner was killed."""
    with with_lock_file():
        return break_everywhere(SCENES[1], FAULTS[0], length)


# -- what is disturbed ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scene:
    """What was there before, and the question at which the cache is written."""

    name: str
    is_warm: bool
    is_changed: bool
    argv: Argv = QUESTIONS[0]

    def set_up(self, stage: Stage) -> None:
        """Bring the cache to where it was before, and the note to its other text."""
        if not self.is_warm or self.argv not in QUESTIONS:
            stage.forget()
        put(stage, OLD)
        if self.is_warm and not stage.is_warm():
            stage.warm()
        if self.is_changed:
            put(stage, NEW)


SCENES = (
    Scene("a new cache", False, False),
    Scene("a changed note", True, True),
    Scene("a new question", True, False, ("list", "companies", "--json")),
    Scene("a cache thrown away", True, False, ("index", "--rebuild")),
    Scene("a new question after a change", True, True, ("report",)),
)


def put(stage: Stage, words: bytes) -> None:
    """Let the note say these words, in the same size, and all know that it is so."""
    path = stage.machine.vault / NOTE
    data = path.read_bytes()
    if words not in data:
        path.write_bytes(data.replace(OLD, words).replace(NEW, words))
    stage.learn(words)


# -- killed, or failed by the disk ---------------------------------------------------------------


def break_everywhere(scene: Scene, fault: str, length: Length) -> Tally:
    """Let a question be killed, or meet a fault, at each call that writes to the cache."""
    tally = Tally()
    with make_stage() as stage:
        stage.keep(scene.argv)
        for call in sample(_list_writes(stage, scene), length, 6):
            scene.set_up(stage)
            process = stage.machine.start(stage.body(scene.argv))
            inject(process, _log(stage), call, fault)
            outcome = process.wait()
            faults = [] if outcome.signal else list(_judge(stage, scene, outcome))
            faults += _look(stage)
            where = f"{scene.name}, {fault} at {call}"
            tally.add([f"{where}: {one}" for one in faults], _is_met(stage, call))
    return tally


def _log(stage: Stage) -> Path:
    return stage.machine.folder / "strace.log"


def _list_writes(stage: Stage, scene: Scene) -> list[Call]:
    scene.set_up(stage)
    process = stage.machine.start(stage.body(scene.argv))
    calls = trace(process, _log(stage))
    process.wait()
    return find_mutations(calls, [stage.cache])


def _is_met(stage: Stage, wanted: Call) -> bool:
    calls = parse_log(_log(stage).read_text("ascii"))
    return any((call.name, call.nth) == (wanted.name, wanted.nth) for call in calls)


def _judge(stage: Stage, scene: Scene, outcome: Outcome) -> Iterator[str]:
    truth = stage.truths.get(scene.argv)
    if truth and (difference := as_answer(outcome).tell_difference(truth)):
        yield f"itself {difference}"


def _look(stage: Stage) -> Iterator[str]:
    """Whether all is answered right, the cache in order again, and nothing left lying about."""
    yield from stage.find_lies()
    if not stage.is_warm():
        yield "the cache is not made anew"
    databases = [path.name for path in stage.list_files() if path.suffix == ".db"]
    hidden = [path.name for path in stage.list_files() if path.name.startswith(".")]
    if len(databases) > 1 or hidden:
        yield f"{', '.join((*databases, *hidden))} lie about"


# -- an editor in between ------------------------------------------------------------------------


def _with_old_time(path: Path, data: bytes) -> None:
    before = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


EDITS: tuple[Save, ...] = (*SAVES, _with_old_time)


def hold_everywhere(scene: Scene, save: Save, length: Length) -> Tally:
    """Hold a question at each of its looks at the note, while an editor saves another text."""
    tally = Tally()
    with make_stage() as stage:
        stage.keep(scene.argv)
        turns = [*product(_list_looks(stage, scene), ("delay_enter", "delay_exit"))]
        if length.short:
            turns = random.Random(length.seed).sample(turns, min(2, len(turns)))
        for call, side in turns:
            scene.set_up(stage)
            is_met = _hold(stage, scene, call, side, save)
            where = f"{scene.name}, {save.__name__} at {side} of {call}"
            lies = list(stage.find_lies()) if is_met else []
            tally.add([f"{where}: {lie}" for lie in lies], is_met)
    return tally


def _list_looks(stage: Stage, scene: Scene) -> list[Call]:
    scene.set_up(stage)
    process = stage.machine.start(stage.body(scene.argv))
    calls = trace(process, _log(stage), (*LOOKS, *MUTATING))
    process.wait()
    folder = stage.machine.vault / NOTE.parent
    names = (str(folder), str(folder / NOTE.name))
    return [call for call in calls if set(names) & set(call.paths)]


def _hold(stage: Stage, scene: Scene, call: Call, side: str, save: Save) -> bool:
    path = stage.machine.vault / NOTE
    data = path.read_bytes()
    words = (OLD, NEW) if OLD in data else (NEW, OLD)
    process = stage.machine.start(stage.body(scene.argv))
    rule = f"inject={call.name}:{side}={int(HELD * 1e6)}:when={call.nth}"
    with attach(process, _log(stage), "-e", f"trace={call.name}", "-e", rule):
        process.go()
        is_met = wait_until_held(process)
        if is_met:
            save(path, data.replace(*words))
        process.is_over(60)
    process.wait()
    stage.learn(OLD if OLD in path.read_bytes() else NEW)
    return is_met


def main() -> int:
    """Run the proof."""
    return prove("cache_crowd", check, control)


if __name__ == "__main__":
    sys.exit(main())
