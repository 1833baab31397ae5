"""scan: every note of a vault from one walk over its folders; what cannot be read is a problem."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from infoview_md.core.note import MAX_NOTE_BYTES, Note, decode_note, too_large
from infoview_md.core.problem import make_problem
from infoview_md.core.written import find_surrogate
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.ignoring import Ignore
from infoview_md.vault.stamps import GONE, ODD, Stamp, by_path, take_stamps
from infoview_md.vault.whole_file import TooLarge, read_regular_file, read_whole_file


def scan(root: Path, globs: Sequence[str]) -> list[Note]:
    """All notes below `root`, by path. A file that vanishes meanwhile is left out.

    Dot files and dot folders, `templates/`, `rules/`, folders behind a symlink and what the globs
    ignore are not read. Raises OSError where the root itself cannot be listed.
    """
    home = os.path.realpath(root)
    seen = by_path(take_stamps(home, Ignore(globs)))
    notes = (read_seen(home, path, stamp) for path, stamp in seen.items())
    return sorted((note for note in notes if note), key=lambda note: str(note.path))


def read_note_file(root: str | Path, path: PurePosixPath) -> Note:
    """One note by its path; FileNotFoundError where there is none."""
    home = os.path.realpath(root)
    try:
        os.lstat(os.path.join(home, path))
    except OSError as error:
        if error.errno in GONE:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
    return _read_oddity(home, str(path))


def read_seen(home: str, path: str, stamp: Stamp) -> Note | None:
    """The note that a look over the vault has found at a path; None where it has gone."""
    if not _is_unicode(path):
        shown = path.encode(errors="surrogateescape").decode(errors="backslashreplace")
        return _unread(shown, "the name is not UTF-8; rename the file")
    if not stamp[0]:
        error = OSError(stamp[2], os.strerror(stamp[2]))
        return _unread(path, f"the folder cannot be listed: {explain(error)}")
    if stamp[1] == ODD:
        return _read_oddity(home, path)
    try:
        return _read(home, path, read_regular_file)
    except FileNotFoundError:
        return None


def read_as_seen(home: str, path: PurePosixPath) -> Note | None:
    """The note at a path, as a look over the vault would read it now; None where it has gone."""
    if not _is_unicode(str(path)):
        return read_seen(home, str(path), (path.name, ODD, 0, 0, 0))
    try:
        return read_note_file(home, path)
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
