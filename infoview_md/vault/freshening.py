"""freshen: bring a vault's cache to what the notes say now; whoever reads or watches comes by."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

from infoview_md.errors import NoVault
from infoview_md.vault.cache import Cache
from infoview_md.vault.cache_update import Progress, Rules, refresh
from infoview_md.vault.cache_writing import PATIENCE
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.surroundings import sign_program

if TYPE_CHECKING:
    from infoview_md.vault.vault import Vault


def freshen(
    vault: Vault,
    cache: Cache,
    *,
    is_verified: bool = False,
    patience: float = PATIENCE,
    progress: Progress | None = None,
) -> frozenset[str]:
    """Make the cache say what the files say (`refresh`); what was read anew, or is gone.

    NoVault where the vault cannot be listed.
    """
    rules = Rules(sign_program(), vault.config_digest, vault.config.keys, vault.config.ignore)
    try:
        return refresh(
            cache,
            rules,
            is_verified=is_verified,
            workers=count_workers(),
            patience=patience,
            progress=progress,
        )
    except OSError as error:
        raise NoVault(f"{vault.root} cannot be listed: {explain(error)}") from error


def count_workers() -> int:
    """How many processes may read notes at once; one where a fork is not safe."""
    is_safe = sys.platform == "linux" and threading.active_count() == 1
    return min(4, len(os.sched_getaffinity(0))) if is_safe else 1
