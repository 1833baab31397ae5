"""Queries over a vault: every form of a term, and what is said of those that mean nothing."""

from __future__ import annotations

import pytest

from infoview_md.core.model import Kind
from infoview_md.core.query import Term, find_records, parse_query
from infoview_md.errors import UsageError
from tests.tools.small_vault import make_outlook

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
        "email: a@x.example\nwhy_you: \"O'Brien's pump\"\n---\n",
        "contacts/Bo Ek": "---\nrole: Pump fitter\nmay_use_name: true\n---\n## Log\n"
        "- 2024-11-03 was in-touch\n- 2026-11-01 reference agreed until 2027-01-01\n",
        "interviews/one": "---\ncontacts: Zoë Müller\nfit: 2\nminutes: 20\n---\n",
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
    found = find_records(OUTLOOK, kind, parse_query(words, kind))
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
