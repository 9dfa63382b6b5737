"""The row most lists consist of, judged at once: one sure item, a whole quantity in its unit.

Nine rows of ten are such; the long way through `bulk_judging` is for the rest. A closure with
local names, because this runs for each of 100,000 rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from b2bdesk.domain.bulk_quantity import parse_quantity
from b2bdesk.domain.bulk_rows import MATCHED, BulkRow, ItemState, Match
from b2bdesk.trade.tablerows import RawRow

PlainReader = Callable[[RawRow], BulkRow | None]


def plain_reader(
    roles: Sequence[tuple[str, int]],
    resolved: Mapping[str, Sequence[Match]],
    facts: Mapping[str, ItemState],
) -> PlainReader:
    """Make the reader of plain rows of one table; None from it = take the long way.

    Args:
        roles: the roles of columns with the columns.
        resolved: hits by text.
        facts: states by item id.
    """
    hits_of, item_of = resolved.get, facts.get

    def read(row: RawRow) -> BulkRow | None:
        number, texts, marks, _style = row
        if marks:
            return None
        width = len(texts)
        cells = {role: text for role, at in roles if at < width and (text := texts[at])}
        matches = hits_of(cells.get("article", ""))
        if matches is None or len(matches) != 1 or "own_code" in cells:
            return None
        item_id, kind, _level, okei = matches[0]
        item = item_of(item_id)
        if okei or item is None or not _sellable(item, cells.get("unit")):
            return None
        e3, unit, _problem, each_e3, note = parse_quantity(cells.get("quantity", ""))
        if e3 is None or e3 <= 0 or e3 % 1000 or unit or each_e3 or note:
            return None
        if "barcode" in cells and not _agrees(cells["barcode"], item_id, resolved):
            return None
        return BulkRow(
            number, cells, MATCHED, (), kind, item_id, item.article, item.name, item.okei,
            e3, 0, item.price_e5, item.stock_e3,
        )  # fmt: skip

    return read


def _sellable(item: ItemState, unit: str | None) -> bool:
    """Say whether nothing needs to be said of an item: it has a price, is sold, in this unit."""
    if item.price_e5 is None or not item.in_assortment or item.replaced_by:
        return False
    return unit is None or unit == item.unit


def _agrees(barcode: str, item_id: str, resolved: Mapping[str, Sequence[Match]]) -> bool:
    """Say whether a plain barcode leads to the same item, or nowhere."""
    return barcode.isdigit() and all(m.item_id == item_id for m in resolved.get(barcode, ()))
