"""infoview letter: print a letter, make its note, or record that it left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.ask import ask
from infoview_md.cli.changes import change
from infoview_md.cli.letter_notes import (
    choose_waiting,
    find_draft,
    letter_edit,
    refuse_again,
    sent_edits,
)
from infoview_md.cli.options import example, name_argument, refuse_split_name
from infoview_md.cli.output import put, tell, write_file
from infoview_md.cli.today import put_stage, tell_next
from infoview_md.errors import ProblemsFound, Refused, UsageError

if TYPE_CHECKING:
    from infoview_md.core.model import Contact, Letter
    from infoview_md.letters.compose import Draft
    from infoview_md.letters.lint import Finding
    from infoview_md.letters.slots import Occasion


def _complete_kind(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    return [CompletionItem(k) for k in ("request", "nudge", "thanks") if k.startswith(typed)]


@click.command(
    "letter",
    cls=Command,
    epilog=example(
        'infoview letter "Ingrid Solheim"',
        "infoview letter ingrid thanks --write",
        "infoview letter ingrid --sent",
    ),
)
@name_argument("contact")
@click.argument("kind", required=False, shell_complete=_complete_kind)
@click.option("--write", is_flag=True, help="Make the letter's note, as a draft to edit.")
@click.option("--sent", is_flag=True, help="You sent it: make or freeze the note, and log it.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.option("--force", is_flag=True, help="With --output: write over a file.")
@click.option("--anyway", metavar="REASON", help="With --sent: send in spite of what is wrong.")
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@pass_app
def letter_command(
    app: App,
    name: str,
    kind: str | None,
    write: bool,
    sent: bool,
    output: Path | None,
    force: bool,
    anyway: str | None,
    dry_run: bool,
) -> None:
    """Print a letter to the contact NAME: address, subject, text.

    Without KIND the stage decides: a request, a nudge after it, thanks after the talk. What is
    missing is shown in brackets and listed, with where to fill it in; the exit code is then 1.
    Nothing is sent: you do that, and tell with --sent, which refuses a letter with gaps or errors.
    """
    from infoview_md.core.model import Contact, Kind
    from infoview_md.letters.judge import judge
    from infoview_md.letters.occasion import make_occasion, under_rules_of

    _refuse_odd_options(write, sent, output, force, anyway)
    contact = app.index.get(name, Kind.CONTACT)
    if not isinstance(contact, Contact):
        raise UsageError(f"{contact.path} is no contact")
    refuse_split_name(app, name, kind or "", "letter")
    if not dry_run:
        contact = _ask_why_you(app, contact)
    occasion = make_occasion(contact, app.outlook)
    if sent:
        kind = kind or choose_waiting(app, contact)
        if not anyway:
            refuse_again(app, contact, kind)
    kind = kind or choose(app, contact)
    draft, written = _draft(app, kind, occasion, use_note=sent)
    if sent and written is not None:
        occasion = under_rules_of(written, occasion, app.outlook)
    _warn_of_guess(contact)
    findings = judge(draft, occasion, app.outlook)
    faults = _list_faults(draft, findings)
    if sent:
        _refuse_faults(draft, findings, faults, anyway)
        change(app, lambda: sent_edits(app, contact, draft, written, anyway), dry_run=dry_run)
        if not dry_run:
            put_stage(app, contact.path)
            tell_next(app, contact.path)
        return
    _put_draft(draft, output, force)
    if write:
        paths = change(app, lambda: [letter_edit(app, contact, draft)], dry_run=dry_run)
        for path in paths:
            tell(f"{path}: edit it, send it, then: infoview letter {_quoted(name)} --sent")
    for fault in faults:
        tell(fault)
    if draft.gaps or any(finding.level == "error" for finding in findings):
        raise SystemExit(ProblemsFound.exit_code)


def _refuse_odd_options(
    write: bool, sent: bool, output: Path | None, force: bool, anyway: str | None
) -> None:
    """An option that would be passed over in silence is refused."""
    if write and sent:
        raise UsageError("--write makes a draft, --sent says it left; choose one")
    if output is not None and sent:
        raise UsageError("--output prints a letter, --sent says it left; choose one")
    if force and output is None:
        raise UsageError("--force goes with --output FILE; add it, or leave --force out")
    if anyway and not sent:
        raise UsageError("--anyway goes with --sent; add it, or leave --anyway out")


def choose(app: App, contact: Contact) -> str:
    """The kind of letter the contact's stage calls for."""
    from infoview_md.letters.compose import choose_kind

    return choose_kind(contact, app.outlook.standing(contact).stage)


def _ask_why_you(app: App, contact: Contact) -> Contact:
    """At a terminal, ask for a missing `why_you` and write it down."""
    if contact.why_you or contact.do_not_contact or not app.may_ask or contact.is_broken:
        return contact
    from infoview_md.core.surgery import set_fields

    answer = ask(app, f"Why {contact.name}? One sentence for the letter (empty to leave it)", None)
    if not answer:
        return contact
    change(app, lambda: [set_fields(app.index.readings[contact.path].note, {"why_you": answer})])
    return app.index.contacts[contact.path]


def _warn_of_guess(contact: Contact) -> None:
    """A guessed address may be used, with a warning: it may bounce, or reach somebody else."""
    from infoview_md.letters.compose import find_address

    address = find_address(contact)
    if address is not None and address.is_guessed:
        tell(f"{address.address} is a guess, says {contact.path}; make sure that it is theirs")


def _draft(app: App, kind: str, occasion: Occasion, use_note: bool) -> tuple[Draft, Letter | None]:
    """The letter: for --sent the person's own draft where there is one, else made anew."""
    from infoview_md.letters.compose import compose
    from infoview_md.letters.written import draft_of_note
    from infoview_md.vault.shipped import read_templates

    texts = read_templates(app.vault.root)
    written = find_draft(app, occasion.contact, kind)
    if written is None:
        return compose(kind, texts, occasion), None
    if use_note:
        return draft_of_note(written, texts, occasion), written
    tell(f"a draft is there already: {written.path}; --sent takes that one")
    return compose(kind, texts, occasion), written


def format_finding(finding: Finding) -> str:
    """`letter:LINE:COLUMN: level L05: sentence (says: source)`."""
    source = f" (says: {finding.source})" if finding.source else ""
    place = f"letter:{finding.line}:{finding.column}"
    return f"{place}: {finding.level} {finding.rule}: {finding.sentence}{source}"


def _list_faults(draft: Draft, findings: tuple[Finding, ...]) -> list[str]:
    gaps = [
        f"{gap.place}: {gap.sentence}{f'; {gap.command}' if gap.command else ''}"
        for gap in draft.gaps
    ]
    return gaps + [format_finding(finding) for finding in findings]


def _refuse_faults(
    draft: Draft, findings: tuple[Finding, ...], faults: list[str], anyway: str | None
) -> None:
    errors = [finding for finding in findings if finding.level == "error"]
    for fault in faults:
        tell(fault)
    if (draft.gaps or errors) and not anyway:
        count = len(draft.gaps) + len(errors)
        raise Refused(
            f"the letter has {count} fault{'' if count == 1 else 's'} (above); mend "
            f'{"it" if count == 1 else "them"}, or say why not with --anyway "REASON"'
        )


def _put_draft(draft: Draft, output: Path | None, force: bool) -> None:
    from infoview_md.letters.compose import format_draft

    text = format_draft(draft).rstrip("\n")
    if output is None:
        put(text)
    else:
        write_file(output, text + "\n", force=force)
        tell(f"written to {output}")


def _quoted(name: str) -> str:
    import shlex

    return shlex.quote(name)
