"""The law of --fix: fewer problems, no new one, and nothing added but quotes and names."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.checks import find_problems
from infoview_md.core.fixes import FIXES
from infoview_md.core.outlook import Outlook, with_index
from infoview_md.core.problem import CODES
from infoview_md.core.repair import repair
from tests.tools.small_vault import make_outlook

OTHERS = {
    "companies/Acme": "",
    "contacts/Zoe": "---\naliases: [Zo, Zoe M]\n---\n",
    "contacts/Åse": "",
}
MATTER = r"""
role: NO;role: 12:30 # c;role: 'x';tags: [a, 0123, yes];tags:@  - on@  - b # [[Zo]];tags:@- 1e3@- x
company: [[Acme]];company:   [[Acme]] # c;company:@  - [[Acme]];referred_by: [[[Zo]], [[Åse]]]
referred_by: ['[[Zo]]', "[[Zoe M]]"];referred_by:@  - [[Zo]]@  - "[[Åse]]";why_you: [[Zo]]
referred_by: "[[Zo|a \"b\"]]";source: NO;# [[Zo]] comment;x: [[Zo]];x: {a: [[Zo]]};up: "[[Zo]]"
goal: |@  [[Zo]]@  NO;location: >-@  NO;pronouns: ~;name: n;stage: met;tier: A@tier: B;aliases: NO
country: no;phone: 0123;email: [[Zo]];links: [NO, "x"];language: 'x
"""
BODY = r"""
[[Zo]];Words [[Zo]] and [[Acme]], ![[Zo]];`[[Zo]]`;```@[[Zo]]@```;<!-- [[Zo]] -->;- [[Zo]]
| [[Zo\|x]] | a |;## Log@- 2026-11-03 request [[Zo]];## Log@- 2026-11-03 referral [[Zo]]: x
%% [[Zo]] %%;[[Zo#Log]] [[zo]];[[Zo]][[Zo]];a | [[Zo]];<<<<<<< a@x@=======@y@>>>>>>> b
"""
ADDED = re.compile(r'["\\]|^stage: .*', re.MULTILINE)
LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")


def as_read(text: str) -> str:
    """What a reader sees: links as they are shown, no quotes, and no `stage:`, which may differ."""
    return LINK.sub(r"<\1>", ADDED.sub("", text))


def pieces(table: str) -> list[str]:
    """The pieces of a table, with `@` for a line end."""
    parts = (part for row in table.strip().split("\n") for part in row.split(";"))
    return [part.replace("@", "\n") for part in parts]


def told(outlook: Outlook) -> Counter[tuple[str, str]]:
    """What is wrong, wherever it stands."""
    return Counter((problem.code, problem.message) for problem in find_problems(outlook))


@given(
    st.lists(st.sampled_from(pieces(MATTER)), max_size=6, unique=True),
    st.lists(st.sampled_from(pieces(BODY)), max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_a_fix_mends_and_a_reader_sees_what_they_saw(
    matter: list[str], body: list[str], newline: str, mark: str
) -> None:
    lines = "\n".join(["---", *matter, "---", *body])
    text = mark + lines.replace("\n", newline)
    outlook = make_outlook({**OTHERS, "contacts/Bo": text})
    done = repair(outlook)
    after = with_index(outlook, done.index)
    assert not told(after) - told(outlook)
    assert told(outlook).total() - told(after).total() == done.mended
    assert repair(after).edits == ()
    mended = done.index.readings[PurePosixPath("contacts/Bo.md")].note.text
    assert [edit.apply(text) for edit in done.edits] == ([mended] if mended != text else [])
    assert as_read(mended) == as_read(text)


def test_two_links_in_one_value_are_mended_each_by_its_own_fix() -> None:
    text = '---\nsource: "[[Zo]] and [[Zoe M]]"\n---\n'
    outlook = make_outlook({**OTHERS, "contacts/Bo": text})
    problems = [p for p in find_problems(outlook) if p.code in ("dead-link", "dead-body-link")]
    assert len(problems) == 2
    mended = repair(outlook).index.readings[PurePosixPath("contacts/Bo.md")].note.text
    assert mended == '---\nsource: "[[Zoe|Zo]] and [[Zoe|Zoe M]]"\n---\n'


def test_a_link_whose_name_tells_of_another_is_mended_all_the_same() -> None:
    others = {
        "companies/Acme": "---\naliases: ['there is no note “Old”']\n---\n",
        "companies/Bolt": "---\naliases: [Old]\n---\n",
    }
    text = '---\nsource: "[[Old|shown]] and [[there is no note “Old”|a b]]"\n---\n'
    outlook = make_outlook({**others, "contacts/Bo": text})
    mended = repair(outlook).index.readings[PurePosixPath("contacts/Bo.md")].note.text
    assert mended == '---\nsource: "[[Bolt|shown]] and [[Acme|a b]]"\n---\n'


def test_every_code_that_has_a_fix_is_one_of_a_problem() -> None:
    assert FIXES.keys() <= CODES.keys()
