"""Replies: which mail belongs to whom, what is asked about it, and the line the log gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from infoview_md.cli.app import App
from tests.conftest import Run

CONTACT = """\
---
type: contact
email: {address}
---

## Log

- 2026-11-03 request email [[2026-11-03 {name}]]
"""
LETTER = """\
---
type: letter
to: "[[{name}]]"
kind: request
subject: A question
sent: 2026-11-03T09:10:00
message_id: "<1.{key}@hartmann.example>"
channel: email
---

Dear {name}
"""
TODAY = "2026-11-24"


@pytest.fixture
def people(vault: Path) -> Path:
    """A vault with two people who were asked, by somebody with an address."""
    config = vault / "infoview.toml"
    text = config.read_text("utf-8").replace("test.owner@example.org", "Mira@hartmann.example")
    config.write_text(text, encoding="utf-8")
    for name, key in (("Ann Lee", "ann"), ("Bo Chen", "bo")):
        text = CONTACT.format(name=name, address=f"{key}@x.example")
        (vault / "contacts" / f"{name}.md").write_text(text, encoding="utf-8")
        text = LETTER.format(name=name, key=key)
        (vault / "letters" / f"2026-11-03 {name}.md").write_text(text, encoding="utf-8")
    return vault


class Box:
    """An mbox that mails are put into."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_bytes(b"")

    def put(self, *headers: str, body: str = "Hello", **named: str) -> None:
        """Add a mail; of the headers From, Date and Message-ID have a default."""
        known = {
            "From": "Ann Lee <ann@x.example>",
            "Date": "Mon, 23 Nov 2026 10:30:00 +0100",
            "Message_ID": f"<{self.path.stat().st_size}@x.example>",
        }
        lines = [f"{key.replace('_', '-')}: {value}" for key, value in {**known, **named}.items()]
        text = "\n".join(["From x", *lines, *headers, "", body, "", ""])
        with self.path.open("ab") as file:
            file.write(text.encode("utf-8", "surrogateescape"))


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path / "mbox")


def listed(run: Run, vault: Path, box: Box, *more: str) -> list[dict[str, object]]:
    result = run(
        "mail", "replies", "--mailbox", box.path, "--json", *more, vault=vault, today=TODAY
    )
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def asked(run: Run, vault: Path, box: Box, answers: str, *more: str) -> str:
    """Answer at a terminal; what was printed."""
    result = run(
        "mail", "replies", "--mailbox", box.path, *more, vault=vault, today=TODAY, input=answers
    )
    assert result.exit_code == 0, result.stderr
    return result.stdout + result.stderr


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(App, "may_ask", True)


def log_of(vault: Path, name: str = "Ann Lee") -> list[str]:
    text = (vault / "contacts" / f"{name}.md").read_text("utf-8")
    return text.partition("## Log\n\n")[2].splitlines()[1:]


# -- whose it is ---------------------------------------------------------------------------------


def test_by_the_letter_it_answers_whoever_wrote_it(run: Run, people: Path, box: Box) -> None:
    box.put(From="Assistant <office@y.example>", In_Reply_To="<1.bo@hartmann.example>")
    (row,) = listed(run, people, box)
    assert (row["who"], row["letter"]) == ("Bo Chen", "letters/2026-11-03 Bo Chen.md")
    assert row["from"] == "office@y.example"


def test_by_the_thread_it_belongs_to(run: Run, people: Path, box: Box) -> None:
    box.put(From="o@y.example", References="<1.bo@hartmann.example> <9@y.example>")
    assert [row["who"] for row in listed(run, people, box)] == ["Bo Chen"]


def test_else_by_the_address_it_comes_from(run: Run, people: Path, box: Box) -> None:
    box.put(From="ANN@X.example", In_Reply_To="<unknown@y.example>")
    (row,) = listed(run, people, box)
    assert (row["who"], row["letter"]) == ("Ann Lee", None)


def test_an_address_of_the_channels_counts(run: Run, people: Path, box: Box) -> None:
    note = people / "contacts" / "Ann Lee.md"
    text = note.read_text("utf-8") + "\n## Channels\n\n- email ann@home.example: bounced\n"
    note.write_text(text, encoding="utf-8")
    box.put(From="ann@home.example")
    assert [row["who"] for row in listed(run, people, box)] == ["Ann Lee"]


def test_an_address_of_two_people_is_nobodys(run: Run, people: Path, box: Box) -> None:
    note = people / "contacts" / "Bo Chen.md"
    note.write_text(note.read_text("utf-8").replace("bo@x", "ann@x"), encoding="utf-8")
    box.put()
    assert listed(run, people, box) == []
    box.put(In_Reply_To="<1.bo@hartmann.example>")
    assert [row["who"] for row in listed(run, people, box)] == ["Bo Chen"]


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "stranger@y.example"},
        {"From": '"ann@x.example" <stranger@y.example>'},
        {"From": "mira@hartmann.example", "In_Reply_To": "<1.ann@hartmann.example>"},
        {"From": "other@y.example", "Message_ID": "<1.ann@hartmann.example>"},
        {"List_Id": "<news.x.example>"},
        {"Date": "Mon, 02 Nov 2026 10:30:00 +0100"},
    ],
)
def test_none_of_ours(run: Run, people: Path, box: Box, headers: dict[str, str]) -> None:
    box.put(**headers)
    assert listed(run, people, box) == []


def test_since_may_look_further_back(run: Run, people: Path, box: Box) -> None:
    box.put(Date="Mon, 02 Nov 2026 10:30:00 +0100")
    assert len(listed(run, people, box, "--since", "2026-11-01")) == 1


def test_where_nobody_waits_the_last_month_is_read(run: Run, people: Path, box: Box) -> None:
    for note in (people / "contacts").iterdir():
        note.write_text(note.read_text("utf-8") + "- 2026-11-03 reply no\n", encoding="utf-8")
    box.put(Date="Mon, 26 Oct 2026 10:30:00 +0100")
    box.put(Date="Mon, 19 Oct 2026 10:30:00 +0100")
    assert [row["date"] for row in listed(run, people, box)] == ["2026-10-26"]


def test_one_for_a_person_and_day(run: Run, people: Path, box: Box) -> None:
    box.put(Subject="early", Date="Mon, 23 Nov 2026 08:00:00 +0100")
    box.put(Subject="late", Date="Mon, 23 Nov 2026 09:00:00 +0100")
    box.put(
        Subject="machine", Date="Mon, 23 Nov 2026 10:00:00 +0100", Auto_Submitted="auto-replied"
    )
    box.put(Subject="before", Date="Sun, 22 Nov 2026 10:00:00 +0100")
    assert [row["subject"] for row in listed(run, people, box)] == ["before", "late"]


def test_the_day_is_the_owners(run: Run, people: Path, box: Box) -> None:
    box.put(Date="Sun, 22 Nov 2026 20:30:00 -0800")
    (row,) = listed(run, people, box)
    assert (row["date"], row["time"]) == ("2026-11-23", "05:30")


@pytest.mark.parametrize("date", ["Fri, 01 Jan 2038 00:00:00 +0000", "never"])
def test_a_mail_from_no_day_or_from_the_future_came_today(
    run: Run, people: Path, box: Box, date: str
) -> None:
    box.put(Date=date)
    (row,) = listed(run, people, box)
    assert (row["date"], row["time"]) == (TODAY, None)


@pytest.mark.parametrize(
    "line", ["reply no", "scheduled for 2026-11-30", "propose", "note email: a mail"]
)
def test_what_the_log_speaks_of_is_not_asked_again(
    run: Run, people: Path, box: Box, line: str
) -> None:
    box.put()
    assert len(listed(run, people, box)) == 1
    note = people / "contacts" / "Ann Lee.md"
    note.write_text(note.read_text("utf-8") + f"- 2026-11-23 {line}\n", encoding="utf-8")
    assert listed(run, people, box) == []


ANSWER = """\
---
type: letter
to: "[[Ann Lee]]"
kind: {kind}
subject: Our talk
sent: 2026-11-23T09:00:00
message_id: "<2.ann@hartmann.example>"
---

Dear Ann
"""


@pytest.mark.parametrize(("kind", "event"), [("answer", "propose"), ("cancel", "cancelled")])
def test_a_letter_of_ours_of_that_day_is_no_answer_of_theirs(
    run: Run, people: Path, box: Box, kind: str, event: str
) -> None:
    letter = people / "letters" / f"2026-11-23 Ann Lee {kind}.md"
    letter.write_text(ANSWER.format(kind=kind), encoding="utf-8")
    note = people / "contacts" / "Ann Lee.md"
    line = f"- 2026-11-23 {event} email [[{letter.stem}]]\n"
    note.write_text(note.read_text("utf-8") + line, encoding="utf-8")
    box.put(body="Neither works, could we take next week instead?")
    assert [row["what"] for row in listed(run, people, box)] == ["reply"]
    # The same line about somebody else's letter is what the person wrote of the day.
    note.write_text(note.read_text("utf-8").replace(letter.stem, "Bo Chen"), encoding="utf-8")
    assert listed(run, people, box) == []


def test_an_answer_that_is_sent_hides_no_mail_of_that_day(run: Run, people: Path, box: Box) -> None:
    for words in (
        ("log", "ann", "reply", "yes", "--date", "2026-11-23"),
        ("letter", "ann", "answer", "--window", "2026-11-30 10:00", "--window", "2026-12-01 14:00",
         "--sent", "--anyway", "a test"),
    ):  # fmt: skip
        result = run(*words, vault=people, today=TODAY)
        assert result.exit_code == 0, result.stderr
    assert "propose" in log_of(people)[-1]
    box.put(Date="Tue, 24 Nov 2026 15:30:00 +0100")
    assert len(listed(run, people, box)) == 1


@pytest.mark.parametrize(
    ("line", "count"),
    [("09:00 reply yes phone", 1), ("10:30 reply yes", 0), ("11:00 reply yes", 0)],
)
def test_a_line_from_before_the_mail_says_nothing_of_it(
    run: Run, people: Path, box: Box, line: str, count: int
) -> None:
    note = people / "contacts" / "Ann Lee.md"
    note.write_text(note.read_text("utf-8") + f"- 2026-11-23 {line}\n", encoding="utf-8")
    box.put(Date="Mon, 23 Nov 2026 10:30:30 +0100")
    assert len(listed(run, people, box)) == count


# -- what it says --------------------------------------------------------------------------------


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ("y\n", "- 2026-11-23 10:30 reply yes email"),
        ("no\n", "- 2026-11-23 10:30 reply no email"),
        ("l\n\n", "- 2026-11-23 10:30 reply later email"),
        ("l\nsoon\nmay\n", "- 2026-11-23 10:30 reply later email until 2027-05-01"),
        ("r\nbo\n", "- 2026-11-23 10:30 reply refer email [[Bo Chen]]"),
        ("r\nCy Dahl\n", "- 2026-11-23 10:30 reply refer email: names Cy Dahl"),
        ("r\n\n", "- 2026-11-23 10:30 reply refer email"),
        ("k\n", "- 2026-11-23 10:30 note email: a mail, with no answer in it"),
        ("what\ny\n", "- 2026-11-23 10:30 reply yes email"),
    ],
)
def test_the_answer_is_the_persons_choice(
    run: Run, people: Path, box: Box, answers: str, line: str
) -> None:
    box.put()
    asked(run, people, box, answers)
    assert log_of(people) == [line]
    assert listed(run, people, box) == []


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answers", ["\n", "skip\n"])
def test_a_mail_that_was_skipped_is_asked_about_again(
    run: Run, people: Path, box: Box, answers: str
) -> None:
    box.put()
    asked(run, people, box, answers)
    assert log_of(people) == []
    assert len(listed(run, people, box)) == 1


@pytest.mark.usefixtures("terminal")
def test_a_dry_run_writes_nothing(run: Run, people: Path, box: Box) -> None:
    box.put()
    shown = asked(run, people, box, "y\n", "--dry-run")
    assert "+- 2026-11-23 10:30 reply yes email" in shown
    assert log_of(people) == []


@pytest.mark.usefixtures("terminal")
def test_each_answer_can_be_taken_back(run: Run, people: Path, box: Box) -> None:
    box.put()
    box.put(From="bo@x.example")
    asked(run, people, box, "y\nn\n")
    run("undo", vault=people)
    assert [bool(log_of(people)), bool(log_of(people, "Bo Chen"))] == [True, False]


def test_without_a_terminal_nothing_is_written_but_the_command_shown(
    run: Run, people: Path, box: Box
) -> None:
    box.put(body="Gladly.\n> 20 minutes?")
    result = run("mail", "replies", "--mailbox", box.path, vault=people, today=TODAY)
    assert result.stdout == (
        "2026-11-23 10:30 reply: Ann Lee by Ann Lee <ann@x.example>: no subject\n"
        "  | Gladly.\n"
        '  infoview log "Ann Lee" --date 2026-11-23 reply\n'
    )
    assert result.stderr == "to the command of a reply, add what it says: yes, no, later or refer\n"
    assert log_of(people) == []
    run("log", "Ann Lee", "--date", "2026-11-23", "reply", "yes", vault=people, today=TODAY)
    assert log_of(people) == ["- 2026-11-23 reply yes"]


@pytest.mark.usefixtures("terminal")
def test_yes_answers_nothing_for_the_person(run: Run, people: Path, box: Box) -> None:
    box.put()
    asked(run, people, box, "\n", "--yes")
    assert log_of(people) == []


def test_an_automatic_answer_is_only_shown(run: Run, people: Path, box: Box) -> None:
    box.put(Auto_Submitted="auto-replied", Subject="Away")
    result = run("mail", "replies", "--mailbox", box.path, "--yes", vault=people, today=TODAY)
    assert "auto-reply: Ann Lee by Ann Lee <ann@x.example>: Away" in result.stdout
    assert "infoview log" not in result.stdout
    assert log_of(people) == []


def test_an_automatic_answer_is_old_news_once_they_answered(
    run: Run, people: Path, box: Box
) -> None:
    box.put(Auto_Submitted="auto-replied", Date="Sun, 22 Nov 2026 10:00:00 +0100")
    assert len(listed(run, people, box)) == 1
    note = people / "contacts" / "Ann Lee.md"
    note.write_text(note.read_text("utf-8") + "- 2026-11-23 reply no\n", encoding="utf-8")
    assert listed(run, people, box, "--since", "2026-11-01") == []


# -- bounces -------------------------------------------------------------------------------------

REPORT = """\
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; x

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--b--
"""


def put_report(box: Box, address: str, message_id: str, action: str = "failed") -> None:
    box.put(
        From="MAILER-DAEMON@mail.example",
        Content_Type="multipart/report; boundary=b",
        body=REPORT.format(
            address=address,
            message_id=message_id,
            action=action,
            status="5.1.1" if action == "failed" else "4.4.1",
        ),
    )


def test_a_bounce_makes_the_address_one_that_fails(run: Run, people: Path, box: Box) -> None:
    put_report(box, "ann@x.example", "<1.ann@hartmann.example>")
    (row,) = listed(run, people, box)
    assert (row["what"], row["status"]) == ("bounce", "5.1.1")
    command = 'infoview log "Ann Lee" --date 2026-11-23 bounce email: ann@x.example'
    assert row["command"] == command
    asked(run, people, box, "", "--yes")
    assert log_of(people) == ["- 2026-11-23 10:30 bounce email: ann@x.example"]
    assert listed(run, people, box) == []
    stage = run("list", "contacts", "--fields", "name,stage", vault=people, today=TODAY).stdout
    assert "Ann Lee\tidentified" in stage


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("answer", "lines"), [("y\n", 1), ("n\n", 0)])
def test_a_bounce_is_asked_about(run: Run, people: Path, box: Box, answer: str, lines: int) -> None:
    put_report(box, "ann@x.example", "<1.ann@hartmann.example>")
    asked(run, people, box, answer)
    assert len(log_of(people)) == lines


def test_the_letter_tells_whose_bounce_it_is_where_the_address_does_not(
    run: Run, people: Path, box: Box
) -> None:
    note = people / "letters" / "2026-11-03 Ann Lee.md"
    text = note.read_text("utf-8").replace("kind:", "address: ann@x.example\nkind:")
    note.write_text(text, encoding="utf-8")
    put_report(box, "internal@passed-on.example", "<1.ann@hartmann.example>")
    assert [row["address"] for row in listed(run, people, box)] == ["ann@x.example"]


def test_the_address_tells_whose_bounce_it_is_where_the_letter_does_not(
    run: Run, people: Path, box: Box
) -> None:
    put_report(box, "Bo@X.example", "<unknown@y.example>")
    assert [row["who"] for row in listed(run, people, box)] == ["Bo Chen"]


def test_a_bounce_of_another_mail_of_ours_is_none_of_ours(run: Run, people: Path, box: Box) -> None:
    put_report(box, "aunt@y.example", "<holiday@hartmann.example>")
    assert listed(run, people, box) == []


def test_a_delay_is_only_told(run: Run, people: Path, box: Box) -> None:
    put_report(box, "ann@x.example", "<1.ann@hartmann.example>", "delayed")
    result = run("mail", "replies", "--mailbox", box.path, "--yes", vault=people, today=TODAY)
    assert "Ann Lee is not reached yet at ann@x.example (4.4.1)" in result.stdout
    assert log_of(people) == []


def test_a_delay_is_told_as_long_as_the_server_tries(run: Run, people: Path, box: Box) -> None:
    put_report(box, "ann@x.example", "<1.ann@hartmann.example>", "delayed")
    words = ("mail", "replies", "--mailbox", box.path)
    assert "not reached yet" in run(*words, vault=people, today="2026-11-28").stdout
    assert run(*words, vault=people, today="2026-11-29").stdout == ""


# -- bad input -----------------------------------------------------------------------------------


def test_one_bad_mail_does_not_stop_the_others(run: Run, people: Path, box: Box) -> None:
    for junk in ("(" * 5000, "\udcff\x00\x1b[2J", "=?utf-8?b?!?=" * 300, "@" * 5000):
        box.put(From=junk, Subject=junk, Date=junk, Content_Type=junk, In_Reply_To=junk, body=junk)
    box.put()
    box.put(From=f"{'x' * 9000}@x.example")
    assert [row["who"] for row in listed(run, people, box)] == ["Ann Lee"]


def test_nothing_in_a_mail_moves_the_cursor_or_begins_a_line(
    run: Run, people: Path, box: Box
) -> None:
    box.put(
        From="=?utf-8?q?A=1B[2J=0D=0Ax=E2=80=AE?= <ann@x.example>",
        Subject="=?utf-8?q?=1B]0;x=07=0A2026-11-23_bounce:?=",
        body="a\x1b[31mb\x9b\u202ec",
    )
    shown = run("mail", "replies", "--mailbox", box.path, vault=people, today=TODAY).stdout
    assert len(shown.splitlines()) == 3
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)
    assert "\\x1b" in shown


def test_a_mailbox_that_is_not_there_is_a_sentence(run: Run, people: Path) -> None:
    result = run("mail", "replies", "--mailbox", "/no/where", vault=people)
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith("infoview: /no/where cannot be read: ")


def test_without_an_account_the_sentence_says_where_to_name_one(run: Run, people: Path) -> None:
    result = run("mail", "replies", vault=people)
    assert result.exit_code == 8
    assert "no IMAP server is known; name its host and your user below [mail.imap]" in result.stderr


def test_a_mailbox_and_a_folder_are_one_too_many(run: Run, people: Path, box: Box) -> None:
    result = run("mail", "replies", "--mailbox", box.path, "--folder", "x", vault=people)
    assert result.exit_code == 2
