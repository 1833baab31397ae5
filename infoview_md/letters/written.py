"""draft_of_note(): the letter a person wrote or edited, as a draft to be judged and sent."""

from __future__ import annotations

from collections.abc import Mapping

from infoview_md.core.model import Letter
from infoview_md.errors import TemplateFault
from infoview_md.letters.compose import Draft, find_address, refuse_off_limits
from infoview_md.letters.gaps import make_address_gap
from infoview_md.letters.slots import Occasion
from infoview_md.letters.template import parse_template


def draft_of_note(written: Letter, texts: Mapping[str, str], occasion: Occasion) -> Draft:
    """What the person made of it is what leaves; its gaps are those the lint finds in the text.

    It needs no template: a letter may be written by hand.
    """
    refuse_off_limits(occasion.contact)
    address = find_address(occasion.contact)
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
        body=written.body,
        template=written.template,
        gaps=() if address else (make_address_gap(occasion),),
        language=template.language if template else "",
        max_words=template.max_words if template else None,
    )
