"""Trying the mail accounts out: connect, log in, find the folders; nothing is sent or written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from infoview_md.cli.app import App
from infoview_md.cli.doors import DOORS
from infoview_md.cli.mail_access import name_missing, open_imap, password_of
from infoview_md.cli.output import put, tell
from infoview_md.errors import ConfigFault, InfoviewError, ServiceMissing, UsageError

if TYPE_CHECKING:
    from infoview_md.core.account import Account


def test_accounts(app: App, only: str | None) -> None:
    """Try what the config names, or what one door needs; exit 10 where something failed."""
    trials: dict[str, Callable[[App], None]] = {"imap": _try_imap, "smtp": _try_smtp}
    settings = app.user_config.mail
    if only is not None and only not in trials:
        raise UsageError(f"the door “{only}” needs no account; imap and smtp do")
    put(f"letters leave by {settings.door}: {DOORS[settings.door]}")
    named = {"imap": settings.imap is not None, "smtp": settings.smtp is not None}
    chosen = [only] if only else [name for name in trials if named[name] or name == settings.door]
    if not chosen:
        put("no mail server is named in your config.toml, and this door needs none")
    results = [_does_work(app, trials[name]) for name in chosen]
    if not all(results):
        raise SystemExit(ServiceMissing.exit_code)


def _does_work(app: App, trial: Callable[[App], None]) -> bool:
    try:
        trial(app)
    except InfoviewError as fault:
        tell(f"infoview: {fault.message}")
        return False
    return True


def _try_imap(app: App) -> None:
    settings = app.user_config.mail
    with open_imap(app) as mailbox:
        if settings.imap is not None:
            put(f"imap: connected to {_describe(settings.imap)}")
        inbox = mailbox.find_folder(settings.inbox)
        mailbox.open(inbox)
        put(f"imap: replies arrive in “{inbox.name}”")
        put(f"imap: drafts go to “{mailbox.find_drafts(settings.drafts).name}”")


def _try_smtp(app: App) -> None:
    from infoview_md.mail.connection import make_context
    from infoview_md.mail.smtp_server import connect, log_in

    account = app.user_config.mail.smtp
    if account is None:
        raise ConfigFault(name_missing("smtp"))
    with connect(account, make_context()) as server:
        if account.user:
            log_in(server, account, password_of(account, "smtp"))
        put(f"smtp: connected to {_describe(account)}")
        put(f"smtp: letters would come from {_find_sender(app)}; nothing was sent")


def _describe(account: Account) -> str:
    who = f", logged in as {account.user}" if account.user else ", without a log-in"
    return f"{account.host}:{account.port} ({account.security}){who}"


def _find_sender(app: App) -> str:
    sender = app.user_config.mail.sender
    if sender:
        return sender
    try:
        owner = app.config.owner.email
    except InfoviewError:
        owner = ""
    return owner or "nobody yet (name a sender below [mail])"
