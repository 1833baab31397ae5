"""digest_of: a short value by which a change to a file is noticed; and how large a note may be."""

from __future__ import annotations

# hashlib brings OpenSSL along, and costs a warm command a twentieth of its time.
try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

MAX_NOTE_BYTES = 5_000_000


def digest_of(data: bytes) -> str:
    """The digest of bytes, as 32 hexadecimal digits."""
    found: str = blake2b(data, digest_size=16).hexdigest()
    return found
