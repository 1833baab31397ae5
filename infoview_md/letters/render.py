"""render(): one template and its slots → subject and body; the only place where templates run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, Undefined, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from infoview_md.errors import TemplateFault
from infoview_md.letters.grammar import FILTERS, GrammarFault, check_grammar
from infoview_md.letters.template import (
    Template,
    jinja_source,
    read_template_note,
    template_fault,
)

MAX_OUTPUT = 200_000
"""Bytes of a finished letter."""
MAX_TEMPLATE = 64 * 1024
"""Bytes of one template."""

SUBJECT = "#subject"
"""After a template's name: its subject line, which is a template of its own to Jinja2."""

# What can go wrong inside a template; all of it is the template's fault, none of it ours.
FAULTS = (
    *(TemplateError, GrammarFault, RecursionError, MemoryError, ArithmeticError, SyntaxError),
    *(TypeError, ValueError, LookupError, AttributeError),
)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A finished letter: `blanks` are the slots without a value that it printed, in order."""

    subject: str
    body: str
    blanks: tuple[str, ...] = ()


def render(
    template: Template,
    texts: Mapping[str, str],
    slots: Mapping[str, str],
    gap_texts: Mapping[str, str],
) -> Rendering:
    """Fill a template's slots.

    `slots` holds every slot by its dotted name; for an empty one, its text in `gap_texts` is
    printed. Raises TemplateFault, with file and line, for whatever goes wrong in a template.
    """
    printed: dict[str, None] = {}
    environment = _Sandbox(_Texts(template, texts), frozenset(slots))
    context = _nest({slot: slots[slot] or _Gap(gap_texts[slot], slot, printed) for slot in slots})
    subject, body = (
        _run(environment, name, context) for name in (template.name + SUBJECT, template.name)
    )
    return Rendering(" ".join(subject.split()), tidy(body), tuple(printed))


def tidy(text: str) -> str:
    """The text without blanks at line ends, and with one empty line between paragraphs.

    The line `-- `, which opens a signature in a mail, keeps its blank.
    """
    lines = (line if line == "-- " else line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


class _Texts(BaseLoader):
    """The template texts as Jinja2 sees them: a mapping, never files; lines where they were."""

    def __init__(self, template: Template, texts: Mapping[str, str]) -> None:
        self.texts = texts
        part = template.subject
        self.subject = "\n" * (part.line - 1) + part.text
        self.subject_name = template.name + SUBJECT
        self.files = {self.subject_name: part.template}

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja2's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        if template == self.subject_name:
            source = self.subject
        elif template in self.texts:
            self.files[template] = template
            source = jinja_source(read_template_note(template, self.texts))
        else:
            raise TemplateNotFound(template)
        if len(source.encode("utf-8", "replace")) > MAX_TEMPLATE:
            raise template_fault(template, 1, "it is over 64 KB; shorten it")
        # The name stands in for a file name, so that a traceback says which template it was.
        return source, template, lambda: True


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 with nothing in it but what the grammar lets through."""

    def __init__(self, loader: _Texts, slots: frozenset[str]) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,
        )
        self.loader: _Texts = loader
        self.slots = slots
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        try:
            check_grammar(tree, self.slots)
        except GrammarFault as fault:
            raise TemplateSyntaxError(fault.message, fault.line, name, filename) from None
        return tree


class _Gap(Undefined):
    """An empty slot: false in a condition, and its own reminder where it is printed."""

    __slots__ = ("_gap_printed", "_gap_slot", "_gap_text")

    def __init__(self, text: str, slot: str, printed: dict[str, None]) -> None:
        super().__init__(name=slot)
        self._gap_text, self._gap_slot, self._gap_printed = text, slot, printed

    def __str__(self) -> str:
        self._gap_printed[self._gap_slot] = None
        return self._gap_text


Context = dict[str, "str | _Gap | Context"]


def _nest(slots: Mapping[str, str | _Gap]) -> Context:
    """`{"owner.name": …}` → `{"owner": {"name": …}}`."""
    context: Context = {}
    for slot, value in slots.items():
        group, _, name = slot.rpartition(".")
        members = context.setdefault(group, {}) if group else context
        if isinstance(members, dict):
            members[name] = value
    return context


def _run(environment: _Sandbox, name: str, context: Context) -> str:
    try:
        return "".join(_limit(name, environment.get_template(name).generate(context)))
    except TemplateFault:
        raise
    except FAULTS as error:
        raise _explain(error, name, environment.loader.files) from None


def _limit(name: str, chunks: Iterator[str]) -> Iterator[str]:
    size = 0
    for chunk in chunks:
        size += len(chunk.encode("utf-8", "replace"))
        if size > MAX_OUTPUT:
            raise template_fault(name, 1, f"its letter is over {MAX_OUTPUT:,} bytes; shorten it")
        yield chunk


def _explain(error: BaseException, name: str, files: Mapping[str, str]) -> TemplateFault:
    """The fault of a template as a sentence with its place."""
    template, line = _find_place(error, name, files)
    return template_fault(files.get(template, template.removesuffix(SUBJECT)), line, _say(error))


def _find_place(error: BaseException, name: str, files: Mapping[str, str]) -> tuple[str, int]:
    """Template and line: of the syntax error, else of the last frame that runs a template."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or name, error.lineno
    place, trace = (name, 1), error.__traceback__
    while trace is not None:
        if (file := trace.tb_frame.f_code.co_filename) in files:
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _say(error: BaseException) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template “{error.name}” to extend; correct its name"
    if isinstance(error, RecursionError | MemoryError):
        return "it is nested too deep, or extends itself; write it flat"
    what = error.message if isinstance(error, TemplateError) else str(error)
    return f"{what or type(error).__name__}; docs/letters.md says what a template may hold"
