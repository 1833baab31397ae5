"""Folders: where this machine keeps what is ours beside a vault: config, cache, state."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

NAME = "infoview"
BELOW_HOME = {"config": ".config", "cache": ".cache", "state": ".local/state"}


def find_folder(what: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The user's folder of ours for `config`, `cache` or `state`, whether it exists or not.

    None for a user without a home. Where Linux' plain rules answer (an absolute XDG variable, or
    an absolute HOME), platformdirs would say the same and is not imported, for it costs as much as
    a warm command.
    """
    if sys.platform.startswith("linux"):
        named = environ.get(f"XDG_{what.upper()}_HOME", "")
        if os.path.isabs(named):
            return os.path.join(named, NAME)
        home = environ.get("HOME", "")
        if os.path.isabs(home):
            return os.path.join(home, BELOW_HOME[what], NAME)
    return _ask_platformdirs(what)


def find_user_config() -> str | None:
    """Where the user's config file is looked for; None for a user without a home."""
    folder = find_folder("config")
    return os.path.join(folder, "config.toml") if folder else None


def has_sqlite() -> bool:
    """False for a Python that was built without it: nothing can be kept then, and all works."""
    try:
        import sqlite3  # noqa: F401  (asked for whether it is there)
    except ImportError:
        return False
    return True


def refuse_to_leave_caches() -> None:
    """Busy where another Python has kept something that this one cannot throw away."""
    from infoview_md.errors import Busy

    folder = os.path.join(find_folder("cache") or "", "vaults")
    if os.path.isabs(folder) and os.path.isdir(folder):
        raise Busy(
            f"what is kept of the notes cannot be thrown away, for this Python has no SQLite; "
            f"delete {folder} and run it again"
        )


def _ask_platformdirs(what: str) -> str | None:
    import platformdirs

    find = {
        "config": platformdirs.user_config_dir,
        "cache": platformdirs.user_cache_dir,
        "state": platformdirs.user_state_dir,
    }[what]
    try:
        folder = find(NAME)
    except RuntimeError:  # no HOME and no entry in the password file, as in many containers
        return None
    # Older platformdirs name a folder `~` then, wherever the person happens to work.
    return folder if os.path.isabs(folder) else None
