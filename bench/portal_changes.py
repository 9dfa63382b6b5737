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

PLACES = 5
"""Of the demo portal: rows of stock per item."""


def change(
    database: Path, articles: int, prices: int, stock: int, seed: int, beside: bool = False
) -> None:
    """Change rows of a portal that is being served; names of articles get another word.

    Args:
        database: of the portal.
        articles: how many of them; `prices` and `stock` so many rows.
        seed: of the choice.
        beside: rows of stock at all places of some items, otherwise anywhere.
    """
    storage = open_storage(str(database))
    chance = random.Random(seed)
    try:
        with storage.writing() as work:
            for tracked, count, column in (
                (ITEMS, articles, "name"),
                (PRICES, prices, "price_e5"),
                (STOCK, stock, "qty_e3"),
            ):
                together = PLACES if beside and tracked is STOCK else 1
                _touch(work, tracked, count, column, (chance, together))
    finally:
        storage.close()


def _touch(
    work: Work, tracked: Tracked, count: int, column: str, choice: tuple[random.Random, int]
) -> None:
    """Change a column of so many rows; the choice says by what chance and how many together."""
    if not count:
        return
    table: Table = tracked.table
    names = [each.name for each in table.columns]
    at = names.index(column)
    rows = [tuple(row)[:-2] for row in work.connection.execute(select(table))]
    chance, together = choice
    runs = [rows[start : start + together] for start in range(0, len(rows), together)]
    picked = chance.sample(runs, min(-(-count // together), len(runs)))
    chosen = [row for run in picked for row in run][:count]
    word = f" {chance.randrange(10_000)}"
    put(
        work,
        tracked,
        [(*row[:at], _moved(row[at], word), *row[at + 1 :]) for row in chosen],
    )


def _moved(value: object, word: str) -> object:
    return value + 1_000 if isinstance(value, int) else f"{value}{word}"
