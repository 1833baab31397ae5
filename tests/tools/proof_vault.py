"""The vault of the proofs: a dozen notes, some of them odd, so that every command has work."""

from __future__ import annotations

from pathlib import PurePosixPath

from infoview_md.vault.journal import file_name
from tests.tools.file_tree import Leaf, Tree

MARKER = """\
areas = ["grid"]
rules = "classic"

[owner]
name = "Mira Hartmann"
given = "Mira"
email = "mira@hartmann.example"
country = "DE"
timezone = "Europe/Berlin"
language = "en"
intro = "after ten years in hospital analytics"
learning = "the challenges that people in energy analytics meet"
signature = "Mira Hartmann"
"""

CONTACT = """\
---
type: contact
created: 2026-10-08
source: fair
areas: [grid]
given: {given}
company: "[[Acme]]"
email: {given}@acme.example
tie: stranger
why_you: Your talk on probabilistic load forecasts changed how I think about uncertainty.
---

# {given}

"""

LOG = "## Log\n\n- 2026-11-03 request email: 20 minutes\n- 2026-11-11 reply yes\n"

UNKNOWN = "<unknown.1@hartmann.example>"
"""A letter of which nobody knows whether another machine sent it."""

TEXTS = {
    "infoview.toml": MARKER,
    "companies/Acme.md": "---\ntype: company\nareas: [grid]\nmotivation: 3\n---\n\n# Acme\n",
    "companies/Ümläut & Co.md": "---\ntype: company\nstatus: watching\n---\n",
    "contacts/Ada Berg.md": CONTACT.format(given="Ada"),
    "contacts/Bo Chen.md": CONTACT.format(given="Bo") + LOG,
    "contacts/Cy Dahl.md": (CONTACT.format(given="Cy") + LOG).replace("\n", "\r\n"),
    "contacts/Cyril Dahl.md": CONTACT.format(given="Cyril") + "Ask [[Ada Berg]] first.\n",
    "contacts/Dora Eng.md": CONTACT.format(given="Dora")
    + "- [ ] me: send the paper @2026-11-20\n\n"
    + LOG.replace("reply yes\n", "reply yes")
    + "\n- 2026-11-12 scheduled [[2026-11-19 Dora]]\n",
    "contacts/Eve Fox.md": "\ufeff---\ntype: contact\nwhy_you: On\n---\n\nNo log yet, no newline",
    "contacts/Zoë Müller.md": CONTACT.format(given="Zoë").replace("Zoë@", "zoe@"),
    "interviews/2026-11-19 Dora.md": "---\ntype: interview\ncontacts: '[[Dora Eng]]'\n"
    "start: 2026-11-19T09:00\nminutes: 20\n---\n\n## Notes\n\nA lot.\n",
    "letters/2026-11-20 Zoë.md": "---\ntype: letter\nto: '[[Zoë Müller]]'\nkind: request\n"
    f"subject: A question\nmessage_id: {UNKNOWN}\n---\n\nDear Zoë\n",
    f".infoview/journal/{file_name(UNKNOWN, '0123456789ab')}": "".join(
        f'{{"attempt": "0123456789ab-1", "step": "{step}", "at": "2026-11-20T09:00:0{at}+00:00", '
        f'"message_id": "{UNKNOWN}", "letter": "letters/2026-11-20 Zoë.md"}}\n'
        for at, step in enumerate(("intent", "committing"))
    ),
    "daily/2026-11-23.md": "Met [[Bo Chen]], wrote to [[Ada Berg|Ada]].\n",
    "README.md": "# Mine\n\nNothing of this is a record.\n",
}

ODD = {"contacts/Broken.md": b"---\nname: \xff\xfe\n---\n", "photo.jpg": b"\xff\xd8\x00\x01"}


def make_notes() -> Tree:
    """The vault as a tree."""
    files = {**{path: text.encode() for path, text in TEXTS.items()}, **ODD}
    tree = {path: Leaf(0o640 if "Bo" in path else 0o644, data) for path, data in files.items()}
    for path in files:
        for folder in PurePosixPath(path).parents[:-1]:
            tree[str(folder)] = Leaf(0o755)
    return tree
