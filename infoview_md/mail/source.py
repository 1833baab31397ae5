"""Sources of mail: an IMAP folder, a Maildir or an mbox, read newest first and never changed."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from infoview_md.errors import NotFound
from infoview_md.mail.imap import Mailbox
from infoview_md.mail.message import HEADERS, MAX_HEAD

MAX_BYTES = 1024 * 1024
"""So much of a mail is read at most: its text and a report come before what is attached."""

BATCH = 200
DAY = 86_400
MAX_LINE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """A mail in a source: where it lies, the beginning of it, and how to read on.

    `head` holds the header; `read` gives the whole mail, cut at MAX_BYTES, and raises OSError or
    ServiceMissing where it went meanwhile.
    """

    place: str
    head: bytes
    read: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Mails, newest first; `count` is how many there are to look at."""

    count: int
    mails: Iterator[Found]


def read_imap(mailbox: Mailbox, folder: str, since: dt.date) -> Source:
    """The mails that came into a folder since a day."""
    mailbox.open(mailbox.find_folder(folder))
    # The server's day may be another than ours.
    numbers = mailbox.find_since(since - dt.timedelta(days=1))
    return Source(len(numbers), _fetch_heads(mailbox, folder, numbers))


def _fetch_heads(mailbox: Mailbox, folder: str, numbers: list[int]) -> Iterator[Found]:
    part = f"[HEADER.FIELDS ({' '.join(HEADERS).upper()})]"
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        fetched = mailbox.fetch(batch, part)
        for number in batch:
            if number in fetched:
                read = partial(_fetch_whole, mailbox, number)
                yield Found(f"{folder} {number}", fetched[number][1], read)


def _fetch_whole(mailbox: Mailbox, number: int) -> bytes:
    fetched = mailbox.fetch([number], f"[]<0.{MAX_BYTES}>")
    return fetched[number][1] if number in fetched else b""


def read_files(path: Path, since: dt.date) -> Source:
    """The mails of a Maildir or an mbox since a day; NotFound where the path is neither."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}; name another mailbox") from None
    if stat.S_ISDIR(mode) and (path / "cur").is_dir():
        return _read_maildir(path, since)
    if stat.S_ISREG(mode):
        return _read_mbox(path)
    raise NotFound(f"{path} is neither a Maildir (a folder with cur in it) nor an mbox file")


def _read_maildir(path: Path, since: dt.date) -> Source:
    # A file may be younger than its mail, as after a restore, but not older; zones apart.
    oldest = dt.datetime.combine(since, dt.time(), dt.UTC).timestamp() - 2 * DAY
    found = sorted(
        (when, file)
        for name in ("new", "cur")
        for when, file in _list_folder(path / name)
        if when >= oldest
    )
    files = [Path(file) for _, file in reversed(found)]
    return Source(len(files), (mail for file in files for mail in _open_file(file)))


def _list_folder(folder: Path) -> Iterator[tuple[float, str]]:
    """When each file of a folder was last written, and its path."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.is_file() and not entry.name.startswith("."):
                    yield entry.stat().st_mtime, entry.path


def _open_file(file: Path) -> Iterator[Found]:
    # Mail programs rename files when they are read: one that went meanwhile comes next time.
    try:
        yield Found(
            str(file), _read_span(file, 0, MAX_HEAD), partial(_read_span, file, 0, MAX_BYTES)
        )
    except OSError:
        return


def _read_mbox(path: Path) -> Source:
    spans = _find_spans(path)
    return Source(len(spans), (_open_span(path, *span) for span in reversed(spans)))


def _open_span(path: Path, number: int, start: int, end: int) -> Found:
    head = _read_span(path, start, min(end - start, MAX_HEAD))
    read = partial(_read_span, path, start, min(end - start, MAX_BYTES))
    return Found(f"{path} mail {number}", head, read)


def _find_spans(path: Path) -> list[tuple[int, int, int]]:
    """Number, begin and end of every mail in an mbox: what stands below a `From ` line."""
    heads: list[tuple[int, int]] = []
    at, after_blank = 0, True
    with path.open("rb") as file:
        while line := file.readline(MAX_LINE):
            if after_blank and line.startswith(b"From "):
                heads.append((at, at + len(line)))
            after_blank = line in (b"\n", b"\r\n")
            at += len(line)
    if at and not heads:
        raise NotFound(f"{path} is no mbox: no line of it begins with “From ”")
    ends = [start for start, _ in heads[1:]] + [at] * bool(heads)
    return [(n, begin, end) for n, ((_, begin), end) in enumerate(zip(heads, ends, strict=True), 1)]


def _read_span(file: Path, start: int, length: int) -> bytes:
    with file.open("rb") as opened:
        opened.seek(start)
        return opened.read(length)
