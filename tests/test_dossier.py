"""Everything held on one person: core and `infoview export-person`."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

from infoview_md.core.dossier import build_dossier, format_dossier
from tests.conftest import Run
from tests.tools.small_vault import make_index
from tests.tools.tree import changed, digest_tree

ZOE = (
    "---\naliases: [Zoe M]\nemail: z.mueller@x.example\nphone: '+47 22'\n---\n"
    "```text\nx\n```\n````\ny\n````\n"
)
NOTES = {
    "contacts/Zoë Müller": ZOE,
    "contacts/Bo": '---\nreferred_by: "[[zoë müller|her]]"\n---\nZoe knows nobody.\n'
    "## Log\n- 2026-11-03 referral [[Zoë Müller]]: as ZOE MÜLLER said\n",
    "companies/Acme": "Ask zoe muller. Not Zoe Mullers.\n\nMail z.mueller@x.example, or +47 22.\n",
    "interviews/talk": '---\ncontacts: ["[[Zoë Müller]]"]\n---\nPrivate words.\n',
    "letters/one": '---\nto: "[[Zoë Müller]]"\n---\nDear Zoë,\n',
    "daily/2026-11-24": "Met Zoe M. today, and `[[Zoë Müller]]`.\n",
    "contacts/Kari": "Nothing of hers.\n",
}


def test_a_dossier_holds_all_and_nothing_of_others() -> None:
    index = make_index(NOTES)
    contact = index.contacts[PurePosixPath("contacts/Zoë Müller.md")]
    dossier = build_dossier(index, contact)
    assert dossier.note == ZOE
    assert [str(path) for path, _ in dossier.letters] == ["letters/one.md"]
    assert [text for _, text in dossier.interviews] == [NOTES["interviews/talk"]]
    assert [f"{one.path}:{one.line}" for one in dossier.mentions] == [
        "companies/Acme.md:1", "companies/Acme.md:3",
        "contacts/Bo.md:2", "contacts/Bo.md:6",
        "daily/2026-11-24.md:1",
    ]  # fmt: skip


def test_the_markdown_keeps_what_it_quotes_apart() -> None:
    index = make_index(NOTES)
    text = format_dossier(
        build_dossier(index, index.contacts[PurePosixPath("contacts/Zoë Müller.md")]), "2026-11-24"
    )
    assert f"\n`````markdown\n{ZOE.rstrip()}\n`````\n" in text
    assert "- daily/2026-11-24.md:1: `` Met Zoe M. today, and `[[Zoë Müller]]`. ``" in text
    assert "a note of their own, 1 letter, 1 conversation, 5 lines elsewhere." in text


def test_export_person_writes_nothing_but_the_file_asked_for(
    run: Run, example: Path, tmp_path: Path
) -> None:
    before = digest_tree(example)
    printed = run("export-person", "ingrid", vault=example)
    assert printed.exit_code == 0
    file = tmp_path / "ingrid.md"
    assert run("export-person", "ingrid", "--output", file, vault=example).exit_code == 0
    assert file.read_text("utf-8") == printed.stdout
    assert run("export-person", "ingrid", "--output", file, vault=example).exit_code == 6
    forced = run(
        "export-person", "ingrid", "--json", "--output", file, "--force", vault=example
    )  # fmt: skip
    assert forced.exit_code == 0
    held = json.loads(file.read_text("utf-8"))
    assert held == json.loads(run("export-person", "ingrid", "--json", vault=example).stdout)
    assert held["note"] == (example / held["path"]).read_text("utf-8")
    for mention in held["mentions"]:
        lines = (example / mention["path"]).read_text("utf-8").split("\n")
        assert lines[mention["line"] - 1].strip() == mention["text"]
    assert changed(before, example) == set()


def test_export_person_refuses_what_makes_no_sense(run: Run, example: Path) -> None:
    inside = example / "contacts" / "export.md"
    assert run("export-person", "ingrid", "--output", inside, vault=example).exit_code == 2
    assert run("export-person", "ingrid", "--force", vault=example).exit_code == 2
    assert run("export-person", "nobody", vault=example).exit_code == 4
    assert run("export-person", "fjordlys", vault=example).exit_code == 4
    assert not inside.exists()
