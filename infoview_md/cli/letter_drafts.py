"""The draft of a letter as a note: made with --write, and then the person's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.cli.changes import change
from infoview_md.cli.letter_doubles import find_double
from infoview_md.cli.letter_notes import OTHER, find_draft
from infoview_md.cli.letter_show import command, is_same
from infoview_md.cli.output import tell
from infoview_md.errors import Busy, Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.edit import Edit
    from infoview_md.core.fields import FieldValue
    from infoview_md.core.model import Contact, Letter
    from infoview_md.letters.compose import Draft

FOLDER = "letters"
EMPTY = "---\ntype: letter\nto:\nkind:\ntemplate:\nsubject:\n---\n"


def write_draft(app: App, desk: Desk, dry_run: bool) -> PurePosixPath | None:
    """Make the letter's note, or leave the one that says the same; its path, None with `dry_run`.

    Refused where the person's draft says something else: nothing is written over it.
    """
    from infoview_md.cli.letter_desk import make_fresh

    if desk.written is not None:
        _refuse_other(desk, make_fresh(desk))
        if desk.occasion.windows:
            change(app, lambda: [_timed_edit(app, desk)], dry_run=dry_run)
            return None if dry_run else desk.written.path
        tell(f"nothing to do: {desk.written.path} says the same already")
        return desk.written.path
    if (double := find_double(app, desk)) is not None:
        tell(f"{double}: a letter like this {desk.word} to {desk.contact.name} left already")
    paths = change(app, lambda: [_draft_edit(app, desk)], dry_run=dry_run)
    return next(iter(paths), None)


def put_times(app: App, desk: Desk, makes_anew: bool) -> Desk:
    """The desk with its draft made anew for the times that are offered; nothing is written yet.

    UsageError unless it `makes_anew` and every word of the draft is as it was made without times.
    """
    from infoview_md.cli.letter_desk import make_fresh
    from infoview_md.cli.letter_faults import make_sheet_of
    from infoview_md.letters.judge import judge

    written, fresh = desk.written, make_fresh(desk)
    if written is None or fresh is None or not makes_anew or not _is_as_made(desk, fresh):
        raise UsageError(_say_why_not(desk, is_as_made=bool(fresh and _is_as_made(desk, fresh))))
    findings = judge(fresh, desk.occasion, app.outlook, make_sheet_of(app, written)[0])
    return replace(desk, draft=fresh, findings=findings)


def _is_as_made(desk: Desk, fresh: Draft) -> bool:
    """Whether the note holds what was made without times, in one piece."""
    untimed = _make_untimed(desk)
    if desk.written is None or untimed is None or untimed.subject != fresh.subject:
        return False
    return is_same(untimed, desk.draft) and untimed.body.strip() in desk.written.body


def _say_why_not(desk: Desk, is_as_made: bool) -> str:
    from infoview_md.core.agenda.commands import make_command

    path = desk.written.path if desk.written else ""
    says = f"{path} is written already, so that --window changes nothing"
    if is_as_made:
        return f"{says}; nobody has edited it: --write with --window makes it anew"
    edit = make_command("edit", str(path))
    return (
        f"{says}; write the times into it ({edit}; see with --diff what a new one would say), or "
        "delete it to have it made anew"
    )


def _make_untimed(desk: Desk) -> Draft | None:
    """The letter made anew without the times that are offered now."""
    from infoview_md.cli.letter_desk import make_fresh

    return make_fresh(replace(desk, occasion=replace(desk.occasion, windows=())))


def _timed_edit(app: App, desk: Desk) -> Edit:
    """The edit that puts the draft in the place of the one that was made without times."""
    from infoview_md.core.edit import Edit, Splice

    letter, untimed = note_of(app, desk), _make_untimed(desk)
    if letter is None or untimed is None:
        raise Busy(f"the draft to {desk.contact.name} went meanwhile; repeat the command")
    note, body = app.index.readings[letter.path].note, untimed.body.strip()
    at = note.text.find(body, note.body_start)
    if at < 0:
        raise Busy(f"{letter.path} was edited meanwhile; look at it again, then repeat this")
    return Edit(note.path, note.digest, (Splice(at, at + len(body), desk.draft.body.strip()),))


def _draft_edit(app: App, desk: Desk) -> Edit:
    found = find_draft(app, desk.contact, desk.word, desk.about)
    if found is not None:
        raise Refused(f"a draft is there already: {found.path}; edit it, or delete it first")
    return note_edit(app, desk, {})


def _refuse_other(desk: Desk, fresh: Draft | None) -> None:
    if desk.written is not None and (fresh is None or not is_same(fresh, desk.draft)):
        raise Refused(
            f"a draft is there already: {desk.written.path}, and the words in it are yours; see "
            f"what a new one would say: {command(desk, '--diff')}"
        )


def note_edit(app: App, desk: Desk, fields: Mapping[str, FieldValue]) -> Edit:
    """The edit that sets fields of the letter's note, which is made where there is none.

    Made from `app.index` as it is now, so that it can be planned anew.
    """
    from infoview_md.core.surgery import set_fields

    waiting = note_of(app, desk)
    if waiting is None:
        return _new_letter(app, desk, fields)
    return set_fields(app.index.readings[waiting.path].note, fields)


def note_of(app: App, desk: Desk) -> Letter | None:
    """The letter's note as it is now; None where it is still to be made.

    Busy where the note that was on the desk is gone, or was recorded as sent meanwhile.
    """
    if desk.written is None:
        return find_draft(app, desk.contact, desk.word, desk.about)
    now = app.index.letters.get(desk.written.path)
    if now is None:
        raise Busy(f"{desk.written.path} was deleted or renamed meanwhile; repeat the command")
    if now.sent is not None:
        raise Busy(f"{now.path} was recorded as sent meanwhile; nothing was changed")
    return now


def read_back(desk: Desk, letter: Letter) -> Draft:
    """The letter as its note says it; Refused where that is not what was shown.

    What leaves is only ever what stands in the note.
    """
    from infoview_md.letters.comments import strip_comments

    said = replace(desk.draft, subject=letter.subject, body=strip_comments(letter.body).strip())
    if not is_same(said, desk.draft):
        raise Refused(
            f"{letter.path} does not read as the letter that was shown; look at it again: "
            f"{command(desk, is_made=True)}"
        )
    return said


def _new_letter(app: App, desk: Desk, more: Mapping[str, FieldValue]) -> Edit:
    from infoview_md.core.edit import Edit, Splice
    from infoview_md.core.links import format_link
    from infoview_md.core.note import parse_note
    from infoview_md.core.schema import LETTER_KINDS
    from infoview_md.core.surgery import new_note
    from infoview_md.letters.provenance import make_provenance

    draft, table = desk.draft, app.index.table
    path = _free_path(app, desk.contact, desk.word)
    fields: dict[str, FieldValue] = {
        "to": format_link(desk.contact.path, table),
        "kind": draft.kind if draft.kind in LETTER_KINDS else OTHER,
        "template": draft.template,
        "subject": draft.subject,
    }
    if desk.about:
        fields["about"] = [format_link(person.path, table) for person in desk.about]
    head = new_note(parse_note(path, EMPTY), {**fields, **more}, path)
    origin = make_provenance(draft.template, desk.texts, desk.occasion)
    text = f"{head.apply('')}\n{draft.body.rstrip()}\n\n{origin}\n"
    return Edit(path, None, (Splice(0, 0, text),))


def _free_path(app: App, contact: Contact, word: str) -> PurePosixPath:
    """`letters/DATE NAME KIND.md`, numbered where a letter of that day has, or had, the name."""
    taken = {path.name.casefold() for path in app.index.readings}
    # A line of the log may still link one whose note is gone: it would tell of other words.
    links = (link for event in contact.events for link in event.links)
    taken |= {f"{link.target.rpartition('/')[2]}.md".casefold() for link in links}
    stem = f"{app.today} {contact.stem} {word}"
    number = 2
    name = stem
    while f"{name}.md".casefold() in taken:
        name = f"{stem} {number}"
        number += 1
    return PurePosixPath(FOLDER, f"{name}.md")
