"""The tools of the proofs: logs are read right, disks are modelled right, verdicts are strict."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from infoview_md.cli.commands import COMMANDS
from tests.tools import prove_all
from tests.tools.chance import Dice
from tests.tools.disk import Disk, Replay, list_cuts
from tests.tools.editor import PLACE, SAVES, Editor, save_line, save_slowly
from tests.tools.file_tree import Leaf, Tree, find_differences, read_tree, write_tree
from tests.tools.proof import CannotProve, Length, Tally, each, gather, prove
from tests.tools.proof_vault import make_notes
from tests.tools.prove_reading import DIAGNOSTIC, READING
from tests.tools.strace import Call, find_mutations, parse_log
from tests.tools.writing import CASES

LENGTH = Length(short=True)


def as_hex(text: str) -> str:
    """A text as `strace -xx` prints it."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def as_log(*lines: str) -> str:
    """A log, with what stands between `«` and `»` in hexadecimal, all of process 7."""
    found = []
    for line in lines:
        head, *parts = line.split("«")
        for part in parts:
            text, _, rest = part.partition("»")
            head += as_hex(text) + rest
        found.append(f"7     {head}")
    return "\n".join(found) + "\n"


# -- strace --------------------------------------------------------------------------------------

LOG = as_log(
    'openat(AT_FDCWD<«/v»>, "«a, "b".md»", O_RDONLY|O_CLOEXEC) = 3<«/v/a»>',
    'openat(AT_FDCWD<«/v»>, "«/v/é»", O_WRONLY|O_CREAT|O_EXCL, 0600) = 4<«/v/é»>',
    'write(4<«/v/é»>, "«one\ntwo»", 7) = 7',
    "fsync(4<«/v/é»>) = -1 EIO (Input/output error) (INJECTED)",
    'renameat2(AT_FDCWD<«/v»>, "«/v/é»", AT_FDCWD<«/v»>, "«c»", RENAME_EXCHANGE) = 0',
    'unlinkat(5<«/v/d»>, "«e»", 0) = 0',
    'unlink("«/w/f»" <unfinished ...>',
    "<... unlink resumed>) = 0",
    "fsync(6<«/v/d»>) = ?",
    "+++ killed by SIGKILL +++",
)


def test_a_log_is_read_call_by_call():
    calls = parse_log(LOG)
    assert [(call.name, call.nth, call.value) for call in calls] == [
        ("openat", 1, 3),
        ("openat", 2, 4),
        ("write", 1, 7),
        ("fsync", 1, -1),
        ("renameat2", 1, 0),
        ("unlinkat", 1, 0),
        ("unlink", 1, 0),
        ("fsync", 2, -1),
    ]
    assert calls[2].texts == [b"one\ntwo"]
    assert calls[2].descriptor == 4


def test_paths_are_whole_whatever_they_are_relative_to():
    paths = [call.paths for call in parse_log(LOG)]
    assert paths == [
        ['/v/a, "b".md'],
        ["/v/é"],
        ["/v/é"],
        ["/v/é"],
        ["/v/é", "/v/c"],
        ["/v/d/e"],
        ["/w/f"],
        ["/v/d"],
    ]


def test_only_what_changes_something_below_the_folders_is_a_point():
    points = find_mutations(parse_log(LOG), [Path("/v")])
    assert [call.name for call in points] == [
        "openat",
        "write",
        "fsync",
        "renameat2",
        "unlinkat",
        "fsync",
    ]
    assert not find_mutations(parse_log(LOG), [Path("/v/dd"), Path("/x")])


# -- disks ---------------------------------------------------------------------------------------

START: Tree = {"d": Leaf(0o755), "d/n": Leaf(0o644, b"old")}
OPEN = 'openat(AT_FDCWD<«/»>, "«/v/d/t»", O_WRONLY|O_CREAT|O_EXCL, 0600) = 4<«/v/d/t»>'
WRITE = 'write(4<«/v/d/t»>, "«new!»", 4) = 4'
SYNC = "fsync(4<«/v/d/t»>) = 0"
OVER = 'rename("«/v/d/t»", "«/v/d/n»") = 0'
EXCHANGE = 'renameat2(AT_FDCWD<«/»>, "«/v/d/t»", AT_FDCWD<«/»>, "«/v/d/n»", RENAME_EXCHANGE) = 0'
SYNC_FOLDER = "fsync(5<«/v/d»>) = 0"


def find_contents(*lines: str) -> set[bytes | None]:
    """What the note may hold after a power cut at the end of these calls."""
    disk = Disk.of(Path("/v"), START)
    replay = Replay([disk])
    for call in parse_log(as_log(*lines)):
        replay.do(call)
    states = [trees[0] for trees in replay.list_states()]
    return {leaf.data if (leaf := tree.get("d/n")) else None for tree in states}


@pytest.mark.parametrize(
    ("lines", "contents"),
    [
        ((), {b"old"}),
        ((OPEN, WRITE), {b"old"}),
        ((OPEN, WRITE, OVER), {b"old", b"", b"ne", b"\0\0\0\0", b"new!"}),
        ((OPEN, WRITE, SYNC, OVER), {b"old", b"new!"}),
        ((OPEN, WRITE, SYNC, OVER, SYNC_FOLDER), {b"new!"}),
        ((OPEN, WRITE, SYNC, EXCHANGE), {b"old", b"new!"}),
        ((OPEN, WRITE, SYNC, EXCHANGE, SYNC_FOLDER), {b"new!"}),
        (('unlink("«/v/d/n»") = 0',), {b"old", None}),
        (('unlink("«/v/d/n»") = -1 EIO',), {b"old"}),
        (
            (
                'openat(AT_FDCWD<«/»>, "«/v/d/n»", O_WRONLY|O_TRUNC) = 4<«/v/d/n»>',
                'write(4<«/v/d/n»>, "«new!»", 4) = 4',
            ),
            {b"old", b"ne", b"\0\0\0\0", b"new!"},
        ),
    ],
)
def test_a_power_cut_leaves_what_the_syncs_allow(lines, contents):
    assert find_contents(*lines) == contents


def test_a_mode_comes_with_its_name():
    disk = Disk.of(Path("/v"), START)
    calls = parse_log(as_log(OPEN, "fchmod(4<«/v/d/t»>, 0640) = 0"))
    modes = [trees[0]["d/t"].mode for _, trees in list_cuts(calls, [disk]) if "d/t" in trees[0]]
    assert modes == [0o600, 0o640]
    assert disk.tree["d/t"] == Leaf(0o640, b"")


def test_two_disks_forget_each_on_its_own():
    disks = [Disk.of(Path("/v"), START), Disk.of(Path("/s"), START)]
    calls = parse_log(as_log('unlink("«/v/d/n»") = 0', 'unlink("«/s/d/n»") = 0'))
    found = {tuple("d/n" in tree for tree in trees) for _, trees in list_cuts(calls, disks)}
    assert found == {(True, True), (True, False), (False, True), (False, False)}


# -- trees ---------------------------------------------------------------------------------------


def test_a_tree_is_written_as_it_was_read(tmp_path):
    write_tree(tmp_path, make_notes())
    assert read_tree(tmp_path) == make_notes()
    write_tree(tmp_path, START)
    assert read_tree(tmp_path) == START


def test_differences_are_told():
    other: Tree = {"d": Leaf(0o700), "d/n": Leaf(0o644, b"x"), "e": Leaf(0o644, b"")}
    assert find_differences(other, {**START, "f": Leaf(0o644, b"")}) == [
        "d has mode 700, not 755",
        "d/n has other bytes (1, not 3)",
        "e should not be there",
        "f is missing",
    ]


# -- verdicts ------------------------------------------------------------------------------------


def tally(points: int, met: int, bad: int) -> Tally:
    """A tally with these figures."""
    return Tally(points, met, ["bad"] * bad)


@pytest.mark.parametrize(
    ("found", "controlled", "code"),
    [
        (tally(100, 100, 0), tally(2, 2, 1), 0),
        (tally(100, 95, 0), tally(2, 2, 1), 0),
        (tally(100, 94, 0), tally(2, 2, 1), 1),
        (tally(100, 100, 1), tally(2, 2, 1), 1),
        (tally(100, 100, 0), tally(2, 2, 0), 1),
        (tally(0, 0, 0), tally(2, 2, 1), 1),
    ],
)
def test_a_proof_holds_where_all_is_good_and_the_control_is_bad(found, controlled, code, capsys):
    assert prove("x", lambda _: found, lambda _: controlled, ["--short"]) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"x: {found.points} points, {found.met} met, {len(found.faults)} bad"
    assert lines[1].endswith("bad (must be bad)")


def test_what_cannot_be_tried_is_not_proven(capsys):
    def check(_: Length) -> Tally:
        raise CannotProve("strace is not installed")

    assert prove("x", check, check, []) == 1
    assert capsys.readouterr().out == "x: nothing is proven: strace is not installed\n"


def test_a_point_that_was_not_met_shows_nothing():
    found = Tally()
    found.add(["bad"], met=False)
    found.add(["bad", "worse"])
    found.add()
    assert (found.points, found.met, found.faults) == (3, 2, ["bad; worse"])


def count_one(number: int) -> Tally:
    """A job, for the test below; one fails."""
    assert number != 2, "a job that fails"
    return Tally(1, 1)


# Newer Pythons warn of a fork beside threads; those of the test runner are not ours.
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_jobs_are_added_up_and_one_that_fails_is_bad():
    found = gather(each(count_one, (1,), (2,), (3,)))
    assert (found.points, found.met, len(found.faults)) == (3, 3, 1)
    assert "a job that fails" in found.faults[0]


# -- tables --------------------------------------------------------------------------------------


def test_every_command_is_in_a_table_of_the_proofs():
    """`init` makes a vault, `edit` leaves the writing to an editor: they change no note."""
    tried = {argv[0] for argv in (*READING, *DIAGNOSTIC) if argv} | {case.argv[0] for case in CASES}
    missing = {entry.name for entry in COMMANDS} - tried - {"init", "edit"}
    assert not missing, f"add to tests/tools/writing.py or prove_reading.py: {missing}"


def test_every_proof_is_in_the_list():
    folder = Path(prove_all.__file__).parent
    modules = {path.stem.removeprefix("prove_") for path in folder.glob("prove_*.py")}
    assert modules - {"all"} <= set(prove_all.PROOFS)


def test_the_same_seed_throws_the_same_commands():
    tree = make_notes()
    throws = [[Dice(seed).throw(tree) for _ in range(5)] for seed in (1, 1, 2)]
    assert throws[0] == throws[1]
    names = {PurePosixPath(path).stem for path in tree}
    assert all(isinstance(word, str) for argv in throws[0] for word in argv)
    assert Dice(1).pick(tree, "contacts") in names
    assert Dice(1).pick({}, "contacts") == "nobody"


def test_names_by_chance_do_not_count():
    paths = '"{}", "{}"'.format(as_hex("/v/.infoview-0a1b2c3d4e5f6071.tmp"), as_hex("/v/cafe.md"))
    assert Call(7, "rename", paths, "0", 1).shape == ["/v/.infoview-*.tmp", "/v/cafe.md"]


def test_a_call_prints_its_name_and_files():
    call = Call(7, "unlink", f'"{as_hex("/v/d/n")}"', "0", 2)
    assert str(call) == "unlink no. 2 (n)"


# -- editors -------------------------------------------------------------------------------------


@pytest.mark.parametrize("save", [*SAVES, save_slowly])
def test_an_editor_adds_its_line_and_nothing_else(save, tmp_path):
    note = tmp_path / "note.md"
    note.write_bytes(b"# A\n\n" + PLACE + b"\nrest")
    looked, saved = save_line(note, "new", save)
    assert note.read_bytes() == b"# A\n\n" + PLACE + b"new\n\nrest"
    assert looked < saved
    assert [path.name for path in tmp_path.iterdir()] == ["note.md"]


@pytest.mark.parametrize(
    ("looked", "saved", "is_late"),
    [(10.0, 10.001, False), (10.0, 10.5, True), (9.0, 9.5, False), (11.5, 12.0, False)],
)
def test_a_save_that_waited_too_long_is_the_editors_own_fault(looked, saved, is_late, tmp_path):
    ledger = tmp_path / "ledger"
    ledger.write_text(f"{looked}\t{saved}\tline\n")
    editor = Editor(tmp_path / "note.md", SAVES[0], ledger, tmp_path / "stop", 1)
    assert editor.was_late(10.0, 11.0) is is_late
