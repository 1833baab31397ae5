"""The proof about the watcher in short; `make prove` runs it at full length."""

from __future__ import annotations

import pytest

from tests.tools import prove_watch


@pytest.mark.prove
def test_what_is_vouched_for_is_so() -> None:
    tally = prove_watch.vouch(15, seed=3)
    assert tally.faults == []
    assert tally.met == 15


def test_control_what_was_so_a_moment_ago_is_not() -> None:
    assert prove_watch.vouch(15, 3, prove_watch.vouch_for_a_moment_ago).faults


@pytest.mark.prove
def test_folders_that_go_and_come_are_seen() -> None:
    assert prove_watch.exchange_folders(30, 2).faults == []
    assert prove_watch.exchange_vault(20).faults == []


@pytest.mark.prove
def test_where_the_watches_are_used_up_the_clock_looks() -> None:
    assert prove_watch.go_without_inotify(20).faults == []
