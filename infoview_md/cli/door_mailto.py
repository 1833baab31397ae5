"""The door `mailto`: a link that opens the letter in the person's mail program."""

from __future__ import annotations

import click

from infoview_md.cli.app import App
from infoview_md.cli.ask import confirm
from infoview_md.cli.doors import Handed, Handing
from infoview_md.cli.output import put
from infoview_md.letters.mailto import make_mailto


def hand_over(app: App, handing: Handing) -> Handed:
    """Print the link; at a terminal, ask whether to open it."""
    link = make_mailto(handing.envelope)
    put(link)
    if not confirm(app, "Open it in your mail program?", default=False):
        return Handed(False, f"open the link, {handing.when_sent}")
    if click.launch(link):
        return Handed(False, f"no mail program opened; open the link yourself, {handing.when_sent}")
    return Handed(False, f"opened in your mail program; {handing.when_sent}")
