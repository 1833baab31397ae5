"""check_file_names: file names that do not survive on every system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from infoview_md.core.filenames import find_file_name_fault, fold_file_name
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem


def check_file_names(outlook: Outlook) -> Iterator[Problem]:
    """Names that Windows, macOS or a git clone cannot hold, or hold only one of two."""
    seen: dict[str, PurePosixPath] = {}
    for path in outlook.index.records:
        if (fault := find_file_name_fault(path)) is not None:
            yield make_problem("file-name", path, fault)
        twin = seen.setdefault(fold_file_name(str(path)), path)
        if twin != path:
            message = f"on some systems this is the same file as {twin}; rename one"
            yield make_problem("file-name", path, message)
