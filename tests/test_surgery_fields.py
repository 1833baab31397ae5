"""Surgery of fields: quotes and blocks are kept; unset, clear, add and remove."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from infoview_md.core.edit import Edit
from infoview_md.core.fields import FieldValue
from infoview_md.core.note import Note, parse_note
from infoview_md.core.surgery import (
    add_values,
    clear_fields,
    remove_values,
    set_fields,
    unset_fields,
)
from infoview_md.errors import Refused

PATH = PurePosixPath("contacts/Zoe.md")
NEWLINES = pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])


def front(matter: str, newline: str = "\n") -> str:
    return f"---\n{matter}---\nbody\n".replace("\n", newline)


def note_of(text: str) -> Note:
    return parse_note(PATH, text)


def apply(edit: Edit, note: Note) -> str:
    assert (edit.path, edit.digest) == (note.path, note.digest)
    return edit.apply(note.text)


SET: list[tuple[str, str, FieldValue, str]] = [
    ("role: 'a' # c\n", "role", "b", "role: 'b' # c\n"),
    ("role: 'a'\n", "role", "it's: b", "role: 'it''s: b'\n"),
    ("role: 'a'\n", "role", "b\nc", 'role: "b\\nc"\n'),
    ("role: 'a'\n", "role", "b\u2028c", 'role: "b\\u2028c"\n'),
    ('role: "a"\n', "role", "b", 'role: "b"\n'),
    ('role: "a"\n', "role", 'b\\"', 'role: "b\\\\\\""\n'),
    ("role: a\n", "role", "b: c", 'role: "b: c"\n'),
    ("role:\ta\n", "role", "b", "role:\tb\n"),
    ("role   : a\n", "role", "b", "role   : b\n"),
    ("'role': a\n", "role", "b", "'role': b\n"),
    ("  role: a\n  tie: weak\n", "tier", "A", "  role: a\n  tie: weak\n  tier: A\n"),
    ("  role: a\n", "email", ["A", "B"], "  role: a\n  email:\n    - A\n    - B\n"),
    ("{role: a, x: b}\n", "role", "b, c", '{role: "b, c", x: b}\n'),
    ("not_before: '2026-01-02'\n", "not_before", "2026-12-01", "not_before: '2026-12-01'\n"),
    ('not_before: ""\n', "not_before", "2026-12-01", "not_before: 2026-12-01\n"),
    ('role: ""\n', "role", "x", 'role: "x"\n'),
    ("why_you: |\n  a\n  b\n", "why_you", "c\nd\n", "why_you: |\n  c\n  d\n"),
    ("why_you: |\n  a\n  b\n", "why_you", "c\nd", "why_you: |-\n  c\n  d\n"),
    ("why_you: |2+ # c\n   a\n\n", "why_you", "c\n d\n", "why_you: | # c\n  c\n   d\n\n"),
    ("why_you: >-\n    a\n    b\n", "why_you", "c\nd", "why_you: >-\n    c\n\n    d\n"),
    ("why_you: >\n  a\n", "why_you", "c\n\n  d\n", "why_you: |\n  c\n\n    d\n"),
    ("why_you: |\n  a\n  b\n", "why_you", "c: d", 'why_you: "c: d"\n'),
    ("why_you: |\n  a\n", "why_you", " c\nd", 'why_you: " c\\nd"\n'),
    ("email: ['a', \"b\", c]\n", "email", ["b", "c", "d", "a"], "email: [\"b\", c, d, 'a']\n"),
    ("email:\n- 'a'\n- b\n", "email", ["b", "a"], "email:\n- b\n- 'a'\n"),
    ("x: 1\n", "two words", "z", "x: 1\ntwo words: z\n"),
    ("x: 1\n", "a: b", "z", 'x: 1\n"a: b": z\n'),
]  # fmt: skip


@NEWLINES
@pytest.mark.parametrize(("before", "key", "value", "after"), SET)
def test_a_field_that_is_set_keeps_its_style(
    before: str, key: str, value: FieldValue, after: str, newline: str
) -> None:
    note = note_of(front(before, newline))
    assert apply(set_fields(note, {key: value}), note) == front(after, newline)


UNSET = [
    ("role: a # c\nx: 1\n", "x: 1\n"),
    ("x: 1\nrole:\n", "x: 1\n"),
    ("x: 1\nrole: ~ # c\n", "x: 1\n"),
    ("role:\n  - a\n  - b # c\n# d\nx: 1\n", "# d\nx: 1\n"),
    ("x: |\n  a\nrole:\n  # b\n  - a\n\n  # c\n  - b\n", "x: |\n  a\n# b\n# c\n"),
    ("role: [\n  a, # one\n  # two\n  b\n  ] # c\nx: 1\n", "# two\nx: 1\n"),
    ("role: |+ # c\n  a\n  # b\nx: 1\n", "x: 1\n"),
    ("role:\n  a: |\n    # b\n  c: {d: e}\nx: 1\n", "x: 1\n"),
    ("role: 'a\n\n  # b'\nx: 1\n", "x: 1\n"),
    ("'role' : a\nx: 1\n", "x: 1\n"),
    ("  role: a\n  # b\n  x: 1\n", "  # b\n  x: 1\n"),
    ("x: |\n  a\nrole:\n  b: c\n  # d\n", "x: |\n  a\n# d\n"),
    ("x: |+\n  a\nrole: b\n\n# c\n", "x: |+\n  a\n# c\n"),
    ("role: a\n", ""),
    ("# c\n\nrole: a\n", "# c\n\n"),
    ("x: 1\n", "x: 1\n"),
]  # fmt: skip


@NEWLINES
@pytest.mark.parametrize(("before", "after"), UNSET)
def test_a_key_is_taken_away(before: str, after: str, newline: str) -> None:
    note = note_of(front(before, newline))
    assert apply(unset_fields(note, "role", "none"), note) == front(after, newline)


def test_several_keys_are_taken_away_at_once() -> None:
    note = note_of(front("role: a\nx: 1\ntie: weak\n"))
    assert apply(unset_fields(note, "tie", "role", "tie"), note) == front("x: 1\n")
    note = note_of("---\nrole: a\n---")
    assert apply(unset_fields(note, "role"), note) == "---\n---"


CLEAR = [
    ("role: a # c\n", "role: # c\n"),
    ("role: 'a'\n", "role:\n"),
    ("role: |  # c\n  a\n\nx: 1\n", "role:\n\nx: 1\n"),
    ("role: [a, b] # c\n", "role: [] # c\n"),
    ("role: # c\n  - a\n  # d\n  - b\nx: 1\n", "role: # c\n# d\nx: 1\n"),
    ("role: ~\n", "role: ~\n"),
    ("role: []\n", "role: []\n"),
]


@NEWLINES
@pytest.mark.parametrize(("before", "after"), CLEAR)
def test_a_key_is_left_without_a_value(before: str, after: str, newline: str) -> None:
    note = note_of(front(before, newline))
    assert apply(clear_fields(note, "role", "none"), note) == front(after, newline)


ADD = [
    ("email: [a, 'b'] # c\n", ["d, e", "a"], "email: [a, 'b', \"d, e\"] # c\n"),
    ("email: [a,]\n", ["b"], "email: [a, b,]\n"),
    ("email: [\n  a,\n  b\n]\n", ["c"], "email: [\n  a,\n  b,\n  c\n]\n"),
    ("email: [\n  a, # one\n  b # two\n]\n", ["c"], "email: [\n  a, # one\n  b, c # two\n]\n"),
    ("email: [] # c\n", ["a", "b"], "email: [a, b] # c\n"),
    ("email:\n", ["a"], "email:\n  - a\n"),
    ("x: 1\n", ["a", "a"], "x: 1\nemail:\n  - a\n"),
    ("email:\n- a\n-   b # c\n# d\nx: 1\n", ["e"], "email:\n- a\n-   b # c\n- e\n# d\nx: 1\n"),
    ("email:\n    -  a\n    -\nx: 1\n", ["e"], "email:\n    -  a\n    -\n    -  e\nx: 1\n"),
    ("email:\n  - |\n    a\n    b\nx: 1\n", ["e"], "email:\n  - |\n    a\n    b\n  - e\nx: 1\n"),
    ("email: 'a' # c\n", ["b"], "email: ['a', b] # c\n"),
    ("email: a\n", ["b: c"], 'email: [a, "b: c"]\n'),
    ("email: a, b # c\n", ["d"], "email:\n  - a, b # c\n  - d\n"),
    ("email: |\n  a\n  b\nx: 1\n", ["d"], "email:\n- |\n  a\n  b\n- d\nx: 1\n"),
    ("email: a\n", ["a"], "email: a\n"),
    ("email: a\n", [], "email: a\n"),
]


@NEWLINES
@pytest.mark.parametrize(("before", "values", "after"), ADD)
def test_values_are_added_to_a_list(
    before: str, values: list[str], after: str, newline: str
) -> None:
    note = note_of(front(before, newline))
    assert apply(add_values(note, "email", values), note) == front(after, newline)


REMOVE = [
    ("email: [a, 'b', c] # c\n", ["b"], "email: [a, c] # c\n"),
    ("email: [a, b, c]\n", ["b", "c"], "email: [a]\n"),
    ("email: [a, b]\n", ["a"], "email: [b]\n"),
    ("email: [a, ~, b, a]\n", ["a"], "email: [~, b]\n"),
    ("email: [a, # one\n  b]\n", ["a"], "email: [ # one\n  b]\n"),
    ("email: [\n  a, # one\n  b # two\n]\n", ["a"], "email: [\n  b # two\n]\n"),
    ("email: [\n  a, # one\n  b # two\n]\n", ["b"], "email: [\n  a, # one\n]\n"),
    ("email: [ a ] # c\n", ["a"], "email: [] # c\n"),
    ("email:\n- a # one\n# two\n- b\nx: 1\n", ["a"], "email:\n# two\n- b\nx: 1\n"),
    ("email:\n  - a\n  - |\n    b\n\n    c\nx: 1\n", ["b\n\nc\n"], "email:\n  - a\nx: 1\n"),
    ("email:\n  -\n    a\n  - b\nx: 1\n", ["a"], "email:\n  - b\nx: 1\n"),
    ("email: # c\n  - a\n  - ~\nx: 1\n", ["a"], "email: [] # c\nx: 1\n"),
    ("email: a # c\n", ["a"], "email: [] # c\n"),
    ("email: a\n", [], "email: a\n"),
]


@NEWLINES
@pytest.mark.parametrize(("before", "values", "after"), REMOVE)
def test_values_are_taken_out_of_a_list(
    before: str, values: list[str], after: str, newline: str
) -> None:
    note = note_of(front(before, newline))
    assert apply(remove_values(note, "email", values), note) == front(after, newline)


def test_keys_named_twice_are_changed_once() -> None:
    note = note_of(front("role: a\n"))
    assert apply(clear_fields(note, "role", "role"), note) == front("role:\n")


def test_a_value_that_is_not_in_the_list_is_refused() -> None:
    for matter in ("email: [a]\n", "email:\n", "x: 1\n"):
        with pytest.raises(Refused, match="`email` does not hold “b”"):
            remove_values(note_of(front(matter)), "email", ["b"])


@pytest.mark.parametrize(
    "matter",
    [
        "role: a\nrole: b\n",
        "? role\n: a\n",
        "{role: [a], x: b}\n",
        "role: [a\n",
        "role:\n  b: c\n",
        "role:\n  - [a]\n",
    ],
)
def test_what_cannot_be_taken_apart_is_refused(matter: str) -> None:
    note = note_of(front(matter))
    for edit in (
        lambda: add_values(note, "role", ["new"]),
        lambda: remove_values(note, "role", ["a"]),
        lambda: clear_fields(note, "role"),
        lambda: unset_fields(note, "role"),
    ):
        try:
            done = apply(edit(), note)
        except Refused:
            continue
        assert note_of(done).fields.get("role") is None or "{" in matter or ":\n" in matter
