"""All variants of a product in one sheet: sizes × colours with a quantity in every cell (S4).

Further axes are chips above the matrix. Digits order, arrows walk, Enter opens the card of a
variant. Layout and its own small state; use cases are called by `cards`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import formats, language, tr, trn
from b2bdesk.trade.unit import short
from b2bdesk.ui.itemmodels.catalogue_rows import pack_words, price_cell, stock_words
from b2bdesk.ui.itemmodels.rows import Cell
from b2bdesk.ui.itemmodels.variant_rows import VariantHand, VariantRows
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.chip import ChipRow, ChipSpec
from b2bdesk.ui.widgets.foot_bars import ExplainBar
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.usecases.rows.goods import Product
from b2bdesk.usecases.rows.offers import OfferRow


class VariantSheet(QWidget):
    """The sheet.

    Args:
        hand: keeps the quantities of the slice shown.
        parent: owner.

    Signals:
        typed: an offer and the quantity typed.
        stepped: an offer, −1 or +1.
        item_wanted: number of a variant whose card is asked for.
    """

    typed = Signal(object, str)
    stepped = Signal(object, int)
    item_wanted = Signal(int)

    def __init__(self, hand: VariantHand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand = hand
        self._product: Product | None = None
        self._switched: list[str] = []
        self.rows: VariantRows | None = None
        self.grid: DeskGrid | None = None
        self._title = PlainLabel("", 16, look.SEMIBOLD)
        self._facts = PlainLabel("", 12, tone="text2")
        self._axes = QVBoxLayout()
        self._axes.setSpacing(6)
        self._chips: list[ChipRow] = []
        self._place = QVBoxLayout()
        self._explain = ExplainBar()
        self._empty = EmptyState(
            "table", tr("Variants differ in nothing the supplier tells"),
            tr("They stand in the list below each other"),
        )  # fmt: skip
        self._empty.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 6, 20, 4)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._facts, 1)
        axes = QHBoxLayout()
        axes.setContentsMargins(20, 2, 20, 10)
        axes.addLayout(self._axes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(axes)
        column.addLayout(self._place, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._explain)

    def show_product(self, product: Product, n: int) -> None:
        """Show the variants of a product; the cursor stands on item `n`."""
        self._product = product
        self._title.set_text(product.name)
        count = len(product.offers)
        words = trn("{n} variant", "{n} variants", count).format(n=formats.number(count))
        matrix = product.matrix
        axes = " × ".join(axis.title for axis in matrix.axes) if matrix else ""
        self._facts.set_text(f"{words} · {axes}" if axes else words)
        self._empty.setVisible(matrix is None)
        self._explain.explain("", "")
        if matrix is None:
            self._drop_grid()
            return
        place = matrix.place_of(n) or next(iter(matrix.places))
        self._switched = list(place[2:])
        self._show_axes()
        self._show_slice(n)

    def focus_grid(self) -> None:
        """Put the keyboard into the matrix."""
        if self.grid is not None:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_offer(self) -> OfferRow | None:
        """The variant under the cursor."""
        if self.grid is None or self.rows is None:
            return None
        index = self.grid.currentIndex()
        return self.rows.offer_at(index.row(), index.column())

    def _show_axes(self) -> None:
        for row in self._chips:
            self._axes.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._chips = []
        matrix = self._product.matrix if self._product else None
        for at, axis in enumerate(matrix.axes[2:] if matrix else ()):
            row = ChipRow(single=True)
            row.setAccessibleName(axis.title)
            row.set_chips([ChipSpec(value, value, keep=True) for value in axis.values])
            row.set_checked(self._switched[at])
            row.chosen.connect(partial(self._on_switched, at))
            self._chips.append(row)
            self._axes.addWidget(row)

    def _on_switched(self, at: int, value: str) -> None:
        self._switched[at] = value
        self._chips[at].set_checked(value)
        here = self.current_offer()
        self._show_slice(here.n if here else -1)

    def _show_slice(self, n: int) -> None:
        if self._product is None:
            return
        self._drop_grid()
        self.rows = VariantRows(self._product, self._switched, self._hand.quantity, self)
        self._hand.show(self.rows, self._product.offers)
        grid = self.grid = DeskGrid(tr("Variants"), two_line=self.rows.is_matrix())
        grid.set_rows_model(self.rows)
        grid.freeze(self.rows.columns[0].key)
        grid.enter_moves = False
        grid.edited.connect(self._on_edited)
        grid.stepped.connect(self._on_stepped)
        grid.cleared.connect(self._on_cleared)
        grid.entered.connect(self._on_entered)
        grid.opened.connect(self._on_entered)
        grid.card_requested.connect(self._on_entered)
        grid.selectionModel().currentChanged.connect(self._on_current)
        self._place.addWidget(grid)
        spot = self.rows.spot_of(n)
        if spot is not None:
            grid.go_to(*spot)
        else:
            grid.go_to_row(0, self.rows.columns[-1].key if not self.rows.is_matrix() else "")
        self._tell()

    def _drop_grid(self) -> None:
        if self.grid is not None:
            self._place.removeWidget(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
            self.grid = None

    def _at(self, key: object, column: str) -> OfferRow | None:
        if self.rows is None:
            return None
        row = self.rows.row_of(str(key))
        return self.rows.offer_at(row, self.rows.column_of(column))

    def _on_edited(self, key: object, column: str, text: str) -> None:
        self._with(key, column, partial(_emit_typed, self, text))

    def _on_stepped(self, key: object, column: str, direction: int) -> None:
        self._with(key, column, partial(_emit_stepped, self, direction))

    def _on_cleared(self, keys: list[object], column: str) -> None:
        for key in keys:
            self._with(key, column, partial(_emit_typed, self, "0"))

    def _with(self, key: object, column: str, act: Callable[[OfferRow], None]) -> None:
        offer = self._at(key, column)
        if offer is not None:
            act(offer)

    def _on_entered(self, _key: object) -> None:
        offer = self.current_offer()
        if offer is not None:
            self.item_wanted.emit(offer.n)

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._tell()

    def _tell(self) -> None:
        offer = self.current_offer()
        if offer is None:
            self._explain.explain("", tr("There is no such variant"))
            return
        price = price_cell(offer)
        unit = short(offer.okei, language())
        each = tr("{price} per {unit}").format(
            price=price.text if isinstance(price, Cell) else price, unit=unit
        )
        stock = tr("stock {n}").format(n=stock_words(offer))
        words = " · ".join((offer.article, each, stock, pack_words(offer)))
        self._explain.explain("", offer.name, words)


def _emit_typed(sheet: VariantSheet, text: str, offer: OfferRow) -> None:
    sheet.typed.emit(offer, text)


def _emit_stepped(sheet: VariantSheet, direction: int, offer: OfferRow) -> None:
    sheet.stepped.emit(offer, direction)
