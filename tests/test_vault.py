"""Vault: which folder it is, what is read from it, and how edits are brought to it."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from infoview_md.core.edit import Edit, Splice, new_file
from infoview_md.core.note import MAX_NOTE_BYTES, digest_of
from infoview_md.errors import Busy, NotFound, NoVault, Refused
from infoview_md.vault import transaction
from infoview_md.vault.config import Config
from infoview_md.vault.finding import find_vault
from infoview_md.vault.git_state import find_unfinished
from infoview_md.vault.replacing import replace
from infoview_md.vault.vault import Vault


def find(
    explicit: str | None, cwd: Path, environ: dict[str, str], default: Path | None = None
) -> Path:
    """The vault found; `default` is what the user's config names."""
    return Path(find_vault(explicit, str(cwd), environ, lambda: str(default) if default else None))


def make_marked(folder: Path) -> Path:
    """A folder that is a vault, by its marker alone."""
    folder.mkdir(parents=True)
    (folder / "infoview.toml").touch()
    return folder


# -- which folder --------------------------------------------------------------------------------


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """Four vaults, one for each way to name one, and a folder that is none."""
    marked = {name: make_marked(tmp_path / name) for name in ("option", "above", "env", "default")}
    inside = tmp_path / "above" / "contacts" / "2026"
    inside.mkdir(parents=True)
    (tmp_path / "none").mkdir()
    return {**marked, "inside": inside, "none": tmp_path / "none"}


@pytest.mark.parametrize(
    ("option", "cwd", "env", "default", "found"),
    [
        ("option", "inside", "env", "default", "option"),
        ("", "inside", "env", "default", "above"),
        ("", "above", "env", "default", "above"),
        ("", "none", "env", "default", "env"),
        ("", "none", "", "default", "default"),
    ],
)
def test_the_first_way_to_name_a_vault_counts(
    places: dict[str, Path], option: str, cwd: str, env: str, default: str, found: str
) -> None:
    explicit = str(places[option]) if option else None
    environ = {"INFOVIEW_VAULT": str(places[env]) if env else ""}
    assert find(explicit, places[cwd], environ, places[default]) == places[found]


def test_a_vault_may_be_named_from_the_working_folder(places: dict[str, Path]) -> None:
    assert find("../option", places["none"], {}) == places["option"]
    environ = {"INFOVIEW_VAULT": "../env"}
    assert find(None, places["none"], environ) == places["env"]


def test_where_no_vault_is_named_the_next_step_is(tmp_path: Path) -> None:
    with pytest.raises(NoVault, match="infoview init"):
        find(None, tmp_path, {})


@pytest.mark.parametrize(
    ("option", "env", "default", "sentence"),
    [
        ("none", "env", "default", "--vault names .*none, but it has no infoview.toml"),
        ("gone", "env", "default", "--vault names .*gone, but there is no such folder"),
        ("", "none", "default", "INFOVIEW_VAULT names .*none, but it has no infoview.toml"),
        ("", "", "none", "default_vault in your config names .*none, but"),
    ],
)
def test_a_folder_that_is_no_vault_is_not_passed_over(
    places: dict[str, Path], option: str, env: str, default: str, sentence: str
) -> None:
    places["gone"] = places["none"] / "gone"
    explicit = str(places[option]) if option else None
    environ = {"INFOVIEW_VAULT": str(places[env])} if env else {}
    with pytest.raises(NoVault, match=f"{sentence}.*infoview init"):
        find(explicit, places["none"], environ, places[default])


def test_between_two_vaults_nobody_guesses(places: dict[str, Path]) -> None:
    inner = make_marked(places["above"] / "copy")
    with pytest.raises(
        NoVault, match=rf"{inner} and {places['above']}; say which one with --vault"
    ):
        find(None, inner, {})
    assert find(str(inner), inner, {}) == inner
    assert find(None, places["inside"], {}) == places["above"]


# -- reading -------------------------------------------------------------------------------------


def put(vault: Path, path: str, data: bytes | str = "text\n") -> Path:
    """A file of the vault, with its folders."""
    file = vault / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def read_paths(vault: Path, *ignore: str) -> list[str]:
    """The paths of all notes that are read."""
    return [str(note.path) for note in Vault(vault, Config(ignore=ignore)).read()]


def find_problems(vault: Path) -> list[tuple[str, str, str]]:
    """Path, code and sentence of every problem of every note."""
    return [
        (str(problem.path), problem.code, problem.message)
        for note in Vault(vault).read()
        for problem in note.problems
    ]


def test_notes_are_read_sorted_with_their_text_and_digest(vault: Path) -> None:
    text = "\ufeff---\r\nrole: CEO\r\n---\r\nbody"
    put(vault, "interviews/2026/11/a.md")
    put(vault, "contacts/Zoë Müller.md", text)
    put(vault, "contacts/Anna.MD")
    put(vault, "README.md")
    notes = Vault(vault).read()
    assert [str(note.path) for note in notes] == [
        "README.md",
        "contacts/Anna.MD",
        "contacts/Zoë Müller.md",
        "interviews/2026/11/a.md",
    ]
    assert notes[2].text == text
    assert notes[2].digest == digest_of(text.encode())
    assert notes[2].fields["role"].raws == ["CEO"]


def test_what_is_no_note_is_not_read(vault: Path) -> None:
    for path in (
        ".obsidian/plugin.md",
        ".git/description.md",
        ".infoview/journal/a.md",
        "templates/request.md",
        "rules/a/b.md",
        "contacts/.hidden.md",
        "contacts/.trash/a.md",
        "contacts/photo.png",
        "contacts/a.md.bak",
        "contacts/md",
    ):
        put(vault, path)
    (vault / "contacts/.#Zoe.md").symlink_to("zoe@host.1234")  # what Emacs leaves while editing
    put(vault, "contacts/templates/a.md")
    assert read_paths(vault) == ["contacts/templates/a.md"]


@pytest.mark.parametrize(
    ("glob", "left"),
    [
        ("Archive", ["b.md", "x.draw.md"]),
        ("Archive/", ["b.md", "x.draw.md"]),
        ("Archive/**", ["b.md", "x.draw.md"]),
        ("Archive/*", ["b.md", "x.draw.md"]),
        ("./Archive/deep", ["Archive/a.md", "b.md", "x.draw.md"]),
        ("deep", ["Archive/a.md", "b.md", "x.draw.md"]),
        ("**/deep", ["Archive/a.md", "b.md", "x.draw.md"]),
        ("**/deep/c.*", ["Archive/a.md", "b.md", "x.draw.md"]),
        ("*.draw.md", ["Archive/a.md", "Archive/deep/c.md", "b.md"]),
        ("/b.md", ["Archive/a.md", "Archive/deep/c.md", "x.draw.md"]),
        ("/a.md", ["Archive/a.md", "Archive/deep/c.md", "b.md", "x.draw.md"]),
        ("a.md", ["Archive/deep/c.md", "b.md", "x.draw.md"]),
        ("archive", ["Archive/a.md", "Archive/deep/c.md", "b.md", "x.draw.md"]),
        ("[!bx]*", ["b.md", "x.draw.md"]),
        ("", ["Archive/a.md", "Archive/deep/c.md", "b.md", "x.draw.md"]),
    ],
)
def test_ignored_files_and_folders_are_not_read(vault: Path, glob: str, left: list[str]) -> None:
    for path in ("Archive/a.md", "Archive/deep/c.md", "b.md", "x.draw.md"):
        put(vault, path)
    assert read_paths(vault, glob) == left
    assert read_paths(vault, "nothing", glob) == left


def test_the_globs_come_from_the_vaults_config(vault: Path) -> None:
    put(vault, "infoview.toml", 'ignore = ["Archive"]\n')
    put(vault, "Archive/a.md")
    assert Vault(vault).read() == []


def test_links_inside_the_vault_are_read_and_linked_folders_are_not(vault: Path) -> None:
    put(vault, "contacts/Zoe.md", "Zoe")
    (vault / "contacts/Zo.md").symlink_to("Zoe.md")
    (vault / "people").symlink_to("contacts")
    assert [(str(note.path), note.text) for note in Vault(vault).read()] == [
        ("contacts/Zo.md", "Zoe"),
        ("contacts/Zoe.md", "Zoe"),
    ]


def test_what_cannot_be_read_is_one_problem_each_and_the_rest_is_read(
    vault: Path, tmp_path: Path
) -> None:
    put(tmp_path, "secret.md", "secret")
    (vault / "a1.md").symlink_to(tmp_path / "secret.md")
    (vault / "a2.md").symlink_to("nowhere.md")
    (vault / "a3.md").symlink_to("a3.md")
    (vault / "a4.md").symlink_to("contacts")
    os.mkfifo(vault / "a5.md")
    put(vault, "a6.md/inside.md")
    put(vault, "a7.md", b"x" * (MAX_NOTE_BYTES + 1))
    put(vault, "a8.md", "caf\u00e9".encode("latin-1"))
    put(vault, "b.md", "good")
    notes = {str(note.path): note for note in Vault(vault).read()}
    assert [
        (path, *(problem.code for problem in note.problems)) for path, note in notes.items()
    ] == [
        ("a1.md", "unreadable"),
        ("a2.md", "unreadable"),
        ("a3.md", "unreadable"),
        ("a4.md", "unreadable"),
        ("a5.md", "unreadable"),
        ("a6.md", "unreadable"),
        ("a6.md/inside.md",),
        ("a7.md", "note-too-large"),
        ("a8.md", "encoding"),
        ("b.md",),
    ]
    sentences = [note.problems[0].message for note in notes.values() if note.problems]
    for sentence, words in zip(
        sentences,
        ["out of the vault", "leads nowhere", "circle", "a folder", "a pipe", "a folder", "", ""],
        strict=True,
    ):
        assert words in sentence
    assert all(note.is_broken and not note.text for note in notes.values() if note.problems)


def test_a_name_that_is_not_utf8_is_a_problem_that_can_be_printed(vault: Path) -> None:
    with open(os.fsencode(vault) + b"/caf\xe9.md", "wb"):
        pass
    ((path, code, message),) = find_problems(vault)
    assert (path, code) == ("caf\\xe9.md", "unreadable")
    assert "rename" in message


def test_names_are_compared_composed_and_kept_as_they_are(vault: Path) -> None:
    put(vault, "contacts/Zoe\u0308.md")
    assert read_paths(vault) == ["contacts/Zoe\u0308.md"]


class FailingScan:
    """`os.scandir` that fails for one folder."""

    def __init__(self, name: str, error: int) -> None:
        self.name, self.error, self.real = name, error, os.scandir

    def __call__(self, path: str) -> Iterator[os.DirEntry[str]]:
        """List the folder, or fail."""
        if os.path.basename(path) == self.name:
            raise OSError(self.error, os.strerror(self.error))
        return self.real(path)


@pytest.mark.parametrize(("error", "count"), [(errno.EACCES, 1), (errno.ENOENT, 0)])
def test_a_folder_that_cannot_be_listed_is_a_problem_and_one_that_is_gone_is_none(
    vault: Path, monkeypatch: pytest.MonkeyPatch, error: int, count: int
) -> None:
    put(vault, "companies/a.md")
    monkeypatch.setattr(os, "scandir", FailingScan("contacts", error))
    problems = find_problems(vault)
    assert (
        problems == [("contacts", "unreadable", problems[0][2])] * count if count else not problems
    )
    assert read_paths(vault)[0] == "companies/a.md"


def test_a_note_that_vanishes_during_the_scan_is_left_out(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(vault, "a.md")
    put(vault, "b.md")
    real = os.open

    def vanish(path: str, *rest: int) -> int:
        if str(path).endswith("a.md"):
            os.unlink(path)
        return real(path, *rest)

    monkeypatch.setattr(os, "open", vanish)
    assert read_paths(vault) == ["b.md"]


def test_a_vault_that_is_gone_is_told(vault: Path) -> None:
    opened = Vault(vault)
    shutil.rmtree(vault)
    with pytest.raises(NoVault, match="cannot be listed: it is gone"):
        opened.read()


def test_one_note_is_read_as_all_are(vault: Path, tmp_path: Path) -> None:
    put(vault, "contacts/Zoe.md", "---\nrole: CEO\n---\n")
    put(tmp_path, "secret.md", "secret")
    (vault / "away").symlink_to(tmp_path)
    opened = Vault(vault)
    assert [opened.read_note(PurePosixPath("contacts/Zoe.md"))] == opened.read()
    with pytest.raises(NotFound, match=r"there is no contacts/Zo\.md in the vault"):
        opened.read_note(PurePosixPath("contacts/Zo.md"))
    for path in ("../secret.md", "/etc/passwd", "away/secret.md"):
        with pytest.raises(Refused):
            opened.read_note(PurePosixPath(path))


# -- applying ------------------------------------------------------------------------------------


A, B = PurePosixPath("contacts/A.md"), PurePosixPath("contacts/B.md")


def append(vault: Path, path: PurePosixPath, text: str) -> Edit:
    """An edit that adds to the end of a note as it is now."""
    old = (vault / path).read_bytes()
    end = len(old.decode())
    return Edit(path, digest_of(old), (Splice(end, end, text),))


@pytest.fixture
def two(vault: Path) -> Path:
    """A vault of two notes."""
    put(vault, str(A), "a\r\n")
    put(vault, str(B), "b")
    return vault


def test_edits_are_applied_and_named(two: Path) -> None:
    new = PurePosixPath("letters/C.md")
    edits = [append(two, A, "more\r\n"), new_file(new, "c\n"), append(two, B, "")]
    assert Vault(two).apply(edits).paths == [A, new]
    assert (two / A).read_bytes() == b"a\r\nmore\r\n"
    assert (two / new).read_bytes() == b"c\n"


def test_all_is_checked_before_anything_is_written(two: Path) -> None:
    edits = [append(two, A, "more"), append(two, B, "more")]
    put(two, str(B), "theirs")
    with pytest.raises(Busy, match=r"contacts/B\.md was saved by another program"):
        Vault(two).apply(edits)
    assert (two / A).read_bytes() == b"a\r\n"
    assert (two / B).read_bytes() == b"theirs"


def test_where_the_disk_fails_halfway_all_is_put_back(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_for_b(temporary: Path, target: Path, before: bytes, after: bytes) -> None:
        if target == two / B:
            raise OSError(errno.EIO, "no")
        replace(temporary, target, before, after)

    monkeypatch.setattr(transaction, "replace", fail_for_b)
    with pytest.raises(Busy, match=r"B\.md was not written: the disk reports an error"):
        Vault(two).apply([append(two, A, "1"), append(two, B, "2")])
    assert ((two / A).read_bytes(), (two / B).read_bytes()) == (b"a\r\n", b"b")
    assert sorted(os.listdir(two / "contacts")) == ["A.md", "B.md"]


def test_two_edits_of_one_file_are_a_bug_of_the_caller(two: Path) -> None:
    with pytest.raises(ValueError, match="two edits of one file"):
        Vault(two).apply([new_file(PurePosixPath("x.md"), ""), new_file(PurePosixPath("X.md"), "")])
    assert not (two / "x.md").exists()


def test_a_preview_is_a_diff_and_writes_nothing(two: Path) -> None:
    opened = Vault(two)
    edits = [append(two, B, "2\nlast"), new_file(PurePosixPath("letters/Ærø.md"), "one\n\ntwo\n")]
    assert opened.preview(edits) == (
        "--- a/contacts/B.md\n"
        "+++ b/contacts/B.md\n"
        "@@ -1 +1,2 @@\n"
        "-b\n"
        "\\ No newline at end of file\n"
        "+b2\n"
        "+last\n"
        "\\ No newline at end of file\n"
        "--- /dev/null\n"
        "+++ b/letters/Ærø.md\n"
        "@@ -0,0 +1,3 @@\n"
        "+one\n"
        "+\n"
        "+two\n"
    )
    assert (two / B).read_bytes() == b"b"
    assert os.listdir(two / "letters") == []
    assert opened.preview([append(two, A, "")]) == ""


def test_a_preview_is_what_patch_makes(two: Path, tmp_path: Path) -> None:
    edits = [
        append(two, A, "x\u2028y\r\n"),
        append(two, B, "2"),
        new_file(PurePosixPath("c.md"), "c"),
    ]
    diff = Vault(two).preview(edits)
    copy = shutil.copytree(two, tmp_path / "copy")
    subprocess.run(["git", "apply", "-"], cwd=copy, input=diff.encode(), check=True)
    Vault(two).apply(edits)
    for path in (A, B, "c.md"):
        assert (copy / path).read_bytes() == (two / path).read_bytes()


# -- git -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "word"),
    [
        ("MERGE_HEAD", "merge"),
        ("rebase-merge/done", "rebase"),
        ("rebase-apply/next", "rebase"),
        ("CHERRY_PICK_HEAD", "cherry-pick"),
        ("REVERT_HEAD", "revert"),
    ],
)
@pytest.mark.parametrize("home", ["vault/.git", ".git"])
def test_nothing_is_written_while_git_is_not_done(
    two: Path, tmp_path: Path, home: str, mark: str, word: str
) -> None:
    put(tmp_path, f"{home}/{mark}")
    with pytest.raises(Busy, match=f"git is in the middle of a {word}"):
        Vault(two).apply([append(two, A, "x")])
    assert (two / A).read_bytes() == b"a\r\n"


def test_a_second_work_tree_is_followed_to_its_git_folder(two: Path, tmp_path: Path) -> None:
    put(two, ".git", "gitdir: ../main/.git/worktrees/two\n")
    assert find_unfinished(two) is None
    put(tmp_path, "main/.git/worktrees/two/MERGE_HEAD")
    assert find_unfinished(two) == "merge"


@pytest.mark.parametrize("text", ["", "gitdir", "gitdir: \0", "x" * 5000])
def test_a_git_file_that_says_nothing_stops_nothing(two: Path, text: str) -> None:
    put(two, ".git", text)
    assert Vault(two).apply([append(two, A, "x")]).paths == [A]
