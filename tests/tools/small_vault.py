"""A vault of a few notes in memory, written as a table of paths and texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath

from infoview_md.core.index import Index, build_index
from infoview_md.core.model import Owner
from infoview_md.core.note import Note, parse_note
from infoview_md.core.outlook import Outlook, build_outlook
from infoview_md.core.pack import Pack, parse_pack
from infoview_md.core.schema import Keys
from infoview_md.core.workdays import DaysOff
from infoview_md.vault.shipped import read_packs

TODAY = date(2026, 11, 24)


def make_note(path: str, text: str) -> Note:
    """One note; a path without an extension gets `.md`."""
    return parse_note(PurePosixPath(path if path.endswith(".md") else f"{path}.md"), text)


def make_index(notes: Mapping[str, str], keys: Keys | None = None) -> Index:
    """The index of these notes, in the order given."""
    return build_index((make_note(*item) for item in notes.items()), keys or Keys())


@cache
def shipped_packs() -> Mapping[str, Pack]:
    """Every rule pack that is shipped."""
    texts = read_packs(Path("/nowhere"))
    return {name: parse_pack(name, texts) for name in texts}


def make_outlook(
    notes: Mapping[str, str], keys: Keys | None = None, default_pack: str = "classic"
) -> Outlook:
    """These notes on TODAY, with plain weekends."""
    return build_outlook(
        make_index(notes, keys),
        owner=Owner(),
        areas=(),
        packs=shipped_packs(),
        calendars={"": DaysOff()},
        today=TODAY,
        default_pack=default_pack,
    )
