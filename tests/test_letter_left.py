"""What left, or may have, goes through no door again, and no other words are recorded as it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infoview_md.core.sending import Fate, Step
from infoview_md.letters.approval import make_seal
from infoview_md.vault.changes import JOURNAL
from infoview_md.vault.journal import find_sending, read_journal
from tests.conftest import Run
from tests.test_outbox import CONTACT, ID, LETTER, NOTE, SEND, C, I, S, log_of, note_attempt
from tests.tools.cutting import Script, serve_script
from tests.tools.receiving import Receiver, receive

SETTLE = "infoview outbox settle '2026-11-24 Zoë Müller request'"
WHO = ("letter", "zoë", "request")
WHY = ("--anyway", "a test")
PERSON = "contacts/Zoë Müller.md"


@pytest.fixture
def vault(vault: Path) -> Path:
    (vault / "companies/Acme.md").write_text("---\ntype: company\n---\n", encoding="utf-8")
    (vault / PERSON).write_text(CONTACT, encoding="utf-8")
    (vault / NOTE).write_text(LETTER, encoding="utf-8")
    return vault


@pytest.fixture
def server(tmp_path: Path, machine: Path) -> Iterator[Receiver]:
    folder = machine / "config/infoview"
    folder.mkdir(parents=True, exist_ok=True)
    with receive(tmp_path) as receiver:
        (folder / "config.toml").write_text(
            f'[mail.smtp]\nhost = "127.0.0.1"\nport = {receiver.account.port}\nsecurity = "none"\n'
        )
        yield receiver


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def log(vault: Path, line: str) -> None:
    with (vault / PERSON).open("a", encoding="utf-8") as opened:
        opened.write(f"{line}\n")


def states(run: Run, vault: Path) -> list[str]:
    return [one["state"] for one in json.loads(run("outbox", "--json", vault=vault).stdout)]


def undo_all(run: Run, vault: Path) -> str:
    """Take back what the send wrote: the frozen note and the log, then the draft's Message-ID."""
    told = ""
    while "\nsent:" in (vault / NOTE).read_text(encoding="utf-8"):
        told += run("undo", vault=vault).stderr
    return told


# -- unknown -------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["nothing", "note", "contact", "address", "words"])
@pytest.mark.parametrize("door", ["--send", "--via", "--via=eml:-", "--via=mailto", "--via=imap"])
def test_an_unknown_letter_leaves_by_no_door(
    run: Run, vault: Path, server: Receiver, change: str, door: str
) -> None:
    note_attempt(vault, I, C, contact=PERSON, kind="request", seal="anything")
    match change:
        case "note":
            run("mv", "2026-11-24 Zoë Müller request", "Other", vault=vault)
        case "contact":
            run("mv", "Zoë Müller", "Zoë Berg", vault=vault)
        case "address":
            replace_in(vault / PERSON, "zoe@x", "new@x")
            assert run(*WHO, "--approve", *WHY, vault=vault).exit_code == 0
        case "words":
            replace_in(vault / NOTE, "A letter,", "A longer letter,")
    argv = ("--via=smtp",) if door == "--via" else (door,)
    yes = ("--yes",) if door == "--send" else ()
    refused = run(*WHO, *argv, *yes, *WHY, vault=vault)
    assert refused.exit_code == 6
    name = "Other" if change == "note" else "'2026-11-24 Zoë Müller request'"
    settle = f"infoview outbox settle {name}"
    assert f"{settle} --sent, or {settle} --not-sent" in refused.stderr
    assert "to zoe@x.example" in refused.stderr
    assert "message_id" not in refused.stderr
    assert not server.mails
    assert states(run, vault) == ["unknown"]


@pytest.mark.parametrize("argv", [(), ("--via", "text"), ("--write",)])
def test_what_is_only_shown_is_shown_with_a_warning(
    run: Run, vault: Path, argv: tuple[str, ...]
) -> None:
    note_attempt(vault, I, C)
    shown = run(*WHO, *argv, vault=vault)
    if argv != ("--write",):  # which is for a letter that is not there yet
        assert "Dear Zoë" in shown.stdout
        assert f"{SETTLE} --not-sent" in shown.stderr


def test_a_second_letter_of_the_kind_waits_for_the_first(
    run: Run, vault: Path, server: Receiver
) -> None:
    note_attempt(vault, I, C)
    (vault / "letters/Second.md").write_text(
        LETTER.replace(f"message_id: {ID}\n", "").replace("A letter,", "Another,"), "utf-8"
    )
    refused = run(*SEND, vault=vault)
    assert refused.exit_code == 6
    assert f"{SETTLE} --not-sent" in refused.stderr
    assert not server.mails


@pytest.mark.parametrize(
    ("first", "code"), [("request", 6), ("hand-over", 6), ("thanks", 0)], ids=str
)
def test_one_person_gets_one_first_letter_whatever_it_is_called(
    run: Run, vault: Path, server: Receiver, first: str, code: int
) -> None:
    note_attempt(vault, I, C, contact=PERSON, kind=first)
    replace_in(vault / NOTE, f"message_id: {ID}\n", "")
    done = run(*SEND, vault=vault)
    assert done.exit_code == code, done.stderr
    assert ("--not-sent" in done.stderr) == bool(code)
    assert len(server.mails) == (0 if code else 1)


@pytest.mark.parametrize("steps", [(I, C), (I, C, S)], ids=["unknown", "sent"])
@pytest.mark.parametrize("change", ["kind", "address", "words", "gone", "logged"])
def test_the_same_words_leave_under_no_other_kind_note_or_address(
    run: Run, vault: Path, server: Receiver, steps: tuple[Step, ...], change: str
) -> None:
    replace_in(vault / NOTE, "address: zoe@x.example\n", "")
    seal = make_seal("zoe@x.example", "A question, größer", LETTER.split("---\n", 2)[2])
    note_attempt(vault, *steps, contact=PERSON, kind="request", seal=seal)
    copy = (vault / NOTE).read_text("utf-8").replace(f"message_id: {ID}\n", "")
    (vault / "letters/Copy.md").write_text(copy.replace("kind: request", "kind: touch"), "utf-8")
    replace_in(vault / "letters/Copy.md", "template: request\n", "")
    match change:
        case "address":
            replace_in(vault / PERSON, "zoe@x", "new@x")
        case "words":
            replace_in(vault / "letters/Copy.md", "A letter,", "Another,")
        case "gone" | "logged":
            (vault / NOTE).unlink()
    if change == "logged":
        log(vault, "- 2026-11-24 request email")
    done = run("letter", "zoë", "touch", "--send", "--yes", *WHY, vault=vault)
    assert done.exit_code == (0 if change == "words" else 6), done.stderr
    is_gone = change == "logged" and S in steps
    told = "these very words left at" if is_gone else "infoview outbox settle"
    assert (told in done.stderr) == (change != "words"), done.stderr
    assert len(server.mails) == (1 if change == "words" else 0)


def test_saying_that_an_unknown_one_left_is_the_last_word(run: Run, vault: Path) -> None:
    note_attempt(vault, I, C)
    said = run(*WHO, "--sent", *WHY, vault=vault)
    assert said.exit_code == 0, said.stderr
    assert states(run, vault) == []
    assert len(log_of(vault)) == 1
    assert find_sending(vault, ID).fate is Fate.SENT
    (vault / NOTE).unlink()
    assert states(run, vault) == []


@pytest.mark.parametrize("steps", [(I, C), (I, C, S)], ids=["unknown", "sent"])
@pytest.mark.parametrize("door", ["text", "eml", "mailto", "smtp"])
def test_a_batch_hands_over_nothing_that_is_unsettled(
    run: Run, vault: Path, server: Receiver, steps: tuple[Step, ...], door: str
) -> None:
    assert run(*WHO, "--approve", *WHY, vault=vault).exit_code == 0
    note_attempt(vault, *steps, contact=PERSON, kind="request")
    done = run("letters", "send", "--via", door, "--yes", "--json", vault=vault)
    assert done.exit_code == 1, done.stderr
    (row,) = json.loads(done.stdout)
    assert row["state"] == "unsettled"
    assert f"{SETTLE} --sent" in row["why"]
    assert "Dear" not in done.stderr
    assert "run it again" not in done.stderr
    assert "1 left, or may have (above); settle first: infoview outbox" in done.stderr
    assert not server.mails
    assert log_of(vault) == []


def test_a_batch_says_that_one_broke_off_at_the_last_moment(
    run: Run, vault: Path, machine: Path
) -> None:
    assert run(*WHO, "--approve", *WHY, vault=vault).exit_code == 0
    folder = machine / "config/infoview"
    folder.mkdir(parents=True, exist_ok=True)
    with serve_script(Script(lies=True)) as port:
        (folder / "config.toml").write_text(
            f'[mail.smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        )
        done = run("letters", "send", "--via", "smtp", "--yes", "--json", vault=vault)
    assert [row["state"] for row in json.loads(done.stdout)] == ["unsettled"]
    assert (done.exit_code, "run it again" in done.stderr) == (1, False)


# -- sent, and not recorded ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv", [("--send", "--yes"), ("--via", "eml:-"), ("--via", "mailto"), ("--sent",)]
)
def test_any_door_records_what_left(
    run: Run, vault: Path, server: Receiver, argv: tuple[str, ...]
) -> None:
    note_attempt(vault, I, C, S)
    recorded = run(*WHO, *argv, *WHY, vault=vault)
    assert recorded.exit_code == 0, recorded.stderr
    assert "Dear" not in recorded.stdout
    assert "mailto:" not in recorded.stdout
    assert len(log_of(vault)) == 1
    assert "\nsent: 2026-11-24T10:10:02\n" in (vault / NOTE).read_text(encoding="utf-8")
    assert states(run, vault) == []
    assert not server.mails


@pytest.mark.parametrize("argv", [("--send", "--yes"), ("--via", "eml:-"), ("--sent",)])
def test_other_words_are_not_recorded_as_what_left(
    run: Run, vault: Path, server: Receiver, argv: tuple[str, ...]
) -> None:
    assert run(*SEND, vault=vault).exit_code == 0
    undo_all(run, vault)
    replace_in(vault / NOTE, "A letter,", "A longer letter,")
    refused = run(*WHO, *argv, *WHY, vault=vault)
    assert refused.exit_code == 6
    assert "settle" in refused.stderr
    assert len(server.mails) == 1
    assert log_of(vault) == []
    assert states(run, vault) == ["not recorded"]
    # Settled, what left has its line, and these words are a letter of their own.
    assert run("outbox", "settle", "zoë", "--sent", vault=vault).exit_code == 0
    assert len(log_of(vault)) == 1
    assert "\nsent:" not in (vault / NOTE).read_text(encoding="utf-8")
    assert states(run, vault) == []
    assert run(*WHO, "--approve", *WHY, vault=vault).exit_code == 0
    assert run(*SEND, vault=vault).exit_code == 0
    assert [b"A longer letter" in mail.data for mail in server.mails] == [False, True]
    assert len({one.message_id for one in read_journal(vault)}) == 2


@pytest.mark.parametrize("argv", [("--send", "--yes"), ("--via", "eml:-"), ("--sent",)])
@pytest.mark.parametrize("kind", ["request", "touch"])
def test_an_edited_draft_is_not_frozen_as_what_left(
    run: Run, vault: Path, server: Receiver, argv: tuple[str, ...], kind: str
) -> None:
    replace_in(vault / NOTE, "kind: request\ntemplate: request", f"kind: {kind}")
    who = ("letter", "zoë", kind)
    assert run(*who, "--send", "--yes", *WHY, vault=vault).exit_code == 0
    undo_all(run, vault)
    replace_in(vault / NOTE, "A letter,", "A longer letter,")
    settled = run("outbox", "settle", "zoë", "--sent", vault=vault)
    said = f"what left is recorded in the log; {NOTE} says something else and has not left"
    assert said in settled.stdout
    refused = run(*who, *argv, vault=vault)
    assert refused.exit_code == 6
    assert "what left said something else; delete this draft, or send it with" in refused.stderr
    assert "record that with" not in refused.stderr
    assert "\nsent:" not in (vault / NOTE).read_text(encoding="utf-8")
    assert len(log_of(vault)) == len(server.mails) == 1
    # The very words that left are still known as those.
    replace_in(vault / NOTE, "A longer letter,", "A letter,")
    refused = run(*who, *argv, *WHY, vault=vault)
    assert refused.exit_code == 6
    assert "these very words left" in refused.stderr


def test_an_undo_says_that_the_mail_stays_and_the_outbox_lists_it(
    run: Run, vault: Path, server: Receiver
) -> None:
    replace_in(vault / NOTE, f"message_id: {ID}\n", "")
    assert run(*SEND, vault=vault).exit_code == 0
    assert "cannot be taken back: infoview outbox settle" in undo_all(run, vault)
    while "message_id" in (vault / NOTE).read_text(encoding="utf-8"):
        run("undo", vault=vault)
    assert states(run, vault) == ["not recorded"]
    healed = run(*SEND, vault=vault)
    assert healed.exit_code == 0, healed.stderr
    assert len(server.mails) == 1
    (message_id,) = {one.message_id for one in read_journal(vault)}
    assert message_id in (vault / NOTE).read_text(encoding="utf-8")
    assert len(log_of(vault)) == 1


def test_an_undone_letter_whose_note_is_gone(run: Run, vault: Path, server: Receiver) -> None:
    assert run(*SEND, vault=vault).exit_code == 0
    undo_all(run, vault)
    (vault / NOTE).unlink()
    assert states(run, vault) == ["not recorded"]
    refused = run(*SEND, vault=vault)
    assert refused.exit_code == 6
    assert f"settle '{ID}' --sent" in refused.stderr
    assert len(server.mails) == 1
    assert run("outbox", "settle", "zoë", "--sent", vault=vault).exit_code == 0
    (line,) = log_of(vault)
    assert " request email" in line
    assert states(run, vault) == []


def test_a_letter_that_was_deleted_after_it_left(run: Run, vault: Path, server: Receiver) -> None:
    assert run(*SEND, vault=vault).exit_code == 0
    sent = (vault / NOTE).read_text(encoding="utf-8")
    (vault / NOTE).unlink()
    assert states(run, vault) == []
    assert run(*WHO, "--write", vault=vault).exit_code in (0, 1)
    (made,) = (vault / "letters").glob("*Zoë*.md")
    head, _, body = sent.partition("\n---\n")
    head = "\n".join(
        line for line in head.split("\n") if not line.startswith(("sent", "message_id"))
    )
    made.write_text(f"{head}\n---\n{body}", encoding="utf-8")
    refused = run(*SEND, vault=vault)
    assert refused.exit_code == 6
    assert "these very words" in refused.stderr
    assert len(server.mails) == 1


def test_a_second_letter_after_the_first_was_renamed(
    run: Run, vault: Path, server: Receiver
) -> None:
    replace_in(vault / NOTE, f"message_id: {ID}\n", "")
    assert run(*SEND, vault=vault).exit_code == 0
    first = (vault / NOTE).read_text(encoding="utf-8")
    run("mv", "2026-11-24 Zoë Müller request", "First", vault=vault)
    (vault / NOTE).write_text(LETTER.replace(f"message_id: {ID}\n", ""), encoding="utf-8")
    assert run(*SEND, vault=vault).exit_code == 0
    assert len(server.mails) == 2
    ids = [one.message_id for one in read_journal(vault)]
    assert len(set(ids)) == 2
    assert ids[0] in first
    assert ".2@" in ids[1]


# -- settling ------------------------------------------------------------------------------------


def test_a_journal_with_a_byte_of_another_encoding(run: Run, vault: Path) -> None:
    note_attempt(vault, I, C)
    (file,) = (vault / JOURNAL).iterdir()
    with file.open("ab") as opened:
        opened.write(b"\xff\n")
    settled = run("outbox", "settle", "zoë", "--sent", vault=vault)
    assert settled.exit_code == 0, settled.stderr
    assert states(run, vault) == []


def test_settling_adds_no_line_to_one_that_stands(run: Run, vault: Path) -> None:
    note_attempt(vault, I, C)
    log(vault, "- 2026-11-24 request email")
    settled = run("outbox", "settle", "zoë", "--sent", vault=vault, today="2026-11-24")
    assert settled.exit_code == 0, settled.stderr
    assert log_of(vault) == ["- 2026-11-24 request email"]
    assert "\nsent: 2026-11-24\n" in (vault / NOTE).read_text(encoding="utf-8")


def test_settling_keeps_the_reason_why_it_left(run: Run, vault: Path) -> None:
    assert run(*WHO, "--approve", "--anyway", "they know me", vault=vault).exit_code == 0
    note_attempt(vault, I, C)
    assert run("outbox", "settle", "zoë", "--sent", vault=vault).exit_code == 0
    (line,) = log_of(vault)
    assert line.endswith("sent anyway: they know me")


def test_one_that_may_have_left_a_second_time_is_told(run: Run, vault: Path) -> None:
    note_attempt(vault, I, C)
    (file,) = (vault / JOURNAL).iterdir()
    other = file.read_text().replace(file.stem.partition("-")[2], "0123456789ab")
    (vault / JOURNAL / f"{file.stem[:16]}-0123456789ab.jsonl").write_text(
        other + other.splitlines()[-1].replace("committing", "sent") + "\n"
    )
    assert states(run, vault) == ["sent twice", "not recorded"]
    assert "may have left twice" in run("outbox", vault=vault).stdout
    assert run("outbox", "settle", "zoë", "--sent", vault=vault).exit_code == 0
    assert states(run, vault) == []
    assert len(find_sending(vault, ID).attempts) == 2


def test_a_new_letter_takes_no_name_that_the_log_still_links(run: Run, vault: Path) -> None:
    (vault / NOTE).unlink()
    log(vault, "- 2026-11-20 touch email [[2026-11-24 Zoë Müller request]]")
    run(*WHO, "--write", vault=vault, today="2026-11-24")
    (made,) = (vault / "letters").glob("*Zoë*.md")
    assert made.name == "2026-11-24 Zoë Müller request 2.md"


@pytest.mark.parametrize("argv", [("--via", "eml:-"), ("--via", "mailto"), ("--approve",)])
def test_a_letter_nobody_wrote_follows_no_other_of_the_day(
    run: Run, vault: Path, server: Receiver, argv: tuple[str, ...]
) -> None:
    assert run(*SEND, vault=vault).exit_code == 0
    refused = run(*WHO, *argv, *WHY, vault=vault)
    assert refused.exit_code == 6
    assert "left already" in refused.stderr
    assert refused.stdout == ""
    assert len(server.mails) == len(list((vault / "letters").iterdir())) == 1
