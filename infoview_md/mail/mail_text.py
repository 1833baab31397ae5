"""read_excerpt(): the first lines a person wrote in a mail, without what they quote."""

from __future__ import annotations

import html
import re
from email import message_from_bytes
from email.message import Message

MAX_HTML = 16 * 1024
MAX_TEXT = 64 * 1024
MAX_LINE = 160
TAG = re.compile(r"<[^<>]{0,2000}>")
BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
# `On Tue, Nov 3, 2026 at 9:10 Mira wrote:`, `Am 03.11.26 um 09:10 schrieb Mira:`, Outlook's line.
QUOTE_BEGINS = re.compile(
    r"(?:On|Am|Le|Den|El|Il|Op)\s.{4,200}(?:wrote|schrieb|écrit|skrev|escribió|scritto|schreef).{0,80}:\Z"
    r"|-{3,}.{0,40}\b(?:Original|Ursprüngliche|Forwarded)\b.{0,40}-{3,}\Z|_{20,}\Z",
    re.IGNORECASE,
)


def read_excerpt(data: bytes, most: int = 6) -> tuple[str, ...]:
    """The first lines of a mail's own text, at most `most`; none where it has no text we can read.

    HTML is stripped to its words, and never run. Raises nothing, whatever the bytes are.
    """
    # Crafted mails make the library recurse and stumble in many ways.
    try:
        text = _find_text(message_from_bytes(data))
    except Exception:
        return ()
    lines: list[str] = []
    for line in text.splitlines():
        line = " ".join(line.split())
        if line.startswith(">"):
            continue
        if line == "--" or QUOTE_BEGINS.match(line):
            break
        if line:
            lines.append(line if len(line) <= MAX_LINE else f"{line[: MAX_LINE - 1]}…")
        if len(lines) == most:
            break
    return tuple(lines)


def _find_text(message: Message) -> str:
    pages = ""
    for part in message.walk():
        if part.get_content_type() == "text/plain" and not part.get_filename():
            return read_part(part)
        if part.get_content_type() == "text/html" and not pages:
            pages = strip_tags(read_part(part)[:MAX_HTML])
    return pages


def read_part(part: Message) -> str:
    """The text of a part, whatever charset it claims, at most MAX_TEXT characters."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = data.decode(charset, "replace")
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    return text[:MAX_TEXT]


def strip_tags(page: str) -> str:
    """The words of an HTML page, a line for each paragraph, without scripts and styles."""
    for name in ("script", "style", "head"):
        page = _drop_element(page, name)
    return html.unescape(TAG.sub(" ", BREAK.sub("\n", " ".join(page.split()))))


def _drop_element(page: str, name: str) -> str:
    low, kept, at = page.lower(), [], 0
    while (start := low.find(f"<{name}", at)) >= 0:
        kept.append(page[at:start])
        end = low.find(f"</{name}", start)
        at = end if end >= 0 else len(page)
        if end >= 0:
            at = low.find(">", end) + 1 or len(page)
    return "".join([*kept, page[at:]])
