"""The proofs about single notes in short; `make prove` runs them at full length."""

from __future__ import annotations

import pytest

from tests.tools import bad_notes, odd_notes, prove_bytes, prove_notes
from tests.tools.tally import Tally


@pytest.mark.prove
def test_an_edit_moves_no_other_byte() -> None:
    tally = prove_bytes.prove(400, seed=1)
    assert tally.bad == []
    assert not tally.is_bad
    assert str(tally) == f"bytes: 400 points, {tally.met} met, 0 bad"


def test_control_naive_editors_move_other_bytes() -> None:
    spoilt = prove_bytes.run_control(100, seed=1)
    assert spoilt["lines"] > 20
    assert spoilt["dump"] > 50


def test_the_same_seed_makes_the_same_notes() -> None:
    assert [*odd_notes.make_notes(50)] == [*odd_notes.make_notes(50)]
    assert [*odd_notes.make_notes(50)] != [*odd_notes.make_notes(50, seed=1)]
    assert [*bad_notes.make_bad_notes(50)] == [*bad_notes.make_bad_notes(50)]


@pytest.mark.prove
def test_every_bad_note_is_told_and_every_good_one_listed() -> None:
    tally, _ = prove_notes.prove(300, seed=1, a_vault=150)
    assert tally.bad == []
    assert tally.met == 300


def test_control_a_plain_reader_dies_or_sees_nothing() -> None:
    died, silent = prove_notes.run_control(200, seed=1)
    assert died > 50
    assert silent > 20


def test_too_few_points_met_are_a_failure() -> None:
    assert Tally("x", 100, 94, []).is_bad
    assert not Tally("x", 100, 95, []).is_bad
    assert Tally("x", 100, 100, ["bad"]).is_bad


@pytest.mark.parametrize(("tool", "size"), [(prove_bytes, "120"), (prove_notes, "60")])
def test_the_command_tells_one_line(
    tool: object, size: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main(["--size", size]) == 0  # type: ignore[attr-defined]
    assert capsys.readouterr().out.endswith(f": {size} points, {size} met, 0 bad\n")
