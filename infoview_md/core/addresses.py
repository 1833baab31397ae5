"""Addresses: which of a contact's channels still work, and which of them comes first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from infoview_md.core.channels import EMAIL, Channel, Trust
from infoview_md.core.event import Event, EventKind

URL = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|[^\s/@:]+\.[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE
)
LINKEDIN = re.compile(r"(?:\A|[/.])linkedin\.", re.IGNORECASE)
SCHEME = re.compile(r"\A(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?", re.IGNORECASE)
NOT_DIGITS = re.compile(r"[^0-9+]")


Statement = Channel | Event
"""What says that an address works or does not: a line under `Channels`, or a bounce."""


@dataclass(frozen=True, slots=True)
class Address:
    """A way to reach somebody: the medium is one of the log's channels."""

    medium: str
    address: str
    trust: Trust = Trust.GIVEN

    @property
    def is_guessed(self) -> bool:
        """True where nobody confirmed the address: it may be used, with a warning."""
        return self.trust is Trust.GUESSED


def usable_channels(
    email: Sequence[str],
    links: Sequence[str],
    phone: Sequence[str],
    channels: Sequence[Channel],
    bounces: Iterable[Event],
) -> list[Address]:
    """The ways to reach somebody that are not known to fail, the preferred one first.

    E-mail addresses of the field and then of the section, URLs of `links`, phones. About an
    address the newest of the section's lines and the log's `bounce` lines decides, an undated line
    being older than any date, and on one date the bounce. A bounce that names no address means the
    one that was preferred until then. Of `bounces` only the `bounce` events count, so a whole log
    may be given.
    """
    known: dict[str, Address] = {}
    for address in _list_addresses(email, links, phone, channels):
        known.setdefault(_key(address), address)
    statements: list[Statement] = [*channels, *_only_bounces(bounces)]
    for said in sorted(statements, key=_when):
        for key in _keys_meant(said, known):
            trust = said.trust if isinstance(said, Channel) else Trust.BOUNCED
            known[key] = replace(known[key], trust=trust)
    return [address for address in known.values() if address.trust is not Trust.BOUNCED]


def _list_addresses(
    email: Sequence[str], links: Sequence[str], phone: Sequence[str], channels: Sequence[Channel]
) -> Iterator[Address]:
    for written in email:
        if found := EMAIL.search(written):
            yield Address("email", found[0])
    yield from (Address("email", line.address) for line in channels if line.medium == "email")
    for url in links:
        if URL.fullmatch(url.strip()):
            yield Address("linkedin" if LINKEDIN.search(url) else "other", url.strip())
    yield from (Address("phone", number.strip()) for number in phone if number.strip())
    yield from (Address("phone", line.address) for line in channels if line.medium == "phone")


def _only_bounces(events: Iterable[Event]) -> Iterator[Event]:
    return (event for event in events if event.kind is EventKind.BOUNCE)


def _when(said: Statement) -> tuple[dt.date, bool]:
    """Oldest first; on one date a bounce comes last, and so decides."""
    if isinstance(said, Channel):
        return said.date or dt.date.min, said.trust is Trust.BOUNCED
    return said.date, True


def _keys_meant(said: Statement, known: dict[str, Address]) -> list[str]:
    """Which of the known addresses a line is about."""
    if isinstance(said, Channel):
        key = _key(Address(said.medium, said.address))
        return [key] if key in known else []
    if named := EMAIL.findall(said.text):
        keys = (_key(Address("email", address)) for address in named)
        return [key for key in keys if key in known]
    medium = said.channel or "email"
    of_medium = [key for key, address in known.items() if address.medium == medium]
    named = [key for key in of_medium if known[key].address in said.text]
    working = (key for key in of_medium if known[key].trust is not Trust.BOUNCED)
    return named or [key for key in (next(working, None),) if key]


def _key(address: Address) -> str:
    """What makes two ways of writing an address the same."""
    if address.medium == "phone":
        return NOT_DIGITS.sub("", address.address)
    return SCHEME.sub("", address.address).rstrip("/").casefold()
