"""Shipped: templates and packs as text: the vault's own first, then ours; and the example vault."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from infoview_md.errors import ConfigFault, InfoviewError, TemplateFault
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.whole_file import TooLarge, read_whole_file

PACKAGE = Path(__file__).resolve().parent.parent
OURS = "shipped/"
"""Before a template's name: the one we ship, also where the vault has its own of that name."""

# What a template or a pack may be called; other files in these folders are not ours to read.
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
MAX_BYTES = 64 * 1024


def find_shipped(package: Path = PACKAGE) -> Path:
    """The folder that holds what we ship: in the wheel, or the repository of an editable tree."""
    in_wheel = package / "_shipped"
    return in_wheel if in_wheel.is_dir() else package.parent


class TemplateTexts(Mapping[str, str]):
    """The texts of templates by name; asking for one that cannot be read raises its TemplateFault.

    Such a name is known (`in`), so that no other template is taken for it, but does not come up
    when one goes through them: a bad file costs its own letter and no other. `faults` has them.
    """

    def __init__(self, texts: Mapping[str, str], faults: Mapping[str, TemplateFault]) -> None:
        self.faults = dict(faults)
        self._texts = {name: text for name, text in texts.items() if name not in faults}

    def __getitem__(self, name: str) -> str:
        if name in self.faults:
            raise self.faults[name]
        return self._texts[name]

    def __contains__(self, name: object) -> bool:
        return name in self._texts or name in self.faults

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def read_templates(vault_root: Path | None, shipped: Path | None = None) -> TemplateTexts:
    """The texts of all templates by name (the file's stem), the vault's in place of ours.

    `shipped/NAME` is always ours. A file of the vault that leads out of its folder, is too large
    or is not UTF-8 is a fault of its own name.
    """
    ours = _read_folder((shipped or find_shipped()) / "templates", ".md", TemplateFault)
    theirs, faults = dict[str, str](), dict[str, TemplateFault]()
    for file in _list_files(vault_root / "templates", ".md") if vault_root else ():
        try:
            theirs[file.stem] = _read_text(file, TemplateFault)
        except TemplateFault as fault:
            sentence = fault.message.removeprefix(f"{_show(file)} ")
            faults[file.stem] = TemplateFault(fault.message, file.stem, 1, f"it {sentence}")
    always = {OURS + name: text for name, text in ours.items()}
    return TemplateTexts({**ours, **theirs, **always}, faults)


def read_packs(vault_root: Path | None, shipped: Path | None = None) -> dict[str, str]:
    """The TOML texts of all rule packs by name, the vault's in place of ours; ConfigFault."""
    ours = _read_folder((shipped or find_shipped()) / "rules", ".toml", ConfigFault)
    theirs = _read_folder(vault_root / "rules", ".toml", ConfigFault) if vault_root else {}
    return ours | theirs


def example_vault() -> Path:
    """The folder of the example vault that we ship."""
    return find_shipped() / "example-vault"


def _read_folder(folder: Path, suffix: str, fault: type[InfoviewError]) -> dict[str, str]:
    return {file.stem: _read_text(file, fault) for file in _list_files(folder, suffix)}


def _list_files(folder: Path, suffix: str) -> Iterator[Path]:
    if folder.is_dir():
        for name in sorted(os.listdir(folder)):
            stem, end = os.path.splitext(name)
            if end == suffix and NAME.fullmatch(stem):
                yield folder / name


def _read_text(file: Path, fault: type[InfoviewError]) -> str:
    shown = _show(file)
    # A link that git brought along must not make a letter of a file that is none of the vault's.
    home = file.parent.parent.resolve() / file.parent.name
    if not file.resolve().is_relative_to(home):
        raise fault(f"{shown} leads out of its folder; put the file itself in place of the link")
    try:
        return read_whole_file(file, MAX_BYTES).decode("utf-8")
    except TooLarge as size:
        raise fault(f"{shown} has {size}, the limit is {MAX_BYTES:,}; shorten it") from None
    except UnicodeDecodeError:
        raise fault(f"{shown} is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise fault(f"{shown} cannot be read: {explain(error)}") from error


def _show(file: Path) -> str:
    """A file as faults name it: its folder's name and its own."""
    return f"{file.parent.name}/{file.name}"
