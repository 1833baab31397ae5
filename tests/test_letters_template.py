"""Which template a letter is made from, and what its front matter says."""

from __future__ import annotations

import pytest

from infoview_md.errors import TemplateFault
from infoview_md.letters.template import choose_template, find_kinds, parse_template
from tests.letter_case import read_templates

FULL = """\
---
kind: request
rules: two-hour
language: de
requires: [why_you, signature]
max_words: 75
subject: "Zwanzig Minuten"
---
{{ greeting }}
"""


@pytest.mark.parametrize(
    ("kind", "pack", "tie", "expected"),
    [
        ("request", "classic", "stranger", "request"),
        ("request", "classic", "alumni", "request-alumni"),
        ("request", "classic", "referred", "request-referred"),
        ("request", "classic", "weak", "request"),
        ("request", "friend", "friend", "request-friend"),
        ("request", "two-hour", "alumni", "request-two-hour"),
        ("nudge", "two-hour", "alumni", "nudge"),
        ("thanks", "friend", "friend", "thanks"),
        ("update-met", "classic", "referred", "update-met"),
        ("hand-over", "executive", "stranger", "hand-over"),
    ],
)
def test_pack_before_tie_before_kind(kind: str, pack: str, tie: str, expected: str) -> None:
    assert choose_template(kind, pack, tie, read_templates()) == expected


def test_the_vaults_own_kinds_are_kinds() -> None:
    texts = read_templates(condolence="So sorry.\n", apology="---\nkind: apology\n---\nSorry.\n")
    assert find_kinds(texts)[-3:] == ("reference-thanked", "apology", "condolence")
    assert choose_template("condolence", "classic", "stranger", texts) == "condolence"


@pytest.mark.parametrize("kind", ["poem", "contact", "company", "shipped/request", ""])
def test_a_kind_without_a_template_names_those_that_have_one(kind: str) -> None:
    with pytest.raises(TemplateFault, match="one: request, nudge, hand-over, answer"):
        choose_template(kind, "classic", "stranger", read_templates())


def test_front_matter_is_read() -> None:
    template = parse_template("request", {"request": FULL})
    assert template.kind == "request"
    assert template.subject.text == "Zwanzig Minuten"
    assert (template.subject.template, template.subject.line) == ("request", 7)
    assert template.requires == ("why_you", "signature")
    assert template.max_words == 75
    assert (template.rules, template.language) == ("two-hour", "de")


def test_an_override_without_front_matter_has_the_shipped_ones() -> None:
    ours = parse_template("shipped/request", read_templates())
    own = parse_template("request", read_templates(request="Hello {{ contact.given }}.\n"))
    assert (own.kind, own.requires, own.language) == (ours.kind, ours.requires, ours.language)
    assert own.subject.text == ours.subject.text
    assert own.subject.template == "shipped/request"


def test_each_key_is_inherited_by_itself_from_what_the_template_extends() -> None:
    text = '---\nmax_words: 60\n---\n{% extends "shipped/request-friend" %}\n'
    own = parse_template("request-mentor", read_templates(request_mentor=text))
    assert own.max_words == 60
    assert own.rules == "friend"
    assert own.requires == ("why_you", "intro", "learning", "signature")


def test_a_shipped_variant_builds_on_the_vaults_own_letter() -> None:
    texts = read_templates(request="---\nsubject: Mine\nrequires: [why_you]\n---\nHello.\n")
    assert parse_template("request-alumni", texts).requires == ("why_you",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\nkind: nudge\n---\n", r"templates/request\.md:2: “kind: nudge” does not fit"),
        (
            "---\n\nmax_words: many\n---\n",
            r"templates/request\.md:3: “max_words: many” is not a nu",
        ),
        ("---\nmax_words: 0\n---\n", r"templates/request\.md:2: “max_words: 0” is not"),
        ("---\nkind: [\n---\n", r"templates/request\.md:\d: this is not YAML"),
        ("---\nkind: request\n", r"templates/request\.md:1: the front matter has no closing"),
        ("---\na: 1\na: 2\n---\n", r"templates/request\.md:3: `a` stands"),
        ('\n{% extends "nothing" %}\n', r"templates/request\.md:2: there is no template “nothing”"),
        ('{% extends "request" %}\n', r"templates/request\.md:1: it extends “request” in a circle"),
        (
            '{% extends "request-alumni" %}\n',
            r"request-alumni\.md:6: it extends “request” in a cir",
        ),
    ],
)
def test_a_fault_has_a_place_and_a_sentence(text: str, message: str) -> None:
    with pytest.raises(TemplateFault, match=message):
        parse_template("request", read_templates(request=text))


def test_a_long_line_of_parents_is_a_fault() -> None:
    chain = {f"t{n}": f'{{% extends "t{n + 1}" %}}' for n in range(40)}
    with pytest.raises(TemplateFault, match="circle"):
        parse_template("t0", {**chain, "t40": "end"})


def test_a_shipped_templates_fault_says_whose_it_is() -> None:
    with pytest.raises(TemplateFault, match=r"^shipped templates/request\.md:1: the front"):
        parse_template("shipped/request", {"shipped/request": "---\nkind: request\n"})
