"""A note that another program saves right after the vault was read: all is planned anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from infoview_md.vault import indexing, replacing
from infoview_md.vault.vault import Vault
from tests.conftest import Run
from tests.test_letters_batch import PEOPLE as READY
from tests.test_letters_batch import put_contact
from tests.test_today_file import DAY, make_people, tick, write

SAVED = "\nsaved meanwhile\n"


@pytest.fixture(params=["", "--no-cache"], ids=["cache", "no-cache"])
def how(request: pytest.FixtureRequest) -> list[str]:
    """With the cache, and without."""
    return [request.param] if request.param else []


@pytest.fixture
def people(vault: Path) -> Path:
    make_people(vault)
    return vault


@pytest.fixture
def overtake(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """`overtake(note)`: another program saves the note as soon as the vault was read, once."""

    def arrange(note: Path) -> None:
        waiting = [note]

        def saved_after(read: Callable[..., Any]) -> Callable[..., Any]:
            def read_and_save(*args: Any, **more: Any) -> Any:
                found = read(*args, **more)
                while waiting:
                    with waiting.pop().open("a", encoding="utf-8") as file:
                        file.write(SAVED)
                return found

            return read_and_save

        monkeypatch.setattr(indexing, "read_index", saved_after(indexing.read_index))
        monkeypatch.setattr(Vault, "read", saved_after(Vault.read))

    return arrange


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["log", "Cal", "note", "hello"], "- 2026-11-24 note: hello"),
        (["set", "Cal", "tier", "B"], "tier: B"),
        (["unset", "Cal", "tier"], "---\n---\n"),
        (["add", "Cal", "aliases", "Callum"], "Callum"),
        (["tick", "Cal"], "- [x] me: a book"),
        (["snooze", "Cal", "2027-01-01"], "2027-01-01"),
    ],
)
def test_a_change_is_planned_anew(
    run: Run,
    people: Path,
    how: list[str],
    overtake: Callable[[Path], None],
    words: list[str],
    expected: str,
) -> None:
    note = people / "contacts/Cal.md"
    overtake(note)
    done = run(*words, *how, vault=people, today=DAY)
    assert done.exit_code == 0, done.stderr
    assert expected in note.read_text()
    assert SAVED in note.read_text()


@pytest.mark.parametrize(
    "words", [["log", "Cal", "note", "hello"], ["set", "Cal", "tier", "B"], ["tick", "Cal"]]
)
def test_a_note_that_an_editor_has_moved_away_to_save_it_is_waited_for(
    run: Run, people: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    note, aside = people / "contacts/Cal.md", people / "Cal.md~"
    read_index, wait = indexing.read_index, Vault.wait_for_writers

    def read_and_begin_to_save(*args: Any, **more: Any) -> Any:
        index = read_index(*args, **more)
        note.rename(aside)
        return index

    def finish_saving(vault: Vault, paths: Iterable[PurePosixPath]) -> None:
        note.write_text(aside.read_text() + SAVED)
        wait(vault, paths)

    monkeypatch.setattr(indexing, "read_index", read_and_begin_to_save)
    monkeypatch.setattr(Vault, "wait_for_writers", finish_saving)
    done = run(*words, vault=people, today=DAY)
    assert done.exit_code == 0, done.stderr
    assert SAVED in note.read_text()
    assert note.read_text() != aside.read_text() + SAVED


def test_what_an_editor_has_moved_away_to_save_it_is_forgotten_too(
    run: Run, people: Path, how: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    note, aside = people / "contacts/Bo.md", people / "contacts/Bo.md~"
    note.write_text("Met [[Cal]], and Cal said hello.\n")
    apply, wait = Vault.apply, replacing.wait_for_rest

    def apply_while_somebody_saves(*args: Any, **more: Any) -> Any:
        if not aside.exists():
            note.rename(aside)
        return apply(*args, **more)

    def finish_saving(paths: Sequence[Path]) -> None:
        assert note in paths
        note.write_text(aside.read_text() + SAVED)
        wait(paths)

    monkeypatch.setattr(Vault, "apply", apply_while_somebody_saves)
    monkeypatch.setattr(replacing, "wait_for_rest", finish_saving)
    done = run("forget", "Cal", "--yes", *how, vault=people, today=DAY)
    assert done.exit_code == 0, done.stderr
    assert note.read_text() == f"Met someone, and someone said hello.\n{SAVED}"


def test_a_note_that_goes_right_after_it_was_changed_is_told_as_done(
    run: Run, people: Path, how: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    note, aside = people / "contacts/Cal.md", people / "Cal.md~"
    apply = Vault.apply

    def apply_and_move(*args: Any, **more: Any) -> Any:
        applied = apply(*args, **more)
        note.rename(aside)
        return applied

    monkeypatch.setattr(Vault, "apply", apply_and_move)
    done = run("set", "Cal", "tier", "B", *how, vault=people, today=DAY)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "deleted or renamed right after it was changed" in done.stderr
    assert "tier: B" in aside.read_text()


def test_what_is_logged_is_told_once(
    run: Run, people: Path, how: list[str], overtake: Callable[[Path], None]
) -> None:
    overtake(people / "contacts/Cal.md")
    done = run("log", "Cal", "note", "hello", *how, vault=people, today=DAY)
    assert done.stderr.count("- 2026-11-24 note: hello") == 1


def test_a_link_in_a_note_that_is_saved_meanwhile_moves_along(
    run: Run, people: Path, how: list[str], overtake: Callable[[Path], None]
) -> None:
    note = people / "contacts/Bo.md"
    note.write_text("[[Cal]]\n")
    overtake(note)
    assert run("mv", "Cal", "Cal Dee", *how, vault=people, today=DAY).exit_code == 0
    assert note.read_text() == f"[[Cal Dee]]\n{SAVED}"


@pytest.mark.parametrize("command", [["today", "--write"], ["watch", "--once"]])
@pytest.mark.parametrize(
    ("label", "name", "expected"),
    [("thank", "Ann", "- 2026-11-24 thanks"), ("promise", "Cal", "- [x] me: a book")],
)
def test_a_tick_is_settled_all_the_same(
    run: Run,
    people: Path,
    how: list[str],
    overtake: Callable[[Path], None],
    command: list[str],
    label: str,
    name: str,
    expected: str,
) -> None:
    write(run, people)
    tick(people, label)
    note = people / f"contacts/{name}.md"
    overtake(note)
    done = run(*command, *how, vault=people, today=DAY)
    assert done.exit_code == 0
    assert "stays" not in done.stdout + done.stderr
    assert expected in note.read_text()
    assert SAVED in note.read_text()
    assert "[x]" not in (people / "Today.md").read_text()


def test_a_batch_of_letters_goes_on(
    run: Run, vault: Path, how: list[str], overtake: Callable[[Path], None]
) -> None:
    for number, name in enumerate(READY[:2]):
        put_contact(vault, name, number)
    overtake(vault / f"contacts/{READY[0]}.md")
    done = run("letters", "due", "--yes", *how, vault=vault, today=DAY)
    assert done.exit_code == 0, done.stderr
    drafts = sorted((vault / "letters").glob("*.md"))
    assert len(drafts) == 2
    overtake(vault / f"contacts/{READY[0]}.md")
    done = run("letters", "approve", "--yes", *how, vault=vault, today=DAY)
    assert done.exit_code == 0, done.stderr
    assert all("approved" in draft.read_text() for draft in drafts)


def test_a_letter_is_made_for_the_contact_as_the_note_is_now(
    run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = put_contact(vault, READY[0], 0)
    read = indexing.read_index

    def read_and_save(*args: Any, **more: Any) -> Any:
        found = read(*args, **more)
        note.write_text(re.sub("email: .*", "email: new@c0.example", note.read_text()))
        return found

    monkeypatch.setattr(indexing, "read_index", read_and_save)
    done = run("letter", "Anna", "request", "--write", vault=vault, today=DAY)
    assert done.exit_code == 0, done.stderr
    assert "new@c0.example" in done.stdout
