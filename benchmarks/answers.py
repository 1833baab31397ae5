"""find_differences: where an answer of the program is not what the generator knows to be true."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from benchmarks.truth import Truth, sum_up
from benchmarks.words import plain

Ask = Callable[..., bytes]
"""Runs a command on the vault and gives what it prints; nothing else of the program is known."""

LIST = ("list", "contacts", "--json")
TODAY = ("today", "--json")
WEEK = ("today", "--week", "--json")
REPORT = ("report", "--json")
INDEX = ("index", "--json")


def find_differences(ask: Ask, truth: Truth) -> list[str]:
    """One sentence for each wrong answer; the program is asked what each check needs."""
    return [
        *_check_list(json.loads(ask(*LIST)), truth),
        *_check_due(json.loads(ask(*WEEK)), truth),
        *_check_stages(json.loads(ask(*REPORT))["stages"], truth, "report"),
        *_check_index(json.loads(ask(*INDEX)), truth),
        *_check_search(ask, truth),
    ]


def check_due(ask: Ask, truth: Truth) -> list[str]:
    """What `today --week` says of what is due, held against the truth."""
    return list(_check_due(json.loads(ask(*WEEK)), truth))


def _check_list(rows: list[Mapping[str, Any]], truth: Truth) -> Iterator[str]:
    yield from _check_stages(Counter(row["stage"] for row in rows), truth, "list")
    listed = sum_up((row["name"], row["stage"], row["company"] or "") for row in rows)
    if listed != truth.rows:
        yield "list: names, stages and companies are not those that were written"


def _check_due(answer: Mapping[str, Any], truth: Truth) -> Iterator[str]:
    listed = Counter((row["kind"], row["due"]) for row in answer["due"])
    for kind, day in sorted({*listed, *truth.due}):
        wanted, found = truth.due[kind, day], listed[kind, day]
        yield from _compare(f"today: {kind} due on {day}", wanted, found)


def _check_stages(found: Mapping[str, int], truth: Truth, command: str) -> Iterator[str]:
    for stage in sorted({*truth.stages, *found}):
        yield from _compare(f"{command}: {stage}", truth.stages[stage], found.get(stage, 0))


def _check_index(answer: Mapping[str, Any], truth: Truth) -> Iterator[str]:
    yield from _compare("index: notes", truth.notes, answer["notes"])
    yield from _compare("index: links", truth.links, answer["links"])
    kinds = ("companies", "company"), ("contacts", "contact"), ("interviews", "interview")
    for key, kind in (*kinds, ("letters", "letter")):
        yield from _compare(f"index: {key}", truth.kinds[kind], answer[key])
    codes = Counter(problem["code"] for problem in answer["problems"])
    for code in sorted({*codes, *truth.problems}):
        yield from _compare(f"index: problem {code}", truth.problems[code], codes[code])


def _check_search(ask: Ask, truth: Truth) -> Iterator[str]:
    for word, paths in truth.hits.items():
        found = {row["path"] for row in json.loads(ask("search", plain(word), "--json"))}
        if found != paths:
            yield f"search {word}: {len(found ^ paths)} notes too many or too few"


def _compare(what: str, wanted: int, found: int) -> Iterator[str]:
    if wanted != found:
        yield f"{what}: {wanted} were written, {found} are told"
