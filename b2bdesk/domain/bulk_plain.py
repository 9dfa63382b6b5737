"""The row most lists consist of, judged at once: one sure item, a whole quantity in its unit.

Nine rows of ten are such; the long way through `bulk_judging` is for the rest. A closure with
local names, because this runs for each of 100,000 rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

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
    barcoded = any(role == "barcode" for role, _at in roles)
    pickers: dict[int, Callable[[tuple[str, ...]], dict[str, str]]] = {}
    amounts: dict[str, int] = {}

    def read(row: RawRow) -> BulkRow | None:
        number, texts, marks, _style = row
        if marks:
            return None
        width = len(texts)
        pick = pickers.get(width)
        if pick is None:
            pick = pickers[width] = _picker(roles, width)
        cells = pick(texts)
        matches = hits_of(cells.get("article", ""))
        if matches is None or len(matches) != 1 or "own_code" in cells:
            return None
        item_id, kind, _level, okei, _found = matches[0]
        item = item_of(item_id)
        if okei or item is None:
            return None
        _id, article, name, base, unit, _packs, _min, _multiple, price, stock, sold, instead, _n = (
            item
        )
        if price is None or not sold or instead or cells.get("unit", unit) != unit:
            return None  # something needs to be said of the item
        amount = cells.get("quantity", "")
        e3 = amounts.get(amount, -1)
        if e3 < 0:
            e3 = amounts[amount] = _plain_amount(amount)
        if not e3 or (barcoded and not _agrees(cells.get("barcode"), item_id, resolved)):
            return None
        return BulkRow(
            number, cells, MATCHED, (), kind, item_id, article, name, base, e3, 0, price, stock
        )

    return read


def _picker(
    roles: Sequence[tuple[str, int]], width: int
) -> Callable[[tuple[str, ...]], dict[str, str]]:
    """What takes the cells of roles out of rows of a width: filled ones by role."""
    known = [(role, at) for role, at in roles if at < width]
    names = tuple(role for role, _at in known)
    if len(known) < 2:
        return lambda texts: {role: text for role, at in known if (text := texts[at])}
    take = itemgetter(*(at for _role, at in known))

    def pick(texts: tuple[str, ...]) -> dict[str, str]:
        values = take(texts)
        if "" in values:
            return {role: text for role, text in zip(names, values, strict=True) if text}
        return dict(zip(names, values, strict=True))

    return pick


def _plain_amount(text: str) -> int:
    """Thousandths of a whole quantity above nothing, without a unit or a note; 0 = look closer."""
    e3, unit, _problem, each_e3, note = parse_quantity(text)
    return 0 if e3 is None or e3 <= 0 or e3 % 1000 or unit or each_e3 or note else e3


def _agrees(barcode: str | None, item_id: str, resolved: Mapping[str, Sequence[Match]]) -> bool:
    """Say whether a plain barcode leads to the same item, or nowhere; a missing one does."""
    if barcode is None:
        return True
    return barcode.isdigit() and all(m.item_id == item_id for m in resolved.get(barcode, ()))
