"""The last lock of a mail: bytes that say something else than was meant are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.errors import Refused
from infoview_md.letters import eml, readback
from infoview_md.letters.eml import build_message
from infoview_md.letters.envelope import Envelope
from infoview_md.letters.likeness import READ, Meaning
from tests.tools.hostile_mail import WHOLE
from tests.tools.prove_headers import find_lies


def as_python_folds_it(envelope: Envelope) -> bytes:
    """The mail as the library of Python makes it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(envelope.sender_name, addr_spec=envelope.sender)
    mail["To"] = Address(envelope.to_name, addr_spec=envelope.to)
    mail["Subject"] = envelope.subject
    mail.set_content(envelope.body)
    return mail.as_bytes()


Spoil = Callable[[bytes], bytes]
SAYS_OTHERWISE: list[Spoil] = [
    lambda data: data.replace(b"\r\nDate:", b"\r\nBcc: spy@evil.example\r\nDate:"),
    lambda data: data.replace(b"\r\nDate:", b"\nBcc: spy@evil.example\r\nDate:"),
    lambda data: data.replace(b"\r\nSubject:", b",\r\n spy@evil.example\r\nSubject:"),
    lambda data: data.replace(b"\r\nSubject:", b"\r\nTo: spy@evil.example\r\nSubject:"),
    lambda data: data.replace(b"To: Ingrid Solheim <ingrid@", b"To: Ingrid Solheim, <ingrid@"),
    lambda data: data.replace(b"To: Ingrid Solheim <ingrid@fjordlys.example>", b"To: Ingrid:;"),
    lambda data: data.replace(b"To: ", "Tö: ".encode("latin-1")),
    lambda data: data.replace(b"ingrid@", b"spy@"),
    lambda data: data.replace(b"Ingrid Solheim", b"Ingrid Soleim"),
    lambda data: data.replace(b"Twenty", b"Thirty"),
    lambda data: data.replace(b"09:30", b"09:31"),
    lambda data: data.replace(b"20 min", b"30 min"),
    lambda data: data.replace(b"<b4.", b"<b5."),
    lambda data: data.replace(b"Gro%C3%9F", b"Gro%C3%9E"),
    lambda data: data.replace(b"JVBERi0", b"JVBERi1"),
]
HAS_BAD_BYTES: list[Spoil] = [
    lambda data: data + b"x" * 999 + b"\r\n",
    lambda data: data + "ü\r\n".encode(),
    lambda data: data.replace(b"\r\n", b"\n"),
    lambda data: data.replace(b"\r\n\r\n", b"\r\n"),
]


@pytest.fixture
def meant(monkeypatch: pytest.MonkeyPatch) -> Meaning:
    """What the whole mail is meant to say."""
    kept: list[Meaning] = []
    with monkeypatch.context() as patch:
        patch.setattr(eml, "check_reading", lambda _, meaning: kept.append(meaning))
        build_message(WHOLE)
    return kept[0]


@pytest.mark.parametrize("spoil", [*SAYS_OTHERWISE, *HAS_BAD_BYTES])
def test_control_bytes_that_say_something_else_are_refused(spoil: Spoil, meant: Meaning) -> None:
    data = build_message(WHOLE)
    readback.check_reading(data, meant)
    assert spoil(data) != data
    with pytest.raises(Refused, match="would not reach its reader"):
        readback.check_reading(spoil(data), meant)


@pytest.mark.parametrize("reader", readback.READERS[1:])
@pytest.mark.parametrize("spoil", SAYS_OTHERWISE)
def test_control_each_parser_alone_would_find_it(
    reader: Callable[[bytes, Meaning], Iterator[str]],
    spoil: Spoil,
    meant: Meaning,
) -> None:
    data = build_message(WHOLE)
    assert list(reader(data, meant)) == []
    assert readback._find_difference(reader(spoil(data), meant))


# -- mails like one that was read ------------------------------------------------------------------

PLAIN = replace(WHOLE, attachments=(), in_reply_to="", references=())
NAMES = st.from_regex(r"[A-Za-z0-9]{1,12}(?:[ '-][A-Za-z0-9]{1,12}){0,3}", fullmatch=True)
LOCALS = st.from_regex(r"[A-Za-z0-9]{1,12}(?:[._+-][A-Za-z0-9]{1,12}){0,3}", fullmatch=True)
DOMAINS = st.from_regex(r"[A-Za-z0-9]{1,12}(?:[.-][A-Za-z0-9]{1,12}){0,3}", fullmatch=True)


def mean(envelope: Envelope) -> tuple[bytes, Meaning]:
    """A mail and what it is meant to say."""
    meaning, lines, content = eml._prepare(envelope)
    return "\r\n".join((*lines, "", content)).encode("ascii"), meaning


@pytest.fixture
def read_one() -> Iterator[None]:
    """The parsers have read one mail of the plain form, and no other."""
    READ.cache_clear()
    build_message(PLAIN)
    yield
    READ.cache_clear()


@pytest.mark.usefixtures("read_one")
@pytest.mark.parametrize("spoil", [*SAYS_OTHERWISE[:12], *HAS_BAD_BYTES])
def test_control_after_one_was_read_no_other_gets_by(spoil: Spoil) -> None:
    data, meaning = mean(PLAIN)
    if spoil(data) == data:
        return  # it spoils what this mail has not
    with pytest.raises(Refused, match="would not reach its reader"):
        readback.check_reading(spoil(data), meaning)


@pytest.mark.usefixtures("read_one")
@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "Thirty minutes on storms?"},
        {"sender": "other@example.org"},
        {"sender_name": "Another"},
        {"to_name": "Ingrid Marie Solheim"},
        {"to": "ingrid_s@fjordlys.example"},
        {"date": PLAIN.date.replace(minute=31)},
        {"in_reply_to": "<b4.1@example.org>"},
        {"attachments": WHOLE.attachments},
        {"is_draft": True},
    ],
)
def test_control_a_mail_of_another_form_is_read(
    changed: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []

    def spying(data: bytes, _: Meaning) -> Iterator[str]:
        read.append(data)
        return iter(())

    monkeypatch.setattr(readback, "READERS", (readback.READERS[0], spying))
    build_message(replace(PLAIN, to_name="Kari Lunde", to="kari@lunde.example"))
    assert read == []
    build_message(replace(PLAIN, **changed))  # type: ignore[arg-type]
    assert len(read) == 1


@given(NAMES, LOCALS, DOMAINS)
def test_what_is_alike_is_read_alike_by_both_parsers(name: str, local: str, domain: str) -> None:
    data, meaning = mean(replace(PLAIN, to_name=name, to=f"{local}@{domain}"))
    for read in readback.READERS:
        assert list(read(data, meaning)) == []


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("Solheim, Ingrid", "ingrid@fjordlys.example"),
        ("Zoë Solheim", "ingrid@fjordlys.example"),
        ("Müller, Jürgen; Groß, Ann; Weiß, Zoë; Ähre, Bo", "ingrid@fjordlys.example"),
        ("Ingrid Solheim", "ingrid!s@fjordlys.example"),
        ("", "ingrid@fjordlys.example"),
    ],
)
def test_a_recipient_like_no_other_is_read_alone_by_both_parsers(name: str, to: str) -> None:
    READ.cache_clear()
    build_message(replace(PLAIN, to_name="Zoë", to="zoe@lunde.example"))
    data, meaning = mean(replace(PLAIN, to_name=name, to=to))
    readback.check_reading(data, meaning)
    for spoil in (
        lambda: data.replace(b"To: ", b"To: spy@evil.example, ", 1),
        lambda: data.replace(b"ingrid", b"astrid"),
        lambda: data.replace(b"\r\nSubject:", b",\r\n spy@evil.example\r\nSubject:"),
        lambda: data.replace(b"\r\nSubject:", b"\r\n x\r\nSubject:"),
    ):
        with pytest.raises(Refused, match="would not reach its reader"):
            readback.check_reading(spoil(), meaning)


def test_the_text_of_a_mail_like_one_is_read_again() -> None:
    READ.cache_clear()
    data, meaning = mean(PLAIN)
    readback.check_reading(data, meaning)
    for body in ("Dear Ingrid,\n", "", meaning.body + "\n", meaning.body.replace("20", "30")):
        with pytest.raises(Refused, match="the text would not reach"):
            readback.check_reading(data, replace(meaning, body=body))


def test_control_the_lies_of_a_careless_mail_are_found():
    envelope = replace(WHOLE, to_name="Müller, Jürgen; Groß, Ann; Weiß, Zoë; Ähre, Bo; Öl, Cy")
    assert find_lies(as_python_folds_it(envelope), envelope)
