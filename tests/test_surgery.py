"""Surgery: each edit changes what it was asked to change, and no other byte."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from infoview_md.core.edit import Edit
from infoview_md.core.fields import FieldValue
from infoview_md.core.log import parse_log
from infoview_md.core.note import Note, parse_note
from infoview_md.core.stage import Stage
from infoview_md.core.surgery import append_log, insert_log, new_note, set_fields, set_stage
from infoview_md.errors import Refused, TemplateFault, UsageError

PATH = PurePosixPath("contacts/Zoe.md")
NEWLINES = pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])


def note_of(text: str) -> Note:
    """A note of this text."""
    return parse_note(PATH, text)


def apply(edit: Edit, note: Note) -> str:
    """The note's text after an edit of it."""
    assert (edit.path, edit.digest) == (note.path, note.digest)
    return edit.apply(note.text)


# -- fields --------------------------------------------------------------------------------------


TEMPLATE = """\
---
type: contact
name:
company: ""   # "[[Company]]"
role:   # job title
email: []
links:
  - a
  - b   # second
areas: [x, y]
created:
not_before: ~
---

# Contact

## Log
"""

FIELDS: dict[str, FieldValue] = {
    "given": "Zoë",
    "company": "[[Fjordlys Energi]]",
    "role": "Head: Data",
    "email": ["zoe@fjordlys.example", "a,b@c.example"],
    "links": ["https://a.example", "[[b]]", "c"],
    "areas": ["NO", "heat pumps"],
    "created": date(2026, 11, 23),
    "not_before": "2026-12-01",
    "school": ["TU Hamburg"],
    "tie": None,
    "tier": "",
    "aliases": [],
}

FILLED = """\
---
type: contact
name:
company: "[[Fjordlys Energi]]"   # "[[Company]]"
role: "Head: Data"   # job title
email: [zoe@fjordlys.example, "a,b@c.example"]
links:
  - https://a.example
  - "[[b]]"
  - c   # second
areas: ["NO", heat pumps]
created: 2026-11-23
not_before: 2026-12-01
given: Zoë
school:
  - TU Hamburg
---

# Contact

## Log
"""


@NEWLINES
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "bom"])
def test_a_template_is_filled_in_place(newline: str, bom: str) -> None:
    template = parse_note(
        PurePosixPath("templates/contact.md"), bom + TEMPLATE.replace("\n", newline)
    )
    edit = new_note(template, FIELDS, PATH)
    assert (edit.path, edit.digest) == (PATH, None)
    assert edit.apply("") == bom + FILLED.replace("\n", newline)


@pytest.mark.parametrize(
    ("before", "fields", "after"),
    [
        pytest.param("---\n---\nb", {"role": "x"}, "---\nrole: x\n---\nb", id="empty"),
        pytest.param("---\n---", {"role": "x"}, "---\nrole: x\n---", id="empty, open end"),
        pytest.param("b", {"role": "x"}, "---\nrole: x\n---\nb", id="none"),
        pytest.param("", {"role": "x"}, "---\nrole: x\n---\n", id="no text"),
        pytest.param(
            "\ufeffb\r\n", {"role": "x"}, "\ufeff---\r\nrole: x\r\n---\r\nb\r\n", id="bom"
        ),
        pytest.param("---\na: 1\n...\n", {"role": "x"}, "---\na: 1\nrole: x\n...\n", id="dots"),
        pytest.param(
            "---\nrole: a # c\n---\n", {"role": "b"}, "---\nrole: b # c\n---\n", id="plain"
        ),
        pytest.param("---\nrole: 'a'\n---\n", {"role": "b"}, "---\nrole: 'b'\n---\n", id="quoted"),
        pytest.param('---\n"role" : a\n---\n', {"role": "b"}, '---\n"role" : b\n---\n', id="key"),
        pytest.param("---\nrole:  \n---\n", {"role": "b"}, "---\nrole: b\n---\n", id="spaces"),
        pytest.param(
            "---\nrole: null # c\n---\n", {"role": "b"}, "---\nrole: b # c\n---\n", id="null"
        ),
        pytest.param(
            "---\nrole: |\n  a\n  b\n\nx: 1\n---\n",
            {"role": "c"},
            "---\nrole: c\n\nx: 1\n---\n",
            id="block text",
        ),
        pytest.param(
            "---\nrole: a\n  b\nx: 1\n---\n",
            {"role": "c"},
            "---\nrole: c\nx: 1\n---\n",
            id="folded",
        ),
        pytest.param(
            "---\nemail: a@b\n---\n",
            {"email": ["c", "d"]},
            "---\nemail: [c, d]\n---\n",
            id="to list",
        ),
        pytest.param(
            "---\nemail: ~\n---\n",
            {"email": ["c", "d"]},
            "---\nemail: [c, d]\n---\n",
            id="null list",
        ),
        pytest.param(
            "---\nemail: # first counts\n---\n",
            {"email": ["c"]},
            "---\nemail: # first counts\n  - c\n---\n",
            id="list below a comment",
        ),
        pytest.param(
            "---\nemail:\n- a\n- b\nx: 1\n---\n",
            {"email": ["c"]},
            "---\nemail:\n- c\nx: 1\n---\n",
            id="list without indent",
        ),
        pytest.param(
            "---\nemail: # c\n    -\n    - ~\nx: 1\n---\n",
            {"email": ["a", "b"]},
            "---\nemail: # c\n    - a\n    - b\nx: 1\n---\n",
            id="empty items",
        ),
        pytest.param(
            "---\nemail: [\n  a, # one\n  b,\n]\nx: 1\n---\n",
            {"email": ["c"]},
            "---\nemail: [c]\nx: 1\n---\n",
            id="brackets over lines",
        ),
        pytest.param(
            "---\nemail: [ ~, Null ] # c\n---\n",
            {"email": "c"},
            "---\nemail: [c] # c\n---\n",
            id="one in list",
        ),
        pytest.param("---\na: 1\n---\nb", {}, "---\na: 1\n---\nb", id="nothing"),
        pytest.param("---\na: 1\n---\nb", {"role": ""}, "---\na: 1\n---\nb", id="nothing given"),
    ],
)
def test_a_field_is_set(before: str, fields: Mapping[str, FieldValue], after: str) -> None:
    note = note_of(before)
    assert apply(set_fields(note, fields), note) == after


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "---\nrole: {a: 1}\n---\n",
            "Zoe.md:2: `role` is written in a way of its own; set it by hand",
        ),
        ("---\nrole: a\nrole: b\n---\n", "Zoe.md:3:1: error duplicate-key"),
        ("---\n{role: a, x: b}\n---\n", None),
        ("---\n? role\n: a\n---\n", "set it by hand"),
        ("---\nrole: !!str a\n---\n", "mend it first"),
        ("---\nrole:\n  ~\nx: 1\n---\n", "would not read back as it should; set role by hand"),
        ("---\nrole: a\n", "front-matter-open"),
        ("---\nrole: [a\n---\n", "mend it first, then try again"),
        ("---\nrole: a\n---\n<<<<<<< HEAD\n", "Zoe.md:4: a git merge is not settled here"),
        ("---\n<<<<<<< HEAD\nrole: a\n=======\n---\n", "Zoe.md:2: a git merge is not settled here"),
    ],
)
def test_what_cannot_be_set_safely_is_refused(text: str, sentence: str | None) -> None:
    note = note_of(text)
    if sentence is None:
        read = note_of(apply(set_fields(note, {"role": "new"}), note))
        assert read.fields["role"].raws == ["new"]
        return
    with pytest.raises(Refused) as caught:
        set_fields(note, {"role": "new"})
    assert sentence in caught.value.message


def test_keys_cannot_be_added_to_a_front_matter_in_braces() -> None:
    with pytest.raises(Refused, match="set school by hand"):
        set_fields(note_of("---\n{role: a}\n---\n"), {"school": "x"})


def test_a_broken_template_is_told() -> None:
    template = parse_note(PurePosixPath("templates/contact.md"), "---\nrole: [\n---\n")
    with pytest.raises(TemplateFault, match=r"templates/contact\.md:.*mend the template"):
        new_note(template, {}, PATH)


@pytest.mark.parametrize("value", ["a\x07b", "half \ud800"])
def test_a_value_that_no_note_can_hold_is_refused(value: str) -> None:
    with pytest.raises(UsageError):
        set_fields(note_of(""), {"role": value})


KEYS = st.sampled_from(["name", "role", "email", "links", "areas", "new", "given"])
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
VALUES = st.one_of(TEXTS, st.lists(TEXTS, min_size=1, max_size=3))


@given(st.dictionaries(KEYS, VALUES), st.sampled_from(["\n", "\r\n"]))
def test_what_is_set_reads_back_in_both_yamls(
    fields: dict[str, str | list[str]], newline: str
) -> None:
    template = parse_note(PATH, TEMPLATE.replace("\n", newline))
    text = new_note(template, fields, PATH).apply("")
    note = note_of(text)
    assert note.problems == ()
    assert note.body == template.body
    in_yaml = yaml.safe_load(text.split("---")[1]) if "---" not in str(fields) else {}
    for key, value in fields.items():
        many = [value] if isinstance(value, str) else value
        assert note.fields[key].raws == many
        if in_yaml:
            assert in_yaml[key] in (value, many)


# -- stage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("stage: ready # c", "stage: met # c"),
        ("stage: 'ready'", "stage: 'met'"),
        ('stage: "ready"', 'stage: "met"'),
        ('stage: ""', 'stage: "met"'),
        ("stage:", "stage: met"),
        ("stage: ~", "stage: met"),
        ("stage:   # c", "stage: met   # c"),
        ("stage: met", None),
        ('stage: "met"', None),
        ("stage: [ready]", None),
        ("stage: {a: b}", None),
        ("other: ready", None),
    ],
)
def test_the_stage_is_refreshed_where_its_key_is(before: str, after: str | None) -> None:
    note = note_of(f"---\n{before}\n---\n")
    splice = set_stage(note, Stage.MET)
    if after is None:
        assert splice is None
    else:
        assert splice is not None
        edit = Edit(note.path, note.digest, (splice,))
        assert edit.apply(note.text) == f"---\n{after}\n---\n"


def test_the_stage_may_have_another_key() -> None:
    note = note_of("---\nstatus: ready\nstage: ready\n---\n")
    splice = set_stage(note, Stage.MET, key="status")
    assert splice is not None
    assert Edit(PATH, "", (splice,)).apply(note.text) == "---\nstatus: met\nstage: ready\n---\n"


def test_a_stage_that_stands_twice_is_refused() -> None:
    with pytest.raises(Refused, match="duplicate-key"):
        set_stage(note_of("---\nstage: ready\nstage: met\n---\n"), Stage.SILENT)
    note = note_of("---\nstage: ready\na: 1\na: 2\n---\n")
    assert set_stage(note, Stage.MET) is not None


# -- log -----------------------------------------------------------------------------------------

LINE = "- 2026-11-20 thanks email"


@NEWLINES
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "## Log\n+\n", id="no text"),
        pytest.param("text\n", "text\n\n## Log\n+\n", id="no log"),
        pytest.param("text", "text\n\n## Log\n+", id="no log, open end"),
        pytest.param("text\n\n", "text\n\n## Log\n+\n", id="no log, blank end"),
        pytest.param("---\na: 1\n---\n", "---\na: 1\n---\n\n## Log\n+\n", id="no body"),
        pytest.param("---\na: 1\n---", "---\na: 1\n---\n\n## Log\n+", id="no body, open end"),
        pytest.param("# Log\n", "# Log\n+\n", id="empty"),
        pytest.param("# Log", "# Log\n+", id="empty, open end"),
        pytest.param("## Log\n\n", "## Log\n\n+\n", id="blank"),
        pytest.param("## Log\n\n## B\n", "## Log\n\n+\n\n## B\n", id="blank, then a heading"),
        pytest.param("## Log\n## B\n", "## Log\n+\n## B\n", id="empty, then a heading"),
        pytest.param("Log\n===\n", "Log\n===\n+\n", id="underlined"),
        pytest.param("## LOG ##\n- 2026-11-03 request\n", None, id="closed heading"),
        pytest.param(
            "## Log\n- 2026-11-03 request", "## Log\n- 2026-11-03 request\n+", id="open end"
        ),
        pytest.param(
            "## Log\n- 2026-11-03 request\n\n## B\n- x\n",
            "## Log\n- 2026-11-03 request\n+\n\n## B\n- x\n",
            id="in the middle",
        ),
        pytest.param(
            "## Log\n- 2026-11-03 request\n  more\n\n  and more\n\ntext\n",
            "## Log\n- 2026-11-03 request\n  more\n\n  and more\n+\n\ntext\n",
            id="indented lines belong to the item",
        ),
        pytest.param(
            "## Log\n- 2026-11-03 request\n\n---\n\n## B\n",
            "## Log\n- 2026-11-03 request\n+\n\n---\n\n## B\n",
            id="above a line across the page",
        ),
        pytest.param(
            "## Log\n\n---\n\n## B\n", "## Log\n+\n\n---\n\n## B\n", id="empty above a line"
        ),
        pytest.param(
            "## Log\n%% - 2026-11-01 request %%\n",
            "## Log\n%% - 2026-11-01 request %%\n+\n",
            id="below a comment",
        ),
        pytest.param(
            "## Log\n### 2026\n- 2026-11-03 request\n### Old\n## B\n",
            "## Log\n### 2026\n- 2026-11-03 request\n+\n### Old\n## B\n",
            id="below sub-headings",
        ),
        pytest.param(
            "## Log\n- 2026-11-03 request\n## B\n## log\n- 2026-11-11 reply\n",
            "## Log\n- 2026-11-03 request\n## B\n## log\n- 2026-11-11 reply\n+\n",
            id="the last of two",
        ),
        pytest.param(
            "## Log\n- 2026-11-11 reply yes\n- 2026-11-03 request\n",
            "## Log\n+\n- 2026-11-11 reply yes\n- 2026-11-03 request\n",
            id="newest first",
        ),
        pytest.param(
            "## Log\n  - 2026-11-11 reply yes\n    more\n  - 2026-11-03 request\n",
            "## Log\n  +\n  - 2026-11-11 reply yes\n    more\n  - 2026-11-03 request\n",
            id="newest first, indented",
        ),
        pytest.param(
            "## Log\n- 2026-11-25 close\n- 2026-11-24 met\n",
            "## Log\n- 2026-11-25 close\n- 2026-11-24 met\n+\n",
            id="newest first, older than all",
        ),
        pytest.param(
            "## Log\n- 2026-11-24 met\n- 2026-11-25 close\n",
            "## Log\n+\n- 2026-11-24 met\n- 2026-11-25 close\n",
            id="older than all",
        ),
        pytest.param(
            "## Log\n- 2026-11-03 request: more\nthan a line\n\ntext\n",
            "## Log\n- 2026-11-03 request: more\nthan a line\n+\n\ntext\n",
            id="text right below belongs to the item",
        ),
        pytest.param(
            "## Log\nTitle\n===\n- 2026-11-03 request\n",
            "## Log\n+\n\nTitle\n===\n- 2026-11-03 request\n",
            id="a title right below stays one",
        ),
        pytest.param(
            "Log\n---\n---\n## B\n", "Log\n---\n+\n---\n## B\n", id="underlined, above a line"
        ),
        pytest.param(
            "```\n## Log\n- 2026-11-03 request\n```\n",
            "```\n## Log\n- 2026-11-03 request\n```\n\n## Log\n+\n",
            id="a log in code is none",
        ),
    ],
)
def test_a_line_is_added_to_the_log(before: str, after: str | None, newline: str) -> None:
    newline = newline if "\n" in before else "\n"  # of itself the tool writes LF
    note = note_of(before.replace("\n", newline))
    after = f"{before}+\n" if after is None else after
    expected = after.replace("\n", newline).replace("+", LINE)
    assert apply(append_log(note, LINE), note) == expected


OLD_FIRST = "## Log\n- 2026-11-03 request\n  more\n- 2026-11-11 reply yes\n\ntext\n"
NEW_FIRST = "## Log\n- 2026-11-11 reply yes\n- 2026-11-03 request\n  more\n\ntext\n"
AT_04, AT_11 = "- 2026-11-04 touch", "- 2026-11-11 thanks"


@NEWLINES
@pytest.mark.parametrize(
    ("before", "lines", "after"),
    [
        (OLD_FIRST, [AT_04], OLD_FIRST.replace("more\n", f"more\n{AT_04}\n")),
        (OLD_FIRST, [AT_11], OLD_FIRST.replace("yes\n", f"yes\n{AT_11}\n")),
        (NEW_FIRST, [AT_04], NEW_FIRST.replace("yes\n", f"yes\n{AT_04}\n")),
        (NEW_FIRST, [AT_11], NEW_FIRST.replace("Log\n", f"Log\n{AT_11}\n")),
        (OLD_FIRST, ["- 2026-11-01 note"], OLD_FIRST.replace("Log\n", "Log\n- 2026-11-01 note\n")),
        (
            NEW_FIRST,
            ["- 2026-11-01 note"],
            NEW_FIRST.replace("more\n", "more\n- 2026-11-01 note\n"),
        ),
        (
            OLD_FIRST,
            [AT_11, f"{AT_04}\n  below", "- 2026-11-04 met", "  below too"],
            OLD_FIRST.replace(
                "more\n", f"more\n{AT_04}\n  below\n- 2026-11-04 met\n  below too\n"
            ).replace("yes\n", f"yes\n{AT_11}\n"),
        ),
        (
            NEW_FIRST,
            [AT_04, "- 2026-11-04 met"],
            NEW_FIRST.replace("yes\n", f"yes\n- 2026-11-04 met\n{AT_04}\n"),
        ),
        (
            "## Log\n  - 2026-11-03 request\n  - 2026-11-11 met\n## B\n## Log\n- 2026-11-12 met\n",
            [AT_04],
            "## Log\n  - 2026-11-03 request\n  - 2026-11-04 touch\n  - 2026-11-11 met\n"
            "## B\n## Log\n- 2026-11-12 met\n",
        ),
        ("# Z\n", [AT_11, AT_04], f"# Z\n\n## Log\n{AT_04}\n{AT_11}\n"),
        ("## Log\n", [AT_04], f"## Log\n{AT_04}\n"),
        (OLD_FIRST, [], OLD_FIRST),
    ],
)
def test_a_line_goes_where_its_date_belongs(
    before: str, lines: list[str], after: str, newline: str
) -> None:
    note = note_of(before.replace("\n", newline))
    assert apply(insert_log(note, lines), note) == after.replace("\n", newline)


def test_the_stage_is_refreshed_where_a_line_is_inserted() -> None:
    note = note_of("---\nstage: met\n---\n" + OLD_FIRST)
    after = apply(insert_log(note, [AT_04], stage=Stage.REQUESTED), note)
    assert "stage: requested" in after
    assert AT_04 in after


@pytest.mark.parametrize("lines", [["  indented"], ["- 2026-11-04 met\nnot indented"], ["- met"]])
def test_what_is_no_line_of_a_log_is_not_inserted(lines: list[str]) -> None:
    with pytest.raises(UsageError, match="no line of a log"):
        insert_log(note_of(OLD_FIRST), lines)


def test_several_lines_stand_in_their_order_of_reading() -> None:
    lines = ("- 2026-11-20 was requested", LINE)
    note = note_of("## Log\n")
    assert apply(append_log(note, *lines), note) == f"## Log\n{lines[0]}\n{LINE}\n"
    note = note_of("## Log\n- 2026-11-11 reply\n- 2026-11-03 request\n")
    assert apply(append_log(note, *lines), note) == (
        f"## Log\n{LINE}\n{lines[0]}\n- 2026-11-11 reply\n- 2026-11-03 request\n"
    )


@NEWLINES
def test_the_stage_is_refreshed_in_the_same_edit(newline: str) -> None:
    text = "\ufeff---\nstage: met  # c\nrole: 'a'\n---\n\n## Log\n- 2026-11-19 met\n\n## B"
    text = text.replace("\n", newline)
    note = note_of(text)
    after = apply(append_log(note, LINE, stage=Stage.IN_TOUCH), note)
    assert after == text.replace("stage: met", "stage: in-touch").replace(
        " met" + newline, f" met{newline}{LINE}{newline}"
    )
    assert apply(append_log(note, LINE, stage=Stage.MET), note).count("stage: met") == 1


def test_a_note_without_the_stage_key_does_not_get_one() -> None:
    note = note_of("---\nrole: a\n---\n## Log\n")
    assert "stage" not in apply(append_log(note, LINE, stage=Stage.MET), note)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("---\nrole: a\n", "front-matter-open"),
        ("---\nrole: [a\n---\n", "mend it first"),
        ("## Log\n<<<<<<< HEAD\n- 2026-11-03 request\n", "Zoe.md:2: a git merge is not settled"),
        ("## Log\r\n>>>>>>> theirs\r\n", "a git merge is not settled"),
        ("text\n```\nnever closed\n", "add by hand: - 2026-11-20 thanks email"),
        ("---\nstage: a\nstage: b\n---\n", "duplicate-key"),
    ],
)
def test_a_note_that_cannot_be_logged_into_safely_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        append_log(note_of(text), LINE, stage=Stage.MET)
    assert sentence in caught.value.message


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-20 thanks",
        "* 2026-11-20 thanks",
        "- thanks",
        "- 2026-11-20 thanks\n- 2026-11-21 met",
        "- 2026-11-20 thanks\r",
        "- 2026-02-30 thanks",
        "- 2026-11-20 thanks \ud800",
        "- 2026-11-20 thanks \x00",
    ],
)
def test_what_is_no_line_of_a_log_is_refused(line: str) -> None:
    with pytest.raises(UsageError):
        append_log(note_of(""), line)


PIECES = st.sampled_from(
    """\
## Log|# Log|Log|===|---|## Other|### Sub|||  |text|```|~~~|%%|<!--|-->|\u2028|a: 1|stage: met
- 2026-11-03 request|- 2026-11-11 reply yes|* 2026-11-11 met|  - 2026-11-03 note|1. one|- [ ] task
- 2026-11-30 close|  indented|\tindented|    code|> - quote""".replace("\n", "|").split("|")
)


@given(
    st.lists(PIECES, max_size=12),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
    st.dates(date(2026, 11, 1), date(2026, 12, 1)),
)
@example(["## Log", "- 2026-11-03 request", "```"], "\n", True, False, date(2026, 11, 20))
def test_a_log_line_is_an_insertion_and_moves_no_other_byte(
    pieces: list[str], newline: str, open_end: bool, bom: bool, day: date
) -> None:
    text = "\ufeff" * bom + newline.join(pieces) + newline * (not open_end)
    note = note_of(text)
    line = f"- {day} thanks email"
    try:
        edit = append_log(note, line)
    except Refused:
        return
    (splice,) = edit.splices
    after = edit.apply(text)
    assert splice.start == splice.end
    assert after.removeprefix(text[: splice.start]).removesuffix(text[splice.end :]) == splice.text
    assert line in [one.strip() for one in after.split("\n")]
    assert "\n" not in splice.text.replace(newline, "") or "\n" not in text
    before_log, log = parse_log(note), parse_log(note_of(after))
    assert len(log.events) == len(before_log.events) + 1
    if before_log.events:
        assert log.newest_first == before_log.newest_first
