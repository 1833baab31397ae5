"""Every error raised on purpose: its sentence and its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath  # late: every run imports this file, and few have a path


class InfoviewError(Exception):
    """The request cannot be done: one sentence that names the next step, and an exit code.

    Faults inside notes are never raised; they are `Problem` values beside the good data.
    """

    exit_code = 70

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ProblemsFound(InfoviewError):
    """The work is done, and what it found is for the person to mend."""

    exit_code = 1


class UsageError(InfoviewError):
    """The command line or a query does not say what it should."""

    exit_code = 2


class NoVault(InfoviewError):
    """No vault was named, and none was found."""

    exit_code = 3


class NotFound(InfoviewError):
    """No note answers to that name."""

    exit_code = 4


class Ambiguous(InfoviewError):
    """More than one note answers to that name; `candidates` tells them apart."""

    exit_code = 4

    def __init__(self, message: str, candidates: Sequence[str]) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class Busy(InfoviewError):
    """The file changed on disk meanwhile, or another program holds it."""

    exit_code = 5


class ChangedMeanwhile(Busy):
    """Another program saved a file since it was read: what was planned must be planned anew.

    `path` is the file's path in the vault.
    """

    def __init__(self, message: str, path: PurePosixPath) -> None:
        super().__init__(message)
        self.path = path


class Refused(InfoviewError):
    """A rule or a stop sign forbids it."""

    exit_code = 6


class TemplateFault(InfoviewError):
    """A letter template is missing, broken, or asks for what there is not.

    Where a line is at fault, `template`, `line` (from 1) and `sentence` are the message's parts.
    """

    exit_code = 7

    def __init__(self, message: str, template: str = "", line: int = 0, sentence: str = "") -> None:
        super().__init__(message)
        self.template, self.line, self.sentence = template, line, sentence


class ConfigFault(InfoviewError):
    """The vault's or the user's configuration, or a rule pack, cannot be read."""

    exit_code = 8


class NotDurable(InfoviewError):
    """Written, but the disk did not confirm that it will survive a power cut."""

    exit_code = 9


class ServiceMissing(InfoviewError):
    """A service, a program or an optional extra that this needs is not there."""

    exit_code = 10
