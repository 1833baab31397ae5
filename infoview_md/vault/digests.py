"""digest: a short value that differs where bytes do."""

from __future__ import annotations

# hashlib brings OpenSSL along, and costs a warm command a twentieth of its time.
try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b


def digest(data: bytes) -> str:
    """The digest of bytes, as 32 hexadecimal digits."""
    found: str = blake2b(data, digest_size=16).hexdigest()
    return found
