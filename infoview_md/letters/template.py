"""Template: the front matter of a letter template, and which template a letter is made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from infoview_md.core.letter_kind import BY_WORD
from infoview_md.core.note import Field, Note, Shape, parse_note
from infoview_md.core.schema import LETTER_KINDS
from infoview_md.errors import TemplateFault
from infoview_md.letters.slots import SLOTS
from infoview_md.letters.tongue import ENGLISH

SHIPPED = "shipped/"
"""Before a template's name: the one we ship, also where the vault has its own of that name."""

MAX_PARENTS = 8
"""How many templates may extend each other in a row; a letter needs two."""

EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+(["'])(?P<name>[^"'\n]*)\1\s*[-+]?%\}""")
WORDS = re.compile(r"[1-9]\d{0,4}")


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a template, and where it stands, so that a fault in it can be shown there."""

    text: str
    template: str
    line: int


@dataclass(frozen=True, slots=True)
class Template:
    """What a letter is made from.

    `subject` is Jinja like the body. `requires` are the slots without which the letter makes no
    sense, whether or not its text prints them; `max_words` is the template's own limit of L01,
    `rules` the pack it was written for, `language` the tongue it is in (empty: English).
    """

    name: str
    kind: str
    subject: Part
    requires: tuple[str, ...] = ()
    max_words: int | None = None
    rules: str = ""
    language: str = ""


def template_fault(name: str, line: int, sentence: str) -> TemplateFault:
    """The error for a fault on a line of a template, named as the person finds its file."""
    owner = "shipped " if name.startswith(SHIPPED) else ""
    place = f"{owner}templates/{name.removeprefix(SHIPPED)}.md:{line}"
    return TemplateFault(f"{place}: {sentence}", name, line, sentence)


def choose_template(
    kind: str, pack: str, tie: str, texts: Mapping[str, str], language: str = ENGLISH
) -> str:
    """The name of the template for a letter: `KIND-PACK`, else `KIND-TIE`, else `KIND`.

    In another language than English the three are looked for with its code behind, `KIND-de`,
    before those without. Raises TemplateFault where there is none; the sentence lists the kinds
    that have one.
    """
    names = (f"{kind}-{pack}", f"{kind}-{tie}", kind)
    abroad = tuple(f"{name}-{language}" for name in names) if language != ENGLISH else ()
    for name in (*abroad, *names):
        if name in texts and "/" not in name and _is_letter(read_template_note(name, texts)):
            return name
    known = ", ".join(find_kinds(texts)) or "none"
    raise TemplateFault(
        f"there is no template for “{kind}”; write templates/{kind}.md, or name a kind that has"
        f" one: {known}"
    )


def find_kinds(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The letters for which there is a template, by their words, as they come up; then the rest."""
    words = {word_of(read_template_note(name, texts)) for name in list_letters(texts)}
    known = [word for word in BY_WORD if word in words]
    return (*known, *sorted(words.difference(BY_WORD)))


def list_letters(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the templates of letters; those of notes are none, and `shipped/…` not named."""
    names = (name for name in texts if "/" not in name)
    return tuple(sorted(name for name in names if _is_letter(read_template_note(name, texts))))


def word_of(note: Note) -> str:
    """The word for the letter that a template makes: `update-met` of `update-met-de`."""
    stem = note.path.stem
    fitting = [word for word in BY_WORD if stem == word or stem.startswith(f"{word}-")]
    return max(fitting, key=len, default=_kind_of(note))


def read_template_note(name: str, texts: Mapping[str, str]) -> Note:
    """A template's text split into front matter and body; faults are left in its problems."""
    return _read_note(name, texts[name])


# A batch makes each letter from the same few.
@lru_cache(maxsize=64)
def _read_note(name: str, text: str) -> Note:
    return parse_note(PurePosixPath(f"{name}.md"), text)


def jinja_source(note: Note) -> str:
    """The body of a template, on the lines on which it stands in the file."""
    return "\n" * (note.body_line - 1) + note.body


def parse_template(name: str, texts: Mapping[str, str]) -> Template:
    """The template `name`; what its front matter lacks comes from the template it builds on.

    That is the one it extends, else the shipped one of its name. Raises TemplateFault with the
    line for a front matter that cannot be read, a template that is missing, or a circle.
    """
    family = _find_family(name, texts)
    fields = _join_fields(family)
    subject = fields.get("subject")
    return Template(
        name=name,
        kind=_check_kind(name, family, fields),
        subject=_part(*subject) if subject else Part("", name, 1),
        requires=_read_requires(fields),
        max_words=_read_max_words(fields),
        rules=_read_text(fields, "rules"),
        language=_read_text(fields, "language"),
    )


Fields = Mapping[str, tuple[str, Field]]
"""Each key of a front matter with the name of the template that has it."""


def _find_family(name: str, texts: Mapping[str, str]) -> dict[str, Note]:
    """The template and those it builds on, the nearest first, each with its note."""
    family: dict[str, Note] = {}
    child, line = name, 1
    while name:
        if name in family or len(family) > MAX_PARENTS:
            raise template_fault(
                child, line, f"it extends “{name}” in a circle; extend “{SHIPPED}…” instead"
            )
        if name not in texts:
            raise template_fault(
                child, line, f"there is no template “{name}” to extend; correct its name"
            )
        note = family[name] = read_template_note(name, texts)
        if note.problems:
            problem = note.problems[0]
            raise template_fault(name, problem.line, problem.message)
        child = name
        name, line = _find_parent(name, note, texts)
    return family


def _find_parent(name: str, note: Note, texts: Mapping[str, str]) -> tuple[str, int]:
    """The template that this one builds on, if any, and the line that says so."""
    if found := EXTENDS.search(note.body):
        return found["name"], note.place(note.body_start + found.start())[0]
    ours = SHIPPED + name
    is_ours = name.startswith(SHIPPED) or texts.get(ours) == texts[name]
    return (ours, 1) if ours in texts and not is_ours else ("", 1)


def _join_fields(family: Mapping[str, Note]) -> Fields:
    joined: dict[str, tuple[str, Field]] = {}
    for name, note in family.items():
        for key, field in note.fields.items():
            joined.setdefault(key, (name, field))
    return joined


def _check_kind(name: str, family: Mapping[str, Note], fields: Fields) -> str:
    own = name.removeprefix(SHIPPED)
    if "kind" not in fields:
        return _kind_of(family[name])
    owner, field = fields["kind"]
    kind = "".join(field.raws)
    if own == kind or own.startswith(f"{kind}-"):
        return kind
    raise template_fault(
        owner,
        field.key.line,
        f"“kind: {kind}” does not fit its name; call it {kind}.md or {kind}-….md",
    )


def _kind_of(note: Note) -> str:
    """The kind a template says it is for, else the one its name begins with."""
    if (field := note.fields.get("kind")) and field.values:
        return field.values[0].raw
    stem = note.path.stem
    fitting = [kind for kind in LETTER_KINDS if stem == kind or stem.startswith(f"{kind}-")]
    return max(fitting, key=len, default=stem)


def _is_letter(note: Note) -> bool:
    """False for the templates of notes, which say `type: contact` and the like."""
    field = note.fields.get("type")
    return field is None or field.raws == ["letter"]


def _part(name: str, field: Field) -> Part:
    if field.shape is Shape.SCALAR and field.values:
        return Part(" ".join(field.values[0].raw.split()), name, field.values[0].line)
    return Part("", name, field.key.line)


def _read_text(fields: Fields, key: str) -> str:
    return fields[key][1].values[0].raw if key in fields and fields[key][1].values else ""


def _read_requires(fields: Fields) -> tuple[str, ...]:
    if "requires" not in fields:
        return ()
    name, field = fields["requires"]
    for value in field.values:
        if value.raw not in SLOTS:
            what = f"it requires “{value.raw}”, which is no slot; docs/letters.md lists them"
            raise template_fault(name, value.line, what)
    return tuple(field.raws)


def _read_max_words(fields: Fields) -> int | None:
    raw = _read_text(fields, "max_words")
    if raw and not WORDS.fullmatch(raw):
        name, field = fields["max_words"]
        raise template_fault(
            name, field.key.line, f"“max_words: {raw}” is not a number; write one such as 100"
        )
    return int(raw) if raw else None
