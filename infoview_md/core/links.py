"""[[links]] in fields and body, with places."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Protocol

from infoview_md.core.folding import fold
from infoview_md.core.frozen import dataclass, field
from infoview_md.core.pattern import pattern

WIKILINK = pattern(r"(?P<embed>!?)\[\[(?P<inner>[^\[\]\n]+?)\]\]")
# What Obsidian opens as an attachment; a link to one is never a link to a note.
ATTACHMENT = pattern(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|pdf|canvas|base|mp3|mp4|m4a|wav|ogg|flac|webm|mov|mkv"
    r"|csv|xlsx?|docx?|pptx?|odt|ods|odp|zip|html?|txt|ics|vcf|eml|excalidraw)$",
    re.IGNORECASE,
)
# A shown name may hold none of these, or the link would end early.
SHOWN_NAME = str.maketrans({"[": "(", "]": ")", "|": "/", "\n": " "})


@dataclass(frozen=True, slots=True)
class Link:
    """One link as written: `start` and `end` are offsets in the text it was found in.

    Without a target (`[[#Log]]`) it leads to a place in its own note.
    """

    target: str
    shown: str = ""
    heading: str = ""
    embed: bool = False
    bracketed: bool = True
    start: int = 0
    end: int = 0

    @property
    def text(self) -> str:
        """What a reader sees: the shown name, else the target's last part."""
        return self.shown or self.target.rpartition("/")[2]

    @property
    def is_attachment(self) -> bool:
        """True for a picture, a PDF and the like."""
        return "." in self.target and ATTACHMENT.search(self.target) is not None

    @property
    def is_date(self) -> bool:
        """True for `[[2026-11-03]]`, a daily note that need not exist."""
        year, month, day = self.target[:4], self.target[5:7], self.target[8:]
        digits = year + month + day
        is_dated = len(self.target) == 10 and self.target[4] == self.target[7] == "-"
        return is_dated and digits.isascii() and digits.isdigit()


def parse_inner(inner: str) -> tuple[str, str, str]:
    """Split what stands between the brackets into target, heading and shown name."""
    # Inside a Markdown table the bar is written `\|`.
    if "|" not in inner and "#" not in inner:
        return _without_extension(inner.strip()), "", ""
    path, _, shown = inner.replace("\\|", "|").partition("|")
    target, _, heading = path.partition("#")
    return _without_extension(target.strip()), heading.strip(), shown.strip()


def find_target(inner: str) -> tuple[int, int]:
    """Where the target stands in what is between the brackets, without spaces and `.md`."""
    path, bar, _ = inner.partition("|")
    path = (path.removesuffix("\\") if bar else path).partition("#")[0]
    target = path.strip()
    start = len(path) - len(path.lstrip())
    return start, start + len(_without_extension(target))


def _without_extension(target: str) -> str:
    return target[:-3] if target[-3:].lower() == ".md" else target


def find_links(text: str) -> list[Link]:
    """Every [[link]] and ![[embed]] of a text, in order."""
    links: list[Link] = []
    if "[[" not in text:
        return links
    for match in WIKILINK.finditer(text):
        embed, inner = match.groups()
        target, heading, shown = parse_inner(inner)
        links.append(Link(target, shown, heading, bool(embed), True, *match.span()))
    return links


# A field is read twice, for the record and for the links; and many people share a company.
@lru_cache(maxsize=256)
def parse_link(raw: str) -> Link | None:
    """The link a link field holds: `[[…]]` or a plain name; None for an empty one.

    A plain name is one name whatever it holds (`C# Guild`, `AC/DC GmbH`).
    """
    raw = raw.strip()
    if "[[" in raw or "]]" in raw:
        match = WIKILINK.fullmatch(raw)
        if match is None:
            return None
        target, heading, shown = parse_inner(match["inner"])
        return Link(target, shown, heading, bool(match["embed"])) if target else None
    target = _without_extension(raw)
    return Link(target, bracketed=False) if target else None


class Lookup(Protocol):
    """The notes under a folded name: a dictionary, or what looks them up when asked."""

    def get(self, key: str, default: tuple[PurePosixPath, ...], /) -> tuple[PurePosixPath, ...]:
        """The notes under a name, in the order of their paths."""


def _nothing() -> dict[str, tuple[PurePosixPath, ...]]:
    return {}


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Which note a link means, by the names of all notes.

    `untyped` holds the notes that only a link with a folder means: a typed one has their stem.
    """

    by_stem: Lookup
    by_name: Lookup = field(default_factory=_nothing)
    untyped: Lookup = field(default_factory=_nothing)

    def resolve(self, link: Link) -> tuple[PurePosixPath, ...]:
        """The notes the link may mean: none for a dead link, several for an ambiguous one."""
        found = self._resolve_target(link.target)
        if not found and not link.bracketed:
            return self.by_name.get(fold(link.target), ())
        return found

    def _resolve_target(self, target: str) -> tuple[PurePosixPath, ...]:
        """A stem; with folders, the whole path or (without a slash in front) the end of one."""
        _, slash, stem = target.rpartition("/")
        found = self.by_stem.get(fold(stem), ())
        if not slash:
            return found
        found += self.untyped.get(fold(stem), ())
        wanted = "/" + fold(target.strip("/"))
        ends = tuple(path for path in found if _folded(path).endswith(wanted))
        whole = tuple(path for path in ends if _folded(path) == wanted)
        return whole or (() if target.startswith("/") else ends)


def _folded(path: PurePosixPath) -> str:
    return "/" + fold(str(path.with_suffix("")))


def format_link(path: PurePosixPath, table: LinkTable, shown: str = "") -> str:
    """How the tool writes a link: the stem, with its folder only where the stem is not unique.

    A slash stands in front where the folder is the vault's root.
    """
    is_alone = table.by_stem.get(fold(path.stem), ()) in ((), (path,))
    whole = str(path.with_suffix(""))
    target = path.stem if is_alone else whole if "/" in whole else f"/{whole}"
    shown = shown.translate(SHOWN_NAME).strip()
    return f"[[{target}|{shown}]]" if shown and shown != target else f"[[{target}]]"
