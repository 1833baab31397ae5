"""Contacts made from a few words and the lines of a log, for tests of what logs mean."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest
from _pytest.mark import ParameterSet

from infoview_md.core.log import parse_log
from infoview_md.core.model import Contact
from infoview_md.core.note import parse_note
from infoview_md.core.pack import Pack, parse_pack

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
CLASSIC_TEXT = (ROOT / "rules" / "classic.toml").read_text(encoding="utf-8")

CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n(?P<text>.*?)```markdown\n(?P<given>.*?)```\n+"
    r"```text\n(?P<expected>.*?)```",
    re.MULTILINE | re.DOTALL,
)


def classic(changes: str = "") -> Pack:
    """The classic pack, with a few TOML lines laid over it."""
    own = f'extends = "classic"\n{changes}'
    return parse_pack("own", {"classic": CLASSIC_TEXT, "own": own})


def make_contact(log: str = "", name: str = "Ingrid Solheim", /, **fields: object) -> Contact:
    """A contact who is ready by her fields, with this log; bullets may be left out.

    `bare=True` leaves the fields empty, so that she is only identified.
    """
    lines = [line.strip().removeprefix("- ") for line in log.split("\n")]
    text = "## Log\n" + "".join(f"- {line}\n" for line in lines if line)
    note = parse_note(PurePosixPath("contacts", f"{name}.md"), text)
    ready = (
        {} if fields.pop("bare", False) else {"email": (f"{name[0]}@x.example",), "why_you": "w"}
    )
    values: dict[str, object] = {**ready, **fields}
    return Contact(path=note.path, name=name, events=parse_log(note).events, **values)  # type: ignore[arg-type]


def read_cases(name: str) -> list[ParameterSet]:
    """Title, given Markdown and expected text of every case of a file, for `parametrize`."""
    text = (CASES / name).read_text(encoding="utf-8")
    cases = [
        pytest.param(m["title"], m["given"], m["expected"], id=m["title"])
        for m in CASE.finditer(text)
    ]
    assert len(cases) == text.count("\n## "), f"{name} has a case that cannot be read"
    return cases


def read_rows(name: str) -> list[list[str]]:
    """The rows of the tables of a file, heads included, rules not."""
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in rows if not set("".join(row)) <= set("-: ")]
