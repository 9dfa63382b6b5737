"""The main job in the window, by keys alone, against a portal process of its own.

The desktop is the product's own (`app.desktop.Desktop`), offscreen; what the portal really has
is read from its database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from openpyxl import Workbook
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.app.desktop import Desktop
from b2bdesk.bootstrap import open_services
from b2bdesk.ui.itemmodels.order_cells import BLANK
from b2bdesk.ui.screens.documents.screen import DocumentsScreen
from b2bdesk.ui.screens.listimport import view as steps
from b2bdesk.ui.screens.listimport.screen import ImportScreen
from b2bdesk.ui.screens.order.screen import OrderScreen
from b2bdesk.ui.screens.orders.screen import OrdersScreen
from b2bdesk.ui.screens.signin.view import SignInView
from b2bdesk.ui.shell.arguments import Started
from b2bdesk.ui.shell.names import LANGUAGE_SETTING
from b2bdesk.ui.theme import look
from b2bdesk.usecases.rows.offers import OfferRow, Query
from b2bdesk.usecases.rows.orders import DocumentFilter, DocumentRow
from b2bdesk.usecases.services import Services
from tests.support.buyer import Shop, served
from tests.support.desktop import in_stock
from tests.support.qtkeys import type_text
from tests.ui.keyboard import CTRL, press

K = Qt.Key
PATIENCE_MS = 60_000
LINES = 4
Part = TypeVar("Part", bound=QWidget)


@pytest.fixture(scope="module")
def supplier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A portal process of these journeys alone: their orders are told from each other."""
    with served(tmp_path_factory.mktemp("window"), 400) as made:
        yield made


class Clerk:
    """A person with a keyboard before the program."""

    def __init__(self, desktop: Desktop, services: Services, qtbot: QtBot) -> None:
        self.desktop, self.services = desktop, services
        self.window = desktop.window
        self._qtbot = qtbot

    def until(self, holds: Callable[[], object]) -> None:
        """Wait for something to be seen."""
        self._qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)

    def write(self, text: str) -> None:
        """Type where the cursor is."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        type_text(target, text)

    def go(self, words: str, key: str) -> None:
        """Go to a screen by the palette."""
        press(K.Key_K, CTRL)
        self.write(words)
        press(K.Key_Return)
        self.until(lambda: self.window.current_screen() == key)

    def seen(self, kind: type[Part]) -> Part:
        """The part of the window of that kind that is in sight."""
        found = [part for part in self.window.findChildren(kind) if part.isVisible()]
        assert len(found) == 1
        return found[0]

    def goods(self, count: int) -> list[OfferRow]:
        """Goods with plenty in stock."""
        found = self.services.search.find(Query(sort="article"))
        offers = self.services.search.offers(found.ns)
        return [offer for offer in offers if in_stock(offer)][:count]

    def has_lines(self, count: int) -> bool:
        """Whether so many lines are kept in the active cart."""
        carts = self.services.carts
        return carts.totals(carts.active().id).lines == count

    def refreshed(self) -> bool:
        """Synchronise by the key when all is at rest, as a person does who waits."""
        if not self.desktop._runner.busy():
            press(K.Key_F5)
        return True

    def send(self) -> str:
        """Check, check out, send; returns the number the portal gave."""
        press(K.Key_F9)
        press(K.Key_Return, CTRL)
        self.until(lambda: self.window.current_screen() == "carts")
        press(K.Key_Return, CTRL)
        self.until(lambda: any(row.order_number for row in self.services.outbox.list()))
        return next(row.order_number for row in self.services.outbox.list() if row.order_number)


@contextmanager
def clerk(home: Path, qtbot: QtBot, started: Started, url: str = "") -> Iterator[Clerk]:
    """Open the program on a home; `url` signs in and synchronises before the window opens."""
    services = open_services(home)
    services.settings.set(LANGUAGE_SETTING, "ru")
    if url:
        services.session.sign_in(url, "demo", "demo")
        services.sync.run()
    desktop = Desktop(services, started)
    look.set_reduced_motion(True)
    made = Clerk(desktop, services, qtbot)
    try:
        desktop.start()
        made.window.activateWindow()
        made.until(made.window.isActiveWindow)
        yield made
    finally:
        desktop.stop()
        made.window.close()
        made.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        services.close()


def started(target: str = "") -> Started:
    """Started without demo, on the home given."""
    return Started(False, None, None, target)


def _invoice(desk: Clerk, order_number: str) -> DocumentRow | None:
    found = desk.services.documents.list(DocumentFilter(text=order_number))
    return next((row for row in found if row.kind == "invoice"), None)


def test_from_the_sign_in_to_the_invoice(supplier: Shop, qtbot: QtBot, tmp_path: Path) -> None:
    known = len(supplier.orders())
    with clerk(tmp_path / "home", qtbot, started()) as desk:
        desk.until(lambda: desk.window.findChildren(SignInView))
        desk.write(supplier.url)
        press(K.Key_Tab)
        desk.write("demo")
        press(K.Key_Tab)
        desk.write("demo\n")
        desk.until(lambda: desk.window.current_screen() == "home")

        desk.go("открыть «бланк", "order")
        sheet = desk.seen(OrderScreen)
        desk.until(lambda: sheet.view.grid.current_key() == BLANK)
        for count, offer in enumerate(desk.goods(LINES), 1):
            pieces = max(offer.multiple_e3, offer.minimum_e3, 1000) // 1000
            desk.write(f"{offer.article}\n{pieces}\n")
            desk.until(partial(desk.has_lines, count))
        number = desk.send()
        assert len(supplier.orders()) == known + 1

        desk.go("открыть «заказы", "orders")
        orders = desk.seen(OrdersScreen)
        # the cursor stays where it was when the new order comes to the top
        desk.until(lambda: desk.refreshed() and number in [row.number for row in orders.rows()])
        press(K.Key_Home, CTRL)
        desk.until(lambda: number in orders.view.detail.title())
        assert orders.view.detail.grid.model().rowCount() == LINES

        desk.until(lambda: desk.refreshed() and _invoice(desk, number))
        invoice = _invoice(desk, number)
        assert invoice is not None
        desk.go("открыть «документы", "documents")
        documents = desk.seen(DocumentsScreen)
        desk.until(lambda: invoice.number in documents.view.title())
        desk.until(documents.view.paper.images)
        assert invoice.number in _words(desk.services.documents.pdf(invoice.id))


def test_a_list_given_by_its_path_is_imported_and_sent(
    supplier: Shop, qtbot: QtBot, tmp_path: Path
) -> None:
    known = len(supplier.orders())
    with clerk(tmp_path / "home", qtbot, started(), supplier.url) as desk:
        path = tmp_path / "Заявка.xlsx"
        _write_list(path, desk.goods(30))
        desk.window.navigate("import", path=str(path))
        screen = desk.seen(ImportScreen)
        desk.until(lambda: screen.view.step() == steps.REVIEW)
        press(K.Key_Return, CTRL)
        desk.until(partial(desk.has_lines, 30))
        desk.until(lambda: screen.view.step() == steps.DONE)
        desk.send()
        assert len(supplier.orders()) == known + 1


def _write_list(path: Path, offers: list[OfferRow]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Артикул", "Наименование", "Кол-во"])
    for offer in offers:
        pieces = max(offer.multiple_e3, offer.minimum_e3, 1000) // 1000
        sheet.append([offer.article, offer.name, pieces])
    book.save(path)


def _words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0].get_textpage()
        return str(page.get_text_bounded())
    finally:
        document.close()
