"""`infoview check`: its formats, the rules of letters, and --fix."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from infoview_md.cli.problem_formats import as_workflow_command
from infoview_md.core.problem import CODES, Problem, Severity
from tests.conftest import Run
from tests.tools.tree import changed, digest_tree

DAY = "2026-11-24"
COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:]*,?)+)::(.*)")


def write(vault: Path, name: str, text: str) -> Path:
    """A note of the vault; the folder is there already."""
    path = vault / f"{name}.md"
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.fixture
def faulty(vault: Path) -> Path:
    """A vault with an error, a warning and an info, in files with names that need escapes."""
    write(vault, "contacts/Zoë 100%, née", "---\nrole: NO\ncompany: '[[Nowhere]]'\ntie: x\n---\n")
    return vault


# -- formats -------------------------------------------------------------------------------------


def test_sarif_has_what_the_standard_asks_for(run: Run, faulty: Path) -> None:
    result = run("check", "--format", "sarif", vault=faulty, today=DAY)
    assert result.exit_code == 1
    log = json.loads(result.stdout)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (only,) = log["runs"]
    driver = only["tool"]["driver"]
    assert driver["name"] == "infoview"
    assert [rule["id"] for rule in driver["rules"]] == list(CODES)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert [(r["ruleId"], r["level"]) for r in only["results"]] == [
        ("yaml-reading", "note"), ("dead-link", "warning"), ("bad-word", "error"),
    ]  # fmt: skip
    for found in only["results"]:
        assert driver["rules"][found["ruleIndex"]]["id"] == found["ruleId"]
        assert found["message"]["text"]
        (location,) = found["locations"]
        place = location["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9/._~%-]+", uri), "only what a URI may hold"
        assert unquote(uri) == "contacts/Zoë 100%, née.md"
        assert place["region"]["startLine"] >= 1
    assert only["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 2, "startColumn": 7,
    }  # fmt: skip


def test_sarif_of_a_vault_without_faults_is_a_log_without_results(run: Run, vault: Path) -> None:
    result = run("check", "--format", "sarif", vault=vault)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["runs"][0]["results"] == []


def test_paths_begin_where_the_repository_does(
    run: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty.parent)
    log = json.loads(run("check", "--format", "sarif", vault=faulty, today=DAY).stdout)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].startswith("vault/contacts/Zo%C3%AB%20100%25%2C")
    printed = run("check", "--format", "github", vault=faulty, today=DAY).stdout
    assert "file=vault/contacts/" in printed
    monkeypatch.chdir(faulty / "contacts")
    assert "file=contacts/" in run("check", "--format", "github", vault=faulty, today=DAY).stdout


def test_github_commands_read_back(run: Run, faulty: Path) -> None:
    result = run("check", "--format", "github", vault=faulty, today=DAY)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    read = [found.groups() for line in lines if (found := COMMAND.fullmatch(line))]
    assert [level for level, _, _ in read] == ["notice", "warning", "error"]
    values = dict(part.split("=") for part in read[0][1].split(","))
    assert values == {
        "file": "contacts/Zoë 100%25%2C née.md", "line": "2", "col": "7", "title": "yaml-reading",
    }  # fmt: skip


def test_github_escapes_what_would_end_a_command() -> None:
    problem = Problem("bad-date", Severity.ERROR, "50 % a::b, c\r\nd", "x:1,\ny.md")  # type: ignore[arg-type]
    assert as_workflow_command(problem) == (
        "::error file=x%3A1%2C%0Ay.md,line=1,col=1,title=bad-date::50 %25 a::b, c%0D%0Ad"
    )


def test_json_is_an_alias(run: Run, faulty: Path) -> None:
    alias = run("check", "--json", vault=faulty, today=DAY)
    assert alias == run("check", "--format", "json", vault=faulty, today=DAY)
    assert len(json.loads(alias.stdout)) == 3


# -- letters' rules ------------------------------------------------------------------------------

LETTER = (
    '---\nto: "[[Zoe]]"\nkind: request\nsubject: "One two three four five six seven eight"\n---\n'
    "\nDear Zoe,\n\nWould you have 20 minutes to talk, at a time that suits you? I want to learn "
    "about the challenges of the field. I am not asking for a job.\n\nAre there any openings?\n"
)


@pytest.fixture
def drafted(vault: Path) -> Path:
    """A vault with a pack of its own and one draft, whose subject is long and which asks for a
    job."""
    write(vault, "contacts/Zoe", "---\nemail: z@x.example\n---\n")
    write(vault, "letters/draft", LETTER)
    return vault


def set_pack(vault: Path, rules: str) -> None:
    """Make a pack with these rules the one in force."""
    (vault / "rules").mkdir(exist_ok=True)
    (vault / "rules" / "mine.toml").write_text(f'extends = "classic"\n{rules}', "utf-8")
    config = vault / "infoview.toml"
    if "mine" not in config.read_text("utf-8"):
        config.write_text(f'rules = "mine"\n{config.read_text("utf-8")}', "utf-8")


def told(run: Run, vault: Path, *args: str) -> list[tuple[str, str]]:
    """Severity and rule of what `check letters` finds."""
    found = json.loads(run("check", "letters", "--json", *args, vault=vault, today=DAY).stdout)
    assert {problem["code"] for problem in found} <= {"letter-rule"}
    return [(problem["severity"], problem["message"].partition(":")[0]) for problem in found]


def test_a_draft_is_judged_with_its_own_lines(run: Run, drafted: Path) -> None:
    result = run("check", "letters", vault=drafted, today=DAY)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    subject = next(line for line in lines if " L02: " in line)
    assert subject.startswith("letters/draft.md:4:11: warning letter-rule: L02: ")
    job = next(line for line in lines if " L05: " in line)
    assert job.startswith("letters/draft.md:11:1: error letter-rule: L05: ")


@pytest.mark.parametrize(
    ("level", "severity"), [("error", "error"), ("warning", "warning"), ("info", "info")]
)
def test_the_pack_in_force_decides_how_much_a_rule_matters(
    run: Run, drafted: Path, level: str, severity: str
) -> None:
    set_pack(drafted, f'[rule.L05]\nlevel = "{level}"\n')
    assert (severity, "L05") in told(run, drafted)


def test_a_rule_that_is_off_is_silent(run: Run, drafted: Path) -> None:
    assert "L05" in [rule for _, rule in told(run, drafted)]
    set_pack(drafted, '[rule.L05]\nlevel = "off"\n[rule.L02]\nlevel = "off"\n')
    assert {"L05", "L02"}.isdisjoint(rule for _, rule in told(run, drafted))


def test_the_note_s_own_pack_counts_and_the_command_line_s_before_it(
    run: Run, drafted: Path
) -> None:
    set_pack(drafted, "")
    (drafted / "rules" / "off.toml").write_text('extends="classic"\n[rule.L05]\nlevel = "off"\n')
    assert ("error", "L05") in told(run, drafted)
    write(drafted, "letters/draft", LETTER.replace("kind:", "rules: off\nkind:"))
    assert ("error", "L05") not in told(run, drafted)
    assert ("error", "L05") in told(run, drafted, "--rules", "classic")
    write(drafted, "letters/draft", LETTER)
    write(drafted, "contacts/Zoe", "---\nemail: z@x.example\nrules: off\n---\n")
    assert ("error", "L05") not in told(run, drafted)


@pytest.mark.parametrize("sent", ["sent: 2026-11-03", "sent: someday"])
def test_a_sent_letter_is_frozen_and_not_judged(run: Run, drafted: Path, sent: str) -> None:
    write(drafted, "letters/draft", LETTER.replace("kind:", f"{sent}\nkind:"))
    assert told(run, drafted) == []


def test_the_letter_s_own_rules_hold_when_it_is_sent_too(run: Run, drafted: Path) -> None:
    args = ("letter", "zoe", "request", "--sent")
    assert run(*args, vault=drafted, today=DAY).exit_code == 6
    (drafted / "rules").mkdir()
    (drafted / "rules" / "off.toml").write_text(
        'extends="classic"\n' + "".join(f'[rule.L{n:02}]\nlevel="off"\n' for n in range(1, 22))
    )
    write(drafted, "letters/draft", LETTER.replace("kind:", "rules: off\nkind:"))
    assert run(*args, vault=drafted, today=DAY).exit_code == 0


# -- --fix ---------------------------------------------------------------------------------------

ZOE = "---\naliases: [Zo]\n---\n"
# the front matter and body of a contact, what they become, and the codes that are left
FIXES = [
    ("role: NO\n", "", 'role: "NO"\n', "", []),
    ("tags: [a, 0123, b]\n", "", 'tags: [a, "0123", b]\n', "", []),
    ("role: 12:30 # noon\ngoal: on\n", "", 'role: "12:30" # noon\ngoal: on\n', "", []),
    ("company: [[Acme]]\n", "", 'company: "[[Acme]]"\n', "", []),
    ("company: [[Acme|A: b]] # [[x]]\n", "", 'company: "[[Acme|A: b]]" # [[x]]\n', "", []),
    ("referred_by:\n  - [[Zoe]]\n  - '[[Åse]]'\n", "",
     "referred_by:\n  - \"[[Zoe]]\"\n  - '[[Åse]]'\n", "", []),
    ("referred_by: [[[Zoe]], [[Åse]]]\n", "", 'referred_by: ["[[Zoe]]", "[[Åse]]"]\n', "", []),
    ('referred_by: "[[Zo]]"\n', "", 'referred_by: "[[Zoe|Zo]]"\n', "", []),
    ("referred_by: ['[[Zo|she]]', \"[[Åse]]\"]\n", "",
     "referred_by: ['[[Zoe|she]]', \"[[Åse]]\"]\n", "", []),
    ("tie: weak\n", "Of [[Zo]], `[[Zo]]`, ![[Zo]].\n", "tie: weak\n",
     "Of [[Zoe|Zo]], `[[Zo]]`, ![[Zoe|Zo]].\n", []),
    ("referred_by:\n- [[Zoe]]\n", "- [[Åse]]\nWords.\n",
     'referred_by:\n- "[[Zoe]]"\n', "- [[Åse]]\nWords.\n", []),
    ("tie: weak\n", "| [[Zo\\|x]] | [[Zo]] |\n", "tie: weak\n",
     "| [[Zoe\\|x]] | [[Zoe\\|Zo]] |\n", []),
    ("tie: weak\n", "a | [[Zo]]\n", "tie: weak\n", "a | [[Zo]]\n", ["dead-body-link"]),
    # two fixes of one place: the quotes first, then the name
    ("referred_by: [[Zo]]\n", "", 'referred_by: "[[Zoe|Zo]]"\n', "", []),
    # what only a person can decide
    ("company: [[Acme], [B]]\n", "", "company: [[Acme], [B]]\n", "", ["bad-shape"]),
    ("company: '[[Acne]]'\n", "", "company: '[[Acne]]'\n", "", ["dead-link"]),
    ("company: '[[Zo]]'\n", "", "company: '[[Zo]]'\n", "", ["dead-link"]),
    ("referred_by: '[[Zo#Log]]'\n", "", "referred_by: '[[Zo#Log]]'\n", "", ["dead-link"]),
    ("role: NO\n", "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", "role: NO\n",
     "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", ["conflict", "yaml-reading"]),
    ("role: NO\nrole: x\nlanguage: 'x\n", "", "role: NO\nrole: x\nlanguage: 'x\n", "",
     ["duplicate-key", "yaml-reading", "yaml-syntax"]),
]  # fmt: skip


@pytest.mark.parametrize(("matter", "body", "mended", "body_after", "left"), FIXES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fix_mends_what_is_certain_and_moves_no_other_byte(
    run: Run, vault: Path, matter: str, body: str, mended: str, body_after: str,
    left: list[str], newline: str,
) -> None:  # fmt: skip
    for name, text in {"companies/Acme": "", "contacts/Zoe": ZOE, "contacts/Åse": ""}.items():
        write(vault, name, text)
    before = f"---\nlinks: [x]  # mine\n{matter}---\n{body}".replace("\n", newline)
    path = write(vault, "contacts/Bo", before)
    tree = digest_tree(vault)
    shown = run("check", "--fix", "--dry-run", vault=vault, today=DAY)
    assert changed(tree, vault) == set()
    result = run("check", "--fix", "--json", vault=vault, today=DAY)
    after = f"---\nlinks: [x]  # mine\n{mended}---\n{body_after}".replace("\n", newline)
    assert path.read_bytes().decode("utf-8") == after
    assert sorted(p["code"] for p in json.loads(result.stdout)) == left
    assert result.exit_code == shown.exit_code
    assert ("contacts/Bo.md" in shown.stdout) == (before != after)
    assert changed(tree, vault) == ({"contacts/Bo.md"} if before != after else set())
    again = run("check", "--fix", vault=vault, today=DAY)
    assert "no problems mended" in again.stderr
    assert path.read_bytes().decode("utf-8") == after


def test_undo_takes_back_all_that_fix_did_in_one_step(run: Run, vault: Path) -> None:
    write(vault, "contacts/Zoe", ZOE)
    write(vault, "contacts/Bo", "---\nreferred_by: [[Zo]]\n---\n[[Zo]][[Zo]]\n")
    write(vault, "contacts/Åse", "\ufeff---\r\nrole: NO\r\n---\r\n")
    before = digest_tree(vault)
    result = run("check", "--fix", vault=vault, today=DAY)
    assert "4 problems mended" in result.stderr
    assert (vault / "contacts" / "Bo.md").read_text() == (
        '---\nreferred_by: "[[Zoe|Zo]]"\n---\n[[Zoe|Zo]][[Zoe|Zo]]\n'
    )
    assert changed(before, vault) == {"contacts/Bo.md", "contacts/Åse.md"}
    assert run("undo", vault=vault, today=DAY).exit_code == 0
    assert changed(before, vault) == set()


STAGE = "---\nstage: met\nrole: NO\n---\n## Log\n- 2026-11-03 request email\n"


def test_fixes_of_one_file_go_together_and_names_choose_among_them(run: Run, vault: Path) -> None:
    path = write(vault, "contacts/Bo", STAGE)
    shown = run("check", "--fix", "--dry-run", vault=vault, today=DAY)
    assert '+role: "NO"' in shown.stdout
    assert "2 problems would be mended" in shown.stderr
    assert "no problems in 1 notes" in shown.stderr
    assert run("check", "stage", "--fix", vault=vault, today=DAY).exit_code == 0
    assert path.read_text() == STAGE.replace("met", "requested")
    result = run("check", "--fix", vault=vault, today=DAY)
    assert "changed contacts/Bo.md; undo: infoview undo" in result.stderr
    assert "1 problem mended" in result.stderr
    assert path.read_text() == STAGE.replace("met", "requested").replace("NO", '"NO"')


def test_fix_of_many_notes_asks_first(run: Run, vault: Path) -> None:
    for number in range(21):
        write(vault, f"contacts/P{number}", "---\nrole: NO\n---\n")
    before = digest_tree(vault)
    assert run("check", "--fix", vault=vault, today=DAY).exit_code == 6
    assert changed(before, vault) == set()
    assert run("check", "--fix", "--yes", vault=vault, today=DAY).exit_code == 0
    assert len(changed(before, vault)) == 21


def test_fix_keeps_the_exit_code_of_what_is_left(run: Run, vault: Path) -> None:
    write(vault, "contacts/Bo", "---\nrole: NO\ntie: x\n---\n")
    write(vault, "contacts/Åse", "---\ncompany: '[[Nowhere]]'\n---\n")
    assert run("check", "--fix", vault=vault, today=DAY).exit_code == 1
    assert run("check", "links", "--fix", vault=vault, today=DAY).exit_code == 0
    assert run("check", "links", "--fix", "--strict", vault=vault, today=DAY).exit_code == 1


@pytest.mark.parametrize("options", [["--dry-run"], ["--yes"], ["--fix", "--watch"]])
def test_options_that_would_do_nothing_are_refused(
    run: Run, vault: Path, options: list[str]
) -> None:
    assert run("check", *options, vault=vault).exit_code == 2


def test_a_pack_that_nobody_uses_stops_nobody_and_is_a_problem(vault: Path, run: Run) -> None:
    (vault / "rules").mkdir()
    (vault / "rules/mine.toml").write_text('title = "x"\n[rule.R99]\nvalue = 3\n')
    (vault / "rules/torn.toml").write_text("title = \n")
    assert run("today", vault=vault).exit_code == 0
    result = run("check", "rules", vault=vault)
    assert result.exit_code == 1
    mine, torn = result.stdout.splitlines()
    assert mine == "rules/mine.toml:2:1: error rule-pack: there is no rule R99; did you mean `R9`?"
    assert torn.startswith("rules/torn.toml:1:1: error rule-pack: rules/torn.toml is not TOML")
    result = run("today", "--rules", "mine", vault=vault)
    assert result.exit_code != 0
    assert "rules/mine.toml:2: there is no rule R99" in result.stderr
