"""The error boundary: one sentence and an exit code for every way to end."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from infoview_md.cli.output import (
    OutputLost,
    ReaderGone,
    flush_output,
    open_closed_streams,
    tell,
)
from infoview_md.errors import InfoviewError, UsageError

INTERRUPTED = 130
BUG = 70


def run(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; only a bug ends in a traceback, and that in a file."""
    from infoview_md.cli.app import App
    from infoview_md.cli.group import cli

    # Most of what a command makes lives until it ends: looking for garbage costs a large vault a
    # fifth of the time and finds none.
    gc.set_threshold(100_000, 20, 100)
    try:
        open_closed_streams()
        words = sys.argv[1:] if argv is None else argv
        code = cli.main(words, prog_name="infoview", standalone_mode=False, obj=App(words))
        flush_output()
    except OutputLost as error:
        tell(f"infoview: {error.message}")
        # What is left unwritten would be a second failure at exit.
        os._exit(error.exit_code)
    except InfoviewError as error:
        for notice in getattr(error, "__notes__", ()):
            tell(notice)
        tell(f"infoview: {error.message}")
        sys.exit(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        # A group without a command: what there is, as `--help` shows it.
        tell(error.format_message())
        sys.exit(UsageError.exit_code)
    except click.UsageError as error:
        tell(_usage_sentence(error))
        sys.exit(UsageError.exit_code)
    except click.ClickException as error:
        tell(f"infoview: {error.format_message()}")
        sys.exit(UsageError.exit_code)
    except (click.Abort, KeyboardInterrupt):
        # Below the question, not behind the `^C` that the terminal shows.
        start = "\n" if sys.stderr.isatty() else ""
        tell(f"{start}infoview: stopped; nothing further was done")
        sys.exit(INTERRUPTED)
    except (ReaderGone, BrokenPipeError):
        # No fault; but what is left unwritten would be one at exit.
        sys.stderr.close()
        os._exit(0)
    except Exception as error:
        tell(_bug_sentence(error))
        sys.exit(BUG)
    sys.exit(code if isinstance(code, int) else 0)


def _usage_sentence(error: click.UsageError) -> str:
    where = error.ctx.command_path if error.ctx is not None else "infoview"
    # click lists what there is to choose from on lines of their own.
    message = " ".join(error.format_message().split()).rstrip(".")
    return f"infoview: {message}; see `{where} --help`"


def _bug_sentence(error: Exception) -> str:
    from infoview_md.cli.crash import write_crash_report

    place = write_crash_report(error)
    return f"infoview: a bug ({type(error).__name__}); the report is in {place}, without your notes"
