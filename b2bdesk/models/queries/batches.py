"""SQL of the days until which the stock of an item may be used.

What the supplier told of a batch is believed only while something lies at its place.
"""

EARLIEST, LATEST = "min", "max"


def use_by(which: str, stock: object, n: str) -> str:
    """Return a scalar subquery: the earliest or latest ISO date of an item's batches, or NULL.

    Args:
        which: EARLIEST or LATEST.
        stock: sid of the stock view, or a placeholder for it.
        n: SQL of the item's number.
    """
    return (
        f"(SELECT {which}(q.use_by) FROM batch q JOIN stock l"
        " ON l.sid = q.sid AND l.n = q.n AND l.place = q.place"
        f" WHERE q.sid = {stock} AND q.n = {n} AND coalesce(q.qty, 1) > 0 AND l.qty > 0)"
    )
