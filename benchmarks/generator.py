"""write_vault: a vault of any size, the same for the same seed, and what is true of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.broken import write_broken
from benchmarks.days import TODAY
from benchmarks.people import Person, Sheet, as_address, name_person, prose, write_person
from benchmarks.stories import (
    Deck,
    Story,
    ask_else,
    asked_in_vain,
    deal,
    deal_one_each,
    draw_day,
    in_touch,
    naming,
    open_identified,
    open_ready,
)
from benchmarks.style import Fields, Style, format_note
from benchmarks.truth import Truth, sum_up
from benchmarks.words import ACCENTED, AREAS, COUNTRIES, FIRM, RARE, TRADE

__all__ = ["CONFIG", "TODAY", "Truth", "generate_notes", "generate_sheets", "write_vault"]

CONFIG = """\
areas = ["forecasting", "heat pumps"]
rules = "classic"
clock = 2026-11-24

[owner]
name = "Bench Owner"
given = "Bench"
email = "owner@bench.example"
country = "DE"
timezone = "Europe/Berlin"
language = "en"
intro = "after ten years of measuring"
learning = "what takes how long"
signature = "Bench Owner"
"""
HITS = 4
"""In how many notes each rare word stands, about."""
SAMPLES = 600
MANY = range(12, 30)
"""How many people the notes know at one firm in fifty; elsewhere one to four."""


def write_vault(root: Path, notes: int, seed: int = 1, broken: float = 0) -> Truth:
    """Write a vault of exactly so many notes, one after the other, and count what is true of it.

    `broken` is the share of notes with one known fault each.
    """
    truth = Truth()
    folders: set[str] = set()
    for path, data in generate_notes(notes, truth, seed, broken):
        file = f"{root}/{path}"
        folder = file.rpartition("/")[0]
        if folder not in folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        with open(file, "wb") as out:
            out.write(data)
    (root / "infoview.toml").write_text(CONFIG, encoding="utf-8")
    return truth


def generate_notes(
    notes: int, truth: Truth, seed: int = 1, broken: float = 0
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each note of 1 to 4 KB; `truth` is whole once the last one was given."""
    habits = Random(seed)  # of their own, so that the same notes come without them
    for sheet in generate_sheets(notes, truth, seed, broken):
        data = format_note(sheet.fields, sheet.body, Style.draw(habits), habits)
        truth.size += len(data)
        yield f"{sheet.folder}/{sheet.stem}.md", data


def generate_sheets(notes: int, truth: Truth, seed: int = 1, broken: float = 0) -> Iterator[Sheet]:
    """The same notes before they are written down in anybody's way."""
    for sheet in _fill(Random(seed), notes, truth, int(notes * broken)):
        truth.notes += 1
        truth.links += sheet.links
        truth.kinds[sheet.kind] += 1
        if sheet.problem:
            truth.problems[sheet.problem] += 1
        yield sheet
    truth.add_requests()


def _fill(rng: Random, notes: int, truth: Truth, broken: int) -> Iterator[Sheet]:
    """Firms with all their people while they fit, then the broken notes, then empty firms."""
    search = _Search(rng, notes)
    left = notes - broken
    firms = _name_firms()
    while True:
        people, sheets = search.visit(next(firms))
        if len(sheets) > left:
            break
        for person in people:
            _count(person, truth)
        left -= len(sheets)
        yield from sheets
    yield from write_broken(truth, broken)
    for firm, _ in zip(firms, range(left), strict=False):
        yield _write_firm(rng, firm, "paused")


def _count(person: Person, truth: Truth) -> None:
    """What a person's story adds to the truth."""
    story, path = person.story, f"contacts/{person.name}.md"
    truth.stages[story.stage] += 1
    truth.rows = (truth.rows + sum_up([(person.name, story.stage, person.firm)])) % 2**64
    for kind, day in story.due:
        truth.add_due(kind, day)
    if story.tells and person.referrer:
        truth.add_due("tell-referrer", story.due[0][1])
    if story == open_ready():
        truth.ready += 1
    if story.is_old and not story.due and len(truth.samples) < SAMPLES:
        truth.samples.append(path)
    if person.word:
        truth.hits.setdefault(person.word, set()).add(path)


@dataclass(slots=True)
class _Search:
    """Somebody's search, firm after firm: which story comes next, who may name whom."""

    rng: Random
    notes: int
    people: int = 0
    deck: Deck = field(default_factory=list)
    plots: list[Callable[[], list[Story]]] = field(default_factory=list)
    referrers: list[str] = field(default_factory=list)
    named: str = ""

    def __post_init__(self) -> None:
        self.deck = deal_one_each(self.rng)
        self.plots = [self._known, self._fresh_ready, self._in_vain, self._fresh]

    def visit(self, firm: str) -> tuple[list[Person], list[Sheet]]:
        """The next firm's people, and all notes there."""
        if not self.plots:
            self.plots = [self._known] * 44 + [self._fresh_ready] * 3 + [self._fresh, self._in_vain]
            self.rng.shuffle(self.plots)
        people = [self._meet(firm, story) for story in self.plots.pop()()]
        sheets = [_write_firm(self.rng, firm, "target")]
        for person in people:
            sheets += write_person(self.rng, person)
        return people, sheets

    def _meet(self, firm: str, story: Story) -> Person:
        name = name_person(self.people)
        self.people += 1
        person = Person(
            name, firm, story, self.named, self._find_referrer(story), self._find_word()
        )
        if story.is_old:
            self.named = name
            if story.stage == "in-touch":
                self.referrers.append(name)
        return person

    def _find_referrer(self, story: Story) -> str:
        """Somebody in touch; each names one person, so that no debt to them is bundled."""
        wants = story.tells or (story.is_old and self.rng.random() < 0.3)
        if wants and self.referrers and self.referrers[-1] != self.named:
            return self.referrers.pop()
        return ""

    def _find_word(self) -> str:
        """The words in turn, each in a few notes, spread over the whole vault."""
        words = (*RARE, ACCENTED)
        every = max(1, self.notes // (4 * HITS * len(words)))
        turn, rest = divmod(self.people, every)
        return words[turn % len(words)] if rest == 0 and turn < HITS * len(words) else ""

    # Whom a firm knows. Only in a firm of its own is somebody open to be asked.

    def _known(self) -> list[Story]:
        many = self.rng.random() < 0.02
        size = self.rng.choice(MANY) if many else self.rng.choice((1, 1, 2, 2, 2, 3, 3, 4))
        return [self._draw() for _ in range(size)]

    def _fresh_ready(self) -> list[Story]:
        return [open_ready(), *(in_touch(self.rng) for _ in range(self.rng.randrange(3)))]

    def _fresh(self) -> list[Story]:
        return [open_identified(), naming(self.rng)]

    def _in_vain(self) -> list[Story]:
        day = draw_day(self.rng)
        return [asked_in_vain(day), ask_else(day)]

    def _draw(self) -> Story:
        if not self.deck:
            self.deck = deal(self.rng)
        return self.deck.pop()()


def _name_firms() -> Iterator[str]:
    """Names without an end, and none twice."""
    number = 0
    while True:
        rest, first = divmod(number, len(FIRM))
        rest, second = divmod(rest, len(TRADE))
        yield f"{FIRM[first]} {TRADE[second]}" + (f" {rest + 1}" if rest else "")
        number += 1


def _write_firm(rng: Random, name: str, status: str) -> Sheet:
    fields: Fields = {
        "type": "company",
        "areas": rng.sample(AREAS, 2),
        "country": rng.choice(COUNTRIES),
        "website": f"https://{as_address(name)}.example",
        "size": f"{rng.choice((40, 120, 900))}",
        "motivation": f"{rng.randrange(4)}",
        "status": status,
    }
    return Sheet("company", "companies", name, fields, [f"# {name}", "", *prose(rng, 11)])
