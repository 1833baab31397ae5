"""Journal: what was sent, written down before it is done: append-only, one file a letter."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from infoview_md.core.edit import Edit, Splice, remove_file
from infoview_md.core.note import digest_of
from infoview_md.core.sending import (
    Record,
    Sending,
    Step,
    build_sendings,
    format_record,
    parse_records,
)
from infoview_md.errors import Busy, Refused
from infoview_md.vault.changes import JOURNAL
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.files import create_file, make_folders, sync_folder, take_away, told
from infoview_md.vault.state import State, hold, told_of_state
from infoview_md.vault.whole_file import TooLarge, read_whole_file

ENDING = ".jsonl"
# Copies that a sync program made of a file in conflict begin with its name, too.
OURS = re.compile(r"[0-9a-f]{16}-")
MACHINE = re.compile(r"[0-9a-f]{12}")
MAX_BYTES = 1024 * 1024
APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
SAID = 200
"""Characters of a server's answer that are kept."""

Clock = Callable[[], str]
"""The time now, in UTC, as the journal writes it."""


# -- reading -------------------------------------------------------------------------------------


def read_journal(root: Path) -> tuple[Sending, ...]:
    """Every letter that any machine tried to send, the first tried first.

    Refused where the journal cannot be read, since then nobody knows what was sent.
    """
    texts = (_read(path) for path in _list_files(root))
    return build_sendings(record for text in texts for record in parse_records(text))


def find_sending(root: Path, message_id: str) -> Sending:
    """What the journal says of one letter; a Sending without attempts where it says nothing."""
    prefix = _hash(message_id)
    texts = (_read(path) for path in _list_files(root) if path.name.startswith(prefix))
    records = (record for text in texts for record in parse_records(text))
    known = {one.message_id: one for one in build_sendings(records)}
    return known.get(message_id, Sending(message_id))


def _list_files(root: Path) -> list[Path]:
    folder = root / JOURNAL
    try:
        return sorted(folder / name for name in os.listdir(folder) if OURS.match(name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable(JOURNAL, explain(error)) from error


def _read(path: Path) -> str:
    try:
        return read_whole_file(path, MAX_BYTES).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except TooLarge as fault:
        raise _unreadable(JOURNAL / path.name, f"it has {fault}") from None
    except OSError as error:
        raise _unreadable(JOURNAL / path.name, explain(error)) from error


def _unreadable(path: PurePosixPath, why: str) -> Refused:
    return Refused(f"{path} cannot be read, so nobody knows what was sent: {why}")


def _hash(message_id: str) -> str:
    data = message_id.encode("utf-8", "surrogateescape")
    return hashlib.blake2b(data, digest_size=8).hexdigest()


# -- writing while sending -----------------------------------------------------------------------


@contextmanager
def hold_sending(state: State) -> Iterator[None]:
    """Be the only infoview on this machine that sends from the vault; Busy after 20 seconds.

    The vault's own lock is not held: a server may take its time, and notes can be written.
    """
    with hold(state, "sending", "sending a letter from"):
        yield


@dataclass(slots=True)
class Writing:
    """An attempt under way; `steps` are those that are safe on the disk already."""

    root: Path
    name: str
    record: Record
    clock: Clock
    steps: list[Step] = field(default_factory=list)

    def note(self, step: Step, said: str = "") -> None:
        """Write a step down, safe on the disk; Busy where the disk will not have it."""
        words = " ".join(said.split())[:SAID]
        record = replace(self.record, step=step, at=self.clock(), said=words)
        with told(JOURNAL / self.name):
            _append(self.root, self.name, format_record(record))
            if step is Step.INTENT:
                _sync_folders(self.root)
        self.steps.append(step)

    @property
    def is_open(self) -> bool:
        """Whether it was begun, and came neither to an end nor to the point of no return."""
        return self.steps[-1:] == [Step.INTENT]


@contextmanager
def open_attempt(
    state: State,
    message_id: str,
    letter: PurePosixPath,
    to: str,
    clock: Clock,
    *,
    contact: str = "",
    kind: str = "",
    seal: str = "",
) -> Iterator[Writing]:
    """Where the steps of a new attempt are written down; nothing is before its first step.

    One that breaks off before `committing` is closed as failed: it has not left. One that breaks
    off after it stays open, and is unknown. The lock of `hold_sending` is held.
    """
    machine = _find_machine(state)
    record = Record(
        attempt=f"{machine}-{os.urandom(4).hex()}",
        step=Step.INTENT,
        at="",
        message_id=message_id,
        letter=str(letter),
        to=to,
        contact=contact,
        kind=kind,
        seal=seal,
    )
    writing = Writing(state.root, file_name(message_id, machine), record, clock)
    try:
        yield writing
    except BaseException as error:
        if writing.is_open:
            # Unwritten, the attempt counts as one that has not left all the same.
            with suppress(Busy):
                writing.note(Step.FAILED, str(error))
        raise


def file_name(message_id: str, machine: str) -> str:
    """What a machine calls its file of a letter: two clones of a vault never write the same one."""
    return f"{_hash(message_id)}-{machine}{ENDING}"


def _append(root: Path, name: str, line: str) -> None:
    """Add a line to a file of the journal, its bytes safe on the disk; OSError."""
    folder = root / JOURNAL
    _refuse_links(root)
    make_folders(folder)
    path = folder / name
    is_new = not path.exists()
    descriptor = os.open(path, APPEND, 0o644)
    try:
        # A line that a crash has torn must not swallow the one that comes now.
        rest = memoryview(f"{'' if is_new or _ends_well(path) else chr(10)}{line}\n".encode())
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folders(root: Path) -> None:
    """Make sure that the file itself is found after a power cut; OSError.

    Also where it is not new: whoever made it may have broken off before this.
    """
    for folder in (root, root / JOURNAL.parent, root / JOURNAL):
        sync_folder(folder)


def _ends_well(path: Path) -> bool:
    data = read_whole_file(path, MAX_BYTES)
    return not data or data.endswith(b"\n")


def _refuse_links(root: Path) -> None:
    """A vault that came from elsewhere must not make us write outside of it."""
    for folder in (JOURNAL.parent, JOURNAL):
        if os.path.islink(root / folder):
            raise Refused(f"{folder} is a link; put a folder in its place, then send again")


def _find_machine(state: State) -> str:
    """The random name of this machine's clone of the vault; made where there is none yet."""
    path = state.folder / "machine"
    with told_of_state(state):
        with suppress(FileNotFoundError):
            known = read_whole_file(path, MAX_BYTES).decode("ascii", "replace")
            if MACHINE.fullmatch(known):
                return known
            take_away(path)
        name = os.urandom(6).hex()
        create_file(path, name.encode("ascii"), 0o600)
        sync_folder(state.folder)
    return name


# -- changes to it -------------------------------------------------------------------------------


def settle_edit(state: State, sending: Sending, step: Step, at: str) -> Edit:
    """The edit that writes down the person's word on every attempt that it decides.

    With `sent`, those that left or may have; with `failed`, those of which nobody knows.
    """
    from infoview_md.core.sending import Fate

    decided = {Fate.SENT, Fate.UNKNOWN} if step is Step.SENT else {Fate.UNKNOWN}
    lines = [
        format_record(
            Record(
                attempt=attempt.name,
                step=step,
                at=at,
                message_id=sending.message_id,
                letter=sending.letter,
                to=sending.to,
                by_person=True,
            )
        )
        for attempt in sending.attempts
        if attempt.fate in decided
    ]
    _refuse_links(state.root)
    # A file of its own: the one that is there may hold anything, and is only ever added to. It is
    # named by what it says, so that two machines that say the same do not conflict.
    text = "".join(f"{line}\n" for line in lines)
    own = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    return Edit(JOURNAL / file_name(sending.message_id, own), None, (Splice(0, 0, text),))


def forget_edits(
    root: Path, tells: Callable[[str], bool], message_ids: Collection[str]
) -> Sequence[Edit]:
    """The edits that take away what the journal says of somebody.

    That is of the letters with these Message-IDs, and whatever `tells` says is about them.
    """
    hashes = {_hash(one) for one in message_ids}
    found = []
    for path in _list_files(root):
        text = _read(path)
        if path.name[:16] in hashes or tells(text) or any(map(tells, _list_words(text))):
            data = read_whole_file(path, MAX_BYTES)
            found.append(remove_file(JOURNAL / path.name, digest_of(data)))
    return found


def _list_words(text: str) -> Iterator[str]:
    """The texts of the records, as they were before JSON escaped what is not ASCII."""
    for record in parse_records(text):
        yield f"{record.letter}\n{record.contact}\n{record.to}\n{record.said}"
