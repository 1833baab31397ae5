"""What the notes put into a letter is in its language: the finding `language`."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoview_md.letters.lint.language import find_other_tongue
from infoview_md.letters.tongue import DE, EN
from tests.conftest import Run

RESORT = "You bought flexibility from a ski resort"
GERMAN = "Ihr Vortrag über die Prognosen ist mir im Gedächtnis geblieben"
OWNER = """
[owner.de]
intro = "nach zehn Jahren in der Klinik-Analytik"
learning = "wie Netze für Stürme geplant werden"
"""


@pytest.mark.parametrize(
    "text",
    [
        RESORT,
        "Your talk in Bergen changed how I think about uncertainty",
        "I will read up on the rules of the balancing market",
    ],
)
def test_english_in_a_german_letter_is_found(text: str) -> None:
    assert (find_other_tongue(text, DE), find_other_tongue(text, EN)) == (EN, None)


@pytest.mark.parametrize("text", [GERMAN, "Ich werde mich mit der Marktordnung befassen"])
def test_german_in_an_english_letter_is_found(text: str) -> None:
    assert (find_other_tongue(text, EN), find_other_tongue(text, DE)) == (DE, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ENTSO-E",
        "Forecasts fail at the seams",
        "Your talk “Die Netze der Zukunft und wir” is what I would like to know more of",
        "Ihr Vortrag “The Future of the Grid and You” ist mir im Gedächtnis und ich will mehr",
    ],
)
def test_what_is_not_plain_is_no_fault(text: str) -> None:
    own = DE if text.startswith("Ihr") else EN
    assert find_other_tongue(text, own) is None


def test_a_german_letter_with_an_english_sentence_is_told(run: Run, example: Path) -> None:
    config = example / "infoview.toml"
    config.write_text(config.read_text("utf-8") + OWNER, encoding="utf-8")
    run("set", "kari", "language", "de", vault=example)
    run("set", "kari", "why_you", RESORT, vault=example)
    told = run("letter", "kari", vault=example)
    place = next(n for n, line in enumerate(told.stdout.split("\n"), 1) if RESORT in line)
    said = "warning language: `why_you` is in English, and the letter in German: “You bought"
    assert f"letter:{place}:" in told.stderr
    assert said in told.stderr
    run("set", "kari", "why_you", GERMAN, vault=example)
    assert "language" not in run("letter", "kari", vault=example).stderr
    run("set", "kari", "language", "en", vault=example)
    told = run("letter", "kari", vault=example)
    assert "`why_you` is in German, and the letter in English" in told.stderr


def test_a_language_of_which_no_words_are_known_is_not_judged(run: Run, example: Path) -> None:
    config = example / "infoview.toml"
    config.write_text(config.read_text("utf-8") + OWNER.replace(".de", ".nb"), encoding="utf-8")
    (example / "templates").mkdir(exist_ok=True)
    text = "---\nkind: request\nlanguage: nb\nsubject: Hei\n---\n{{ greeting }}\n\n{{ why_you }}\n"
    (example / "templates/request-nb.md").write_text(text, encoding="utf-8")
    run("set", "kari", "language", "nb", vault=example)
    run("set", "kari", "why_you", RESORT, vault=example)
    told = run("letter", "kari", vault=example)
    assert (RESORT in told.stdout, "language" in told.stderr) == (True, False)
