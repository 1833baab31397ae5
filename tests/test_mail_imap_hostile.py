"""Servers that answer nonsense, too much, or with traps: a sentence, and no password told."""

from __future__ import annotations

import base64
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from io import BufferedRWPair
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.account import Account, Security
from infoview_md.errors import ServiceMissing
from infoview_md.mail.drafts import Put, put_draft, read_draft
from infoview_md.mail.folder_name import (
    Folder,
    decode_name,
    parse_folders,
    quote,
)
from infoview_md.mail.imap import Mailbox, open_mailbox
from infoview_md.mail.source import read_imap
from tests.tools.folder_names import encode_name

SECRET = "Pferd-pass"
GREETING = b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n"
Answers = dict[str, bytes]
"""What the server says to a command, `TAG` standing for the command's tag."""

POLITE: Answers = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n",
    "AUTHENTICATE": b"TAG OK in\r\n",
    "LOGIN": b"TAG OK in\r\n",
    "LIST": b'* LIST (\\Drafts) "/" Drafts\r\n* LIST () "/" INBOX\r\nTAG OK done\r\n',
    "EXAMINE": b"* 1 EXISTS\r\nTAG OK [READ-ONLY] done\r\n",
    "SEARCH": b"* SEARCH 1\r\nTAG OK done\r\n",
    "FETCH": b"* 1 FETCH (UID 1 RFC822.SIZE 4 BODY[] {4}\r\nA: b)\r\nTAG OK done\r\n",
    "APPEND": b"TAG OK done\r\n",
    "LOGOUT": b"* BYE bye\r\nTAG OK done\r\n",
}


@contextmanager
def serving(answers: Answers, greeting: bytes = GREETING) -> Iterator[Account]:
    """A server that says what it is told to, for one connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        thread = threading.Thread(
            target=_serve, args=(listener, {**POLITE, **answers}, greeting), daemon=True
        )
        thread.start()
        port = listener.getsockname()[1]
        yield Account(host="127.0.0.1", port=port, security=Security.NONE, user="mira")
        thread.join(10)


def _serve(listener: socket.socket, answers: Answers, greeting: bytes) -> None:
    with suppress(OSError):
        client, _ = listener.accept()
        client.settimeout(10)
        with client, client.makefile("rwb") as wire:
            wire.write(greeting)
            wire.flush()
            while (line := wire.readline()) and _answer(wire, line, answers):
                pass


def _answer(wire: BufferedRWPair, line: bytes, answers: Answers) -> bool:
    """Answer one command; False where the answer does not end, so that the server hangs up."""
    tag, *words = line.decode("latin-1").upper().split()
    name = words[1] if words[0] == "UID" else words[0]
    if name in ("AUTHENTICATE", "APPEND") and answers[name].startswith(b"TAG OK"):
        size = re.search(r"\{(\d+)\}", line.decode("latin-1"))
        wire.write(b"+ go on\r\n")
        wire.flush()
        wire.read(int(size[1]) + 2) if size else wire.readline()
    answer = answers.get(name, b"TAG BAD what\r\n")
    wire.write(answer.replace(b"TAG", tag.encode()))
    wire.flush()
    return b"TAG" in answer


def look(account: Account) -> Put:
    """Everything that is done with a mailbox; what became of a draft in the end."""
    with open_mailbox(account, lambda: SECRET) as mailbox:
        folder = mailbox.find_drafts()
        list(read_imap(mailbox, "INBOX", date(2026, 11, 1)).mails)
        when = datetime(2026, 11, 1, tzinfo=UTC)
        return put_draft(mailbox, folder, b"A: b\r\n\r\n", "<1@x>", when)


def test_the_polite_server_is_the_control() -> None:
    with serving({}) as account:
        assert isinstance(look(account), Put)


@pytest.mark.parametrize(
    ("name", "answer", "sentence"),
    [
        ("AUTHENTICATE", b"TAG NO no\r\n", "did not let mira in (it says: no)"),
        ("AUTHENTICATE", f"TAG NO {SECRET}\r\n".encode(), "did not let mira in; check"),
        ("AUTHENTICATE", b"* BYE go away\r\n", "ended the conversation"),
        ("AUTHENTICATE", b"", "ended the conversation"),
        ("CAPABILITY", b"TAG BAD\r\n", "makes no sense"),
        ("CAPABILITY", b"x" * 2_000_000 + b"\r\n", "more than can be read at once"),
        ("LIST", b"TAG NO no\r\n", "would not list its folders (it says: no)"),
        ("LIST", b"TAG OK done\r\n", "marks no folder for drafts and has none named Drafts"),
        ("LIST", b"\xff\xfe\r\n", "makes no sense"),
        ("LIST", b"WRONG OK\r\nTAG OK done\r\n", "makes no sense"),
        ("LIST", b"* LIST {99999999999}\r\n", "(more than we asked for)"),
        ("EXAMINE", b"TAG NO [ALERT] \x1b[2J\r\n", "would not open “INBOX” (it says: [ALERT] "),
        ("SEARCH", b"* SEARCH" + b" 1234567" * 150_000 + b"\r\n", "a later --since"),
        ("SEARCH", b"TAG BAD charset\r\n", "makes no sense (UID command error)"),
        ("FETCH", b"TAG NO gone\r\n", "would not read mails (it says: gone)"),
        (
            "FETCH",
            b"* 1 FETCH (UID 1 BODY[] {900000000}\r\n",
            "(more than we asked for)",
        ),
        ("FETCH", b"* BYE\r\n", "ended the conversation"),
    ],
)
def test_a_server_that_misbehaves_is_a_sentence(name: str, answer: bytes, sentence: str) -> None:
    with (
        serving({name: answer, **({"SEARCH": answer} if name == "SEARCH" else {})}) as account,
        pytest.raises(ServiceMissing) as caught,
    ):
        look(account)
    assert sentence in caught.value.message
    assert SECRET not in caught.value.message


PLAINLY = b"* OK [CAPABILITY IMAP4rev1] ready\r\n"
NO_PLAIN = {"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"}


@pytest.mark.parametrize("secret", ['pä"ss', "pä  ss word", "p\\äx", "lang-genug-ß"])
def test_a_log_in_that_cannot_take_the_password_does_not_tell_it(secret: str) -> None:
    with (
        serving(NO_PLAIN, PLAINLY) as account,
        pytest.raises(ServiceMissing) as caught,
        open_mailbox(account, lambda: secret),
    ):
        pass
    assert caught.value.message == (
        "127.0.0.1 takes only passwords of plain ASCII characters, and this one has others; ask "
        "your provider for one made for programs, or choose another"
    )


@pytest.mark.parametrize("status", [b"NO", b"BAD"])
@pytest.mark.parametrize("greeting", [GREETING, PLAINLY])
@pytest.mark.parametrize("secret", ['Pf"rd-pass', "Pferd  pass-word", "Pf\\rd-pass", "Pfärd-pass"])
def test_a_password_that_is_repeated_in_another_form_is_not_told(
    secret: str, greeting: bytes, status: bytes
) -> None:
    if greeting == PLAINLY and not secret.isascii():
        secret = "Pferd-pass"
    escaped = secret.replace("\\", "\\\\").replace('"', '\\"')
    encoded = base64.b64encode(f"\0mira\0{secret}".encode()).decode()
    for form in (secret, escaped, " ".join(secret.split()), encoded):
        answer = b"TAG " + status + f" no: {form}\r\n".encode()
        answers = {"LOGIN": answer, "AUTHENTICATE": answer}
        known = NO_PLAIN if greeting == PLAINLY else {}
        with (
            serving({**known, **answers}, greeting) as account,
            pytest.raises(ServiceMissing, match="did not let mira in; check user"),
            open_mailbox(account, lambda: secret),
        ):
            pass


@pytest.mark.parametrize(
    "answer",
    [
        b"* SEARCH\r\nTAG OK done\r\n",
        b"* SEARCH " + b"9" * 5000 + b"\r\nTAG OK done\r\n",
        b"* SEARCH a b c\r\nTAG OK done\r\n",
        b"TAG OK done\r\n",
    ],
)
def test_an_odd_search_finds_nothing(answer: bytes) -> None:
    with serving({"SEARCH": answer}) as account, open_mailbox(account, lambda: SECRET) as mailbox:
        mailbox.open(mailbox.find_folder("INBOX"))
        assert mailbox.find_since(date(2026, 11, 1)) == []


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        (b"TAG OK done\r\n", 0),
        (b"* 1 FETCH NIL\r\nTAG OK done\r\n", 0),
        (b"* 1 FETCH (UID 1 RFC822.SIZE 4)\r\nTAG OK done\r\n", 0),
        (b"* 1 FETCH (BODY[] {4}\r\nA: b UID 1 RFC822.SIZE 4)\r\nTAG OK done\r\n", 1),
        (b"* 1 FETCH (UID 7 RFC822.SIZE 4 BODY[] {4}\r\nA: b)\r\nTAG OK done\r\n", 0),
        (b"* 9 EXISTS\r\n* 1 FETCH (UID 1 RFC822.SIZE 4 BODY[] {4}\r\nA: b)\r\nTAG OK done\r\n", 1),
        (
            b"* 1 FETCH (UID "
            + b"9" * 5000
            + b" RFC822.SIZE 4 BODY[] {4}\r\nA: b)\r\nTAG OK done\r\n",
            0,
        ),
    ],
)
def test_of_odd_fetches_what_was_asked_for_counts(answer: bytes, count: int) -> None:
    with serving({"FETCH": answer}) as account, open_mailbox(account, lambda: SECRET) as mailbox:
        assert len(list(read_imap(mailbox, "INBOX", date(2026, 11, 1)).mails)) == count


def test_the_password_is_not_asked_for_before_the_server_is_there() -> None:
    def refuse() -> str:
        raise AssertionError("asked too early")

    with (
        serving({}, b"* BYE not today\r\n") as account,
        pytest.raises(ServiceMissing),
        open_mailbox(account, refuse),
    ):
        pass


@pytest.mark.parametrize(
    "greeting",
    [GREETING, b"* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome\r\n"],
    ids=["not offered", "logged in already"],
)
def test_without_starttls_nothing_is_sent(greeting: bytes) -> None:
    with serving({}, greeting) as account:
        secure = Account(
            host=account.host, port=account.port, security=Security.STARTTLS, user="mira"
        )
        with (
            pytest.raises(ServiceMissing, match="offers no STARTTLS, so nothing was sent"),
            open_mailbox(secure, lambda: SECRET),
        ):
            pass


def test_a_server_without_plain_gets_a_login() -> None:
    answers = {"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"}
    with serving(answers, b"* OK ready\r\n") as account:
        assert isinstance(look(account), Put)


def test_no_answer_to_an_append_is_told_and_the_next_try_finds_it() -> None:
    draft = b"Subject: x\r\nMessage-ID: <1@x>\r\n\r\nHi\r\n"
    when = datetime(2026, 11, 1, tzinfo=UTC)
    with (
        serving({"SEARCH": b"* SEARCH\r\nTAG OK done\r\n", "APPEND": b"* BYE\r\n"}) as account,
        pytest.raises(ServiceMissing, match="ended the conversation"),
        open_mailbox(account, lambda: SECRET) as mailbox,
    ):
        put_draft(mailbox, mailbox.find_drafts(), draft, "<1@x>", when)
    there = b"* 1 FETCH (UID 1 RFC822.SIZE %d BODY[] {%d}\r\n%s)\r\nTAG OK done\r\n"
    fetched = there % (len(draft), len(draft), draft)
    with serving({"FETCH": fetched}) as account, open_mailbox(account, lambda: SECRET) as mailbox:
        assert put_draft(mailbox, mailbox.find_drafts(), draft, "<1@x>", when) is Put.SAME


PIECES = (
    b"* ", b"TAG ", b"OK ", b"NO ", b"BAD ", b"+ ", b"\r\n", b"\n", b"{3}\r\nabc", b"{0}\r\n",
    b"{x}", b"FETCH ", b"LIST ", b"SEARCH ", b"CAPABILITY ", b"(", b")", b'"', b"\\", b"[", b"]",
    b"NIL", b"1 ", b"UID 1 ", b"RFC822.SIZE 4 ", b"BODY[] ", b"\xff", b"\x00", b"&-",
    b"TAG OK done\r\n", b"* BYE\r\n",
)  # fmt: skip


@pytest.mark.parametrize("seed", [*range(50), 91, 842, 1228, 1475])
def test_no_conversation_ends_in_a_bug(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infoview_md.mail.imap.SECONDS", 0.2)
    dice = Random(seed)
    name = dice.choice(tuple(POLITE))
    answer = b"".join(dice.choices(PIECES, k=dice.randrange(12)))
    answer += dice.choice((b"\r\nTAG OK done\r\n", b""))
    with serving({name: answer}) as account, suppress(ServiceMissing):
        look(account)


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Drafts", "Drafts"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("A & B", "A &- B"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),  # RFC 3501
        ("Здравствуй", "&BBcENARABDAEMgRBBEIEMgRDBDk-"),
        ("😀", "&2D3eAA-"),
    ],
)
def test_names_are_modified_utf_7(name: str, wire: str) -> None:
    assert encode_name(name) == wire
    assert decode_name(wire) == name


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_every_name_comes_back(name: str) -> None:
    wire = encode_name(name)
    assert wire.isascii()
    assert decode_name(wire) == name


@given(st.text())
def test_any_answer_is_a_name(wire: str) -> None:
    assert isinstance(decode_name(wire), str)


@pytest.mark.parametrize(
    ("entry", "folder"),
    [
        (b'(\\HasNoChildren \\Drafts) "/" Drafts',
         Folder("Drafts", "Drafts", frozenset({"\\hasnochildren", "\\drafts"}), "/")),
        (b'() "." "A \\"b\\" \\\\c"', Folder('A "b" \\c', 'A "b" \\c', frozenset(), ".")),
        (b"() NIL x", Folder("x", "x")),
        ((b'() "/" {3}', b'a"b'), Folder('a"b', 'a"b', frozenset(), "/")),
        (b'() "\\\\" a', Folder("a", "a", frozenset(), "\\")),
        (b'() "/" &!-', Folder("&!-", "&!-", frozenset(), "/")),
        (b'() "/" "Entw\xc3\xbcrfe"', Folder("Entwürfe", "Entwürfe", frozenset(), "/")),
    ],
)  # fmt: skip
def test_an_entry_of_the_list(entry: object, folder: Folder) -> None:
    assert parse_folders([entry]) == [folder]


@pytest.mark.parametrize(
    "entry", [None, b"", b"x", b'() "/" ', b'() "/" "a\x1b[2J"', (b"x", b"y"), (b'() "/" {3}',), 3]
)
def test_an_entry_that_makes_no_sense_hides_no_other(entry: object) -> None:
    good = b'() "/" INBOX'
    assert [folder.name for folder in parse_folders([entry, good])] == ["INBOX"]


@pytest.mark.parametrize("name", ["Drafts", "INBOX.Drafts", "INBOX/drafts", "inbox.DRAFTS"])
def test_drafts_are_found_by_name_where_none_is_marked(name: str) -> None:
    answer = f'* LIST () "{name[5:6] or "/"}" {name}\r\nTAG OK done\r\n'.replace('"s"', '"/"')
    with (
        serving({"LIST": answer.encode()}) as account,
        open_mailbox(account, lambda: SECRET) as mailbox,
    ):
        assert mailbox.find_drafts().name == name


@pytest.mark.parametrize("text", ["a\r\nb", "a\x00b", "ü"])
def test_nothing_ends_a_quoted_string(text: str) -> None:
    assert quote('a"\\b') == '"a\\"\\\\b"'
    with pytest.raises(ServiceMissing):
        quote(text)


def test_special_use_is_asked_for_where_a_plain_list_may_not_tell() -> None:
    asked: list[tuple[object, ...]] = []

    class Client:
        def capability(self) -> tuple[str, list[bytes]]:
            return "OK", [b"IMAP4rev1 SPECIAL-USE LIST-EXTENDED"]

        def list(self, *args: object) -> tuple[str, list[bytes]]:
            asked.append(args)
            return "OK", [b'(\\Drafts) "/" x']

    account = Account(host="h", port=1)
    make: Callable[..., Mailbox] = Mailbox
    assert make(Client(), account).find_drafts().name == "x"
    assert asked == [('""', '"*" RETURN (SPECIAL-USE)')]


# -- what makes two drafts the same --------------------------------------------------------------

DRAFT = b"Date: Tue, 3 Nov 2026 09:10:00 +0100\r\nTo: a@x.example\r\nSubject: x\r\n\r\nHi\r\n"


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (DRAFT, True),
        (DRAFT.replace(b" 3 Nov", b" 4 Nov"), True),
        (DRAFT.replace(b"\r\n", b"\n"), True),
        (DRAFT.replace(b"\r\n\r\nHi", b"\r\nContent-Transfer-Encoding: base64\r\n\r\nSGkK"), True),
        (DRAFT.replace(b"Hi", b"Hi!"), False),
        (DRAFT.replace(b"a@x", b"b@x"), False),
        (b"Bcc: b@x.example\r\n" + DRAFT, False),
        (b"", False),
    ],
)
def test_drafts_are_compared_by_what_they_say(other: bytes, is_same: bool) -> None:
    assert (read_draft(other) == read_draft(DRAFT)) is is_same
