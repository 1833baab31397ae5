"""inspect_template(): everything that is wrong with one template, found inside the child."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from infoview_md.letters.environment import SUBJECT, LetterEnvironment
from infoview_md.letters.filling import Fault, explain, fill
from infoview_md.letters.grammar import find_faults, find_set_names

Place = tuple[str, int, int, str]
"""Template, line and column from 1, sentence."""
MAX_FAMILY = 16


def inspect_template(
    environment: LetterEnvironment, name: str, samples: Mapping[str, str]
) -> Iterator[Place]:
    """What is wrong with the text and the subject of a template, and with what it makes.

    It is filled twice where its text is sound: once with `samples`, once with nothing at all.
    """
    found = [*_inspect_texts(environment, name)]
    yield from found
    if found:
        return
    told: set[str] = set()
    for slots in (samples, dict.fromkeys(samples, "")):
        try:
            fill(environment, name, slots, {slot: f"[{slot}]" for slot in slots})
        except Fault as fault:
            if fault.sentence not in told:
                told.add(fault.sentence)
                yield fault.template, fault.line, 1, fault.sentence


def _inspect_texts(environment: LetterEnvironment, name: str) -> Iterator[Place]:
    for part in (name + SUBJECT, name):
        owner = environment.texts.files.get(part, name)
        try:
            source, tree = _parse(environment, part)
            environment.set_names |= find_set_names(tree)
            environment.set_names |= _names_of_family(environment, tree)
            for fault in find_faults(tree, environment.vocabulary):
                column = _find_column(source, fault.line, fault.word)
                yield owner, fault.line, column, fault.message
            if part == name:
                yield from _inspect_blocks(environment, name, tree, source)
        except Exception as error:
            fault_of_text = explain(error, part, environment.texts.files)
            column = 1
            if isinstance(error, TemplateSyntaxError):
                source, _, _ = environment.texts.get_source(environment, part)
                column = _find_column(source, fault_of_text.line, "")
            yield fault_of_text.template, fault_of_text.line, column, fault_of_text.sentence


def _parse(environment: LetterEnvironment, name: str) -> tuple[str, nodes.Template]:
    source, _, _ = environment.texts.get_source(environment, name)
    return source, environment.parse_only(source, name)


def _find_column(source: str, line: int, word: str) -> int:
    """The column of a word on its line, from 1; of the first brace where it is not there."""
    lines = source.split("\n")
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    whole = rf"{re.escape(word)}(?!\w)"
    patterns = (rf"(?<![\w.]){whole}", rf"(?<!\w){whole}") if word else ()
    searches = (re.search(pattern, text) for pattern in (*patterns, r"\{[{%#]", r"\S"))
    return next((found.start() + 1 for found in searches if found), 1)


# -- blocks ----------------------------------------------------------------------------------------


def _inspect_blocks(
    environment: LetterEnvironment, name: str, tree: nodes.Template, source: str
) -> Iterator[Place]:
    """Where a template builds on another: blocks that are none there, text that nobody prints."""
    parents = [*_find_parents(environment, tree)]
    if not parents:
        return
    known = {block.name for _, parent in parents for block in parent.find_all(nodes.Block)}
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in known:
            near = get_close_matches(node.name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"write {' or '.join(sorted(known))}"
            sentence = f"“{parents[0][0]}” has no block “{node.name}” to override; {hint}"
            yield name, node.lineno, _find_column(source, node.lineno, node.name), sentence
        elif isinstance(node, nodes.Output) and (line := _find_words(node)):
            sentence = "this stands outside of every block, and is never printed; move it into one"
            yield name, line, 1, sentence


def _find_words(output: nodes.Output) -> int:
    """The line of the first words in an output, 0 where there are only blanks."""
    for node in output.nodes:
        if not isinstance(node, nodes.TemplateData):
            return node.lineno
        if node.data.strip():
            before = node.data[: len(node.data) - len(node.data.lstrip())]
            return node.lineno + before.count("\n")
    return 0


def _find_parents(
    environment: LetterEnvironment, tree: nodes.Template
) -> Iterator[tuple[str, nodes.Template]]:
    for _ in range(MAX_FAMILY):
        extends = next((node for node in tree.body if isinstance(node, nodes.Extends)), None)
        if extends is None or not isinstance(extends.template, nodes.Const):
            return
        name = extends.template.value
        if name not in environment.texts.texts:
            return
        _, tree = _parse(environment, name)
        yield name, tree


def _names_of_family(environment: LetterEnvironment, tree: nodes.Template) -> set[str]:
    parents = (parent for _, parent in _find_parents(environment, tree))
    return {name for parent in parents for name in find_set_names(parent)}
