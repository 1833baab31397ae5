"""What the machine says of its owner: time zone, country, name."""

from __future__ import annotations

import os
import re
from importlib import resources


def find_timezone() -> str:
    """The IANA name of the system's time zone; empty where the system does not tell."""
    from zoneinfo import ZoneInfoNotFoundError

    import tzlocal

    try:
        name = tzlocal.get_localzone_name()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return name if name and "/" in name else ""


def find_country(timezone: str) -> str:
    """The country of a time zone, else of the language settings; empty where neither tells."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    for line in table.split("\n"):
        columns = line.split("\t")
        if len(columns) > 2 and columns[2] == timezone:
            return columns[0]
    found = re.match(r"[a-z]{2,3}_([A-Z]{2})\b", os.environ.get("LANG", ""))
    return found[1] if found else ""
