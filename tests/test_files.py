"""Writing: a file is made or changed whole, or stays as it was, whatever the disk does."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.edit import Edit, Splice, new_file
from infoview_md.core.note import MAX_NOTE_BYTES, digest_of
from infoview_md.errors import Busy, NotDurable, Refused
from infoview_md.vault.changes import Change, prepare, splice
from infoview_md.vault.files import make_folder
from infoview_md.vault.state import find_state, hold
from infoview_md.vault.transaction import carry_out
from infoview_md.vault.whole_file import TooLarge, read_regular_file, read_whole_file

ZOE = PurePosixPath("contacts/Zoe.md")
OLD = "---\nrole: old\n---\n"


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """The usual umask, whatever the developer's is."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def zoe(vault: Path) -> Path:
    """A note in the vault."""
    path = vault / ZOE
    path.write_bytes(OLD.encode())
    return path


def edit_of(path: Path, *splices: Splice) -> Edit:
    """An edit of Zoe's note as it is now."""
    return Edit(ZOE, digest_of(path.read_bytes()), splices)


NEW_ROLE = Splice(10, 13, "new")


def write_change(change: Change) -> list[str]:
    """Carry out one change, as a command of its own."""
    folders = change.target.parents
    state = find_state(next(folder for folder in folders if (folder / "infoview.toml").is_file()))
    with hold(state):
        return carry_out(state, [change])


def write(root: Path, edit: Edit) -> None:
    """Prepare and write one edit."""
    write_change(prepare(root, edit))


def listing(root: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their bytes, folders without."""
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None
        for path in sorted(root.rglob("*"))
    }


# -- a new file ----------------------------------------------------------------------------------


def test_a_new_file_has_the_bytes_and_the_usual_mode(vault: Path) -> None:
    write(vault, new_file(ZOE, "\ufeffa\r\nZoë"))
    assert (vault / ZOE).read_bytes() == b"\xef\xbb\xbfa\r\nZo\xc3\xab"
    assert stat.S_IMODE((vault / ZOE).stat().st_mode) == 0o644


def test_the_folders_of_a_new_file_are_made(vault: Path) -> None:
    write(vault, new_file(PurePosixPath("interviews/2026/11/a.md"), "x"))
    assert (vault / "interviews/2026/11/a.md").read_bytes() == b"x"


def test_a_file_that_is_there_is_not_overwritten(vault: Path, zoe: Path) -> None:
    with pytest.raises(Busy, match="is there already"):
        write(vault, new_file(ZOE, "new"))
    assert zoe.read_text() == OLD


def test_a_file_made_since_the_check_is_not_overwritten(vault: Path) -> None:
    change = prepare(vault, new_file(ZOE, "mine"))
    (vault / ZOE).write_text("theirs")
    with pytest.raises(Busy, match="saved by another program meanwhile"):
        write_change(change)
    assert (vault / ZOE).read_text() == "theirs"


def test_a_dead_link_is_a_file_that_is_there(vault: Path) -> None:
    (vault / ZOE).symlink_to("nowhere.md")
    with pytest.raises(Busy, match="is there already"):
        write(vault, new_file(ZOE, "new"))
    assert not (vault / "contacts/nowhere.md").exists()


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        ("contacts/Zoe.md", "contacts/zoe.md"),
        ("contacts/Zoe\u0308.md", "contacts/Zo\u00eb.md"),
        ("contacts/STRASSE.md", "contacts/Straße.md"),
        ("contacts/Sub/a.md", "contacts/sub/b.md"),
        ("Contacts2/a.md", "contacts2/b.md"),
    ],
)
def test_names_that_some_system_cannot_tell_apart_are_refused(
    vault: Path, there: str, wanted: str
) -> None:
    (vault / there).parent.mkdir(exist_ok=True)
    (vault / there).write_text("old")
    before = listing(vault)
    with pytest.raises(Refused, match="some systems take for the same name"):
        write(vault, new_file(PurePosixPath(wanted), "new"))
    assert listing(vault) == before


def test_a_file_in_the_way_of_a_folder_is_told(vault: Path, zoe: Path) -> None:
    with pytest.raises(Refused, match=r"below the file Zoe\.md; move that away"):
        write(vault, new_file(ZOE / "a.md", "x"))
    assert zoe.read_text() == OLD


# -- a changed file ------------------------------------------------------------------------------


def test_only_the_named_bytes_change(vault: Path, zoe: Path) -> None:
    zoe.write_bytes(b"\xef\xbb\xbfa\r\nZo\xc3\xab\r\nlast line open")
    write(vault, edit_of(zoe, Splice(4, 7, "Ægir"), Splice(1, 1, "+")))
    assert zoe.read_bytes() == b"\xef\xbb\xbf+a\r\n\xc3\x86gir\r\nlast line open"


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_the_mode_is_kept(vault: Path, zoe: Path, mode: int) -> None:
    zoe.chmod(mode)
    write(vault, edit_of(zoe, NEW_ROLE))
    assert stat.S_IMODE(zoe.stat().st_mode) == mode
    assert zoe.read_text() == OLD.replace("old", "new")


def test_owner_and_attributes_are_kept_as_far_as_the_system_lets_us(
    vault: Path, zoe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []

    def refuse(_: int, *owner: int) -> None:
        asked.append(owner)
        raise PermissionError

    change = prepare(vault, edit_of(zoe, NEW_ROLE))
    real = os.fstat
    monkeypatch.setattr(os, "fstat", lambda fd: foreign(real(fd)))
    monkeypatch.setattr(os, "fchown", refuse)
    monkeypatch.setattr(os, "listxattr", lambda _: ["user.tag"], raising=False)
    monkeypatch.setattr(os, "getxattr", lambda _, name: name.encode(), raising=False)
    monkeypatch.setattr(os, "setxattr", lambda _, *pair: asked.append(pair), raising=False)
    write_change(change)
    attributes = [("user.tag", b"user.tag")] if sys.platform == "linux" else []
    assert asked == [(zoe.stat().st_uid, zoe.stat().st_gid), *attributes]
    assert zoe.read_text() == OLD.replace("old", "new")


def foreign(status: os.stat_result) -> os.stat_result:
    """The same file, if it belonged to somebody else."""
    return os.stat_result((*status[:4], status.st_uid + 1, status.st_gid + 1, *status[6:10]))


def test_nothing_else_is_left_in_the_folder(vault: Path, zoe: Path) -> None:
    write(vault, edit_of(zoe, NEW_ROLE))
    assert os.listdir(zoe.parent) == ["Zoe.md"]


def test_a_note_saved_since_it_was_read_is_left_alone(vault: Path, zoe: Path) -> None:
    edit = edit_of(zoe, NEW_ROLE)
    zoe.write_text("theirs")
    with pytest.raises(Busy, match="saved by another program meanwhile"):
        prepare(vault, edit)
    assert zoe.read_text() == "theirs"


@pytest.mark.parametrize(
    "save", [lambda p: p.write_text("theirs"), lambda p: p.unlink(missing_ok=True)]
)
def test_a_note_saved_while_it_is_written_is_left_alone(
    vault: Path, zoe: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path], object]
) -> None:
    real = os.fsync

    def save_during_sync(descriptor: int) -> None:
        save(zoe)
        real(descriptor)

    change = prepare(vault, edit_of(zoe, NEW_ROLE))
    monkeypatch.setattr(os, "fsync", save_during_sync)
    with pytest.raises(Busy, match="saved by another program meanwhile"):
        write_change(change)
    monkeypatch.undo()
    assert listing(zoe.parent) in ({"Zoe.md": b"theirs"}, {})


def test_a_note_deleted_since_it_was_read_is_not_made_anew(vault: Path, zoe: Path) -> None:
    edit = edit_of(zoe, NEW_ROLE)
    zoe.unlink()
    with pytest.raises(Busy, match="deleted or renamed meanwhile"):
        prepare(vault, edit)
    assert not zoe.exists()


def test_a_write_protected_note_is_refused(vault: Path, zoe: Path) -> None:
    zoe.chmod(0o444)
    with pytest.raises(Refused, match="write-protected"):
        prepare(vault, edit_of(zoe, NEW_ROLE))


def test_a_note_that_cannot_be_read_again_is_told(vault: Path, zoe: Path) -> None:
    edit = edit_of(zoe, NEW_ROLE)
    zoe.write_bytes(b"x" * (MAX_NOTE_BYTES + 1))
    with pytest.raises(Refused, match="5,000,001 bytes, too many for a note"):
        prepare(vault, edit)
    zoe.unlink()
    zoe.mkdir()
    with pytest.raises(Busy, match="cannot be read: it is a folder"):
        prepare(vault, edit)


def test_a_note_that_grows_too_large_while_it_is_written_is_left_alone(
    vault: Path, zoe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = prepare(vault, edit_of(zoe, NEW_ROLE))
    monkeypatch.setattr(os, "fsync", lambda _: zoe.write_bytes(b"x" * (MAX_NOTE_BYTES + 1)))
    with pytest.raises(Busy, match="saved by another program meanwhile"):
        write_change(change)


def test_text_that_cannot_be_written_is_refused(vault: Path, zoe: Path) -> None:
    with pytest.raises(Refused, match="would not be UTF-8"):
        prepare(vault, edit_of(zoe, Splice(0, 0, "\udcff")))
    zoe.write_bytes(b"\xff")
    with pytest.raises(Refused, match="would not be UTF-8"):
        prepare(vault, edit_of(zoe))


@given(st.text(), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5), st.text()), max_size=3))
def test_splices_change_the_named_bytes_only(text: str, cuts: list[tuple[int, int, str]]) -> None:
    at, splices, expected = 0, [], ""
    for gap, length, put in cuts:
        start = min(at + gap, len(text))
        end = min(start + length, len(text))
        splices.append(Splice(start, end, put))
        expected += text[at:start] + put
        at = end
    edit = Edit(ZOE, "", tuple(splices))
    assert splice(text.encode(), edit) == (expected + text[at:]).encode()


class LyingEdit(Edit):
    """An edit whose text is not what its splices say."""

    def apply(self, text: str) -> str:
        """Drop the last character too."""
        return Edit.apply(self, text)[:-1]


def test_a_change_of_other_bytes_is_refused() -> None:
    with pytest.raises(Refused, match="would change beyond the asked place"):
        splice(OLD.encode(), LyingEdit(ZOE, "", (NEW_ROLE,)))


# -- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["../outside.md", "contacts/../../outside.md", "/etc/passwd", ".git/hooks/pre-commit", "."],
)
def test_a_path_that_is_no_place_for_a_note_is_refused(vault: Path, path: str) -> None:
    with pytest.raises(Refused, match="is no place for a note"):
        prepare(vault, new_file(PurePosixPath(path), "x"))


def test_a_linked_note_is_changed_and_the_link_stays(vault: Path, zoe: Path) -> None:
    (vault / "contacts/link.md").symlink_to("Zoe.md")
    link = PurePosixPath("contacts/link.md")
    write(vault, Edit(link, digest_of(zoe.read_bytes()), (NEW_ROLE,)))
    assert (vault / link).is_symlink()
    assert zoe.read_text() == OLD.replace("old", "new")


def test_a_link_out_of_the_vault_is_not_followed(vault: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(OLD)
    (vault / ZOE).symlink_to(outside)
    (vault / "away").symlink_to(tmp_path)
    for edit in (
        Edit(ZOE, digest_of(OLD.encode()), (NEW_ROLE,)),
        new_file(PurePosixPath("away/new.md"), "x"),
    ):
        with pytest.raises(Refused, match="leads out of the vault"):
            prepare(vault, edit)
    assert listing(tmp_path)["outside.md"] == OLD.encode()


def test_a_vault_behind_a_link_is_written(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(vault)
    write(tmp_path / "link", new_file(ZOE, "x"))
    assert (vault / ZOE).read_text() == "x"


# -- disks that fail -----------------------------------------------------------------------------


def failing(error: int, after: int = 0) -> Callable[..., int]:
    """A system call that works `after` times and then fails."""
    calls = iter(range(after))
    real = os.write

    def call(descriptor: int, *data: memoryview) -> int:
        if next(calls, None) is None:
            raise OSError(error, os.strerror(error))
        return real(descriptor, data[0][:3]) if data else 0

    return call


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "changed"])
@pytest.mark.parametrize(
    ("name", "call", "sentence"),
    [
        ("write", failing(errno.ENOSPC), "the disk is full"),
        ("write", failing(errno.ENOSPC, after=2), "the disk is full"),
        ("write", failing(errno.EDQUOT), "your share of the disk"),
        ("write", failing(errno.EIO), "the disk reports an error"),
        ("fsync", failing(errno.EIO), "the disk reports an error"),
        ("open", failing(errno.EROFS), "the disk is read-only"),
        ("open", failing(errno.EACCES), "the permission is missing"),
    ],
)
def test_where_the_disk_fails_nothing_is_changed(
    vault: Path,
    zoe: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_new: bool,
    name: str,
    call: Callable[..., int],
    sentence: str,
) -> None:
    before = listing(vault)
    new = new_file(PurePosixPath("interviews/2026/a.md"), "a new note")
    change = prepare(vault, new if is_new else edit_of(zoe, NEW_ROLE))
    monkeypatch.setattr(os, name, call)
    with pytest.raises(Busy) as caught:
        write_change(change)
    monkeypatch.undo()
    assert sentence in caught.value.message
    assert listing(vault) == before


def test_where_a_folder_cannot_be_made_nothing_is_changed(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listing(vault)
    write(vault, new_file(PurePosixPath("companies/a.md"), "x"))  # the state's folders are there
    new = prepare(vault, new_file(PurePosixPath("a/b/c.md"), "x"))
    monkeypatch.setattr(os, "mkdir", failing_path(errno.ENOSPC, after=1))
    with pytest.raises(Busy, match="the disk is full"):
        write_change(new)
    monkeypatch.undo()
    assert listing(vault) == {**before, "companies/a.md": b"x"}


def failing_path(error: int, after: int) -> Callable[..., None]:
    """`os.mkdir` that works `after` times and then fails."""
    calls = iter(range(after))
    real = os.mkdir

    def call(path: Path, *_: object) -> None:
        if next(calls, None) is None:
            raise OSError(error, os.strerror(error))
        real(path)

    return call


def test_short_writes_are_continued(
    vault: Path, zoe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", failing(errno.EIO, after=1000))
    write(vault, edit_of(zoe, NEW_ROLE))
    assert zoe.read_text() == OLD.replace("old", "new")


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "changed"])
def test_a_change_that_may_not_last_is_told_and_stands(
    vault: Path, zoe: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    change = prepare(
        vault, new_file(PurePosixPath("new.md"), "x") if is_new else edit_of(zoe, NEW_ROLE)
    )
    folders = {vault.stat().st_ino, zoe.parent.stat().st_ino}
    monkeypatch.setattr(os, "fsync", lambda fd: fail_for_folders(fd, errno.EIO, folders))
    with pytest.raises(NotDurable, match="is written, but may not survive a power cut"):
        write_change(change)
    monkeypatch.undo()
    assert change.target.read_bytes() == change.after


def fail_for_folders(descriptor: int, error: int, folders: set[int] | None = None) -> None:
    """A sync that works for files only; or fails for just the folders of these numbers."""
    status = os.fstat(descriptor)
    if stat.S_ISDIR(status.st_mode) and (folders is None or status.st_ino in folders):
        raise OSError(error, os.strerror(error))


def test_a_disk_that_has_no_sync_of_folders_is_good_enough(
    vault: Path, zoe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda fd: fail_for_folders(fd, errno.EINVAL))
    write(vault, edit_of(zoe, NEW_ROLE))
    assert zoe.read_text() == OLD.replace("old", "new")


def test_an_interrupt_leaves_no_half_a_file(
    vault: Path, zoe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    before = listing(vault)
    changes = [
        prepare(vault, edit_of(zoe, NEW_ROLE)),
        prepare(vault, new_file(PurePosixPath("a/b.md"), "x")),
    ]
    monkeypatch.setattr(os, "write", interrupt)
    for change in changes:
        with pytest.raises(KeyboardInterrupt):
            write_change(change)
    monkeypatch.undo()
    assert listing(vault) == before


def test_a_new_folder_and_those_above_it_are_made(vault: Path) -> None:
    assert make_folder(vault / "a/b") == [vault / "a", vault / "a/b"]
    assert make_folder(vault / "a/b") == []
    with pytest.raises(Busy, match="was not written"):
        make_folder(vault / "infoview.toml/x")


def test_a_folder_that_vanished_is_told(vault: Path) -> None:
    with pytest.raises(Busy, match="saved by another program meanwhile"):
        write_change(Change(ZOE, vault / "gone/Zoe.md", b"x", b"y"))


# -- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [read_whole_file, read_regular_file])
def test_a_file_is_read_up_to_a_limit(tmp_path: Path, read: Callable[[Path, int], bytes]) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    assert read(file, 5) == b"12345"
    with pytest.raises(TooLarge, match="5 bytes"):
        read(file, 4)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "b", 4)


@pytest.mark.parametrize("read", [read_whole_file, read_regular_file])
def test_what_is_no_file_is_not_read(tmp_path: Path, read: Callable[[Path, int], bytes]) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, kind in [(tmp_path, "a folder"), (tmp_path / "pipe", "a pipe")]:
        with pytest.raises(OSError, match=f"it is {kind}, not a file"):
            read(path, 9)


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12")
    real = os.read

    def grow(descriptor: int, size: int) -> bytes:
        with file.open("ab") as more:
            if file.stat().st_size < 6:
                more.write(b"34")
        return real(descriptor, size)

    monkeypatch.setattr(os, "read", grow)
    assert read_whole_file(file, 9) == b"123434"
    with pytest.raises(TooLarge):
        read_whole_file(file, 5)
    file.write_bytes(b"12")
    with pytest.raises(TooLarge):
        read_whole_file(file, 3)
