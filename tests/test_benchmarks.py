"""The generated vaults are the same for the same seed, and what is said of them is true."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
import yaml

from benchmarks.answers import find_differences
from benchmarks.broken import FAULTS
from benchmarks.checking import find_wrong
from benchmarks.clock import Run, race
from benchmarks.days import LAST_DAY, TODAY
from benchmarks.floors import read_and_load, walk_and_stat
from benchmarks.generator import Truth, generate_notes, generate_sheets, write_vault
from benchmarks.home import CommandFailed, Home
from benchmarks.jobs import change_a_letter, change_a_word
from benchmarks.letters import PLAIN, measure_letters
from benchmarks.measure import Measure
from benchmarks.peer_formats import WORD, as_card, as_papis, as_task
from benchmarks.table import format_table
from infoview_md.cli.app import App
from infoview_md.core.index import kind_of, read_note
from infoview_md.core.stage import Stage
from infoview_md.vault.scan import read_note_file

NOTES = 300


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A vault with faults in it, and what is true of it."""
    root = tmp_path_factory.mktemp("vault")
    return root, write_vault(root, NOTES, broken=0.02)


def read(notes, seed=1):
    return dict(generate_notes(notes, Truth(), seed))


ANSWERS: dict[object, bytes] = {}


def ask_in(run, root):
    """What the program answers about a vault; each question is asked once in all these tests."""

    def ask(*arguments):
        question = (root, arguments)
        if question not in ANSWERS:
            result = run("--vault", str(root), *arguments)
            assert result.exit_code in (0, 1), result.output
            ANSWERS[question] = result.stdout.encode()
        return ANSWERS[question]

    return ask


# -- the vaults ------------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_bytes():
    assert read(200) == read(200)
    assert read(200) != read(200, seed=2)


@pytest.mark.parametrize("notes", [0, 1, 7, 50, 3_000])
def test_a_vault_has_exactly_so_many_notes_and_no_name_twice(notes):
    truth = Truth()
    paths = [path for path, _ in generate_notes(notes, truth)]
    assert len({path.casefold() for path in paths}) == notes == truth.notes
    assert sum(truth.kinds.values()) == notes


def test_every_stage_and_habit_of_writing_is_there():
    truth = Truth()
    files = dict(generate_notes(600, truth)).values()
    assert set(truth.stages) == set(Stage)
    assert any(data.startswith(b"\xef\xbb\xbf") for data in files)
    assert any(b"\r\n" in data for data in files)
    assert any(b"\n# a comment" in data for data in files)
    assert any(not data.isascii() for data in files)
    assert any(b'\ntype: "' in data for data in files)
    assert any(b"\ntype: '" in data for data in files)
    assert any(b"\ntype: c" in data for data in files)


def test_few_people_are_due_and_every_kind_is():
    truth = Truth()
    list(generate_sheets(4_000, truth))
    due = Counter(day <= f"{TODAY}" for (_, day), count in truth.due.items() for _ in range(count))
    assert 0.05 < due[True] / truth.kinds["contact"] < 0.1
    kinds = {kind for kind, _ in truth.due}
    assert kinds == {
        "talk", "log", "answer", "debrief", "thank", "confirm", "brief", "promise",
        "tell-referrer", "nudge", "ask-else", "let-go", "stay-in-touch", "request", "research",
    }  # fmt: skip
    assert max(day for _, day in truth.due) == f"{LAST_DAY}"


def test_the_sheets_are_those_of_the_notes():
    truth, written = Truth(), Truth()
    sheets = [f"{sheet.folder}/{sheet.stem}.md" for sheet in generate_sheets(200, truth)]
    assert sheets == [path for path, _ in generate_notes(200, written)]
    assert replace(truth, size=written.size) == written


# -- the truth -------------------------------------------------------------------------------------


def test_the_program_sees_what_was_written(written):
    root, truth = written
    app = App()
    app.vault_option = str(root)
    stages = Counter(str(standing.stage) for standing in app.outlook.standings.values())
    assert stages == truth.stages
    assert Counter(str(kind_of(one)) for one in app.index.records.values()) == truth.kinds
    assert set(truth.problems) == {make(0).problem for make in FAULTS}


def test_the_program_answers_what_is_true(run, written):
    root, truth = written
    assert find_differences(ask_in(run, root), truth) == []


WRONG = {
    "links": lambda truth: {"links": truth.links + 1},
    "stage": lambda truth: {"stages": truth.stages + Counter(met=1)},
    "names": lambda truth: {"rows": truth.rows + 1},
    "due on 2026-11-25": lambda truth: {"due": truth.due + Counter({("nudge", "2026-11-25"): 1})},
    "problem bad-date": lambda truth: {"problems": truth.problems + Counter({"bad-date": 1})},
    "companies": lambda truth: {"kinds": truth.kinds + Counter(company=1)},
    "xylotheke": lambda truth: {"hits": truth.hits | {"xylotheke": set()}},
}


@pytest.mark.parametrize("said", WRONG)
def test_a_wrong_answer_is_found(run, written, said):
    root, truth = written
    differences = find_differences(ask_in(run, root), replace(truth, **WRONG[said](truth)))
    assert differences
    assert all(said in line or (said == "stage" and "met" in line) for line in differences)


class Asked:
    """The program on a vault; `is_stale`, and it goes on saying what it has said once."""

    def __init__(self, run, root, is_stale):
        self.root = root
        self._ask = ask_in(run, root)
        self._is_stale = is_stale

    def forget(self):
        pass

    def ask(self, *arguments):
        if not self._is_stale:
            ANSWERS.clear()
        return self._ask(*arguments)


def test_an_answer_that_does_not_follow_a_change_is_found(run, tmp_path):
    truth = write_vault(tmp_path, 12)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.md")}
    assert find_wrong(Asked(run, tmp_path, is_stale=False), truth) == []
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*.md")}
    wrong = find_wrong(Asked(run, tmp_path, is_stale=True), truth)
    assert any(line.startswith("a note changed: today: promise") for line in wrong)
    assert any(line.startswith("a note changed: search") for line in wrong)


def test_a_word_is_found_without_its_accent(run, written):
    root, truth = written
    (word,) = (word for word in truth.hits if not word.isascii())
    found = json.loads(ask_in(run, root)("search", "gurkenhobel", "--json"))
    assert {row["path"] for row in found} == truth.hits[word]


# -- how it is measured ----------------------------------------------------------------------------


def test_the_floors_see_every_note(written, tmp_path):
    root, truth = written
    assert walk_and_stat(root) == read_and_load(root) == truth.notes
    (tmp_path / "note.md").write_text("---\ncreated: 2026-02-30\n---\n")
    assert read_and_load(tmp_path) == 1


@pytest.mark.parametrize(("change", "is_read"), [(change_a_letter, True), (change_a_word, False)])
def test_one_letter_of_a_note_changes_and_changes_back(written, change, is_read):
    root, truth = written
    path = PurePosixPath(truth.samples[0])
    before, reading = (root / path).read_bytes(), read_note(read_note_file(root, path))
    change(root / path)
    after, again = (root / path).read_bytes(), read_note(read_note_file(root, path))
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    assert (again != reading) == is_read
    change(root / path)
    assert (root / path).read_bytes() == before


def test_a_race_keeps_the_best_run_and_the_most_memory():
    runs = iter([Run(3, 1), Run(2, 5), Run(4, 2)])
    assert race({"job": lambda: next(runs)}, 3, 60) == {"job": Run(2, 5)}
    assert race({"job": lambda: Run(1)}, 5, 0) == {"job": Run(1)}


def test_a_program_that_fails_is_no_measure(tmp_path):
    home = Home(tmp_path, tmp_path)
    assert 0 < home.python("-c", "pass").mib < 500
    with pytest.raises(CommandFailed, match="boom"):
        home.python("-c", "import sys; sys.stderr.write('boom\\n'); sys.exit(2)")


def test_peers_get_the_notes_in_their_own_formats():
    sheets = list(generate_sheets(60, Truth()))
    for sheet in sheets:
        assert yaml.safe_load(as_papis(sheet))["title"] == sheet.stem
        for text in (as_papis(sheet), as_task(sheet), as_card(sheet)):
            assert text.count(WORD) == 1
    assert len({as_task(sheet) for sheet in sheets}) == 60


def test_our_letters_are_those_of_plain_jinja(tmp_path):
    names = [measure.name for measure in measure_letters(tmp_path, 5, with_peer=False)]
    assert names[0] == PLAIN
    assert names[-1] == "infoview: all of it"
    assert len([*(tmp_path / "files").glob("*.eml")]) == 5


# -- how it is shown: see test_benchmarks_shown.py -------------------------------------------------


def test_the_table_is_aligned_and_holds_ratios():
    measures = [Measure("A", "floor", 0.01), Measure("A", "job", 0.025, "floor", 40)]
    lines = format_table(measures).splitlines()
    assert len({len(line) for line in lines[2:]}) == 1
    assert "2.50" in lines[-1]
