"""Facts that are kept: after any change they say what finding all of them anew says."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from infoview_md.cli.listing import find_row
from infoview_md.core.agenda import ACTIONS, NEXT_ASKS, Horizon, build_agenda, count_agenda
from infoview_md.core.agenda.requests import READY
from infoview_md.core.checks import SEVERITIES
from infoview_md.core.facts import Aspect, Fact, drop_doubles, falling, make_key
from infoview_md.core.index import Index, build_index
from infoview_md.core.model import Kind, Owner
from infoview_md.core.note import Note
from infoview_md.core.outlook import ASKED, LEFT, Outlook, build_outlook, compute_facts
from infoview_md.core.recording import RecordingSource
from infoview_md.core.source import MemorySource
from infoview_md.core.workdays import DaysOff
from infoview_md.reports.coverage import TARGETS
from infoview_md.reports.pipeline import PEOPLE, build_report
from infoview_md.vault import facts_tables
from infoview_md.vault import stamps as looking
from infoview_md.vault.cache import Cache, open_cache
from infoview_md.vault.facts import StoredFacts
from infoview_md.vault.indexing import read_index
from infoview_md.vault.keeping import keep
from infoview_md.vault.stamps import RACY
from infoview_md.vault.vault import Vault
from tests.tools.small_vault import TODAY, shipped_packs


def rows_of(kind: Kind) -> Aspect[Outlook]:
    return Aspect(f"rows of {kind}", kind, lambda look, path: find_row(look, kind, path, "json"))


ASPECTS = (ACTIONS, NEXT_ASKS, READY, ASKED, LEFT, SEVERITIES, TARGETS, PEOPLE, *map(rows_of, Kind))
TOPICS = ("", "broken", "first", "stage", "badge", "journey", "debt", "change")

PEOPLE_NAMES = ["Ada", "Bo", "Cy Moe", "Dee"]
FIRMS = ["Acme", "Netz"]
STEMS = [*PEOPLE_NAMES, *FIRMS]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is so far ahead of the files' that every stamp is old."""
    system = time.time_ns
    monkeypatch.setattr(looking, "read_clock", lambda: system() + 10 * RACY)


def look(index: Index) -> Outlook:
    return build_outlook(
        index,
        owner=Owner(country="NO"),
        areas=(),
        packs=shipped_packs(),
        calendars={"NO": DaysOff()},
        today=TODAY,
    )


class Kept:
    """One run of the program: an outlook whose facts the cache keeps."""

    def __init__(self, root: Path, environment: bytes = b"today") -> None:
        cache = open_cache(root)
        assert cache is not None
        self.cache: Cache = cache
        self.outlook = look(read_index(Vault(root), cache, is_verified=False))
        assert cache.head is not None
        self.facts = StoredFacts(cache, environment, self.outlook)

    def found(self) -> int:
        """How many notes had to be looked into, for one aspect or another."""
        return sum(len(found) for found in self.facts._new.values())

    def finish(self) -> None:
        if self.facts.is_new and self.cache.head is not None:
            keep(self.cache, self.cache.head.generation, self.facts.write)
        self.cache.close()


def answers(facts: object) -> Iterator[object]:
    """All that facts can be asked."""
    for aspect in ASPECTS:
        for topic in TOPICS:
            for until in ("", TODAY.isoformat(), "9999-12-31"):
                found = [*facts.all(aspect, topic, until)]  # type: ignore[attr-defined]
                assert [fact.key for fact in found] == sorted(fact.key for fact in found)
                yield aspect.name, topic, sorted(found)  # those without a key have no order
                yield facts.count(aspect, topic, until)  # type: ignore[attr-defined]
            yield facts.tally(aspect, topic)  # type: ignore[attr-defined]
            yield sorted(facts.marks(aspect, topic))  # type: ignore[attr-defined]


def expected(root: Path) -> list[object]:
    vault = Vault(root)
    return [*answers(compute_facts(look(build_index(vault.read(), vault.config.keys))))]


# -- a vault that changes at random ----------------------------------------------------------------

LINES = (
    *("2026-11-02 request email", "2026-11-09 reply yes", "2026-11-24 request", "2026-11-20 met"),
    *("2026-11-21 thanks", "2026-11-10 reply no", "2026-11-12 scheduled for 2026-11-24 10:00"),
    *("2026-11-03 reply later until 2026-12-01", "2026-12-24 nudge", "2026-11-21 close"),
)


def make_text(rng: random.Random, kind: str) -> str:
    person, firm = rng.choice(PEOPLE_NAMES), rng.choice(FIRMS)
    fields = {
        "companies": ["status: target", "motivation: 3", "country: DE", "aliases: [Netz, AG]"],
        "contacts": [
            f"company: {firm}", f'company: "[[{firm}]]"', "why_you: Lamps.", "email: a@b.example",
            f"referred_by: [{person}]", "tie: friend", "stage: met", "country: SE", "rules: x",
            "aliases: [Ada, Bo]", "not_before: 2026-12-01", "x: 'y", "do_not_contact: true",
            "name: Bo",
        ],
        "interviews": [f"contacts: [{person}, Ada]", "start: 2026-11-24T10:00", "status: confirmed",
                       "start: 2026-11-20T10:00"],
        "letters": [f"to: {person}", "kind: request", "sent: 2026-11-24", "sent: 2026-11-02"],
        "daily": ["a: b"],
    }[kind]  # fmt: skip
    log = [*LINES, f"2026-11-20 referral [[{person}]]", f"2026-11-20 met [[{person}]]"]
    chosen = sorted(rng.sample(fields, rng.randint(0, min(4, len(fields)))))
    lines = rng.sample(log, rng.randint(0, 4))
    promise = rng.choice(["", "- [ ] me: a book @2026-11-20\n", f"- [ ] them: [[{firm}]]\n"])
    return "\n".join(["---", *chosen, "---", promise, "## Log", *(f"- {one}" for one in lines), ""])


def change_at_random(root: Path, rng: random.Random) -> None:
    """One note is written, or goes, or comes under another name."""
    kind = rng.choice(["companies", "contacts", "contacts", "interviews", "letters", "daily"])
    path = root / kind / f"{rng.choice(STEMS)}.md"
    path.parent.mkdir(exist_ok=True)
    if path.exists() and rng.random() < 0.3:
        path.unlink()
    elif path.exists() and rng.random() < 0.2:
        path.rename(path.with_name(f"{rng.choice(STEMS)}.md"))
    else:
        path.write_text(make_text(rng, kind), encoding="utf-8")


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(exist_ok=True)
    (root / f"{path}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "infoview.toml").write_text('rules = "classic"\n')
    return root


@pytest.mark.parametrize("seed", range(4))
def test_facts_are_right_after_any_change(root: Path, seed: int):
    rng = random.Random(seed)
    for step in range(15):
        for _ in range(rng.choice([1, 1, 1, 3])):
            change_at_random(root, rng)
        run = Kept(root)
        assert [*answers(run.facts)] == expected(root), step
        if rng.random() < 0.8:  # another process may be writing, and nothing be kept
            run.finish()


ONE_CHANGE = [
    ("r", "companies/Acme", "---\nstatus: paused\n---\n"),
    ("n", "companies/Netz", ""),
    ("l", "contacts/Cy Moe", "---\ncompany: Acme\n---\n"),
]


@pytest.mark.parametrize(("forgotten", "path", "text"), ONE_CHANGE)
@pytest.mark.parametrize("is_forgotten", [False, True])
def test_facts_that_were_not_dropped_would_be_found_out(
    root, monkeypatch, forgotten, path, text, is_forgotten
):
    """The control: a kind of read that is passed over leaves something wrong."""
    whole = facts_tables._find_reads

    def passed_over(*change):
        return (read for read in whole(*change) if not read.startswith(forgotten))

    if is_forgotten:
        monkeypatch.setattr(facts_tables, "_find_reads", passed_over)
    for name, company in (("Ada", "Acme"), ("Bo", "Netz")):
        write(root, f"contacts/{name}", f"---\ncompany: {company}\n---\n")
    write(root, "companies/Acme", "")
    run = Kept(root)
    assert [*answers(run.facts)] == expected(root)
    run.finish()
    write(root, path, text)
    assert ([*answers(Kept(root).facts)] != expected(root)) == is_forgotten


# -- one change -----------------------------------------------------------------------------------


@pytest.fixture
def settled(root: Path) -> Path:
    """A vault of forty notes, whose facts are kept."""
    rng = random.Random(2)
    for number in range(10):
        for kind in ("companies", "contacts", "interviews", "letters"):
            path = root / kind / f"{kind} {number}.md"
            path.parent.mkdir(exist_ok=True)
            text = make_text(rng, kind).replace("Ada", "contacts 1").replace("Acme", "companies 1")
            path.write_text(text, encoding="utf-8")
    run = Kept(root)
    assert [*answers(run.facts)] == expected(root)
    run.finish()
    return root


def test_what_nobody_changed_is_not_worked_out_again(settled: Path):
    run = Kept(settled)
    assert [*answers(run.facts)] == expected(settled)
    assert run.found() == 0


def test_one_change_is_little_work(settled: Path):
    (settled / "contacts" / "contacts 7.md").write_text("## Log\n- 2026-11-24 request\n")
    run = Kept(settled)
    assert [*answers(run.facts)] == expected(settled)
    assert 0 < run.found() < 15  # of some three hundred
    run.finish()
    again = Kept(settled)
    assert [*answers(again.facts)] == expected(settled)
    assert again.found() == 0


def test_under_another_environment_all_is_worked_out_anew(settled: Path):
    run = Kept(settled, b"tomorrow")
    assert [*answers(run.facts)] == expected(settled)
    assert run.found() > 100
    run.finish()
    assert (Kept(settled, b"tomorrow").facts._numbers, Kept(settled).facts._numbers != {}) == (
        Kept(settled, b"tomorrow").facts._numbers,
        False,
    )


def test_what_two_work_out_at_once_is_kept_once(settled: Path):
    (settled / "contacts" / "contacts 7.md").write_text("## Log\n- 2026-11-24 request\n")
    Kept(settled).cache.close()  # who reads the note; both find the same facts missing
    one, other = Kept(settled), Kept(settled)
    assert [*answers(one.facts)] == [*answers(other.facts)]
    one.finish()
    other.finish()
    assert [*answers(Kept(settled).facts)] == expected(settled)


def test_what_rests_on_facts_that_others_threw_away_is_not_kept(settled: Path):
    (settled / "contacts" / "contacts 7.md").write_text("## Log\n- 2026-11-24 request\n")
    one = Kept(settled)
    assert [*answers(one.facts)] == expected(settled)
    other = Kept(settled, b"tomorrow")
    assert [*answers(other.facts)] == expected(settled)
    other.finish()
    one.finish()
    assert [*answers(Kept(settled).facts)] == expected(settled)


def test_agenda_and_report_are_the_same_either_way(settled: Path):
    run = Kept(settled)
    kept = look(run.outlook.index)
    object.__setattr__(kept, "make_facts", lambda _: run.facts)
    anew = look(build_index(Vault(settled).read()))
    for horizon in Horizon:
        assert build_agenda(kept, horizon) == build_agenda(anew, horizon)
        assert count_agenda(kept, horizon) == len(build_agenda(anew, horizon))
    assert build_report(kept) == build_report(anew)


# -- keys, and what is counted once ---------------------------------------------------------------


def test_no_fact_rests_on_words_in_which_nothing_is_read(settled: Path):
    """For it is kept where only they change."""
    index = build_index(Vault(settled).read())

    def refuse() -> Note:
        raise AssertionError("the text of a note is read")

    without = Index(MemorySource(replace(one, load=refuse) for one in index.source.readings()))
    for aspect in ASPECTS:
        facts, found = compute_facts(look(without)), compute_facts(look(index))
        for topic in TOPICS:
            assert [*facts.all(aspect, topic)] == [*found.all(aspect, topic)]


def test_keys_are_sorted_as_their_parts():
    numbers = [3, 2.5, 2, 1e-300, 5e-324, 0.0]
    assert sorted(numbers, key=falling) == numbers
    assert falling(-0.0) == falling(0.0)
    parts = [("a", "b"), ("a", ""), ("a b", ""), ("", "z"), ("a", "b c"), ("ab", "")]
    assert sorted(parts) == sorted(parts, key=lambda one: make_key(*one))


def test_what_counts_once_counts_where_it_comes_first():
    facts = [Fact(key="a", once="x"), Fact(key="b"), Fact(key="c", once="x"), Fact(key="d")]
    assert [fact.key for fact in drop_doubles(facts)] == ["a", "b", "d"]


def test_what_is_remembered_passes_on_what_it_rests_on(settled: Path):
    index = build_index(Vault(settled).read())
    source = RecordingSource(index.source)
    outlook = look(Index(source))
    path = PurePosixPath("companies/companies 1.md")
    first = source.observe(lambda: outlook.companies[path])
    again = source.observe(lambda: outlook.companies[path])
    assert first == again
    assert f"r{path}" in first[1]
    names = source.observe(lambda: outlook.index.names_of_people)
    assert names == source.observe(lambda: outlook.index.names_of_people)
    assert "econtact" in names[1]
    assert source.observe(lambda: outlook.asked_today)[1] >= {"pcontact", "pletter"}


def test_a_fact_that_rests_on_texts_is_dropped_with_any_note():
    for known in (facts_tables.NONE, facts_tables.Known(number=1)):
        assert "t" in [*facts_tables._find_reads(b"contacts\0Ada.md", known, known)]


def test_what_ends_in_an_exception_was_read_all_the_same(root):
    source = RecordingSource(Kept(root).outlook.index.source)

    def fail() -> None:
        source.countries()
        raise KeyError

    def catch() -> None:
        with suppress(KeyError):
            source.observe(fail)

    assert source.observe(catch) == (None, frozenset("c"))
