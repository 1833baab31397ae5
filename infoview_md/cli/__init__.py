"""The command line: main, the way in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the program and exit with what house rules call its exit code."""
    from infoview_md.cli.boundary import run

    run(argv)
