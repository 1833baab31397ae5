"""Hostile mail: values that try to become another header or recipient, or to get lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from random import Random

from infoview_md.letters.envelope import Attachment, Envelope

PDF = b"%PDF-1.7\n"
WHOLE = Envelope(
    sender_name="Jürgen Groß",
    sender="juergen.gross@example.org",
    to_name="Ingrid Solheim",
    to="ingrid@fjordlys.example",
    subject="Twenty minutes on storms?",
    body="Dear Ingrid,\n\nWould you have 20 minutes?\n\nKind regards,\nJürgen",
    date=datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=1))),
    message_id="<f00.1@example.org>",
    in_reply_to="<b4.1@example.org>",
    references=("<b4.1@example.org>",),
    attachments=(Attachment("Groß.pdf", "application/pdf", PDF),),
)
"""A mail with a value in every slot."""

LINE_ENDS = ("\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e", "\0")
SMUGGLED = ("Bcc: spy@evil.example", "To: spy@evil.example", "X-Evil: 1", "Subject: other",
            "Content-Type: text/html", "\r\nspy's own text", "Cc: <spy@evil.example>")  # fmt: skip
PIECES = (
    *LINE_ENDS, *SMUGGLED,
    ", spy@evil.example", "; spy@evil.example", "<spy@evil.example>", "\", <spy@evil.example>, \"",
    "spy@evil.example", "(spy@evil.example)", ":spy@evil.example;", "group: a@b, c@d;",
    "=?utf-8?q?x=0ABcc:_spy@evil.example?=", "=?utf-8?b?CkJjYzogc3B5?=", "=?", "?=", "=0A", "%0A",
    "\u202e", "\u2066", "\ud800", "\udc0a", "\ufeff", "\u200b", "\u00a0", "\u3000", "\ufffe",
    "\uff0c", "\ufe52", "\u0130", "\u00df", "\u01c5", "\U000e0041", "👩‍🔬", "e\u0301", "\U0001d54f",
    "山田太郎", "Łukasz", "Åkerlund", "Иванова", "שלום", "مرحبا", "ا\u200cب",
    '"', "'", "\\", '\\"', "<", ">", "(", ")", "[", "]", ",", ";", ":", "@", ".", "..", "-", "_",
    "=", "?", "%", "&", "+", "#", "/", "*", "`", "$", "!", "~", "{{", "\t", " ", "  ", "x", "Ann",
    "von der", "20 minutes", "Re:", "--", "-- ", "From ", ">From ", ".", ".\r\n", "\r\n.\r\n",
    "--=_", "filename*0=", "utf-8''", "AUX", "../", "C:\\", "é" * 90, "x" * 90, "x " * 50,
    "a" * 999, ", ".join(["Müller"] * 9),
)  # fmt: skip


def make_value(random: Random, whole: str) -> str:
    """A hostile value: pieces, now and then put into the whole value that belongs there."""
    pieces = random.choices(PIECES, k=random.choice((1, 1, 2, 2, 3, 5)))
    if random.random() < 0.3:
        pieces.append(random.choice(LINE_ENDS) + random.choice(SMUGGLED))
    value = "".join(pieces)
    style = random.randrange(4)
    if style == 0:
        cut = random.randint(0, len(whole))
        return whole[:cut] + value + whole[cut:]
    if style == 1:
        return f"{whole}{value}"
    return " ".join(pieces) if style == 2 else value


def _attach(whole: Envelope, name: str) -> Envelope:
    return replace(whole, attachments=(replace(WHOLE.attachments[0], name=name),))


Put = Callable[[Envelope, str], Envelope]
SLOTS: dict[str, tuple[Callable[[Envelope], str], Put]] = {
    "sender_name": (lambda e: e.sender_name, lambda e, v: replace(e, sender_name=v)),
    "sender": (lambda e: e.sender, lambda e, v: replace(e, sender=v)),
    "to_name": (lambda e: e.to_name, lambda e, v: replace(e, to_name=v)),
    "to": (lambda e: e.to, lambda e, v: replace(e, to=v)),
    "subject": (lambda e: e.subject, lambda e, v: replace(e, subject=v)),
    "message_id": (lambda e: e.message_id, lambda e, v: replace(e, message_id=v)),
    "in_reply_to": (lambda e: e.in_reply_to, lambda e, v: replace(e, in_reply_to=v)),
    "references": (lambda e: e.references[0], lambda e, v: replace(e, references=(v, "<c@d>"))),
    "attachment": (lambda e: e.attachments[0].name, _attach),
    "body": (lambda e: e.body, lambda e, v: replace(e, body=v)),
}
"""Every slot of a mail: how its value is read, and how another one is put there."""


def make_envelopes(slot: str, size: int, seed: int) -> Iterator[Envelope]:
    """So many mails with a hostile value in one slot."""
    random = Random(f"{slot} {seed}")
    read, put = SLOTS[slot]
    for _ in range(size):
        yield put(WHOLE, make_value(random, read(WHOLE)))
