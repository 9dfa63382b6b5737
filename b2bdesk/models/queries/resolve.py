"""Typed codes to items, level by level, for whole lists at once (PROTOCOL R9a).

One `json_each` statement per kind of code: folded articles (their stricter levels are told apart
among the hits), articles without leading zeros, barcodes, codes, own codes. The strictest level
that has hits answers; several hits there are for the buyer to choose. Implements `ResolvePort`.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from b2bdesk.domain.bulk_rows import Match
from b2bdesk.models.engine import fetch_all
from b2bdesk.models.queries import offers, typos
from b2bdesk.models.queries.view import View, Views
from b2bdesk.trade.article import match_keys, trim_article
from b2bdesk.trade.fold import fold_article, fold_articles
from b2bdesk.usecases.ports.resolve import Hit
from b2bdesk.usecases.rows.offers import OfferRow

_TYPED, _TRIMMED, _CASELESS, _FOLDED, _BARE, _BARCODE, _CODE = range(7)


# n, article, whether it is in the assortment, id
_Found = tuple[int, str, bool, str]
# codes with the n, article, id of their one item each
_Alone = tuple[Sequence[str], Sequence[int], Sequence[str], Sequence[str]]


class _Hits(NamedTuple):
    """Codes with one hit, and codes with several."""

    alone: _Alone
    several: Mapping[str, Sequence[_Found]]


class ResolveQueries:
    """Resolves codes in the context in use."""

    def __init__(self, views: Views, today: Callable[[], date]) -> None:
        self._views = views
        self._today = today

    def resolve(self, codes: Sequence[str]) -> Mapping[str, tuple[Hit, ...]]:
        """Return the hits of each code as typed, strictest first; a missing key = nothing."""
        with self._views.now() as view:
            found = _all_levels(view, _distinct(codes))
            ns = list({hit.n for hits in found.values() for hit in hits})
            rows = {row.n: row for row in offers.offers(view, ns, self._today())}
        return {
            code: tuple(
                Hit(hit.kind, hit.level, rows[hit.n], hit.okei) for hit in hits if hit.n in rows
            )
            for code, hits in found.items()
        }

    def matches(self, codes: Sequence[str]) -> Mapping[str, Sequence[Match]]:
        """Return the same hits as ids, without their offers: for lists of thousands."""
        with self._views.now() as view:
            return _all_levels(view, _distinct(codes))

    def catalogued(self, codes: Sequence[str]) -> Mapping[str, Sequence[Match]]:
        """Return the same hits without those of own codes."""
        with self._views.now() as view:
            return _all_levels(view, _distinct(codes), {})

    def offers_by_ids(self, item_ids: Sequence[str]) -> Mapping[str, OfferRow]:
        """Return the offers of opaque item ids that the cache knows."""
        with self._views.now() as view:
            return offers.offers_by_ids(view, item_ids, self._today())

    def similar(self, text: str, limit: int) -> Sequence[OfferRow]:
        """Return proposals by name for one text, best first."""
        with self._views.now() as view:
            return offers.offers(view, typos.similar(view, text, limit), self._today())


def _distinct(codes: Sequence[str]) -> list[str]:
    return [code for code in dict.fromkeys(codes) if code and not code.isspace()]


def _all_levels(
    view: View, asked: Sequence[str], own: dict[str, Sequence[Match]] | None = None
) -> dict[str, Sequence[Match]]:
    found = _own_codes(view, asked) if own is None else own
    rest = [code for code in asked if code not in found] if found else asked
    for step in (_articles, _bare_articles, _barcodes, _codes):
        if not rest:
            break
        hits = step(view, rest)
        if hits:
            found |= hits
            rest = [code for code in rest if code not in hits]
    return found


def _articles(view: View, asked: Sequence[str]) -> dict[str, Sequence[Match]]:
    """Folded articles; the strictest level with a hit is found among them."""
    hits = _joined(view, asked, fold_articles(list(map(trim_article, asked))), "i.article_fold")
    found = _alone("article", hits.alone)
    for code, several in hits.several.items():
        levels: dict[int, list[_Found]] = defaultdict(list)
        for hit in several:
            levels[_level(hit[1], code)].append(hit)
        best = _strictest(levels)
        found[code] = _in_assortment("article", best, levels[best])
    return found


def _alone(kind: str, hits: _Alone, level: int | None = None) -> dict[str, Sequence[Match]]:
    """Codes that lead to one item, made without a call for each: there are 100,000 of them."""
    codes, ns, articles, ids = hits
    levels = (
        repeat(level)
        if level is not None
        else (
            _TYPED if article == code else _level(article, code)
            for article, code in zip(articles, codes, strict=True)
        )
    )
    values = zip(ids, repeat(kind), levels, repeat(""), ns, strict=False)
    matches = map(tuple.__new__, repeat(Match), values)
    return dict(zip(codes, zip(matches, strict=False), strict=True))


def _level(article: str, code: str) -> int:
    """On which level an article of the catalogue is the typed one, given that it is when folded."""
    key = match_keys(code)
    if article == key.typed:
        return _TYPED
    if article == key.trimmed:
        return _TRIMMED
    return _CASELESS if article.casefold() == key.caseless else _FOLDED


def _strictest(levels: Mapping[int, Sequence[_Found]]) -> int:
    """The first level that has any hit in the assortment, else the first at all."""
    for level in sorted(levels):
        if any(member for _n, _article, member, _id in levels[level]):
            return level
    return min(levels)


def _bare_articles(view: View, asked: Sequence[str]) -> dict[str, Sequence[Match]]:
    bare = [match_keys(code).bare for code in asked]
    hits = _joined(view, asked, bare, "ltrim(i.article_fold, '0')")
    return _of_level(hits, "article", _BARE)


def _codes(view: View, asked: Sequence[str]) -> dict[str, Sequence[Match]]:
    hits = _joined(view, asked, [code.strip() for code in asked], "i.code")
    return _of_level(hits, "code", _CODE)


def _of_level(hits: _Hits, kind: str, level: int) -> dict[str, Sequence[Match]]:
    found = _alone(kind, hits.alone, level)
    return found | {code: _in_assortment(kind, level, many) for code, many in hits.several.items()}


def _joined(view: View, asked: Sequence[str], keys: Sequence[str], column: str) -> _Hits:
    """Join keys with items over an indexed column; empty keys hit nothing."""
    rows = fetch_all(
        view.connection,
        "SELECT j.key, i.n, i.article, i.id FROM json_each(?) j"
        f" CROSS JOIN item i ON {column} = j.value WHERE j.value <> ''",
        (json.dumps(keys),),
    )
    if not rows:
        return _Hits(((), (), (), ()), {})
    counts = Counter(map(itemgetter(0), rows)) if _repeats(rows) else {}
    single = [row for row in rows if counts[row[0]] == 1] if counts else rows
    places, *columns = zip(*single, strict=True) if single else ((), (), (), ())
    ns, articles, ids = columns
    alone = (list(map(asked.__getitem__, places)), ns, articles, ids)
    several: dict[str, list[_Found]] = defaultdict(list)
    if len(single) < len(rows):
        many = [row for row in rows if counts[row[0]] > 1]
        members = _members(view, [row[1] for row in many])
        for at, n, article, item_id in many:
            several[asked[at]].append((n, article, n in members, item_id))
    return _Hits(alone, several)


def _repeats(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether some key was hit more than once; hits come in the order of the keys."""
    places = list(map(itemgetter(0), rows))
    return len(set(places)) < len(places)


def _members(view: View, ns: Sequence[int]) -> frozenset[int]:
    """Those of the items that are in the assortment."""
    rows = fetch_all(
        view.connection,
        "SELECT m.n FROM json_each(?) j CROSS JOIN item_member m"
        f" ON m.sid = {view.assortment} AND m.n = j.value",
        (json.dumps(ns),),
    )
    return frozenset(n for (n,) in rows)


def _barcodes(view: View, asked: Sequence[str]) -> dict[str, Sequence[Match]]:
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
    found: dict[str, dict[Match, None]] = defaultdict(dict)
    for at, n, okei, item_id in rows:
        found[asked[at]][Match(item_id, "barcode", _BARCODE, okei, n)] = None
    return {code: tuple(hits) for code, hits in found.items()}


def _own_codes(view: View, asked: Sequence[str]) -> dict[str, Sequence[Match]]:
    if not view.connection.exec_driver_sql("SELECT 1 FROM own_code LIMIT 1").first():
        return {}
    rows = view.connection.exec_driver_sql(
        "SELECT j.key, i.n, o.okei, i.id FROM json_each(?) j"
        " CROSS JOIN own_code o ON o.code_fold = j.value"
        " CROSS JOIN item i ON i.id = o.item_id WHERE j.value <> ''",
        (json.dumps([fold_article(code) for code in asked]),),
    ).all()
    return {
        asked[at]: [Match(item_id, "own_code", _TYPED, okei, n)] for at, n, okei, item_id in rows
    }


def _in_assortment(kind: str, level: int, hits: Sequence[_Found]) -> list[Match]:
    """Items of the assortment hide those outside it; without any, the others are told."""
    kept = [hit for hit in hits if hit[2]] or hits
    return [Match(item_id, kind, level, "", n) for n, _article, _member, item_id in kept]
