"""The rows most lists consist of, judged together: one sure item, a whole quantity in its unit.

Nine rows of ten are such; the long way through `bulk_judging` is for the rest. Goes by columns,
because there are 100,000 of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter

from b2bdesk.domain.bulk_quantity import parse_quantity
from b2bdesk.domain.bulk_rowlist import Picker, PlainRow
from b2bdesk.domain.bulk_rows import ItemState, Match
from b2bdesk.trade.tablerows import RawRow, column_texts

Resolved = Mapping[str, Sequence[Match]]


def plain_rows(
    rows: Sequence[RawRow],
    roles: Sequence[tuple[str, int]],
    resolved: Resolved,
    facts: Mapping[str, ItemState],
) -> list[PlainRow | None]:
    """The plain rows of one table in their places; None = take the long way.

    Args:
        rows: of the table.
        roles: the roles of columns with the columns.
        resolved: hits by text.
        facts: states by item id.
    """
    at = dict(roles)
    if not rows or "article" not in at or "quantity" not in at:
        return [None] * len(rows)
    numbers, texts, marks, _styles = zip(*rows, strict=True)

    def column(role: str) -> Iterable[str]:
        return column_texts(rows, at[role]) if role in at else repeat("")

    articles, quantities = column("article"), column("quantity")
    amounts = {text: _plain_amount(text) for text in set(quantities)}
    hits = list(map(resolved.get, articles))
    found: list[PlainRow | None] = [
        (pick, number, cells, one, item, amount, typed, comment)
        if amount
        and one is not None
        and item is not None
        and not mark
        and not own
        and not address
        and (not unit or unit == item.unit)
        else None
        for pick, number, cells, one, item, amount, typed, comment, mark, own, address, unit in zip(
            _pickers(roles, texts), numbers, texts, hits, _sure_items(hits, facts),
            map(amounts.__getitem__, quantities), articles, column("comment"), marks,
            column("own_code"), column("address"), column("unit"), strict=False,
        )
    ]  # fmt: skip
    if "barcode" in at:
        pairs = zip(found, column("barcode"), strict=False)
        found = [
            row if row is None or not code or _agrees(code, row[4].id, resolved) else None
            for row, code in pairs
        ]
    return found


def _sure_items(
    hits: Sequence[Sequence[Match] | None], facts: Mapping[str, ItemState]
) -> list[ItemState | None]:
    """The item of each text that leads to one only, of which nothing needs to be said."""
    item_of = facts.get
    items = [
        item_of(one[0].item_id) if one is not None and len(one) == 1 and not one[0].okei else None
        for one in hits
    ]
    return [
        item
        if item is not None
        and item.price_e5 is not None
        and item.in_assortment
        and not item.replaced_by
        else None
        for item in items
    ]


def _pickers(
    roles: Sequence[tuple[str, int]], texts: Sequence[tuple[str, ...]]
) -> Iterable[Picker]:
    """What takes the cells of roles out of each row."""
    widths = list(map(len, texts))
    of_width = {width: _picker(roles, width) for width in set(widths)}
    return map(of_width.__getitem__, widths)


def _picker(roles: Sequence[tuple[str, int]], width: int) -> Picker:
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


def _agrees(barcode: str, item_id: str, resolved: Resolved) -> bool:
    """Say whether a plain barcode leads to the same item, or nowhere."""
    return barcode.isdigit() and all(m.item_id == item_id for m in resolved.get(barcode, ()))
