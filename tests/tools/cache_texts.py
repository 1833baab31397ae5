"""Notes by chance that hang together: names, links, letters and talks from small pools."""

from __future__ import annotations

import random

from tests.tools.chance import EVENTS

PEOPLE = ("Ada Berg", "Bo Chen", "Cy Dahl", "Cyril Dahl", "Dora Eng", "Zoë Müller", "Ghost Gray")
COMPANIES = ("Acme", "Ümläut & Co", "Nordlys", "Ghost")
TALKS = ("2026-11-19 Dora", "2026-11-26 Bo")
ALL = (*PEOPLE, *COMPANIES, *TALKS)
WORDS = ("forecasting", "heat pumps", "Łódź", "grid", "20 minutes", "ﬁne", "naïve", "[x]", "50%")
TIES = ("stranger", "friend", "acquaintance", "weak", "")
COUNTRIES = ("DE", "NO", "US", "Norway", "XX")
STATUSES = ("target", "watching", "closed", "maybe")

LINES = (
    "company: '[[{company}]]'", "company: {company}", "company: '[[companies/{company}|them]]'",
    "referred_by: '[[{person}]]'", "referred_by: ['[[{person}]]', '[[{person}]]']",
    "aliases: [{name}]", "aliases: [{name}, {word}]", "name: {name}", "given: {word}",
    "areas: [grid, {word}]", "areas: {word}", "tie: {tie}", "role: {word}", "country: {country}",
    "location: {country}", "email: {word}@x.example", "source: {word}", "why_you: On {word}.",
    "created: 2026-10-{day:02}", "created: soon", "snooze: 2026-12-{day:02}", "rules: {pack}",
    "status: {status}", "motivation: {day}", "kind: thanks", "kind: request", "to: '[[{person}]]'",
    "sent: 2026-11-{day:02}", "subject: {word}", "start: 2026-11-{day:02}T09:00", "minutes: {day}",
    "contacts: ['[[{person}]]', '[[{name}]]']", "type: contact", "type: company", "type: letter",
    "type: interview", "type: none", "Name: {name}", "do_not_contact: yes",
    "tags: [a, {word}]", "x: [", "x: {{a: 1", "y: &a 1", "? z",
)  # fmt: skip
"""What may stand in a front matter; some of it only for other kinds, some of it wrong."""

BODIES = (
    "Ask [[{person}]] first.", "See [[{company}]] and [[{name}#Log|her]].", "{word} {word}",
    "- [ ] me: send the paper @2026-11-{day:02}", "- [x] me: call {word} @2026-11-{day:02}",
    "- [ ] them: name somebody @2026-12-{day:02}", "```\n[[{name}]]\n```", "%% [[{name}]] %%",
    "<<<<<<< ours\n{word}\n=======\n{word}\n>>>>>>> theirs", "# {name}", "## Notes",
    "> {word}\u2028{word}", "<!-- infoview: {word} -->",
)  # fmt: skip

LOG = (
    *EVENTS, "referral [[{person}]]", "referral [[{name}]]", "scheduled [[{talk}]]", "request",
    "reply yes", "thanks", "met [[{talk}]]", "intro [[{person}]]", "update",
)  # fmt: skip

PACKS = ("classic", "campus", "two-hour", "own", "none")

KIND_OF = {"contacts": "contact", "companies": "company", "interviews": "interview",
           "letters": "letter"}  # fmt: skip


class Pen:
    """Writes notes and lines of them, by dice."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def fill(self, line: str) -> str:
        """A line with names, words and days in its places."""
        pick = self.dice.choice
        return line.format(
            person=pick(PEOPLE), company=pick(COMPANIES), talk=pick(TALKS), name=pick(ALL),
            word=pick(WORDS), tie=pick(TIES), country=pick(COUNTRIES), status=pick(STATUSES),
            pack=pick(PACKS), day=self.dice.randint(1, 28),
        )  # fmt: skip

    def line(self) -> str:
        """A line for a front matter."""
        return self.fill(self.dice.choice(LINES))

    def body(self) -> str:
        """A line for a body."""
        return self.fill(self.dice.choice(BODIES))

    def event(self) -> str:
        """A line for a log."""
        day = f"2026-11-{self.dice.randint(1, 24):02}"
        return f"- {day} {self.fill(self.dice.choice(LOG))}"

    def note(self, kind: str) -> str:
        """A whole note of a kind, in which each key stands once."""
        lines = [self.line() for _ in range(self.dice.randint(2, 6))]
        keys = {line.partition(":")[0]: line for line in lines if not line.startswith("type:")}
        head = "\n".join((f"type: {kind}", *keys.values()))
        body = "\n\n".join(self.body() for _ in range(self.dice.randint(0, 3)))
        log = "\n".join(self.event() for _ in range(self.dice.randint(0, 4)))
        return f"---\n{head}\n---\n\n{body}\n\n## Log\n\n{log}\n"

    def name(self, folder: str) -> str:
        """The name of a note for a folder, from the pools, so that links lead to it."""
        pools = {"contacts": PEOPLE, "companies": COMPANIES, "interviews": TALKS}
        stem = self.dice.choice(pools.get(folder, ALL))
        return f"2026-11-{self.dice.randint(1, 28):02} {stem}" if folder == "letters" else stem
