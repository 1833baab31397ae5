"""A letter shown: its text, its faults with their places, and how it differs from a fresh one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infoview_md.cli.letter_desk import Desk, make_fresh
from infoview_md.cli.output import put, refuse_vault_file, tell, write_file
from infoview_md.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from infoview_md.cli.app import App
    from infoview_md.core.model import Letter
    from infoview_md.letters.compose import Draft


def put_letter(desk: Desk, text_only: bool = False) -> None:
    """Print the letter; with `text_only` without address and subject."""
    from infoview_md.letters.compose import format_draft

    put((desk.draft.body if text_only else format_draft(desk.draft)).strip("\n"))


def write_letter(app: App, desk: Desk, file: Path, force: bool, dry_run: bool) -> None:
    """Write the letter to a file of the person's; Refused for one that is part of the vault."""
    from infoview_md.letters.compose import format_draft

    refuse_vault_file(file, app.vault.root)
    if not dry_run:
        write_file(file, format_draft(desk.draft).rstrip("\n") + "\n", force=force)
    tell(f"{'it would be written' if dry_run else 'written'} to {file}")


def tell_of_draft(desk: Desk) -> None:
    """Say that the text is the person's own, and whether one made anew would differ."""
    if desk.written is None:
        return
    fresh = make_fresh(desk)
    differs = fresh is not None and not is_same(fresh, desk.draft)
    more = f"; made anew it would differ: {command(desk, '--diff')}" if differs else ""
    tell(f"this is {_state_of(desk.written)}: {desk.written.path}{more}")


def _state_of(letter: Letter) -> str:
    from infoview_md.letters.approval import is_approved, read_approval

    if is_approved(letter):
        return "your letter, approved"
    return "your draft, edited after you approved it" if read_approval(letter) else "your draft"


def put_diff(desk: Desk) -> None:
    """Print how a letter made anew differs from the person's draft; Refused without a draft."""
    from difflib import unified_diff

    if desk.written is None:
        raise Refused(
            f"there is no draft of a {desk.word} to {desk.contact.name} to compare; "
            f"make one: {command(desk, '--write')}"
        )
    fresh = make_fresh(desk)
    if fresh is None:
        raise UsageError(f"no template makes a “{desk.word}”; there is nothing to compare with")
    before, after = _lines(desk.draft), _lines(fresh)
    for line in unified_diff(before, after, str(desk.written.path), "made anew", lineterm=""):
        put(line)


def is_same(one: Draft, other: Draft) -> bool:
    """Whether two drafts say the same, blanks at the ends of lines aside."""
    return _lines(one) == _lines(other)


def _lines(draft: Draft) -> list[str]:
    from infoview_md.letters.header_value import show_value

    return [f"Subject: {show_value(draft.subject.strip())}", ""] + [
        line.rstrip() for line in draft.body.strip().splitlines()
    ]


def command(desk: Desk, *options: str, is_made: bool = False) -> str:
    """The command that does something with this letter.

    What it is made from is repeated, but for the times where its note has them (`is_made`).
    """
    from infoview_md.core.agenda.commands import make_command

    about = [word for person in desk.about for word in ("--about", person.stem)]
    times = () if is_made or desk.written else desk.occasion.windows
    windows = [word for one in times for word in ("--window", f"{one:%Y-%m-%d %H:%M}")]
    return make_command("letter", desk.handle, desk.word, *about, *windows, *options)


def list_faults(desk: Desk) -> Iterator[str]:
    """What is missing, with where to fill it in, then what breaks a rule, with its place.

    Without a note lines are counted as the letter is printed.
    """
    for gap in desk.draft.gaps:
        yield f"{gap.place}: {gap.sentence}{f'; {gap.command}' if gap.command else ''}"
    where = str(desk.written.path) if desk.written else "letter"
    yield from (finding.tell(where) for finding in desk.findings)


def tell_faults(desk: Desk) -> None:
    """Print the faults to standard error."""
    for fault in list_faults(desk):
        tell(" ".join(fault.splitlines()))


def refuse_gaps(desk: Desk) -> None:
    """Refused for a letter with a gap that would be sent unasked; no reason is one for that."""
    from infoview_md.letters.lint.l17_unresolved import find_gap

    draft = desk.draft
    found = next((gap.text for gap in draft.gaps), "") or find_gap(f"{draft.subject}\n{draft.body}")
    if found:
        raise Refused(
            f"{found} is still in the letter, and --yes sends no gap, not even with --anyway; "
            "fill it in, or look at the letter and send it without --yes"
        )


def refuse_faults(desk: Desk, anyway: str | None) -> None:
    """Refused for a letter with gaps or errors, unless there is a reason to finish it anyway."""
    count = desk.count_faults
    if count and not anyway:
        raise Refused(
            f"the letter has {count} fault{'' if count == 1 else 's'} (above); mend "
            f'{"it" if count == 1 else "them"}, or say why not with --anyway "REASON"'
        )
