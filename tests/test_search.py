"""Words in all notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.folding import plain
from infoview_md.core.search import find_text
from tests.tools.small_vault import make_index

INDEX = make_index(
    {
        "companies/Grid Labs": "---\nname: Wisła Grid Labs\n---\nFlexibility\nmarkets in Gdańsk\n",
        "contacts/Åse": "Works on the grid.\r\nGrid and flexibility of MARKETS.\r\n",
        "daily/2026-11-03": "grid grid\n\ngrid again\ngrid thrice\n",
        "letters/plain": "nothing here",
    }
)

HITS = [
    (["grid"], ["Grid Labs:2", "2026-11-03:1", "Åse:1"]),
    (["GRID", "flexibility"], ["Grid Labs:2", "Åse:2"]),
    (["wisla"], ["Grid Labs:2"]),
    (["gdansk"], ["Grid Labs:5"]),
    (["ase"], ["Åse:1"]),
    (["grid again"], ["2026-11-03:3"]),
    (["grid", "nowhere"], []),
    ([""], []),
    ([], []),
]


@pytest.mark.parametrize(("words", "places"), HITS)
def test_all_words_must_be_in_a_note_the_best_first(words: list[str], places: list[str]):
    hits = find_text(INDEX.source.texts(words), words)
    assert [f"{hit.path.stem}:{hit.line}" for hit in hits] == places


def test_a_hit_shows_the_line_that_holds_most_words():
    (first, second) = find_text(INDEX.source.texts([]), ["grid", "markets"])
    assert (first.name, first.line, first.snippet) == (
        "Wisła Grid Labs",
        2,
        "name: Wisła Grid Labs",
    )
    assert second.snippet == "Grid and flexibility of MARKETS."


def test_a_word_in_the_name_counts_most_then_the_lines_that_hold_it():
    hits = find_text(INDEX.source.texts([]), ["grid"])
    assert [(hit.path.stem, hit.found) for hit in hits] == [
        ("Grid Labs", 1),
        ("2026-11-03", 3),
        ("Åse", 2),
    ]
    (named,) = find_text(INDEX.source.texts([]), ["ase"])
    assert (named.snippet, named.found) == ("", 0)


def by_whole_texts(notes: Mapping[str, str], wanted: Sequence[str]) -> list[tuple[str, int, int]]:
    """What search means: every note whose whole text has all words; its best line, and how many."""
    hits = []
    for path, text in notes.items():
        lines = [plain(line) for line in text.split("\n")]
        scores = [sum(word in line for word in wanted) for line in lines]
        if all(word in plain(f"{path}\n{text}") for word in wanted):
            hits.append((path, scores.index(max(scores)) + 1, sum(map(bool, scores))))
    return sorted(hits)


LINES = st.text(st.sampled_from("aAbBøØéÉe\u0301İıß  \t\u00a0\n\r\x1c\u2028"), max_size=12)


@given(
    st.dictionaries(st.sampled_from(["a", "Bø", "c d"]), LINES, min_size=1),
    st.lists(LINES.map(str.strip).filter(plain), min_size=1, max_size=3),
)
def test_line_by_line_is_found_what_the_whole_text_holds(notes, words) -> None:
    found = [
        (hit.path.stem, hit.line, hit.found)
        for hit in find_text(make_index(notes).source.texts(words), words)
    ]
    assert sorted(found) == by_whole_texts(notes, [plain(word) for word in words])
