"""What `infoview init` makes: a vault that reads back, in an empty folder or beside old notes."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.model import Owner
from infoview_md.core.note import parse_note
from infoview_md.errors import Busy, Refused
from infoview_md.vault import new_vault
from infoview_md.vault.config import parse_config
from infoview_md.vault.new_vault import copy_example, make_vault, plan_vault
from infoview_md.vault.settings import SETTINGS
from infoview_md.vault.shipped import example_vault
from infoview_md.vault.vault import Vault

OWNER = Owner(
    name='Mira "M" Hartmann',
    given="Mira",
    email="mira@hartmann.example",
    country="DE",
    timezone="Europe/Berlin",
    language="en",
    school=("TU Hamburg", "Universität\\Lübeck"),
    intro="after ten years\x7f",
    signature="Mira Hartmann\nHamburg",
)


def test_a_new_vault_says_what_it_was_told(tmp_path: Path) -> None:
    made = make_vault(tmp_path / "a" / "vault", plan_vault(OWNER, ["heat pumps"], "two-hour"))
    assert [str(path) for path in made] == ["README.md", "infoview.toml"]
    vault = Vault(tmp_path / "a" / "vault")
    assert (vault.config.owner, vault.config.areas) == (OWNER, ("heat pumps",))
    assert (vault.config.rules, vault.config.problems) == ("two-hour", ())
    assert sorted(path.name for path in vault.root.iterdir()) == [
        "README.md", "companies", "contacts", "infoview.toml", "interviews", "letters",
    ]  # fmt: skip
    (readme,) = vault.read()
    assert readme.problems == ()


def test_a_new_config_explains_every_setting_and_is_valid_with_all_lines_awake() -> None:
    text = dict(plan_vault(Owner()))[PurePosixPath("infoview.toml")]
    assert parse_config(text).owner == Owner()
    for setting in SETTINGS:
        assert (setting.help in text) == (setting.name != "clock")
    awake = text.replace("# ignore", "ignore").replace("# areas", "areas")
    for setting in SETTINGS:
        awake = awake.replace(f"\n# {setting.name} = ", f"\n{setting.name} = ")
    assert parse_config(awake).owner.name == "Mira Hartmann"
    assert parse_config(awake).problems == ()


@given(st.text(), st.lists(st.text(), max_size=2))
def test_any_text_reads_back(name: str, areas: list[str]) -> None:
    try:
        name.encode()
        "".join(areas).encode()
    except UnicodeEncodeError:
        return
    text = dict(plan_vault(Owner(name=name), areas))[PurePosixPath("infoview.toml")]
    written = tomllib.loads(text)
    assert written["owner"].get("name", "") == name
    assert written.get("areas", []) == areas


def test_a_folder_full_of_notes_becomes_a_vault_and_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "Contacts").mkdir()
    (tmp_path / "Contacts" / "Zoe.md").write_text("Zoe")
    (tmp_path / "readme.md").write_text("mine")
    assert make_vault(tmp_path, plan_vault(Owner())) == [PurePosixPath("infoview.toml")]
    assert (tmp_path / "readme.md").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "Contacts", "companies", "infoview.toml", "interviews", "letters", "readme.md",
    ]  # fmt: skip


@pytest.mark.parametrize("make", [lambda path: make_vault(path, plan_vault(Owner())), copy_example])
def test_what_is_a_vault_or_lies_in_one_is_refused(vault: Path, make) -> None:
    before = sorted(vault.rglob("*"))
    with pytest.raises(Refused, match="is a vault already"):
        make(vault)
    with pytest.raises(Refused, match="lies inside the vault"):
        make(vault / "contacts" / "new")
    with pytest.raises(Refused, match="is a file; name a folder"):
        make(vault / "infoview.toml")
    assert sorted(vault.rglob("*")) == before


def test_a_vault_broken_off_halfway_can_be_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: PurePosixPath, target: Path, data: bytes) -> None:
        raise Busy(f"{path} was not written: {target}, {len(data)} bytes")

    with monkeypatch.context() as patch:
        patch.setattr(new_vault, "write_new", fail)
        with pytest.raises(Busy):
            make_vault(tmp_path, plan_vault(Owner()))
    assert len(make_vault(tmp_path, plan_vault(Owner()))) == 2


def test_the_example_is_copied_byte_for_byte(tmp_path: Path) -> None:
    source, target = example_vault(), tmp_path / "example"
    made = copy_example(target)
    files = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    assert {Path(path) for path in made} == files
    assert all((target / path).read_bytes() == (source / path).read_bytes() for path in files)
    assert str(made[-1]) == "infoview.toml"
    assert Vault(target).config.clock is not None


def test_the_example_is_not_mixed_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(Refused, match="is not empty; name a new folder"):
        copy_example(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_readme_is_a_note_without_faults() -> None:
    path, text = plan_vault(Owner())[0]
    assert parse_note(path, text).problems == ()
