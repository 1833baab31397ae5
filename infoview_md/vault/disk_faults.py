"""explain: why the system would not read or write a file, and what to do now."""

from __future__ import annotations

import errno

SENTENCES: dict[int, str] = {
    errno.EACCES: "the permission is missing; see who owns the file and its folder (ls -l)",
    errno.EDQUOT: "your share of the disk is used up; free some space and try again",
    errno.EEXIST: "another program made it meanwhile; try again",
    errno.EIO: "the disk reports an error; make a copy of the vault before anything else",
    errno.ELOOP: "the link leads round in a circle; replace it by the file itself",
    errno.ENAMETOOLONG: "the name is too long for this disk; choose a shorter one",
    errno.ENOENT: "it is gone, or its link leads nowhere; look whether it was moved",
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.ENOTDIR: "a file stands where a folder should be; move that away",
    errno.EPERM: "the system forbids it; see who owns the file and its folder (ls -l)",
    errno.EROFS: "the disk is read-only; make it writable or copy the vault elsewhere",
}


def explain(error: OSError) -> str:
    """Why it failed and what to do now, without a path."""
    known = SENTENCES.get(error.errno) if error.errno is not None else None
    return known or f"{error.strerror or error}; look at the file and try again"
