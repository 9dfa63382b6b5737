"""Items as this buyer sees them: one query for a page of numbers, ids or codes.

Personal price, stock and arrivals of the contract in use stand in the row; the order of the rows
is the order asked for.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from b2bdesk.domain.shelf_life import short_dated
from b2bdesk.models.queries.batches import EARLIEST, use_by
from b2bdesk.models.queries.moments import day
from b2bdesk.models.queries.view import View
from b2bdesk.trade.vat import effective
from b2bdesk.usecases.rows.offers import OfferRow

_COLUMNS = (
    "i.n, i.id, i.article, i.name, i.brand, i.grp, i.base_unit, i.minimum, i.multiple, i.vat,"
    " b.price, t.qty, t.at_least,"
    " (SELECT min(a.date) FROM incoming a WHERE a.sid = {stock} AND a.n = i.n"
    " AND a.date >= '{today}' AND a.qty > 0),"
    " i.status, i.replaced_by, i.weight, i.volume,"
    " EXISTS (SELECT 1 FROM file f WHERE f.sid = {assortment} AND f.n = i.n"
    " AND f.kind = 'picture'),"
    " m.n IS NOT NULL, coalesce(b.asked, 0), " + use_by(EARLIEST, "{stock}", "i.n")
)
_JOINS = (
    " LEFT JOIN base_price b ON b.cid = {cid} AND b.n = i.n"
    " LEFT JOIN stock_total t ON t.sid = {stock} AND t.n = i.n"
    " LEFT JOIN item_member m ON m.sid = {assortment} AND m.n = i.n"
)


def offers(view: View, ns: Sequence[int], today: date) -> list[OfferRow]:
    """Return the offers of item numbers in the order asked; unknown ones are left out."""
    source = "FROM json_each(?) j CROSS JOIN item i ON i.n = j.value"
    return _rows(view, source, " ORDER BY j.key", json.dumps(list(ns)), today)


def offers_by_ids(view: View, ids: Sequence[str], today: date) -> Mapping[str, OfferRow]:
    """Return the offers of opaque item ids that the cache knows."""
    source = "FROM json_each(?) j CROSS JOIN item i ON i.id = j.value"
    found = _rows(view, source, "", json.dumps(list(ids)), today)
    return {offer.id: offer for offer in found}


def _rows(view: View, source: str, tail: str, argument: str, today: date) -> list[OfferRow]:
    numbers = {
        "stock": view.stock,
        "assortment": view.assortment,
        "cid": view.cid,
        "today": today.isoformat(),
    }
    statement = f"SELECT {_COLUMNS} {source}{_JOINS}".format(**numbers) + tail
    rows = view.rows(statement, (argument,))
    coming = _coming(view, [(row[0], row[13]) for row in rows if row[13]])
    lying = _lying(view, [row[0] for row in rows if row[11]])
    rates: dict[str, str] = {}
    return [
        _offer(
            row,
            _rate(row[9], today, rates),
            coming.get(row[0], 0),
            tuple(lying.get(row[0], ())),
            today,
        )
        for row in rows
    ]


def _coming(view: View, wanted: Sequence[tuple[int, str]]) -> dict[int, int]:
    """Return how much comes on the first day of arrival of each item."""
    if not wanted:
        return {}
    found = view.rows(
        "SELECT a.n, sum(a.qty) FROM json_each(?) j CROSS JOIN incoming a"
        " ON a.sid = ? AND a.n = j.value ->> 0 AND a.date = j.value ->> 1 GROUP BY a.n",
        (json.dumps(wanted), view.stock),
    )
    return {n: quantity or 0 for n, quantity in found}


def _lying(view: View, ns: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """Return where each item lies: city (or name) of the place and quantity."""
    found = view.rows(
        "SELECT s.n, coalesce(nullif(p.city, ''), p.name, s.place), s.qty FROM json_each(?) j"
        " CROSS JOIN stock s ON s.sid = ? AND s.n = j.value"
        " LEFT JOIN place p ON p.sid = s.sid AND p.id = s.place"
        " WHERE s.qty > 0 ORDER BY s.n, p.ord",
        (json.dumps(list(ns)), view.stock),
    )
    lying: dict[int, list[tuple[str, int]]] = {}
    for n, place, quantity in found:
        lying.setdefault(n, []).append((place, quantity))
    return lying


def _rate(code: str | None, today: date, known: dict[str, str]) -> str:
    vat = code or "none"
    if vat not in known:
        known[vat] = effective(vat, today)
    return known[vat]


def _offer(
    row: Sequence[Any],
    vat: str,
    coming_e3: int,
    places: tuple[tuple[str, int], ...],
    today: date,
) -> OfferRow:
    until = day(row[21])
    return OfferRow(
        n=row[0],
        id=row[1],
        article=row[2],
        name=row[3],
        brand=row[4] or "",
        group=row[5] or "",
        okei=row[6] or "",
        minimum_e3=row[7] or 0,
        multiple_e3=row[8] or 0,
        vat_code=vat,
        price_e5=row[10],
        stock_e3=row[11],
        at_least=bool(row[12]),
        incoming_e3=coming_e3,
        incoming_date=day(row[13]),
        status=row[14] or "active",
        replaced_by=row[15] or "",
        weight_g=row[16] or 0,
        volume_cm3=row[17] or 0,
        has_picture=bool(row[18]),
        in_assortment=bool(row[19]),
        asked=bool(row[20]),
        places=places,
        use_by=until,
        short_dated=short_dated(until, today),
    )
