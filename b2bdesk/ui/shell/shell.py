"""Keeps the frame true: header, status bar, entity and cart switching, synchronising.

Made by `app` around the window; listens to the change hub and asks the use cases anew. It decides
nothing about goods or orders.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from b2bdesk.files.connection_file import names_connection
from b2bdesk.texts import tr
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.changehub import Change, ChangeHub
from b2bdesk.ui.frame.commands import CART, Command
from b2bdesk.ui.frame.context import HeaderModel, ToastSpec
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.screens.signin.screen import SignInCover, Start
from b2bdesk.ui.shell import header, status
from b2bdesk.ui.shell.code_notices import CodeNotices
from b2bdesk.ui.shell.connecting import Connecting
from b2bdesk.ui.shell.rhythm import OWN_CODES, RHYTHM, Schedule, due_feeds
from b2bdesk.ui.shell.searches import Searches
from b2bdesk.ui.shell.syncing import Syncing
from b2bdesk.ui.shell.watch_notices import WatchNotices
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.cart_exchange import Received
from b2bdesk.usecases.rows.account import CreditRow, SessionStatus
from b2bdesk.usecases.rows.carts import CartRow
from b2bdesk.usecases.rows.sync import SyncState
from b2bdesk.usecases.saved_searches import SavedSearches
from b2bdesk.usecases.services import Services

TICK_MS = 5_000
CART_FILE = ".b2bcart"
_HEADER = ("session", "account", "context", "carts", "settlements")
_STATUS = ("sync", "outbox", "context", "settlements", "session")
_GOES = {
    "status.outbox": "orders",
    "status.credit": "documents",
    "cart.all": "carts",
    "person.settings": "settings",
    "entity.details": "company",
}


class Shell(QObject):
    """The life around the screens of one window.

    Signals:
        demo_asked: the person wants to look at demo data; `app` starts them in a profile apart.
        elsewhere: profile and target that belong into another window; `app` opens it.
        entered: the sign-in or the demo's progress has gone, the screens are seen.
    """

    demo_asked = Signal()
    elsewhere = Signal(str, str)
    entered = Signal()

    def __init__(
        self, window: MainWindow, services: Services, runner: TaskRunner, hub: ChangeHub
    ) -> None:
        super().__init__(window)
        self._window = window
        self._services = services
        self._runner = runner
        self._tried: dict[str, dt.datetime] = {}
        self._target = ""
        self._offline = False
        self._schedule = Schedule()
        self._cover = SignInCover(window, services, runner)
        self._cover.entered.connect(self._on_entered)
        self._cover.demo_asked.connect(self.demo_asked)
        self._connecting = Connecting(window, services, self._cover, self.elsewhere.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        hub.changed.connect(self._on_changed)
        window.rebuilt.connect(self._on_rebuilt)
        window.entity_chosen.connect(self._on_entity)
        window.cart_chosen.connect(self._on_cart)
        window.acted.connect(self._on_acted)
        window.searched.connect(self._on_searched)
        window.scanned.connect(self._on_searched)
        self._watched = WatchNotices(window, services, runner, hub)
        self._codes = CodeNotices(window, services, runner, hub)
        self._syncing = Syncing(window, services, runner)
        self._searches = Searches(window, SavedSearches(services.settings), runner)
        self._register()

    def start(self) -> None:
        """Show the first screen and begin the rhythm; ask for a sign-in when nothing is here."""
        if self._services.account.context() is None:
            self._cover.ask()
        else:
            self._on_entered()

    def start_covered(self, work: Start) -> None:
        """Begin with work that must be done first (the demo), its progress over the window."""
        self._cover.start(work)

    def ask_sign_in(self) -> None:
        """Show the sign-in over the window."""
        self._cover.ask()

    def _on_entered(self) -> None:
        self._window.start()
        self._read_header()
        self._read_status()
        self._watched.count()
        self._timer.start()
        self._services.nudges.start()
        self._on_tick()
        target, self._target = self._target, ""
        if target:
            self.open_target(target)
        self.entered.emit()

    def open_target(self, target: str) -> None:
        """Open what the program was given: a cart file becomes a cart, a list is imported.

        A connection fills in the sign-in; everything else waits for it when there is nothing to
        work with yet.
        """
        if names_connection(target):
            self._connecting.open(target)
        elif self._cover.shown():
            self._target = target
        elif target.casefold().endswith(CART_FILE):
            self._runner.run(
                partial(self._services.exchange.take, Path(target)), self._on_taken, on="write"
            )
        else:
            self._window.navigate("import", path=target)

    def _on_taken(self, received: Received) -> None:
        self._window.navigate("order")
        words = tr("The cart “{name}” is taken in").format(name=received.cart.name)
        self._window.toast(ToastSpec(words))

    def stop(self) -> None:
        """End the rhythm."""
        self._timer.stop()

    def sync_now(self) -> None:
        """F5: everything, now; trouble is told. Asked again meanwhile, it is the same one."""
        self._syncing.now()

    def push(self) -> None:
        """Send now what is due in the outbox; the state is seen in the status bar."""
        # not on `sync`: an order never waits for a catalogue that is under way
        self._runner.run(
            partial(_send_due, self._services), failed=self._on_quiet_failure, on="net"
        )

    def _register(self) -> None:
        self._syncing.register()
        self._window.commands.add(
            Command(
                "cart.create",
                tr("New cart"),
                partial(self._on_acted, "cart.new"),
                ("Ctrl+Shift+N",),
                menu=CART,
                icon="plus",
            ),
        )

    def _on_rebuilt(self) -> None:
        self._register()
        self._read_header()
        self._read_status()

    def _on_changed(self, change: Change) -> None:
        if change.touches(*_HEADER):
            self._read_header()
        if change.touches(*_STATUS):
            self._read_status()
        if change.touches("outbox"):
            self.push()
        if change.touches("catalogue"):
            self._cover.enter_early()
        if change.touches("nudge"):
            self._ask_nudged()
        if change.touches("session"):
            self._runner.run(self._services.session.status, self._on_session, lane="shell.session")

    def _read_header(self) -> None:
        self._runner.run(
            partial(header.read_header, self._services), self._on_header, lane="shell.header"
        )

    def _on_header(self, model: HeaderModel) -> None:
        self._window.set_header(model)
        self._window.set_badge("carts", str(len(model.carts)) if model.carts else "", "")

    def _read_status(self) -> None:
        self._runner.run(self._status, self._on_status, lane="shell.status")

    def _status(self) -> tuple[SyncState, CreditRow | None, int]:
        context = self._services.account.context()
        credit = self._services.account.credit(context.contract.id) if context else None
        return self._sync_state(), credit, self._services.outbox.asking()

    def _sync_state(self) -> SyncState:
        state = replace(self._services.sync.state(), live=self._services.nudges.live())
        session = self._services.session.status()
        if session.signed_in or state.error in status.SIGN_IN:
            return state
        return replace(state, error=session.reason or status.SIGN_IN[0], params={})

    def _on_status(self, found: tuple[SyncState, CreditRow | None, int]) -> None:
        state, credit, asking = found
        if state.online and self._offline:
            self._window.errors.clear()  # the banner that told of the missing connection
        self._offline = state.online is False
        syncing = self._syncing
        first, stale = syncing.connection(state), syncing.stale_hours()
        items = status.status_items(state, credit, _now(), first, stale)
        self._window.set_status(status.with_asking(items, asking))
        self._window.set_badge("orders", str(asking or ""), "warn" if asking else "")

    def _on_tick(self) -> None:
        self._ask_due()
        self._read_status()

    def _ask_due(self) -> None:
        self._schedule = self._syncing.schedule()
        self._runner.run(self._due, self._on_due, lane="shell.due", failed=self._on_quiet_failure)

    def _ask_nudged(self) -> None:
        """What the portal said to have moved, and nothing else."""
        self._runner.run(
            self._busy, self._on_nudged, lane="shell.nudged", failed=self._on_quiet_failure
        )

    def _busy(self) -> bool:
        return self._services.sync.state().running

    def _on_nudged(self, busy: bool) -> None:
        # what moves during a run is asked for after it, with what the rhythm finds due
        if not busy:
            self._pull(self._nudged())

    def _due(self) -> tuple[bool, tuple[str, ...]]:
        """Say whether a run is under way, and what the rhythm finds due."""
        if not self._services.session.status().signed_in:
            return True, ()
        state = self._sync_state()
        waiting = self._services.sync.next_due()
        due = due_feeds(state, self._tried, _now(), self._schedule)
        if not self._services.code_sharing.offered():
            due = tuple(feed for feed in due if feed != OWN_CODES)
        return state.running, due or (("orders",) if waiting is not None and waiting <= 0 else ())

    def _on_due(self, found: tuple[bool, tuple[str, ...]]) -> None:
        busy, due = found
        nudged = () if busy else self._nudged()
        self._pull(tuple(dict.fromkeys((*nudged, *due))))

    def _nudged(self) -> tuple[str, ...]:
        schedule = self._syncing.schedule()
        return tuple(name for name in self._services.nudges.take() if schedule.nudged(name))

    def _pull(self, names: tuple[str, ...]) -> None:
        """Synchronise feeds or scopes of them."""
        if names:
            self._tried.update((name, _now()) for name in names if name in RHYTHM)
            self._syncing.pull(names)

    def _on_quiet_failure(self, error: BaseException) -> bool:
        """Trouble of the background rhythm is shown by the status bar; bugs are not hidden."""
        self._read_status()
        return isinstance(error, CodedError)

    def _on_entity(self, key: str) -> None:
        entity, _, contract = key.partition(header.BY)
        work = partial(self._services.account.use, entity, contract or None)
        self._runner.run(work, on="write", lane="shell.entity")

    def _on_cart(self, key: str) -> None:
        self._runner.run(
            partial(self._services.carts.activate, key),
            self._on_cart_chosen,
            on="write",
            lane="shell.cart",
        )

    def _on_cart_chosen(self, _changes: object) -> None:
        if self._window.current_screen() not in ("order", "catalog"):
            self._window.navigate("order")

    def _on_searched(self, words: str) -> None:
        """What no screen took is looked for in the catalogue."""
        self._window.navigate("catalog", search=words)

    def _on_acted(self, what: str) -> None:
        if what == "cart.new":
            self._runner.run(self._services.carts.create, self._on_created, on="write")
        elif what == "person.sign_out":
            self._runner.run(self._services.session.sign_out, on="net")
        elif what == "person.sign_in":
            self._cover.ask()
        elif what.startswith("status.") and what not in _GOES:
            self._syncing.open_panel()
        elif what == "entity.compare":
            self._window.navigate("carts", compare=True)
        elif what in _GOES:
            self._window.navigate(_GOES[what])

    def _on_created(self, _cart: CartRow) -> None:
        self._window.navigate("order")

    def _on_session(self, found: SessionStatus) -> None:
        """Whoever signed out, here or in the settings, is asked to sign in again.

        One whose sign-in ended by itself goes on working, and is told so by the banner.
        """
        if not found.signed_in and not found.reason and not self._cover.shown():
            self._cover.ask()


def _send_due(services: Services) -> None:
    """Send what is due. What was tried in vain waits for its time: the news of a failed try lead
    here, too, and must not be the reason of the next one."""
    waiting = services.sync.next_due()
    if waiting is not None and waiting <= 0:
        services.sync.submit_now()
    elif services.outbox.counts().get("accepted") and not services.sync.state().running:
        services.sync.run(only=("orders", "documents"))  # the answer is there to be seen


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
