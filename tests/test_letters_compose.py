"""compose(): which letter, from which template, with which gaps; and how ours read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath

import pytest

from infoview_md.core.event import Event, EventKind
from infoview_md.core.links import parse_link
from infoview_md.core.model import Company, Contact, Interview, Letter, Owner, Tie
from infoview_md.core.note import parse_note
from infoview_md.core.pack import Level
from infoview_md.core.reading import read_record
from infoview_md.core.stage import Stage
from infoview_md.errors import Refused, TemplateFault, UsageError
from infoview_md.letters.compose import Draft, choose_kind, compose, format_draft
from infoview_md.letters.gaps import find_line
from infoview_md.letters.lint import LintContext, lint
from infoview_md.letters.lint.l01_length import count_words
from infoview_md.letters.slots import SLOTS, Occasion, fill_slots
from tests.letter_case import (
    INGRID,
    MIRA,
    ROOT,
    read_contact,
    read_pack,
    read_shipped,
    read_templates,
    with_rule,
)

KARI = Contact(path=PurePosixPath("contacts/Kari Lunde.md"), name="Kari Lunde")
FJORDLYS = Company(path=PurePosixPath("companies/Fjordlys Energi.md"), name="Fjordlys Energi")
TALK = Interview(
    path=PurePosixPath("interviews/2026-11-19 Ingrid Solheim.md"),
    name="2026-11-19 Ingrid Solheim",
    start=datetime(2026, 11, 19, 15, 0),
    takeaway="Forecasts fail at the seams.",
    next_step="I will read up on ENTSO-E.",
)
FIRST = Letter(
    path=PurePosixPath("letters/2026-11-03 Ingrid Solheim request.md"),
    name="2026-11-03 Ingrid Solheim request",
    kind="request",
    subject="20 minutes about your work?",
    sent=datetime(2026, 11, 3, 9, 10),
)


def referred(may_use_name: bool = True) -> Contact:
    link = parse_link("[[Kari Lunde]]")
    assert link is not None
    return replace(read_contact(), referred_by=(link,), may_use_name=may_use_name)


def tied(tie: Tie) -> Contact:
    return replace(read_contact(), tie=tie)


def make_occasion(contact: Contact | None = None, pack: str = "classic") -> Occasion:
    contact = contact or read_contact()
    return Occasion(
        contact=contact,
        owner=MIRA,
        pack=replace(read_pack(), name=pack),
        today=date(2026, 11, 24),
        company=FJORDLYS,
        referrer=KARI if contact.referred_by else None,
        interview=TALK,
        letter=FIRST,
        notes={contact.path: parse_note(contact.path, INGRID)},
    )


def find_faults(draft: Draft, occasion: Occasion) -> list[str]:
    """What the rules in force say about a draft."""
    context = LintContext(
        kind=draft.kind,
        subject=draft.subject,
        body=draft.body,
        contact=occasion.contact,
        pack=occasion.pack,
        owner=occasion.owner,
        company=occasion.company,
        referrer=occasion.referrer,
        people=("Ingrid Solheim", "Kari Lunde", "Jonas Vik"),
        companies=("Fjordlys Energi", "Havnelys Fleks"),
        language=draft.language,
        max_words=draft.max_words,
    )
    return [f"{finding.rule}: {finding.sentence}" for finding in lint(context)]


# -- every shipped letter: tests/test_letters_kinds.py has the others ------------------------------


@pytest.mark.parametrize("tie", [None, *Tie])
@pytest.mark.parametrize("kind", ["request", "nudge", "thanks"])
@pytest.mark.parametrize("may_use_name", [None, False, True])
def test_a_letter_to_any_tie_keeps_all_rules(
    tie: Tie | None, kind: str, may_use_name: bool | None
) -> None:
    contact = read_contact() if may_use_name is None else referred(may_use_name)
    occasion = make_occasion(replace(contact, tie=tie))
    draft = compose(kind, read_templates(), occasion)
    assert find_faults(draft, occasion) == []
    assert count_words(draft.body) <= 100


@pytest.mark.parametrize("pack", read_shipped("rules", ".toml"))
@pytest.mark.parametrize("kind", ["request", "nudge", "thanks"])
@pytest.mark.parametrize(
    "contact", [read_contact(), referred(), tied(Tie.ALUMNI), tied(Tie.FRIEND)]
)
def test_a_letter_keeps_the_rules_of_any_pack(kind: str, pack: str, contact: Contact) -> None:
    owner = replace(MIRA, positioning="I have told doctors how sure we are.")
    occasion = replace(make_occasion(contact), pack=read_pack(pack), owner=owner)
    draft = compose(kind, read_templates(), occasion)
    assert find_faults(draft, occasion) == []


def test_the_two_hour_letter_is_short_and_silent() -> None:
    occasion = make_occasion(referred(), "two-hour")
    pack = with_rule(with_rule(occasion.pack, "L06", value="silent"), "L01", warn=75)
    occasion = replace(occasion, pack=pack)
    draft = compose("request", read_templates(), occasion)
    assert draft.template == "request-two-hour"
    assert draft.max_words == 75
    assert count_words(draft.body) <= 75
    assert find_faults(draft, occasion) == []


@pytest.mark.parametrize(
    "contact", [read_contact(), tied(Tie.ALUMNI), referred(), tied(Tie.FRIEND)]
)
def test_a_silent_pack_makes_a_silent_letter(contact: Contact) -> None:
    occasion = make_occasion(contact)
    occasion = replace(occasion, pack=with_rule(occasion.pack, "L06", value="silent"))
    draft = compose("request", read_templates(), occasion)
    assert "job" not in draft.body
    assert find_faults(draft, occasion) == []


def test_the_minutes_are_the_packs() -> None:
    occasion = make_occasion()
    occasion = replace(occasion, pack=with_rule(occasion.pack, "R13", value=15))
    draft = compose("request", read_templates(), occasion)
    assert "Would you have 15 minutes" in draft.body
    assert draft.subject.startswith("15 minutes")


# -- gaps ------------------------------------------------------------------------------------------


def test_a_missing_why_you_is_a_gap_with_place_and_command() -> None:
    text = INGRID.replace("why_you:", "role: planner\nnotes:")
    occasion = make_occasion(read_contact(text))
    occasion = replace(
        occasion, notes={occasion.contact.path: parse_note(PurePosixPath("x"), text)}
    )
    draft = compose("request", read_templates(), occasion)
    (gap,) = draft.gaps
    assert "[why you: one sentence about Ingrid]" in draft.body
    assert gap.slot == gap.key == "why_you"
    assert gap.text == "[why you: one sentence about Ingrid]"
    assert gap.place == "contacts/Ingrid Solheim.md:8"
    assert gap.command == "infoview edit 'Ingrid Solheim'"
    assert "L17" in "".join(find_faults(draft, occasion))
    assert "L14" in "".join(find_faults(draft, occasion))


def test_the_owners_gaps_are_in_the_config() -> None:
    occasion = replace(make_occasion(), owner=Owner())
    draft = compose("request", read_templates(), occasion)
    assert [gap.slot for gap in draft.gaps] == ["intro", "learning", "signature"]
    assert {gap.place for gap in draft.gaps} == {"infoview.toml"}
    assert draft.gaps[0].sentence == (
        "intro is missing (one clause, who you are): fill in `[owner] intro`"
    )
    assert "[intro: one clause, who you are] I want to understand [learning: " in draft.body


def test_thanks_without_a_talk_lack_what_was_learned() -> None:
    occasion = replace(make_occasion(), interview=None)
    draft = compose("thanks", read_templates(), occasion)
    assert [gap.slot for gap in draft.gaps] == ["takeaway", "next_step"]
    assert {gap.command for gap in draft.gaps} == {"infoview new interview 'Ingrid Solheim'"}


def test_thanks_for_a_talk_without_a_takeaway_point_to_its_note() -> None:
    occasion = replace(make_occasion(), interview=replace(TALK, takeaway=""))
    (gap,) = compose("thanks", read_templates(), occasion).gaps
    assert gap.place == "interviews/2026-11-19 Ingrid Solheim.md:1"
    assert gap.command == "infoview edit '2026-11-19 Ingrid Solheim'"


def test_an_unknown_address_is_a_gap_of_its_own() -> None:
    draft = compose("request", read_templates(), make_occasion(replace(read_contact(), email=())))
    (gap,) = draft.gaps
    assert (gap.slot, gap.key) == ("email", "email")
    assert (draft.address, draft.channel) == ("", "")
    assert format_draft(draft).startswith(
        "To: Ingrid Solheim [email: where to write to Ingrid]\nSubject: "
    )


def test_a_bounced_address_is_none() -> None:
    bounce = Event(EventKind.BOUNCE, date(2026, 11, 4), 20)
    contact = replace(read_contact(), links=("https://linkedin.com/in/ingrid",), events=(bounce,))
    draft = compose("request", read_templates(), make_occasion(contact))
    assert (draft.address, draft.channel) == ("https://linkedin.com/in/ingrid", "linkedin")
    assert draft.gaps == ()


def test_a_required_slot_is_a_gap_where_the_text_does_not_print_it() -> None:
    texts = read_templates(request="---\nrequires: [company.location]\n---\nHello.\n")
    (gap,) = compose("request", texts, make_occasion()).gaps
    assert gap.slot == "company.location"
    assert gap.place == "companies/Fjordlys Energi.md:1"


def test_requiring_what_is_no_slot_is_a_fault_of_the_template() -> None:
    texts = read_templates(request="---\nrequires: [why_me]\n---\nHello.\n")
    with pytest.raises(TemplateFault, match=r"templates/request\.md:2: .*“why_me”"):
        compose("request", texts, make_occasion())


@pytest.mark.parametrize(("key", "line"), [("email", 4), ("nothing", 7)])
def test_the_line_of_a_field(key: str, line: int) -> None:
    assert find_line(parse_note(PurePosixPath("x.md"), INGRID), key) == line


# -- names that must not be told -------------------------------------------------------------------


def test_no_template_can_name_a_referrer_who_did_not_agree() -> None:
    texts = read_templates(request_referred="{{ referrer.name }}{{ referrer.given }} sent me.\n")
    draft = compose("request", texts, make_occasion(referred(may_use_name=False)))
    assert "Kari" not in draft.body + draft.subject
    assert {gap.key for gap in draft.gaps} >= {"may_use_name"}
    assert "Kari LundeKari sent me" in compose("request", texts, make_occasion(referred())).body


def test_a_referrer_without_a_note_is_named_by_the_link() -> None:
    occasion = replace(make_occasion(referred()), referrer=None)
    assert "Kari Lunde suggested" in compose("request", read_templates(), occasion).body


# -- which letter ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        (Stage.IDENTIFIED, "request"),
        (Stage.READY, "request"),
        (Stage.REQUESTED, "nudge"),
        (Stage.MET, "thanks"),
    ],
)
def test_the_stage_calls_for_a_letter(stage: Stage, kind: str) -> None:
    assert choose_kind(read_contact(), stage) == kind


@pytest.mark.parametrize(
    "stage", sorted(set(Stage) - {"identified", "ready", "requested", "met", "off-limits"})
)
def test_other_stages_name_the_letters_that_make_sense(stage: Stage) -> None:
    with pytest.raises(
        UsageError, match=r"name the kind: `infoview letter 'Ingrid Solheim' [\w-]+`"
    ):
        choose_kind(read_contact(), stage)


def test_the_letters_that_make_sense_are_named_the_usual_ones_first() -> None:
    with pytest.raises(UsageError) as fault:
        choose_kind(read_contact(), Stage.IN_TOUCH, ("thanks", "touch", "intro-asked"))
    assert str(fault.value).endswith(
        "name the kind: `infoview letter 'Ingrid Solheim' touch`, or one of thanks, intro-asked"
    )


@pytest.mark.parametrize("kind", ["request", "nudge", "thanks"])
def test_nobody_writes_to_someone_who_is_off_limits(kind: str) -> None:
    contact = replace(read_contact(), do_not_contact=True)
    with pytest.raises(Refused, match="not to be contacted"):
        compose(kind, read_templates(), make_occasion(contact))
    with pytest.raises(Refused, match="not to be contacted"):
        choose_kind(contact, Stage.OFF_LIMITS)


def test_a_nudge_without_a_letter_note_takes_the_day_from_the_log() -> None:
    events = tuple(
        Event(EventKind.REQUEST, date(2026, 11, day), line) for line, day in enumerate((5, 2))
    )
    occasion = replace(make_occasion(replace(read_contact(), events=events)), letter=None)
    draft = compose("nudge", read_templates(), occasion)
    assert draft.body.startswith("Dear Ingrid,\n\nOn 5 November I asked")
    assert draft.subject == "My letter of 5 November"
    assert draft.gaps == ()


def test_the_vaults_own_template_is_taken_before_ours() -> None:
    texts = read_templates(request_stranger="---\nsubject: Hei\n---\nHei {{ contact.given }}!\n")
    draft = compose("request", texts, make_occasion())
    assert (draft.template, draft.subject, draft.body) == (
        "request-stranger",
        "Hei",
        "Hei Ingrid!\n",
    )


# -- slots -----------------------------------------------------------------------------------------


def test_the_table_of_slots_is_what_is_filled() -> None:
    assert set(fill_slots(make_occasion())) == set(SLOTS)


def test_every_slot_is_documented() -> None:
    page = (ROOT / "docs" / "letters.md").read_text(encoding="utf-8")
    assert [name for name in SLOTS if f"| `{name}` |" not in page] == []


def test_a_rule_that_is_off_still_leaves_a_stance() -> None:
    occasion = make_occasion()
    pack = with_rule(occasion.pack, "L06", level=Level.OFF, value=None)
    assert fill_slots(replace(occasion, pack=pack))["stance"] == "disclaim"


# -- the templates of notes ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["company", "contact", "interview"])
def test_a_note_template_is_a_note_without_faults(kind: str) -> None:
    folder = {"company": "companies", "contact": "contacts", "interview": "interviews"}[kind]
    path = PurePosixPath(folder, "New.md")
    record, problems = read_record(parse_note(path, read_templates()[kind]))
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert type(record).__name__.casefold() == kind
    assert not isinstance(record, Interview) or not record.has_debrief
