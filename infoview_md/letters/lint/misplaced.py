"""Misplaced names: those that belong into a letter, but not where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from infoview_md.core.letter_kind import BY_WORD
from infoview_md.core.model import Company, Contact
from infoview_md.core.pack import Level
from infoview_md.letters.lint.cast import Cast, Part, names_of
from infoview_md.letters.lint.context import ASKING, Hit, LintContext
from infoview_md.letters.lint.names import Naming, find_namings
from infoview_md.letters.lint.said import find_unsaid_names, says
from infoview_md.letters.lint.sentences import (
    Sentence,
    find_closing,
    find_greeting,
    find_sentences,
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
THANKED = re.compile(r"\b(?:thanks|thank you)(?: so much| very much| again)?,?\s+$", re.IGNORECASE)
AT = re.compile(r"\bat\s+$")
# “Your years at Tidevann” means the past.
FORMERLY = re.compile(
    r"\b(?:(?:years|time|days|months|beginnings?|start|career|past|era|stint|chapter) (?:\w+ )?"
    r"(?:at|with|in)|former(?:ly)?(?: \w+)?(?: at| of)?|previous(?:ly)?(?: \w+)?(?: at| of)?"
    r"|(?:left|moved|came|went|changed)(?: \w+){0,2}(?: from)?|once (?:at|with)|back (?:at|in)"
    r"|(?:were|was|worked|been) (?:still |then |once )?(?:at|with|for|in))\s+$",
    re.IGNORECASE,
)
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
        flat = flatten(text)
        closing = len(flat) if in_subject else find_closing(flat)
        stage = Stage(flat, 0 if in_subject else find_greeting(flat)[1], closing, in_subject)
        for naming in find_namings(flat, names, words_too=True):
            if naming.start >= stage.greeting_end:
                fault = _find_fault(context, cast, stage, naming)
                if fault:
                    yield Hit(fault, naming.start, Level.WARNING, in_subject)
    yield from _check_signature(context, cast)
    yield from _check_about(context)
    yield from _check_companies(context)
    yield from _check_fields(context)


def _names_on_stage(context: LintContext) -> tuple[str, ...]:
    """The names of the vault, and what owner and people are called."""
    owner = context.owner
    given = (called for called, _ in context.given_names)
    listed = (*context.people, *context.companies, *given, *names_of(context.contact))
    return tuple(dict.fromkeys(filter(None, (*listed, owner.name, owner.given))))


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
    is_called = bool(CALLED.search(before[-40:]) and CALLED_END.match(after))
    match part:
        case Part.ADDRESSEE:
            if context.kind == "intro" or is_called or naming.start >= stage.closing:
                return ""
            return f"the letter speaks of {naming.name} to {context.contact.name}"
        case Part.OWNER:
            is_mine = naming.start >= stage.closing or MYSELF.search(before.lower()[-24:])
            if is_mine or context.kind in ("intro", "reference"):
                return ""
            return "your own name stands in the text, where somebody else's may be meant"
        case Part.REFERRER | Part.ABOUT | Part.LINKED:
            return _judge_other(context, stage, naming, part)
        case Part.PAST:
            if FORMERLY.search(before[-60:]) or _is_said_near(context, stage, naming):
                return ""
            return f"{naming.name} is of the past of {context.contact.name}; is that meant?"
    return ""


def _judge_other(context: LintContext, stage: Stage, naming: Naming, part: Part) -> str:
    before = stage.text[: naming.start]
    if naming.name in context.companies:
        return ""
    if THANKED.search(before[-30:]) and CALLED_END.match(stage.text, naming.end):
        return f"{naming.name} is thanked in a letter to {context.contact.name}"
    if AT.search(before[-6:]):
        return f"{naming.name} stands where a company should"
    if part is Part.LINKED and not _is_said_near(context, stage, naming):
        wanted = [one.name for one in context.about if isinstance(one, Contact)]
        if wanted or context.kind in (*ASKING, "nudge"):
            return f"{naming.name} is linked to {context.contact.name}, but is that meant here?"
    return ""


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


def _check_signature(context: LintContext, cast: Cast) -> Iterator[Hit]:
    """Below “Kind regards” stands the owner."""
    flat = flatten(context.body)
    closing = find_closing(flat)
    for naming in find_namings(flat[closing:], _names_on_stage(context), words_too=True):
        parts = cast.parts_of(naming.name)
        is_own = Part.OWNER in parts or find_namings(context.owner.signature, (naming.name,))
        if not is_own and parts:
            yield Hit(
                f"the letter is signed with the name of {naming.name}", closing + naming.start
            )


def _check_about(context: LintContext) -> Iterator[Hit]:
    """Whom a letter is about, it names."""
    letter = BY_WORD.get(context.word)
    people = [one for one in context.about if isinstance(one, Contact)]
    if letter is None or not letter.names_other:
        return
    said = f"{context.subject}\n{context.body}"
    for person in people:
        if not find_namings(said, names_of(person), words_too=True):
            yield Hit(f"the letter is about {person.name} (`about`), and does not name them")


def _check_companies(context: LintContext) -> Iterator[Hit]:
    """“Kari Lunde at Fjordlys”: a person the letter is about stands beside their own company."""
    people = [one for one in context.about if isinstance(one, Contact)]
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
        for company in find_namings(sentence.text, context.companies):
            is_near = 0 < company.start - named.end <= APART
            if not is_near or not AT.search(sentence.text[: company.start]):
                continue
            if not find_namings(sentence.text[company.start : company.end], theirs):
                yield Hit(
                    f"{person.name} is not at {company.name}, says their note",
                    sentence.start + company.start,
                    Level.WARNING,
                )


def _check_fields(context: LintContext) -> Iterator[Hit]:
    """A field that the letter says, but with another name in it."""
    everything = (*context.people, *context.companies, context.owner.name, context.owner.given)
    sentences = find_sentences(flatten(context.body))
    for key, text in _fields(context).items():
        for name, sentence in find_unsaid_names(text, sentences, everything):
            yield Hit(
                f"`{key}` names {name}, and this sentence, which says the same, does not",
                sentence.start,
                Level.WARNING,
            )
