"""The cache of a watched vault: brought up note by note, and vouched for to whoever reads."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infoview_md.core.digest import MAX_NOTE_BYTES
from infoview_md.errors import InfoviewError
from infoview_md.vault import cache_look, stamps
from infoview_md.vault.cache import Cache, describe, open_cache
from infoview_md.vault.cache_files import find_cache_folder
from infoview_md.vault.cache_look import CacheLook
from infoview_md.vault.cache_writing import NoCache
from infoview_md.vault.heartbeat import Heartbeat
from infoview_md.vault.indexing import freshen, read_index
from infoview_md.vault.surroundings import sign_program
from infoview_md.vault.vault import Vault
from infoview_md.vault.watch import Ears, open_bell
from infoview_md.vault.watcher import Updated, Watcher
from tests.conftest import Run
from tests.tools.prove_watch import find_differences


@pytest.fixture
def people(vault: Path) -> Path:
    """Two notes that are older than any doubt."""
    for name in ("Kari", "Ola"):
        write(vault / f"contacts/{name}.md", "old", age=100)
    return vault


def write(path: Path, text: str, age: int = 0) -> None:
    path.write_text(f"---\ntype: contact\n---\n\n{text}\n")
    if age:
        # The time of the inode cannot be set: what is just made is in doubt all the same.
        os.utime(path, (path.stat().st_mtime - age,) * 2)


def open_one(vault: Path) -> Cache:
    cache = open_cache(vault)
    assert cache is not None
    return cache


@pytest.fixture
def look(people: Path) -> CacheLook:
    """One that has looked at everything."""
    look = CacheLook(people, open_one(people))
    look.whole()
    return look


def is_equal(vault: Path) -> bool:
    """Whether the cache says what the disk says, and looks as a whole look would leave it."""
    cache = open_one(vault)
    assert cache.head is not None
    try:
        return not find_differences(cache, vault) and cache.is_unchanged(sign_program())
    finally:
        cache.close()


def test_a_whole_look_makes_the_cache(look: CacheLook, people: Path) -> None:
    assert is_equal(people)
    assert look.whole().changed == ()
    assert look.whole().mark is not None


def test_a_note_that_was_saved_is_read_alone(
    look: CacheLook, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look.some(()).mark
    write(people / "contacts/Kari.md", "new")
    write(people / "contacts/Ola.md", "new, and not told of")
    monkeypatch.setattr(cache_look, "freshen", None)
    looked = look.some(["contacts/Kari.md"])
    assert looked.changed == ("contacts/Kari.md",)
    assert looked.mark != before
    assert "contacts/Kari.md" in looked.racy
    assert not is_equal(people)
    assert look.some(["contacts/Ola.md"]).changed == ("contacts/Ola.md",)
    assert is_equal(people)


def test_notes_come_and_go(look: CacheLook, people: Path) -> None:
    (people / "contacts/Kari.md").rename(people / "contacts/Anna.md")
    write(people / "companies/Acme.md", "new")
    looked = look.some(["contacts/Kari.md", "contacts/Anna.md", "companies/Acme.md"])
    assert looked.gone == ("contacts/Kari.md",)
    assert set(looked.changed) == {"contacts/Anna.md", "companies/Acme.md"}
    assert is_equal(people)
    assert look.some(["contacts/never there.md"]).gone == ()


def test_bytes_that_stay_are_no_change(look: CacheLook, people: Path) -> None:
    before = look.some(()).mark
    os.utime(people / "contacts/Kari.md")
    assert look.some(["contacts/Kari.md"]).mark == before
    assert is_equal(people)


def test_what_is_in_doubt_is_looked_at_again(
    look: CacheLook, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(look.whole().racy) == {"contacts/Kari.md", "contacts/Ola.md"}
    now = stamps.read_clock()
    monkeypatch.setattr(cache_look, "read_clock", lambda: now + 3_000_000_000)
    assert look.some(["contacts/Kari.md"]).racy == ("contacts/Ola.md",)
    assert look.some(["contacts/Ola.md"]).racy == ()


def test_a_single_save_is_not_brought_to_the_disk_at_once(look: CacheLook, people: Path) -> None:
    database = os.path.join(look._cache.folder, look._cache.name)
    before = describe(database)
    write(people / "contacts/Kari.md", "new")
    look.some(["contacts/Kari.md"])
    assert describe(database) == before
    look.some(["contacts/Kari.md"])  # nothing new: a good moment
    assert describe(database) != before
    assert is_equal(people)


def test_a_watcher_that_is_killed_leaves_a_cache_that_is_whole(people: Path) -> None:
    child = os.fork()
    if not child:
        look = CacheLook(people, open_one(people))
        look.whole()
        write(people / "contacts/Kari.md", "new")
        look.some(["contacts/Kari.md"])
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert is_equal(people)
    freshen(Vault(people), open_one(people))
    assert is_equal(people)


def test_where_another_process_was_faster_everything_is_looked_at(
    look: CacheLook, people: Path
) -> None:
    write(people / "contacts/Kari.md", "new")
    freshen(Vault(people), open_one(people))
    write(people / "contacts/Ola.md", "new")
    looked = look.some(["contacts/Kari.md"])
    assert set(looked.changed) == {"contacts/Kari.md", "contacts/Ola.md"}
    assert looked.mark is not None
    assert is_equal(people)


def test_what_may_become_readable_in_silence_is_not_vouched_for(
    look: CacheLook, people: Path
) -> None:
    system = os.open

    def refuse(path: str, *rest: int, **more: int) -> int:
        if str(path).endswith("Kari.md"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return system(path, *rest, **more)

    write(people / "contacts/Kari.md", "new")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", refuse)
        looked = look.some(["contacts/Kari.md"])
        assert looked.mark is None
        assert "contacts/Kari.md" not in looked.racy  # which would be looked at again and again
        assert look.some(()).mark is None
        assert look.whole().mark is None
    assert look.whole().mark is not None
    assert is_equal(people)


def test_a_note_that_went_unheard_meanwhile_is_taken_out_by_the_next_whole_look(
    look: CacheLook, people: Path
) -> None:
    """As where a folder is removed note by note: one has rung, and the other is gone already."""
    for name in ("Kari", "Ola"):
        (people / f"contacts/{name}.md").unlink()
    assert look.some(["contacts/Kari.md"]).gone == ("contacts/Kari.md",)
    assert look.whole().gone == ("contacts/Ola.md",)
    assert is_equal(people)


def test_a_note_that_nobody_can_read_is_vouched_for_all_the_same(
    look: CacheLook, people: Path
) -> None:
    (people / "folder.md").mkdir()
    (people / "contacts/Kari.md").write_bytes(b"x" * (MAX_NOTE_BYTES + 1))
    assert look.whole().mark is not None


def test_a_cache_that_was_thrown_away_is_made_again(look: CacheLook, people: Path) -> None:
    (Path(look._cache.folder) / "current").unlink()
    write(people / "contacts/Kari.md", "new")
    assert look.some(["contacts/Kari.md"]).mark is not None
    assert is_equal(people)


def test_where_nothing_can_be_kept_changes_are_told_and_nothing_is_vouched_for(
    look: CacheLook, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NoCache

    monkeypatch.setattr(cache_look, "freshen", refuse)
    monkeypatch.setattr(cache_look, "writing", refuse)
    write(people / "contacts/Kari.md", "new")
    looked = look.some(["contacts/Kari.md"])
    assert looked.changed == ("contacts/Kari.md",)
    assert looked.mark is None


def test_an_old_program_leaves_the_cache_to_a_new_one(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_look, "sign_program", Signed("old", "old"))
    look = CacheLook(people, open_one(people))
    look.whole()  # what another edition left is ours, as long as ours is the one on the disk
    monkeypatch.setattr(cache_look, "sign_program", Signed("old", "new"))
    freshen(Vault(people), open_one(people))
    with pytest.raises(Updated, match="start `infoview watch` again"):
        look.whole()
    watcher = Watcher(people, look, print, Ears(open_bell(str(people))))
    with pytest.raises(InfoviewError):
        next(watcher.run())


class Signed:
    """A program that began as one edition, and is another on the disk."""

    def __init__(self, running: str, there: str) -> None:
        self._running = running
        self.__wrapped__ = lambda: there

    def __call__(self) -> str:
        return self._running


# -- who reads while it is watched ---------------------------------------------------------------


@contextmanager
def watched(vault: Path) -> Iterator[None]:
    """A watcher in a thread of its own, which has looked at everything."""
    cache = open_one(vault)
    heartbeat = Heartbeat(made(cache.folder))
    ears = Ears(open_bell(str(vault)), heartbeat)
    looks = Watcher(vault, CacheLook(vault, cache), print, ears).run()
    next(looks)
    is_over = threading.Event()

    def serve() -> None:
        while not is_over.is_set():
            rung = ears.sit(0.01)
            if rung is not None:
                ears.keep(rung)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        ears.bell.close()
        heartbeat.close()


def made(folder: str) -> str:
    os.makedirs(folder, exist_ok=True)
    return folder


def refuse_to_look(*_: object) -> None:
    raise AssertionError("every file was looked at")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this machine is."""
    monkeypatch.setattr("infoview_md.vault.heartbeat.PATIENCE", 10.0)


def test_while_it_is_watched_no_file_is_looked_at(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched(people):
        monkeypatch.setattr(stamps, "pack_stamps", refuse_to_look)
        assert open_one(people).is_unchanged(sign_program())
        assert len(read_index(Vault(people), open_one(people), is_verified=False).contacts) == 2
        with pytest.raises(AssertionError):
            read_index(Vault(people), open_one(people), is_verified=True)
    with pytest.raises(AssertionError):
        open_one(people).is_unchanged(sign_program())


def test_a_check_of_the_cache_looks_for_itself(run: Run, people: Path) -> None:
    with watched(people):
        result = run("index", "--verify", vault=people)
    assert result.exit_code == 0, result.stderr


def test_what_was_not_looked_at_is_not_vouched_for(people: Path) -> None:
    with watched(people):
        assert open_one(people).is_vouched()
        write(people / "contacts/Kari.md", "new")
        cache = open_one(people)
        assert not cache.is_vouched()
        assert not cache.is_unchanged(sign_program())


def test_another_state_of_the_cache_is_not_vouched_for(people: Path) -> None:
    with watched(people):
        cache = open_one(people)
        assert cache.head is not None
        cache.head = cache.head._replace(generation=cache.head.generation + 1)
        assert not cache.is_vouched()


def test_without_a_cache_nothing_is_kept(run: Run, people: Path) -> None:
    assert run("watch", "--once", "--no-cache", vault=people).exit_code == 0
    folder = find_cache_folder()
    assert folder is not None
    assert not (folder / "vaults").exists()
