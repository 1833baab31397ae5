"""The generated vaults are the same for the same seed, and the program agrees on what they say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.generator import STAGES, Generated, generate_vault
from benchmarks.jobs import Measure, find_differences
from benchmarks.letters import PLAIN, measure_letters
from benchmarks.table import format_document, format_table
from infoview_md.cli.app import App
from infoview_md.core.index import kind_of
from infoview_md.core.stage import Stage


@pytest.fixture(scope="module")
def generated():
    return generate_vault(200)


def open_vault(root):
    app = App()
    app.vault_option = str(root)
    return app


def test_the_same_seed_makes_the_same_bytes(generated):
    assert generate_vault(200) == generated
    assert generate_vault(200, seed=2).files != generated.files


def test_a_larger_vault_begins_with_other_names_never_twice():
    larger = generate_vault(3_000)
    assert len(larger.files) == 3_000 == sum(larger.kinds.values())
    assert len({path.casefold() for path in larger.files}) == 3_000


def test_every_stage_and_habit_of_writing_is_there(generated):
    assert set(generated.stages) == set(STAGES) == set(Stage)
    files = generated.files.values()
    assert any(data.startswith(b"\xef\xbb\xbf") for data in files)
    assert any(b"\r\n" in data for data in files)
    assert any(b"\n# a comment" in data for data in files)
    assert any(not data.isascii() for data in files)
    assert any(b'\ntype: "' in data for data in files)
    assert any(b"\ntype: '" in data for data in files)
    assert any(b"\ntype: c" in data for data in files)


def test_the_program_sees_what_was_written(generated, tmp_path):
    generated.write(tmp_path)
    app = open_vault(tmp_path)
    stages = Counter(str(standing.stage) for standing in app.outlook.standings.values())
    assert stages == generated.stages
    kinds = Counter(str(kind_of(record)) for record in app.index.records.values())
    assert kinds == generated.kinds
    assert app.index.problems == ()


def test_a_wrong_answer_is_found(generated, tmp_path):
    generated.write(tmp_path)
    assert find_differences(tmp_path, generated) == []
    wrong = replace(generated, stages={**generated.stages, "met": 0})
    assert [line.partition(":")[0] for line in find_differences(tmp_path, wrong)] == ["met"]


MEASURES = [Measure("A", "floor", 0.01), Measure("A", "job", 0.025, "floor")]


def test_the_table_is_aligned_and_holds_ratios():
    lines = format_table(MEASURES).splitlines()
    assert len({len(line) for line in lines[2:]}) == 1
    assert "2.50" in lines[-1]


def test_the_document_names_the_day_and_no_place():
    document = format_document(MEASURES, date(2026, 11, 24))
    assert "2026-11-24" in document
    assert "/home" not in document
    assert "/work" not in document


def test_generated_counts_nothing_that_is_not_there():
    assert generate_vault(0) == Generated({}, {}, {})


def test_our_letters_are_those_of_plain_jinja(tmp_path):
    names = [measure.name for measure in measure_letters(tmp_path, 5, with_peer=False)]
    assert names[0] == PLAIN
    assert names[-1] == "infoview: all of it"
    assert len([*(tmp_path / "files").glob("*.eml")]) == 5
