"""The body of a mail: its text and attachments as MIME parts, in CRLF lines of ASCII."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

from infoview_md.errors import Refused
from infoview_md.letters.envelope import Attachment
from infoview_md.letters.header_value import LINE, UNFIT_IN_TEXT, check_value, name_unfit

MEGABYTE = 1_000_000
ATTACHED_LIMIT = 10 * MEGABYTE
"""Bytes of all attachments together: a third more in the mail, and many servers stop at 20 MB."""
BODY_LIMIT = 200_000
NAME_LIMIT = 120
QUOTED_LINE = 76
"""Columns of a line of quoted-printable text (RFC 2045, 6.7)."""
CODED = re.compile(rb"[^\t -<>-~]")
"""Bytes that quoted-printable does not show as they are."""
TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
COMPOSITE = ("multipart/", "message/")
BEGINNINGS: dict[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
"""How files of these types begin: a file of another kind under such a name is a mistake."""
RISKY = (".bat", ".cmd", ".com", ".exe", ".hta", ".js", ".lnk", ".msi", ".ps1", ".scr", ".vbs")
"""Endings that mail programs block, with the mail they came in."""
# Characters of a file's name that need no code (RFC 2231, attribute-char).
NAME_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


def check_body(body: str) -> str:
    """The text with `\\n` as its line ends and one at its end; Refused where it cannot travel."""
    text = body.replace("\r\n", "\n").rstrip("\n") + "\n"
    if found := UNFIT_IN_TEXT.search(text):
        number = text.count("\n", 0, found.start()) + 1
        raise Refused(f"the letter, line {number}, has {name_unfit(found[0])}; take it out")
    if len(text) > BODY_LIMIT:
        raise Refused(f"the letter has more than {BODY_LIMIT:,} characters; shorten it")
    return text


def check_attachments(attachments: tuple[Attachment, ...]) -> None:
    """Refused, with its name, where a file cannot go along: name, type, content or size."""
    for file in attachments:
        _check_name(file.name)
        _check_content(file)
    if sum(len(file.data) for file in attachments) > ATTACHED_LIMIT:
        raise Refused(
            f"the attachments are larger than {ATTACHED_LIMIT // MEGABYTE} MB; "
            "leave one out, or send a link"
        )


def _check_name(name: str) -> None:
    field = "the name of an attachment"
    if check_value(field, name, NAME_LIMIT) != name or not name.strip(". "):
        raise Refused(f"{field} is empty, or has spaces at its ends or in a row; rename the file")
    if any(mark in name for mark in '/\\:*?"<>|'):
        raise Refused(
            f'the attachment “{name}” has one of / \\ : * ? " < > | in its name; rename it'
        )
    if name.lower().endswith(RISKY):
        raise Refused(
            f"the attachment “{name}” is a program, which mail programs block; leave it out"
        )


def _check_content(file: Attachment) -> None:
    if file.type.startswith(COMPOSITE):
        raise Refused(f"the attachment “{file.name}” is a mail itself; attach a PDF of it")
    if not TYPE.fullmatch(file.type):
        raise Refused(f"the attachment “{file.name}” has no type such as application/pdf; name one")
    if not file.data:
        raise Refused(f"the attachment “{file.name}” is empty; leave it out")
    if not file.data.startswith(BEGINNINGS.get(file.type, b"")):
        raise Refused(f"the attachment “{file.name}” is no {file.type}; look at the file")


def format_content(text: str, attachments: tuple[Attachment, ...]) -> tuple[list[str], str]:
    """Header lines and content of a mail: the text alone, or with its attachments.

    The text is `text/plain`, a paragraph a line. It is not `format=flowed`, which breaks the lines
    and trusts the reader's program to join them again: many do not, and on a phone the letter
    would look torn. Lines too long for a mail are broken by quoted-printable, which all undo.
    """
    lines, content = _format_text(text)
    if not attachments:
        return lines, content
    parts = ["\r\n".join((*lines, "", content)), *map(_format_attachment, attachments)]
    # "=_" can stand neither in quoted-printable nor in base64; a plain text would have to hold
    # the hash of itself.
    boundary = f"=_{blake2b(''.join(parts).encode(), digest_size=16).hexdigest()}"
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return [f'Content-Type: multipart/mixed; boundary="{boundary}"'], f"{body}--{boundary}--\r\n"


def _format_text(text: str) -> tuple[list[str], str]:
    lines = text.removesuffix("\n").split("\n")
    is_plain = text.isascii() and not any(map(_is_endangered, lines))
    content = lines if is_plain else list(chain.from_iterable(map(quote_line, lines)))
    coding = "7bit" if is_plain else "quoted-printable"
    head = ["Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {coding}"]
    return head, "".join(f"{line}\r\n" for line in content)


def _is_endangered(line: str) -> bool:
    """True for a line that some server on the way could break, trim or mark with a `>`."""
    return len(line) > LINE or line != line.rstrip() or line.startswith((".", "From "))


# The letters of a batch have most of their lines in common.
@lru_cache(maxsize=256)
def quote_line(line: str) -> tuple[str, ...]:
    """A line as quoted-printable, in pieces of at most 76 columns (RFC 2045, 6.7)."""
    quoted = CODED.sub(lambda byte: b"=%02X" % byte[0][0], line.encode()).decode("ascii")
    if quoted.endswith((" ", "\t")):
        quoted = f"{quoted[:-1]}={ord(quoted[-1]):02X}"
    pieces = []
    start = 0
    # Room is kept for the "=" of the break and for guarding the first character.
    while (cut := start + QUOTED_LINE - 3) < len(quoted):
        code = quoted.find("=", cut - 2, cut)  # no code is cut in two
        cut = cut if code < 0 else code
        pieces.append(f"{_guard(quoted[start:cut])}=")
        start = cut
    return (*pieces, _guard(quoted[start:]))


def _guard(piece: str) -> str:
    """A piece that begins with `From ` or a dot, made safe from mailboxes and servers."""
    return f"={ord(piece[0]):02X}{piece[1:]}" if piece.startswith((".", "From ")) else piece


def _format_attachment(file: Attachment) -> str:
    data = b64encode(file.data).decode()
    lines = [data[at : at + 76] for at in range(0, len(data), 76)]
    head = (
        f"Content-Type: {file.type}",
        "Content-Transfer-Encoding: base64",
        _format_disposition(file.name),
        "",
    )
    return "\r\n".join((*head, *lines, ""))


def _format_disposition(name: str) -> str:
    """The header line that names a file: plain in quotes, else encoded in pieces (RFC 2231)."""
    if name.isascii() and len(name) <= 50:
        return f'Content-Disposition: attachment; filename="{name}"'
    lines = ["Content-Disposition: attachment"]
    encoded = [chr(b) if b in NAME_PLAIN else f"%{b:02X}" for b in name.encode()]
    piece, count = "utf-8''", 0
    for token in encoded:
        if len(piece) + len(token) > 55:
            lines.append(f"filename*{count}*={piece}")
            piece, count = "", count + 1
        piece += token
    number = f"*{count}" if count else ""
    lines.append(f"filename{number}*={piece}")
    return ";\r\n ".join(lines)
