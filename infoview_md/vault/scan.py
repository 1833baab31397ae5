"""scan: every note of a vault from one walk over its folders; what cannot be read is a problem."""

from __future__ import annotations

import errno
import fnmatch
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from infoview_md.core.note import MAX_NOTE_BYTES, Note, decode_note, too_large
from infoview_md.core.problem import make_problem
from infoview_md.core.written import find_surrogate
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.whole_file import TooLarge, read_regular_file, read_whole_file

# Top-level folders whose Markdown is no note.
NOT_NOTES = frozenset({"templates", "rules"})
GONE = {errno.ENOENT, errno.ENOTDIR}


class Ignore:
    """The `ignore` globs of a vault's config.

    A glob is a path from the vault's root, or just a name that may stand in any folder; `*`
    stands for anything, slashes too. What is ignored takes all that lies below it along.
    """

    def __init__(self, globs: Sequence[str]) -> None:
        paths = [glob.removeprefix("./").removesuffix("/**").rstrip("/") for glob in globs]
        anywhere = [path.removeprefix("**/") for path in paths]
        self._is_path = _match_any([path.lstrip("/") for path in (*paths, *anywhere)])
        self._is_name = _match_any([name for name in anywhere if "/" not in name])

    def __contains__(self, path: str) -> bool:
        return bool(self._is_path(path) or self._is_name(path.rpartition("/")[2]))


def _match_any(globs: Sequence[str]) -> Callable[[str], object]:
    # fnmatch's patterns do not backtrack, whatever a config brings.
    patterns = [fnmatch.translate(glob) for glob in globs if glob]
    return re.compile("|".join(patterns)).match if patterns else lambda _: False


def scan(root: Path, globs: Sequence[str]) -> list[Note]:
    """All notes below `root`, by path. A file that vanishes meanwhile is left out.

    Dot files and dot folders, `templates/`, `rules/`, folders behind a symlink and what the globs
    ignore are not read. Raises OSError where the root itself cannot be listed.
    """
    os.scandir(root).close()
    home = os.path.realpath(root)
    notes = (_read_found(home, path, found) for path, found in _walk(home, Ignore(globs)))
    return sorted((note for note in notes if note), key=lambda note: str(note.path))


def read_note_file(root: Path, path: PurePosixPath) -> Note:
    """One note by its path; FileNotFoundError where there is none."""
    home = os.path.realpath(root)
    if not os.path.lexists(os.path.join(home, path)):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return _read_oddity(home, str(path))


Found = os.DirEntry[str] | OSError


def _walk(home: str, ignore: Ignore) -> Iterator[tuple[str, Found]]:
    """What may be a note, with its path from the root; for a folder not to be listed, the error."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(os.path.join(home, folder)) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    is_folder = entry.is_dir(follow_symlinks=False)
                    if not _is_wanted(path, entry.name, is_folder, ignore):
                        continue
                    if is_folder:
                        waiting.append(path)
                    if _is_note_name(entry.name):
                        yield path, entry
        except OSError as error:
            if error.errno not in GONE:
                yield folder, error


def _is_wanted(path: str, name: str, is_folder: bool, ignore: Ignore) -> bool:
    return (
        not name.startswith(".")
        and (is_folder or _is_note_name(name))
        and path.casefold() not in NOT_NOTES
        and path not in ignore
    )


def _is_note_name(name: str) -> bool:
    return name[-3:].lower() == ".md"


def _read_found(home: str, path: str, found: Found) -> Note | None:
    if not _is_unicode(path):
        shown = path.encode(errors="surrogateescape").decode(errors="backslashreplace")
        return _unread(shown, "the name is not UTF-8; rename the file")
    if isinstance(found, OSError):
        return _unread(path, f"the folder cannot be listed: {explain(found)}")
    if not found.is_file(follow_symlinks=False):
        return _read_oddity(home, path)
    try:
        return _read(home, path, read_regular_file)
    except FileNotFoundError:
        return None


def _is_unicode(path: str) -> bool:
    return path.isascii() or find_surrogate(path) < 0


def _read_oddity(home: str, path: str) -> Note:
    """A note behind a symlink, or what only has the name of one: a folder, a pipe, a dead link."""
    if not Path(os.path.realpath(os.path.join(home, path))).is_relative_to(home):
        return _unread(path, "the link leads out of the vault; put the file itself in its place")
    try:
        return _read(home, path, read_whole_file)
    except FileNotFoundError as error:
        return _unread(path, f"the note cannot be read: {explain(error)}")


def _read(home: str, path: str, read: Callable[[str, int], bytes]) -> Note:
    """The note as far as it can be read; FileNotFoundError where there is none."""
    try:
        return decode_note(PurePosixPath(path), read(f"{home}/{path}", MAX_NOTE_BYTES))
    except FileNotFoundError:
        raise
    except TooLarge as fault:
        return _unread(path, too_large(fault.size), "note-too-large")
    except OSError as error:
        return _unread(path, f"the note cannot be read: {explain(error)}")


def _unread(path: str, message: str, code: str = "unreadable") -> Note:
    place = PurePosixPath(path)
    return Note(place, "", problems=(make_problem(code, place, message),), is_broken=True)
