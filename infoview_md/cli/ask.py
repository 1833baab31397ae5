"""Questions at the terminal; every one has a flag that answers it."""

from __future__ import annotations

import click

from infoview_md.cli.app import App
from infoview_md.cli.output import visible


def ask(app: App, question: str, given: str | None, default: str = "") -> str:
    """The flag's answer, else the person's, else (where nobody is there to ask) the default.

    Questions go to standard error, so that a result can be piped all the same.
    """
    if given is not None or not app.may_ask:
        return (given if given is not None else default).strip()
    answer: str = click.prompt(
        visible(question), default=default, show_default=bool(default), err=True
    )
    return answer.strip()


def ask_list(app: App, question: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """Several answers: the flags' or one line split at its commas."""
    if given or not app.may_ask:
        return tuple(part.strip() for one in given for part in one.split(",") if part.strip())
    answer = ask(app, f"{question} (separated by commas)", None)
    return tuple(part.strip() for part in answer.split(",") if part.strip())


def confirm(app: App, question: str, default: bool = True) -> bool:
    """Yes or no; the default where nobody is there to ask."""
    if not app.may_ask:
        return default
    return click.confirm(visible(question), default=default, err=True)


def choose(app: App, question: str, *answers: str) -> str:
    """One of the answers, which may be shortened to their first letter; the first is the default,
    and has a capital.

    Only for a terminal: the caller has a flag for everybody else.
    """
    letters = {answer[0]: answer for answer in answers} | {answer: answer for answer in answers}
    shown = "/".join((answers[0].capitalize(), *answers[1:]))
    while True:
        said: str = click.prompt(visible(f"{question} [{shown}]"), default=answers[0], err=True,
                                 show_default=False)  # fmt: skip
        if found := letters.get(said.strip().lower()):
            return found
        click.echo(f"answer with one of {shown}", err=True)
