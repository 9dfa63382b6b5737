"""Net changes out of the cache's log: what was then against what is now.

Per item the first entry since the moment says what was before; the present rows say what is. What
went there and back is no change. Implements `RadarPort`; see `models.offerlog` for the log.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from b2bdesk.models import offerlog
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.account import AccountCache
from b2bdesk.models.queries.moments import instant
from b2bdesk.models.queries.offers import offers
from b2bdesk.models.queries.radar_filter import kept
from b2bdesk.models.queries.view import View, view_of
from b2bdesk.trade.money import exponent
from b2bdesk.usecases.rows import radar as kinds
from b2bdesk.usecases.rows.radar import Change, RadarQuery, RadarRow

_PAGE = 400
_LINES = (
    " FROM order_line l JOIN orders o ON o.sid = l.sid AND o.id = l.order_id"
    " JOIN item i ON i.id = l.item_id WHERE o.contract_id = ? AND o.created_at >= ?"
    " AND coalesce(o.state, '') NOT IN ('cancelled', 'rejected')"
)


class RadarQueries:
    """Reads the log through the scopes of a contract."""

    def __init__(self, desk: DeskStore, account: AccountCache, today: Callable[[], date]) -> None:
        self._desk = desk
        self._account = account
        self._today = today

    def logged(self, contract_id: str) -> tuple[datetime, datetime] | None:
        """Return the first and the last moment in the log of a contract's scopes."""
        with self._desk.reading() as connection:
            view = view_of(connection, self._account.contract(contract_id))
            found = [
                row
                for sid in (view.cid, view.assortment, view.stock)
                for row in view.rows(
                    "SELECT min(at), max(at) FROM offer_change WHERE sid = ?", (sid,)
                )
                if row[0] is not None
            ]
        if not found:
            return None
        return _moment(min(row[0] for row in found)), _moment(max(row[1] for row in found))

    def last_sync(self, before: datetime) -> datetime | None:
        """Return when the last sync began that ended with the given moment."""
        with self._desk.reading() as connection:
            text = connection.exec_driver_sql(
                "SELECT max(started_at) FROM sync_run WHERE started_at <= ?", (_iso(before),)
            ).scalar()
        return instant(text)

    def last_order(self, contract_id: str) -> datetime | None:
        """Return when the last own order by a contract was made."""
        with self._desk.reading() as connection:
            text = connection.exec_driver_sql(
                "SELECT max(created_at) FROM orders WHERE contract_id = ?"
                " AND coalesce(state, '') NOT IN ('cancelled', 'rejected')",
                (contract_id,),
            ).scalar()
        return instant(text)

    def changes(self, query: RadarQuery, since: datetime, bought_since: date) -> Sequence[Change]:
        """Return net changes since a moment, filtered, in no order."""
        with self._desk.reading() as connection:
            view = view_of(connection, self._account.contract(query.contract_id))
            bought = _bought(view, bought_since)
            span = _Span(int(since.timestamp()), json.dumps(list(bought)) if query.bought else None)
            new = {row[0] for row in _first(view, view.assortment, offerlog.CAME, span)}
            found = [*_prices(view, span, bought, new), *_goods(view, span, bought)]
            found += [*_packs(view, span, bought), *_stock(view, span, bought)]
            return kept(view, query, bought, found)

    def since_purchase(self, query: RadarQuery, bought_since: date) -> Sequence[Change]:
        """Return goods bought since a date whose price differs from that of their last purchase."""
        with self._desk.reading() as connection:
            view = view_of(connection, self._account.contract(query.contract_id))
            bought = _bought(view, bought_since)
            places = _places(view)
            rows = view.rows(
                "SELECT f.n, f.price, b.price, f.at FROM (SELECT i.n AS n, max(o.created_at) AS at,"
                " l.price AS price" + _LINES +
                " AND l.price > 0 GROUP BY i.n) f"
                " JOIN base_price b ON b.cid = ? AND b.n = f.n WHERE b.price IS NOT NULL",
                (query.contract_id, bought_since.isoformat(), view.cid),
            )  # fmt: skip
            found = [
                _price_change(n, old, new, _epoch(at), bought.get(n, 0), places)
                for n, old, new, at in rows
                if new != old
            ]
            return kept(view, query, bought, found)

    def rows(self, contract_id: str, changes: Sequence[Change]) -> list[RadarRow]:
        """Return changes with their items, in the order given."""
        with self._desk.reading() as connection:
            view = view_of(connection, self._account.contract(contract_id))
            ns = sorted({change.n for change in changes})
            known = {}
            for start in range(0, len(ns), _PAGE):
                page = offers(view, ns[start : start + _PAGE], self._today())
                known.update({offer.n: offer for offer in page})
        made = []
        for change in changes:
            offer = known.get(change.n)
            if offer is not None:
                made.append(
                    RadarRow(change, offer.id, offer.article, offer.name, offer.brand, offer)
                )
            else:
                item_id, article, name, brand, _ = _noted(change.note)
                made.append(RadarRow(change, item_id, article, name, brand, None))
        return made

    def brands(self, contract_id: str, changes: Sequence[Change]) -> tuple[str, ...]:
        """Return the brands that occur among changes, in alphabetical order."""
        del contract_id
        with self._desk.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT DISTINCT i.brand FROM json_each(?) j CROSS JOIN item i ON i.n = j.value"
                " WHERE i.brand <> '' ORDER BY 1",
                (json.dumps([change.n for change in changes]),),
            )
            return tuple(found.scalars())


class _Span(NamedTuple):
    """Since when, and of which goods: a JSON list of numbers, None = of all."""

    at: int
    ns: str | None = None

    def moved(self, *kinds_: str) -> str:
        """SQL of number, first and last moment per item; see `values` for its arguments."""
        listed = ", ".join(map(repr, kinds_))
        these = "" if self.ns is None else " AND n IN (SELECT value FROM json_each(?))"
        return (
            "(SELECT n, min(at) AS first, max(at) AS last FROM offer_change"
            f" WHERE sid = ? AND at >= ? AND kind IN ({listed}){these} GROUP BY n) f"
        )

    def values(self, sid: int) -> tuple[int | str, ...]:
        """The arguments of `moved`."""
        return (sid, self.at) if self.ns is None else (sid, self.at, self.ns)


def _first(view: View, sid: int, kind: str, span: _Span) -> list[tuple[int, int | None, int, str]]:
    """Number, value before, last moment and note per item."""
    return view.rows(
        f"SELECT f.n, c.old, f.last, c.note FROM {span.moved(kind)}"
        " CROSS JOIN offer_change c ON c.sid = ? AND c.at = f.first AND c.n = f.n AND c.kind = ?",
        (*span.values(sid), sid, kind),
    )


def _prices(view: View, span: _Span, bought: dict[int, int], new: set[int]) -> Iterable[Change]:
    """Prices of goods that can be ordered; one statement, for a whole price list may have moved."""
    places = _places(view)
    moved = view.rows(
        f"SELECT f.n, c.old, b.price, f.last FROM {span.moved(offerlog.PRICE)}"
        " CROSS JOIN item_member m ON m.sid = ? AND m.n = f.n"
        " CROSS JOIN item i ON i.n = f.n AND coalesce(i.status, '') <> 'deleted'"
        " CROSS JOIN offer_change c ON c.sid = ? AND c.at = f.first AND c.n = f.n"
        " AND c.kind = 'price' LEFT JOIN base_price b ON b.cid = ? AND b.n = f.n"
        " WHERE c.old IS NOT b.price",
        (*span.values(view.cid), view.assortment, view.cid, view.cid),
    )
    for n, old, price, last in moved:
        if n in new:
            continue
        if n in bought or old is None or price is None:
            yield _price_change(n, old, price, last, bought.get(n, 0), places)
        else:  # almost all of a price list: nobody bought them, there is no money in it
            yield Change(n, kinds.ROSE if price > old else kinds.FELL, old, price, last, 0, 0)


def _price_change(
    n: int, old: int | None, new: int | None, at: int, bought_e3: int, places: int
) -> Change:
    if old is None or new is None:
        kind = kinds.UNPRICED if new is None else kinds.PRICED
        return Change(n, kind, old, new, at, bought_e3, 0)
    kind = kinds.ROSE if new > old else kinds.FELL
    scale = 10 ** (8 - places)
    product = (new - old) * bought_e3
    money = (abs(product) + scale // 2) // scale
    return Change(n, kind, old, new, at, bought_e3, money if product >= 0 else -money)


def _goods(view: View, span: _Span, bought: dict[int, int]) -> Iterable[Change]:
    """Goods that came, are back or went; what came and went again is left out."""
    moved = view.rows(
        f"SELECT f.n, c.kind, f.last, c.note FROM {span.moved(offerlog.CAME, offerlog.WENT)}"
        " CROSS JOIN offer_change c ON c.sid = ? AND c.at = f.first AND c.n = f.n"
        " AND c.kind IN ('came', 'went')",
        (*span.values(view.assortment), view.assortment),
    )
    ns = [row[0] for row in moved]
    there = _present(view, json.dumps(ns))
    earlier = _gone_earlier(view, ns, span.at)
    for n, first, last, note in moved:
        if first == offerlog.CAME and n in there:
            kind = kinds.BACK if n in earlier or n in bought else kinds.CAME
            yield Change(n, kind, None, None, last, bought.get(n, 0), 0)
        elif first == offerlog.WENT and n not in there:
            yield Change(n, kinds.WENT, None, None, last, bought.get(n, 0), 0, note or "")


def _gone_earlier(view: View, ns: list[int], at: int) -> set[int]:
    """Goods the log saw go before a moment."""
    found = view.rows(
        "SELECT n FROM offer_change WHERE sid = ? AND at < ? AND kind = ?"
        " AND n IN (SELECT value FROM json_each(?))",
        (view.assortment, at, offerlog.WENT, json.dumps(ns)),
    )
    return {row[0] for row in found}


def _packs(view: View, span: _Span, bought: dict[int, int]) -> Iterable[Change]:
    seen: set[int] = set()
    for kind, column in ((offerlog.PACK, "multiple"), (offerlog.MINIMUM, "minimum")):
        first = _first(view, view.assortment, kind, span)
        listed = json.dumps([row[0] for row in first])
        now = dict(
            view.rows(
                f"SELECT i.n, coalesce(i.{column}, 0) FROM json_each(?) j"
                " CROSS JOIN item i ON i.n = j.value",
                (listed,),
            )
        )
        for n, old, last, _ in first:
            if n in now and now[n] != old and n not in seen:
                seen.add(n)
                yield Change(n, kinds.PACK, old, now[n], last, bought.get(n, 0), 0, kind)


def _stock(view: View, span: _Span, bought: dict[int, int]) -> Iterable[Change]:
    first = _first(view, view.stock, offerlog.STOCK, span)
    listed = json.dumps([row[0] for row in first])
    now = dict(
        view.rows(
            "SELECT t.n, t.qty FROM json_each(?) j CROSS JOIN stock_total t"
            " ON t.sid = ? AND t.n = j.value",
            (listed, view.stock),
        )
    )
    there = _present(view, listed)
    for n, old, last, _ in first:
        quantity = now.get(n)
        if quantity is None or n not in there or (quantity > 0) == ((old or 0) > 0):
            continue
        kind = kinds.RETURNED if quantity > 0 else kinds.OUT
        yield Change(n, kind, old, quantity, last, bought.get(n, 0), 0)


def _present(view: View, listed: str) -> set[int]:
    """Which of these goods the contract can order."""
    found = view.rows(
        "SELECT m.n FROM json_each(?) j CROSS JOIN item_member m ON m.sid = ? AND m.n = j.value"
        " JOIN item i ON i.n = m.n WHERE coalesce(i.status, '') <> 'deleted'",
        (listed, view.assortment),
    )
    return {row[0] for row in found}


def _bought(view: View, since: date) -> dict[int, int]:
    """Base units (thousandths) bought by the contract since a date, by item number."""
    if view.contract is None:
        return {}
    return dict(
        view.rows(
            "SELECT i.n, sum(l.quantity * l.factor) / 1000" + _LINES + " GROUP BY i.n",
            (view.contract.id, since.isoformat()),
        )
    )


def _noted(note: str) -> list[str]:
    try:
        values = json.loads(note)
    except ValueError:
        values = []
    return [*map(str, values), "", "", "", "", ""][:5]


def _places(view: View) -> int:
    return exponent(view.contract.currency) if view.contract else 2


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _iso(at: datetime) -> str:
    return (at + timedelta(seconds=1)).astimezone(UTC).isoformat()


def _epoch(text: str) -> int:
    found = instant(text)
    return int(found.timestamp()) if found else 0
