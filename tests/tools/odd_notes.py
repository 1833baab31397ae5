"""Odd notes by the thousand: put together of pieces, so that it is known where each key stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Piece:
    """How a key and its value may be written: `{k}` is the key; `values` is what is read of it.

    `kind` is `text`, `list` or `nested`; `is_usual` says that a value set back is written so.
    """

    text: str
    values: tuple[str, ...] = ()
    kind: str = "text"
    is_usual: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of an odd note: its piece, and where its lines stand in the note's text."""

    key: str
    piece: Piece
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OddNote:
    """A note's text, the entries of its front matter, and where another key would be added."""

    text: str
    entries: tuple[Entry, ...]
    matter_end: int
    newline: str
    has_matter: bool = True


TEXTS = (
    Piece("{k}: x", ("x",), is_usual=True),
    Piece("{k}: some words  # c", ("some words",), is_usual=True),
    Piece("{k}: 'it''s'", ("it's",), is_usual=True),
    Piece('{k}: "a: b" # "c"', ("a: b",), is_usual=True),
    Piece('{k}: "a \\"b\\" \\u00e9"', ('a "b" é',)),
    Piece("{k}    : aligned   # c", ("aligned",), is_usual=True),
    Piece("{k}:\ttab", ("tab",), is_usual=True),
    Piece("{k}: C#", ("C#",), is_usual=True),
    Piece("{k}: 🙂 ß", ("🙂 ß",), is_usual=True),
    Piece("{k}: one\n  two", ("one two",)),
    Piece("{k}: 'one\n\n  two'", ("one\ntwo",)),
    Piece('{k}: "one \\\n  two"', ("one two",)),
    Piece("{k}: |\n  a\n  # no comment\n  ---\n  b", ("a\n# no comment\n---\nb\n",)),
    Piece("{k}: >-  # c\n    a\n    b\n\n    c", ("a b\nc",)),
    Piece("{k}: |2-\n   a\n  b", (" a\nb",)),
    Piece('{k}: "[[Old Name]]"', ("[[Old Name]]",), is_usual=True),
    Piece("{k}: '[[Old Name|x]]'   ", ("[[Old Name|x]]",), is_usual=True),
    Piece("{k}:"),
    Piece("{k}:   # c"),
    Piece("{k}: ~ # c"),
    Piece('{k}: ""', ("",)),
    Piece("{k}: NO", ("NO",)),
    Piece("{k}: 0123", ("0123",)),
    Piece("{k}: 12:30", ("12:30",)),
    Piece("{k}: a:b", ("a:b",), is_usual=True),
    Piece("'{k}': x", ("x",), is_usual=True),
    Piece('"{k}" : x', ("x",), is_usual=True),
)
LISTS = (
    Piece("{k}: [a, b]", ("a", "b"), "list", is_usual=True),
    Piece("{k}: [ a , 'b' ] # c", ("a", "b"), "list"),
    Piece("{k}: [a,\n  b, # c\n  # d\n  e\n  ]", ("a", "b", "e"), "list"),
    Piece("{k}: [\n  a,\n  b\n]", ("a", "b"), "list", is_usual=True),
    Piece("{k}: []", (), "list"),
    Piece("{k}: [~, a,]", ("a",), "list"),
    Piece("{k}:\n  - a\n  - b", ("a", "b"), "list", is_usual=True),
    Piece("{k}:\n- a\n-  'b: b'", ("a", "b: b"), "list"),
    Piece("{k}: # c\n    - a # a\n    # own\n    - b", ("a", "b"), "list"),
    Piece("{k}:\n  - |\n    x\n    # y\n  - z\n  -", ("x\n# y\n", "z"), "list"),
    Piece("{k}:\n  -\n    a\n  - 'b\n    c'", ("a", "b c"), "list"),
    Piece('{k}:\n  - "[[Old Name]]"\n  - Old Name', ("[[Old Name]]", "Old Name"), "list"),
)
NESTED = (
    Piece("{k}:\n  a: |\n    # t\n  b: [1]\n  # c", (), "nested"),
    Piece("{k}: {a: b, c: [d]} # e", (), "nested"),
    Piece("{k}:\n- a: b\n  c: d", (), "nested"),
)
KEYS = (
    "role", "company", "why_you", "areas", "email", "x", "name", "two words", "status", "🙂",
    "a-b",
)  # fmt: skip
BETWEEN = ("", "", "# c", "#", "# status: x", "# ---", "#\tx: 'y")
BODY = (
    "status: x", "---", "***", "a\u2028b\x85c\u2029d\x0be\x0cf", "\ufeff", "|", "# c", "\ttab",
    '\'q\' "q"', "- a", "```\n## Log\n- [ ] no\n[[Old Name]]\n```", "~~~\nrole: x\n~~~",
    "%% - [ ] no %%", "50%", "", "<!--\n- [ ] no\n-->", "## Log", "## Log",
    "- 2026-11-03 request", "", "- 2026-11-11 reply yes\n  below", "- 2026-11-20 thanks email",
    "* 2026-11-05 met: x", "- [ ] task @2026-12-01", "1. [x] done", "text", "> - [-] quoted",
    "[[Old Name]]", "![[Old Name#h|s]] and `[[Old Name]]`", "| [[Old Name\\|x]] |", "",
    "Title\n===", "### Sub", "lone\rreturn", "text  ", "\xa0", "`code", "\\%% x", "x: [a", "...",
)  # fmt: skip


def make_notes(count: int, seed: int = 20) -> Iterator[OddNote]:
    """So many odd notes; the same for the same seed."""
    random = Random(seed)
    for _ in range(count):
        yield make_note(random)


def make_note(random: Random) -> OddNote:
    """One odd note."""
    newline = "\r\n" if random.random() < 0.3 else "\n"
    bom = "\ufeff" if random.random() < 0.15 else ""
    body = newline.join(random.choices(BODY, k=random.randint(0, 12))).replace("\n", newline)
    body = body.replace("\r\r\n", "\r\n") + newline * (random.random() < 0.8)
    if random.random() < 0.05:
        text = f"{bom}# Title{newline}{newline}{body}"
        return OddNote(text, (), len(bom), newline if "\n" in text else "\n", False)
    text, entries = f"{bom}---{newline}", []
    for key in random.sample(KEYS, random.choice((0, 1, 2, 2, 3, 3, 4, 6))):
        kinds = random.choices((TEXTS, LISTS, NESTED), (6, 4, 1))[0]
        piece = random.choice(kinds)
        shown = piece.text.replace("{k}", key).replace("\n", newline) + newline
        entries.append(Entry(key, piece, len(text), len(text) + len(shown)))
        text += shown
        if random.random() < 0.3:
            text += random.choice(BETWEEN) + newline
    end = len(text)
    fence = random.choice(("---", "---", "---", "---  ", "..."))
    return OddNote(f"{text}{fence}{newline}{body}", tuple(entries), end, newline)
