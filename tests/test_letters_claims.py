"""What a letter claims, and the log does not bear out: the findings `about` and `stage`."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.letters.claims import find_untimely, find_untruths
from infoview_md.letters.occasion import make_occasion
from tests.conftest import Run
from tests.tools.small_vault import make_outlook


def note(log: str = "", **fields: str) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\ntype: contact\n{head}---\n\n## Log\n\n{log}\n"


def get(outlook: Outlook, name: str) -> Contact:
    return outlook.index.contacts[PurePosixPath(f"contacts/{name}.md")]


ASKED = "- 2026-11-02 request email"
MET = f"{ASKED}\n- 2026-11-09 met"
CLOSED = f"{ASKED}\n- 2026-11-16 close"
AGREED = "- 2026-11-16 intro agreed [[Bo]]"
REFERRED = {"referred_by": '"[[Ada]]"'}


# -- of others -----------------------------------------------------------------------------------


def untruths(word: str, ada: str, bo: str) -> list[str]:
    outlook = make_outlook({"contacts/Ada": ada, "contacts/Bo": bo})
    return list(find_untruths(word, get(outlook, "Ada"), [get(outlook, "Bo")], outlook))


@pytest.mark.parametrize(
    ("word", "bo"),
    [
        ("update-wrote", note(ASKED, **REFERRED)),
        ("update-wrote", note(MET, **REFERRED)),
        ("update-wrote", note("- 2026-11-02 was requested", **REFERRED)),
        ("update-wrote", note(stage="requested", **REFERRED)),
        ("update-met", note(MET, **REFERRED)),
        ("update-met", note("- 2026-11-02 was in-touch", **REFERRED)),
        ("update-met", note(CLOSED, **REFERRED)),
        ("update-met", note(stage="met", **REFERRED)),
        ("update-unreached", note(CLOSED, **REFERRED)),
        ("update-unreached", note(f"{ASKED}\n- 2026-11-16 reply no", **REFERRED)),
        ("update-unreached", note(f"{ASKED}\n- 2026-11-03 bounce", **REFERRED)),
        ("hand-over", note(ASKED)),
        ("intro-made", note(AGREED.replace("Bo", "Ada"))),
        ("intro-asked", note()),
        ("update", note()),
        ("condolence", note()),
    ],
)
def test_what_the_log_bears_out_is_no_fault(word: str, bo: str) -> None:
    assert untruths(word, note(), bo) == []


@pytest.mark.parametrize(
    ("word", "bo", "sentence"),
    [
        ("update-wrote", note(ASKED), "did not name Bo"),
        ("update-met", note(MET), "did not name Bo"),
        ("update-unreached", note(CLOSED), "did not name Bo"),
        ("update-wrote", note(**REFERRED), "have not written to Bo"),
        ("update-wrote", note("- 2026-11-09 met", **REFERRED), "have not written to Bo"),
        ("update-wrote", note(do_not_contact="true", **REFERRED), "have not written to Bo"),
        ("update-met", note(**REFERRED), "have not written to Bo"),
        ("update-met", note(ASKED, **REFERRED), "Bo is requested: it may yet come to a talk"),
        ("update-unreached", note(MET, **REFERRED), "have talked with Bo"),
        ("update-unreached", note(**REFERRED), "have not written to Bo"),
        ("update-unreached", note(ASKED, **REFERRED), "Bo is requested"),
        ("hand-over", note(), "have not written to Bo"),
        ("intro-made", note(), "nobody says that Ada and Bo want to meet"),
        ("intro-made", note("- 2026-11-16 intro asked [[Ada]]"), "nobody says"),
        ("intro-made", note("- 2026-11-16 intro agreed [[Cy]]"), "nobody says"),
        ("intro-made", note(AGREED, do_not_contact="true"), "nor to be introduced"),
        ("intro-asked", note(do_not_contact="true"), "nor to be introduced"),
    ],
)
def test_what_is_not_so_is_told(word: str, bo: str, sentence: str) -> None:
    (found,) = untruths(word, note(), bo)
    assert sentence in found


@pytest.mark.parametrize("log", ["- 2026-11-01 referral [[Bo]]", "- 2026-11-01 reply refer [[Bo]]"])
def test_a_name_counts_as_given_where_a_log_line_gave_it(log: str) -> None:
    assert untruths("update-wrote", note(log), note(ASKED)) == []


def test_nobody_is_told_of_themselves() -> None:
    outlook = make_outlook({"contacts/Ada": note(MET)})
    ada = get(outlook, "Ada")
    (found,) = find_untruths("update", ada, [ada], outlook)
    assert found == "the letter goes to Ada, and tells them of themselves"


# -- of the addressee ----------------------------------------------------------------------------


def untimely(word: str, ada: str) -> list[str]:
    outlook = make_outlook({"contacts/Ada": ada, "contacts/Bo": note()})
    occasion = make_occasion(get(outlook, "Ada"), outlook)
    return list(find_untimely(word, occasion, outlook))


NUDGED = "- 2026-11-09 nudge email"
REFEREE = f"{MET}\n- 2026-11-10 reference agreed"
REPLIED = f"{ASKED}\n- 2026-11-09 reply"


@pytest.mark.parametrize(
    ("word", "ada"),
    [
        ("close", note(ASKED)),
        ("close", note(f"{REPLIED} yes")),
        ("close", note(f"{REPLIED} later")),
        ("reference-asked", note(MET)),
        ("reference-asked", note(tie="friend")),
        ("reference-asked", note(tie="colleague")),
        ("confirm", note(f"{REPLIED} yes\n- 2026-11-10 scheduled for 2026-11-30 14:00")),
        ("thanks", note(MET)),
        ("thanks", note(f"{REPLIED} refer")),
        ("thanks", note(stage="met")),
        ("answer", note(f"{REPLIED} yes")),
        ("answer", note(REPLIED)),
        ("answer", note(f"{ASKED}\n- 2026-11-09 propose")),
        ("answer-no", note(f"{REPLIED} no")),
        ("answer-later", note(f"{REPLIED} later")),
        ("answer-refer", note(f"{REPLIED} refer")),
        ("answer-refer", note(f"{REPLIED}\n- 2026-11-09 referral [[Bo]]")),
        ("request", note()),
        ("request", note(CLOSED)),
        ("request", note(f"{REPLIED} later")),
        ("nudge", note(f"{ASKED}\n{NUDGED}")),
        ("nudge", note(f"{CLOSED}\n- 2026-11-17 request email")),
        ("reference-asked", note(f"{REFEREE} until 2026-11-01: a product role")),
        ("touch", note()),
        ("condolence", note()),
    ],
)
def test_a_letter_that_fits_is_no_fault(word: str, ada: str) -> None:
    assert untimely(word, ada) == []


@pytest.mark.parametrize(
    ("word", "ada", "sentence"),
    [
        ("close", note(MET), "does not answer, and Ada is met"),
        ("close", note(), "Ada is identified"),
        ("close", note(f"{REPLIED} no"), "Ada is declined"),
        ("close", note(CLOSED), "you let go of Ada already"),
        ("close", note(stage="silent"), "you let go of Ada already"),
        ("request", note(f"{REPLIED} no"), "Ada said no; do not ask again"),
        ("request", note(f"{REPLIED} no\n- 2026-11-10 touch"), "Ada said no"),
        ("hand-over", note(f"{REPLIED} no"), "Ada said no"),
        ("nudge", note(f"{REPLIED} no"), "Ada said no"),
        ("nudge", note(CLOSED), "you let go of Ada already; do not remind them"),
        ("nudge", note(f"{ASKED}\n{NUDGED}\n{NUDGED}"), "as often as R3 allows"),
        ("reference-asked", note(REFEREE), "has agreed to be a referee already"),
        ("reference-asked", note(f"{REFEREE} until 2027-11-01: a role"), "has agreed"),
        ("reference-asked", note(ASKED), "have not talked with Ada yet"),
        ("confirm", note(f"{REPLIED} yes"), "no talk with Ada is ahead"),
        ("reschedule", note(MET), "no talk with Ada is ahead"),
        ("cancel", note(), "no talk with Ada is ahead"),
        ("thanks", note(), "nothing to thank Ada for"),
        ("thanks", note(ASKED), "nothing to thank Ada for"),
        ("answer", note(ASKED), "`reply yes`, and the log of Ada has no `reply`"),
        ("answer", note(f"{REPLIED} no"), "the log of Ada has `reply no`"),
        ("answer-no", note(f"{REPLIED} yes"), "the log of Ada has `reply yes`"),
        ("answer-later", note(f"{REPLIED} no"), "the log of Ada has `reply no`"),
        ("answer-refer", note(f"{REPLIED} no"), "the log of Ada has `reply no`"),
    ],
)
def test_a_letter_that_does_not_fit_is_told(word: str, ada: str, sentence: str) -> None:
    (found,) = untimely(word, ada)
    assert sentence in found


# -- on the command line -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        ("ole update-met --about ingrid", 1, "error about: Ole Grønbech did not name Ingrid"),
        ("ole update-met --about ole", 2, "--about: the letter goes to Ole Grønbech"),
        ("kari update-wrote --about gunnar", 1, "error about: Kari Lunde did not name Gunnar"),
        ("kari update-unreached --about ingrid", 1, "error about: Kari Lunde did not name"),
        ("ole intro-asked --about gunnar", 6, "Gunnar Weiß is not to be contacted"),
        ("kari intro-made --about gunnar --sent --anyway so", 6, "Gunnar Weiß is not to be"),
        ("ole close", 0, "warning stage: a `close` lets go"),
        ("kari answer-no", 1, "said is missing (yes, no, later or refer): log it as `reply`;"),
        ("kari reference-asked", 0, "warning stage: you have not talked with Kari Lunde yet"),
        ("kari thanks", 1, "warning stage: the log has nothing to thank Kari Lunde for"),
        ("kari confirm", 1, "time is missing"),
    ],
)
def test_an_untrue_letter_is_told(run: Run, example: Path, args: str, code: int, told: str) -> None:
    result = run("letter", *args.split(), vault=example)
    assert result.exit_code == code
    assert told in result.stderr


def test_what_today_asks_for_is_true(run: Run, example: Path) -> None:
    result = run("letter", "jonas", "update-met", "--about", "ingrid", vault=example)
    assert (result.exit_code, result.stderr) == (0, "")


def test_no_address_is_passed_on_before_both_agreed(run: Run, example: Path) -> None:
    agreed = run("letter", "ole", "intro-made", "--about", "bente", vault=example)
    assert "bente.skaarup@" in agreed.stdout
    result = run("letter", "ole", "intro-made", "--about", "kari", vault=example)
    assert "kari.lunde@" not in result.stdout
    command = "infoview log 'Ole Grønbech' intro agreed '[[Kari Lunde]]'"
    assert f"log it as `intro agreed`; {command}" in result.stderr
    assert " error about: " not in result.stderr
    assert run("log", "ole", "intro", "agreed", "[[Kari Lunde]]", vault=example).exit_code == 0
    result = run("letter", "ole", "intro-made", "--about", "kari", vault=example)
    assert "kari.lunde@" in result.stdout


def test_without_a_name_no_note_is_blamed_for_it(run: Run, example: Path) -> None:
    result = run("letter", "ole", "intro-made", vault=example)
    (line,) = [line for line in result.stderr.splitlines() if "their address" in line]
    assert line == (
        "letter: email is missing (their address): name them with `--about`; infoview letter"
        " 'Ole Grønbech' intro-made --about NAME"
    )
    assert "L02" not in result.stderr


def test_a_written_draft_is_held_to_it_too(run: Run, example: Path) -> None:
    run("letter", "ole", "update-met", "--about", "ingrid", "--write", vault=example)
    for command in (["lint"], ["letter", "ole", "update-met", "--sent"]):
        result = run(*command, vault=example)
        assert "error about: Ole Grønbech did not name" in result.stdout + result.stderr
        assert result.exit_code == (1 if command == ["lint"] else 6)
    sent = run("letter", "ole", "update-met", "--sent", "--anyway", "he did", vault=example)
    assert sent.exit_code == 0
    assert "about" not in run("lint", vault=example).stdout


def test_a_gap_left_in_a_draft_is_told_once(run: Run, example: Path) -> None:
    run("letter", "bente", "thanks", "--write", vault=example)
    told = run("lint", vault=example).stdout
    assert "L17: a gap is left" in told
    assert "L20" not in told


def test_the_words_of_a_gap_are_not_counted_in_the_subject(run: Run, example: Path) -> None:
    result = run("letter", "kari", "confirm", vault=example)
    assert "Subject: Our talk on [day: the day on which you will talk]" in result.stdout
    assert "L02" not in result.stderr
