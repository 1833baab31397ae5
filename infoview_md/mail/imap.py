"""IMAP: a mailbox on a server, opened, read without marking anything, and given a draft."""

from __future__ import annotations

import datetime as dt
import imaplib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import NoReturn

from infoview_md.core.account import Account, Security
from infoview_md.errors import ServiceMissing
from infoview_md.mail.connection import SECONDS, explain_fault, make_context, refuse_open, repeats
from infoview_md.mail.folder_name import Folder, parse_folders, quote

MAX_LITERAL = 25 * 1024 * 1024
"""More than this at once no server sends us: we never ask for as much."""

MAX_SAID = 200
STUMBLES = (ValueError, TypeError, LookupError, AttributeError)
"""What the library raises besides its own error, where an answer is not what it expects."""

NONSENSE = re.compile(r"unexpected (?:tagged )?response|more than we asked for")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UID = re.compile(rb"\bUID ([0-9]{1,10})\b")
SIZE = re.compile(rb"\bRFC822\.SIZE ([0-9]{1,18})\b")
NUMBERS = re.compile(rb"\b[0-9]{1,10}\b")

Call = Callable[..., tuple[str, Sequence[object]]]


class _Limited(imaplib.IMAP4):
    """The standard library's client, which believes any length that a server announces."""

    def read(self, size: int) -> bytes:
        """What the server announced; an abort where that is beyond reason."""
        if size > MAX_LITERAL:
            raise self.abort("more than we asked for")
        return super().read(size)


class _LimitedTls(_Limited, imaplib.IMAP4_SSL):
    """The same over TLS."""


class Mailbox:
    """A mailbox one is logged in to. Nothing in it is changed, marked or deleted; drafts are added.

    Every method raises ServiceMissing with a sentence where the server refuses or goes away.
    """

    def __init__(self, client: imaplib.IMAP4, account: Account, secret: str = "") -> None:
        self._client = client
        self._account = account
        self._secret = secret

    def list_folders(self) -> list[Folder]:
        """Every folder, with the uses that the server marks (RFC 6154)."""
        abilities = self._abilities()
        # Asked for by name, since a server need not mark uses in a plain list.
        asks = {"SPECIAL-USE", "LIST-EXTENDED"} <= abilities
        pattern = '"*" RETURN (SPECIAL-USE)' if asks else '"*"'
        return parse_folders(self._do("list its folders", self._client.list, '""', pattern))

    def find_folder(self, name: str) -> Folder:
        """The folder of a name as people write it; ServiceMissing lists those there are."""
        folders = [folder for folder in self.list_folders() if folder.can_be_opened]
        for folder in folders:
            if name in (folder.name, folder.wire) or name.upper() == folder.wire == "INBOX":
                return folder
        raise ServiceMissing(
            f"{self._account.host} has no folder “{name}”; it has {_name_some(folders)}"
        )

    def find_drafts(self, configured: str = "") -> Folder:
        """The folder of drafts: the configured one, the one marked as such, or one named so."""
        if configured:
            return self.find_folder(configured)
        folders = [folder for folder in self.list_folders() if folder.can_be_opened]
        for folder in folders:
            if "\\drafts" in folder.flags:
                return folder
        for folder in folders:
            parts = folder.name.split(folder.delimiter) if folder.delimiter else [folder.name]
            if parts[-1].casefold() == "drafts" and parts[0].upper() in (
                "INBOX",
                parts[-1].upper(),
            ):
                return folder
        raise ServiceMissing(
            f"{self._account.host} marks no folder for drafts and has none named Drafts; name one "
            f'with drafts = "…" below [mail.imap] in your config.toml: {_name_some(folders)}'
        )

    def open(self, folder: Folder) -> None:
        """Look into a folder from now on, without leaving a trace."""
        self._do(f"open “{folder.name}”", self._client.select, folder.quoted, True)

    def find_since(self, day: dt.date) -> list[int]:
        """The numbers (UID) of the mails that came on a day or later, newest first."""
        return self._search(f"SINCE {day.day:02}-{MONTHS[day.month - 1]}-{day.year}")

    def find_message(self, message_id: str) -> list[int]:
        """The numbers (UID) of the mails with a Message-ID, newest first."""
        return self._search(f"HEADER Message-ID {quote(message_id)}")

    def _search(self, criteria: str) -> list[int]:
        answer = self._do("search", self._client.uid, "SEARCH", criteria)
        found = {
            int(n) for part in answer if isinstance(part, bytes) for n in NUMBERS.findall(part)
        }
        return sorted(found, reverse=True)

    def fetch(self, numbers: Sequence[int], part: str) -> Mapping[int, tuple[int, bytes]]:
        """Size and bytes of a part of each mail, by number; `part` as RFC 3501 writes a section.

        A mail that went meanwhile is not among them.
        """
        listed = ",".join(map(str, numbers))
        wanted = f"(UID RFC822.SIZE BODY.PEEK{part})"
        answer = self._do("read mails", self._client.uid, "FETCH", listed, wanted)
        return dict(_read_fetched(answer))

    def append_draft(self, folder: Folder, message: bytes, date: dt.datetime) -> None:
        """Put a draft into a folder, seen and marked as a draft; `date` has a zone."""
        when = imaplib.Time2Internaldate(date)
        self._do(
            f"take a draft into “{folder.name}”",
            self._client.append, folder.quoted, r"(\Draft \Seen)", when, message,
        )  # fmt: skip

    def _abilities(self) -> set[str]:
        """What the server can, which it tells in full only after the log-in."""
        answer = self._do("say what it can", self._client.capability)
        told = b" ".join(part for part in answer if isinstance(part, bytes))
        return set(told.decode("latin-1").upper().split())

    def _do(self, what: str, call: Call, *args: object) -> Sequence[object]:
        with _explained(self._account):
            status, answer = call(*args)
        if status != "OK":
            self._refuse(what, answer)
        return answer

    def _refuse(self, what: str, answer: Sequence[object]) -> NoReturn:
        said = _say(answer, self._account, self._secret)
        raise ServiceMissing(f"{self._account.host} would not {what}{said}")


@contextmanager
def open_mailbox(account: Account, password: Callable[[], str]) -> Iterator[Mailbox]:
    """Connect, log in, and log out at the end; ServiceMissing says what is in the way.

    The password is asked for once the server has proven who it is.
    """
    refuse_open(account)
    with _explained(account):
        client = _connect(account)
    try:
        with _explained(account):
            secret = _log_in(client, account, password)
        yield Mailbox(client, account, secret)
    finally:
        # What matters is done or told by now; a log-out that fails leaves the connection open.
        with suppress(OSError, imaplib.IMAP4.error):
            client.logout()
        with suppress(OSError):
            client.shutdown()


@contextmanager
def _explained(account: Account) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise explain_fault(error, account, "imap") from None
    except (imaplib.IMAP4.error, *STUMBLES) as error:
        if isinstance(error, imaplib.IMAP4.abort) and not NONSENSE.search(str(error)):
            raise explain_fault(error, account, "imap") from None
        if "got more than" in str(error):  # in one line, such as the list of all mails there are
            raise ServiceMissing(
                f"{account.host} lists more than can be read at once; look at fewer mails, with a "
                "later --since"
            ) from None
        raise ServiceMissing(
            f"{account.host} gave an answer that makes no sense ({_kind_of(error)}); "
            "check host and port below [mail.imap] in your config.toml"
        ) from None


def _kind_of(error: Exception) -> str:
    """What kind of nonsense it was, without the answer itself, which may repeat a password."""
    found = NONSENSE.search(str(error))
    return found[0] if found else str(error).partition(":")[0][:60]


def _connect(account: Account) -> imaplib.IMAP4:
    if account.security is Security.TLS:
        return _LimitedTls(account.host, account.port, ssl_context=make_context(), timeout=SECONDS)
    client = _Limited(account.host, account.port, timeout=SECONDS)
    if account.security is Security.STARTTLS:
        try:
            _start_tls(client, account)
        except BaseException:
            # A failed handshake has closed the socket already.
            with suppress(OSError):
                client.shutdown()
            raise
    return client


def _start_tls(client: imaplib.IMAP4, account: Account) -> None:
    # Whoever greets us as logged in already would keep us from TLS.
    if client.state != "NONAUTH" or "STARTTLS" not in client.capabilities:
        raise ServiceMissing(
            f"{account.host}:{account.port} offers no STARTTLS, so nothing was sent to it; "
            "check port and security below [mail.imap] in your config.toml"
        )
    client.starttls(make_context())


def _log_in(client: imaplib.IMAP4, account: Account, password: Callable[[], str]) -> str:
    if not account.user or client.state != "NONAUTH":
        return ""
    secret = password()
    try:
        if "AUTH=PLAIN" in client.capabilities:
            plain = f"\0{account.user}\0{secret}".encode()
            client.authenticate("PLAIN", lambda _: plain)
        else:
            client.login(quote(account.user), secret)
    except imaplib.IMAP4.abort:
        raise
    except UnicodeEncodeError:  # whose words hold the password
        raise ServiceMissing(
            f"{account.host} takes only passwords of plain ASCII characters, and this one has "
            "others; ask your provider for one made for programs, or choose another"
        ) from None
    except imaplib.IMAP4.error as error:
        raise ServiceMissing(
            f"{account.host} did not let {account.user} in{_say(error.args, account, secret)}; "
            "check user and password (some providers want one made for programs)"
        ) from None
    return secret


def _say(answer: Sequence[object], account: Account, secret: str) -> str:
    """What the server said, unless it repeats the password."""
    parts = [
        part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part or "")
        for part in answer
    ]
    said = " ".join(" ".join(parts).split())
    if not said or repeats(said, account.user, secret):
        return ""
    return f" (it says: {said[:MAX_SAID]})"


def _read_fetched(answer: Sequence[object]) -> Iterator[tuple[int, tuple[int, bytes]]]:
    # The bytes of a mail come between the parts that say which one it is: before or after them.
    for at, part in enumerate(answer):
        if not (isinstance(part, tuple) and len(part) == 2):
            continue
        head, data = part
        after = answer[at + 1] if at + 1 < len(answer) else b""
        around = head + b" " + after if isinstance(after, bytes) else head
        if (uid := UID.search(around)) and (size := SIZE.search(around)):
            yield int(uid[1]), (int(size[1]), data)


def _name_some(folders: Sequence[Folder], most: int = 12) -> str:
    named = ", ".join(folder.name for folder in folders[:most]) or "none"
    return f"{named} and {len(folders) - most} more" if len(folders) > most else named
