"""Mail access: the accounts of the person's own config, opened with their passwords."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from infoview_md.cli.app import App
from infoview_md.errors import ConfigFault

if TYPE_CHECKING:
    from infoview_md.core.account import Account
    from infoview_md.mail.imap import Mailbox


def get_imap(app: App) -> Account:
    """The IMAP account of the person's config; ConfigFault where there is none."""
    account = app.user_config.mail.imap
    if account is None:
        raise ConfigFault(name_missing("imap"))
    return account


def name_missing(service: str) -> str:
    """The sentence for a service that the person's config does not name."""
    from infoview_md.vault.user_config import find_user_config

    file = find_user_config() or "your config.toml"
    return (
        f"no {service.upper()} server is known; name its host and your user below [mail.{service}] "
        f"in {file} (docs/mail.md shows how)"
    )


def open_imap(app: App) -> AbstractContextManager[Mailbox]:
    """The mailbox of the person's account, logged in; it is left at the end."""
    from infoview_md.mail.imap import open_mailbox

    account = get_imap(app)
    return open_mailbox(account, password_of(account, "imap"))


def password_of(account: Account, service: str) -> Callable[[], str]:
    """Finds the password of an account when it is called, and not before."""
    from infoview_md.mail.password import find_password

    return lambda: find_password(account, service, os.environ)
