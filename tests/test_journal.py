"""The journal: what is written before each step, and what can be told from it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from itertools import count, product
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.sending import (
    Fate,
    Record,
    Sending,
    Step,
    build_sendings,
    format_record,
    parse_records,
)
from infoview_md.errors import Busy, Refused
from infoview_md.vault.changes import JOURNAL
from infoview_md.vault.journal import (
    find_sending,
    forget_edits,
    hold_sending,
    open_attempt,
    read_journal,
    settle_edit,
)
from infoview_md.vault.state import State, find_state
from infoview_md.vault.vault import Vault

ID = "<abc.1@hartmann.example>"
LETTER = PurePosixPath("letters/2026-11-24 Zoë Müller request.md")


def record(step: Step, attempt: str = "a-1", by_person: bool = False, at: str = "1") -> Record:
    return Record(attempt=attempt, step=step, at=at, message_id=ID, by_person=by_person)


I, C, S, R, F = Step  # noqa: E741


@pytest.mark.parametrize(
    ("steps", "fate"),
    [
        ((), Fate.NOT_SENT),
        ((I,), Fate.NOT_SENT),
        ((I, F), Fate.NOT_SENT),
        ((I, R), Fate.NOT_SENT),
        ((I, C), Fate.UNKNOWN),
        ((C,), Fate.UNKNOWN),
        ((I, C, R), Fate.NOT_SENT),
        ((I, C, S), Fate.SENT),
        ((S,), Fate.SENT),
        ((I, C, F, S), Fate.SENT),
    ],
)
def test_fate_of_an_attempt(steps: tuple[Step, ...], fate: Fate) -> None:
    (sending,) = build_sendings(map(record, steps)) or (Sending(ID),)
    assert sending.fate is fate


def test_fate_of_a_letter_is_that_of_the_attempt_that_may_have_left() -> None:
    ends = {Fate.NOT_SENT: (I, F), Fate.UNKNOWN: (I, C), Fate.SENT: (I, C, S)}
    for first, second in product(ends, repeat=2):
        records = [record(step, "a-1") for step in ends[first]]
        records += [record(step, "b-1") for step in ends[second]]
        (sending,) = build_sendings(records)
        order = [Fate.SENT, Fate.UNKNOWN, Fate.NOT_SENT]
        assert sending.fate is min(first, second, key=order.index)
        # One that may have left beside one that did may be a second mail, too.
        is_double = Fate.SENT in (first, second) and Fate.NOT_SENT not in (first, second)
        assert bool(sending.doubles) == is_double


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(
    st.builds(
        Record,
        attempt=TEXT.filter(bool),
        step=st.sampled_from(Step),
        at=TEXT,
        message_id=TEXT.filter(bool),
        letter=TEXT,
        to=TEXT,
        said=TEXT,
        by_person=st.booleans(),
    ),
    st.data(),
)
def test_a_record_reads_back_and_a_torn_one_says_nothing(one: Record, data: st.DataObject) -> None:
    line = format_record(one)
    assert line.isascii()
    assert "\n" not in line
    assert parse_records(f"{line}\n") == (one,)
    cut = data.draw(st.integers(0, len(line) - 1))
    assert parse_records(f"{line}\n{line[:cut]}") == (one,)
    assert parse_records(f"{line[:cut]}\n{line}\n") == (one,)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "null",
        "[]",
        "{}",
        "7",
        "{" * 100_000,
        '{"attempt": 1, "step": "sent", "message_id": "x"}',
        '{"step": "sent", "message_id": "x"}',
        "<<<<<<< HEAD",
        "\x00" * 40,
    ],
)
def test_what_is_no_record(line: str) -> None:
    assert parse_records(line) == ()


def test_a_step_of_a_later_version_may_mean_that_it_left() -> None:
    (one,) = parse_records('{"attempt": "a", "step": "queued", "message_id": "<x>"}')
    assert one.step is Step.COMMITTING


# -- on the disk ---------------------------------------------------------------------------------


@pytest.fixture
def state(vault: Path) -> Iterator[State]:
    found = find_state(vault.resolve())
    with hold_sending(found):
        yield found


def attempt(state: State, *steps: Step, clock: Iterator[int] = count(1)) -> None:  # noqa: B008
    def now() -> str:
        return f"2026-11-24T09:10:{next(clock):02}+00:00"

    with open_attempt(state, ID, LETTER, "zoe@x.example", now) as writing:
        for step in steps:
            writing.note(step, "250 kept" if step is Step.SENT else "")


def test_an_attempt_from_step_to_step(state: State, vault: Path) -> None:
    assert find_sending(vault, ID).attempts == ()
    attempt(state, I, C, S)
    sending = find_sending(vault, ID)
    assert (sending,) == read_journal(vault)
    assert (sending.fate, sending.letter, sending.to) == (Fate.SENT, str(LETTER), "zoe@x.example")
    assert sending.first is not None
    assert sending.first.said == "250 kept"
    (file,) = (vault / JOURNAL).iterdir()
    assert len(file.read_text().splitlines()) == 3


@pytest.mark.parametrize(("steps", "fate"), [((), None), ((I,), "failed"), ((I, C), "committing")])
def test_an_attempt_that_breaks_off(
    state: State, vault: Path, steps: tuple[Step, ...], fate: str | None
) -> None:
    def break_off() -> None:
        with open_attempt(state, ID, LETTER, "zoe@x.example", lambda: "") as writing:
            for step in steps:
                writing.note(step)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    attempts = find_sending(vault, ID).attempts
    assert [one.last.step for one in attempts] == ([fate] if fate else [])


def test_a_second_attempt_is_one_of_its_own(state: State, vault: Path) -> None:
    attempt(state, I, R)
    attempt(state, I, C)
    assert [one.fate for one in find_sending(vault, ID).attempts] == [Fate.NOT_SENT, Fate.UNKNOWN]
    assert len(list((vault / JOURNAL).iterdir())) == 1


def test_a_torn_line_does_not_swallow_the_next(state: State, vault: Path) -> None:
    attempt(state, I, F)
    (file,) = (vault / JOURNAL).iterdir()
    with file.open("ab") as opened:
        opened.write(b'{"format": 1, "att')
    attempt(state, I, C, S)
    assert find_sending(vault, ID).fate is Fate.SENT


def test_each_step_is_safe_on_the_disk_before_the_next(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    sync = os.fsync

    def spy(descriptor: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", spy)
    attempt(state, I, C)
    names = [Path(path).name for path in synced if "/vaults/" not in path]
    (file,) = (state.root / JOURNAL).iterdir()
    # The new file and all folders on the way to it, before the second step.
    assert names == [file.name, state.root.name, ".infoview", "journal", file.name]


def test_folders_that_were_not_safe_are_made_so_by_the_next_attempt(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []

    def fail(_: Path) -> None:
        raise OSError(5, "Input/output error")

    attempt(state)  # the machine has its name from now on
    monkeypatch.setattr("infoview_md.vault.journal.sync_folder", fail)
    with pytest.raises(Busy):
        attempt(state, I, C)
    monkeypatch.setattr("infoview_md.vault.journal.sync_folder", synced.append)
    attempt(state, I, C)
    assert synced == [state.root, state.root / ".infoview", state.root / JOURNAL]


def test_only_one_sends(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infoview_md.vault.state.PATIENCE", 0.05)
    second = hold_sending(state)
    with pytest.raises(Busy, match="another infoview is sending a letter from this vault"):
        second.__enter__()


@pytest.mark.usefixtures("state")
def test_notes_can_be_written_meanwhile(vault: Path) -> None:
    assert Vault(vault).repair() == []


def test_a_journal_that_leads_elsewhere_is_not_written(state: State, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (state.root / ".infoview").mkdir()
    (state.root / JOURNAL).symlink_to(elsewhere)
    with pytest.raises(Refused, match="is a link"):
        attempt(state, I)
    (state.root / JOURNAL).unlink()
    attempt(state, I, F)
    (file,) = (state.root / JOURNAL).iterdir()
    file.unlink()
    (tmp_path / "target").touch()
    file.symlink_to(tmp_path / "target")
    with pytest.raises(Busy):
        attempt(state, I)
    assert (tmp_path / "target").read_bytes() == b""


def test_a_journal_that_cannot_be_read_sends_nothing(state: State, vault: Path) -> None:
    attempt(state, I, C)
    (file,) = (vault / JOURNAL).iterdir()
    file.unlink()
    file.mkdir()
    with pytest.raises(Refused, match="nobody knows what was sent"):
        find_sending(vault, ID)
    file.rmdir()
    file.write_bytes(b" " * (1024 * 1024 + 1))
    with pytest.raises(Refused, match="nobody knows what was sent"):
        read_journal(vault)


def test_copies_of_a_sync_program_are_read(state: State, vault: Path) -> None:
    attempt(state, I, C, S)
    (file,) = (vault / JOURNAL).iterdir()
    file.rename(file.with_name(f"{file.stem}.sync-conflict-20261124.jsonl"))
    (vault / JOURNAL / "README.md").write_text("not ours")
    assert find_sending(vault, ID).fate is Fate.SENT


@pytest.mark.parametrize(("step", "fate"), [(S, Fate.SENT), (F, Fate.NOT_SENT)])
def test_the_word_of_the_person(state: State, vault: Path, step: Step, fate: Fate) -> None:
    attempt(state, I, F)
    attempt(state, I, C)
    Vault(vault).apply([settle_edit(state, find_sending(vault, ID), step, "9")])
    sending = find_sending(vault, ID)
    assert sending.fate is fate
    assert [one.is_told for one in sending.attempts] == [False, True]


def test_two_clones_that_both_sent_are_seen_after_the_merge(vault: Path, tmp_path: Path) -> None:
    def git(folder: Path, *argv: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *argv], cwd=folder, check=True, capture_output=True)

    git(vault, "init", "-b", "main")
    git(vault, "add", ".")
    git(vault, "commit", "-m", "one")
    other = tmp_path / "clone"
    git(tmp_path, "clone", str(vault), str(other))
    for clone in (vault, other):
        with hold_sending(find_state(clone.resolve())):
            attempt(find_state(clone.resolve()), I, C, S)
        assert not find_sending(clone, ID).doubles
        git(clone, "add", ".")
        git(clone, "commit", "-m", "sent")
    git(other, "pull", "--no-rebase", "origin", "main")
    assert len(find_sending(other, ID).doubles) == 2
    assert len(list((other / JOURNAL).iterdir())) == 2


def test_forgetting(state: State, vault: Path) -> None:
    attempt(state, I, F)
    for tells in (lambda text: "zoe@x.example" in text, lambda text: "Zoë Müller" in text):
        (edit,) = forget_edits(vault, tells, ())
        assert edit.removes
    assert not forget_edits(vault, lambda _: False, ["<other@x.example>"])
    Vault(vault).apply(forget_edits(vault, lambda _: False, [ID]))
    assert list((vault / JOURNAL).iterdir()) == []
