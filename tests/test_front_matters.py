"""Awkward front matters: every edit of every file leaves all other bytes and values as they were.

What may change is found without the splices: PyYAML's composer places the key, and two readers of
YAML that are not ours compare the values before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from zlib import crc32

import pytest

from infoview_md.core.edit import Edit
from infoview_md.core.links import Link
from infoview_md.core.note import Note, Shape, decode_note, parse_note
from infoview_md.core.promises import find_tasks
from infoview_md.core.reading import NO_KEYS
from infoview_md.core.references import find_references
from infoview_md.core.renaming import rename_links
from infoview_md.core.surgery import (
    add_values,
    append_log,
    clear_fields,
    insert_log,
    remove_values,
    set_fields,
    unset_fields,
)
from infoview_md.core.ticking import tick
from infoview_md.errors import Refused
from tests.tools.yaml_readers import (
    READERS,
    Unreadable,
    matter_of,
    matter_span,
    plainly,
    span_of_key,
)

CASES = Path(__file__).resolve().parent / "cases" / "front-matter"
NAMES = sorted(path.stem for path in CASES.glob("*.md"))

# ruamel.yaml takes no tab behind a value or a colon.
UNREAD_BY_1_2 = {"empty-values", "tabs", "trailing-spaces"}
# One map in braces: keys cannot be added to it, nor taken out of it.
IN_BRACES = {"braces"}

TEXTS = (
    "Head of Storage", "a: b", "NO", "y", "12:30", "0123", "1e3", "0x1F", "it's", 'say "x"', "null",
    "two\nlines", "a\nb\n", " edge ", "🙂", "[[Some Name]]", "#x", "x # y", "~", "x, y", "- dash",
    "a\u2028b", "2026-11-20", "2026-11-20T10:00:00", "tab\there", "back\\slash", "---", "true", "-",
    "{a: b}", "C#", "a:", "@x", "`x`", "%x", "&x", "*x", "!x", "|", ">", "?", "=", "<<", "-.5", "",
)  # fmt: skip
LISTS = (["one"], ["a, b", "NO", "it's"], ["[[Some Name]]", "two\nlines", "#"])
LINE = "- 2026-11-05 touch linkedin: a paper"


def read(name: str) -> Note:
    return decode_note(PurePosixPath(f"contacts/{name}.md"), (CASES / f"{name}.md").read_bytes())


def some(
    values: Sequence[str | list[str]], seed: str, thorough: bool, count: int
) -> Iterator[str | list[str]]:
    """All of the values, or a few, others for every seed but the same each time."""
    start = crc32(seed.encode())
    yield from values if thorough else (values[(start + 7 * n) % len(values)] for n in range(count))


def try_edit(edit: Callable[..., Edit], note: Note, *args: object) -> str | None:
    """The text after an edit; None where it is refused."""
    try:
        return edit(note, *args).apply(note.text)
    except Refused:
        return None


def check_outside(before: str, after: str, span: tuple[int, int]) -> None:
    """Every byte outside the span is the same."""
    start, end = span
    assert after[:start].encode() == before[:start].encode()
    kept = before[end:]
    assert after[len(after) - len(kept) :].encode() == kept.encode()
    assert len(after) >= start + len(kept)


def check_values(name: str, before: str, after: str, key: str, wanted: list[str] | None) -> None:
    """Both other readers see the same values as before, but for the key; and there what we see."""
    for version, reader in READERS.items():
        try:
            old = dict(reader(matter_of(before)))
        except Unreadable:
            assert (version, name) in {("1.2", name) for name in UNREAD_BY_1_2}
            continue
        new = dict(reader(matter_of(after)))
        for values in (old, new):
            values.update({plainly(name): values.pop(name) for name in [*values]})
        found = new.pop(key, None)
        old.pop(key, None)
        assert repr(new) == repr(old)
        if wanted is not None:
            many = found if isinstance(found, list) else [] if found is None else [found]
            assert [plainly(one) for one in many if one is not None] == wanted, version


@cache
def keys_of(name: str) -> list[str]:
    return [*read(name).fields][:12]


def is_ours_to_change(note: Note, key: str) -> bool:
    """Whether an edit of the key may not be refused."""
    field = note.fields.get(key)
    return note.path.stem not in IN_BRACES and (field is None or field.shape is not Shape.NESTED)


def test_there_are_enough_and_our_reader_takes_them() -> None:
    assert len(NAMES) >= 48
    assert [name for name in NAMES if read(name).problems] == []


def test_their_bytes_are_kept_by_git() -> None:
    kept = {name: (CASES / f"{name}.md").read_bytes() for name in NAMES}
    assert [name for name, data in kept.items() if b"\r\n" in data and "crlf" not in name] == [
        "lone-carriage-returns-in-the-body"
    ]
    assert [name for name, data in kept.items() if data[:3] == b"\xef\xbb\xbf"] == [
        "bom", "bom-crlf", "bom-no-front-matter",
    ]  # fmt: skip
    assert not kept["no-last-newline"].endswith(b"\n")


@pytest.mark.prove
@pytest.mark.parametrize("name", NAMES)
def test_a_value_is_set(name: str, thorough: bool) -> None:
    note = read(name)
    for key in (*keys_of(name), "salutation", "a new: key"):
        for value in some((*TEXTS, *LISTS), name + key, thorough, 5):
            many = [value] if isinstance(value, str) else [*value]
            after = try_edit(set_fields, note, {key: value})
            if after is None:
                assert not is_ours_to_change(note, key)
            elif value == "":
                assert after == note.text
            else:
                check_outside(note.text, after, span_of_key(note.text, key))
                check_values(name, note.text, after, key, many)
                assert parse_note(note.path, after).fields[key].raws == many


@pytest.mark.parametrize("name", NAMES)
def test_a_key_is_taken_away_or_left_empty(name: str) -> None:
    note = read(name)
    for key in keys_of(name):
        for edit in (unset_fields, clear_fields):
            after = try_edit(edit, note, key)
            if after is None:
                assert not is_ours_to_change(note, key)
                assert edit is clear_fields or name in IN_BRACES
                continue
            check_outside(note.text, after, span_of_key(note.text, key))
            check_values(name, note.text, after, key, None if note.fields[key].values == () else [])
            assert (key in parse_note(note.path, after).fields) == (edit is clear_fields)
    assert unset_fields(note, "none").apply(note.text) == note.text
    every = try_edit(unset_fields, note, *note.fields)
    if every is not None:
        assert parse_note(note.path, every).fields == {}
        below = note.text[(matter_span(note.text) or (0, 0))[1] :]
        assert every.endswith(below)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_is_added_and_taken_out_again(name: str) -> None:
    note = read(name)
    for key in (*keys_of(name), "school"):
        for value in some(TEXTS[:-1], key + name, False, 3):
            assert isinstance(value, str)
            before = note.fields[key].raws if key in note.fields else []
            if value in before:
                continue
            after = try_edit(add_values, note, key, [value])
            if after is None:
                assert not is_ours_to_change(note, key)
                continue
            check_outside(note.text, after, span_of_key(note.text, key))
            check_values(name, note.text, after, key, None if before else [value])
            longer = parse_note(note.path, after)
            assert longer.fields[key].raws == [*before, value]
            shorter = try_edit(remove_values, longer, key, [value])
            assert shorter is not None
            check_outside(after, shorter, span_of_key(after, key))
            if len(before) > 1 or (before and note.fields[key].shape is Shape.LIST):
                assert shorter == note.text


@pytest.mark.parametrize("name", NAMES)
def test_each_value_is_taken_out(name: str) -> None:
    note = read(name)
    for key in keys_of(name):
        raws = note.fields[key].raws
        for value in raws[:4]:
            after = try_edit(remove_values, note, key, [value])
            if after is None:
                assert not is_ours_to_change(note, key)
                continue
            check_outside(note.text, after, span_of_key(note.text, key))
            check_values(name, note.text, after, key, None)
            left = [raw for raw in raws if raw != value]
            assert parse_note(note.path, after).fields[key].raws == left


@pytest.mark.parametrize("name", NAMES)
def test_the_log_gets_a_line(name: str) -> None:
    note = read(name)
    newline = "\r\n" if "\r\n" in note.text else "\n"
    for edit in (append_log(note, LINE), insert_log(note, [LINE])):
        after = edit.apply(note.text)
        assert after.startswith(note.text[: note.body_start])
        assert after.count(LINE) == 1
        rest = after.replace(LINE, "", 1)
        # What came with the line: a line end, and for a note without a log the heading above it.
        for extra in (newline, f"{newline}{newline}## Log{newline}", f"## Log{newline}{newline}"):
            assert note.text.count(extra) <= rest.count(extra) + 1
        assert sorted(rest.replace("## Log", "").split()) == sorted(
            note.text.replace("## Log", "").split()
        )


@pytest.mark.parametrize("name", NAMES)
def test_each_box_is_ticked_and_unticked(name: str) -> None:
    note = read(name)
    for task in find_tasks(note):
        line, at = note.text.count("\n", 0, task.start("box")) + 1, task.start("box")
        after = tick(note, line, "-").apply(note.text)
        assert (after[:at], after[at], after[at + 1 :]) == (
            note.text[:at],
            "-",
            note.text[at + 1 :],
        )
        again = tick(parse_note(note.path, after), line, task["box"])
        assert again.apply(after) == note.text


@pytest.mark.parametrize("new", ["New Name", "Sí: 'x' & \"y\"", "NO", "a, b"])
@pytest.mark.parametrize("name", NAMES)
def test_links_are_renamed(name: str, new: str) -> None:
    note = read(name)
    count = sum(one.link.target == "Old Name" for one in find_references(note, NO_KEYS))

    def renamed(link: Link, _: str) -> str | None:
        return new if link.target == "Old Name" else None

    after = rename_links(note, renamed).apply(note.text)
    found = [one.link.target for one in find_references(parse_note(note.path, after), NO_KEYS)]
    assert found.count(new) == count
    assert "Old Name" not in found
    if new == "New Name":
        assert after.count(new) == count
        assert after.replace(new, "Old Name") == note.text
    for version, reader in READERS.items():
        if version == "1.1" or name not in UNREAD_BY_1_2:
            old, now = (reader(matter_of(text)) for text in (note.text, after))
            assert now == {key: with_link(value, new) for key, value in old.items()}


def with_link(value: object, new: str) -> object:
    """A value as it reads where a link leads elsewhere; nested values hold no links of ours."""
    if isinstance(value, list):
        flat = not any(isinstance(one, list | dict) for one in value)
        return [with_link(one, new) for one in value] if flat else value
    if not isinstance(value, str):
        return value
    return new if value == "Old Name" else value.replace("[[Old Name", f"[[{new}")
