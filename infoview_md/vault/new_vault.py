"""make_vault: what `infoview init` makes, in an empty folder or one that is full of notes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath

from infoview_md.core.edit import new_file
from infoview_md.core.filenames import fold_file_name
from infoview_md.core.model import Owner
from infoview_md.core.schema import FOLDERS
from infoview_md.errors import Refused
from infoview_md.vault.changes import prepare
from infoview_md.vault.files import make_folder, write_new
from infoview_md.vault.finding import MARKER, find_vaults_above
from infoview_md.vault.settings import SETTINGS, Setting
from infoview_md.vault.shipped import example_vault
from infoview_md.vault.whole_file import read_whole_file

MAX_EXAMPLE_BYTES = 5_000_000
README = """\
# My informational interviews

- `companies/`: one note a company
- `contacts/`: one note a person, with the log of what happened
- `interviews/`: one note a conversation
- `letters/`: one note a letter, draft or sent

Everything is plain Markdown: edit it with whatever you like. `infoview today` says what is due.
"""
TOP = """\
# This file marks the vault and says who you are. All else is Markdown that belongs to you.
# A line that begins with # says nothing yet: fill it in and take the # away.
"""


def plan_vault(
    owner: Owner, areas: Sequence[str] = (), rules: str = "classic"
) -> list[tuple[PurePosixPath, str]]:
    """The files of a new vault with their texts, in the order in which they are to be written."""
    values = {f"owner.{key}": value for key, value in asdict(owner).items()}
    values |= {"areas": tuple(areas), "rules": rules}
    # The marker last: what is broken off halfway is no vault yet, and can be begun again.
    return [(PurePosixPath("README.md"), README), (PurePosixPath(MARKER), format_config(values))]


def format_config(values: Mapping[str, object]) -> str:
    """The text of an infoview.toml for people: every setting explained, empty ones idle."""
    return "".join(_config_lines(values))


def _config_lines(values: Mapping[str, object]) -> Iterator[str]:
    yield TOP
    table = ""
    for setting in SETTINGS:
        if setting.name == "clock":
            continue
        if setting.table != table:
            table = setting.table
            yield f"\n[{table}]\n"
        yield from _setting_lines(setting, values.get(setting.key))


def _setting_lines(setting: Setting, value: object) -> Iterator[str]:
    yield f"\n# {setting.help}\n"
    yield (
        f"{setting.name} = {_toml(value)}\n" if value else f"# {setting.name} = {setting.example}\n"
    )


def _toml(value: object) -> str:
    # JSON writes texts and lists of texts as TOML reads them, but for the one character DEL.
    value = list(value) if isinstance(value, tuple) else value
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def make_vault(target: Path, plan: Sequence[tuple[PurePosixPath, str]]) -> list[PurePosixPath]:
    """Make a vault of a folder, new or full of notes; the files that were made.

    Files that are there already stay as they are. Refused where the folder is a vault, or lies in
    one; Busy where the disk will not have it.
    """
    check_target(target)
    make_folder(target)
    names = {fold_file_name(name) for name in os.listdir(target)}
    for folder in FOLDERS:
        if fold_file_name(folder) not in names:
            make_folder(target / folder)
    wanted = [new_file(path, text) for path, text in plan if fold_file_name(path.name) not in names]
    for edit in wanted:
        change = prepare(target, edit)
        write_new(change.path, change.target, change.after or b"")
    return [edit.path for edit in wanted]


def copy_example(target: Path) -> list[PurePosixPath]:
    """Copy the example vault into a new or empty folder; the files that were made.

    Refused where something is there already, or where the folder lies in another vault.
    """
    check_target(target)
    if target.is_dir() and os.listdir(target):
        raise Refused(f"{target} is not empty; name a new folder for the example")
    make_folder(target)
    source = example_vault()
    files = sorted(file for file in source.rglob("*") if file.is_file())
    paths = [PurePosixPath(file.relative_to(source)) for file in files]
    paths.sort(key=lambda path: str(path) == MARKER)
    for path in paths:
        data = read_whole_file(source / path, MAX_EXAMPLE_BYTES)
        write_new(path, target / path, data)
    return paths


def check_target(target: Path) -> None:
    """Refused where no vault can be made: a file, a vault already, or a folder inside one."""
    if os.path.lexists(target) and not target.is_dir():
        raise Refused(f"{target} is a file; name a folder")
    vaults = find_vaults_above(str(target))
    if vaults and vaults[0] == str(target.resolve()):
        raise Refused(f"{target} is a vault already; its settings stand in {MARKER}")
    if vaults:
        raise Refused(
            f"{target} lies inside the vault {vaults[0]}, which would read its notes as its own; "
            "name a folder elsewhere"
        )
