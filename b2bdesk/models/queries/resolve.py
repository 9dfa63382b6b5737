"""Typed codes to items, level by level, for whole lists at once (PROTOCOL R9a).

One `json_each` statement per kind of code: folded articles (their stricter levels are told apart
among the hits), articles without leading zeros, barcodes, codes, own codes. The strictest level
that has hits answers; several hits there are for the buyer to choose. Implements `ResolvePort`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from b2bdesk.domain.bulk_rows import Match
from b2bdesk.models.engine import fetch_all
from b2bdesk.models.queries import offers, typos
from b2bdesk.models.queries.view import View, Views
from b2bdesk.trade.article import match_keys, trim_article
from b2bdesk.trade.fold import fold_article
from b2bdesk.usecases.ports.resolve import Hit
from b2bdesk.usecases.rows.offers import OfferRow

_TYPED, _TRIMMED, _CASELESS, _FOLDED, _BARE, _BARCODE, _CODE = range(7)


class _Raw(NamedTuple):
    kind: str
    level: int
    n: int
    okei: str
    member: bool
    id: str


class ResolveQueries:
    """Resolves codes in the context in use."""

    def __init__(self, views: Views, today: Callable[[], date]) -> None:
        self._views = views
        self._today = today

    def resolve(self, codes: Sequence[str]) -> Mapping[str, tuple[Hit, ...]]:
        """Return the hits of each code as typed, strictest first; a missing key = nothing."""
        with self._views.now() as view:
            raw = _all_levels(view, _distinct(codes))
            ns = list({hit.n for hits in raw.values() for hit in hits})
            rows = {row.n: row for row in offers.offers(view, ns, self._today())}
        return {
            code: tuple(
                Hit(hit.kind, hit.level, rows[hit.n], hit.okei) for hit in hits if hit.n in rows
            )
            for code, hits in raw.items()
        }

    def matches(self, codes: Sequence[str]) -> Mapping[str, Sequence[Match]]:
        """Return the same hits as ids, without their offers: for lists of thousands."""
        with self._views.now() as view:
            raw = _all_levels(view, _distinct(codes))
        return {
            code: [Match(hit.id, hit.kind, hit.level, hit.okei) for hit in hits]
            for code, hits in raw.items()
        }

    def catalogued(self, codes: Sequence[str]) -> Mapping[str, Sequence[Match]]:
        """Return the same hits without those of own codes."""
        with self._views.now() as view:
            raw = _all_levels(view, _distinct(codes), {})
        return {
            code: [Match(hit.id, hit.kind, hit.level, hit.okei) for hit in hits]
            for code, hits in raw.items()
        }

    def offers_by_ids(self, item_ids: Sequence[str]) -> Mapping[str, OfferRow]:
        """Return the offers of opaque item ids that the cache knows."""
        with self._views.now() as view:
            return offers.offers_by_ids(view, item_ids, self._today())

    def similar(self, text: str, limit: int) -> Sequence[OfferRow]:
        """Return proposals by name for one text, best first."""
        with self._views.now() as view:
            return offers.offers(view, typos.similar(view, text, limit), self._today())


def _distinct(codes: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(code for code in codes if code.strip()))


def _all_levels(
    view: View, asked: Sequence[str], own: dict[str, list[_Raw]] | None = None
) -> dict[str, list[_Raw]]:
    found = _own_codes(view, asked) if own is None else own
    rest = [code for code in asked if code not in found]
    for step in (_articles, _bare_articles, _barcodes, _codes):
        if not rest:
            break
        for code, hits in step(view, rest).items():
            found[code] = _in_assortment(hits)
        rest = [code for code in rest if code not in found]
    return found


def _articles(view: View, asked: Sequence[str]) -> dict[str, list[_Raw]]:
    """Folded articles; the strictest level with a hit is found among them."""
    folded = [fold_article(trim_article(code)) for code in asked]
    found: dict[str, list[_Raw]] = {}
    for code, hits in _joined(view, asked, folded, "i.article_fold"):
        if len(hits) == 1:
            n, article, member, item_id = hits[0]
            level = _TYPED if article == code else _level(article, code)
            found[code] = [_Raw("article", level, n, "", member, item_id)]
            continue
        levels: dict[int, list[_Raw]] = defaultdict(list)
        for n, article, member, item_id in hits:
            level = _level(article, code)
            levels[level].append(_Raw("article", level, n, "", member, item_id))
        found[code] = _strictest(levels)
    return found


def _level(article: str, code: str) -> int:
    """On which level an article of the catalogue is the typed one, given that it is when folded."""
    key = match_keys(code)
    if article == key.typed:
        return _TYPED
    if article == key.trimmed:
        return _TRIMMED
    return _CASELESS if article.casefold() == key.caseless else _FOLDED


def _strictest(levels: Mapping[int, list[_Raw]]) -> list[_Raw]:
    """Hits of the first level that has any in the assortment, else of the first at all."""
    for level in sorted(levels):
        if any(hit.member for hit in levels[level]):
            return levels[level]
    return levels[min(levels)]


def _bare_articles(view: View, asked: Sequence[str]) -> dict[str, list[_Raw]]:
    bare = [match_keys(code).bare for code in asked]
    column = "ltrim(i.article_fold, '0')"
    return {
        code: [_Raw("article", _BARE, n, "", member, item_id) for n, _, member, item_id in hits]
        for code, hits in _joined(view, asked, bare, column)
    }


def _codes(view: View, asked: Sequence[str]) -> dict[str, list[_Raw]]:
    trimmed = [code.strip() for code in asked]
    return {
        code: [_Raw("code", _CODE, n, "", member, item_id) for n, _, member, item_id in hits]
        for code, hits in _joined(view, asked, trimmed, "i.code")
    }


def _joined(
    view: View, asked: Sequence[str], keys: Sequence[str], column: str
) -> list[tuple[str, list[tuple[int, str, bool, str]]]]:
    """Join keys with items over an indexed column; empty keys hit nothing."""
    rows = fetch_all(
        view.connection,
        f"SELECT j.key, i.n, i.article, m.n IS NOT NULL, i.id FROM json_each(?) j"
        f" CROSS JOIN item i ON {column} = j.value"
        f" LEFT JOIN item_member m ON m.sid = {view.assortment} AND m.n = i.n"
        " WHERE j.value <> ''",
        (json.dumps(list(keys)),),
    )
    hits: dict[int, list[tuple[int, str, bool, str]]] = {}
    for at, n, article, member, item_id in rows:
        hit = (n, article, member == 1, item_id)
        if at in hits:
            hits[at].append(hit)
        else:
            hits[at] = [hit]
    return [(asked[at], each) for at, each in hits.items()]


def _barcodes(view: View, asked: Sequence[str]) -> dict[str, list[_Raw]]:
    keys: list[tuple[int, str]] = []
    for at, code in enumerate(asked):
        digits = "".join(code.split()).replace("-", "")
        if digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 14:
            keys += [(at, form) for form in {digits, digits.zfill(13), digits.zfill(8)}]
    if not keys:
        return {}
    rows: Sequence[Any] = view.connection.exec_driver_sql(
        "SELECT j.value ->> 0, b.n, coalesce(b.okei, ''), i.id FROM json_each(?) j"
        f" CROSS JOIN barcode b ON b.barcode = j.value ->> 1 AND b.sid = {view.assortment}"
        " CROSS JOIN item i ON i.n = b.n",
        (json.dumps(keys),),
    ).all()
    found: dict[str, list[_Raw]] = defaultdict(list)
    for at, n, okei, item_id in rows:
        hit = _Raw("barcode", _BARCODE, n, okei, True, item_id)
        if hit not in found[asked[at]]:
            found[asked[at]].append(hit)
    return found


def _own_codes(view: View, asked: Sequence[str]) -> dict[str, list[_Raw]]:
    if not view.connection.exec_driver_sql("SELECT 1 FROM own_code LIMIT 1").first():
        return {}
    rows = view.connection.exec_driver_sql(
        "SELECT j.key, i.n, o.okei, m.n IS NOT NULL, i.id FROM json_each(?) j"
        " CROSS JOIN own_code o ON o.code_fold = j.value"
        " CROSS JOIN item i ON i.id = o.item_id"
        f" LEFT JOIN item_member m ON m.sid = {view.assortment} AND m.n = i.n"
        " WHERE j.value <> ''",
        (json.dumps([fold_article(code) for code in asked]),),
    ).all()
    return {
        asked[at]: [_Raw("own_code", _TYPED, n, okei, bool(member), item_id)]
        for at, n, okei, member, item_id in rows
    }


def _in_assortment(hits: list[_Raw]) -> list[_Raw]:
    """Items of the assortment hide those outside it; without any, the others are told."""
    if len(hits) == 1:
        return hits
    return [hit for hit in hits if hit.member] or hits
