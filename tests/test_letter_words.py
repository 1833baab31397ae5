"""What a letter may say as it leaves: no gap in place of words, and the times that were given."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.test_cli_write import digest_tree
from tests.test_letter_guards import put_talk, write_by_hand
from tests.test_letter_life import DAY, NAME, asked, edit, log_of, put_door

__all__ = ["asked"]

ANSWER = ("letter", "ingrid", "answer")
TIMES = ("--window", "2026-11-30 10:00", "--window", "2026-12-01 10:00")
OTHERS = ("--window", "friday 11:00", "--window", "2026-12-03 11:00")


@pytest.fixture
def agreed(run: Run, asked: Path) -> Path:
    """Ingrid was asked, and would talk."""
    run("log", NAME, "request email", vault=asked, today="2026-11-18")
    run("log", NAME, "reply yes", vault=asked, today="2026-11-20")
    return asked


# -- gaps ------------------------------------------------------------------------------------------


def test_what_is_to_be_written_for_a_second_letter_keeps_its_times(
    run: Run, agreed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    first = run(*ANSWER, *TIMES, "--send", "--yes", vault=agreed, today=DAY)
    assert first.exit_code == 0, first.stderr
    again = run(*ANSWER, *OTHERS, "--send", "--yes", vault=agreed, today=DAY)
    assert again.exit_code == 6
    advice = again.stderr.partition("write it first: infoview ")[2]
    written = run(*shlex.split(advice), vault=agreed, today=DAY)
    assert written.exit_code == 0, written.stderr
    assert "--window" not in written.stderr.partition("send it, then: ")[2]
    done = run(*ANSWER, "--send", "--yes", "--anyway", "other times", vault=agreed, today=DAY)
    assert done.exit_code == 0, done.stderr
    assert "11:00" in door.handed[1].envelope.body
    assert "[" not in door.handed[1].envelope.body


def test_no_reason_sends_a_gap_unasked(
    run: Run, agreed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    send = (*ANSWER, "--send", "--anyway", "x")
    for _ in range(2):
        done = run(*send, "--yes", vault=agreed, today=DAY)
        assert done.exit_code == 6
        assert "[windows: " in done.stderr
        assert "--yes sends no gap" in done.stderr
        run(*ANSWER, "--write", vault=agreed, today=DAY)
    run(*ANSWER, "--approve", "--anyway", "x", vault=agreed, today=DAY)
    batch = run("letters", "send", "--via", "smtp", "--yes", vault=agreed, today=DAY)
    assert "--yes sends no gap" in batch.stdout
    assert door.handed == []
    assert run(*send, vault=agreed, today=DAY).exit_code == 0
    assert len(door.handed) == 1


@pytest.mark.parametrize("left", ["[news: what they like]", "[NAME]", "{{ why_you }}"])
def test_a_gap_in_words_by_hand_is_one(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    door = put_door(monkeypatch)
    write_by_hand(asked, "by hand", "kind: touch\nsubject: Hello\n", f"Dear Ingrid,\n\n{left}\n")
    words = ("letter", "ingrid", "touch", "--send", "--yes", "--anyway", "x")
    done = run(*words, vault=asked, today=DAY)
    assert done.exit_code == 6
    assert f"{left} is still in the letter" in done.stderr
    assert door.handed == []


@pytest.mark.parametrize("to", [["--via", "eml:-"], ["--sent"]])
def test_faults_are_told_beside_the_double(run: Run, asked: Path, to: list[str]) -> None:
    put_talk(run, asked, DAY)
    thanks = ("letter", "ingrid", "thanks")
    run(*thanks, "--sent", "--anyway", "x", vault=asked, today=DAY)
    run(*thanks, "--write", vault=asked, today=DAY)
    done = run(*thanks, *to, vault=asked, today=DAY)
    assert done.exit_code == 6
    assert "a letter like this thanks" in done.stderr
    assert "L17: a gap is left" in done.stderr
    assert len(log_of(asked)) == 2


# -- times for a draft that has none ---------------------------------------------------------------

ANSWERED = f"letters/{DAY} {NAME} answer.md"


def test_a_draft_as_it_was_made_is_made_anew_with_times(run: Run, agreed: Path) -> None:
    run(*ANSWER, "--write", vault=agreed, today=DAY)
    edit(agreed, "kind: answer", "kind: answer\nmine: kept", ANSWERED)
    for more in ([], ["--send", "--yes"], ["--sent"]):
        done = run(*ANSWER, *TIMES, *more, vault=agreed, today=DAY)
        assert done.exit_code == 2
        assert "nobody has edited it: --write with --window makes it anew" in done.stderr
    before = digest_tree(agreed)
    dry = run(*ANSWER, *TIMES, "--write", "--dry-run", vault=agreed, today=DAY)
    assert "10:00" in dry.stdout
    assert digest_tree(agreed) == before
    done = run(*ANSWER, *TIMES, "--write", vault=agreed, today=DAY)
    assert (done.exit_code, "10:00" in done.stdout) == (0, True), done.stderr
    text = (agreed / ANSWERED).read_text("utf-8")
    assert [word in text for word in ("10:00", "[windows", "mine: kept", "<!-- made from")] == [
        *(True, False, True, True)
    ]
    assert [path.name for path in (agreed / "letters").iterdir()] == [Path(ANSWERED).name]
    assert run(*ANSWER, "--approve", vault=agreed, today=DAY).exit_code == 0


@pytest.mark.parametrize("words", ["Dear Ms Solheim", "<!-- mine --> Dear Ingrid"])
def test_a_draft_that_was_edited_is_not_made_anew(run: Run, agreed: Path, words: str) -> None:
    run(*ANSWER, "--write", vault=agreed, today=DAY)
    edit(agreed, "Ingrid,", f"Ingrid, {words},", ANSWERED)
    before = digest_tree(agreed)
    for more in ([], ["--write"]):
        done = run(*ANSWER, *TIMES, *more, vault=agreed, today=DAY)
        assert done.exit_code == 2
        assert f'write the times into it (infoview edit "{ANSWERED}"; ' in done.stderr
        assert "or delete it to have it made anew" in done.stderr
    assert digest_tree(agreed) == before


def test_who_has_no_address_is_told_so_and_not_of_a_gap(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_door(monkeypatch)
    run("log", NAME, "bounce email: ingrid@fjordlys.example", vault=asked, today=DAY)
    words = ("letter", "ingrid", "request", "--send", "--yes", "--anyway", "x")
    done = run(*words, vault=asked, today=DAY)
    assert (done.exit_code, "has no e-mail address" in done.stderr) == (6, True), done.stderr
