"""Search as you type: the first 200 rows of each keystroke against a LIKE scan of the same text."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial

from b2bdesk.usecases.rows.offers import Query
from bench.measure import Row, one, p95, seconds
from bench.stage import Stage

TYPED = ("болт м8х30", "кабель ввг", "автомат 16", "КМ-933-08", "розетка белый", "саморез 4,2")
ROWS = 200


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    search = stage.services.search
    texts = [word[:length] for word in TYPED for length in range(1, len(word) + 1)]
    for text in texts:
        search.find(Query(text=text, limit=ROWS, quick=True))
    asked = [Query(text=text, limit=ROWS, quick=True) for text in texts]
    quick = [_best(partial(search.find, query)) for query in asked]
    counted = [_best(partial(search.find, replace(query, quick=False))) for query in asked]
    with closing(sqlite3.connect(f"file:{stage.cache()}?mode=ro", uri=True)) as cache:
        scans = [_best(partial(_scan, cache, text)) for text in texts]
    note = "p95 of a keystroke, the first 200 ranked; beside LIKE"
    yield Row("search.rows", p95(quick) * 1e3, "ms", p95(scans) * 1e3, 0.05, note)
    yield Row("search.counted", p95(counted) * 1e3, "ms", p95(scans) * 1e3, None, "with the count")
    yield from _sorted(stage)
    yield from _facets(stage)
    ids = search.find(Query(text="болт", limit=ROWS)).ns
    offers = [one(lambda: search.offers(ids)) for _ in range(20)]
    yield Row("search.offers", p95(offers) * 1e3, "ms", None, None, "200 rows with price and stock")
    single = [one(partial(search.offers, [n])) for n in list(ids)[:60]]
    yield Row("card.row", p95(single) * 1e3, "ms", None, None, "one item with price and stock")
    one_card = [one(partial(stage.services.catalogue.card, n)) for n in list(ids)[:60]]
    yield Row("card.lookup", p95(one_card) * 1e3, "ms", None, None, "the whole card")
    yield Row("switch.page", _switched(stage) * 1e3, "ms", None, 100, "contract changed, 200 rows")


def _best(work: Callable[[], object]) -> float:
    """Return the quickest of three: a keystroke is shorter than what the machine does besides."""
    return min(one(work) for _ in range(3))


def _switched(stage: Stage) -> float:
    """Return the seconds from choosing another contract to the first rows with its prices."""
    account, search = stage.services.account, stage.services.search
    pairs = [(one.id, each.id) for one in account.entities() for each in one.contracts][:4]

    def switch(entity: str, contract: str) -> None:
        account.use(entity, contract)
        search.offers(search.find(Query(limit=ROWS, quick=True)).ns)

    return p95([one(partial(switch, *pair)) for pair in (*pairs, *pairs, *pairs)])


def _sorted(stage: Stage) -> Iterator[Row]:
    """A sort by price of everything: the first page, then all numbers, beside SQLite's own sort."""
    search = stage.services.search

    def first() -> None:
        search.offers(search.find(Query(sort="price", limit=ROWS, quick=True)).ns)

    with closing(sqlite3.connect(f"file:{stage.cache()}?mode=ro", uri=True)) as cache:
        bare = seconds(
            lambda: cache.execute("SELECT n FROM item ORDER BY article_fold, n").fetchall()
        )
    whole = seconds(lambda: search.find(Query(sort="price")))
    yield Row("search.sort_page", seconds(first) * 1e3, "ms", bare * 1e3, 1.5, "first 200 by price")
    yield Row("grid.sort", whole * 1e3, "ms", bare * 1e3, None, "all numbers by price")


def _facets(stage: Stage) -> Iterator[Row]:
    """Counts of facets beside plain counts in SQL of the same brands, values and warehouses."""
    facets, groups = stage.services.facets, stage.services.search.groups()
    leaves = {each.id for each in groups} - {each.parent for each in groups}
    widest = max((each for each in groups if each.id in leaves), key=lambda each: each.count)
    with closing(sqlite3.connect(f"file:{stage.cache()}?mode=ro", uri=True)) as cache:
        for name, group in (("leaf", widest.id), ("all", "")):
            goods = f"SELECT n FROM item WHERE grp = '{group}'" if group else "SELECT n FROM item"
            bare = seconds(partial(_counted, cache, goods))
            ours = one(partial(facets.of, Query(group=group)))  # the counts are kept afterwards
            note = f"{widest.count} goods" if group else "the whole catalogue"
            yield Row(f"facets.{name}", ours * 1e3, "ms", bare * 1e3, None, f"{note}; beside SQL")
    names = facets.of(Query(group=widest.id)).attributes
    if names:
        value = names[0].values[0][0]
        asked = Query(attributes=((names[0].name, (value,)),))
        chosen = seconds(partial(stage.services.search.find, asked))
        yield Row("search.attribute", chosen * 1e3, "ms", None, None, "one value over everything")
        narrowed = one(partial(facets.of, replace(asked, group=widest.id)))
        yield Row("facets.narrowed", narrowed * 1e3, "ms", None, None, "with a value chosen")
        text = f'"{names[0].name}">0'
        find = partial(stage.services.search.find, Query(text=text, limit=ROWS, quick=True))
        first, again = one(find), seconds(find)
        note = f"a condition on an attribute; the first one {first * 1e3:.0f} ms"
        yield Row("search.condition", again * 1e3, "ms", None, None, note)


def _counted(cache: sqlite3.Connection, goods: str) -> None:
    for what in (
        f"SELECT brand, count(*) FROM item WHERE n IN ({goods}) GROUP BY 1",
        f"SELECT place, count(*) FROM stock WHERE qty > 0 AND n IN ({goods}) GROUP BY 1",
        "SELECT a.key, a.value, count(*) FROM item i, json_each(i.attributes) a"
        f" WHERE i.n IN ({goods}) GROUP BY 1, 2",
    ):
        cache.execute(what).fetchall()


def _scan(cache: sqlite3.Connection, text: str) -> None:
    cache.execute(
        "SELECT n FROM item WHERE name_fold LIKE ? LIMIT 200", (f"%{text.lower()}%",)
    ).fetchall()
    cache.execute(
        "SELECT count(*) FROM item WHERE name_fold LIKE ?", (f"%{text.lower()}%",)
    ).fetchone()
