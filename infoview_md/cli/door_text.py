"""The door `text`: the letter is printed, to be copied."""

from __future__ import annotations

from infoview_md.cli.app import App
from infoview_md.cli.doors import Handed, Handing
from infoview_md.cli.output import put


def hand_over(app: App, handing: Handing) -> Handed:
    """Print address, subject and text; the person copies and sends them.

    Raises Refused for a name or a subject that no mail could have: what is copied goes into one.
    """
    from infoview_md.letters.header_value import check_value, format_head
    from infoview_md.letters.mail_address import NAME_LIMIT, SUBJECT_LIMIT

    letter = handing.envelope
    name = check_value("the contact's name", letter.to_name, NAME_LIMIT)
    subject = check_value("the subject", letter.subject, SUBJECT_LIMIT)
    address = f"<{letter.to}>" if letter.to else ""
    put(f"{format_head(name, address, subject)}\n\n{letter.body.rstrip()}")
    return Handed(False, f"copy it, {handing.when_sent}")
