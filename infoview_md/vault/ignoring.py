"""Ignore: which paths of a vault its `ignore` globs leave out."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Container, Sequence


class Ignore(Container[str]):
    """The `ignore` globs of a vault's config.

    A glob is a path from the vault's root, or just a name that may stand in any folder; `*`
    stands for anything, slashes too. What is ignored takes all that lies below it along.
    """

    def __init__(self, globs: Sequence[str]) -> None:
        paths = [glob.removeprefix("./").removesuffix("/**").rstrip("/") for glob in globs]
        anywhere = [path.removeprefix("**/") for path in paths]
        self._is_path = _match_any([path.lstrip("/") for path in (*paths, *anywhere)])
        self._is_name = _match_any([name for name in anywhere if "/" not in name])

    def __contains__(self, path: object) -> bool:
        path = str(path)
        return bool(self._is_path(path) or self._is_name(path.rpartition("/")[2]))


def _match_any(globs: Sequence[str]) -> Callable[[str], object]:
    # fnmatch's patterns do not backtrack, whatever a config brings.
    patterns = [fnmatch.translate(glob) for glob in globs if glob]
    return re.compile("|".join(patterns)).match if patterns else lambda _: False
