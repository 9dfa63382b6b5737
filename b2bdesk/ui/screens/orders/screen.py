"""Заказы wired: the list by filter and words, the card of the chosen order, repeating."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from b2bdesk.texts import tr, trn
from b2bdesk.ui.changehub import Change
from b2bdesk.ui.frame.commands import ORDER, Command
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels import orders_rows
from b2bdesk.ui.screens.orders.view import OrdersView
from b2bdesk.ui.screens.outbox_part import OutboxPart
from b2bdesk.usecases.rows.carts import AddResult
from b2bdesk.usecases.rows.orders import OrderCard, OrderFilter, OrderRow
from b2bdesk.usecases.services import Services

_COLUMNS = "orders.columns"


class OrdersScreen(Screen):
    """Queue, list and card of own orders."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self._rows: tuple[OrderRow, ...] = ()
        self._known = False
        self._card: OrderCard | None = None
        self._wanted = ""
        self._orders = orders_rows.list_model(self)
        self._lines = orders_rows.line_model(self)
        self.view = OrdersView(self._orders, self._lines)
        self.outbox = OutboxPart(context, services.outbox)
        self.outbox.counted.connect(self._on_queue)
        self.view.outbox_box.addWidget(self.outbox)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()
        context.commands.add(
            Command(
                "orders.repeat", tr("Repeat the order"), self._repeat, ("Ctrl+Shift+R",),
                "orders", ORDER, "repeat",
            ),
            Command(
                "orders.invoice", tr("Save the invoice"), self._save_invoice, ("Ctrl+S",),
                "orders", ORDER, "download",
            ),
            Command("orders.list", tr("Back to the list"), self.view.show_list, ("Esc",), "orders"),
        )  # fmt: skip

    def arrive(self, args: dict[str, object]) -> None:
        """Read the list; `order` (id or number) is shown at once."""
        self._wanted = str(args.get("order", "")) or self._wanted
        self._read()
        self.outbox.reload()
        self.view.grid.setFocus()

    def search(self, words: str) -> bool:
        """The header's search looks among the goods, not here."""
        del words
        return False

    def rows(self) -> tuple[OrderRow, ...]:
        """Return the orders read, before the filter."""
        return self._rows

    def _connect(self) -> None:
        view = self.view
        view.grid.current_key_changed.connect(self._on_chosen)
        view.grid.opened.connect(self._on_opened)
        view.grid.entered.connect(self._on_opened)
        view.grid.layout_changed.connect(partial(self._context.settings.set, _COLUMNS))
        saved = self._context.settings.get(_COLUMNS)
        if isinstance(saved, dict):
            view.grid.layout_columns.restore(saved)
        view.chips.chosen.connect(self._on_filter)
        view.search.edited.connect(self._on_words)
        view.empty.acted.connect(partial(self._context.navigate, "order"))
        view.detail.repeated.connect(self._repeat)
        view.detail.invoice_saved.connect(self._save_invoice)
        view.detail.document_opened.connect(self._on_document)
        self._context.hub.changed.connect(self._on_change)

    def _read(self) -> None:
        work = partial(self._find, self.view.search.text().strip(), self._wanted)
        self._context.runner.run(work, self._show, lane="orders.list", owner=self)

    def _find(self, text: str, wanted: str) -> Sequence[OrderRow]:
        """Orders of the firm chosen above; of every firm when the wanted one is another's."""
        here = self._services.account.context()
        entity = here.entity.id if here is not None else ""
        rows = self._services.orders.list(OrderFilter(text=text, entity_id=entity))
        if wanted and not any(wanted in (row.id, row.number) for row in rows):
            return self._services.orders.list(OrderFilter(text=text))
        return rows

    def _show(self, rows: Sequence[OrderRow]) -> None:
        self._rows, self._known = tuple(rows), True
        if self._card is not None and all(row.id != self._card.order.id for row in rows):
            self._card = None
        self._show_empty()
        self.view.detail.setVisible(bool(rows))
        self.view.header.set_facts(orders_rows.facts(self._rows))
        self.view.chips.set_chips(orders_rows.chips(self._rows))
        self._filter()

    def _on_queue(self, count: int, asking: int) -> None:
        """The queue may come after the list: nothing is empty while an order is on its way."""
        held = sum(row.state == "held" for row in self.outbox.rows())
        self.view.show_queue(count, asking, held)
        self._show_empty()

    def _show_empty(self) -> None:
        if self._known:
            searching = bool(self.view.search.text().strip())
            self.view.show_empty(not self._rows and not searching and not self.outbox.rows())

    def _filter(self) -> None:
        key = next(iter(self.view.chips.checked()), orders_rows.ALL)
        rows = [row for row in self._rows if orders_rows.belongs(row, key)]
        self._orders.set_rows(rows)
        wanted = next((row.id for row in rows if self._wanted in (row.id, row.number)), "")
        if wanted:
            self._wanted = ""
            self.view.grid.go_to(wanted)
            self._on_chosen(wanted)
        elif rows and self.view.grid.current_key() is None:
            self.view.grid.go_to(rows[0].id)
        elif rows and self._card is None:
            self._on_chosen(self.view.grid.current_key())

    def _on_filter(self, _key: str) -> None:
        self._filter()

    def _on_words(self, _words: str) -> None:
        self._read()

    def _on_chosen(self, key: object) -> None:
        if key:
            self._context.runner.run(
                partial(self._services.orders.card, str(key)),
                self._show_card,
                lane="orders.card",
                owner=self,
            )

    def _on_opened(self, _key: object) -> None:
        self.view.show_detail()

    def _show_card(self, card: OrderCard) -> None:
        self._card = card
        self.view.detail.show_card(card)

    def _on_document(self, document_id: str) -> None:
        self._context.navigate("documents", document=document_id)

    def _repeat(self) -> None:
        if self._card is None:
            return
        chosen = [str(key) for key in self.view.detail.grid.selected_keys()]
        lines = chosen if len(chosen) > 1 else None
        self._context.runner.run(
            partial(self._services.orders.repeat, self._card.order.id, None, lines),
            self._on_repeated,
            on="write",
            owner=self,
        )

    def _on_repeated(self, result: AddResult) -> None:
        count = result.added + result.summed
        words = trn("{n} line added to the cart", "{n} lines added to the cart", count)
        self._context.toast(
            ToastSpec(
                words.format(n=count),
                action=tr("Open the cart"),
                run=partial(self._context.navigate, "order"),
            )
        )

    def _save_invoice(self) -> None:
        if self._card is None or not self.view.detail.invoice.isVisible():
            return
        number = self._card.order.number
        offered = self._services.profile.exports / f"{tr('Invoice')} {number}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the invoice"), str(offered), "PDF (*.pdf)"
        )
        if chosen:
            self._context.runner.run(
                partial(self._services.documents.invoice, number, Path(chosen)),
                self._on_saved,
                on="slow",
                owner=self,
            )

    def _on_saved(self, place: object) -> None:
        self._context.toast(ToastSpec(tr("Saved"), str(place or "")))

    def _on_change(self, change: Change) -> None:
        if not self.isVisible():
            return
        if change.touches("context"):
            self._card = None
        if change.touches("orders", "documents", "account", "context"):
            self._read()
            if self._card is not None:
                self._on_chosen(self._card.order.id)
