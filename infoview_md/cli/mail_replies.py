"""Reading replies: mails that came back are shown one by one, and become lines of the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from infoview_md.cli.app import App
from infoview_md.cli.mail_access import get_imap, open_imap
from infoview_md.cli.mail_answers import ask_about, log_bounce
from infoview_md.cli.output import put, put_json, tell
from infoview_md.errors import UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from infoview_md.mail.replies import Proposal
    from infoview_md.mail.source import Found, Source

RECENT = timedelta(days=30)
"""How far we look back where no letter waits for an answer."""

HINT = "to the command of a reply, add what it says: yes, no, later or refer"


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for; `mailbox` and `folder` are None for those of the config."""

    mailbox: Path | None
    folder: str | None
    since: date | None
    as_json: bool
    yes: bool
    dry_run: bool


def read_replies(app: App, options: Options) -> None:
    """Find what came back; ask about each at a terminal, else list it with its command."""
    if options.mailbox is not None and options.folder is not None:
        raise UsageError("--mailbox names files, --folder a folder of the account; choose one")
    proposals = _find(app, options, options.since or find_since(app))
    if options.as_json:
        put_json([_row(app, proposal) for proposal in proposals])
    elif not proposals:
        tell("no mail came back that the log does not speak of")
    elif app.may_ask or options.yes:
        _go_through(app, proposals, options)
    else:
        for proposal in proposals:
            _show(app, proposal)
        tell(HINT)


def find_since(app: App) -> date:
    """The day of the oldest letter that waits for an answer; a month ago where none does."""
    from infoview_md.core.stage import Stage

    waiting = [
        standing.thread.began
        for standing in app.outlook.standings.values()
        if standing.stage is Stage.REQUESTED and standing.thread is not None
    ]
    return min(waiting, default=app.today - RECENT)


# -- finding -------------------------------------------------------------------------------------


def _find(app: App, options: Options, since: date) -> list[Proposal]:
    from infoview_md.mail.replies import Search, build_correspondence, choose_last, propose

    known = build_correspondence(app.index, own_addresses(app))
    search = Search(app.index, known, _zone(app), since, app.today)
    with ExitStack() as open_until_read:
        source = _open_source(app, options, since, open_until_read)
        found = [one for mail in _shown(source) for one in propose(mail, search)]
    return choose_last(found, app.today)


def own_addresses(app: App) -> list[str]:
    """The addresses we write from: mails from them are our own."""
    mail = app.user_config.mail
    users = [account.user for account in (mail.smtp, mail.imap) if account is not None]
    return [app.config.owner.email, mail.sender, *(user for user in users if "@" in user)]


def _zone(app: App) -> tzinfo | None:
    from zoneinfo import ZoneInfo

    zone = app.config.owner.timezone
    return ZoneInfo(zone) if zone else None


def _open_source(app: App, options: Options, since: date, stack: ExitStack) -> Source:
    from infoview_md.mail.source import read_files, read_imap

    settings = app.user_config.mail
    named = options.mailbox or (Path(settings.mailbox) if settings.mailbox else None)
    if named is not None and options.folder is None:
        return read_files(named.expanduser(), since)
    get_imap(app)
    mailbox = stack.enter_context(open_imap(app))
    return read_imap(mailbox, options.folder or settings.inbox, since)


def _shown(source: Source) -> Iterator[Found]:
    """The mails of a source, with a bar on a terminal for those who wait."""
    import sys

    if not sys.stderr.isatty():
        yield from source.mails
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(source.mails, source.count, description="reading mail")


# -- showing -------------------------------------------------------------------------------------


def _go_through(app: App, proposals: list[Proposal], options: Options) -> None:
    """One after the other: what a person answered is asked, what a machine said is told."""
    from infoview_md.mail.replies import What

    for proposal in proposals:
        _show(app, proposal, with_command=not app.may_ask)
        if proposal.what is What.BOUNCE:
            log_bounce(app, proposal, yes=options.yes, dry_run=options.dry_run)
        elif proposal.what is What.REPLY and app.may_ask:
            ask_about(app, proposal, dry_run=options.dry_run)


def _show(app: App, proposal: Proposal, with_command: bool = True) -> None:
    row = _row(app, proposal)
    when = f"{row['date']} {row['time'] or ''}".strip()
    put(f"{when} {row['what']}: {row['who']} {_tell_what(proposal)}")
    if proposal.letter is not None:
        put(f"  to {proposal.letter}")
    for line in proposal.excerpt:
        put(f"  | {line}")
    if with_command and row["command"]:
        put(f"  {row['command']}")


def _tell_what(proposal: Proposal) -> str:
    from infoview_md.mail.replies import What

    code = f" ({proposal.status})" if proposal.status else ""
    if proposal.what is What.BOUNCE:
        return f"cannot be reached at {proposal.address}{code}"
    if proposal.what is What.DELAY:
        return f"is not reached yet at {proposal.address}{code}; the server tries again"
    name = f"{proposal.mail.sender_name} " if proposal.mail.sender_name else ""
    return f"by {name}<{proposal.mail.sender}>: {proposal.mail.subject or 'no subject'}"


def _row(app: App, proposal: Proposal) -> dict[str, object]:
    from infoview_md.core.agenda.commands import handle_of
    from infoview_md.mail.replies import day_of

    contact = app.index.contacts[proposal.contact]
    day, moment = day_of(proposal, app.today), proposal.moment
    return {
        "what": str(proposal.what),
        "who": contact.name,
        "path": str(proposal.contact),
        "letter": str(proposal.letter) if proposal.letter else None,
        "date": day.isoformat(),
        "time": f"{moment:%H:%M}" if moment and moment.date() == day else None,
        "from": proposal.mail.sender or None,
        "from_name": proposal.mail.sender_name or None,
        "subject": proposal.mail.subject,
        "excerpt": list(proposal.excerpt),
        "address": proposal.address or None,
        "status": proposal.status or None,
        "message_id": proposal.mail.message_id or None,
        "place": proposal.mail.place,
        "command": _command(handle_of(app.index, contact), day, proposal),
    }


def _command(name: str, day: date, proposal: Proposal) -> str | None:
    """The command that logs it; the word that says what they answered stays to be added."""
    from infoview_md.core.agenda.commands import make_command
    from infoview_md.mail.replies import What

    words = ("log", name, "--date", day.isoformat())
    if proposal.what is What.REPLY:
        return make_command(*words, "reply")
    if proposal.what is What.BOUNCE:
        return make_command(*words, "bounce", "email:", proposal.address)
    return None
