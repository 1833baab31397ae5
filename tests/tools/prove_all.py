"""Every proof, one after the other; a table of their lines, and 1 where one does not hold."""

from __future__ import annotations

import argparse
import subprocess
import sys

SHORT = ("--short",)
PROOFS: dict[str, tuple[str, ...]] = {
    "bytes": ("--size", "2000"),
    "notes": ("--size", "500"),
    "undo": SHORT,
    "reading": SHORT,
    "crash": SHORT,
    "errors": SHORT,
    "power": SHORT,
    "races": SHORT,
    "disks": SHORT,
}
"""Each is the module `tests.tools.prove_NAME`; and what makes it short."""


def run(name: str, options: tuple[str, ...]) -> bool:
    """Run one proof; whether it holds. It prints its lines itself."""
    argv = [sys.executable, "-m", f"tests.tools.prove_{name}", *options]
    return subprocess.run(argv).returncode == 0


def main() -> int:
    """Run all of them; say in the end which do not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.prove_all", description=__doc__)
    parser.add_argument("--short", action="store_true", help="samples instead of every point")
    parser.add_argument("--seed", default="1", help="the seed of all that is random")
    options = parser.parse_args()
    seed = ("--seed", options.seed)
    fallen = [
        name
        for name, short in PROOFS.items()
        if not run(name, (*seed, *(short if options.short else ())))
    ]
    if fallen:
        print(f"not proven: {', '.join(fallen)}", flush=True)
    return int(bool(fallen))


if __name__ == "__main__":
    sys.exit(main())
