"""Бланк заказа wired: the view, the open cart and the pieces that type, decide and do.

Edits are shown as pending until they are committed (`book`), a refused one puts the old value
back with its reason. The sheet follows the active cart of the contract in use.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout

from b2bdesk.texts import formats, tr
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import Screen, ScreenContext
from b2bdesk.ui.itemmodels import order_states as states
from b2bdesk.ui.itemmodels.order_cells import (
    ARTICLE_COLUMN,
    BLANK,
    COMMENT_COLUMN,
    QUANTITY_COLUMN,
)  # fmt: skip
from b2bdesk.ui.screens.order import keys
from b2bdesk.ui.screens.order.book import CartBook
from b2bdesk.ui.screens.order.choosing import chosen_words
from b2bdesk.ui.screens.order.deciding import Deciding
from b2bdesk.ui.screens.order.doing import Doing
from b2bdesk.ui.screens.order.entering import Entering
from b2bdesk.ui.screens.order.looking import Looking
from b2bdesk.ui.screens.order.noticing import Noticing
from b2bdesk.ui.screens.order.parts import Parts
from b2bdesk.ui.screens.order.view import OrderView
from b2bdesk.ui.screens.starring import Starring
from b2bdesk.ui.widgets.grid import SelectionSum
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.services import Services

_COLUMNS, _DENSITY = "order.columns", "order.density"


class OrderScreen(Screen):
    """The order sheet."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self.book = CartBook(context, services.carts, self)
        self.view = OrderView(self.book.rows, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view.grid)
        parts = Parts(context, services, self.view, self.book)
        self.entering = Entering(parts, self)
        self.deciding = Deciding(parts, self)
        self.noticing = Noticing(parts, self)
        self.doing = Doing(parts, self.entering, self.deciding, self)
        self.looking = Looking(parts, self)
        self._wanted = ""
        self._many = False  # more than one row is chosen
        context.commands.add(*keys.commands(self.doing.acts | {"find": self.looking.open}))
        self.star = Starring(context, services.favourites, self._item, "order", self)
        self._connect()
        grid = self.view.grid
        saved = context.settings.get(_COLUMNS)
        if isinstance(saved, Mapping):
            grid.layout_columns.restore(saved)
        grid.set_density(str(context.settings.get(_DENSITY, "compact")))
        self.doing.show_steps(self.book.steps)

    def _connect(self) -> None:
        grid, book = self.view.grid, self.book
        self.view.chips.chosen.connect(self._on_chip)
        self.entering.unclear.connect(self.deciding.offer_instead)
        grid.stepped.connect(self._on_stepped)
        grid.cleared.connect(self._on_cleared)
        grid.deleted.connect(self.doing.remove)
        grid.filled_down.connect(self._on_filled)
        grid.moved.connect(book.move)
        grid.card_requested.connect(self._on_card)
        grid.letters_typed.connect(self._on_letters)
        grid.selectionModel().currentChanged.connect(self._on_place)
        grid.selection_summed.connect(self._on_sum)
        grid.layout_changed.connect(partial(self._context.settings.set, _COLUMNS))
        book.glanced.connect(self._on_glanced)
        book.opened.connect(self._on_opened)
        book.changed.connect(self._on_changed)
        book.refused.connect(self._on_refused)
        book.lost.connect(self._on_lost)
        self._context.hub.changed.connect(self._on_news)

    def arrive(self, args: dict[str, object]) -> None:
        """Show the cart asked for, else the active one; `line` puts the cursor on a line."""
        self._wanted = str(args.get("line", ""))
        chip = str(args.get("chip", ""))
        if chip:
            self.book.rows.set_filter(chip)
        self.book.open(str(args.get("cart", "")), self._wanted)
        self._ask_freshness()
        self.view.grid.setFocus()

    def scanned(self, code: str) -> bool:
        """A scan adds one multiple of its item."""
        if not self.book.cart_id or self.book.rows.locked:
            return False
        self.entering.scan(code)
        return True

    def _item(self) -> tuple[str, str] | None:
        """The item of the current line, for the star."""
        key = self.view.grid.current_key()
        line = self.book.rows.line(str(key)) if key is not None else None
        return (line.item_id, line.name) if line is not None and line.item_id else None

    def _on_stepped(self, key: str, _column: str, direction: int) -> None:
        self.book.step(key, direction)

    def _on_cleared(self, cleared: list[str], column: str) -> None:
        if column == COMMENT_COLUMN:
            for key in cleared:
                self.book.comment(key, "")
        elif column == QUANTITY_COLUMN:
            self.book.fill(cleared, 0)

    def _on_filled(self, filled: list[str], column: str) -> None:
        line = self.book.rows.line(filled[0]) if filled else None
        if line is None or len(filled) < 2:
            return
        if column == QUANTITY_COLUMN:
            self.book.fill(filled[1:], line.quantity_e3)
        elif column == COMMENT_COLUMN:
            for key in filled[1:]:
                self.book.comment(key, line.comment)

    def _on_place(self, place: QModelIndex) -> None:
        """In the empty row the cursor stands where an article is typed."""
        rows, grid = self.book.rows, self.view.grid
        if rows.key_at(place.row()) == BLANK and place.column() == rows.column_of(QUANTITY_COLUMN):
            grid.go_to(BLANK, ARTICLE_COLUMN)

    def _on_chip(self, chip: str) -> None:
        self.book.rows.set_filter(chip)
        self.view.grid.setFocus()

    def _on_card(self, key: str) -> None:
        line = self.book.rows.line(key)
        if line is not None and line.item_id:
            self._context.navigate("catalog", item=line.item_id)

    def _on_letters(self, typed: str) -> None:
        """A letter typed over a number begins a new line."""
        if not self.book.rows.locked and self.view.grid.go_to(BLANK, ARTICLE_COLUMN):
            self.view.grid.begin_edit(ARTICLE_COLUMN, typed)

    def _on_sum(self, summed: SelectionSum) -> None:
        self._many = summed.rows > 1
        self._show_facts()

    def _on_glanced(self) -> None:
        cart = self.book.cart
        self._show_head()
        if cart is not None:
            self.view.show_totals_later(cart)
        self._on_changed()
        self._place_cursor()

    def _on_opened(self) -> None:
        self._show_head()
        self._on_changed()
        self._place_cursor()

    def _show_head(self) -> None:
        cart = self.book.cart
        self.view.show_empty(False)
        if cart is not None and cart.frozen:
            self.view.banner.tell("info", tr("The cart is locked: its lines cannot be changed"))
        elif cart is not None and cart.state == "sealed":
            words = tr("The order of this cart is being sent, its lines cannot be changed")
            self.view.banner.tell("info", words)
        else:
            self.view.banner.clear()

    def _place_cursor(self) -> None:
        grid, rows = self.view.grid, self.book.rows
        if self._wanted:
            grid.go_to(rows.key_of_line(self._wanted), QUANTITY_COLUMN)
            self._wanted = ""
        elif not grid.currentIndex().isValid() or not rows.lines():
            grid.go_to(BLANK, ARTICLE_COLUMN)

    def _on_changed(self) -> None:
        rows = self.book.rows
        locked, some = rows.locked, bool(rows.counts[states.ALL])
        why = tr("The cart cannot be changed") if locked else tr("The cart is empty")
        self.view.send.set_enabled(some and not locked, why)
        if rows.filter() != "all" and not rows.counts.get(rows.filter()):
            rows.set_filter("all")
        self.view.show_counts(rows.counts, rows.filter())
        self.view.next.set_enabled(rows.has_problems(), tr("Nothing needs a decision"))
        if self.book.totals is not None:
            self.view.show_totals(self.book.totals)
        self._show_facts()
        self.doing.show_steps(self.book.steps)

    def _show_facts(self) -> None:
        cart = self.book.cart
        if cart is None:
            return
        facts = tr("“{name}” · saved {time}").format(
            name=cart.name, time=formats.clock(self.book.saved_at.astimezone())
        )
        chosen = self.view.grid.selected_keys() if self._many else ()
        self.view.header.set_facts(chosen_words(self.book.rows, chosen, cart.currency) or facts)

    def _on_refused(self, sentence: str) -> None:
        self.view.banner.tell("warn", sentence, closable=True)

    def _on_lost(self, error: Expected) -> None:
        self.view.show_empty(error.code == "no_contract")

    def _on_news(self, change: ChangeSet) -> None:
        if change.touches("context"):
            self.book.open()
        elif change.touches("carts") and change.initiator is None and not self.book.busy():
            self._context.runner.run(
                self._active_id, self._on_active, on="write", lane="order.active",
                failed=_quietly, owner=self,
            )  # fmt: skip
        if change.touches("sync", "stock", "prices"):
            self._ask_freshness()

    def _active_id(self) -> str:
        return self._services.carts.active().id

    def _on_active(self, cart_id: str) -> None:
        if cart_id != self.book.cart_id:
            self.book.open(cart_id)

    def _ask_freshness(self) -> None:
        self._context.runner.run(
            self._read_freshness, self.deciding.set_freshness, lane="order.fresh",
            failed=_quietly, owner=self,
        )  # fmt: skip

    def _read_freshness(self) -> Mapping[str, dt.datetime]:
        return self._services.sync.state().freshness


def _quietly(error: BaseException) -> bool:
    """No contract yet is no error of a background look."""
    return isinstance(error, Expected)
