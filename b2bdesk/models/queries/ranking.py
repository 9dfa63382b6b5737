"""The order of hits: exactness, then in stock, then bought before, then the catalogue's order.

Only the first hits of a search are ranked; rows are read narrow, words are compared as folded.
"""

import json
import re
import threading
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from b2bdesk.models.queries.phrases import Word, cut
from b2bdesk.models.queries.view import View
from b2bdesk.trade.fold import fold_article, fold_name

_EXACT, _BEGINS, _NAMED, _INSIDE, _WORDS = range(5)
_SHORT = 2
_MIXED = re.compile(r"(?<=\d) (?=\d/\d|[½¼¾])")
_MUCH = 16  # one word weighs more than all prepositions and units

Exactness = Callable[[str, str, str], int]


class Ranking:
    """Orders hits; remembers what was bought as long as the orders stay the same."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bought: tuple[str, frozenset[int]] = ("", frozenset())

    def ordered(
        self,
        view: View,
        ns: Collection[int],
        text: str,
        words: Sequence[Word],
        exact: Collection[int] = (),
    ) -> list[int]:
        """Return hits in their order.

        Args:
            view: through which scopes.
            ns: the hits.
            text: what they were found by.
            words: its words.
            exact: hits that the text names by code, barcode or own code.
        """
        rows = view.rows(
            "SELECT i.n, i.article_fold, i.name_fold, i.brand, coalesce(t.qty, 0) > 0"
            " FROM json_each(?) j CROSS JOIN item i ON i.n = j.value"
            f" LEFT JOIN stock_total t ON t.sid = {view.stock} AND t.n = i.n",
            (json.dumps(list(ns)),),
        )
        bought = self._bought_before(view)
        exactness = exactness_of(text, words)
        keyed = sorted(
            (
                0 if n in exact else exactness(article, name, brand or ""),
                not stock,
                n not in bought,
                n,
            )
            for n, article, name, brand, stock in rows
        )
        return [key[-1] for key in keyed]

    def _bought_before(self, view: View) -> frozenset[int]:
        """Return the numbers of all items of own orders."""
        [(state,)] = view.rows(
            "SELECT (SELECT file FROM pragma_database_list WHERE name = 'cache') || '|' ||"
            " (SELECT coalesce(group_concat(cursor), '') FROM scope WHERE feed = 'orders')"
            " || '|' || (SELECT count(*) FROM order_line)"
        )
        with self._lock:
            known, bought = self._bought
        if known == state:
            return bought
        found = view.rows(
            "SELECT i.n FROM (SELECT DISTINCT item_id AS id FROM order_line) l"
            " CROSS JOIN item i ON i.id = l.id"
        )
        bought = frozenset(n for (n,) in found)
        with self._lock:
            self._bought = (str(state), bought)
        return bought


@lru_cache(4096)
def _folded_brand(brand: str) -> str:
    return fold_name(brand)


def exactness_of(text: str, words: Sequence[Word]) -> Exactness:
    """Return how exact a hit is: the less, the better.

    The article itself, its beginning, the name, the words one after another or inside the
    article, then by whole words. A size counts as whole when the hit goes on with the next
    measure: «м8» in «m8x30». The brand's words count; prepositions and units decide among equals.
    """
    article, name = fold_article(text), _MIXED.sub("-", fold_name(text))
    forms = [word.forms for word in words if not word.noise]
    beside = [word.forms for word in cut(text) if word.noise]

    small = any(len(form) <= _SHORT or "/" in form for each in forms for form in each)

    def missing(its_name: str, its_brand: str) -> int:
        padded = f" {its_name} {its_brand} "
        lost = sum(
            not any(f" {form} " in padded or f" {form}x" in padded for form in each)
            for each in forms
        )
        return lost * _MUCH + sum(
            not any(f" {form} " in padded for form in each) for each in beside
        )

    def of(its_article: str, its_name: str, brand: str) -> int:
        if article and its_article.startswith(article):
            return _EXACT if its_article == article else _BEGINS
        if small:
            its_name = _MIXED.sub("-", its_name)  # 1 1/4 of an inch is not 1
        if its_name.startswith(name):
            return _NAMED
        if f" {name}" in its_name or (len(article) > _WORDS - 1 and article in its_article):
            return _INSIDE
        its_brand = _folded_brand(brand)
        if its_brand and its_brand == name:
            return _INSIDE
        return _WORDS + missing(its_name, its_brand)

    return of
