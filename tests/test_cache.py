"""The cache of a vault: what it says is what the files say, or it says nothing."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest

from infoview_md.core.digest import MAX_NOTE_BYTES
from infoview_md.core.index import Index, build_index
from infoview_md.vault import stamps as looking
from infoview_md.vault.cache import SEAL, Answer, Cache, open_cache
from infoview_md.vault.cache_writing import LOCK, WHOSE, NoCache, seal, throw_away, writing
from infoview_md.vault.indexing import freshen, read_index
from infoview_md.vault.keeping import keep, put_answer
from infoview_md.vault.stamps import RACY
from infoview_md.vault.surroundings import sign_program
from infoview_md.vault.vault import Vault

NOTE = '---\ntype: contact\ncompany: "[[Acme]]"\ncountry: {country}\n---\n## Log\n\n{log}\n'
QUESTION = "today"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A vault of three notes, all of them old enough to be trusted."""
    root = tmp_path / "vault"
    write(root, "infoview.toml", 'rules = "classic"\n')
    write(root, "companies/Acme.md", "---\ntype: company\n---\n")
    write(root, "contacts/Ada Byron.md", NOTE.format(country="GB", log="- 2026-11-02 request"))
    write(root, "contacts/Zoë Müller.md", NOTE.format(country="DE", log=""))
    return root


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A clock that is ahead of the files' by so much that every stamp is old, and can be set."""
    ahead = [10 * RACY]
    system = time.time_ns
    monkeypatch.setattr(looking, "read_clock", lambda: system() + ahead[0])

    def put(nanoseconds: int) -> None:
        ahead[0] = nanoseconds

    return put


def look(root: Path, is_verified: bool = False) -> tuple[Index, Cache]:
    cache = reopen(root)
    return read_index(Vault(root), cache, is_verified=is_verified), cache


def reopen(root: Path) -> Cache:
    cache = open_cache(root)
    assert cache is not None
    return cache


def is_equal(root: Path, index: Index) -> bool:
    vault = Vault(root)
    whole = build_index(vault.read(), vault.config.keys)
    return (
        dict(index.readings) == dict(whole.readings)
        and [*index.source.readings()] == [*whole.source.readings()]
        and index.source.count_links() == whole.source.count_links()
        and all(index.source.kind(path) is whole.source.kind(path) for path in whole.readings)
        and index.source.kind(PurePosixPath("nobody.md")) is None
        and index.source.countries() == whole.source.countries()
        and list(index.source.everyone()) == list(whole.source.everyone())
        and all(
            list(index.source.answering(key)) == list(whole.source.answering(key))
            and list(index.source.linking(key)) == list(whole.source.linking(key))
            for key in ("acme", "ada byron", "zoë müller", "nobody")
        )
    )


def keep_answer(cache: Cache, question: str, answer: Answer) -> None:
    assert cache.head is not None
    keep(
        cache,
        cache.head.generation,
        put_answer(question, answer, rests_on_words=True),
    )


def changed(root: Path) -> frozenset[str]:
    cache = reopen(root)
    try:
        return freshen(Vault(root), cache)
    finally:
        cache.close()


def test_a_new_cache_says_what_the_notes_say(root):
    index, cache = look(root)
    assert cache.head is not None
    assert is_equal(root, index)


def test_what_nobody_touched_is_not_read_again(root):
    assert len(changed(root)) == 3
    assert changed(root) == frozenset()


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        (lambda root: write(root, "contacts/New.md", NOTE), {"contacts/New.md"}),
        (lambda root: (root / "companies/Acme.md").unlink(), {"companies/Acme.md"}),
        (
            lambda root: (root / "companies/Acme.md").rename(root / "companies/Acme AG.md"),
            {"companies/Acme.md", "companies/Acme AG.md"},
        ),
        (
            lambda root: write(root, "contacts/Ada Byron.md", "no front matter"),
            {"contacts/Ada Byron.md"},
        ),
        (lambda root: write(root, "contacts/Ada Byron.md", "---\n[["), {"contacts/Ada Byron.md"}),
    ],
    ids=["new", "gone", "renamed", "written", "broken"],
)
def test_only_what_has_changed_is_read_again(root, change, paths):
    look(root)[1].close()
    change(root)
    assert changed(root) == paths
    index, _ = look(root)
    assert is_equal(root, index)


def replay(file: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a file of the same size such that its stamp stays the same, as within one tick."""
    before = file.stat()
    taken = looking.pack_stamps

    def stamps(home: str, ignored: object = None) -> tuple[bytes, ...]:
        told = (before.st_size, before.st_mtime_ns, before.st_ctime_ns, before.st_ino)
        return looking.pack(
            (folder, [(s[0], *told) if s[0] == file.name else s for s in found])
            for folder, found in looking.unpack(taken(home, ignored))  # type: ignore[arg-type]
        )

    assert len(text.encode()) == before.st_size
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(looking, "pack_stamps", stamps)


def test_a_file_that_was_written_just_before_is_read_again(root, clock, monkeypatch):
    clock(0)
    look(root)[1].close()
    file = root / "contacts/Ada Byron.md"
    text = file.read_text(encoding="utf-8").replace("request", "touched")
    replay(file, text, monkeypatch)
    assert changed(root) == {"contacts/Ada Byron.md"}


def test_a_stamp_that_is_old_enough_is_trusted(root, monkeypatch):
    """The control: without a doubt about the stamp, such a change would go unseen."""
    look(root)[1].close()
    file = root / "contacts/Ada Byron.md"
    text = file.read_text(encoding="utf-8").replace("request", "touched")
    replay(file, text, monkeypatch)
    assert changed(root) == frozenset()


def test_with_a_clock_that_went_back_no_stamp_is_trusted(root, clock, monkeypatch):
    look(root)[1].close()
    file = root / "contacts/Ada Byron.md"
    text = file.read_text(encoding="utf-8").replace("request", "touched")
    replay(file, text, monkeypatch)
    clock(5 * RACY)
    assert changed(root) == {"contacts/Ada Byron.md"}


def test_who_writes_trusts_no_stamp(root, monkeypatch):
    look(root)[1].close()
    file = root / "contacts/Ada Byron.md"
    text = file.read_text(encoding="utf-8").replace("GB", "NO")
    replay(file, text, monkeypatch)
    index, _ = look(root, is_verified=True)
    assert is_equal(root, index)


def test_old_doubts_are_settled_by_the_next_look(root, clock):
    clock(0)
    _, cache = look(root)
    assert cache.head is not None
    assert len(cache.head.racy) == 3
    cache.close()
    clock(10 * RACY)
    look(root)[1].close()
    _, cache = look(root)
    assert cache.head is not None
    assert cache.head.racy == ()


def test_other_words_for_the_fields_mean_another_cache(root):
    look(root)[1].close()
    write(root, "infoview.toml", '[keys]\ncountry = ["land"]\n')
    assert len(changed(root)) == 3
    write(root, "infoview.toml", '# the same\n[keys]\ncountry = ["land"]\n')
    assert changed(root) == frozenset()
    write(root, "infoview.toml", 'ignore = ["contacts"]\n')
    index, _ = look(root)
    assert [str(path) for path in index.readings] == ["companies/Acme.md"]


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(root):
    index, cache = look(root)
    (root / "contacts/Zoë Müller.md").unlink()
    assert changed(root) == {"contacts/Zoë Müller.md"}
    assert len(index.contacts) == 2
    assert sum(len(contact.events) for contact in index.contacts.values()) == 1
    cache.close()


# -- notes that cannot be read -------------------------------------------------------------------


@contextmanager
def failing(name: str) -> Iterator[None]:
    """A disk that does not give out one file."""
    system = os.open

    def refuse(path: str, *rest: int, **more: int) -> int:
        if str(path).endswith(name):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return system(path, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", refuse)
        yield


@pytest.mark.parametrize("begins", ["with the fault", "without"])
def test_a_disk_that_fails_for_a_moment_is_asked_again(root, begins):
    if begins == "without":
        look(root)[1].close()
        os.utime(root / "contacts/Ada Byron.md")
        write(root, "companies/Acme.md", "other")
        write(root, "contacts/Ada Byron.md", "other")
    with failing("Ada Byron.md"):
        index, cache = look(root)
        assert is_equal(root, index)
        cache.close()
        assert changed(root) == frozenset()
    assert not is_sure(root)
    index, cache = look(root)
    assert is_equal(root, index)
    cache.close()
    assert is_sure(root)
    assert changed(root) == frozenset()


def is_sure(root: Path) -> bool:
    cache = reopen(root)
    try:
        return cache.is_unchanged(sign_program())
    finally:
        cache.close()


def test_what_never_can_be_read_is_no_change(root):
    (root / "folder.md").mkdir()
    (root / "elsewhere.md").symlink_to("/etc/hostname")
    (root / "nowhere.md").symlink_to("nothing")
    os.mkfifo(root / "pipe.md")
    (root / "large.md").write_bytes(b"x" * (MAX_NOTE_BYTES + 1))
    (root / os.fsdecode(b"\xff.md")).write_text("a name that is no text")
    look(root)[1].close()
    before = reopen(root).mark
    assert before is not None
    look(root, is_verified=True)[1].close()
    assert reopen(root).mark == before
    assert is_sure(root)


# -- damage --------------------------------------------------------------------------------------


def files_of(root: Path) -> tuple[Path, Path]:
    """The seal and the database of a vault's cache."""
    cache = reopen(root)
    folder = Path(cache.folder)
    cache.close()
    return folder / SEAL, folder / (folder / SEAL).read_text().split()[0]


def replace_by_pipe(*files: Path) -> None:
    """Whoever opens one of them, waits."""
    for file in files:
        file.unlink()
        os.mkfifo(file)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _, file: file.unlink(),
        lambda seal, _: seal.unlink(),
        lambda _, file: file.write_bytes(b""),
        lambda _, file: file.write_bytes(file.read_bytes()[:5000]),
        lambda seal, _: seal.write_bytes(b"\xff\x00"),
        lambda seal, _: seal.write_text("../../etc/passwd 1 2 3 4 5\n"),
        lambda _, file: (file.unlink(), file.mkdir()),
        lambda seal, _: (seal.unlink(), seal.mkdir()),
        lambda _, file: file.with_name(file.name + "-wal").write_bytes(b"junk" * 5000),
        lambda _, file: replace_by_pipe(file),
        lambda seal, _: replace_by_pipe(seal),
        lambda seal, _: replace_by_pipe(*(seal.with_name(one) for one in (SEAL, LOCK, WHOSE))),
    ],
    ids=[
        *("no file", "no seal", "empty", "cut", "junk for a seal", "a seal that leads elsewhere"),
        *("a folder", "a folder for a seal", "a junk log"),
        *("a pipe", "a pipe for a seal", "a pipe for every file beside it"),
    ],
)
def test_a_damaged_cache_is_made_anew_or_done_without(root, damage):
    look(root)[1].close()
    damage(*files_of(root))
    index, cache = look(root)
    assert is_equal(root, index)
    cache.close()
    index, cache = look(root)
    assert is_equal(root, index)
    assert cache.head is not None
    cache.close()


def test_a_byte_changed_behind_our_back_breaks_the_seal(root):
    look(root)[1].close()
    _, file = files_of(root)
    times, data = file.stat(), bytearray(file.read_bytes())
    at = data.index(b"request")
    data[at : at + 7] = b"mangled"
    file.write_bytes(data)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    index, cache = look(root)
    assert is_equal(root, index)
    cache.close()


def test_without_the_seal_it_would_be_believed(root, monkeypatch):
    """The control."""
    look(root)[1].close()
    seal, file = files_of(root)
    file.write_bytes(file.read_bytes().replace(b"GB", b"NO"))
    told = seal.read_text().split(" ", 1)[1]
    monkeypatch.setattr("infoview_md.vault.cache.describe", lambda _: told)
    cache = reopen(root)
    assert cache.connection is not None
    rows = cache.connection.execute("SELECT DISTINCT country FROM note ORDER BY 1").fetchall()
    assert rows == [("",), ("DE",), ("NO",)]
    cache.close()


def damage_table(root: Path, table: str) -> None:
    """Take a table away and leave the database under a seal that is valid."""
    seal_file, file = files_of(root)
    with sqlite3.connect(file) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO lost")
    connection.close()
    seal(str(seal_file.parent), file.name)


@pytest.mark.parametrize("table", ["note", "reading", "aspect"])
def test_a_database_that_sqlite_stumbles_over_is_made_anew_by_the_second_command(root, table):
    look(root)[1].close()
    damage_table(root, table)
    write(root, "contacts/Ada Byron.md", "other")
    index, cache = look(root)
    assert is_equal(root, index)
    cache.close()
    index, cache = look(root)
    assert cache.head is not None
    assert is_equal(root, index)
    cache.close()


def test_so_is_one_to_which_no_answer_can_be_put(root):
    look(root)[1].close()
    damage_table(root, "answer")
    _, cache = look(root)
    keep_answer(cache, QUESTION, Answer(b"out", b"", 0))
    assert reopen(root).head is None
    _, cache = look(root)
    keep_answer(cache, QUESTION, Answer(b"out", b"", 0))
    assert reopen(root).find_answer(QUESTION) is not None


def test_a_database_that_is_only_locked_is_not_thrown_away(root):
    look(root)[1].close()
    seal_file, _ = files_of(root)
    for code, is_left in ((sqlite3.SQLITE_BUSY, True), (sqlite3.SQLITE_CORRUPT, False)):
        cache = reopen(root)

        def fail(*_: object, code: int = code) -> None:
            error = sqlite3.OperationalError("it fails")
            error.sqlite_errorcode = code
            raise error

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("infoview_md.vault.indexing._find_difference", fail)
            with pytest.raises(NoCache):
                freshen(Vault(root), cache)
        assert seal_file.exists() == is_left


def test_where_nothing_can_be_kept_the_notes_are_read(root, machine):
    (machine / "cache").mkdir(parents=True, exist_ok=True)
    (machine / "cache" / "infoview").write_text("in the way")
    index, cache = look(root)
    assert cache.head is None
    assert is_equal(root, index)


def test_thrown_away_means_gone_from_the_disk(root):
    _, cache = look(root)
    folder = Path(cache.folder)
    throw_away(cache)
    assert [path.name for path in folder.iterdir()] == ["lock"]


def test_a_folder_that_is_none_of_ours_does_not_stop_it(root):
    _, cache = look(root)
    folder = Path(cache.folder)
    (folder / "a folder").mkdir()
    throw_away(cache)
    assert sorted(path.name for path in folder.iterdir()) == ["a folder", "lock"]


def test_what_is_kept_of_a_vault_that_was_moved_is_thrown_away_with_this_ones(root, run):
    run("show", "ada", vault=root)
    folder = Path(reopen(root).folder)
    moved = root.rename(root.with_name("moved"))
    assert any(b"Ada Byron" in path.read_bytes() for path in folder.glob("index-*.db"))
    run("forget", "ada", "--yes", vault=moved)
    base = folder.parent
    left = [path for path in base.rglob("*") if path.is_file() and b"Ada" in path.read_bytes()]
    assert left == []


# -- several processes ---------------------------------------------------------------------------


def test_two_may_not_write_at_once(root):
    _, one = look(root)
    _, other = look(root)
    with writing(one), pytest.raises(NoCache), writing(other, patience=0):
        pass  # pragma: no cover


def test_the_lock_ends_with_the_process(root):
    _, cache = look(root)
    code = (
        "import os, signal, sys\n"
        "from infoview_md.vault.cache import open_cache\n"
        "from infoview_md.vault.cache_writing import writing\n"
        "with writing(open_cache(sys.argv[1])):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(root)]).returncode == -9
    with writing(cache, patience=0):
        assert cache.head is not None


# -- answers -------------------------------------------------------------------------------------


def test_a_long_answer_comes_in_pieces(root, monkeypatch):
    monkeypatch.setattr("infoview_md.vault.cache.PIECE", 4)
    _, cache = look(root)
    keep_answer(cache, QUESTION, Answer(b"0123456789", b"", 0))
    found = reopen(root).find_answer(QUESTION)
    assert found is not None
    assert list(found.out) == [b"0123", b"4567", b"89"]


def test_a_long_answer_that_cannot_be_read_to_its_end_says_so(root, monkeypatch):
    monkeypatch.setattr("infoview_md.vault.cache.PIECE", 4)
    _, cache = look(root)
    keep_answer(cache, QUESTION, Answer(b"0123456789", b"", 0))
    cache = reopen(root)
    found = cache.find_answer(QUESTION)
    assert found is not None
    assert next(found.out) == b"0123"
    cache.close()
    with pytest.raises(sqlite3.Error):
        next(found.out)


def test_an_answer_holds_until_a_note_changes(root):
    _, cache = look(root)
    keep_answer(cache, QUESTION, Answer(b"out", b"err", 1))
    cache = reopen(root)
    found = cache.find_answer(QUESTION)
    assert found is not None
    assert Answer(b"".join(found.out), found.err, found.code) == Answer(b"out", b"err", 1)
    assert cache.find_answer("other") is None
    cache.close()
    write(root, "contacts/Ada Byron.md", "other")
    _, cache = look(root)
    assert cache.find_answer(QUESTION) is None


def test_an_answer_to_older_notes_is_not_kept(root):
    _, old = look(root)
    write(root, "contacts/Ada Byron.md", "other")
    look(root)[1].close()
    keep_answer(old, QUESTION, Answer(b"out", b"", 0))
    cache = reopen(root)
    assert cache.find_answer(QUESTION) is None


def test_the_oldest_answers_make_room(root, monkeypatch):
    monkeypatch.setattr("infoview_md.vault.keeping.MOST_ANSWERS", 10)
    for number in range(5):
        _, cache = look(root)
        keep_answer(cache, str(number), Answer(b"1234", b"", 0))
    cache = reopen(root)
    assert [cache.find_answer(str(number)) is not None for number in range(5)] == [
        *(False,) * 3,
        *(True,) * 2,
    ]


def test_sqlite_is_asked_for_nothing_that_it_does_not_have():
    assert sqlite3.sqlite_version_info >= (3, 9)
