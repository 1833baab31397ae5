"""read_edition: which edition of the program this is, so that nothing outlives an update."""

from __future__ import annotations

import os
import sys

import infoview_md

PACKAGE = os.path.dirname(os.path.abspath(infoview_md.__file__))


def read_edition() -> str:
    """The version, and of a source tree, where code changes without it, how its files look.

    The interpreter's version is part of it: texts fold and sort by its tables of Unicode.
    """
    told = [infoview_md.__version__, sys.version]
    if not os.path.isdir(os.path.join(PACKAGE, "_shipped")):
        told += map(str, _look_at_code(PACKAGE))
    else:
        told.append(str(os.stat(infoview_md.__file__).st_mtime_ns))
    return " ".join(told)


def _look_at_code(folder: str) -> tuple[int, int, int]:
    """How many files of code there are, their bytes, and the time of the youngest."""
    count = size = youngest = 0
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    count, size = count + 1, size + status.st_size
                    youngest = max(youngest, status.st_mtime_ns)
                elif entry.name != "__pycache__" and entry.is_dir():
                    waiting.append(entry.path)
    return count, size, youngest
