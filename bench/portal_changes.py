"""What a supplier does to a kept portal between two pulls: so many articles, prices, stock rows."""

from __future__ import annotations

import random
from pathlib import Path

from sqlalchemy import Table, select

from b2bdesk.portal.catalog.store import ITEMS
from b2bdesk.portal.pricing.store import PRICES
from b2bdesk.portal.stock.store import STOCK
from b2bdesk.portal.storage.changes import Tracked, put
from b2bdesk.portal.storage.work import Work, open_storage


def change(database: Path, articles: int, prices: int, stock: int, seed: int) -> None:
    """Change rows of a portal that is being served; names of articles get another word."""
    storage = open_storage(str(database))
    chance = random.Random(seed)
    try:
        with storage.writing() as work:
            for tracked, count, column in (
                (ITEMS, articles, "name"),
                (PRICES, prices, "price_e5"),
                (STOCK, stock, "qty_e3"),
            ):
                _touch(work, tracked, count, column, chance)
    finally:
        storage.close()


def _touch(work: Work, tracked: Tracked, count: int, column: str, chance: random.Random) -> None:
    if not count:
        return
    table: Table = tracked.table
    names = [each.name for each in table.columns]
    at = names.index(column)
    rows = [tuple(row)[:-2] for row in work.connection.execute(select(table))]
    chosen = chance.sample(rows, min(count, len(rows)))
    word = f" {chance.randrange(10_000)}"
    put(
        work,
        tracked,
        [(*row[:at], _moved(row[at], word), *row[at + 1 :]) for row in chosen],
    )


def _moved(value: object, word: str) -> object:
    return value + 1_000 if isinstance(value, int) else f"{value}{word}"
