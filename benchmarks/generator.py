"""generate_vault: a vault of any size, the same for the same seed, and what is true of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random

from benchmarks.style import Fields, Style, format_note
from benchmarks.words import AREAS, COUNTRIES, FAMILY, FIRM, GIVEN, ROLES, SENTENCES, TRADE

TODAY = date(2026, 11, 24)
CONFIG = """\
areas = ["forecasting", "heat pumps"]
rules = "classic"
clock = 2026-11-24

[owner]
name = "Bench Owner"
given = "Bench"
email = "owner@bench.example"
country = "DE"
timezone = "Europe/Berlin"
language = "en"
intro = "after ten years of measuring"
learning = "what takes how long"
signature = "Bench Owner"
"""
PEOPLE_PER_FIRM = 3

# What each stage looks like in a log: days after the first word, and the line.
ASKED = ((0, "09:10 request email [[{request}]]: 20 minutes, at a time that suits"),)
YES = (*ASKED, (6, "reply yes: free after the 16th"))
SET = (*YES, (7, "scheduled [[{talk}]] for {talk_day} 14:00"))
MET = (*SET, (14, "met video [[{talk}]]: 24 minutes – she offered the extra four"))
REMINDED = (*ASKED, (9, "nudge email: the same, shorter"))
STAGES: Mapping[str, tuple[tuple[int, str], ...]] = {
    "identified": (),
    "ready": (),
    "requested": REMINDED,
    "scheduling": YES,
    "scheduled": SET,
    "met": MET,
    "in-touch": (*MET, (15, "thanks email [[{thanks}]]"), (40, "update: sent her the paper")),
    "deferred": (*ASKED, (5, "reply later until 2027-02-01: busy until the tender is out")),
    "redirected": (*ASKED, (5, "reply refer [[{other}]]: knows the grid side better")),
    "declined": (*ASKED, (4, "reply no: not this year")),
    "silent": (*REMINDED, (18, "nudge email"), (30, "close: let go kindly")),
    "off-limits": (*ASKED, (3, "reply no: please do not write again")),
}


@dataclass(frozen=True, slots=True)
class Generated:
    """A vault as bytes by path, and the truth about it: contacts a stage, notes a kind."""

    files: Mapping[str, bytes]
    stages: Mapping[str, int]
    kinds: Mapping[str, int]

    def write(self, root: Path) -> None:
        """Lay the vault down in an empty folder."""
        for path, data in self.files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        (root / "infoview.toml").write_text(CONFIG, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Written:
    kind: str
    folder: str
    stem: str
    fields: Fields
    body: list[str]
    stage: str = ""


def generate_vault(notes: int, seed: int = 1) -> Generated:
    """A vault of exactly `notes` notes of 1 to 3 KB, in every stage and many habits of writing."""
    rng = Random(seed)
    written = list(islice(_write_notes(rng), notes))
    files = {
        f"{one.folder}/{one.stem}.md": format_note(one.fields, one.body, Style.draw(rng), rng)
        for one in written
    }
    return Generated(
        files,
        Counter(one.stage for one in written if one.stage),
        Counter(one.kind for one in written),
    )


def _write_notes(rng: Random) -> Iterator[_Written]:
    """Firm after firm, each with its people, their letters and talks, without an end."""
    other = ""
    stages: list[str] = []
    for number in count():
        firm = _name_firm(number)
        yield _write_firm(rng, firm)
        for place in range(PEOPLE_PER_FIRM):
            if not stages:
                stages = rng.sample(list(STAGES), len(STAGES))
            name = _name_person(number * PEOPLE_PER_FIRM + place)
            yield from _write_person(rng, name, firm, stages.pop(), other)
            other = name


def _name_person(number: int) -> str:
    """Names that never come twice: a letter in the middle once all pairs are used up."""
    number, given = divmod(number, len(GIVEN))
    number, family = divmod(number, len(FAMILY))
    middle = ""
    while number:
        number, letter = divmod(number - 1, 26)
        middle += f" {chr(ord('A') + letter)}."
    return f"{GIVEN[given]}{middle} {FAMILY[family]}"


def _name_firm(number: int) -> str:
    rest, first = divmod(number, len(FIRM))
    rest, second = divmod(rest, len(TRADE))
    return f"{FIRM[first]} {TRADE[second]}" + (f" {rest + 1}" if rest else "")


def _write_firm(rng: Random, name: str) -> _Written:
    fields: Fields = {
        "type": "company",
        "areas": rng.sample(AREAS, 2),
        "country": rng.choice(COUNTRIES),
        "website": f"https://{_ascii(name)}.example",
        "size": f"{rng.choice((40, 120, 900))}",
        "motivation": f"{rng.randrange(4)}",
        "status": "target",
    }
    return _Written("company", "companies", name, fields, [f"# {name}", "", *_prose(rng, 11)])


def _write_person(rng: Random, name: str, firm: str, stage: str, other: str) -> Iterator[_Written]:
    lines = STAGES[stage]
    begin = TODAY - timedelta(days=rng.randrange(60, 200))
    talk_day = begin + timedelta(days=14) if stage != "scheduled" else TODAY + timedelta(days=3)
    names = {
        "request": f"{begin} {name} request",
        "talk": f"{talk_day} {name}",
        "talk_day": f"{talk_day}",
        "thanks": f"{begin + timedelta(days=15)} {name} thanks",
        "other": other or name,
    }
    log = [
        f"- {begin + timedelta(days=days)} {line.format_map(names)}"
        for days, line in (lines if rng.random() < 0.8 else reversed(lines))
    ]
    yield _Written(
        "contact",
        "contacts",
        name,
        _contact_fields(rng, name, firm, stage, other),
        _contact_body(rng, name, log),
        stage,
    )
    shown = "\n".join(log)
    if names["request"] in shown:
        yield _write_letter(rng, names["request"], name, begin, "request")
    if f"[[{names['talk']}]]" in shown:
        yield _write_talk(rng, names["talk"], name, talk_day)
    if names["thanks"] in shown:
        yield _write_letter(rng, names["thanks"], name, begin + timedelta(days=15), "thanks")


def _contact_fields(rng: Random, name: str, firm: str, stage: str, other: str) -> Fields:
    fields: Fields = {
        "type": "contact",
        "created": f"{TODAY - timedelta(days=rng.randrange(200, 300))}",
        "source": "named over lunch, and found again at a talk",
        "areas": rng.sample(AREAS, 2),
        "country": rng.choice(COUNTRIES),
        "company": f"[[{firm}]]",
        "role": rng.choice(ROLES),
        "email": f"{_ascii(name)}@{_ascii(firm)}.example",
        "tie": rng.choice(("stranger", "alumni", "weak", "dormant")),
        "tier": rng.choice("ABC"),
        "shoe_size": "a key of the owner's own",
    }
    if other and rng.random() < 0.3:
        fields |= {"referred_by": [f"[[{other}]]"], "may_use_name": "true"}
    if stage != "identified":
        fields["why_you"] = f"Your talk changed how I think: {rng.choice(SENTENCES)}"
    if stage == "off-limits":
        fields["do_not_contact"] = "true"
    return fields


def _contact_body(rng: Random, name: str, log: list[str]) -> list[str]:
    body = [f"# {name}", "", *_prose(rng, 4), ""]
    if rng.random() < 0.5:
        body += ["## Channels", "", f"- email {_ascii(name)}@home.example: given, by herself", ""]
    if rng.random() < 0.3:
        body += ["```text", "## Log", "- 2026-01-01 close: fenced, so it is no event", "```", ""]
    if rng.random() < 0.3:
        body += ["%% a comment of the owner's %%", ""]
    if log or rng.random() < 0.5:
        body += [rng.choice(("## Log", "## log", "# LOG")), "", *log, ""]
    return [*body, "## Notes", "", *_prose(rng, 4), "", f"- [ ] me: send the paper @{TODAY}"]


def _write_letter(rng: Random, stem: str, name: str, day: date, kind: str) -> _Written:
    fields: Fields = {
        "type": "letter",
        "to": f"[[{name}]]",
        "kind": kind,
        "subject": "Twenty minutes on forecasting: a question",
        "sent": f"{day}T09:10:00",
        "channel": "email",
    }
    body = [f"Dear {name.split()[0]},", "", *_prose(rng, 8), "", "Bench Owner"]
    return _Written("letter", "letters", stem, fields, body)


def _write_talk(rng: Random, stem: str, name: str, day: date) -> _Written:
    fields: Fields = {
        "type": "interview",
        "contacts": [f"[[{name}]]"],
        "goal": "how storage is planned",
        "start": f"{day}T14:00:00",
        "timezone": "Europe/Berlin",
        "minutes": "20",
        "medium": "video",
        "status": "confirmed",
        "takeaway": rng.choice(SENTENCES),
    }
    body = ["## Questions", "", "- [x] What surprised you? #work", "- [ ] What is next?", ""]
    body += ["## Notes", "", *_prose(rng, 6), "", "## Learned", ""]
    body += [
        f"- challenge: {rng.choice(SENTENCES)} #grid",
        f"- advice: {rng.choice(SENTENCES)}",
        "",
    ]
    body += ["## Next steps", "", f"- [x] them: name somebody at the grid company @{day}"]
    return _Written("interview", "interviews", stem, fields, body)


def _prose(rng: Random, sentences: int) -> list[str]:
    return [rng.choice(SENTENCES) for _ in range(rng.randrange(sentences + 4, 3 * sentences))]


def _ascii(name: str) -> str:
    """A name as an address may hold it."""
    letters = (char for char in name.lower().replace(" ", "-") if char.isascii())
    return "".join(letters).replace(".", "").strip("-")
