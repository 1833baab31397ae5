"""Problem: code, severity, sentence, place."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath

from infoview_md.core.frozen import dataclass


class Severity(StrEnum):
    """How much a problem matters: errors fail `check`, warnings with `--strict`, infos never."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Code:
    """What a problem code means, for `check`, the documentation and editors."""

    severity: Severity
    meaning: str


CODES: dict[str, Code] = {
    # the file
    "encoding": Code(Severity.ERROR, "The file is not UTF-8 text."),
    "nul": Code(Severity.ERROR, "The file holds a NUL character."),
    "note-too-large": Code(Severity.ERROR, "The file is over 5 MB."),
    "unreadable": Code(Severity.ERROR, "The file cannot be opened."),
    # the front matter
    "front-matter-open": Code(Severity.ERROR, "The front matter has no closing `---` line."),
    "front-matter-shape": Code(Severity.ERROR, "The front matter is not `key: value` lines."),
    "front-matter-too-large": Code(Severity.ERROR, "The front matter is over 64 KB."),
    "key-shape": Code(Severity.ERROR, "A key is a list or a map."),
    "duplicate-key": Code(Severity.ERROR, "A key stands twice."),
    "yaml-syntax": Code(Severity.ERROR, "The front matter is not YAML."),
    "yaml-character": Code(Severity.ERROR, "The front matter holds a control character."),
    "yaml-alias": Code(Severity.ERROR, "The front matter uses an anchor, an alias or a merge key."),
    "yaml-tag": Code(Severity.ERROR, "The front matter uses a YAML tag (`!x`)."),
    "yaml-depth": Code(Severity.ERROR, "The front matter is nested deeper than 32 levels."),
    "yaml-nodes": Code(Severity.ERROR, "The front matter holds more than 5,000 values."),
    "yaml-scalar": Code(Severity.ERROR, "A value is longer than 16 KB."),
    "front-matter-elsewhere": Code(
        Severity.WARNING, "A note that is none of ours has a front matter that cannot be read."
    ),
    # the fields
    "unknown-type": Code(Severity.WARNING, "`type:` is none of the four kinds."),
    "bad-date": Code(Severity.ERROR, "A date field holds no date of the calendar."),
    "bad-time": Code(Severity.ERROR, "A date-time field holds no date and time."),
    "bad-number": Code(Severity.ERROR, "A number field holds no number, or one out of range."),
    "bad-checkbox": Code(Severity.ERROR, "A checkbox field is neither `true` nor `false`."),
    "bad-word": Code(Severity.ERROR, "A field with a closed list of words holds another word."),
    "bad-link": Code(Severity.ERROR, "A link field holds no link and no name."),
    "bad-shape": Code(Severity.ERROR, "A field holds a list or a map where one value belongs."),
    "bad-country": Code(Severity.ERROR, "`country` is no ISO 3166 alpha-2 code."),
    "bad-timezone": Code(Severity.ERROR, "`timezone` is no IANA time zone."),
    "bad-message-id": Code(
        Severity.WARNING, "`message_id` is none: letters that go on in its thread do without it."
    ),
    "unquoted-link": Code(Severity.ERROR, "A `[[link]]` in the front matter lacks its quotes."),
    "missing-field": Code(Severity.WARNING, "A letter has no recipient, or an interview nobody."),
    "yaml-reading": Code(
        Severity.INFO, "Other programs read this text differently (YAML 1.1): quote it."
    ),
    "unknown-rules": Code(Severity.ERROR, "`rules:` names a rule pack that does not exist."),
    # links and names
    "dead-link": Code(Severity.WARNING, "A link field points to no note."),
    "dead-body-link": Code(Severity.INFO, "A link in the text points to no note."),
    "ambiguous-link": Code(Severity.WARNING, "A link may mean several notes."),
    "wrong-kind": Code(Severity.WARNING, "A link field points to a note of another kind."),
    "file-name": Code(Severity.WARNING, "The file's name does not survive on every system."),
    "conflict": Code(Severity.ERROR, "The note holds the markers of an unfinished git merge."),
    # the log
    "log-date": Code(Severity.ERROR, "A log line is dated with a day that does not exist."),
    "log-hint": Code(Severity.INFO, "A log line is almost an event, and counts as a note."),
    "log-sequence": Code(Severity.WARNING, "A log line does not fit what stands before it."),
    "log-future": Code(Severity.WARNING, "A log line is dated after today."),
    "stage-differs": Code(Severity.WARNING, "`stage:` is not what the log says."),
    "promise-date": Code(Severity.ERROR, "A promise is due on a day that does not exist."),
    "channel-line": Code(Severity.INFO, "A line under `Channels` cannot be read."),
    # letters
    "letter-rule": Code(
        Severity.WARNING, "A draft breaks a rule; how much that matters, the rule pack says."
    ),
    "letter-unsettled": Code(
        Severity.WARNING, "It is not known, or not written down, that a letter left; see `outbox`."
    ),
    # the vault
    "template": Code(Severity.ERROR, "A template of the vault's own cannot be read."),
    "rule-pack": Code(Severity.ERROR, "A rule pack of the vault's own cannot be read."),
    "config-key": Code(Severity.WARNING, "`infoview.toml` has a key that nothing reads."),
}
"""Every code a problem can have. A severity is decided here, and for `letter-rule` by the pack."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a note, as a value with a place; lines and columns count from 1."""

    code: str
    severity: Severity
    message: str
    path: PurePosixPath
    line: int = 1
    column: int = 1

    @property
    def place(self) -> str:
        """`path:line:column`, as editors and compilers write it."""
        return f"{self.path}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.place}: {self.severity} {self.code}: {self.message}"


def by_place(problem: Problem) -> tuple[str, int, int, str]:
    """Sort key: file, then line, column and code."""
    return (str(problem.path), problem.line, problem.column, problem.code)


def make_problem(
    code: str, path: PurePosixPath, message: str, line: int = 1, column: int = 1
) -> Problem:
    """A problem with the severity that the table of codes gives it."""
    return Problem(code, CODES[code].severity, message, path, line, column)
