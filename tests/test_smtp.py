"""send: one message over SMTP, to a real server, byte for byte, safely, or with one sentence."""

from __future__ import annotations

import base64
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from infoview_md.core.account import Account, Security
from infoview_md.core.sending import Step
from infoview_md.errors import InfoviewError, Refused, ServiceMissing
from infoview_md.mail.smtp import Unknown, send
from tests.tools.cutting import Script, serve_script
from tests.tools.receiving import PASSWORD, USER, Receiver, receive

FROM, TO = "mira@hartmann.example", "ada@x.example"
HEAD = (
    b"From: mira@hartmann.example\r\nTo: ada@x.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
)
BODIES = {
    "plain": b"Dear Ada\r\n",
    "dots": b".\r\n..\r\n.hidden\r\nnot . here\r\n.\r\n",
    "only a dot": b".\r\n",
    "empty": b"",
    "long lines": b"x" * 998 + b"\r\n" + b"." + b"y" * 997 + b"\r\n",
    "eight bits": "Größe, Übersicht, 漢字\r\n".encode(),
    "blank lines": b"\r\n\r\n\r\n",
    "large": b"A line of the letter.\r\n" * 20_000,
}


def our_password() -> str:
    return PASSWORD


def nobody() -> str:
    pytest.fail("the password was asked for")


def hand(receiver: Receiver, message: bytes, password: Callable[[], str] = nobody) -> list[str]:
    steps: list[str] = []
    send(
        message,
        FROM,
        TO,
        receiver.account,
        password,
        lambda step, _: steps.append(str(step)),
        receiver.context,
    )
    return steps


@pytest.mark.parametrize("security", list(Security))
@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_what_arrives(tmp_path: Path, body: bytes, security: Security) -> None:
    message = HEAD + b"\r\n" + body
    with receive(tmp_path, security) as receiver:
        assert hand(receiver, message) == ["intent", "committing", "sent"]
    (mail,) = receiver.mails
    assert (mail.sender, mail.recipients, mail.data) == (FROM, (TO,), message)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_log_in(tmp_path: Path, security: Security) -> None:
    with receive(tmp_path, security, USER) as receiver:
        hand(receiver, HEAD + b"\r\n", our_password)
        assert len(receiver.mails) == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_wrong_password(tmp_path: Path, security: Security) -> None:
    with receive(tmp_path, security, USER) as receiver:
        with pytest.raises(Refused, match="does not know mira by this password") as caught:
            hand(receiver, HEAD + b"\r\n", lambda: "wröng 2")
        assert "wröng" not in str(caught.value)
        assert not receiver.mails


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_certificate_nobody_knows(tmp_path: Path, security: Security) -> None:
    with receive(tmp_path, security, USER) as receiver:
        with pytest.raises(ServiceMissing, match="is not trusted"):
            send(HEAD + b"\r\n", FROM, TO, receiver.account, nobody, never)
        assert not receiver.mails


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_certificate_of_another_host(tmp_path: Path, security: Security) -> None:
    with receive(tmp_path, security, USER, ["mail.example.org"]) as receiver:
        with pytest.raises(ServiceMissing, match=r"is not trusted.*[Hh]ostname mismatch"):
            hand(receiver, HEAD + b"\r\n")
        assert not receiver.mails


def never(step: Step, said: str) -> None:
    pytest.fail(f"came to {step} ({said})")


def test_without_tls_only_here() -> None:
    account = Account(host="mail.example.org", port=25, security=Security.NONE)
    with pytest.raises(ServiceMissing, match="without TLS"):
        send(HEAD + b"\r\n", FROM, TO, account, nobody, never)


def test_no_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    account = Account(host="127.0.0.1", port=port, security=Security.NONE)
    with pytest.raises(ServiceMissing, match="check host and port"):
        send(HEAD + b"\r\n", FROM, TO, account, nobody, never)


def test_no_such_host() -> None:
    account = Account(host="mail.invalid", port=25)
    with pytest.raises(ServiceMissing, match="cannot be found"):
        send(HEAD + b"\r\n", FROM, TO, account, nobody, never)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("550 5.1.1 no such user", r"does not take it for ada@x.example \(550 5.1.1 no such"),
        ("451 4.7.1 greylisted", r"does not take it now \(451 4.7.1 greylisted\).* try again"),
        ("452 \x1b[2Jfull \u202egnp", r"\(452 \\x1b\[2Jfull \\u202egnp\)"),
        (f"550 {'x' * 1000}", r"x…\)"),
    ],
)
def test_refused_recipient(answer: str, sentence: str) -> None:
    steps: list[str] = []
    script = Script(answers={"RCPT": answer.encode() + b"\r\n"})
    with serve_script(script) as port, pytest.raises(Refused, match=sentence):
        send(HEAD + b"\r\n", FROM, TO, plain(port), nobody, lambda s, _: steps.append(s))
    assert steps == ["intent", "refused"]


def plain(port: int, user: str = "") -> Account:
    return Account(host="127.0.0.1", port=port, security=Security.NONE, user=user)


@pytest.mark.parametrize(
    ("answers", "fault", "sentence", "last"),
    [
        ({"CONNECT": b"554 not you\r\n"}, ServiceMissing, "sends us away", ""),
        ({"CONNECT": b"hello?\r\n"}, ServiceMissing, "closed the connection", ""),
        ({"CONNECT": b"220-" + b"x" * 9000}, ServiceMissing, "closed the connection", ""),
        ({"EHLO": b"250-on and on\r\n" * 500}, ServiceMissing, "closed the connection", ""),
        ({"EHLO": b"250-me\r\n250 SIZE 10\r\n"}, Refused, "the server takes 10", ""),
        ({"MAIL": b"421 closing\r\n"}, ServiceMissing, "closes: 421 closing", "failed"),
        ({"MAIL": b"550 who?\r\n"}, Refused, "for mira@hartmann.example", "refused"),
        ({"DATA": b"503 no\r\n"}, Refused, "nothing was sent", "refused"),
        ({"DOT": b"554 spam\r\n"}, Refused, "554 spam", "refused"),
        ({"DOT": b"451 later\r\n"}, Refused, "try again later", "refused"),
        ({"DOT": b"354 more?\r\n"}, Unknown, "may have been sent", "committing"),
        ({"DOT": b""}, Unknown, "may have been sent", "committing"),
        ({"DOT": b"what\r\n"}, Unknown, "may have been sent", "committing"),
    ],
)
def test_odd_answers(
    answers: dict[str, bytes], fault: type[InfoviewError], sentence: str, last: str
) -> None:
    steps: list[str] = []
    with serve_script(Script(answers=answers)) as port, pytest.raises(fault, match=sentence):
        send(HEAD + b"\r\n", FROM, TO, plain(port), nobody, lambda s, _: steps.append(str(s)))
    assert steps[-1:] == ([last] if last and last != "failed" else steps[-1:])
    assert "sent" not in steps


@pytest.mark.parametrize("code", ["535 5.7.8 wrong: {}", "535 {}", "454 {} later"])
@pytest.mark.parametrize("secret", [PASSWORD, 'p"ss\\word', "pass  word"])
def test_a_server_that_repeats_the_password(secret: str, code: str) -> None:
    escaped = secret.replace("\\", "\\\\").replace('"', '\\"')
    encoded = base64.b64encode(f"\0{USER}\0{secret}".encode()).decode()
    for form in (secret, escaped, " ".join(secret.split()), encoded):
        answers = {
            "EHLO": b"250-me\r\n250 AUTH PLAIN\r\n",
            "AUTH": f"{code.format(form)}\r\n".encode(),
        }
        with (
            serve_script(Script(answers=answers)) as port,
            pytest.raises(InfoviewError) as caught,
        ):
            send(HEAD + b"\r\n", FROM, TO, plain(port, USER), lambda: secret, never)
        assert " ".join(form.split()) not in str(caught.value)
        assert "later" in str(caught.value) or "app password" in str(caught.value)


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_password_that_is_repeated_after_the_log_in_is_not_told(command: str) -> None:
    answers = {
        "EHLO": b"250-me\r\n250 AUTH PLAIN\r\n",
        "AUTH": b"235 in\r\n",
        command: f"550 no, {PASSWORD}\r\n".encode(),
    }
    with serve_script(Script(answers=answers)) as port, pytest.raises(InfoviewError) as caught:
        send(HEAD + b"\r\n", FROM, TO, plain(port, USER), our_password, lambda _, __: None)
    assert "550" in str(caught.value)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("early", [b"250 early\r\n", b"554 early\r\n", b"x"])
def test_an_answer_that_comes_too_early_is_not_the_last_one(early: bytes) -> None:
    steps: list[str] = []
    script = Script(answers={"DATA": b"354 go\r\n" + early, "DOT": b"554 no\r\n"})
    with serve_script(script) as port, pytest.raises(ServiceMissing, match="broke off"):
        send(HEAD + b"\r\n", FROM, TO, plain(port), nobody, lambda s, _: steps.append(s))
    assert steps == ["intent"]
    assert script.takes == []


@pytest.mark.parametrize("offer", [b"250 me\r\n", b"250-me\r\n250 AUTH XOAUTH2\r\n"])
def test_no_log_in_offered(offer: bytes) -> None:
    with (
        serve_script(Script(answers={"EHLO": offer})) as port,
        pytest.raises(ServiceMissing, match="takes no log-in"),
    ):
        send(HEAD + b"\r\n", FROM, TO, plain(port, USER), nobody, never)


def test_no_starttls_offered() -> None:
    with serve_script(Script()) as port:
        account = Account(host="127.0.0.1", port=port, security=Security.STARTTLS, user=USER)
        with pytest.raises(ServiceMissing, match="offers no STARTTLS"):
            send(HEAD + b"\r\n", FROM, TO, account, nobody, never)


@pytest.mark.parametrize(
    "address",
    [
        "a@b>\r\nRCPT TO:<c@d",
        "a b@c",
        "",
        "a",
        "@",
        "a@",
        "ä@b.example",
        "a@b.example,c@d",
        "<a@b>",
    ],
)
def test_odd_addresses(address: str) -> None:
    with pytest.raises(Refused, match="is no address"):
        send(HEAD + b"\r\n", FROM, address, plain(9), nobody, never)
    with pytest.raises(Refused, match="is no address"):
        send(HEAD + b"\r\n", address, TO, plain(9), nobody, never)


@pytest.mark.parametrize(
    "message", [b"a\nb\r\n", b"a\rb\r\n", b"a\n.\r\n", b"a\0\r\n", b"no end", b"x" * 999 + b"\r\n"]
)
def test_lines_that_servers_read_differently(message: bytes) -> None:
    with pytest.raises(Refused, match="line ends or lines"):
        send(message, FROM, TO, plain(9), nobody, never)


def test_eight_bits_to_a_server_of_seven() -> None:
    with (
        serve_script(Script(answers={"EHLO": b"250 me\r\n"})) as port,
        pytest.raises(Refused, match="only plain ASCII"),
    ):
        send("Größe\r\n".encode(), FROM, TO, plain(port), nobody, never)


def test_a_step_that_cannot_be_written_down_stops_it(tmp_path: Path) -> None:
    def full(step: Step, _: str) -> None:
        if step is Step.COMMITTING:
            raise Refused("the disk is full")

    with receive(tmp_path) as receiver:
        with pytest.raises(Refused, match="disk is full"):
            send(HEAD + b"\r\n", FROM, TO, receiver.account, nobody, full)
        assert not receiver.mails
