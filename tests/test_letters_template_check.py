"""What is wrong with a template, and where."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from infoview_md.letters import render as render_module
from infoview_md.letters.render import open_renderer
from infoview_md.letters.template_check import SAMPLES, TemplateProblem, check_template
from tests.letter_case import read_templates
from tests.test_letters_sandbox import Liar

HEAD = '---\nsubject: "On {{ learning }}"\n---\n'


def check(text: str, **others: str) -> list[tuple[int, int, str]]:
    texts = {**read_templates(request=text), **others}
    found = check_template("request", texts)
    assert all(problem.template == "request" for problem in found)
    return [(problem.line, problem.column, problem.sentence) for problem in found]


def test_all_we_ship_is_sound() -> None:
    texts = read_templates()
    with open_renderer(texts) as renderer:
        assert [
            problem for name in texts for problem in check_template(name, texts, renderer)
        ] == []


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ("{{ greeting }}\n  {{ why_yuo }}", 5, 6, "there is no slot “why_yuo”; did you mean why"),
        ("{{ contact.gven }}", 4, 4, "there is no slot “contact.gven”; did you mean contact.g"),
        ("{{ contact }}", 4, 4, "“contact” is no slot; write contact.given or"),
        ("{% if greeting %}\n{{ x }}", 5, 1, "Unexpected end of template"),
        ("a {% fro %}", 4, 3, "Encountered unknown tag 'fro'"),
        ("a {{ greeting | uper }}", 4, 17, "there is no filter “uper”; did you mean upper?"),
        ("{% include 'requst' %}", 4, 13, "there is no template “requst” to include; did you"),
        ("{{ greeting.__class__ }}", 4, 13, "“__class__” is out of reach"),
        ("\n{{ greeting | first(1) }}", 5, 1, "sync_do_first() takes"),
        ("{{ [1] }}", 4, 1, "it prints a list, where a text belongs"),
        ("{% if greeting %}{{ 'a' }}{% else %}{{ 1 / 0 }}{% endif %}", 4, 1, "division by zero"),
        ('{% extends "shipped/request" %}\n{% block clsoe %}x{% endblock %}', 5, 10,
         "“shipped/request” has no block “clsoe” to override; did you mean close?"),
        ('{% extends "shipped/request" %}\n{% block x0 %}x{% endblock %}', 5, 10,
         "“shipped/request” has no block “x0” to override; write ask or close or"),
        ('{% extends "shipped/request" %}\n\nHello\n{% block close %}{% endblock %}', 6, 1,
         "this stands outside of every block"),
        ('{% extends "shipped/request" %}\n{{ greeting }}', 5, 1, "this stands outside of every"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", 1, 1,
         "it takes more than 2.5 seconds"),
    ],
)  # fmt: skip
def test_a_fault_has_line_column_and_sentence(
    text: str, line: int, column: int, sentence: str
) -> None:
    ((found_line, found_column, found),) = check(HEAD + text)
    assert (found_line, found_column) == (line, column)
    assert found.startswith(sentence)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("---\nrequires: [why_yuo]\n---\n", 2, "it requires “why_yuo”, which is no slot"),
        ("---\nkind: nudge\n---\n", 2, "“kind: nudge” does not fit its name"),
        ("---\nkind: [\n---\n", 3, "this is not YAML"),
        ('{% extends "reqest" %}', 1, "there is no template “reqest” to extend"),
        ("---\nsubject: x {{ why_yuo }}\n---\n", 2, "there is no slot “why_yuo”"),
        ("---\nsubject: x {{ why_you\n---\n", 2, "unexpected end of template"),
        ("---\nsubject:\n---\nHello\n", 2, "it has no subject"),
    ],
)
def test_the_front_matter_is_checked(text: str, line: int, sentence: str) -> None:
    ((found_line, _, found),) = check(text)
    assert found_line == line
    assert found.startswith(sentence)


def test_every_fault_is_told_in_the_order_of_the_lines() -> None:
    found = check(HEAD + "{{ a0 }}\n{{ greeting | b0 }}\n{{ c0 }}")
    assert [line for line, _, _ in found] == [5]
    found = check(HEAD + "{{ a0 }}\n{% if b0 %}{{ why_you }}{% endif %}\n{{ a0.c }}")
    assert [line for line, _, _ in found] == [4, 5, 6]


def test_what_is_set_and_nested_is_no_fault() -> None:
    text = """{% extends "shipped/request" %}
{% set tone = "warm" %}
{# a comment #}
{% block close %}{% block inner %}{{ tone }}{% endblock %}{{ super() }}{% endblock %}
"""
    assert check(HEAD + text) == []


def test_a_fault_in_an_included_template_has_its_name() -> None:
    texts: Mapping[str, str] = {"letter": HEAD + "{% include 'part' %}", "part": "\n{{ [1] }}"}
    (problem,) = check_template("letter", texts)
    assert (problem.template, problem.line) == ("part", 2)


def test_a_notes_template_is_no_letter() -> None:
    assert check_template("contact", read_templates()) == ()


def test_a_subject_may_be_inherited_but_not_missing() -> None:
    assert check("Hello.") == []
    (problem,) = check_template("poem", {"poem": "Hello."})
    assert problem == TemplateProblem(
        "poem", 1, 1, "it has no subject; write `subject:` into its front matter"
    )


def test_every_slot_has_a_sample() -> None:
    assert all(SAMPLES.values())


@pytest.mark.parametrize(
    "answer",
    [b'{"problems": [1]}', b'{"problems": [["a", "b", 1, "c"]]}', b'{"problems": 1}', b"{}", b"x"],
)
def test_nothing_the_child_says_is_believed(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_module, "start_child", lambda: Liar(answer))
    (problem,) = check_template("poem", {"poem": HEAD})
    assert problem.sentence.startswith("it ")
