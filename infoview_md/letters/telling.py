"""Telling: the slots about the next talk, and about the people a letter tells of."""

from __future__ import annotations

from datetime import date, datetime

from infoview_md.core.event import EventKind
from infoview_md.core.model import Contact
from infoview_md.letters.situation import Occasion
from infoview_md.letters.times import say_time
from infoview_md.letters.tongue import Tongue
from infoview_md.letters.wording import (
    as_clause,
    close_sentence,
    format_day,
    format_weekday,
    join_names,
    one_line,
)


def tell_of_talk(occasion: Occasion, tongue: Tongue) -> dict[str, str]:
    """The slots `talk.…`, of the next talk."""
    talk = occasion.talk
    noted = talk.interview if talk else None
    minutes = noted.minutes if noted and noted.minutes else occasion.pack.number("R13")
    return {
        "talk.time": _say_start(occasion, tongue),
        "talk.day": format_weekday(talk.day, tongue) if talk and talk.day else "",
        "talk.where": _say_where(noted.medium, noted.place, tongue) if noted else "",
        "talk.minutes": str(minutes) if talk else "",
        "talk.goal": as_clause(noted.goal, tongue) if noted else "",
    }


def _say_start(occasion: Occasion, tongue: Tongue) -> str:
    """The day and the hour, or the day alone where no hour is known."""
    talk = occasion.talk
    if talk is None or talk.day is None:
        return ""
    if talk.start is None:
        return format_weekday(talk.day, tongue)
    return say_time(talk.start, occasion, tongue)


def _say_where(medium: str, place: str, tongue: Tongue) -> str:
    """`by video`, or with the place: `in person, Café Rosa`."""
    said = tongue.mediums.get(medium, medium)
    place = one_line(place)
    if said and place:
        return tongue.at_place.format(medium=said, place=place)
    return said or place


def tell_of_others(occasion: Occasion, tongue: Tongue) -> dict[str, str]:
    """The slots `other.…`, of the people whom the letter tells of; the first of them alone, too."""
    people = occasion.about
    first = people[0] if people else None
    company = occasion.employers.get(first.path) if first else None
    met = [person for person in people if find_met(person)]
    unmet = [person for person in people if not find_met(person)]
    talked, heard = occasion.told_talk, find_met(met[0]) if met else None
    employer = first.company.text if first and first.company else ""
    return {
        "other.name": one_line(first.name) if first else "",
        "other.given": one_line(first.first_name) if first else "",
        "other.names": _join(people, tongue),
        "other.met": _join(met, tongue),
        "other.unmet": _join(unmet, tongue),
        "other.day": format_day(heard, tongue) if heard and len(met) == 1 else "",
        "other.learned": close_sentence(one_line(talked.takeaway)) if talked else "",
        "other.role": one_line(first.role) if first else "",
        "other.company": one_line(company.name if company else employer),
        "other.email": _say_address(first, occasion),
        "other.leave": "yes" if people and all(one.may_use_name for one in people) else "",
    }


def _say_address(person: Contact | None, occasion: Occasion) -> str:
    """The address to pass on; nothing before they agreed, so that no template gives it away."""
    return person.email[0] if person and person.email and occasion.agreed else ""


def find_met(person: Contact) -> date | datetime | None:
    """The day of the latest talk with somebody, by their log."""
    days = [event.date for event in person.events if event.kind is EventKind.MET]
    return max(days, default=None)


def _join(people: list[Contact] | tuple[Contact, ...], tongue: Tongue) -> str:
    return join_names([one_line(person.name) for person in people], tongue)
