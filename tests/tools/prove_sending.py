"""Proof: a letter is sent once, whatever the server does and wherever the command is killed."""

from __future__ import annotations

import json
import random
import signal
import smtplib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from infoview_md.cli import main
from infoview_md.mail import smtp_server
from tests.tools.cutting import GOOD, Script
from tests.tools.file_tree import Tree
from tests.tools.machine import Machine, make_machine
from tests.tools.mail_server import MailServer, serve_apart
from tests.tools.process import Body, Outcome
from tests.tools.proof import Length, Tally, each, gather, prove
from tests.tools.proof_vault import make_notes
from tests.tools.strace import MUTATING, Call, find_mutations, inject, parse_log, trace

KIND = ("letter", "ada", "request")
SEND = (*KIND, "--send", "--yes")
CONTACT = "contacts/Ada Berg.md"
TALKING = ("socket", "connect", "sendto", "recvfrom", "poll", "shutdown")
OFFSETS = 30
IMPATIENT = 0.3
"""Seconds that a client waits where a server is to be too slow for it."""

FOLLOWING = ("another door", "edited", "undone", "renamed", "moved")
"""What the person may do next, in turn, instead of just repeating the command."""

DUPLICATE = "a duplicate: "
MORE = "One thing more."

CONFIG = '[mail.smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'


@dataclass(frozen=True, slots=True)
class Scene:
    """A machine, the server it sends to, everything as it was, and how the letter is sent."""

    machine: Machine
    server: MailServer
    kept: tuple[Tree, Tree]
    body: Body
    turns: Iterator[str]

    def start_over(self, script: Script) -> None:
        """As if nothing had been sent yet, and the server followed this script."""
        self.machine.put_back(self.kept)
        self.server.start_over(script)

    # -- what is known afterwards -----------------------------------------------------------------

    def judge(self) -> Iterator[str]:
        """Whatever happened: the server is well again, and the person repeats the command."""
        self.server.follow(Script())
        if turn := next(self.turns, ""):
            yield from self._follow(turn)
        outcome = self.machine.do(self.body)
        open_items = self._outbox()
        takes, lines, is_frozen = len(self.server.takes), self._count_lines(), self._is_frozen()
        told = f"taken {takes}, log {lines}, frozen {is_frozen}, outbox {open_items} ({outcome})"
        if takes > 1:
            yield f"{DUPLICATE}{told}"
        is_recorded = (lines, is_frozen, open_items) == (1, True, [])
        is_unknown = (lines, is_frozen, open_items) == (0, False, ["unknown"])
        if not (is_recorded and takes == 1) and not is_unknown:
            yield f"not recorded as it is: {told}"
        if is_unknown:
            yield from self._settle(takes)

    def _follow(self, turn: str) -> Iterator[str]:
        """The person does something else first; everything is then as it was before."""
        kept, before = self.machine.keep(), len(self.server.takes)
        handed = self._do_something(turn)
        outcome = self.machine.do(self.body)
        takes, lines, open_items = len(self.server.takes), self._count_lines(), self._outbox()
        told = f"{turn}: taken {takes}, log {lines}, outbox {open_items} ({outcome})"
        if takes > 1:
            yield f"{DUPLICATE}{told}"
        if before and "Subject: " in handed:
            yield f"handed out once more: {told}"
        if takes and lines != 1 and not open_items:
            yield f"not recorded as it is: {told}"
        if before and turn == "edited" and any("\nsent: " in text for text in self._find_more()):
            yield f"other words recorded than left: {told}"
        self.machine.put_back(kept)
        self.server.forget_after(before)

    def _do_something(self, turn: str) -> str:
        """Do what is next; what another door handed out."""
        if turn == "another door":
            return self.machine.run(*KIND, "--via", "eml:-", "--anyway", "a proof").stdout
        if turn == "undone":
            for _ in range(2):
                self.machine.run("undo")
        for note in self._find_notes():
            if turn == "renamed":
                self.machine.run("mv", note.stem, "Ada renamed")
            if turn == "edited" and "\nsent: " not in note.read_text("utf-8"):
                note.write_text(f"{note.read_text('utf-8').rstrip()}\n\n{MORE}\n", "utf-8")
        if turn == "moved":
            contact = self.machine.vault / CONTACT
            text = contact.read_text("utf-8").replace("ada@acme.example", "ada@new.example")
            contact.write_text(text, "utf-8")
            self.machine.run(*KIND, "--approve", "--anyway", "a proof")
        return ""

    def _find_notes(self) -> list[Path]:
        return list((self.machine.vault / "letters").glob("*Ada*.md"))

    def _find_more(self) -> list[str]:
        """The letters to which the person has added words."""
        texts = (note.read_text("utf-8") for note in self._find_notes())
        return [text for text in texts if MORE in text]

    def _settle(self, takes: int) -> Iterator[str]:
        """The person looks into the Sent folder, says what is there, and sends what is not."""
        word = "--sent" if takes else "--not-sent"
        outcome = self.machine.run("outbox", "settle", "ada", word)
        if not takes:
            outcome = self.machine.do(self.body)
        found = (len(self.server.takes), self._count_lines(), self._is_frozen(), self._outbox())
        if found != (1, 1, True, []):
            yield f"after settling {word}: {found} ({outcome})"

    def _outbox(self) -> list[str]:
        """The states of the letters to Ada that need a look."""
        outcome = self.machine.run("outbox", "--json")
        found = json.loads(outcome.stdout or "[]")
        return [one["state"] for one in found if "Ada" in one["letter"]]

    def _count_lines(self) -> int:
        text = (self.machine.vault / CONTACT).read_text("utf-8")
        return text.count("2026-11-24 request")

    def _is_frozen(self) -> bool:
        notes = self._find_notes()
        return len(notes) == 1 and "\nsent: 2026-11-24" in notes[0].read_text("utf-8")


@contextmanager
def set_up(is_naive: bool = False) -> Iterator[Scene]:
    """A machine whose config names a server of its own."""
    with make_machine(make_notes()) as machine, serve_apart(machine.folder / "server") as server:
        config = machine.home / "config" / "infoview" / "config.toml"
        config.parent.mkdir(parents=True)
        config.write_text(CONFIG.format(port=server.port))
        machine.run("today")
        body = _send_naively(machine, server.port) if is_naive else machine.body(*SEND)
        turns: Iterator[str] = iter(()) if is_naive else cycle(FOLLOWING)
        yield Scene(machine, server, machine.keep(), body, turns)


def _send_naively(machine: Machine, port: int) -> Body:
    """A sender that sends first and writes it down afterwards, for the control."""
    argv = ("--vault", str(machine.vault), "--today", "2026-11-24", *KIND, "--sent")

    def body() -> int:
        text = (machine.vault / CONTACT).read_text("utf-8")
        if "2026-11-24 request" not in text:
            with smtplib.SMTP("127.0.0.1", port, "me", timeout=20) as server:
                mail = "Message-ID: <1@x.example>\r\nSubject: A question\r\n\r\nDear Ada\r\n"
                server.sendmail("mira@hartmann.example", ["ada@acme.example"], mail)
            main(argv)
        return 0

    return body


# -- a server that does what it wants ------------------------------------------------------------


def list_scripts(size: int) -> list[tuple[str, Script, str]]:
    """What may go wrong with a server: its name, its script, the point that must be met.

    `size` is how many bytes the letter has on the wire.
    """
    found: list[tuple[str, Script, str]] = []
    for point in GOOD:
        for name, answer in (
            ("closes", b""),
            ("says half an answer", GOOD[point][:2]),
            ("talks nonsense", b"hello\r\n"),
            ("says later", b"451 4.3.0 later\r\n"),
            ("says no", b"554 5.7.1 no\r\n"),
            ("is going", b"421 4.3.2 going\r\n"),
        ):
            found.append((f"{point}: {name}", Script(answers={point: answer}), point))
        found.append((f"{point}: is slow", Script(delays={point: 4 * IMPATIENT}), point))
    offsets = {round(at * (size - 1) / (OFFSETS - 1)) for at in range(OFFSETS)}
    for offset in sorted(offsets | set(range(size - 4, size))):
        found.append((f"cut at byte {offset} of {size}", Script(cut_at=offset), "CUT"))
    found.append(("takes it and closes", Script(lies=True), "LIE"))
    return found


def cut_everywhere(length: Length, part: int, parts: int) -> Tally:
    """Every script, or in short a sample."""
    tally = Tally()
    with set_up() as scene:
        scripts = list_scripts(measure(scene))
        chosen = random.Random(length.seed).sample(scripts, 16) if length.short else scripts
        for name, script, point in chosen[part::parts]:
            scene.start_over(script)
            scene.machine.do(_impatiently(scene.body) if script.delays else scene.body)
            is_met = point in scene.server.met
            tally.add([f"{name}: {fault}" for fault in scene.judge()], is_met)
    return tally


def measure(scene: Scene) -> int:
    """The bytes of the letter on the wire, dot and all."""
    scene.start_over(Script())
    outcome = scene.machine.do(scene.body)
    assert outcome.code == 0, str(outcome)
    assert len(scene.server.takes) == 1
    shown = scene.machine.run(*KIND, "--via", "eml:-", "--anyway", "a proof")
    return len(shown.stdout.replace("X-Unsent: 1\n", "").replace("\n", "\r\n").encode()) + 3


def _impatiently(body: Body) -> Body:
    def hasty() -> int:
        smtp_server.SECONDS = smtp_server.LAST_SECONDS = IMPATIENT
        return body()

    return hasty


# -- killed --------------------------------------------------------------------------------------


def kill_everywhere(length: Length, is_naive: bool, part: int, parts: int) -> Tally:
    """Kill the command at every call that changes a file or talks to the server."""
    tally = Tally()
    with set_up(is_naive) as scene:
        calls = sample(rehearse(scene), length, 24 if is_naive else 12)
        for call in calls[part::parts]:
            scene.start_over(Script())
            is_met = kill(scene, call)
            tally.add([f"killed at {call}: {fault}" for fault in scene.judge()], is_met)
    return tally


def fail_everywhere(length: Length) -> Tally:
    """Let each call fail that changes a file, as on a disk that is full or broken."""
    chance, tally = random.Random(length.seed), Tally()
    with set_up() as scene:
        calls = [call for call in rehearse(scene) if call.name not in TALKING]
        for call in sample(calls, length, 6):
            scene.start_over(Script())
            fault = f"error={chance.choice(('EIO', 'ENOSPC'))}"
            outcome, is_met = disturb(scene, call, fault)
            faults = [f"{fault} at {call}: {one} (at first {outcome})" for one in scene.judge()]
            tally.add(faults, is_met)
    return tally


def kill_twice(length: Length, part: int, parts: int) -> Tally:
    """Kill the command, and then its repetition, at points drawn by lot."""
    chance, tally = random.Random(f"{length.seed} {part}"), Tally()
    with set_up() as scene:
        calls = rehearse(scene)
        for call in chance.sample(calls, length.choose(2, 60) // parts):
            scene.start_over(Script())
            is_met, second = kill(scene, call), None
            # One that is unknown by now is refused, and changes nothing any more.
            if again := _rehearse_again(scene):
                second = chance.choice(again)
                scene.start_over(Script())
                is_met = is_met and kill(scene, call) and kill(scene, second)
            tally.add([f"killed at {call}, {second}: {one}" for one in scene.judge()], is_met)
    return tally


def rehearse(scene: Scene) -> list[Call]:
    """The calls that change a file of vault or state, or talk to the server."""
    scene.start_over(Script())
    calls, outcome = _trace(scene)
    assert outcome.code == 0, str(outcome)
    assert len(scene.server.takes) == 1
    return calls


def _rehearse_again(scene: Scene) -> list[Call]:
    calls, _ = _trace(scene)
    return calls


def _trace(scene: Scene) -> tuple[list[Call], Outcome]:
    process = scene.machine.start(scene.body)
    found = trace(process, scene.machine.folder / "strace.log", (*MUTATING, *TALKING))
    changes = find_mutations(found, scene.machine.roots)
    return [one for one in found if one.name in TALKING or one in changes], process.wait()


def kill(scene: Scene, call: Call) -> bool:
    """Kill the command at one call; whether it died there."""
    outcome, is_met = disturb(scene, call, "signal=KILL")
    return is_met and outcome.signal == signal.SIGKILL


def disturb(scene: Scene, call: Call, fault: str) -> tuple[Outcome, bool]:
    """Run the command with a fault at one call; how it ended, and whether it came there."""
    process = scene.machine.start(scene.body)
    log = scene.machine.folder / "strace.log"
    inject(process, log, call, fault)
    calls = parse_log(log.read_text("ascii"))
    return process.wait(), any((one.name, one.nth) == (call.name, call.nth) for one in calls)


def sample(calls: list[Call], length: Length, size: int) -> list[Call]:
    """All calls, or in short so many of them."""
    if not length.short or len(calls) <= size:
        return calls
    return random.Random(length.seed).sample(calls, size)


# -- at the same time ----------------------------------------------------------------------------


def race(length: Length) -> Tally:
    """Two of the same command at the same moment, at a server that takes its time."""
    tally = Tally()
    with set_up() as scene:
        for number in range(length.choose(2, 25)):
            point = list(GOOD)[number % (len(GOOD) - 1)]
            scene.start_over(Script(delays={point: 0.02 * (number % 4)}))
            processes = [scene.machine.start(scene.body) for _ in range(2)]
            for process in processes:
                process.go()
            outcomes = [process.wait() for process in processes]
            faults = [
                f"two at once, {one}: {', '.join(map(str, outcomes))}" for one in scene.judge()
            ]
            tally.add(faults)
    return tally


def check(length: Length) -> Tally:
    """Servers, kills, kills of the repetition, a disk that fails, and two at once."""
    parts = 2
    halves = [(part, parts) for part in range(parts)]
    return gather(
        [
            *each(cut_everywhere, *((length, *half) for half in halves)),
            *each(kill_everywhere, *((length, False, *half) for half in halves)),
            *each(kill_twice, *((length, *half) for half in halves)),
            *each(fail_everywhere, (length,)),
            *each(race, (length,)),
        ]
    )


def control(length: Length) -> Tally:
    """A sender that writes down afterwards, which must send twice; nothing else counts."""
    tally = kill_everywhere(length, True, 0, 1)
    tally.faults[:] = [fault for fault in tally.faults if DUPLICATE in fault]
    return tally


def run() -> int:
    """Run the proof."""
    return prove("sending", check, control)


if __name__ == "__main__":
    sys.exit(run())
