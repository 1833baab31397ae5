"""Faults that a reading of the code against the rules brought to light, so that none comes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from infoview_md.cli.app import App
from infoview_md.core.agenda import Horizon, agenda_of, build_agenda, find_open_promises
from tests.conftest import Run

DAY = "2026-11-24"


def put_note(vault: Path, name: str, text: str) -> Path:
    """Write one note of a vault by hand."""
    path = vault / name
    path.write_text(text, encoding="utf-8")
    return path


def put_contact(vault: Path, name: str, fields: str = "", body: str = "") -> Path:
    """A contact at Acme who can be reached, and about whom there is something to say."""
    mail = name.split()[0].lower()
    text = f"---\ncompany: Acme\nemail: {mail}@acme.example\nwhy_you: a talk\n{fields}---\n{body}"
    return put_note(vault, f"contacts/{name}.md", text)


@pytest.fixture
def acme(vault: Path) -> Path:
    """A vault with one target company."""
    put_note(vault, "companies/Acme.md", "---\nstatus: target\n---\n")
    return vault


def open_app(vault: Path) -> App:
    """What the commands of a vault take their values from."""
    app = App()
    app.vault_option = str(vault)
    return app


def due(run: Run, vault: Path, *args: str) -> list[tuple[str, str]]:
    """Kind and person of every line of `infoview today`."""
    printed = json.loads(run("today", "--json", *args, vault=vault, today=DAY).stdout)
    return [(line["kind"], line["who"]) for line in printed["due"]]


# -- letters -------------------------------------------------------------------------------------


def test_the_same_sent_command_twice_logs_one_letter(run: Run, acme: Path):
    note = put_contact(acme, "Ingrid Solheim")
    words = ("letter", "ingrid", "--sent", "--anyway", "it is short")
    assert run(*words, vault=acme, today=DAY).exit_code == 0
    before = note.read_bytes()
    for kind, said in (((), "left today already"), (("request",), "left already")):
        refused = run("letter", "ingrid", *kind, "--sent", vault=acme, today=DAY)
        assert refused.exit_code == 6
        assert said in refused.stderr
    assert note.read_bytes() == before
    assert len(list((acme / "letters").iterdir())) == 1


def test_a_letter_that_was_logged_by_hand_is_not_logged_again(run: Run, acme: Path):
    put_contact(acme, "Ingrid Solheim", body=f"## Log\n- {DAY} request email\n")
    refused = run("letter", "ingrid", "--sent", vault=acme, today=DAY)
    assert (refused.exit_code, "Ingrid Solheim.md:7" in refused.stderr) == (6, True)


def test_a_draft_that_waits_is_the_letter_that_left(run: Run, acme: Path):
    """Its kind decides, not the stage; nor does a letter written by hand need a template."""
    note = put_contact(acme, "Ingrid Solheim", body="## Log\n- 2026-11-02 request email\n")
    draft = put_note(
        acme, "letters/news.md",
        '---\nto: "[[Ingrid Solheim]]"\nkind: update\nsubject: News\nchannel: linkedin\n---\n'
        "Dear Ingrid,\n",
    )  # fmt: skip
    sent = run("letter", "ingrid", "--sent", "--anyway", "fine", vault=acme, today=DAY)
    assert sent.exit_code == 0, sent.stderr
    assert f"sent: {DAY}" in draft.read_text("utf-8")
    assert f"- {DAY} update linkedin [[news]]" in note.read_text("utf-8")


def test_a_draft_whose_sent_cannot_be_read_may_have_left(run: Run, acme: Path):
    put_contact(acme, "Ingrid Solheim")
    letter = put_note(
        acme, "letters/first.md",
        '---\nto: "[[Ingrid Solheim]]"\nkind: request\nsubject: A\nsent: last Monday\n---\nDear\n',
    )  # fmt: skip
    before = letter.read_bytes()
    refused = run("letter", "ingrid", "--sent", "--anyway", "x", vault=acme, today=DAY)
    assert (refused.exit_code, "letters/first.md" in refused.stderr) == (6, True)
    assert letter.read_bytes() == before


def test_a_kind_of_letter_that_is_no_event_is_logged_all_the_same(run: Run, acme: Path):
    note = put_contact(acme, "Ingrid Solheim")
    (acme / "templates").mkdir()
    for kind, word in (("answer", "propose"), ("invitation", "touch")):
        put_note(acme, f"templates/{kind}.md", f"---\nkind: {kind}\nsubject: A\n---\nText.\n")
        sent = run("letter", "ingrid", kind, "--sent", "--anyway", "x", vault=acme, today=DAY)
        assert sent.exit_code == 0, sent.stderr
        assert f"- {DAY} {word} email [[{DAY} Ingrid Solheim {kind}]]" in note.read_text("utf-8")


# -- what is due ---------------------------------------------------------------------------------


def test_a_company_whose_asking_has_no_date_still_lets_others_be_asked(run: Run, acme: Path):
    """`stage: declined` by hand has no day from which R1 could run."""
    put_contact(acme, "Anna Berg", "stage: declined\n")
    put_contact(acme, "Kari Lunde")
    assert ("request", "Kari Lunde") in due(run, acme)


def test_what_is_due_at_a_company_is_what_is_due_to_its_people(run: Run, acme: Path):
    put_contact(acme, "Kari Lunde", body="## Log\n- 2026-11-20 request email\n")
    why = run("why", "acme", vault=acme, today=DAY).stdout
    assert "nudge Kari Lunde: asked on 2026-11-20" in why
    assert "Due" in run("show", "acme", "--vault", acme, "--today", "2026-12-02").stdout


def test_a_talk_with_several_people_is_due_to_each_of_them(run: Run, acme: Path):
    put_contact(acme, "Anna Berg")
    put_contact(acme, "Kari Lunde")
    put_note(
        acme, "interviews/both.md",
        '---\ncontacts: ["[[Anna Berg]]", "[[Kari Lunde]]"]\nstart: 2026-11-26T10:00:00\n---\n',
    )  # fmt: skip
    assert [line for line in due(run, acme, "--week") if line[0] == "talk"] == [
        ("talk", "Anna Berg")
    ]
    for name in ("anna", "kari"):
        assert "talk: talk on 2026-11-26" in run("why", name, vault=acme, today=DAY).stdout


def test_one_persons_agenda_is_their_part_of_the_whole(example: Path):
    app = open_app(example)
    whole = build_agenda(app.outlook, Horizon.ALL)
    people = app.index.contacts
    for path, contact in people.items():
        theirs = agenda_of(contact, app.outlook, Horizon.ALL)
        assert {action for action in whole if action.path == path} <= set(theirs)
        assert {action.path for action in theirs} <= {path}
    for horizon in Horizon:
        last = horizon.last_day(app.today)
        assert build_agenda(app.outlook, horizon) == tuple(a for a in whole if a.due <= last)


def test_a_promise_of_a_talk_is_listed_once(acme: Path):
    """Also where the log of somebody else links the talk, or the first is off limits."""
    put_contact(acme, "Anna Berg")
    put_contact(acme, "Kari Lunde", body="## Log\n- 2026-11-20 met [[talk]]\n")
    put_note(
        acme, "interviews/talk.md",
        '---\ncontacts: ["[[Anna Berg]]"]\n---\n- [ ] me: send the paper @2026-11-26\n',
    )  # fmt: skip
    app = open_app(acme)
    owed = [
        one.contact.name
        for contact in app.index.contacts.values()
        for one in find_open_promises(contact, app.outlook)
    ]
    assert owed == ["Anna Berg"]


# -- speed ---------------------------------------------------------------------------------------


def test_after_a_write_only_the_written_note_is_read_again(
    run: Run, acme: Path, monkeypatch: pytest.MonkeyPatch
):
    from infoview_md.vault.vault import Vault

    put_contact(acme, "Ingrid Solheim")
    scans: list[Path] = []
    read = Vault.read

    def count(vault: Vault) -> object:
        scans.append(vault.root)
        return read(vault)

    monkeypatch.setattr(Vault, "read", count)
    done = run("log", "ingrid", "request", "email", "--no-cache", vault=acme, today=DAY)
    assert (done.stdout, len(scans)) == ("Ingrid Solheim is requested\n", 1)
    run("log", "ingrid", "reply", "yes", vault=acme, today=DAY)
    assert len(scans) == 1  # with the cache, only what has changed is read at all


def test_many_dead_links_are_not_each_compared_with_every_name(
    acme: Path, monkeypatch: pytest.MonkeyPatch
):
    """400 of them in 5,000 notes took half a minute."""
    from difflib import get_close_matches

    from infoview_md.core import names
    from infoview_md.core.checks import find_problems

    for number in range(120):
        put_contact(acme, f"Person {number} Berg", body=f"See [[Topic {number}]].\n")
    looked_at: list[int] = []

    def count(word: str, among: list[str], most: int, cutoff: float) -> list[str]:
        looked_at.append(len(among))
        return get_close_matches(word, among, most, cutoff)

    monkeypatch.setattr("difflib.get_close_matches", count)
    app = open_app(acme)
    assert len(find_problems(app.outlook, ["links"])) == 120
    assert len(looked_at) == 120
    assert max(looked_at) <= names.LIKELY


# -- the very command ----------------------------------------------------------------------------


def paste(run: Run, vault: Path, command: str) -> None:
    """Do what a line of `today` says, but for the editor."""
    import shlex

    words = [word for word in shlex.split(command)[1:] if word != "--edit"]
    done = run(*words, vault=vault, today=DAY)
    assert done.exit_code == 0, done.stderr


def command_of(run: Run, vault: Path, kind: str) -> str:
    """The command of the one line of a kind."""
    printed = json.loads(run("today", "--json", "--week", vault=vault, today=DAY).stdout)
    (command,) = [line["command"] for line in printed["due"] if line["kind"] == kind]
    assert isinstance(command, str)
    return command


def test_the_command_of_a_debrief_makes_the_note_of_that_talk(run: Run, acme: Path):
    """Not of one held today, beside which the debrief would stay due for ever."""
    put_contact(acme, "Kari Lunde", body="## Log\n- 2026-11-20 met\n")
    paste(run, acme, command_of(run, acme, "debrief"))
    note = acme / "interviews/2026-11-20 Kari Lunde.md"
    text = note.read_text("utf-8")
    assert "\nstart:\n" in text
    note.write_text(text.replace("## Learned\n", "## Learned\n- insight: seams\n"), "utf-8")
    assert due(run, acme) == [("thank", "Kari Lunde")]


@pytest.mark.parametrize("at", ["2026-11-27", "2026-11-27 15:00"])
def test_the_command_of_a_brief_makes_the_note_of_that_talk(run: Run, acme: Path, at: str):
    put_contact(acme, "Kari Lunde", body=f"## Log\n- 2026-11-20 scheduled for {at}\n")
    paste(run, acme, command_of(run, acme, "brief"))
    lines = due(run, acme, "--week")
    assert lines.count(("talk", "Kari Lunde")) == 1
    assert (acme / "interviews/2026-11-27 Kari Lunde.md").is_file()


def test_a_day_that_does_not_exist_makes_no_note(run: Run, acme: Path):
    put_contact(acme, "Kari Lunde")
    refused = run("new", "interview", "kari", "--start", "2026-02-30", vault=acme, today=DAY)
    assert (refused.exit_code, list((acme / "interviews").iterdir())) == (2, [])


def test_a_log_of_remarks_does_not_lose_the_stage_written_by_hand(run: Run, acme: Path):
    note = put_contact(
        acme, "Kari Lunde", "stage: declined\n", "## Log\n- 2026-11-01 note: likes tea\n"
    )
    assert run("log", "kari", "touch", vault=acme, today=DAY).stdout == "Kari Lunde is declined\n"
    assert f"- {DAY} was declined\n- {DAY} touch\n" in note.read_text("utf-8")


def test_a_talk_with_one_of_two_people_of_one_file_name(run: Run, acme: Path):
    for folder in ("a", "b"):
        (acme / "contacts" / folder).mkdir()
        put_contact(acme, f"{folder}/Kari Lunde")
    done = run("new", "interview", "contacts/b/Kari Lunde", vault=acme, today=DAY)
    assert done.exit_code == 0, done.stderr
    text = (acme / f"interviews/{DAY} Kari Lunde.md").read_text("utf-8")
    assert "[[contacts/b/Kari Lunde]]" in text


def test_a_dry_run_asks_for_nothing_to_write_down(
    run: Run, acme: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(App, "may_ask", property(lambda _: True))
    note = put_note(acme, "contacts/Kari Lunde.md", "---\nemail: k@acme.example\n---\n")
    before = note.read_bytes()
    run("letter", "kari", "--write", "--dry-run", vault=acme, today=DAY, input="a talk\n")
    assert note.read_bytes() == before
