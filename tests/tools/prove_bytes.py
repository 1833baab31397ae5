"""python -m tests.tools.prove_bytes: an edit changes the bytes it was asked to, and no others.

Where those stand is known from how the odd notes were put together, not from the edit. The control
is two ways in which such edits are often made; on the same notes they must be found out.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from random import Random

import frontmatter
import yaml

from infoview_md.core.links import Link
from infoview_md.core.note import Note, parse_note
from infoview_md.core.promises import find_tasks
from infoview_md.core.reading import NO_KEYS
from infoview_md.core.references import find_references
from infoview_md.core.renaming import rename_links
from infoview_md.core.surgery import (
    add_values,
    append_log,
    clear_fields,
    insert_log,
    remove_values,
    set_fields,
    unset_fields,
)
from infoview_md.core.ticking import tick
from infoview_md.errors import Refused
from tests.tools.odd_notes import Entry, OddNote, make_notes
from tests.tools.tally import Tally
from tests.tools.yaml_readers import matter_of, plainly, read_1_1

PATH = PurePosixPath("contacts/Odd.md")
NEW_KEY = "location"
NEW = (
    "y", "plain words", "a: b", "NO", "it's", 'say "x"', "12:30", "# c", "x # y", "[[New]]",
    "a\u2028b", "two\nlines\n", "---", "- a", "| x", " edge", "🙂", "'", "\\", "null", "x, y",
    "a}b", "a:b",
)  # fmt: skip
LINE = "- 2026-11-07 touch linkedin: a paper"


class Fault(Exception):
    """An edit did what it was not asked to do."""


def must(holds: bool, what: str) -> None:
    """A Fault unless it holds."""
    if not holds:
        raise Fault(what)


# -- what may change -----------------------------------------------------------------------------


def check_span(odd: OddNote, after: str, start: int, end: int) -> None:
    """A Fault unless all outside the span is the same."""
    kept = odd.text[end:]
    must(after[:start] == odd.text[:start], "bytes above the span changed")
    must(after.endswith(kept) and len(after) >= start + len(kept), "bytes below the span changed")
    new = after[start : len(after) - len(kept)]
    must(odd.newline == "\n" or "\n" not in new.replace("\r\n", ""), "another line end")


def check_readings(odd: OddNote, after: str, key: str, wanted: Sequence[str] | None) -> None:
    """A Fault unless another reader sees the same values as before, and the wanted ones."""
    old, new = (dict(read_1_1(matter_of(text))) for text in (odd.text, after))
    old.pop(key, None)
    found = new.pop(key, None)
    must([*old.items()] == [*new.items()], "another value changed")
    if wanted is not None:
        many = found if isinstance(found, list) else [found]
        must([plainly(one) for one in many if one is not None] == [*wanted], "it reads otherwise")


def check_inverse(odd: OddNote, back: str, exists: bool) -> None:
    """A Fault unless the inverse edit restores the text, where one exists."""
    must(back == odd.text or not exists, "the inverse does not restore the bytes")


def span_of(odd: OddNote, entry: Entry | None) -> tuple[int, int]:
    """Where an entry stands, or would be added."""
    return (entry.start, entry.end) if entry else (odd.matter_end, odd.matter_end)


# -- the edits -----------------------------------------------------------------------------------


def try_set(odd: OddNote, note: Note, entry: Entry | None, random: Random) -> None:
    """Set a field, and set it back, or take it away again."""
    key, value = entry.key if entry else NEW_KEY, random.choice(NEW)
    after = set_fields(note, {key: value}).apply(odd.text)
    check_span(odd, after, *span_of(odd, entry))
    check_readings(odd, after, key, [value])
    if entry is None:
        back = unset_fields(parse_note(PATH, after), key).apply(after)
        check_inverse(odd, back, odd.has_matter)
    elif entry.piece.kind == "text" and entry.piece.is_usual:
        # Where the new value needed other quotes, the old one gets them, too.
        marks = {quote_of(text[entry.start :]) for text in (odd.text, after)}
        back = set_fields(parse_note(PATH, after), {key: entry.piece.values[0]}).apply(after)
        check_inverse(odd, back, len(marks) == 1)


def quote_of(text: str) -> str:
    """The quotation mark that the value of the first key begins with."""
    mark = text.split(":", 1)[1].strip()[:1]
    return mark if mark in ("'", '"') else ""


def try_set_list(odd: OddNote, note: Note, entry: Entry | None, random: Random) -> None:
    """Set a field to a list, and back."""
    key, values = entry.key if entry else NEW_KEY, random.sample(NEW, 2)
    after = set_fields(note, {key: values}).apply(odd.text)
    check_span(odd, after, *span_of(odd, entry))
    check_readings(odd, after, key, values)
    if entry and entry.piece.kind == "list":
        back = set_fields(parse_note(PATH, after), {key: entry.piece.values}).apply(after)
        is_usual = entry.piece.is_usual and "[\n" not in entry.piece.text
        check_inverse(odd, back, is_usual)


def try_unset(odd: OddNote, note: Note, entry: Entry | None, _: Random) -> None:
    """Take a key away, and set it again."""
    key = entry.key if entry else NEW_KEY
    after = unset_fields(note, key).apply(odd.text)
    check_span(odd, after, *span_of(odd, entry))
    check_readings(odd, after, key, [])
    if entry is None:
        must(after == odd.text, "a key that is not there is no change")
        return
    gone = after[entry.start : len(after) - len(odd.text[entry.end :])]
    must(all(line.startswith("#") for line in gone.split("\n") if line), "more than comments stays")
    piece = entry.piece
    is_last = entry.end == odd.matter_end
    is_bare = piece.is_usual and piece.text.startswith("{k}: ") and "#" not in piece.text
    if piece.kind == "text" and is_bare and piece.text == piece.text.rstrip() and is_last:
        back = set_fields(parse_note(PATH, after), {key: piece.values[0]}).apply(after)
        check_inverse(odd, back, "'" not in piece.text)


def try_clear(odd: OddNote, note: Note, entry: Entry | None, _: Random) -> None:
    """Leave a key without a value."""
    key = entry.key if entry else NEW_KEY
    after = clear_fields(note, key).apply(odd.text)
    check_span(odd, after, *span_of(odd, entry))
    check_readings(odd, after, key, [])


def try_add(odd: OddNote, note: Note, entry: Entry | None, random: Random) -> None:
    """Add a value to a list, and take it out again."""
    key, value = entry.key if entry else NEW_KEY, random.choice(NEW)
    before = entry.piece.values if entry else ()
    after = add_values(note, key, [value]).apply(odd.text)
    check_span(odd, after, *span_of(odd, entry))
    if value in before:
        must(after == odd.text, "what is in the list already is no change")
        return
    check_readings(odd, after, key, None if before else [value])
    longer = parse_note(PATH, after)
    must(tuple(longer.fields[key].raws) == (*before, value), "it reads otherwise")
    back = remove_values(longer, key, [value]).apply(after)
    check_inverse(odd, back, bool(entry and before and entry.piece.kind == "list"))


def try_remove(odd: OddNote, note: Note, entry: Entry | None, random: Random) -> None:
    """Take a value out of a list, and append it again."""
    if entry is None or not entry.piece.values:
        return try_add(odd, note, entry, random)
    values = entry.piece.values
    value = random.choice(values)
    after = remove_values(note, entry.key, [value]).apply(odd.text)
    check_span(odd, after, entry.start, entry.end)
    left = tuple(one for one in values if one != value)
    shorter = parse_note(PATH, after)
    must(tuple(shorter.fields[entry.key].raws) == left, "it reads otherwise")
    check_readings(odd, after, entry.key, None if left else [])
    if left and value == values[-1]:
        back = add_values(shorter, entry.key, [value]).apply(after)
        check_inverse(odd, back, entry.piece.is_usual and "[\n" not in entry.piece.text)
    return None


def try_log(odd: OddNote, note: Note, _: Entry | None, random: Random) -> None:
    """Add a line to the log: the text is what it was, with the line in one place."""
    edit = append_log(note, LINE) if random.random() < 0.5 else insert_log(note, [LINE])
    after, before = edit.apply(odd.text), odd.text
    above = next((at for at, one in enumerate(before) if after[at : at + 1] != one), len(before))
    added = len(after) - len(before)
    must(before[above:] == after[above + added :], "more than an insertion")
    must(above + added >= note.body_start, "the front matter changed")
    put = Counter(after[above : above + added])
    must(not Counter(LINE) - put, "the line is not what was inserted")
    letters = Counter("".join("".join((put - Counter(LINE)).elements()).split()))
    must(letters in (Counter(), Counter("##Log")), f"{letters} was inserted, too")
    must(after.split("\n").count(LINE) + after.split("\n").count(LINE + "\r") == 1, "no own line")


def try_tick(odd: OddNote, note: Note, entry: Entry | None, random: Random) -> None:
    """Tick a task, and untick it."""
    tasks = [*find_tasks(note)]
    if not tasks:
        return try_log(odd, note, entry, random)
    at = random.choice(tasks).start("box")
    line = odd.text.count("\n", 0, at) + 1
    after = tick(note, line, "/").apply(odd.text)
    must((after[:at], after[at + 1 :]) == (odd.text[:at], odd.text[at + 1 :]), "more than the box")
    must(after[at] == "/", "the box is not set")
    check_inverse(odd, tick(parse_note(PATH, after), line, odd.text[at]).apply(after), True)
    return None


def try_rename(odd: OddNote, note: Note, entry: Entry | None, random: Random) -> None:
    """Give the links another target, and the old one again."""
    found = [one.link.target for one in find_references(note, NO_KEYS)]
    count = found.count("Old Name")
    if not count:
        return try_set(odd, note, entry, random)
    after = rename_links(note, _renamer("Old Name", "Neuer Näme")).apply(odd.text)
    must(after.count("Neuer Näme") == count, "not all links were renamed, or too many")
    must(after.replace("Neuer Näme", "Old Name") == odd.text, "more than the targets changed")
    back = rename_links(parse_note(PATH, after), _renamer("Neuer Näme", "Old Name")).apply(after)
    check_inverse(odd, back, True)
    return None


def _renamer(old: str, new: str) -> Callable[[Link, str], str | None]:
    return lambda link, _: new if link.target == old else None


EDITS = {
    "set": (try_set, 5),
    "set list": (try_set_list, 3),
    "unset": (try_unset, 4),
    "clear": (try_clear, 1),
    "add": (try_add, 4),
    "remove": (try_remove, 4),
    "log": (try_log, 4),
    "tick": (try_tick, 2),
    "rename": (try_rename, 2),
}


def choose_entry(odd: OddNote, name: str, random: Random) -> Entry | None:
    """The entry to edit; none for a key that is not there. Nested ones can only be taken away."""
    entries = [one for one in odd.entries if one.piece.kind != "nested" or name == "unset"]
    return random.choice(entries) if entries and random.random() < 0.85 else None


def prove(size: int, seed: int = 20) -> Tally:
    """So many edits of odd notes."""
    random, tally = Random(seed), Tally("bytes", size, 0, [])
    names = [*EDITS]
    weights = [weight for _, weight in EDITS.values()]
    for number, odd in enumerate(make_notes(size, seed)):
        name = random.choices(names, weights)[0]
        entry = choose_entry(odd, name, random)
        note = parse_note(PATH, odd.text)
        try:
            EDITS[name][0](odd, note, entry, random)
            tally.met += 1
        except Refused:
            continue
        except Exception as fault:  # whatever it is, it is no proof
            tally.bad.append(f"{number} {name} {entry and entry.key}: {fault!r} {odd.text!r}")
    return tally


# -- the control ---------------------------------------------------------------------------------


def set_by_lines(text: str, key: str, value: str) -> str:
    """A naive editor: the lines are split, and the one that begins with the key is written anew."""
    lines = text.splitlines()
    found = [at for at, line in enumerate(lines) if re.match(rf"{re.escape(key)}\s*:", line)]
    for at in found[:1]:
        lines[at] = f"{key}: {value}"
    return "\n".join(lines) + "\n"


def set_by_dump(text: str, key: str, value: str) -> str:
    """Another: python-frontmatter reads the note and writes it."""
    post = frontmatter.loads(text)
    post[key] = value
    return frontmatter.dumps(post)


def run_control(size: int, seed: int = 20) -> dict[str, int]:
    """How many notes each naive editor spoils, out of so many with a key to set."""
    spoilt = {"lines": 0, "dump": 0}
    for odd in make_notes(size, seed):
        entry = next((one for one in odd.entries if one.piece.kind == "text"), None)
        if entry is None:
            continue
        for name, edit in (("lines", set_by_lines), ("dump", set_by_dump)):
            try:
                after = edit(odd.text, entry.key, "new")
                check_span(odd, after, entry.start, entry.end)
                check_readings(odd, after, entry.key, ["new"])
            except (Fault, yaml.YAMLError, ValueError):
                spoilt[name] += 1
    return spoilt


def main(arguments: Sequence[str] | None = None) -> int:
    """Prove and tell; 1 where something is bad, too little was met, or the control passes."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.prove_bytes", description=__doc__)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args(arguments)
    tally = prove(options.size, options.seed)
    spoilt = run_control(max(options.size // 20, 50), options.seed)
    for line in tally.bad[:20]:
        print(line, file=sys.stderr)
    told = ", ".join(f"{name} spoils {count}" for name, count in spoilt.items())
    print(f"control: {told} of {max(options.size // 20, 50)} notes", file=sys.stderr)
    print(tally)
    return int(tally.is_bad or not all(spoilt.values()))


if __name__ == "__main__":
    sys.exit(main())
