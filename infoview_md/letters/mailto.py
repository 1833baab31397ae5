"""make_mailto(): an envelope → a `mailto:` link that opens the letter in a mail program."""

from __future__ import annotations

from urllib.parse import quote

from infoview_md.errors import Refused
from infoview_md.letters.envelope import Envelope
from infoview_md.letters.header_value import check_value
from infoview_md.letters.mail_address import SUBJECT_LIMIT, check_id, encode_address
from infoview_md.letters.mime import check_body

LINK_LIMIT = 1_800
"""Characters of a link: some systems cut longer ones, at about 2,000, without a word."""


def make_mailto(envelope: Envelope) -> str:
    """The link (RFC 6068), in ASCII, without the sender: the mail program knows who that is.

    Values are checked as those of a mail are. Raises Refused where one is unfit, where the letter
    has attachments, which no link can carry, and for a link of more than 1,800 characters.
    """
    if envelope.attachments:
        raise Refused("a mailto: link carries no attachments; use --via eml")
    fields = {
        "subject": check_value("the subject", envelope.subject, SUBJECT_LIMIT),
        "in-reply-to": check_id("In-Reply-To", envelope.in_reply_to)
        if envelope.in_reply_to
        else "",
        "body": check_body(envelope.body).rstrip("\n").replace("\n", "\r\n"),
    }
    address = quote(encode_address("the contact's address", envelope.to), safe="@")
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items() if value)
    link = f"mailto:{address}?{query}"
    if len(link) > LINK_LIMIT:
        raise Refused(
            f"the letter makes a link of {len(link):,} characters, and many programs cut one at "
            f"{LINK_LIMIT:,}; use --via eml"
        )
    return link
