"""Mailboxes on the disk: Maildir and mbox as the standard library makes them, only read."""

from __future__ import annotations

import mailbox
import os
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from infoview_md.errors import NotFound
from infoview_md.mail.message import MAX_HEAD
from infoview_md.mail.source import MAX_BYTES, read_files
from tests.tools.file_tree import read_tree

SINCE = date(2026, 11, 1)


def make_mail(number: int, body: str = "Hello") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"a{number}@x.example"
    mail["Subject"] = str(number)
    mail.set_content(body)
    return mail


def subjects(path: Path) -> list[str]:
    return [
        line.removeprefix(b"Subject: ").decode()
        for found in read_files(path, SINCE).mails
        for line in found.head.splitlines()
        if line.startswith(b"Subject: ")
    ]


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    box = mailbox.Maildir(tmp_path / "Maildir")
    for number in range(3):
        key = box.add(make_mail(number))
        file = tmp_path / "Maildir" / "new" / key
        os.utime(file, (1_795_000_000 + number, 1_795_000_000 + number))
    return tmp_path / "Maildir"


@pytest.fixture
def mbox(tmp_path: Path) -> Path:
    box = mailbox.mbox(tmp_path / "mbox")
    for number in range(3):
        box.add(make_mail(number, "Hi\n\nFrom here on\n"))
    box.close()
    return tmp_path / "mbox"


def test_a_maildir_is_read_newest_first(maildir: Path) -> None:
    assert subjects(maildir) == ["2", "1", "0"]
    assert read_files(maildir, SINCE).count == 3


def test_mails_read_already_lie_in_cur(maildir: Path) -> None:
    file = next((maildir / "new").iterdir())
    file.rename(maildir / "cur" / f"{file.name}:2,S")
    assert sorted(subjects(maildir)) == ["0", "1", "2"]


def test_files_from_long_before_are_not_opened(maildir: Path) -> None:
    old = sorted((maildir / "new").iterdir())[0]
    os.utime(old, (1_700_000_000, 1_700_000_000))
    assert read_files(maildir, SINCE).count == 2


def test_a_file_that_goes_meanwhile_is_passed_over(maildir: Path) -> None:
    source = read_files(maildir, SINCE)
    for file in (maildir / "new").iterdir():
        file.unlink()
    assert list(source.mails) == []


def test_what_is_no_file_is_no_mail(maildir: Path) -> None:
    os.mkfifo(maildir / "cur" / "pipe")
    (maildir / "cur" / "folder").mkdir()
    (maildir / "cur" / "loop").symlink_to("loop")
    assert read_files(maildir, SINCE).count == 3


def test_an_mbox_is_read_last_mail_first(mbox: Path) -> None:
    assert subjects(mbox) == ["2", "1", "0"]
    (*_, first) = read_files(mbox, SINCE).mails
    # The standard library quotes the line in the body; the next mail is not part of this one.
    assert first.read().count(b"From here on") == 1
    assert b"a1@x.example" not in first.read()
    assert first.read().startswith(first.head[:20])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (b"", 0),
        (b"From a\nSubject: 0\n\nx", 1),
        (b"From a\r\nSubject: 0\r\n\r\nx\r\n\r\nFrom b\r\nSubject: 1\r\n\r\n", 2),
        (b"From a\nSubject: 0\n\nFrom: no line of its own\nFrom neither\n", 1),
        (b"From a\n\nFrom b\n", 2),
        (b"x" * 200_000 + b"From a\n\nFrom b\n", 1),
    ],
)
def test_a_mail_begins_at_a_from_line_after_an_empty_one(
    tmp_path: Path, text: bytes, count: int
) -> None:
    (tmp_path / "mbox").write_bytes(text)
    source = read_files(tmp_path / "mbox", SINCE)
    assert (source.count, len(list(source.mails))) == (count, count)


def test_a_text_is_no_mbox(tmp_path: Path) -> None:
    (tmp_path / "mbox").write_bytes(b"From: a@x.example\nSubject: x\n\nFrom here\n".lower())
    with pytest.raises(NotFound, match="is no mbox"):
        read_files(tmp_path / "mbox", SINCE)


def test_of_a_huge_mail_the_beginning_is_read(tmp_path: Path) -> None:
    (tmp_path / "mbox").write_bytes(b"From a\nSubject: 0\n\n" + b"x" * 30_000_000)
    (found,) = read_files(tmp_path / "mbox", SINCE).mails
    assert (len(found.head), len(found.read())) == (MAX_HEAD, MAX_BYTES)


@pytest.mark.parametrize("name", ["missing", ".", "pipe"])
def test_what_is_no_mailbox_is_a_sentence(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotFound, match=r"neither a Maildir|cannot be read"):
        read_files(tmp_path / name, SINCE)


def test_a_mailbox_is_never_written(maildir: Path, mbox: Path) -> None:
    before = read_tree(maildir.parent)
    times = {path: path.stat().st_mtime_ns for path in maildir.parent.rglob("*")}
    for path in (maildir, mbox):
        for found in read_files(path, SINCE).mails:
            found.read()
    assert read_tree(maildir.parent) == before
    assert {path: path.stat().st_mtime_ns for path in times} == times
