"""Received mails are read whatever their bytes are: headers, first lines, reports of bounces."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.mail.bounces import Bounce, find_bounces
from infoview_md.mail.mail_text import MAX_LINE, read_excerpt, strip_tags
from infoview_md.mail.message import MAX_HEAD, Automatic, Mail, cut_head, parse_mail
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases" / "mail"
KARI = "kari.lunde@grensenett.example"
LETTER = "<20261124.lunde.1@hartmann.example>"


def parse(head: str) -> Mail:
    return parse_mail(head.encode(), "here")


# -- headers -------------------------------------------------------------------------------------


def test_a_plain_mail() -> None:
    mail = parse(
        "From: Ingrid Solheim <Ingrid@Fjordlys.example>\nDate: Tue, 24 Nov 2026 09:10:00 +0100\n"
        "Subject: Re: A\n  question\nMessage-ID: <2@x>\nIn-Reply-To: <1@x>\n"
        "References: <0@x> <1@x>\n\nbody"
    )
    assert (mail.sender_name, mail.sender) == ("Ingrid Solheim", "ingrid@fjordlys.example")
    assert (mail.subject, mail.message_id) == ("Re: A question", "<2@x>")
    assert mail.answers == ("<1@x>", "<0@x>")
    assert mail.date is not None
    assert mail.date.isoformat() == "2026-11-24T09:10:00+01:00"
    assert (mail.automatic, mail.place) == (Automatic.NO, "here")


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("victim@x.example <attacker@y.example>", "attacker@y.example"),
        ('"victim@x.example" <attacker@y.example>', "attacker@y.example"),
        ('"<victim@x.example>" <attacker@y.example>', "attacker@y.example"),
        ('"\\"<victim@x.example>" <attacker@y.example>', "attacker@y.example"),
        ("A <attacker@y.example>, B <victim@x.example>", "attacker@y.example"),
        ("=?utf-8?q?victim=40x.example?= <attacker@y.example>", "attacker@y.example"),
        ("<attacker@y.example> (victim@x.example)", "attacker@y.example"),
        ("a@x.example", "a@x.example"),
        ("undisclosed-recipients:;", ""),
        ("", ""),
        ("(" * 3000, ""),
        ("<a@x.example", "a@x.example"),
        ("<>", ""),
    ],
)
def test_the_sender_is_the_address_and_not_what_passes_for_one(value: str, address: str) -> None:
    assert parse(f"From: {value}\n").sender == address


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?iso-8859-1?Q?p=E5?= ferie", "på ferie"),
        ("=?no-such-charset?q?=C3=A5?=", "å"),
        ("=?utf-8?b?!!!!?=", "=?utf-8?b?!!!!?="),
        ("=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        ("Grüße, raw", "Grüße, raw"),
    ],
)
def test_a_subject_is_one_line_of_text(value: str, text: str) -> None:
    assert parse(f"Subject: {value}\n").subject == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Tue, 24 Nov 2026 09:10:00 -0000", "2026-11-24T09:10:00+00:00"),
        ("24 Nov 26 09:10 EST", "2026-11-24T09:10:00-05:00"),
        ("Tue, 24 Nov 10000 09:10:00 +0100", None),
        ("Tue, 24 Nov 0969 09:10:00 +0100", None),
        ("Tue, 99 Nov 2026 09:10:00 +9999", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_has_a_zone_or_is_none(value: str, shown: str | None) -> None:
    date = parse(f"Date: {value}\n").date
    assert (date.isoformat() if date else None) == shown


@pytest.mark.parametrize(
    ("head", "automatic"),
    [
        ("Auto-Submitted: no", Automatic.NO),
        ("Auto-Submitted: auto-replied (vacation)", Automatic.REPLY),
        ("Auto-Submitted: auto-generated; x=y", Automatic.REPLY),
        ("X-Autoreply: yes", Automatic.REPLY),
        ("Precedence: auto_reply", Automatic.REPLY),
        ("Return-Path: <>", Automatic.REPLY),
        ("List-Id: <news.x.example>", Automatic.LIST),
        ("Precedence: bulk", Automatic.LIST),
        ("From: MAILER-DAEMON@x.example", Automatic.REPORT),
        ("From: postmaster@x.example", Automatic.REPORT),
        ("X-Failed-Recipients: a@x.example", Automatic.REPORT),
        ("Content-Type: multipart/report; report-type=delivery-status", Automatic.REPORT),
        ("X-Auto-Response-Suppress: All", Automatic.NO),
        ("From: bouncy@x.example", Automatic.NO),
    ],
)
def test_what_machines_write_is_told_apart(head: str, automatic: Automatic) -> None:
    assert parse(f"{head}\n").automatic is automatic


def test_the_head_ends_at_an_empty_line_or_the_limit() -> None:
    assert cut_head(b"A: b\r\n\r\nFrom: x@y.example") == b"A: b"
    assert len(cut_head(b"x" * (MAX_HEAD + 5))) == MAX_HEAD
    assert parse("Subject: a\n\nFrom: x@y.example\n").sender == ""


# -- the first lines -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("Gladly.\n\nOn Tue, 3 Nov 2026 at 09:10, Mira wrote:\n> 20 minutes?\n", ("Gladly.",)),
        ("Gerne.\nAm 03.11.26 um 09:10 schrieb Mira Hartmann:\n> Hast du\n", ("Gerne.",)),
        ("Gladly.\n-----Original Message-----\nFrom: Mira\n", ("Gladly.",)),
        ("Gladly.\n________________________________\nFrom: Mira\n", ("Gladly.",)),
        ("Gladly.\n-- \nIngrid\n", ("Gladly.",)),
        ("> 20 minutes?\nGladly.\n", ("Gladly.",)),
        ("On Tuesday I can.\n", ("On Tuesday I can.",)),
        ("1\n2\n3\n4\n5\n6\n7\n", tuple("123456")),
        ("x" * 500, ("x" * (MAX_LINE - 1) + "…",)),
        ("", ()),
    ],
)
def test_the_excerpt_is_what_they_wrote(body: str, lines: tuple[str, ...]) -> None:
    assert read_excerpt(f"Subject: x\n\n{body}".encode()) == lines


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>Gladly,<br>Ingrid</p>", ("Gladly,", "Ingrid")),
        ("<head><title>x</title></head><script>alert(1)</script>Yes &amp; no", ("Yes & no",)),
        ("<style>p{}</style ><b>Yes</b>", ("Yes",)),
        ("Yes<script>never closed", ("Yes",)),
        ("<img src=https://x.example/seen.png>Yes", ("Yes",)),
    ],
)
def test_html_is_stripped_to_its_words(page: str, lines: tuple[str, ...]) -> None:
    assert read_excerpt(f"Content-Type: text/html\n\n{page}".encode()) == lines


def test_text_goes_before_html_and_attachments() -> None:
    parts = (
        "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nattached",
        "Content-Type: text/html\n\n<p>page</p>",
        "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\nagByAOUA",
    )
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    assert read_excerpt(f"Content-Type: multipart/mixed; boundary=b\n\n{body}".encode()) == ("jrå",)


def test_half_a_tag_is_left_as_it_is() -> None:
    assert strip_tags("a < b <") == "a < b <"


# -- bounces -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [("postfix", "5.1.1"), ("gmail", "5.1.1"), ("exchange", "5.1.10"), ("exim", ""),
     ("qmail", "5.1.1")],
)  # fmt: skip
def test_a_failure_names_its_recipient_and_our_letter(name: str, status: str) -> None:
    data = (CASES / f"{name}-failed.eml").read_bytes()
    assert find_bounces(data) == (
        Bounce(recipients=(KARI,), is_final=True, status=status, message_id=LETTER),
    )
    assert parse_mail(data, "").automatic is Automatic.REPORT


def test_a_delay_is_not_final() -> None:
    (bounce,) = find_bounces((CASES / "postfix-delayed.eml").read_bytes())
    assert (bounce.is_final, bounce.status, bounce.message_id) == (False, "4.4.1", LETTER)


@pytest.mark.parametrize(
    ("action", "status", "is_final"),
    [("failed", "5.1.1", True), ("failed", "4.2.2", False), ("failed", "", True),
     ("delayed", "4.4.1", False), ("delivered", "2.0.0", None), ("relayed", "2.0.0", None),
     ("expanded", "2.0.0", None), ("", "5.0.0", None)],
)  # fmt: skip
def test_only_failures_and_delays_count(action: str, status: str, is_final: bool | None) -> None:
    data = (
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n"
        f"\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; {KARI}\nAction: {action}\n"
        f"Status: {status}\n\n--b--\n"
    )
    found = [bounce.is_final for bounce in find_bounces(data.encode())]
    assert found == ([] if is_final is None else [is_final])


def test_a_letter_passed_on_fails_under_both_addresses() -> None:
    data = (
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n"
        "\nReporting-MTA: dns; x\n\nOriginal-Recipient: rfc822;kari@new.example\n"
        "Final-Recipient: rfc822;k@old.example\nAction: failed\nStatus: 5.7.1\n\n--b--\n"
    )
    (bounce,) = find_bounces(data.encode())
    assert bounce.recipients == ("kari@new.example", "k@old.example")


def test_an_ordinary_mail_reports_nothing() -> None:
    assert find_bounces((CASES / "out-of-office.eml").read_bytes()) == ()
    assert find_bounces(f"Subject: x\n\n<{KARI}>:\n550 no such user\n".encode()) == ()


# -- bytes of any kind ---------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        b"From: ", b"Date: ", b"Subject: ", b"References: ", b"\n", b"\r\n", b"\n\n", b" ", b"\t",
        b"=?utf-8?b?", b"=?utf-8?q?", b"?=", b"<", b">", b"(", b")", b'"', b"\\", b"@", b";", b"[",
        b"Content-Type: multipart/report; boundary=b\n", b"Content-Type: message/rfc822\n",
        b"Content-Type: message/delivery-status\n", b"Content-Type: text/html; charset=utf-7\n",
        b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n",
        b"--b\n", b"--b--\n", b"Final-Recipient: rfc822;", b"Action: failed\n", b"a@x.example",
        b"charset*=utf-8''%FF", b"\x00", b"\xff", b"\x1b[2J", b"\xe2\x80\xae", b"9" * 30,
    ]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.binary(max_size=8)), max_size=60).map(b"".join))
def test_no_bytes_stop_us(data: bytes) -> None:
    mail = parse_mail(data, "here")
    assert "\n" not in mail.subject + mail.sender_name + mail.sender + mail.message_id
    assert all("\n" not in line for line in read_excerpt(data))
    assert all("\n" not in a for bounce in find_bounces(data) for a in bounce.recipients)


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/mixed; boundary=b\n\n" * 3000,
        b"".join(
            b"Content-Type: multipart/x; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(999)
        ),
        b"Content-Type: message/rfc822\n\n" * 20000,
        b"From: " + b"(" * 100_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 50_000,
        b"References: " + b"<a@b> " * 50_000,
        b"Content-Type: text/html\n\n" + b"<style" * 200_000,
        b"Content-Type: text/html\n\n" + b"<" * 1_000_000,
        b"x: y\n" * 200_000,
        b"\n" * 1_000_000,
        b"On " * 300_000,
        b"Content-Type: multipart/report\n\n" + b"a@" * 500_000,
    ],
    ids=range(12),
)
def test_mails_that_were_made_to_break_us_do_not(data: bytes) -> None:
    assert parse_mail(data[:MAX_HEAD], "here").place == "here"
    assert len(read_excerpt(data)) <= 6
    assert find_bounces(data) == ()


def test_every_case_is_looked_at() -> None:
    assert {path.stem for path in Path(CASES).glob("*.eml")} == {
        "exchange-failed", "exim-failed", "gmail-failed", "out-of-office", "postfix-delayed",
        "postfix-failed", "qmail-failed",
    }  # fmt: skip
