"""App: the clock, the vault and the outlook of one run; the options all commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from infoview_md.cli.day import Day
from infoview_md.cli.output import put_bytes, tell_bytes
from infoview_md.errors import InfoviewError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.core.facts import Facts
    from infoview_md.core.index import Index
    from infoview_md.core.outlook import Outlook
    from infoview_md.core.pack import Packs
    from infoview_md.core.search import Text
    from infoview_md.vault.cache import Cache
    from infoview_md.vault.config import Config
    from infoview_md.vault.facts import StoredFacts
    from infoview_md.vault.keeping import Change
    from infoview_md.vault.user_config import UserConfig
    from infoview_md.vault.vault import Vault


class App:
    """What every command takes its values from: the options, the vault, and today.

    `no_cache` reads the whole vault and keeps nothing. `trusts_times` is for commands that only
    read: a file whose size and times are as they were is taken to be as it was, where others look
    at its bytes. `generation` says which state of the cache the index comes from, if from any.
    """

    def __init__(self, argv: Sequence[str] = ()) -> None:
        self.argv = tuple(argv)
        self.vault_option: str | None = None
        self.today_option: date | None = None
        self.rules_option: str = ""
        self.no_input = False
        self.no_cache = False
        self.trusts_times = False
        self.generation: int | None = None
        self.facts: StoredFacts | None = None
        self._has_caught_up = False

    @property
    def typed(self) -> str:
        """The command line as it was typed, for the list of what can be undone."""
        import shlex

        return shlex.join(("infoview", *self.argv))

    @cached_property
    def user_config(self) -> UserConfig:
        """The person's own settings on this machine."""
        from infoview_md.vault.user_config import read_user_config

        return read_user_config()

    @cached_property
    def root(self) -> str:
        """The vault's folder: named, around the working one, or the default; NoVault otherwise."""
        from infoview_md.vault.finding import find_vault, find_working_folder

        folder = find_working_folder()
        return find_vault(self.vault_option, folder, os.environ, self._find_default)

    def _find_default(self) -> str | None:
        default = self.user_config.default_vault
        return str(default) if default is not None else None

    @cached_property
    def vault(self) -> Vault:
        """The vault; NoVault, or ConfigFault for settings that cannot be read, the user's too."""
        from pathlib import Path

        from infoview_md.vault.vault import Vault

        self.check_user_config()
        return Vault(Path(self.root))

    @cached_property
    def config(self) -> Config:
        """What `infoview.toml` says."""
        return self.vault.config

    @cached_property
    def today(self) -> date:
        """The day it is: `--today`, the example vault's `clock`, or the system's."""
        return self.today_option or self.config.clock or self.real_day

    @cached_property
    def real_day(self) -> date:
        """The system's today; one for the whole run, though it may go on past midnight."""
        return date.today()

    @cached_property
    def is_as_if(self) -> bool:
        """True where the vault's `clock`, not the person or the system, says which day it is."""
        return self.today_option is None and self.config.clock is not None

    @cached_property
    def is_real_day(self) -> bool:
        """True where today is the system's today, so that the hour means something."""
        return self.today == self.real_day

    @property
    def moment(self) -> datetime:
        """The time now in UTC, to the second, whatever day `--today` says it is."""
        return datetime.now(UTC).replace(microsecond=0)

    @property
    def now(self) -> datetime:
        """The owner's clock, without a zone, to the second."""
        return self.to_owner(self.moment)

    def to_owner(self, moment: datetime) -> datetime:
        """A time with a zone on the owner's clock, without one."""
        from zoneinfo import ZoneInfo

        zone = self.config.owner.timezone
        return moment.astimezone(ZoneInfo(zone) if zone else None).replace(tzinfo=None)

    @cached_property
    def packs(self) -> Packs:
        """The rule packs: ours, and the vault's own before ours of the same name."""
        from infoview_md.core.pack import Packs
        from infoview_md.vault.shipped import read_packs

        return Packs(read_packs(self.vault.root))

    @cached_property
    def cache(self) -> Cache | None:
        """What is kept of the vault's notes; None for a user without a place, or by request."""
        from infoview_md.vault.folders import has_sqlite

        if self.no_cache or not has_sqlite():
            return None
        from infoview_md.vault.cache import open_cache

        return open_cache(self.root)

    @cached_property
    def index(self) -> Index:
        """All notes, read and joined."""
        if self.cache is None:
            from infoview_md.core.index import build_index

            return build_index(self.vault.read(), self.config.keys)
        from infoview_md.vault.indexing import open_index, read_index

        if self._has_caught_up and self.trusts_times:
            index = open_index(self.vault, self.cache)
        else:
            index = read_index(self.vault, self.cache, is_verified=not self.trusts_times)
        head = self.cache.head
        self.generation = head.generation if head is not None else None
        return index

    def catch_up(self) -> bool:
        """Let the cache learn what has changed; False where it cannot, for which others find words.

        Less is imported for that than to answer by what it says then. Another process that writes
        is not waited for: whoever answers then will do that.
        """
        from infoview_md.vault.cache_writing import NoCache
        from infoview_md.vault.indexing import freshen

        try:
            if self.cache is not None:
                freshen(self.vault, self.cache, patience=0)
                self._has_caught_up = True
        except (InfoviewError, NoCache):
            pass
        return self._has_caught_up

    def check_user_config(self) -> None:
        """ConfigFault where the person has settings of their own that cannot be read."""
        from infoview_md.vault.folders import find_user_config

        place = find_user_config()
        if place is not None and os.path.exists(place):  # what reads it is slow to import
            self.user_config  # noqa: B018  (asked for its refusal)

    def find_texts(self, words: Sequence[str]) -> Iterable[Text]:
        """The texts of all notes that may hold these words, and of others too."""
        from infoview_md.vault.surroundings import sign_program

        self.check_user_config()
        cache = self.cache
        if cache is not None and self.trusts_times and cache.is_unchanged(sign_program()):
            head, connection = cache.head, cache.connection
            if head is not None and connection is not None:
                # What else the notes say does not matter, and would take longer to read.
                from infoview_md.vault.cached_texts import read_texts

                self.generation = head.generation
                cache.has_told_words = True
                return read_texts(connection, cache.home, words)
        return self.index.source.texts(words)

    @cached_property
    def outlook(self) -> Outlook:
        """Every standing as of today."""
        from dataclasses import replace

        return replace(self.outlook_of(self.index), make_facts=self.find_facts)

    def find_facts(self, outlook: Outlook) -> Facts[Outlook]:
        """What is known of single notes: from the cache, for a command that only reads."""
        from infoview_md.core.outlook import compute_facts

        if self.cache is None or self.generation is None or not self.trusts_times:
            return compute_facts(outlook)
        from infoview_md.cli.kept_facts import open_facts

        self.facts = open_facts(self.cache, self.today, self.rules_option, outlook)
        return self.facts or compute_facts(outlook)

    def outlook_of(self, index: Index) -> Outlook:
        """Every standing as of today in an index, such as one with edits not written yet."""
        from infoview_md.core.outlook import build_outlook, countries_of
        from infoview_md.vault.holidays import read_days_off

        owner = self.config.owner
        self._check_pack_names()
        return build_outlook(
            index,
            owner=owner,
            areas=self.config.areas,
            packs=self.packs,
            calendars=read_days_off(countries_of(index, owner)),
            today=self.today,
            default_pack=self.config.rules,
            forced_pack=self.rules_option,
        )

    def find_new_facts(self) -> Sequence[Change]:
        """What the cache is to learn from this run."""
        return [self.facts.write] if self.facts is not None and self.facts.is_new else []

    def _check_pack_names(self) -> None:
        """Refuse a pack that is unknown, or cannot be read, where it is named to be in force."""
        from infoview_md.errors import ConfigFault, UsageError

        self.packs.check(self.rules_option, "--rules", UsageError)
        self.packs.check(self.config.rules, "infoview.toml: rules", ConfigFault)

    def reread(self, paths: Iterable[PurePosixPath]) -> None:
        """After a write: the notes written are read again, and only those."""
        from infoview_md.errors import NotFound

        if "index" in self.__dict__:
            index = self.index
            for path in paths:
                if path.suffix != ".md":  # the journal changes with the notes it tells of
                    continue
                try:
                    index = index.with_note(self.vault.read_note(path))
                except NotFound:
                    index = index.without_note(path)
            self.suppose(index)

    def suppose(self, index: Index) -> None:
        """Go on as if the notes were these, as where a change is only shown."""
        self.__dict__.pop("outlook", None)
        self.__dict__["index"] = index
        self.generation = None

    def anew(self) -> App:
        """As if the same command began now: the clock, the settings and the notes read again."""
        fresh = App(self.argv)
        options = ("vault_option", "today_option", "rules_option", "no_input", "no_cache")
        for name in options:
            setattr(fresh, name, getattr(self, name))
        return fresh

    def close(self) -> None:
        """Let go of the cache; nothing that was read is asked for any more."""
        cache: Cache | None = self.__dict__.get("cache")
        if cache is not None:
            cache.close()
        self.forget_index()

    def forget_index(self) -> None:
        """The next question is answered from the disk again."""
        # Not closed: an index that rests on it may still be in use.
        for name in ("index", "outlook", "cache"):
            self.__dict__.pop(name, None)
        self._has_caught_up = False
        self.generation = None

    @property
    def may_ask(self) -> bool:
        """True where a person sits at a terminal and has not said `--no-input`."""
        import sys

        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()


Remembers = Callable[[Mapping[str, Any]], bool]

pass_app = click.make_pass_decorator(App, ensure=True)


def _store(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value is not None and value is not False:
            setattr(ctx.ensure_object(App), name, value)

    return callback


def shared_options() -> list[click.Parameter]:
    """The options that work before and after every command."""
    return [
        click.Option(
            ["--vault", "-V"], metavar="FOLDER", expose_value=False,
            callback=_store("vault_option"), help="The vault to work on.",
            type=click.Path(file_okay=False),
        ),
        click.Option(
            ["--today"], type=Day(), metavar="DATE", expose_value=False,
            callback=_store("today_option"), help="Work as if this were today.",
        ),
        click.Option(
            ["--rules"], metavar="PACK", expose_value=False, callback=_store("rules_option"),
            help="Use this rule pack instead of the one in force.",
        ),
        click.Option(
            ["--no-input"], is_flag=True, expose_value=False, callback=_store("no_input"),
            help="Never ask anything.",
        ),
        click.Option(
            ["--no-cache"], is_flag=True, expose_value=False, callback=_store("no_cache"),
            help="Read every note anew, and keep nothing of it.",
        ),
    ]  # fmt: skip


class Command(click.Command):
    """A command that also takes the options shared by all, after its own.

    `remembers` says of what was asked whether the answer may be kept and printed again while the
    notes say the same: where the command only reads, and rests on nothing but the notes, the
    settings, the rules and the day, not on the hour. The words of a note must come to it by the
    index or by `App.find_texts` alone, which know that it rests on them, too.
    """

    def __init__(self, *args: Any, remembers: Remembers | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *shared_options()]
        self.remembers = remembers

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, or print what it printed before."""
        app = ctx.ensure_object(App)
        if self.remembers is None or not self.remembers(ctx.params):
            return super().invoke(ctx)
        return answer_from_memory(ctx, app, lambda: super(Command, self).invoke(ctx))


def always(params: Mapping[str, Any]) -> bool:
    """For `remembers`: whatever was asked, the command only reads."""
    return True


def answer_from_memory(ctx: click.Context, app: App, run: Callable[[], object]) -> object:
    """Run a part of a command that only reads, or print what it printed before."""
    app.trusts_times = True
    try:
        cache = app.cache
    except InfoviewError:  # the command says so in its own way
        return run()
    if cache is None:
        return run()
    from infoview_md.cli.remembered import Memory

    asked = (ctx.command_path, sorted(ctx.params.items()))
    memory = Memory(app, cache, (*asked, app.today_option, app.real_day, app.rules_option))
    known = memory.find()
    if known is not None:
        for piece in known.out:
            put_bytes(piece)
        tell_bytes(known.err)
        return known.code
    with memory.keeping() as ending:
        ending.result = run()
    return ending.result
