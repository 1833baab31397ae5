"""With the cache or without, the answers are the same: the proofs in short, and their tools."""

from __future__ import annotations

import json
import os
import random
import stat
from pathlib import Path

import pytest

from tests.tools import cache_walk, prove_cache
from tests.tools.cache_crowd import crowd, find_lies
from tests.tools.cache_damage import DAMAGES, LASTING
from tests.tools.cache_desk import Answer, StampedTimes, make_desk
from tests.tools.cache_knobs import later, with_lock_file, without_doubt, without_seal
from tests.tools.cache_questions import choose_questions
from tests.tools.cache_stage import QUESTIONS, make_stage
from tests.tools.cache_texts import Pen
from tests.tools.disk_times import BEGIN, SECOND, Stamps
from tests.tools.privilege import under_modes
from tests.tools.prove_cache_crowd import NEW, SCENES, put

# Newer Pythons warn of a fork beside threads; those of the test runner are not ours.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")

NEEDS_THREE = 3
"""Walks of a test: more are those of `make prove`."""


# -- walks ---------------------------------------------------------------------------------------


@pytest.mark.prove
@pytest.mark.parametrize("times", ["second", "fine", "real"])
def test_whatever_happens_the_answers_are_the_same(times, thorough):
    found = prove_cache.walk_many(times, 1, 20 if thorough else NEEDS_THREE, 40 if thorough else 12)
    assert found.faults == []


def test_control_who_trusts_young_files_is_found_out():
    """An edit at the same size, within the second of the one before, after which time goes by."""
    with without_doubt():
        assert _ask_after_two_edits()
    assert not _ask_after_two_edits()


def _ask_after_two_edits() -> str:
    with make_desk(1, StampedTimes(SECOND)) as desk:
        note = desk.vault / "contacts" / "Bo Chen.md"
        argv = ("list", "contacts", "--json")
        for words in (b"Your talk", b"Yxur talk"):
            data = note.read_bytes()
            with note.open("r+b") as file:
                file.write(data.replace(b"Your talk", words))
            desk.settle()
            desk.ask(argv, True) if words == b"Your talk" else desk.wait(60)
        return desk.compare(argv)


def test_control_who_never_looks_at_the_clock_is_found_out():
    """Times come again after the clock was set back; here it tells that it never was."""
    assert not _ask_after_the_clock_went_back(hides_it=False)
    assert _ask_after_the_clock_went_back(hides_it=True)


def _ask_after_the_clock_went_back(hides_it: bool) -> str:
    from tests.tools.cache_knobs import clock_turned

    with make_desk(1, StampedTimes(SECOND)) as desk:
        note, argv = desk.vault / "contacts" / "Bo Chen.md", ("list", "contacts", "--json")
        desk.wait(60)
        desk.ask(argv, True)
        desk.ask(argv, True)
        desk.times.turn_back(60)
        with note.open("r+b") as file:
            file.write(note.read_bytes().replace(b"Your talk", b"Yxur talk"))
        desk.settle()
        with clock_turned(lambda: BEGIN + 100 * SECOND if hides_it else BEGIN):
            return desk.compare(argv)


def test_the_same_seed_walks_the_same_way():
    one, other = (cache_walk.walk(5, "second", 6) for _ in range(2))
    assert one.steps == other.steps
    assert one.steps != cache_walk.walk(6, "second", 6).steps


def test_every_question_and_note_is_made_by_dice_alone():
    for seed in range(200):
        dice = random.Random(seed)
        assert len(choose_questions(dice, 9)) == 9
        assert Pen(dice).note("contact").startswith("---\ntype: contact\n")


def test_a_difference_is_told():
    truth = Answer(b"one\ntwo\n", b"", 0)
    assert truth.tell_difference(truth) == ""
    assert Answer(b"one\n2\n", b"", 0).tell_difference(truth) == "says '2', not 'two'"
    assert Answer(b"one\n", b"", 0).tell_difference(truth) == "says '', not 'two'"
    assert Answer(b"one\ntwo\n", b"x", 0).tell_difference(truth) == "says 'x', not ''"
    assert Answer(b"", b"no", 4).tell_difference(truth) == "exit 4, not 0: b'no'"


def test_what_is_measured_is_left_out():
    said = Answer(b'{"seconds": 0.0123}\nRead 3 notes and 4 links in 12 ms\n', b"", 0)
    assert said.without_measures().out == b'{"seconds": 0}\nRead 3 notes and 4 links in 0 ms\n'


# -- the times of a disk -------------------------------------------------------------------------


def test_stamps_follow_the_clock_and_the_grain(tmp_path: Path):
    stamps, path = Stamps(SECOND), tmp_path / "a"
    with stamps.installed():
        path.write_text("x")
        assert path.stat().st_mtime_ns == BEGIN
        stamps.now += SECOND // 2
        path.write_text("y")
        assert path.stat().st_mtime_ns == BEGIN
        stamps.now += SECOND
        path.write_text("z")
        assert path.stat().st_ctime_ns == BEGIN + SECOND
        with os.scandir(tmp_path) as entries:
            assert [entry.stat().st_mtime_ns for entry in entries] == [BEGIN + SECOND]


def test_a_time_that_was_set_by_hand_stays_but_the_other_tells(tmp_path: Path):
    stamps, path = Stamps(SECOND), tmp_path / "a"
    with stamps.installed():
        path.write_text("x")
        before = path.stat()
        stamps.now += 10 * SECOND
        path.write_text("y")
        os.utime(path, ns=(before.st_mtime_ns, before.st_mtime_ns))
        after = path.stat()
        assert after.st_mtime_ns == before.st_mtime_ns
        assert after.st_ctime_ns == before.st_ctime_ns + 10 * SECOND
        path.rename(tmp_path / "b")
        assert (tmp_path / "b").stat().st_mtime_ns == before.st_mtime_ns


def test_modes_keep_out_whoever_is_root(tmp_path: Path):
    path = tmp_path / "a"
    path.write_text("x")
    path.chmod(0)
    with under_modes(), pytest.raises(PermissionError):
        path.read_text()
    path.chmod(stat.S_IRUSR)
    with under_modes():
        assert path.read_text() == "x"


# -- damage, kills -------------------------------------------------------------------------------


@pytest.mark.prove
def test_a_damaged_cache_changes_no_answer():
    with make_stage() as stage:
        for number, (damage, _) in enumerate(DAMAGES):
            stage.warm()
            dice = random.Random(number)
            what = damage(dice.choice(stage.list_files()), dice)
            assert [*stage.find_lies()] == [], what
            if damage not in LASTING:
                assert stage.is_warm(), what
            stage.unlock()
            stage.forget()


def test_control_without_the_seal_damage_is_believed():
    """Contacts whose rows were changed in place, with the old times."""
    with without_seal(), make_stage() as stage:
        stage.warm()
        for path in stage.list_files():
            data = path.read_bytes()
            before = path.stat()
            path.write_bytes(data.replace(b"Bo Chen", b"Bo Dhen"))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert [*stage.find_lies()]


def test_a_changed_row_under_the_seal_is_thrown_away():
    with make_stage() as stage:
        stage.warm()
        for path in stage.list_files():
            data = path.read_bytes()
            before = path.stat()
            path.write_bytes(data.replace(b"Bo Chen", b"Bo Dhen"))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert [*stage.find_lies()] == []


def test_a_lock_ends_with_its_owner_and_a_lock_file_does_not():
    scene = SCENES[1]
    with make_stage() as stage:
        scene.set_up(stage)
        assert stage.ask(QUESTIONS[0]).code == 0
        assert stage.is_warm()
    with with_lock_file(), make_stage() as stage:
        scene.set_up(stage)
        next(stage.cache.rglob("current")).with_name("lock").touch()
        put(stage, NEW)
        assert [*stage.find_lies()] == []
        assert not stage.is_warm()


def test_knobs_turn_what_is_there():
    with later(), without_doubt(), without_seal(), with_lock_file():
        pass


@pytest.mark.parametrize("argv", [("search", "grid"), ("list", "contacts"), ("show", "B", "<TAB>")])
def test_settings_of_ones_own_that_are_broken_are_told_all_the_same(argv):
    with make_desk(1, StampedTimes(SECOND)) as desk:
        assert desk.compare(argv) == ""
        path = desk.machine.home / "config" / "infoview" / "config.toml"
        path.parent.mkdir(parents=True)
        path.write_text("[x\n")
        assert desk.compare(argv) == ""


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o111])
def test_a_new_note_in_a_shut_folder_is_refused_in_one_sentence(mode):
    with make_desk(1, StampedTimes(SECOND)) as desk:
        (desk.vault / "contacts").chmod(mode)
        answer = desk.ask(("new", "contact", "Zed Zed"), True)
        assert answer.code in (5, 6), answer
        assert answer.err.count(b"\n") == 1


def test_a_number_that_did_not_stand_there_is_a_lie():
    rows = [
        {"name": f"Counter {at}", "role": f"no. {number:06}"} for at, number in enumerate((4, 9, 0))
    ]
    said = json.dumps(rows).encode()
    assert find_lies(said, (4, 8, 0), (4, 9, 0)) == []
    assert len(find_lies(said, (5, 8, 0), (5, 8, 0))) == 2
    assert len(find_lies(b"[]", (0, 0, 0), (9, 9, 9))) == 3


@pytest.mark.prove
def test_a_crowd_at_the_cache_is_told_the_truth(thorough):
    found = crowd(1, 60 if thorough else 8)
    assert found.faults == []
    assert found.points >= 16
