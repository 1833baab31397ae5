"""Search and words of a query: with a cache, every answer is the one that all texts give."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import pytest

from infoview_md.core.index import Index, build_index
from infoview_md.core.search import find_holders, find_text
from infoview_md.core.source import overlay
from infoview_md.errors import ChangedMeanwhile
from infoview_md.vault.cache import Cache, open_cache
from infoview_md.vault.indexing import read_index
from infoview_md.vault.vault import Vault
from infoview_md.vault.whole_file import read_whole_file
from tests.tools.small_vault import make_note

NOTES: dict[str, str | bytes] = {
    "infoview.toml": 'rules = "classic"\n',
    "companies/Grid Labs.md": "---\nname: Wisła Grid Labs\n---\nFlexibility\nmarkets in Gdańsk\n",
    "contacts/Åse Lien.md": "Works on the grid.\r\nGrid and flexibility of MARKETS.\r\n",
    "contacts/Zoe\u0308.md": "---\naliases: [Zora]\n---\n“Wärmepumpen”, grid-scale; ǿ and ø\n",
    "daily/2026-11-03.md": "grid grid\n\ngrid again\ngrid thrice\n",
    "letters/plain.md": "nothing here",
    "letters/latin.md": "M\xfcnchen".encode("latin-1"),
    "letters/nul.md": b"before\0grid",
    "letters/long.md": "x" * 40_000 + "grid",
}
QUERIES = [
    "grid", "GRID flexibility", "gdansk", "ase", "zoe", "zora", "ø", "o", "warmepumpen",
    "grid-scale", "again thrice", "nothing", "before", "munchen", "nowhere", "-",
    "e", "wisla labs", "“", "2026",
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A vault of notes in all kinds of letters."""
    for path, text in NOTES.items():
        write(tmp_path / "vault", path, text)
    return tmp_path / "vault"


def write(root: Path, path: str, text: str | bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def look(root: Path) -> Iterator[Callable[[], Index]]:
    """Look at the vault through its cache."""
    caches: list[Cache] = []

    def read() -> Index:
        cache = open_cache(root)
        assert cache is not None
        caches.append(cache)
        return read_index(Vault(root), cache, is_verified=True)

    yield read
    for cache in caches:
        cache.close()


def whole(root: Path) -> Index:
    """The vault as all its notes say."""
    return build_index(Vault(root).read())


def answers(index: Index) -> list[object]:
    """What is found by every query, as search and as a query's words."""
    texts = index.source.texts
    found: list[object] = [find_text(texts(query.split()), query.split()) for query in QUERIES]
    holders = [find_holders(texts([query]), query) for query in (*QUERIES, "grid again", "", " ")]
    return found + holders


def test_every_answer_is_that_of_the_notes(root, look) -> None:
    assert answers(look()) == answers(whole(root))


def test_so_it_is_where_many_may_hold_a_word(root, look, monkeypatch) -> None:
    monkeypatch.setattr("infoview_md.vault.cached_texts.FEW", 0)
    assert answers(look()) == answers(whole(root))


def test_so_it_is_after_notes_have_changed(root, look) -> None:
    before = answers(look())
    write(root, "letters/plain.md", "grid here, and Zürich")
    write(root, "contacts/New.md", "somewhere else: wärmepumpen")
    (root / "daily/2026-11-03.md").unlink()
    after = answers(look())
    assert after == answers(whole(root))
    assert after != before


def test_so_it_is_with_changes_that_are_not_written(root, look) -> None:
    new, gone = make_note("contacts/New", "grid"), PurePosixPath("daily/2026-11-03.md")
    by_cache, by_notes = (index.with_notes([new], [gone]) for index in (look(), whole(root)))
    assert answers(by_cache) == answers(by_notes)
    assert overlay(by_cache.source, {}) is not by_cache.source


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The files that are opened for their text."""
    found: list[str] = []

    def note_down(path: str, limit: int) -> bytes:
        found.append(os.path.basename(path))
        return read_whole_file(path, limit)

    monkeypatch.setattr("infoview_md.vault.cached_texts.read_whole_file", note_down)
    return found


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["gdansk"], {"Grid Labs.md"}),
        (["thrice", "grid"], {"2026-11-03.md"}),
        (["nowhere"], set()),
    ],
)
def test_only_the_notes_that_may_hold_the_words_are_read(
    look, read: list[str], words: Sequence[str], names: set[str]
) -> None:
    find_text(look().source.texts(words), words)
    assert set(read) == names | {"long.md"}


def test_a_note_that_changes_in_between_is_told_of(root, look) -> None:
    index = look()
    write(root, "contacts/Åse Lien.md", "no more")
    with pytest.raises(ChangedMeanwhile, match="Åse Lien"):
        find_text(index.source.texts(["grid"]), ["grid"])
    assert find_text(index.source.texts(["gdansk"]), ["gdansk"])


def test_a_note_that_goes_in_between_is_told_of(root, look) -> None:
    index = look()
    (root / "contacts/Åse Lien.md").unlink()
    with pytest.raises(ChangedMeanwhile, match="Åse Lien"):
        find_text(index.source.texts(["grid"]), ["grid"])


def test_a_source_that_misses_a_note_would_be_seen(root, look, monkeypatch) -> None:
    """The control: candidates that leave one out give another answer."""
    monkeypatch.setattr("infoview_md.vault.cached_texts.find_candidates", lambda *_: {1})
    assert answers(look()) != answers(whole(root))
