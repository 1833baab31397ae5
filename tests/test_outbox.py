"""infoview letter --send and outbox: sent once, told what is not known, settled by the person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest

from infoview_md.core.account import Security
from infoview_md.core.sending import Step
from infoview_md.vault import journal
from infoview_md.vault.changes import JOURNAL
from infoview_md.vault.journal import find_sending, hold_sending, open_attempt, read_journal
from infoview_md.vault.state import State, find_state
from tests.conftest import Run
from tests.tools import prove_sending
from tests.tools.cutting import Script, serve_script
from tests.tools.receiving import PASSWORD, USER, Receiver, receive

I, C, S, R, F = Step  # noqa: E741

CONTACT = """\
---
type: contact
given: Zoë
company: "[[Acme]]"
email: zoe@x.example
tie: stranger
why_you: Your talk on load forecasts changed how I think.
---

## Log
"""
LETTER = """\
---
type: letter
to: "[[Zoë Müller]]"
kind: request
template: request
subject: A question, größer
message_id: <abc.1@example.org>
address: zoe@x.example
---

Dear Zoë,

A letter, with “odd” characters.

.
..a dot

Best wishes,
Test Owner
"""
ID = "<abc.1@example.org>"
NOTE = "letters/2026-11-24 Zoë Müller request.md"
SEND = ("letter", "zoë", "request", "--send", "--yes", "--anyway", "a test")


@pytest.fixture
def lettered(vault: Path) -> Path:
    (vault / "companies/Acme.md").write_text("---\ntype: company\n---\n", encoding="utf-8")
    (vault / "contacts/Zoë Müller.md").write_text(CONTACT, encoding="utf-8")
    (vault / NOTE).write_text(LETTER, encoding="utf-8")
    return vault


Configure = Callable[..., None]


@pytest.fixture
def configure(machine: Path) -> Configure:
    def write(port: int, security: str = "none", host: str = "127.0.0.1", user: str = "") -> None:
        folder = machine / "config/infoview"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(
            f'[mail.smtp]\nhost = "{host}"\nport = {port}\nsecurity = "{security}"\n'
            + (f'user = "{user}"\n' if user else "")
        )

    return write


@pytest.fixture
def server(tmp_path: Path, configure: Configure) -> Iterator[Receiver]:
    with receive(tmp_path) as receiver:
        configure(receiver.account.port)
        yield receiver


def log_of(vault: Path) -> list[str]:
    text = (vault / "contacts/Zoë Müller.md").read_text(encoding="utf-8")
    return [line for line in text.split("## Log\n")[1].split("\n") if line]


def note_attempt(vault: Path, *steps: Step, **more: str) -> None:
    state: State = find_state(vault.resolve())
    times = iter(f"2026-11-24T09:10:{second:02}+00:00" for second in range(60))
    with (
        hold_sending(state),
        open_attempt(
            state, ID, PurePosixPath(NOTE), "zoe@x.example", lambda: next(times), **more
        ) as writing,
    ):
        for step in steps:
            writing.note(step)


# -- sending -------------------------------------------------------------------------------------


def test_what_was_previewed_arrives_byte_for_byte(
    run: Run, lettered: Path, server: Receiver
) -> None:
    shown = run("letter", "zoë", "request", "--via", "eml:-", "--anyway", "x", vault=lettered)
    assert shown.exit_code == 0, shown.stderr
    assert run(*SEND, vault=lettered).exit_code == 0
    (mail,) = server.mails
    assert mail.recipients == ("zoe@x.example",)
    assert mail.sender == "test.owner@example.org"

    def plain(data: bytes) -> list[bytes]:
        """All lines but the time, and the mark that makes mail programs open a draft."""
        gone = (b"Date: ", b"X-Unsent: ")
        return [line for line in data.split(b"\r\n") if not line.startswith(gone)]

    # The command line's output in a test has line ends of its own.
    assert plain(mail.data) == [line.rstrip(b"\r") for line in plain(_crlf(shown.stdout))]


def _crlf(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def test_a_letter_is_sent_once_and_recorded_once(
    run: Run, lettered: Path, server: Receiver
) -> None:
    first = run(*SEND, vault=lettered)
    assert first.exit_code == 0, first.stderr
    assert "To: Zoë Müller <zoe@x.example>\nSubject: A question, größer" in first.stderr
    again = run(*SEND, vault=lettered)
    assert again.exit_code == 6, again.stderr
    assert len(server.mails) == 1
    assert len(log_of(lettered)) == 1
    assert "\nsent: 2" in (lettered / NOTE).read_text(encoding="utf-8")
    assert run("outbox", vault=lettered).exit_code == 0


@pytest.mark.parametrize("command", [SEND, ("outbox", "settle", "zoë", "--sent")])
def test_a_sent_letter_that_is_not_recorded(
    run: Run, lettered: Path, server: Receiver, command: tuple[str, ...]
) -> None:
    note_attempt(lettered, I, C, S)
    told = run("outbox", vault=lettered)
    assert told.exit_code == 1
    assert told.stdout.startswith("not recorded\t")
    healed = run(*command, vault=lettered)
    assert healed.exit_code == 0, healed.stderr
    assert not server.mails
    (line,) = log_of(lettered)
    # The owner's clock is an hour ahead of the journal's.
    assert line.startswith("- 2026-11-24 10:10 request email [[2026-11-24 Zoë Müller request]]")
    assert "\nsent: 2026-11-24T10:10:02\n" in (lettered / NOTE).read_text(encoding="utf-8")
    assert run("outbox", vault=lettered).exit_code == 0


def test_an_unknown_letter_is_not_sent_again(run: Run, lettered: Path, server: Receiver) -> None:
    note_attempt(lettered, I, C)
    refused = run(*SEND, vault=lettered)
    assert refused.exit_code == 6
    assert ID in refused.stderr
    assert "infoview outbox settle" in refused.stderr
    assert not server.mails
    assert log_of(lettered) == []


@pytest.mark.parametrize("name", ["zoë", "2026-11-24 Zoë Müller request", ID, ID.strip("<>"), NOTE])
def test_settle_not_sent_and_send(run: Run, lettered: Path, server: Receiver, name: str) -> None:
    note_attempt(lettered, I, C)
    settled = run("outbox", "settle", name, "--not-sent", vault=lettered)
    assert settled.exit_code == 0, settled.stderr
    assert run("outbox", vault=lettered).exit_code == 0
    assert run(*SEND, vault=lettered).exit_code == 0
    assert len(server.mails) == 1
    assert len(find_sending(lettered, ID).attempts) == 2


def test_settle_is_one_step_that_can_be_taken_back(run: Run, lettered: Path) -> None:
    note_attempt(lettered, I, C)
    before = {path: path.read_bytes() for path in lettered.rglob("*") if path.is_file()}
    shown = run("outbox", "settle", "zoë", "--sent", "--dry-run", vault=lettered)
    assert "+++" in shown.stdout
    assert run("outbox", "settle", "zoë", "--sent", vault=lettered).exit_code == 0
    assert len(log_of(lettered)) == 1
    assert run("undo", vault=lettered).exit_code == 0
    after = {path: path.read_bytes() for path in lettered.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize(
    ("steps", "argv", "code"),
    [
        ((I, C), ("settle", "zoë"), 2),
        ((I, C), ("settle", "zoë", "--sent", "--not-sent"), 2),
        ((I, C, S), ("settle", "zoë", "--not-sent"), 2),
        ((I, F), ("settle", "zoë", "--sent"), 4),
        ((), ("settle", "zoë", "--sent"), 4),
        ((I, C), ("settle", "anna", "--sent"), 4),
    ],
)
def test_odd_words(
    run: Run, lettered: Path, steps: tuple[Step, ...], argv: tuple[str, ...], code: int
) -> None:
    if steps:
        note_attempt(lettered, *steps)
    before = read_journal(lettered)
    assert run("outbox", *argv, vault=lettered).exit_code == code
    assert read_journal(lettered) == before


def test_a_failed_one_may_be_sent_again(run: Run, lettered: Path, server: Receiver) -> None:
    server.refuses = "450 4.2.0 greylisted"
    refused = run(*SEND, vault=lettered)
    assert refused.exit_code == 6
    assert "450 4.2.0 greylisted" in refused.stderr
    told = run("outbox", vault=lettered)
    assert told.exit_code == 0
    assert told.stdout.startswith("not sent\t")
    assert log_of(lettered) == []
    server.refuses = ""
    assert run(*SEND, vault=lettered).exit_code == 0
    assert run("outbox", vault=lettered).stdout == ""


def test_the_outbox_as_json(run: Run, lettered: Path) -> None:
    assert json.loads(run("outbox", "--json", vault=lettered).stdout) == []
    note_attempt(lettered, I, C)
    (item,) = json.loads(run("outbox", "--json", vault=lettered).stdout)
    assert {key: item[key] for key in ("state", "letter", "to", "message_id", "attempts")} == {
        "state": "unknown",
        "letter": NOTE,
        "to": "zoe@x.example",
        "message_id": ID,
        "attempts": 1,
    }


def test_two_clones_that_both_sent(run: Run, lettered: Path) -> None:
    note_attempt(lettered, I, C, S)
    (file,) = (lettered / JOURNAL).iterdir()
    other = file.read_text().replace(file.stem.partition("-")[2], "0123456789ab")
    file.with_name(f"{file.stem.partition('-')[0]}-0123456789ab.jsonl").write_text(other)
    states = [item["state"] for item in json.loads(run("outbox", "--json", vault=lettered).stdout)]
    assert states == ["sent twice", "not recorded"]
    assert run("outbox", "settle", "zoë", "--sent", vault=lettered).exit_code == 0
    assert run("outbox", vault=lettered).exit_code == 0
    assert len(log_of(lettered)) == 1


def test_the_journal_goes_by_message_id(run: Run, lettered: Path) -> None:
    note_attempt(lettered, I, C)
    assert run("mv", "Zoë Müller", "Zoë Berg", vault=lettered).exit_code == 0
    assert run("mv", "2026-11-24 Zoë Müller request", "A letter", vault=lettered).exit_code == 0
    (item,) = json.loads(run("outbox", "--json", vault=lettered).stdout)
    assert (item["state"], item["letter"]) == ("unknown", "letters/A letter.md")
    assert run("outbox", "settle", "Zoë Berg", "--sent", vault=lettered).exit_code == 0
    text = (lettered / "contacts/Zoë Berg.md").read_text(encoding="utf-8")
    assert text.count("request email [[A letter]]") == 1


def test_a_letter_whose_note_is_gone(run: Run, lettered: Path) -> None:
    note_attempt(lettered, I, C)
    (lettered / NOTE).unlink()
    told = run("outbox", vault=lettered)
    assert told.exit_code == 1
    assert f"settle '{ID}'" in told.stdout
    assert run("outbox", "settle", ID, "--sent", vault=lettered).exit_code == 0
    assert run("outbox", vault=lettered).exit_code == 0


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("reference-asked", "reference asked email"),
        ("update-met", "update email"),
        ("intro-made", "touch email"),  # whom, only the note knew
    ],
)
def test_a_letter_whose_note_is_gone_is_logged_as_what_it_was(
    run: Run, lettered: Path, word: str, line: str
) -> None:
    note_attempt(lettered, I, C, kind=word, contact="contacts/Zoë Müller.md")
    (lettered / NOTE).unlink()
    assert run("outbox", "settle", ID, "--sent", vault=lettered).exit_code == 0
    lines = (lettered / "contacts/Zoë Müller.md").read_text(encoding="utf-8").splitlines()
    assert any(one.endswith(line) for one in lines), lines
    assert run("outbox", vault=lettered).exit_code == 0


@pytest.mark.usefixtures("server")
def test_forget_takes_the_journal_along(run: Run, lettered: Path) -> None:
    assert run(*SEND, vault=lettered).exit_code == 0
    assert len(list((lettered / JOURNAL).iterdir())) == 1
    forgotten = run("forget", "zoë", "--yes", vault=lettered)
    assert forgotten.exit_code == 0, forgotten.stderr
    assert "journal" not in forgotten.stderr
    assert list((lettered / JOURNAL).iterdir()) == []


def test_a_copy_of_a_letter_that_left_is_another_letter(
    run: Run, lettered: Path, server: Receiver
) -> None:
    assert run(*SEND, vault=lettered).exit_code == 0
    anna = CONTACT.replace("Zoë", "Anna").replace("zoe@", "anna@")
    (lettered / "contacts/Anna Berg.md").write_text(anna, encoding="utf-8")
    copy = lettered / "letters/Copy.md"
    text = LETTER.replace("[[Zoë Müller]]", "[[Anna Berg]]").replace("zoe@", "anna@")
    copy.write_text(text.replace("Dear Zoë", "Dear Anna"), encoding="utf-8")
    send = ("letter", "anna", *SEND[2:])
    for original, words in ((True, "as a copy would"), (False, "said something else")):
        if not original:
            (lettered / NOTE).unlink()
        refused = run(*send, vault=lettered)
        assert refused.exit_code == 6
        assert words in refused.stderr
    copy.write_text(copy.read_text("utf-8").replace(f"message_id: {ID}\n", ""), encoding="utf-8")
    assert run(*send, vault=lettered).exit_code == 0
    assert [mail.recipients for mail in server.mails] == [("zoe@x.example",), ("anna@x.example",)]


@pytest.mark.usefixtures("server")
def test_what_was_sent_is_held_on_a_person(run: Run, lettered: Path) -> None:
    assert run(*SEND, vault=lettered).exit_code == 0
    (sent,) = json.loads(run("export-person", "zoë", "--json", vault=lettered).stdout)["sent"]
    assert (sent["letter"], sent["to"], sent["step"]) == (NOTE, "zoe@x.example", "sent")
    shown = run("export-person", "zoë", vault=lettered).stdout
    assert "## Sent to them\n\n- 2" in shown


# -- refused before anything is sent -------------------------------------------------------------


def test_nobody_is_there_to_ask(run: Run, lettered: Path, server: Receiver) -> None:
    refused = run("letter", "zoë", "request", "--send", "--anyway", "x", vault=lettered)
    assert refused.exit_code == 6
    assert "--yes" in refused.stderr
    assert not server.mails
    assert not (lettered / JOURNAL).exists()


def test_no_server_is_known(run: Run, lettered: Path) -> None:
    refused = run(*SEND, vault=lettered)
    assert refused.exit_code == 8
    assert "[mail.smtp]" in refused.stderr


@pytest.mark.parametrize("where", ["contact", "letter"])
def test_an_address_that_changed(run: Run, lettered: Path, server: Receiver, where: str) -> None:
    path = lettered / ("contacts/Zoë Müller.md" if where == "contact" else NOTE)
    text = path.read_text(encoding="utf-8").replace("zoe@x.example", "new@x.example")
    path.write_text(text, encoding="utf-8")
    assert run(*SEND, vault=lettered).exit_code == 6
    assert not server.mails


def test_no_more_than_r5_a_day(run: Run, lettered: Path, server: Receiver) -> None:
    for number in range(5):
        text = (
            CONTACT.replace("Zoë", "Cy").replace("zoe@", f"c{number}@")
            + "- 2026-11-24 request email\n"
        )
        (lettered / f"contacts/C{number} Dahl.md").write_text(text, encoding="utf-8")
    refused = run(*SEND, vault=lettered, today="2026-11-24")
    assert refused.exit_code == 6
    assert "R5" in refused.stderr
    assert not server.mails
    assert run(*SEND, vault=lettered, today="2026-11-25").exit_code == 0


def test_wrong_password(
    run: Run, lettered: Path, tmp_path: Path, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receive(tmp_path, Security.STARTTLS, USER) as receiver:
        configure(receiver.account.port, "starttls", "localhost", USER)
        monkeypatch.setenv("INFOVIEW_SMTP_PASSWORD", "sesame")
        untrusted = run(*SEND, vault=lettered)
        assert untrusted.exit_code == 10
        assert "not trusted" in untrusted.stderr
        monkeypatch.setenv("SSL_CERT_FILE", str(receiver.authority))
        wrong = run(*SEND, vault=lettered)
        assert wrong.exit_code == 6
        assert "sesame" not in wrong.stdout + wrong.stderr
        assert not receiver.mails
        assert not (lettered / JOURNAL).exists()
        monkeypatch.setenv("INFOVIEW_SMTP_PASSWORD", PASSWORD)
        assert run(*SEND, vault=lettered).exit_code == 0
        assert len(receiver.mails) == 1


def test_the_connection_breaks_at_the_last_moment(
    run: Run, lettered: Path, configure: Configure
) -> None:
    script = Script(lies=True)
    with serve_script(script) as port:
        configure(port)
        broken = run(*SEND, vault=lettered)
        assert broken.exit_code == 10
        assert "try again" not in broken.stderr
        settle = "infoview outbox settle '2026-11-24 Zoë Müller request'"
        assert f"{ID} in your Sent folder, then: {settle} --sent, or {settle} --not-sent" in (
            broken.stderr
        )
        assert run(*SEND, vault=lettered).exit_code == 6
    assert script.takes == [ID]
    assert log_of(lettered) == []


@pytest.mark.parametrize("step", ["intent", "committing"])
def test_what_cannot_be_written_down_is_not_done(
    run: Run, lettered: Path, server: Receiver, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    append = journal._append

    def full(root: Path, name: str, line: str) -> None:
        if f'"{step}"' in line:
            raise OSError(28, "No space left on device")
        append(root, name, line)

    monkeypatch.setattr(journal, "_append", full)
    refused = run(*SEND, vault=lettered)
    assert refused.exit_code == 5
    assert "the disk is full" in refused.stderr
    assert not server.mails


def test_a_disk_that_fills_up_at_the_last_moment(
    run: Run, lettered: Path, server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = journal._append

    def full(root: Path, name: str, line: str) -> None:
        if '"sent"' in line:
            raise OSError(28, "No space left on device")
        append(root, name, line)

    monkeypatch.setattr(journal, "_append", full)
    sent = run(*SEND, vault=lettered)
    assert sent.exit_code == 0
    assert "the journal does not say so" in sent.stderr
    # The note says that it was sent, which is all there is to know.
    assert run("outbox", vault=lettered).exit_code == 0
    assert run(*SEND, vault=lettered).exit_code == 6
    assert len(server.mails) == 1


def test_killed_between_the_note_and_the_log() -> None:
    with prove_sending.set_up() as scene:
        exchanges = [call for call in prove_sending.rehearse(scene) if call.name == "renameat2"]
        scene.start_over(Script())
        last = next(call for call in reversed(exchanges) if "Ada Berg.md" in str(call))
        assert prove_sending.kill(scene, last)
        assert "halfway" in scene.machine.run("outbox").stderr
        assert list(scene.judge()) == []
