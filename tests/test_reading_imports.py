"""What is imported before the first note is read: most of a short command's time is imports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Each costs a millisecond or more, and is needed for a note with a front matter, or for a fault.
LATE = ["dataclasses", "difflib", "frontmatter", "hashlib", "inspect", "yaml"]
LATE += ["zoneinfo"]

COUNTED = """
import json, re._compiler, sys
compiled = []
compile_one = re._compiler.compile
re._compiler.compile = lambda *of: compiled.append(str(of[0])) or compile_one(*of)
import infoview_md.core.reading, infoview_md.core.references
before = len(compiled)
{more}
print(json.dumps([sorted(sys.modules), before, len(compiled)]))
"""
READ = """
from pathlib import PurePosixPath
from infoview_md.core.note import parse_note
from infoview_md.core.reading import read_record
read_record(parse_note(PurePosixPath("contacts/A.md"), "---\\nname: A\\n---\\n## Log\\n"))
"""


def _import(more: str = "") -> tuple[list[str], int, int]:
    code = COUNTED.replace("{more}", more)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules, before, after = json.loads(done.stdout)
    return modules, before, after


def test_the_readers_load_no_yaml_and_compile_nothing() -> None:
    modules, compiled, _ = _import()
    assert "infoview_md.core.reading" in modules
    assert [name for name in LATE if name in modules] == []
    assert compiled <= 5, "patterns of ours are compiled at import"


def test_control_a_note_that_is_read_loads_yaml_and_compiles_what_it_needs() -> None:
    modules, before, after = _import(READ)
    assert "yaml" in modules
    assert after > before
