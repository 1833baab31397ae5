"""Outbox faults: letters of which nobody knows whether they left, as problems of `check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.cli.outbox_items import State, find_items
from infoview_md.core.problem import Problem, make_problem

if TYPE_CHECKING:
    from infoview_md.cli.app import App

CODE = "letter-unsettled"


def find_outbox_problems(app: App) -> Iterator[Problem]:
    """The letters that `infoview outbox` lists, but for those that have simply not left."""
    for item in find_items(app):
        if item.state is not State.FAILED:
            path = item.letter.path if item.letter else PurePosixPath(item.sending.letter)
            yield make_problem(CODE, path, f"{item.state}: {item.advice}")
