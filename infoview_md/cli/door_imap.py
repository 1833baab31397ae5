"""Door imap: put a letter as a draft into the Drafts folder of the mailbox."""

from __future__ import annotations

from dataclasses import replace

from infoview_md.cli.app import App
from infoview_md.cli.doors import Handed, Handing
from infoview_md.cli.mail_access import get_imap, open_imap
from infoview_md.errors import Refused


def hand_over(app: App, handing: Handing) -> Handed:
    """Put the letter among the drafts; Refused where one that says something else is there."""
    from infoview_md.letters.eml import build_message
    from infoview_md.mail.drafts import Put, put_draft

    account = get_imap(app)
    # The folder's flag says that it is a draft; the header for files would travel along.
    envelope = replace(handing.envelope, is_draft=False)
    message = build_message(envelope)
    with open_imap(app) as mailbox:
        folder = mailbox.find_drafts(app.user_config.mail.drafts)
        put = put_draft(mailbox, folder, message, envelope.message_id, envelope.date)
    place = f"“{folder.name}” of {account.user or account.host}"
    if put is Put.OTHER:
        raise Refused(
            f"{place} has a draft of this letter already that says something else; send that one, "
            "or delete it there and try again"
        )
    if put is Put.SAME:
        return Handed(has_left=False, sentence=f"the draft is in {place} already")
    return Handed(has_left=False, sentence=f"put as a draft into {place}; send it from there")
