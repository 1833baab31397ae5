"""Census: how many notes there were at the last write, so that half cannot vanish unseen."""

from __future__ import annotations

import os
from contextlib import suppress

from infoview_md.errors import Busy
from infoview_md.vault.files import create_file, rename_over, take_away
from infoview_md.vault.state import State
from infoview_md.vault.whole_file import TooLarge, read_whole_file

FEW = 10
"""A vault that had fewer notes may lose any number: it has only begun."""


def remember_count(state: State, count: int) -> None:
    """Keep the number of notes for the next command; the disk may refuse, and the old one stays."""
    if read_count(state) == count:
        return
    beside = state.folder / f"notes-{os.urandom(4).hex()}"
    with suppress(OSError):
        try:
            create_file(beside, str(count).encode("ascii"), 0o600)
            rename_over(beside, state.folder / "notes")
        except OSError:
            take_away(beside)


def read_count(state: State) -> int:
    """How many notes there were; 0 where nobody knows."""
    try:
        return int(read_whole_file(state.folder / "notes", 64))
    except (OSError, TooLarge, ValueError):
        return 0


def check_count(state: State, count: int) -> None:
    """Busy where more than half of the notes that there were are missing now."""
    before = read_count(state)
    if before >= FEW and count < before / 2:
        raise Busy(
            f"{state.root} had {before} notes and has {count} now: is it being synced or "
            "checked out? wait for that; if it is right, say so with infoview doctor --repair"
        )
