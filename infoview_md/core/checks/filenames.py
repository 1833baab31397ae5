"""check_file_names: file names that do not survive on every system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from infoview_md.core.filenames import find_file_name_fault, fold_file_name
from infoview_md.core.folding import fold
from infoview_md.core.index import Reading
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.source import Source


def check_file_names(outlook: Outlook, reading: Reading) -> Iterator[Problem]:
    """A name that Windows, macOS or a git clone cannot hold, or hold only one of two."""
    path = reading.path
    if reading.record is None:
        return
    if (fault := find_file_name_fault(path)) is not None:
        yield make_problem("file-name", path, fault)
    twin = _find_first(path, outlook.source)
    if twin != path:
        message = f"on some systems this is the same file as {twin}; rename one"
        yield make_problem("file-name", path, message)


def _find_first(path: PurePosixPath, source: Source) -> PurePosixPath:
    """The first typed note that is the same file on some system; it answers to the same stem."""
    found = [one.path for one in source.answering(fold(path.stem)) if one.by_stem and one.is_typed]
    if len(found) < 2:  # as nearly all are
        return path
    wanted = fold_file_name(str(path))
    return next((other for other in found if fold_file_name(str(other)) == wanted), path)
