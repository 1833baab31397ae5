"""python -m infoview_md: the command line without its script."""

from __future__ import annotations

from infoview_md.cli import main

main()
