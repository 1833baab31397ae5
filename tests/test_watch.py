"""The watcher: it rings for a save, and not for reading."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infoview_md.vault import watch as watching


@pytest.fixture
def rings(vault: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Iterator[None]]:
    monkeypatch.setattr(watching, "RESCAN", 5.0)
    bell = watching.watch(vault)
    next(bell)  # the first look is unasked
    yield bell
    bell.close()  # type: ignore[attr-defined]


def test_a_save_rings(vault: Path, rings: Iterator[None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "RESCAN", 3600.0)  # only the bell can end the wait
    (vault / "contacts" / "Kari.md").write_text("new")
    assert next(rings) is None  # it would wait for ever, and the test run out of time


def test_reading_does_not_ring() -> None:
    from threading import Event

    from watchdog.events import FileClosedNoWriteEvent, FileModifiedEvent, FileOpenedEvent

    rung = Event()
    bell = watching._Bell(rung)
    bell.dispatch(FileOpenedEvent("a.md"))
    bell.dispatch(FileClosedNoWriteEvent("a.md"))
    assert not rung.is_set()
    bell.dispatch(FileModifiedEvent("a.md"))
    assert rung.is_set()


def test_check_watch_tells_of_a_new_fault(vault: Path) -> None:
    program = [sys.executable, "-u", "-m", "infoview_md", "--vault", str(vault), "check", "--watch"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"no problems in ")
        (vault / "contacts" / "Kari.md").write_text("---\nnot_before: 2026-02-30\n---\n")
        told = process.stdout.readline()
        process.terminate()
    assert told.startswith(b"contacts/Kari.md:2:13: error bad-date: ")
