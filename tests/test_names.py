"""Names as people type them."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.folding import PLAIN_LETTERS, fold, plain
from infoview_md.core.names import Named, build_name_table, find_by_name


def named(path: str, *names: str, first: str = "") -> Named:
    where = PurePosixPath(f"{path}.md")
    return Named(where, (*names, where.stem), first)


EVERYONE = (
    named("contacts/Zoë Müller", "Zoë Müller", first="Zoë"),
    named("contacts/Łukasz Wrona", "Luki", first="Łukasz"),
    named("contacts/Bjørn Åkerlund", first="Bjørn"),
    named("contacts/Anne-Marie Weiß", first="Anne-Marie"),
    named("contacts/Kari Lunde", first="Kari"),
    named("contacts/Kari Moe", first="Kari"),
    named("contacts/Ingrid Solheim", first="Ingrid"),
    named("companies/Solheim", first=""),
    named("companies/AC-DC Netz", "AC/DC Netz GmbH"),
    named("contacts/Anna Berg (Acme)", "Anna Berg", first="Anna"),
    named("contacts/Anna Berg (Lys)", "Anna Berg", first="Anna"),
)

MEANT = [
    ("Zoë Müller", ["Zoë Müller"]),
    ("zoe muller", ["Zoë Müller"]),
    ("Zoe\u0308 Mu\u0308ller", ["Zoë Müller"]),
    ("ZOË", ["Zoë Müller"]),
    ("lukasz", ["Łukasz Wrona"]),
    ("LUKI", ["Łukasz Wrona"]),
    ("bjorn akerlund", ["Bjørn Åkerlund"]),
    ("akerlund", ["Bjørn Åkerlund"]),
    ("b åk", ["Bjørn Åkerlund"]),
    ("anne-marie weiss", ["Anne-Marie Weiß"]),
    ("anne-m", ["Anne-Marie Weiß"]),
    ("marie", ["Anne-Marie Weiß"]),
    ("kari", ["Kari Lunde", "Kari Moe"]),
    ("kari l", ["Kari Lunde"]),
    ("solheim", ["Solheim"]),
    ("Ingrid Solheim.md", ["Ingrid Solheim"]),
    ("contacts/kari moe", ["Kari Moe"]),
    ("contacts/Kari Moe.md", ["Kari Moe"]),
    ("ac/dc netz gmbh", ["AC-DC Netz"]),
    ("AC-DC Netz", ["AC-DC Netz"]),
    ("anna berg", ["Anna Berg (Acme)", "Anna Berg (Lys)"]),
    ("Anna Berg (Lys)", ["Anna Berg (Lys)"]),
    ("solheim ingrid", []),
    ("nobody", []),
    ("", []),
    ("  ", []),
]


@pytest.mark.parametrize(("query", "stems"), MEANT)
def test_a_name_means_whoever_answers_to_it_best(query: str, stems: list[str]):
    assert [one.path.stem for one in find_by_name(query, EVERYONE)] == stems


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("Ingird Solhiem", "Ingrid Solheim"),
        ("bjoern", "Bjørn Åkerlund"),
        ("lukas", "Luki"),
        ("xqzw", None),
    ],
)
def test_a_near_miss_is_offered_under_its_shown_name(query: str, near: str | None):
    assert next(iter(build_name_table(EVERYONE).find_near(query)), None) == near


def test_at_most_three_near_names_are_offered_each_once():
    many = [named(f"contacts/Kari Lund{letter}", first="Kari") for letter in "abcde"]
    near = build_name_table(many).find_near("Kari Lund")
    assert len(near) == len(set(near)) == 3


@pytest.mark.parametrize(
    ("name", "bare"),
    [("Zoë", "zoe"), ("Łódź", "lodz"), ("Ærø", "aero"), ("Þór", "thor"), ("Weiß", "weiss"),
     ("İzmir", "izmir"), ("A  B", "a b"), ("東京", "東京")],
)  # fmt: skip
def test_plain_takes_case_and_accents_off(name: str, bare: str):
    assert plain(name) == bare


def by_letter(name: str) -> str:
    """What `plain` means, letter by letter."""
    folded = "".join(PLAIN_LETTERS.get(letter, letter) for letter in fold(name))
    apart = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in apart if not unicodedata.combining(char))


ODD = st.sampled_from("øØǿłßſİıæﬁ½ας\u0345\u0301\u0338 \u00a0")


@given(st.text(ODD | st.characters(), max_size=20))
def test_plain_says_of_a_whole_text_what_it_says_of_each_letter(text: str) -> None:
    assert plain(text) == by_letter(text)
