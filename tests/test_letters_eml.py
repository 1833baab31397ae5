"""Letters as mails: what is written reads back, and what could pass for more is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from infoview_md.errors import Refused
from infoview_md.letters.eml import build_message
from infoview_md.letters.envelope import Attachment, Envelope
from infoview_md.letters.mail_address import encode_address, make_message_id
from tests.tools import prove_headers
from tests.tools.hostile_mail import PDF, SLOTS, WHOLE
from tests.tools.prove_headers import check_slot, control_slot, find_lies

PLAIN = replace(WHOLE, attachments=(), in_reply_to="", references=())


def read(envelope: Envelope) -> EmailMessage:
    """The mail, as Python reads it."""
    return message_from_bytes(build_message(envelope), policy=default)


def head(envelope: Envelope) -> list[str]:
    """The lines of the head."""
    return build_message(envelope).partition(b"\r\n\r\n")[0].decode().split("\r\n")


# -- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "envelope"),
    [
        ("plain", replace(PLAIN, sender_name="Juergen Gross", body="Dear Ingrid,\n\nThank you.")),
        ("draft", replace(PLAIN, is_draft=True)),
        ("answer-with-a-file", WHOLE),
        (
            "long-names",
            replace(
                PLAIN,
                sender_name="Freiherr Müller-Großmann, " * 4 + "der Ältere",
                to_name='Dr. Anne "Ann" O\'Neill, PhD',
                subject="Zwanzig Minuten über Lastprognosen, Stürme und "
                "alles, was zwischen Bergen und Łódź am Netz hängt?",
                to="ann@bücher.example",
                body=("Grüße aus Köln; " * 12 + "\n") * 2 + "From me\n.\n-- \nJ",
            ),
        ),
    ],
)
def test_golden_mails(name: str, envelope: Envelope, golden: Callable[[str, str], None]) -> None:
    data = build_message(envelope)
    golden(f"mails/{name}.eml", data.decode("ascii"))
    assert not re.findall(rb"(?<!\r)\n|\r(?!\n)|[^\r\n]{79}", data)


def test_a_mail_says_what_it_was_made_from():
    mail = read(WHOLE)
    assert mail["From"].addresses == (Address("Jürgen Groß", addr_spec=WHOLE.sender),)
    assert mail["To"].addresses == (Address("Ingrid Solheim", addr_spec=WHOLE.to),)
    assert mail["Subject"] == WHOLE.subject
    assert mail["Date"].datetime == WHOLE.date
    assert mail["Message-ID"] == WHOLE.message_id
    assert mail["In-Reply-To"] == WHOLE.in_reply_to
    assert mail["References"] == " ".join(WHOLE.references)
    text, file = mail.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == WHOLE.body + "\n"
    assert file.get_filename() == "Groß.pdf"
    assert file.get_content() == PDF
    assert not mail.defects


def test_only_a_draft_asks_to_be_opened_for_editing():
    assert "X-Unsent" not in read(PLAIN)
    assert read(replace(PLAIN, is_draft=True))["X-Unsent"] == "1"


def test_a_mail_names_neither_machine_nor_program():
    names = {line.partition(":")[0] for line in head(WHOLE) if not line.startswith(" ")}
    assert not names & {"Bcc", "Cc", "User-Agent", "X-Mailer", "Received", "Sender"}


def test_the_same_letter_gives_the_same_bytes():
    assert build_message(WHOLE) == build_message(replace(WHOLE))


def test_a_name_has_plain_spaces():
    mail = read(replace(PLAIN, to_name=" Ingrid\u00a0 \u3000Solheim ", subject="20\u00a0minutes"))
    assert mail["To"].addresses[0].display_name == "Ingrid Solheim"
    assert mail["Subject"] == "20\u00a0minutes"


def test_the_longest_address_reads_back():
    labels = ".".join(["b" * 62] * 3)
    longest = f"{'a' * 63}@{labels}"[:253]
    for name in ("", "Ann", "Ann, " * 11, "é" * 200):
        mail = read(replace(PLAIN, to=longest, to_name=name))
        assert [box.addr_spec for box in mail["To"].addresses] == [longest]


def test_an_empty_subject_has_no_header():
    assert "Subject" not in read(replace(PLAIN, subject=""))


def test_short_english_lines_stay_as_they_are():
    mail = read(replace(PLAIN, body="Dear Ingrid,\n\nThank you.\n"))
    assert mail["Content-Transfer-Encoding"] == "7bit"
    assert mail.get_payload() == "Dear Ingrid,\r\n\r\nThank you.\r\n"


@pytest.mark.parametrize(
    "line",
    ["a " * 60, "Grüße", "trailing ", "From me", ".", "tab\t", "-- ", "a\u2028b", "x" * 2000],
)
def test_a_line_that_could_be_hurt_on_its_way_is_encoded(line: str):
    body = f"one\n{line}\ntwo\n"
    mail = read(replace(PLAIN, body=body))
    assert mail["Content-Transfer-Encoding"] == "quoted-printable"
    assert mail.get_content().replace("\r\n", "\n") == body
    lines = build_message(replace(PLAIN, body=body)).split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert not [one for one in lines if one.startswith((b"From ", b"."))]


@pytest.mark.parametrize("count", [1, 2, 7, 100])
def test_a_long_thread_is_folded_between_its_letters(count: int):
    ids = tuple(f"<{number:032x}.1@example.org>" for number in range(count))
    envelope = replace(PLAIN, in_reply_to=ids[-1], references=ids)
    assert read(envelope)["References"].split() == [*ids]
    assert max(map(len, head(envelope))) <= 78


def test_ids_of_other_programs_are_kept():
    odd = '<"a,b"(c)[d]:;$100%{}|..x@[IPv6:::1]>'
    assert read(replace(PLAIN, in_reply_to=odd, references=(odd,)))["In-Reply-To"] == odd


@pytest.mark.parametrize(
    "name",
    ["cv.pdf", "Lebenslauf Jürgen Groß.pdf", "ж" * 100 + ".pdf", "a" * 110 + ".pdf", "a'b (1).pdf"],
)
def test_attachments_keep_their_names(name: str):
    file = Attachment(name, "application/pdf", PDF * 100)
    mail = read(replace(PLAIN, attachments=(file,)))
    (found,) = mail.iter_attachments()
    assert found.get_filename() == name
    assert found.get_content_disposition() == "attachment"
    assert max(map(len, build_message(replace(PLAIN, attachments=(file,))).split(b"\r\n"))) <= 78


# -- a law ---------------------------------------------------------------------------------------

NAMES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"),
                  exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    max_size=120,
).filter(lambda name: "=?" not in name)  # fmt: skip
BODIES = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u202d\u202e")
                 | st.sampled_from("\n\t"), max_size=600)  # fmt: skip


@given(sender_name=NAMES, to_name=NAMES, subject=NAMES, body=BODIES)
@example("Müller, Jürgen; " * 12, '"<a@b>", <c@d>', "?= " * 60, ".\nFrom \n=\n" + " " * 99)
@example("x" * 100, "é" * 100, "a " * 60, "\u2028" * 99)
def test_what_is_fit_reads_back(sender_name: str, to_name: str, subject: str, body: str) -> None:
    envelope = replace(WHOLE, sender_name=sender_name, to_name=to_name, subject=subject, body=body)
    assert find_lies(build_message(envelope), envelope) == []


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_the_date_reads_back_to_the_second(moment: datetime, minutes: int) -> None:
    date = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    found = read(replace(PLAIN, date=date))["Date"].datetime
    assert found == date.replace(microsecond=0)
    assert found.utcoffset() == date.utcoffset()


# -- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "field"),
    [
        ("sender_name", "your name"),
        ("sender", "your address"),
        ("to_name", "the contact's name"),
        ("to", "the contact's address"),
        ("subject", "the subject"),
        ("message_id", "the message_id"),
        ("in_reply_to", "In-Reply-To"),
        ("references", "References"),
        ("attachment", "the name of an attachment"),
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        "Ann\nBcc: spy@evil.example",
        "Ann\r\nBcc: spy@evil.example",
        "Ann\rBcc: spy@evil.example",
        "Ann\u2028Bcc: spy@evil.example",
        "Ann\x85",
        "Ann\x00",
        "Ann\ud800",
        "Ann\u202egro.live",
        "=?utf-8?q?Ann=0ABcc:_spy@evil.example?=",
        "a" * 999,
    ],
)
def test_an_unfit_value_is_refused_and_named(slot: str, field: str, value: str) -> None:
    with pytest.raises(Refused, match=f"^{field}") as refusal:
        build_message(SLOTS[slot][1](WHOLE, value))
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize(
    "address",
    [
        "", "ingrid", "@b.example", "a@", "a@b@c.example", "a b@c.example", '"a b"@c.example',
        "a@b..example", "a@-b.example", "a@b.example,c@d.example", "a@b.example;", "<a@b.example>",
        "Ann <a@b.example>", "ingrid@[127.0.0.1]", "jürgen@b.example", "山@b.example",
        "a.@b.example", "a..b@c.example", "x" * 65 + "@b.example", "a@" + "b" * 64 + ".example",
        "a@straße.example", "a@b\u200c.example", "a@" + "ü" * 70 + ".example", "a@b。example",
        "mailto:a@b.example", "a@xn--ü.example", "https://www.linkedin.com/in/ann",
        "a@b.example?bcc=c@d.example",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(Refused, match=r"^the contact's address"):
        build_message(replace(PLAIN, to=address))


@pytest.mark.parametrize(
    ("address", "encoded"),
    [
        ("ingrid@fjordlys.example", "ingrid@fjordlys.example"),
        ("Ingrid.O'Neill+net@Fjordlys.Example", "Ingrid.O'Neill+net@Fjordlys.Example"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("a@Bücher.example", "a@xn--bcher-kva.example"),
        ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ("a@localhost", "a@localhost"),
        (" a@b.example ", "a@b.example"),
    ],
)
def test_a_domain_is_written_in_ascii(address: str, encoded: str) -> None:
    assert encode_address("it", address) == encoded
    assert read(replace(PLAIN, to=address))["To"].addresses[0].addr_spec == encoded


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (Attachment("", "application/pdf", PDF), "empty"),
        (Attachment("..", "application/pdf", PDF), "empty"),
        (Attachment(" a.pdf", "application/pdf", PDF), "spaces"),
        (Attachment("../cv.pdf", "application/pdf", PDF), "in its name"),
        (Attachment("C:\\cv.pdf", "application/pdf", PDF), "in its name"),
        (Attachment('a"; filename=b.pdf', "application/pdf", PDF), "in its name"),
        (Attachment("cv.pdf.exe", "application/pdf", PDF), "program"),
        (Attachment("cv.pdf", "application/pdf", b""), "is empty"),
        (Attachment("cv.pdf", "application/pdf", b"MZ"), "is no application/pdf"),
        (Attachment("cv.png", "image/png", PDF), "is no image/png"),
        (Attachment("cv.pdf", "pdf", PDF), "no type"),
        (Attachment("cv.pdf", "text/html\r\nX-Evil: 1", PDF), "no type"),
        (Attachment("a.eml", "message/rfc822", PDF), "mail itself"),
        (Attachment("cv.pdf", "application/pdf", PDF + bytes(10_000_000)), "larger than 10 MB"),
    ],
)
def test_a_file_that_cannot_go_along_is_refused(file: Attachment, words: str) -> None:
    with pytest.raises(Refused, match=words):
        build_message(replace(PLAIN, attachments=(file,)))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("one\ntwo\rthree", "line 2, has a line break"),
        ("one\x00", "line 1"),
        ("one\x1b[2J", "line 1"),
        ("\ud800", "half a character"),
        ("safe \u202egro.live", "turns the direction"),
        ("x" * 200_001, "shorten"),
    ],
)
def test_a_text_that_cannot_travel_is_refused_with_its_line(body: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        build_message(replace(PLAIN, body=body))


def test_a_date_without_a_zone_is_refused():
    with pytest.raises(Refused, match="timezone"):
        build_message(replace(PLAIN, date=datetime(2026, 11, 24, 9)))


# -- the proof in short ----------------------------------------------------------------------------


@pytest.mark.prove
@pytest.mark.parametrize("slot", SLOTS)
def test_no_hostile_value_becomes_a_header_or_a_recipient(slot: str) -> None:
    tally = check_slot(slot, 150, seed=7)
    assert tally.faults == []
    assert tally.met == 150


def test_control_careless_builders_let_them_through():
    faults = control_slot("to_name", 150, seed=7).faults
    assert any("join_naively" in fault and "bcc" in fault for fault in faults)
    assert len(faults) > 10


def test_control_a_careless_link_lets_them_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def join(one: Envelope) -> str:
        return f"mailto:{one.to}?subject={one.subject}&in-reply-to={one.in_reply_to}&body=x"

    monkeypatch.setattr(prove_headers, "make_mailto", join)
    lies = prove_headers.find_link_lies(replace(WHOLE, subject="Hi&bcc=spy@evil.example"))
    assert "link: bcc smuggled in" in lies
    assert prove_headers.find_link_lies(replace(WHOLE, to="a@b.example?cc=spy@evil.example"))


# -- Message-IDs ---------------------------------------------------------------------------------


def test_a_message_id_is_made_from_contact_letter_attempt_and_sender():
    first = make_message_id("contacts/Ann.md", "letters/a.md", 1, "me@Example.org")
    assert first == make_message_id("contacts/Ann.md", "letters/a.md", 1, "me@example.org")
    assert first == "<951c78f07226610c9d68def7c1036ff0.1@example.org>"
    others = {
        make_message_id("contacts/Ann.md", "letters/a.md", 2, "me@example.org"),
        make_message_id("contacts/Ann.md", "letters/b.md", 1, "me@example.org"),
        make_message_id("contacts/Bob.md", "letters/a.md", 1, "me@example.org"),
        make_message_id("contacts/Ann.md", "letters/a.md", 1, "you@example.org"),
    }
    assert len(others | {first}) == 5
    assert read(replace(PLAIN, message_id=first))["Message-ID"] == first


def test_a_message_id_needs_an_address_to_come_from():
    with pytest.raises(Refused, match=r"^your address"):
        make_message_id("contacts/Ann.md", "letters/a.md", 1, "example.org")
