"""Sections: the headings of a note's body, and the lines below them that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from infoview_md.core.folding import fold
from infoview_md.core.frozen import dataclass
from infoview_md.core.note import Note
from infoview_md.core.pattern import SPACES, pattern
from infoview_md.core.visible import body_begin, read_visible, recall_last

# The line end before it is part of the pattern, so that the search may leap from line to line.
HEADING = pattern(r"( {0,3})(#{1,6})(?:[ \t]+([^\n]*))?[\t\r ]*(?=\n|\Z)")
HEADING_BELOW = pattern(rf"\n{HEADING.pattern}")
UNDERLINED = pattern(
    r"(?:\A|(?<=\n)|(?<=\A\ufeff))(?P<title> {0,3}[^\s#>|<-][^\n]*)\n"
    r" {0,3}(?P<line>==+|--+)[ \t\r]*(?=\n|\Z)"
)
BULLET = pattern(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the body, comments blanked; `number` from 1 and offset `start` in the file."""

    text: str
    number: int
    start: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6; the span of its line, or two, in the note's text."""

    title: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with all below it, up to the next heading of the same or a higher level.

    `start`, `body_start` and `end` are offsets in the note's text: of the heading, of the line
    below it (whose number is `body_line`), and of what follows the section. `text` is
    `body_start:end` as a reader sees it.
    """

    heading: Heading
    body_line: int
    body_start: int
    end: int
    text: str

    @property
    def start(self) -> int:
        """Where the heading begins."""
        return self.heading.start

    @property
    def is_empty(self) -> bool:
        """True where nothing stands below the heading but other headings."""
        return all(not line.text.strip(SPACES) or HEADING.match(line.text) for line in self.lines())

    def lines(self) -> Iterator[Line]:
        """The lines below the heading."""
        return _split_lines(self.text, self.body_line, self.body_start)


@dataclass(frozen=True, slots=True)
class Item:
    """An outermost list item of a section, and the indented lines below that belong to it."""

    line: Line
    below: tuple[str, ...] = ()


def scan_lines(note: Note) -> Iterator[Line]:
    """Every line of the body as a reader sees it: of fences and comments only blanks are left."""
    begin = body_begin(note)
    return _split_lines(read_visible(note)[begin:], note.body_line, begin)


def _split_lines(text: str, number: int, start: int) -> Iterator[Line]:
    for raw in text.split("\n"):
        yield Line(raw.removesuffix("\r"), number, start)
        number, start = number + 1, start + len(raw) + 1


def find_headings(note: Note) -> list[Heading]:
    """Every heading of the body, in order: `# Title`, and titles underlined with `===` or `---`."""
    return list(_find_headings(read_visible(note), body_begin(note)))


@recall_last
def _find_headings(visible: str, begin: int) -> tuple[Heading, ...]:
    found = [_heading(match, 0) for match in (HEADING.match(visible, begin),) if match]
    items = _ItemsAbove(visible, begin)
    for match in HEADING_BELOW.finditer(visible, begin):
        # Indented, it may stand inside a list item: then it is the item's, and ends no section.
        if not match[1] or not items.reach(match.start()):
            found.append(_heading(match, 1))
    if visible.find("\n--", begin) >= 0 or ("=" in visible and visible.find("\n==", begin) >= 0):
        found += _find_underlined(visible, begin)
        found.sort(key=lambda heading: heading.start)
    return tuple(found)


@recall_last
def _fold_titles(visible: str, begin: int) -> tuple[str, ...]:
    return tuple([fold(heading.title) for heading in _find_headings(visible, begin)])


def _heading(match: re.Match[str], skipped: int) -> Heading:
    _, hashes, title = match.groups("")
    title = title.strip(SPACES)
    if title.endswith("#"):
        without_hashes = title.rstrip("#")
        if not without_hashes or without_hashes[-1] in SPACES:
            title = without_hashes.rstrip(SPACES)
    return Heading(title, len(hashes), match.start() + skipped, match.end())


def _find_underlined(visible: str, begin: int) -> Iterator[Heading]:
    items = _ItemsAbove(visible, begin)
    for match in UNDERLINED.finditer(visible, begin):
        title, start = match["title"], match.start()
        above = visible[visible.rfind("\n", 0, max(start - 1, 0)) + 1 : start].strip(SPACES + "\n")
        # The text of a list item goes on below it, indented or (with no blank line) not.
        is_in_item = (title[0] == " " or above) and items.reach(start - 1)
        is_rule = not title.strip(SPACES + "*_")
        if not is_rule and not is_in_item and not BULLET.match(title):
            level = 1 if match["line"][0] == "=" else 2
            yield Heading(title.strip(SPACES), level, start, match.end())


class _ItemsAbove:
    """Whether a list item reaches down to an offset; asked for offsets that only grow."""

    def __init__(self, visible: str, begin: int) -> None:
        self.visible, self.known_to, self.answer = visible, begin, False

    def reach(self, end: int) -> bool:
        """True where the last line above that is neither blank nor indented is a list item."""
        for line in reversed(self.visible[self.known_to : max(end, self.known_to)].split("\n")):
            if line.strip(SPACES) and line[0] not in SPACES:
                self.answer = BULLET.match(line) is not None
                break
        self.known_to = max(end, self.known_to)
        return self.answer


class LineCounter:
    """The line numbers, from 1, of offsets that only grow, without counting from the top."""

    def __init__(self, text: str) -> None:
        self.text, self.offset, self.line = text, 0, 1

    def line_of(self, offset: int) -> int:
        """The line on which the character at the offset stands."""
        self.line += self.text.count("\n", self.offset, offset)
        self.offset = offset
        return self.line


def find_sections(note: Note, title: str) -> list[Section]:
    """Every section whose heading is `title`, in any letter case and of any level.

    One that stands inside another of the same title is a part of that, not a second one.
    """
    visible, begin = read_visible(note), body_begin(note)
    titles, wanted = _fold_titles(visible, begin), fold(title)
    if wanted not in titles:
        return []
    headings, lines = _find_headings(visible, begin), LineCounter(note.text)
    sections: list[Section] = []
    for index, heading in enumerate(headings):
        is_inside = bool(sections) and heading.start < sections[-1].end
        if titles[index] == wanted and not is_inside:
            end = _end_of_section(headings, index, len(visible))
            body = min(heading.end + 1, len(visible))
            sections.append(Section(heading, lines.line_of(body), body, end, visible[body:end]))
    return sections


def _end_of_section(headings: Sequence[Heading], index: int, end: int) -> int:
    level, others = headings[index].level, range(index + 1, len(headings))
    return next((headings[other].start for other in others if headings[other].level <= level), end)


def find_items(section: Section) -> list[Item]:
    """The outermost list items (`-`, `*` or `+`) of a section with the indented lines below each.

    Blank lines inside an item are dropped; any other line that is not indented ends it.
    """
    items: list[Item] = []
    current: Line | None = None
    indent = 4  # four spaces, with no item above, are code
    below: list[str] = []
    end = section.body_start
    for number, raw in enumerate(section.text.split("\n"), section.body_line):
        text = raw.removesuffix("\r")
        content, start, end = text.lstrip(SPACES), end, end + len(raw) + 1
        if not content:
            continue
        depth = len(text) - len(content) + 3 * text.startswith("\t")
        if current and depth > indent:
            below.append(content.rstrip(SPACES))
            continue
        if current:
            items.append(Item(current, tuple(below)))
        is_item = depth < 4 and content[0] in "-*+" and content[1:2] in SPACES
        current, indent, below = (Line(text, number, start) if is_item else None), depth, []
    return [*items, Item(current, tuple(below))] if current else items
