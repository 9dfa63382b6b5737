"""Variants of a product as a matrix with a quantity in every cell.

Rows are the values of the longest axis, columns those of the next; with one axis alone the variants
stand in rows with article, stock and price. Further axes are switched outside (`switched`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject

from b2bdesk.domain.variants import Matrix
from b2bdesk.texts import formats, tr
from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.catalogue_rows import (
    QUANTITY_COLUMN,
    plain,
    price_cell,
    quantity_cell,
    stock_words,
)  # fmt: skip
from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    NUMBER,
    QUANTITY,
    TEXT,
    Cell,
    Column,
    GridRow,
    Key,
    Overlay,
)  # fmt: skip
from b2bdesk.usecases.rows.goods import Product
from b2bdesk.usecases.rows.offers import OfferRow

NAME = "value"
_CELL = 96
Quantities = Callable[[str], int]


class VariantRows(RowModel):
    """One slice of a product.

    Args:
        product: all variants; its matrix is not None.
        switched: values of the axes after the second.
        have: what the active cart has of an item id, in base units (e3).
        parent: owner.
    """

    def __init__(
        self,
        product: Product,
        switched: Sequence[str],
        have: Quantities,
        parent: QObject | None = None,
    ) -> None:
        matrix = product.matrix
        assert matrix is not None
        self._have = have
        self._offers = {offer.n: offer for offer in product.offers}
        self._items = _slice(matrix, switched)
        rows, columns = matrix.axes[0], matrix.axes[1] if len(matrix.axes) > 1 else None
        self._values = [value for value in rows.values if any(r == value for r, _ in self._items)]
        self._heads = (
            [value for value in columns.values if any(c == value for _, c in self._items)]
            if columns
            else [""]
        )
        title = _titled(rows.title, rows.unit)
        if columns is None:
            super().__init__(_single(title), parent)
        else:
            head = _titled(columns.title, columns.unit)
            super().__init__(_matrix(title, head, self._heads), parent)
        self._ready: dict[int, GridRow] = {}

    def offer_at(self, row: int, column: int) -> OfferRow | None:
        """The variant of a cell."""
        if not 0 <= row < len(self._values):
            return None
        head = self._heads[column - 1] if self.is_matrix() and column > 0 else self._heads[0]
        return self._offers.get(self._items.get((self._values[row], head), -1))

    def is_matrix(self) -> bool:
        """Whether two axes span it."""
        return self._heads != [""]

    def spot_of(self, n: int) -> tuple[str, str] | None:
        """Row key and column key of a variant's quantity, None when it is in another slice."""
        for (row, head), item in self._items.items():
            if item == n:
                return row, self._column_key(head)
        return None

    def again(self, n: int) -> None:
        """A quantity was taken: show it."""
        spot = self.spot_of(n)
        if spot is not None:
            row = self._values.index(spot[0])
            self._ready.pop(row, None)
            self._overlays.pop(spot, None)
            self._repaint(spot[0])

    def all_again(self) -> None:
        """Quantities were read anew."""
        self._ready.clear()
        if self._values:
            last = self.index(len(self._values) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row_total(self) -> int:
        return len(self._values)

    def key_at(self, row: int) -> Key | None:
        return self._values[row] if 0 <= row < len(self._values) else None

    def row_of(self, key: Key) -> int:
        return self._values.index(str(key)) if key in self._values else -1

    def grid_row(self, row: int) -> GridRow | None:
        found = self._ready.get(row)
        if found is None and 0 <= row < len(self._values):
            found = self._ready[row] = self._painted(row)
        return found

    def text_at(self, row: int, column: int) -> str:
        """A cell says its quantity, price and stock to screen readers."""
        words = super().text_at(row, column)
        cell = self.cell(row, column)
        if isinstance(cell, Cell) and cell.sub:
            return f"{words}; {cell.sub}"
        return words

    def _painted(self, row: int) -> GridRow:
        value = self._values[row]
        if not self.is_matrix():
            offer = self.offer_at(row, 0)
            return _line(value, offer, self._have(offer.id) if offer else 0)
        cells: dict[str, str | Cell] = {NAME: Cell(value, strong=True)}
        for head in self._heads:
            offer = self._offers.get(self._items.get((value, head), -1))
            cells[self._column_key(head)] = self._cell(offer)
        return GridRow(value, cells)

    def _cell(self, offer: OfferRow | None) -> Cell:
        if offer is None:
            return Cell("", locked=True)
        have = self._have(offer.id)
        price = price_cell(offer)
        words = price.text if isinstance(price, Cell) else price
        gone = not offer.in_assortment or offer.status == "deleted"
        return Cell(
            formats.quantity(have) if have else "·",
            value=have,
            edit=plain(have) if have else " ",
            sub=f"{words} · {stock_words(offer)}",
            sub_tone="bad" if offer.stock_e3 == 0 else "text3",
            locked=gone,
        )

    def _column_key(self, head: str) -> str:
        return f"v:{head}" if self.is_matrix() else QUANTITY_COLUMN


class VariantHand:
    """Quantities of a slice as `Ordering` wants them: rows named by item number."""

    def __init__(self) -> None:
        self.rows: VariantRows | None = None
        self._known: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def show(self, rows: VariantRows, offers: Sequence[OfferRow]) -> None:
        """Work on another slice."""
        self.rows = rows
        self._numbers = {offer.id: offer.n for offer in offers}

    def set_quantities(self, quantities: Mapping[str, int]) -> None:
        """Take what the active cart has."""
        self._known = dict(quantities)
        if self.rows is not None:
            self.rows.all_again()

    def quantity(self, item_id: str) -> int:
        """What the active cart has of an item."""
        return self._known.get(item_id, 0)

    def put_quantity(self, item_id: str, quantity_e3: int) -> None:
        """An order was taken: show it."""
        if quantity_e3:
            self._known[item_id] = quantity_e3
        else:
            self._known.pop(item_id, None)
        if self.rows is not None and item_id in self._numbers:
            self.rows.again(self._numbers[item_id])

    def overlay(self, key: Key, _column: str) -> Overlay | None:
        """What is typed over the quantity of an item."""
        spot = self._spot(key)
        return None if spot is None or self.rows is None else self.rows.overlay(*spot)

    def set_pending(self, key: Key, _column: str, text: str) -> None:
        """Show a typed value at once."""
        spot = self._spot(key)
        if spot is not None and self.rows is not None:
            self.rows.set_pending(*spot, text)

    def refuse(self, key: Key, _column: str, text: str, reason: str) -> None:
        """Show that a typed value was refused."""
        spot = self._spot(key)
        if spot is not None and self.rows is not None:
            self.rows.refuse(*spot, text, reason)

    def _spot(self, key: Key) -> tuple[str, str] | None:
        return self.rows.spot_of(int(key)) if self.rows is not None else None


def _slice(matrix: Matrix, switched: Sequence[str]) -> dict[tuple[str, str], int]:
    found = {}
    for place, n in matrix.places.items():
        if tuple(place[2:]) == tuple(switched):
            found[place[0], place[1] if len(place) > 1 else ""] = n
    return found


def _titled(title: str, unit: str) -> str:
    return f"{title}, {unit}" if unit else title


def _matrix(title: str, head: str, heads: Sequence[str]) -> list[Column]:
    columns = [Column(NAME, title, TEXT, 110, hideable=False, strong=True)]
    columns += [
        Column(f"v:{value}", value, QUANTITY, _CELL, editable=True, hideable=False, band=head,
               min_width=84)
        for value in heads
    ]  # fmt: skip
    return columns


def _single(title: str) -> list[Column]:
    return [
        Column(NAME, title, TEXT, 150, stretch=True, hideable=False, strong=True),
        Column("article", tr("Article"), ARTICLE, 180),
        Column("stock", tr("Stock"), NUMBER, 110),
        Column("price", tr("Price"), NUMBER, 100),
        Column(QUANTITY_COLUMN, tr("Qty"), QUANTITY, 96, editable=True, hideable=False),
    ]


def _line(value: str, offer: OfferRow | None, have_e3: int) -> GridRow:
    if offer is None:
        return GridRow(value, {NAME: value})
    cells: dict[str, str | Cell] = {
        NAME: Cell(value, strong=True),
        "article": offer.article,
        "stock": Cell(stock_words(offer), tone="bad" if offer.stock_e3 == 0 else ""),
        "price": price_cell(offer),
        QUANTITY_COLUMN: quantity_cell(have_e3),
    }
    gone = not offer.in_assortment or offer.status == "deleted"
    return GridRow(value, cells, muted=not offer.stock_e3, locked=gone)
