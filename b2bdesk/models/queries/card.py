"""The card of an item: everything the cache knows of it for the contract in use.

The price explanation comes from `trade.pricing`, so its steps add up to the price in the row;
analogues are ranked by the supplier's rank, those in stock first.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from b2bdesk.models.prices import price_types, read_terms
from b2bdesk.models.queries.moments import day, instant
from b2bdesk.models.queries.offers import offers, offers_by_ids
from b2bdesk.models.queries.orders import purchases_of
from b2bdesk.models.queries.view import View, Views
from b2bdesk.trade.pricing import Break, ItemFacts, Priced, Pricer
from b2bdesk.usecases.rows.offers import (
    CardRow,
    ItemFile,
    OfferRow,
    PlaceStock,
    PriceStep,
    UnitRow,
)

_ANALOGUE, _RELATED = "analogue", "related"
_SHOWN_LINKS = 24
_PURCHASES = 50
_DEEPEST = 30


class CatalogueQueries:
    """Reads items for the contract in use; implements `CatalogueQueriesPort`."""

    def __init__(self, views: Views, today: Callable[[], dt.date]) -> None:
        self._views = views
        self._today = today

    def offers(self, ns: Sequence[int]) -> list[OfferRow]:
        """Return offers in the order asked."""
        if not ns:
            return []
        with self._views.now() as view:
            return offers(view, ns, self._today())

    def by_ids(self, item_ids: Sequence[str]) -> Mapping[str, OfferRow]:
        """Return offers by opaque id."""
        with self._views.now() as view:
            return offers_by_ids(view, item_ids, self._today())

    def picture_mark(self, item_id: str, view: int = 1) -> str:
        """Name what a picture of an item is now; "" = none is listed (`sync.files.Pictures`)."""
        with self._views.now() as now:
            return _picture_mark(now, item_id, view)

    def card(self, n: int) -> CardRow | None:
        """Return everything about an item, None when the cache has it no more."""
        today = self._today()
        with self._views.now() as view:
            found = offers(view, [n], today)
            if not found:
                return None
            offer = found[0]
            description, attributes, next_batch = _texts(view, n)
            groups = _groups(view, offer.group)
            priced, breaks = _prices(view, offer, tuple(groups), today)
            own = _own_history(view, offer.id)
            return CardRow(
                offer=offer,
                description=description,
                attributes=attributes,
                group_path=tuple(groups.values()),
                units=_units(view, n),
                barcodes=_barcodes(view, n),
                stock=_stock(view, n, today),
                breaks=breaks,
                steps=_steps(priced),
                analogues=_linked(view, n, _ANALOGUE, today),
                related=_linked(view, n, _RELATED, today),
                files=_files(view, n),
                purchases=purchases_of(view.connection, offer.id, _PURCHASES),
                price_history=own or _history(view, n),
                history_is_own=bool(own),
                next_batch=next_batch,
                contract_id=view.contract.id if view.contract else "",
                currency=view.contract.currency if view.contract else "",
            )


def _picture_mark(view: View, item_id: str, number: int) -> str:
    found = view.rows(
        "SELECT f.rev, coalesce(f.sha256, '') FROM item i JOIN file f ON f.n = i.n AND f.sid = ?"
        " WHERE i.id = ? AND f.kind = 'picture' AND (f.ord = ? OR ? = 1) ORDER BY f.ord LIMIT 1",
        (view.assortment, item_id, number, number),
    )
    return "".join(f"{rev}-{sha256[:16]}" for rev, sha256 in found)


def _texts(view: View, n: int) -> tuple[str, tuple[tuple[str, str], ...], dt.date | None]:
    [(description, attributes, next_batch)] = view.rows(
        "SELECT description, attributes, next_batch FROM item WHERE n = ?", (n,)
    )
    data: Any = json.loads(attributes) if attributes else {}
    pairs = data.items() if isinstance(data, dict) else ()
    return (
        description or "",
        tuple((str(name), _plain(value)) for name, value in pairs),
        day(next_batch),
    )


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return "" if value is None else str(value)


def _groups(view: View, group: str) -> dict[str, str]:
    """Return ids and names of the path to a group, the root first."""
    found = view.rows(
        "WITH RECURSIVE up(id, depth) AS (SELECT ?, 0 UNION ALL SELECT g.parent, up.depth + 1"
        " FROM up JOIN grp g ON g.sid = ? AND g.id = up.id"
        f" WHERE coalesce(g.parent, '') <> '' AND up.depth < {_DEEPEST})"
        " SELECT g.id, g.name FROM up JOIN grp g ON g.sid = ? AND g.id = up.id"
        " ORDER BY up.depth DESC",
        (group, view.assortment, view.assortment),
    )
    return {each: name or each for each, name in found}


def _units(view: View, n: int) -> tuple[UnitRow, ...]:
    found = view.rows(
        "SELECT okei, coalesce(name, ''), factor FROM unit WHERE sid = ? AND n = ? ORDER BY factor",
        (view.assortment, n),
    )
    return tuple(UnitRow(*row) for row in found)


def _barcodes(view: View, n: int) -> tuple[str, ...]:
    found = view.rows(
        "SELECT barcode FROM barcode WHERE sid = ? AND n = ? ORDER BY barcode",
        (view.assortment, n),
    )
    return tuple(code for (code,) in found)


def _stock(view: View, n: int, today: dt.date) -> tuple[PlaceStock, ...]:
    """Return stock and arrivals by place, in the supplier's order of places."""
    coming: dict[str, list[tuple[dt.date, int]]] = {}
    for place, text, quantity in view.rows(
        "SELECT place, date, qty FROM incoming WHERE sid = ? AND n = ? AND date >= ? ORDER BY date",
        (view.stock, n, today.isoformat()),
    ):
        arrival = day(text)
        if arrival:
            coming.setdefault(place, []).append((arrival, quantity or 0))
    dated: dict[str, list[tuple[dt.date, int | None]]] = {}
    for place, text, quantity in view.rows(
        "SELECT place, use_by, qty FROM batch WHERE sid = ? AND n = ? AND coalesce(qty, 1) > 0"
        " ORDER BY use_by",
        (view.stock, n),
    ):
        use_by = day(text)
        if use_by:
            dated.setdefault(place, []).append((use_by, quantity))
    found = view.rows(
        "SELECT p.id, p.name, coalesce(p.city, ''), s.qty, coalesce(s.at_least, 0) FROM place p"
        " LEFT JOIN stock s ON s.sid = p.sid AND s.n = ? AND s.place = p.id"
        " WHERE p.sid = ? ORDER BY p.ord, p.name",
        (n, view.stock),
    )
    return tuple(
        PlaceStock(
            name or place,
            city,
            quantity,
            bool(at_least),
            tuple(coming.get(place, ())),
            tuple(dated.get(place, ())) if quantity else (),
        )
        for place, name, city, quantity, at_least in found
        if quantity is not None or place in coming
    )


def _prices(
    view: View, offer: OfferRow, groups: tuple[str, ...], today: dt.date
) -> tuple[Priced | None, tuple[tuple[int, int], ...]]:
    """Return the explained base price and the price at each quantity break."""
    contract = view.contract
    if contract is None:
        return None, ()
    types = dict(view.prices)
    names = {sid: name for name, sid in types.items()}
    listed = ", ".join(map(str, types.values())) or "NULL"
    rows: dict[str, list[Break]] = {}
    for sid, minimum, price in view.rows(
        f"SELECT sid, min, price FROM price WHERE sid IN ({listed}) AND n = ?", (offer.n,)
    ):
        rows.setdefault(names[sid], []).append(Break(minimum, price))
    [(segment,)] = view.rows("SELECT segment FROM item WHERE n = ?", (offer.n,))
    facts = ItemFacts(offer.id, groups, offer.brand, (segment,) if segment else ())
    pricer = Pricer(read_terms(view.connection, contract), price_types(contract), today)
    base = pricer.base(facts, rows)
    minimums = sorted({each.minimum_e3 for some in rows.values() for each in some} - {0, 1000})
    breaks: list[tuple[int, int]] = []
    before = base.e5
    for minimum in minimums:
        price = pricer.line(facts, minimum, rows).e5
        if price is not None and price != before:
            breaks.append((minimum, price))
            before = price
    return base, tuple(breaks)


def _steps(priced: Priced | None) -> tuple[PriceStep, ...]:
    if priced is None:
        return ()
    return tuple(
        PriceStep(step.kind, step.text, step.before_e5 or step.after_e5, step.after_e5)
        for step in priced.steps
    )


def _linked(view: View, n: int, kind: str, today: dt.date) -> tuple[OfferRow, ...]:
    """Return linked items: the supplier's rank, but what can be bought first."""
    found = view.rows(
        'SELECT i.n FROM link l JOIN item i ON i.id = l."to" OR i.n = l."to"'
        " WHERE l.sid = ? AND l.n = ? AND l.kind = ? ORDER BY l.rank LIMIT ?",
        (view.assortment, n, kind, _SHOWN_LINKS),
    )
    rows = offers(view, [each for (each,) in found], today)
    shown = [row for row in rows if row.in_assortment and row.status != "deleted"]
    return tuple(sorted(shown, key=lambda row: not row.stock_e3))


def _files(view: View, n: int) -> tuple[ItemFile, ...]:
    found = view.rows(
        "SELECT kind, coalesce(title, ''), coalesce(sha256, ''), coalesce(media, ''),"
        ' coalesce("bytes", 0), ord FROM file WHERE sid = ? AND n = ? ORDER BY kind, ord',
        (view.assortment, n),
    )
    return tuple(ItemFile(*row) for row in found)


def _own_history(view: View, item_id: str) -> tuple[tuple[dt.datetime, int], ...]:
    """Return the personal prices of goods the buyer deals in, kept for good (decision 0008)."""
    if view.contract is None:
        return ()
    found = view.rows(
        "SELECT at, old, new FROM own_price WHERE contract_id = ? AND item_id = ? ORDER BY at",
        (view.contract.id, item_id),
    )
    moves = [(dt.datetime.fromtimestamp(at, dt.UTC), old, new) for at, old, new in found]
    points = [(at - dt.timedelta(seconds=1), old) for at, old, _ in moves[:1]]
    points += [(at, new) for at, _, new in moves]
    return tuple((at, price) for at, price in points if price is not None)


def _history(view: View, n: int) -> tuple[tuple[dt.datetime, int], ...]:
    """Return what the ordinary price of the first price type was and when it moved."""
    if not view.prices:
        return ()
    found = view.rows(
        "SELECT at, old, new FROM price_change WHERE sid = ? AND n = ? AND min <= 1000 ORDER BY at",
        (view.prices[0][1], n),
    )
    moves = [(at, old, new) for text, old, new in found if (at := instant(text))]
    if not moves:
        return ()
    return (
        (moves[0][0] - dt.timedelta(seconds=1), moves[0][1]),
        *((at, new) for at, _, new in moves),
    )
