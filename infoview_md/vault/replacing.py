"""replace: a finished file takes a note's place, and no save of another program is lost by it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from time import sleep

from infoview_md.core.note import MAX_NOTE_BYTES
from infoview_md.vault.files import link_beside, read_again, rename_over, swap, take_away
from infoview_md.vault.system import has_writer
from infoview_md.vault.whole_file import READ_FLAGS, NotRegular, TooLarge, read_descriptor

WAITS, PAUSE = 100, 0.01
"""How often, and for how many seconds each time, to wait for a program that is saving a note."""


class Overtaken(Exception):
    """Another program saved the file in that very moment; its text stands where it belongs.

    `left` holds a text that a third program overwrote meanwhile, where there is one.
    """

    def __init__(self, left: Path | None = None) -> None:
        super().__init__()
        self.left = left


def replace(temporary: Path, target: Path, before: bytes, after: bytes) -> None:
    """Put `temporary`, which holds `after`, in the place of a note that holds `before`.

    Afterwards `temporary` holds what stood there, or is gone. Raises Overtaken, with the other
    program's text in its place, where the note held anything else or is being written; OSError
    where the disk will not have it, and nothing has changed.
    """
    if not is_untouched(target, before):
        raise Overtaken
    try:
        is_exchanged = swap(temporary, target)
    except FileNotFoundError:  # an editor moves the old file away before it writes the new one
        raise Overtaken from None
    if not is_exchanged:
        _replace_without_exchange(temporary, target, before, after)
    elif not _holds(temporary, before, target):
        _give_back(temporary, target, after)


def is_untouched(path: Path, data: bytes) -> bool:
    """Whether a file holds these bytes, and nobody has it open to write others into it."""
    try:
        descriptor = os.open(path, READ_FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        # First who writes, then what stands there: whoever opened it before may still write.
        if has_writer(descriptor):
            return False
        return read_descriptor(descriptor, len(data), MAX_NOTE_BYTES) == data
    except (TooLarge, NotRegular):
        return False
    finally:
        os.close(descriptor)


def is_at_rest(path: Path) -> bool:
    """Whether a file is there and nobody has it open for writing, as far as the system can tell."""
    try:
        descriptor = os.open(path, READ_FLAGS)
    except OSError:
        return False
    try:
        return not has_writer(descriptor)
    finally:
        os.close(descriptor)


def wait_for_rest(paths: Sequence[Path]) -> None:
    """Wait until all these files are there and at rest, a second at most."""
    for _ in range(WAITS):
        if all(map(is_at_rest, paths)):
            return
        sleep(PAUSE)


def _holds(temporary: Path, before: bytes, target: Path) -> bool:
    """`is_untouched` of what was displaced; where it cannot be read, all goes back at once."""
    try:
        return is_untouched(temporary, before)
    except OSError:
        swap(temporary, target)
        raise


def _give_back(temporary: Path, target: Path, ours: bytes) -> None:
    """The other program's text returns to its place; if somebody saved again, the later text."""
    try:
        swap(temporary, target)
        if is_untouched(temporary, ours):
            raise Overtaken
        # What stood there was not ours any more, but a save that is newer than what went back.
        swap(temporary, target)
    except FileNotFoundError:
        pass
    raise Overtaken(temporary)


def _replace_without_exchange(temporary: Path, target: Path, before: bytes, after: bytes) -> None:
    """Keep the old file under a second name, look once more, then rename over it.

    A save in the moment between the look and the rename is lost, as with every editor; one that
    writes into the old file after it is found under the second name, where the disk has such.
    """
    aside = temporary.with_name(f"{temporary.name}.old")
    try:
        has_second_name = link_beside(target, aside)
        if not is_untouched(target, before):
            raise Overtaken(aside if has_second_name and not _is_same(aside, target) else None)
        rename_over(temporary, target)
    except FileNotFoundError:
        raise Overtaken from None
    if not has_second_name:
        return
    if is_untouched(aside, before):
        take_away(aside)
    elif read_again(target) == after:
        rename_over(aside, target)
        raise Overtaken
    else:
        raise Overtaken(aside)


def _is_same(aside: Path, target: Path) -> bool:
    """Whether both names are of one file; then the second name goes, and nothing with it."""
    try:
        is_same = os.path.samefile(aside, target)
    except FileNotFoundError:
        return False
    if is_same:
        take_away(aside)
    return is_same
