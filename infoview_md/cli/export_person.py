"""infoview export-person: everything the vault holds on one person, for them to see."""

from __future__ import annotations

from pathlib import Path

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example, name_argument
from infoview_md.cli.output import put, put_json, tell, write_file
from infoview_md.errors import UsageError


@click.command(
    "export-person",
    cls=Command,
    epilog=example(
        "infoview export-person ingrid",
        "infoview export-person ingrid --output ~/ingrid.md",
        "infoview export-person ingrid --json",
    ),
)
@name_argument("contact")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.option("--force", is_flag=True, help="With --output: write over a file.")
@click.option("--format", type=click.Choice(("md", "json")), default="md", help="How to print.")
@click.option("--json", "format", flag_value="json", help="The same as --format json.")
@pass_app
def export_person_command(
    app: App, name: str, output: Path | None, force: bool, format: str
) -> None:
    """Print everything the notes hold on the contact NAME, who has a right to see it.

    Their own note, the letters to them and the conversations with them whole; of all other notes
    the lines that link to them or name them, with file and line; and what the journal says of
    letters sent to them. What lies elsewhere (git history, sent mail, copies of the vault) is not
    in it.
    """
    from infoview_md.core.dossier import build_dossier, dossier_as_dict, format_dossier
    from infoview_md.core.model import Contact, Kind
    from infoview_md.vault.journal import read_journal

    if force and output is None:
        raise UsageError("--force goes with --output FILE; add it, or leave --force out")
    if output is not None and output.resolve().is_relative_to(app.vault.root):
        raise UsageError(f"{output} lies in the vault and would be read as a note; choose a folder "
                         "outside of it")  # fmt: skip
    contact = app.index.get(name, Kind.CONTACT)
    if not isinstance(contact, Contact):
        raise UsageError(f"{contact.path} is no contact")
    dossier = build_dossier(app.index, contact, read_journal(app.vault.root))
    today = app.today.isoformat()
    if output is None and format == "json":
        put_json(dossier_as_dict(dossier, today))
    elif output is None:
        put(format_dossier(dossier, today), end="")
    else:
        write_file(output, _as_text(dossier_as_dict(dossier, today)) if format == "json" else
                   format_dossier(dossier, today), force=force)  # fmt: skip
        tell(f"written to {output}")


def _as_text(value: dict[str, object]) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
