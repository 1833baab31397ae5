"""Sources and joins: the lazy ones say what going through all notes says, changed notes too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.agenda import Horizon, build_agenda
from infoview_md.core.checks import SEVERITIES, find_problems
from infoview_md.core.filenames import fold_file_name
from infoview_md.core.folding import fold
from infoview_md.core.index import Index
from infoview_md.core.joins import Joins, make_link_table
from infoview_md.core.links import parse_link
from infoview_md.core.model import Kind, Record
from infoview_md.core.note import Note
from infoview_md.core.outlook import Outlook, with_index
from infoview_md.core.source import (
    MemorySource,
    OverlaySource,
    Reading,
    find_changed,
    handles_of,
    link_keys,
)
from infoview_md.reports.pipeline import build_report
from tests.tools.full_joins import FullJoins
from tests.tools.odd_vault import make_odd_notes, make_odd_outlook
from tests.tools.small_vault import make_index, make_note, make_outlook

STEMS = ["Acme", "acme", "Kari", "Zoë", "ZOE\u0308", "2026-11-01", "Kari Moe"]
FOLDERS = ["companies", "contacts", "contacts/x", "interviews", "letters", "daily", "."]
TARGETS = [*STEMS, "contacts/Kari", "/Kari", "x/Acme", "companies/acme.md", "Ola", "Nobody", "#Log"]
LINKS = st.one_of(
    st.sampled_from(TARGETS), st.sampled_from(TARGETS).map(lambda target: f"[[{target}]]")
)
QUOTED = LINKS.map(lambda link: f'"{link}"')
LISTED = st.lists(QUOTED, max_size=2).map(lambda links: f"[{', '.join(links)}]")
FIELDS = st.one_of(
    QUOTED.map(lambda link: f"company: {link}"),
    st.sampled_from(["company: [[Acme]]", "name: Ola", "aliases: [Kari, Ola]", "aliases: acme"]),
    LISTED.map(lambda links: f"referred_by: {links}"),
    LISTED.map(lambda links: f"contacts: {links}"),
    QUOTED.map(lambda link: f"to: {link}"),
    st.sampled_from(["start: 2026-11-02T10:00", "sent: 2026-11-02", "country: NO", "x: [[Kari]]"]),
)
LINES = st.one_of(
    st.lists(st.sampled_from(TARGETS), min_size=1, max_size=2).map(
        lambda found: "- 2026-11-01 referral " + ", ".join(f"[[{one}]]" for one in found)
    ),
    LINKS.map(lambda link: f"See {link} and `[[Acme]]`."),
    st.just("- 2026-11-02 met [[Acme]]"),
)
TEXTS = st.builds(
    lambda fields, lines: "\n".join(["---", *fields, "---", "## Log", *lines, ""]),
    st.lists(FIELDS, max_size=4),
    st.lists(LINES, max_size=3),
)
PATHS = st.builds(lambda folder, stem: f"{folder}/{stem}", st.sampled_from(FOLDERS),
                  st.sampled_from(STEMS))  # fmt: skip
VAULTS = st.dictionaries(PATHS, TEXTS, max_size=8)

Found = Mapping[PurePosixPath, tuple[PurePosixPath, ...]]


def full_answers(readings: Mapping[PurePosixPath, Reading]) -> list[Found]:
    joins = FullJoins(readings)
    groups: list[Mapping[PurePosixPath, tuple[Record, ...]]] = [
        joins.people,
        joins.interviews,
        joins.letters,
        joins.referrers,
        joins.referrals,
    ]
    paths = ({p: tuple(one.path for one in all_) for p, all_ in group.items()} for group in groups)
    return [joins.backlinks, *paths]


def lazy_answers(index: Index) -> list[Found]:
    joins = index.joins
    asked = (joins.people_of, joins.interviews_with, joins.letters_to, joins.referrers_of,
             joins.referred_by)  # fmt: skip
    groups = [{path: tuple(one.path for one in ask(path)) for path in index.readings}
              for ask in asked]  # fmt: skip
    return [dict(index.backlinks), *({p: all_ for p, all_ in g.items() if all_} for g in groups)]


def readings_of(index: Index) -> dict[PurePosixPath, Reading]:
    return dict(index.readings)


@given(VAULTS)
def test_lazy_joins_say_what_full_ones_say(notes: dict[str, str]):
    index = make_index(notes)
    assert lazy_answers(index) == full_answers(readings_of(index))


@given(VAULTS, LINKS)
def test_a_link_means_the_same_in_both_tables(notes: dict[str, str], written: str):
    link = parse_link(written)
    index = make_index(notes)
    if link is not None:
        full = FullJoins(readings_of(index)).table
        assert index.table.resolve(link) == full.resolve(link)


@given(VAULTS, VAULTS, st.lists(PATHS, max_size=3))
def test_an_overlay_is_the_vault_with_these_notes(
    notes: dict[str, str], new: dict[str, str], gone: list[str]
):
    wanted = {path: text for path, text in notes.items() if path not in gone} | new
    gone_paths = [PurePosixPath(f"{path}.md") for path in gone]
    changed = make_index(notes).with_notes(map(make_note, new, new.values()), gone_paths)
    anew = make_index(wanted)
    assert lazy_answers(changed) == lazy_answers(anew)
    assert [*changed.readings] == [*anew.readings]
    for kind in Kind:
        assert changed.source.paths(kind) == anew.source.paths(kind)
        assert changed.named(kind) == anew.named(kind)
    assert [*changed.source.readings()] == [*anew.source.readings()]
    assert changed.source.count_links() == anew.source.count_links()
    for path in {*anew.readings, *make_index(notes).readings}:
        assert changed.source.kind(path) is anew.source.kind(path)
    assert changed.source.countries() >= anew.source.countries()
    differing = {p for p in {*readings_of(anew), *gone_paths} if p not in make_index(notes).readings
                 or anew.readings.get(p) != make_index(notes).readings[p]}  # fmt: skip
    assert differing <= {*find_changed(make_index(notes).source, changed.source), *gone_paths}


def test_joins_that_pass_over_a_key_would_be_found_out(monkeypatch: pytest.MonkeyPatch):
    """The control: without the links of the log, or the other names, the answers differ."""
    index = make_odd_index()
    full = full_answers(readings_of(index))
    assert lazy_answers(make_odd_index()) == full
    monkeypatch.setattr(
        "infoview_md.core.source.link_keys",
        lambda reading: link_keys(replace(reading, record=None)) - {"zoë ångström"},
    )
    assert lazy_answers(make_odd_index()) != full


def make_odd_index() -> Index:
    return make_index({**make_odd_notes(), "letters/a": "---\nto: Acme Energy\n---\n"})


@given(VAULTS)
def test_severities_are_those_of_the_problems(notes: dict[str, str]):
    outlook = make_outlook({**notes, "contacts/KARI": "", "contacts/Kari": "---\nrules: x\n---\n"})
    wanted = Counter(problem.severity for problem in find_problems(outlook))
    assert outlook.facts.tally(SEVERITIES) == wanted


@given(st.text(max_size=5), st.text(max_size=3))
def test_names_of_one_file_answer_to_one_stem(name: str, more: str):
    """What the check of file names finds twins by."""
    forms: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
    for one in (name, name.upper(), name.title(), *(normalize(form, name) for form in forms)):
        if fold_file_name(f"{one}{more}") == fold_file_name(f"{name}{more}"):
            assert fold(f"{one}{more}") == fold(f"{name}{more}")


# -- what is not asked for is not worked out -------------------------------------------------------

WHOLE: list[Callable[[Outlook], object]] = [
    lambda outlook: build_agenda(outlook, Horizon.ALL),
    build_report,
    find_problems,
    lambda outlook: [outlook.index.get("Cher"), outlook.index.near("Cherr")],
    lambda outlook: dict(outlook.index.backlinks),
]


def without_texts(outlook: Outlook) -> Outlook:
    """The same outlook, from whose notes no text can be had."""

    def refuse() -> Note:
        raise AssertionError("the text of a note was asked for")

    readings = outlook.index.readings.values()
    source = MemorySource(replace(reading, load=refuse) for reading in readings)
    return with_index(outlook, Index(source, outlook.index.keys))


@pytest.mark.parametrize("ask", WHOLE)
def test_nothing_that_goes_through_all_notes_needs_their_texts(ask):
    outlook = make_odd_outlook()
    assert ask(without_texts(outlook)) == ask(outlook)
    with pytest.raises(AssertionError, match="text of a note"):
        dict(without_texts(outlook).index.notes)


def test_one_contact_is_answered_from_few_notes():
    index = make_odd_index()
    seen: set[PurePosixPath] = set()

    class Watched(OverlaySource):
        def reading(self, path: PurePosixPath) -> Reading | None:
            seen.add(path)
            return super().reading(path)

    joins = Joins(source := Watched(index.source, {}), make_link_table(source))
    found = joins.referred_by(PurePosixPath("contacts/Jean-Luc von der Au.md"))
    assert [one.name for one in found] == ["Zoë Ångström"]
    assert len(seen) < len(index.readings) / 3


def test_a_note_answers_to_its_file_and_its_names():
    note = make_index({"contacts/Kari": "---\nname: Kari Moe\naliases: [KARI, K]\n---\n"})
    (reading,) = note.readings.values()
    found = handles_of(reading.path, reading.record)
    assert {key: (one.by_stem, one.by_name) for key, one in found.items()} == {
        "kari": (True, True),
        "kari moe": (False, True),
        "k": (False, True),
    }
