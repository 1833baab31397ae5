"""draft_of_note(): the letter a person wrote or edited, as a draft to be judged and sent."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from infoview_md.core.model import Letter
from infoview_md.errors import TemplateFault
from infoview_md.letters.comments import blank_comments, find_open_comment, strip_comments
from infoview_md.letters.compose import Draft, find_address, refuse_off_limits
from infoview_md.letters.gaps import Gap, make_address_gap
from infoview_md.letters.slots import Occasion
from infoview_md.letters.template import parse_template


def draft_of_note(
    written: Letter, texts: Mapping[str, str], occasion: Occasion, keep_places: bool = False
) -> Draft:
    """What the person made of it is what leaves, without its comments.

    Its gaps are those the lint finds in the text. It needs no template: a letter may be written by
    hand. With `keep_places` every character stands where it does in the note, for faults and fixes.
    """
    refuse_off_limits(occasion.contact)
    address, body = find_address(occasion.contact), written.body
    try:
        template = parse_template(written.template, texts) if written.template else None
    except TemplateFault:
        template = None
    return Draft(
        kind=written.kind,
        to_name=occasion.contact.name,
        address=address.address if address else "",
        channel=written.channel or (address.medium if address else ""),
        subject=written.subject,
        body=blank_comments(body) if keep_places else strip_comments(body).strip(),
        template=written.template,
        gaps=(
            *([] if address else [make_address_gap(occasion)]),
            *_find_comment_gaps(written, occasion),
        ),
        language=template.language if template else "",
        max_words=template.max_words if template else None,
    )


def _find_comment_gaps(written: Letter, occasion: Occasion) -> list[Gap]:
    """A comment without an end: nobody can tell what is meant for the reader."""
    note = occasion.notes.get(written.path)
    line = find_open_comment(note.body if note else written.body)
    if line is None:
        return []
    place = f"{written.path}:{line + (note.body_line - 1 if note else 0)}"
    sentence = "a comment has no end, or no beginning: close it, or take its mark away"
    command = f"infoview edit {shlex.quote(written.stem)}"
    return [Gap("comment", "<!--", sentence, place, "comment", command)]
