"""The names of the cache: what notes are called, in one text and back, and for completion."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from infoview_md.cli.app import App
from infoview_md.core.model import Kind
from infoview_md.vault.cache import open_cache
from infoview_md.vault.known_names import join_text, read_names, split_text
from tests.conftest import Run

NAMES = st.lists(st.text("ab\\0\0é ", max_size=6), min_size=1, max_size=4)


@given(NAMES)
@example(["\\", "0", "\\0", "\0", "\\\\0\0"])
def test_law_names_come_back_from_their_text(names: list[str]) -> None:
    assert split_text(join_text(names)) == names


def read(vault: Path, *kinds: str) -> list[list[str]] | None:
    """What the cache says."""
    cache = open_cache(vault)
    return read_names(cache, *kinds) if cache is not None else None


@pytest.mark.parametrize("kinds", [(), ("contact",), ("contact", "company"), ("letter",)])
def test_the_cache_knows_the_names_that_the_index_knows(
    run: Run, example: Path, kinds: tuple[str, ...]
) -> None:
    run("report", vault=example)
    app = App()
    app.vault_option, app.no_cache = str(example), True
    everyone = app.index.named(*map(Kind, kinds))
    assert len(everyone) > 1
    assert read(example, *kinds) == [list(one.names) for one in everyone]


def test_control_a_cache_that_is_behind_knows_no_names(run: Run, example: Path) -> None:
    assert read(example) is None
    run("report", vault=example)
    assert read(example) is not None
    (example / "more.md").write_text("more\n")
    assert read(example) is None


@pytest.mark.parametrize("is_cached", [True, False])
def test_a_name_is_completed_with_and_without_the_cache(
    run: Run, example: Path, is_cached: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_cached:
        run("report", vault=example)
        monkeypatch.setattr(App, "index", None)
    result = run(
        env={
            "_INFOVIEW_COMPLETE": "bash_complete",
            "COMP_WORDS": f"infoview --vault {example} show ing",
            "COMP_CWORD": "4",
        }
    )
    assert result.stdout == "plain,Ingrid\\ Solheim\n"
