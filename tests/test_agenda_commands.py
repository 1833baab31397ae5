"""Actions: why they are due, and the command that does it, which the program takes."""

from __future__ import annotations

import shlex
from datetime import date, datetime

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.cli.group import cli
from infoview_md.core.agenda import ActionKind, Horizon, build_agenda
from infoview_md.core.agenda.commands import quote
from infoview_md.core.agenda.talks import participants
from infoview_md.core.checklist import event_of
from infoview_md.core.event import EventKind
from infoview_md.core.model import Interview
from tests.tools.dated_vault import ONE_OF_EACH, READY, RULE_SAID, look
from tests.tools.small_vault import TODAY


@pytest.mark.parametrize(("kind", "rule"), RULE_SAID.items())
def test_the_reason_names_the_rule_it_rests_on(kind: str, rule: str) -> None:
    found = [action for action in build_agenda(look(ONE_OF_EACH)) if action.kind == kind]
    assert found
    for action in found:
        assert action.rule == rule
        assert f"({rule})" in action.why


COMMANDS = {
    "talk": "infoview show today",
    "log": "infoview log Log met --date 2026-11-23",
    "answer": "infoview letter Answer answer",
    "debrief": "infoview new interview Debrief --start 2026-11-23 --edit",
    "thank": "infoview letter Thank thanks",
    "confirm": "infoview letter Confirm confirm",
    "promise": "infoview edit Promise",
    "tell-referrer": "infoview letter Tell update-met --about Told",
    "nudge": "infoview letter Nudge nudge",
    "ask-else": "infoview letter Else hand-over",
    "let-go": "infoview letter Close close",
    "stay-in-touch": "infoview letter Touch touch",
    "request": "infoview letter Request request",
}


@pytest.mark.parametrize(("kind", "command"), COMMANDS.items())
def test_the_command_is_the_one_that_does_it(kind: str, command: str) -> None:
    found = [action.command for action in build_agenda(look(ONE_OF_EACH)) if action.kind == kind]
    assert found == [command]


def read_command(line: str) -> dict[str, object]:
    """The arguments of a command line as the program itself takes them."""
    program, *words = shlex.split(line)
    assert program == "infoview"
    command: click.Command = cli
    context = click.Context(command)
    while isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command = found
    return command.make_context(line, words).params


def test_the_program_takes_every_command() -> None:
    named = ONE_OF_EACH["contacts/Tell.md"] + "- 2026-11-03 referral [[Somebody New]]\n"
    outlook = look({**ONE_OF_EACH, "contacts/Tell.md": named})
    for action in build_agenda(outlook, Horizon.ALL):
        taken = read_command(action.command)
        names = taken.get("names") or (taken["name"],)
        assert isinstance(names, tuple)
        if names == ("Somebody New",):
            assert taken["referred_by"] == ("Tell",)
            continue
        (asked,) = names
        found = outlook.index.get(asked)
        people = participants(found, outlook.index) if isinstance(found, Interview) else [found]
        assert [person.path for person in people] == [action.path]


LOGGED = {"log": EventKind.MET, "answer": EventKind.PROPOSE, "confirm": EventKind.TOUCH,
          "tell-referrer": EventKind.UPDATE, "let-go": EventKind.CLOSE,
          "stay-in-touch": EventKind.TOUCH}  # fmt: skip


@pytest.mark.parametrize(("kind", "event"), LOGGED.items())
def test_what_is_logged_is_read_as_the_event_it_stands_for(kind: str, event: EventKind) -> None:
    actions = [action for action in build_agenda(look(ONE_OF_EACH)) if action.kind == kind]
    for action in actions:
        assert read_command(action.command)
        read = event_of(action.command, TODAY)
        assert read is not None
        assert read.kind is event


def test_a_letter_that_left_is_logged_with_its_day_and_channel() -> None:
    outlook = look(
        {
            "contacts/Anna Berg.md": "",
            "letters/one.md": "---\nto: '[[Anna Berg]]'\nkind: request\nsent: 2026-11-23T18:00\n"
            "channel: email\nsubject: Twenty minutes\n---\n",
        }
    )
    logged = build_agenda(outlook)[0]
    assert logged.command == ('infoview log "Anna Berg" "request email [[one]]" --date 2026-11-23')
    assert "Twenty minutes" in logged.why


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("intro-asked", "intro asked email [[Bo Chen]], [[one]]"),
        ("intro-made", "intro made email [[Bo Chen]], [[one]]"),
    ],
)
def test_the_line_of_an_introduction_says_how_far_it_came_and_to_whom(
    template: str, line: str
) -> None:
    outlook = look(
        {
            "contacts/Anna Berg.md": "## Log\n- 2026-11-02 was in-touch\n- 2026-11-23 touch\n",
            "contacts/Bo Chen.md": "",
            "letters/one.md": "---\nto: '[[Anna Berg]]'\nkind: intro\nabout: '[[Bo Chen]]'\n"
            f"template: {template}\nsent: 2026-11-23\nchannel: email\n---\n",
        }
    )
    assert build_agenda(outlook)[0].command == (
        f'infoview log "Anna Berg" "{line}" --date 2026-11-23'
    )


def test_where_two_share_a_name_the_command_says_which() -> None:
    outlook = look(
        {
            "contacts/Anna Berg.md": "## Log\n- 2026-11-03 request\n",
            "contacts/north/Anna Berg.md": "## Log\n- 2026-11-03 request\n",
            "contacts/-x.md": "## Log\n- 2026-11-03 request\n",
        }
    )
    assert {action.command for action in build_agenda(outlook)} == {
        'infoview letter "contacts/Anna Berg" nudge',
        'infoview letter "contacts/north/Anna Berg" nudge',
        "infoview letter contacts/-x nudge",
    }
    for action in build_agenda(outlook):
        assert outlook.index.get(shlex.split(action.command)[2]).path == action.path


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("Anna", "Anna"),
        ("Zoë Müller", '"Zoë Müller"'),
        ("Pat O'Brien", '"Pat O\'Brien"'),
        ('Ann "Nan" Berg', "'Ann \"Nan\" Berg'"),
        ("$HOME", "'$HOME'"),
        ("", '""'),
    ],
)
def test_a_word_is_quoted_as_people_quote(word: str, quoted: str) -> None:
    assert quote(word) == quoted


@given(st.text())
def test_law_a_shell_reads_back_the_word(word: str) -> None:
    assert shlex.split(quote(word)) == [word]


def test_a_referrer_is_asked_for_leave_before_the_request() -> None:
    notes = {
        "contacts/Ole.md": "---\ntier: C\n---\n## Log\n- 2026-11-02 was in-touch\n",
        "contacts/Bente.md": READY.format("b").replace("---\n", "---\nreferred_by: '[[Ole]]'\n", 1),
    }
    (asked,) = build_agenda(look(notes))
    assert (asked.kind, asked.command) == (ActionKind.REQUEST, "infoview edit Bente")
    assert "named by Ole" in asked.why
    assert "ask Ole first" in asked.why
    assert "(L04)" in asked.why
    agreed = notes["contacts/Bente.md"].replace("why_you", "may_use_name: true\nwhy_you")
    (ready,) = build_agenda(look({**notes, "contacts/Bente.md": agreed}))
    assert ready.command == "infoview letter Bente request"
    assert "L04" not in ready.why


def test_one_line_tells_of_all_referrals() -> None:
    outlook = look(
        {
            "contacts/Ole.md": "---\ntier: C\n---\n"
            "## Log\n- 2026-11-02 was in-touch\n- 2026-11-02 referral [[Bente]], [[Carla]]\n",
            "contacts/Bente.md": "## Log\n- 2026-11-20 met: a\n- 2026-11-20 thanks\n",
            "contacts/Carla.md": "## Log\n- 2026-11-03 request\n- 2026-11-17 close\n",
        }
    )
    (told,) = build_agenda(outlook)
    assert "Bente, Carla" in told.why
    assert told.command == "infoview letter Ole update-met --about Bente --about Carla"
    assert told.due == date(2026, 11, 18)


def test_who_was_named_gets_a_note_with_the_referrer_in_it() -> None:
    notes = {
        "contacts/Ole Grønbech.md": "---\ntier: C\n---\n"
        "## Log\n- 2026-11-02 was in-touch\n- 2026-11-02 referral [[Bente Skaarup]]\n",
    }
    (found,) = build_agenda(look(notes))
    assert found.command == ('infoview new contact "Bente Skaarup" --referred-by "Ole Grønbech"')
    assert "Bente Skaarup" in found.why


def test_a_talk_tells_where_and_with_whom() -> None:
    outlook = look(
        {
            "contacts/Anna.md": "",
            "contacts/Ben.md": "",
            "interviews/talk.md": "---\ncontacts: ['[[Anna]]', '[[Ben]]']\nmedium: video\n"
            "start: 2026-11-24T09:30\nplace: https://meet.example/1\n---\n",
        }
    )
    talk = build_agenda(outlook)[0]
    assert talk.why == "talk on 2026-11-24 at 09:30 with Ben (video, https://meet.example/1)"
    assert (talk.at, talk.due, talk.late) == (datetime(2026, 11, 24, 9, 30), TODAY, 0)
