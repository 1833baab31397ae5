"""The commands that only look: list, show, search, why, rules, check, index, today, report."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Run

pytestmark = pytest.mark.smoke


def test_list_contacts_as_json_holds_fields_and_standing(run: Run, example: Path) -> None:
    rows = json.loads(run("list", "contacts", "stage:met", "--json", vault=example).stdout)
    ingrid = next(row for row in rows if row["name"] == "Ingrid Solheim")
    assert ingrid["company"] == "Fjordlys Energi"
    assert ingrid["email"] == ["ingrid.solheim@fjordlys.example"]
    assert (ingrid["stage"], ingrid["since"]) == ("met", "2026-11-19")


@pytest.mark.parametrize("what", ["companies", "contacts", "interviews", "letters"])
def test_every_list_in_every_format(run: Run, example: Path, what: str) -> None:
    counts = set()
    for format in ("json", "jsonl", "csv", "plain"):
        printed = run("list", what, "--format", format, vault=example).stdout
        if format == "json":
            counts.add(len(json.loads(printed)))
        elif format == "csv":
            counts.add(len(list(csv.DictReader(io.StringIO(printed)))))
        else:
            counts.add(printed.count("\n"))
    assert len(counts) == 1
    assert counts.pop() > 5


def test_a_negated_term_needs_no_dashes_before_it(run: Run, example: Path) -> None:
    everyone = run("list", "contacts", "stage:ready", "--fields", "name", vault=example).stdout
    others = run(
        "list", "contacts", "stage:ready", "-tie:friend", "--fields", "name", vault=example
    ).stdout
    assert set(everyone.split("\n")) - set(others.split("\n")) == {"Malte Friedrichs"}


@pytest.mark.parametrize("name", ["ingrid", "INGRID SOLHEIM", "contacts/Ingrid Solheim.md"])
def test_show_finds_people_as_they_are_called(run: Run, example: Path, name: str) -> None:
    shown = run("show", name, vault=example).stdout
    assert shown.startswith("Ingrid Solheim  [met since 2026-11-19]\n")
    assert "named     Kari Lunde" in shown
    assert shown.endswith("contacts/Ingrid Solheim.md\n")


def test_show_json_holds_log_and_people(run: Run, example: Path) -> None:
    card = json.loads(run("show", "ingrid", "--json", vault=example).stdout)
    assert card["type"] == "contact"
    assert [event["event"] for event in card["log"]][:2] == ["request", "reply"]
    assert card["referrers"] == ["Jonas Wiedemann"]
    assert card["referred"] == ["Kari Lunde"]


def test_show_a_company_has_people_and_clock(run: Run, example: Path) -> None:
    shown = run("show", "AC/DC Netz", vault=example).stdout
    assert "[asking]" in shown
    assert "ask Nils Ostermann next" in shown


@pytest.mark.parametrize("name", ["2026-11-19 Ingrid Solheim", "2026-11-03 Ingrid Solheim request"])
def test_show_interviews_and_letters(run: Run, example: Path, name: str) -> None:
    assert name in run("show", name, vault=example).stdout


def test_search_is_blind_to_accents(run: Run, example: Path) -> None:
    hits = json.loads(run("search", "skaarup", "TIMETABLE", "--json", vault=example).stdout)
    assert any(hit["path"] == "interviews/2026-11-23 Bente Skaarup.md" for hit in hits)
    one = json.loads(run("search", "zoe muller", "--json", vault=example).stdout)
    assert one[0]["path"] == "contacts/Zoë Müller.md"


def test_a_list_shows_what_is_due_where_it_was_asked_for(run: Run, example: Path) -> None:
    shown = run("list", "contacts", "due:<=today", "--format", "csv", vault=example).stdout
    heads, *rows = shown.splitlines()
    assert heads.split(",")[-1] == "due"
    assert all(row.rpartition(",")[2] <= "2026-11-24" for row in rows)
    plain = run("list", "contacts", "--fields", "name,due", "due:", vault=example).stdout
    assert plain.splitlines()[0] == "Carsten Behn\t"
    listed = json.loads(run("list", "contacts", "--json", vault=example).stdout)
    due = {one["name"]: one["due"] for one in listed}
    assert (due["Sigrid Vang"] or "") > "2026-11-24"
    assert due["Carsten Behn"] is None
    assert "due" not in run("list", "contacts", "--format", "csv", vault=example).stdout.split()[0]


def test_why_names_lines_and_rules(run: Run, example: Path) -> None:
    shown = run("why", "gesine", vault=example).stdout
    assert "2026-11-17 request" in shown
    assert "R2" in shown
    assert "Dalton" in shown
    company = json.loads(run("why", "grensenett", "--json", vault=example).stdout)
    assert company["answer"] == "Grensenett is untouched"


def test_check_finds_exactly_the_two_faults(run: Run, example: Path) -> None:
    result = run("check", "--json", vault=example)
    assert result.exit_code == 1
    found = [(p["path"], p["code"]) for p in json.loads(result.stdout)]
    assert found == [
        ("contacts/Ragnhild Moe.md", "bad-date"),
        ("contacts/Sigrid Vang.md", "dead-link"),
    ]


def test_check_prints_places_an_editor_can_jump_to(run: Run, example: Path) -> None:
    first = run("check", vault=example).stdout.split("\n")[0]
    assert first.startswith("contacts/Ragnhild Moe.md:14:13: error bad-date: not_before: ")


def test_strict_makes_warnings_fail(run: Run, example: Path) -> None:
    assert run("check", "links", vault=example).exit_code == 0
    assert run("check", "links", "--strict", vault=example).exit_code == 1


def test_index_counts_what_it_read(run: Run, example: Path) -> None:
    summary = json.loads(run("index", "--json", vault=example).stdout)
    assert summary["contacts"] == len(list((example / "contacts").glob("*.md")))
    assert summary["notes"] == len(list(example.rglob("*.md")))
    assert len(summary["problems"]) == 2


def test_rules_and_one_explained(run: Run, example: Path) -> None:
    rows = json.loads(run("rules", "--json", vault=example).stdout)
    assert [row["id"] for row in rows][:3] == ["R1", "R2", "R3"]
    shown = run("rules", "explain", "l06", vault=example).stdout
    assert shown.startswith("L06  job stance\n")
    assert "disclaim" in shown


def test_rules_work_without_a_vault(run: Run) -> None:
    assert run("rules", "explain", "R2").stdout.startswith("R2  ")


@pytest.mark.parametrize("day", ["2026-11-24", "2026-12-15"])
@pytest.mark.parametrize("command", ["today", "report"])
def test_golden(run: Run, example: Path, golden, command: str, day: str) -> None:
    printed = run(command, "--json", vault=example, today=day).stdout
    golden(f"{command}-{day}.json", printed)


def test_the_clock_of_an_example_is_told(run: Run, example: Path) -> None:
    assert run("today", vault=example).stdout.startswith("As if today were Tuesday 2026-11-24: ")
    named = run("today", "--today", "2026-11-24", vault=example).stdout
    assert named.startswith("Tuesday 2026-11-24: ")


def test_shared_options_work_before_and_after_the_command(run: Run, example: Path) -> None:
    after = run("today", "--json", "--vault", str(example), "--today", "2026-12-15").stdout
    assert after == run("today", "--json", vault=example, today="2026-12-15").stdout


def test_ten_lines_then_the_rest_is_counted(run: Run, example: Path) -> None:
    shown = run("today", vault=example).stdout
    assert shown.count("\n  infoview ") == 10
    assert shown.endswith("and 15 more: infoview today --week\n")


def test_the_report_fits_eighty_columns(run: Run, example: Path) -> None:
    shown = run("report", vault=example).stdout
    assert max(map(len, shown.split("\n"))) <= 80


@pytest.mark.parametrize("command", ["today", "report", "show"])
def test_drawn_output_for_a_terminal(run: Run, example: Path, command: str) -> None:
    args = [command, "ingrid"] if command == "show" else [command]
    drawn = run(*args, vault=example, env={"FORCE_COLOR": "1", "COLUMNS": "100"}).stdout
    assert "\x1b[" in drawn
    assert "Ingrid Solheim" in drawn


def test_bare_infoview_says_how_to_begin(run: Run, example: Path) -> None:
    welcome = run().stdout
    assert welcome.count("\n") == 3
    assert "infoview init" in welcome
    assert run(vault=example).stdout == run("today", vault=example).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(run: Run, shell: str) -> None:
    assert "_INFOVIEW_COMPLETE" in run("completion", shell).stdout


def test_names_and_commands_are_completed(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example)
    env = {
        "_INFOVIEW_COMPLETE": "bash_complete",
        "COMP_WORDS": "infoview show zo",
        "COMP_CWORD": "2",
    }
    assert run(env=env).stdout == "plain,Zoë\\ Müller\n"
    env |= {"COMP_WORDS": "infoview rep", "COMP_CWORD": "1"}
    assert run(env=env).stdout == "plain,report\n"
