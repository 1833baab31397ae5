"""fill(): one letter inside the child: a template and its slots → subject and body, or a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import TemplateNotFound
from jinja2.exceptions import TemplateError, TemplateSyntaxError

from infoview_md.letters.blank import Blank
from infoview_md.letters.environment import (
    SUBJECT,
    LetterEnvironment,
    Misuse,
    TooLarge,
    nest,
    walk_trace,
)

MAX_OUTPUT = 200_000
"""Bytes of a finished letter."""


TRACE = "object.__getattr__"
"""The event of looking into a traceback; nothing of a template runs while that is permitted."""


class Fault(Exception):
    """What is wrong with a template, by its name, its line and a sentence."""

    def __init__(self, template: str, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.template, self.line, self.sentence = template, line, sentence


@dataclass(frozen=True, slots=True)
class Filled:
    """Subject and body as Jinja2 made them, and the blank slots that were printed, in order."""

    subject: str
    body: str
    blanks: tuple[str, ...]


def fill(
    environment: LetterEnvironment,
    template: str,
    slots: Mapping[str, str],
    gap_texts: Mapping[str, str],
) -> Filled:
    """Fill a template's slots; Fault for whatever goes wrong in it, in whatever way."""
    printed: dict[str, None] = {}
    context = nest(
        {slot: slots[slot] or Blank(gap_texts.get(slot, ""), slot, printed) for slot in slots}
    )
    subject, body = (_run(environment, name, context) for name in (template + SUBJECT, template))
    return Filled(subject, body, tuple(printed))


def _run(environment: LetterEnvironment, name: str, context: Mapping[str, object]) -> str:
    try:
        return "".join(_limit(name, environment.get_template(name).generate(context)))
    except Exception as error:  # whatever it is, the template made it happen
        with environment.permit(TRACE):
            raise explain(error, name, environment.texts.files) from None


def _limit(name: str, chunks: Iterator[str]) -> Iterator[str]:
    size = 0
    for chunk in chunks:
        size += len(chunk.encode("utf-8", "replace"))
        if size > MAX_OUTPUT:
            raise Fault(name, 1, f"its letter is over {MAX_OUTPUT:,} bytes; shorten it")
        yield chunk


def explain(error: Exception, name: str, files: Mapping[str, str]) -> Fault:
    """An error as a fault with its place: of the syntax error, else of the last template frame."""
    place, sentence = (name, 1), _say(error)
    if isinstance(error, Fault):
        place, sentence = (error.template, error.line), error.sentence
    elif isinstance(error, TooLarge):
        place = (str(error), 1)
    elif isinstance(error, TemplateSyntaxError):
        place = (error.name or name, error.lineno)
    else:
        for frame in walk_trace(error):
            place = frame
    template, line = place
    return Fault(files.get(template, template.removesuffix(SUBJECT)), line, sentence)


def _say(error: Exception) -> str:
    if isinstance(error, TooLarge):
        return "it is over 64 KB; shorten it"
    if isinstance(error, TemplateNotFound):
        return f"there is no template “{error.name}”; correct its name"
    if isinstance(error, RecursionError):
        return "it is nested too deep, or extends itself; write it flat"
    if isinstance(error, MemoryError | SyntaxError):
        return "it needs too much memory, or is nested too deep; write it flat"
    if isinstance(error, Misuse):
        return error.message or ""
    what = error.message if isinstance(error, TemplateError) else str(error)
    what = (what or type(error).__name__).rstrip(".")
    return f"{what}; docs/letters.md says what a template may hold"
