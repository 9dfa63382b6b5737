"""Grid models of goods with a quantity column that shows what the active cart has.

`ui.screens.ordering` types into them. Rows are held in memory; each raw row names its item by
the opaque id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject

from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import Column, GridRow, Key

Raw = TypeVar("Raw")
Prepare = Callable[[Raw, int], GridRow]


class OrderedListModel(ListRowModel[Raw]):
    """Goods in memory.

    Args:
        columns: all columns; the one of quantities is `catalogue_rows.QUANTITY_COLUMN`.
        item_id: item of a raw row; it is also the key of the row.
        prepare: a raw row and what the cart has of it (base units, e3) to the painted row.
        parent: owner.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        item_id: Callable[[Raw], str],
        prepare: Prepare[Raw],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, item_id, self._painted, parent)
        self._item_id = item_id
        self._paint_row = prepare
        self._quantities: dict[str, int] = {}

    def set_quantities(self, quantities: Mapping[str, int]) -> None:
        """Take what the active cart has: item id → base units (e3)."""
        self._quantities = dict(quantities)
        self.prepare_again()

    def quantity(self, item_id: str) -> int:
        """What the active cart has of an item, in base units (e3)."""
        return self._quantities.get(item_id, 0)

    def put_quantity(self, item_id: str, quantity_e3: int) -> None:
        """An order was taken: show it in its row."""
        if quantity_e3:
            self._quantities[item_id] = quantity_e3
        else:
            self._quantities.pop(item_id, None)
        key: Key = item_id
        number = self.row_of(key)
        if number >= 0:
            self._ready[number] = None
            self.settle(key)
            self._repaint(key)

    def _painted(self, raw: Raw, _number: int) -> GridRow:
        return self._paint_row(raw, self._quantities.get(self._item_id(raw), 0))
