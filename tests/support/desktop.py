"""The desktop over real stores: a synchronised home of a small demo portal, its window, its keys.

`Supplier` serves a demo portal in the test process and makes a home that has everything; `Desktop`
opens a copy of that home in a window. Nothing sleeps: `settle` runs the event loop until no work
is under way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.bootstrap import open_services
from b2bdesk.portal.demo import people
from b2bdesk.portal.demo.command import fill
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.ui.changehub import ChangeHub
from b2bdesk.ui.frame.context import MemorySettings, Screen, ScreenEntry
from b2bdesk.ui.main_window import FrameParts, MainWindow
from b2bdesk.ui.screens import entries, palette_sources
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.rows.carts import NewLine
from b2bdesk.usecases.rows.offers import OfferRow, Query
from b2bdesk.usecases.services import Services
from tests.support.originals import copy_home
from tests.support.portal import serving
from tests.support.qtkeys import type_text

LOGIN = "demo"
_PATIENCE_MS = 30_000
_PAUSE_MS = 200


@dataclass(frozen=True)
class Supplier:
    """A served demo portal and a home that was synchronised with it."""

    url: str
    home: Path


@contextmanager
def supplier(folder: Path, size: int = 400) -> Iterator[Supplier]:
    """Fill and serve a demo portal and synchronise a home with it."""
    storage = create_storage(
        str(folder / "portal.db"), name=people.SELLER.name, timezone=people.TIMEZONE
    )
    fill(storage, size, 1)
    with serving(storage) as url:
        services = open_services(folder / "home")
        try:
            services.session.sign_in(url, LOGIN, LOGIN)
            services.sync.run()
        finally:
            services.close()
        yield Supplier(url, folder / "home")


class _Steady:
    """Says yes when something has held six times in a row: late signals have landed then."""

    def __init__(self, done: Callable[[], bool]) -> None:
        self._done = done
        self._rounds = 0

    def __call__(self) -> bool:
        self._rounds = self._rounds + 1 if self._done() else 0
        return self._rounds >= 6


class Desktop:
    """A window over a home of its own."""

    def __init__(self, home: Path, services: Services, qtbot: QtBot) -> None:
        self.home, self.services, self._qtbot = home, services, qtbot
        lanes = services.lanes
        self.runner = TaskRunner(
            {
                "read": lanes.readers, "write": lanes.desk, "slow": lanes.files,
                "net": lanes.net, "sync": lanes.cache,
            }
        )  # fmt: skip
        self.hub = ChangeHub()
        self._silence = services.news.subscribe(self.hub.publish)
        self.window = MainWindow(
            FrameParts(
                self._entries(),
                self.runner,
                self.hub,
                MemorySettings(),
                home="order",
                sources=palette_sources(services),
            )
        )
        self.window.resize(1440, 900)

    def _entries(self) -> tuple[ScreenEntry, ...]:
        return entries(self.services)

    def screen(self, key: str, **args: object) -> Screen:
        """Go to a screen and wait until it has settled."""
        self.window.navigate(key, **args)
        self.settle()
        found = self.window._screens.current_screen()
        assert found is not None
        return found

    def settle(self) -> None:
        """Run the event loop until no work is under way and nothing more comes."""
        self.until(self._quiet)

    def until(self, done: Callable[[], bool]) -> None:
        """Run the event loop until something holds."""
        self._qtbot.waitUntil(_Steady(done), timeout=_PATIENCE_MS)

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        type_text(target, text)

    def goods(self, fits: Callable[[OfferRow], bool], count: int) -> list[OfferRow]:
        """The first goods that fit, by article."""
        search = self.services.search
        found = search.offers(search.find(Query(sort="article")).ns)
        return [offer for offer in found if fits(offer)][:count]

    def fill_cart(self, offers: list[OfferRow], packs: int = 1) -> str:
        """Put goods into the active cart; its id."""
        carts = self.services.carts
        cart_id = carts.active().id
        lines = [NewLine(o.id, max(o.minimum_e3, o.multiple_e3, 1000) * packs) for o in offers]
        carts.add_lines(cart_id, lines)
        self.settle()
        return cart_id

    def close(self) -> None:
        """End everything."""
        self.settle()
        self.runner.stop()
        self._silence()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.services.close()

    def _quiet(self) -> bool:
        """No work is under way, and none begins as soon as a short pause has passed."""
        pauses = (timer for timer in self.window.findChildren(QTimer) if timer.isActive())
        return self.runner.busy() == 0 and not any(
            timer.isSingleShot() and timer.interval() <= _PAUSE_MS for timer in pauses
        )


@contextmanager
def desktop(home: Path, folder: Path, qtbot: QtBot, url: str = "") -> Iterator[Desktop]:
    """Open a copy of a home in a window that is shown and active; `url` signs in anew."""
    copy_home(home, folder)
    services = open_services(folder)
    if url:
        services.session.sign_in(url, LOGIN, LOGIN)
    made = Desktop(folder, services, qtbot)
    try:
        made.window.show()
        made.window.activateWindow()
        made.until(made.window.isActiveWindow)
        yield made
    finally:
        made.close()


def in_stock(offer: OfferRow) -> bool:
    """Plain goods with plenty in stock."""
    return (
        offer.status == "active"
        and offer.price_e5 is not None
        and (offer.stock_e3 or 0) >= 10 * max(offer.multiple_e3, 1000)
    )


def today() -> dt.date:
    """The present day, for dates the window shows."""
    return dt.datetime.now().astimezone().date()
