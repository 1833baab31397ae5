"""What must not leave: a letter a second time, words that were not shown, notes written over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.test_cli_write import digest_tree
from tests.test_letter_life import DAY, NAME, NOTE, asked, drafted, edit, log_of, put_door

__all__ = ["asked", "drafted"]

CONTACT = f"contacts/{NAME}.md"
NEXT_DAY = "2026-11-25"
PETRA = "Your data %%heard from Petra, in confidence%% of heat pumps."


def put_note(vault: Path, name: str, text: str) -> None:
    """Write one file of a vault by hand."""
    path = vault / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_by_hand(vault: Path, name: str, fields: str, body: str = "Dear Ingrid,\n\nHi.\n") -> str:
    """A letter's note that no template has made."""
    put_note(
        vault, f"letters/{name}.md", f'---\nto: "[[{NAME}]]"\n{fields}---\n\n{body}\n\nMira Voss\n'
    )
    return f"letters/{name}.md"


# -- comment marks in fields -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "You saved 50%% of balancing cost and then 20%% of losses",
        "You saved 50%% of balancing cost.",
        "It was <!-- in confidence --> a good talk.",
        PETRA,
    ],
)
@pytest.mark.parametrize("to", [["--send"], ["--via", "eml:-"], ["--approve"], ["--sent"]])
def test_a_field_with_a_comment_mark_is_a_fault_with_its_place(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch, words: str, to: list[str]
) -> None:
    door = put_door(monkeypatch)
    run("set", NAME, "why_you", words, vault=asked)
    before = digest_tree(asked)
    done = run("letter", "ingrid", *to, vault=asked, today=DAY)
    assert done.exit_code == 6
    lines = (asked / CONTACT).read_text("utf-8").split("\n")
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("why_you:"))
    assert f"{CONTACT}:{line}: why you holds a comment mark" in done.stderr
    assert (digest_tree(asked), door.handed) == (before, [])


@pytest.mark.parametrize("to", [[], ["--stdout"], ["--via", "text"], ["--output", "-file-"]])
def test_private_words_in_a_field_are_never_printed(
    run: Run, asked: Path, tmp_path: Path, to: list[str]
) -> None:
    run("set", NAME, "why_you", PETRA, vault=asked)
    file = tmp_path / "out.txt"
    to = [str(file) if word == "-file-" else word for word in to]
    shown = run("letter", "ingrid", *to, vault=asked, today=DAY)
    text = shown.stdout + (file.read_text("utf-8") if file.exists() else "")
    assert "Dear Ingrid" in text
    assert "Petra" not in text
    assert shown.exit_code == 1


def test_a_template_keeps_its_comments_to_itself(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "---\nkind: request\nsubject: A talk?\n---\n"
    put_note(
        asked, "templates/request.md", f"{head}{{{{ greeting }}}}\n\n<!-- mine -->\n\nA.\n%%x%%B\n"
    )
    door = put_door(monkeypatch)
    shown = run("letter", "ingrid", "--stdout", vault=asked, today=DAY).stdout
    assert "mine" not in shown
    run("letter", "ingrid", "--send", "--anyway", "short", vault=asked, today=DAY)
    assert door.handed[0].envelope.body == shown
    put_note(asked, "templates/thanks.md", f"{head.replace('request', 'thanks')}A. %% B.\n")
    fault = run("letter", "ingrid", "thanks", vault=asked, today=DAY)
    assert "templates/thanks.md:1: a comment in the template has no end" in fault.stderr


def test_what_leaves_is_what_the_note_says_or_nothing(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "---\nkind: request\nsubject: A talk?\n---\n"
    put_note(asked, "templates/request.md", f"{head}{{{{ greeting }}}}\n\nA. <!-- B.\n")
    door = put_door(monkeypatch)
    done = run("letter", "ingrid", "--send", "--anyway", "no", vault=asked, today=DAY)
    assert done.exit_code == 6
    assert f"{NOTE} does not read as the letter that was shown" in done.stderr
    assert door.handed == []


# -- doubles ---------------------------------------------------------------------------------------


def test_the_same_command_again_sends_no_second_letter(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    for more in ([], ["--anyway", "it is fine"]):
        for code in (0, 6):
            done = run("letter", "ingrid", "--send", "--yes", *more, vault=asked, today=DAY)
            assert done.exit_code == (6 if more else code), done.stderr
    assert "left today already; for one more, name its kind" in done.stderr
    for to in ("text", "eml:-", "mailto"):
        assert run("letter", "ingrid", "--via", to, vault=asked, today=DAY).exit_code == 6
    assert len(door.handed) == 1
    assert len(log_of(asked)) == 1


@pytest.mark.parametrize(("day", "is_early"), [(DAY, True), ("2026-12-04", False)])
def test_a_nudge_before_r2_is_over_is_warned_of(
    run: Run, asked: Path, day: str, is_early: bool
) -> None:
    run("letter", "ingrid", "--sent", vault=asked, today=DAY)
    done = run("letter", "ingrid", "nudge", vault=asked, today=day)
    said = f"warning R2: {NAME} was asked a short while ago; do not remind them before 2026-12-03"
    assert (said in done.stderr) is is_early, done.stderr


@pytest.mark.parametrize("to", ["smtp", "eml:-", "mailto", "text"])
def test_a_letter_that_was_logged_by_hand_is_not_handed_out(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    door = put_door(monkeypatch)
    run("log", NAME, "request email", vault=drafted, today=DAY)
    done = run("letter", "ingrid", "request", "--via", to, vault=drafted, today=NEXT_DAY)
    assert done.exit_code == 6
    assert "says already that it left; record that with infoview letter" in done.stderr
    assert door.handed == []
    run("letter", "ingrid", "request", "--sent", vault=drafted, today=NEXT_DAY)
    assert len(log_of(drafted)) == 1


def test_a_letter_sent_in_spite_of_a_line_has_a_line_of_its_own(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_door(monkeypatch)
    run("log", NAME, "request phone", vault=drafted, today=DAY)
    send = ("letter", "ingrid", "request", "--send", "--anyway", "that was by phone")
    assert run(*send, vault=drafted, today=NEXT_DAY).exit_code == 0
    assert [line.endswith("that was by phone") for line in log_of(drafted)] == [False, True]
    assert f"sent: {NEXT_DAY}" in (drafted / NOTE).read_text("utf-8")


def test_a_request_leaves_once_while_its_thread_is_live(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    request = ("letter", "ingrid", "request")
    assert run(*request, "--send", vault=asked, today=DAY).exit_code == 0
    for day in (NEXT_DAY, "2026-12-01"):
        for to in (["--send"], ["--via", "text"], ["--sent"], ["--send", "--anyway", "lost"]):
            done = run(*request, *to, vault=asked, today=day)
            assert done.exit_code == 6, done.stderr
            assert f"{NOTE}: a letter like this request to {NAME} left already" in done.stderr
    written = run(*request, "--write", vault=asked, today=NEXT_DAY)
    assert f"{NOTE}: a letter like this request to {NAME} left already" in written.stderr
    assert run(*request, "--send", vault=asked, today=NEXT_DAY).exit_code == 6
    assert run(*request, "--send", "--anyway", "lost", vault=asked, today=NEXT_DAY).exit_code == 0
    assert len(door.handed) == 2
    assert log_of(asked)[-1].endswith("sent anyway: lost")


@pytest.mark.parametrize(("first", "second"), [("hand-over", "request"), ("request", "hand-over")])
def test_a_hand_over_is_a_first_letter_like_a_request(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    door = put_door(monkeypatch)
    run("new", "contact", "Nils Berg", "--company", "fjordlys", vault=asked)
    send = ("--send", "--anyway", "x")
    done = run("letter", "ingrid", first, "--about", "nils", *send, vault=asked, today=DAY)
    assert done.exit_code == 0, done.stderr
    for note in (True, False):
        if not note:  # the log alone says it
            edit(asked, f"sent: {DAY}\n", "", f"letters/{DAY} {NAME} {first}.md")
        done = run("letter", "ingrid", second, "--send", "--yes", vault=asked, today=NEXT_DAY)
        assert (done.exit_code, "left already" in done.stderr) == (6, True), done.stderr
    assert len(door.handed) == 1


def test_a_request_that_came_back_may_leave_for_another_address(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    run("letter", "ingrid", "request", "--send", vault=asked, today=DAY)
    run("log", NAME, "bounce email: ingrid@fjordlys.example", vault=asked, today=DAY)
    run("set", NAME, "email", "ingrid@berg.example", vault=asked, today=DAY)
    for code in (0, 6):
        done = run("letter", "ingrid", "request", "--send", vault=asked, today=DAY)
        assert done.exit_code == code, done.stderr
    assert [one.envelope.to for one in door.handed] == [
        "ingrid@fjordlys.example",
        "ingrid@berg.example",
    ]


def test_one_talk_is_thanked_for_once(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    put_talk(run, asked, DAY)
    thanks = ("letter", "ingrid", "thanks")
    done = run(*thanks, "--send", "--anyway", "x", vault=asked, today=DAY)
    assert done.exit_code == 0, done.stderr
    for day in (DAY, NEXT_DAY):
        assert run(*thanks, "--via", "text", vault=asked, today=day).exit_code == 6
    run(*thanks, "--write", vault=asked, today=NEXT_DAY)
    edit(asked, "Dear Ingrid", "Dear Ms Solheim", f"letters/{NEXT_DAY} {NAME} thanks.md")
    run("letter", "ingrid", "--approve", "--anyway", "x", vault=asked, today=NEXT_DAY)
    sent = run("letters", "send", "--via", "smtp", "--yes", vault=asked, today=NEXT_DAY)
    assert sent.exit_code == 1
    assert "a letter like this thanks" in sent.stdout
    assert len(door.handed) == 1
    put_talk(run, asked, "2026-12-10")
    done = run(*thanks, "--send", "--anyway", "x", vault=asked, today="2026-12-10")
    assert done.exit_code == 0, done.stderr


def put_talk(run: Run, vault: Path, day: str) -> None:
    run("log", NAME, "met video", vault=vault, today=day)


def test_a_copy_of_an_approved_draft_does_not_leave_too(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    run("letter", "ingrid", "--approve", vault=drafted, today=DAY)
    (drafted / "letters/a copy.md").write_bytes((drafted / NOTE).read_bytes())
    rows = []
    for _ in range(3):
        done = run("letters", "send", "--via", "smtp", "--yes", "--json", vault=drafted, today=DAY)
        rows.append([row["state"] for row in json.loads(done.stdout)])
    assert rows == [["sent"], ["failed"], ["failed"]]
    assert len(door.handed) == 1


def test_the_same_words_do_not_leave_again_as_another_kind(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    for name, kind in (("a", "touch"), ("b", "update")):
        write_by_hand(asked, name, f"kind: {kind}\nsubject: Hello\n")
        done = run("letter", "ingrid", kind, "--send", vault=asked, today="2026-11-20")
        if name == "a":
            assert done.exit_code == 0, done.stderr
    assert "letters/a.md: a letter like this update" in done.stderr
    assert len(door.handed) == 1


# -- letters of no kind, and those that cannot be read ---------------------------------------------


@pytest.mark.parametrize("fields", ["kind: other\n", "", "kind: other\ntemplate: other\n"])
@pytest.mark.parametrize("has_template", [False, True])
def test_a_letter_by_hand_of_no_kind_is_shown_approved_and_sent(
    run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch, fields: str, has_template: bool
) -> None:
    if has_template:
        put_note(asked, "templates/other.md", "---\nkind: other\nsubject: New\n---\nAnew.\n")
    note = write_by_hand(asked, "by hand", f"{fields}subject: Hello\n", "Dear Ingrid,\n\nMine.\n")
    door = put_door(monkeypatch)
    for words in ([], ["other"]):
        shown = run("letter", "ingrid", *words, vault=asked, today=DAY)
        assert "Mine." in shown.stdout, shown.stderr
    assert run("letter", "ingrid", "--approve", vault=asked, today=DAY).exit_code == 0
    assert "approved:" in (asked / note).read_text("utf-8")
    assert run("letter", "ingrid", "--send", vault=asked, today=DAY).exit_code == 0
    assert "Mine." in door.handed[0].envelope.body
    assert [path.name for path in (asked / "letters").iterdir()] == ["by hand.md"]


def test_a_letter_that_cannot_be_read_is_told_and_stops_another(run: Run, asked: Path) -> None:
    note = write_by_hand(asked, "broken", "kind: [\nsubject: Hello\n")
    before = digest_tree(asked)
    for words in ([], ["request"], ["request", "--write"], ["--send"], ["other"]):
        done = run("letter", "ingrid", *words, vault=asked, today=DAY)
        assert done.exit_code == 6
        assert f"{note}:3:" in done.stderr
        assert "mend it first" in done.stderr
    due = run("letters", "due", "--yes", vault=asked, today=DAY)
    assert due.exit_code == 1
    assert f"{note}:3:" in due.stdout
    sent = run("letters", "send", "--via", "smtp", "--yes", vault=asked, today=DAY)
    assert f"{note}:3:" in sent.stdout
    assert digest_tree(asked) == before


# -- files -----------------------------------------------------------------------------------------


def test_a_dry_run_writes_no_file(run: Run, asked: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    done = run("letter", "ingrid", "--output", str(file), "--dry-run", vault=asked, today=DAY)
    assert f"it would be written to {file}" in done.stderr
    assert not file.exists()
    run("letter", "ingrid", "--output", str(file), vault=asked, today=DAY)
    assert file.exists()


@pytest.mark.parametrize("target", [CONTACT, "infoview.toml", "templates/request.md", NOTE])
@pytest.mark.parametrize("option", [["--output", "{}"], ["--via", "eml:{}"]])
def test_no_part_of_the_vault_is_written_over(
    run: Run, drafted: Path, tmp_path: Path, target: str, option: list[str]
) -> None:
    put_note(drafted, "templates/request.md", "---\nkind: request\nsubject: A\n---\nA.\n")
    link = tmp_path / "link.txt"
    link.symlink_to(drafted / target)
    before = digest_tree(drafted)
    for file in (drafted / target, link):
        words = [word.format(file) for word in option]
        done = run("letter", "ingrid", *words, "--force", vault=drafted, today=DAY)
        assert done.exit_code == 6
        assert "is part of the vault" in done.stderr
    assert digest_tree(drafted) == before
