"""The cache folder: what is kept comes back whole, or it is as if it had never been kept."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from infoview_md.vault import cache_files as cache
from infoview_md.vault.cache_files import MAX_BYTES, find_cache_folder, read_cached, write_cached

NAME = "drawer/note.json"
DATA: dict[str, object] = {"years": {"2026": ["2026-05-17"]}, "weekend": [5, 6], "city": "Tromsø"}


@pytest.fixture
def file(machine: Path) -> Path:
    """Where the file of these tests is to lie; nothing is there yet."""
    return machine / "cache" / "infoview" / NAME


@pytest.fixture
def kept(file: Path) -> Path:
    """The file, with DATA kept in it."""
    write_cached(NAME, "1 a", DATA)
    return file


def test_what_is_kept_comes_back(kept: Path) -> None:
    assert read_cached(NAME, "1 a") == DATA
    assert kept.is_file()


def test_what_was_never_kept_is_not_there(file: Path) -> None:
    assert read_cached(NAME, "1 a") is None
    assert not file.parent.exists(), "to read makes no folder"


def test_another_signature_finds_nothing_and_may_keep_its_own(kept: Path) -> None:
    assert read_cached(NAME, "2 a") is None
    write_cached(NAME, "2 a", [1])
    assert (read_cached(NAME, "1 a"), read_cached(NAME, "2 a")) == (None, [1])
    assert [path.name for path in kept.parent.iterdir()] == ["note.json"]


def test_file_and_folders_are_the_persons_alone(kept: Path) -> None:
    places = [kept, kept.parent, kept.parent.parent, kept.parent.parent.parent]
    modes = [stat.S_IMODE(place.stat().st_mode) for place in places]
    assert modes == [0o600, 0o700, 0o700, 0o700]


# -- faults of the file --------------------------------------------------------------------------


def rewrite(data: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(data)


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2])


def replace_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def replace_by_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def replace_by_link_to(target: str) -> Callable[[Path], object]:
    def replace(file: Path) -> None:
        file.unlink()
        file.symlink_to(target)

    return replace


def bloat(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b" " * MAX_BYTES)


FAULTS: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": rewrite(b""),
    "cut short": truncate,
    "zeros": rewrite(bytes(200)),
    "not UTF-8": rewrite(b'{"signature": "1 a", "data": "\xff"}'),
    "not JSON": rewrite(b"Hello."),
    "two values": rewrite(b'{"signature": "1 a", "data": 1}{}'),
    "too deep": rewrite(b"[" * 100_000),
    "a number of 5000 digits": rewrite(b'{"signature": "1 a", "data": %s}' % (b"9" * 5000)),
    "a list": rewrite(b'["1 a", 1]'),
    "a text": rewrite(b'"1 a"'),
    "null": rewrite(b"null"),
    "no signature": rewrite(b'{"data": 1}'),
    "no data": rewrite(b'{"signature": "1 a"}'),
    "a signature of another type": rewrite(b'{"signature": ["1 a"], "data": 1}'),
    "too large": bloat,
    "a folder": replace_by_folder,
    "a pipe": replace_by_pipe,
    "a link to nowhere": replace_by_link_to("/nowhere/at/all"),
    "a link to itself": replace_by_link_to("note.json"),
    "a device": replace_by_link_to("/dev/zero"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_file_is_as_if_it_were_not_there(
    kept: Path, fault: Callable[[Path], object]
) -> None:
    assert read_cached(NAME, "1 a") == DATA, "the control"
    fault(kept)
    assert read_cached(NAME, "1 a") is None


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "a folder"])
def test_a_faulty_file_is_replaced(kept: Path, name: str) -> None:
    FAULTS[name](kept)
    write_cached(NAME, "1 a", DATA)
    assert read_cached(NAME, "1 a") == DATA
    assert not kept.is_symlink()


# -- faults of the disk --------------------------------------------------------------------------


def test_where_a_folder_stands_nothing_is_kept(kept: Path) -> None:
    replace_by_folder(kept)
    write_cached(NAME, "1 a", DATA)
    assert read_cached(NAME, "1 a") is None
    assert [path.name for path in kept.parent.iterdir()] == ["note.json"]


@pytest.mark.parametrize("place", [".", "..", "../.."])
def test_where_no_folder_can_be_nothing_is_kept(file: Path, place: str) -> None:
    blocked = Path(os.path.normpath(file.parent / place))
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("A file of somebody else's.")
    write_cached(NAME, "1 a", DATA)
    assert read_cached(NAME, "1 a") is None
    assert blocked.read_text() == "A file of somebody else's."


@pytest.mark.parametrize("call", ["mkdir", "open", "fdopen", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_disk_that_refuses_does_not_matter(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    asked = []

    def refuse(*_: object, **__: object) -> None:
        asked.append(call)
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        write_cached(NAME, "1 a", DATA)
    assert asked, "the control"
    assert read_cached(NAME, "1 a") is None
    assert not file.parent.exists() or list(file.parent.iterdir()) == []


def test_a_refused_write_leaves_what_was_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        write_cached(NAME, "1 a", "other")
    assert read_cached(NAME, "1 a") == DATA
    assert [path.name for path in kept.parent.iterdir()] == ["note.json"]


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    # What becomes of `~` for a user whom the system does not know.
    monkeypatch.setattr(os.path, "expanduser", str)
    write_cached(NAME, "1 a", DATA)
    assert find_cache_folder() is None
    assert read_cached(NAME, "1 a") is None
    assert os.listdir() == []


def test_a_folder_that_depends_on_where_one_works_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda _: "~/.cache/infoview")
    write_cached(NAME, "1 a", DATA)
    assert read_cached(NAME, "1 a") is None
    assert os.listdir() == []


# -- two at once ---------------------------------------------------------------------------------

WRITER = """
import sys
from infoview_md.vault.cache_files import write_cached
for _ in range(300):
    write_cached("drawer/note.json", "1 a", [sys.argv[1]] * int(sys.argv[2]))
"""


def count_torn(file: Path, writers: list[subprocess.Popen[bytes]]) -> int:
    torn = 0
    while any(writer.poll() is None for writer in writers):
        if file.exists():
            found = read_cached(NAME, "1 a")
            torn += found not in (["a"] * 2000, ["b"] * 9000)
    return torn


def test_a_reader_finds_one_of_two_writers_whole(file: Path) -> None:
    root = Path(cache.__file__).parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, letter, count], cwd=root)
        for letter, count in (("a", "2000"), ("b", "9000"))
    ]
    assert count_torn(file, writers) == 0
    assert [writer.returncode for writer in writers] == [0, 0]
    assert [path.name for path in file.parent.iterdir()] == ["note.json"]
    assert json.loads(file.read_bytes())["signature"] == "1 a"
