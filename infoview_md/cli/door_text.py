"""The door `text`: the letter is printed, to be copied."""

from __future__ import annotations

from infoview_md.cli.app import App
from infoview_md.cli.doors import Handed, Handing
from infoview_md.cli.output import put


def hand_over(app: App, handing: Handing) -> Handed:
    """Print address, subject and text; the person copies and sends them."""
    letter = handing.envelope
    address = f"<{letter.to}>" if letter.to else ""
    subject = f"Subject: {letter.subject}\n" if letter.subject else ""
    put(f"To: {letter.to_name} {address}".rstrip())
    put(f"{subject}\n{letter.body.rstrip()}")
    return Handed(False, f"copy it, {handing.when_sent}")
