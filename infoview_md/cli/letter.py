"""infoview letter: a letter shown, drafted, approved, handed to a door, or recorded as sent."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.ask import ask
from infoview_md.cli.changes import change, keep_up, note_now, settle
from infoview_md.cli.letter_desk import Desk, choose_word, find_contact, take_up
from infoview_md.cli.letter_wish import Wish, refuse_odd_options
from infoview_md.cli.options import complete_name, example, name_argument, refuse_split_name
from infoview_md.cli.output import tell
from infoview_md.errors import ProblemsFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from infoview_md.core.model import Contact


def _complete_kind(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from infoview_md.core.letter_kind import LETTERS

    return [
        CompletionItem(one.word, help=one.help) for one in LETTERS if one.word.startswith(typed)
    ]


def _complete_door(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from infoview_md.cli.doors import DOORS

    return [CompletionItem(k, help=text) for k, text in DOORS.items() if k.startswith(typed)]


@click.command(
    "letter",
    cls=Command,
    epilog=example(
        'infoview letter "Ingrid Solheim"',
        "infoview letter ingrid thanks --write",
        "infoview letter ingrid --approve",
        "infoview letter ingrid --via eml:ingrid.eml",
        "infoview letter ingrid --sent",
        'infoview letter ingrid answer --window "monday 14:00" --window "tuesday 9:30"',
        "infoview letter ole update-met --about bente",
    ),
)
@name_argument("contact")
@click.argument("kind", required=False, shell_complete=_complete_kind)
@click.option("--write", is_flag=True, help="Make the letter's note, as a draft to edit.")
@click.option("--diff", is_flag=True, help="Compare your draft with the letter made anew.")
@click.option("--approve", is_flag=True, help="Give your word for the text and the address.")
@click.option(
    "--via", metavar="[DOOR[:TARGET]]", is_flag=False, flag_value="", default=None,
    shell_complete=_complete_door,
    help="Hand it over: text, clipboard, mailto, eml:FILE, imap, smtp; alone: your default.",
)  # fmt: skip
@click.option("--send", is_flag=True, help="Send it: the same as --via smtp.")
@click.option("--sent", is_flag=True, help="You sent it: make or freeze the note, and log it.")
@click.option(
    "--about", metavar="NAME", multiple=True, shell_complete=complete_name("contact"),
    help="Whom it tells of; may be repeated.",
)  # fmt: skip
@click.option(
    "--window", metavar="TIME", multiple=True,
    help="A time to offer, on your clock: “monday 14:00”; may be repeated.",
)  # fmt: skip
@click.option(
    "--attach", type=click.Path(path_type=Path), multiple=True,
    help="With --via or --send: a file that goes along; may be repeated.",
)  # fmt: skip
@click.option("--stdout", "text_only", is_flag=True, help="Print the text alone, to pipe it.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.option("--force", is_flag=True, help="With --output or --via eml: write over a file.")
@click.option("--anyway", metavar="REASON", help="Finish it in spite of what is wrong.")
@click.option("--yes", is_flag=True, help="With --send: do not ask before it is sent.")
@click.option("--dry-run", is_flag=True, help="Show the change, write and send nothing.")
@pass_app
def letter_command(app: App, /, name: str, kind: str | None, **given: Any) -> None:
    """Print a letter to the contact NAME: address, subject, text.

    Without KIND a draft that waits decides, else the stage: a request, a nudge after it, thanks
    after the talk. What is missing is shown in brackets and listed, with where to fill it in; the
    exit code is then 1.

    A draft that you have made with --write is yours: it is what is shown, approved and sent, and
    nothing is ever written over it. Gaps and errors are in the way of --approve, --via, --send and
    --sent, unless you say why with --anyway; the reason is logged. Nothing is sent but by --send.
    """
    from infoview_md.cli import letter_drafts

    wish = Wish(**given)
    refuse_odd_options(wish)
    if wish.finishes and not wish.dry_run:
        settle(app)
    contact = find_contact(app, name)
    refuse_split_name(app, name, kind or "", "letter")
    about = [find_contact(app, one) for one in wish.about]
    windows = _read_windows(app, wish.window)
    if not wish.dry_run:
        contact = _ask_why_you(app, contact)
    word = kind or _choose(app, contact, wish)
    desk = keep_up(app, lambda: take_up(
        app, contact, word, about=about, windows=windows,
        attachments=[file.name for file in wish.attach], rebinds=wish.approve,
    ))  # fmt: skip
    if desk.written is not None and windows and not wish.diff:
        desk = letter_drafts.put_times(app, desk, makes_anew=wish.write)
    _tell_odd_windows(app, desk)
    _do(app, desk, wish)


def _do(app: App, desk: Desk, wish: Wish) -> None:
    """What the options ask for; without any of them the letter is shown."""
    from infoview_md.cli import letter_approve, letter_out, letter_sent, letter_show

    match next(iter(wish.modes), ""):
        case "--approve":
            letter_show.tell_faults(desk)
            letter_approve.approve(app, desk, wish.anyway, wish.dry_run)
            if not wish.dry_run:
                letter_approve.tell_what_next(desk)
        case "--via" | "--send":
            letter_out.hand_over(app, desk, wish)
        case "--sent":
            letter_sent.record_sent(app, desk, wish.anyway, wish.dry_run)
        case "--diff":
            letter_show.put_diff(desk)
        case _:
            _show(app, desk, wish)


def _show(app: App, desk: Desk, wish: Wish) -> None:
    """Print the letter and its faults, and with --write make its note."""
    from infoview_md.cli import letter_drafts, letter_left, letter_show

    if wish.output is None:
        letter_show.put_letter(desk, wish.text_only)
    else:
        letter_show.write_letter(app, desk, wish.output, wish.force, wish.dry_run)
    if wish.write:
        path = letter_drafts.write_draft(app, desk, wish.dry_run)
        if path is not None:
            sent = letter_show.command(desk, "--sent", is_made=True)
            tell(f"{path}: edit it, send it, then: {sent}")
    else:
        letter_show.tell_of_draft(desk)
    letter_left.warn(app, desk)
    letter_show.tell_faults(desk)
    if desk.count_faults:
        raise SystemExit(ProblemsFound.exit_code)


def _choose(app: App, contact: Contact, wish: Wish) -> str:
    from infoview_md.cli.letter_doubles import refuse_unnamed
    from infoview_md.cli.letter_notes import find_waiting

    leaves = wish.send or wish.via is not None or (wish.sent and not wish.anyway)
    if leaves and not find_waiting(app, contact):
        refuse_unnamed(app, contact)
    return choose_word(app, contact)


def _read_windows(app: App, given: Sequence[str]) -> list[datetime]:
    """The times that are offered; UsageError for one that is no time, past, or there twice."""
    windows: list[datetime] = []
    for words in given:
        moment = _read_window(app, words)
        if moment in windows:
            raise UsageError(f"--window: {moment:%Y-%m-%d %H:%M} is there twice; offer another")
        windows.append(moment)
    return windows


def _tell_odd_windows(app: App, desk: Desk) -> None:
    """Warn of times at night, at the weekend and on holidays; the person may have a reason."""
    from infoview_md.letters.times import find_odd_times

    if desk.occasion.windows:
        for sentence in find_odd_times(desk.occasion, app.outlook.days_off(desk.contact)):
            tell(f"--window: {sentence}; offer another, unless they asked for it")


def _read_window(app: App, words: str) -> datetime:
    """A time that is offered; UsageError for what is none, or is past."""
    from infoview_md.core.daytime import read_daytime

    moment = read_daytime(words, app.today)
    if moment is None:
        raise UsageError(
            f"--window: “{words}” is no time; write a day and an hour, such as "
            "“monday 14:00” or “2026-11-30 9:30”"
        )
    if moment.date() < app.today:
        raise UsageError(f"--window: {moment:%Y-%m-%d %H:%M} is past; offer a time to come")
    return moment


def _ask_why_you(app: App, contact: Contact) -> Contact:
    """At a terminal, ask for a missing `why_you` and write it down."""
    if contact.why_you or contact.do_not_contact or not app.may_ask or contact.is_broken:
        return contact
    from infoview_md.core.surgery import set_fields

    answer = ask(app, f"Why {contact.name}? One sentence for the letter (empty to leave it)", None)
    if not answer:
        return contact
    change(app, lambda: [set_fields(note_now(app, contact.path), {"why_you": answer})])
    return app.index.contacts[contact.path]
