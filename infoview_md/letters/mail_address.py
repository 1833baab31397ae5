"""Mail addresses and Message-IDs: which ones may stand in a mail's head, and how."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from infoview_md.core.values import is_message_id
from infoview_md.errors import Refused
from infoview_md.letters.header_value import LINE, check_value, fold, format_phrase

NAME_LIMIT = 200
SUBJECT_LIMIT = 250
REFERENCES_LIMIT = 100
ADDRESS_LIMIT = 254
"""Octets of an address that a mail server must take (RFC 5321, 4.5.3.1, erratum 1690)."""
LOCAL_LIMIT = 64

ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL = re.compile(rf"{ATEXT}(?:\.{ATEXT})*")
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
DOMAIN = re.compile(rf"{LABEL}(?:\.{LABEL})*")
OWN_ID = re.compile(rf"<{ATEXT}(?:\.{ATEXT})*@{DOMAIN.pattern}>")


# A batch has one sender, and each address is looked at by the lint and by the mail.
@lru_cache(maxsize=1024)
def encode_address(field: str, address: str) -> str:
    """The address as mail servers know it, its domain in ASCII; Refused where it is none.

    Letters outside ASCII before the `@` are refused: only few servers take them (SMTPUTF8), and
    the letter would come back.
    """
    value = check_value(field, address, ADDRESS_LIMIT)
    if not value:
        raise Refused(f"{field} is missing; write it into the field email")
    local, at, domain = value.rpartition("@")
    if not at:
        raise Refused(f"{field}: “{value}” is no e-mail address; write it as name@domain")
    if not local.isascii():
        raise Refused(
            f"{field}: “{value}” has other letters than a to z before the @, which many mail "
            "servers refuse; use another address"
        )
    if not LOCAL.fullmatch(local) or len(local) > LOCAL_LIMIT:
        raise Refused(f"{field}: “{value}” is no plain e-mail address; write it as name@domain")
    encoded = f"{local}@{encode_domain(field, domain)}"
    if len(encoded) > ADDRESS_LIMIT:
        raise Refused(f"{field} is longer than {ADDRESS_LIMIT} characters; use another address")
    return encoded


def encode_domain(field: str, domain: str) -> str:
    """A domain in ASCII, international ones as `xn--…`; Refused where it is none.

    Python knows the rules of 2003, in which `ß` becomes `ss`: another domain than today. So one
    that does not read back as it was written is refused rather than guessed.
    """
    if domain.isascii():
        encoded = domain
    else:
        try:
            encoded = domain.encode("idna").decode("ascii")
            is_same = encoded.encode("ascii").decode("idna") == domain.lower()
        except UnicodeError:
            is_same = False
        if not is_same:
            raise Refused(
                f"{field}: the domain “{domain}” has no certain form in ASCII; write it in the "
                "form that begins with xn--"
            )
    if not DOMAIN.fullmatch(encoded):
        raise Refused(f"{field}: “{domain}” is no domain; write the address as name@domain")
    return encoded


def format_mailbox(header: str, name: str, address: str) -> str:
    """The header line of one mailbox, name and address checked and encoded."""
    if not name:
        return f"{header}: {address}"
    phrase = format_phrase(name, LINE - 2 - len(header) - 2)
    last = phrase.rpartition("\r\n")[2]
    used = len(last) if last != phrase else len(header) + 2 + len(phrase)
    gap = " " if used + len(address) + 3 <= LINE - 2 else "\r\n "
    return f"{header}: {phrase}{gap}<{address}>"


def check_own_id(field: str, message_id: str) -> str:
    """A Message-ID for a mail of ours; Refused where it is none that every program takes."""
    if not OWN_ID.fullmatch(message_id):
        raise Refused(f"{field} is no Message-ID such as <word@domain>; take it out of the note")
    return check_id(field, message_id)


def check_id(field: str, message_id: str) -> str:
    """A Message-ID of anybody's, in angle brackets; Refused where it is none."""
    if not is_message_id(message_id):
        raise Refused(f"{field} is no Message-ID such as <word@domain>; take it out of the note")
    return message_id


def format_ids(header: str, ids: list[str]) -> str:
    """The header line of one or more Message-IDs that were checked, folded between them."""
    return fold(f"{header}:", ids)


def make_message_id(contact: object, letter: object, attempt: int, sender: str) -> str:
    """The Message-ID of one attempt to send a letter: the same whenever it is asked for.

    `contact` and `letter` are the paths of their notes, `sender` is the address the letter comes
    from: its domain stands behind the `@`. The address is part of what is hashed, because two
    people with one provider may write to the same person on one day, and a mail with an id that
    was seen before is thrown away.
    """
    address = encode_address("your address", sender)
    key = "\0".join((str(contact), str(letter), address.lower()))
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"<{digest}.{attempt}@{address.rpartition('@')[2].lower()}>"
