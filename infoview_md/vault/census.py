"""Census: how many notes there were at the last write, so that half cannot vanish unseen."""

from __future__ import annotations

from contextlib import suppress
from secrets import token_hex

from infoview_md.vault.files import create_file, rename_over, take_away
from infoview_md.vault.state import State
from infoview_md.vault.whole_file import TooLarge, read_whole_file

FEW = 10
"""A vault that had fewer notes may lose any number: it has only begun."""


def remember_count(state: State, count: int) -> None:
    """Keep the number of notes for the next command; the disk may refuse, and the old one stays."""
    if read_count(state) == count:
        return
    beside = state.folder / f"notes-{token_hex(4)}"
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


def find_half_gone(state: State, count: int) -> int:
    """How many notes there were, if more than half of them are missing now; else 0."""
    before = read_count(state)
    return before if before >= FEW and count < before / 2 else 0
