"""Broken notes: each has its problem at its place, and none takes the other notes down.

`cases/broken/expected.tsv` names for every file there the problems it has, and it has no others;
the notes below `cases/broken/good` have none.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.checks import find_problems
from infoview_md.core.index import Index, build_index
from infoview_md.core.model import Owner
from infoview_md.core.note import Note, decode_note, parse_note
from infoview_md.core.outlook import Outlook, build_outlook
from infoview_md.core.pack import Pack, parse_pack
from infoview_md.core.problem import CODES
from infoview_md.vault.shipped import read_packs
from infoview_md.vault.vault import Vault
from tests.conftest import Run

CASES = Path(__file__).resolve().parent / "cases" / "broken"
GOOD = CASES / "good"
TABLE = CASES / "expected.tsv"
TODAY = date(2026, 12, 1)

Found = tuple[str, int, int]
"""A problem's code, line and column."""


def read_expected() -> dict[str, list[Found]]:
    """The table: file → the problems it has."""
    expected: dict[str, list[Found]] = defaultdict(list)
    for row in TABLE.read_text(encoding="utf-8").split("\n")[1:-1]:
        file, code, line, column = row.split("\t")
        expected[file].append((code, int(line), int(column)))
    return dict(expected)


EXPECTED = read_expected()


def find_files(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.md"))


def read_case(file: str, folder: Path = CASES) -> Note:
    return decode_note(PurePosixPath(file), (folder / file).read_bytes())


@cache
def good_notes() -> tuple[Note, ...]:
    return tuple(read_case(file, GOOD) for file in find_files(GOOD))


@cache
def packs() -> Mapping[str, Pack]:
    texts = read_packs(None)
    return {name: parse_pack(name, texts) for name in texts}


def look_at(index: Index) -> Outlook:
    return build_outlook(
        index, owner=Owner(country="DE"), areas=(), packs=packs(), calendars={}, today=TODAY
    )


def check(notes: Iterable[Note]) -> dict[str, list[Found]]:
    """What `check` finds in a vault of the good notes and these."""
    found: dict[str, list[Found]] = defaultdict(list)
    index = build_index([*good_notes(), *notes])
    for problem in find_problems(look_at(index)):
        found[str(problem.path)].append((problem.code, problem.line, problem.column))
    return dict(found)


# -- the files -----------------------------------------------------------------------------------


def test_the_table_names_every_file() -> None:
    kept = [file for file in find_files(CASES) if not file.startswith("good/")]
    assert sorted(EXPECTED) == kept
    assert len(kept) >= 200


def test_the_good_notes_have_no_problem() -> None:
    assert check([]) == {}


@pytest.mark.parametrize("file", EXPECTED)
def test_a_broken_note_has_its_problem_and_no_other(file: str) -> None:
    assert check([read_case(file)]) == {file: EXPECTED[file]}


# One row a file: what is wrong in it, and what would be right. Nothing else is changed.
TWINS = [
    ("contacts/encoding-latin-1-name.md", b"\xeb", "ë".encode()),
    ("letters/encoding-utf-16-le.md", None, None),
    ("contacts/nul-in-the-body.md", b"\0", b""),
    ("contacts/open-closed-by-four-dashes.md", b"----", b"---"),
    ("contacts/open-closing-line-indented.md", b" ---", b"---"),
    ("contacts/shape-no-space-after-colons.md", b"type:contact\nrole:", b"type: contact\nrole: "),
    ("contacts/shape-a-blank-line-on-top.md", b"\n---\ntype", b"---\ntype"),
    ("contacts/shape-a-second-document.md", b"--- also", b"also"),
    ("contacts/key-a-link.md", b"[[Fjordlys Energi]]", b'"[[Fjordlys Energi]]"'),
    ("contacts/duplicate-below.md", b"role: Head of Storage\n", b""),
    ("contacts/syntax-double-quote-open.md", b"of Grid\n", b'of Grid"\n'),
    ("contacts/syntax-second-colon.md", b"Head: Grid", b"'Head: Grid'"),
    ("contacts/syntax-tab-before-an-item.md", b"\t- a", b"  - a"),
    ("contacts/character-line-separator.md", "\u2028".encode(), b""),
    ("contacts/character-lone-carriage-return.md", b"\r", b"\n"),
    ("contacts/alias-alias-of-emphasis.md", b"*Important", b'"*Important"'),
    ("contacts/tag-exclamation.md", b"!important", b"'!important'"),
    ("contacts/depth-brackets.md", b"[" * 32 + b"]" * 32, b"[" * 31 + b"]" * 31),
    ("daily/nul.md", b"\0", b" "),
    ("contacts/type-misspelt.md", b"contcat", b"contact"),
    ("contacts/date-february-30.md", b"-30", b"-28"),
    ("interviews/time-hour-24.md", b"T24", b"T23"),
    ("companies/number-seven.md", b" 7", b" 2.5"),
    ("interviews/number-fit-nine.md", b" 9", b" -2"),
    ("contacts/checkbox-stop-maybe.md", b"maybe", b"false"),
    ("contacts/word-tie.md", b"freind", b"friend"),
    ("contacts/link-words-behind.md", b' AS"', b'"'),
    ("contacts/value-two-roles.md", b", Head of Storage", b""),
    ("companies/country-united-kingdom.md", b"UK", b"GB"),
    ("interviews/zone-misspelt.md", b"Olso", b"Oslo"),
    ("contacts/unquoted-company.md", b"[[Fjordlys Energi]]", b'"[[Fjordlys Energi]]"'),
    ("letters/missing-to-empty.md", b"to:\n", b"to: Ingrid Solheim\n"),
    ("companies/reading-norway.md", b"NO", b"'NO'"),
    ("contacts/dead-company-misspelt.md", b"Enrgi", b"Energi"),
    ("letters/ambiguous-recipient.md", b"Anna", b"oslo/Anna"),
    ("contacts/kind-company-is-a-person.md", b"Kari Lunde", b"Fjordlys Energi"),
    ("contacts/conflict-in-the-body.md", b"=======\n", b""),
    ("contacts/log-february-30.md", b"-30", b"-28"),
    ("contacts/hint-nudge-misspelt.md", b"nugde", b"nudge"),
    ("contacts/sequence-nudge-first.md", b"nudge", b"request"),
    ("contacts/future-request.md", b"2027", b"2025"),
    ("letters/rules-two.md", b"classic, friend", b"classic"),
    ("contacts/stage-too-late.md", b"stage: met", b"stage: requested"),
    ("interviews/promise-february-30.md", b"-30", b"-28"),
    ("contacts/channel-misspelt.md", b"emial", b"email"),
]


@pytest.mark.parametrize(("file", "fault", "mended"), TWINS, ids=[row[0] for row in TWINS])
def test_control_without_its_fault_the_note_has_no_problem(
    file: str, fault: bytes | None, mended: bytes | None
) -> None:
    data = (CASES / file).read_bytes()
    if fault is None or mended is None:
        data = data.decode("utf-16").encode()
    else:
        assert data.count(fault) == 1
        data = data.replace(fault, mended)
    assert check([decode_note(PurePosixPath(file), data)]) == {}


# -- too large to be kept as files, or with names that not every system can hold -----------------


def front(line: str) -> str:
    """A contact whose front matter has this third line."""
    return f"---\ntype: contact\n{line}\n---\n"


def pairs(count: int) -> str:
    return "".join(f"k{number}: {number}\n" for number in range(count))


NOTHING = len(front("")) - 1
GENERATED = {
    "50,000 brackets": (front("x: " + "[" * 50_000), "yaml-depth", 3, 35),
    "20,000 brackets that close": (front(f"x: {'[' * 20_000}{']' * 20_000}"), "yaml-depth", 3, 35),
    "nothing but brackets": (f"---\n{'[' * 50_000}\n---\n", "front-matter-shape", 2, 1),
    "10,000 braces": (front("x: " + "{a: " * 10_000), "yaml-depth", 3, 128),
    "10,000 dashes": (front("x:\n" + "- " * 10_000), "yaml-depth", 4, 63),
    "10,000 question marks": (front("? " * 10_000), "key-shape", 3, 3),
    "5,001 values in a list": (front(f"x: [{'1,' * 4_995}1]"), "yaml-nodes", 3, 9_995),
    "5,001 values in keys": (f"---\n{pairs(2_500)}---\n", "yaml-nodes", 2_501, 8),
    "a value over 16 KB": (front("role: " + "x" * 16_385), "yaml-scalar", 3, 7),
    "a quoted value over 16 KB": (front(f'role: "{"ø " * 8_193}"'), "yaml-scalar", 3, 7),
    "a key over 16 KB": (front(f"? {'x' * 16_385}\n: y"), "yaml-scalar", 3, 3),
    "64 KB and a byte": (front("#" * (65_536 - 14)), "front-matter-too-large", 2, 1),
    "3 MB of comment": (front("#" + "ø" * 1_500_000), "front-matter-too-large", 2, 1),
    "5 MB and a byte": (front("") + "x" * (5_000_001 - NOTHING), "note-too-large", 1, 1),
    "4 MB without an end": ("---\n" + "a: b\n" * 800_000, "front-matter-open", 1, 1),
}


@pytest.mark.parametrize(("text", "code", "line", "column"), GENERATED.values(), ids=GENERATED)
def test_a_note_over_a_limit_has_its_problem_and_no_other(
    text: str, code: str, line: int, column: int
) -> None:
    note = decode_note(PurePosixPath("contacts/Big.md"), text.encode())
    assert check([note]) == {"contacts/Big.md": [(code, line, column)]}


AT_THE_LIMIT = {
    "5,000 values": front(f"x: [{'1,' * 4_994}1]"),
    "16 KB in a value": front("role: " + "x" * 16_384),
    "64 KB of front matter": front("#" * (65_536 - 15)),
    "5 MB": front("") + "x" * (5_000_000 - NOTHING - 1),
}


@pytest.mark.parametrize("text", AT_THE_LIMIT.values(), ids=AT_THE_LIMIT)
def test_control_a_note_at_a_limit_has_no_problem(text: str) -> None:
    assert check([decode_note(PurePosixPath("contacts/Big.md"), text.encode())]) == {}


@pytest.mark.parametrize(
    "path",
    [
        "contacts/Who?.md",
        "contacts/AC: DC.md",
        "contacts/Berg [Oslo].md",
        "contacts/C#.md",
        "contacts/con.md",
        "contacts/Berg .md",
        "contacts/Berg.. .md",
        "contacts/Zoe\u0308.md",
        "contacts/tab\tin it.md",
        "contacts/" + "ø" * 100 + ".md",
        "contacts/aux/Berg.md",
    ],
)
def test_a_file_name_that_not_every_system_can_hold(path: str) -> None:
    assert check([parse_note(PurePosixPath(path), front(""))]) == {path: [("file-name", 1, 1)]}


def test_two_names_that_some_system_takes_for_one() -> None:
    twins = [parse_note(PurePosixPath(f"contacts/{n} Ås.md"), front("")) for n in ("Liv", "liv")]
    assert check(twins) == {"contacts/liv Ås.md": [("file-name", 1, 1)]}


def test_what_only_has_the_name_of_a_note(vault: Path) -> None:
    (vault / "contacts" / "folder.md").mkdir()
    (vault / "contacts" / "dangling.md").symlink_to("nowhere.md")
    (vault / "contacts" / "outside.md").symlink_to("/etc/hostname")
    found = check(Vault(vault).read())
    assert found == {
        f"contacts/{name}.md": [("unreadable", 1, 1)] for name in ("dangling", "folder", "outside")
    }


def test_every_code_is_shown_by_a_broken_note() -> None:
    shown = {code for rows in EXPECTED.values() for code, _, _ in rows}
    shown |= {code for _, code, _, _ in GENERATED.values()} | {"file-name", "unreadable"}
    # The first three are no note's; the others are told of letters that can be read.
    others = {"config-key", "rule-pack", "template", "letter-rule", "letter-unsettled"}
    assert set(CODES) - shown == others


# -- all of them in one vault --------------------------------------------------------------------


@pytest.fixture
def broken_vault(vault: Path) -> Path:
    """A vault of the good notes, all broken files, and those too large to be kept as files."""
    for folder in (GOOD, CASES):
        for file in find_files(folder):
            if not file.startswith("good/"):
                (vault / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / file, vault / file)
    for name, (text, *_) in GENERATED.items():
        (vault / "contacts" / f"{name}.md").write_bytes(text.encode())
    return vault


def test_broken_notes_do_not_hide_the_others(broken_vault: Path) -> None:
    index = build_index(Vault(broken_vault).read())
    alone = build_index(good_notes())
    assert {path: index.records[path] for path in alone.records} == dict(alone.records)
    assert len(index.readings) == len(good_notes()) + len(EXPECTED) + len(GENERATED)


def test_every_broken_note_is_reported_with_its_place(broken_vault: Path, run: Run) -> None:
    result = run("check", vault=broken_vault, today="2026-12-01")
    lines = [line for line in result.stdout.split("\n")[:-1] if " letter-rule: " not in line]
    places = {line.split(": ")[0] for line in lines}
    wanted = {
        f"{file}:{line}:{column}" for file, rows in EXPECTED.items() for _, line, column in rows
    }
    wanted |= {f"contacts/{n}.md:{line}:{col}" for n, (_, _, line, col) in GENERATED.items()}
    assert places == wanted
    assert result.exit_code == 1


@pytest.mark.parametrize("kind", ["companies", "contacts", "interviews", "letters"])
def test_the_good_notes_are_listed_among_the_broken_ones(
    broken_vault: Path, run: Run, kind: str
) -> None:
    result = run("list", kind, "--fields", "path", vault=broken_vault, today="2026-12-01")
    good = {file for file in find_files(GOOD) if file.startswith(kind)}
    assert result.exit_code == 0
    assert good - set(result.stdout.split("\n")) == set()


@pytest.mark.parametrize(
    "command", [["today", "--all"], ["report"], ["index"], ["search", "grid"], ["show", "Ingrid"]]
)
def test_commands_work_among_broken_notes(broken_vault: Path, run: Run, command: list[str]) -> None:
    assert run(*command, vault=broken_vault, today="2026-12-01").exit_code == 0


# -- what broken notes may do at worst -----------------------------------------------------------

PARSE = """
from pathlib import PurePosixPath
from infoview_md.core.note import parse_note
note = parse_note(PurePosixPath("x.md"), "---\\na: " + "[" * 50_000 + "\\n---\\n")
print(note.problems[0].code)
"""
COMPOSE = """
import yaml
yaml.compose("a: " + "[" * 50_000, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
"""


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parent.parent
    return subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )


def test_fifty_thousand_brackets_do_not_kill_the_process() -> None:
    done = run_python(PARSE)
    assert (done.returncode, done.stdout) == (0, "yaml-depth\n"), done.stderr


def test_control_fifty_thousand_brackets_kill_who_composes_them() -> None:
    assert run_python(COMPOSE).returncode != 0


# Pieces that mean something to one of the readers.
PIECES = [
    "---", "\n---\n", "...\n", ": ", "[[", "]]", "|", ">", "# c", " #", "\n", "\r", "\r\n", '"',
    "'", "{", "}", "[", "]", "&a ", "*a", "!x ", "<<: ", "\t", "\0", "\ufeff", "\u2028", "\x85",
    "\x1b", "\ud800", "😀", ",", "- ", "- [ ] ", "@", "~", "null", "NO", "## Log\n", "```", "<!--",
    "%%", "## Channels\n", "until ", "2026-02-30", "9999-12-31", "0001-01-01", "<<<<<<< x\n",
    "=======\n", ">>>>>>> x\n", "- 9999-12-31 request\n", "- 0001-01-01 met\n",
    "do_not_contact: maybe\n",
]  # fmt: skip
CHANGE = st.tuples(st.floats(0, 1), st.sampled_from(PIECES), st.sampled_from([0, 0, 0, 1, 3, 20]))


@given(st.sampled_from(find_files(GOOD)), st.lists(CHANGE, min_size=1, max_size=8))
def test_no_change_to_a_note_takes_the_others_down(
    file: str, changes: list[tuple[float, str, int]]
) -> None:
    text = (GOOD / file).read_bytes().decode()
    for where, piece, dropped in changes:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + dropped :]
    path = PurePosixPath(file)
    note = decode_note(path, text.encode("utf-8", "surrogatepass"))
    index = build_index([*(good for good in good_notes() if good.path != path), note])
    problems = find_problems(look_at(index))
    assert set(index.readings) == {good.path for good in good_notes()}
    assert all(
        _lies_in(note, problem.line, problem.column) for problem in problems if problem.path == path
    )


def _lies_in(note: Note, line: int, column: int) -> bool:
    lines = note.text.split("\n")
    return not note.text or (1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1)
