"""Meaning: which notes a link may mean in the field that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from infoview_md.core.index import Index
from infoview_md.core.links import Link
from infoview_md.core.model import Kind

WANTED: Mapping[str, Kind] = {
    "company": Kind.COMPANY,
    "referred_by": Kind.CONTACT,
    "contacts": Kind.CONTACT,
    "to": Kind.CONTACT,
}
"""The kind of note that a link field asks for."""


def find_meant(index: Index, link: Link, key: str = "") -> tuple[PurePosixPath, ...]:
    """The notes a link may mean; a company and a person of one name are told apart by the field."""
    found = index.table.resolve(link)
    wanted = WANTED.get(key)
    if wanted is None or len(found) < 2:
        return found
    return tuple(path for path in found if index.source.kind(path) is wanted) or found
