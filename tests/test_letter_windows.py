"""letter --window: the same time twice is refused, odd hours and days off are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run


def offer(run: Run, vault: Path, who: str, *times: str) -> tuple[int, str]:
    """Exit code and standard error of an answer that offers these times, on a Berlin clock."""
    words = [word for time in times for word in ("--window", time)]
    result = run("letter", who, "answer", *words, vault=vault)
    return result.exit_code, result.stderr


def test_the_same_time_twice_is_refused(run: Run, example: Path) -> None:
    code, told = offer(run, example, "kari", "2026-11-30 14:00", "monday 2 pm")
    assert code == 2
    assert "--window: 2026-11-30 14:00 is there twice; offer another" in told


@pytest.mark.parametrize(
    ("time", "sentence"),
    [
        ("2026-11-28 14:00", "Saturday 28 November is a day off where Kari is"),
        ("2026-12-25 14:00", "Friday 25 December is a day off where Kari is"),
        ("2026-11-30 3:00", "Monday 30 November, 03:00–03:20 is not between 7:00 and 21:00"),
        ("2026-11-30 20:50", "Monday 30 November, 20:50–21:10 is not between 7:00 and 21:00"),
        ("2026-11-30 23:50", "Monday 30 November, 23:50–00:10 is not between 7:00 and 21:00"),
    ],
)
def test_an_odd_time_is_told(run: Run, example: Path, time: str, sentence: str) -> None:
    code, told = offer(run, example, "kari", time, "2026-12-01 10:00")
    assert f"--window: {sentence}" in told
    assert told.count("--window:") == 1
    assert code == 0


@pytest.mark.parametrize("time", ["2026-11-30 7:00", "2026-11-30 20:40", "2026-11-30 12:00"])
def test_a_time_of_day_is_none(run: Run, example: Path, time: str) -> None:
    assert "--window:" not in offer(run, example, "kari", time, "2026-12-01 10:00")[1]


def test_the_clock_that_counts_is_theirs(run: Run, example: Path) -> None:
    run("set", "kari", "timezone", "Asia/Tokyo", vault=example)
    told = offer(run, example, "kari", "2026-11-30 14:00", "2026-12-01 9:00")[1]
    assert told.count("--window:") == 1
    assert "Monday 30 November, 22:00–22:20 is not between 7:00 and 21:00 for Kari" in told
