"""compose(): a contact's records and the template texts → a draft, with its gaps."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from infoview_md.core.addresses import Address, usable_channels
from infoview_md.core.letter_kind import BY_WORD
from infoview_md.core.model import Contact, Owner
from infoview_md.core.stage import Stage
from infoview_md.errors import Refused, UsageError
from infoview_md.letters.comments import find_open_comment, has_mark, strip_comments
from infoview_md.letters.gaps import Gap, make_address_gap, make_gap, say_gaps
from infoview_md.letters.header_value import format_head
from infoview_md.letters.render import Renderer, Rendering, render, tidy
from infoview_md.letters.slots import SLOTS, Occasion, fill_slots
from infoview_md.letters.template import choose_template, parse_template
from infoview_md.letters.tongue import find_tongue, primary

KIND_BY_STAGE: Mapping[Stage, str] = {
    Stage.IDENTIFIED: "request",
    Stage.READY: "request",
    Stage.REQUESTED: "nudge",
    Stage.MET: "thanks",
}
"""The letter that the stage itself calls for."""

KINDS_TO_NAME: Mapping[Stage, tuple[str, ...]] = {
    Stage.SCHEDULING: ("answer", "nudge"),
    Stage.SCHEDULED: ("confirm", "reschedule", "cancel", "thanks"),
    Stage.IN_TOUCH: ("touch", "update", "thanks", "request"),
    Stage.DEFERRED: ("answer-later", "nudge", "request"),
    Stage.REDIRECTED: ("answer-refer", "update-wrote", "thanks"),
    Stage.DECLINED: ("answer-no", "thanks"),
    Stage.SILENT: ("request", "touch"),
}
"""The letters that can make sense in the other stages, for a person who names one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be read and edited; what `gaps` it has, its body and subject show as well.

    `kind` is what the field of that name holds, `word` the word for it on the command line (of an
    `intro`, `intro-asked` or `intro-made`), and `about` whom it tells of.
    `address` is an e-mail address, else a link or a phone number, else empty, and `channel` the
    log's word for it. `template` is the name to write into the letter's note, `language` that of
    the template, and `max_words` the template's own limit of length, for the lint.
    """

    kind: str
    to_name: str
    address: str
    subject: str
    body: str
    template: str
    channel: str = ""
    gaps: tuple[Gap, ...] = ()
    language: str = ""
    max_words: int | None = None
    word: str = ""
    about: tuple[Contact, ...] = ()


def choose_kind(contact: Contact, stage: Stage, fitting: Sequence[str] = ()) -> str:
    """The letter that a contact's stage calls for.

    Raises Refused for a contact who is off limits, and UsageError where no letter follows from the
    stage, with the kinds that make sense: those of the stage, then the rest of `fitting`.
    """
    refuse_off_limits(contact)
    if stage in KIND_BY_STAGE:
        return KIND_BY_STAGE[stage]
    usual = [kind for kind in KINDS_TO_NAME.get(stage, ()) if kind in (fitting or BY_WORD)]
    first, *others = dict.fromkeys((*usual, *fitting)) or ("request", "nudge", "thanks")
    rest = f", or one of {', '.join(others)}" if others else ""
    raise UsageError(
        f"{contact.name} is {stage}, and no letter follows from that by itself; name the kind: "
        f"`infoview letter {shlex.quote(contact.stem)} {first}`{rest}"
    )


def refuse_off_limits(contact: Contact) -> None:
    """Raise Refused for a contact who is not to be written to; nothing gets around this rule."""
    if contact.do_not_contact:
        raise Refused(
            f"{contact.name} is not to be contacted; if that has changed, take `do_not_contact` out"
            f" of {contact.path}"
        )


def compose(
    kind: str,
    texts: Mapping[str, str],
    occasion: Occasion,
    renderer: Renderer | None = None,
    template: str = "",
) -> Draft:
    """The letter of a kind to a contact, as far as what is known allows: the rest are gaps.

    `kind` is the word for it (core/letter_kind.py), or the name of a template of the vault's own.
    `texts` are the template texts by name, `shipped/NAME` always ours; for a batch of letters
    hand over an open `renderer` of the same texts. `template` names one to be taken in place of
    the one that fits best. Raises Refused where the
    contact is off limits and TemplateFault where there is no template, or a broken one.
    """
    refuse_off_limits(occasion.contact)
    contact = occasion.contact
    name = template or find_template(kind, texts, occasion)
    read = parse_template(name, texts)
    owner = occasion.owner.writing(primary(read.language))
    occasion = replace(occasion, owner=owner, about=find_about(kind, occasion))
    slots = fill_slots(occasion, find_tongue(read.language))
    gap_texts = say_gaps([slot for slot in slots if not slots[slot]], occasion)
    rendering = render(read, texts, slots, gap_texts, renderer)
    marked = [slot for slot in slots if has_mark(slots[slot]) and _prints(rendering, slots[slot])]
    if marked:
        slots |= dict.fromkeys(marked, "")
        gap_texts |= say_gaps(marked, occasion)
        rendering = render(read, texts, slots, gap_texts, renderer)
    missing = dict.fromkeys((*rendering.blanks, *read.requires, *marked))
    address = find_address(contact)
    return Draft(
        kind=BY_WORD[kind].kind if kind in BY_WORD else read.kind,
        to_name=contact.name,
        address=address.address if address else "",
        channel=address.medium if address else "",
        subject=rendering.subject,
        # Read as the note of it will be: what is a comment there is none of the letter here.
        body=tidy(strip_comments(rendering.body)),
        template=name,
        gaps=(
            *([] if address else [make_address_gap(occasion)]),
            *(
                (_make_mark_gap if slot in marked else make_gap)(slot, occasion, kind)
                for slot in missing
                if slot in gap_texts
            ),
            *_find_mark_gaps(name, rendering.body),
        ),
        language=read.language,
        max_words=read.max_words,
        word=kind,
        about=occasion.about,
    )


def _prints(rendering: Rendering, value: str) -> bool:
    return value in rendering.body or value in rendering.subject


def _make_mark_gap(slot: str, occasion: Occasion, word: str) -> Gap:
    """The gap of a value that the letter's note would take for a comment, or for half of one."""
    gap = make_gap(slot, occasion, word)
    sentence = f"{SLOTS[slot].label} holds a comment mark (%% or <!--), and what follows might not"
    return replace(gap, sentence=f"{sentence} be sent: take the mark out of `{gap.key}`")


def _find_mark_gaps(template: str, body: str) -> list[Gap]:
    """A mark without its other half that the template itself has put into the letter."""
    if find_open_comment(body) is None:
        return []
    sentence = "a comment in the template has no end, or no beginning: take its mark away"
    return [Gap("comment", "<!--", sentence, f"templates/{template}.md:1", "comment", "")]


def find_about(kind: str, occasion: Occasion) -> tuple[Contact, ...]:
    """Whom a letter of a kind tells of: as said, else those of whom it has news; else nobody.

    Nobody is introduced, and nobody named as asked before, unless the person says so.
    """
    return occasion.about or tuple(person for word, person in occasion.news if word == kind)


def find_template(kind: str, texts: Mapping[str, str], occasion: Occasion) -> str:
    """The name of the template that a letter to this contact is made from; TemplateFault."""
    contact = occasion.contact
    language = choose_language(contact.language, occasion.owner)
    return choose_template(kind, occasion.pack.name, contact.effective_tie, texts, language)


def choose_language(theirs: str, owner: Owner) -> str:
    """The language to write in: theirs, where the owner's own words are in it, else the owner's.

    A letter in one language with an `intro` in another would be none. An owner who does not say
    which language they write in is taken to write in the contact's.
    """
    own = primary(owner.language)
    wanted = primary(theirs or owner.language)
    is_known = not owner.language or wanted == own or wanted in owner.other_words
    return wanted if is_known else own


def find_address(contact: Contact) -> Address | None:
    """Where the letter goes: the preferred e-mail address, else a link, else a phone number."""
    known = usable_channels(
        contact.email, contact.links, contact.phone, contact.channels, contact.events
    )
    return next(iter(known), None)


def format_draft(draft: Draft) -> str:
    """The draft as it is shown: `To:`, `Subject:`, an empty line, the letter."""
    missing = next((gap.text for gap in draft.gaps if gap.slot == "email"), "")
    address = f"<{draft.address}>" if draft.address else missing
    return f"{format_head(draft.to_name, address, draft.subject)}\n\n{draft.body}"
