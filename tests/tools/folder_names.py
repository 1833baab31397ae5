"""encode_name(): a folder's name as an IMAP server calls it, for tests that play the server."""

from __future__ import annotations

import binascii
import re

PLAIN = re.compile(r"[ -%'-~]+|&|[^ -~]+")


def encode_name(name: str) -> str:
    """A folder's name as a server calls it."""
    return PLAIN.sub(_encode_run, name)


def _encode_run(found: re.Match[str]) -> str:
    run = found[0]
    if run == "&":
        return "&-"
    if run.isascii() and run.isprintable():
        return run
    data = binascii.b2a_base64(run.encode("utf-16-be", "surrogatepass"), newline=False)
    return f"&{data.decode('ascii').rstrip('=').replace('/', ',')}-"
