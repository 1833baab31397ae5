"""Every console transcript of tests/sessions, README and docs, run as it stands."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, example_source
from tests.tools.docs_shell import Shell, ShellError
from tests.tools.docs_transcript import (
    FENCE,
    Exchange,
    is_as_expected,
    parse_transcript,
    rewrite,
)

SESSIONS = ROOT / "tests" / "sessions"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FILES = [
    *sorted(SESSIONS.glob("*.md")),
    *(page for page in PAGES if FENCE in page.read_text(encoding="utf-8")),
]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "you"
    home.mkdir()
    return Shell(home)


def enter(shell: Shell, start: str) -> None:
    """Go to where a transcript begins: its own copy of the example, or the empty folder."""
    if start != "empty":
        copy = shutil.copytree(example_source(), shell.home / "example-vault", symlinks=True)
        os.chdir(copy)


@pytest.mark.parametrize("page", FILES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_transcript_holds(page: Path, shell: Shell, update: bool) -> None:
    transcript = parse_transcript(page.read_text(encoding="utf-8"))
    enter(shell, transcript.start)

    def answer(exchange: Exchange) -> list[str]:
        return shell.type(exchange.command, exchange.today)

    if update:
        page.write_text(rewrite(transcript, answer), encoding="utf-8")
        return
    for exchange in transcript.exchanges:
        printed = answer(exchange)
        if not is_as_expected(exchange.expected, printed):
            shown = "\n".join(["", "expected:", *exchange.expected, "", "printed:", *printed])
            pytest.fail(f"{page.name}:{exchange.line}: $ {exchange.command}{shown}", pytrace=False)


@pytest.mark.parametrize("page", FILES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_transcript_says_where_it_begins_and_which_day_it_is(page: Path) -> None:
    transcript = parse_transcript(page.read_text(encoding="utf-8"))
    assert transcript.exchanges, f"{page.name} has no command"
    assert transcript.start, (
        f"{page.name} needs <!-- session: empty --> or <!-- session: example -->"
    )
    # The example vault brings its own day; an empty folder would take the machine's.
    if transcript.start == "empty":
        undated = [exchange.command for exchange in transcript.exchanges if not exchange.today]
        assert undated == []


def test_every_console_block_is_read() -> None:
    """A fence with more words behind it would be passed over in silence."""
    for page in [*SESSIONS.glob("*.md"), *PAGES]:
        fences = [line for line in page.read_text(encoding="utf-8").split("\n") if "```con" in line]
        assert [line for line in fences if line != FENCE] == [], page.name


# -- the runner itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "printed", "fits"),
    [
        ("", "", True),
        ("a", "a", True),
        ("a", "b", False),
        ("a", "a b", False),
        ("a b", "a", False),
        ("...", "", True),
        ("...", "a b", True),
        ("a ... d", "a b c d", True),
        ("a ... d", "a d", True),
        ("a ... d", "a b c", False),
        ("... [exit(1)]", "a b", False),
    ],
)
def test_is_as_expected(expected: str, printed: str, fits: bool) -> None:
    assert is_as_expected(expected.split(), printed.split()) is fits


TEXT = """\
<!-- session: empty -->
<!-- today: 2025-03-03 -->

```console
$ echo one \\
> two
old
$ echo kept
...
```

<!-- today: 2025-03-04 -->

```console
$ cd nowhere
```
"""


def test_parse_transcript() -> None:
    transcript = parse_transcript(TEXT)
    assert transcript.start == "empty"
    assert [(e.command, e.expected, e.line, e.today) for e in transcript.exchanges] == [
        ("echo one two", ("old",), 5, "2025-03-03"),
        ("echo kept", ("...",), 8, "2025-03-03"),
        ("cd nowhere", (), 15, "2025-03-04"),
    ]


def test_rewrite_changes_what_does_not_fit_and_nothing_else() -> None:
    answers = {5: ["one two", "three"], 8: ["kept"], 15: ["[exit 1]"]}
    after = rewrite(parse_transcript(TEXT), lambda exchange: answers[exchange.line])
    assert after == TEXT.replace("old", "one two\nthree").replace(
        "nowhere\n", "nowhere\n[exit 1]\n"
    )


def test_shell_speaks_its_few_words(shell: Shell) -> None:
    assert shell.type("mkdir sub && cd sub && echo 'a b' > note.md") == []
    assert shell.type("echo c >> note.md && cat note.md") == ["a b", "c"]
    assert shell.type("ls") == ["note.md"]
    assert shell.type("rm note.md && ls") == []
    assert shell.type("infoview nonsense && echo unreached")[-1] == "[exit 2]"


@pytest.mark.parametrize("command", ["sed -i x note.md", "cat /etc/hostname", "cd ../.."])
def test_shell_refuses_all_else(shell: Shell, command: str) -> None:
    with pytest.raises(ShellError):
        shell.type(command)
