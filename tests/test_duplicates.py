"""infoview merge-contact: two notes about one person become one, and nothing is lost."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.cli.app import App
from infoview_md.core.duplicates import plan_merge
from infoview_md.core.index import Index
from infoview_md.core.outcome import index_after
from infoview_md.core.stage import Stage
from infoview_md.errors import Refused
from tests.conftest import Run
from tests.test_cli_write import digest_tree
from tests.test_moving import make_index

A, B = "contacts/Ann.md", "contacts/Bea.md"


def merge(texts: dict[str, str]) -> Index:
    index = make_index(texts)
    one, two = (next(r for p, r in index.contacts.items() if str(p) == path) for path in (A, B))
    return index_after(index, plan_merge(index, one, two, lambda *_: Stage.MET))


def merged(one: str, two: str) -> str:
    """The text of the one note that is left."""
    after = merge({A: one, B: two})
    assert [*map(str, after.readings)] == [A]
    return after.readings[next(iter(after.readings))].note.text


@pytest.mark.parametrize(
    ("one", "two", "after"),
    [
        ("email: a@x", "email: b@x", "email: [a@x, b@x]"),
        ("email: a@x", "email: [A@X, b@x]", "email: [a@x, b@x]"),
        ("tier: A", "areas:\n  - g # why\n  - heat", "tier: A\nareas:\n  - g # why\n  - heat"),
        ("role:", "role: Head", "role: Head"),
        ("tier: A", "rating: 5 # of 5\nx: {y: 1}", "tier: A\nrating: 5 # of 5\nx: {y: 1}"),
        ("sells_advice: false", "sells_advice: true", "sells_advice: true"),
        ("tier: A", "type: contact", "tier: A"),
    ],
)  # fmt: skip
def test_fields_that_have_a_place(one: str, two: str, after: str) -> None:
    alias = "aliases:\n  - Bea\n"
    assert merged(f"---\n{one}\n---\n", f"---\n{two}\n---\n") == f"---\n{after}\n{alias}---\n"


@pytest.mark.parametrize(
    ("one", "two", "line"),
    [
        ("role: Head", "role: Tail", "- role: Tail"),
        ("role: Head", "role: Tail # since May", "- comment: since May"),
        ("do_not_contact: true", "do_not_contact: false", "- do_not_contact: false"),
        ('company: "[[X]]"', "company: Y", "- company: Y"),
        ("stage: met", "stage: ready", "- stage: ready"),
        ('via: "[[Bea]]"', "tier: A", "- referred_by: [[Ann]]"),
        ("x: 1", "x: {y: [1, 2]}", "- ```yaml\n  x: {y: [1, 2]}\n  ```"),
        ('via: "[[X]]"', "may_use_name: true", "- may_use_name: true"),
    ],
)
def test_fields_that_have_none_are_kept_as_lines(one: str, two: str, line: str) -> None:
    text = merged(f"---\n{one}\n---\n", f"---\n{two}\n---\n")
    assert f"\n## Merged from Bea\n\n{line}" in text or f"\n{line}\n" in text


def test_a_stop_sign_of_either_stops() -> None:
    assert "\ndo_not_contact: true\n" in merged("", "---\ndo_not_contact: true\n---\n")
    assert "\nsells_advice: true\n" in merged("---\nsells_advice: true\n---\n", "")
    # One that stands twice, or cannot be read, counts as set.
    assert "\ndo_not_contact: true\n" in merged("", "---\ndo_not_contact: maybe\n---\n")


def test_bodies_and_logs() -> None:
    one = "# Ann\n\n## Log\n- 2026-11-03 request\n- 2026-11-19 met\n\n## Notes\nmine\n"
    two = (
        "---\nname: Bea B\n---\n# Bea\n\nText.\n\n## Log\n- 2026-11-03 request\n"
        "* 2026-11-11 reply yes: ok\n\n  more\nloose\n\n## Channels\n- email b@x.example\n\n"
        "## Next steps\n- [ ] them: slides\n- [ ] me: book @2026-12-01\n"
    )
    assert merged(one, two) == (
        "---\naliases:\n  - Bea B\n  - Bea\n---\n"
        "# Ann\n\n## Log\n- 2026-11-03 request\n- 2026-11-11 reply yes: ok\n  more\n"
        "- 2026-11-19 met\n\n## Notes\nmine\n\n## Merged from Bea B\n\n### Bea\n\nText.\n\n"
        "#### Log notes\nloose\n\n#### Channels\n- email b@x.example\n\n#### Next steps\n"
        "- [ ] them: slides\n- [ ] me: book @2026-12-01\n"
    )


def test_line_ends_and_a_stage_of_its_own() -> None:
    one = "---\r\nstage: ready\r\n---\r\n"
    text = merged(one, "Hello\n===\n\n## Log\n- 2026-11-19 met\n")
    assert text.count("\n") == text.count("\r\n")
    assert "stage: met\r\n" in text
    assert "\r\n- 2026-11-19 met\r\n" in text
    assert text.endswith("\r\n## Merged from Bea\r\n\r\n- stage: ready\r\n\r\n### Hello\r\n")


def test_links_to_the_duplicate_lead_to_the_one_kept() -> None:
    after = merge({
        A: "see [[Bea]]",
        B: "# Bea\n[[Bea#Bea]], [[Ann]]",
        "letters/One.md": '---\nto: "[[contacts/Bea]]"\n---\nDear [[Bea|B]]',
        "daily/x.md": "[[bea]] and [[Cal]]",
    })  # fmt: skip
    texts = {str(path): reading.note.text for path, reading in after.readings.items()}
    assert texts["letters/One.md"] == '---\nto: "[[contacts/Ann]]"\n---\nDear [[Ann|B]]'
    assert texts["daily/x.md"] == "[[Ann]] and [[Cal]]"
    assert "see [[Ann]]" in texts[A]
    assert "[[Ann#Bea]], [[Ann]]" in texts[A]


def test_one_name_in_two_folders() -> None:
    """What was ambiguous between the two is not any more."""
    index = make_index({"contacts/a/Ann.md": "", "contacts/b/Ann.md": "x", "daily/x.md": "[[Ann]]"})
    one, two = index.contacts.values()
    after = index_after(index, plan_merge(index, one, two, lambda *_: Stage.MET))
    assert [reading.note.text for reading in after.readings.values()][-1] == "[[Ann]]"


@pytest.mark.parametrize("broken", ["---\n: {\n---\n", "---\nx: 1\n", "<<<<<<< a\n"])
def test_broken_notes_are_refused(broken: str) -> None:
    with pytest.raises(Refused):
        merged(broken, "")
    with pytest.raises(Refused):
        merged("", broken)


def test_a_fence_that_never_ends_would_hide_what_is_added() -> None:
    with pytest.raises(Refused, match="would not read back as one note"):
        merged("```\n", "## Next steps\n- [ ] me: x @2026-12-01\n")


# -- the law: no line of the duplicate vanishes --------------------------------------------------

FIELDS = [
    "role: {}", "email: {}@x.example", "areas: [{}, heat]", "areas:\n  - {}", "phone: '{}'",
    "# {}", "foreign: {}", "foreign:\n  deep: {}", "why_you: |\n  {}\n  more", "tier: A # {}",
    "location: \"{}\"", "referred_by: '[[{}]]'", "links: [https://x.example/{}]",
]  # fmt: skip
LINES = [
    "{}", "# {}", "## {}", "{}\n===", "## Log", "- 2026-11-03 met: {}", "* 2026-11-04 touch: {}",
    "- 2026-11-05 {}\n  below {}", "- {}", "## Channels", "- email {}@x.example: given", "",
    "## Next steps", "- [ ] them: {}", "- [x] {} @2026-12-01", "> {}", "`{}`", "<!-- {} -->",
    "- [[2026-11-06]] nudge, {}", "%% {} %%", "```\n{}\n```", "    {}", "1. {}", "###### {}",
]  # fmt: skip


def _make_note(seed: int, mark: str) -> str:
    dice = random.Random(seed)
    count = iter(range(1000))

    def fill(piece: str) -> str:
        return re.sub(r"\{\}", lambda _: f"{mark}{next(count)}q", piece)

    keys: dict[str, str] = {}
    for piece in dice.sample(FIELDS, dice.randint(0, 8)):
        keys.setdefault(piece.partition(":")[0], fill(piece))
    matter = "".join(f"{one}\n" for one in keys.values())
    body = "\n".join(fill(dice.choice(LINES)) for _ in range(dice.randint(0, 14)))
    newline = dice.choice(["\n", "\n", "\r\n"])
    return (f"---\n{matter}---\n" * bool(matter) + body).replace("\n", newline)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_no_line_of_the_duplicate_vanishes(one: int, two: int) -> None:
    texts = {A: _make_note(one, "a"), B: _make_note(two, "b")}
    index = make_index(texts)
    if any(reading.note.is_broken for reading in index.readings.values()):
        return
    try:
        text = merged(texts[A], texts[B])
    except Refused as fault:
        assert "would not read back" in fault.message  # noqa: PT017
        return
    for token in re.findall(r"[ab]\d+q", texts[A] + texts[B]):
        assert token in text


def test_most_merges_of_the_law_are_carried_out() -> None:
    """A control: a plan that refuses everything would lose nothing, too."""
    done = 0
    for seed in range(200):
        try:
            merged(_make_note(seed, "a"), _make_note(seed + 10_000, "b"))
            done += 1
        except Refused:
            pass
    assert done > 150


# -- the command ---------------------------------------------------------------------------------


def test_merge_contact_writes_and_undo_takes_it_back(run: Run, example: Path) -> None:
    before = digest_tree(example)
    result = run("merge-contact", "ingrid", "kari", "--yes", vault=example)
    assert (result.exit_code, result.stdout) == (0, "contacts/Ingrid Solheim.md\n")
    assert not (example / "contacts/Kari Lunde.md").exists()
    assert run("undo", vault=example).exit_code == 0
    assert digest_tree(example) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ingrid", "kari"), 6),  # two companies, nobody to ask
        (("ingrid", "Ingrid Solheim"), 2),
        (("ingrid", "nobody at all"), 4),
        (("fjordlys", "kari"), 4),
        (("ingrid",), 2),
        (("ingrid", "kari", "--dry-run"), 0),
    ],
)
def test_merge_contact_changes_nothing(
    run: Run, example: Path, words: tuple[str, ...], code: int
) -> None:
    before = digest_tree(example)
    result = run("merge-contact", *words, vault=example)
    assert result.exit_code == code
    assert digest_tree(example) == before


@pytest.mark.parametrize(("answer", "code"), [("n\n", 6), ("y\n", 0)])
def test_merge_contact_asks_about_two_companies(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr(App, "may_ask", True)
    result = run("merge-contact", "ingrid", "kari", vault=example, input=answer)
    assert result.exit_code == code
    assert "One person all the same?" in result.stderr
