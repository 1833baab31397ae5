"""The tools of the proofs about templates: the oracle hears, the traces are found, bombs differ."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from tests.tools.bombs import BOMBS
from tests.tools.oracle import is_expected
from tests.tools.payloads import list_payloads
from tests.tools.prove_bombs import BYTES, CONTROLS, SECONDS, Cost
from tests.tools.prove_sandbox import SECRET, World


def test_there_are_many_payloads_and_no_two_the_same():
    payloads = list_payloads("/canary", 7)
    assert len(set(payloads)) == len(payloads) >= 150
    assert len(BOMBS) >= 80
    assert set(CONTROLS) < set(BOMBS)


def test_what_templates_give_reason_for_is_told_from_the_rest():
    code = compile("1", "<template>", "eval")
    assert is_expected("exec", (code,))
    assert not is_expected("exec", (compile("1", "other", "eval"),))
    assert is_expected("compile", (None, "<template>"))
    assert not is_expected("compile", (b"1", "<string>"))
    assert not is_expected("open", ("/etc/passwd", "r", 0))
    assert not is_expected("import", ("os", None, None, None, None))
    assert not is_expected("object.__getattr__", (None, "gi_frame"))


@pytest.mark.parametrize("trace", ["secret", "file", "made", "called"])
def test_a_trace_is_found_once(trace, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as port:
        port.setblocking(False)
        world = World(tmp_path / "canary", port, [])
        output = {"secret": f"x{SECRET}", "file": "root:x:0:0:root"}.get(trace, "")
        if trace == "made":
            world.canary.mkdir()
        if trace == "called":
            socket.create_connection(port.getsockname()).close()
        assert len(world.find_traces(output)) == 1
        assert world.find_traces("") == []


# In a process of its own: an audit hook stays.
LISTENING = """
from tests.tools.oracle import Oracle, run_forked
oracle = Oracle()
def job(_):
    open("/dev/null").close()
    oracle.listen()
    open("/dev/zero").close()
    return "done"
print(run_forked(job).output, [line.split(",")[0] for line in oracle.take()], oracle.take())
open("/dev/null").close()
print(oracle.take())
"""


def test_the_oracle_hears_the_child_from_the_moment_it_is_told_to():
    done = subprocess.run([sys.executable, "-c", LISTENING], capture_output=True, check=True)
    assert done.stdout.decode() == "done [\"open ('/dev/zero'\"] []\n[]\n"


def test_what_is_too_much_is_told():
    assert Cost(SECONDS, BYTES).find_excess() == []
    assert Cost(SECONDS + 1, BYTES + 2**20).find_excess() == ["5.0 s", "301 MB"]
