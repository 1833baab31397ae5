"""Misplaced names: those that belong into a letter, but not where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from infoview_md.core.letter_kind import BY_WORD
from infoview_md.core.model import Company, Contact
from infoview_md.core.pack import Level
from infoview_md.letters.lint.cast import Cast, Part, names_of
from infoview_md.letters.lint.context import ASKING, Hit, LintContext
from infoview_md.letters.lint.kept import keep
from infoview_md.letters.lint.names import Names, Naming, find_namings, is_within, words_of
from infoview_md.letters.lint.said import find_unsaid_names, says
from infoview_md.letters.lint.sentences import (
    Sentence,
    find_closing,
    find_greeting,
    find_sentences,
    find_signature,
    flatten,
)

# “My name is Mira”: the owner may say their own name where they say who they are.
MYSELF = re.compile(r"\b(?:my name is|i am|i'm|this is|it is|it's|call me|signed|for me,)\s+$")
CALLED = re.compile(
    r"(?:^|[.,;:!?–—(]\s*|\b(?:thanks|thank you|thank you again|dear|hi|hello|hey|so|well|please"
    r"|sorry|again|much)\s+)$",
    re.IGNORECASE,
)
CALLED_END = re.compile(r"\s*(?:[,.!?;:)–—]|$)")
THANKED = re.compile(r"\b(?:thanks|thank you)(?: so much| very much| again)?,?[ ]+$", re.IGNORECASE)
AT = re.compile(r"\bat\s+$")
AT_COMPANY = re.compile(r"\s+at\s+(?![a-zà-ÿ\d])\w")
# After these a name stands that the reader gave.
GIVEN_AFTER = re.compile(
    r"\b(?:naming|thinking of|sen(?:t|ding) me to|the names? of|suggesting)\s+$", re.IGNORECASE
)
# What companies do not do, and people do.
SUGGESTS = re.compile(r"\s+(?:suggested|told me|recommended|mentioned|named you|sent me)\b")
PLACED = re.compile(
    r"\b(?:at|of|from|in|for|with|by|to|inside|within)\s+(?:the\s+)?$", re.IGNORECASE
)
MET = re.compile(r"\b(?:written to|wrote to|talk(?:ed)? with|spoke with|met)\s+$", re.IGNORECASE)
POSTSCRIPT = re.compile(r"^[ \t]*p\.? ?s\b", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(r"(?<!\S)[^\s@]{1,254}@\S+|(?:https?://|www\.)\S+")
# “Your years at Tidevann” means the past.
FORMERLY = re.compile(
    r"\b(?:(?:years|time|days|months|beginnings?|start|career|past|era|stint|chapter) (?:\w+ )?"
    r"(?:at|with|in)|former(?:ly)?(?: \w+)?(?: at| of)?|previous(?:ly)?(?: \w+)?(?: at| of)?"
    r"|(?:left|moved|came|went|changed)(?: \w+){0,2}(?: from)?|once (?:at|with)|back (?:at|in)"
    r"|(?:were|was|worked|been) (?:still |then |once )?(?:at|with|for|in))\s+$",
    re.IGNORECASE,
)
JOINED = 12
"""Characters between two names that are said in one breath."""
APART = 80
"""Characters within which a company belongs to the person named before it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The text a name stands in, with what is known of its places."""

    text: str
    greeting_end: int
    closing: int
    in_subject: bool


def find_misplaced(context: LintContext, cast: Cast) -> Iterator[Hit]:
    """Names that stand in another's place; and those that are wanted and do not stand there."""
    names = _names_on_stage(context)
    for text, in_subject in context.parts:
        flat = _flatten(context, text)
        closing = len(flat) if in_subject else find_closing(flat, context.signatures)
        stage = Stage(flat, 0 if in_subject else find_greeting(flat)[1], closing, in_subject)
        addresses = _find_addresses(flat)
        for naming in find_namings(flat, names, words_too=True):
            is_inside = any(start <= naming.start < end for start, end in addresses)
            if naming.start >= stage.greeting_end and not is_inside:
                fault = _find_fault(context, cast, stage, naming)
                if fault:
                    yield Hit(fault, naming.start, Level.WARNING, in_subject)
    yield from _check_signature(context, cast, names)
    yield from _check_subject(context, names)
    yield from _check_about(context)
    yield from _check_companies(context)
    yield from _check_fields(context, names)


def _find_addresses(flat: str) -> list[tuple[int, int]]:
    if not ("@" in flat or "://" in flat or "www." in flat):
        return []
    return [match.span() for match in ADDRESS.finditer(flat)]


def _flatten(context: LintContext, text: str) -> str:
    """The text as sentences are read; what is to be passed on is quoted, and a part of it."""
    return flatten(text.replace("\n>", "\n ") if context.kind == "intro" else text)


def _names_on_stage(context: LintContext) -> Names:
    """The names of the vault, and what owner and people are called."""
    listed, names = _list_names(context.people, context.companies, context.given_names)
    others = (*names_of(context.contact), context.owner.name, context.owner.given)
    unlisted = [name for name in others if name and name not in listed]
    return _add_names(tuple(unlisted), names) if unlisted else names


# Those of the owner are the same in each letter.
@lru_cache(maxsize=32)
def _add_names(unlisted: tuple[str, ...], names: Names) -> Names:
    return Names(unlisted, names)


@keep
def _list_names(
    people: tuple[str, ...], companies: tuple[str, ...], given: tuple[tuple[str, str], ...]
) -> tuple[frozenset[str], Names]:
    called = (called for called, _ in given)
    listed = dict.fromkeys(filter(None, (*people, *companies, *called)))
    return frozenset(listed), Names(listed)


@keep
def _list_companies(companies: tuple[str, ...]) -> tuple[frozenset[str], Names]:
    return frozenset(companies), Names(companies)


@keep
def _list_called(given: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(called for called, _ in given)


def _is_company(context: LintContext, naming: Naming) -> bool:
    return naming.name in _list_companies(context.companies)[0]


def _find_fault(context: LintContext, cast: Cast, stage: Stage, naming: Naming) -> str:
    """What is wrong with a name at its place; nothing where one of its parts may stand there."""
    parts = cast.parts_of(stage.text[naming.start : naming.end])
    faults = [_judge_part(context, stage, naming, part) for part in sorted(parts, key=_by_weight)]
    return "" if not faults or not all(faults) else faults[0]


def _by_weight(part: Part) -> str:
    return part.value


def _judge_part(context: LintContext, stage: Stage, naming: Naming, part: Part) -> str:
    """The fault of a name in one of its parts; empty where it may stand there."""
    before, after = stage.text[: naming.start], stage.text[naming.end :]
    is_company = _is_company(context, naming)
    # Nobody is called by the name in full.
    is_called = " " not in naming.name and bool(
        CALLED.search(before[-40:]) and CALLED_END.match(after)
    )
    if THANKED.search(before[-30:]) and CALLED_END.match(after) and part is not Part.ADDRESSEE:
        return f"{naming.name} is thanked in a letter to {context.contact.name}"
    if MYSELF.search(before.lower()[-24:]) and part is not Part.OWNER:
        return f"you give {naming.name} as your own name"
    if GIVEN_AFTER.search(before[-24:]) and not _was_named(context, naming, part):
        return f"{naming.name} is no name that {context.contact.name} gave"
    if not is_company and AT.search(before[-6:]):
        return f"{naming.name} stands where a company should"
    match part:
        case Part.ADDRESSEE:
            return _judge_addressee(context, stage, naming, is_called)
        case Part.OWNER:
            is_mine = naming.start >= stage.closing or MYSELF.search(before.lower()[-24:])
            if is_mine or context.kind == "reference":
                return ""
            return "your own name stands in the text, where somebody else's may be meant"
        case Part.EMPLOYER | Part.ABOUT_FIRM:
            return _judge_company(context, naming, before, after)
        case Part.REFERRER | Part.ABOUT | Part.LINKED:
            return _judge_other(context, stage, naming, part)
        case Part.PAST:
            if FORMERLY.search(before[-60:]) or _is_said_near(context, stage, naming):
                return ""
            return f"{naming.name} is of the past of {context.contact.name}; is that meant?"


def _judge_addressee(context: LintContext, stage: Stage, naming: Naming, is_called: bool) -> str:
    """One speaks to the reader, not of them; but two people are introduced by both their names."""
    if is_called or naming.start >= stage.closing:
        return ""
    if context.kind == "intro" and _is_joined(context, stage, naming):
        return ""
    return f"the letter speaks of {naming.name} to {context.contact.name}"


def _is_joined(context: LintContext, stage: Stage, naming: Naming) -> bool:
    """“May I introduce Anneke to Jonas?”: right beside one whom the letter is about."""
    others = [name for one in _people(context) for name in names_of(one)]
    text = ADDRESS.sub(lambda found: " " * len(found[0]), stage.text)
    start = max(0, naming.start - JOINED)
    before = find_namings(text[start : naming.start], others, words_too=True)
    after = find_namings(text[naming.end : naming.end + 2 * JOINED], others, words_too=True)
    return bool(before) or any(one.start <= JOINED for one in after)


def _is_person(context: LintContext, naming: Naming) -> bool:
    """False for a company's name, unless somebody is called the same."""
    return not _is_company(context, naming) or naming.name in _list_called(context.given_names)


def _was_named(context: LintContext, naming: Naming, part: Part) -> bool:
    if part is Part.ABOUT:
        return True
    is_other = part not in (Part.ADDRESSEE, Part.OWNER, Part.EMPLOYER, Part.ABOUT_FIRM)
    is_person = is_other and _is_person(context, naming)
    if not context.named:
        return is_person
    return is_person and is_within(words_of(naming.name), map(words_of, context.named))


def _judge_company(context: LintContext, naming: Naming, before: str, after: str) -> str:
    """A company where only a person can stand."""
    is_person = bool(SUGGESTS.match(after) or AT_COMPANY.match(after))
    is_person = is_person or bool(_people(context) and MET.search(before[-16:]))
    if is_person or (context.kind == "intro" and not PLACED.search(before[-16:])):
        return f"{naming.name} stands where a person should"
    return ""


def _judge_other(context: LintContext, stage: Stage, naming: Naming, part: Part) -> str:
    before, after = stage.text[: naming.start], stage.text[naming.end :]
    if not _is_person(context, naming):
        return _judge_company(context, naming, before, after)
    is_strict = _names_other(context) or (
        part is Part.LINKED and (bool(_people(context)) or context.kind in (*ASKING, "nudge"))
    )
    if part is not Part.ABOUT and is_strict and not _is_said_near(context, stage, naming):
        return f"{naming.name} is linked to {context.contact.name}, but is that meant here?"
    return ""


def _people(context: LintContext) -> list[Contact]:
    """The people a letter is about."""
    return [one for one in context.about if isinstance(one, Contact)]


def _is_said_near(context: LintContext, stage: Stage, naming: Naming) -> bool:
    """True where the sentence around a name says one of the fields that hold it."""
    for text in _fields(context).values():
        if find_namings(text, (naming.name,), words_too=True):
            for sentence in find_sentences(stage.text):
                end = sentence.start + len(sentence.text)
                if sentence.start <= naming.start < end and says(sentence.text, text, naming.name):
                    return True
    return False


def _fields(context: LintContext) -> Mapping[str, str]:
    """The fields a letter says in its own sentences."""
    owner, talk = context.owner, context.interview
    return {
        "why_you": context.contact.why_you,
        "takeaway": talk.takeaway if talk else "",
        "next_step": talk.next_step if talk else "",
        "intro": owner.intro,
        "learning": owner.learning,
        "positioning": owner.positioning,
    }


def _check_signature(context: LintContext, cast: Cast, names: Names) -> Iterator[Hit]:
    """Below “Kind regards” stands the owner."""
    flat = flatten(context.body)
    closing = find_closing(flat, context.signatures)
    ends = POSTSCRIPT.search(flat, closing), find_signature(flat, context.signatures)
    end = min(ends[0].start() if ends[0] else len(flat), ends[1].end() if ends[1] else len(flat))
    for naming in find_namings(flat[closing:end], names, words_too=True):
        parts = cast.parts_of(naming.name)
        if Part.OWNER not in parts:
            yield Hit(
                f"the letter is signed with the name of {naming.name}", closing + naming.start
            )


def _check_subject(context: LintContext, names: Names) -> Iterator[Hit]:
    """The subject of a letter about somebody names them, if anybody."""
    people = _people(context)
    if not people or not _names_other(context):
        return
    wanted = [name for one in people for name in names_of(one)]
    found = find_namings(context.subject, names, words_too=True)
    is_about = bool(find_namings(context.subject, wanted, words_too=True))
    if found and not is_about:
        yield Hit(
            f"the subject names {found[0].name}, and the letter is about {people[0].name}",
            found[0].start,
            Level.WARNING,
            in_subject=True,
        )


def _names_other(context: LintContext) -> bool:
    letter = BY_WORD.get(context.word)
    return letter is not None and letter.names_other


def _check_about(context: LintContext) -> Iterator[Hit]:
    """Whom a letter is about, it names; and so does one that names whom the reader named."""
    people = _people(context)
    said = f"{context.subject}\n{context.body}" if people else ""
    for person in people:
        if not find_namings(said, names_of(person), words_too=True):
            level = None if _names_other(context) else Level.WARNING
            sentence = f"the letter is about {person.name} (`about`), and does not name them"
            yield Hit(sentence, level=level)


def _check_companies(context: LintContext) -> Iterator[Hit]:
    """“Kari Lunde at Fjordlys”: a person the letter is about stands beside their own company."""
    people = _people(context)
    if not people:
        return
    firms = [one for one in context.about if isinstance(one, Company)]
    flat = flatten(context.body)
    for sentence in find_sentences(flat):
        for person in people:
            yield from _check_company(context, sentence, person, firms)


def _check_company(
    context: LintContext, sentence: Sentence, person: Contact, firms: list[Company]
) -> Iterator[Hit]:
    link = person.company
    theirs = [name for firm in firms for name in (firm.name, firm.stem, *firm.aliases)]
    theirs += [link.text, link.target] if link else []
    for named in find_namings(sentence.text, (person.name,)):
        companies = _list_companies(context.companies)[1]
        for company in find_namings(sentence.text, companies, words_too=True):
            is_near = 0 < company.start - named.end <= APART
            if not is_near or not AT.search(sentence.text[: company.start]):
                continue
            if words_of(company.name) not in map(words_of, theirs):
                yield Hit(
                    f"{person.name} is not at {company.name}, says their note",
                    sentence.start + company.start,
                    Level.WARNING,
                )


def _check_fields(context: LintContext, names: Names) -> Iterator[Hit]:
    """A field that the letter says, but with another name in it."""
    sentences = find_sentences(_flatten(context, context.body))
    for key, text in _fields(context).items():
        for name, sentence in find_unsaid_names(text, sentences, names):
            yield Hit(
                f"`{key}` names {name}, and this sentence, which says the same, does not",
                sentence.start,
                Level.WARNING,
            )
