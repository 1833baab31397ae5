"""What is answered without the thorough pattern is what the thorough pattern would answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from infoview_md.core import channels, loghead, logline, values, written
from infoview_md.core.event import single_spaced
from infoview_md.core.links import Link
from infoview_md.core.note import parse_note
from infoview_md.core.pattern import RARE, SPACES, LinePattern, pattern
from infoview_md.core.visible import BOM, FENCE_PREFIX, MAX_CODE, read_visible

LINE_PATTERNS = {
    name: found
    for module in (channels, loghead, logline)
    for name, found in vars(module).items()
    if isinstance(found, LinePattern)
}
PIECES = (
    *(
        "request",
        "Reply",
        "no",
        "thanks",
        "until",
        "UNTIL",
        "for",
        "and",
        "followed",
        "up",
        "email",
    ),
    *(
        "2026-11-03",
        "[[2026-11-03]]",
        "09:10",
        "[[Acme]]",
        "[[a|b]]",
        "- ",
        "* ",
        "- [x] ",
        ":",
        ",",
    ),
    *(
        " - ",
        " – ",
        ".",
        ";",
        "verified",
        "a@b.example",
        "^id",
        "x",
        "\u00e9",
        "\u00df",
        *SPACES,
        *RARE,
    ),
)
LINES = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


def _found(match: re.Match[str] | None) -> object:
    return match and (match.span(), match.groupdict(), match.lastgroup)


@pytest.mark.parametrize("name", LINE_PATTERNS)
@given(line=LINES)
@example(line=" \u0131nt\u017f")
@example(line="- 2026-11-03\u202f09:10 no\u2007thanks until 2026-11-04: x")
def test_a_line_pattern_finds_what_its_thorough_one_finds(name: str, line: str) -> None:
    one = LINE_PATTERNS[name]
    thorough = re.compile(one.rare.pattern, one.rare.flags | re.IGNORECASE)
    for start in range(len(line) + 1):
        assert _found(one.match(line, start)) == _found(thorough.match(line, start))


def test_the_common_pattern_alone_would_miss_a_rare_space() -> None:
    """The control: without the choice between the two, lines would be read differently."""
    line = "-\u202f2026-11-03 met"
    assert logline.OPENING.match(line)
    assert not logline.OPENING.common.match(line)
    assert loghead.EVENT_WORD.match("\u017fcheduled")
    assert not loghead.EVENT_WORD.common.match("\u017fcheduled")


def test_a_pattern_is_compiled_when_it_is_used() -> None:
    late = pattern("(")
    assert late.pattern == "("
    with pytest.raises(re.error):
        late.match("(")
    assert pattern("a", re.IGNORECASE).match("A")


TEXTS = st.text(
    st.sampled_from("aYnO0123456789-+.=<:_e tT\t\n\r\u00a0\u2007\u2028\x85\x07\ufeff\ufffe😀é")
)
SPACED = re.compile(f"[{SPACES}]+")


def _first(found: re.Match[str] | None) -> int:
    return found.start() if found else -1


def _day(text: str) -> date | None:
    if not values.DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_day(text: str) -> date | None:
    try:
        return values.read_date(text)
    except values.Misread:
        return None


SHORT_CUTS: dict[str, tuple[Callable[[str], object], Callable[[str], object]]] = {
    "find_unprintable": (
        written.find_unprintable,
        lambda text: _first(re.search(written.UNPRINTABLE.pattern, text)),
    ),
    "find_surrogate": (
        written.find_surrogate,
        lambda text: _first(re.search("[\ud800-\udfff]", text)),
    ),
    "reads_differently": (
        values.reads_differently,
        lambda text: re.fullmatch(values.READ_DIFFERENTLY.pattern, text) is not None,
    ),
    "single_spaced": (single_spaced, lambda text: SPACED.sub(" ", text).strip(" ")),
    "read_date": (_read_day, _day),
    "is_date": (
        lambda text: Link(text).is_date,
        lambda text: re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None,
    ),
}
EXAMPLES = (
    *(
        "2026-11-03",
        "2026-11-31",
        "2026-W01-1",
        "20261103",
        "２０２６-11-03",
        "0o17",
        "1:30",
        "yes",
    ),
    *("a\rb", "a\r\nb", "\ud800", "a  b", " a\u202fb ", "<<", "", "+.5", "1_0", "ON", "\u212a"),
)


@pytest.mark.parametrize("name", SHORT_CUTS)
@given(text=TEXTS)
def test_a_short_cut_gives_the_thorough_answer(name: str, text: str) -> None:
    quick, thorough = SHORT_CUTS[name]
    assert quick(text) == thorough(text)


@pytest.mark.parametrize("name", SHORT_CUTS)
def test_the_examples_need_more_than_one_answer(name: str) -> None:
    """The control: a short cut that says the same of everything would be found out."""
    quick, thorough = SHORT_CUTS[name]
    assert [quick(text) for text in EXAMPLES] == [thorough(text) for text in EXAMPLES]
    assert len({repr(quick(text)) for text in EXAMPLES}) > 1


BODY_PIECES = (
    *("```", "````", "`", "``", "~~~", "~~~~", "~", "<!--", "-->", "%%", "%", "\\", "\n", "\r\n"),
    *("- ", "> ", "1. ", "  ", "\t", "text", "## Log", BOM, "a `b` c", "50%", "x" * (MAX_CODE + 1)),
)
BODIES = st.lists(st.sampled_from(BODY_PIECES), max_size=14).map("".join)
# All openings in one pattern, tried at every character: slow, and easy to believe.
HIDING = re.compile(
    rf"(?:^|(?<=\A\ufeff)){FENCE_PREFIX}(?P<fence>`{{3,}}(?=[^`\n]*$)|~{{3,}})"
    r"|(?<![\\`])(?P<code>`+)"
    r"|(?<!\\)(?P<comment><!--|%%)",
    re.MULTILINE,
)


def _blank_thoroughly(text: str, at: int, hiding: re.Pattern[str] = HIDING) -> str:
    shown, never_closed = list(text), set()
    while match := hiding.search(text, at):
        start, at = match.start(), match.end()
        if marker := match["comment"]:
            closing = {"<!--": "-->", "%%": "%%"}[marker]
            close = -1 if marker in never_closed else text.find(closing, at)
            if close < 0:
                never_closed.add(marker)
                continue
            at = close + len(closing)
        elif fence := match["fence"]:
            closing = rf"^[ \t>]*{fence[0]}{{{len(fence)},}}[ \t\r]*$"
            found = re.compile(closing, re.M).search(text, text.find("\n", at) + 1 or len(text))
            at = found.end() if found else len(text)
        else:
            end = text[: at + MAX_CODE].find("\n", at)
            end = end if end >= 0 else min(at + MAX_CODE, len(text))
            closing = rf"(?<!`)`{{{len(match['code'])}}}(?!`)"
            found = re.compile(closing).search(text, at, end)
            at = found.end() if found else at
            continue
        shown[start:at] = [one if one == "\n" else " " for one in text[start:at]]
    return "".join(shown)


@given(body=BODIES)
@example(body="> - ```\n## Log\n```\n")
@example(body="\\%%%a%% ```` ` \n~~~")
@example(body=BOM + "- ~~~\nx\n~~~\ny")
@example(body="`a\n```b` c\n")
def test_what_is_hidden_is_found_by_its_markers_alone(body: str) -> None:
    note = parse_note(PurePosixPath("a.md"), body)
    assume(not note.problems and not note.body_start)
    assert read_visible(note) == _blank_thoroughly(body, int(body.startswith(BOM)))


def test_a_fence_that_stands_behind_a_bullet_counts() -> None:
    """The control: a reading that forgets what may stand before a fence is told apart."""
    body = "- ```\n## Log\n```\n"
    forgetful = re.compile(HIDING.pattern.replace(FENCE_PREFIX, ""), re.MULTILINE)
    assert read_visible(parse_note(PurePosixPath("a.md"), body)) != _blank_thoroughly(
        body, 0, forgetful
    )
