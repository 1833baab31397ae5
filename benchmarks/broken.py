"""write_broken: notes with one known fault each, and the code that `infoview check` gives it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.days import FAR
from benchmarks.people import Sheet
from benchmarks.truth import Truth, sum_up


def write_broken(truth: Truth, count: int) -> Iterator[Sheet]:
    """So many broken notes, the kinds of fault in turn; people among them are counted."""
    for number in range(count):
        make = FAULTS[number % len(FAULTS)]
        sheet = make(number)
        if sheet.kind == "contact":
            truth.stages["identified"] += 1
            truth.rows = (truth.rows + sum_up([(sheet.stem, "identified", "")])) % 2**64
        yield sheet


def _contact(number: int, problem: str, *body: str, **fields: str) -> Sheet:
    fields = {"type": "contact", "not_before": f"{FAR}"} | fields
    return Sheet(
        "contact", "contacts", f"Fault {number:05}", dict(fields), [*body], problem=problem
    )


def _bad_date(number: int) -> Sheet:
    return _contact(number, "bad-date", "Made on a day that is none.", created="2026-02-30")


def _bad_word(number: int) -> Sheet:
    return _contact(number, "bad-word", "Tied in a way that is none.", tie="brother-in-law")


def _bad_line(number: int) -> Sheet:
    return _contact(number, "log-date", "## Log", "", "- 2026-02-30 note: on a day that is none")


def _dead_link(number: int) -> Sheet:
    sheet = _contact(number, "dead-body-link", f"Worked with [[Nobody At All {number}]].")
    return Sheet(sheet.kind, sheet.folder, sheet.stem, sheet.fields, sheet.body, 1, sheet.problem)


def _conflict(number: int) -> Sheet:
    sides = ["<<<<<<< HEAD", "ours", "=======", "theirs", ">>>>>>> branch"]
    return _contact(number, "conflict", *sides)


FAULTS = (_bad_date, _bad_word, _bad_line, _dead_link, _conflict)
