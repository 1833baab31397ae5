"""digest: a short value that differs where bytes do."""

from __future__ import annotations

from infoview_md.vault.finding import MARKER

# hashlib brings OpenSSL along, and costs a warm command a twentieth of its time.
try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

MAX_BYTES = 5_000_000
"""What is larger is no note."""


def digest(data: bytes) -> str:
    """The digest of bytes, as 32 hexadecimal digits."""
    found: str = blake2b(data, digest_size=16).hexdigest()
    return found


def digest_config(home: str) -> str:
    """The digest of the bytes of a vault's infoview.toml; empty where it cannot be read."""
    return digest_file(f"{home}/{MARKER}")


def digest_file(path: str) -> str:
    """The digest of a file's bytes as notes have it; empty for none that a note could have."""
    from infoview_md.vault.whole_file import TooLarge, read_whole_file

    try:
        data = read_whole_file(path, MAX_BYTES)
    except (OSError, TooLarge):
        return ""
    return digest(data)
