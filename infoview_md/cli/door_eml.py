"""The door `eml`: the letter becomes a file that mail programs open as a draft."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from infoview_md.cli.app import App
from infoview_md.cli.doors import Handed, Handing
from infoview_md.cli.output import put_bytes, write_file
from infoview_md.letters.eml import build_message

ENDING = ".eml"


def hand_over(app: App, handing: Handing) -> Handed:
    """Write the file that was named after `eml:`, `-` being the output.

    Without a name it is called like the letter's note and lies in the working folder, where the
    person looks for it. A file that is there already stays, unless `force` says otherwise.
    """
    data = build_message(replace(handing.envelope, is_draft=True))
    if handing.target == "-":
        put_bytes(data)
        return Handed(False, f"open it in your mail program, {handing.when_sent}")
    path = Path(handing.target or f"{handing.letter.path.stem}{ENDING}").expanduser()
    # The bytes are ASCII, and CRLF stays CRLF.
    write_file(path, data.decode("ascii"), force=handing.force)
    return Handed(False, f"{path}: open it in your mail program, {handing.when_sent}")
