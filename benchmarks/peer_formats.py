"""The same note as papis, todoman and khard write it."""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID

import yaml

from benchmarks.people import Sheet

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
WORD = "Ferry"
"""Changed in the last note of all, before a peer is asked again."""


def as_papis(sheet: Sheet) -> str:
    """info.yaml with the front matter; papis looks into no text, so it has less to read."""
    fields: dict[str, object] = {
        "title": sheet.stem,
        "author": WORD,
        "papis_id": blake2b(sheet.stem.encode(), digest_size=16).hexdigest(),
        **{f"our_{key}": value for key, value in sheet.fields.items()},
    }
    return str(yaml.dump(fields, Dumper=DUMPER, allow_unicode=True))


def as_task(sheet: Sheet) -> str:
    """A VTODO, due at a day of its own."""
    return _lines(
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:bench", "BEGIN:VTODO",
        f"UID:{_uid(sheet)}", "DTSTAMP:20261124T090000Z", "DUE:20261124T090000Z",
        "STATUS:NEEDS-ACTION", f"SUMMARY:{_escape(sheet.stem)}", f"LOCATION:{WORD}",
        f"DESCRIPTION:{_escape(chr(10).join(sheet.body))}", "END:VTODO", "END:VCALENDAR",
    )  # fmt: skip


def as_card(sheet: Sheet) -> str:
    """A vCard 3.0, whatever the note is of."""
    given, _, family = sheet.stem.rpartition(" ")
    return _lines(
        "BEGIN:VCARD", "VERSION:3.0", f"UID:{_uid(sheet)}",
        f"N:{_escape(family)};{_escape(given)};;;", f"FN:{_escape(sheet.stem)}",
        f"ORG:{_escape(str(sheet.fields.get('company', 'Bench')).strip('[]'))}", f"TITLE:{WORD}",
        f"EMAIL;TYPE=work:{_escape(str(sheet.fields.get('email', 'a@bench.example')))}",
        f"NOTE:{_escape(chr(10).join(sheet.body))}", "END:VCARD",
    )  # fmt: skip


def _uid(sheet: Sheet) -> str:
    return str(UUID(bytes=blake2b(sheet.stem.encode(), digest_size=16).digest()))


def _escape(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _lines(*lines: str) -> str:
    return "\r\n".join((*lines, ""))
