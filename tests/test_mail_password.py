"""Passwords come from a command, the environment or the keyring, and show up nowhere else."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from infoview_md.core.account import Account
from infoview_md.errors import ServiceMissing
from infoview_md.mail.password import Password, ask_keyring, find_password, run_command

SECRET = "correct horse"  # shown nowhere
ACCOUNT = Account(host="imap.example.org", port=993, user="mira")


def account(*command: str) -> Account:
    return Account(host="imap.example.org", port=993, user="mira", password_command=command)


def printing(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys; sys.stdout.buffer.write({text.encode()!r})")


def no_keyring(_host: str, _user: str) -> str | None:
    raise ServiceMissing("for the keyring, install it")


def test_the_command_comes_first() -> None:
    environ = {"INFOVIEW_IMAP_PASSWORD": "other"}
    found = find_password(account(*printing(f"{SECRET}\nuser: mira\n")), "imap", environ)
    assert found == SECRET


@pytest.mark.parametrize("service", ["imap", "smtp"])
def test_then_the_environment(service: str) -> None:
    environ = {f"INFOVIEW_{service.upper()}_PASSWORD": SECRET}
    assert find_password(ACCOUNT, service, environ, keyring=no_keyring) == SECRET
    with pytest.raises(ServiceMissing):
        find_password(ACCOUNT, "imap" if service == "smtp" else "smtp", environ, None, no_keyring)


def test_then_the_keyring() -> None:
    asked = []

    def kept(host: str, user: str) -> str:
        asked.append((host, user))
        return SECRET

    assert find_password(ACCOUNT, "imap", {}, keyring=kept) == SECRET
    assert asked == [("imap.example.org", "mira")]


def test_none_at_all_says_what_to_set() -> None:
    with pytest.raises(ServiceMissing) as caught:
        find_password(ACCOUNT, "imap", {}, keyring=no_keyring)
    for part in ("password_command", "INFOVIEW_IMAP_PASSWORD", "keyring set imap.example.org mira"):
        assert part in caught.value.message
    assert caught.value.message.endswith("; for the keyring, install it")
    assert caught.value.exit_code == 10


def test_without_a_user_nobody_logs_in() -> None:
    nobody = Account(host="localhost", port=25, password_command=("false",))
    assert find_password(nobody, "smtp", {}) == ""


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("no-such-program", SECRET), "`no-such-program` is not there"),
        ((sys.executable, "-c", f"print('{SECRET}'); raise SystemExit(3)"), "ended with 3"),
        (("/", SECRET), "cannot be run"),
        (("a\0b", SECRET), "cannot be run"),
        (printing(""), "is empty"),
        (printing("\n" + SECRET), "is empty"),
        (printing(SECRET + "\x1b[2J"), "control characters"),
        (printing("x" * 5000), "too long"),
        (
            (sys.executable, "-c", r"import sys; sys.stdout.buffer.write(b'\xff')"),
            "is not UTF-8",
        ),
    ],
)
def test_a_command_that_fails_is_told_without_what_it_said(
    command: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(ServiceMissing) as caught:
        find_password(account(*command), "imap", {"INFOVIEW_IMAP_PASSWORD": "not taken"})
    assert sentence in caught.value.message
    shown = "".join(traceback.format_exception(caught.value, chain=True))
    assert SECRET not in shown


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    with pytest.raises(ServiceMissing):
        run_command(("echo x; touch", str(tmp_path / "made")))
    assert run_command(("echo", "$HOME `id`")) == b"$HOME `id`\n"
    assert list(tmp_path.iterdir()) == []


def test_a_password_does_not_show_itself() -> None:
    password = Password(SECRET)
    assert password == SECRET
    assert SECRET not in f"{password!r} {[password]} {(password,)}"
    assert SECRET not in repr(account("pass", SECRET))


def test_the_real_keyring_without_a_backend_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", fail.Keyring().get_password)
    with pytest.raises(ServiceMissing, match=r"the keyring cannot be read \(NoKeyringError\)"):
        ask_keyring("imap.example.org", "mira")


def test_the_real_keyring_is_asked_by_host_and_user(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {("imap.example.org", "mira"): SECRET}
    monkeypatch.setattr(keyring, "get_password", lambda host, user: kept.get((host, user)))
    assert find_password(ACCOUNT, "imap", {}) == SECRET


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ServiceMissing, match=r"pipx inject infoview keyring.*infoview\[mail\]"):
        ask_keyring("imap.example.org", "mira")
