"""Bad notes by the thousand: good ones with a fault put in, of which `check` must tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

FIELDS = {
    "type": "contact",
    "created": "2026-10-02",
    "areas": "[forecasting, markets]",
    "location": "Bergen",
    "company": '"[[Acme]]"',
    "role": "Head of Data",
    "email": "someone@acme.example",
    "tie": "weak",
    "may_use_name": "true",
    "why_you": "Your talk on grids.",
}
LOG = "\n# Somebody\n\n## Log\n\n- 2026-11-03 request email: hello\n- 2026-11-11 reply yes\n"

# What a value may not be: each makes a note that no YAML reader takes, or that ours does not.
VALUES = (
    "[a", "{a: b", '"a', "'a", "a: b: c", "*alias", "&anchor a", "!tag a", "[[Acme]] GmbH", "@a",
    "`a`", "%a", '"\\q"', "[a]]", "a\x07b", "a\x85b", "a\u2028b", "[" * 40 + "]" * 40, "- a",
    "? a : b", "|x", ">x", "[a, b: c: d]", '"a" b', "'a' 'b'", "{a: b}}", "\tb: c\n\td",
    "!!python/object:os.system x", "a\rb",
)  # fmt: skip
NO_TEXT = (b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\0", b"\xf8\x88", b"\x80")
# Lines that may stand nowhere in a front matter.
LINES = (
    "no colon here", "\tindented: with a tab", "key: [", "- an item", "{", "]", "<<: *x",
    "<<: {a: b}", ": x", "a: b: c", "  too: deep", "*x", "[a]: b", "? [a]\n: b",
    "role: a\nrole: b", "'", '"', "%YAML 1.2", "@", "{a: b}: c", "<<<<<<< HEAD", "--- x",
    "... x",
)  # fmt: skip
# Values that are YAML, and yet none of their field.
MISFITS = (
    ("created", "2026-02-30"), ("created", "tomorrow"), ("tie", "freind"),
    ("may_use_name", "maybe"), ("company", "[[Acme]]"), ("role", "[a, b]"), ("role", "{a: b}"),
    ("country", "Norway"), ("timezone", "Europe/Olso"), ("tier", "D"), ("stage", "nowhere"),
    ("not_before", "1.12.2026"), ("email", "[{a: b}]"), ("may_use_name", "yes"),
    ("company", '"[[Nobody Here]]"'),
)  # fmt: skip


def write_note(fields: dict[str, str], body: str = LOG) -> str:
    """A note of these fields."""
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + f"---\n{body}"


def some_fields(random: Random) -> dict[str, str]:
    """A type, and some of the other fields, in any order."""
    keys = random.sample([*FIELDS][1:], random.randint(2, len(FIELDS) - 1))
    return {"type": "contact"} | {key: FIELDS[key] for key in keys}


def _value(random: Random) -> bytes:
    fields = some_fields(random)
    fields[random.choice([*fields][1:])] = random.choice(VALUES)
    return write_note(fields).encode()


def _line(random: Random) -> bytes:
    lines = write_note(some_fields(random) | {"role": "Head"}).split("\n")
    lines.insert(random.randint(2, lines.index("---", 1)), random.choice(LINES))
    return "\n".join(lines).encode()


def _misfit(random: Random) -> bytes:
    key, value = random.choice(MISFITS)
    return write_note(some_fields(random) | {key: value}).encode()


def _open(random: Random) -> bytes:
    text = write_note(some_fields(random))
    fence = random.choice(("", "----\n", " ---\n", "--\n", "___\n", "***\n"))
    return text.replace("\n---\n", f"\n{fence}", 1).encode()


def _shape(random: Random) -> bytes:
    matter = random.choice(("- a\n- b\n", "just words\n", "[a, b]\n", "'text'\n", "a: 1\n--- x\n"))
    return f"---\n{matter}---\n{LOG}".encode()


def _bytes(random: Random) -> bytes:
    data = bytearray(write_note(some_fields(random)).encode())
    for _ in range(random.randint(1, 3)):
        at = random.randint(8, len(data))
        data[at:at] = random.choice(
            (b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\0", b"\xf8\x88", b"\x80")
        )
    return bytes(data)


def _coding(random: Random) -> bytes:
    text = write_note(some_fields(random) | {"location": "Tromsø"})
    return text.encode(random.choice(("utf-16", "latin-1", "utf-16-le", "cp1252", "utf-32")))


def _large(random: Random) -> bytes:
    fields = some_fields(random)
    kind = random.choice(("x" * 20_000, "[" + "a, " * 6_000 + "b]", "{a: " * 60 + "b" + "}" * 60))
    return write_note(fields | {"x": kind}).encode()


def _conflict(random: Random) -> bytes:
    ours, theirs = "- 2026-11-12 met\n", "- 2026-11-13 met\n"
    text = write_note(some_fields(random))
    return f"{text}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n".encode()


def _log(random: Random) -> bytes:
    line = random.choice(("- 2026-02-30 met", "- 2026-13-01 request", "- 2026-11-31 close"))
    return f"{write_note(some_fields(random))}{line}\n".encode()


def _cut(random: Random) -> bytes:
    data = write_note(some_fields(random)).encode()
    end = data.index(b"\n---\n", 4)
    return data[: random.randint(20, end)]


FAULTS: tuple[tuple[Callable[[Random], bytes], int], ...] = (
    (_value, 6), (_line, 6), (_misfit, 4), (_open, 2), (_shape, 1), (_bytes, 3), (_coding, 1),
    (_large, 1), (_conflict, 1), (_log, 1), (_cut, 2),
)  # fmt: skip


def make_bad_notes(count: int, seed: int = 20) -> Iterator[bytes]:
    """So many bad notes; the same for the same seed."""
    random = Random(seed)
    faults, weights = zip(*FAULTS, strict=True)
    for _ in range(count):
        yield random.choices(faults, weights)[0](random)
