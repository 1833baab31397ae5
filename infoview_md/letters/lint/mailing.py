"""The address a letter goes to: whether it has a form, came back, was guessed, or has changed."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Level, Rule
from infoview_md.errors import Refused
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.mail_address import encode_address

ADDRESS = Rule(
    id="address",
    title="the letter goes to an address that works, and is theirs",
    level=Level.ERROR,
    source="the addresses and the log in the contact's note",
)
"""No expert has a say in this, so it stands in no pack."""


def check_mailing(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """An address that came back, has no form, or is not the one the letter was written for."""
    mailing, name = context.mailing, context.contact.name
    address = mailing.written or mailing.address
    if not address:
        return  # a gap says so
    folded = address.casefold()
    is_mail = mailing.channel in ("", "email") and "@" in address
    if is_mail and (fault := find_form_fault(address)):
        yield Hit(fault, in_head=True)
    elif folded in map(str.casefold, mailing.bounced):
        yield Hit(f"letters to {address} came back; find another way to {name}", in_head=True)
    elif mailing.written and folded not in map(str.casefold, mailing.known):
        yield Hit(
            f"the letter was written for {address}, which is not among the addresses of {name}"
            f"{_now(mailing.known)}; correct `address`, or their note",
            in_head=True,
        )
    elif mailing.is_guessed:
        yield Hit(
            f"{address} is a guess; make sure that it is theirs",
            level=Level.WARNING,
            in_head=True,
        )


def _now(known: tuple[str, ...]) -> str:
    return f" any more ({', '.join(known[:3])})" if known else ""


def find_form_fault(address: str) -> str:
    """Why no mail can be addressed so, as the doors would say; empty for an address in order.

    Whether anybody reads it, no form can tell.
    """
    try:
        encode_address("address", address)
    except Refused as refusal:
        return str(refusal)
    return ""
