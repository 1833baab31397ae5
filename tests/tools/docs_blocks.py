"""The generated blocks of the documentation: where they stand, and what is put between the marks.

`<!-- generated: NAME -->` opens a block and `<!-- /generated -->` closes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.tools import docs_cli, docs_letters, docs_rules, docs_tables

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(
    r"(?P<open><!-- generated: (?P<name>[\w-]+) -->\n)(?P<text>.*?)(?P<close><!-- /generated -->)",
    re.DOTALL,
)

BLOCKS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "fields": ("format.md", docs_tables.format_fields),
    "words": ("format.md", docs_tables.format_words),
    "events": ("format.md", docs_tables.format_events),
    "settings": ("format.md", docs_tables.format_settings),
    "query-keys": ("format.md", docs_tables.format_query_keys),
    "problems": ("format.md", docs_tables.format_problems),
    "letter-kinds": ("letters.md", docs_letters.format_kinds),
    "letter-templates": ("letters.md", docs_letters.format_templates),
    "slots": ("letters.md", docs_letters.format_slots),
    "packs": ("rules.md", docs_rules.format_packs),
    "commands": ("cli.md", docs_cli.format_commands),
    "exit-codes": ("cli.md", docs_cli.format_exit_codes),
}
"""Each block's page, and the function that makes its text."""


def find_blocks(page: str) -> dict[str, str]:
    """The text of every block of a page, by name."""
    return {found["name"]: found["text"] for found in BLOCK.finditer(page)}


def replace_blocks(page: str, texts: Mapping[str, str]) -> str:
    """The page with the blocks that have a new text made anew."""

    def fill(found: re.Match[str]) -> str:
        text = texts.get(found["name"], found["text"])
        return f"{found['open']}{text}{found['close']}"

    return BLOCK.sub(fill, page)
