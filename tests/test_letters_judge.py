"""What the vault says of a letter: live threads, a full day, a rest, and the address."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from infoview_md.core.outlook import Outlook
from infoview_md.letters.compose import Draft, find_address
from infoview_md.letters.judge import Sheet, make_context
from infoview_md.letters.lint import Finding, LintContext, lint
from infoview_md.letters.occasion import make_occasion
from tests.tools.small_vault import TODAY, make_outlook

COMPANY = "---\ntype: company\n---\n"


def contact(log: str = "", **fields: str) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return (
        '---\ntype: contact\ncompany: "[[Acme]]"\nwhy_you: Your map of storms.\n'
        f"{head}---\n\n## Channels\n\n## Log\n\n{log}\n"
    )


def judge_letter(
    notes: dict[str, str], kind: str = "request", sheet: Sheet | None = None
) -> list[Finding]:
    """What the rules about the vault find in a letter to Ada."""
    outlook = make_outlook({"companies/Acme": COMPANY, **notes})
    return [found for found in lint(context_of(outlook, kind, sheet)) if found.rule in AROUND]


AROUND = ("R4", "R5", "R15", "address", "L15")


def context_of(outlook: Outlook, kind: str, sheet: Sheet | None = None) -> LintContext:
    ada = outlook.index.contacts[PurePosixPath("contacts/Ada Berg.md")]
    address = find_address(ada)
    draft = Draft(
        kind=kind,
        to_name=ada.name,
        address=address.address if address else "",
        channel=address.medium if address else "",
        subject="Storms",
        body="Dear Ada,\n\nYour map of storms.",
        template="",
    )
    return make_context(draft, make_occasion(ada, outlook), outlook, sheet or Sheet())


def rules_of(found: list[Finding]) -> list[str]:
    return [one.rule for one in found]


ADA = contact(email="ada@acme.example")
ASKED = "- 2026-11-23 request email"


def test_a_live_thread_at_the_company_is_told_with_the_day_it_may_end() -> None:
    (found,) = judge_letter({"contacts/Ada Berg": ADA, "contacts/Bo Chen": contact(ASKED)})
    assert (found.rule, found.level, found.line, found.column) == ("R4", "warning", 1, 1)
    assert found.sentence == "Bo Chen at Acme has a live thread; wait until 2026-11-26"


@pytest.mark.parametrize("tie", ["friend", "colleague", "referred"])
def test_friends_colleagues_and_referred_people_are_exempt(tie: str) -> None:
    ada = contact(email="ada@acme.example", tie=tie)
    assert judge_letter({"contacts/Ada Berg": ada, "contacts/Bo Chen": contact(ASKED)}) == []


@pytest.mark.parametrize(
    ("kind", "log"),
    [("nudge", ASKED), ("thanks", ASKED), ("request", "- 2026-11-02 request email")],
)
def test_only_a_request_and_only_before_r1_is_over(kind: str, log: str) -> None:
    assert judge_letter({"contacts/Ada Berg": ADA, "contacts/Bo Chen": contact(log)}, kind) == []


def test_a_talk_that_is_agreed_has_no_day_on_which_it_ends() -> None:
    log = "- 2026-11-03 request email\n- 2026-11-04 reply yes\n- 2026-11-05 scheduled"
    found = judge_letter({"contacts/Ada Berg": ADA, "contacts/Bo Chen": contact(log)}, "hand-over")
    assert rules_of(found) == ["R4"]
    assert found[0].sentence.endswith("bring that to an end first")


@pytest.mark.parametrize(("count", "rules"), [(4, []), (5, ["R5"]), (6, ["R5"])])
def test_five_requests_a_day_are_enough(count: int, rules: list[str]) -> None:
    others = {
        f"contacts/Person {n}": f"---\ntype: contact\n---\n\n## Log\n\n- {TODAY} request email\n"
        for n in range(count)
    }
    assert rules_of(judge_letter({"contacts/Ada Berg": ADA, **others})) == rules
    assert judge_letter({"contacts/Ada Berg": ADA, **others}, "nudge") == []


@pytest.mark.parametrize(("day", "rules"), [("2026-11-01", ["R15"]), ("2026-08-01", [])])
def test_after_letting_go_people_are_left_in_peace(day: str, rules: list[str]) -> None:
    ada = contact(f"- 2026-06-01 request email\n- {day} close", email="ada@acme.example")
    found = judge_letter({"contacts/Ada Berg": ada})
    assert rules_of(found) == rules
    assert all("until 2027-01-30" in one.sentence for one in found)


def test_nothing_holds_back_a_letter_that_left() -> None:
    notes = {"contacts/Ada Berg": ADA, "contacts/Bo Chen": contact(ASKED)}
    assert judge_letter(notes, sheet=Sheet(is_sent=True)) == []


# -- the address ---------------------------------------------------------------------------------


def test_a_guess_is_a_warning() -> None:
    ada = contact().replace("## Channels\n", "## Channels\n\n- email ada@acme.example: guessed\n")
    (found,) = judge_letter({"contacts/Ada Berg": ada})
    assert (found.rule, found.level) == ("address", "warning")
    assert found.sentence == "ada@acme.example is a guess; make sure that it is theirs"


def test_an_address_that_came_back_is_an_error() -> None:
    ada = contact("- 2026-11-03 request email\n- 2026-11-03 bounce email: ada@acme.example",
                  email="[ada@acme.example, ada@berg.example]")  # fmt: skip
    assert judge_letter({"contacts/Ada Berg": ada}) == []
    (found,) = judge_letter({"contacts/Ada Berg": ada}, sheet=Sheet(address="Ada@acme.example"))
    assert found.level == "error"
    assert "came back" in found.sentence


def test_a_letter_for_another_address_is_an_error() -> None:
    (found,) = judge_letter({"contacts/Ada Berg": ADA}, sheet=Sheet(address="ada@old.example"))
    assert found.level == "error"
    assert "was written for ada@old.example" in found.sentence
    assert "ada@acme.example" in found.sentence


@pytest.mark.parametrize("address", ["ada@acme..example", "ada b@acme.example", ".a@acme.example"])
def test_an_address_without_a_form_is_an_error(address: str) -> None:
    (found,) = judge_letter({"contacts/Ada Berg": ADA}, sheet=Sheet(address=address))
    assert (found.rule, found.level) == ("address", "error")


def test_a_link_or_a_phone_is_no_mail_address() -> None:
    assert judge_letter({"contacts/Ada Berg": contact(links="https://linkedin.com/in/ada")}) == []


# -- letters to colleagues -----------------------------------------------------------------------

SAME = (
    "Your map of storms shows the wind as it was, and not as one would have liked it. I would like"
    " to know how you keep it so, and what the harbour master says when he sees it."
)


@pytest.mark.parametrize("sent", ["", "sent: 2026-11-01\n"])
def test_the_letters_to_colleagues_are_looked_at(sent: str) -> None:
    letter = (
        f'---\ntype: letter\nto: "[[Bo Chen]]"\nkind: request\n{sent}---\n\nDear Bo,\n\n{SAME}\n'
    )
    outlook = make_outlook(
        {
            "companies/Acme": COMPANY,
            "contacts/Ada Berg": ADA,
            "contacts/Bo Chen": contact(),
            "letters/Bo": letter,
        }
    )
    (sibling,) = context_of(outlook, "request").siblings
    assert (sibling.to_name, sibling.is_sent) == ("Bo Chen", bool(sent))
    assert SAME in sibling.body
