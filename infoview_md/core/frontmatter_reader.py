"""NoteHandler: python-frontmatter reads a note as the program itself does, for scripts."""

from __future__ import annotations

from typing import Any

from frontmatter.default_handlers import YAMLHandler

from infoview_md.core.front_matter import read_fields
from infoview_md.core.note import OPENING, Field, Shape, find_front_matter
from infoview_md.core.written import FrontMatterFault


class NoteHandler(YAMLHandler):
    """python-frontmatter's YAML handler with this format's law: values stay what was typed.

    `frontmatter.loads(text, handler=NoteHandler())` gives scripts the fields that the program
    itself sees: strings, and lists of strings. Writing through it is not supported, because a dump
    re-sorts keys and drops comments.
    """

    def detect(self, text: str) -> bool:
        """True where the text opens with a line of three dashes (a BOM may stand before it)."""
        return OPENING.match(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """The front matter between the fences, and the body below; ValueError if it never ends."""
        span = find_front_matter(text)
        if span is None:
            raise ValueError("the front matter has no closing line")
        start, end, body = span
        return text[start:end], text[body:]

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """The fields as strings and lists of strings; ValueError for what cannot be read."""
        fields: dict[str, Field] = {}
        try:
            for entry in read_fields(fm, 0):
                fields.setdefault(entry.key.raw, entry)
        except FrontMatterFault as fault:
            raise ValueError(fault.message) from None
        return {
            key: found.raws if found.shape is Shape.LIST else next(iter(found.raws), None)
            for key, found in fields.items()
            if found.shape is not Shape.NESTED
        }
