"""Every real order list gives exactly the rows of its truth file, nothing silent.

The lists lie beside the checkout (order-lists-real, online-retail); catalogues are built from the
data beside them. Rows that wait for the buyer count as found: dirt is reported, not lost.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pytest

from b2bdesk.domain.bulk import Known
from b2bdesk.domain.bulk_plan import begin, finish
from b2bdesk.domain.bulk_rowlist import BulkResult
from b2bdesk.domain.bulk_rows import NO_GOODS, NO_QUANTITY, STATUSES
from b2bdesk.files.excel_import.reader import read_book
from b2bdesk.trade.quantity import Quantity
from tests.support.catalogue import MemoryCatalogue, commerceml, online_retail
from tests.support.shared import shared_data, shared_root

_ROOT = shared_root()
_MADE = sorted((_ROOT / "order-lists-real").glob("*.truth.csv")) if _ROOT else []
_RETAIL = sorted((_ROOT / "online-retail" / "invoices").glob("*.xlsx")) if _ROOT else []

# What the sheets really are, seen with one's own eyes.
_LAYOUTS: dict[str, tuple[str, tuple[int, ...], dict[str, str | None]]] = {
    "01_1c-price-form": ("TDSheet", (6, 7), {"article": "B", "quantity": "I", "price": "F"}),
    "02_cp1251": ("02_cp1251.csv", (1,), {"article": "A", "name": "B", "quantity": "C"}),
    "03_article-in-name": ("Лист1", (5,), {"name": "A", "quantity": "B", "article": None}),
    "04_html-named": ("04_html-named.xls", (2,), {"article": "B", "quantity": "D"}),
    "05_two-sheets-dirty": ("Заказ", (1,), {"article": "A", "quantity": "B", "comment": "C"}),
    "06_barcodes": ("Sheet", (1,), {"barcode": "A", "quantity": "B", "article": None}),
    "07_formulas-no-cache": ("Sheet", (1,), {"article": "A", "quantity": "F"}),
}


@lru_cache
def _toys_and_lamps() -> MemoryCatalogue:
    return commerceml(
        shared_data("commerceml", "toys-shop-2.07", "import0_1.xml"),
        shared_data("commerceml", "toys-shop-2.07", "import0_1_with_nested_groups.xml"),
        shared_data("commerceml", "lighting-shop-2.08", "import.xml"),
    )


@lru_cache
def _retail() -> MemoryCatalogue:
    return online_retail(shared_data("online-retail", "catalog.csv"))


def _asked(result: BulkResult) -> list[tuple[str, str]]:
    return [
        (row.article, "" if row.quantity_e3 is None else Quantity(row.quantity_e3).text())
        for row in result.rows
        if row.status not in NO_GOODS | {NO_QUANTITY}
    ]


def _truth(path: Path, article: str, quantity: str) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[article], row[quantity]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("truth", _MADE, ids=[path.name.split(".")[0] for path in _MADE])
def test_a_list_of_real_goods_gives_its_truth(truth: Path) -> None:
    stem = truth.name.removesuffix(".truth.csv")
    (source,) = [p for p in truth.parent.glob(f"{stem}.*") if p != truth]
    catalogue = _toys_and_lamps()
    plan = begin(read_book(source), catalogue.hits)
    sheet, header, columns = _LAYOUTS[stem]
    assert plan.chosen.sheet.name == sheet
    assert plan.chosen.layout.header_rows == header
    assert {role: plan.columns[role] for role in columns} == columns
    result = finish(plan, Known(catalogue.resolve(plan.wanted), catalogue.items))
    assert _asked(result) == _truth(truth, "article", "quantity")
    assert sum(result.statuses.values()) == len(plan.rows)
    assert set(result.statuses) <= set(STATUSES)


@pytest.mark.parametrize("source", _RETAIL, ids=[path.stem for path in _RETAIL])
def test_a_real_wholesale_invoice_gives_its_truth(source: Path) -> None:
    catalogue = _retail()
    plan = begin(read_book(source), catalogue.hits)
    result = finish(plan, Known(catalogue.resolve(plan.wanted), catalogue.items))
    assert _asked(result) == _truth(source.with_suffix(".truth.csv"), "StockCode", "Quantity")
    assert sum(result.statuses.values()) == len(plan.rows)


def test_all_lists_are_there() -> None:
    shared_data("order-lists-real")
    assert len(_MADE) == 7
    assert len(_RETAIL) == 40
