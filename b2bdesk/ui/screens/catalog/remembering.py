"""The filters of the catalogue as settings, kept till the next start. No Qt.

What is promoted and what is new is asked for the day of the start, not for the day it was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from b2bdesk.usecases.rows.offers import Query

_SORTS = ("rank", "article", "name", "brand", "price", "stock")


def remembered(query: Query) -> dict[str, object]:
    """Return a question without its words, as plain lists."""
    return {
        "group": query.group,
        "in_stock": query.in_stock,
        "bought": query.bought,
        "sort": query.sort,
        "descending": query.descending,
        "brands": list(query.brands),
        "places": list(query.places),
        "attributes": [[name, list(values)] for name, values in query.attributes],
        "ranges": [list(each) for each in query.ranges],
        "price": [query.price_from_e5, query.price_to_e5],
        "promoted": query.promoted_on is not None,
        "added": query.added_from is not None,
    }


def recalled(state: object, today: Callable[[], date], news_from: Callable[[], date]) -> Query:
    """Return the question that was remembered; anything broken is ignored."""
    if not isinstance(state, Mapping):
        return Query()
    sort, group = state.get("sort"), state.get("group")
    low, high = _pair(state.get("price"))
    return Query(
        group=group if isinstance(group, str) else "",
        brands=_words(state.get("brands")),
        in_stock=state.get("in_stock") is True,
        bought=state.get("bought") is True,
        price_from_e5=low,
        price_to_e5=high,
        sort=sort if sort in _SORTS else "rank",
        descending=state.get("descending") is True,
        attributes=_attributes(state.get("attributes")),
        ranges=_ranges(state.get("ranges")),
        places=_words(state.get("places")),
        promoted_on=today() if state.get("promoted") is True else None,
        added_from=news_from() if state.get("added") is True else None,
    )


def _list(told: object) -> list[Any]:
    return told if isinstance(told, list) else []


def _words(told: object) -> tuple[str, ...]:
    return tuple(each for each in _list(told) if isinstance(each, str))


def _attributes(told: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = [each for each in _list(told) if isinstance(each, list) and len(each) == 2]
    found = [(name, _words(values)) for name, values in rows if isinstance(name, str)]
    return tuple(each for each in found if each[1])


def _ranges(told: object) -> tuple[tuple[str, str, str], ...]:
    rows = [_words(each) for each in _list(told)]
    return tuple((row[0], row[1], row[2]) for row in rows if len(row) == 3)


def _pair(told: object) -> tuple[int | None, int | None]:
    both = [each if isinstance(each, int) and each >= 0 else None for each in _list(told)]
    return (both[0], both[1]) if len(both) == 2 else (None, None)
