"""A real IMAP server: drafts land where they belong, replies become lines of the log."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from platformdirs import user_config_path

from infoview_md.cli.app import App
from infoview_md.core.account import Account, Security
from infoview_md.errors import ServiceMissing
from infoview_md.mail.folder_name import quote
from infoview_md.mail.imap import open_mailbox
from tests.conftest import Run
from tests.tools.dovecot import DRAFTS, PASSWORD, Dovecot, run_dovecot
from tests.tools.folder_names import encode_name

LETTER = ("letter", "Kari Lunde", "--via", "imap", "--anyway", "a test")
INGRID = "<20261103.solheim.1@hartmann.example>"
REPLY = f"""\
From: "Solheim, Ingrid" <ingrid.solheim@fjordlys.example>
To: Mira Hartmann <mira@hartmann.example>
Subject: =?utf-8?q?Re=3A_Twenty_minutes_on_probabilistic_forecasts_=E2=80=93_gladly?=
Date: Sat, 21 Nov 2026 23:30:00 +0000
Message-ID: <r1@fjordlys.example>
In-Reply-To: {INGRID}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Gladly, after the 16th – say when.

On Tue, 3 Nov 2026 at 09:10, Mira Hartmann wrote:
> Would you have 20 minutes?
"""


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    """One server for all tests here; each test has a user, and so a mailbox, of its own."""
    with run_dovecot() as server:
        yield server


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A user nobody else has."""
    return f"{request.node.name.encode().hex()[-40:]}"


def write_config(text: str) -> None:
    """Write the user's config.toml, in the home of the test."""
    file = user_config_path("infoview") / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def account(dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch) -> Account:
    """The account in the user's config, over TLS with a certificate that is trusted."""
    write_config(f'[mail.imap]\nhost = "localhost"\nport = {dovecot.tls_port}\nuser = "{user}"\n')
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    monkeypatch.setenv("INFOVIEW_IMAP_PASSWORD", PASSWORD)
    return Account(host="localhost", port=dovecot.tls_port, user=user)


def log_in(dovecot: Dovecot, user: str) -> imaplib.IMAP4:
    """Another program at the same mailbox."""
    client = imaplib.IMAP4("127.0.0.1", dovecot.port)
    client.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
    return client


def read_folder(dovecot: Dovecot, user: str, folder: str) -> list[tuple[str, bytes]]:
    """Flags and bytes of every mail in a folder, as another program sees them."""
    client = log_in(dovecot, user)
    client.select(quote(encode_name(folder)), readonly=True)
    parts = client.fetch("1:*", "(FLAGS BODY.PEEK[])")[1]
    client.logout()
    pairs = [part for part in parts if isinstance(part, tuple)]
    return [(head.decode(), data) for head, data in pairs]


def deliver(dovecot: Dovecot, user: str, text: str, folder: str = "INBOX") -> None:
    client = log_in(dovecot, user)
    data = text.replace("\n", "\r\n").encode()
    assert client.append(quote(encode_name(folder)), "", "", data)[0] == "OK"
    client.logout()


# -- drafts --------------------------------------------------------------------------------------


def test_a_draft_lands_among_the_drafts_and_is_opened_there_as_one(
    dovecot: Dovecot, account: Account, example: Path, run: Run
) -> None:
    result = run(*LETTER, vault=example)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"put as a draft into “{DRAFTS}” of {account.user}; send it from there" in result.stderr
    ((head, data),) = read_folder(dovecot, account.user, DRAFTS)
    assert "\\Draft" in head
    assert "\\Seen" in head
    mail = message_from_bytes(data, policy=default)
    assert mail["To"] == "Kari Lunde <kari.lunde@grensenett.example>"
    assert mail["X-Unsent"] is None
    (note,) = example.glob("letters/*Kari*.md")
    text = note.read_text("utf-8")
    assert mail["Message-ID"] in text
    assert "sent:" not in text
    body = mail.get_content().replace("\r\n", "\n")
    assert body.strip() == text.partition("---\n\n")[2].partition("\n<!--")[0].strip()


def test_a_draft_arrives_byte_for_byte(dovecot: Dovecot, account: Account) -> None:
    from datetime import UTC, datetime

    from infoview_md.mail.drafts import Put, put_draft

    message = (
        b"From: a@x.example\r\nMessage-ID: <1@x.example>\r\n\r\n.\r\nFrom here\r\n\xff\x01 end"
    )
    date = datetime(2026, 11, 3, tzinfo=UTC)
    with open_mailbox(account, lambda: PASSWORD) as mailbox:
        folder = mailbox.find_drafts()
        assert put_draft(mailbox, folder, message, "<1@x.example>", date) is Put.NEW
    ((_, data),) = read_folder(dovecot, account.user, DRAFTS)
    assert data == message


def test_a_draft_put_twice_is_there_once(
    dovecot: Dovecot, account: Account, example: Path, run: Run
) -> None:
    run(*LETTER, vault=example)
    again = run(*LETTER, vault=example)
    assert again.exit_code == 0
    assert f"the draft is in “{DRAFTS}” of {account.user} already" in again.stderr
    assert len(read_folder(dovecot, account.user, DRAFTS)) == 1


def test_a_draft_that_was_changed_on_either_side_is_never_written_over(
    dovecot: Dovecot, account: Account, example: Path, run: Run
) -> None:
    run(*LETTER, vault=example)
    (note,) = example.glob("letters/*Kari*.md")
    note.write_text(note.read_text("utf-8").replace("Dear", "Dearest"), encoding="utf-8")
    run("letter", "Kari Lunde", "request", "--approve", "--anyway", "a test", vault=example)
    result = run(*LETTER, vault=example)
    assert result.exit_code == 6
    assert "has a draft of this letter already that says something else" in result.stderr
    ((_, data),) = read_folder(dovecot, account.user, DRAFTS)
    assert b"Dearest" not in data


@pytest.mark.parametrize("name", ["Archiv/2026", DRAFTS])
def test_the_config_may_name_the_folder(account: Account, name: str) -> None:
    with open_mailbox(account, lambda: PASSWORD) as mailbox:
        assert mailbox.find_drafts(name).name == name


def test_a_folder_that_is_not_there_lists_those_that_are(account: Account) -> None:
    with (
        open_mailbox(account, lambda: PASSWORD) as mailbox,
        pytest.raises(ServiceMissing, match=r"no folder “Entwürfe”; it has .*Archiv/2026"),
    ):
        mailbox.find_drafts("Entwürfe")


# -- replies -------------------------------------------------------------------------------------


def test_a_reply_becomes_a_log_line(
    dovecot: Dovecot, account: Account, example: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(dovecot, account.user, REPLY)
    listed = run("mail", "replies", vault=example)
    assert '  infoview log "Ingrid Solheim" --date 2026-11-22 reply\n' in listed.stdout
    assert "  | Gladly, after the 16th – say when.\n" in listed.stdout
    assert "20 minutes" not in listed.stdout
    monkeypatch.setattr(App, "may_ask", True)
    result = run("mail", "replies", vault=example, input="y\n")
    assert result.exit_code == 0, result.stderr
    note = (example / "contacts/Ingrid Solheim.md").read_text("utf-8")
    assert "- 2026-11-22 00:30 reply yes email\n" in note
    again = run("mail", "replies", vault=example)
    assert "no mail came back" in again.stderr
    # What was read is not marked as read.
    ((head, _),) = read_folder(dovecot, account.user, "INBOX")
    assert "\\Seen" not in head


def test_another_folder_is_read_where_it_is_named(
    dovecot: Dovecot, account: Account, example: Path, run: Run
) -> None:
    deliver(dovecot, account.user, REPLY, "Archiv/2026")
    assert run("mail", "replies", vault=example).stdout == ""
    assert "Ingrid" in run("mail", "replies", "--folder", "Archiv/2026", vault=example).stdout


def test_many_mails_are_read_in_batches(
    dovecot: Dovecot, account: Account, example: Path, run: Run
) -> None:
    client = log_in(dovecot, account.user)
    for number in range(210):
        data = REPLY.replace("In-Reply-To", "X-No").replace("Ingrid", "Other")
        data = data.replace("ingrid.solheim", f"other{number}").replace("\n", "\r\n")
        client.append("INBOX", "", "", data.encode())
    client.logout()
    deliver(dovecot, account.user, REPLY)
    result = run("mail", "replies", "--json", vault=example)
    assert result.stdout.count('"what": "reply"') == 1


# -- trying it out -------------------------------------------------------------------------------


def test_the_accounts_are_tried_out(account: Account, run: Run) -> None:
    result = run("mail", "test")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "letters leave by text: print it, to be copied",
        f"imap: connected to localhost:{account.port} (tls), logged in as {account.user}",
        "imap: replies arrive in “INBOX”",
        f"imap: drafts go to “{DRAFTS}”",
    ]


def test_a_wrong_password_is_a_sentence_without_it(
    account: Account, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFOVIEW_IMAP_PASSWORD", "wrong-horse")
    result = run("mail", "test")
    assert result.exit_code == 10
    assert f"localhost did not let {account.user} in (it says: [AUTHENTICATIONFAILED]" in (
        result.stderr
    )
    assert "horse" not in result.stdout + result.stderr


def test_a_certificate_that_nobody_vouches_for_gets_no_password(
    account: Account, dovecot: Dovecot, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    result = run("mail", "test")
    assert result.exit_code == 10
    assert "is not trusted (self-signed certificate); nothing was sent" in result.stderr
    assert account.user not in dovecot.read_log()


def test_a_certificate_for_another_name_is_not_trusted(dovecot: Dovecot, account: Account) -> None:
    other = Account(host="127.0.0.2", port=dovecot.tls_port, user=account.user)
    with (
        pytest.raises(ServiceMissing, match="IP address mismatch"),
        open_mailbox(other, lambda: PASSWORD),
    ):
        pass
    assert account.user not in dovecot.read_log()


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.NONE])
def test_the_other_ways_to_connect(dovecot: Dovecot, account: Account, security: Security) -> None:
    other = Account(host="127.0.0.1", port=dovecot.port, user=account.user, security=security)
    with open_mailbox(other, lambda: PASSWORD) as mailbox:
        assert mailbox.find_drafts().name == DRAFTS


def test_starttls_is_not_believed_without_a_certificate(
    dovecot: Dovecot, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    other = Account(
        host="127.0.0.1", port=dovecot.port, user=account.user, security=Security.STARTTLS
    )
    with (
        pytest.raises(ServiceMissing, match="is not trusted"),
        open_mailbox(other, lambda: PASSWORD),
    ):
        pass
    assert account.user not in dovecot.read_log()


def test_plain_talk_to_another_machine_is_refused() -> None:
    account = Account(host="imap.example.org", port=143, user="m", security=Security.NONE)
    with (
        pytest.raises(ServiceMissing, match="is not this machine"),
        open_mailbox(account, lambda: PASSWORD),
    ):
        pass


def test_tls_at_a_port_without_it_is_a_sentence(dovecot: Dovecot) -> None:
    account = Account(host="127.0.0.1", port=dovecot.port, user="m")
    with (
        pytest.raises(ServiceMissing, match="does not speak TLS as it should"),
        open_mailbox(account, lambda: PASSWORD),
    ):
        pass


def test_a_dead_host_is_a_sentence(run: Run) -> None:
    write_config('[mail]\ndoor = "imap"\n[mail.imap]\nhost = "127.0.0.1"\nport = 1\nuser = "m"\n')
    result = run("mail", "test")
    assert result.exit_code == 10
    assert "nobody answers at 127.0.0.1:1; check host and port" in result.stderr


def test_nothing_is_lost_where_the_server_is_dead(example: Path, run: Run) -> None:
    write_config('[mail.imap]\nhost = "127.0.0.1"\nport = 1\n')
    result = run(*LETTER, vault=example)
    assert result.exit_code == 10
    (note,) = example.glob("letters/*Kari*.md")
    assert "sent:" not in note.read_text("utf-8")
    assert "request" not in (example / "contacts/Kari Lunde.md").read_text("utf-8")
