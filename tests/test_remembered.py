"""Kept answers: printed again byte for byte, and only where nothing they rest on has changed."""

from __future__ import annotations

import io
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from infoview_md.cli import recording
from infoview_md.cli.app import App
from infoview_md.cli.output import put, put_bytes, tell
from infoview_md.cli.recording import record
from infoview_md.cli.remembered import Memory
from infoview_md.errors import Busy
from infoview_md.vault import cache_writing
from infoview_md.vault.cache import Cache, Kept, open_cache
from infoview_md.vault.surroundings import read_surroundings, sign_program
from tests.conftest import Result, Run

DAY = "2026-11-24"
QUESTIONS = [
    ("list", "contacts"),
    ("list", "contacts", "stage:requested", "--json"),
    ("list", "companies", "--format", "csv"),
    ("list", "letters", "--fields", "name,to", "-0"),
    ("today",),
    ("today", "--week"),
    ("today", "--all", "--json"),
    ("report",),
    ("report", "--json"),
    ("report", "--format", "md", "--since", "2026-10-01"),
    ("search", "grid"),
    ("search", "nothing-holds-this"),
    ("show", "ingrid"),
    ("show", "fjordlys", "--json"),
    ("why", "ingrid"),
    (),
]


class Shelf:
    """The answers that are kept about a vault."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault

    @property
    def kept(self) -> list[tuple[object, ...]]:
        """Questions and answers; there may be no cache yet."""
        cache = open_cache(self.vault)
        assert cache is not None
        try:
            if cache.connection is None:
                return []
            return cache.connection.execute("SELECT * FROM answer").fetchall()
        finally:
            cache.close()


@pytest.fixture
def shelf(example: Path) -> Shelf:
    """What is kept of the example vault."""
    return Shelf(example)


@pytest.fixture
def works_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on, no command can read the vault."""

    def stop() -> None:
        def refuse(_: App) -> object:
            raise AssertionError("the vault is read")

        monkeypatch.setattr(App, "vault", property(refuse))

    return stop


# -- printed again -------------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("colour", [None, "1"])
def test_an_answer_is_printed_again_as_it_was(
    shelf: Shelf,
    works_once: Callable[[], None],
    run: Run,
    example: Path,
    question: tuple[str, ...],
    colour: str | None,
) -> None:
    env = {"FORCE_COLOR": colour}
    first = run(*question, vault=example, today=DAY, env=env)
    assert first.exit_code == 0
    assert len(shelf.kept) == 1
    works_once()
    assert run(*question, vault=example, today=DAY, env=env) == first


def test_own_settings_are_compared_and_not_read_again(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads them takes longer to import than all else on the way to a kept answer."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(example.parent / "config-home"))
    change_user_config(example)
    first = ask(run, example)

    def refuse(_: App) -> object:
        raise AssertionError("the settings are read")

    monkeypatch.setattr(App, "user_config", property(refuse))
    assert ask(run, example) == first
    with pytest.raises(pytest.fail.Exception, match="a bug"):  # the control
        ask(run, example, "report", "--no-cache")


def test_control_without_a_cache_the_vault_is_read_again(
    works_once: Callable[[], None], run: Run, example: Path
) -> None:
    run("report", vault=example, today=DAY)
    works_once()
    with pytest.raises(pytest.fail.Exception, match="a bug"):
        run("report", "--no-cache", vault=example, today=DAY)


def change_note(vault: Path) -> None:
    """A word more."""
    file = vault / "contacts" / "Ingrid Solheim.md"
    file.write_text(file.read_text() + "more\n")


def add_note(vault: Path) -> None:
    """A note more."""
    (vault / "more.md").write_text("more\n")


def remove_note(vault: Path) -> None:
    """A note less."""
    (vault / "contacts" / "Ingrid Solheim.md").unlink()


@pytest.mark.parametrize("change", [change_note, add_note, remove_note])
def test_control_an_answer_ends_with_its_notes(
    works_once: Callable[[], None], run: Run, example: Path, change: Callable[[Path], None]
) -> None:
    run("report", vault=example, today=DAY)
    change(example)
    works_once()
    with pytest.raises(pytest.fail.Exception, match="a bug"):
        run("report", vault=example, today=DAY)


# -- other words, in which nothing is read ---------------------------------------------------------


def change_words(vault: Path) -> None:
    """What was noted down in conversations says the same in other words."""
    for file in (vault / "interviews").glob("*.md"):
        head, mark, rest = file.read_text(encoding="utf-8").partition("\n## Notes\n")
        notes, end, tail = rest.partition("\n## ")
        file.write_text(head + mark + notes.replace("the ", "this ") + end + tail, encoding="utf-8")


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS if "search" not in one], ids=" ".join
)
def test_an_answer_outlasts_words_in_which_nothing_is_read(
    shelf: Shelf,
    run: Run,
    example: Path,
    monkeypatch: pytest.MonkeyPatch,
    question: tuple[str, ...],
) -> None:
    first = run(*question, vault=example, today=DAY)
    change_words(example)
    assert run(*question, "--no-cache", vault=example, today=DAY) == first

    def refuse(_: App) -> object:
        raise AssertionError("the notes are looked through")

    monkeypatch.setattr(App, "index", property(refuse))
    (kept,) = shelf.kept
    assert run(*question, vault=example, today=DAY) == first
    assert shelf.kept == [kept]


def test_who_writes_meanwhile_is_waited_for_once(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("report", vault=example, today=DAY)
    change_words(example)
    waits: list[float] = []

    def wait(_: int, patience: float) -> None:
        waits.append(patience)
        raise BlockingIOError

    monkeypatch.setattr(cache_writing, "wait_for_lock", wait)
    run("report", vault=example, today=DAY)
    assert [patience for patience in waits if patience] == [cache_writing.PATIENCE]


def test_control_a_log_line_more_makes_an_answer_anew(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("report", vault=example, today=DAY)
    change_words(example)
    file = example / "contacts" / "Ingrid Solheim.md"
    file.write_text(f"{file.read_text(encoding='utf-8')}- 2026-11-24 note: hello\n")

    def refuse(_: App) -> object:
        raise AssertionError("the notes are looked through")

    monkeypatch.setattr(App, "index", property(refuse))
    with pytest.raises(pytest.fail.Exception, match="a bug"):
        run("report", vault=example, today=DAY)


def test_what_is_found_by_its_words_is_looked_for_again(run: Run, example: Path) -> None:
    before = run("search", "this grid", vault=example, today=DAY)
    change_words(example)
    after = run("search", "this grid", vault=example, today=DAY)
    assert after == run("search", "this grid", "--no-cache", vault=example, today=DAY) != before


def test_an_answer_of_another_is_not_printed(shelf: Shelf, run: Run, example: Path) -> None:
    shown = {run(*question, vault=example, today=DAY) for question in QUESTIONS if question}
    assert len(shelf.kept) == len(shown) == len(QUESTIONS) - 1


# -- what a question is made of ------------------------------------------------------------------


def ask(run: Run, vault: Path, *question: str, **env: str | None) -> Result:
    """The report of DAY, or another question."""
    return run(*(question or ("report",)), vault=vault, env=env)


@pytest.mark.parametrize(
    "question",
    [
        ("report", "--today", "2026-11-25"),
        ("--today", "2026-11-25", "report"),
        ("report", "--rules", "two-hour"),
        ("report", "--since", "2026-10-01"),
        ("report", "--json"),
    ],
)
def test_what_is_said_is_part_of_the_question(
    shelf: Shelf, run: Run, example: Path, question: tuple[str, ...]
) -> None:
    ask(run, example)
    ask(run, example)
    assert len(shelf.kept) == 1
    ask(run, example, *question)
    assert len(shelf.kept) == 2


@pytest.mark.parametrize("name", ["COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM", "TZ", "LANG"])
def test_so_is_how_it_looks(shelf: Shelf, run: Run, example: Path, name: str) -> None:
    ask(run, example)
    ask(run, example, **{name: "77"})
    ask(run, example, **{name: "77"})
    assert len(shelf.kept) == 2


def test_so_is_the_working_folder(
    shelf: Shelf, run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(run, example)
    monkeypatch.chdir(example)
    ask(run, example)
    assert len(shelf.kept) == 2


def test_so_is_the_day_of_the_system(
    shelf: Shelf, run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(run, example)
    monkeypatch.setattr(App, "real_day", DAY)
    ask(run, example)
    assert len(shelf.kept) == 2


# -- what an answer rests on beside the notes ----------------------------------------------------


def change_settings(vault: Path) -> None:
    """A comment more."""
    file = vault / "infoview.toml"
    file.write_text(file.read_text() + "# more\n")


def change_rules(vault: Path) -> None:
    """A pack of the vault's own."""
    (vault / "rules").mkdir(exist_ok=True)
    (vault / "rules" / "ours.toml").write_text('extends = "classic"\n')


def change_user_config(vault: Path) -> None:
    """An editor."""
    folder = vault.parent / "config-home" / "infoview"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('editor = "vi"\n')


@pytest.mark.parametrize("change", [change_settings, change_rules, change_user_config])
def test_an_answer_ends_with_what_it_rests_on(
    shelf: Shelf,
    run: Run,
    example: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None],
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(example.parent / "config-home"))
    ask(run, example)
    ask(run, example)
    assert len(shelf.kept) == 1
    change(example)
    ask(run, example)
    assert len(shelf.kept) == 2


@pytest.mark.parametrize(
    "make",
    [lambda file: file.symlink_to("nowhere"), Path.mkdir, os.mkfifo],
    ids=["dangling", "folder", "pipe"],
)
def test_rules_that_are_no_file_are_refused_with_a_cache_and_without(
    run: Run, example: Path, make: Callable[[Path], object]
) -> None:
    assert ask(run, example).exit_code == 0
    (example / "rules").mkdir(exist_ok=True)
    make(example / "rules" / "ours.toml")
    with_cache = ask(run, example)
    without = run("today", "--no-cache", vault=example, today=DAY)
    assert (with_cache.exit_code, with_cache.stderr) == (8, without.stderr)
    assert without.exit_code == 8


def test_rules_that_become_a_link_out_of_their_folder_are_refused(
    run: Run, example: Path, tmp_path: Path
) -> None:
    change_rules(example)
    assert ask(run, example).exit_code == 0
    (example / "rules" / "ours.toml").rename(tmp_path / "ours.toml")
    (example / "rules" / "ours.toml").symlink_to(tmp_path / "ours.toml")
    assert ask(run, example).exit_code == 8


def test_a_link_that_an_editor_leaves_beside_rules_is_passed_over(
    shelf: Shelf, run: Run, example: Path
) -> None:
    change_rules(example)
    (example / "rules" / ".#ours.toml").symlink_to("me@here.1234")
    assert ask(run, example).exit_code == 0
    assert len(shelf.kept) == 1


def test_the_code_signs_the_surroundings(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    (package / "cli").mkdir(parents=True)
    (package / "cli" / "app.py").write_text("a = 1\n")
    monkeypatch.setattr("infoview_md.vault.surroundings.PACKAGE", str(package))
    sign_program.cache_clear()
    before = read_surroundings(str(example), None)
    assert before is not None
    assert read_surroundings(str(example), None) == before
    (package / "cli" / "app.py").write_text("a = 22\n")
    sign_program.cache_clear()
    assert read_surroundings(str(example), None) != before
    monkeypatch.undo()
    sign_program.cache_clear()
    sign_program()  # while no test pretends anything about files


def test_settings_that_cannot_be_read_have_no_surroundings(vault: Path) -> None:
    (vault / "infoview.toml").unlink()
    assert read_surroundings(str(vault), None) is None


# -- what is not kept ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (("show", "nobody-of-that-name"), 4),
        (("list", "nothing"), 2),
        (("report", "--rules", "no-such-pack"), 2),
        (("report", "--no-cache"), 0),
        (("--no-cache", "report"), 0),
        (("today", "--write"), 0),
        (("check",), 1),
        (("index",), 0),
    ],
)
def test_some_answers_are_never_kept(
    shelf: Shelf, run: Run, example: Path, question: tuple[str, ...], code: int
) -> None:
    assert run(*question, vault=example, today=DAY).exit_code == code
    assert shelf.kept == []


def test_an_answer_from_notes_that_changed_meanwhile_is_not_kept(
    shelf: Shelf, run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "generation", property(lambda _: 1, lambda *_: None), raising=False)
    ask(run, example)
    assert shelf.kept == []


def test_an_answer_that_is_too_long_is_printed_but_not_kept(
    shelf: Shelf, run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ask(run, example, "report", "--no-cache")
    monkeypatch.setattr(recording, "MOST", 100)
    assert ask(run, example) == whole
    assert shelf.kept == []


def test_where_no_vault_is_found_the_command_says_so(shelf: Shelf, run: Run) -> None:
    assert run("report").exit_code == 3
    assert run().exit_code == 0
    assert shelf.kept == []


# -- the recording -------------------------------------------------------------------------------


class Screen:
    """Two streams over bytes in memory, in place of the standard ones."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.out, self.err = io.BytesIO(), io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(self.out, "utf-8"))
        err = io.TextIOWrapper(self.err, "utf-8", line_buffering=True)
        monkeypatch.setattr(sys, "stderr", err)


def test_what_is_recorded_is_printed_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(monkeypatch)
    put("before")
    with record() as printed:
        put("Zoë")
        put_bytes(b"\xff\n")
        tell("careful")
        sys.stdout.flush()
    put("after")
    sys.stdout.flush()
    assert (printed.out, printed.err) == ("Zoë\n".encode() + b"\xff\n", b"careful\n")
    assert printed.is_whole
    assert printed.is_in_order
    assert screen.out.getvalue() == b"before\n" + printed.out + b"after\n"
    assert screen.err.getvalue() == printed.err


def test_output_after_a_warning_is_out_of_order(monkeypatch: pytest.MonkeyPatch) -> None:
    Screen(monkeypatch)
    with record() as printed:
        tell("careful")
        put("done")
        sys.stdout.flush()
    assert not printed.is_in_order


def test_a_failure_finds_the_streams_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(monkeypatch)
    before = sys.stdout, sys.stderr
    with suppress(ValueError), record():
        put("half")
        raise ValueError
    assert (sys.stdout, sys.stderr) == before
    put("way")
    sys.stdout.flush()
    assert screen.out.getvalue() == b"half\nway\n"


def test_an_answer_that_cannot_be_read_to_its_end_is_told_and_not_kept(
    example: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run("list", "contacts", vault=example, today=DAY)

    def break_off(*_: object) -> Kept:
        def pieces() -> Iterator[bytes]:
            yield b"the first piece\n"
            error = sqlite3.DatabaseError("malformed")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error

        return Kept(pieces(), b"", 0)

    with monkeypatch.context() as patch:
        patch.setattr(Cache, "find_answer", break_off)
        torn = run("list", "contacts", vault=example, today=DAY)
    assert torn.exit_code == Busy.exit_code
    assert torn.stdout == "the first piece\n"
    assert "--rebuild" in torn.stderr
    cache = open_cache(example)
    assert cache is not None
    assert cache.head is None
    assert run("list", "contacts", vault=example, today=DAY) == whole


class Asking:
    """A run that has taken all it says from one state of the cache."""

    def __init__(self, generation: int | None) -> None:
        self.generation = generation

    def catch_up(self) -> bool:
        """It has."""
        return True

    def find_new_facts(self) -> tuple[()]:
        """Nothing else is to be kept."""
        return ()


@pytest.mark.parametrize(
    ("result", "is_kept"), [(None, True), (0, True), (1, True), (3, False), ("words", False)]
)
def test_only_an_answer_is_kept_and_with_its_code(
    example: Path, run: Run, result: object, is_kept: bool
) -> None:
    run("index", vault=example)
    cache = open_cache(example)
    assert cache is not None
    assert cache.head is not None
    with Memory(Asking(cache.head.generation), cache, "said").keeping() as ending:
        ending.result = result
    cache.reopen()
    known = Memory(Asking(None), cache, "said").find()
    assert (known.code if known else None) == ((result or 0) if is_kept else None)
