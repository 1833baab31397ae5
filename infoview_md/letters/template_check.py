"""check_template(): everything that is wrong with one letter template, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infoview_md.errors import TemplateFault
from infoview_md.letters.render import Renderer, clip_line, clip_sentence, open_renderer
from infoview_md.letters.slots import SLOTS
from infoview_md.letters.template import Template, parse_template, read_template_note

MAX_PROBLEMS = 100
SAMPLES = {
    **{name: f"({slot.label})" for name, slot in SLOTS.items()},
    "minutes": "20",
    "stance": "disclaim",
}
"""A value for every slot, for a letter to nobody."""


@dataclass(frozen=True, slots=True, order=True)
class TemplateProblem:
    """A fault in a template: its name (`shipped/request`), line and column from 1, a sentence.

    The name may be that of another template: one that is extended or included.
    """

    template: str
    line: int
    column: int
    sentence: str


def check_template(
    name: str, texts: Mapping[str, str], renderer: Renderer | None = None
) -> tuple[TemplateProblem, ...]:
    """What is wrong with a template, in the order of its lines; nothing for a note's template.

    Its front matter is read, its text and subject are parsed, and a letter is made from it twice:
    with a value for every slot, and with none. For several templates hand over an open `renderer`
    of the same texts.
    """
    try:
        if not is_letter_template(name, texts):
            return ()
        template = parse_template(name, texts)
    except TemplateFault as fault:
        return (_problem_of(fault, name),)
    if renderer is not None:
        return _check(template, renderer)
    with open_renderer(texts) as once:
        return _check(template, once)


def is_letter_template(name: str, texts: Mapping[str, str]) -> bool:
    """False for the templates of notes, which say `type: contact` and the like."""
    field = read_template_note(name, texts).fields.get("type")
    return field is None or field.raws == ["letter"]


def _check(template: Template, renderer: Renderer) -> tuple[TemplateProblem, ...]:
    found = [] if template.subject.text else [_missing_subject(template)]
    try:
        answers = renderer.inspect(template, SAMPLES)
    except TemplateFault as fault:
        return (*found, _problem_of(fault, template.name))
    found += [_read(answer, template, renderer.texts) for answer in answers[:MAX_PROBLEMS]]
    return tuple(sorted(set(found)))


def _missing_subject(template: Template) -> TemplateProblem:
    part = template.subject
    sentence = "it has no subject; write `subject:` into its front matter"
    return TemplateProblem(part.template, part.line, 1, sentence)


def _problem_of(fault: TemplateFault, name: str) -> TemplateProblem:
    sentence = fault.sentence or fault.message
    return TemplateProblem(fault.template or name, max(fault.line, 1), 1, sentence)


def _read(answer: object, template: Template, texts: Mapping[str, str]) -> TemplateProblem:
    """One answer of the child, as far as it can be believed."""
    match answer:
        case [str(name), int(line), int(column), str(sentence)]:
            known = name if name in texts else template.name
            return TemplateProblem(
                known, clip_line(line), clip_line(column), clip_sentence(sentence)
            )
    sentence = "it confuses the process that checks it; write it anew"
    return TemplateProblem(template.name, 1, 1, sentence)
