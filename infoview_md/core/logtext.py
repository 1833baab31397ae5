"""format_event: an event as the canonical line that reads back as the same event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from infoview_md.core.event import Event, single_spaced, takes_links_of_text
from infoview_md.core.links import Link
from infoview_md.core.logline import links_of_text, parse_line
from infoview_md.core.pattern import pattern
from infoview_md.core.visible import FENCE_PREFIX

INDENT = "  "
TO_ESCAPE = pattern(rf"(?<=%)(?=%)|(?<=<)(?=!--)|(?:^{FENCE_PREFIX})(?=```|~~~)", re.MULTILINE)


def format_event(event: Event, bullet: str = "-") -> str:
    """`- DATE [TIME] EVENT [qualifier] [channel] [links] [for DATE TIME] [until DATE] [: text]`.

    The text stands behind the head, its further lines indented below. A text that would be misread
    there (`reply: yes, …` of a reply that is no yes) stands below as a whole. Lines are joined by
    `\\n` with none at the end.
    """
    head = f"{bullet} {' '.join(_head(event))}"
    lines = clean_text(event.text).split("\n")
    if lines == [""]:
        return head
    written = [TO_ESCAPE.sub(r"\g<0>\\", line) for line in lines]
    behind = f"\n{INDENT}".join((f"{head}: {written[0]}", *written[1:]))
    below = f"\n{INDENT}".join((f"{head}:", *written))
    return below if not _is_kept(event, behind) and _is_kept(event, below) else behind


def clean_text(text: str) -> str:
    """A text as a log line can hold it: single spaces, no blank lines."""
    return "\n".join(filter(None, map(single_spaced, text.split("\n"))))


def _head(event: Event) -> Iterator[str]:
    """The words before the text, in canonical order."""
    yield event.date.isoformat()
    if event.time is not None:
        yield event.time.strftime("%H:%M")
    yield event.word or event.kind.value
    yield from filter(None, (event.qualifier, event.channel))
    if event.links and not _are_in_text(event):
        yield ", ".join(map(_link, event.links))
    if event.at is not None:
        yield f"for {_moment(event.at)}"
    if event.until is not None:
        yield f"until {event.until.isoformat()}"


def _are_in_text(event: Event) -> bool:
    """True where the links need not be written, because those of the text count."""
    is_read = takes_links_of_text(event.kind, event.qualifier)
    return is_read and links_of_text(event.text) == event.links


def _link(link: Link) -> str:
    heading = f"#{link.heading}" if link.heading else ""
    shown = f"|{link.shown}" if link.shown else ""
    return f"{'!' if link.embed else ''}[[{link.target}{heading}{shown}]]"


def _moment(at: date) -> str:
    if isinstance(at, datetime):
        return at.replace(tzinfo=None).isoformat(" ", "minutes")
    return at.isoformat()


def _is_kept(event: Event, written: str) -> bool:
    """Whether the line reads back as it was meant."""
    back = parse_line(written, event.line)
    return back is not None and (back.kind, back.qualifier, back.until, back.text) == (
        event.kind,
        event.qualifier,
        event.until,
        clean_text(event.text),
    )
