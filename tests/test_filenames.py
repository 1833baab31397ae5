"""File names: what a name becomes, and what the check says of names made by others."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from infoview_md.core.filenames import (
    MAX_BYTES,
    find_file_name_fault,
    fold_file_name,
    make_file_name,
)
from infoview_md.errors import UsageError


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Ingrid Solheim", "Ingrid Solheim"),
        ("Zoë Müller", "Zoë Müller"),
        ("Łukasz Nowak", "Łukasz Nowak"),
        ("王小明", "王小明"),
        ("محمد‌علی", "محمد‌علی"),  # the zero-width non-joiner is spelling
        ("AC/DC GmbH", "AC-DC GmbH"),
        ("AC / DC", "AC - DC"),
        ("back\\slash", "back-slash"),
        ("a//b|:c", "a-b-c"),
        ("Acme: the company", "Acme - the company"),
        ("12:30", "12-30"),
        ("/etc/passwd", "etc-passwd"),
        ("../../x", "-..-x"),
        ("trailing/", "trailing"),
        ('Bob "Bobby" Lee', "Bob 'Bobby' Lee"),
        ("[draft] <Foo>", "(draft) (Foo)"),
        ("What? C# ^now*", "What C now"),
        ("  two  \t spaces\n", "two spaces"),
        ("bell\x07 and \u202egnp.exe", "bell and gnp.exe"),
        ("half \ud800 a character", "half a character"),
        ("Acme Inc.", "Acme Inc"),
        ("Dots . . .", "Dots"),
        (".NET Foundation", "NET Foundation"),
        ("CON", "CON_"),
        ("con.md", "con_.md"),
        ("Aux .x", "Aux_ .x"),
        ("COM1", "COM1_"),
        ("lpt¹", "lpt¹_"),
        ("Conrad", "Conrad"),
        ("com10", "com10"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_a_name_becomes_a_file_name(name: str, stem: str) -> None:
    assert make_file_name(name) == stem


@pytest.mark.parametrize(
    "name", ["", " ", ".", "..", "...", "/", "***", "?", "\x00", "\ud800", ": "]
)
def test_a_name_of_which_nothing_is_left_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="choose another name"):
        make_file_name(name)


@pytest.mark.parametrize(
    ("name", "length"),
    [("a" * 300, 197), ("ö" * 300, 98), ("a" * 196 + "ö", 196), ("王" * 300, 65), ("a" * 197, 197)],
)
def test_a_long_name_is_cut_between_characters(name: str, length: int) -> None:
    stem = make_file_name(name)
    assert stem == name[:length]
    assert len(f"{stem}.md".encode()) <= MAX_BYTES


def test_a_long_name_is_not_cut_between_a_letter_and_its_accent() -> None:
    # q with a tilde has no precomposed form: four bytes that belong together.
    assert make_file_name("a" * 196 + "q\u0303") == "a" * 196


@given(st.text())
@example("con" + "." * 300 + "x")
@example("a" * 196 + " .b")
@example("\u1100*\u1161")
@example("con \u0303")
@example("\U0001d160" * 40)
def test_any_text_makes_a_valid_name_that_stays_itself_or_is_refused(name: str) -> None:
    try:
        stem = make_file_name(name)
    except UsageError:
        return
    assert find_file_name_fault(PurePosixPath("contacts") / f"{stem}.md") is None
    assert find_file_name_fault(PurePosixPath(stem)) is None
    assert not stem.startswith(".")
    assert make_file_name(stem) == stem


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30))
def test_letters_and_digits_are_kept(name: str) -> None:
    assert make_file_name(name).removesuffix("_") == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("contacts/Zoë Müller.md", None),
        ("interviews/2026/2026-11-19 Ingrid Solheim.md", None),
        ("contacts/Who?.md", "holds `?`"),
        ("contacts/a:b.md", "holds `:`"),
        ("con/a.md", "device"),
        ("contacts/NUL.md", "device"),
        ("contacts/Zoe .md", "ends in a dot or a space"),
        ("contacts/Zoe..md", "ends in a dot or a space"),
        ("contacts./Zoe.md", "ends in a dot or a space"),
        ("contacts/" + "ö" * 99 + ".md", "201 bytes"),
        ("contacts/Zoe\u0308.md", "NFC"),
        ("contacts/a\tb.md", "U+0009"),
        ("contacts/caf\udce9.md", "U+DCE9"),
    ],
)
def test_the_check_names_the_fault(path: str, fault: str | None) -> None:
    found = find_file_name_fault(PurePosixPath(path))
    if fault is None:
        assert found is None
    else:
        assert found is not None
        assert fault in found
        found.encode()  # can be printed


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zoe.md", "zoe.md"), ("Zoë.md", "zoe\u0308.MD"), ("Straße.md", "STRASSE.md")],
)
def test_names_that_are_one_file_on_some_system_fold_alike(one: str, other: str) -> None:
    assert fold_file_name(one) == fold_file_name(other)


def test_names_that_differ_in_more_than_case_do_not_fold_alike() -> None:
    assert fold_file_name("Zoe.md") != fold_file_name("Zoë.md")
