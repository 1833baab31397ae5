"""find_facts: what is known of single notes, from the cache for a command that only reads."""

from __future__ import annotations

import os

from infoview_md.cli.app import App
from infoview_md.core.facts import Facts
from infoview_md.core.outlook import Outlook, compute_facts


def find_facts(app: App, outlook: Outlook) -> Facts[Outlook]:
    """The facts that the cache holds; worked out anew where the index does not come from it."""
    if app.cache is None or app.generation is None or not app.trusts_times:
        return compute_facts(outlook)
    from infoview_md.vault.facts import StoredFacts
    from infoview_md.vault.folders import find_user_config
    from infoview_md.vault.surroundings import read_surroundings

    surroundings = read_surroundings(app.cache.home, find_user_config())
    if surroundings is None:
        return compute_facts(outlook)
    told = (surroundings, app.today, app.rules_option, os.environ.get("PYTHONTZPATH"))
    app.facts = StoredFacts(app.cache, repr(told).encode("utf-8", "surrogateescape"), outlook)
    return app.facts
