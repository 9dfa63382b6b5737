"""Which changes the filters of the price radar let through."""

from collections.abc import Sequence

from b2bdesk.models.queries.view import View
from b2bdesk.usecases.rows.radar import Change, RadarQuery

_BELOW = (
    "WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT g.id FROM grp g JOIN below b"
    " ON g.parent = b.id WHERE g.sid = ?) SELECT n FROM item WHERE grp IN (SELECT id FROM below)"
)


def kept(
    view: View, query: RadarQuery, bought: dict[int, int], found: Sequence[Change]
) -> list[Change]:
    """Keep what the filters let through."""
    allowed: set[int] | None = None
    for wanted, statement, values in (
        (query.favourites, "SELECT i.n FROM favourite f JOIN item i ON i.id = f.item_id", ()),
        (query.group, _BELOW, (query.group, view.assortment)),
        (query.brand, "SELECT n FROM item WHERE brand = ?", (query.brand,)),
    ):
        if wanted:
            ns = {row[0] for row in view.rows(statement, values)}
            allowed = ns if allowed is None else allowed & ns
    return [
        change
        for change in found
        if (allowed is None or change.n in allowed) and (not query.bought or change.n in bought)
    ]
