"""blake2b: from where hashlib has it, without the OpenSSL that hashlib brings along."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python than the usual one
    from hashlib import blake2b

__all__ = ["blake2b"]
