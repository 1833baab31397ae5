"""The door `clipboard`: the text of the letter is put on the clipboard by a tool of the system."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from shutil import which

from infoview_md.cli.app import App
from infoview_md.cli.doors import Handed, Handing
from infoview_md.errors import ServiceMissing

PATIENCE = 10
"""Seconds for a tool to take the text: one without a display waits for ever."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that copies what it reads; `display` is the variable that says it can work."""

    argv: tuple[str, ...]
    display: str = ""
    encoding: str = "utf-8"


TOOLS = (
    Tool(("wl-copy",), "WAYLAND_DISPLAY"),
    Tool(("xclip", "-selection", "clipboard"), "DISPLAY"),
    Tool(("xsel", "--clipboard", "--input"), "DISPLAY"),
    Tool(("pbcopy",)),
    Tool(("clip.exe",), encoding="utf-16-le"),  # Windows, and Linux inside it
)


def hand_over(app: App, handing: Handing) -> Handed:
    """Copy the text; address and subject are told. ServiceMissing where no tool can copy."""
    text = handing.envelope.body.rstrip() + "\n"
    if not any(_copy(tool, text) for tool in _find_tools()):
        names = ", ".join(tool.argv[0] for tool in TOOLS)
        raise ServiceMissing(
            f"no clipboard tool works here ({names}); install one, or use --via text"
        )
    subject = f", the subject “{handing.envelope.subject}”" if handing.envelope.subject else ""
    return Handed(
        False,
        f"the text is on the clipboard; it goes to {handing.envelope.to}{subject}; paste it, "
        f"{handing.when_sent}",
    )


def _find_tools() -> Iterator[Tool]:
    """The tools that are installed and have the display that they need, best first."""
    for tool in TOOLS:
        if tool.display and not os.environ.get(tool.display):
            continue
        if which(tool.argv[0]):
            yield tool


def _copy(tool: Tool, text: str) -> bool:
    """Whether the tool took the text.

    Its output goes nowhere: xclip and wl-copy stay behind to serve the clipboard, and whoever read
    from them would wait until something else is copied.
    """
    try:
        done = subprocess.run(
            tool.argv,
            input=text.encode(tool.encoding),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
