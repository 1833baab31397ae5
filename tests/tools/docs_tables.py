"""Tables of the documentation, made from the tables of the code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infoview_md.core.event import (
    EVERYDAY,
    NEEDS_LINK,
    NEEDS_QUALIFIER,
    QUALIFIERS,
    EventKind,
)
from infoview_md.core.model import Kind
from infoview_md.core.problem import CODES
from infoview_md.core.query import SHORT, computed_keys
from infoview_md.core.schema import FIELDS, FieldSpec
from infoview_md.vault.mail_settings import MAIL_SETTINGS
from infoview_md.vault.settings import SETTINGS, Setting
from infoview_md.vault.user_config import USER_SETTINGS

EVENT_MEANINGS = {
    EventKind.REQUEST: "I asked for a talk",
    EventKind.NUDGE: "I reminded them",
    EventKind.THANKS: "I thanked them",
    EventKind.UPDATE: "I told them what came of their help",
    EventKind.TOUCH: "I sent a light sign of life",
    EventKind.REPLY: "they answered",
    EventKind.BOUNCE: "the address does not work: the one the text names, else the preferred one",
    EventKind.PROPOSE: "I offered times",
    EventKind.SCHEDULED: "the talk has a date",
    EventKind.RESCHEDULED: "the talk has another date",
    EventKind.CANCELLED: "the talk was called off",
    EventKind.NO_SHOW: "they did not come",
    EventKind.MET: "we talked",
    EventKind.REFERRAL: "they named the linked person",
    EventKind.INTRO: "an introduction to the linked person, with everybody's consent",
    EventKind.REFERENCE: "what they would vouch for; `until` ends it, the text is its scope",
    EventKind.WAS: "where things stood when the log began",
    EventKind.CLOSE: "I let go, kindly",
    EventKind.REOPEN: "I take it up again",
    EventKind.NOTE: "anything else",
}


def format_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(words: Sequence[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def format_fields() -> str:
    """Every field: key, notes that have it, type, meaning, and its name in other standards."""
    return format_table(
        ["key", "notes", "type", "meaning", "elsewhere"],
        [[f"`{f.key}`", _kinds(f), _type(f), f.help, f.standard] for f in FIELDS],
    )


def _kinds(field: FieldSpec) -> str:
    return "all" if len(field.kinds) == 4 else ", ".join(field.kinds)


def _type(field: FieldSpec) -> str:
    return f"list of {field.type}" if field.many and field.words else str(field.type)


def format_words() -> str:
    """The closed lists of words."""
    return format_table(
        ["key", "words"], [[f"`{f.key}`", _code(f.words)] for f in FIELDS if f.words]
    )


def format_events() -> str:
    """The events of the log."""
    return format_table(
        ["event", "says", "qualifier", "needs", "also read"],
        [list(_event_row(kind)) for kind in EventKind],
    )


def _event_row(kind: EventKind) -> Iterator[str]:
    yield f"`{kind}`"
    yield EVENT_MEANINGS[kind]
    yield "a stage" if kind is EventKind.WAS else _code(QUALIFIERS.get(kind, ()))
    needs = ["its qualifier"] * (kind in NEEDS_QUALIFIER) + ["a link"] * (kind in NEEDS_LINK)
    yield " and ".join(needs)
    yield _code([word for word, meant in EVERYDAY.items() if meant is kind])


def format_settings() -> str:
    """The settings of a vault's `infoview.toml`, then those of the user's own `config.toml`."""
    heads = ["setting", "type", "meaning", "example"]
    own = (*USER_SETTINGS, *MAIL_SETTINGS)
    return (
        format_table(heads, [_setting_row(setting) for setting in SETTINGS])
        + "\nYour own `config.toml` holds what belongs to this machine:\n\n"
        + format_table(heads, [_setting_row(setting) for setting in own])
    )


def _setting_row(setting: Setting) -> list[str]:
    return [f"`{setting.key}`", str(setting.type), setting.help, f"`{setting.example}`"]


def format_query_keys() -> str:
    """The keys of a query that are no fields."""
    rows = [[kind, _code(computed_keys(kind))] for kind in Kind]
    short = ", ".join(f"`{ours}` for `{key}`" for ours, key in SHORT.items() if ours != key)
    return format_table(["in a list of", "also"], rows) + f"\nShort forms: {short}.\n"


def format_problems() -> str:
    """Every problem code with its severity."""
    return format_table(
        ["code", "severity", "meaning"],
        [[f"`{name}`", str(code.severity), code.meaning] for name, code in CODES.items()],
    )
