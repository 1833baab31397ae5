"""Full text: whoever holds the words is among the candidates, whatever they are written in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.folding import flatten, plain
from infoview_md.vault import fulltext
from infoview_md.vault.fulltext import FullText, create, find_candidates
from infoview_md.vault.vault import Vault
from tests.conftest import example_source
from tests.tools.odd_notes import make_notes

TEXTS = (
    "Åse Lien\nWorks on the grid; GRID-scale batteries.",
    "Wisła Grid Labs\nFlexibility\tmarkets in Gda\u0144sk, 2026-11-03",
    "Zoe\u0308 Müller\nhttps://grid.example/über?q=1 “Wärmepumpen”, I\u0307stanbul",
    "Привет, мир\nстрасс Straße STRASSE ﬁne ½ ℡ K",
    "日本語のノート\n한국어 각 e\u0301 ø\u0301 ǿ α\u0345\u0301 ≮ <\u0338 a\u00a0b\u2003c",
    "ǿ ø nul\x00here \x1c\x1d \ufeff--- \ue000x",
    "",
)


@pytest.fixture
def open_index() -> Iterator[Callable[[Iterable[str]], sqlite3.Connection]]:
    """Make a database that knows these texts, numbered from 1."""
    connections: list[sqlite3.Connection] = []

    def make(texts: Iterable[str]) -> sqlite3.Connection:
        connections.append(make_index(texts))
        return connections[-1]

    yield make
    for connection in connections:
        connection.close()


def make_index(texts: Iterable[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    create(connection)
    add_all(connection, enumerate(texts, 1))
    return connection


def add_all(connection: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Add texts at one go."""
    adding = FullText(connection)
    for number, text in texts:
        adding.add(number, flatten(text))
    adding.finish()


def holders(texts: Sequence[str], words: Sequence[str]) -> set[int]:
    """The truth: which texts hold every word."""
    wanted = [plain(word) for word in words]
    return {number for number, text in enumerate(texts, 1) if all(w in plain(text) for w in wanted)}


QUERIES = [
    (["grid"], {1, 2, 3}),
    (["GRID", "batteries"], {1}),
    (["grid-scale"], {1}),
    (["rid"], {1, 2, 3}),
    (["wisla", "gdansk"], {2}),
    (["zoe"], {3}),
    (["warmepump"], {3}),
    (["привет"], {4}),
    (["strasse"], {4}),
    (["tel"], {4}),
    (["日本"], {5}),
    (["2026-11"], {2}),
    (["grid again"], set()),
    (["nowhere"], set()),
    (["nul\x00here"], {6}),
]


@pytest.mark.parametrize(("words", "expected"), QUERIES)
def test_a_word_is_found_by_any_part(open_index, words: list[str], expected: set[int]) -> None:
    assert find_candidates(open_index(TEXTS), words) == expected
    assert holders(TEXTS, words) <= expected


@pytest.mark.parametrize("words", [[], [""], ["-"], ["---", "…"[:0]], [" ; "]])
def test_a_query_without_a_letter_narrows_nothing(open_index, words: list[str]) -> None:
    assert find_candidates(open_index(TEXTS), words) is None


def test_a_part_that_too_many_words_have_narrows_nothing(open_index, monkeypatch) -> None:
    monkeypatch.setattr(fulltext, "MOST_WORDS", 3)
    connection = open_index(TEXTS)
    assert find_candidates(connection, ["e"]) is None
    assert find_candidates(connection, ["e", "gdansk"]) == {2}


def test_a_part_of_thousands_of_words_is_found(open_index) -> None:
    few = fulltext.MOST_WORDS // 2
    connection = open_index(f"word{number} other{number}" for number in range(few))
    assert find_candidates(connection, ["wor", "the"]) == {*range(1, few + 1)}


# -- nobody is missed ----------------------------------------------------------------------------

# Case, accents, ligatures, marks in odd orders, spaces and separators of all kinds.
ODD = st.text(
    st.sampled_from(
        "aeEiI\u0131\u0130oøØǿlłsßſzkK< =.-'’“\u00b4½℡ﬁ각ᄀ\u1161\u11a8αΣςσ\u0345\u0301\u0308\u0338"
    )
    | st.sampled_from("\u00a0\u2003\u200b\ufeff\n\r\t\x00\x1c\ue000日й\u0903\u09c7\u09be𝔘😀"),
    max_size=12,
)


@given(ODD | st.text(max_size=12))
def test_a_flat_text_has_the_words_of_the_plain_one(text: str) -> None:
    assert list(fulltext._cut_words(flatten(text))) == list(fulltext._cut_words(plain(text)))


@given(st.lists(ODD, min_size=1, max_size=4), st.data())
def test_no_text_that_holds_a_word_is_missed(texts: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    words = text[start:end].split()
    connection = make_index(texts)
    found = find_candidates(connection, words)
    connection.close()
    assert found is None or holders(texts, words) <= found


def test_every_word_of_the_example_is_found(open_index) -> None:
    texts = [f"{note.path.stem}\n{note.text}" for note in Vault(example_source()).read()]
    texts += [note.text for note in make_notes(100)]
    connection = open_index(texts)
    words = sorted({word for text in texts for word in text.split()})[::7]
    for word in words:
        found = find_candidates(connection, [word])
        assert found is None or holders(texts, [word]) <= found
    narrowed = [find_candidates(connection, [word]) for word in words]
    assert sum(found is not None and len(found) < 20 for found in narrowed) > len(words) / 2


def test_a_word_too_long_to_be_kept_may_hold_anything(open_index) -> None:
    long = "x" * fulltext.LONGEST + "needle"
    found = find_candidates(
        open_index(["short", f"a {long} b", "é" * 20_000 + "needle"]), ["needle"]
    )
    assert found == {2, 3}


def test_half_a_character_is_no_letter(open_index) -> None:
    connection = open_index(["ab\ud800cd"])
    assert find_candidates(connection, ["b\ud800c"]) == {1}
    assert find_candidates(connection, ["\udc00"]) is None


# -- as notes change -----------------------------------------------------------------------------


def test_words_of_notes_that_come_later_are_found(open_index) -> None:
    connection = open_index(TEXTS)
    add_all(connection, [(8, "a heat engine"), (9, "the grid")])
    assert find_candidates(connection, ["engine"]) == {8}
    assert find_candidates(connection, ["grid"]) == {1, 2, 3, 9}


def test_many_notes_one_after_the_other_leave_few_lists(open_index) -> None:
    connection = open_index(TEXTS)
    for number in range(10, 10 + 2 * fulltext.MOST_LISTS):
        add_all(connection, [(number, f"word{number}")])
    (lists,) = connection.execute("SELECT count(*) FROM text_words").fetchone()
    assert lists <= fulltext.MOST_LISTS
    assert find_candidates(connection, ["word11"]) == {11}
    assert find_candidates(connection, ["ord109"]) == {109}


def test_many_notes_at_once_are_found(open_index) -> None:
    connection = open_index(f"common Wörd{number}" for number in range(2 * fulltext.FEW))
    assert find_candidates(connection, ["word150"]) == {151}
    assert len(find_candidates(connection, ["common"]) or ()) == 2 * fulltext.FEW
    (lists,) = connection.execute("SELECT count(*) FROM text_words").fetchone()
    assert lists == 1


def test_words_that_were_not_written_down_are_missed(open_index) -> None:
    """The control: a note that is added and not finished is what the tests above would catch."""
    connection = open_index(TEXTS)
    FullText(connection).add(8, "a heat engine")
    assert find_candidates(connection, ["engine"]) == set()
