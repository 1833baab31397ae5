"""Letters in bulk: the same thousand from our pipeline, from plain Jinja2 and from mailmerge."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, product
from pathlib import Path

import jinja2

from benchmarks.clock import best_of, timed
from benchmarks.generator import CONFIG, TODAY
from benchmarks.measure import Measure
from benchmarks.words import AREAS, FAMILY, FIRM, GIVEN, ROLES, TRADE
from infoview_md.cli.app import App
from infoview_md.core.model import Contact
from infoview_md.letters.compose import Draft, compose
from infoview_md.letters.eml import build_message
from infoview_md.letters.envelope import Envelope
from infoview_md.letters.judge import judge
from infoview_md.letters.mail_address import make_message_id
from infoview_md.letters.occasion import make_occasion
from infoview_md.letters.render import open_renderer, tidy
from infoview_md.letters.slots import Occasion, fill_slots
from infoview_md.letters.template import jinja_source, parse_template, read_template_note
from infoview_md.vault.shipped import read_templates

RUNS = 3
TEMPLATE = "request"
OWNER = "owner@bench.example"
DATE = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
PLAIN = "Jinja2: filled, written as text"
MAILMERGE = "mailmerge>=2.3"
OURS = "infoview_md.letters"

# What mailmerge does, from its own environment: with its library, and only the time of the work.
PEER = """
import csv, sys, time
from pathlib import Path
from mailmerge.template_message import TemplateMessage
template, database, folder = map(Path, sys.argv[1:])
begun = time.perf_counter()
message = TemplateMessage(template)
with database.open(newline="", encoding="utf-8") as file:
    for number, row in enumerate(csv.DictReader(file)):
        (folder / f"{number}.eml").write_bytes(message.render(row)[2].as_bytes())
print(time.perf_counter() - begun)
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """People to write to, in a vault, and what each letter's slots hold."""

    root: Path
    app: App
    contacts: Sequence[Contact]
    texts: Mapping[str, str]
    slots: Sequence[Mapping[str, str]]


def write_people(root: Path, count: int) -> None:
    """A vault of people of whom something is known, so that their letters have no gaps."""
    (root / "infoview.toml").write_text(CONFIG, encoding="utf-8")
    for folder in ("contacts", "companies"):
        (root / folder).mkdir()
    firms = [" ".join(words) for words in product(FIRM, TRADE)]
    for firm in firms:
        _write(root / "companies" / f"{firm}.md", "type: company")
    names = product(GIVEN, FAMILY, FAMILY)
    for number, (given, first, second) in enumerate(islice(names, count)):
        area, role = AREAS[number % len(AREAS)], ROLES[number % len(ROLES)]
        _write(
            root / "contacts" / f"{given} {first}-{second}.md",
            f"type: contact\ncompany: \"[[{firms[number % len(firms)]}]]\"\nrole: '{role}'",
            f"email: person{number}@{number % 97}.bench.example",
            f"why_you: Your talk on {area} on day {number} changed how I think about it",
        )


def _write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(("---", *lines, "---", "")), encoding="utf-8")


def read_batch(root: Path) -> Batch:
    """The people of the vault, and what their letters are made from."""
    app = App()
    app.vault_option, app.today_option = str(root), TODAY
    contacts = list(app.index.contacts.values())
    slots = [fill_slots(make_occasion(contact, app.outlook)) for contact in contacts]
    return Batch(root, app, contacts, read_templates(root), slots)


# -- ours ----------------------------------------------------------------------------------------


def compose_all(batch: Batch) -> list[tuple[Occasion, Draft]]:
    """Every letter, filled in the child."""
    with open_renderer(batch.texts) as renderer:
        occasions = (make_occasion(contact, batch.app.outlook) for contact in batch.contacts)
        return [(one, compose(TEMPLATE, batch.texts, one, renderer)) for one in occasions]


def lint_all(batch: Batch, letters: Sequence[tuple[Occasion, Draft]]) -> int:
    """What all the letters break of the rules."""
    return sum(len(judge(draft, occasion, batch.app.outlook)) for occasion, draft in letters)


def write_all(letters: Sequence[tuple[Occasion, Draft]], folder: Path) -> None:
    """Every letter as a mail, in a file of its own."""
    for number, (occasion, draft) in enumerate(letters):
        path = occasion.contact.path
        envelope = Envelope(
            sender_name="Bench Owner",
            sender=OWNER,
            to_name=draft.to_name,
            to=draft.address,
            subject=draft.subject,
            body=draft.body,
            date=DATE,
            message_id=make_message_id(path, path, 1, OWNER),
            is_draft=True,
        )
        (folder / f"{number}.eml").write_bytes(build_message(envelope))


def make_all(batch: Batch, folder: Path) -> None:
    """All of it, from the index to the files."""
    letters = compose_all(batch)
    lint_all(batch, letters)
    write_all(letters, folder)


# -- plain Jinja2 --------------------------------------------------------------------------------


def nest(slots: Mapping[str, str]) -> dict[str, object]:
    """`{"owner.name": …}` → `{"owner": {"name": …}}`."""
    context: dict[str, object] = {}
    for slot, value in slots.items():
        group, _, name = slot.rpartition(".")
        members = context.setdefault(group, {}) if group else context
        if isinstance(members, dict):
            members[name] = value
    return context


def fill_plainly(batch: Batch, folder: Path) -> list[str]:
    """Every letter by Jinja2 without a sandbox, a child or a rule; subject, empty line, text."""
    body = jinja_source(read_template_note(TEMPLATE, batch.texts))
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
    subject = environment.from_string(parse_template(TEMPLATE, batch.texts).subject.text)
    text = environment.from_string(body)
    made = []
    for number, slots in enumerate(batch.slots):
        context = nest(slots)
        letter = f"{subject.render(context)}\n\n{text.render(context)}"
        (folder / f"{number}.txt").write_text(letter, encoding="utf-8")
        made.append(letter)
    return made


def find_differing(batch: Batch, folder: Path) -> list[str]:
    """Whose letter from us is not the one from plain Jinja2, or has a gap."""
    return [
        f"{occasion.contact.name}: the letter differs from what Jinja2 makes of it"
        for (occasion, draft), plain in zip(
            compose_all(batch), fill_plainly(batch, folder), strict=True
        )
        if draft.gaps or tidy(plain) != tidy(f"{draft.subject}\n\n{draft.body}")
    ]


# -- mailmerge -----------------------------------------------------------------------------------


def install_mailmerge() -> Path | None:
    """The Python of an environment that has mailmerge; None where it cannot be installed."""
    home = Path(sys.prefix) / "peers" / "mailmerge"
    python = home / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", home], check=True, capture_output=True)
        pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", MAILMERGE]
        subprocess.run(pip, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"mailmerge is left out, it cannot be installed: {error}", file=sys.stderr)
        return None
    return python


def write_mailmerge(batch: Batch, folder: Path) -> None:
    """Template, database and server as mailmerge wants them; its slots have no dots."""
    subject = parse_template(TEMPLATE, batch.texts).subject.text
    body = jinja_source(read_template_note(TEMPLATE, batch.texts)).lstrip("\n")
    groups = {slot.partition(".")[0] for slot in batch.slots[0] if "." in slot}
    flat = re.compile(rf"\b({'|'.join(sorted(groups))})\.(?=\w)")
    head = f"TO: {{{{ to }}}}\nFROM: Bench Owner <{OWNER}>\nSUBJECT: {subject}\n\n"
    (folder / "template.txt").write_text(flat.sub(r"\1_", head + body), encoding="utf-8")
    server = "[smtp_server]\nhost = localhost\nport = 25\n"
    (folder / "server.conf").write_text(server, encoding="utf-8")
    with (folder / "database.csv").open("w", newline="", encoding="utf-8") as file:
        names = [slot.replace(".", "_") for slot in batch.slots[0]]
        rows = csv.DictWriter(file, ["to", *names])
        rows.writeheader()
        for contact, slots in zip(batch.contacts, batch.slots, strict=True):
            values = dict(zip(names, slots.values(), strict=True))
            rows.writerow({"to": f"{contact.name} <{contact.email[0]}>", **values})


def merge_mails(python: Path, folder: Path) -> float:
    """Seconds that mailmerge's library takes to make the mails and write them."""
    (folder / "mails").mkdir(exist_ok=True)
    paths = (folder / "template.txt", folder / "database.csv", folder / "mails")
    done = subprocess.run([python, "-c", PEER, *paths], check=True, capture_output=True, text=True)
    return float(done.stdout)


def run_mailmerge(python: Path, folder: Path) -> bytes:
    """The whole command, which prints the mails; it sends nothing."""
    options = ("--no-limit", "--dry-run", "--output-format", "raw")
    paths = ("--template", "template.txt", "--database", "database.csv", "--config", "server.conf")
    argv = [python.parent / "mailmerge", *options, *paths]
    return subprocess.run(argv, cwd=folder, check=True, capture_output=True).stdout


# -- measured ------------------------------------------------------------------------------------


def measure_letters(folder: Path, count: int, with_peer: bool) -> Iterator[Measure]:
    """So many letters by each of them, and each of our steps; ValueError where they differ."""
    group = f"{count:,} letters"
    vault, files = folder / "vault", folder / "files"
    for path in (vault, files):
        path.mkdir()
    write_people(vault, count)
    batch = read_batch(vault)
    if len(batch.contacts) != count or (differing := find_differing(batch, files)):
        raise ValueError(differing[0] if len(batch.contacts) == count else "people are missing")
    yield Measure(group, PLAIN, best_of(RUNS, lambda: fill_plainly(batch, files)))
    for name, seconds in _measure_steps(batch, files).items():
        yield Measure(group, name, seconds, PLAIN)
    python = install_mailmerge() if with_peer else None
    if python is not None:
        write_mailmerge(batch, folder)
        library = min(merge_mails(python, folder) for _ in range(RUNS))
        yield Measure(group, "mailmerge: filled, written as .eml", library, PLAIN)
        command = best_of(RUNS, lambda: run_mailmerge(python, folder))
        yield Measure(group, "mailmerge --no-limit --dry-run", command, PLAIN)


def _measure_steps(batch: Batch, folder: Path) -> dict[str, float]:
    letters = compose_all(batch)
    steps: dict[str, Callable[[], object]] = {
        "infoview: filled": lambda: compose_all(batch),
        "infoview: linted": lambda: lint_all(batch, letters),
        "infoview: written as .eml": lambda: write_all(letters, folder),
        "infoview: all of it": lambda: make_all(batch, folder),
    }
    return {name: min(_time_anew(step) for _ in range(RUNS)) for name, step in steps.items()}


def _time_anew(step: Callable[[], object]) -> float:
    """Seconds of a step over letters that nobody has read: what was remembered is forgotten."""
    for module in [one for name, one in sys.modules.items() if name.startswith(OURS)]:
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear") and not isinstance(thing, type):
                thing.cache_clear()
    return timed(step)[0]
