"""Stamps: what a look over a vault sees of every note without opening one."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.vault.ignoring import Ignore
from infoview_md.vault.stamps import (
    ODD,
    RACY,
    Stamp,
    by_path,
    compare,
    find_racy,
    go_through,
    is_racy,
    pack,
    take_stamps,
)


def look(root: Path, *globs: str) -> dict[str, Stamp]:
    return by_path(take_stamps(str(root), Ignore(globs)))


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")


def test_notes_of_all_folders_are_seen_and_nothing_else(tmp_path):
    write(tmp_path, "a.md", "b/c.MD", "b/d/e.md", "b/f.txt", ".g.md", ".h/i.md", "templates/j.md")
    write(tmp_path, "Rules/k.md", "b/rules/l.md", "m.md.bak", "drafts/n.md")
    assert set(look(tmp_path, "drafts")) == {"a.md", "b/c.MD", "b/d/e.md", "b/rules/l.md"}


def test_a_stamp_tells_size_times_and_inode(tmp_path):
    write(tmp_path, "a.md")
    status = (tmp_path / "a.md").stat()
    told = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    assert look(tmp_path) == {"a.md": ("a.md", *told)}


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_text("y, longer", encoding="utf-8"),
        lambda file: os.utime(file, ns=(1, 1)),
        lambda file: file.chmod(0o600),
        lambda file: (file.rename(file.with_name("b.md")), file.with_name("b.md").rename(file)),
        lambda file: (file.unlink(), file.write_text("x", encoding="utf-8")),
    ],
    ids=["text", "times", "mode", "renamed twice", "made anew"],
)
def test_whatever_is_done_to_a_file_changes_its_stamp(tmp_path, change):
    write(tmp_path, "a.md")
    before = look(tmp_path)
    change(tmp_path / "a.md")
    assert look(tmp_path) != before


def test_same_bytes_and_same_mtime_are_told_by_the_time_of_the_inode(tmp_path):
    write(tmp_path, "a.md")
    file = tmp_path / "a.md"
    status, before = file.stat(), look(tmp_path)
    file.write_text("y", encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert look(tmp_path) != before


def test_a_link_changes_with_where_it_leads_and_what_stands_there(tmp_path):
    write(tmp_path, "a.md", "b.txt", "c.txt")
    (tmp_path / "link.md").symlink_to("b.txt")
    seen = [look(tmp_path)["link.md"]]
    (tmp_path / "b.txt").write_text("other", encoding="utf-8")
    seen.append(look(tmp_path)["link.md"])
    (tmp_path / "b.txt").unlink()
    seen.append(look(tmp_path)["link.md"])
    (tmp_path / "link.md").unlink()
    (tmp_path / "link.md").symlink_to("c.txt")
    seen.append(look(tmp_path)["link.md"])
    assert len(set(seen)) == 4
    assert {stamp[1] for stamp in seen} == {ODD}


def test_what_only_has_the_name_of_a_note_is_an_oddity(tmp_path):
    write(tmp_path, "folder.md/inside.md")
    os.mkfifo(tmp_path / "pipe.md")
    found = look(tmp_path)
    assert {path: stamp[1] == ODD for path, stamp in found.items()} == {
        "folder.md": True,
        "folder.md/inside.md": False,
        "pipe.md": True,
    }


def test_a_folder_that_cannot_be_listed_is_told_by_its_error(tmp_path, monkeypatch):
    write(tmp_path, "a.md", "shut/b.md")
    listing = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr("infoview_md.vault.stamps.os.scandir", scandir)
    assert look(tmp_path)["shut"] == ("", ODD, 13, 0, 0)


def test_a_folder_with_the_name_of_a_note_is_seen_once_listed_or_not(tmp_path, monkeypatch):
    write(tmp_path, "a.md/b.md", "c.MD/d.txt")
    scan = os.scandir

    def refuse(path):
        if path.lower().endswith(".md"):
            raise PermissionError(errno.EACCES, "no", path)
        return scan(path)

    listed = [path for path, _ in go_through(take_stamps(str(tmp_path)))]
    monkeypatch.setattr(os, "scandir", refuse)
    unlisted = [path for path, _ in go_through(take_stamps(str(tmp_path)))]
    assert (sorted(listed), sorted(unlisted)) == (["a.md", "a.md/b.md", "c.MD"], ["a.md", "c.MD"])


def test_a_root_that_cannot_be_listed_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        take_stamps(str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("age", "racy"), [(RACY + 1, False), (RACY, True), (0, True), (-RACY, True)]
)
def test_a_file_is_racy_until_two_seconds_lie_behind_it(age, racy):
    now = 1_800_000_000_000_000_000
    assert is_racy(("a.md", 1, now - age, 0, 0), now) is racy
    assert is_racy(("a.md", 1, 0, now - age, 0), now) is racy


STAMPS = st.builds(
    lambda name, size, time: (name, size, time, time, 7),
    st.sampled_from(["a.md", "b.md", "c.md"]),
    st.integers(0, 1),
    st.sampled_from([0, 5 * RACY]),
)
FOLDERS = st.dictionaries(
    st.sampled_from(["", "contacts", "contacts/x"]),
    st.lists(STAMPS, unique_by=lambda stamp: stamp[0]),
).map(lambda found: list(found.items()))


@given(FOLDERS, FOLDERS)
def test_folders_are_compared_as_their_files_are(known, seen):
    before, now = by_path(known), by_path(seen)
    changed, gone = compare(pack(known), pack(seen))
    assert changed == {path: stamp for path, stamp in now.items() if before.get(path) != stamp}
    assert sorted(gone) == sorted(path for path in before if path not in now)
    racy = [path for path, stamp in now.items() if is_racy(stamp, 5 * RACY)]
    assert sorted(find_racy(seen, 5 * RACY)) == sorted(racy)
