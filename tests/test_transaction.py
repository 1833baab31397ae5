"""Transactions: no other program's save is lost, all or nothing is done, all can be undone."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest

from infoview_md.core.edit import Edit, Splice, is_kept, new_file, remove_file
from infoview_md.core.note import digest_of
from infoview_md.errors import Busy, ChangedMeanwhile, ConfigFault, NotFound, Refused
from infoview_md.vault import files, replacing, state, transaction
from infoview_md.vault.entry import PENDING, list_entries, list_files
from infoview_md.vault.state import find_state, hold
from infoview_md.vault.system import has_writer
from infoview_md.vault.undo import prune
from infoview_md.vault.vault import Vault

A, B, NEW = (PurePosixPath("contacts", f"{name}.md") for name in ("A", "B", "New"))
TEXTS = {A: "first a\n", B: "first b\n"}


@pytest.fixture
def two(vault: Path) -> Vault:
    """A vault with two notes."""
    for path, text in TEXTS.items():
        (vault / path).write_text(text)
    return Vault(vault)


def edit(vault: Vault, path: PurePosixPath, text: str) -> Edit:
    """The edit that adds a line at the end of a note as it is now."""
    data = (vault.root / path).read_bytes()
    end = len(data.decode())
    return Edit(path, digest_of(data), (Splice(end, end, text),))


def removal(vault: Vault, path: PurePosixPath) -> Edit:
    """The edit that takes a note away."""
    return remove_file(path, digest_of((vault.root / path).read_bytes()))


def tree(vault: Vault) -> dict[str, bytes]:
    """Every file of the vault with its bytes, temporary ones too."""
    return {
        str(path.relative_to(vault.root)): path.read_bytes()
        for path in sorted(vault.root.rglob("*"))
        if path.is_file()
    }


def three_edits(vault: Vault) -> list[Edit]:
    """A change, a new note, a removal."""
    return [edit(vault, A, "more\n"), new_file(NEW, "new\n"), removal(vault, B)]


# -- saves of other programs ---------------------------------------------------------------------

Save = Callable[[Path], None]


def save_over(path: Path) -> None:
    """As vim and VS Code's atomic mode do: write beside it, rename over it."""
    beside = path.with_name("editor~")
    beside.write_text("theirs\n")
    beside.rename(path)


def save_in_place(path: Path) -> None:
    """As nano and VS Code do: empty the file, write into it."""
    path.write_text("theirs\n")


@contextmanager
def interrupted_swap(
    monkeypatch: pytest.MonkeyPatch, *moments: Callable[[], None]
) -> Iterator[None]:
    """Something happens right before each exchange of two files, in turn."""
    real, waiting = files.swap, iter(moments)

    def swap(left: Path, right: Path) -> bool:
        if moment := next(waiting, None):
            moment()
        return real(left, right)

    with monkeypatch.context() as patch:
        patch.setattr(replacing, "swap", swap)
        yield


@pytest.mark.parametrize("save", [save_over, save_in_place])
def test_a_save_right_before_the_exchange_is_given_back(
    two: Vault, monkeypatch: pytest.MonkeyPatch, save: Save
) -> None:
    before = tree(two)
    with (
        interrupted_swap(monkeypatch, lambda: save(two.root / A)),
        pytest.raises(ChangedMeanwhile, match=r"A\.md was saved by another program"),
    ):
        two.apply([edit(two, A, "ours\n")])
    assert tree(two) == {**before, str(A): b"theirs\n"}


def test_a_program_that_is_about_to_write_in_place_writes_where_it_meant_to(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has opened the note and not changed it yet: by its bytes nobody could tell."""
    opened = []
    with (
        interrupted_swap(monkeypatch, lambda: opened.append((two.root / A).open("r+"))),
        pytest.raises(ChangedMeanwhile),
    ):
        two.apply([edit(two, A, "ours\n")])
    with opened[0] as file:
        file.write("theirs\n")
    assert (two.root / A).read_text() == "theirs\n\n"


def test_control_without_looking_for_writers_that_save_is_lost(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(replacing, "has_writer", lambda _: None)
    with interrupted_swap(monkeypatch, lambda: opened.append((two.root / A).open("r+"))):
        two.apply([edit(two, A, "ours\n")])
    with opened[0] as file:
        file.write("theirs\n")
    assert "theirs" not in (two.root / A).read_text()


def test_where_two_programs_save_the_later_text_stands_and_the_other_is_kept(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_later() -> None:
        (two.root / A).write_text("later\n")

    with (
        interrupted_swap(monkeypatch, lambda: save_over(two.root / A), save_later),
        pytest.raises(ChangedMeanwhile) as caught,
    ):
        two.apply([edit(two, A, "ours\n")])
    assert (two.root / A).read_text() == "later\n"
    (kept,) = two.state.recovered.iterdir()
    assert str(kept) in caught.value.__notes__[0]
    assert (kept.name[9:], kept.read_text()) == ("A.md", "theirs\n")


def test_a_note_that_is_moved_away_right_before_the_exchange_is_waited_for(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As vim does with a backup: the old file gets another name first."""

    def move_and_save() -> None:
        (two.root / A).rename(two.root / "contacts/A.md~")
        threading.Timer(0.05, save_in_place, [two.root / A]).start()

    with interrupted_swap(monkeypatch, move_and_save), pytest.raises(ChangedMeanwhile):
        two.apply([edit(two, A, "ours\n")])
    two.wait_for_writers([A])
    assert (two.root / A).read_text() == "theirs\n"


@pytest.mark.parametrize("save", [save_over, save_in_place])
def test_a_save_right_after_the_exchange_that_did_not_know_of_it_is_seen(
    two: Vault, monkeypatch: pytest.MonkeyPatch, save: Save
) -> None:
    real = replacing.replace

    def replace_then_save(temporary: Path, target: Path, before: bytes, after: bytes) -> None:
        real(temporary, target, before, after)
        save(target)

    monkeypatch.setattr(transaction, "replace", replace_then_save)
    with pytest.raises(ChangedMeanwhile):
        two.apply([edit(two, A, "ours\n"), new_file(NEW, "new\n")])
    assert (two.root / A).read_text() == "theirs\n"
    assert not (two.root / NEW).exists()


@pytest.mark.parametrize(
    ("now", "kept"),
    [("a\nx\n", True), ("a\nx\nmore\n", True), ("x\n", True), ("a\n", False), ("", False)],
)
def test_an_edit_is_kept_while_its_lines_are_there(now: str, kept: bool) -> None:
    assert is_kept("a\n", "a\nx\n", now) is kept


def test_a_taken_out_line_that_returned_was_not_kept() -> None:
    assert not is_kept("a\nb\n", "a\n", "a\nb\n")
    assert is_kept("a\nb\n", "a\n", "a\nc\n")


def test_a_note_saved_while_it_is_removed_returns(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.move_new

    def save_then_move(source: Path, target: Path) -> None:
        if source == two.root / B:
            save_over(source)
        real(source, target)

    monkeypatch.setattr(transaction, "move_new", save_then_move)
    with pytest.raises(ChangedMeanwhile):
        two.apply([removal(two, B)])
    assert (two.root / B).read_text() == "theirs\n"
    assert "contacts/A.md" in tree(two)


def test_a_writer_is_seen_and_a_reader_is_not(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("x")
    reader = os.open(file, os.O_RDONLY)
    other = os.open(file, os.O_RDONLY)
    assert has_writer(reader) is (False if sys.platform == "linux" else None)
    writer = os.open(file, os.O_WRONLY)
    assert has_writer(reader) is (True if sys.platform == "linux" else None)
    for descriptor in (reader, other, writer):
        os.close(descriptor)


# -- disks that know no exchange -----------------------------------------------------------------


@pytest.fixture(params=["links", "no links"])
def no_exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A disk that exchanges nothing, and perhaps knows no second names either."""
    monkeypatch.setattr("infoview_md.vault.files.rename_new", lambda *_: False)
    monkeypatch.setattr(replacing, "swap", lambda *_: False)
    if request.param == "no links":

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(1, "no")

        monkeypatch.setattr(os, "link", refuse)
    return str(request.param)


@pytest.mark.usefixtures("no_exchange")
def test_without_exchange_all_works_the_same(two: Vault) -> None:
    before = tree(two)
    two.apply(three_edits(two))
    after = tree(two)
    assert after == {
        str(A): b"first a\nmore\n",
        str(NEW): b"new\n",
        "infoview.toml": before["infoview.toml"],
    }
    two.undo()
    assert tree(two) == before
    two.undo(redo=True)
    assert tree(two) == after


@pytest.mark.usefixtures("no_exchange")
def test_without_exchange_a_save_before_the_last_look_is_left(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = [edit(two, A, "ours\n")]
    real = files.link_beside

    def save_then_link(target: Path, name: Path) -> bool:
        save_over(target)
        return real(target, name)

    monkeypatch.setattr(replacing, "link_beside", save_then_link)
    with pytest.raises(ChangedMeanwhile):
        two.apply(edits)
    assert tree(two)[str(A)] == b"theirs\n"
    assert [name for name in tree(two) if "infoview-" in name] == []


def test_without_exchange_a_save_in_place_after_it_returns(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "swap", lambda *_: False)
    real = files.rename_over
    moment = iter([True])

    def rename_then_write(source: Path, target: Path) -> None:
        old = os.open(target, os.O_WRONLY)
        real(source, target)
        if next(moment, False):
            os.write(old, b"THEIRS")
        os.close(old)

    monkeypatch.setattr(replacing, "rename_over", rename_then_write)
    with pytest.raises(ChangedMeanwhile):
        two.apply([edit(two, A, "ours\n")])
    assert tree(two)[str(A)] == b"THEIRSa\n"
    assert [name for name in tree(two) if "infoview-" in name] == []


# -- undo ----------------------------------------------------------------------------------------


def test_undo_takes_back_commands_one_by_one_and_redo_restores_them(two: Vault) -> None:
    states = [tree(two)]
    two.apply([edit(two, A, "1\n")], "infoview one")
    states.append(tree(two))
    two.apply([new_file(PurePosixPath("interviews/2026/x.md"), "x")], "infoview two")
    states.append(tree(two))
    two.apply([removal(two, B)], "infoview three")
    states.append(tree(two))
    for number, word in ((2, "three"), (1, "two"), (0, "one")):
        entry, _ = two.undo()
        assert (entry.typed, tree(two)) == (f"infoview {word}", states[number])
    assert not (two.root / "interviews/2026").exists()
    with pytest.raises(NotFound, match="nothing that can be taken back"):
        two.undo()
    for state_after in states[1:]:
        two.undo(redo=True)
        assert tree(two) == state_after
    with pytest.raises(NotFound, match="was taken back since the last change"):
        two.undo(redo=True)
    two.undo()
    assert tree(two) == states[2]


def test_a_new_command_ends_what_could_be_restored(two: Vault) -> None:
    two.apply([edit(two, A, "1\n")])
    two.undo()
    two.apply([edit(two, B, "2\n")])
    with pytest.raises(NotFound):
        two.undo(redo=True)


def test_a_note_changed_since_is_not_taken_back(two: Vault) -> None:
    two.apply([edit(two, A, "1\n"), edit(two, B, "2\n")], "infoview x")
    (two.root / B).write_text("theirs\n")
    before = tree(two)
    with pytest.raises(Refused, match=r"B\.md was changed since “infoview x”"):
        two.undo()
    assert tree(two) == before
    assert "-theirs" in two.preview_undo()


def test_modes_survive_a_removal_and_its_undo(two: Vault) -> None:
    os.chmod(two.root / B, 0o640)
    two.apply([removal(two, B)])
    two.undo()
    assert stat.S_IMODE((two.root / B).stat().st_mode) == 0o640


def test_a_moved_note_keeps_its_mode(two: Vault) -> None:
    os.chmod(two.root / B, 0o600)
    two.apply([new_file(NEW, "first b\n", like=B), removal(two, B)])
    assert stat.S_IMODE((two.root / NEW).stat().st_mode) == 0o600


def test_nothing_is_kept_of_a_command_that_wants_none(two: Vault) -> None:
    two.apply([removal(two, B)], forgets=lambda text: "nobody" in text)
    assert list_files(two.state, "") == []
    with pytest.raises(NotFound):
        two.undo()


def test_a_purge_takes_every_record_with_the_word(two: Vault) -> None:
    two.apply([edit(two, A, "met Zoe\u0308 Müller\n")], "infoview log zoe met")
    two.apply([edit(two, B, "nobody\n")], "infoview log b")
    two.apply(
        [edit(two, B, "forgotten\n")], "infoview forget", forgets=lambda text: "Müller" in text
    )
    assert [entry.typed for entry in list_entries(two.state)] == ["infoview log b"]


def test_old_records_go_and_the_newest_stays(two: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        two.apply([edit(two, A, f"{number}\n")], f"infoview {number}")
    first, second, *_ = list_files(two.state)
    os.utime(first, (0, 0))
    prune(two.state)
    assert not first.exists()
    assert second.exists()
    monkeypatch.setattr("infoview_md.vault.undo.MAX_TOTAL", 1)
    prune(two.state)
    assert [entry.typed for entry in list_entries(two.state)] == ["infoview 3"]


# -- crashes -------------------------------------------------------------------------------------

CRASH = """
import os, sys
from pathlib import Path, PurePosixPath
from infoview_md.vault import {module}
real, count = {module}.{name}, int(sys.argv[2])
def call(*args, **kwargs):
    global count
    count -= 1
    if count == 0 and {before}:
        os._exit(9)
    done = real(*args, **kwargs)
    if count == 0:
        os._exit(9)
    return done
{module}.{name} = call
from tests.test_transaction import three_edits
from infoview_md.vault.vault import Vault
vault = Vault(Path(sys.argv[1]))
vault.apply(three_edits(vault), "infoview x")
"""


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(
    ("module", "name", "number"),
    [
        ("transaction", "create_file", 1),
        ("transaction", "create_file", 2),
        ("transaction", "replace", 1),
        ("transaction", "move_new", 1),
        ("transaction", "move_new", 2),
        ("transaction", "take_away", 1),
        ("transaction", "take_away", 2),
        ("entry", "create_file", 1),
        ("entry", "move_new", 1),
        ("replacing", "swap", 1),
    ],
)
def test_a_crash_leaves_all_or_nothing_once_it_is_repaired(
    two: Vault, module: str, name: str, number: int, before: bool
) -> None:
    old = tree(two)
    new = {str(A): b"first a\nmore\n", str(NEW): b"new\n", "infoview.toml": old["infoview.toml"]}
    program = CRASH.format(module=module, name=name, before=before)
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", program, str(two.root), str(number)], cwd=root, check=False
    )
    assert done.returncode == 9, "the crash did not come"
    found = two.repair()
    assert tree(two) in (old, new)
    assert list_files(two.state, PENDING) == []
    assert len(found) <= 1
    if tree(two) == new:
        two.undo()
        assert tree(two) == old


def crash_in_the_exchange(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A save came in between, and the process died before it could give it back."""

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with (
        interrupted_swap(monkeypatch, lambda: save_over(vault.root / A)),
        monkeypatch.context() as patch,
    ):
        patch.setattr(replacing, "_give_back", die)
        patch.setattr(transaction, "_put_back", die)
        with pytest.raises(Killed):
            vault.apply([edit(vault, A, "ours\n")], "infoview x")
    assert (vault.root / A).read_text() == "first a\nours\n"


def test_after_a_crash_in_the_exchange_the_other_programs_text_returns(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_in_the_exchange(two, monkeypatch)
    assert two.repair() == ["a command that was broken off is taken back: infoview x"]
    assert tree(two)[str(A)] == b"theirs\n"
    assert [name for name in tree(two) if "infoview-" in name] == []


def test_the_next_command_repairs_before_it_writes(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_in_the_exchange(two, monkeypatch)
    applied = two.apply([edit(two, B, "next\n")])
    assert applied.notices == ["a command that was broken off is taken back: infoview x"]
    assert tree(two)[str(A)] == b"theirs\n"


def test_a_text_that_belongs_to_nothing_any_more_is_kept(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_in_the_exchange(two, monkeypatch)
    (two.root / A).write_text("even later\n")
    (notice, _) = two.repair()
    assert "another program's text of A.md was overwritten meanwhile" in notice
    assert (two.root / A).read_text() == "even later\n"
    (kept,) = two.state.recovered.iterdir()
    assert kept.read_text() == "theirs\n"


def test_left_overs_of_unknown_commands_are_compared_before_they_go(two: Vault) -> None:
    known, unknown = (two.root / f"contacts/.infoview-{n}.tmp" for n in (1, 2))
    known.write_text(TEXTS[A])
    unknown.write_text("whose?\n")
    assert len(two.repair()) == 1
    assert not known.exists()
    assert not unknown.exists()
    (kept,) = two.state.recovered.iterdir()
    assert kept.read_text() == "whose?\n"


@pytest.mark.parametrize("text", ["", "{", '{"format": 1, "files": [', "\0\0"])
def test_a_record_that_was_not_written_to_its_end_is_nothing(two: Vault, text: str) -> None:
    two.apply([edit(two, A, "x\n")], "infoview x")
    (two.state.undo / "00000007.pending").write_text(text)
    assert two.repair() == []
    assert [entry.typed for entry in list_entries(two.state)] == ["infoview x"]


def test_a_record_of_another_version_is_left_to_that(two: Vault) -> None:
    two.apply([edit(two, A, "x\n")], "infoview x")
    (two.state.undo / "00000007.pending").write_text('{"format": 99}')
    with pytest.raises(Busy, match="is of another version of infoview"):
        two.apply([edit(two, A, "y\n")])


def test_a_link_is_not_removed(two: Vault) -> None:
    (two.root / NEW).symlink_to("A.md")
    with pytest.raises(Refused, match=r"New\.md is a link"):
        two.apply([removal(two, NEW)])


def test_a_note_does_not_grow_beyond_what_can_be_read(two: Vault) -> None:
    with pytest.raises(Refused, match="would have more than 5,000,000 bytes"):
        two.apply([edit(two, A, "x" * 5_000_000)])


def test_a_record_holds_what_it_should(two: Vault) -> None:
    two.apply(three_edits(two), "infoview x")
    (file,) = list_files(two.state)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = json.loads(file.read_text())
    assert [(one["path"], one["old"], one["new"]) for one in found["files"]] == [
        (str(A), "first a\n", "first a\nmore\n"),
        (str(NEW), None, "new\n"),
        (str(B), "first b\n", None),
    ]


# -- the lock, and the state folder --------------------------------------------------------------


def test_two_writers_wait_for_each_other(two: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "PATIENCE", 0.05)
    with hold(two.state), pytest.raises(Busy, match="another infoview is writing"):
        two.apply([edit(two, A, "x\n")])
    assert two.apply([edit(two, A, "x\n")]).paths == [A]


def test_where_nothing_can_be_kept_nothing_is_written(two: Vault, machine: Path) -> None:
    before = tree(two)
    (machine / "state").write_text("a file")
    with pytest.raises(Busy, match="nothing was changed, since what can be undone cannot be kept"):
        two.apply([edit(two, A, "x\n")])
    assert tree(two) == before


def test_without_a_home_there_is_no_state(two: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "find_folder", lambda _: None)
    with pytest.raises(ConfigFault, match="set XDG_STATE_HOME"):
        find_state(two.root)


def test_two_vaults_have_two_states(two: Vault, tmp_path: Path) -> None:
    states = {find_state(path).folder for path in (two.root, tmp_path, tmp_path / "vault Zoë")}
    assert len(states) == 3
    assert all(folder.name.isascii() for folder in states)


# -- what vanished, and what only changes its letter case ----------------------------------------


def test_a_vault_that_lost_half_of_its_notes_is_not_written_to(two: Vault) -> None:
    two.apply([edit(two, A, "x\n")])
    two.remember_census(20)
    two.check_census(10)
    with pytest.raises(Busy, match="had 20 notes and has 9 now"):
        two.check_census(9)
    two.remember_census(9)
    two.check_census(2)


def test_a_note_may_change_its_letter_case(two: Vault) -> None:
    small = PurePosixPath("contacts/a.md")
    before = tree(two)
    two.apply([new_file(small, TEXTS[A], like=A), removal(two, A)])
    assert os.listdir(two.root / "contacts") != ["A.md", "B.md"]
    assert sorted(tree(two)) == sorted([*(set(before) - {str(A)}), str(small)])
    two.undo()
    assert tree(two) == before


def test_two_edits_of_one_name_are_a_bug_of_the_caller(two: Vault) -> None:
    with pytest.raises(ValueError, match="two edits of one file"):
        two.apply([edit(two, A, "x\n"), removal(two, A)])


@pytest.mark.parametrize("mark", ["MERGE_HEAD", "index.lock"])
def test_nothing_is_written_or_taken_back_while_git_is_at_work(two: Vault, mark: str) -> None:
    two.apply([edit(two, A, "x\n")])
    (two.root / ".git").mkdir()
    (two.root / ".git" / mark).touch()
    before = tree(two)
    with pytest.raises(Busy, match="git is in the middle of a"):
        two.apply([edit(two, A, "y\n")])
    with pytest.raises(Busy, match="git is in the middle of a"):
        two.undo()
    assert tree(two) == before


# -- found by a hostile reader -------------------------------------------------------------------


def test_what_is_forgotten_is_gone_under_its_old_names_too(two: Vault) -> None:
    text = "---\nrole: x\n---\nall of it\n"
    old, new = PurePosixPath("contacts/Old.md"), PurePosixPath("contacts/Late.md")
    two.apply([new_file(old, text)], "infoview new")
    two.apply([new_file(new, text, like=old), removal(two, old)], "infoview mv")
    two.apply([edit(two, A, "another\n")], "infoview log a")
    two.apply([removal(two, new)], "infoview forget", forgets=lambda _: False)
    assert [entry.typed for entry in list_entries(two.state)] == ["infoview log a"]
    assert list_files(two.state, PENDING) == []


def test_a_record_that_cannot_be_read_is_not_taken_for_none(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_in_the_exchange(two, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr("infoview_md.vault.entry.MAX_BYTES", 10)
        with pytest.raises(Busy, match="the record of a command, cannot be read"):
            two.repair()
    assert len(list_files(two.state, PENDING)) == 1
    assert two.repair() == ["a command that was broken off is taken back: infoview x"]
    two.apply([edit(two, A, "1\n")])
    (two.state.undo / "00000099.json").write_text("?")
    with pytest.raises(Refused, match="the record of the last command, cannot be read"):
        two.undo()


def test_a_change_too_large_to_be_undone_is_refused(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(two)
    monkeypatch.setattr("infoview_md.vault.entry.MAX_BYTES", 10)
    with pytest.raises(Refused, match="more than can be undone in one step"):
        two.apply([edit(two, A, "1\n")])
    assert tree(two) == before


def test_a_shorter_save_is_not_taken_for_half_of_ours(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_shorter() -> None:
        (two.root / A).write_text("first")

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with interrupted_swap(monkeypatch, save_shorter), monkeypatch.context() as patch:
        patch.setattr(replacing, "_give_back", die)
        patch.setattr(transaction, "_put_back", die)
        with pytest.raises(Killed):
            two.apply([edit(two, A, "ours\n")], "infoview x")
    two.repair()
    assert (two.root / A).read_text() == "first"


def test_an_unknown_text_under_a_second_name_is_kept(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a crash on a disk without exchange, right after the rename."""
    crash_in_the_exchange(two, monkeypatch)
    (temporary,) = (two.root / "contacts").glob(".infoview-*.tmp")
    temporary.rename(temporary.with_name(f"{temporary.name}.old"))
    monkeypatch.setattr(replacing, "swap", lambda *_: False)
    two.repair()
    (kept,) = two.state.recovered.iterdir()
    assert kept.read_text() == "theirs\n"


def test_a_large_left_over_is_kept(two: Vault) -> None:
    two.apply([new_file(NEW, "x")])
    (two.root / "contacts/.infoview-0.tmp").write_bytes(b"x" * 6_000_000)
    assert len(two.repair()) == 1
    (kept,) = two.state.recovered.iterdir()
    assert kept.stat().st_size == 6_000_000


def test_two_names_of_one_new_note_do_not_stop_the_repair(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a crash between the two steps of a disk that cannot rename to a free name."""

    def die(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(transaction, "_put_back", lambda _: None)
        patch.setattr(transaction, "replace", die)
        with pytest.raises(SystemExit):
            two.apply([new_file(NEW, "new\n"), edit(two, A, "more\n")])
    (entry,) = list_entries(two.state, PENDING)
    os.link(two.root / NEW, two.root / "contacts" / entry.files[0].temporary)
    two.repair()
    assert not (two.root / NEW).exists()
    assert [name for name in tree(two) if "infoview-" in name] == []


def test_undo_after_a_crash_takes_back_what_the_crash_broke_off_and_no_more(
    two: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.apply([edit(two, B, "kept\n")], "infoview b")
    crash_in_the_exchange(two, monkeypatch)
    entry, applied = two.undo()
    assert (entry.typed, applied.paths) == ("infoview x", [])
    assert (two.root / B).read_text() == "first b\nkept\n"


def test_a_note_and_a_link_to_it_are_changed_once(two: Vault) -> None:
    link = PurePosixPath("contacts/Link.md")
    (two.root / link).symlink_to("A.md")
    once = edit(two, A, "more\n")
    two.apply([once, Edit(link, once.digest, once.splices)])
    assert (two.root / A).read_text() == "first a\nmore\n"
    other = edit(two, A, "other\n")
    with pytest.raises(Refused, match="are one file by a link"):
        two.apply([other, edit(two, link, "else\n")])


def test_undo_meets_folders_and_protected_notes_with_a_sentence(two: Vault) -> None:
    two.apply([removal(two, B)])
    (two.root / B).mkdir()
    with pytest.raises(Busy, match="it is a folder"):
        two.undo()
    (two.root / B).rmdir()
    two.undo()
    two.apply([edit(two, A, "x\n")])
    (two.root / A).chmod(0o444)
    with pytest.raises(Refused, match="write-protected"):
        two.undo()
    (two.root / A).chmod(0o644)
    (two.root / A).write_bytes(b"\xff\xfe")
    assert "first a" in two.preview_undo()


def test_a_disk_without_locks_is_told(two: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(Busy, match="cannot be locked"):
        two.apply([edit(two, A, "x\n")])
