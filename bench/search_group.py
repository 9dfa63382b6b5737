"""Search as you type: the first 200 rows of each keystroke against a LIKE scan of the same text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial

from b2bdesk.usecases.rows.offers import Query
from bench.measure import Row, one, p95
from bench.stage import Stage

TYPED = ("болт м8х30", "кабель ввг", "автомат 16", "КМ-933-08", "розетка белый", "саморез 4,2")
ROWS = 200


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    search = stage.services.search
    texts = [word[:length] for word in TYPED for length in range(1, len(word) + 1)]
    for text in texts[:6]:
        search.find(Query(text=text, limit=ROWS))
    times = [one(partial(search.find, Query(text=text, limit=ROWS))) for text in texts]
    with closing(sqlite3.connect(f"file:{stage.cache()}?mode=ro", uri=True)) as cache:
        scans = [one(partial(_scan, cache, text)) for text in texts]
    yield Row("search.rows", p95(times) * 1e3, "ms", p95(scans) * 1e3, None, "p95 of a keystroke")
    ids = search.find(Query(text="болт", limit=ROWS)).ns
    offers = [one(lambda: search.offers(ids)) for _ in range(20)]
    yield Row("search.offers", p95(offers) * 1e3, "ms", None, None, "200 rows with price and stock")
    one_card = [one(partial(stage.services.catalogue.card, n)) for n in list(ids)[:60]]
    yield Row("card.lookup", p95(one_card) * 1e3, "ms", None, None, "the whole card")


def _scan(cache: sqlite3.Connection, text: str) -> None:
    cache.execute(
        "SELECT n FROM item WHERE name_fold LIKE ? LIMIT 200", (f"%{text.lower()}%",)
    ).fetchall()
    cache.execute(
        "SELECT count(*) FROM item WHERE name_fold LIKE ?", (f"%{text.lower()}%",)
    ).fetchone()
