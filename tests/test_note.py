"""Notes: every value with its text, its place and its span, whatever the file looks like."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import frontmatter
import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from infoview_md.core import yaml_events
from infoview_md.core.frontmatter_reader import NoteHandler
from infoview_md.core.note import (
    Field,
    Note,
    Shape,
    Value,
    decode_note,
    digest_of,
    find_front_matter,
    parse_note,
)
from infoview_md.core.written import NULLS

PATH = PurePosixPath("contacts/Ingrid Solheim.md")


def parse(text: str) -> Note:
    return parse_note(PATH, text)


def codes(note: Note) -> list[str]:
    return [problem.code for problem in note.problems]


def all_values(note: Note) -> list[Value]:
    return [value for field in note.fields.values() for value in field.values]


# -- places and spans ----------------------------------------------------------------------------

# The front matter with ‹ › around each value, and what each value reads as.
STYLES: dict[str, tuple[str, list[str]]] = {
    "plain": ("role: ‹Head of Grid›", ["Head of Grid"]),
    "plain, wide gap": ("role:    ‹Head›   ", ["Head"]),
    "plain after a tab": ("role:\t‹Head›", ["Head"]),
    "space before the colon": ("role : ‹Head›", ["Head"]),
    "plain over two lines": ("role: ‹Head\n  of Grid›\nx: ‹1›", ["Head of Grid", "1"]),
    "plain below its key": ("role:\n  ‹Head of Grid›", ["Head of Grid"]),
    "plain with a colon inside": ("source: ‹https://x.example/a:b›", ["https://x.example/a:b"]),
    "plain with a hash inside": ("role: ‹C#›", ["C#"]),
    "plain with an apostrophe": ("role: ‹it's›", ["it's"]),
    "plain with a question mark": ("goal: ‹?why›", ["?why"]),
    "single quotes": ("role: ‹'Head: ''Grid'''›", ["Head: 'Grid'"]),
    "double quotes": ('role: ‹"Head \\"Grid\\" \\u00e9 \\/"›', ['Head "Grid" é /']),
    "quotes over lines": ('role: ‹"Head\n\n  of \\\n  Grid"›', ["Head\nof Grid"]),
    "quoted nothing": ("role: ‹''›\nx: ‹\"\"›", ["", ""]),
    "a link": ('company: ‹"[[Fjordlys Energi]]"›', ["[[Fjordlys Energi]]"]),
    "comment behind": ("role: ‹Head› # since May", ["Head"]),
    "comment behind a quote": ("role: ‹'Head'› # since May", ["Head"]),
    "comments between": ("# one\nrole: ‹Head›\n  # two\nx: ‹1›\n#three", ["Head", "1"]),
    "blank lines between": ("\n\nrole: ‹Head›\n\n\nx: ‹1›\n\n", ["Head", "1"]),
    "block list": ("email:\n  - ‹a@x.example›\n  - ‹b@x.example›", ["a@x.example", "b@x.example"]),
    "block list not indented": ("email:\n- ‹a›\n-   ‹b›", ["a", "b"]),
    "block list with comments": ("email: # two\n  - ‹a› # old\n  # gone\n  - ‹'b'›", ["a", "b"]),
    "flow list": ("areas: [‹grid›, ‹\"wind, sea\"›,‹x›]", ["grid", "wind, sea", "x"]),
    "flow list over lines": ("areas: [\n  ‹grid›, # one\n  ‹wind›,\n  ]", ["grid", "wind"]),
    "a list of one": ("areas: [ ‹grid› ]", ["grid"]),
    "literal block": ("why_you: ‹|\n  one\n   two›\nx: ‹1›", ["one\n two\n", "1"]),
    "literal block, blank lines below": ("why_you: ‹|\n  one›\n\n\nx: ‹1›", ["one\n", "1"]),
    "literal block that keeps": ("why_you: ‹|+\n  one›\n\nx: ‹1›", ["one\n\n", "1"]),
    "literal block with trailing spaces": ("why_you: ‹|\n  one  ›\n  \nx: ‹1›", ["one  \n", "1"]),
    "literal block, comment below": ("why_you: ‹|\n  one›\n# no\nx: ‹1›", ["one\n", "1"]),
    "folded block": ("why_you: ‹>-\n  one\n  two\n\n  three›", ["one two\nthree"]),
    "empty block": ("why_you: ‹|›\nx: ‹1›", ["", "1"]),
    "blocks in a list": ("links:\n  - ‹|\n    one›\n  - ‹two›", ["one\n", "two"]),
    "braces around all": ("{role: ‹Head›, x: [‹1›, ‹2›]}", ["Head", "1", "2"]),
    "emoji before on the line": ("{😀: ‹a›, 👩‍🔬: ‹b›}", ["a", "b"]),
    "emoji inside": ("role: ‹😀 Head 👍🏽›\nx: ‹1›", ["😀 Head 👍🏽", "1"]),
    "letters of all kinds": ("x: [‹é›, ‹e\u0301›, ‹王›]", ["é", "e\u0301", "王"]),
    "quoted key": ("\"role\": ‹Head›\n'x y': ‹1›", ["Head", "1"]),
    "key with a question mark": ("? role\n: ‹Head›", ["Head"]),
    "indented all": ("  role: ‹Head›\n  x: ‹1›", ["Head", "1"]),
    "values YAML 1.1 misreads": ("a: ‹NO›\nb: ‹12:30›\nc: ‹0123›\nd: ‹1_0›\ne: ‹.5›\nf: ‹=›",
                                 ["NO", "12:30", "0123", "1_0", ".5", "="]),
    "a nested key is skipped": ("other: {a: [1, {b: 2}]}\nrole: ‹Head›", ["Head"]),
    "a list of lists is skipped": ("other: [[1, 2], 3]\nrole: ‹Head›", ["Head"]),
    "nothing": ("role:\nx: ~\ny: null\nz: [~, Null, ‹NULL.›, ‹\"~\"›,]\nw: # no", ["NULL.", "~"]),
}  # fmt: skip

# How a front matter may stand in its file: what comes before it, what closes it, and the body.
FRAMES: dict[str, tuple[str, str, str]] = {
    "as always": ("---\n", "---\n", "\n# Body\n"),
    "no body": ("---\n", "---\n", ""),
    "no last line end": ("---\n", "---", ""),
    "closed by dots": ("---\n", "...\n", "---\nbody: 1\n"),
    "spaces behind the fences": ("--- \t\n", "---  \n", "body"),
    "byte order mark": ("\ufeff---\n", "---\n", "body"),
    "fences in the body": ("---\n", "---\n", "---\nrole: no\n---\n"),
}


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the spans between them."""
    text, spans = "", []
    for piece in marked.split("‹"):
        inside, mark, after = piece.partition("›")
        if mark:
            spans.append((len(text), len(text) + len(inside)))
        text += inside + after
    return text, spans


def place_of(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].split("\n")
    return len(before), len(before[-1]) + 1


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("opening", "closing", "body"), FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize(("marked", "raws"), STYLES.values(), ids=STYLES)
def test_every_value_has_its_text_its_place_and_its_span(
    marked: str, raws: list[str], opening: str, closing: str, body: str, newline: str
) -> None:
    whole = (opening + marked + "\n" + closing + body).replace("\n", newline)
    text, spans = unmark(whole)
    note = parse(text)
    found = sorted(all_values(note), key=lambda value: value.start)
    assert codes(note) == []
    assert [value.raw for value in found] == raws
    assert [(value.start, value.end) for value in found] == spans
    assert [(value.line, value.column) for value in found] == [
        place_of(text, at) for at, _ in spans
    ]
    assert note.body == body.replace("\n", newline)
    assert note.body_line == place_of(text, note.body_start)[0]


@pytest.mark.parametrize("parser", [yaml.SafeLoader, yaml_events.PARSER])
@pytest.mark.parametrize("style", sorted(STYLES.keys() - {"plain after a tab"}))
def test_both_parsers_of_pyyaml_read_the_same(
    style: str, parser: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, spans = unmark(f"---\n{STYLES[style][0]}\n---\n")
    monkeypatch.setattr(yaml_events, "PARSER", parser)
    found = sorted(all_values(parse(text)), key=lambda value: value.start)
    assert [(value.start, value.end) for value in found] == spans
    assert [value.raw for value in found] == STYLES[style][1]


def test_a_key_has_its_place_too() -> None:
    note = parse('---\n# c\n"role": Head\n{}: x\n---\n'.replace("{}", "😀 key"))
    assert [(f.key.raw, f.key.line, f.key.column) for f in note.fields.values()] == [
        ("role", 3, 1),
        ("😀 key", 4, 1),
    ]
    assert [note.text[f.key.start : f.key.end] for f in note.fields.values()] == [
        '"role"',
        "😀 key",
    ]


@pytest.mark.parametrize(
    ("written", "shape", "raws"),
    [
        ("x", Shape.SCALAR, ["x"]),
        ("", Shape.SCALAR, []),
        ("~", Shape.SCALAR, []),
        ("Null", Shape.SCALAR, []),
        ("nUll", Shape.SCALAR, ["nUll"]),
        ("'null'", Shape.SCALAR, ["null"]),
        ('""', Shape.SCALAR, [""]),
        ("[]", Shape.LIST, []),
        ("[~, x, ]", Shape.LIST, ["x"]),
        ("[x]", Shape.LIST, ["x"]),
        ("{}", Shape.NESTED, []),
        ("{a: b}", Shape.NESTED, []),
        ("[[x]]", Shape.NESTED, []),
        ("[x, {a: b}]", Shape.NESTED, []),
        ("[x, y: z]", Shape.NESTED, []),
    ],
)
def test_the_shape_of_a_field(written: str, shape: Shape, raws: list[str]) -> None:
    field = parse(f"---\nkey: {written}\n---\n").fields["key"]
    assert (field.shape, field.raws) == (shape, raws)


def test_only_a_plain_null_is_null() -> None:
    assert Value("~", 1, 1, 0, 1).is_null
    assert not Value("~", 1, 1, 0, 3, plain=False).is_null
    assert not Value("no", 1, 1, 0, 2).is_null


def test_keys_stand_in_the_order_of_the_file() -> None:
    assert list(parse("---\nz: 1\na: 2\nm: 3\n---\n").fields) == ["z", "a", "m"]


# -- where the front matter ends -----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "body\n",
        "# --- \n---\n",
        "-- -\nx: 1\n",
        "--- x\na: 1\n---\n",
        "----\n\nA line across the page.\n",
        "\n---\nA line across, then text.\n",
        "***\n---\na: 1\n---\n",
    ],
)
def test_a_note_without_a_front_matter_is_all_body(text: str) -> None:
    note = parse(text)
    assert (note.body, note.body_line, dict(note.fields), note.problems) == (text, 1, {}, ())
    assert not note.is_broken


@pytest.mark.parametrize("front", ["", "\n", "# only a comment\n", "  \n\n"])
def test_an_empty_front_matter_has_no_fields(front: str) -> None:
    note = parse(f"---\n{front}---\nbody")
    assert (dict(note.fields), note.body, note.problems) == ({}, "body", ())


@pytest.mark.parametrize(
    "line", [" ---", "----", "--- x", "--", "....", "-\u2028---", "\t---", "\u2028---", "x---"]
)
def test_only_three_dashes_or_dots_at_the_start_of_a_line_close_it(line: str) -> None:
    note = parse(f"---\na: 1\n{line}\n")
    assert codes(note) == ["front-matter-open"]
    assert (note.body, dict(note.fields), note.is_broken) == ("", {}, True)


@pytest.mark.parametrize("opening", ["---\r", "--", "-----", "\n---", " ---", "\u2028---"])
def test_a_front_matter_that_begins_almost_at_the_top_is_told_not_lost(opening: str) -> None:
    note = parse(f"{opening}\ndo_not_contact: true\n---\n" if opening != "---\r" else "---\ra: 1\r")
    assert codes(note) == ["front-matter-shape"]
    assert note.is_broken


def test_the_offsets_of_a_front_matter() -> None:
    assert find_front_matter("\ufeff---\r\na: 1\r\n---\r\nbody") == (6, 12, 17)
    assert find_front_matter("body") == (0, 0, 0)
    assert find_front_matter("---\na: 1\n") is None


# -- faults --------------------------------------------------------------------------------------


def test_the_fields_above_a_fault_are_kept() -> None:
    note = parse("---\nrole: Head\nareas: [grid]\nx: @y\nz: 1\n---\nbody")
    assert {key: field.raws for key, field in note.fields.items()} == {
        "role": ["Head"],
        "areas": ["grid"],
    }
    assert note.is_broken
    assert note.body == "body"
    assert [problem.place for problem in note.problems] == [f"{PATH}:4:4"]


def test_half_a_nested_value_is_no_value() -> None:
    note = parse("---\nrole: Head\ncompany: [[Fjordlys Energi]] AS\n---\n")
    assert list(note.fields) == ["role"]
    assert [str(p.code) for p in note.problems] == ["unquoted-link"]


def test_of_a_duplicate_key_the_first_counts_and_nothing_is_broken() -> None:
    note = parse("---\na: 1\nb: 2\na: 3\na: 4\n---\n")
    assert note.fields["a"].raws == ["1"]
    assert [(p.code, p.line) for p in note.problems] == [("duplicate-key", 4), ("duplicate-key", 5)]
    assert "line 2" in note.problems[0].message
    assert not note.is_broken


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('role: "x', "never closed"),
        ("areas: [x", "never closed"),
        ("subject: Re: hello", "quotes around the whole value"),
        ("role: @x", "begins like this"),
        ("role: **x**", "begins like this"),
        ("role: - x", "list begins below"),
        ("she runs the grid", "no `key: value`"),
        ('role: "\\q"', "single quotes"),
        ('role: "a" b', "check quotes"),
        ("company: [[X]] AS", '"[[…]]"'),
        ("role: &x", "anchors"),
        ("role: !x", "tags"),
        ("role: x\x07", "U+0007"),
    ],
)
def test_a_fault_is_told_in_a_persons_words(line: str, words: str) -> None:
    problem = parse(f"---\ntype: contact\n{line}\n---\n").problems[0]
    assert words in problem.message
    assert "\n" not in problem.message
    assert problem.line == 3


@pytest.mark.parametrize(
    "line", ['a: "\\ud800"', 'a: "\\U00110000"', 'a: "\\xzz"', "%YAML 9.9", "%TAG ! x", "a: |9x"]
)
@pytest.mark.parametrize("parser", [yaml.SafeLoader, yaml_events.PARSER])
def test_neither_parser_raises(line: str, parser: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "PARSER", parser)
    note = parse(f"---\n{line}\n---\n")
    assert note.is_broken
    assert codes(note)[0].startswith("yaml-")


def test_the_column_of_a_bad_byte_counts_characters() -> None:
    note = decode_note(PATH, "---\n---\nÅse 😀 ".encode() + b"\xff\n")
    assert [(p.code, p.line, p.column) for p in note.problems] == [("encoding", 3, 7)]
    assert (note.text, note.is_broken) == ("", True)


def test_utf_16_is_named() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        note = decode_note(PATH, "\ufeff---\n".encode(encoding))
        assert "UTF-16" in note.problems[0].message


def test_the_digest_is_that_of_the_bytes() -> None:
    data = "\ufeff---\r\nrole: Å\r\n---\r\n".encode()
    assert decode_note(PATH, data).digest == parse(data.decode()).digest == digest_of(data)
    assert decode_note(PATH, b"\xff").digest == digest_of(b"\xff")
    assert parse("a").digest != parse("b").digest


def test_the_place_of_an_offset_counts_line_feeds_only() -> None:
    note = parse("a\u2028b\r\nc\x85d\fe")
    assert [note.place(at) for at in (0, 2, 4, 5, 7, 9)] == [
        (1, 1),
        (1, 3),
        (1, 5),
        (2, 1),
        (2, 3),
        (2, 5),
    ]


# -- laws ----------------------------------------------------------------------------------------

PIECES = [
    "---\n", "---", "...", "\n", "\r", "\r\n", ": ", ":", "- ", "-", "[", "]", "[[", "{", "}",
    ",", "#", " # c", "|", ">", "|-\n", "  ", " ", "\t", '"', "'", "\\", "&a", "*a", "!x", "<<",
    "?", "%", "@", "`", "~", "null", "\u2028", "\x85", "\ufeff", "\0", "\ud800", "\x1b", "😀",
    "key", "x: y\n", "status: x", "a: 1\n", "\n  - b\n",
]  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
texts = st.one_of(
    st.text(),
    pieces,
    st.tuples(pieces, pieces).map(lambda both: f"---\n{both[0]}\n---\n{both[1]}"),
    st.text(max_size=40).map(lambda front: f"---\n{front}\n---\n"),
)


@given(texts)
@example("---\n? \n---\n")
@example("---\n--- |\n---\n")
def test_no_text_makes_it_raise(text: str) -> None:
    note = parse(text)
    assert note.text == text
    assert text.endswith(note.body)
    assert bool(note.problems) or not note.is_broken
    lines = text.split("\n")
    for problem in note.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@given(st.one_of(st.binary(), texts.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    note = decode_note(PATH, data)
    assert note.digest == digest_of(data)
    if not note.problems:
        assert note.text.encode() == data


@given(texts)
def test_every_span_lies_at_its_place_between_the_fences(text: str) -> None:
    note = parse(text)
    start, end, _ = find_front_matter(text) or (0, 0, 0)
    for field in note.fields.values():
        for value in (field.key, *field.values):
            assert start <= value.start <= value.end <= end
            assert (value.line, value.column) == note.place(value.start)
            if value.plain and "\n" not in text[value.start : value.end]:
                assert text[value.start : value.end] == value.raw


def composed(front: str) -> dict[str, Any] | None:
    """The front matter as PyYAML itself reads it, every scalar a text; None where it does not."""
    try:
        root = yaml.compose(front, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError:
        return None
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        return None
    fields: dict[str, Any] = {}
    for key, node in root.value:
        if not isinstance(key, yaml.ScalarNode):
            return None
        fields.setdefault(key.value, node)
    return fields


def raws_of(node: yaml.Node) -> list[str] | None:
    """The texts of a scalar or a list of scalars; None of anything nested."""
    nodes: list[yaml.Node] = node.value if isinstance(node, yaml.SequenceNode) else [node]
    scalars = [one for one in nodes if isinstance(one, yaml.ScalarNode)]
    if len(scalars) < len(nodes):
        return None
    return [one.value for one in scalars if one.style or one.value not in NULLS]


def seen(field: Field) -> list[str] | None:
    return None if field.shape is Shape.NESTED else field.raws


REFUSED_BY_US = {"yaml-alias", "yaml-tag", "yaml-character", "unquoted-link"}


@given(pieces)
@example("a: [x, ~, 'y']\nb: |\n  z\nc: {d: e}\nf:\n")
def test_what_can_be_read_is_what_pyyaml_composes(front: str) -> None:
    assume("\0" not in front and "\ud800" not in front)
    text = f"---\n{front}\n---\n"
    note = parse(text)
    span = find_front_matter(text)
    assert span is not None
    theirs = composed(text[span[0] : span[1]])
    if note.is_broken:
        assert theirs is None or set(codes(note)) & REFUSED_BY_US
    else:
        assert theirs is not None
        ours = {key: seen(field) for key, field in note.fields.items()}
        assert ours == {key: raws_of(node) for key, node in theirs.items()}


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\x85"),
    max_size=12,
)
scalars = st.one_of(words, st.sampled_from(["NO", "12:30", "~", "", "a: b", "x #y", "it's", "- z"]))
front_matters = st.dictionaries(
    words.filter(lambda key: key != "<<"),
    st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(words, scalars, max_size=2)),
    max_size=5,
)
STYLES_OF_PYYAML: dict[str, st.SearchStrategy[Any]] = {
    "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
    "default_flow_style": st.sampled_from([None, True, False]),
    "allow_unicode": st.booleans(),
    "width": st.sampled_from([10, 80, 1000]),
    "indent": st.sampled_from([2, 4]),
    "line_break": st.sampled_from(["\n", "\r\n"]),
}


@given(front_matters, st.fixed_dictionaries(STYLES_OF_PYYAML))
def test_what_pyyaml_dumps_is_read_as_it_reads_it_back(
    front: dict[str, Any], style: dict[str, Any]
) -> None:
    dumped = yaml.safe_dump(front, sort_keys=False, **style)
    assume("\n---" not in dumped and "\n..." not in dumped)
    assume("!!" not in dumped)  # PyYAML tags what it cannot write in the style it was told
    note = parse(f"---\n{dumped}\n---\nbody")
    theirs = composed(dumped)
    assert theirs is not None
    assert codes(note) == []
    assert {key: seen(field) for key, field in note.fields.items()} == {
        key: raws_of(node) for key, node in theirs.items()
    }


@given(front_matters, st.fixed_dictionaries(STYLES_OF_PYYAML), st.data())
def test_another_text_in_a_span_changes_that_value_alone(
    front: dict[str, Any], style: dict[str, Any], data: st.DataObject
) -> None:
    text = f"---\n{yaml.safe_dump(front, sort_keys=False, **style)}\n---\nbody"
    note = parse(text)
    assume(not note.problems and all_values(note))
    value = data.draw(st.sampled_from(all_values(note)))
    after = parse(text[: value.start] + '"put in"' + text[value.end :])
    assert codes(after) == []
    raws = ["put in" if one is value else one.raw for one in all_values(note)]
    assert [one.raw for one in all_values(after)] == raws
    assert after.body == note.body


def metadata(note: Note) -> dict[str, object]:
    """What python-frontmatter should give: texts and lists of texts, None for nothing."""
    return {
        key: field.raws if field.shape is Shape.LIST else next(iter(field.raws), None)
        for key, field in note.fields.items()
        if field.shape is not Shape.NESTED
    }


@given(texts)
@example("\ufeff---\r\nrole: NO\r\nareas: [a, ~]\r\nx: ~\r\ny: {z: 1}\r\n...\r\nbody")
def test_python_frontmatter_gives_the_same_metadata(text: str) -> None:
    assume(text == text.lstrip())  # it strips the text before any handler sees it
    note = parse(text)
    if note.is_broken:
        return
    post = frontmatter.loads(text, handler=NoteHandler())
    assert post.metadata == metadata(note)
    assert post.content.replace("\r", "").strip() == note.body.replace("\r", "").strip()


def test_python_frontmatter_is_told_what_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="anchors"):
        frontmatter.loads("---\na: &x 1\n---\n", handler=NoteHandler())
    with pytest.raises(ValueError, match="no closing line"):
        NoteHandler().split("---\na: 1\n")
    assert frontmatter.loads("---\na: 1\n", handler=NoteHandler()).metadata == {}
    assert NoteHandler().detect("\ufeff---\na: 1\n")
    assert not NoteHandler().detect("a: 1\n")
