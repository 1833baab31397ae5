"""open_facts: what the cache holds of single notes, under all that it rests on beside the notes."""

from __future__ import annotations

import os
from datetime import date

from infoview_md.core.outlook import Outlook
from infoview_md.vault.cache import Cache
from infoview_md.vault.facts import StoredFacts
from infoview_md.vault.folders import find_user_config
from infoview_md.vault.surroundings import read_surroundings


def open_facts(cache: Cache, today: date, rules: str, outlook: Outlook) -> StoredFacts | None:
    """The facts that are kept; None where nobody can say what they rest on.

    `rules` are those that the caller chose, if any.
    """
    surroundings = read_surroundings(cache.home, find_user_config())
    if surroundings is None:
        return None
    told = (surroundings, today, rules, os.environ.get("PYTHONTZPATH"))
    return StoredFacts(cache, repr(told).encode("utf-8", "surrogateescape"), outlook)
