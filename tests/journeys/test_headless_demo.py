"""`dev.py demo --headless`: the main job against the demo portal; both ends tell the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from devtools.headless_demo import disagreements, job
from devtools.sample_list import HEADINGS, write_sample

KEYS = {
    "articles", "rows_read", "statuses", "lines_sent", "cart_total", "order_number",
    "order_state", "portal_total", "confirmed_total", "invoiced_total", "invoice_pdf",
}  # fmt: skip
SIZE = 800


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The job on a small catalogue."""
    return job(tmp_path_factory.mktemp("out"), SIZE)


def test_all_rows_are_accounted_for_and_both_ends_agree(summary: dict[str, Any]) -> None:
    assert summary.keys() == KEYS
    assert disagreements(summary) == []
    assert summary["articles"] == SIZE
    assert summary["lines_sent"] > 60


def test_the_dirt_of_the_list_is_told_and_not_swallowed(summary: dict[str, Any]) -> None:
    statuses = summary["statuses"]
    assert set(statuses) >= {
        "matched", "rounded", "duplicate", "not_found", "proposed", "no_quantity",
        "bad_quantity", "negative", "group_row", "header_row", "note_row", "total_row",
    }  # fmt: skip
    assert statuses["not_found"] == 2
    assert statuses["matched"] > 50


def test_the_supplier_has_answered_and_the_invoice_names_the_order(
    summary: dict[str, Any],
) -> None:
    assert summary["order_state"] in ("reserved", "reserved_partly", "awaiting_payment")
    document = pypdfium2.PdfDocument(summary["invoice_pdf"])
    try:
        text = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    assert f"Заказ № {summary['order_number']}" in text


def test_a_summary_that_does_not_add_up_is_no_success(summary: dict[str, Any]) -> None:
    for wrong in (
        {"rows_read": summary["rows_read"] + 1},
        {"portal_total": "1.00"},
        {"invoiced_total": "1.00"},
        {"invoice_pdf": "nowhere.pdf"},
    ):
        assert len(disagreements({**summary, **wrong})) == 1


def test_the_sample_list_is_the_same_for_the_same_catalogue(tmp_path: Path) -> None:
    assert write_sample(tmp_path / "a.xlsx", SIZE) == write_sample(tmp_path / "b.xlsx", SIZE)
    one, other = (
        list(load_workbook(tmp_path / name).worksheets[0].iter_rows(values_only=True))
        for name in ("a.xlsx", "b.xlsx")
    )
    assert one == other
    assert one.count(HEADINGS) == 2
