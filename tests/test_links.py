"""Links: every form a person writes, which note it means, and how the tool writes one."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from infoview_md.core.filenames import make_file_name
from infoview_md.core.folding import fold
from infoview_md.core.links import Link, LinkTable, find_links, format_link, parse_inner, parse_link
from infoview_md.errors import UsageError
from tests.tools.full_joins import build_link_table

NFD = unicodedata.normalize("NFD", "Zoë Müller")


def paths(*names: str) -> list[PurePosixPath]:
    return [PurePosixPath(name) for name in names]


# -- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "target", "heading", "shown"),
    [
        ("Ingrid Solheim", "Ingrid Solheim", "", ""),
        (" Ingrid Solheim ", "Ingrid Solheim", "", ""),
        ("contacts/Ingrid Solheim", "contacts/Ingrid Solheim", "", ""),
        ("Ingrid Solheim.md", "Ingrid Solheim", "", ""),
        ("Ingrid Solheim.MD", "Ingrid Solheim", "", ""),
        ("contacts/Ingrid Solheim.md#Log", "contacts/Ingrid Solheim", "Log", ""),
        ("Ingrid Solheim#Log", "Ingrid Solheim", "Log", ""),
        ("Ingrid Solheim#Notes#Storage", "Ingrid Solheim", "Notes#Storage", ""),
        ("Ingrid Solheim#^idle", "Ingrid Solheim", "^idle", ""),
        ("Ingrid Solheim|Ingrid", "Ingrid Solheim", "", "Ingrid"),
        ("Ingrid Solheim\\|Ingrid", "Ingrid Solheim", "", "Ingrid"),
        ("Ingrid Solheim | Ingrid ", "Ingrid Solheim", "", "Ingrid"),
        ("Ingrid Solheim#Log|her log", "Ingrid Solheim", "Log", "her log"),
        ("Ingrid Solheim|a: b|c#d.md", "Ingrid Solheim", "", "a: b|c#d.md"),
        ("St. Gallen", "St. Gallen", "", ""),
        ("talk.pdf#page=3", "talk.pdf", "page=3", ""),
        ("#Log", "", "Log", ""),
        ("|shown", "", "", "shown"),
    ],
)
def test_what_stands_between_the_brackets(
    inner: str, target: str, heading: str, shown: str
) -> None:
    assert parse_inner(inner) == (target, heading, shown)
    link = parse_link(f"[[{inner}]]")
    wanted = Link(target, shown, heading) if target else None
    assert link == wanted


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        ("![[Ingrid Solheim]]", Link("Ingrid Solheim", embed=True)),
        ("  [[Ingrid Solheim]]  ", Link("Ingrid Solheim")),
        ("Ingrid Solheim", Link("Ingrid Solheim", bracketed=False)),
        (" Ingrid Solheim.md ", Link("Ingrid Solheim", bracketed=False)),
        ("contacts/Ingrid Solheim", Link("contacts/Ingrid Solheim", bracketed=False)),
        ("AC/DC GmbH", Link("AC/DC GmbH", bracketed=False)),
        ("C# Guild", Link("C# Guild", bracketed=False)),
        ("This | That", Link("This | That", bracketed=False)),
        ("Berg [Oslo]", Link("Berg [Oslo]", bracketed=False)),
        ("", None),
        ("  ", None),
        (".md", None),
        ("[[]]", None),
        ("[[ ]]", None),
        ("[[#Log]]", None),
        ("[[.md]]", None),
        ("[[Ingrid Solheim", None),
        ("Ingrid Solheim]]", None),
        ("[[Ingrid Solheim]] at Fjordlys", None),
        ("[[Ingrid Solheim]], [[Kari Lunde]]", None),
        ("[[Ingrid [Solheim]]]", None),
        ("[[Ingrid\nSolheim]]", None),
    ],
)
def test_what_a_link_field_holds(raw: str, link: Link | None) -> None:
    assert parse_link(raw) == link


def test_the_links_of_a_text_stand_at_their_places() -> None:
    text = "😀 [[A]], ![[b/C.md#^x|see]]\n[[D\n]] [e] [[ ]] [[F|G]][[#H]] [[[I]]]"
    found = find_links(text)
    assert [text[link.start : link.end] for link in found] == [
        "[[A]]",
        "![[b/C.md#^x|see]]",
        "[[ ]]",
        "[[F|G]]",
        "[[#H]]",
        "[[I]]",
    ]
    assert [link.target for link in found] == ["A", "b/C", "", "F", "", "I"]
    assert [link.embed for link in found] == [False, True, False, False, False, False]
    assert found[1] == Link("b/C", "see", "^x", True, True, 9, 27)


@pytest.mark.parametrize(
    ("raw", "text"),
    [("[[a/b/C#d]]", "C"), ("[[C|d e]]", "d e"), ("[[C]]", "C"), ("a plain name", "a plain name")],
)
def test_what_a_reader_sees_of_a_link(raw: str, text: str) -> None:
    link = parse_link(raw)
    assert link is not None
    assert link.text == text


@pytest.mark.parametrize(
    ("raw", "is_attachment", "is_date"),
    [
        ("[[photo.JPG]]", True, False),
        ("![[files/talk.pdf#page=3]]", True, False),
        ("[[board.canvas]]", True, False),
        ("[[people.base]]", True, False),
        ("[[Ingrid Solheim]]", False, False),
        ("[[Acme Inc.]]", False, False),
        ("[[pdf]]", False, False),
        ("[[2026-11-03]]", False, True),
        ("[[2026-11-03|then]]", False, True),
        ("[[2026-11-03.md]]", False, True),
        ("[[2026-11-03 Ingrid Solheim]]", False, False),
        ("[[daily/2026-11-03]]", False, False),
        ("[[2026-11-03x]]", False, False),
        ("[[٢٠٢٦-١١-٠٣]]", False, False),
    ],
)
def test_attachments_and_days(raw: str, is_attachment: bool, is_date: bool) -> None:
    link = parse_link(raw)
    assert link is not None
    assert (link.is_attachment, link.is_date) == (is_attachment, is_date)


# -- which note is meant -------------------------------------------------------------------------

NOTES = paths(
    "companies/Fjordlys Energi.md",
    "companies/Nordvik Wind.md",
    "companies/old/Nordvik Wind.md",
    "contacts/Ingrid Solheim.md",
    "contacts/Zoë Müller.md",
    "contacts/Straße.md",
    "contacts/Anna Berg.md",
    "archive/contacts/Anna Berg.md",
    "contacts/St. Gallen.md",
    "daily/Ingrid Solheim.md",
    "Berg.md",
    "contacts/Berg.md",
    "Reading list.md",
)
TYPED = [path for path in NOTES if path.parts[0] in {"companies", "contacts"}]
NAMES = [
    ("AC/DC GmbH", PurePosixPath("companies/Fjordlys Energi.md")),
    ("Fjordlys", PurePosixPath("companies/Fjordlys Energi.md")),
    ("Nordvik", PurePosixPath("companies/Nordvik Wind.md")),
    ("nordvik", PurePosixPath("companies/old/Nordvik Wind.md")),
    ("Inga", PurePosixPath("contacts/Ingrid Solheim.md")),
    ("INGA", PurePosixPath("contacts/Ingrid Solheim.md")),
]
TABLE = build_link_table(NOTES, NAMES, TYPED)
INGRID = ["contacts/Ingrid Solheim.md"]
FJORDLYS = ["companies/Fjordlys Energi.md"]
TWO_WINDS = ["companies/Nordvik Wind.md", "companies/old/Nordvik Wind.md"]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("[[Ingrid Solheim]]", INGRID),
        ("[[ingrid SOLHEIM]]", INGRID),
        ("[[Ingrid  Solheim]]", INGRID),
        ("[[Ingrid\u00a0Solheim]]", INGRID),
        ("[[Ingrid Solheim.md]]", INGRID),
        ("[[Ingrid Solheim#Log]]", INGRID),
        ("[[Ingrid Solheim#^idle|Ingrid]]", INGRID),
        ("![[Ingrid Solheim]]", INGRID),
        ("[[contacts/Ingrid Solheim]]", INGRID),
        ("[[Contacts/ingrid solheim.md#Log]]", INGRID),
        ("[[/contacts/Ingrid Solheim]]", INGRID),
        ("Ingrid Solheim", INGRID),
        ("ingrid solheim.md", INGRID),
        ("contacts/Ingrid Solheim", INGRID),
        (f"[[{NFD}]]", ["contacts/Zoë Müller.md"]),
        ("[[ZOË MÜLLER]]", ["contacts/Zoë Müller.md"]),
        (NFD.upper(), ["contacts/Zoë Müller.md"]),
        ("[[STRASSE]]", ["contacts/Straße.md"]),
        ("[[St. Gallen]]", ["contacts/St. Gallen.md"]),
        ("[[Reading list]]", ["Reading list.md"]),
        # an untyped note does not make a typed one ambiguous, but can be meant by its folder
        ("[[daily/Ingrid Solheim]]", ["daily/Ingrid Solheim.md"]),
        ("[[Berg]]", ["contacts/Berg.md"]),
        ("[[/Berg]]", ["Berg.md"]),
        ("[[contacts/Berg]]", ["contacts/Berg.md"]),
        # the whole path wins over the end of another
        ("[[contacts/Anna Berg]]", ["contacts/Anna Berg.md"]),
        ("[[archive/contacts/Anna Berg]]", ["archive/contacts/Anna Berg.md"]),
        ("[[old/Nordvik Wind]]", ["companies/old/Nordvik Wind.md"]),
        ("[[companies/Nordvik Wind]]", ["companies/Nordvik Wind.md"]),
        ("[[/old/Nordvik Wind]]", []),
        ("[[Nordvik Wind]]", TWO_WINDS),
        ("nordvik wind", TWO_WINDS),
        # other names count without brackets only: Obsidian does not resolve an alias
        ("Fjordlys", FJORDLYS),
        ("AC/DC GmbH", FJORDLYS),
        ("ac/dc gmbh", FJORDLYS),
        ("inga", INGRID),
        ("Nordvik", TWO_WINDS),
        ("[[Fjordlys]]", []),
        ("[[AC/DC GmbH]]", []),
        ("[[Nobody]]", []),
        ("Nobody", []),
        ("[[ntacts/Ingrid Solheim]]", []),
        ("[[other/contacts/Ingrid Solheim]]", []),
        ("[[contacts]]", []),
    ],
)
def test_which_note_a_link_means(raw: str, found: list[str]) -> None:
    link = parse_link(raw)
    assert link is not None
    assert list(map(str, TABLE.resolve(link))) == found


def test_a_link_into_its_own_note_means_no_other() -> None:
    assert TABLE.resolve(find_links("[[#Log]]")[0]) == ()


def test_a_decomposed_file_name_is_found_by_a_composed_link() -> None:
    table = build_link_table(paths(f"contacts/{NFD}.md"))
    assert table.resolve(Link("Zoë Müller")) == (PurePosixPath(f"contacts/{NFD}.md"),)


# -- how the tool writes one ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "shown", "link"),
    [
        ("contacts/Ingrid Solheim.md", "", "[[Ingrid Solheim]]"),
        ("contacts/Ingrid Solheim.md", "Ingrid", "[[Ingrid Solheim|Ingrid]]"),
        ("contacts/Ingrid Solheim.md", "Ingrid Solheim", "[[Ingrid Solheim]]"),
        ("contacts/Ingrid Solheim.md", "I [S] | x\ny", "[[Ingrid Solheim|I (S) / x y]]"),
        ("contacts/Ingrid Solheim.md", " ", "[[Ingrid Solheim]]"),
        ("contacts/St. Gallen.md", "", "[[St. Gallen]]"),
        ("contacts/Anna Berg.md", "", "[[Anna Berg]]"),
        ("archive/contacts/Anna Berg.md", "", "[[archive/contacts/Anna Berg]]"),
        ("companies/Nordvik Wind.md", "", "[[companies/Nordvik Wind]]"),
        (
            "companies/old/Nordvik Wind.md",
            "Nordvik Wind",
            "[[companies/old/Nordvik Wind|Nordvik Wind]]",
        ),
        ("daily/Ingrid Solheim.md", "", "[[daily/Ingrid Solheim]]"),
        ("contacts/Berg.md", "", "[[Berg]]"),
        ("Berg.md", "", "[[/Berg]]"),
        ("contacts/Somebody New.md", "", "[[Somebody New]]"),
        ("contacts/nordvik wind.md", "", "[[contacts/nordvik wind]]"),
    ],
)
def test_how_a_link_is_written(path: str, shown: str, link: str) -> None:
    assert format_link(PurePosixPath(path), TABLE, shown) == link


# -- laws ----------------------------------------------------------------------------------------


@given(st.text())
@example("ΐ")
@example("ŉ Å ﬀ İ ß \u0345")
def test_names_are_compared_in_any_case_and_form(name: str) -> None:
    folded = fold(name)
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, name)) == folded
    assert fold(name.casefold()) == folded
    assert fold(folded) == folded
    assert fold(f" {name}\t") == folded


@given(st.text(st.characters(codec="utf-8"), max_size=20))
@example("ΐ")
def test_a_capital_is_the_same_name(name: str) -> None:
    # Where the capital's small letter is another one (`ı`, `ſ`), no two names are meant to be one.
    assume(fold(name.upper().lower()) == fold(name))
    assert fold(name.upper()) == fold(name)


@given(st.text())
def test_any_text_may_be_searched_for_links(text: str) -> None:
    for link in find_links(text):
        assert text[link.start : link.end].startswith("![[" if link.embed else "[[")
        assert text[link.start : link.end].endswith("]]")
    link_field = parse_link(text)
    assert link_field is None or link_field.target


names = st.one_of(
    st.sampled_from(
        ["Anna", "anna", "Berg", "Zoë", NFD, "a.b", "x.md", "C", "Straße", "2026-11-03"]
    ),
    st.text(min_size=1, max_size=8),
)


@st.composite
def note_paths(draw: st.DrawFn) -> PurePosixPath:
    try:
        parts = [make_file_name(part) for part in draw(st.lists(names, min_size=1, max_size=3))]
    except UsageError:
        parts = ["a"]
    return PurePosixPath(*parts[:-1], f"{parts[-1]}.md")


@given(st.lists(note_paths(), min_size=1, max_size=8), st.data(), st.text(max_size=10))
def test_a_link_the_tool_writes_means_that_note_alone(
    found: list[PurePosixPath], data: st.DataObject, shown: str
) -> None:
    unique = list({fold(str(path)): path for path in found}.values())
    assume(not any(path.stem.lower().endswith(".md") for path in unique))
    typed = data.draw(st.lists(st.sampled_from(unique), unique=True))
    path = data.draw(st.sampled_from(unique))
    table = build_link_table(unique, preferred=typed)
    link = parse_link(format_link(path, table, shown))
    assert link is not None
    assert table.resolve(link) == (path,)


def test_an_empty_table_resolves_nothing() -> None:
    assert LinkTable({}).resolve(Link("a", bracketed=False)) == ()
