"""Words in all notes."""

from __future__ import annotations

import pytest

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
    hits = find_text(INDEX, words)
    assert [f"{hit.path.stem}:{hit.line}" for hit in hits] == places


def test_a_hit_shows_the_line_that_holds_most_words():
    (first, second) = find_text(INDEX, ["grid", "markets"])
    assert (first.name, first.line, first.snippet) == (
        "Wisła Grid Labs",
        2,
        "name: Wisła Grid Labs",
    )
    assert second.snippet == "Grid and flexibility of MARKETS."


def test_a_word_in_the_name_counts_most_then_the_lines_that_hold_it():
    hits = find_text(INDEX, ["grid"])
    assert [(hit.path.stem, hit.count) for hit in hits] == [
        ("Grid Labs", 1),
        ("2026-11-03", 3),
        ("Åse", 2),
    ]
    (named,) = find_text(INDEX, ["ase"])
    assert (named.snippet, named.count) == ("", 0)
