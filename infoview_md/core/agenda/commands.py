"""make_command: the words of a command line, quoted so that it can be pasted as it is."""

from __future__ import annotations

import shlex

from infoview_md.core.folding import fold
from infoview_md.core.index import Index
from infoview_md.core.model import Record

# Between double quotes a POSIX shell still acts on these; Windows knows no other quotes at all.
ACTIVE = frozenset('"$`\\!%')


def quote(word: str) -> str:
    """One word of a command line, with quotes only where a shell needs them."""
    if shlex.quote(word) == word:
        return word
    return shlex.quote(word) if ACTIVE.intersection(word) else f'"{word}"'


def make_command(*words: str) -> str:
    """The command line `infoview WORDS`."""
    return " ".join(("infoview", *map(quote, words)))


def handle_of(index: Index, record: Record) -> str:
    """What to call a note on the command line: its name if only it has it, else its path."""
    for name in (record.name, record.stem):
        key = fold(name)
        answering = {*index.table.by_stem.get(key, ()), *index.table.by_name.get(key, ())}
        # A leading dash would be read as an option; what cannot be seen is not printed as it is.
        if answering == {record.path} and not name.startswith("-") and name.isprintable():
            return name
    return str(record.path.with_suffix(""))
