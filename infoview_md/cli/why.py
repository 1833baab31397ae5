"""infoview why: the log lines and the rules on which a standing rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, always, pass_app
from infoview_md.cli.options import example, whole_name_argument
from infoview_md.cli.output import put, put_json
from infoview_md.errors import UsageError

if TYPE_CHECKING:
    from infoview_md.core.agenda import Action
    from infoview_md.core.model import Company, Contact
    from infoview_md.core.pack import Pack
    from infoview_md.core.pipeline import Reason


@click.command(
    "why",
    cls=Command,
    remembers=always,
    epilog=example("infoview why ingrid", "infoview why fjordlys"),
)
@whole_name_argument("contact", "company")
@click.option("--json", "as_json", is_flag=True, help="Print the derivation as JSON.")
@pass_app
def why_command(app: App, name: str, as_json: bool) -> None:
    """Show why a contact or a company stands where it stands.

    Every answer rests on lines of a log, on fields, and on rules that somebody stands for; this
    prints them.
    """
    from infoview_md.core.agenda import Horizon, agenda_of
    from infoview_md.core.model import Company, Contact, Kind

    record = app.index.get(name, Kind.CONTACT, Kind.COMPANY)
    outlook = app.outlook
    pack = outlook.pack_of(record)
    if not isinstance(record, Contact | Company):
        raise UsageError(f"{record.path} is no contact and no company")
    due = agenda_of(record, outlook, Horizon.ALL)
    if isinstance(record, Contact):
        standing = outlook.standing(record)
        since = f" since {standing.since}" if standing.since else ""
        answer = f"{record.name} is {standing.stage}{since}"
        reasons = standing.why
    else:
        company = outlook.companies[record.path]
        answer, reasons = f"{record.name} is {company.state}", company.why
    if as_json:
        put_json(_as_dict(record, answer, reasons, due, pack))
        return
    put(answer)
    put("")
    _put_reasons(str(record.path), reasons)
    _put_due(due, pack, shows_who=isinstance(record, Company))


def _put_reasons(path: str, reasons: Sequence[Reason]) -> None:
    width = max((len(str(reason.line)) for reason in reasons), default=1)
    put(f"  {path}")
    for reason in reasons:
        put(f"  {reason.line or '':>{width}}  {reason.sentence}")


def _put_due(due: Sequence[Action], pack: Pack, shows_who: bool) -> None:
    if not due:
        put("\nNothing is due.")
        return
    put(f"\nDue, by the rules of {pack.name}:")
    for action in due:
        who = f" {action.who}" if shows_who else ""
        put(f"  {action.due}  {action.kind}{who}: {action.why}")
        rule = pack.rules.get(action.rule)
        if rule is not None and rule.source:
            put(f"              {rule.id} {rule.title} (says: {rule.source})")
        put(f"              {action.command}")


def _as_dict(
    record: Contact | Company,
    answer: str,
    reasons: Sequence[Reason],
    due: Sequence[Action],
    pack: Pack,
) -> dict[str, object]:
    return {
        "name": record.name,
        "path": str(record.path),
        "answer": answer,
        "pack": pack.name,
        "why": [{"line": reason.line, "sentence": reason.sentence} for reason in reasons],
        "due": [
            {"kind": str(a.kind), "who": a.who, "due": str(a.due), "rule": a.rule, "why": a.why}
            for a in due
        ],
    }
