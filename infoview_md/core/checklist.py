"""Checklist: what is due as lines with boxes, and the block of Today.md that holds them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import PurePosixPath

from infoview_md.core.agenda import Action, ActionKind, find_open_promises
from infoview_md.core.agenda.commands import handle_of, make_command
from infoview_md.core.edit import Edit, find_difference, new_file
from infoview_md.core.event import Event, single_spaced
from infoview_md.core.fields import newline_of
from infoview_md.core.folding import fold
from infoview_md.core.letter_kind import BY_WORD, make_sent_event
from infoview_md.core.links import format_link, parse_link
from infoview_md.core.log import parse_line
from infoview_md.core.model import Contact
from infoview_md.core.note import Note
from infoview_md.core.outlook import Outlook
from infoview_md.core.promises import Promise
from infoview_md.errors import Refused

START, END = "<!-- infoview:today -->", "<!-- /infoview:today -->"
COMMAND = "`infoview today --write`"
BEGINNING = "# Today\n\n"
# One that asks for the first time is written with the tool; a short answer is written anywhere.
UNBOXED_LETTERS = frozenset({"request", "hand-over"})
# What the log says besides the event, where no letter note is linked that would tell.
TICKED_WORDS = {"confirm": "confirmed the talk"}

_LABELS = "|".join(re.escape(kind.label) for kind in ActionKind)
LINE = re.compile(
    rf"[-*+] (?:\[(?P<box>[^\n])\] )?(?P<label>{_LABELS}) (?P<said>.*?)"
    r"(?P<ticks>`+) ?(?P<command>infoview .+?) ?(?P=ticks)(?!`)"
    r"(?P<tail>.*?)(?: \^(?P<mark>[a-z-]+-[0-9a-f]+)(?P<behind>.*))?"
)


# When it was done: bare, with the `@` of a promise, or as the Tasks plug-in notes it.
DONE_ON = re.compile(r"(?:✅\ufe0f?|@)?[ \t]*\[?\[?(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:\]\])?")
EDGES = " \t:,;-–—."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist as it stands: `raw` is all of it, `tail` what a person added.

    `box` is None for a line without one. `mark` tells which log line it stands for, and how many
    like it there were when it was written.
    """

    raw: str
    box: str | None
    said: str
    command: str
    tail: str
    mark: str

    @property
    def is_ticked(self) -> bool:
        """True where a person says that it is done."""
        return self.box in ("x", "X")

    @property
    def words(self) -> str:
        """What a person added, but for the day."""
        return single_spaced(DONE_ON.sub("", self.tail, count=1)).strip(EDGES)


@dataclass(frozen=True, slots=True)
class Block:
    """Today.md around and inside the marks; `foreign` lines inside them are not ours."""

    before: str
    after: str
    lines: tuple[Line, ...] = ()
    foreign: tuple[str, ...] = ()


def read_block(note: Note | None) -> Block:
    """The block of a Today.md, which may not be there yet; Refused where it is not whole."""
    if note is None:
        return Block(BEGINNING, "")
    rows = note.text.split("\n")
    marks = [row.strip("\ufeff \t\r") for row in rows]
    starts, ends = ([at for at, m in enumerate(marks) if m == one] for one in (START, END))
    if not starts and not ends:
        text, newline = note.text, newline_of(note.text, len(note.text))
        gap = newline * (1 if text.endswith("\n") else 2) if text.strip("\ufeff") else ""
        return Block(text + gap, "")
    if len(starts) != 1 or len(ends) != 1 or starts[0] > ends[0]:
        line = (starts or ends)[-1] + 1
        raise Refused(f"{note.path}:{line}: {START} and {END} must stand here once each, in this "
                      "order; mend them, then try again")  # fmt: skip
    inside = [row.rstrip("\r") for row in rows[starts[0] + 1 : ends[0]]]
    read = [(row, read_line(row)) for row in inside]
    return Block(
        before="".join(f"{row}\n" for row in rows[: starts[0]]),
        after="\n".join(rows[ends[0] + 1 :]),
        lines=tuple(line for _, line in read if line),
        foreign=tuple(row for row, line in read if not line and not _is_ours(row)),
    )


def read_line(raw: str) -> Line | None:
    """A line as we write them, whatever a person added to it."""
    found = LINE.fullmatch(raw.strip())
    if found is None:
        return None
    tail = single_spaced(f"{found['tail']} {found['behind'] or ''}")
    return Line(raw, found["box"], found["said"], found["command"], tail, found["mark"] or "")


def _is_ours(row: str) -> bool:
    return not row.strip() or (row.startswith("*") and COMMAND in row)


def edit_block(
    note: Note | None, block: Block, path: PurePosixPath, rows: Sequence[str], moved: Sequence[str]
) -> Edit:
    """The edit that puts rows between the marks, and rows that are not ours below them."""
    newline = newline_of(note.text, len(block.before)) if note else "\n"
    inside = "".join(f"{row}{newline}" for row in (START, *rows, END))
    outside = "".join(f"{row}{newline}" for row in moved)
    gap = newline if outside else ""
    text = block.before + inside + gap + outside + gap + block.after
    if note is None:
        return new_file(path, text)
    return Edit(path, note.digest, (find_difference(note.text, text),))


def format_rows(
    actions: Iterable[Action], outlook: Outlook, open_lines: Iterable[Line], stays: Iterable[Line]
) -> tuple[list[str], list[str]]:
    """The rows of the block below its heading, and lines with words that have no row any more.

    What a person added to an open line, and a box of theirs, stay with it. Ticked lines that could
    not be settled come first, as they are.
    """
    by_key: dict[tuple[str, str, str], Line] = {}
    lost = []
    for line in open_lines:
        if by_key.setdefault(_key(line), line) is not line:
            lost.append(line)
    staying = {_key(line): line for line in stays}
    rows = [line.raw for line in staying.values()]
    for action in actions:
        row = format_action(action, outlook)
        key = _key_of(row)
        if key not in staying:
            rows.append(_carry(row, by_key.pop(key, None)))
    lost += by_key.values()
    return rows, [line.raw for line in lost if line.words]


def format_heading(heading: str, count: int) -> str:
    """The line above the others: the day, and what a tick does."""
    shown = count or "nothing"
    return f"*{heading}: {shown} due. What is ticked here is logged by the next {COMMAND}.*"


def _key(line: Line) -> tuple[str, str, str]:
    is_promise = line.mark.startswith("promise-")
    mark = line.mark if is_promise else line.mark.rpartition("-")[0]
    return (fold(line.said.partition("]]")[0]), line.command, mark)


def _key_of(row: str) -> tuple[str, str, str]:
    line = read_line(row)
    return _key(line) if line else ("", "", "")


def _carry(row: str, kept: Line | None) -> str:
    if kept is None:
        return row
    if kept.box is not None and not kept.is_ticked:
        row = row.replace("- [ ] ", f"- [{kept.box}] ", 1)
    if not kept.tail:
        return row
    body, mark, number = row.rpartition(" ^")
    return f"{body} {kept.tail}{mark}{number}" if mark else f"{row} {kept.tail}"


def format_action(action: Action, outlook: Outlook) -> str:
    """One thing that is due as a line: with a box where a tick stands for something."""
    contact = outlook.index.contacts[action.path]
    company = f" ({_flat(action.company)})" if action.company not in ("", action.who) else ""
    late = f", {action.late} day{'s' * (action.late > 1)} late" if action.late else ""
    shown = contact.name if contact.name != contact.stem else ""
    link = format_link(action.path, outlook.index.table, shown)
    said = f"{action.kind.label} {link}{company}{late}: {_flat(action.why)}"
    ticks = "`" * (1 + max(map(len, re.findall("`+", action.command)), default=0))
    space = " " if len(ticks) > 1 else ""
    line = f"{said} {ticks}{space}{action.command}{space}{ticks}"
    mark = mark_of(action, contact, outlook)
    return f"- [ ] {line} ^{mark}" if mark else f"- {line}"


def _flat(text: str) -> str:
    """A text in which nothing is a mark, a link or code."""
    swapped = {"`": "'", "<!--": "< !--", "[[": "[ [", "]]": "] ]", "%%": "% %"}
    for one, other in swapped.items():
        text = text.replace(one, other)
    return single_spaced(" ".join(text.split("\n")))


def mark_of(action: Action, contact: Contact, outlook: Outlook) -> str:
    """What a tick stands for: an event and how many like it the log has, or a promise; or empty."""
    if action.kind is ActionKind.PROMISE:
        for owed in find_open_promises(contact, outlook):
            command = make_command("edit", handle_of(outlook.index, owed.note))
            if command == action.command and owed.promise.text in action.why:
                return mark_of_promise(owed.promise)
        return ""
    event = event_of(action.command, outlook.today)
    return f"{event.kind}-{count_like(event, contact, outlook):x}" if event else ""


def mark_of_promise(promise: Promise) -> str:
    """A promise is known by what it says."""
    said = f"{promise.due} {promise.theirs} {fold(promise.text)}"
    return f"promise-{blake2b(said.encode(), digest_size=4).hexdigest()}"


def event_of(command: str, today: date) -> Event | None:
    """The event that a command would log; None for one that logs nothing by itself."""
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    verb, rest = words[1:2], words[3:]
    day = today.isoformat()
    if "--date" in rest[:-1]:
        at = rest.index("--date")
        day, rest = rest[at + 1], rest[:at] + rest[at + 2 :]
    if verb == ["letter"]:
        return _event_of_letter(rest, today)
    if verb != ["log"]:
        return None
    event = parse_line(f"- {day} {' '.join(rest)}", 0) if rest else None
    return event if event and (event.kind != "note" or rest[0].startswith("note")) else None


def _event_of_letter(words: list[str], day: date) -> Event | None:
    """What the log says once the letter of a command left: `letter NAME KIND [--about NAME]`."""
    kind, *rest = words or [""]
    names = rest[1::2]
    if kind not in BY_WORD or kind in UNBOXED_LETTERS or set(rest[::2]) - {"--about"}:
        return None
    if len(names) * 2 != len(rest):
        return None
    about = [link for name in names if (link := parse_link(f"[[{name}]]"))]
    text = TICKED_WORDS.get(kind, "")
    return make_sent_event(BY_WORD[kind].kind, kind, day, about=about, text=text)


def count_like(event: Event, contact: Contact, outlook: Outlook) -> int:
    """How many lines of a log say the same: that event, with those links."""
    index = outlook.index
    links = {index.resolve(link) for link in event.links}
    return sum(
        one.kind is event.kind
        and one.qualifier == event.qualifier
        and links <= {index.resolve(link) for link in one.links}
        for one in outlook.standing(contact).events
    )
