"""MailServer: the scripted SMTP server as a process, whose script changes between connections."""

from __future__ import annotations

import os
import signal
import socket
from ast import literal_eval
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.tools.cutting import Script, converse


class MailServer:
    """A server in a process of its own, so that the proofs fork without threads.

    It talks to one client at a time, each by the script that is set by then.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self._script = folder / "script"
        self._takes = folder / "takes"
        self._met = folder / "met"

    def start_over(self, script: Script) -> None:
        """Forget what was taken, and follow this script from the next connection on."""
        self.wait()
        for path in (self._takes, self._met):
            path.write_text("")
        self.follow(script)

    def forget_after(self, count: int) -> None:
        """Forget what was taken after so many."""
        self._takes.write_text("".join(f"{name}\n" for name in self.takes[:count]))

    def follow(self, script: Script) -> None:
        """Follow this script from the next connection on; what was taken stays taken."""
        self.wait()
        plan = {
            "answers": dict(script.answers),
            "delays": dict(script.delays),
            "cut_at": script.cut_at,
            "lies": script.lies,
        }
        self._script.write_text(repr(plan))

    @property
    def takes(self) -> list[str]:
        """The Message-IDs of what it took, once for each time."""
        self.wait()
        return self._takes.read_text().split()

    @property
    def met(self) -> set[str]:
        """The points of conversations that it came to."""
        self.wait()
        return set(self._met.read_text().split())

    def wait(self) -> None:
        """Let it finish with those who came before: whoever is greeted is the only one."""
        if not self._script.exists():
            return
        with socket.create_connection(("127.0.0.1", self.port)) as last:
            last.sendall(b"*")
            while last.recv(100):
                pass

    def serve(self, listener: socket.socket) -> None:
        """Serve for ever."""
        while True:
            connection, _ = listener.accept()
            connection.settimeout(20)
            with connection, suppress(OSError):
                # Whoever waits speaks first, as no mail program does.
                if _speaks_first(connection):
                    continue
                script = Script(**literal_eval(self._script.read_text()))
                converse(connection, script)
                with self._takes.open("a") as takes, self._met.open("a") as met:
                    takes.writelines(f"{name}\n" for name in script.takes)
                    met.writelines(f"{point}\n" for point in script.met)


def _speaks_first(connection: socket.socket) -> bool:
    connection.settimeout(0.02)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b"*" and bool(connection.recv(1))
    except TimeoutError:
        return False
    finally:
        connection.settimeout(20)


@contextmanager
def serve_apart(folder: Path) -> Iterator[MailServer]:
    """Run a server until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = MailServer(folder, listener.getsockname()[1])
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            try:
                server.serve(listener)
            finally:
                os._exit(1)
    try:
        server.start_over(Script())
        yield server
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
