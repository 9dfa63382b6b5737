"""What stands beside an item in the cache: variants, companions; implements `GoodsPort`."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from b2bdesk.models.queries.offers import offers
from b2bdesk.models.queries.view import View, Views
from b2bdesk.usecases.rows.offers import OfferRow

FITS = "fits"
MOST_VARIANTS = 3_000
_SHOWN = 24
_PRODUCT = (
    "SELECT v.n FROM item i CROSS JOIN item v ON v.variant = i.variant AND v.variant <> ''"
    " WHERE i.n = ? AND i.variant <> '' AND coalesce(v.status, '') <> 'deleted'"
    " AND EXISTS (SELECT 1 FROM item_member m WHERE m.sid = {sid} AND m.n = v.n)"
)


class GoodsQueries:
    """Reads goods for the contract in use."""

    def __init__(self, views: Views, today: Callable[[], date]) -> None:
        self._views = views
        self._today = today

    def fits(self, n: int) -> tuple[OfferRow, ...]:
        """Return goods an item works with: the supplier's rank, what is in stock first."""
        with self._views.now() as view:
            found = view.rows(
                'SELECT i.n FROM link l JOIN item i ON i.id = l."to" OR i.n = l."to"'
                " WHERE l.sid = ? AND l.n = ? AND l.kind = ? ORDER BY l.rank LIMIT ?",
                (view.assortment, n, FITS, _SHOWN),
            )
            rows = offers(view, [row[0] for row in found], self._today())
        shown = [row for row in rows if row.in_assortment and row.status != "deleted"]
        return tuple(sorted(shown, key=_out_of_stock))

    def variant_count(self, n: int) -> int:
        """Return how many variants the item's product has, 0 when it is alone."""
        with self._views.now() as view:
            count = len(self._product(view, n))
        return count if count > 1 else 0

    def variants(self, n: int) -> Sequence[tuple[OfferRow, Mapping[str, str]]]:
        """Return the variants of the item's product with their attributes, in catalogue order."""
        with self._views.now() as view:
            ns = self._product(view, n)
            rows = offers(view, ns, self._today())
            told = dict(
                view.rows(
                    "SELECT i.n, i.attributes FROM json_each(?) j"
                    " CROSS JOIN item i ON i.n = j.value",
                    [json.dumps(ns)],
                )
            )
        return [(row, _plain(told.get(row.n))) for row in rows]

    def _product(self, view: View, n: int) -> list[int]:
        statement = f"{_PRODUCT.format(sid=view.assortment)} ORDER BY v.n LIMIT {MOST_VARIANTS}"
        return [row[0] for row in view.rows(statement, (n,))]


def _out_of_stock(offer: OfferRow) -> bool:
    return not offer.stock_e3


def _plain(text: object) -> dict[str, str]:
    try:
        data: Any = json.loads(text) if isinstance(text, str) else {}
    except ValueError:
        return {}
    if not isinstance(data, dict):
        return {}
    return {
        str(name): str(value)
        for name, value in data.items()
        if isinstance(value, str | int | float)
    }
