"""The index: joins, links in both directions, and the same answers however it came about."""

from __future__ import annotations

import random
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.index import Index, build_index, iter_links
from infoview_md.core.links import parse_link
from infoview_md.core.model import Company, Contact, Kind
from infoview_md.errors import Ambiguous, NotFound
from tests.tools.small_vault import make_index, make_note

NOTES = {
    "companies/Acme": "Makes rockets. See [[Kari Moe]].",
    "companies/AC-DC Netz": '---\nname: AC/DC Netz GmbH\naliases: Netz\n---\n',
    "contacts/Zoë Müller": '---\ncompany: "[[Acme]]"\nreferred_by: ["[[Kari Moe]]", Ola]\n---\n',
    "contacts/Kari Moe": '---\ncompany: acme\n---\n## Log\n- 2026-11-01 referral [[Ola By]]\n'
    "- 2026-11-02 referral [[Zoë Müller]], [[Kari Moe]]\n",
    "contacts/Ola By": "---\naliases: [Ola]\ncompany: Netz\nvia: Kari Moe\n---\n",
    "contacts/Lost": '---\ncompany: "[[Nowhere]]"\n---\n',
    "interviews/b": "---\ncontacts: Zoë Müller\nstart: 2026-11-19T10:00\n---\n",
    "interviews/a": "---\ncontacts: [Zoë Müller, Ola]\nstart: 2026-11-20T10:00\n---\n",
    "interviews/0": "---\ncontacts: Zoë Müller\n---\n",
    "letters/draft": "---\nto: Zoë Müller\n---\n",
    "letters/second": "---\nto: Zoë Müller\nsent: 2026-11-03T09:00\n---\n",
    "letters/first": "---\nto: Zoë Müller\nsent: 2026-11-03\n---\n",
    "daily/2026-11-03": "Wrote to [[zoë müller|Zoë]] of [[companies/Acme]]; `[[Ola By]]`",
    "Kari Moe": "A page of another kind.",
}  # fmt: skip
INDEX = make_index(NOTES)


def contact(name: str) -> Contact:
    found = INDEX.get(name, Kind.CONTACT)
    assert isinstance(found, Contact)
    return found


def company(name: str) -> Company:
    found = INDEX.get(name, Kind.COMPANY)
    assert isinstance(found, Company)
    return found


# what is asked, and the stems of the answer
JOINS = [
    (lambda: INDEX.people_of(company("Acme")), "Kari Moe, Zoë Müller"),
    (lambda: INDEX.people_of(company("Netz")), "Ola By"),
    (lambda: filter(None, [INDEX.company_of(contact("Ola"))]), "AC-DC Netz"),
    (lambda: filter(None, [INDEX.company_of(contact("Lost"))]), ""),
    (lambda: INDEX.interviews_with(contact("Zoë")), "b, a, 0"),
    (lambda: INDEX.interviews_with(contact("Ola")), "a"),
    (lambda: INDEX.interviews_with(contact("Kari")), ""),
    (lambda: INDEX.letters_to(contact("Zoë")), "first, second, draft"),
    (lambda: INDEX.referrers_of(contact("Zoë")), "Kari Moe, Ola By"),
    (lambda: INDEX.referrers_of(contact("Ola")), "Kari Moe"),
    (lambda: INDEX.referrers_of(contact("Kari")), ""),
    (lambda: INDEX.referred_by(contact("Kari")), "Ola By, Zoë Müller"),
    (lambda: INDEX.referred_by(contact("Ola")), "Zoë Müller"),
    (lambda: INDEX.of_kind(Kind.COMPANY), "AC-DC Netz, Acme"),
]


@pytest.mark.parametrize(("ask", "stems"), JOINS)
def test_notes_are_joined_by_their_links(ask, stems: str):
    assert ", ".join(record.stem for record in ask()) == stems


@pytest.mark.parametrize(
    ("path", "sources"),
    [
        ("companies/Acme", ["contacts/Kari Moe", "contacts/Zoë Müller", "daily/2026-11-03"]),
        ("contacts/Ola By", ["contacts/Kari Moe", "contacts/Zoë Müller", "interviews/a"]),
        ("contacts/Kari Moe", ["companies/Acme", "contacts/Ola By", "contacts/Zoë Müller"]),
        ("contacts/Lost", []),
    ],
)
def test_backlinks_name_each_note_once_and_never_itself(path: str, sources: list[str]):
    found = INDEX.backlinks.get(PurePosixPath(f"{path}.md"), ())
    assert [str(source.with_suffix("")) for source in found] == sources


def test_a_typed_note_wins_over_another_of_its_name():
    link = parse_link("[[Kari Moe]]")
    assert INDEX.resolve(link) == PurePosixPath("contacts/Kari Moe.md")
    assert INDEX.resolve(None) is None


GET_FAULTS = [
    ("Kari Meo", (Kind.CONTACT,), "no contact is called “Kari Meo”; did you mean Kari"),
    ("qqqq", (), "no note is called “qqqq”; see `infoview list`"),
    ("Acme", (Kind.CONTACT, Kind.LETTER), "no contact or letter is called “Acme”"),
]


@pytest.mark.parametrize(("name", "kinds", "said"), GET_FAULTS)
def test_a_name_nobody_has_is_not_found(name, kinds, said):
    with pytest.raises(NotFound, match=said):
        INDEX.get(name, *kinds)


def test_an_ambiguous_name_lists_the_candidates():
    index = make_index({"contacts/Kari Moe": "", "contacts/Kari Lunde": ""})
    with pytest.raises(Ambiguous, match="“kari” may be 2 notes") as caught:
        index.get("kari")
    assert caught.value.candidates == ("contacts/Kari Lunde.md", "contacts/Kari Moe.md")


# -- laws -----------------------------------------------------------------------------------------

PIECES = ['company: "[[Acme]]"', "aliases: [Ola, Netz]", "referred_by: Ola", "tie: x", "x: 'y"]
BODIES = ["", "[[Acme]] and [[Kari Moe]]", "## Log\n- 2026-11-01 referral [[Ola By]]"]
TEXTS = st.builds(
    lambda matter, body: "---\n" + "".join(f"{line}\n" for line in matter) + f"---\n{body}\n",
    st.lists(st.sampled_from(PIECES), unique=True),
    st.sampled_from(BODIES),
)
PATHS = st.sampled_from([*NOTES, "contacts/acme", "companies/x/Acme", "contacts/New"])


def answers(index: Index) -> object:
    """All that an index answers about the whole."""
    people = list(index.contacts.values())
    return (
        dict(index.records),
        index.problems,
        dict(index.backlinks),
        [index.table.resolve(found.link) for _, found in iter_links(index)],
        index.named(),
        [index.referrers_of(one) for one in people],
        [index.people_of(one) for one in index.companies.values()],
        [index.interviews_with(one) for one in people],
    )


@given(PATHS, TEXTS)
def test_with_note_equals_building_anew(path: str, text: str):
    note = make_note(path, text)
    anew = make_index({**NOTES, path: text})
    assert answers(INDEX.with_note(note)) == answers(anew)


@given(st.randoms(use_true_random=False), PATHS, TEXTS)
def test_the_order_of_the_notes_does_not_matter(rng: random.Random, path: str, text: str):
    notes = [make_note(*item) for item in {**NOTES, path: text}.items()]
    shuffled = rng.sample(notes, len(notes))
    assert answers(build_index(shuffled)) == answers(build_index(notes))
