"""Proof: whatever happens to a vault that is watched, its cache equals it soon afterwards."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from infoview_md.vault import inotify, watcher
from infoview_md.vault.cache import Cache, open_cache
from infoview_md.vault.heartbeat import ask, sign
from infoview_md.vault.stamps import by_path, take_stamps
from infoview_md.vault.watch import Ears
from infoview_md.vault.whole_file import digest_file
from tests.conftest import OWNER
from tests.tools.file_tree import Leaf, Tree
from tests.tools.machine import Machine, make_machine
from tests.tools.proof import CannotProve, Length, Tally, prove, sum_up

SECONDS = 5.0
"""After which the cache must equal the vault, on a machine that does nothing else."""

CROWDED = min(10.0, max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)))
"""How many times longer everything takes where others work on the machine."""

SLOW = 120.0
"""Seconds after which a watcher that has not begun never will."""

NOTE = "---\ntype: contact\n---\n\nNote {} of {}.\n"
BRANCHES = ("one", "two")

Change = Callable[[Path, int, random.Random], None]


# -- a vault and its watcher ---------------------------------------------------------------------


def make_tree(count: int) -> Tree:
    """A small vault."""
    tree = {"infoview.toml": Leaf(0o644, OWNER.encode())}
    for number in range(count):
        text = NOTE.format(number, 0)
        tree[f"contacts/{number}.md"] = Leaf(0o644, text.encode())
    return tree


@dataclass(frozen=True, slots=True)
class Watched:
    """A vault, and the process that watches it."""

    machine: Machine
    pid: int

    @property
    def vault(self) -> Path:
        """The folder."""
        return self.machine.vault

    def stop(self) -> None:
        """Let the watcher stand still."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """And go on."""
        os.kill(self.pid, signal.SIGCONT)

    def find_stale(self) -> list[str]:
        """Notes of which the cache says something else than the disk, or nothing."""
        cache = open_cache(self.vault)
        if cache is None or cache.connection is None:
            return ["there is no cache"]
        try:
            return find_differences(cache, self.vault)
        finally:
            cache.close()

    def is_equal_within(self, seconds: float) -> list[str]:
        """What is stale when the time is over; nothing as soon as all is equal."""
        end = time.monotonic() + seconds
        while True:
            stale = self.find_stale()
            if not stale or time.monotonic() > end:
                return stale
            time.sleep(0.05)


def find_differences(cache: Cache, vault: Path) -> list[str]:
    """Compare the notes of an open cache with the bytes on the disk, one by one."""
    assert cache.connection is not None
    rows = cache.connection.execute("SELECT place, digest FROM note").fetchall()
    kept = {place.decode().replace("\0", "/"): digest for place, digest in rows}
    there = {path: digest_file(f"{vault}/{path}") for path in by_path(take_stamps(str(vault)))}
    return sorted(path for path in kept.keys() | there if kept.get(path) != there.get(path))


@contextmanager
def watched(count: int, before: Callable[[], object] | None = None) -> Iterator[Watched]:
    """A vault with a watcher that has looked at it; `before` changes the program first."""
    with make_machine(make_tree(count)) as machine, mock.patch.dict(os.environ, machine.environ):
        command = machine.body("watch", "--quiet")

        def body() -> int:
            if before is not None:
                before()
            return command()

        process = machine.start(body)
        process.go()
        found = Watched(machine, process.pid)
        try:
            if stale := found.is_equal_within(SLOW):
                raise CannotProve(f"the watcher did not begin: {stale[:3]}")
            yield found
        finally:
            found.go_on()
            os.kill(process.pid, signal.SIGTERM)
            outcome = process.wait()
            if outcome.code:
                print(f"watch: the watcher ended badly: {outcome}", file=sys.stderr)


def judge(name: str, found: Watched, seconds: float) -> Tally:
    """One point: equal in time."""
    tally = Tally()
    begun = time.monotonic()
    stale = found.is_equal_within(seconds)
    fault = f"{name}: {len(stale)} notes are stale after {seconds:.0f} s: {stale[:3]}"
    tally.add([fault] if stale else [])
    if not stale:
        print(f"watch: {name}: equal after {time.monotonic() - begun:.2f} s", file=sys.stderr)
    return tally


# -- what happens --------------------------------------------------------------------------------


def write_while_it_stands_still(count: int, before: Callable[[], object] | None = None) -> Tally:
    """More files than the kernel's queue holds events, and some removed, while nobody reads it."""
    with watched(200, before) as found:
        found.stop()
        for number in range(count):
            path = found.vault / f"contacts/{number}.md"
            path.write_text(NOTE.format(number, 1))
        for number in range(0, 200, 2):
            (found.vault / f"contacts/{number}.md").unlink()
        found.go_on()
        return judge(f"{count} files written while it stood still", found, SECONDS * CROWDED)


def check_out_and_back(count: int, turns: int) -> Tally:
    """Two branches of many notes, checked out in turn without a rest."""
    with watched(10) as found:
        for number, branch in enumerate(BRANCHES):
            _git(
                found,
                *(("init", "-q", "-b", branch) if not number else ("checkout", "-qb", branch)),
            )
            for note in range(count):
                # A folder of its own, and one that both have with other texts.
                (found.vault / branch).mkdir(exist_ok=True)
                (found.vault / f"{branch}/{note}.md").write_text(NOTE.format(note, branch))
                (found.vault / f"contacts/{note}.md").write_text(NOTE.format(note, branch))
            _git(found, "add", "-A")
            _git(found, "commit", "-qm", branch)
            if not number:
                shutil.rmtree(found.vault / branch)
        tally = judge("two branches", found, SLOW)
        for turn in range(turns):
            _git(found, "checkout", "-q", "-f", BRANCHES[turn % 2])
        return tally + judge(f"{turns} checkouts of {count} notes", found, SECONDS * CROWDED)


def _git(found: Watched, *argv: str) -> None:
    person = ("-c", "user.name=A", "-c", "user.email=a@x.example")
    subprocess.run(("git", *person, *argv), cwd=found.vault, check=True, capture_output=True)


def exchange_folders(count: int, turns: int) -> Tally:
    """Folders deleted and made again, renamed, and nested, with notes that come at once."""
    with watched(count) as found:
        contacts = found.vault / "contacts"
        for turn in range(turns):
            shutil.rmtree(contacts)
            for number in range(count):
                folder = contacts / str(number % 7) / f"deep {turn}"
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{number}.md").write_text(NOTE.format(number, turn))
            (contacts / "1").rename(contacts / "renamed")
        tally = judge(f"folders made anew {turns} times", found, SECONDS * CROWDED)
        (contacts / "renamed" / "late.md").write_text("late")
        return tally + judge("a save in a folder under another name", found, SECONDS * CROWDED)


def exchange_vault(count: int) -> Tally:
    """The vault itself moved away, and another one put in its place."""
    with watched(count) as found:
        other = found.vault.with_name("other")
        shutil.copytree(found.vault, other)
        (other / "contacts/0.md").write_text("other")
        found.vault.rename(found.vault.with_name("away"))
        time.sleep(0.5)
        other.rename(found.vault)
        tally = judge("the vault exchanged", found, SECONDS * CROWDED)
        (found.vault / "contacts/1.md").write_text("later")
        return tally + judge("a save in the vault that came", found, SECONDS * CROWDED)


def go_without_inotify(count: int) -> Tally:
    """A machine whose watches are used up: in a name space of its own, they really are."""
    with watched(count, use_up_watches) as found:
        (found.vault / "contacts/0.md").write_text("new")
        (found.vault / "new").mkdir()
        (found.vault / "new/new.md").write_text("new")
        tally = judge("a save without inotify", found, SECONDS * CROWDED)
        is_vouched = ask_of(found) is not None
        tally.add(["it vouches, though nothing rings"] if is_vouched else [])
        return tally


def use_up_watches() -> None:
    """Leave this process two watches."""
    import ctypes

    user = os.getuid()
    if ctypes.CDLL(None).unshare(0x10000000):  # CLONE_NEWUSER
        raise CannotProve("this machine gives no user name space to leave without inotify")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/sys/user/max_inotify_watches").write_text("2")


# -- what it vouches for -------------------------------------------------------------------------


def vouch(changes: int, seed: int, before: Callable[[], object] | None = None) -> Tally:
    """After each of many changes, the first time that the watcher vouches: is that true?"""
    tally = Tally()
    dice = random.Random(seed)
    with watched(30, before) as found:
        for turn in range(changes):
            dice.choice(CHANGES)(found.vault, turn, dice)
            stale = find_vouched_lies(found)
            tally.add(stale or [], met=stale is not None)
    return tally


def find_vouched_lies(found: Watched) -> list[str] | None:
    """What the cache has wrong in the moment when it is vouched for; None where it never is."""
    end = time.monotonic() + SLOW
    while time.monotonic() < end:
        cache = open_cache(found.vault)
        assert cache is not None
        try:
            if cache.mark is not None and ask(cache.folder, cache.home) == cache.mark:
                return find_differences(cache, found.vault)
        finally:
            cache.close()
        time.sleep(0.001)
    return None


def ask_of(found: Watched) -> str | None:
    """The mark that is vouched for, if any."""
    cache = open_cache(found.vault)
    assert cache is not None
    cache.close()
    return ask(cache.folder, cache.home)


def _pick(vault: Path, dice: random.Random) -> Path:
    return dice.choice(sorted(vault.rglob("*.md")) or [vault / "contacts/first.md"])


def _write(vault: Path, turn: int, dice: random.Random) -> None:
    _pick(vault, dice).write_text(NOTE.format(turn, dice.random()))


def _exchange(vault: Path, turn: int, dice: random.Random) -> None:
    path = _pick(vault, dice)
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(NOTE.format(turn, dice.random()))
    beside.replace(path)


def _move(vault: Path, turn: int, dice: random.Random) -> None:
    path = _pick(vault, dice)
    path.rename(path.with_name(f"moved {turn}.md"))


def _remove(vault: Path, _: int, dice: random.Random) -> None:
    _pick(vault, dice).unlink(missing_ok=True)


def _make(vault: Path, turn: int, _: random.Random) -> None:
    folder = vault / "contacts" / str(turn) / "deep"
    folder.mkdir(parents=True)
    for number in range(3):
        (folder / f"{turn} {number}.md").write_text(NOTE.format(number, turn))


def _move_folder(vault: Path, turn: int, dice: random.Random) -> None:
    folder = _pick(vault, dice).parent
    if folder not in (vault, vault / "contacts"):
        folder.rename(folder.with_name(f"folder {turn}"))
    _write(vault, turn, dice)


CHANGES: tuple[Change, ...] = (
    *(_write, _write, _exchange, _exchange),
    *(_move, _remove, _make, _move_folder),
)


# -- the proof -----------------------------------------------------------------------------------


def check(length: Length) -> Tally:
    """Everything, one after the other, so that nothing else takes the seconds away."""
    many = length.choose(8_000, 20_000)
    return sum_up(
        [
            write_while_it_stands_still(many),
            check_out_and_back(length.choose(300, 2_000), length.choose(4, 10)),
            exchange_folders(length.choose(100, 1_000), length.choose(3, 10)),
            exchange_vault(100),
            go_without_inotify(100),
            vouch(length.choose(40, 1_000), length.seed),
        ]
    )


def control(length: Length) -> Tally:
    """A watcher that passes over what the queue lost, and one that vouches for a moment ago."""
    return write_while_it_stands_still(8_000, pass_over_losses) + vouch(
        40, length.seed, vouch_for_a_moment_ago
    )


def pass_over_losses() -> None:
    """Let a watcher not know that the queue was too short."""
    inotify.OVERFLOW = 0
    watcher.FEW = 10**9  # many files at once are otherwise a reason to look at all


def vouch_for_a_moment_ago() -> None:
    """Let a watcher vouch for what it saw last, whatever has happened since."""
    marks = [""]

    def vouch(ears: Ears) -> str:
        marks.append(ears.mark or marks[-1])
        return sign(marks[-1], ears.bell.identity)

    mock.patch.object(Ears, "_vouch", vouch).start()


def main() -> int:
    """Run the proof."""
    return prove("watch", check, control)


if __name__ == "__main__":
    sys.exit(main())
