"""Several processes at once: the same answers, and one that fails is noticed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from infoview_md.cli.problem_formats import format_counts
from infoview_md.vault.workers import Batch, WorkerFailed, in_processes

RUN = """
import os, sys
from infoview_md.cli import app, main
from infoview_md.vault import indexing

indexing.MANY = int(sys.argv.pop(1))
{more}
fork = os.fork

def fork_and_tell():
    if process := fork():
        print("forked", file=sys.stderr, flush=True)
    return process

os.fork = fork_and_tell
os.sched_getaffinity = lambda _: {{0, 1, 2}}
main()
"""
KILLED = """
from infoview_md.cli import severities
part = severities._count_part
def fail(app, outlook, generation, number, parts):
    if number == 1:
        os.kill(os.getpid(), 9)
    return part(app, outlook, generation, number, parts)
severities._count_part = fail
"""
REFUSED = """
def refuse():
    raise BlockingIOError(11, "no more processes")
os.fork = refuse
"""
FORGOTTEN = """
import signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
"""
SAVED = """
from infoview_md.cli import severities
part = severities._count_part
severities._count_part = lambda app, outlook, generation, *rest: part(app, outlook, 1, *rest)
"""


def index(vault: Path, many: int, *argv: str, more: str = "") -> tuple[str, int]:
    """What `index` prints but for the time it took, and how many processes it started."""
    words = ("--vault", str(vault), "--today", "2026-11-24", "index", *argv)
    command = (sys.executable, "-c", RUN.format(more=more), str(many), *words)
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert set(result.stderr.split("\n")) <= {"forked", ""}
    return result.stdout.partition(" in ")[0] + "\n" + result.stdout.partition("\n")[2], (
        result.stderr.count("forked")
    )


@pytest.fixture
def faulty(example: Path) -> Path:
    """The example vault with faults of all severities."""
    for number in range(7):
        text = f"---\ncountry: nowhere\ncompany: '[[Nobody {number}]]'\n---\n[[Xy]]\n"
        (example / f"contacts/Odd {number}.md").write_text(text, encoding="utf-8")
    return example


@pytest.mark.parametrize("argv", [(), ("--rebuild",)], ids=["index", "--rebuild"])
def test_index_says_the_same_however_many_processes_it_takes(
    faulty: Path, argv: tuple[str, ...]
) -> None:
    alone = index(faulty, 10_000, "--rebuild")
    assert alone[1] == 0
    assert index(faulty, 1, *argv) == (alone[0], 6 if argv else 3)
    ask(faulty, "--verify")
    told = Counter(one["severity"] for one in json.loads(ask(faulty, "--json"))["problems"])
    assert min(told[word] for word in ("error", "warning", "info")) > 0
    assert format_counts(told) in alone[0]


def ask(vault: Path, *argv: str) -> str:
    """What `index` prints, of what several processes have kept."""
    day = ("--today", "2026-11-24")
    command = (sys.executable, "-m", "infoview_md", "--vault", str(vault), *day, "index", *argv)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("more", [KILLED, SAVED], ids=["killed", "saved meanwhile"])
def test_where_a_process_fails_one_goes_through_all_notes(faulty: Path, more: str) -> None:
    alone, _ = index(faulty, 10_000)
    assert index(faulty, 1, more=more) == (alone, 3)


def test_where_no_process_can_be_started_one_is_enough(faulty: Path) -> None:
    alone, _ = index(faulty, 10_000)
    assert index(faulty, 1, more=REFUSED) == (alone, 0)


def test_children_that_nobody_can_wait_for_do_their_part(faulty: Path) -> None:
    alone, _ = index(faulty, 10_000)
    assert index(faulty, 1, "--rebuild", more=FORGOTTEN) == (alone, 6)


def test_nothing_is_left_where_only_the_first_process_can_be_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fork, before = os.fork, set(os.listdir("/proc/self/fd"))
    answers = iter([fork, None])

    def fork_once() -> int:
        if (start := next(answers)) is None:
            raise BlockingIOError
        return start()

    monkeypatch.setattr(os, "fork", fork_once)
    with pytest.raises(WorkerFailed):
        list(in_processes(count_up, 2))
    assert_no_child()
    assert set(os.listdir("/proc/self/fd")) == before


def count_up(part: int) -> Iterator[Batch]:
    """Some results, in two batches with an empty one between, which ends nothing."""
    yield [(part, 1)]
    yield []
    yield [(part, 2), (part, 3)]


def test_all_results_of_all_parts_come_in() -> None:
    found = sorted(result for batch in in_processes(count_up, 3) for result in batch)
    assert found == [(part, number) for part in range(3) for number in (1, 2, 3)]


def die(part: int) -> Iterator[Batch]:
    """Some results; the second part is killed after its first."""
    yield [(part,)]
    if part == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    yield [(part,)]


def fail(part: int) -> Iterator[Batch]:
    """Some results; the first part fails before its first."""
    if part == 0:
        raise ValueError
    yield [(part,)]


@pytest.mark.parametrize("work", [die, fail])
def test_a_process_that_ends_early_is_noticed(work) -> None:
    with pytest.raises(WorkerFailed):
        list(in_processes(work, 2))
    assert_no_child()


def test_who_wants_no_more_leaves_no_process_behind() -> None:
    def go_on(part: int) -> Iterator[Batch]:
        while True:
            yield [(part, b"x" * 100_000)]

    found = in_processes(go_on, 2)
    next(found)
    found.close()
    assert_no_child()


def assert_no_child() -> None:
    """Every process was waited for."""
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
