"""The house's own rules, held over the source; each with a control that must break it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools import architecture_map, changelog, import_rules, shape_rules

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "infoview_md"

Rule = Callable[[Path], list[str]]

# One row a rule: the rule, a file that breaks it, and what it then says.
RULES: list[tuple[Rule, str, str, str]] = [
    (
        import_rules.find_homeless_imports,
        "vault/vault.py",
        "def show():\n    import rich.table\n",
        "vault/vault.py:2 imports rich.table, which lives in cli/",
    ),
    (
        import_rules.find_homeless_imports,
        "cli/app.py",
        "from yaml import safe_load\n",
        "cli/app.py:1 imports yaml.safe_load, which lives in core/front_matter.py, "
        "core/yaml_events.py",
    ),
    (
        import_rules.find_worldly_acts,
        "core/model.py",
        "from pathlib import Path, PurePosixPath\n",
        "core/model.py:1 imports pathlib.Path",
    ),
    (
        import_rules.find_worldly_acts,
        "core/model.py",
        "import os.path\n",
        "core/model.py:1 imports os.path",
    ),
    (
        import_rules.find_worldly_acts,
        "letters/render.py",
        "from datetime import date\nnow = lambda: date.today()\n",
        "letters/render.py:2 calls date.today()",
    ),
    (
        import_rules.find_worldly_acts,
        "reports/funnel.py",
        "print('done')\n",
        "reports/funnel.py:1 calls print()",
    ),
    (
        import_rules.find_second_clocks,
        "cli/log.py",
        "import datetime\nnow = datetime.date.today()\n",
        "cli/log.py:2 calls datetime.date.today(), which cli/app.py alone may",
    ),
    (
        import_rules.find_environment_reads,
        "vault/vault.py",
        "import os\nhome = os.environ['HOME']\n",
        "vault/vault.py:2 reads os.environ",
    ),
    (
        import_rules.find_disk_writes,
        "cli/app.py",
        "open('note.md', mode='w')\n",
        "cli/app.py:1 writes with open()",
    ),
    (
        import_rules.find_disk_writes,
        "vault/vault.py",
        "def keep(path):\n    path.open('ab')\n",
        "vault/vault.py:2 writes with path.open()",
    ),
    (
        import_rules.find_disk_writes,
        "vault/vault.py",
        "import os\nos.open('note.md', os.O_CREAT | os.O_WRONLY)\n",
        "vault/vault.py:2 writes with os.open()",
    ),
    (
        import_rules.find_disk_writes,
        "vault/config.py",
        "from pathlib import Path\nPath('a').write_text('b')\n",
        "vault/config.py:2 writes with write_text()",
    ),
    (
        import_rules.find_disk_writes,
        "vault/vault.py",
        "import os\nos.replace('a', 'b')\n",
        "vault/vault.py:2 writes with os.replace()",
    ),
    (
        import_rules.find_disk_writes,
        "letters/eml.py",
        "import shutil\n",
        "letters/eml.py:1 imports shutil",
    ),
    (
        import_rules.find_any_in_core,
        "core/model.py",
        "from typing import Any\n",
        "core/model.py:1 imports typing.Any",
    ),
    (
        import_rules.find_import_cycles,
        "vault/left.py",
        "def late():\n    from infoview_md.vault import right\n",
        "infoview_md.vault.left > infoview_md.vault.right > infoview_md.vault.left",
    ),
    (
        shape_rules.find_oversizes,
        "core/model.py",
        "x = 1\n" * 401,
        "core/model.py has 401 lines, at most 400 are readable",
    ),
    (
        shape_rules.find_oversizes,
        "core/model.py",
        "def long():\n" + "    x = 1\n" * 50,
        "core/model.py:1 long has 51 lines, at most 50 are readable",
    ),
    (
        shape_rules.find_oversizes,
        "core/model.py",
        "def long():\n" + "    x = 1\n" * 20,
        "one function in ten has 21 lines or more, more than 20",
    ),
    (
        shape_rules.find_undocumented,
        "core/model.py",
        "x = 1\n",
        "core/model.py has no docstring",
    ),
    (
        shape_rules.find_undocumented,
        "core/model.py",
        '"""A model."""\nclass Company:\n    def name(self): ...\n',
        "core/model.py:3 name has no docstring",
    ),
    (
        shape_rules.find_unannotated,
        "core/model.py",
        "def get(self, name, *rest: str): ...\n",
        "core/model.py:1 get(name) has no type",
    ),
    (
        shape_rules.find_empty_names,
        "core/utils.py",
        "",
        "core/utils.py: name it after what it holds, not 'utils'",
    ),
]
RULE_NAMES = list(dict.fromkeys(rule for rule, *_ in RULES))


def write_package(where: Path, files: dict[str, str]) -> Path:
    """A package to be judged: the files given, every folder with its __init__."""
    package = where / "infoview_md"
    for path, text in files.items():
        file = package / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for folder in {package, *(file.parent for file in package.rglob("*.py"))}:
        (folder / "__init__.py").touch()
    return package


# Beside every bad sample: what makes a ring of the one that needs a partner.
PARTNER = {"vault/right.py": "from infoview_md.vault.left import late\n"}


@pytest.mark.parametrize("rule", RULE_NAMES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Rule) -> None:
    assert rule(PACKAGE) == []


@pytest.mark.parametrize(
    ("rule", "path", "text", "violation"), RULES, ids=[f"{r[0].__name__}-{r[3]}" for r in RULES]
)
def test_control_a_bad_sample_breaks_the_rule(
    tmp_path: Path, rule: Rule, path: str, text: str, violation: str
) -> None:
    sample = write_package(tmp_path, {path: text, **PARTNER})
    assert violation in rule(sample)


GOOD_SAMPLE = '''\
"""A sample that keeps every rule."""

from pathlib import PurePosixPath


def rename(path: PurePosixPath, name: str) -> PurePosixPath:
    """The path under another name."""
    return path.with_name(name.replace("a", "w"))
'''


@pytest.mark.parametrize("rule", RULE_NAMES, ids=lambda rule: rule.__name__)
def test_control_a_good_sample_breaks_no_rule(tmp_path: Path, rule: Rule) -> None:
    files = {"core/path.py": GOOD_SAMPLE, "__init__.py": '"""P."""', "core/__init__.py": '"""C."""'}
    assert rule(write_package(tmp_path, files)) == []


# -- floors --------------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter with our contracts over the package `infoview_md` in a folder."""
    program = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    config = str(ROOT / "pyproject.toml")
    return subprocess.run(
        [sys.executable, "-P", "-c", program, "--config", config, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_go_down_the_floors() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("path", "text", "where"),
    [
        ("core/note.py", "from infoview_md.vault import files\n", "core.note -> infoview_md.vault"),
        (
            "letters/render.py",
            "def late():\n    import infoview_md.vault.files\n",
            "letters.render -> infoview_md.vault.files",
        ),
        ("vault/files.py", "import infoview_md.letters\n", "vault.files -> infoview_md.letters"),
        ("errors.py", "import infoview_md.core.edit\n", "errors -> infoview_md.core.edit"),
        ("core/edit.py", "import infoview_md.core.note\n", "core.edit -> infoview_md.core.note"),
        ("core/surprise.py", "", "surprise"),
        ("attic/box.py", "", "attic"),
    ],
)
def test_control_an_import_upwards_breaks_a_contract(
    tmp_path: Path, path: str, text: str, where: str
) -> None:
    whole = {"core/note.py": "", "core/edit.py": "", "vault/files.py": "", "letters/render.py": ""}
    write_package(tmp_path, {**whole, path: text})
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert where in " ".join(done.stdout.split())


def test_control_a_house_in_order_keeps_the_contracts(tmp_path: Path) -> None:
    write_package(tmp_path, {"core/note.py": "import infoview_md.core.edit\n", "core/edit.py": ""})
    done = lint_imports(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


# -- the map -------------------------------------------------------------------------------------


def test_the_map_shows_every_file_with_its_caption(update: bool) -> None:
    captions = architecture_map.read_captions(PACKAGE)
    document = architecture_map.DOCUMENT.read_text(encoding="utf-8")
    if update:
        document = architecture_map.replace_map(document, captions)
        architecture_map.DOCUMENT.write_text(document, encoding="utf-8")
    assert architecture_map.find_map_differences(captions, document) == []


def test_control_a_wrong_map_is_seen() -> None:
    captions = {"core/edit.py": "Edit.", "core/note.py": "Note.", "cli/app.py": "App."}
    drawn = {"core/edit.py": "Edit.", "core/note.py": "Notes.", "core/gone.py": "Gone."}
    document = architecture_map.replace_map("<!-- map -->\n<!-- /map -->\n", drawn)
    assert architecture_map.find_map_differences(captions, document) == [
        "the map lacks cli/app.py",
        "the map shows core/gone.py, which is not there",
        "core/note.py: the docstring says 'Note.', the map 'Notes.'",
    ]


def test_a_map_made_anew_is_right_and_leaves_the_rest_alone() -> None:
    captions = {"core/edit.py": r"Edit: \1 stays.", "core/__init__.py": ""}
    document = "# Map\n<!-- map -->\nold\n<!-- /map -->\nrest\n"
    made = architecture_map.replace_map(document, captions)
    assert architecture_map.find_map_differences(captions, made) == []
    assert made.startswith("# Map\n<!-- map -->\n```text\n")
    assert made.endswith("```\n<!-- /map -->\nrest\n")


WORDS = st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="<"), min_size=1)
CAPTIONS = st.lists(WORDS, max_size=4).map(" ".join)
PATHS = st.from_regex(r"(?:[a-z_]{1,9}/)?[a-z_]{1,30}\.py", fullmatch=True)


@given(st.dictionaries(PATHS, CAPTIONS, max_size=9))
def test_law_a_map_reads_back_as_it_was_drawn(captions: dict[str, str]) -> None:
    document = architecture_map.replace_map("<!-- map -->\n<!-- /map -->\n", captions)
    assert architecture_map.parse_map(document) == captions


# -- start-up ------------------------------------------------------------------------------------

# Loaded only by the command that needs it: each costs tens of milliseconds.
LATE = ["frontmatter", "holidays", "jinja2", "rich", "sqlite3", "tomllib", "watchdog", "yaml"]

START_UP = """
import contextlib, io, json, sys
from infoview_md.cli import main
with contextlib.redirect_stdout(io.StringIO()) as shown, contextlib.suppress(SystemExit):
    main(["--version"])
print(json.dumps({"shown": shown.getvalue(), "modules": sorted(sys.modules)}))
"""


def test_start_up_loads_only_what_it_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START_UP], cwd=ROOT, capture_output=True, text=True, check=True
    )
    report = json.loads(done.stdout)
    assert any(character.isdigit() for character in report["shown"]), "--version says no version"
    assert "click" in report["modules"], "the control: what is loaded is seen"
    assert [name for name in LATE if name in report["modules"]] == []


# -- the changelog -------------------------------------------------------------------------------


def test_changelog_fragments_are_bullets_of_one_sentence() -> None:
    assert changelog.find_wordy_fragments(ROOT / "changelog.d") == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no bullet"),
        ("# Added\n\n- It is new.\n", "not a bullet: '# Added'"),
        ("- It is new\n", "no full stop: 'It is new'"),
        ("- It is new. It is\n  also good.\n", "more than one sentence: 'It is new. It is also"),
    ],
)
def test_control_a_wordy_fragment_is_seen(text: str, fault: str) -> None:
    assert changelog.find_faults(text)[0].startswith(fault)


def test_a_good_fragment_has_no_fault() -> None:
    text = "- `infoview today` names e.g. promises, too.\n- `a. B` may stand\n  on two lines.\n"
    assert changelog.find_faults(text) == []
