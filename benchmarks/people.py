"""The notes of one person of a story: their own, and those of their letters and talks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.days import TODAY, shift
from benchmarks.stories import Story
from benchmarks.style import Fields
from benchmarks.words import AREAS, COUNTRIES, FAMILY, GIVEN, ROLES, SENTENCES


@dataclass(frozen=True, slots=True)
class Sheet:
    """A note to be written: `links` are those a reader of it counts, `problem` its one fault."""

    kind: str
    folder: str
    stem: str
    fields: Fields
    body: list[str]
    links: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a firm with a story; `other` is whom they name, `referrer` who named them.

    `word` is a rare one that their note holds, empty for none.
    """

    name: str
    firm: str
    story: Story
    other: str = ""
    referrer: str = ""
    word: str = ""


def name_person(number: int) -> str:
    """Names that never come twice: a letter in the middle once all pairs are used up."""
    number, given = divmod(number, len(GIVEN))
    number, family = divmod(number, len(FAMILY))
    middle = ""
    while number:
        number, letter = divmod(number - 1, 26)
        middle += f" {chr(ord('A') + letter)}."
    return f"{GIVEN[given]}{middle} {FAMILY[family]}"


def write_person(rng: Random, person: Person) -> Iterator[Sheet]:
    """Their note, then a letter for each line that links one, then the note of the talk."""
    story, name = person.story, person.name
    names = _name_notes(person)
    is_reversed = rng.random() < 0.2
    lines = story.lines[::-1] if is_reversed else story.lines
    log = [f"- {day} {line.format_map(names)}" for day, line in lines]
    yield _write_contact(rng, person, log)
    for kind in ("request", "thanks"):
        if names[kind] and any(f"[[{names[kind]}]]" in line for line in log):
            yield _write_letter(rng, person, names[kind], kind)
    if story.letter is not None:
        yield _write_letter(rng, person, f"{story.letter} {name} touch", "touch")
    if story.talk is not None:
        yield _write_talk(rng, person, names["talk"])


def _name_notes(person: Person) -> dict[str, str]:
    story, name = person.story, person.name
    first = story.lines[0][0] if story.lines else TODAY
    talk = story.talk or TODAY
    thanked = next((day for day, line in story.lines if line.startswith("thanks")), None)
    return {
        "request": f"{first} {name} request",
        "talk": f"{talk} {name}",
        "talk_day": f"{talk}",
        "thanks": f"{thanked} {name} thanks" if thanked else "",
        "other": person.other or name,
    }


def _write_contact(rng: Random, person: Person, log: list[str]) -> Sheet:
    fields = _contact_fields(rng, person)
    body = _contact_body(rng, person, log)
    links = 1 + bool(person.referrer) + sum(line.count("[[") for line in log)
    return Sheet("contact", "contacts", person.name, fields, body, links)


def _contact_fields(rng: Random, person: Person) -> Fields:
    name, stage = person.name, person.story.stage
    fields: Fields = {
        "type": "contact",
        "created": f"{TODAY - rng.randrange(200, 300) * DAY}",
        "source": "named over lunch, and found again at a talk",
        "areas": rng.sample(AREAS, 2),
        "country": rng.choice(COUNTRIES),
        "company": f"[[{person.firm}]]",
        "role": rng.choice(ROLES),
        "email": f"{as_address(name)}@{as_address(person.firm)}.example",
        "tie": rng.choice(("stranger", "alumni", "weak", "dormant")),
        "shoe_size": "a key of the owner's own",
    }
    if rng.random() < 0.2:
        fields["aliases"] = [alias_of(name), name.split()[0]]
    if person.referrer:
        fields |= {"referred_by": [f"[[{person.referrer}]]"], "may_use_name": "true"}
    if stage != "identified":
        fields["why_you"] = f"Your talk changed how I think: {rng.choice(SENTENCES)}"
    return fields | dict(person.story.fields)


def _contact_body(rng: Random, person: Person, log: list[str]) -> list[str]:
    name = person.name
    body = [f"# {name}", "", *prose(rng, 4), ""]
    if rng.random() < 0.5:
        body += ["## Channels", "", f"- email {as_address(name)}@home.example: given", ""]
    if rng.random() < 0.3:
        body += ["```text", "## Log", "- 2026-01-01 close: fenced, of [[Nobody]]", "```", ""]
    if rng.random() < 0.3:
        body += ["%% a comment of the owner's, and `[[code]]` %%", ""]
    if log or rng.random() < 0.5:
        body += [rng.choice(("## Log", "## log", "# LOG")), "", *log, ""]
    body += ["## Notes", "", *prose(rng, 4), ""]
    if person.word:
        body += [f"Collects {rng.choice((person.word, person.word.upper()))} on Sundays.", ""]
    if person.story.promise:
        body += [person.story.promise]
    return [*body, f"- [x] me: send the paper @{TODAY}"]


def _write_letter(rng: Random, person: Person, stem: str, kind: str) -> Sheet:
    name, day = person.name, stem[:10]
    fields: Fields = {
        "type": "letter",
        "to": name if rng.random() < 0.1 else f"[[{name}]]",
        "kind": kind,
        "subject": "Twenty minutes on forecasting: a question",
        "sent": f"{day}T09:10:00",
        "channel": "email",
    }
    body = [f"Dear {name.split()[0]},", "", *prose(rng, 8), "", "Bench Owner"]
    return Sheet("letter", f"letters/{day[:7]}", stem, fields, body, links=1)


def _write_talk(rng: Random, person: Person, stem: str) -> Sheet:
    story, day = person.story, stem[:10]
    fields: Fields = {
        "type": "interview",
        "contacts": [f"[[{person.name}]]"],
        "start": f"{day}T14:00:00",
        "timezone": "Europe/Berlin",
        "minutes": "20",
        "medium": "video",
        "status": story.status,
        "takeaway": rng.choice(SENTENCES),
    }
    if story.has_goal:
        fields["goal"] = "how storage is planned"
    body = ["## Questions", "", "- [x] What surprised you? #work", "- [ ] What is next?", ""]
    body += ["## Notes", "", *prose(rng, 6), ""]
    if story.has_learned:
        lines = [
            f"- challenge: {rng.choice(SENTENCES)} #grid",
            f"- advice: {rng.choice(SENTENCES)}",
        ]
        body += ["## Learned", "", *lines, ""]
    body += ["## Next steps", "", f"- [x] them: name somebody at the grid company @{day}"]
    body += [story.next_step] if story.next_step else []
    return Sheet("interview", f"interviews/{day[:7]}", stem, fields, body, links=1)


DAY = shift(TODAY, 1) - TODAY


def alias_of(name: str) -> str:
    """Another name, which nobody else has."""
    return f"Dr. {name}"


def prose(rng: Random, sentences: int) -> list[str]:
    """So many sentences, or up to three times as many."""
    return rng.choices(SENTENCES, k=rng.randrange(sentences + 4, 3 * sentences))


def as_address(name: str) -> str:
    """A name as an address may hold it."""
    letters = (char for char in name.lower().replace(" ", "-") if char.isascii())
    return "".join(letters).replace(".", "").strip("-")
