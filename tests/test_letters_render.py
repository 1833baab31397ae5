"""render(): slots, gaps, overrides, and templates that mean harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.errors import TemplateFault
from infoview_md.letters.render import Rendering, open_renderer, render, tidy
from infoview_md.letters.template import Part, Template, parse_template
from tests.letter_case import read_templates

SLOTS = {
    "greeting": "Dear Ingrid,",
    "why_you": "",
    "learning": "how grids are planned",
    "contact.given": "Ingrid",
    "contact.role": "",
    "company.name": "",
}
GAPS = {slot: f"[{slot}: fill it in]" for slot, value in SLOTS.items() if not value}


def fill(body: str, subject: str = "", **others: str) -> Rendering:
    texts = {"letter": body, **others}
    template = Template("letter", "letter", Part(subject, "letter", 1))
    return render(template, texts, SLOTS, GAPS)


# -- slots and gaps ------------------------------------------------------------------------------


def test_subject_and_body_are_filled() -> None:
    rendering = fill("{{ greeting }}\n\nHello {{ contact.given }}.\n", "On {{ learning }}")
    assert rendering == Rendering("On how grids are planned", "Dear Ingrid,\n\nHello Ingrid.\n")


def test_an_empty_slot_prints_as_a_gap_and_is_recorded_once_in_order() -> None:
    rendering = fill("{{ why_you }} {{ contact.role }} {{ why_you }}", "At {{ company.name }}")
    assert rendering.body == (
        "[why_you: fill it in] [contact.role: fill it in] [why_you: fill it in]\n"
    )
    assert rendering.subject == "At [company.name: fill it in]"
    assert rendering.blanks == ("company.name", "why_you", "contact.role")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% if why_you %}yes{% else %}no{% endif %}", "no"),
        ("{% if contact.given %}yes{% endif %}", "yes"),
        ("{% if not company.name and greeting %}yes{% endif %}", "yes"),
        ("{{ contact.role | default('a planner') }}", "a planner"),
        ("{% if why_you is defined %}yes{% else %}no{% endif %}", "no"),
        ("{% if 'grids' in learning %}yes{% endif %}", "yes"),
        ("{% if 'grids' in why_you %}yes{% else %}no{% endif %}", "no"),
        ("{{ 'a' if why_you else 'b' }}", "b"),
        ("{{ contact.given | upper }} {{ learning | capitalize }}", "INGRID How grids are planned"),
        ("{{ contact.given ~ '!' }}", "Ingrid!"),
        ("{% raw %}{{ kept }}{% endraw %}", "{{ kept }}"),
        ("{# a comment #}text", "text"),
        ("{% if contact.given in ('Ingrid', 'Kari') %}yes{% endif %}", "yes"),
    ],
)
def test_conditions_do_not_print_gaps(body: str, expected: str) -> None:
    assert fill(body) == Rendering("", expected + "\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% for n in 'abc' %}{% if n == 'b' %}{% break %}{% endif %}{{ n }}{% endfor %}", "a"),
        ("{% set x = contact.given %}{{ x ~ '!' }}", "Ingrid!"),
        ("{% set x %}{{ greeting }}{% endset %}{{ x | trim(',') }}", "Dear Ingrid"),
        ("{% set n = namespace(a=1) %}{% set n.a = n.a + 41 %}{{ n.a }}", "42"),
        ("{% with x = greeting %}{{ x | length }}{% endwith %}", "12"),
        ("{% macro m(x) %}{{ x }}{{ caller() }}{% endmacro %}{% call m(1) %}b{% endcall %}", "1b"),
        ("{% include 'part' %}", "part of Ingrid"),
        ("{% include 'nowhere' ignore missing %}x", "x"),
        ("{% from 'macros' import hello with context %}{{ hello('you') }}", "hello you, Ingrid"),
        ("{% import 'macros' as m with context %}{{ m.hello(1) }}", "hello 1, Ingrid"),
        ("{% filter upper %}x{% endfilter %}", "X"),
        ("{{ contact['given'] }}", "Ingrid"),
        ("{{ (20 + 10) // 2 }} {{ 7 % 4 }} {{ 2 ** 3 }}", "15 3 8"),
        ("{% block a %}a{% endblock %}{{ self.a() }}", "aa"),
        ("{{ greeting.split() | map('upper') | join('-') }}", "DEAR-INGRID,"),
        ("{{ '%s and %s' | format(contact.given, 'Kari') }}", "Ingrid and Kari"),
        ("{{ learning | wordwrap(10) }}", "how grids\nare\nplanned"),
        ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}", "ab"),
        ("{% if x is not defined %}y{% endif %}{% if greeting %}{% set x = 1 %}{% endif %}", "y"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_jinja(body: str, expected: str) -> None:
    macros = "{% macro hello(x) %}hello {{ x }}, {{ contact.given }}{% endmacro %}"
    rendering = fill(body, part="part of {{ contact.given }}", macros=macros)
    assert rendering == Rendering("", expected + "\n")


@pytest.mark.parametrize(
    "expression",
    [
        "why_you", "why_you.upper()", "why_you + '!'", "'!' + why_you", "why_you[:3]",
        "'%s' | format(why_you)", "'{}'.format(why_you)", "[why_you] | join", "why_you | last",
        "why_you | first", "why_you | wordwrap(9)", "why_you ~ '!'", "why_you | replace('a', 'b')",
    ],
)  # fmt: skip
def test_a_blank_is_never_silent(expression: str) -> None:
    assert fill(f"{{{{ {expression} }}}}").blanks == ("why_you",)
    assert fill(f"{{% set x = {expression} %}}{{{{ x }}}}").blanks == ("why_you",)


@pytest.mark.parametrize("condition", ["why_you", "why_you != ''", "'a' in why_you"])
def test_a_blank_is_nothing_in_a_condition(condition: str) -> None:
    assert fill(f"{{% if {condition} %}}yes{{% else %}}no{{% endif %}}").body == "no\n"


def test_names_that_a_child_sets_are_known_in_its_parent() -> None:
    child = "{% extends 'base' %}{% set tone = 'warm' %}{% block a %}{{ tone }} {% endblock %}"
    assert fill(child, base="{% block a %}{% endblock %}{{ tone }}").body == "warm warm\n"


def test_what_one_letter_says_is_not_known_to_the_next() -> None:
    keep = "{% set ns = namespace(x='') %}{% macro m(t) %}{{ ns.x }}{% set ns.x = t %}"
    keep += "{% endmacro %}"
    texts = {"letter": "{% import 'keep' as k %}{{ k.m(greeting) }}", "keep": keep}
    template = Template("letter", "letter", Part("", "letter", 1))
    with open_renderer(texts) as renderer:
        bodies = [renderer.render(template, SLOTS | {"greeting": word}, GAPS).body for word in "ab"]
    assert bodies == ["\n", "\n"]


def test_a_filtered_gap_is_recorded_too() -> None:
    assert fill("{{ why_you | upper }}").blanks == ("why_you",)


def test_values_are_no_templates_and_nothing_is_escaped() -> None:
    template = Template("letter", "letter", Part("", "letter", 1))
    rendering = render(template, {"letter": "{{ learning }}"}, {"learning": "{{ 7 }} <b> & ”"}, {})
    assert rendering.body == "{{ 7 }} <b> & ”\n"


def test_the_subject_is_one_line() -> None:
    template = Template("letter", "letter", Part("a {{ learning }}", "letter", 1))
    rendering = render(template, {"letter": ""}, {"learning": "b\nBcc: c\u2028d\x85e"}, {})
    assert rendering.subject == "a b Bcc: c d e"


def test_tidy_keeps_paragraphs_and_the_signature_line() -> None:
    assert tidy("\n\na  \n\n\n\nb\n \n-- \nc\n\n") == "a\n\nb\n\n-- \nc\n"


@given(st.text(alphabet="ab \n-\t", max_size=60))
def test_tidy_is_done_after_one_go_and_loses_no_letter(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert [char for char in once if char in "ab"] == [char for char in text if char in "ab"]


# -- blocks --------------------------------------------------------------------------------------


def test_a_vault_overrides_one_block_and_the_rest_stays() -> None:
    own = '{% extends "shipped/request" %}\n{% block close %}\nCheers\n{% endblock %}\n'
    texts = read_templates(request=own)
    slots = {"greeting": "Dear Ingrid,", "signature": "Mira", "stance": "disclaim", **OTHERS}
    body = render(parse_template("request", texts), texts, slots, {}).body
    ours = render(parse_template("shipped/request", texts), texts, slots, {}).body
    assert body == ours.replace("Kind regards,\nMira\n", "Cheers\n")
    assert body != ours


OTHERS = {
    "referrer.name": "Kari", "intro": "After ten years,", "learning": "grids", "why_you": "Y.",
    "minutes": "20", "contact.given": "Ingrid", "school": "TU",
}  # fmt: skip


def test_super_prints_the_block_below() -> None:
    child = '{% extends "base" %}{% block a %}one, {{ super() }}{% endblock %}'
    assert fill(child, base="{% block a %}two{% endblock %}").body == "one, two\n"


# -- templates that mean harm, or are merely wrong -------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ greeting.__class__ }}",
        "{{ greeting['__class__'] }}",
        "{{ contact.__init__.__globals__ }}",
        "{{ greeting.format(contact) }}",
        "{{ '{0.__class__}'.format(greeting) }}",
        "{{ greeting | attr('__class__') }}",
        "{{ greeting | map(attribute='x') }}",
        "{{ self.__init__ }}",
        "{{ cycler }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace() }}",
        "{{ range(10 ** 9) | list }}",
        "{% for n in range(999999999) %}x{% endfor %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% set x = 'a' * 10 ** 9 %}",
        "{{ 'a' * 1000000000 }}",
        "{{ 2 ** 10000000 }}",
        "{{ 1 / 0 }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ 'a' | center(1000000000) }}",
        "{{ greeting | upper(1, 2, 3) }}",
        "{% include 'letter' %}",
        "{% include 'leter' %}",
        "{% include greeting %}",
        "{{ greeting | random }}",
        "{{ lipsum() }}",
        "{{ range }}",
        "{{ [1, 2] }}",
        "{{ none }}",
        "{{ greeting == '' }}",
        "{{ greeting.encode('idna') }}",
        "{{ '\\ud800' }}",
        "{% if greeting is definde %}{% endif %}",
        "{% import 'letter' as x %}",
        "{% from 'letter' import x %}",
        "{% call x() %}{% endcall %}",
        "{% extends 'letter' %}",
        "{% extends greeting %}",
        "{% extends 'nowhere' %}",
        "{{ super() }}",
        "{{ super(1) }}",
        "{{ greeting() }}",
        "{{ (super)() }}{{ super.x }}",
        "{{ contact }}",
        "{{ nobody }}",
        "{{ contact.nickname }}",
        "{% if nobody is defined %}x{% endif %}",
        "{{ nobody | default('x') }}",
        "{{ greeting",
        "{% if greeting %}",
        "{% nonsense %}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ " + "not " * 5000 + "1 }}",
        "{{ " + " and ".join(["1"] * 5000) + " }}",
        "{% if greeting %}" * 200 + "{% endif %}" * 200,
        "x" * 70_000,
    ],
)
def test_a_hostile_template_is_refused(body: str) -> None:
    with pytest.raises(TemplateFault, match=r"^templates/letter\.md:\d+: "):
        fill(body)


@pytest.mark.parametrize("subject", ["{{ ''.__class__ }}", "{{ nobody }}", "{% for %}", "{{"])
def test_a_hostile_subject_is_refused(subject: str) -> None:
    with pytest.raises(TemplateFault, match=r"^templates/letter\.md:1: "):
        fill("", subject)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "one\n{{ contact.gven }}",
            r"letter\.md:2: there is no slot “contact\.gven”; did you mean",
        ),
        (
            "---\nkind: x\n---\n\n{{ nobody }}",
            r"letter\.md:5: there is no slot “nobody”; the slots",
        ),
        ("{{ contact }}", r"“contact” is no slot; write contact\.given or contact\.role"),
        ("a\r\nb\r\n{% for x in y %}{% endfor %}", r"letter\.md:3: there is no slot “y”"),
        (
            "\n{{ greeting | centre }}",
            r"letter\.md:2: there is no filter “centre”; did you mean",
        ),
        (
            "{% include 'lettre' %}",
            r"letter\.md:1: there is no template “lettre” to inc",
        ),
        ("{% if greeting is blnk %}{% endif %}", r"letter\.md:1: there is no test “blnk”"),
        ("a\n{{ '{0.__class__}'.format(greeting) }}", r"letter\.md:2: access to attribute"),
        ("{{ greeting.encode('idna') }}", r"letter\.md:1: access to attribute 'encode' of"),
        ("\n{{ greeting['_x'] }}", r"letter\.md:2: “_x” is out of reach"),
        ("\n\n{{ greeting", r"letter\.md:3: .*docs/letters\.md"),
        ("{% if why_you %}\n{{ contact.x }}{% endif %}", r"letter\.md:2: there is no slot"),
        ("\n\n{{ greeting | first(3) }}", r"letter\.md:3: "),
    ],
)
def test_a_fault_has_its_line(body: str, message: str) -> None:
    with pytest.raises(TemplateFault, match=message):
        fill(body)


def test_a_fault_in_a_parent_is_shown_in_the_parent() -> None:
    with pytest.raises(TemplateFault, match=r"^templates/base\.md:2: there is no slot “nobody”"):
        fill('{% extends "base" %}', base="\n{{ nobody }}")


def test_templates_that_extend_each_other_end() -> None:
    with pytest.raises(TemplateFault, match="extends itself"):
        fill('{% extends "base" %}', base='{% extends "letter" %}')


def test_a_letter_over_the_limit_is_refused() -> None:
    with pytest.raises(TemplateFault, match="over 200,000 bytes"):
        render(
            Template("letter", "letter", Part("", "letter", 1)),
            {"letter": "{{ learning }}"},
            {"learning": "ø" * 100_001},
            {},
        )
