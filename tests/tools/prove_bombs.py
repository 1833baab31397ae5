"""Proof: a template that would take all time or memory takes little, and its own letter only."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from dataclasses import dataclass
from itertools import product

import jinja2

from infoview_md.errors import TemplateFault
from infoview_md.letters import render, sandbox
from infoview_md.letters.template import Part, Template
from tests.tools.bombs import BOMBS
from tests.tools.proof import Length, Tally, each, gather, prove

SECONDS = 4.0
BYTES = 300 * 1024 * 1024
PARTS = 4
LEAST = 12
CONTROL_SECONDS = 6
CONTROL_BYTES = 4 * BYTES
SLOTS = {"greeting": "Dear Ingrid,"}
GOOD = Template("good", "good", Part("", "good", 1))
CONTROLS = (
    *("two loops", "three loops that print", "a long text", "a text that doubles", "a wide text"),
    *("a power", "a text escaped", "a text as a list", "a list cut into slices"),
    *("a macro that calls itself twice", "macros that call macros", "includes that double"),
    *("words counted", "a list that holds itself", "a product of texts", "a wide number"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and bytes that a template took."""

    seconds: float
    bytes: int

    def find_excess(self) -> list[str]:
        """What was over the limit."""
        found = [f"{self.seconds:.1f} s"] if self.seconds > SECONDS else []
        return found + ([f"{self.bytes / 2**20:.0f} MB"] if self.bytes > BYTES else [])


def check(length: Length) -> Tally:
    """All bombs: as text, and as the subject."""
    return gather(each(set_off, *product(range(PARTS), ("text", "subject"), (length,))))


def control(length: Length) -> Tally:
    """The same templates in plain Jinja2 in a plain fork, of which most must be over the limits."""
    names = CONTROLS[:: length.choose(4, 1)]
    tally = gather(each(set_off_plainly, *((name,) for name in names)))
    if len(tally.faults) < length.choose(LEAST // 4, LEAST):
        print(f"bombs: only {len(tally.faults)} go off in plain Jinja2", file=sys.stderr)
        return Tally(tally.points, tally.met)
    return tally


def set_off(part: int, place: str, length: Length) -> Tally:
    """Every fourth bomb in a batch that goes on with a letter that means no harm."""
    tally = Tally()
    for name in [*BOMBS][part :: PARTS * length.choose(4, 1)]:
        texts = BOMBS[name]
        text = texts["letter"]
        if place == "subject":
            texts = {**texts, "letter": "x"}
        subject = text if place == "subject" else ""
        template = Template("letter", "letter", Part(subject, "letter", 1))
        cost, good = measure({**texts, "good": "{{ greeting }}"}, template)
        faults = cost.find_excess()
        faults += [] if good == "Dear Ingrid,\n" else [f"the next letter is lost: {good}"]
        tally.add(f"{place}, {name}: {fault}" for fault in faults)
    return tally


def measure(texts: dict[str, str], template: Template) -> tuple[Cost, str]:
    """What the template took, and the letter after it."""
    children: list[sandbox.ForkedChild] = []

    def start() -> sandbox.ForkedChild:
        children.append(sandbox.ForkedChild())
        return children[-1]

    vars(render)["start_child"] = start
    with render.open_renderer(texts) as renderer:
        begun = time.monotonic()
        make(renderer, template)
        seconds = time.monotonic() - begun
        good = make(renderer, GOOD)
    return Cost(seconds, max(child.peak for child in children)), good


def make(renderer: render.Renderer, template: Template) -> str:
    """The letter, or the sentence that says why there is none."""
    try:
        return renderer.render(template, SLOTS, {}).body
    except TemplateFault as fault:
        return fault.message


def set_off_plainly(name: str) -> Tally:
    """One bomb in plain Jinja2; what goes on too long for us, too, is ended."""
    begun = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (CONTROL_BYTES, CONTROL_BYTES))
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(CONTROL_SECONDS)
            environment = jinja2.Environment(loader=jinja2.DictLoader(BOMBS[name]))  # noqa: S701
            environment.get_template("letter").render(SLOTS)
        finally:
            os._exit(0)
    _, _, usage = os.wait4(pid, 0)
    tally = Tally()
    excess = Cost(time.monotonic() - begun, usage.ru_maxrss * 1024).find_excess()
    tally.add(f"{name}: {fault}" for fault in excess)
    return tally


def main() -> int:
    """Run the proof."""
    return prove("bombs", check, control)


if __name__ == "__main__":
    sys.exit(main())
