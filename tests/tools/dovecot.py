"""Dovecot: Debian's IMAP server with a configuration of its own, on free ports of this machine."""

from __future__ import annotations

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PASSWORD = 'Pferd\\é"1'
DRAFTS = "Entwürfe & Co"
"""The folder that the server marks as that of drafts: neither ASCII nor without an ampersand."""

SECONDS = 20
CONFIG = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1, 127.0.0.2
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u:UTF-8
mail_max_userip_connections = 100
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox "{drafts}" {{
    auto = create
    special_use = \\Drafts
  }}
  mailbox Archiv/2026 {{
    auto = create
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server: any user may log in with PASSWORD, and gets a mailbox of their own."""

    folder: Path
    port: int
    tls_port: int

    @property
    def certificate(self) -> Path:
        """The certificate, which is its own authority; it is for `localhost` and 127.0.0.1."""
        return self.folder / "cert.pem"

    def read_log(self) -> str:
        """What the server has noted so far."""
        file = self.folder / "log"
        return file.read_text("utf-8", "replace") if file.exists() else ""


@contextmanager
def run_dovecot() -> Iterator[Dovecot]:
    """Start the server, and stop it at the end; RuntimeError, never a skip, where it is missing."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None or shutil.which("openssl") is None:
        raise RuntimeError("dovecot or openssl is missing: apt-get install dovecot-imapd openssl")
    # Root's own temporary folders are closed to the user whom the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="infoview-dovecot-", dir="/tmp"))
    try:
        server = Dovecot(folder, _free_port(), _free_port())
        _prepare(server)
        process = subprocess.Popen(
            [program, "-F", "-c", folder / "dovecot.conf"],
            user=_user() if os.getuid() == 0 else None,
            group=_group() if os.getuid() == 0 else None,
            extra_groups=[] if os.getuid() == 0 else None,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(SECONDS)
            process.kill()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str:
    """The server runs as one user; as root, as one who owns nothing."""
    return "nobody" if os.getuid() == 0 else getpass.getuser()


def _group() -> str:
    return grp.getgrgid(pwd.getpwnam(_user()).pw_gid).gr_name


def _prepare(server: Dovecot) -> None:
    folder = server.folder
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    (folder / "log").touch()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    config = CONFIG.format(
        folder=folder,
        user=_user(),
        group=_group(),
        port=server.port,
        tls_port=server.tls_port,
        password=PASSWORD,
        drafts=DRAFTS,
    )
    (folder / "dovecot.conf").write_text(config, encoding="utf-8")
    if os.getuid() == 0:
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, _user(), _group())


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1) as client:
            if client.recv(4).startswith(b"* OK"):
                return
        time.sleep(0.05)
    raise RuntimeError(f"dovecot did not start: {server.read_log()}")
