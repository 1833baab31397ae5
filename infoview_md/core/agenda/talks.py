"""Talk: one conversation with one contact: the interview note and what the log says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from infoview_md.core.index import Index
from infoview_md.core.log import Event, EventKind
from infoview_md.core.model import Contact, Interview, Owner
from infoview_md.core.outlook import Outlook
from infoview_md.core.workdays import as_day

AGREED = frozenset({EventKind.SCHEDULED, EventKind.RESCHEDULED})
OUTCOMES = frozenset({EventKind.MET, EventKind.CANCELLED, EventKind.NO_SHOW})


@dataclass(frozen=True, slots=True)
class Meeting:
    """What one log says of one conversation: the line that agreed on it, and what became of it.

    `outcome` is the line that says it was held, fell through, or moved to another note.
    """

    path: PurePosixPath | None = None
    agreed: Event | None = None
    outcome: Event | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation with one contact; `start` is on the owner's clock, without a zone.

    `interview` is None where it has no note, `meeting` where the log does not mention it.
    """

    contact: Contact
    interview: Interview | None
    meeting: Meeting | None
    day: date | None
    start: datetime | None

    @property
    def met(self) -> Event | None:
        """The line that says it was held."""
        outcome = self.meeting.outcome if self.meeting else None
        return outcome if outcome and outcome.kind is EventKind.MET else None

    @property
    def is_ahead(self) -> bool:
        """True where nothing says that it was held or fell through."""
        return not self._is_cancelled and (self.meeting is None or self.meeting.outcome is None)

    @property
    def is_called_off(self) -> bool:
        """True where the note says so, while the log still waits for the talk."""
        is_open = self.meeting is not None and self.meeting.outcome is None
        return self._is_cancelled and is_open

    @property
    def _is_cancelled(self) -> bool:
        return self.interview is not None and self.interview.status == "cancelled"


def read_meetings(contact: Contact, index: Index) -> tuple[Meeting, ...]:
    """The conversations of a contact's log, in its order.

    A line without a link to an interview note is about the one agreed on last.
    """
    meetings: list[Meeting] = []
    open_at: int | None = None
    for event in contact.events:
        if event.kind not in AGREED | OUTCOMES:
            continue
        path = _interview_of(event, index)
        at = _find_meeting(meetings, path, open_at)
        if event.kind is EventKind.RESCHEDULED and open_at is not None and at != open_at:
            meetings[open_at] = replace(meetings[open_at], outcome=event)  # another note now
        if at is None:
            at = len(meetings)
            meetings.append(Meeting())
        meetings[at] = _add(meetings[at], event, path)
        if event.kind in AGREED:
            open_at = at
        elif at == open_at:
            open_at = None
    return tuple(meetings)


def _find_meeting(
    meetings: list[Meeting], path: PurePosixPath | None, open_at: int | None
) -> int | None:
    """Which of the meetings an event is about; None for a new one."""
    for at, meeting in enumerate(meetings):
        if path is not None and meeting.path == path:
            return at
    if open_at is None or (path is not None and meetings[open_at].path is not None):
        return None
    # A second `scheduled` without any link may as well be the first one, said again.
    return open_at


def _add(meeting: Meeting, event: Event, path: PurePosixPath | None) -> Meeting:
    known = replace(meeting, path=meeting.path or path)
    if event.kind in AGREED:
        return replace(known, agreed=event, outcome=None)
    return replace(known, outcome=event)


def _interview_of(event: Event, index: Index) -> PurePosixPath | None:
    found = (index.resolve(link) for link in event.links)
    return next((path for path in found if path in index.interviews), None)


def find_talks(contact: Contact, outlook: Outlook) -> Iterator[Talk]:
    """Every conversation with a contact, of interview notes and log; broken notes not."""
    left = list(read_meetings(contact, outlook.index))
    for interview in outlook.index.interviews_with(contact):
        start = local_start(interview, outlook.owner)
        meeting = _match(left, interview, noted_day(interview, start))
        if meeting is not None:
            left.remove(meeting)
        if not interview.is_broken:
            yield _make_talk(contact, interview, meeting, start)
    for meeting in left:
        # A log may link a note that does not name the contact.
        noted = outlook.index.interviews[meeting.path] if meeting.path is not None else None
        if noted is None or not noted.is_broken:
            start = local_start(noted, outlook.owner) if noted is not None else None
            yield _make_talk(contact, noted, meeting, start)


STEM_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\W|$)")


def noted_day(interview: Interview, start: datetime | None) -> date | None:
    """The day of a conversation's note: its start, else the date its file name begins with."""
    if start is not None:
        return start.date()
    found = STEM_DAY.match(interview.stem)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _match(left: list[Meeting], interview: Interview, day: date | None) -> Meeting | None:
    """The meeting an interview note is about: linked, else without a link and on the same day."""
    for meeting in left:
        if meeting.path == interview.path:
            return meeting
    if day is None:
        return None
    unlinked = (meeting for meeting in left if meeting.path is None)
    return next((meeting for meeting in unlinked if day in _days_of(meeting)), None)


def _days_of(meeting: Meeting) -> set[date]:
    """The days on which a meeting may have been, by its log lines."""
    days = {as_day(meeting.agreed.at)} if meeting.agreed and meeting.agreed.at else set()
    if meeting.outcome is not None and meeting.outcome.kind is EventKind.MET:
        days.add(meeting.outcome.date)
    return days


def _make_talk(
    contact: Contact, interview: Interview | None, meeting: Meeting | None, start: datetime | None
) -> Talk:
    """Settle day and hour: the date of a `rescheduled` line, else the note's, else the log's.

    The log is the state, and who moves a talk by one log line often leaves the note as it was; a
    `scheduled` line is older than the note it links, where the hour may have been moved since.
    """
    agreed = meeting.agreed if meeting else None
    at: date | datetime | None = agreed.at if agreed else None
    is_moved = agreed is not None and agreed.kind is EventKind.RESCHEDULED and at is not None
    when = at if is_moved or start is None else start
    if when is None and meeting is not None and meeting.outcome is not None:
        is_met = meeting.outcome.kind is EventKind.MET
        when = meeting.outcome.date if is_met else None
    return Talk(
        contact,
        interview,
        meeting,
        as_day(when) if when is not None else None,
        when if isinstance(when, datetime) else None,
    )


def participants(interview: Interview, index: Index) -> list[Contact]:
    """Who takes part by the note, in its order; a link to nobody is passed over."""
    paths = (index.resolve(link) for link in interview.contacts)
    return [index.contacts[path] for path in paths if path is not None and path in index.contacts]


def local_start(interview: Interview, owner: Owner) -> datetime | None:
    """When a conversation begins on the owner's clock, without a zone; None for no `start`."""
    start = interview.start
    if start is None or not owner.timezone or interview.timezone in ("", owner.timezone):
        return start
    there = start.replace(tzinfo=ZoneInfo(interview.timezone))
    try:
        return there.astimezone(ZoneInfo(owner.timezone)).replace(tzinfo=None)
    except OverflowError:  # the first or the last day of the calendar
        return start
