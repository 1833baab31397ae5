"""State: what this machine keeps beside a vault: the lock, what can be undone, what was found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infoview_md.errors import Busy, ConfigFault
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.files import OURS_ALONE, make_folders, open_lock
from infoview_md.vault.folders import find_folder
from infoview_md.vault.locking import wait_for_lock

PATIENCE = 20.0
"""Seconds to wait for another infoview that writes to the same vault."""


@dataclass(frozen=True, slots=True)
class State:
    """The folder of one vault below the user's state folder; `root` is the vault's real path."""

    root: Path
    folder: Path

    @property
    def undo(self) -> Path:
        """What can be taken back, one file a command."""
        return self.folder / "undo"

    @property
    def recovered(self) -> Path:
        """Texts that were found in left-overs and belong to no note any more."""
        return self.folder / "recovered"


def find_state(root: Path) -> State:
    """Where a vault's state lies, if it is there yet; ConfigFault for a user without a home.

    It goes by the vault's real path: a copy, or a clone elsewhere, has a state of its own.
    """
    base = find_folder("state")
    if base is None:
        raise ConfigFault("there is no place to keep what can be undone; set XDG_STATE_HOME")
    digest = hashlib.blake2b(str(root).encode("utf-8", "surrogateescape"), digest_size=6)
    name = re.sub(r"[^A-Za-z0-9.-]", "_", root.name)[:40].lstrip(".")
    return State(root, Path(base) / "vaults" / f"{name}-{digest.hexdigest()}")


@contextmanager
def hold(
    state: State, name: str = "lock", doing: str = "writing to", patience: float = PATIENCE
) -> Iterator[None]:
    """Be the only infoview on this machine that writes to the vault; Busy after 20 seconds.

    Another `name` is another lock, of those who are `doing` something else. The lock is the open
    file's, so that it ends with the process, however that ends.
    """
    import os

    with told_of_state(state):
        make_folders(state.undo, OURS_ALONE)
        descriptor = open_lock(state.folder / name)
    try:
        try:
            wait_for_lock(descriptor, patience)
        except BlockingIOError:
            raise Busy(
                f"another infoview is {doing} this vault; wait for it, then try again"
            ) from None
        except OSError as error:
            raise Busy(
                f"nothing was changed, since {state.folder} cannot be locked: {explain(error)}"
            ) from error
        yield
    finally:
        os.close(descriptor)


@contextmanager
def told_of_state(state: State) -> Iterator[None]:
    """Say where the state could not be kept; nothing in the vault was touched then."""
    try:
        yield
    except OSError as error:
        raise Busy(
            f"nothing was changed, since what can be undone cannot be kept in {state.folder}: "
            f"{explain(error)}"
        ) from error
