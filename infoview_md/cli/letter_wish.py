"""Wish: what `infoview letter` is asked to do with a letter, and what cannot be asked together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from infoview_md.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The options of one `infoview letter`; `via` is `DOOR[:TARGET]`, None where not given."""

    write: bool = False
    approve: bool = False
    via: str | None = None
    send: bool = False
    sent: bool = False
    diff: bool = False
    text_only: bool = False
    output: Path | None = None
    force: bool = False
    about: tuple[str, ...] = ()
    window: tuple[str, ...] = ()
    attach: tuple[Path, ...] = ()
    anyway: str | None = None
    yes: bool = False
    dry_run: bool = False

    @property
    def modes(self) -> list[str]:
        """What is to be done besides showing the letter, each as its option is written."""
        asked = {
            "--write": self.write,
            "--approve": self.approve,
            "--via": self.via is not None,
            "--send": self.send,
            "--sent": self.sent,
            "--diff": self.diff,
        }
        return [option for option, is_asked in asked.items() if is_asked]

    @property
    def finishes(self) -> bool:
        """True where faults are in the way: the letter is to be approved, or to leave."""
        return bool({"--approve", "--via", "--send", "--sent"}.intersection(self.modes))


MEANINGS = {
    "--write": "makes a draft",
    "--approve": "gives your word for it",
    "--via": "hands it over",
    "--send": "sends it",
    "--sent": "says it left",
    "--diff": "compares it",
}


def refuse_odd_options(wish: Wish) -> None:
    """An option that would be passed over in silence is refused."""
    modes = wish.modes
    if len(modes) > 1:
        first, second = modes[:2]
        raise UsageError(f"{first} {MEANINGS[first]}, {second} {MEANINGS[second]}; choose one")
    mode = next(iter(modes), "")
    is_handed = mode in ("--via", "--send")
    for option, is_given, fits, partners in (
        ("--output", wish.output is not None, mode in ("", "--write"), "--write, or alone"),
        ("--stdout", wish.text_only, not mode and wish.output is None, "no other option"),
        ("--force", wish.force, wish.output is not None or is_handed, "--output FILE or --via eml"),
        ("--anyway", bool(wish.anyway), wish.finishes, "--approve, --via, --send or --sent"),
        ("--attach", bool(wish.attach), is_handed, "--via or --send"),
        ("--yes", wish.yes, is_handed, "--via or --send"),
    ):
        if is_given and not fits:
            raise UsageError(f"{option} goes with {partners}; see infoview letter --help")
