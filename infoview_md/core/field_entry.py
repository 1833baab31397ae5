"""Entry: what a person types for a field, as the key and the values that the note will hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from infoview_md.core.dayname import read_day, read_past_day
from infoview_md.core.model import Kind
from infoview_md.core.note import Field, Note
from infoview_md.core.quoting import Scalar, is_plain
from infoview_md.core.reading import read_value
from infoview_md.core.schema import BY_KEY, SAME_AS, FieldSpec, FieldType, Keys, fields_of
from infoview_md.core.values import Misread, did_you_mean
from infoview_md.errors import UsageError

SHORT = {"tag": "tags", "area": "areas", "alias": "aliases"}
NEW_KEY = re.compile(r"[^\W\d][\w-]*")
DAY_AND_CLOCK = re.compile(
    r"(?P<day>.*?)(?:\s+at\s+|\s+|(?<=\d)T)(?P<clock>(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)"
)
CHECKBOXES = {"yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false"}
PAST = frozenset({"created", "sent"})
"""Dates of what has happened: for them `friday` is the last one."""

FindLink = Callable[[str, FieldSpec], str]
"""Turns what was typed for a link into the link that is written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of one note: the key as the note writes it, and its row of the table, if it has one.

    `hint` is what to tell a person who may have meant another key.
    """

    key: str
    spec: FieldSpec | None
    hint: str = ""

    @property
    def is_list(self) -> bool:
        """True where the field holds several values; a key of one's own may."""
        return self.spec is None or self.spec.many


def find_entry(note: Note, kind: Kind, typed: str, keys: Keys) -> Entry:
    """The field that a typed key means in this note.

    Our own key, its short form, or the vault's own word for it; what the note has already is used,
    a new key is written as the vault writes it. Any other key is the person's own, and a text.
    UsageError for what can be no key.
    """
    word = typed.casefold().replace("-", "_")
    ours = SHORT.get(word) or SAME_AS.get(word) or keys.fields.get(typed) or word
    spec = next((spec for spec in fields_of(kind) if spec.key == ours), None)
    if spec is None:
        return Entry(_check_key(note, typed), None, _hint(typed, word, kind))
    theirs = [key for key, known in keys.fields.items() if known == ours]
    alike = [key for key, known in SAME_AS.items() if known == ours]
    there = [key for key in (ours, *theirs, *alike) if key in note.fields]
    filled = [key for key in there if not _is_empty(note.fields[key])]
    if typed in theirs:
        theirs.insert(0, typed)
    return Entry(next(iter((*filled, *there, *theirs, ours))), spec)


def _is_empty(field: Field) -> bool:
    return not field.values


def _check_key(note: Note, typed: str) -> str:
    if typed in note.fields:
        return typed
    if not NEW_KEY.fullmatch(typed) or not is_plain(typed):
        raise UsageError(f"“{typed}” can be no key; a key is one word, such as next_step")
    return typed


def _hint(typed: str, word: str, kind: Kind) -> str:
    if word in BY_KEY:
        kinds = " and ".join(BY_KEY[word].kinds)
        return f"`{word}` is a key of {kinds} notes; in a note of kind {kind} nothing reads it"
    near = did_you_mean(word, [spec.key for spec in fields_of(kind)])
    return f"`{typed}` is a key of your own{near}" if near else ""


def read_entry(
    entry: Entry,
    words: Sequence[str],
    kind: Kind,
    today: date,
    find_link: FindLink,
    as_list: bool = False,
) -> Scalar | list[Scalar]:
    """The value, or the values of a list, that the words give a field.

    Words of a field with one value belong together; so do those of a key of one's own, unless
    `as_list`. Raises UsageError, with what is wrong, for words that the field cannot hold.
    """
    spec = entry.spec
    if spec is None and as_list:
        return [word.strip() for word in words if word.strip()]
    if spec is not None and spec.many:
        return [_read(spec, word.strip(), kind, today, find_link) for word in words]
    text = " ".join(words).strip()
    if not text:
        raise UsageError(f"{entry.key}: nothing to set; to take it away: infoview unset")
    return text if spec is None else _read(spec, text, kind, today, find_link)


def _read(spec: FieldSpec, text: str, kind: Kind, today: date, find_link: FindLink) -> Scalar:
    if not text:
        raise UsageError(f"{spec.key}: an empty value says nothing; leave it out")
    if spec.type in (FieldType.LINK, FieldType.LINKS):
        return find_link(text, spec)
    try:
        value = read_value(spec, _in_full(spec, text, today), kind)
    except Misread as fault:
        raise UsageError(f"{spec.key}: {fault}") from None
    # What has a type is written as its type is written; a text stays what was typed.
    return value if isinstance(value, (bool, int, float, date)) else str(value)


def _in_full(spec: FieldSpec, text: str, today: date) -> str:
    """Day words as dates, and `yes` as `true`."""
    if spec.type is FieldType.CHECKBOX:
        return CHECKBOXES.get(text.casefold(), text)
    if spec.type not in (FieldType.DATE, FieldType.DATE_TIME):
        return text
    read = read_past_day if spec.key in PAST else read_day
    if found := DAY_AND_CLOCK.fullmatch(text):
        if spec.type is FieldType.DATE_TIME and (day := read(found["day"], today)):
            return f"{day}T{found['clock']:0>5}"
        return text
    day = read(text, today)
    return day.isoformat() if day else text
