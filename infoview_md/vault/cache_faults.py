"""told_of_damage: a cache that holds what nobody wrote there is a fault that is told, no crash."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infoview_md.errors import Busy


class Undecodable(ValueError):
    """The text is nothing that this program wrote: whoever kept it has lost it."""


@contextmanager
def told_of_damage() -> Iterator[None]:
    """Say so where the database holds what we never wrote, as on a failing disk."""
    try:
        yield
    except (sqlite3.Error, zlib.error, Undecodable, UnicodeError) as error:
        raise tell_damaged() from error


def tell_damaged() -> Busy:
    """The error for what the cache holds and we never wrote."""
    from infoview_md.errors import Busy

    return Busy(
        "what is kept of this vault is damaged, though the notes are not; throw it away with "
        "`infoview index --rebuild`, or do without: --no-cache"
    )
