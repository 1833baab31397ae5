"""Approval: the person's word for one text to one address; an edit after it is noticed."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from hashlib import blake2b

from infoview_md.core.model import Letter
from infoview_md.letters.comments import strip_comments

APPROVED = "approved"
ANYWAY = " anyway: "


@dataclass(frozen=True, slots=True)
class Approval:
    """What the field `approved` says: a seal on the text, and why its faults do not matter."""

    seal: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.seal}{ANYWAY}{self.reason}" if self.reason else self.seal


def make_seal(address: str, subject: str, body: str) -> str:
    """Eight letters and digits that change with the address, the subject or the text.

    Comments, blanks at line ends and empty lines around the text do not count: they are not sent,
    and editors change them. It tells of an edit by mistake; it is no signature.
    """
    lines = [line.rstrip() for line in strip_comments(body).strip().splitlines()]
    said = "\0".join((address, subject.strip(), *lines))
    digest = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return b32encode(digest).decode("ascii").lower()


def read_approval(letter: Letter) -> Approval | None:
    """The approval in a letter's note; None where its status is another, or it has no seal."""
    if letter.status != APPROVED or not letter.approved:
        return None
    seal, _, reason = letter.approved.partition(ANYWAY)
    return Approval(seal.strip(), reason.strip())


def is_approved(letter: Letter) -> bool:
    """Whether the letter's note still says what was approved; the contact may have moved since."""
    approval = read_approval(letter)
    seal = make_seal(letter.address, letter.subject, letter.body)
    return approval is not None and approval.seal == seal
