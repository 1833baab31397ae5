"""The tables, the goals and the chart that docs/performance.md is made of."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from benchmarks.chart import HEIGHT, LABEL, WIDTH, Series, format_chart
from benchmarks.document import DRAWN, draw_growth, format_document
from benchmarks.goals import Goal, find_goals
from benchmarks.jobs import CLICK, COLD, LOAD, STAT, warm
from benchmarks.measure import Measure, size_group
from benchmarks.table import format_goals

SVG = "{http://www.w3.org/2000/svg}"
SIZES = (1_000, 10_000, 100_000)


def make_vault(cold=0.5, listing=0.1):
    group = size_group(10_000)
    jobs = {LOAD: 1.0, COLD: cold, CLICK: 0.05, STAT: 0.025, warm("list"): listing}
    return [Measure(group, name, seconds, mib=40) for name, seconds in jobs.items()]


def find(goals, job, measure):
    (goal,) = (one for one in goals if one.job.startswith(job) and one.measure == measure)
    return goal


def test_a_goal_is_met_or_missed_by_its_figure():
    assert Goal("a", "b", 0.8, 0.8).is_met
    assert not Goal("a", "b", 0.81, 0.8).is_met
    assert Goal("a", "b", 4.0, 4, at_least=True).is_met
    assert not Goal("a", "b", 3.9, 4, at_least=True).is_met


def test_what_was_not_measured_is_not_met():
    goal = Goal("a", "b", None, 4)
    assert not goal.is_met
    assert "not measured" in format_goals([goal])
    assert "**missed**" in format_goals([goal])


def test_the_goals_are_ratios_of_what_was_measured():
    goals = find_goals(make_vault(), {10_000: 0.5}, SIZES, "1,000 letters")
    cold = find(goals, "index, nothing kept, 10,000", "to read + CSafeLoader")
    assert (cold.figure, cold.is_met) == (0.5, True)
    listing = find(goals, "list, nothing changed, 10,000", "to import click + scandir + stat")
    assert listing.figure == pytest.approx(0.1 / 0.075)
    assert find(goals, "kept on disk, 10,000", "of the vault’s bytes").is_met


def test_growth_is_an_exponent():
    measures = [Measure(size_group(size), COLD, size / 1_000) for size in SIZES]
    growth = find(find_goals(measures, {}, SIZES, ""), "growth", "exponent")
    assert growth.figure == pytest.approx(1.0)


def test_every_size_has_its_goals():
    jobs = [goal.job for goal in find_goals([], {}, SIZES, "1,000 letters")]
    for size in ("1,000", "10,000", "100,000"):
        assert any(job.endswith(size) for job in jobs)
    assert not any(goal.is_met for goal in find_goals([], {}, SIZES, ""))


def test_the_document_names_the_day_and_no_place():
    goals = find_goals(make_vault(), {}, SIZES, "")
    document = format_document(make_vault(), goals, ["khard is of version 1."], date(2026, 11, 24))
    assert "2026-11-24" in document
    assert "khard is of version 1." in document
    assert "growth.svg" in document
    assert "/home" not in document
    assert "/work" not in document


def parse(chart):
    return ElementTree.fromstring(chart)  # noqa: S314  (made here)


def draw(*series):
    return parse(format_chart("A < B & C", series))


def test_the_chart_has_every_line_with_its_name():
    measures = [
        Measure(size_group(size), name, size / 1e5 * (number + 1))
        for size in SIZES
        for number, (name, _, _) in enumerate(DRAWN)
    ]
    chart = parse(draw_growth(measures, SIZES))
    assert len(chart.findall(f"{SVG}polyline")) == len(DRAWN)
    texts = [text.text for text in chart.findall(f"{SVG}text")]
    assert {shown for _, _, shown in DRAWN} <= set(texts)
    assert {"1,000 notes", "10,000 notes", "100,000 notes"} <= set(texts)


def test_the_chart_is_read_on_dark_and_light_pages():
    assert "prefers-color-scheme: dark" in format_chart("", [])
    assert "background" not in format_chart("", [])


def test_a_line_without_points_is_left_out():
    chart = draw(Series("empty", "peer", {}), Series("one", "ours", {10: 0.5}))
    assert len(chart.findall(f"{SVG}polyline")) == 1


def test_names_at_the_ends_of_lines_do_not_overlap():
    lines = [Series(f"line {n}", "ours", {10: 0.5, 100: 0.5 + n / 1000}) for n in range(12)]
    texts = [text for text in draw(*lines).findall(f"{SVG}text") if text.text.startswith("line")]
    heights = sorted(float(text.get("y")) for text in texts)
    gaps = [after - before for before, after in pairwise(heights)]
    assert min(gaps) >= LABEL - 0.01
    assert heights[-1] < HEIGHT
    assert all(float(text.get("x")) < WIDTH for text in texts)


def test_a_larger_time_stands_higher_and_a_larger_vault_further_right():
    chart = draw(Series("grows", "ours", {10: 0.01, 100: 0.1, 1000: 1.0}))
    points = chart.find(f"{SVG}polyline").get("points").split()
    xs, ys = zip(*(map(float, point.split(",")) for point in points), strict=True)
    assert list(xs) == sorted(xs)
    assert list(ys) == sorted(ys, reverse=True)
