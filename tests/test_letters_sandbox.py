"""The child in which templates run: what it costs a batch, and how it ends."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading

import pytest

from infoview_md.errors import Busy, ServiceMissing, TemplateFault
from infoview_md.letters import environment, sandbox
from infoview_md.letters import render as render_module
from infoview_md.letters.frames import MAX_ANSWER, pack, size_of
from infoview_md.letters.render import Rendering, open_renderer
from infoview_md.letters.sandbox import Child, ChildLost, ForkedChild, SpawnedChild, TooSlow
from infoview_md.letters.template import Part, Template

GOOD, SLOW = (
    "Hello {{ name }}.",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
)
TEXTS = {
    "many": "{% for a in range(9999) %}{% set b = [[a]] %}{% endfor %}9999",
    "good": GOOD,
    "slow": SLOW,
    "big": "{{ 'a' * 10 ** 9 }}",
    "far": "{{ ''.encode('cp1140') }}",
}
QUESTION = json.dumps({"texts": TEXTS}).encode()


def make(name: str) -> Template:
    return Template(name, name, Part("To {{ name }}", name, 1))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# -- a batch -------------------------------------------------------------------------------------


def test_a_batch_has_one_child_and_it_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    children = watch_children(monkeypatch)
    with open_renderer(TEXTS) as renderer:
        bodies = [renderer.render(make("good"), {"name": name}, {}).body for name in "abc"]
        pid = children[0]._pid
        assert is_alive(pid)
    assert bodies == ["Hello a.\n", "Hello b.\n", "Hello c.\n"]
    assert len(children) == 1
    assert not is_alive(pid)


@pytest.mark.parametrize(
    ("name", "sentence", "count"),
    [
        ("slow", r"slow\.md:1: it takes more than 2\.5 seconds", 2),
        ("big", r"big\.md:1: it needs too much memory", 1),
        ("far", r"far\.md:1: it reaches for what no template may touch \(import", 2),
    ],
)
def test_a_bad_letter_costs_itself_and_the_rest_goes_on(
    name: str, sentence: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = watch_children(monkeypatch)
    monkeypatch.setattr(environment, "BYTES", set())  # a hole in the sandbox, for “far”
    with open_renderer(TEXTS) as renderer:
        with pytest.raises(TemplateFault, match=sentence):
            renderer.render(make(name), {"name": "a"}, {})
        assert renderer.render(make("good"), {"name": "b"}, {}) == Rendering("To b", "Hello b.\n")
    assert len(children) == count


def watch_children(monkeypatch: pytest.MonkeyPatch) -> list[ForkedChild]:
    children: list[ForkedChild] = []

    def start() -> ForkedChild:
        children.append(ForkedChild())
        return children[-1]

    monkeypatch.setattr(render_module, "start_child", start)
    return children


# -- both kinds of child -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ForkedChild, SpawnedChild])
def test_every_kind_of_child_answers_and_ends(kind: type[Child]) -> None:
    child = kind()
    assert json.loads(child.ask(QUESTION, 60)) == {"ready": True}
    question = {
        "do": "fill",
        "template": "good",
        "subject": ["", "good", 1],
        "slots": {"name": "ø"},
        "gaps": {},
    }
    answer = json.loads(child.ask(json.dumps(question).encode(), 60))
    assert answer == {"subject": "", "body": "Hello ø.", "blanks": []}
    slow = {**question, "template": "slow"}
    with pytest.raises(TooSlow):
        child.ask(json.dumps(slow).encode(), 0.3)
    with pytest.raises(ChildLost):
        child.ask(QUESTION, 60)
    child.end()


@pytest.mark.parametrize("kind", [ForkedChild, SpawnedChild])
def test_a_question_that_is_none_ends_every_kind_of_child(kind: type[Child]) -> None:
    child = kind()
    with pytest.raises(ChildLost):
        child.ask(b"no JSON", 60)
    child.end()


def test_a_process_with_threads_is_not_forked() -> None:
    gate = threading.Event()
    thread = threading.Thread(target=gate.wait)
    thread.start()
    child = sandbox.start_child()
    gate.set()
    thread.join()
    child.end()
    assert isinstance(child, SpawnedChild)


def test_what_watches_the_parent_does_not_go_on_in_the_child() -> None:
    def watch(*_: object) -> None:
        sys._getframe()

    gc.callbacks.append(watch)
    sys.setprofile(watch)
    try:
        child = ForkedChild()
        child.ask(QUESTION, 60)
        place = {"template": "many", "subject": ["", "many", 1]}
        question = {"do": "fill", **place, "slots": {"name": "a"}, "gaps": {}}
        answer = json.loads(child.ask(json.dumps(question).encode(), 60))
        child.end()
    finally:
        sys.setprofile(None)
        gc.callbacks.remove(watch)
    assert answer["body"] == "9999"


def test_a_child_without_a_parent_ends_by_itself() -> None:
    child = ForkedChild()
    child.ask(QUESTION, 60)
    os.close(child._asking)
    assert os.waitstatus_to_exitcode(os.waitpid(child._pid, 0)[1]) == 0
    os.close(child._hearing)
    child._pid = 0


def test_the_parent_never_loads_jinja() -> None:
    code = (
        "import sys\n"
        "from infoview_md.letters.render import render\n"
        "from infoview_md.letters.template import Part, Template\n"
        "template = Template('good', 'good', Part('', 'good', 1))\n"
        "print(render(template, {'good': 'Hello {{ name }}.'}, {'name': 'a'}, {}).body)\n"
        "print(sorted(name for name in sys.modules if 'jinja' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["Hello a.", "", "[]", ""]


# -- nothing it says is believed -----------------------------------------------------------------


class Liar:
    """A child that says what it is told to."""

    peak = 0

    def __init__(self, answer: bytes) -> None:
        self.answers = [b'{"ready": true}', answer]

    def ask(self, *_: object) -> bytes:
        """The next of its lies."""
        return self.answers.pop(0)

    def end(self) -> None:
        """Nothing."""


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"{", b"[]", b"7", b"null", b"{}", b"\xff", b"[" * 100_000,
        b'{"subject": 1, "body": "", "blanks": []}',
        b'{"subject": "", "body": {"a": 1}, "blanks": []}',
        b'{"subject": "", "body": "", "blanks": "x"}',
        b'{"subject": "", "body": "\\ud800", "blanks": []}',
        b'{"fault": ["good", "1", "x"]}', b'{"fault": ["../etc/passwd", 1]}',
        b'{"fault": ["good", 99999999999999999999, "x"]}', b'{"fault": "x"}',
        b'{"fault": ["nowhere\\u001b[2J", -5, "a\\nb\\u001b[2J"]}', b'{"reached": 5}',
    ],
)  # fmt: skip
def test_a_lie_is_a_fault_of_the_template(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_module, "start_child", lambda: Liar(answer))
    with (
        open_renderer(TEXTS) as renderer,
        pytest.raises(TemplateFault, match=r"\Atemplates/good\.md:\d{1,6}: ") as fault,
    ):
        renderer.render(make("good"), {"name": "a"}, {})
    assert fault.value.message.isprintable()


def test_blanks_that_are_none_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = b'{"subject": "a\\nBcc: b", "body": "c", "blanks": ["x", ["y"], "name"]}'
    monkeypatch.setattr(render_module, "start_child", lambda: Liar(answer))
    with open_renderer(TEXTS) as renderer:
        rendering = renderer.render(make("good"), {"name": ""}, {"name": "[name]"})
    assert rendering == Rendering("a Bcc: b", "c\n", ("name",))


def test_a_length_that_is_none_ends_the_child() -> None:
    for head in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\0"):
        child = ForkedChild()
        reading, writing = os.pipe()
        os.write(writing, head)
        os.close(writing)
        os.close(child._hearing)
        child._hearing = reading
        with pytest.raises(ChildLost):
            child.ask(QUESTION, 60)
    assert size_of(pack(b"x" * 300)[:4]) == 300
    assert MAX_ANSWER < 1 << 32


# -- no child ------------------------------------------------------------------------------------


def test_where_no_process_can_be_made_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Child:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(render_module, "start_child", fail)
    with (
        pytest.raises(Busy, match="Resource temporarily unavailable; try again"),
        open_renderer({}),
    ):
        pass


def test_where_the_child_dies_at_once_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_module, "start_child", lambda: Liar(b""))
    monkeypatch.setattr(Liar, "ask", lambda *_: b'{"reached": "import"}')
    with pytest.raises(ServiceMissing, match="does not start"), open_renderer({}):
        pass
