"""Mount: small disks of many kinds, in a file or in memory, that are gone again afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from tests.tools.proof import CannotProve

IMAGE = "{image}"
FOLDER = "{folder}"
LOOP = "{loop}"
LOOP_MOUNT = ("mount", "-o", "loop", IMAGE, FOLDER)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file system: how a disk of it is made and mounted, and where both come from."""

    name: str
    make: tuple[str, ...]
    mount: tuple[str, ...] = LOOP_MOUNT
    package: str = ""
    megabytes: int = 320
    has_exchange: bool = True

    @property
    def missing(self) -> list[str]:
        """The programs it needs that are not installed."""
        return [argv[0] for argv in (self.make, self.mount) if not which(argv[0])]


KINDS = (
    # Inodes of 128 bytes have no room for parts of a second.
    Kind("ext4", ("mkfs.ext4", "-q", "-I", "128", IMAGE), package="e2fsprogs"),
    Kind("xfs", ("mkfs.xfs", "-q", IMAGE), package="xfsprogs"),
    Kind("btrfs", ("mkfs.btrfs", "-q", IMAGE), package="btrfs-progs"),
    Kind(
        "ntfs",
        ("mkntfs", "-q", "-F", "-Q", IMAGE),
        ("ntfs-3g", IMAGE, FOLDER),
        package="ntfs-3g",
        has_exchange=False,
    ),
    Kind(
        "exfat",
        ("mkfs.exfat", IMAGE),
        ("mount.exfat-fuse", LOOP, FOLDER),
        package="exfat-fuse exfatprogs",
        has_exchange=False,
    ),
    Kind("vfat", ("mkfs.vfat", IMAGE), package="dosfstools", megabytes=64, has_exchange=False),
)
NEEDS_KERNEL = ("xfs", "btrfs", "vfat")
"""Kinds that only some kernels have; one that is left out is told."""


def list_kinds() -> list[Kind]:
    """The kinds this machine can have; CannotProve where one that it should have is missing."""
    known = Path("/proc/filesystems").read_text("ascii").split()
    found = []
    for kind in KINDS:
        if kind.name in NEEDS_KERNEL and kind.name not in known:
            print(f"disks: this kernel has no {kind.name}, which is left out", file=sys.stderr)
            continue
        if kind.missing:
            raise CannotProve(f"{kind.missing[0]} is not installed; apt-get install {kind.package}")
        found.append(kind)
    return found


@contextmanager
def mount_image(kind: Kind, folder: Path) -> Iterator[Path]:
    """A fresh disk of a kind, mounted below a folder that is empty."""
    image, place = folder / f"{kind.name}.img", folder / kind.name
    with image.open("wb") as file:
        file.truncate(kind.megabytes * 1024 * 1024)
    place.mkdir()
    with ExitStack() as stack:
        words = {IMAGE: str(image), FOLDER: str(place)}
        _run([words.get(word, word) for word in kind.make])
        if LOOP in kind.mount:
            words[LOOP] = _run(["losetup", "-f", "--show", str(image)]).strip()
            stack.callback(subprocess.run, ["losetup", "-d", words[LOOP]], check=False)
        _run([words.get(word, word) for word in kind.mount])
        stack.callback(subprocess.run, ["umount", "-l", str(place)], check=False)
        yield place


@contextmanager
def mount_memory(place: Path, kilobytes: int) -> Iterator[Path]:
    """A disk in memory, of a given size."""
    place.mkdir(parents=True, exist_ok=True)
    _run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)])
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def _run(argv: Sequence[str]) -> str:
    done = subprocess.run(argv, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise CannotProve(
            f"{' '.join(argv)} fails ({', '.join(said)}); run as root, where mounting is allowed"
        )
    return done.stdout
