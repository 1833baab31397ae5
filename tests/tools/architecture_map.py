"""The map in docs/architecture.md: each file of the package with the first line of its docstring.

`python -m tests.tools.architecture_map` prints it; `pytest tests/test_house.py --update` puts it
between the two map comments of the document.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.tools.source import read_package

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "infoview_md"
DOCUMENT = ROOT / "docs" / "architecture.md"

BLOCK = re.compile(r"(?<=<!-- map -->\n).*?(?=<!-- /map -->)", re.DOTALL)
LINE = re.compile(r"^(\S+\.py)(?: {2,}(.*))?$", re.MULTILINE)


def read_captions(folder: Path) -> dict[str, str]:
    """Each file's caption, from the source."""
    return {module.path: module.caption for module in read_package(folder)}


def format_map(captions: dict[str, str]) -> str:
    """The map as a fenced block, the captions in one column."""
    width = max(map(len, captions), default=0)
    lines = [f"{path:<{width}}  {caption}".rstrip() for path, caption in captions.items()]
    return "\n".join(["```text", *lines, "```", ""])


def parse_map(document: str) -> dict[str, str]:
    """Each file's caption, from the document; empty where it has no map."""
    block = BLOCK.search(document)
    return {path: caption or "" for path, caption in LINE.findall(block[0] if block else "")}


def replace_map(document: str, captions: dict[str, str]) -> str:
    """The document with its map made anew."""
    return BLOCK.sub(lambda _: format_map(captions), document, count=1)


def find_map_differences(captions: dict[str, str], document: str) -> list[str]:
    """Files the map lacks, files it invents, and captions that differ from the docstring."""
    drawn = parse_map(document)
    return [
        *(f"the map lacks {path}" for path in captions.keys() - drawn.keys()),
        *(f"the map shows {path}, which is not there" for path in drawn.keys() - captions.keys()),
        *(
            f"{path}: the docstring says {captions[path]!r}, the map {drawn[path]!r}"
            for path in sorted(captions.keys() & drawn.keys())
            if captions[path] != drawn[path]
        ),
    ]


if __name__ == "__main__":
    print(format_map(read_captions(PACKAGE)), end="")
