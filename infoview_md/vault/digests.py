"""digest_file: the digest of a file, as notes and settings are known by."""

from __future__ import annotations

from infoview_md.core.digest import MAX_NOTE_BYTES, digest_of
from infoview_md.vault.finding import MARKER


def digest_config(home: str) -> str:
    """The digest of the bytes of a vault's infoview.toml; empty where it cannot be read."""
    return digest_file(f"{home}/{MARKER}")


def digest_file(path: str) -> str:
    """The digest of a file's bytes as notes have it; empty for none that a note could have."""
    from infoview_md.vault.whole_file import TooLarge, read_whole_file

    try:
        data = read_whole_file(path, MAX_NOTE_BYTES)
    except (OSError, TooLarge):
        return ""
    return digest_of(data)
