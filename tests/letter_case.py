"""What the tests of letters are made from: our templates, a pack, people, and case files.

A case file is a letter: its body is the body, and its front matter says what is known: fields of
the contact, `kind` and `subject` of the letter, `people` and `companies` of the vault, `log`,
`owner_intro`, `max_words` and `letter_language`, `takeaway` and `next_step` of a talk, `siblings`
(letters to colleagues) and `attachments`. `finds`, `level` and `line` are expected. A letter is
judged under every pack that we ship and that has the rule on, or under those that `packs` names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath

from infoview_md.core.model import Contact, Interview, Owner
from infoview_md.core.note import Note, Shape, parse_note
from infoview_md.core.pack import Pack, parse_pack
from infoview_md.core.reading import read_record
from infoview_md.letters.lint import Finding, LintContext, lint
from infoview_md.letters.lint.context import Sibling

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "letters"

WHY_YOU = "Your talk on load forecasts in Bergen changed how I think about uncertainty."
INGRID = f"""\
---
type: contact
company: "[[Fjordlys Energi]]"
email: ingrid@fjordlys.example
school: [TU Hamburg]
why_you: {WHY_YOU}
---
"""
MIRA = Owner(
    name="Mira Hartmann",
    given="Mira",
    email="mira@hartmann.example",
    school=("TU Hamburg",),
    intro="after ten years in hospital analytics",
    learning="how grids are planned for storms",
    signature="Mira Hartmann",
)


def read_shipped(folder: str, suffix: str) -> dict[str, str]:
    """The texts we ship in one folder, by name."""
    files = sorted((ROOT / folder).glob(f"*{suffix}"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def read_templates(**own: str) -> dict[str, str]:
    """Our template texts as the room gets them, a vault's own in their place (`_` means `-`)."""
    ours = read_shipped("templates", ".md")
    theirs = {name.replace("_", "-"): text for name, text in own.items()}
    return {**ours, **theirs, **{f"shipped/{name}": text for name, text in ours.items()}}


@lru_cache
def read_pack(name: str = "classic") -> Pack:
    """A pack we ship."""
    return parse_pack(name, read_shipped("rules", ".toml"))


PACKS = tuple(read_shipped("rules", ".toml"))
"""The names of the packs we ship."""


def with_rule(pack: Pack, rule: str, **changes: object) -> Pack:
    """The pack with one rule changed."""
    changed = replace(pack.rules[rule], **changes)  # type: ignore[arg-type]
    return replace(pack, rules={**pack.rules, rule: changed})


def read_contact(text: str = INGRID, name: str = "Ingrid Solheim") -> Contact:
    """The contact in a note's text."""
    record, _ = read_record(parse_note(PurePosixPath(f"contacts/{name}.md"), text))
    assert isinstance(record, Contact)
    return record


@dataclass(frozen=True, slots=True)
class Case:
    """A case file under one pack: the rule it is about, the letter, and what is expected of it."""

    rule: str
    pack: str
    context: LintContext
    passes: bool
    finds: str = ""
    level: str = ""
    line: int = 0

    def find(self) -> list[Finding]:
        """What the case's rule finds in the letter."""
        return [finding for finding in lint(self.context) if finding.rule == self.rule]


def list_cases() -> list[Path]:
    """The case files of all rules."""
    return sorted(CASES.glob("L*/*.md"))


def packs_of(file: Path) -> tuple[str, ...]:
    """The packs under which a case is judged: those it names, else all where its rule is on."""
    named = _list(_read_note(file), "packs")
    assert set(named) <= set(PACKS), f"{file}: {named}"
    return tuple(pack for pack in named or PACKS if read_pack(pack).is_on(file.parent.name))


def count_cases(files: Iterable[Path]) -> Counter[tuple[str, str, str]]:
    """How many letters pass and fail: by rule, pack, and `pass` or `fail`."""
    return Counter(
        (file.parent.name, pack, file.name[:4]) for file in files for pack in packs_of(file)
    )


def find_uncovered(
    files: Iterable[Path], rules: Iterable[str], least: int = 3
) -> list[tuple[str, str, str]]:
    """Each rule, pack and outcome with fewer letters than that; rules that are off need none."""
    counts = count_cases(files)
    return [
        (rule, pack, outcome)
        for rule in rules
        for pack in PACKS
        for outcome in ("pass", "fail")
        if read_pack(pack).is_on(rule) and counts[rule, pack, outcome] < least
    ]


@cache
def _read_note(file: Path) -> Note:
    note = parse_note(PurePosixPath(file.name), file.read_text(encoding="utf-8"))
    assert not note.problems, note.problems
    return note


def read_case(file: Path, pack: str = "classic") -> Case:
    """The case in a file, under one pack."""
    note = _read_note(file)
    said = _scalars(note)
    name = said.get("name", "Ingrid Solheim")
    context = LintContext(
        kind=said["kind"],
        subject=said.get("subject", "20 minutes about your work?"),
        body=note.body,
        contact=read_contact(_contact_text(note, said), name),
        pack=read_pack(pack),
        owner=replace(MIRA, intro=said.get("owner_intro", MIRA.intro)),
        interview=_interview(said),
        siblings=tuple(_siblings(note)),
        attachments=_list(note, "attachments"),
        people=_list(note, "people"),
        companies=_list(note, "companies"),
        language=said.get("letter_language", ""),
        max_words=int(said["max_words"]) if "max_words" in said else None,
    )
    return Case(
        rule=file.parent.name,
        pack=pack,
        context=context,
        passes=file.name.startswith("pass-"),
        finds=said.get("finds", ""),
        level=said.get("level", ""),
        line=int(said.get("line", 0)),
    )


def _siblings(note: Note) -> Iterator[Sibling]:
    """The letters to colleagues: in the front matter, a line's end is written `\\n`."""
    for number, body in enumerate(_list(note, "siblings"), 1):
        yield Sibling(f"Colleague {number}", body.replace("\\n", "\n"), is_sent=number % 2 == 1)


def _interview(said: Mapping[str, str]) -> Interview | None:
    """The talk whose takeaway or next step the case names."""
    if not {"takeaway", "next_step"} & said.keys():
        return None
    return Interview(
        path=PurePosixPath("interviews/2026-11-19 Ingrid Solheim.md"),
        name="2026-11-19 Ingrid Solheim",
        takeaway=said.get("takeaway", ""),
        next_step=said.get("next_step", ""),
    )


def _scalars(note: Note) -> Mapping[str, str]:
    return {
        key: "".join(field.raws)
        for key, field in note.fields.items()
        if field.shape is Shape.SCALAR
    }


def _list(note: Note, key: str) -> tuple[str, ...]:
    return tuple(note.fields[key].raws) if key in note.fields else ()


def _contact_text(note: Note, said: Mapping[str, str]) -> str:
    """The contact's note: the case's front matter over what is known of Ingrid."""
    head = note.text[: note.body_start].strip().removeprefix("---").removesuffix("---").strip("\n")
    known = [line for line in INGRID.split("\n")[2:-2] if line.partition(":")[0] not in note.fields]
    log = f"\n## Log\n\n{said['log']}\n" if "log" in said else ""
    return "\n".join(("---", "type: contact", *known, head, "---", log))
