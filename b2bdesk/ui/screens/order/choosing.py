"""What the chosen lines of the order sheet come to, in words for the heading."""

from __future__ import annotations

from collections.abc import Iterable

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.itemmodels.order_rows import OrderRows
from b2bdesk.ui.screens.order.view import volume, weight


def chosen_words(rows: OrderRows, keys: Iterable[object], currency: str) -> str:
    """Lines, quantity (of one unit only), sum with VAT, weight and volume; empty for one line."""
    found = [line for key in keys if (line := rows.line(key)) is not None]
    if len(found) < 2:
        return ""
    parts = [trn("{n} line", "{n} lines", len(found)).format(n=formats.number(len(found)))]
    if len({line.okei for line in found}) == 1:
        quantity = formats.quantity(sum(line.quantity_e3 for line in found))
        parts.append(f"{quantity} {found[0].unit}".strip())
    parts.append(formats.money(sum(line.gross_minor for line in found), currency))
    vat = sum(line.vat_minor for line in found)
    if vat:
        parts.append(tr("VAT {vat}").format(vat=formats.money(vat, currency)))
    parts.append(weight(sum(line.weight_g for line in found)))
    parts.append(volume(sum(line.volume_cm3 for line in found)))
    return tr("Selected: {what}").format(what=" / ".join(filter(None, parts)))
