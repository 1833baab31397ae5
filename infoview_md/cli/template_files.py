"""Template files: the vault's own and ours, and the edits that make one the vault's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.core.values import did_you_mean
from infoview_md.errors import NotFound, NoVault, Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infoview_md.cli.app import App
    from infoview_md.core.edit import Edit
    from infoview_md.vault.shipped import TemplateTexts

FOLDER = "templates"
SHIPPED = "shipped/"
SKELETON = """\
---
{head}subject: "Write the subject here"
---
{{% block greeting %}}
{{{{ greeting }}}}
{{% endblock %}}

{{% block opening %}}
Write here why you write.
{{% endblock %}}

{{% block ask %}}
{{% endblock %}}

{{% block stance %}}
{{% endblock %}}

{{% block close %}}
{{{{ signature }}}}
{{% endblock %}}
"""
CHILD = """\
{front}{{% extends "{base}" %}}
{{# Write what it is to say instead. What you leave out stays as it is in {base}. #}}

{{% block {block} %}}
{{{{ super() }}}}
{{% endblock %}}
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A template as it is listed; `word` is the letter's, `extends` what it says it builds on.

    `purpose` is what its front matter says under `for`.
    """

    name: str
    word: str
    purpose: str
    language: str
    is_own: bool
    extends: str

    @property
    def file(self) -> str:
        """The file, as problems name it."""
        return say_file(self.name if self.is_own else SHIPPED + self.name)


def read_texts(app: App) -> TemplateTexts:
    """All template texts by name; outside a vault only ours."""
    from infoview_md.vault.shipped import read_templates

    try:
        return read_templates(app.vault.root)
    except NoVault:
        return read_templates(None)


def find_names(app: App) -> tuple[str, ...]:
    """The names of the templates of letters, and of the vault's own that cannot be read."""
    from infoview_md.letters.template import list_letters

    texts = read_texts(app)
    return tuple(sorted((*list_letters(texts), *texts.faults)))


def list_templates(app: App) -> list[Listed]:
    """The templates of letters, in the order in which their letters come up."""
    from infoview_md.core.letter_kind import BY_WORD
    from infoview_md.letters.template import list_letters

    texts = read_texts(app)
    rows = [_list_one(name, texts) for name in list_letters(texts)]
    order = {word: number for number, word in enumerate(BY_WORD)}
    return sorted(rows, key=lambda one: (order.get(one.word, len(order)), one.name))


def _list_one(name: str, texts: Mapping[str, str]) -> Listed:
    from infoview_md.errors import TemplateFault
    from infoview_md.letters.template import EXTENDS, parse_template, read_template_note, word_of

    note = read_template_note(name, texts)
    try:
        language = parse_template(name, texts).language or "en"
    except TemplateFault:
        language = ""
    found = EXTENDS.search(note.body)
    return Listed(
        name=name,
        word=word_of(note),
        purpose=" ".join(note.fields["for"].raws) if "for" in note.fields else "",
        language=language,
        is_own=texts.get(SHIPPED + name) != texts[name],
        extends=found["name"] if found else "",
    )


def get_text(name: str, texts: Mapping[str, str]) -> str:
    """The text of a template; NotFound where there is none, TemplateFault for one not readable."""
    refuse_unknown(name, texts)
    return texts[name]


def refuse_unknown(name: str, texts: Mapping[str, str]) -> None:
    """NotFound, with what it may have been, where there is no template of a name."""
    if name not in texts:
        hint = did_you_mean(name, sorted(texts)) or "; infoview templates lists them"
        raise NotFound(f"there is no template “{name}”{hint}")


def render_for(app: App, name: str, texts: Mapping[str, str], contact: str) -> str:
    """The letter that a template makes for a contact, whichever template they would get."""
    from infoview_md.cli.letter_desk import find_contact
    from infoview_md.letters.compose import compose, format_draft
    from infoview_md.letters.occasion import make_occasion
    from infoview_md.letters.template import read_template_note, word_of

    word = word_of(read_template_note(name.removeprefix(SHIPPED), {name.removeprefix(SHIPPED): ""}))
    occasion = make_occasion(find_contact(app, contact), app.outlook)
    return format_draft(compose(word, texts, occasion, template=name)).rstrip("\n")


def say_file(name: str) -> str:
    """A template's file: `templates/request.md`, or `shipped templates/request.md` for ours."""
    owner = "shipped " if name.startswith(SHIPPED) else ""
    return f"{owner}{FOLDER}/{name.removeprefix(SHIPPED)}.md"


def find_path(name: str) -> PurePosixPath:
    """The file of the vault's own template; UsageError for a name that no template can have."""
    from infoview_md.vault.shipped import NAME

    if not NAME.fullmatch(name):
        raise UsageError(
            f"“{name}” is no name for a template; write small letters, figures and hyphens, such"
            " as request-mentor"
        )
    return PurePosixPath(FOLDER, f"{name}.md")


def copy_edits(app: App, name: str) -> list[Edit]:
    """What copies one of ours into the vault; nothing where the vault has its own."""
    from infoview_md.core.edit import new_file

    path = find_path(name)
    is_own = (app.vault.root / path).exists()
    return [] if is_own else [new_file(path, get_text(name, read_texts(app)))]


def make_edit(app: App, name: str, base: str | None, block: str, language: str | None) -> Edit:
    """What makes a template of the vault's own; Refused where it has one of that name."""
    from infoview_md.core.edit import new_file
    from infoview_md.letters.template import parse_template

    path, texts = find_path(name), read_texts(app)
    if (app.vault.root / path).exists():
        raise Refused(f"{path} is there already; infoview templates edit {name}")
    if language and not name.endswith(f"-{language}"):
        raise UsageError(f"letters in another language are found by it; call it {name}-{language}")
    if base is not None:
        get_text(base, texts)
        _check_name(name, base, texts)
    text = make_text(name, base or _find_base(name, texts, language), block, language)
    parse_template(name, {**texts, name: text})
    return new_file(path, text)


def _check_name(name: str, base: str, texts: Mapping[str, str]) -> None:
    """UsageError where the name would make it the template of another letter than its base."""
    from infoview_md.letters.template import parse_template

    kind = parse_template(base, texts).kind
    if name != kind and not name.startswith(f"{kind}-"):
        raise UsageError(f"what builds on {base} is a {kind}; call it {kind}-{name}")


def make_text(name: str, base: str, block: str, language: str | None) -> str:
    """The text of a new template; without anything to build on, all five blocks of a letter."""
    head = f"language: {language}\n" if language else ""
    if not base:
        return SKELETON.format(head=head)
    front = f"---\n{head}---\n" if head else ""
    return CHILD.format(front=front, base=base, block=block)


def _find_base(name: str, texts: Mapping[str, str], language: str | None) -> str:
    """Ours of that name, else the letter whose word the name begins with; nothing for a new one."""
    from infoview_md.letters.template import read_template_note, word_of

    if SHIPPED + name in texts:
        return SHIPPED + name
    word = word_of(read_template_note(name, {name: ""}))
    return word if word in texts and language is None else ""
