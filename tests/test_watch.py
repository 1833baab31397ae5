"""The watcher: what rings, what is looked at, and what it may vouch for."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from infoview_md.cli.app import App
from infoview_md.cli.watch import Desk, Telling
from infoview_md.core.agenda import Horizon
from infoview_md.errors import ConfigFault
from infoview_md.vault import heartbeat
from infoview_md.vault import watch as watching
from infoview_md.vault import watcher as looking
from infoview_md.vault.bells import Clock, InotifyBell, Rung
from infoview_md.vault.heartbeat import NAME, Heartbeat, ask, sign
from infoview_md.vault.plain_look import PlainLook
from infoview_md.vault.survey import is_local, is_note_path, survey
from infoview_md.vault.watch import Ears, open_bell
from infoview_md.vault.watchdog_bell import WatchdogBell
from infoview_md.vault.watcher import Looked, Watcher
from tests.conftest import Run

linux = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux")


@pytest.fixture
def bell(vault: Path) -> Iterator[InotifyBell]:
    bell = InotifyBell(str(vault))
    bell.watch(survey(str(vault)).folders)
    yield bell
    bell.close()


# -- what rings ----------------------------------------------------------------------------------


def test_a_save_rings_with_its_name(vault: Path, bell: InotifyBell) -> None:
    assert bell.read() is None
    (vault / "contacts/Kari.md").write_text("new")
    assert bell.read() == Rung(frozenset({"contacts/Kari.md"}))
    assert bell.read() is None


def test_a_writer_who_is_not_through_is_known(vault: Path, bell: InotifyBell) -> None:
    with (vault / "contacts/Kari.md").open("w") as file:
        file.write("half")
        file.flush()
        rung = bell.read()
        assert rung is not None
        assert not rung.is_settled
        os.utime(vault / "contacts/Kari.md")  # a time that is set does not end it
        file.write("a note")
    later = bell.read()
    assert later is not None
    assert later.is_settled
    assert rung.with_later(later) == later


def test_a_save_by_renaming_is_settled_at_once(vault: Path, bell: InotifyBell) -> None:
    (vault / "contacts/.Kari.md.tmp").write_text("new")
    assert bell.read() is None  # hidden files are no notes
    (vault / "contacts/.Kari.md.tmp").rename(vault / "contacts/Kari.md")
    assert bell.read() == Rung(frozenset({"contacts/Kari.md"}))


def test_reading_does_not_ring(vault: Path, bell: InotifyBell) -> None:
    (vault / "infoview.toml").read_text()
    list((vault / "contacts").iterdir())
    assert bell.read() is None


@pytest.mark.parametrize(
    "change",
    [
        lambda vault: (vault / "contacts/deep").mkdir(),
        lambda vault: (vault / "contacts").rename(vault / "people"),
        lambda vault: (vault / "contacts").rmdir(),
        lambda vault: (vault / "contacts").chmod(0o700),
        lambda vault: vault.rename(vault.with_name("moved")),
        lambda vault: (vault / "infoview.toml").write_text("ignore = ['contacts/**']"),
    ],
    ids=["made", "renamed", "removed", "closed", "moved", "config"],
)
def test_anything_may_have_changed_with_a_folder(
    vault: Path, bell: InotifyBell, change: object
) -> None:
    change(vault)  # type: ignore[operator]
    rung = bell.read()
    assert rung is not None
    assert rung.is_whole


def test_new_folders_are_watched_and_old_ones_let_go(vault: Path, bell: InotifyBell) -> None:
    assert not bell.watch(survey(str(vault)).folders)
    (vault / "contacts/deep").mkdir()
    assert bell.watch(survey(str(vault)).folders)
    bell.read()
    (vault / "contacts/deep/Kari.md").write_text("new")
    assert bell.read() == Rung(frozenset({"contacts/deep/Kari.md"}))
    (vault / "contacts/deep").rename(vault.with_name("elsewhere"))
    assert not bell.watch(survey(str(vault)).folders)
    bell.read()
    vault.with_name("elsewhere").joinpath("Kari.md").write_text("other")
    assert bell.read() is None  # what lies outside now is nobody's business


def test_a_folder_under_another_name_rings_with_the_new_one(vault: Path, bell: InotifyBell) -> None:
    (vault / "contacts").rename(vault / "people")
    bell.watch(survey(str(vault)).folders)
    bell.read()
    (vault / "people/Kari.md").write_text("new")
    assert bell.read() == Rung(frozenset({"people/Kari.md"}))


def test_a_folder_that_is_another_one_is_not_in_place(vault: Path, bell: InotifyBell) -> None:
    assert bell.is_in_place()
    above = vault.parent.rename(vault.parent.with_name("away"))
    vault.mkdir(parents=True)
    assert bell.read() is None  # nothing in the folders heard of it
    assert not bell.is_in_place()
    assert above.is_dir()


def test_a_folder_with_two_paths_rings_for_everything(vault: Path, bell: InotifyBell) -> None:
    folders = survey(str(vault)).folders
    bell.watch([*folders, "contacts/."])  # as a bind mount: one folder, one number
    assert not bell.is_in_place()
    (vault / "contacts/Kari.md").write_text("new")
    rung = bell.read()
    assert rung is not None
    assert rung.is_whole
    bell.watch(folders)
    assert bell.is_in_place()
    (vault / "contacts/Kari.md").write_text("newer")
    assert bell.read() == Rung(frozenset({"contacts/Kari.md"}))


def test_watchdog_rings_where_there_is_no_inotify(vault: Path) -> None:
    bell = WatchdogBell(str(vault))
    ears = Ears(bell)
    try:
        assert not bell.watch([])
        assert bell.read() is None
        (vault / "contacts/Kari.md").write_text("new")
        rung = ears.sit(20)
        assert rung is not None
        assert rung.is_whole
        assert not bell.is_in_place()
    finally:
        bell.close()


def test_a_clock_rings_never_and_vouches_for_nothing() -> None:
    clock = Clock()
    assert clock.read() is None
    assert not clock.watch(["contacts"])
    assert not clock.is_in_place()
    clock.close()


def test_where_inotify_has_run_out_there_is_the_clock(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(root: str) -> InotifyBell:
        raise OSError(errno.EMFILE, root)

    monkeypatch.setattr(watching, "InotifyBell", refuse)
    assert isinstance(open_bell(str(vault)), Clock)


def test_a_network_disk_is_looked_at_by_the_clock(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_local(str(vault))
    monkeypatch.setattr(watching, "is_local", lambda _: False)
    assert isinstance(open_bell(str(vault)), Clock)


# -- what one walk tells -------------------------------------------------------------------------


def test_a_survey_tells_folders_notes_and_doubts(vault: Path) -> None:
    (vault / ".git/objects").mkdir(parents=True)
    (vault / "contacts/Kari.md").write_text("")
    (vault / "contacts/Ola.MD").write_text("")
    (vault / "contacts/plan.txt").write_text("")
    found = survey(str(vault))
    assert sorted(found.folders) == ["", "companies", "contacts", "interviews", "letters"]
    assert (found.notes, found.doubts) == (2, [])
    (vault / "contacts/Link.md").symlink_to("plan.txt")
    os.link(vault / "contacts/Kari.md", vault / ".git/Kari.md")
    assert sorted(survey(str(vault)).doubts) == ["contacts/Kari.md", "contacts/Link.md"]


def test_what_may_be_a_note_goes_by_its_path() -> None:
    from infoview_md.vault.ignoring import Ignore

    ignored = Ignore(["*.draft.md"])
    assert is_note_path("contacts/Kari.md", ignored)
    assert is_note_path("templates.md", ignored)
    for path in ("contacts/plan.txt", "templates/request.md", "Rules/x.md", "a/b.draft.md"):
        assert not is_note_path(path, ignored)


# -- who looks -----------------------------------------------------------------------------------


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def looks(vault: Path, told: list[str]) -> Iterator[Iterator[Looked]]:
    ears = Ears(open_bell(str(vault)))
    looks = Watcher(vault, PlainLook(vault), told.append, ears).run()
    next(looks)
    yield looks
    ears.bell.close()


def test_what_is_saved_is_seen(vault: Path, looks: Iterator[Looked]) -> None:
    (vault / "contacts/Kari.md").write_text("new")
    assert collect(looks, 1) == {"contacts/Kari.md"}
    (vault / "contacts/Kari.md").unlink()
    assert ("contacts/Kari.md",) in (looked.gone for looked in looks)


def collect(looks: Iterator[Looked], count: int) -> set[str]:
    """The notes that changed, until there are so many."""
    seen: set[str] = set()
    while len(seen) < count:
        seen |= set(next(looks).changed)
    return seen


def test_a_folder_that_comes_with_notes_is_seen_with_all_of_them(
    vault: Path, looks: Iterator[Looked]
) -> None:
    for number in range(20):
        folder = vault / f"contacts/{number}/deep"
        folder.mkdir(parents=True)
        (folder / "Kari.md").write_text("new")
    assert len(collect(looks, 20)) == 20


def test_a_note_that_is_saved_while_it_is_looked_at_is_looked_at_again(
    vault: Path, told: list[str]
) -> None:
    note = vault / "contacts/Kari.md"

    class Slow(PlainLook):
        saves = 1

        def some(self, paths: object) -> Looked:
            looked = super().some(paths)  # type: ignore[arg-type]
            if self.saves:
                self.saves -= 1
                note.write_text("newer still")
            return looked

    ears = Ears(open_bell(str(vault)))
    looks = Watcher(vault, Slow(vault), told.append, ears).run()
    next(looks)
    note.write_text("new")
    assert next(looks).changed == ("contacts/Kari.md",)
    assert next(looks).changed == ("contacts/Kari.md",)


def test_a_vault_that_goes_and_comes_back_is_waited_for(
    vault: Path, looks: Iterator[Looked], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LOST", 0.01)
    away = vault.rename(vault.with_name("away"))
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(next, looks)
        wait_until(lambda: told)
        away.rename(vault)
        waiting.result()
    assert len(told) == 1
    assert "cannot be listed" in told[0]
    (vault / "contacts/Kari.md").write_text("new")
    assert collect(looks, 1) == {"contacts/Kari.md"}


def wait_until(is_done: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_done():  # type: ignore[operator]
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.005)


def test_a_config_that_is_broken_for_a_while_is_told_once(
    vault: Path, looks: Iterator[Looked], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LOST", 0.01)
    whole = (vault / "infoview.toml").read_text()
    (vault / "infoview.toml").write_text("ignore = [")
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(next, looks)
        wait_until(lambda: told)
        time.sleep(0.05)
        (vault / "infoview.toml").write_text(whole)
        waiting.result()
    assert len(told) == 1
    (vault / "infoview.toml").write_text("ignore = [")
    with pytest.raises(ConfigFault):
        PlainLook(vault).ignored()


def test_where_half_of_the_notes_vanish_a_second_look_decides(
    vault: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "PATIENCE", 0.2)
    for number in range(20):
        (vault / f"contacts/{number}.md").write_text("")
    ears = Ears(open_bell(str(vault)))
    looks = Watcher(vault, PlainLook(vault), told.append, ears).run()
    next(looks)
    away = (vault / "contacts").rename(vault / ".away")
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(next, looks)
        wait_until(lambda: told)
        away.rename(vault / "contacts")
        assert waiting.result().gone == ()
    assert told == ["20 of 20 notes are missing; looking again"]
    (vault / "contacts").rename(vault / ".away")
    gone: list[str] = []
    while len(gone) < 20:
        gone += next(looks).gone
    ears.bell.close()


def test_git_is_waited_for_but_a_left_over_lock_only_once(
    vault: Path, looks: Iterator[Looked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "PATIENCE", 0.3)
    (vault / ".git").mkdir()
    lock = vault / ".git/index.lock"
    lock.write_text("")
    (vault / "contacts/Kari.md").write_text("new")
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(next, looks)
        time.sleep(0.1)
        assert not waiting.done()
        (vault / "contacts/Ola.md").write_text("new")
        lock.unlink()
        assert waiting.result().changed == ("contacts/Kari.md", "contacts/Ola.md")
    lock.write_text("")
    for name in ("Anna", "Berit"):
        (vault / f"contacts/{name}.md").write_text("new")
        assert collect(looks, 1) == {f"contacts/{name}.md"}
    monkeypatch.setattr(looking, "PATIENCE", 3600.0)
    (vault / "contacts/Cato.md").write_text("new")
    assert collect(looks, 1) == {"contacts/Cato.md"}


def test_where_no_folder_can_be_watched_the_clock_looks(
    vault: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bool:
        raise OSError(errno.ENOSPC, "no more watches")

    monkeypatch.setattr(InotifyBell, "watch", refuse)
    monkeypatch.setattr(Clock, "pause", 0.01)
    monkeypatch.setattr(looking, "REST", 0.0)
    looks = Watcher(vault, PlainLook(vault), told.append, Ears(open_bell(str(vault)))).run()
    next(looks)
    assert len(told) == 1
    assert told[0].endswith("looking every second instead")
    (vault / "contacts/Kari.md").write_text("new")
    assert collect(looks, 1) == {"contacts/Kari.md"}


# -- who is vouched for --------------------------------------------------------------------------


class Marked(PlainLook):
    """A look that leaves a mark, as a cache does."""

    def whole(self) -> Looked:
        return super().whole()._replace(mark="marked")

    def some(self, paths: object) -> Looked:
        return super().some(paths)._replace(mark="marked")  # type: ignore[arg-type]


@pytest.fixture
def ears(vault: Path, tmp_path: Path) -> Iterator[Ears]:
    """Those of a watcher that has looked at everything."""
    beat = Heartbeat(str(tmp_path))
    ears = Ears(open_bell(str(vault)), beat)
    next(Watcher(vault, Marked(vault), print, ears).run())
    yield ears
    ears.bell.close()
    beat.close()


def answered(ears: Ears, folder: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """What somebody is told who asks now, and sees this folder under the vault's path."""
    monkeypatch.setattr("infoview_md.vault.heartbeat.PATIENCE", 10.0)
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(ask, str(folder), str(root))
        kept = []
        while not asking.done():
            kept.append(ears.sit(0.01))
        for rung in filter(None, kept):
            ears.keep(rung)
        return asking.result()


def test_where_nothing_happened_the_watcher_vouches(
    vault: Path, tmp_path: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answered(ears, tmp_path, vault, monkeypatch) == "marked"
    (vault / "contacts/plan.md").write_text("new")
    assert answered(ears, tmp_path, vault, monkeypatch) is None
    assert answered(ears, tmp_path, vault, monkeypatch) is None  # until it is looked at


def test_where_a_folder_above_was_exchanged_nobody_vouches(
    vault: Path, tmp_path: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.rename(tmp_path / "away")
    (tmp_path / "away").rename(vault)
    ears.hear()
    assert answered(ears, tmp_path, vault, monkeypatch) is None


def test_another_folder_under_the_same_path_is_not_vouched_for(
    vault: Path, tmp_path: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"  # as in a container, where the path leads there
    other.mkdir()
    assert answered(ears, tmp_path, other, monkeypatch) is None
    assert answered(ears, tmp_path, tmp_path / "none", monkeypatch) is None
    assert answered(ears, tmp_path, vault, monkeypatch) == "marked"


def test_who_sees_other_mounts_is_not_answered(
    vault: Path, tmp_path: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(heartbeat, "MOUNTS", str(tmp_path))
        foreign = sign("marked", ears.bell.identity)
    monkeypatch.setattr(watching, "sign", lambda *_: foreign)
    assert answered(ears, tmp_path, vault, monkeypatch) is None
    monkeypatch.setattr(watching, "sign", sign)
    assert answered(ears, tmp_path, vault, monkeypatch) == "marked"
    monkeypatch.setattr(heartbeat, "MOUNTS", str(tmp_path / "none"))
    assert answered(ears, tmp_path, vault, monkeypatch) is None


@pytest.mark.parametrize("odd", ["link", "second name"])
def test_for_what_changes_in_silence_nobody_vouches(
    vault: Path, tmp_path: Path, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (vault / "contacts/Kari.md").write_text("")
    (vault / "contacts/Ola.md").write_text("")
    beat = Heartbeat(str(tmp_path))
    ears = Ears(open_bell(str(vault)), beat)
    looks = Watcher(vault, Marked(vault), print, ears).run()
    next(looks)
    assert answered(ears, tmp_path, vault, monkeypatch) == "marked"
    if odd == "link":
        (vault / "contacts/Odd.md").symlink_to("Kari.md")
    else:
        os.link(vault / "contacts/Kari.md", tmp_path / "Kari.md")
        (vault / "contacts/deep").mkdir()  # no folder hears of a second name elsewhere
    next(looks)
    assert answered(ears, tmp_path, vault, monkeypatch) is None
    for path in (vault / "contacts/Odd.md", tmp_path / "Kari.md"):
        path.unlink(missing_ok=True)
    (vault / "contacts/Ola.md").write_text("new")
    next(looks)
    assert answered(ears, tmp_path, vault, monkeypatch) == "marked"
    ears.bell.close()
    beat.close()


def test_nobody_answers_for_a_watcher_that_is_gone_or_stands_still(tmp_path: Path) -> None:
    assert ask(str(tmp_path), str(tmp_path)) is None
    assert ask(str(tmp_path / "none"), str(tmp_path)) is None
    beat = Heartbeat(str(tmp_path))
    assert ask(str(tmp_path), str(tmp_path)) is None  # it listens, and does not get to answer
    (tmp_path / NAME).rename(tmp_path / "left")
    beat.close()
    (tmp_path / "left").rename(tmp_path / NAME)
    assert ask(str(tmp_path), str(tmp_path)) is None
    Heartbeat(str(tmp_path)).close()  # what a killed one left is in nobody's way
    assert not (tmp_path / NAME).exists()


def test_a_deep_folder_is_no_hindrance(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path.joinpath(*["a-long-name-of-a-folder"] * 10)
    deep.mkdir(parents=True)
    beat = Heartbeat(str(deep))
    ears = Ears(open_bell(str(vault)), beat)
    next(Watcher(vault, Marked(vault), print, ears).run())
    assert answered(ears, deep, vault, monkeypatch) == "marked"
    ears.bell.close()
    beat.close()


# -- the commands --------------------------------------------------------------------------------


@contextmanager
def start(vault: Path, *argv: str) -> Iterator[subprocess.Popen[str]]:
    """A command that goes on until it is stopped; whatever becomes of the test, it ends with it."""
    program = [sys.executable, "-m", "infoview_md", "--vault", str(vault), *argv]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_check_watch_tells_of_a_new_fault(vault: Path) -> None:
    with start(vault, "check", "--watch") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stderr.readline().startswith("no problems in ")
        (vault / "contacts" / "Kari.md").write_text("---\nnot_before: 2026-02-30\n---\n")
        told = process.stdout.readline()
    assert told.startswith("contacts/Kari.md:2:13: error bad-date: ")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_watch_tells_what_was_saved_and_ends_well(vault: Path, ending: int) -> None:
    with start(vault, "watch", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["event"] == "watching"
        (vault / "contacts/Kari.md").write_text("")
        told = json.loads(process.stdout.readline())
        process.send_signal(ending)
        assert process.stderr.read() == "stopped\n"
        assert process.wait() == 0
    assert (told["event"], told["changed"]) == ("changed", ["contacts/Kari.md"])


def test_a_vault_has_one_watcher(run: Run, vault: Path) -> None:
    with start(vault, "watch") as process:
        assert process.stdout is not None
        process.stdout.readline()
        second = run("watch", vault=vault)
    assert second.exit_code == 5
    assert "another infoview is watching this vault" in second.stderr
    assert run("watch", "--once", vault=vault).exit_code == 0


def test_what_is_ticked_is_logged_at_once(run: Run, example: Path) -> None:
    run("today", "--write", vault=example)
    listed = (example / "Today.md").read_text()
    assert "- [x]" not in listed
    with start(example, "watch") as process:
        assert process.stdout is not None
        process.stdout.readline()
        ticked = listed.replace("- [ ] log it [[Petra Nowak]]", "- [x] log it [[Petra Nowak]]")
        assert ticked != listed
        (example / "Today.md").write_text(ticked)
        for line in process.stdout:
            if "Petra Nowak: - 2026-11-18 met" in line:
                break
        process.terminate()
        process.wait()
    assert "- 2026-11-18 met" in (example / "contacts/Petra Nowak.md").read_text()
    assert "[x]" not in (example / "Today.md").read_text()
    assert run("undo", vault=example).exit_code == 0
    assert (example / "Today.md").read_text() == ticked


def test_a_tick_that_cannot_be_logged_is_told_once(run: Run, example: Path) -> None:
    run("today", "--write", vault=example)
    listed = (example / "Today.md").read_text()
    ticked = listed.replace("- [ ] log it", "- [x] log it", 1).replace("[[2026-11", "[[2025-11")
    assert ticked != listed
    (example / "Today.md").write_text(ticked)
    result = run("watch", "--once", "--quiet", vault=example)
    assert result.stdout.count("stays") == 1
    with start(example, "watch", "--quiet") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        (example / "contacts/Kari.md").write_text("")
        (example / "contacts/Ola.md").write_text("")
        time.sleep(0.5)
        process.terminate()
        rest = process.stdout.read()
    assert "stays" in first
    assert rest == ""


class Looking:
    """A watcher's desk that looks when it is told to, and what it says."""

    def __init__(self, vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
        app = App()
        app.vault_option = str(vault)
        self._desk = Desk(app, Telling(app, as_json=False, is_quiet=True), Horizon.TODAY)
        self._capsys = capsys

    def look(self) -> str:
        """What one look at Today.md says."""
        self._capsys.readouterr()
        self._desk.settle()
        return "".join(self._capsys.readouterr())


@pytest.fixture
def ticked(run: Run, example: Path) -> tuple[str, str]:
    """The list, and the same with a tick, which is there."""
    run("today", "--write", vault=example)
    listed = (example / "Today.md").read_text()
    ticked = listed.replace("- [ ] log it [[Petra Nowak]]", "- [x] log it [[Petra Nowak]]")
    assert ticked != listed
    (example / "Today.md").write_text(ticked)
    return listed, ticked


LOGGED = "Petra Nowak: - 2026-11-18 met"
RESTORED = "undo brought ticks back"


@pytest.mark.parametrize("is_new", [False, True], ids=["the same watcher", "another"])
def test_a_tick_that_undo_brought_back_is_not_logged_again(
    run: Run,
    example: Path,
    ticked: tuple[str, str],
    is_new: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = Looking(example, capsys)
    assert LOGGED in desk.look()
    before = (example / "contacts/Petra Nowak.md").read_text()
    assert run("undo", vault=example).exit_code == 0
    assert (example / "Today.md").read_text() == ticked[1]
    if is_new:
        desk = Looking(example, capsys)
    assert RESTORED in desk.look()
    os.utime(example / "Today.md")
    assert desk.look() == ""
    assert (example / "contacts/Petra Nowak.md").read_text() != before
    for text, said in zip(ticked, ("", LOGGED), strict=True):  # taken back, and ticked anew
        (example / "Today.md").write_text(text)
        assert (said in desk.look()) if said else (desk.look() == "")
    assert (example / "contacts/Petra Nowak.md").read_text() == before


def test_a_tick_that_an_editor_brought_back_is_not_logged_again(
    example: Path, ticked: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    note = example / "contacts/Petra Nowak.md"
    before = note.read_text()
    desk = Looking(example, capsys)
    assert LOGGED in desk.look()
    assert desk.look() == ""
    note.write_text(before)
    (example / "Today.md").write_text(ticked[1])
    assert desk.look() == ""
    assert note.read_text() == before


def test_a_name_of_two_lines_is_told_on_one(vault: Path) -> None:
    with start(vault, "watch") as process:
        assert process.stdout is not None
        process.stdout.readline()
        (vault / "contacts/Petra\n09:00:00 Petra Nowak.md").write_text("")
        assert r"changed contacts/Petra\x0a09:00:00 Petra Nowak.md" in process.stdout.readline()


def test_where_git_is_at_work_a_tick_waits(run: Run, example: Path) -> None:
    run("today", "--write", vault=example)
    text = (example / "Today.md").read_text()
    (example / "Today.md").write_text(text.replace("- [ ] log it", "- [x] log it", 1))
    (example / ".git").mkdir(exist_ok=True)
    (example / ".git/MERGE_HEAD").write_text("")
    waiting = run("watch", "--once", "--json", vault=example)
    events = [json.loads(line) for line in waiting.stdout.splitlines()]
    assert [event["event"] for event in events] == ["watching", "notice"]
    assert "merge" in events[1]["told"]
    with start(example, "watch", "--quiet") as process:
        assert process.stderr is not None
        assert "merge" in process.stderr.readline()
        for name in ("Kari", "Ola"):  # told once, and not with every save
            (example / f"contacts/{name}.md").write_text("")
            time.sleep(0.3)
        process.terminate()
        assert process.stderr.read() == "stopped\n"
    (example / ".git/MERGE_HEAD").unlink()
    assert "Petra Nowak: " in run("watch", "--once", "--quiet", vault=example).stdout
