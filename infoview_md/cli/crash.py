"""The crash report: where a bug happened, without anything of the person's notes."""

from __future__ import annotations

import platform
import traceback
from contextlib import suppress
from pathlib import Path

from infoview_md import __version__
from infoview_md.cli.output import tell, write_file
from infoview_md.errors import InfoviewError
from infoview_md.vault.folders import find_folder


def write_crash_report(error: Exception) -> str:
    """Write the places of a traceback (no values, no messages) to the state folder; its path."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"infoview {__version__}, Python {platform.python_version()}, {platform.system()}",
        f"{type(error).__module__}.{type(error).__name__}",
        *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames),
    ]
    folder = find_folder("state")
    if folder is not None:
        path = Path(folder) / "crash.txt"
        with suppress(OSError, InfoviewError):  # no disk, no leave
            write_file(path, "\n".join(lines) + "\n", force=True)
            return str(path)
    tell("\n".join(lines))
    return "the lines above"
