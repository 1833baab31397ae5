"""An SMTP server that follows a script: it cuts, waits, refuses, lies, and counts what it took."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import sleep

ABILITIES = b"250-me\r\n250-8BITMIME\r\n250 SIZE 1000000\r\n"
GOOD: Mapping[str, bytes] = {
    "CONNECT": b"220 me ESMTP\r\n",
    "EHLO": ABILITIES,
    "MAIL": b"250 fine\r\n",
    "RCPT": b"250 fine\r\n",
    "DATA": b"354 go on\r\n",
    "DOT": b"250 2.0.0 kept\r\n",
    "QUIT": b"221 bye\r\n",
}
"""What a good server answers at each point of a conversation, in order."""

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True)
class Script:
    """What the server does otherwise than a good one, and what it took.

    `answers` replaces answers; an empty one closes the connection instead, and one without a line
    end is all it says. `delays` are the seconds it waits before an answer. `cut_at` closes the
    connection after so many bytes of the body. `lies` takes the message and closes without a word.
    `takes` are the Message-IDs of what it took, once for each time: what a recipient finds in the
    mailbox. `met` are the points it came to.
    """

    answers: Mapping[str, bytes] = field(default_factory=dict)
    delays: Mapping[str, float] = field(default_factory=dict)
    cut_at: int = -1
    lies: bool = False
    takes: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def answer(self, point: str) -> bytes:
        """The answer at a point of the conversation."""
        self.met.add(point)
        return self.answers.get(point, GOOD.get(point, b"502 what?\r\n"))


class _Cut(Exception):
    """The connection ends here."""


@contextmanager
def serve_script(script: Script) -> Iterator[int]:
    """Serve one connection after the other from a thread; the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, script), daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _serve(listener: socket.socket, script: Script) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        connection.settimeout(20)
        with connection:
            converse(connection, script)


def converse(connection: socket.socket, script: Script) -> None:
    """Talk to one client by the script, until either ends it."""
    with suppress(_Cut, OSError):
        _talk(connection, script)


def _talk(connection: socket.socket, script: Script) -> None:
    with connection.makefile("rb") as lines:
        _say(connection, script, "CONNECT")
        while line := lines.readline(10_000):
            point = line.split()[0].decode("latin-1").upper() if line.split() else ""
            answer = _say(connection, script, point)
            if point == "DATA" and answer.startswith(b"354"):
                _take(connection, lines, script)
            if point == "QUIT":
                return


def _take(connection: socket.socket, lines: object, script: Script) -> None:
    """Read a message to its final dot; it is taken where the answer is a good one, or a lie."""
    data = b""
    while not (data.endswith(b"\r\n.\r\n") or data == b".\r\n"):
        wanted = 1 if script.cut_at >= 0 else 65536
        if 0 <= script.cut_at <= len(data):
            script.met.add("CUT")
            raise _Cut
        line: bytes = lines.readline(wanted) if wanted > 1 else lines.read(1)  # type: ignore[attr-defined]
        if not line:
            raise _Cut
        data += line
    found = MESSAGE_ID.search(data)
    name = found[1].decode("ascii") if found else "?"
    answer = script.answers.get("DOT", GOOD["DOT"])
    if script.lies or answer.startswith(b"2"):
        script.takes.append(name)
    if script.lies:
        script.met.add("LIE")
        raise _Cut
    _say(connection, script, "DOT")


def _say(connection: socket.socket, script: Script, point: str) -> bytes:
    answer = script.answer(point)
    sleep(script.delays.get(point, 0))
    connection.sendall(answer)
    if not answer.endswith(b"\n"):
        raise _Cut
    return answer
