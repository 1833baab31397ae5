"""Surroundings: what an answer rests on beside the notes: our code, its libraries, settings, rules.

Everything here is on the way to a kept answer, and so imports next to nothing.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from functools import cache

from infoview_md import __version__
from infoview_md.vault.finding import MARKER

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAX_BYTES = 64 * 1024
"""What a settings file may have; a larger one is refused, and its refusal never kept."""


def read_surroundings(root: str, user_config: str | None) -> bytes | None:
    """One value that differs wherever an answer may, though no note of the vault at `root` does.

    It holds the settings' and the vault's rules' very bytes, and signs code and libraries by their
    files' sizes and times. None where something cannot be read.
    """
    try:
        found = (
            sign_program(),
            _sign_tree(os.path.join(os.path.dirname(PACKAGE), "rules")),
            list(_sign_libraries()),
            _read(os.path.join(root, MARKER)),
            _read(user_config) if user_config and os.path.isfile(user_config) else None,
            list(_read_rules(os.path.join(root, "rules"))),
        )
    except OSError:
        return None
    return repr(found).encode("utf-8", "surrogateescape")


@cache
def sign_program() -> str:
    """One value that differs wherever the same note may be read in another way.

    By the interpreter too: texts fold and sort by its tables of Unicode.
    """
    return repr((__version__, sys.version, _sign_tree(PACKAGE)))


def _sign_tree(folder: str) -> tuple[int, int, int]:
    """How many files of ours lie below a folder, with the sums of their sizes and times."""
    count = size = time = 0
    waiting = [folder]
    while waiting:
        try:
            entries = os.scandir(waiting.pop())
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                if entry.name.endswith((".py", ".toml")):
                    status = entry.stat()
                    count, size, time = count + 1, size + status.st_size, time + status.st_mtime_ns
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    waiting.append(entry.path)
    return count, size, time


def _sign_libraries() -> Iterator[tuple[str, int]]:
    """Where libraries are installed, and when anything there came or went."""
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            for path in (folder, os.path.join(folder, "holidays", "version.py")):
                if os.path.exists(path):
                    yield path, os.stat(path).st_mtime_ns


def _read_rules(folder: str) -> Iterator[tuple[str, str, bytes]]:
    """Each with where it leads: a link out of the folder is refused, whatever stands there."""
    if os.path.isdir(folder):
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            # Editors keep links that lead nowhere beside a file, with a dot in front.
            if name.endswith(".toml") and name[0] != ".":
                yield name, os.path.realpath(path), _read(path)


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "no regular file", path)
        return os.read(descriptor, MAX_BYTES + 1)
    finally:
        os.close(descriptor)
