"""Queries over a vault: every form of a term, and what is said of those that mean nothing."""

from __future__ import annotations

import pytest

from infoview_md.core.agenda import Horizon, agenda_of, find_due_days
from infoview_md.core.model import Kind
from infoview_md.core.query import Term, find_records, find_values, parse_query
from infoview_md.errors import UsageError
from tests.tools.small_vault import TODAY, make_outlook

C, P, T, L = Kind.COMPANY, Kind.CONTACT, Kind.INTERVIEW, Kind.LETTER

OUTLOOK = make_outlook(
    {
        "companies/AC-DC Netz": "---\nname: AC/DC Netz GmbH\nareas: [heat pumps]\nmotivation: 2\n"
        "status: target\n---\nHeat pumps in Łódź.\n",
        "companies/Solheim": "---\nareas: grid\nmotivation: 0\n---\n",
        "contacts/Zoë Müller": '---\ncompany: "[[AC-DC Netz|the pumps]]"\ntie: friend\ntier: A\n'
        "stage: met\nschool: TU Hamburg\ntags: [blue]\n---\nKnows heat  pumps.\n"
        "## Log\n- 2026-11-03 request email\n",
        "contacts/Åse Berg": '---\ncompany: "[[Nowhere Inc]]"\nreferred_by: "[[Zoë Müller]]"\n'
        "created: 2026-01-31\nemail: a@x.example\nwhy_you: \"O'Brien's pump\"\n---\n",
        "contacts/Bo Ek": "---\nnot_before: 2027-03-01\nrole: Pump fitter\n"
        "may_use_name: true\n---\n"
        "## Log\n- 2024-11-03 was in-touch\n- 2026-11-01 reference agreed until 2027-01-01\n",
        "interviews/one": "---\ncontacts: Zoë Müller\nfit: 2\nminutes: 20\n"
        "start: 2026-11-30T15:30\n---\n",
        "interviews/two": "---\ncontacts: Bo Ek\nfit: -2\nstatus: cancelled\n---\n",
        "letters/old": "---\nto: Zoë Müller\nkind: thanks\nsent: 2026-11-03\n---\n",
        "letters/new": "---\nto: Åse Berg\n---\nhttps://x.example\n",
    }
)

FOUND = [
    # fields, in any case and without accents
    (P, ["role:FITTER"], "Bo Ek"),
    (P, ["school:hamburg"], "Zoë Müller"),
    (P, ["tag:blue"], "Zoë Müller"),
    (P, ["tier:a"], "Zoë Müller"),
    (P, ["tier:A"], "Zoë Müller"),
    (P, ["may_use_name:true"], "Bo Ek"),
    (C, ["area:heat"], "AC/DC Netz GmbH"),
    (L, ["kind:thanks"], "old"),
    (L, ["sent:2026-11"], "old"),
    # links, by all the names of what they lead to
    (P, ["company:ac/dc"], "Zoë Müller"),
    (P, ["company:AC-DC"], "Zoë Müller"),
    (P, ["in:pumps"], "Zoë Müller"),
    (P, ["company:nowhere"], "Åse Berg"),
    (P, ["referred_by:zoe"], "Åse Berg"),
    (T, ["contacts:zoe"], "one"),
    # numbers are whole
    (T, ["fit:2"], "one"),
    (T, ["fit:-2"], "two"),
    (T, ["minutes:2"], ""),
    (T, ["fit:2.0"], "one"),
    (T, ["fit:>0"], "one"),
    (T, ["fit:>2"], ""),
    (T, ["fit:>=2"], "one"),
    (T, ["fit:<0"], "two"),
    (T, ["fit:<=-2"], "two"),
    (T, ["fit:=-2"], "two"),
    (T, ["fit:-2..1"], "two"),
    (T, ["fit:..1"], "two"),
    (T, ["minutes:20.."], "one"),
    (T, ["minutes:"], "two"),
    (T, ["-minutes:>10"], "two"),
    (C, ["motivation:>=1"], "AC/DC Netz GmbH"),
    # days: a whole day, month or year, from its first to its last second
    (T, ["start:2026"], "one"),
    (T, ["start:2026-11"], "one"),
    (T, ["start:2026-11-30"], "one"),
    (T, ["start:2026-11-30T15"], "one"),
    (T, ["start:2026-11-30T15:30"], "one"),
    (T, ["start:2026-11-30T15:31"], ""),
    (T, ["start:<2026-11-30"], ""),
    (T, ["start:>2026-11-30"], ""),
    (T, ["start:<=2026-11-30"], "one"),
    (T, ["start:>2026-10"], "one"),
    (T, ["start:2026-11-01..2026-11-30"], "one"),
    (T, ["start:2026-11..2026-12"], "one"),
    (T, ["start:..2026-11-29"], ""),
    (T, ["start:monday"], "one"),
    (T, ['start:"today..in 2 weeks"'], "one"),
    (T, ["start:"], "two"),
    (L, ["sent:>=2026-11-03"], "old"),
    (L, ["-sent:>=2026-11-04"], "new, old"),
    (P, ["created:<2026-02"], "Åse Berg"),
    (P, ["created:2026-01-31"], "Åse Berg"),
    (P, ["not_before:>today"], "Bo Ek"),
    # due: the earliest day on which anything is
    (P, ["due:<=today"], "Åse Berg, Zoë Müller"),
    (P, ["due:2026-11-03"], "Zoë Müller"),
    (C, ["motivation:0"], "Solheim"),
    # what the log and the clock say
    (P, ["stage:requested"], "Zoë Müller"),
    (P, ["stage:met"], ""),
    (P, ["stage:re"], "Åse Berg, Zoë Müller"),
    (P, ["badge:referee"], "Bo Ek"),
    (P, ["badge:dormant"], "Bo Ek"),
    (P, ["tie:referred"], "Åse Berg"),
    (P, ["tie:stranger"], "Bo Ek"),
    (C, ["state:asking"], "AC/DC Netz GmbH"),
    (C, ["person:zoe"], "AC/DC Netz GmbH"),
    (T, ["company:netz"], "one"),
    (T, ["contact:bo"], "two"),
    (L, ["state:draft"], "new"),
    # negation and emptiness
    (P, ["-tie:friend"], "Åse Berg, Bo Ek"),
    (P, ["-pump"], ""),
    (P, ["-fitter"], "Åse Berg, Zoë Müller"),
    (P, ["role:"], "Åse Berg, Zoë Müller"),
    (P, ["-role:"], "Bo Ek"),
    (P, ["tier:", "-company:"], "Åse Berg"),
    (C, ["status:"], "Solheim"),
    # words, quotes and all together
    (C, ["lodz"], "AC/DC Netz GmbH"),
    (P, ["o'brien's"], "Åse Berg"),
    (P, ['company:"ac/dc netz"'], "Zoë Müller"),
    (P, ['"knows heat pumps"'], "Zoë Müller"),
    (P, ["tie:friend stage:requested pumps"], "Zoë Müller"),
    (P, ["tie:friend", "fitter"], ""),
    (L, ["https://x.example", "-12:30"], "new"),
    (P, [], "Åse Berg, Bo Ek, Zoë Müller"),
]


@pytest.mark.parametrize(("kind", "words", "names"), FOUND)
def test_a_query_finds_what_fits_every_term(kind: Kind, words: list[str], names: str):
    found = find_records(OUTLOOK, kind, parse_query(words, kind, TODAY))
    assert ", ".join(record.name for record in found) == names


FAULTS = [
    (P, "stgae:met", "a contact has no “stgae”; did you mean stage?"),
    (C, "stage:met", "a company has no “stage”"),
    (L, "fit:2", "a letter has no “fit”"),
    (P, "stage:requsted", "stage: “requsted” is none of .*; did you mean requested?"),
    (P, "-tie:freind", "did you mean friend?"),
    (C, "state:coverd", "state: “coverd” is none of untouched, .*; did you mean covered?"),
    (L, "state:open", "“open” is none of draft, sent"),
    (C, "status:confirmed", "“confirmed” is none of target, paused, ruled-out"),
    (P, "role:>x", "role: only dates and numbers can be compared: created, not_before, due"),
    (P, "stage:<met", "stage: only dates and numbers can be compared"),
    (C, "size:>=50", "size: only dates .* compared: created, motivation, advocacy, posting"),
    (P, "created:<soon", "created: “soon” is no day; write 2026-11-30"),
    (P, "created:2026-02-30", "created: “2026-02-30” is no day"),
    (P, "created:2026-1", "created: “2026-1” is no day"),
    (P, "created:<", "created: “” is no day"),
    (P, "created:..", "created: “..” is no range"),
    (P, "created:2026-12..2026-11", "the smaller end first"),
    (T, "fit:good", "fit: “good” is not a number"),
    (T, "fit:>", "fit: “” is not a number"),
    (P, 'company:"acme', "a quotation mark in the query is not closed"),
]


@pytest.mark.parametrize(("kind", "word", "said"), FAULTS)
def test_a_query_that_means_nothing_is_refused(kind: Kind, word: str, said: str):
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        parse_query([word], kind)


def test_terms_are_what_was_typed():
    assert parse_query(['-in:"A B" pumps tie:', "-"], P) == (
        Term("company", "A B", True),
        Term("", "pumps"),
        Term("tie", ""),
        Term("", "-"),
    )


def test_what_is_due_is_the_first_of_what_the_agenda_says():
    for person in OUTLOOK.index.contacts.values():
        days = [action.due for action in agenda_of(person, OUTLOOK, Horizon.ALL)]
        assert find_due_days(OUTLOOK).get(person.path) == min(days, default=None)
        shown = find_values(OUTLOOK, person, "due")
        assert shown == ((min(days).isoformat(),) if days else ())
        terms = parse_query([f"due:{shown[0]}" if shown else "due:"], P)
        assert person in find_records(OUTLOOK, P, terms)
