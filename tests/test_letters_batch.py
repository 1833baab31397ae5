"""Batches: letters due, approve and send; one that fails does not stop the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from infoview_md.cli.app import App
from infoview_md.errors import Refused, ServiceMissing
from tests.conftest import Run
from tests.test_cli_write import changed, digest_tree, read_fields
from tests.test_letter_life import DAY, put_door

PEOPLE = ("Anna Berg", "Bo Lund", "Cy Dahl", "Dora Eng", "Eva Falk", "Finn Gade", "Gro Hauge")


@pytest.fixture
def ready(vault: Path) -> Path:
    """Seven people, each at a company of their own, who are ready to be asked."""
    for number, name in enumerate(PEOPLE):
        put_contact(vault, name, number)
    return vault


def put_contact(vault: Path, name: str, number: int, log: str = "") -> Path:
    company = f"Company {number}"
    (vault / f"companies/{company}.md").write_text("---\nstatus: target\n---\n", "utf-8")
    path = vault / f"contacts/{name}.md"
    mail = name.split()[0].lower()
    path.write_text(
        f'---\ncompany: "[[{company}]]"\nemail: {mail}@c{number}.example\n'
        f"why_you: Your talk number {number} stayed with me.\n---\n{log}",
        encoding="utf-8",
    )
    return path


def batch(run: Run, vault: Path, *words: str, code: int = 0) -> dict[str, str]:
    """What became of each letter, by name."""
    done = run("letters", *words, "--json", vault=vault, today=DAY)
    assert done.exit_code == code, done.stderr
    return {row["who"]: row["state"] for row in json.loads(done.stdout)}


def notes(vault: Path) -> list[Path]:
    return sorted((vault / "letters").glob("*.md"))


# -- due -------------------------------------------------------------------------------------------


def test_everything_due_is_drafted_and_requests_stop_at_five(run: Run, ready: Path) -> None:
    states = batch(run, ready, "due", "--yes")
    assert list(states.values()) == ["drafted"] * 5
    assert len(notes(ready)) == 5
    assert all("sent" not in read_fields(path) for path in notes(ready))


def test_a_rerun_leaves_drafts_alone_and_goes_on(run: Run, ready: Path) -> None:
    batch(run, ready, "due", "--yes")
    notes(ready)[0].unlink()
    before = {path: path.read_bytes() for path in notes(ready)}
    states = batch(run, ready, "due", "--yes")
    assert sorted(states.values()) == ["drafted", *["waiting"] * 4]
    assert all(path.read_bytes() == text for path, text in before.items())
    assert len(notes(ready)) == 5


def test_requests_that_left_today_count(run: Run, ready: Path) -> None:
    for name in ("anna", "bo", "cy"):
        run("log", name, "request", vault=ready, today=DAY)
    assert list(batch(run, ready, "due", "--yes").values()) == ["drafted"] * 2


def test_one_bad_letter_does_not_stop_the_others(run: Run, ready: Path) -> None:
    """A template for one tie is broken, and the note of a draft cannot be read."""
    (ready / "templates").mkdir()
    (ready / "templates/request-friend.md").write_text("---\nsubject: A\n---\n{{ nothing }}\n")
    path = ready / "contacts/Bo Lund.md"
    path.write_text(path.read_text().replace("---\ncompany", "---\ntie: friend\ncompany"))
    (ready / "letters/c.md").write_text(
        '---\nto: "[[Cy Dahl]]"\nkind: request\nsubject: A\nsent: monday\n---\nDear\n'
    )
    states = batch(run, ready, "due", "--yes", code=1)
    assert states["Bo Lund"] == states["Cy Dahl"] == "failed"
    assert sorted(states.values()) == ["drafted"] * 3 + ["failed"] * 2
    assert len(notes(ready)) == 4


def test_a_letter_that_lacks_something_waits_for_it(run: Run, ready: Path) -> None:
    run("log", "anna", "request", vault=ready, today="2026-11-10")
    run("log", "anna", "met", vault=ready, today="2026-11-22")
    done = run("letters", "due", "--yes", "--json", vault=ready, today=DAY)
    (lacking,) = (row for row in json.loads(done.stdout) if row["state"] == "failed")
    assert (done.exit_code, lacking["who"], lacking["kind"]) == (1, "Anna Berg", "thanks")
    assert "takeaway is missing" in lacking["why"]
    words = ("--takeaway", "Forecasts fail at the seams.", "--next-step", "I will read on.")
    run("new", "interview", "anna", "--start", "2026-11-22T10:00", *words, vault=ready)
    assert batch(run, ready, "due", "--yes")["Anna Berg"] == "drafted"


def test_a_dry_run_writes_nothing(run: Run, ready: Path) -> None:
    before = digest_tree(ready)
    shown = run("letters", "due", "--dry-run", vault=ready, today=DAY)
    assert shown.stdout.count("+kind: request") == 5
    assert changed(before, ready) == set()


def test_what_nobody_can_be_asked_about_is_refused(run: Run, ready: Path) -> None:
    before = digest_tree(ready)
    for command in ("due", "approve", "send"):
        refused = run("letters", command, vault=ready, today=DAY)
        assert (refused.exit_code, "--yes" in refused.stderr) == (6, True)
    assert changed(before, ready) == set()


def test_each_letter_is_shown_and_asked_about(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "may_ask", property(lambda _: True))
    done = run("letters", "due", vault=ready, today=DAY, input="y\nn\nwhat\nyes\nq\n")
    assert done.exit_code == 0
    assert done.stdout.count("Dear ") == 4
    assert len(notes(ready)) == 2
    states = [line.split("\t")[0] for line in done.stdout.strip().split("\n")[-3:]]
    assert states == ["drafted", "passed over", "drafted"]


def test_a_draft_can_be_edited_at_once(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(App, "may_ask", property(lambda _: True))
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/Kind regards/Cheers/" "$1"\n')
    editor.chmod(0o755)
    env = {"EDITOR": str(editor)}
    run("letters", "due", vault=ready, today=DAY, input="edit\nq\n", env=env)
    assert "Cheers" in notes(ready)[0].read_text("utf-8")


# -- approve and send ------------------------------------------------------------------------------


def test_the_drafts_are_approved_and_sent(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    batch(run, ready, "due", "--yes")
    assert batch(run, ready, "send", "--via", "smtp", "--yes") == {}
    assert set(batch(run, ready, "approve", "--yes").values()) == {"approved"}
    assert batch(run, ready, "approve", "--yes") == {}
    sent = batch(run, ready, "send", "--via", "smtp", "--yes")
    assert list(sent.values()) == ["sent"] * 5
    assert len({one.envelope.to for one in door.handed}) == len(door.handed) == 5
    assert batch(run, ready, "send", "--via", "smtp", "--yes") == {}
    assert len(door.handed) == 5


def test_nothing_to_do_is_said(run: Run, vault: Path) -> None:
    for command, hint in (("due", "today"), ("approve", "due"), ("send", "approve")):
        done = run("letters", command, "--yes", vault=vault, today=DAY)
        assert (done.exit_code, done.stdout, hint in done.stderr) == (0, "", True)


def test_a_server_that_is_not_set_up_is_told_once(run: Run, ready: Path) -> None:
    batch(run, ready, "due", "--yes")
    batch(run, ready, "approve", "--yes")
    assert batch(run, ready, "send", "--via", "smtp", "--yes", code=1) == {"Anna Berg": "failed"}


def test_only_those_who_are_named(run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_door(monkeypatch)
    batch(run, ready, "due", "--yes")
    assert batch(run, ready, "approve", "anna", "bo", "--yes").keys() == {"Anna Berg", "Bo Lund"}
    assert batch(run, ready, "send", "bo", "--via", "smtp", "--yes") == {"Bo Lund": "sent"}


def test_no_more_new_people_a_day_than_the_rule_allows(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    for name in PEOPLE:
        run("letter", name, "request", "--approve", vault=ready, today=DAY)
    states = batch(run, ready, "send", "--via", "smtp", "--yes")
    assert sorted(states.values()) == ["held back"] * 2 + ["sent"] * 5
    assert len(door.handed) == 5


def test_room_is_counted_under_the_rules_of_each_contact(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    own = ready / "rules/one-a-day.toml"
    own.parent.mkdir()
    own.write_text('extends = "classic"\n[rule.R5]\nvalue = 1\n', encoding="utf-8")
    path = ready / "contacts/Bo Lund.md"
    path.write_text(path.read_text().replace("---\ncompany", "---\nrules: one-a-day\ncompany"))
    for name in PEOPLE[:3]:
        run("letter", name, "request", "--approve", vault=ready, today=DAY)
    run("log", "gro", "request", vault=ready, today=DAY)
    due = batch(run, ready, "due", "--yes")
    assert due["Bo Lund"] == "held back"
    assert sorted(due.values()) == ["drafted", "held back", "waiting", "waiting"]
    states = batch(run, ready, "send", "--via", "smtp", "--yes")
    assert states == {"Anna Berg": "sent", "Bo Lund": "held back", "Cy Dahl": "sent"}
    assert len(door.handed) == 2
    found = json.loads(run("lint", "bo", "--json", vault=ready, today=DAY).stdout)
    assert "R5" in str(found)


def test_ten_at_a_time(run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    door = put_door(monkeypatch)
    for number in range(12):
        put_contact(vault, f"Person{number:02}", number, "\n## Log\n- 2026-11-02 request email\n")
        run("letter", f"person{number:02}", "nudge", "--approve", vault=vault, today=DAY)
    done = run("letters", "send", "--via", "smtp", "--yes", vault=vault, today=DAY)
    assert (len(door.handed), "2 more wait" in done.stderr) == (10, True)
    assert len(batch(run, vault, "send", "--via", "smtp", "--yes")) == 2


def test_an_edited_letter_stays_and_the_others_leave(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    batch(run, ready, "due", "--yes")
    batch(run, ready, "approve", "--yes")
    path = notes(ready)[0]
    path.write_text(path.read_text().replace("Kind regards", "Cheers"))
    states = batch(run, ready, "send", "--via", "smtp", "--yes", code=1)
    assert sorted(states.values()) == ["failed", *["sent"] * 4]
    assert len(door.handed) == 4


def test_a_server_that_cannot_be_reached_ends_the_batch(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(run, ready, "due", "--yes")
    batch(run, ready, "approve", "--yes")
    door = put_door(monkeypatch, fault=ServiceMissing("no network"))
    assert batch(run, ready, "send", "--via", "smtp", "--yes", code=1) == {"Anna Berg": "failed"}
    assert len(door.handed) == 1
    door = put_door(monkeypatch, fault=Refused("not to this one"))
    states = batch(run, ready, "send", "--via", "smtp", "--yes", code=1)
    assert (list(states.values()), len(door.handed)) == (["failed"] * 5, 5)


def test_each_is_asked_about_with_name_address_and_subject(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = put_door(monkeypatch)
    batch(run, ready, "due", "--yes")
    batch(run, ready, "approve", "--yes")
    monkeypatch.setattr(App, "may_ask", property(lambda _: True))
    done = run("letters", "send", "--via", "smtp", vault=ready, today=DAY, input="yes\n\nq\n")
    assert "smtp: Anna Berg <anna@c0.example>, “" in done.stderr
    assert [one.contact.name for one in door.handed] == ["Anna Berg"]


def test_drafts_with_faults_are_not_approved(run: Run, ready: Path) -> None:
    batch(run, ready, "due", "--yes")
    path = notes(ready)[0]
    path.write_text(path.read_text().replace("Kind regards", "TODO\n\nKind regards"))
    states = batch(run, ready, "approve", "--yes", code=1)
    assert sorted(states.values()) == ["approved"] * 4 + ["failed"]


def test_a_batch_has_no_one_target(run: Run, ready: Path) -> None:
    words = ("letters", "send", "--yes", "--via", "eml:one.eml")
    assert run(*words, vault=ready, today=DAY).exit_code == 2
