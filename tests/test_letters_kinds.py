"""Every letter we ship: how it reads, for whom it makes sense, and that it keeps its own pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

import pytest

from infoview_md.cli.app import App
from infoview_md.core.agenda.talks import Talk
from infoview_md.core.event import Event, EventKind
from infoview_md.core.letter_kind import BY_WORD
from infoview_md.core.model import Contact, Interview, Owner, Tie
from infoview_md.core.outlook import Outlook
from infoview_md.core.referee import Referee, RefereeState
from infoview_md.core.stage import Stage
from infoview_md.letters.compose import (
    KINDS_TO_NAME,
    Draft,
    choose_language,
    compose,
    find_template,
    format_draft,
)
from infoview_md.letters.fitting import FITTING, kinds_for
from infoview_md.letters.judge import judge
from infoview_md.letters.lint.l15_same_letter import make_shingles
from infoview_md.letters.occasion import make_occasion
from infoview_md.letters.render import Renderer, open_renderer
from infoview_md.letters.situation import Occasion
from infoview_md.letters.slots import SLOTS, Home, fill_slots
from infoview_md.letters.template import find_kinds, list_letters, parse_template
from infoview_md.letters.tongue import TONGUES
from tests.conftest import example_source
from tests.letter_case import MIRA, WHY_YOU, read_contact, read_pack, read_shipped, read_templates
from tests.test_letters_compose import FJORDLYS, TALK, referred, tied
from tests.test_letters_compose import make_occasion as at

KARI = Contact(
    path=PurePosixPath("contacts/Kari Lunde.md"),
    name="Kari Lunde",
    role="Head of Flexibility Procurement",
    email=("kari.lunde@grensenett.example",),
    may_use_name=True,
    events=(Event(EventKind.MET, date(2026, 11, 23), 9),),
)
JONAS = Contact(path=PurePosixPath("contacts/Jonas Vik.md"), name="Jonas Vik")
NEXT = Interview(
    path=PurePosixPath("interviews/2026-11-30 Ingrid Solheim.md"),
    name="2026-11-30 Ingrid Solheim",
    start=datetime(2026, 11, 30, 14, 0),
    goal="How a forecast fails",
    medium="video",
)
START = datetime(2026, 11, 30, 14, 0)
WINDOWS = (datetime(2026, 12, 1, 9, 30), START, datetime(2026, 12, 3, 16, 0))
AHEAD = Talk(read_contact(), NEXT, None, START.date(), START)
TOLD = {
    "about": (KARI,),
    "employers": {KARI.path: replace(FJORDLYS, name="Grensenett")},
    "learned": {KARI.path: replace(TALK, takeaway="A baseline is a promise nobody made")},
}
AGREED = Referee(
    RefereeState.AGREED, "How I learn; not my programming", date(2026, 9, 1), date(2027, 9, 30)
)
GERMAN = Owner(
    name="Mira Hartmann",
    given="Mira",
    email="mira@hartmann.example",
    language="de",
    intro="nach zehn Jahren in der Klinik-Analytik",
    learning="wie Netze für Stürme geplant werden",
    signature="Mira Hartmann",
)
DEUTSCH: dict[str, Any] = {
    "owner": GERMAN,
    "contact": replace(
        read_contact(), why_you="Ihr Vortrag in Bergen hat mein Bild von Unsicherheit verändert"
    ),
    "interview": replace(
        TALK, takeaway="Prognosen scheitern an den Nähten.", next_step="das Handbuch lesen"
    ),
}
DU = {
    **DEUTSCH,
    "contact": replace(
        DEUTSCH["contact"],
        tie=Tie.FRIEND,
        why_you="Du verantwortest seit neun Jahren jeden Morgen die Last von morgen",
    ),
}


def answered(qualifier: str, until: date | None = None) -> Event:
    return Event(EventKind.REPLY, date(2026, 11, 20), 12, qualifier=qualifier, until=until)


# Each template: the word, the pack, the contact, and what else is known.
LETTERS: Mapping[str, tuple[str, str, Contact, Mapping[str, Any]]] = {
    "request": ("request", "classic", read_contact(), {}),
    "request-alumni": ("request", "classic", tied(Tie.ALUMNI), {}),
    "request-referred": ("request", "classic", referred(), {}),
    "request-dormant": ("request", "classic", tied(Tie.DORMANT), {}),
    "request-friend": ("request", "friend", tied(Tie.FRIEND), {}),
    "request-two-hour": ("request", "two-hour", read_contact(), {}),
    "request-campus": ("request", "campus", read_contact(), {}),
    "request-executive": (
        "request",
        "executive",
        read_contact(),
        {"owner": replace(MIRA, positioning="for ten years I have told doctors how sure we are")},
    ),
    "hand-over": ("hand-over", "classic", read_contact(), {"about": (JONAS,)}),
    "nudge": ("nudge", "classic", read_contact(), {}),
    "answer": ("answer", "classic", read_contact(), {"windows": WINDOWS}),
    "answer-no": ("answer-no", "classic", read_contact(), {"reply": answered("no")}),
    "answer-later": (
        "answer-later",
        "classic",
        read_contact(),
        {"reply": answered("later", date(2027, 2, 1))},
    ),
    "answer-refer": (
        "answer-refer",
        "classic",
        read_contact(),
        {"named": ("Kari Lunde",), "reply": answered("refer")},
    ),
    "confirm": ("confirm", "classic", read_contact(), {"talk": AHEAD}),
    "reschedule": (
        "reschedule",
        "classic",
        read_contact(),
        {"talk": AHEAD, "windows": WINDOWS[::2]},
    ),
    "cancel": ("cancel", "classic", read_contact(), {"talk": AHEAD}),
    "thanks": ("thanks", "classic", read_contact(), {"named": ("Kari Lunde",)}),
    "update": ("update", "classic", read_contact(), {}),
    "update-wrote": ("update-wrote", "classic", read_contact(), TOLD),
    "update-met": ("update-met", "classic", read_contact(), {**TOLD, "about": (KARI, JONAS)}),
    "update-unreached": ("update-unreached", "classic", read_contact(), {"about": (JONAS,)}),
    "close": ("close", "classic", read_contact(), {}),
    "touch": ("touch", "classic", read_contact(), {}),
    "intro-asked": ("intro-asked", "classic", read_contact(), TOLD),
    "intro-made": ("intro-made", "classic", read_contact(), {**TOLD, "agreed": True}),
    "reference-asked": ("reference-asked", "classic", read_contact(), {}),
    "reference-briefed": ("reference-briefed", "classic", read_contact(), {"referee": AGREED}),
    "reference-thanked": ("reference-thanked", "classic", read_contact(), {"referee": AGREED}),
    "request-de": ("request", "classic", read_contact(), DEUTSCH),
    "request-friend-de": ("request", "friend", read_contact(), DU),
    "nudge-de": ("nudge", "classic", read_contact(), DEUTSCH),
    "nudge-friend-de": ("nudge", "friend", read_contact(), DU),
    "thanks-de": ("thanks", "classic", read_contact(), DEUTSCH),
    "thanks-friend-de": ("thanks", "friend", read_contact(), DU),
}
TO_WRITE = {name for name, slot in SLOTS.items() if slot.home is Home.TEXT}


@pytest.fixture(scope="module", autouse=True)
def one_child() -> Iterator[None]:
    """One process in which all these letters are made."""
    with open_renderer(read_templates()) as renderer:
        KITCHEN.append(renderer)
        yield
        KITCHEN.clear()


KITCHEN: list[Renderer] = []


def write(word: str, occasion: Occasion) -> Draft:
    """The letter made from our own templates."""
    return compose(word, KITCHEN[0].texts, occasion, KITCHEN[0])


def make(template: str) -> tuple[Draft, Occasion]:
    """The letter of a row of the table, and what it was made from."""
    word, pack, contact, known = LETTERS[template]
    occasion = replace(at(contact), pack=read_pack(pack), **known)
    return write(word, occasion), occasion


# -- how they read ---------------------------------------------------------------------------------


@pytest.mark.parametrize("template", LETTERS)
def test_a_shipped_letter_reads_like_this(
    template: str, golden: Callable[[str, str], None]
) -> None:
    draft, _ = make(template)
    assert draft.template == template
    assert draft.word == LETTERS[template][0]
    assert draft.kind == BY_WORD[draft.word].kind
    assert {gap.slot for gap in draft.gaps} <= TO_WRITE
    golden(f"letters/{template}.txt", format_draft(draft))


def test_no_letter_template_is_without_its_golden_file() -> None:
    assert set(list_letters(read_templates())) == set(LETTERS)


def test_every_letter_but_other_has_a_template() -> None:
    assert set(find_kinds(read_templates())) == set(BY_WORD) - {"other"}


ENDS = ("", ".", " . ", "!", "?", ",", ";", "…", "...", " (so far).", " “so.”")
BAD_JOINS = (",,", " .", " ,", "  ", ".,", "?.", "!.", ",.", ";.", "….", "\n\n\n")


def typed(occasion: Occasion, end: str) -> Occasion:
    """The occasion, had the person ended everything they typed in this way."""

    def put(text: str) -> str:
        return text.rstrip(".") + end if text else ""

    owner, contact, talk = occasion.owner, occasion.contact, occasion.interview
    assert talk is not None
    words = ("intro", "learning", "positioning")
    return replace(
        occasion,
        owner=replace(owner, **{word: put(getattr(owner, word)) for word in words}),  # type: ignore[arg-type]
        contact=replace(contact, why_you=put(contact.why_you)),
        interview=replace(talk, takeaway=put(talk.takeaway), next_step=put(talk.next_step)),
    )


@pytest.mark.parametrize("end", ENDS)
def test_however_a_field_ends_the_joins_are_clean(end: str) -> None:
    """Save for what is typed itself: three full stops stay three."""
    for template in LETTERS:
        _, occasion = make(template)
        body = write(LETTERS[template][0], typed(occasion, end)).body
        for mark in BAD_JOINS:
            assert mark not in body, (template, body)
        assert ".." not in body.replace("...", ""), (template, body)


@pytest.mark.parametrize("template", LETTERS)
def test_the_joins_are_clean(template: str) -> None:
    draft, _ = make(template)
    for mark in ("..", *BAD_JOINS):
        assert mark not in draft.body
    for paragraph in draft.body.split("\n\n")[1:-1]:
        assert not paragraph.startswith((",", "."))
        lines = paragraph.rstrip().split("\n")
        is_list = all(line.startswith("- ") for line in lines)
        assert is_list or (len(lines) == 1 and lines[0][-1] in ".?!:]")


@pytest.mark.parametrize("template", LETTERS)
def test_a_letter_has_the_five_blocks_that_a_vault_overrides(template: str) -> None:
    texts = read_templates(own="")
    _, occasion = make(template)
    word = LETTERS[template][0]
    plain = write(word, occasion).body
    own = f'{{% extends "shipped/{template}" %}}\n'
    for block in ("greeting", "opening", "ask", "stance", "close"):
        own += f"{{% block {block} %}}MY {block}.{{% endblock %}}\n"
    body = compose(word, {**texts, template: own}, occasion).body
    blocks = ["greeting", "opening", "ask", "stance", "close"]
    assert body.split("\n") == [*(f"MY {block}." for block in blocks), ""]
    assert body != plain


# -- for whom they make sense ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    """The example vault on the day of its own clock."""
    app = App()
    app.vault_option = str(example_source())
    return app.outlook


def occasions(outlook: Outlook) -> list[tuple[str, Contact, Occasion]]:
    """Each letter that makes sense for somebody of the vault, with what it is made from."""
    bente = outlook.index.get("Bente Skaarup")
    assert isinstance(bente, Contact)
    found = []
    for contact in outlook.index.contacts.values():
        for word in kinds_for(contact, outlook):
            about: tuple[Contact, ...] = (bente,) if word.startswith("intro") else ()
            about = find_asked(contact, outlook) if word == "hand-over" else about
            windows = WINDOWS if word in ("answer", "reschedule") else ()
            found.append((word, contact, make_occasion(contact, outlook, about, windows)))
    return found


def find_asked(contact: Contact, outlook: Outlook) -> tuple[Contact, ...]:
    """Who was asked first at somebody's company."""
    company = outlook.index.company_of(contact)
    people = outlook.index.people_of(company) if company else ()
    return tuple(one for one in people if outlook.standing(one).stage is Stage.REQUESTED)


def test_the_example_vault_has_somebody_for_nearly_every_letter(outlook: Outlook) -> None:
    words = {word for word, _, _ in occasions(outlook)}
    assert set(FITTING) - words == {
        *("answer-no", "answer-later", "answer-refer"),  # all answered already
        "update-unreached",
    }


def test_who_is_off_limits_gets_no_letter(outlook: Outlook) -> None:
    gunnar = outlook.index.get("Gunnar Weiß")
    assert isinstance(gunnar, Contact)
    assert kinds_for(gunnar, outlook) == ()


def test_every_letter_of_the_example_keeps_its_pack(outlook: Outlook) -> None:
    """What is left to write is a gap; beside it no rule has anything to say of our words."""
    for word, contact, occasion in occasions(outlook):
        draft = write(word, occasion)
        said = [
            f"{contact.stem} {word}: {found.rule} {found.sentence}"
            for found in judge(draft, occasion, outlook)
            if found.level in ("error", "warning") and found.rule not in OF_THE_VAULT
        ]
        assert said == []


GERMAN_WORDS = {"de": {"intro": GERMAN.intro, "learning": GERMAN.learning}}


@pytest.mark.parametrize("signature", ["Mira Hartmann", "Mira Hartmann\nHamburg"])
def test_every_german_letter_of_the_example_keeps_its_pack(
    outlook: Outlook, signature: str
) -> None:
    """With the owner's German words in `[owner.de]`, every letter there is in German.

    But for what the notes of the example say of people, which stays in English.
    """
    beside = OF_THE_VAULT | {"language"}
    owner = replace(outlook.owner, signature=signature, other_words=GERMAN_WORDS)
    seen = set()
    for word, contact, occasion in occasions(outlook):
        german = replace(occasion, owner=owner, contact=replace(contact, language="de"))
        draft = write(word, german)
        if draft.language == "de":
            seen.add(draft.template)
            said = [
                f"{contact.stem} {word}: {found.rule} {found.sentence}"
                for found in judge(draft, german, outlook)
                if found.level in ("error", "warning") and found.rule not in beside
            ]
            assert said == []
    assert seen == {name for name in LETTERS if name.endswith("-de")} - {"nudge-friend-de"}


@pytest.mark.parametrize("end", ["", "\n\nPS: Mira liked the boat."])
def test_a_signature_without_a_closing_line_is_one(outlook: Outlook, end: str) -> None:
    word, _, occasion = next(one for one in occasions(outlook) if one[0] == "thanks")
    texts = read_templates(
        thanks='{% extends "shipped/thanks" %}{% block close %}{{ signature }}' + end +
        "{% endblock %}"
    )  # fmt: skip
    draft = compose(word, texts, occasion)
    found = judge(draft, occasion, outlook)
    assert [one.sentence for one in found if "your own name" in one.sentence] == []


OF_THE_VAULT = frozenset({"R2", "R4", "R5", "R15", "address"})
"""Whom the owner may write to today is no matter of the template."""


def test_only_what_the_vault_lacks_is_a_gap(outlook: Outlook) -> None:
    for word, contact, occasion in occasions(outlook):
        draft = write(word, occasion)
        for gap in draft.gaps:
            is_missing = {
                "why_you": not contact.why_you,
                "email": True,
                "other.email": True,
                "takeaway": not (occasion.interview and occasion.interview.takeaway),
                "next_step": not (occasion.interview and occasion.interview.next_step),
            }
            assert gap.slot in TO_WRITE or is_missing[gap.slot], (word, contact.stem, gap)


def test_the_letters_named_for_a_stage_are_letters() -> None:
    for words in KINDS_TO_NAME.values():
        assert set(words) <= set(BY_WORD)


# -- what they say of others and of times ----------------------------------------------------------


def body(word: str, **known: Any) -> str:
    return write(word, replace(at(), **known)).body


def test_a_colleague_is_named_only_where_the_person_says_so() -> None:
    assert "Jonas" not in body("hand-over")
    assert "I have written to Jonas Vik, too." in body("hand-over", about=(JONAS,))


def test_news_of_several_is_one_letter() -> None:
    said = body("update-met", about=(KARI, JONAS))
    assert "You sent me to Kari Lunde, and we talked on 23 November." in said
    assert "With Jonas Vik it did not come to a talk" in said


def test_whom_there_is_news_of_is_told_without_being_named() -> None:
    occasion = replace(at(), news=(("update-met", KARI), ("update-wrote", JONAS)))
    draft = write("update-met", occasion)
    assert draft.about == (KARI,)
    assert write("touch", occasion).about == ()


def test_who_was_named_is_known_to_agree(outlook: Outlook) -> None:
    detlef, ole = outlook.index.get("Detlef Rohwer"), outlook.index.get("Ole Grønbech")
    assert isinstance(detlef, Contact)
    assert isinstance(ole, Contact)
    agreed = write("answer-refer", make_occasion(detlef, outlook))
    assert [person.name for person in agreed.about] == ["Bjørn Åkerlund"]
    assert "say that the name came from you, and tell you" in agreed.body
    asked = write("answer-refer", replace(at(), named=("Kari Lunde",)))
    assert "May I say that the name came from you?" in asked.body
    thanks = write("thanks", make_occasion(ole, outlook)).body
    assert "Thank you also for naming Bente Skaarup." in thanks


def test_a_letter_about_nobody_says_how_to_name_somebody() -> None:
    draft = write("intro-asked", at())
    gap = next(gap for gap in draft.gaps if gap.slot == "other.name")
    assert gap.place == "letter"
    assert gap.command == "infoview letter 'Ingrid Solheim' intro-asked --about NAME"
    assert gap.sentence.endswith("name them with `--about`")


def test_a_letter_without_times_says_how_to_give_them() -> None:
    (gap,) = write("answer", at()).gaps
    assert gap.command == "infoview letter 'Ingrid Solheim' answer --window TIME"


def test_what_only_the_person_knows_is_written_into_the_letter() -> None:
    (gap,) = write("touch", at()).gaps
    assert (gap.place, gap.key) == ("letter", "")
    assert gap.sentence == (
        "news is missing (one thing that Ingrid may like to hear): write it into the letter"
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("Europe/Berlin", "Europe/Oslo", "- Monday 30 November, 14:00–14:20 (Oslo time)"),
        (
            "Europe/Berlin",
            "Europe/Athens",
            "- Monday 30 November, 15:00–15:20 (Athens time; 14:00 in Berlin)",
        ),
        (
            "Europe/Berlin",
            "Pacific/Auckland",
            "- Tuesday 1 December, 02:00–02:20 (Auckland time; 14:00 in Berlin)",
        ),
        ("Europe/Berlin", "", "- Monday 30 November, 14:00–14:20 (Berlin time)"),
        ("", "", "- Monday 30 November, 14:00–14:20"),
    ],
)
def test_a_time_is_said_on_their_clock(mine: str, theirs: str, expected: str) -> None:
    occasion = replace(
        at(replace(read_contact(), timezone=theirs)),
        owner=replace(MIRA, timezone=mine),
        windows=(START,),
    )
    assert fill_slots(occasion)["windows"] == expected


def test_the_companys_clock_counts_where_theirs_is_not_known() -> None:
    occasion = replace(at(), company=replace(FJORDLYS, timezone="Europe/Oslo"), windows=WINDOWS)
    said = fill_slots(occasion)["windows"].split("\n")
    assert [line.partition(",")[0] for line in said] == [
        *("- Monday 30 November", "- Tuesday 1 December", "- Thursday 3 December"),
    ]
    assert all("(Oslo time)" in line for line in said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (answered("later"), "You wrote on 20 November that another time would be better"),
        (answered("yes"), "no time has come of it yet"),
        (None, "On 3 November I asked"),
    ],
)
def test_a_nudge_knows_what_they_said(said: Event | None, expected: str) -> None:
    assert expected in body("nudge", reply=said)


@pytest.mark.parametrize(("nudges", "is_last"), [(0, False), (1, True), (2, True)])
def test_the_last_nudge_says_that_it_is_the_last(nudges: int, is_last: bool) -> None:
    assert ("this is the last time I ask" in body("nudge", nudges=nudges)) is is_last
    assert ("I have asked you before" in body("nudge", nudges=nudges)) is bool(nudges)


# -- languages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "own", "other", "expected"),
    [
        ("de", "en", {}, "en"),
        ("de", "en", {"de": {"intro": "nach zehn Jahren"}}, "de"),
        ("de-AT", "de", {}, "de"),
        ("", "de", {}, "de"),
        ("nb", "de", {}, "de"),
        ("en", "de", {"en": {}}, "en"),
        ("de", "", {}, "de"),
        ("", "", {}, "en"),
    ],
)
def test_a_letter_is_in_one_language(
    theirs: str, own: str, other: Mapping[str, Mapping[str, str]], expected: str
) -> None:
    owner = replace(MIRA, language=own, other_words=other)
    assert choose_language(theirs, owner) == expected


def test_the_owners_words_come_in_the_language_of_the_template() -> None:
    owner = replace(
        MIRA,
        language="en",
        other_words={"de": {"intro": GERMAN.intro, "learning": GERMAN.learning}},
    )
    german = at(replace(read_contact(), language="de"))
    draft = write("request", replace(german, owner=owner))
    assert draft.language == "de"
    assert "Nach zehn Jahren in der Klinik-Analytik möchte ich verstehen, wie Netze" in draft.body
    assert "After ten years" in write("request", replace(at(), owner=owner)).body


def test_what_has_no_template_in_a_language_comes_in_english() -> None:
    occasion = replace(at(), owner=replace(GERMAN, other_words={"en": {"signature": "Mira H."}}))
    draft = write("close", occasion)
    assert (draft.template, draft.language) == ("close", "en")
    assert draft.body.endswith("Kind regards,\nMira H.\n")


@pytest.mark.parametrize(
    ("pack", "tie", "expected"),
    [
        ("classic", Tie.STRANGER, "request-de"),
        ("two-hour", Tie.STRANGER, "request-de"),
        ("friend", Tie.FRIEND, "request-friend-de"),
        ("classic", Tie.FRIEND, "request-friend-de"),
    ],
)
def test_the_language_comes_before_pack_and_tie(pack: str, tie: Tie, expected: str) -> None:
    occasion = replace(at(tied(tie)), owner=GERMAN, pack=replace(read_pack(), name=pack))
    assert find_template("request", read_templates(), occasion) == expected


def test_a_third_language_is_a_template_of_the_vaults_own() -> None:
    text = "---\nlanguage: nb\nsubject: Takk\n---\n{{ greeting }}\n\nTakk for praten.\n"
    owner = replace(MIRA, language="nb")
    draft = compose("thanks", read_templates(thanks_nb=text), replace(at(), owner=owner))
    assert (draft.template, draft.subject) == ("thanks-nb", "Takk")
    assert "Takk for praten." in draft.body


def test_every_german_template_has_an_english_one() -> None:
    for name in list_letters(read_templates()):
        template = parse_template(name, read_templates())
        assert name.endswith(f"-{template.language}") or template.language in ("", "en")
        assert template.language in ("", *TONGUES)
        assert template.kind in {letter.kind for letter in BY_WORD.values()}
    assert read_shipped("templates", ".md").keys() >= {"request", "nudge", "thanks"}


def test_a_hand_over_is_not_the_request_over_again() -> None:
    """Colleagues compare their mail (L15); the control is the request itself."""
    request, _ = make("request")
    hand_over = write("hand-over", at())
    own = frozenset(" ".join((MIRA.intro, MIRA.learning, MIRA.name)).casefold().split())
    first, second = (make_shingles(draft.body, own) for draft in (request, hand_over))
    why_you = make_shingles(WHY_YOU)
    assert len((first & second) - why_you) / len(second) < 0.2
    assert first == make_shingles(write("request", at()).body, own)
