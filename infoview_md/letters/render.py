"""render(): one template and its slots → subject and body; the door to where templates run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from infoview_md.errors import Busy, ServiceMissing, TemplateFault
from infoview_md.letters.sandbox import Child, ChildLost, TooSlow, start_child
from infoview_md.letters.template import Template, template_fault

SECONDS = 2.5
"""What one letter may take."""
START_SECONDS = 60
"""What the child may take to get ready, on a machine with better things to do."""
MAX_SENTENCE = 500
MAX_LINE = 100_000
LOOSE_END = re.compile(r"[^\S\n]$|[^\S\n](?=\n)")


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
    renderer: Renderer | None = None,
) -> Rendering:
    """Fill a template's slots.

    `slots` holds every slot by its dotted name; for an empty one, its text in `gap_texts` is
    printed. For more than one letter hand over an open `renderer` of the same texts. Raises
    TemplateFault, with file and line, for whatever goes wrong in a template.
    """
    if renderer is not None:
        return renderer.render(template, slots, gap_texts)
    with open_renderer(texts) as once:
        return once.render(template, slots, gap_texts)


@contextmanager
def open_renderer(texts: Mapping[str, str]) -> Iterator[Renderer]:
    """A renderer for a batch of letters from these template texts; its process ends with it.

    Open it before anything starts a thread (a progress bar does).
    """
    renderer = Renderer(texts)
    try:
        renderer.start()
        yield renderer
    finally:
        renderer.close()


class Renderer:
    """Renders letter after letter in one child; a child that is lost costs its letter only.

    `texts` are the template texts by name.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._child: Child | None = None

    def start(self) -> None:
        """Have a child ready; Busy where none can be made, ServiceMissing where it dies at once."""
        if self._child is not None:
            return
        try:
            self._child = start_child()
        except OSError as error:
            reason = error.strerror or error
            raise Busy(f"no process could be started for the letter: {reason}; try again") from None
        try:
            if "ready" not in self._ask({"texts": dict(self.texts)}, START_SECONDS):
                raise ChildLost
        except (ChildLost, ValueError):
            self.close()
            raise ServiceMissing(
                "the process that fills templates does not start; run `infoview doctor`"
            ) from None

    def close(self) -> None:
        """End the child; the next letter would start another."""
        if self._child is not None:
            child, self._child = self._child, None
            child.end()

    def render(
        self, template: Template, slots: Mapping[str, str], gap_texts: Mapping[str, str]
    ) -> Rendering:
        """As `render()`, with the texts the renderer was opened with."""
        question = {"do": "fill", "slots": dict(slots), "gaps": dict(gap_texts)}
        answer = self._question(template, question)
        subject, body, blanks = (answer.get(key) for key in ("subject", "body", "blanks"))
        if isinstance(subject, str) and isinstance(body, str) and isinstance(blanks, list):
            refuse_half_characters(template, subject + body)
            known = tuple(slot for slot in blanks if isinstance(slot, str) and slot in gap_texts)
            return Rendering(" ".join(subject.split()), tidy(body), known)
        raise self._fault_of(answer, template)

    def inspect(self, template: Template, samples: Mapping[str, str]) -> list[Any]:
        """What the child finds wrong with a template, unchecked: see template_check.py."""
        answer = self._question(template, {"do": "inspect", "slots": dict(samples)})
        if isinstance(problems := answer.get("problems"), list):
            return problems
        raise self._fault_of(answer, template)

    def _question(self, template: Template, question: Mapping[str, object]) -> dict[str, Any]:
        self.start()
        part = template.subject
        subject = [part.text, part.template, part.line]
        try:
            return self._ask({**question, "template": template.name, "subject": subject}, SECONDS)
        except TooSlow:
            raise self._lose(
                template, f"it takes more than {SECONDS} seconds; shorten it"
            ) from None
        except (ChildLost, ValueError):
            raise self._lose(template, "it takes more than a letter may; shorten it") from None

    def _ask(self, question: Mapping[str, object], seconds: float) -> dict[str, Any]:
        """The child's answer, a mapping and nothing more; ValueError where it is none."""
        if self._child is None:
            raise ChildLost
        message = self._child.ask(json.dumps(question).encode(), seconds)
        try:
            answer = json.loads(message)
        except RecursionError:
            raise ValueError from None
        if not isinstance(answer, dict):
            raise ValueError
        return answer

    def _fault_of(self, answer: Mapping[str, object], template: Template) -> TemplateFault:
        """The fault an answer tells, as far as it can be believed."""
        match answer:
            case {"fault": [str(name), int(line), str(sentence)]}:
                known = name if name in self.texts else template.name
                return template_fault(known, clip_line(line), clip_sentence(sentence))
            case {"reached": str(event)}:
                what = f"it reaches for what no template may touch ({event}); take that out"
                return self._lose(template, clip_sentence(what))
        return self._lose(template, "it confuses the process that fills it; write it anew")

    def _lose(self, template: Template, sentence: str) -> TemplateFault:
        self.close()
        return template_fault(template.name, 1, sentence)


def clip_line(line: int) -> int:
    """A line as it can be."""
    return min(max(line, 1), MAX_LINE)


def clip_sentence(sentence: str) -> str:
    """A sentence on one line, of a length to be read, that the terminal shows and nothing more."""
    words = " ".join(sentence.split())
    plain = "".join(char if char.isprintable() else "?" for char in words)
    return plain if len(plain) <= MAX_SENTENCE else plain[:MAX_SENTENCE] + "…"


def refuse_half_characters(template: Template, text: str) -> None:
    """Raise TemplateFault for a lone surrogate, which no file and no mail can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        what = f"U+{ord(text[error.start]):04X}"
        sentence = f"its letter has half a character ({what}); take it out of template or field"
        raise template_fault(template.name, 1, sentence) from None


def tidy(text: str) -> str:
    """The text without blanks at line ends, and with one empty line between paragraphs.

    The line `-- `, which opens a signature in a mail, keeps its blank.
    """
    if LOOSE_END.search(text):
        lines = (line if line == "-- " else line.rstrip() for line in text.split("\n"))
        text = "\n".join(lines)
    if "\n\n\n" in text:
        text = re.sub(r"\n{3,}", "\n\n", text)
    return text.strip("\n") + "\n"
