"""A vault of people and companies whose names are easily taken for another or for a word."""

from __future__ import annotations

from collections.abc import Mapping

from infoview_md.core.model import Owner
from infoview_md.core.outlook import Outlook, build_outlook
from infoview_md.core.workdays import DaysOff
from tests.tools.small_vault import TODAY, make_index, shipped_packs

OWNER = Owner(
    name="Robin de la Cruz-Ng",
    given="Robin",
    email="robin@cruz.example",
    intro="after six years at Old Mill Works",
    learning="how towns are lit at night",
    positioning="I have counted lamps for Old Mill Works.",
    signature="Robin de la Cruz-Ng",
)

COMPANIES = (
    ("Shell", ()),
    ("Next", ("Next plc",)),
    ("Acme", ()),
    ("Acme Energy GmbH", ("Acme Energy",)),
    ("Booking.com", ()),
    ("D'Angelo & Söhne", ("DAS",)),
    ("Old Mill Works", ()),
    ("Grace", ()),
    ("東京電力", ()),
)

# name, given, company, referred by, what the letter says of why, lines of the log
PEOPLE = (
    ("Will May", "Will", "Shell", "", "Your lamps in the harbour made me look up.", ()),
    (
        "Grace Hope",
        "Grace",
        "Next",
        "Will May",
        "Your panel with [[June Summer]] stayed with me.",
        (),
    ),
    (
        "June Summer",
        "June",
        "Grace",
        "Grace Hope",
        "Your book on dusk at [[Booking.com]] changed my walk home.",
        ("2026-10-02 met: for 20 minutes", "2026-10-02 referral [[Mark Rich]]"),
    ),
    (
        "Mark Rich",
        "Mark",
        "Acme",
        "June Summer",
        "You measured Acme Energy by night and wrote it down.",
        (),
    ),
    (
        "Ana-Marie O'Brien",
        "Ana-Marie",
        "Acme Energy GmbH",
        "",
        "Your switch that knows the moon is the best toy I know.",
        (),
    ),
    (
        "Ana Brien",
        "Ana",
        "Acme",
        "Ana-Marie O'Brien",
        "Your street in Cork has no lamp that is too bright.",
        (),
    ),
    (
        "Jean-Luc von der Au",
        "Jean-Luc",
        "D'Angelo & Söhne",
        "",
        "Your fog lamps were praised by [[Zoë Ångström]] herself.",
        ("2026-10-09 met: in his kitchen", "2026-10-09 referral [[Zoë Ångström]]"),
    ),
    (
        "Zoë Ångström",
        "Zoë",
        "D'Angelo & Söhne",
        "Jean-Luc von der Au",
        "Your candle is a unit of mine.",
        (),
    ),
    ("Zoë Angst", "Zoë", "東京電力", "Zoë Ångström", "Your dimmer sings, and I recorded it.", ()),
    ("王小明", "小明", "東京電力", "", "Your grid of a million lamps fits on one page.", ()),
    ("Cher", "Cher", "Booking.com", "王小明", "Your neon sign has outlived three hotels.", ()),
    (
        "Li Au",
        "Li",
        "Booking.com",
        "Cher",
        "Your torch needs no battery, which I did not believe.",
        ("2026-10-12 met: by phone",),
    ),
    (
        "Robin Next",
        "Robin",
        "Shell",
        "Will May",
        "Your lighthouse has your first name, as I have.",
        (),
    ),
)


def make_odd_notes() -> Mapping[str, str]:
    """The notes, by path."""
    notes = {}
    for name, aliases in COMPANIES:
        listed = ", ".join(f'"{alias}"' for alias in aliases)
        notes[f"companies/{name}"] = f"---\ntype: company\naliases: [{listed}]\n---\n"
    for name, given, company, referrer, why, log in PEOPLE:
        named = f'referred_by: "[[{referrer}]]"\nmay_use_name: true\n' if referrer else ""
        lines = "".join(f"- {line}\n" for line in log)
        notes[f"contacts/{name}"] = (
            f'---\ntype: contact\ngiven: {given}\ncompany: "[[{company}]]"\n'
            f"email: {len(notes)}@post.example\nwhy_you: {why!r}\n{named}"
            f'past_roles: ["Lamplighter @ [[{COMPANIES[len(name) % 9][0]}]], 2001–2009"]\n'
            f"---\n\n## Log\n\n{lines}"
        )
        if log:
            notes[f"interviews/2026-10-12 {name}"] = (
                f'---\ntype: interview\ncontacts: ["[[{name}]]"]\nstart: 2026-10-12T10:00:00\n'
                "status: confirmed\ntakeaway: Nobody counts the lamps that nobody needs.\n"
                "next_step: I will count mine.\n---\n"
            )
    return notes


def make_odd_outlook() -> Outlook:
    """The vault on TODAY, with an owner who shares a given name with a contact."""
    return build_outlook(
        make_index(make_odd_notes()),
        owner=OWNER,
        areas=(),
        packs=shipped_packs(),
        calendars={"": DaysOff()},
        today=TODAY,
    )
