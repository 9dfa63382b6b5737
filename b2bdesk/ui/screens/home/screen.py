"""Главная wired: one reading for the whole page, repeated when anything on it changed."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.currencies import sign
from b2bdesk.ui.frame.commands import FILE, ORDER, Command
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels.day_tally import DayTally
from b2bdesk.ui.itemmodels.receipt_words import (
    Brought,
    brought,
    brought_items,
    checksum_item,
)  # fmt: skip
from b2bdesk.ui.screens.home import words
from b2bdesk.ui.screens.home.parts import RepeatRow, WaitingRow
from b2bdesk.ui.screens.home.reading import Page, read_page
from b2bdesk.ui.screens.home.view import HomeView
from b2bdesk.ui.widgets.bars import Month
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.account import ManagerRow
from b2bdesk.usecases.rows.carts import AddResult, CartRow
from b2bdesk.usecases.services import Services

_CONCERNS = (
    "context", "account", "orders", "documents", "settlements", "outbox", "stock", "sync",
    "favourites", "prices",
)  # fmt: skip
_REST_MS = 250


class HomeScreen(Screen):
    """The first page.

    Args:
        context: of the frame.
        services: use cases.
        screens: keys of the screens there are; actions lead only to these.
    """

    def __init__(self, context: ScreenContext, services: Services, screens: frozenset[str]) -> None:
        super().__init__()
        self._context, self._services, self._screens = context, services, screens
        self._manager: ManagerRow | None = None
        self._page = Page(None)
        self._tally = DayTally()
        self._brought: dict[str, Brought] = {}
        self.view = HomeView(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        # on the page itself: Enter makes no empty cart by chance, letters search
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("Home"))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self.read)
        self._dated()
        view = self.view
        view.load.clicked.connect(self._on_import)
        view.new_cart.clicked.connect(self._on_new_cart)
        view.receipt.chosen.connect(self._on_brought)
        view.called.connect(self._on_call)
        view.written.connect(self._on_letter)
        view.empty.acted.connect(self._on_catalogue)
        view.empty.acted_second.connect(self._on_import)
        context.hub.changed.connect(self._on_news)
        context.commands.add(
            Command("home.import", tr("Import a list"), self._on_import, ("Ctrl+O",), "home",
                    FILE, "file-import"),
            Command("home.repeat", tr("Repeat the last order"), self._repeat_last, (), "home",
                    ORDER, "repeat"),
        )  # fmt: skip
        self._show(self._page)
        view.empty.hide()

    def arrive(self, args: dict[str, object]) -> None:
        """Read the page anew; what was shown stays until then."""
        del args
        self._dated()
        self.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits begin a search, as they do in a list."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.text().isalnum():
            self._context.show_search(event.text(), True)
            return
        super().keyPressEvent(event)

    def read(self) -> None:
        """Read the page."""
        self._context.runner.run(
            partial(read_page, self._services, self._tally),
            self._show,
            lane="home.page",
            owner=self,
        )

    def _dated(self) -> None:
        self.view.header.set_facts(formats.day_long(_today()))

    def _on_news(self, change: ChangeSet) -> None:
        if change.touches(*_CONCERNS) and self.isVisible():
            self._later.start()

    def _show(self, page: Page) -> None:
        self._page = page
        view, today = self.view, _today()
        view.figures.set_figures(words.figures(page, today))
        self._show_waiting(words.waiting(page, today))
        self._show_repeat(page)
        self._show_months(page)
        self._show_receipt(page)
        self._show_manager(page)
        home = page.home
        view.empty.set_words(*words.nothing_yet(page))
        view.empty.setVisible(home is None or not (home.recent or home.attention or home.to_pay))

    def _show_waiting(self, rows: list[words.Waiting]) -> None:
        shown = rows[: words.ATTENTION]
        made = []
        for number, row in enumerate(shown):
            possible = row.screen in self._screens
            widget = WaitingRow(row, last=number == len(shown) - 1, possible=possible)
            widget.acted.connect(self._on_waiting)
            made.append(widget)
        self.view.set_waiting(made)
        self.view.waiting_title.tell(str(len(rows)))
        self.view.show_section("waiting", bool(rows))

    def _show_repeat(self, page: Page) -> None:
        made = []
        for number, row in enumerate(page.repeatable):
            total = formats.money(row.order.total_minor, row.order.currency)
            widget = RepeatRow(
                row.order.id, words.repeat_note(row), words.repeat_state(row), total,
                last=number == len(page.repeatable) - 1,
            )  # fmt: skip
            widget.repeated.connect(self._on_repeat)
            made.append(widget)
        self.view.set_repeat(made)
        fact = ""
        if page.stock_at is not None:
            ago = formats.ago(page.stock_at, dt.datetime.now(dt.UTC))
            fact = tr("checked against stock {ago}").format(ago=ago)
        self.view.repeat_title.tell("", fact)
        self.view.show_section("repeat", bool(made))

    def _show_months(self, page: Page) -> None:
        home = page.home
        months = home.months if home is not None else ()
        self.view.show_section("months", len(months) > 1)
        if home is None or len(months) < 2:
            return
        shown = words.month_words(months, home.currency)
        label = formats.number(shown[-1][0])
        peak = max(value for value, _, _ in shown)
        self.view.months.set_months(
            [Month(*each) for each in shown], label, words.grid_values(peak)
        )
        self.view.months_title.tell("", tr("thousand {sign}").format(sign=sign(home.currency)))

    def _show_receipt(self, page: Page) -> None:
        """What came today, each line a way to look at it; the whole day, not the last minute."""
        self._brought = {row.key: row for row in brought(page.day.counts, _today().isoformat())}
        items = brought_items(self._brought.values())
        if page.day.good is not None:
            items.append(checksum_item(page.day.good))
        self.view.show_section("receipt", page.synced_at is not None)
        self.view.receipt.set_items(items)
        if page.synced_at is not None:
            title = tr("Came today") if self._brought else tr("Nothing has changed today")
            ago = formats.ago(page.synced_at.astimezone(), dt.datetime.now(dt.UTC))
            fact = tr("synchronised {ago}").format(ago=ago)
            self.view.receipt_title.tell("", fact, title)

    def _on_brought(self, key: str) -> None:
        row = self._brought.get(key)
        if row is None:
            self._context.navigate("settings", section="sync")
        elif row.screen in self._screens:
            self._context.navigate(row.screen, **dict(row.args))

    def _show_manager(self, page: Page) -> None:
        self._manager = manager = page.manager
        self.view.show_section("manager", manager is not None or bool(page.news))
        if manager is not None:
            letters = "".join(word[0] for word in manager.name.split()[:2]).upper()
            self.view.show_manager(letters, manager.name, manager.note or manager.phone)
            self.view.phone.setVisible(bool(manager.phone))
            self.view.mail.setVisible(bool(manager.email))
        self.view.show_news(
            [(f"{each.date.day:02}.{each.date.month:02}", each.title) for each in page.news]
        )

    def _on_waiting(self, row: words.Waiting) -> None:
        self._context.navigate(row.screen, **dict(row.args))

    def _on_import(self) -> None:
        self._context.navigate("import")

    def _on_catalogue(self) -> None:
        self._context.navigate("catalog")

    def _on_new_cart(self) -> None:
        self._context.runner.run(self._services.carts.create, self._on_created, on="write")

    def _on_created(self, _cart: CartRow) -> None:
        self._context.navigate("order")

    def _repeat_last(self) -> None:
        if self._page.repeatable:
            self._on_repeat(self._page.repeatable[0].order.id)

    def _on_repeat(self, order_id: str) -> None:
        self._context.runner.run(
            partial(self._services.orders.repeat, order_id),
            partial(self._on_repeated, order_id), on="write", owner=self,
        )  # fmt: skip

    def _on_repeated(self, order_id: str, result: AddResult) -> None:
        for row in self.view.repeat_rows():
            if row.order_id() == order_id:
                row.set_done()
        n = result.added + result.summed
        text = trn("{n} line is in the cart", "{n} lines are in the cart", n)
        self._context.toast(
            ToastSpec(
                text.format(n=formats.number(n)), action=tr("Undo"),
                run=partial(self._undo, result.cart_id),
            )
        )  # fmt: skip

    def _undo(self, cart_id: str) -> None:
        self._context.runner.run(
            partial(self._services.carts.undo, cart_id), on="write", owner=self
        )
        self.read()

    def _on_call(self) -> None:
        if self._manager is not None:
            QApplication.clipboard().setText(self._manager.phone)
            self._context.toast(ToastSpec(tr("The phone number is copied"), self._manager.phone))

    def _on_letter(self) -> None:
        if self._manager is not None:
            QDesktopServices.openUrl(QUrl(f"mailto:{self._manager.email}"))


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
