"""Proof: no template gets out, whatever it says and wherever it stands; nor by one wall alone."""

from __future__ import annotations

import builtins
import json
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from infoview_md.errors import TemplateFault
from infoview_md.letters import child
from infoview_md.letters.environment import (
    NO_FILE,
    LetterEnvironment,
    LetterTemplate,
    permit_anything,
)
from infoview_md.letters.render import Renderer, open_renderer
from infoview_md.letters.template import Part, Template
from infoview_md.letters.template_check import check_template
from tests.tools.oracle import Oracle, run_forked
from tests.tools.payloads import list_payloads
from tests.tools.proof import Length, Tally, each, gather, prove

SECRET = "c4n4ry-" + "7" * 20
SLOTS = {"greeting": "Dear Ingrid,", "contact.given": "Ingrid"}
CONTEXT: dict[str, Any] = {"greeting": "Dear Ingrid,", "contact": {"given": "Ingrid"}}
LEAST = 180
"""Payloads that must get out of plain Jinja2, or they are none."""
PARTS = 4


@dataclass(frozen=True, slots=True)
class World:
    """What an escape would leave behind: a file, a caller at the port, the secret in a letter."""

    canary: Path
    port: socket.socket
    payloads: list[str]

    def find_traces(self, output: str, has_own_memory: bool = False) -> list[str]:
        """The traces of an escape, which are wiped away.

        What is in the memory a fork was born with, only the language can keep from it.
        """
        found = ["shows the secret"] if SECRET in output and not has_own_memory else []
        found += ["shows a file"] if "root:x:0:0" in output else []
        if self.canary.exists():
            found.append("made a file")
            self.canary.rmdir() if self.canary.is_dir() else self.canary.unlink()
        try:
            self.port.accept()[0].close()
            found.append("called a port")
        except BlockingIOError:
            pass
        return found


@contextmanager
def make_world() -> Iterator[World]:
    """A world with secrets in it."""
    os.environ["CANARY_SECRET"] = SECRET
    builtins.canary_secret = SECRET  # type: ignore[attr-defined]
    for name in child.LATE_IMPORTS:
        __import__(name)
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as port:
        port.setblocking(False)
        canary = Path(folder) / "canary"
        yield World(canary, port, list_payloads(str(canary), port.getsockname()[1]))


def check(length: Length) -> Tally:
    """All payloads, against all walls together and each alone."""
    alone = (try_language, try_sandbox, try_child)
    together = (try_text, try_subject, try_included, try_values, try_check)
    return gather(each(try_part, *product((*alone, *together), range(PARTS), (length,))))


def control(length: Length) -> Tally:
    """Plain Jinja2 in a plain fork, which must let most of them out."""
    tally = gather(each(try_part, *((try_plain, part, length) for part in range(PARTS))))
    if len(tally.faults) < (LEAST // 4 if length.short else LEAST):
        print(f"sandbox: only {len(tally.faults)} get out of plain Jinja2", file=sys.stderr)
        return Tally(tally.points, tally.met)
    return tally


Attempt = Callable[[World, Oracle, list[str]], Tally]


def try_part(attempt: Attempt, part: int, length: Length) -> Tally:
    """One way of trying, with every fourth payload."""
    with make_world() as world:
        payloads = world.payloads[part :: PARTS * length.choose(4, 1)]
        return attempt(world, Oracle(), payloads)


def judge(tally: Tally, name: str, payload: str, traces: list[str], met: bool = True) -> None:
    """Count one payload; its traces are what is bad."""
    tally.add((f"{name}: {payload!r}: {trace}" for trace in traces), met)


# -- all walls together ----------------------------------------------------------------------------


def make_template(subject: str = "") -> Template:
    """The template under test."""
    return Template("letter", "letter", Part(subject, "letter", 1))


def try_text(world: World, oracle: Oracle, payloads: list[str]) -> Tally:
    """A payload is the template's text."""
    return try_templates(world, oracle, payloads, "text", lambda one: ({"letter": one}, ""))


def try_subject(world: World, oracle: Oracle, payloads: list[str]) -> Tally:
    """A payload is the subject."""
    return try_templates(world, oracle, payloads, "subject", lambda one: ({"letter": "x"}, one))


def try_included(world: World, oracle: Oracle, payloads: list[str]) -> Tally:
    """A payload is in a template that another one includes."""
    texts = {"letter": "{% include 'part' %}"}
    return try_templates(
        world, oracle, payloads, "included", lambda one: ({**texts, "part": one}, "")
    )


def try_templates(
    world: World,
    oracle: Oracle,
    payloads: list[str],
    name: str,
    place: Callable[[str], tuple[dict[str, str], str]],
) -> Tally:
    """Each payload in a batch of its own, which goes on with a letter that means no harm."""
    tally = Tally()
    for payload in payloads:
        texts, subject = place(payload)
        with open_renderer({**texts, "good": "{{ greeting }}"}) as renderer:
            output = fill(renderer, make_template(subject), SLOTS)
            traces = [*world.find_traces(output), *oracle.take()]
            good = fill(renderer, Template("good", "good", Part("", "good", 1)), SLOTS)
        traces += [] if good == "Dear Ingrid,\n" else [f"the next letter is lost: {good}"]
        judge(tally, name, payload, traces)
    return tally


def fill(renderer: Renderer, template: Template, slots: dict[str, str]) -> str:
    """The letter, or the sentence that says why there is none."""
    try:
        rendering = renderer.render(template, slots, {})
    except TemplateFault as fault:
        return fault.message
    return f"{rendering.subject}{rendering.body}"


def try_values(world: World, oracle: Oracle, payloads: list[str]) -> Tally:
    """A payload is what a note says: it is printed as it stands, as a value and as a gap's text."""
    tally = Tally()
    texts = {"letter": "{{ greeting }}|{{ contact.given }}|{{ greeting | upper | lower }}"}
    with open_renderer(texts) as renderer:
        for payload in payloads:
            rendering = renderer.render(
                make_template("{{ greeting }}"),
                {"greeting": payload, "contact.given": ""},
                {"contact.given": payload},
            )
            traces = [*world.find_traces(""), *oracle.take()]
            kept = rendering.body.startswith(f"{payload}|{payload}|")
            traces += [] if kept else [f"became {rendering.body!r}"]
            judge(tally, "value", payload, traces)
    return tally


def try_check(world: World, oracle: Oracle, payloads: list[str]) -> Tally:
    """A payload is in every key of a template's front matter, and in its text, and is checked."""
    tally = Tally()
    keys = ("kind", "subject", "rules", "language", "requires", "max_words", "nobody")
    for number, payload in enumerate(payloads):
        key = keys[number % len(keys)]
        text = f"---\n{key}: {json.dumps(payload)}\n---\n{payload}\n"
        texts = {"letter": text, "good": "---\nsubject: x\n---\n{{ greeting }}"}
        with open_renderer(texts) as renderer:
            output = repr(check_template("letter", texts, renderer))
            traces = [*world.find_traces(output), *oracle.take()]
            traces += [str(one) for one in check_template("good", texts, renderer)]
        judge(tally, f"check, {key}", payload, traces)
    return tally


# -- each wall alone -------------------------------------------------------------------------------


class Unwalled(jinja2.Environment):
    """Plain Jinja2, which may be run behind the fence all the same."""

    template_class = LetterTemplate
    permit = staticmethod(permit_anything)

    def _compile(self, source: str, filename: str) -> CodeType:  # noqa: ARG002
        with self.permit("compile", "open"):
            return super()._compile(source, NO_FILE)

    def handle_exception(self, source: str | None = None) -> Any:  # noqa: ARG002
        raise


class Lenient(LetterEnvironment):
    """The sandbox without the grammar in front of it, and with names it would not have."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__(texts, SLOTS)
        self.globals["lipsum"] = jinja2.defaults.DEFAULT_NAMESPACE["lipsum"]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return ImmutableSandboxedEnvironment._parse(self, source, name, filename)


def run_template(environment: jinja2.Environment) -> str:
    """The text it makes, or the error that ends it."""
    try:
        return environment.get_template("letter").render(CONTEXT)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:2000]


def try_language(world: World, oracle: Oracle, payloads: list[str]) -> Tally:
    """The sandbox and the grammar, without a child around them."""
    return try_environments(
        world, oracle, payloads, "language", lambda text: LetterEnvironment({"letter": text}, SLOTS)
    )


def try_sandbox(world: World, oracle: Oracle, payloads: list[str]) -> Tally:
    """The sandbox alone."""
    return try_environments(
        world, oracle, payloads, "sandbox", lambda text: Lenient({"letter": text})
    )


def try_environments(
    world: World,
    oracle: Oracle,
    payloads: list[str],
    name: str,
    make: Callable[[str], jinja2.Environment],
) -> Tally:
    """Each payload in a fork of its own, in which nothing but the language holds it."""
    tally = Tally()
    for payload in payloads:

        def job(_: int, payload: str = payload) -> str:
            environment = make(payload)
            oracle.listen()
            return run_template(environment)

        report = run_forked(job)
        traces = [*world.find_traces(report.output), *oracle.take()]
        judge(tally, name, payload, traces, met=not report.died)
    return tally


def try_child(world: World, oracle: Oracle, payloads: list[str]) -> Tally:
    """The fence alone, around plain Jinja2: no file, no port, no program, no environment.

    What an attempt sets off is ended before it happens, so only traces count.
    """
    tally = Tally()
    for payload in payloads:
        report = run_forked(partial(run_fenced, payload))
        oracle.take()
        shown = "" if report.died else report.output
        judge(tally, "child", payload, world.find_traces(shown, "canary_secret" in payload))
    return tally


def run_fenced(payload: str, writing: int) -> str:
    """Plain Jinja2 behind the fence."""
    nothing, _ = os.pipe()
    _, writing = child.seclude(nothing, writing)
    fence = child.build_fence(writing)
    environment = Unwalled(loader=jinja2.DictLoader({"letter": payload}))
    environment.permit = fence.permit
    answer = json.dumps(run_template(environment)).encode()
    child.write_all(writing, answer)
    os._exit(0)


def try_plain(world: World, oracle: Oracle, payloads: list[str]) -> Tally:
    """Plain Jinja2 in a plain fork."""
    tally = Tally()
    for payload in payloads:
        report = run_forked(partial(run_plainly, payload))
        oracle.take()
        traces = world.find_traces(report.output)
        judge(tally, "plain", payload, traces)
    return tally


def run_plainly(payload: str, _: int) -> str:
    """Plain Jinja2."""
    return run_template(Unwalled(loader=jinja2.DictLoader({"letter": payload})))


def main() -> int:
    """Run the proof."""
    return prove("sandbox", check, control)


if __name__ == "__main__":
    sys.exit(main())
