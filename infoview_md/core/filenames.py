"""File names: a note's name in a form that every system keeps, and what is wrong with others."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from infoview_md.errors import UsageError

MAX_BYTES = 200
"""The longest file name, extension included, in UTF-8 bytes."""

# What some system, or a [[link]], takes for something else.
FORBIDDEN = '\\/:*?"<>|#^[]'
# Control characters, line and paragraph separators, half characters, and the marks that turn the
# direction of writing: the last can make a name look like another one.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]"
)
# What Windows takes for a device, whatever the extension.
RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?= *(?:\.|\Z))", re.IGNORECASE
)

EDGE_SEPARATORS = re.compile(r"\A[\s/\\|:]+|[\s/\\|:]+\Z")
SEPARATORS = re.compile(r"[/\\|:]+")
COLON = re.compile(r"\s*:\s+")
# `*`, `?`, `#` and `^` go; the others have a portable neighbour.
NEIGHBOURS = str.maketrans(
    {'"': "'", "<": "(", "[": "(", ">": ")", "]": ")"} | dict.fromkeys("*?#^")
)


def make_file_name(name: str) -> str:
    """The stem of the note called `name`: portable, NFC, short enough with `.md` behind it.

    Letters of all scripts are kept, nothing is transliterated. What a file name cannot hold is
    replaced (`AC/DC GmbH` becomes `AC-DC GmbH`), so the name itself belongs into the field `name`
    where the two differ. A name made here is made into itself again. Raises UsageError where
    nothing is left.
    """
    stem = unicodedata.normalize("NFC", _replace(unicodedata.normalize("NFC", name)))
    stem = _cut(_escape_device(_trim(stem)), MAX_BYTES - len(".md"))
    if not stem:
        raise UsageError(f"nothing of {name!r} can stand in a file name; choose another name")
    return stem


def _replace(name: str) -> str:
    """The name with every forbidden character replaced, and single spaces."""
    name = COLON.sub(" - ", EDGE_SEPARATORS.sub("", name))
    name = SEPARATORS.sub("-", name).translate(NEIGHBOURS)
    # A line break or a tab is a space; other control characters are nothing.
    return " ".join(INVISIBLE.sub("", " ".join(name.split())).split())


def _trim(stem: str) -> str:
    """No dot in front (a hidden file), no dot or space behind (Windows drops them)."""
    return stem.lstrip(". ").rstrip(". ")


def _escape_device(stem: str) -> str:
    device = RESERVED.match(stem)
    return f"{device[0]}_{stem[device.end() :]}" if device else stem


def _cut(stem: str, limit: int) -> str:
    """As many whole characters, with their accents, as fit into `limit` UTF-8 bytes."""
    if len(stem.encode()) <= limit:
        return stem
    end = len(stem.encode()[:limit].decode(errors="ignore"))
    while end and unicodedata.combining(stem[end]):
        end -= 1
    return _trim(stem[:end])


def fold_file_name(name: str) -> str:
    """The form in which two names are the same file on some system: any letter case, NFC."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def find_file_name_fault(path: PurePosixPath) -> str | None:
    """Why a path of the vault does not survive on every system, as a sentence; None if it does."""
    for part in path.parts:
        if fault := _find_fault(part):
            return f"`{_show(part)}` {fault}; rename it"
    return None


def _find_fault(part: str) -> str | None:
    if found := INVISIBLE.search(part):
        return f"holds the invisible character U+{ord(found[0]):04X}"
    if forbidden := next((character for character in FORBIDDEN if character in part), None):
        return f"holds `{forbidden}`, which not every system, or no link, can hold"
    # `Zoe .md` is meant too: the stem is what links point to.
    if part.endswith((".", " ")) or part.removesuffix(".md").endswith((".", " ")):
        return "ends in a dot or a space, which Windows drops"
    if RESERVED.match(part):
        return "is the name of a device on Windows"
    if (size := len(part.encode())) > MAX_BYTES:
        return f"has {size} bytes, at most {MAX_BYTES} are portable"
    if not unicodedata.is_normalized("NFC", part):
        return "has letters and accents apart (not NFC), which looks the same and is not"
    return None


def _show(part: str) -> str:
    return INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", part)
