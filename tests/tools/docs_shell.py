"""A shell for transcripts that knows infoview, cd, cat, ls, echo, mkdir and rm."""

from __future__ import annotations

import io
import os
import shlex
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

HOME = "/home/you"
"""How a transcript shows the folder it runs in."""


class ShellError(AssertionError):
    """A transcript asks for what this shell cannot do."""


class Shell:
    """Runs typed lines below one folder. It changes the working folder of this process."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        os.chdir(self.home)

    def type(self, command: str, today: str = "") -> list[str]:
        """What the command prints, both streams in order, and `[exit N]` where N is not 0."""
        printed = io.StringIO()
        code = 0
        for part in command.split(" && "):
            with redirect_stdout(printed), redirect_stderr(printed):
                code = self._run(shlex.split(part), today)
            if code:
                break
        text = printed.getvalue().replace(str(self.home), HOME)
        lines = text.removesuffix("\n").split("\n") if text else []
        return [*(line.rstrip() for line in lines), *([f"[exit {code}]"] if code else [])]

    def _run(self, words: list[str], today: str) -> int:
        name, *args = words
        if name == "infoview":
            return run_infoview([*(["--today", today] if today else []), *args])
        command = COMMANDS.get(name)
        if command is None:
            raise ShellError(f"this shell knows infoview, {', '.join(COMMANDS)}, but not {name}")
        command([arg if arg in (">", ">>") else self._inside(arg, name) for arg in args])
        return 0

    def _inside(self, arg: str, name: str) -> str:
        """The argument; no command but echo may name what lies outside the session's folder."""
        if name != "echo" and not Path(arg).resolve().is_relative_to(self.home):
            raise ShellError(f"{name} {arg} would leave the session's folder")
        return arg


def run_infoview(argv: list[str]) -> int:
    """The exit code of one call; a bug ends the test with its traceback."""
    from infoview_md.cli.boundary import BUG, run
    from infoview_md.cli.group import cli

    try:
        run(argv)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    if code == BUG:
        cli.main(argv, prog_name="infoview", standalone_mode=False)
        raise ShellError(f"a bug: infoview {shlex.join(argv)}")
    return code


def _cd(args: list[str]) -> None:
    os.chdir(args[0])


def _cat(args: list[str]) -> None:
    for arg in args:
        print(Path(arg).read_text(encoding="utf-8"), end="")


def _ls(args: list[str]) -> None:
    for name in sorted(path.name for path in Path(*args).iterdir()):
        if not name.startswith("."):
            print(name)


def _echo(args: list[str]) -> None:
    if len(args) < 3 or args[-2] not in (">", ">>"):
        print(*args)
        return
    *words, arrow, name = args
    with Path(name).open("a" if arrow == ">>" else "w", encoding="utf-8") as file:
        print(*words, file=file)


def _mkdir(args: list[str]) -> None:
    Path(args[0]).mkdir()


def _rm(args: list[str]) -> None:
    Path(args[0]).unlink()


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "cd": _cd,
    "cat": _cat,
    "ls": _ls,
    "echo": _echo,
    "mkdir": _mkdir,
    "rm": _rm,
}
