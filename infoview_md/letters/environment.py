"""Environment: Jinja2 as letters know it, texts in and text out; it runs in the child alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, nullcontext
from types import CodeType
from typing import Any, NoReturn

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound, nodes
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from infoview_md.letters.blank import Blank
from infoview_md.letters.grammar import Vocabulary, find_faults, find_set_names
from infoview_md.letters.template import jinja_source, read_template_note

MAX_TEMPLATE = 64 * 1024
"""Bytes of one template."""

SUBJECT = "#subject"
"""After a template's name: its subject line, which is a template of its own to Jinja2."""

IMPURE = {"random"}
"""Filters that would make the same letter twice in two ways."""
GLOBALS = ("range", "dict", "namespace", "joiner", "cycler")
BYTES = {"decode", "encode", "to_bytes"}
EXTENSIONS = ("jinja2.ext.do", "jinja2.ext.loopcontrols")

NO_FILE = "<template>"

Permit = Callable[..., AbstractContextManager[None]]
"""Opens the fence around the child for some kinds of events while a template is compiled."""


def permit_anything(*_: str) -> AbstractContextManager[None]:
    """What stands in for the fence where there is none."""
    return nullcontext()


class Misuse(TemplateSyntaxError):
    """What the grammar found; the sentence says all there is to say."""


class TooLarge(Exception):
    """A template over the limit: its name."""


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox of Jinja2 over a mapping of texts, with nothing in it that is not pure."""

    def __init__(
        self,
        texts: Mapping[str, str],
        slots: Iterable[str],
        permit: Permit = permit_anything,
    ) -> None:
        self.texts = TemplateTexts(texts)
        super().__init__(
            loader=self.texts,
            extensions=EXTENSIONS,
            undefined=StrictUndefined,
            finalize=refuse_objects,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,
        )
        self.permit = permit
        self.slots = frozenset(slots)
        self.set_names: set[str] = set()
        self.globals = {name: self.globals[name] for name in GLOBALS}
        for name in IMPURE:
            del self.filters[name]

    template_class = Template  # replaced below: the two know each other

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As the sandbox sees it, and no bytes: letters are text, and codecs are modules."""
        return attr not in BYTES and super().is_safe_attribute(obj, attr, value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As the sandbox does it, but asked first: it would look at a frame before it refuses."""
        if not self.is_safe_attribute(obj, attribute, None):
            return self.unsafe_undefined(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As `getattr`, which brackets fall back to."""
        if isinstance(argument, str) and not isinstance(obj, dict):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    @property
    def vocabulary(self) -> Vocabulary:
        """What templates may name here."""
        known = (self.slots, self.texts.texts, self.filters, self.tests)
        return Vocabulary(*known, names=self.set_names)

    def parse_only(self, source: str, name: str) -> nodes.Template:
        """The tree of a template, unchecked; TemplateSyntaxError."""
        return super()._parse(source, name, name)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        self.set_names |= find_set_names(tree)
        for fault in find_faults(tree, self.vocabulary):
            raise Misuse(fault.message, fault.line, name)
        return tree

    def _compile(self, source: str, filename: str) -> CodeType:  # noqa: ARG002
        # Where Python cannot compile, it looks for a file of that name, to show the line.
        with self.permit("compile", "open"):
            return super()._compile(source, NO_FILE)

    def handle_exception(self, source: str | None = None) -> NoReturn:  # noqa: ARG002
        """Raise what was raised: Jinja2 would compile code only to make the traceback pretty."""
        raise


def refuse_objects(value: Any) -> Any:
    """What is printed, if it is text or a number; anything else is a slip, and no letter's word."""
    if isinstance(value, str | Undefined):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    what = "nothing" if value is None else f"a {type(value).__name__}"
    raise TemplateRuntimeError(f"it prints {what}, where a text belongs")


class LetterTemplate(Template):
    """A template whose imports are made anew for each letter, so that none sees another's words."""

    @classmethod
    def from_code(
        cls,
        environment: Any,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """As Jinja2 does it, with leave to run the code that defines the template."""
        with environment.permit("exec"):
            return super().from_code(environment, code, globals, uptodate)

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        self._module = None
        return super()._get_default_module(ctx)


LetterEnvironment.template_class = LetterTemplate


class TemplateTexts(BaseLoader):
    """The template texts as Jinja2 sees them: a mapping, never files; lines where they were.

    `files` says which template a name belongs to: that of a subject is the one that has the line.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.subjects: dict[str, str] = {}
        self.files: dict[str, str] = {name: name for name in texts}

    def set_subject(self, template: str, text: str, owner: str, line: int) -> None:
        """The subject line of a template, and where it stands."""
        name = template + SUBJECT
        self.subjects[name] = "\n" * (line - 1) + text
        self.files[name] = owner

    def get_source(
        self,
        environment: Any,  # noqa: ARG002 - Jinja2's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text, its name in place of a file's name, and whether it is still the same."""
        if template in self.subjects:
            source = self.subjects[template]
        elif template in self.texts:
            source = jinja_source(read_template_note(template, self.texts))
        else:
            raise TemplateNotFound(template)
        if len(source.encode("utf-8", "replace")) > MAX_TEMPLATE:
            raise TooLarge(template)
        return source, template, lambda: self.subjects.get(template, source) == source

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return sorted(self.texts)


def nest(slots: Mapping[str, str | Blank]) -> dict[str, Any]:
    """`{"owner.name": …}` → `{"owner": {"name": …}}`."""
    context: dict[str, Any] = {}
    for slot, value in slots.items():
        group, _, name = slot.rpartition(".")
        (context.setdefault(group, {}) if group else context)[name] = value
    return context


def walk_trace(error: BaseException) -> Iterator[tuple[str, int]]:
    """Template and line of every frame of a template that an error passed, the innermost last."""
    trace = error.__traceback__
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template) and template.name:
            yield template.name, template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
