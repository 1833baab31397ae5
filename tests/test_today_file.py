"""infoview today --write: each tick in Today.md becomes its log line, exactly once."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from infoview_md.core.checklist import event_of, read_line
from infoview_md.core.logtext import format_event
from tests.conftest import OWNER, PROVE, Run
from tests.test_cli_write import digest_tree

DAY = "2026-11-24"
PEOPLE = {
    "Ann": "## Log\n- 2026-11-10 request\n- 2026-11-12 reply yes\n- 2026-11-13 scheduled for "
    "2026-11-20\n- 2026-11-20 met: good\n",
    "Bo": "## Log\n- 2026-11-03 request\n",
    "Cal": "---\ntier: A\n---\n## Log\n- 2026-08-03 request\n- 2026-08-04 reply yes\n"
    "- 2026-08-10 met: fine\n- 2026-08-11 thanks\n- [ ] me: a book @2026-11-20\n",
    "Dee": "## Log\n- 2026-11-18 request\n- 2026-11-20 reply yes\n",
}


def make_people(root: Path) -> None:
    for name, text in PEOPLE.items():
        (root / f"contacts/{name}.md").write_text(text)


@pytest.fixture
def people(vault: Path) -> Path:
    """Somebody to thank, to nudge, to keep in touch with, to answer; and a promise."""
    make_people(vault)
    return vault


def write(run: Run, root: Path, day: str = DAY, *more: str) -> str:
    """Today.md after a run that must succeed; what it told stands above it."""
    result = run("today", "--write", *more, vault=root, today=day)
    assert result.exit_code == 0, result.stderr
    return result.stderr + (root / "Today.md").read_text()


def tick(root: Path, label: str, behind: str = "", box: str = "x") -> None:
    """Tick the first box of a kind, and write something behind the line."""
    text = (root / "Today.md").read_text()
    new = re.sub(rf"- \[ \] ({re.escape(label)}.*)", rf"- [{box}] \1{behind}", text, count=1)
    assert new != text
    (root / "Today.md").write_text(new)


def log_of(root: Path, name: str) -> str:
    return (root / f"contacts/{name}.md").read_text()


def test_the_list_is_made_and_kept(run: Run, people: Path) -> None:
    text = write(run, people)
    assert "- [ ] thank [[Ann]], 1 day late: met, and not thanked yet" in text
    assert '`infoview letter Ann thanks` ^thanks-0\n' in text  # fmt: skip
    assert "made Today.md" in text
    before = digest_tree(people)
    write(run, people)
    assert digest_tree(people) == before


def test_what_is_outside_the_marks_is_the_owners(run: Run, people: Path) -> None:
    mine = "---\ntype: contact\n---\r\nMine\r\n"
    (people / "Today.md").write_bytes(mine.encode())
    write(run, people)
    data = (people / "Today.md").read_bytes().decode()
    assert data.startswith(f"{mine}\r\n<!-- infoview:today -->\r\n")
    assert data.count("\n") == data.count("\r\n") + 2  # as its front matter was
    (people / "Today.md").write_bytes((data + "Below\r\n").encode())
    write(run, people, "2026-11-25")
    after = (people / "Today.md").read_bytes().decode()
    assert after.startswith(mine)
    assert after.endswith("<!-- /infoview:today -->\r\nBelow\r\n")
    # It is none of the four kinds, whatever it says, and its links are nobody's fault.
    assert run("list", "contacts", "--json", vault=people).stdout.count('"name"') == len(PEOPLE)
    (people / "contacts/Bo.md").unlink()
    assert "Today" not in run("check", vault=people).stdout


@pytest.mark.parametrize(
    ("label", "behind", "name", "line"),
    [
        ("thank", "", "Ann", "- 2026-11-24 thanks\n"),
        ("thank", " by phone", "Ann", "- 2026-11-24 thanks: by phone\n"),
        ("thank", " ✅ 2026-11-23", "Ann", "- 2026-11-23 thanks\n"),
        ("thank", " @2026-11-22: a card", "Ann", "- 2026-11-22 thanks: a card\n"),
        ("nudge", "", "Bo", "- 2026-11-24 nudge\n"),
        ("stay in touch", " 2026-11-23", "Cal", "- 2026-11-23 touch\n"),
        ("answer", " Monday?", "Dee", "- 2026-11-24 propose: Monday?\n"),
    ],
)
def test_a_tick_becomes_its_line(
    run: Run, people: Path, label: str, behind: str, name: str, line: str
) -> None:
    write(run, people)
    tick(people, label, behind)
    before = log_of(people, name)
    told = write(run, people)
    assert Counter(log_of(people, name).split("\n")) - Counter(before.split("\n")) == Counter(
        line.split("\n")[:1]
    )
    assert f"{name}: {line}" in told
    assert "[x]" not in (people / "Today.md").read_text()
    after = digest_tree(people)
    write(run, people)
    assert digest_tree(people) == after


def test_a_ticked_promise_is_ticked_in_its_note(run: Run, people: Path) -> None:
    write(run, people)
    tick(people, "promise")
    assert "contacts/Cal.md:9: ticked" in write(run, people)
    assert "- [x] me: a book @2026-11-20" in log_of(people, "Cal")
    assert "a book" not in (people / "Today.md").read_text()


def test_it_is_one_transaction(run: Run, people: Path) -> None:
    write(run, people)
    tick(people, "thank")
    before = digest_tree(people)
    write(run, people)
    assert run("undo", vault=people).exit_code == 0
    assert digest_tree(people) == before
    write(run, people)
    assert log_of(people, "Ann").count(" thanks") == 1


@pytest.mark.parametrize(
    ("label", "command", "name", "word"),
    [("thank", "thanks", "Ann", " thanks"), ("stay", "touch", "Cal", " touch")],
)
def test_what_was_logged_meanwhile_is_not_logged_twice(
    run: Run, people: Path, label: str, command: str, name: str, word: str
) -> None:
    write(run, people)
    tick(people, label, " my words")
    assert run("log", name, command, vault=people, today=DAY).exit_code == 0
    told = write(run, people)
    assert f"the log of {name} has it already; nothing was logged" in told
    assert log_of(people, name).count(word) == 1
    # The words are not lost: they stand below the list.
    assert "my words" in (people / "Today.md").read_text().split("<!-- /infoview:today -->")[1]


def test_a_paid_promise_is_not_ticked_twice(run: Run, people: Path) -> None:
    write(run, people)
    tick(people, "promise")
    text = log_of(people, "Cal").replace("- [ ] me", "- [x] me")
    (people / "contacts/Cal.md").write_text(text)
    assert "the promise is ticked already" in write(run, people)
    assert log_of(people, "Cal") == text


def test_renaming_a_person_keeps_the_tick(run: Run, people: Path) -> None:
    write(run, people)
    tick(people, "thank")
    assert run("mv", "Ann", "Anna Berg", vault=people).exit_code == 0
    write(run, people)
    assert log_of(people, "Anna Berg").endswith("- 2026-11-24 thanks\n")


def _gone(root: Path) -> None:
    (root / "contacts/Ann.md").unlink()


def _broken(root: Path) -> None:
    (root / "contacts/Ann.md").write_text("---\n: {\n---\n")


def _twice(root: Path) -> None:
    (root / "contacts/old").mkdir()
    shutil.copy(root / "contacts/Ann.md", root / "contacts/old/Ann.md")


@pytest.mark.parametrize(
    ("happens", "behind", "sentence"),
    [
        (_gone, "", "[[Ann]] is no contact"),
        (_broken, "", "mend it first"),
        (_twice, "", "[[Ann]] is several contacts"),
        (None, " 2027-01-01", "2027-01-01 has not come yet"),
        (None, " 2026-02-30", "2026-02-30 is not a day of the calendar"),
    ],
)
def test_what_cannot_be_settled_stays_ticked(
    run: Run, people: Path, happens: Callable[[Path], None] | None, behind: str, sentence: str
) -> None:
    write(run, people)
    tick(people, "thank", behind)
    tick(people, "nudge")
    if happens is not None:
        happens(people)
    told = write(run, people)
    assert sentence in told
    text = (people / "Today.md").read_text()
    assert text.count("- [x] thank [[Ann]]") == 1
    assert text.count("] thank [[Ann]]") == 1
    assert "2026-11-24 nudge" in log_of(people, "Bo")
    before = digest_tree(people)
    write(run, people)
    assert digest_tree(people) == before


def test_lines_of_the_owner_inside_the_marks_move_below(run: Run, people: Path) -> None:
    write(run, people)
    text = (people / "Today.md").read_text()
    (people / "Today.md").write_text(text.replace("<!-- /info", "- buy milk\n  or two\n<!-- /info"))
    assert "2 lines between the marks were yours" in write(run, people)
    assert (
        (people / "Today.md")
        .read_text()
        .endswith("<!-- /infoview:today -->\n\n- buy milk\n  or two\n\n")
    )


def test_words_on_an_open_line_stay_with_it(run: Run, people: Path) -> None:
    write(run, people)
    tick(people, "thank", " with flowers", box="/")
    text = write(run, people, "2026-11-25")
    line = next(line for line in text.split("\n") if "[[Ann]]" in line)
    assert line.startswith("- [/] thank [[Ann]], 2 days late")
    assert line.endswith("thanks` with flowers ^thanks-0")
    assert run("log", "Ann", "thanks", vault=people, today="2026-11-25").exit_code == 0
    write(run, people, "2026-11-25")
    assert "with flowers" in (people / "Today.md").read_text().split("<!-- /infoview")[1]


def test_a_box_stands_only_where_a_tick_stands_for_something(run: Run, people: Path) -> None:
    (people / "contacts/Eva.md").write_text("---\ntier: B\n---\n")
    (people / "contacts/Fay.md").write_text("---\nemail: f@x.example\nwhy_you: you\n---\n")
    text = write(run, people)
    assert "\n- research [[Eva]]" in text
    assert "\n- request [[Fay]]" in text


def test_dry_run_writes_nothing(run: Run, people: Path) -> None:
    write(run, people)
    tick(people, "thank")
    before = digest_tree(people)
    shown = run("today", "--write", "--dry-run", vault=people, today=DAY)
    assert "+- 2026-11-24 thanks" in shown.stdout
    assert digest_tree(people) == before


def test_json_is_as_it_was(run: Run, people: Path) -> None:
    plain = run("today", "--json", vault=people, today=DAY).stdout
    both = run("today", "--json", "--write", vault=people, today=DAY).stdout
    assert json.loads(plain) == json.loads(both.partition("\n")[2])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<!-- infoview:today -->\n", "Today.md:1: "),
        ("x\n<!-- /infoview:today -->\n<!-- infoview:today -->\n", "Today.md:3: "),
        ("<!-- infoview:today -->\n" * 2 + "<!-- /infoview:today -->\n", "Today.md:2: "),
        ("<<<<<<< a\n", "a git merge is not settled"),
        ("\0", "a NUL character stands here"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(
    run: Run, people: Path, text: str, sentence: str
) -> None:
    (people / "Today.md").write_text(text)
    before = digest_tree(people)
    result = run("today", "--write", vault=people, today=DAY)
    assert (result.exit_code, sentence in result.stderr) == (6, True), result.stderr
    assert digest_tree(people) == before


def test_dry_run_needs_write(run: Run, people: Path) -> None:
    assert run("today", "--dry-run", vault=people).exit_code == 2


@pytest.mark.parametrize(
    ("command", "event"),
    [
        ("infoview log Ann touch", "touch"),
        ("infoview log Ann 'met [[x]]' --date 2026-11-03", "met"),
        ("infoview letter Ann thanks", "thanks"),
        ("infoview letter Ann request", None),
        ("infoview letter Ann hand-over", None),
        ("infoview letter Ann answer", "propose"),
        ("infoview letter Ann answer-no", "touch"),
        ("infoview letter Ann close", "close"),
        ("infoview letter Ann update-met --about Bo --about 'Cal Dee'", "update"),
        ("infoview letter Ann update-met --about", None),
        ("infoview letter Ann nudge --write", None),
        ("infoview letter Ann poem", None),
        ("infoview letter Ann", None),
        ("infoview edit Ann", None),
        ("infoview log Ann nonsense", None),
        ("infoview log Ann", None),
        ("infoview log 'Ann", None),
    ],
)
def test_event_of(command: str, event: str | None) -> None:
    found = event_of(command, date(2026, 11, 24))
    assert (found.kind if found else None) == event


def test_a_ticked_letter_links_whom_it_is_about() -> None:
    command = "infoview letter Ann update-met --about Bo --about 'x/Cal Dee'"
    found = event_of(command, date(2026, 11, 24))
    assert found is not None
    assert format_event(found) == "- 2026-11-24 update [[Bo]], [[x/Cal Dee]]"
    confirmed = event_of("infoview letter Ann confirm", date(2026, 11, 24))
    assert confirmed is not None
    assert format_event(confirmed) == "- 2026-11-24 touch: confirmed the talk"


def test_a_line_of_somebody_else_is_none_of_ours() -> None:
    assert read_line("- [x] thank Ann") is None
    assert read_line("- [x] think `infoview log x touch`") is None


# -- whatever happens in between, each tick is logged once ---------------------------------------

BOX = re.compile(r"^- \[([ x])\] .*\[\[(\w+)\]\].* \^([a-z]+)-[0-9a-f]+", re.MULTILINE)


class Ticking(RuleBasedStateMachine):
    """A person ticks, edits, logs and waits in any order; a model counts what must be logged."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name) / "vault"
        (self.root / "contacts").mkdir(parents=True)
        (self.root / "infoview.toml").write_text(OWNER)
        make_people(self.root)
        self.run, self.day = Run(), date(2026, 11, 24)
        self.ticks: Counter[tuple[str, str]] = Counter()
        self.logged: set[tuple[str, str]] = set()
        self.outside = 0
        self.write()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @property
    def today(self) -> Path:
        return self.root / "Today.md"

    def counts(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for path in (self.root / "contacts").iterdir():
            text = path.read_text()
            found.update((path.stem, word) for word in re.findall(r"^- \d\S+ (\w+)", text, re.M))
            found[path.stem, "promise"] = len(re.findall(r"^- \[x\]", text, re.M))
        return found

    @rule()
    def write(self) -> None:
        before, expected = self.counts(), self.ticks
        result = self.run("today", "--write", vault=self.root, today=str(self.day))
        assert result.exit_code == 0
        for key in self.logged:
            expected.pop(key, None)
        assert self.counts() - before == expected
        assert before - self.counts() == Counter()
        assert "[x]" not in self.today.read_text().split("<!-- /info")[0]
        assert self.today.read_text().count("mine ") == self.outside
        self.ticks, self.logged = Counter(), set()
        tree = digest_tree(self.root)
        assert self.run("today", "--write", vault=self.root, today=str(self.day)).exit_code == 0
        assert digest_tree(self.root) == tree

    @rule(
        numbers=st.lists(st.integers(0, 9), min_size=1, max_size=4),
        words=st.sampled_from(["", " words", " ✅ 2026-11-24"]),
    )
    def tick(self, numbers: list[int], words: str) -> None:
        for number in numbers:
            text = self.today.read_text()
            boxes = [box for box in BOX.finditer(text) if box[1] == " "]
            if boxes:
                box = boxes[number % len(boxes)]
                end = text.index("\n", box.end())
                new = f"{text[: box.start(1)]}x{text[box.end(1) : end]}{words}{text[end:]}"
                self.today.write_text(new)
                self.ticks[box[2], box[3]] += 1

    @rule(number=st.integers(0, 9))
    def log_by_hand(self, number: int) -> None:
        boxes = [b for b in BOX.finditer(self.today.read_text()) if b[3] != "promise"]
        if boxes:
            box = boxes[number % len(boxes)]
            done = self.run("log", box[2], box[3], vault=self.root, today=str(self.day))
            assert done.exit_code == 0
            self.logged.add((box[2], box[3]))

    @rule(numbers=st.lists(st.integers(0, 9), min_size=2, max_size=4, unique=True))
    def tick_and_log_one_by_hand(self, numbers: list[int]) -> None:
        self.tick(numbers=numbers, words="")
        self.log_by_hand(number=numbers[0])

    @rule(above=st.booleans())
    def edit_outside(self, above: bool) -> None:
        self.outside += 1
        text, mine = self.today.read_text(), f"mine {self.outside}\n"
        self.today.write_text(mine + text if above else text + mine)

    @precondition(lambda self: self.outside < 3)
    @rule()
    def edit_inside(self) -> None:
        self.outside += 1
        text = self.today.read_text()
        self.today.write_text(text.replace("<!-- /info", f"mine {self.outside}\n<!-- /info"))

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.day += timedelta(days)


Ticking.TestCase.settings = settings(
    max_examples=150 if PROVE else 25, stateful_step_count=12, deadline=None, derandomize=not PROVE
)
TestTicking = Ticking.TestCase
