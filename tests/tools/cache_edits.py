"""Edits: what may come to stand in notes and settings, saved as different programs save."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from tests.tools.cache_desk import Desk
from tests.tools.cache_texts import KIND_OF, WORDS, Pen

Move = Callable[[Desk], str]
"""Does one thing to a desk and says what, or nothing where it could not be done."""

FRONT = re.compile(r"\A(\ufeff?---\n)(.*?)(^---$)", re.DOTALL | re.MULTILINE)
LETTER = re.compile(rb"[a-z]")
BROKEN = (
    b"", b"\xff\xfe", b"---\n", b"---\n[[\n---\n", b"---\n" + b"[" * 200 + b"\n---\n", b"\0",
    b"---\ntype: contact\ntype: company\n---\n", b"\r\n---\r\n", b"---\ntype: contact\n...\nhello",
    b"---\ntype: contact\naliases: [Ada]\n---\n" + b"x" * 3000, "\ufeffno".encode(),
)  # fmt: skip

SETTINGS = (
    'areas = ["grid", "heat pumps"]', 'areas = []', 'rules = "two-hour"', 'rules = "own"',
    'rules = "none"', 'ignore = ["letters"]', 'ignore = ["Bo*.md", "daily"]', 'ignore = ["con*/*"]',
    'clock = 2026-11-20', 'nothing = 1', 'ignore = []', '[keys]\nrole = "position"',
    '[keys]\nareas = ["tags"]\ntype.company = ["none"]', "[keys\n",
)  # fmt: skip
OWNERS = ('country = "NO"', 'country = "XX"', 'timezone = "Asia/Tokyo"', 'language = "de"',
          'name = "Bo Chen"')  # fmt: skip
PACKS = (
    'title = "Own"\ndescription = "Mine."\nextends = "{base}"\n',
    'title = "Own"\ndescription = "Mine."\nextends = "{base}"\n\n[rule.R3]\nvalue = 1\n'
    'source = "me"\n',
    'title = "Own"\nextends = "{base}"\n[rule.R99]\nvalue = 1\n', "[x\n", "",
)  # fmt: skip


# -- how it is saved -----------------------------------------------------------------------------


def save(desk: Desk, path: Path, data: bytes) -> str:
    """Bring bytes to a file in one of the ways that programs have; which one."""
    way = desk.dice.choice(WAYS)
    path.parent.mkdir(parents=True, exist_ok=True)
    way(path, data)
    return way.__name__.removeprefix("_")


def _in_place(path: Path, data: bytes) -> None:
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(data)
        file.truncate()


def _renamed(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.rename(path)


def _with_old_time(path: Path, data: bytes) -> None:
    """As `rsync -t`, `cp -p` and `touch -r` leave it."""
    before = path.stat() if path.exists() else None
    _in_place(path, data)
    if before is not None:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _renamed_with_old_time(path: Path, data: bytes) -> None:
    before = path.stat() if path.exists() else None
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    if before is not None:
        os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    beside.rename(path)


WAYS = (_in_place, _in_place, _renamed, _with_old_time, _renamed_with_old_time)


# -- notes ---------------------------------------------------------------------------------------


def pick(desk: Desk, *folders: str) -> Path | None:
    """A note that can be read."""
    notes = desk.list_notes(*folders)
    return desk.dice.choice(notes) if notes else None


def tell(desk: Desk, path: Path, what: str) -> str:
    """What was done, with the path below the vault."""
    return f"{path.relative_to(desk.vault)} {what}"


def change_letter(desk: Desk) -> str:
    """One letter becomes another one: the size stays."""
    note = pick(desk)
    data = bytearray(note.read_bytes()) if note else bytearray()
    places = [found.start() for found in LETTER.finditer(data)]
    if note is None or not places:
        return ""
    at = desk.dice.choice(places)
    data[at] = desk.dice.choice(b"abcdefghijklmnopqrstuvwxyz")
    return tell(desk, note, f"letter {at} is {chr(data[at])}, {save(desk, note, bytes(data))}")


def swap_word(desk: Desk) -> str:
    """A day, a name or a word becomes another one of the same length."""
    note = pick(desk)
    data = note.read_bytes() if note else b""
    pairs = [pair for pair in PAIRS if pair[0] in data or pair[1] in data]
    if note is None or not pairs:
        return ""
    one, other = desk.dice.choice(pairs)
    if one not in data:
        one, other = other, one
    return tell(desk, note, f"{one!r} to {other!r}, {save(desk, note, data.replace(one, other))}")


PAIRS = (
    (b"type: contact", b"type: company"), (b"Ada Berg", b"Ada Lund"), (b"[[Acme]]", b"[[Aced]]"),
    (b"reply yes", b"reply no "), (b"11-03", b"11-23"), (b"11-11", b"11-21"), (b"Bo", b"Cy"),
    (b"grid", b"heat"), (b"- [ ]", b"- [x]"), (b"stranger", b"friendly"), (b"Dora", b"Nora"),
    (b"motivation: 3", b"motivation: 1"), (b"request", b"thanks "), (b"20 minutes", b"30 minutes"),
)  # fmt: skip


def set_line(desk: Desk) -> str:
    """A line of the front matter comes, goes or changes."""
    note = pick(desk)
    text = note.read_bytes().decode("utf-8", "surrogateescape") if note else ""
    front = FRONT.match(text)
    if note is None or front is None:
        return ""
    line = Pen(desk.dice).line()
    key = line.partition(":")[0]
    lines = [old for old in front[2].splitlines() if not old.startswith(f"{key}:")]
    if desk.dice.random() < 0.8:
        lines.append(line)
    new = front[1] + "".join(f"{one}\n" for one in lines) + text[front.start(3) :]
    way = save(desk, note, new.encode("utf-8", "surrogateescape"))
    return tell(desk, note, f"{line!r}, {way}")


def add_line(desk: Desk) -> str:
    """A line of the body or the log comes."""
    note = pick(desk)
    if note is None:
        return ""
    pen = Pen(desk.dice)
    line = pen.event() if desk.dice.random() < 0.6 else pen.body()
    way = save(desk, note, note.read_bytes().rstrip(b"\n") + f"\n{line}\n".encode())
    return tell(desk, note, f"+ {line!r}, {way}")


def drop_line(desk: Desk) -> str:
    """The last line goes."""
    note = pick(desk)
    if note is None:
        return ""
    lines = note.read_bytes().splitlines(keepends=True)[:-1]
    return tell(desk, note, f"loses its last line, {save(desk, note, b''.join(lines))}")


def write_note(desk: Desk) -> str:
    """A note comes, or another one stands under its name."""
    pen = Pen(desk.dice)
    folder = desk.dice.choice(("contacts", "contacts", "companies", "interviews", "letters", "."))
    kind = KIND_OF.get(folder, desk.dice.choice([*KIND_OF.values()]))
    note = desk.vault / folder / f"{pen.name(folder)}.md"
    if note.is_symlink() or (note.exists() and not note.is_file()):
        return ""
    return tell(desk, note, f"is new, {save(desk, note, pen.note(kind).encode())}")


def break_note(desk: Desk) -> str:
    """A note becomes one that cannot be read, or empty."""
    note = pick(desk)
    if note is None:
        return ""
    data = desk.dice.choice(BROKEN)
    return tell(desk, note, f"is {data[:20]!r}, {save(desk, note, data)}")


# -- settings ------------------------------------------------------------------------------------


def set_setting(desk: Desk) -> str:
    """infoview.toml says something else."""
    path = desk.vault / "infoview.toml"
    text = path.read_text("utf-8")
    _, _, owner = text.partition("[owner]\n")
    owner = owner.partition("\n[")[0]
    line = desk.dice.choice(SETTINGS)
    head, keys = ("", line) if line.startswith("[") else (line, "")
    if desk.dice.random() < 0.3:
        said = desk.dice.choice(OWNERS)
        key = said.partition(" ")[0]
        owner = "\n".join(old for old in owner.splitlines() if not old.startswith(f"{key} "))
        owner = f"{owner}\n{said}\n"
    new = f"{head}\n[owner]\n{owner}\n{keys}\n"
    return f"settings {line!r}, {save(desk, path, new.encode())}"


def mend_settings(desk: Desk) -> str:
    """infoview.toml is as it was in the beginning."""
    from tests.tools.proof_vault import MARKER

    return f"settings as they were, {save(desk, desk.vault / 'infoview.toml', MARKER.encode())}"


def write_pack(desk: Desk) -> str:
    """The vault gets rules of its own, or loses them."""
    path = desk.vault / "rules" / desk.dice.choice(("own.toml", "classic.toml"))
    if path.exists() and desk.dice.random() < 0.5:
        path.unlink()
        return f"{path.name} goes"
    base = desk.dice.choice(("classic", "executive", "campus"))
    text = desk.dice.choice(PACKS).format(base=base)
    return f"{path.name} {text[-40:]!r}, {save(desk, path, text.encode())}"


def write_template(desk: Desk) -> str:
    """The vault gets a template of its own, or loses it."""
    path = desk.vault / "templates" / desk.dice.choice(("request.md", "contact.md"))
    if path.exists() and desk.dice.random() < 0.5:
        path.unlink()
        return f"template {path.name} goes"
    text = f"---\nkind: request\n---\nDear {{{{ given }}}}, {desk.dice.choice(WORDS)}\n"
    return f"template {path.name}, {save(desk, path, text.encode())}"


def write_own_config(desk: Desk) -> str:
    """The person's own config says something else."""
    path = desk.machine.home / "config" / "infoview" / "config.toml"
    text = desk.dice.choice(('editor = "vi"\n', "nothing = 1\n", "[x\n", ""))
    return f"own config {text!r}, {save(desk, path, text.encode())}"
