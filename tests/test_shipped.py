"""Shipped: the vault's templates and packs before ours, and nothing from outside its folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from infoview_md.errors import ConfigFault, InfoviewError, TemplateFault
from infoview_md.vault.shipped import example_vault, find_shipped, read_packs, read_templates


@dataclass(frozen=True)
class Sort:
    """One of the two sorts of files that we ship and a vault may override."""

    folder: str
    end: str
    read: Callable[[Path | None, Path], Mapping[str, str]]
    fault: type[InfoviewError]


@pytest.fixture(
    params=[
        Sort("templates", ".md", read_templates, TemplateFault),
        Sort("rules", ".toml", read_packs, ConfigFault),
    ],
    ids=lambda sort: sort.folder,
)
def sort(request: pytest.FixtureRequest) -> Sort:
    """Templates, then packs."""
    return cast("Sort", request.param)


def read_all(sort: Sort, vault: Path, ours: Path) -> None:
    """Read all files; of templates one that is faulty is told when it is asked for."""
    texts = sort.read(vault, ours)
    for fault in getattr(texts, "faults", {}):
        assert fault in texts
        assert fault not in list(texts)
        texts[fault]


def put(folder: Path, texts: dict[str, str]) -> Path:
    """A folder with files of these texts."""
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """What we ship, in small."""
    return put(
        tmp_path / "ours",
        {
            "templates/request.md": "our request",
            "templates/thanks.md": "our thanks",
            "rules/classic.toml": "# ours",
            "rules/friend.toml": "# friend",
        },
    )


def test_the_vaults_own_templates_come_first_and_ours_can_still_be_named(
    ours: Path, vault: Path
) -> None:
    put(vault, {"templates/request.md": "their request\r\n", "templates/mine.md": "mine"})
    assert read_templates(vault, ours) == {
        "mine": "mine",
        "request": "their request\r\n",
        "thanks": "our thanks",
        "shipped/request": "our request",
        "shipped/thanks": "our thanks",
    }


def test_the_vaults_own_packs_come_first(ours: Path, vault: Path) -> None:
    put(vault, {"rules/classic.toml": "# theirs", "rules/mine.toml": "# mine"})
    assert read_packs(vault, ours) == {
        "classic": "# theirs",
        "friend": "# friend",
        "mine": "# mine",
    }


def test_without_a_vault_or_its_folders_ours_are_read(ours: Path, vault: Path) -> None:
    packs = {"classic": "# ours", "friend": "# friend"}
    assert read_packs(None, ours) == read_packs(vault, ours) == packs
    assert sorted(read_templates(None, ours)) == sorted(read_templates(vault, ours))


def test_files_of_other_names_are_none_of_ours(ours: Path, vault: Path, sort: Sort) -> None:
    before = sort.read(vault, ours)
    for name in (
        f"Daily note{sort.end}",
        f".hidden{sort.end}",
        f"a.b{sort.end}",
        f"é{sort.end}",
        "a.txt",
        f"-a{sort.end}",
    ):
        (vault / sort.folder).mkdir(exist_ok=True)
        (vault / sort.folder / name).write_bytes(b"\xff")
    put(vault / sort.folder, {"sub/request.md": "x"})
    assert sort.read(vault, ours) == before


def test_a_link_out_of_the_folder_is_refused(ours: Path, vault: Path, sort: Sort) -> None:
    put(vault, {"contacts/secret.md": "secret"})
    (vault / sort.folder).mkdir()
    (vault / sort.folder / f"a{sort.end}").symlink_to(vault / "contacts/secret.md")
    with pytest.raises(sort.fault, match=rf"{sort.folder}/a{sort.end} leads out of its folder"):
        read_all(sort, vault, ours)


def test_a_linked_folder_is_refused(ours: Path, vault: Path, tmp_path: Path, sort: Sort) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"elsewhere/a{sort.end}").write_text("secret")
    (vault / sort.folder).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(sort.fault, match="leads out of its folder"):
        read_all(sort, vault, ours)


def test_a_link_inside_the_folder_is_followed_also_in_a_linked_vault(
    ours: Path, vault: Path, tmp_path: Path, sort: Sort
) -> None:
    (vault / sort.folder).mkdir()
    (vault / sort.folder / f"a{sort.end}").write_text("text")
    (vault / sort.folder / f"b{sort.end}").symlink_to(f"a{sort.end}")
    (tmp_path / "link").symlink_to(vault)
    assert sort.read(tmp_path / "link", ours)["b"] == "text"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda file: file.write_bytes(b"\xff"), "is not UTF-8; save it as UTF-8"),
        (lambda file: file.write_bytes(b"x" * 65537), "the limit is 65,536; shorten it"),
        (os.mkfifo, "it is a pipe, not a file"),
        (os.mkdir, "it is a folder, not a file"),
        (lambda file: file.symlink_to("nowhere"), "its link leads nowhere"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    ours: Path, vault: Path, sort: Sort, make: Callable[[Path], object], sentence: str
) -> None:
    (vault / sort.folder).mkdir()
    make(vault / sort.folder / f"a{sort.end}")
    with pytest.raises(sort.fault, match=sentence) as caught:
        read_all(sort, vault, ours)
    assert caught.value.message.startswith(f"{sort.folder}/a{sort.end} ")


def test_what_we_ship_lies_beside_the_package_or_in_the_wheel(tmp_path: Path) -> None:
    package = tmp_path / "infoview_md"
    package.mkdir()
    assert find_shipped(package) == tmp_path
    (package / "_shipped").mkdir()
    assert find_shipped(package) == package / "_shipped"


@pytest.mark.smoke
def test_the_example_vault_is_shipped() -> None:
    assert (example_vault() / "infoview.toml").is_file()
