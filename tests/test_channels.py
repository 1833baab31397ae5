"""The lines of `Channels`, and which addresses are still usable."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest

from infoview_md.core.addresses import Address, usable_channels
from infoview_md.core.channels import Channel, Trust, parse_channels
from infoview_md.core.log import parse_log
from infoview_md.core.note import parse_note
from infoview_md.core.problem import Problem

DAY = date(2026, 11, 1)
VERIFIED, GIVEN, GUESSED, BOUNCED = Trust.VERIFIED, Trust.GIVEN, Trust.GUESSED, Trust.BOUNCED


def read(text: str) -> tuple[tuple[Channel, ...], tuple[Problem, ...]]:
    """The channels of a note with this text, and its problems."""
    return parse_channels(parse_note(PurePosixPath("contacts/Ingrid Solheim.md"), text))


LINES = [
    (
        "email i@x.example: verified 2026-11-01, talk slides",
        "email",
        "i@x.example",
        VERIFIED,
        DAY,
        "talk slides",
    ),
    ("email i@x.example", "email", "i@x.example", GIVEN, None, ""),
    ("email i@x.example:", "email", "i@x.example", GIVEN, None, ""),
    ("Email i@x.example: Guessed", "email", "i@x.example", GUESSED, None, ""),
    ("email: i@x.example: bounced 2026-11-01", "email", "i@x.example", BOUNCED, DAY, ""),
    (
        "email i@x.example: bounced [[2026-11-01]] unknown user",
        "email",
        "i@x.example",
        BOUNCED,
        DAY,
        "unknown user",
    ),
    (
        "email i@x.example: verified, her card ^id",
        "email",
        "i@x.example",
        VERIFIED,
        None,
        "her card",
    ),
    ("email i@x.example: her card", "email", "i@x.example", GIVEN, None, "her card"),
    ("email i@x.example: 2026-11-01, her card", "email", "i@x.example", GIVEN, DAY, "her card"),
    ("email i@x.example: verifiedly so", "email", "i@x.example", GIVEN, None, "verifiedly so"),
    ("email <i@x.example>: given", "email", "i@x.example", GIVEN, None, ""),
    ("email mailto:i@x.example", "email", "i@x.example", GIVEN, None, ""),
    ("phone +47 900 00 000: given 2026-11-01", "phone", "+47 900 00 000", GIVEN, DAY, ""),
    (
        "linkedin https://linkedin.com/in/i: verified",
        "linkedin",
        "https://linkedin.com/in/i",
        VERIFIED,
        None,
        "",
    ),
    ("post Storgata 1, 0155 Oslo", "post", "Storgata 1, 0155 Oslo", GIVEN, None, ""),
    ("form https://x.example/a:b?c=d", "form", "https://x.example/a:b?c=d", GIVEN, None, ""),
    ("other\t by \u00a0carrier   pigeon", "other", "by carrier pigeon", GIVEN, None, ""),
]


@pytest.mark.parametrize("bullet", ["-", "*", "+"])
@pytest.mark.parametrize("case", LINES, ids=lambda case: case[0])
def test_a_line_names_a_channel(
    bullet: str, case: tuple[str, str, str, Trust, date | None, str]
) -> None:
    line, medium, address, trust, day, source = case
    text = f"\ufeff## channels\r\n\r\n{bullet} {line}\r\n  indented\r\n## Log\r\n"
    assert read(text) == ((Channel(medium, address, trust, 3, day, source),), ())


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("i@x.example", 3, "`- email i@x.example: verified"),
        ("met her at the fair", 3, "`- email NAME@HOST: verified"),
        ("e-mail i@x.example", 3, "`- email i@x.example: verified"),
        ("email", 3, "names no channel"),
        ("email i@x.example verified 2026-11-01", 9, "`- email i@x.example: verified"),
        ("email somewhere: given", 9, "`somewhere` is no e-mail address"),
    ],
)
def test_other_items_are_a_problem(line: str, column: int, words: str) -> None:
    channels, problems = read(f"# Ingrid\n## Channels\n- {line}\n")
    assert channels == ()
    assert [(p.code, p.line, p.column) for p in problems] == [("channel-line", 3, column)]
    assert words in problems[0].message


def test_a_date_that_does_not_exist_counts_as_none() -> None:
    channels, problems = read("## Channels\n- email i@x.example: verified 2026-11-31, card\n")
    assert channels == (Channel("email", "i@x.example", VERIFIED, 2, None, "card"),)
    assert [(p.code, p.line, p.column) for p in problems] == [("channel-line", 2, 31)]


def test_only_items_of_the_section_are_channels() -> None:
    text = (
        "- email a@x.example\n## Channels\nemail b@x.example\n- [ ] email c@x.example\n-\n"
        "```\n- email d@x.example\n```\n%% - email e@x.example %%\n"
        "- phone 1\n## Channels\n- phone 2\n"
    )
    channels, problems = read(text)
    assert [channel.address for channel in channels] == ["1", "2"]
    assert problems == ()


# -- what is usable ------------------------------------------------------------------------------


def usable(text: str, **fields: list[str]) -> list[str]:
    """The usable channels of a note with these fields, as `medium address trust`."""
    note = parse_note(PurePosixPath("contacts/Ingrid Solheim.md"), text)
    found = usable_channels(
        fields.get("email", []),
        fields.get("links", []),
        fields.get("phone", []),
        parse_channels(note)[0],
        parse_log(note).events,
    )
    return [f"{address.medium} {address.address} {address.trust}" for address in found]


A, B = "a@x.example", "b@x.example"


def test_nothing_is_usable_without_an_address() -> None:
    assert usable("## Log\n- 2026-11-03 request email\n") == []
    assert usable("", email=["", "none"], links=["", "her blog"], phone=[" "]) == []


def test_the_first_is_preferred() -> None:
    assert usable(
        f"## Channels\n- phone 2: given\n- email {B}: verified\n- email {A.upper()}: guessed\n",
        email=[f"Ingrid <{A}>"],
        links=["https://www.linkedin.com/in/i", "blog.example/i"],
        phone=["+47 1"],
    ) == [
        f"email {A} guessed",
        f"email {B} verified",
        "linkedin https://www.linkedin.com/in/i given",
        "other blog.example/i given",
        "phone +47 1 given",
        "phone 2 given",
    ]


def test_a_section_alone_makes_mail_and_phone_usable_but_no_profile() -> None:
    text = f"## Channels\n- linkedin https://linkedin.com/in/i\n- email {A}: guessed\n- post Oslo\n"
    assert usable(text) == [f"email {A} guessed"]


NEWEST = [
    # what the section says, what the log says, whether the address is usable
    ("bounced", "", False),
    ("bounced 2026-11-05", "", False),
    ("verified 2026-11-05", "2026-11-03 bounce", True),
    ("verified 2026-11-02", "2026-11-03 bounce", False),
    ("verified 2026-11-03", "2026-11-03 bounce", False),
    ("verified", "2026-11-03 bounce", False),
    ("", "2026-11-03 bounce", False),
    ("", f"2026-11-03 bounce: {A.upper()}, unknown user", False),
    ("", "2026-11-03 bounce: old@x.example", True),
    ("", "2026-11-03 bounce linkedin", True),
    ("", "2026-11-03 bounce email", False),
    ("", "2026-11-03 note: bounce", True),
]


@pytest.mark.parametrize(("section", "log", "is_usable"), NEWEST)
def test_the_newest_of_section_and_log_decides(section: str, log: str, is_usable: bool) -> None:
    text = f"## Channels\n{f'- email {A}: {section}' if section else ''}\n## Log\n- {log}\n"
    assert bool(usable(text, email=[A])) is is_usable


def test_the_newest_line_of_the_section_decides() -> None:
    lines = [f"- email {A}: bounced 2026-11-03", f"- email {A}: verified 2026-11-05"]
    for order in (lines, lines[::-1]):
        assert usable("## Channels\n" + "\n".join(order)) == [f"email {A} verified"]
    same_day = [line.replace("2026-11-05", "2026-11-03") for line in lines]
    for order in (same_day, same_day[::-1]):
        assert usable("## Channels\n" + "\n".join(order)) == []


def test_a_bounce_without_an_address_means_the_one_preferred_until_then() -> None:
    first = "## Log\n- 2026-11-03 bounce\n"
    assert usable(first, email=[A, B]) == [f"email {B} given"]
    assert usable(f"{first}- 2026-11-04 bounce email: gone too\n", email=[A, B]) == []
    named = f"## Log\n- 2026-11-03 bounce: {B}\n"
    assert usable(named, email=[A, B]) == [f"email {A} given"]
    assert usable(f"{named}- 2026-11-04 bounce: {A}, {B}\n", email=[A, B]) == []


def test_other_media_bounce_as_well() -> None:
    fields = {"email": [A], "links": ["https://linkedin.com/in/i"], "phone": ["+47 1", "+47 2"]}
    assert usable("## Log\n- 2026-11-03 bounce linkedin\n", **fields) == [
        f"email {A} given",
        "phone +47 1 given",
        "phone +47 2 given",
    ]
    assert usable("## Log\n- 2026-11-03 bounce phone: +47 2 is her mother's\n", **fields) == [
        f"email {A} given",
        "linkedin https://linkedin.com/in/i given",
        "phone +47 1 given",
    ]
    assert (
        usable("## Channels\n- phone 0047-1: bounced\n- phone +471: bounced\n", phone=["+47 1"])
        == []
    )


def test_a_guess_is_usable_with_a_warning() -> None:
    assert Address("email", A, GUESSED).is_guessed
    assert not Address("email", A).is_guessed
