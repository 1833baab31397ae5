"""Edits: a change to one file, as a value."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.edit import Edit, Splice, find_difference, new_file

PATH = PurePosixPath("contacts/Zoë.md")


def edit(*splices: tuple[int, int, str]) -> Edit:
    return Edit(PATH, "digest", tuple(Splice(*splice) for splice in splices))


@pytest.mark.parametrize(
    ("splices", "after"),
    [
        ([], "abcdef"),
        ([(0, 0, "x")], "xabcdef"),
        ([(6, 6, "x")], "abcdefx"),
        ([(1, 3, "")], "adef"),
        ([(4, 5, "Y"), (0, 1, "X")], "XbcdYf"),
        ([(2, 2, "1"), (2, 2, "2"), (2, 3, "3")], "ab123def"),
        ([(0, 3, "x"), (3, 6, "y")], "xy"),
    ],
)
def test_splices_are_put_in_their_places_in_any_order(splices, after: str):
    assert edit(*splices).apply("abcdef") == after


@pytest.mark.parametrize(
    "splices", [[(0, 3, ""), (2, 4, "")], [(5, 7, "")], [(3, 2, "")], [(-1, 1, "")]]
)
def test_splices_that_overlap_or_lie_outside_are_a_bug(splices):
    with pytest.raises(ValueError, match="overlapping or outlying splices in an edit of contacts"):
        edit(*splices).apply("abcdef")


@given(st.text(), st.data())
def test_a_splice_changes_nothing_outside_its_span(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    after = edit((start, end, "new")).apply(text)
    assert after == text[:start] + "new" + text[end:]
    assert edit((start, start + 3, text[start:end])).apply(after) == text


def test_a_new_file_is_an_edit_of_nothing():
    made = new_file(PATH, "text")
    assert (made.digest, made.apply("")) == (None, "text")


@given(st.text("ab\n", max_size=8), st.text("ab\n", max_size=8))
def test_the_difference_makes_one_text_of_the_other(before: str, after: str) -> None:
    splice = find_difference(before, after)
    assert Edit(PurePosixPath("a.md"), None, (splice,)).apply(before) == after
    assert splice.text == "" or before != after
