"""infoview watch: the cache kept fresh, ticks of Today.md logged at once, until it is stopped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.changes import format_paths
from infoview_md.cli.options import example
from infoview_md.cli.output import put, put_json, tell
from infoview_md.cli.today import horizon_of
from infoview_md.errors import Busy, InfoviewError

if TYPE_CHECKING:
    from infoview_md.core.agenda import Horizon
    from infoview_md.vault.cache import Cache
    from infoview_md.vault.heartbeat import Heartbeat
    from infoview_md.vault.watcher import Look, Looked


@click.command(
    "watch",
    cls=Command,
    epilog=example("infoview watch", "infoview watch --week --quiet", "infoview watch --json"),
)
@click.option("--week", is_flag=True, help="Today.md lists what falls due within seven days, too.")
@click.option("--all", "show_all", is_flag=True, help="Today.md lists everything.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--quiet", is_flag=True, help="Say only what was ticked, and what is out of order.")
@click.option("--once", is_flag=True, help="Look once, and end.")
@pass_app
def watch_command(
    app: App, week: bool, show_all: bool, as_json: bool, quiet: bool, once: bool
) -> None:
    """Keep the index fresh while you work, and log what you tick in Today.md.

    Runs until you press Ctrl-C. A note that is saved is read at once, so that other commands find
    everything read; and while it runs, they need not look at every file. What you tick in Today.md
    is logged as `infoview today --write` would, and can be undone in the same way: write what you
    want to say behind the line first, then tick.
    """
    from infoview_md.vault.state import hold

    told = Telling(app, as_json, quiet)
    desk = Desk(app, told, horizon_of(week, show_all))
    with hold(app.vault.state, "watching", "watching", patience=0), _ended_politely():
        desk.work(once)


class Telling:
    """Prints what happened, one line each, at once."""

    def __init__(self, app: App, as_json: bool, is_quiet: bool) -> None:
        self._app = app
        self._as_json = as_json
        self._is_quiet = is_quiet

    def looked(self, looked: Looked, is_first: bool) -> None:
        """What a look found; of the first only how much there is."""
        if self._is_quiet or not (is_first or looked.changed or looked.gone):
            return
        count = len(looked.changed)
        if is_first:
            root = str(self._app.vault.root)
            self._put(
                f"watching {count} notes in {root}", event="watching", vault=root, notes=count
            )
        else:
            both = (("changed", looked.changed), ("gone", looked.gone))
            told = "; ".join(f"{word} {format_paths(paths)}" for word, paths in both if paths)
            self._put(
                told,
                event="changed",
                changed=list(looked.changed),
                gone=list(looked.gone),
                milliseconds=round(1000 * looked.seconds, 1),
            )

    def ticked(self, sentence: str) -> None:
        """What became of a tick."""
        self._put(sentence, event="ticked", told=sentence)

    def notice(self, sentence: str) -> None:
        """What is out of order."""
        if self._as_json:
            self._put(sentence, event="notice", told=sentence)
        else:
            tell(f"{self._app.now:%H:%M:%S} {_on_one_line(sentence)}")

    def _put(self, sentence: str, **event: object) -> None:
        if self._as_json:
            put_json({"at": self._app.now.isoformat(), **event}, indent=None)
        else:
            put(f"{self._app.now:%H:%M:%S} {_on_one_line(sentence)}")
        sys.stdout.flush()


class Desk:
    """One who reads what the watcher found, and settles the ticks of Today.md."""

    def __init__(self, app: App, told: Telling, horizon: Horizon) -> None:
        self._app = app
        self._told = told
        self._horizon = horizon
        self._seen: tuple[int, ...] = ()
        self._settled: set[str] = set()
        self._restored = 0
        self._complaint = ""

    def work(self, once: bool) -> None:
        """Until it is stopped; or one look."""
        from infoview_md.vault.watch import Ears, open_bell
        from infoview_md.vault.watcher import Watcher

        root = self._app.vault.root
        cache = self._app.cache
        with _beating(cache) as heartbeat:
            ears = Ears(open_bell(str(root)), heartbeat)
            is_first = True
            try:
                watcher = Watcher(root, choose_look(root, cache), self._told.notice, ears)
                for looked in watcher.run():
                    self._told.looked(looked, is_first)
                    self.settle()
                    is_first = False
                    if once:
                        return
            finally:
                ears.bell.close()

    def settle(self) -> None:
        """Log what is ticked; each state of Today.md is settled once, whatever comes of it."""
        seen = identify_today(self._app.vault.root)
        if not seen or seen == self._seen:
            return
        self._seen = seen
        app = self._app.anew()
        try:
            self._settle_ticks(app)
            self._complaint = ""
        except InfoviewError as error:
            if isinstance(error, Busy):
                self._seen = ()  # it may be otherwise in a moment
            if error.message != self._complaint:
                self._complaint = error.message
                self._told.notice(error.message)
        finally:
            app.close()

    def _settle_ticks(self, app: App) -> None:
        from infoview_md.cli.today_file import look_at_ticks, settle_today

        state, is_ticked = look_at_ticks(app)
        if not is_ticked and state not in self._settled:
            self._settled.clear()  # the person went on: from now on the same tick is a new one
        if not is_ticked or self._is_restored(app, state) or state in self._settled:
            return
        self._settled.add(state)
        try:
            written = settle_today(app, self._horizon)
        except Busy:
            self._settled.discard(state)
            raise
        for sentence in written.told:
            self._told.ticked(sentence)
        # What could not be logged stays ticked, and was told.
        self._settled.add(written.state)

    def _is_restored(self, app: App, state: str) -> bool:
        """Whether an undo has just brought Today.md back, ticks and all: nobody ticked these."""
        from infoview_md.core.schema import TODAY
        from infoview_md.vault.undo import find_restoring

        number = find_restoring(app.vault.state, TODAY, state)
        if not number or number == self._restored:
            return False
        self._restored = number
        self._settled.add(state)
        self._told.ticked("Today.md: undo brought ticks back; they are not logged again")
        return True


def _on_one_line(sentence: str) -> str:
    """A name may hold a line end, and must not be able to forge a line of ours."""
    return sentence.replace("\n", r"\x0a")


def identify_today(root: Path) -> tuple[int, ...]:
    """What tells a Today.md from what it was before; nothing while somebody writes it."""
    from infoview_md.core.schema import TODAY
    from infoview_md.vault.replacing import is_at_rest

    try:
        status = (root / TODAY).stat()
    except OSError:
        return ()
    if not is_at_rest(root / TODAY):
        return ()
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def choose_look(root: Path, cache: Cache | None) -> Look:
    """With the cache, or without where there is none."""
    if cache is None:
        from infoview_md.vault.plain_look import PlainLook

        return PlainLook(root)
    from infoview_md.vault.cache_look import CacheLook

    return CacheLook(root, cache)


@contextmanager
def _beating(cache: Cache | None) -> Iterator[Heartbeat | None]:
    """Answer other commands while it lasts, where this system can."""
    from infoview_md.vault.files import OURS_ALONE, make_folders
    from infoview_md.vault.heartbeat import Heartbeat

    heartbeat = None
    if cache is not None:
        with suppress(OSError):
            make_folders(Path(cache.folder), OURS_ALONE)
            heartbeat = Heartbeat(cache.folder)
    try:
        yield heartbeat
    finally:
        if heartbeat is not None:
            heartbeat.close()


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Ctrl-C and a polite kill are how it ends, and no fault."""
    import signal

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        tell("stopped")
    finally:
        signal.signal(signal.SIGTERM, before)
