"""The address a letter goes to: whether it has a form, came back, was guessed, or has changed."""

from __future__ import annotations

from collections.abc import Iterator
from email.headerregistry import Address

from infoview_md.core.pack import Level, Rule
from infoview_md.letters.lint.context import Hit, LintContext

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
    if mailing.channel in ("", "email") and "@" in address and not has_form(address):
        yield Hit(f"{address} has not the form of an e-mail address; correct it", in_head=True)
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


def has_form(address: str) -> bool:
    """True for NAME@HOST as RFC 5322 has it, with a dot in the host or `localhost`, in 254 bytes.

    Whether anybody reads it, no form can tell.
    """
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, IndexError, AttributeError):
        return False  # the parser of the standard library raises all three
    host = parsed.domain
    labels = host.split(".")
    return (
        bool(parsed.username)
        and len(address.encode()) <= 254
        and not any(char.isspace() or not char.isprintable() for char in address)
        and (len(labels) > 1 or host == "localhost" or host.startswith("["))
        and all(label and len(label) < 64 and label.strip("-") == label for label in labels)
    )
