"""Rows of a distribution: a line of the cart, what is left of it, a quantity per address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter

from PySide6.QtCore import QObject

from b2bdesk.texts import formats, tr
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    INDEX,
    NUMBER,
    QUANTITY,
    Cell,
    Column,
    GridRow,
    RowState,
)
from b2bdesk.usecases.rows.account import AddressRow
from b2bdesk.usecases.rows.distribution import SharedLine

ALL = "·all"
AT = "at:"


def columns(addresses: Sequence[AddressRow]) -> list[Column]:
    """The fixed columns, then one per address."""
    fixed = [
        Column("n", tr("No."), INDEX, 42, hideable=False),
        Column("article", tr("Article"), ARTICLE, 152),
        Column("name", tr("Name"), width=170, stretch=True, min_width=110, max_width=420),
        Column("unit", tr("Unit"), width=48, weak=True),
        Column("quantity", tr("In the cart"), NUMBER, 78),
        Column("left", tr("Left"), NUMBER, 72),
    ]
    places = [
        Column(AT + each.id, each.name or each.text, QUANTITY, _wide(each.name), editable=True)
        for each in addresses
    ]
    return [*fixed, *places]


def model(addresses: Sequence[AddressRow], parent: QObject) -> ListRowModel[SharedLine]:
    """An empty model for these addresses."""
    prepare = partial(_painted, tuple(each.id for each in addresses))
    return ListRowModel(columns(addresses), attrgetter("line_id"), prepare, parent)


def _wide(name: str) -> int:
    """Pixels for the name of an address, within reason."""
    return min(max(112, round(7.2 * len(name)) + 22), 176)


def total_of(lines: Sequence[SharedLine]) -> SharedLine:
    """A row of sums per address."""
    sums: dict[str, int] = {}
    for line in lines:
        for address, quantity in line.cells.items():
            sums[address] = sums.get(address, 0) + quantity
    whole = sum(line.quantity_e3 for line in lines)
    return SharedLine(ALL, 0, "", tr("In all"), "", whole, 1, 0, sums)


def moved_total(
    total: SharedLine, before: Sequence[SharedLine], after: Sequence[SharedLine]
) -> SharedLine:
    """The row of sums after some lines have changed; its cost is that of these lines."""
    sums = dict(total.cells)
    for lines, sign in ((before, -1), (after, 1)):
        for line in lines:
            for address, quantity in line.cells.items():
                sums[address] = sums.get(address, 0) + sign * quantity
    return replace(total, cells=sums)


def _left(left: int) -> Cell:
    tone = "bad" if left < 0 else "warn" if left else "text3"
    return Cell(formats.quantity(left) if left else "—", tone=tone, strong=left < 0)


def _painted(addresses: Sequence[str], line: SharedLine, _number: int) -> GridRow:
    total = line.line_id == ALL
    left = line.left_e3
    cells: dict[str, str | Cell] = {
        "n": "" if total else str(line.position),
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "quantity": formats.quantity(line.quantity_e3),
        "left": "" if total else _left(left),
    }
    for address in addresses:
        quantity = line.cells.get(address, 0)
        words = formats.quantity(quantity)
        if total:
            cells[AT + address] = Cell(words if quantity else "—", tone="text2", locked=True)
        else:
            cells[AT + address] = Cell(
                words if quantity else "·", value=quantity, edit=words if quantity else ""
            )
    state = RowState("bad", "circle-x", "") if left < 0 and not total else None
    return GridRow(key=line.line_id, cells=cells, state=state)
