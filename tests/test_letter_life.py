"""The life of a letter: drafted, edited, approved, handed over, sent; and every refusal."""

from __future__ import annotations

import sys
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from types import ModuleType

import pytest

from infoview_md.cli.app import App
from infoview_md.cli.doors import Handed, Handing
from infoview_md.errors import ServiceMissing
from tests.conftest import Run
from tests.test_cli_write import changed, digest_tree, read_fields

DAY = "2026-11-24"
NAME = "Ingrid Solheim"
NOTE = f"letters/{DAY} {NAME} request.md"


@pytest.fixture
def asked(run: Run, vault: Path) -> Path:
    """A vault with one contact who is ready to be asked."""
    run("new", "company", "Fjordlys Energi", "--motivation", "3", vault=vault)
    run(
        "new", "contact", NAME, "--company", "fjordlys", "--email", "ingrid@fjordlys.example",
        "--why-you", "Your talk stayed with me.", vault=vault,
    )  # fmt: skip
    return vault


@pytest.fixture
def drafted(run: Run, asked: Path) -> Path:
    """The same with a draft of the request that the person has edited."""
    run("letter", "ingrid", "--write", vault=asked, today=DAY)
    edit(asked, "Your talk stayed with me.", "Your talk stayed with me, all summer.")
    return asked


def edit(vault: Path, old: str, new: str, note: str = NOTE) -> None:
    """What a person does in an editor."""
    path = vault / note
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def log_of(vault: Path) -> list[str]:
    """The log lines of the contact."""
    text = (vault / f"contacts/{NAME}.md").read_text("utf-8")
    return [line for line in text.split("\n") if line.startswith("- 2")]


class FakeDoor(ModuleType):
    """A door that remembers what it was handed."""

    def __init__(self, has_left: bool, fault: Exception | None = None) -> None:
        super().__init__("infoview_md.cli.door_smtp")
        self.handed: list[Handing] = []
        self.has_left, self.fault = has_left, fault

    def hand_over(self, _: App, handing: Handing) -> Handed:
        """Keep it, and say whether it left."""
        self.handed.append(handing)
        if self.fault:
            raise self.fault
        return Handed(self.has_left, "done")


def put_door(
    monkeypatch: pytest.MonkeyPatch, has_left: bool = True, fault: Exception | None = None
) -> FakeDoor:
    """Put a fake in the place of the door that sends."""
    door = FakeDoor(has_left, fault)
    monkeypatch.setitem(sys.modules, "infoview_md.cli.door_smtp", door)
    return door


# -- drafts ----------------------------------------------------------------------------------------


def test_what_is_shown_is_the_persons_draft_without_comments(run: Run, drafted: Path) -> None:
    shown = run("letter", "ingrid", vault=drafted, today=DAY)
    assert "all summer" in shown.stdout
    assert "<!--" not in shown.stdout
    assert f"this is your draft: {NOTE}" in shown.stderr
    assert 'infoview letter "Ingrid Solheim" request --diff' in shown.stderr
    assert (shown.exit_code, "all summer" in (drafted / NOTE).read_text()) == (0, True)


def test_the_draft_says_what_it_was_made_from_and_nothing_needs_it(run: Run, drafted: Path) -> None:
    last = (drafted / NOTE).read_text("utf-8").rstrip().split("\n")[-1]
    assert last.startswith(f"<!-- made from request (shipped), rules classic, {DAY}; fields: ")
    edit(drafted, last, "")
    assert run("letter", "ingrid", vault=drafted, today=DAY).exit_code == 0
    assert run("letter", "ingrid", "--approve", vault=drafted, today=DAY).exit_code == 0


def test_a_draft_is_compared_with_a_new_one(run: Run, drafted: Path) -> None:
    before = digest_tree(drafted)
    diff = run("letter", "ingrid", "--diff", vault=drafted, today=DAY)
    assert diff.exit_code == 0
    assert diff.stdout.startswith(f"--- {NOTE}\n+++ made anew\n")
    removed = [line for line in diff.stdout.split("\n")[2:] if line.startswith("-")]
    assert [("all summer" in line) for line in removed] == [True]
    assert changed(before, drafted) == set()


def test_there_is_nothing_to_compare_without_a_draft(run: Run, asked: Path) -> None:
    refused = run("letter", "ingrid", "--diff", vault=asked, today=DAY)
    assert (refused.exit_code, "--write" in refused.stderr) == (6, True)


def test_writing_the_same_draft_again_does_nothing(run: Run, asked: Path) -> None:
    run("letter", "ingrid", "--write", vault=asked, today=DAY)
    before = digest_tree(asked)
    again = run("letter", "ingrid", "--write", vault=asked, today=DAY)
    assert (again.exit_code, "says the same already" in again.stderr) == (0, True)
    assert changed(before, asked) == set()


def test_writing_over_the_persons_words_is_refused(run: Run, drafted: Path) -> None:
    before = digest_tree(drafted)
    refused = run("letter", "ingrid", "--write", vault=drafted, today=DAY)
    assert (refused.exit_code, "--diff" in refused.stderr) == (6, True)
    assert changed(before, drafted) == set()


def test_a_waiting_draft_decides_which_letter_it_is(run: Run, drafted: Path) -> None:
    run("log", "ingrid", "met", vault=drafted, today=DAY)
    assert "all summer" in run("letter", "ingrid", vault=drafted, today=DAY).stdout
    run("letter", "ingrid", "thanks", "--write", vault=drafted, today=DAY)
    both = run("letter", "ingrid", vault=drafted, today=DAY)
    assert (both.exit_code, "request, thanks" in both.stderr) == (2, True)


def test_the_text_alone_can_be_piped(run: Run, drafted: Path) -> None:
    text = run("letter", "ingrid", "--stdout", vault=drafted, today=DAY).stdout
    assert text.startswith("Dear Ingrid,\n\n")
    assert text.endswith("Test Owner\n")


def test_a_comment_without_an_end_is_a_fault(run: Run, drafted: Path) -> None:
    edit(drafted, "Kind regards", "<!-- too stiff?\nKind regards")
    edit(drafted, "<!-- made from", "made from")
    edit(drafted, "stance -->", "stance")
    refused = run("letter", "ingrid", "--approve", vault=drafted, today=DAY)
    assert refused.exit_code == 6
    line = (drafted / NOTE).read_text("utf-8").split("\n").index("<!-- too stiff?") + 1
    assert f"{NOTE}:{line}: a comment has no end" in refused.stderr


def test_a_fault_below_a_comment_keeps_its_line(run: Run, drafted: Path) -> None:
    edit(drafted, "Your talk", "<!--\none\ntwo\n-->\nTODO\nYour talk")
    line = (drafted / NOTE).read_text("utf-8").split("\n").index("TODO") + 1
    assert f"{NOTE}:{line}:" in run("check", vault=drafted, today=DAY).stdout


# -- approval --------------------------------------------------------------------------------------


def test_approving_writes_the_word_the_seal_and_the_address(run: Run, drafted: Path) -> None:
    assert run("letter", "ingrid", "--approve", vault=drafted, today=DAY).exit_code == 0
    fields = read_fields(drafted / NOTE)
    assert fields["status"] == ["approved"]
    assert fields["address"] == ["ingrid@fjordlys.example"]
    assert len(fields["approved"][0]) == 8
    listed = run("list", "letters", "--json", vault=drafted, today=DAY).stdout
    assert '"state": "approved"' in listed
    assert "approved: letters" in run("letter", "ingrid", vault=drafted, today=DAY).stderr
    edit(drafted, "all summer", "all autumn")
    assert "edited after you" in run("letter", "ingrid", vault=drafted, today=DAY).stderr
    assert '"state": "draft"' in run("list", "letters", "--json", vault=drafted, today=DAY).stdout


def test_approving_without_a_draft_makes_one(run: Run, asked: Path) -> None:
    assert run("letter", "ingrid", "--approve", vault=asked, today=DAY).exit_code == 0
    assert read_fields(asked / NOTE)["status"] == ["approved"]


def test_an_edit_after_approval_is_noticed(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    run("letter", "ingrid", "--approve", vault=drafted, today=DAY)
    edit(drafted, "all summer", "all autumn")
    refused = run("letter", "ingrid", "--send", vault=drafted, today=DAY)
    assert (refused.exit_code, "edited after you approved it" in refused.stderr) == (6, True)
    assert door.handed == []
    run("letter", "ingrid", "--approve", vault=drafted, today=DAY)
    assert run("letter", "ingrid", "--send", vault=drafted, today=DAY).exit_code == 0
    assert "all autumn" in door.handed[0].envelope.body


@pytest.mark.parametrize("option", ["--approve", "--send"])
def test_words_saved_at_that_very_moment_are_not_approved(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    """An editor saves between the look and the write: nobody has seen these words."""
    from infoview_md.vault.vault import Vault

    door, apply = put_door(monkeypatch), Vault.apply
    saved: list[bool] = []

    def save_first(self: Vault, *args: object) -> object:
        if not saved:
            saved.append(True)
            edit(drafted, "all summer", "all autumn")
        return apply(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Vault, "apply", save_first)
    refused = run("letter", "ingrid", option, vault=drafted, today=DAY)
    assert (refused.exit_code, "edited meanwhile" in refused.stderr) == (5, True)
    assert "all autumn" in (drafted / NOTE).read_text("utf-8")
    assert "status" not in read_fields(drafted / NOTE)
    assert door.handed == []


@pytest.mark.parametrize("option", ["--send", "--via=eml:-", "--via=text", "--via=mailto"])
def test_another_address_than_the_notes_is_refused(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    door = put_door(monkeypatch)
    run("letter", "ingrid", "--approve", vault=drafted, today=DAY)
    edit(drafted, "ingrid@fjordlys", "solheim@fjordlys", f"contacts/{NAME}.md")
    before = digest_tree(drafted)
    refused = run("letter", "ingrid", option, vault=drafted, today=DAY)
    assert refused.exit_code == 6
    assert "ingrid@fjordlys.example" in refused.stderr
    assert "solheim@fjordlys.example" in refused.stderr
    assert "--approve" in refused.stderr
    assert (door.handed, changed(before, drafted)) == ([], set())
    run("letter", "ingrid", "--approve", vault=drafted, today=DAY)
    assert run("letter", "ingrid", "--send", vault=drafted, today=DAY).exit_code == 0
    assert door.handed[0].envelope.to == "solheim@fjordlys.example"


def test_a_letter_with_faults_is_approved_with_a_reason_that_is_logged(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_door(monkeypatch)
    edit(drafted, "Kind regards", "TODO\n\nKind regards")
    before = digest_tree(drafted)
    assert run("letter", "ingrid", "--approve", vault=drafted, today=DAY).exit_code == 6
    assert changed(before, drafted) == set()
    assert run("letter", "ingrid", "--send", vault=drafted, today=DAY).exit_code == 6
    run("letter", "ingrid", "--approve", "--anyway", "a joke of ours", vault=drafted, today=DAY)
    assert run("letter", "ingrid", "--send", vault=drafted, today=DAY).exit_code == 0
    assert log_of(drafted)[0].endswith("sent anyway: a joke of ours")


def test_nobody_off_limits_is_approved_or_written_to(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    edit(drafted, "email:", "do_not_contact: true\nemail:", f"contacts/{NAME}.md")
    before = digest_tree(drafted)
    for option in ("--approve", "--via=text", "--send", "--sent"):
        refused = run("letter", "ingrid", option, "--anyway", "x", vault=drafted, today=DAY)
        assert (refused.exit_code, "not to be contacted" in refused.stderr) == (6, True)
    assert (door.handed, changed(before, drafted)) == ([], set())


# -- doors -----------------------------------------------------------------------------------------


def read_mail(run: Run, vault: Path, *words: str) -> Message:
    """The mail that the door eml prints."""
    printed = run("letter", "ingrid", *words, "--via", "eml:-", vault=vault, today=DAY)
    assert printed.exit_code == 0, printed.stderr
    return message_from_bytes(printed.stdout.replace("\r\n", "\n").encode())


def test_a_draft_door_logs_nothing_and_keeps_the_id(run: Run, drafted: Path) -> None:
    mail = read_mail(run, drafted)
    fields = read_fields(drafted / NOTE)
    assert fields["message_id"] == [mail["Message-ID"]]
    assert "sent" not in fields
    assert log_of(drafted) == []
    assert read_mail(run, drafted)["Message-ID"] == mail["Message-ID"]
    assert run("letter", "ingrid", "--sent", vault=drafted, today=DAY).exit_code == 0
    assert log_of(drafted) == [f"- {DAY} request email [[{DAY} Ingrid Solheim request]]"]


def test_a_nudge_goes_on_with_the_thread_of_the_request(run: Run, drafted: Path) -> None:
    first = read_mail(run, drafted)
    run("letter", "ingrid", "--sent", vault=drafted, today=DAY)
    nudge = read_mail(run, drafted, "nudge")
    assert nudge["In-Reply-To"] == nudge["References"] == first["Message-ID"]
    assert nudge["Subject"] == f"Re: {first['Subject']}"
    assert nudge["Message-ID"] != first["Message-ID"]


@pytest.mark.parametrize("door", ["eml:-", "mailto"])
def test_a_broken_id_of_an_earlier_letter_holds_no_nudge_up(
    run: Run, drafted: Path, door: str
) -> None:
    first = read_mail(run, drafted)["Message-ID"]
    run("letter", "ingrid", "--sent", vault=drafted, today=DAY)
    note = drafted / NOTE
    broken = note.read_text("utf-8").replace(first, first.strip("<>"))
    note.write_text(broken, encoding="utf-8")
    nudge = run("letter", "ingrid", "nudge", "--via", door, vault=drafted, today=DAY)
    assert nudge.exit_code == 0, nudge.stderr
    assert "in-reply-to" not in nudge.stdout.lower()
    checked = run("check", vault=drafted, today=DAY)
    line = next(at for at, text in enumerate(broken.split("\n"), 1) if "message_id:" in text)
    assert f"{NOTE}:{line}:" in checked.stdout
    assert "bad-message-id" in checked.stdout


def test_a_letter_of_an_earlier_thread_is_not_answered(run: Run, drafted: Path) -> None:
    read_mail(run, drafted)
    run("letter", "ingrid", "--sent", vault=drafted, today=DAY)
    run("log", "ingrid", "close", vault=drafted, today="2026-12-20")
    run("log", "ingrid", "reopen", vault=drafted, today="2027-06-20")
    words = ("letter", "ingrid", "thanks", "--via", "eml:-", "--anyway", "x")
    printed = run(*words, vault=drafted, today="2027-06-21")
    assert "In-Reply-To" not in printed.stdout


def test_a_letter_that_left_is_frozen_and_logged_at_once(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    sent = run("letter", "ingrid", "--send", "--yes", vault=drafted, today=DAY)
    assert sent.exit_code == 0, sent.stderr
    (handing,) = door.handed
    assert handing.yes
    assert handing.envelope.sender == "test.owner@example.org"
    assert handing.envelope.message_id == handing.letter.message_id
    assert "<!--" not in handing.envelope.body
    fields = read_fields(drafted / NOTE)
    assert (fields["sent"], fields["channel"]) == ([DAY], ["email"])
    assert fields["message_id"] == [handing.letter.message_id]
    assert log_of(drafted) == [f"- {DAY} request email [[{DAY} Ingrid Solheim request]]"]


def test_a_door_that_fails_leaves_a_draft(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_door(monkeypatch, fault=ServiceMissing("no network; try again later"))
    failed = run("letter", "ingrid", "--send", vault=drafted, today=DAY)
    assert (failed.exit_code, "no network" in failed.stderr) == (10, True)
    assert "sent" not in read_fields(drafted / NOTE)
    assert log_of(drafted) == []


def test_a_dry_run_hands_nothing_over(
    run: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    before = digest_tree(drafted)
    for options in (["--send"], ["--via", "smtp"], ["--approve"], ["--sent"]):
        shown = run("letter", "ingrid", *options, "--dry-run", vault=drafted, today=DAY)
        assert (shown.exit_code, "+address:" in shown.stdout or "+sent:" in shown.stdout) == (0, 1)
    assert (door.handed, changed(before, drafted)) == ([], set())


def test_the_default_door_is_the_persons_own(run: Run, drafted: Path, machine: Path) -> None:
    config = machine / "config" / "infoview" / "config.toml"
    shown = run("letter", "ingrid", "--via", vault=drafted, today=DAY)
    assert shown.stdout.startswith("To: Ingrid Solheim <ingrid@fjordlys.example>\n")
    config.parent.mkdir(parents=True)
    config.write_text('[mail]\ndoor = "mailto"\nsender = "me@work.example"\n', encoding="utf-8")
    assert run("letter", "ingrid", "--via", vault=drafted, today=DAY).stdout.startswith("mailto:")
    assert read_mail(run, drafted)["From"] == "Test Owner <me@work.example>"


def test_a_letter_with_gaps_is_shown_by_the_door_text_alone(run: Run, vault: Path) -> None:
    run("new", "contact", "Kari Lunde", "--email", "k@l.example", vault=vault)
    shown = run("letter", "kari", "request", "--via", "text", vault=vault, today=DAY)
    assert (shown.exit_code, "[why you:" in shown.stdout) == (1, True)
    for door in ("eml:-", "mailto", "clipboard"):
        assert run("letter", "kari", "--via", door, vault=vault, today=DAY).exit_code == 6


def test_a_contact_without_mail_gets_no_mail(run: Run, vault: Path) -> None:
    run("new", "contact", "Kari Lunde", "--why-you", "Your talk stayed with me.", vault=vault)
    run("add", "kari", "links", "https://linkedin.com/in/kari", vault=vault)
    refused = run("letter", "kari", "--via", "eml:-", vault=vault, today=DAY)
    assert (refused.exit_code, "--via text" in refused.stderr) == (6, True)
    assert run("letter", "kari", "--via", "text", vault=vault, today=DAY).exit_code == 0


def test_without_an_address_of_ones_own_no_mail_is_made(run: Run, drafted: Path) -> None:
    edit(drafted, 'email = "test.owner@example.org"\n', "", "infoview.toml")
    before = digest_tree(drafted)
    refused = run("letter", "ingrid", "--via", "eml:-", vault=drafted, today=DAY)
    assert (refused.exit_code, "[owner]" in refused.stderr, "[mail]" in refused.stderr) == (6, 1, 1)
    assert changed(before, drafted) == set()
    assert run("letter", "ingrid", "--via", "text", vault=drafted, today=DAY).exit_code == 0


def test_files_go_along(run: Run, drafted: Path, tmp_path: Path) -> None:
    paper = tmp_path / "two pages.pdf"
    paper.write_bytes(b"%PDF-1.4")
    mail = read_mail(run, drafted, "--attach", str(paper), "--anyway", "she asked for it")
    names = [part.get_filename() for part in mail.walk() if part.get_filename()]
    assert names == ["two pages.pdf"]


@pytest.mark.parametrize("size", [None, 0, 10_000_001])
def test_a_file_that_cannot_go_along(run: Run, drafted: Path, tmp_path: Path, size: int) -> None:
    paper = tmp_path / "paper.pdf"
    if size is not None:
        with paper.open("wb") as file:
            file.truncate(size)
    before = digest_tree(drafted)
    words = ("letter", "ingrid", "--via", "eml:-", "--attach", str(paper))
    refused = run(*words, vault=drafted, today=DAY)
    assert (refused.exit_code, "paper.pdf" in refused.stderr) == (6, True)
    assert changed(before, drafted) == set()


# -- sent ------------------------------------------------------------------------------------------


def test_a_draft_whose_request_was_logged_by_hand_is_frozen_without_a_second_line(
    run: Run, drafted: Path
) -> None:
    run("log", "ingrid", "request email", vault=drafted, today="2026-11-25")
    sent = run("letter", "ingrid", "--sent", vault=drafted, today="2026-11-27")
    assert (sent.exit_code, "says already that it left" in sent.stderr) == (0, True)
    assert log_of(drafted) == ["- 2026-11-25 request email"]
    assert read_fields(drafted / NOTE)["sent"] == ["2026-11-25"]
    due = run("today", vault=drafted, today="2026-11-27").stdout
    assert "log it" not in due


def test_a_line_before_the_draft_speaks_of_another_letter(run: Run, asked: Path) -> None:
    run("log", "ingrid", "nudge", vault=asked, today="2026-11-10")
    run("letter", "ingrid", "nudge", "--write", vault=asked, today=DAY)
    run("letter", "ingrid", "nudge", "--sent", "--anyway", "x", vault=asked, today=DAY)
    assert len(log_of(asked)) == 2


def test_a_draft_that_links_somebody_without_a_note_is_that_draft(run: Run, asked: Path) -> None:
    run("new", "contact", "Kari Lunde", "--email", "k@l.example", vault=asked)
    (asked / "letters/news.md").write_text(
        f'---\nto: "[[{NAME}]]"\nkind: update\ntemplate: update-met\nsubject: News\n'
        'about: ["[[Kari Lunde]]", "[[Nobody Known]]"]\n---\nDear Ingrid,\n', "utf-8",
    )  # fmt: skip
    words = ("letter", "ingrid", "update-met", "--anyway", "x")
    assert run(*words, "--approve", vault=asked, today=DAY).exit_code == 0
    assert run(*words, "--sent", vault=asked, today=DAY).exit_code == 0
    assert [path.name for path in (asked / "letters").iterdir()] == ["news.md"]


def test_a_line_about_somebody_else_speaks_of_another_letter(run: Run, asked: Path) -> None:
    for name in ("Kari Lunde", "Jonas Vik"):
        run("new", "contact", name, "--email", "x@l.example", vault=asked)
    words = ("letter", "ingrid", "intro-asked", "--about", "kari")
    run(*words, "--write", vault=asked, today=DAY)
    run("log", "ingrid", "intro asked [[Jonas Vik]]", vault=asked, today=DAY)
    run(*words, "--sent", "--anyway", "x", vault=asked, today=DAY)
    first, second = log_of(asked)
    assert "[[Jonas Vik]]" in first
    assert "intro asked email [[Kari Lunde]], [[" in second


def test_a_letter_of_another_kind_on_the_same_day_changes_nothing(run: Run, drafted: Path) -> None:
    run("letter", "ingrid", "thanks", "--sent", "--anyway", "x", vault=drafted, today=DAY)
    run("log", "ingrid", "request", vault=drafted, today=DAY)
    run("letter", "ingrid", "request", "--sent", vault=drafted, today=DAY)
    assert [line.split()[2] for line in log_of(drafted)] == ["thanks", "request"]


# -- odd options -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        ["--write", "--sent"],
        ["--approve", "--send"],
        ["--send", "--via", "eml"],
        ["--diff", "--approve"],
        ["--stdout", "--approve"],
        ["--stdout", "--output", "x.md"],
        ["--output", "x.md", "--via", "text"],
        ["--attach", "x.pdf"],
        ["--attach", "x.pdf", "--sent"],
        ["--anyway", "x", "--write"],
        ["--yes"],
        ["--force", "--sent"],
        ["--via", "pigeon"],
        ["--window", "soon"],
        ["--window", "2020-01-01 10:00"],
    ],
)
def test_options_that_make_no_sense_together(run: Run, asked: Path, options: list[str]) -> None:
    before = digest_tree(asked)
    refused = run("letter", "ingrid", *options, vault=asked, today=DAY)
    assert refused.exit_code == 2
    assert len(refused.stderr.strip().split("\n")) == 1
    assert changed(before, asked) == set()


def test_a_window_for_a_letter_that_is_written_changes_nothing(run: Run, drafted: Path) -> None:
    refused = run("letter", "ingrid", "--window", "monday 14:00", vault=drafted, today=DAY)
    assert (refused.exit_code, "--diff" in refused.stderr) == (2, True)


# -- a name that would be a line of its own ------------------------------------------------------

FORGED = "Mal\r\nBcc: x@evil.example"


@pytest.fixture
def forged(vault: Path) -> Path:
    """A vault with somebody whose name, and a draft whose subject, hold the end of a line."""
    name = FORGED.replace("\r\n", "\\r\\n")
    person = f'---\ntype: contact\nname: "{name}"\nemail: mal@x.example\nwhy_you: Maps.\n---\n'
    draft = f'---\ntype: letter\nto: "[[Mal]]"\nkind: touch\nsubject: "{name}"\n---\n\nDear Mal,\n'
    (vault / "contacts/Mal.md").write_text(person, encoding="utf-8")
    (vault / "letters").mkdir(exist_ok=True)
    (vault / "letters/2026-11-24 draft.md").write_text(draft, encoding="utf-8")
    return vault


@pytest.mark.parametrize(
    "words",
    ["request", "touch", "touch --diff", "request --via text --anyway t", "touch --via text"],
)
def test_no_name_forges_a_line_of_a_preview(run: Run, forged: Path, words: str) -> None:
    result = run("letter", "Mal", *words.split(), vault=forged, today=DAY)
    lines = f"{result.stdout}{result.stderr}".splitlines()
    assert [line for line in lines if line.startswith("Bcc:")] == []
    if "--" not in words:
        assert lines[0].startswith("To: Mal\\r\\nBcc: x@evil.example <mal@x.example>")
    if "--via" in words:
        assert (result.exit_code, result.stdout) == (6, "")
        assert "the contact's name has a line break" in result.stderr
