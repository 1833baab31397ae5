"""Windows: a command is held at one of its system calls, and an editor saves right then."""

from __future__ import annotations

import random
import time
from functools import partial
from itertools import product
from pathlib import Path
from threading import Thread

from tests.tools.editor import PLACE, SAVES, Save, add_line, save_line, save_slowly
from tests.tools.file_tree import Leaf, Tree, read_tree
from tests.tools.process import Process
from tests.tools.proof import Length, Tally, each, gather
from tests.tools.rehearsal import Rehearsal, Scene, rehearse
from tests.tools.strace import MUTATING, Call, attach, find_mutations, trace
from tests.tools.writing import Argv, Bungle, Case, write_if_unchanged

NOTE = "contacts/Bo Chen.md"
NUDGE = "- 2026-11-24 nudge"
LINE = "the editor wrote this."
SHORT = 3
HELD = 0.2
"""Seconds for which the command is held."""

SURE = 0.01
"""Seconds of standing still after which a process is held, and not only watched."""

WATCHED = (*MUTATING, "read", "fcntl", "fstat", "newfstatat", "close")
"""Reads count as well: between any two of them a window may be."""

KINDS = (*SAVES, save_slowly)


class Nudge(Case):
    """`log` of a note that an editor has open."""

    def make_notes(self) -> Tree:
        """The vault, with a place for the editor's lines."""
        return with_place(Case.make_notes(self))


LOGGED: Argv = ("log", "Bo Chen", "nudge")
SCENES = (Nudge(LOGGED), Nudge(("undo",), (LOGGED,), ()))


class Rename(Bungle):
    """A writer that compares and renames."""

    def make_notes(self) -> Tree:
        """The vault, with a place for the editor's lines."""
        return with_place(Bungle.make_notes(self))


def with_place(tree: Tree) -> Tree:
    """The note gets the heading below which the editor writes."""
    leaf = tree[NOTE]
    assert leaf.data is not None
    text = leaf.data.replace(b"## Log", PLACE + b"\n## Log")
    return {**tree, NOTE: Leaf(leaf.mode, text)}


def check(length: Length) -> Tally:
    """An editor of each kind at each call of `log` and of its `undo`, before and after it."""
    rows = product(SCENES, KINDS, (length,), (False, True))
    return gather(each(hold_everywhere, *rows))


def control(length: Length) -> Tally:
    """The writer that compares and renames."""
    return hold_everywhere(Rename(write_if_unchanged), SAVES[0], length, False)


def hold_everywhere(
    scene: Scene, save: Save, length: Length, is_blind: bool, vault: Path | None = None
) -> Tally:
    """Hold a command at each call; a blind editor does not read again before it saves.

    With a `vault` of its own, on a disk without exchange, the moment between the last look and the
    rename is left out: a save in it may be lost there, as the guarantees say.
    """
    tally = Tally()
    with rehearse(scene, vault) as rehearsal:
        calls = _list_calls(rehearsal)
        turns = [(call, side) for call in calls for side in ("delay_enter", "delay_exit")]
        turns = _leave_out(turns) if vault else turns
        if length.short:
            turns = random.Random(length.seed).sample(turns, SHORT)
        for call, side in turns:
            faults, met = hold(rehearsal, call, side, save, is_blind)
            where = f"{scene.name}, {save.__name__}{' blindly' * is_blind}, {side} of {call}"
            tally.add([f"{where}: {fault}" for fault in faults], met)
    return tally


def _list_calls(rehearsal: Rehearsal) -> list[Call]:
    """Every call about the note's folder, from the first look of the writing part on."""
    machine = rehearsal.machine
    machine.put_back(rehearsal.kept)
    process = machine.start(rehearsal.scene.body(machine))
    calls = trace(process, rehearsal.log, WATCHED)
    process.wait()
    first = find_mutations(calls, machine.roots)[0]
    written = calls[calls.index(first) :]
    names = (str(machine.vault / NOTE), "/.infoview-")
    return [
        call
        for call in written
        if call.touches([machine.vault / "contacts"])
        and (call.is_mutation or any(name in path for path in call.paths for name in names))
    ]


Turn = tuple[Call, str]


def _leave_out(turns: list[Turn]) -> list[Turn]:
    """All but those between the last look at the note and the rename over it."""
    over = next(n for n, turn in enumerate(turns) if _is_final(*turn))
    looks = [n for n, (call, _) in enumerate(turns[:over]) if call.name == "openat"]
    # Before it is opened it is what it will be found to be; then a new file is not seen any more.
    return turns[: looks[-1]] + turns[over + 1 :]


def _is_final(call: Call, side: str) -> bool:
    """Whether the note is about to be renamed over."""
    is_done = call.name.startswith("rename") and call.value == 0
    return is_done and side == "delay_enter" and any(path.endswith(NOTE) for path in call.paths)


def hold(
    rehearsal: Rehearsal, call: Call, side: str, save: Save, is_blind: bool
) -> tuple[list[str], bool]:
    """Hold the command at one call while an editor saves: what was lost, whether it was held."""
    machine = rehearsal.machine
    machine.put_back(rehearsal.kept)
    note = machine.vault / NOTE
    stale = add_line(note.read_bytes(), LINE)
    work = partial(save, note, stale) if is_blind else partial(save_line, note, LINE, save)
    editor = Thread(target=work)
    process = machine.start(rehearsal.scene.body(machine))
    rule = f"inject={call.name}:{side}={int(HELD * 1e6)}:when={call.nth}"
    with attach(process, rehearsal.log, "-e", f"trace={call.name}", "-e", rule):
        process.go()
        met = wait_until_held(process)
        if met:
            editor.start()
        process.is_over(60)
    outcome = process.wait()
    if not met:
        return [], False
    editor.join()
    if not rehearsal.is_met(call):
        return [], False
    faults = _audit_editor(note, read_tree(machine.state))
    if not is_blind:
        faults += _audit_infoview(rehearsal, note, outcome.code)
    return [f"{fault} (exit {outcome.code})" for fault in faults], True


def wait_until_held(process: Process) -> bool:
    """Wait for the process to stand still for a while; False where it ended before."""
    since = time.monotonic()
    while not process.is_over(0):
        if not is_held(process.pid):
            since = time.monotonic()
        elif time.monotonic() - since > SURE:
            return True
        time.sleep(0.0005)
    return False


def is_held(pid: int) -> bool:
    """Whether a process is stopped by its tracer."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "t"


def _audit_editor(note: Path, state: Tree) -> list[str]:
    there = note.read_text("utf-8").splitlines().count(LINE)
    if there == 1:
        return []
    kept = [path for path, leaf in state.items() if LINE.encode() in (leaf.data or b"")]
    elsewhere = [path for path in kept if "recovered/" in path]
    return [f"the editor's line is there {there} times, {elsewhere}"]


def _audit_infoview(rehearsal: Rehearsal, note: Path, code: int) -> list[str]:
    """Whether the note says what infoview said: done, or nothing done."""
    side = rehearsal.after if code == 0 else rehearsal.before
    wanted = (side[NOTE].data or b"").count(NUDGE.encode())
    there = note.read_bytes().count(NUDGE.encode())
    return [] if there == wanted else [f"infoview's line is there {there} times"]
