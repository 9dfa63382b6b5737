"""Has a cart been ordered already? Seen by its line ids in the orders the portal holds.

A desk.db restored from a backup, or a cloned data folder, may show as a draft what was sent long
ago (RELIABILITY F7, I18). The ids of the lines went out with the order, so the cached orders tell.
Asked by `usecases.submit` before a cart is checked or sealed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from b2bdesk.models.desk import DeskStore

_SKEW = timedelta(days=2)


def ordered_carts(store: DeskStore) -> Callable[[str, datetime], tuple[str, ...]]:
    """Return what names the orders that hold lines of a cart made at some time."""

    def numbers(cart_id: str, made_at: datetime) -> tuple[str, ...]:
        since = (made_at - _SKEW).date().isoformat()
        with store.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT o.number FROM orders o WHERE o.created_at >= ?"
                " AND coalesce(o.state, '') NOT IN ('cancelled', 'rejected') AND json_valid(o.body)"
                " AND EXISTS (SELECT 1 FROM json_each(o.body, '$.lines') l WHERE"
                " json_extract(l.value, '$.line_id') IN"
                " (SELECT line_id FROM cart_line WHERE cart_id = ?)) ORDER BY o.number",
                (since, cart_id),
            )
            return tuple(found.scalars())

    return numbers
