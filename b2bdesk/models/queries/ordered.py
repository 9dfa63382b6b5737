"""Has a cart been ordered already? Seen by its line ids in the orders the portal holds.

A desk.db restored from a backup, or a cloned data folder, may show as a draft what was sent long
ago (RELIABILITY F7, I18). The ids of the lines went out with the order, so the cached orders tell;
no clock is asked, as that of the cart may have been years off. Asked by `usecases.submit` before a
cart is checked or sealed.
"""

from collections.abc import Callable

from b2bdesk.models.desk import DeskStore

_LIVE = "coalesce(o.state, '') NOT IN ('cancelled', 'rejected')"
_NAME = "coalesce(nullif(o.number, ''), o.id)"
_LINES = "SELECT line_id FROM cart_line WHERE cart_id = ?"
_DRAWN = (
    f"SELECT {_NAME} FROM ({_LINES}) c CROSS JOIN order_line l ON l.line_id = c.line_id"
    f" CROSS JOIN orders o ON o.sid = l.sid AND o.id = l.order_id WHERE {_LIVE}"
)
_UNREADABLE = (
    f"SELECT {_NAME} FROM orders o WHERE {_LIVE} AND CASE WHEN EXISTS"
    " (SELECT 1 FROM order_line l WHERE l.sid = o.sid AND l.order_id = o.id)"
    " OR NOT json_valid(o.body) THEN 0 ELSE EXISTS"
    " (SELECT 1 FROM json_each(o.body, '$.lines') l WHERE"
    f" json_extract(l.value, '$.line_id') IN ({_LINES})) END"
)
"""Orders of which no lines could be drawn: their bodies are looked through; they are few."""


def ordered_carts(store: DeskStore) -> Callable[[str], tuple[str, ...]]:
    """Return what names the orders that hold lines of a cart: one probe a line of the cart."""

    def numbers(cart_id: str) -> tuple[str, ...]:
        with store.reading() as connection:
            found = connection.exec_driver_sql(
                f"{_DRAWN} UNION {_UNREADABLE} ORDER BY 1", (cart_id, cart_id)
            )
            return tuple(found.scalars())

    return numbers
