"""The main job by commands alone: an Excel list becomes an order, an answer and an invoice."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2

from tests.support.buyer import Buyer, Shop
from tests.support.orderable import goods_in_stock, write_list


def test_a_list_becomes_an_order_with_an_invoice(buyer: Buyer, shop: Shop, tmp_path: Path) -> None:
    buyer = replace(buyer, as_process=True)
    goods = goods_in_stock(buyer, 12)
    source = write_list(tmp_path / "заявка.xlsx", goods, unknown="НЕТ-ТАКОГО-9")
    report = tmp_path / "report.xlsx"
    filled = tmp_path / "filled.xlsx"
    paper = tmp_path / "invoice.pdf"

    files = ("--report", str(report), "--fill-back", str(filled))
    read = buyer.json("import", str(source), "--cart", "Июнь", *files, codes=(2,))
    assert read["rows_read"] == 13 == sum(read["statuses"].values()) == len(read["rows"])
    assert read["statuses"]["not_found"] == 1
    assert read["columns"]["article"] == "B"
    assert read["columns"]["quantity"] == "D"
    assert read["header_rows"] == [3]
    assert openpyxl.load_workbook(report).worksheets[0].max_row == 14
    assert openpyxl.load_workbook(filled).worksheets[0].max_column > 5

    cart = buyer.json("cart", "show", "Июнь")
    assert len(cart["lines"]) == 12
    assert cart["totals"]["gross"] == read["totals"]["gross"]
    assert buyer.json("cart", "check", "Июнь", codes=(0, 2))["can_send"]

    sent = buyer.json("cart", "send", "Июнь", "--yes", "--wait", "20", "--po", "ЗАК-7")
    (order,) = sent["orders"]
    assert order["portal_total"] == order["total"] == cart["totals"]["gross"]
    assert order["state"] not in ("accepted", "awaiting_approval")
    assert shop.orders().count(order["client_id"]) == 1

    shown = buyer.json("order", "show", order["number"])
    assert shown["po_number"] == "ЗАК-7"
    assert {line["article"] for line in shown["lines"]} == {each["article"] for each in goods}
    buyer.json("invoice", order["number"], "-o", str(paper))
    text = _text_of(paper)
    assert all(each["article"] in text for each in goods)

    assert buyer.json("outbox", "list")[0]["state"] == "settled"
    assert [row["name"] for row in buyer.json("cart", "list")] == []


def _text_of(paper: Path) -> str:
    document = pypdfium2.PdfDocument(paper)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document).replace(
            "\r\n", ""
        )
    finally:
        document.close()


def test_find_entities_repeat_and_exports(buyer: Buyer, tmp_path: Path) -> None:
    first = buyer.json("entity", "list")
    active = next(each for each in first if each["active"])
    other = next(each for each in first if not each["active"])
    assert (
        next(each for each in buyer.json("entity", "use", other["inn"]) if each["active"])["inn"]
        == other["inn"]
    )
    buyer.json("entity", "use", active["inn"])

    last = buyer.json("order", "list", "--limit", "1")[0]
    repeated = buyer.json("order", "repeat", last["number"], "--cart", "Повтор")
    assert repeated["added"] == last["lines"]
    assert buyer.run("cart", "export", "Повтор", str(tmp_path / "out.csv"))[0] == 0
    rows = list(
        csv.reader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig")), delimiter=";")
    )
    assert len(rows) == len(repeated["lines"]) + 1
    assert buyer.run("cart", "export", "Повтор", str(tmp_path / "out.pdf"))[0] == 0
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_a_watched_folder_makes_carts_and_orders(buyer: Buyer, shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    goods = goods_in_stock(buyer, 8)
    write_list(folder / "first.xlsx", goods)
    write_list(folder / "second.xlsx", goods, unknown="НЕТ-ТАКОГО-9")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (folder / "still.xlsx.part").write_bytes(b"half")

    told = buyer.json("watch", str(folder), "--once", "--send", "--settle", "0", codes=(2,))
    lists: dict[str, Any] = {each["file"]: each for each in told["lists"]}
    assert set(lists) == {"first.xlsx", "second.xlsx", "broken.xlsx"}
    (order,) = lists["first.xlsx"]["orders"]
    assert shop.orders().count(order["client_id"]) == 1
    assert lists["second.xlsx"]["code"] == "rows_need_attention"
    assert lists["broken.xlsx"]["failed"]
    assert sorted(path.name for path in (folder / "done").iterdir()) == [
        "first.report.xlsx", "first.xlsx", "second.report.xlsx", "second.xlsx",
    ]  # fmt: skip
    assert "broken.xlsx" in {path.name for path in (folder / "failed").iterdir()}
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["still.xlsx.part"]
    assert [row["name"] for row in buyer.json("cart", "list")] == ["second"]
    assert buyer.json("watch", str(folder), "--once", "--settle", "0") == {"lists": []}


def test_a_watched_list_tells_of_sheets_it_did_not_read(buyer: Buyer, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    goods = goods_in_stock(buyer, 4)
    write_list(folder / "two.xlsx", goods)
    book = openpyxl.load_workbook(folder / "two.xlsx")
    book.copy_worksheet(book.worksheets[0]).title = "Склад 2"
    book.save(folder / "two.xlsx")
    told = buyer.json("watch", str(folder), "--once", "--send", "--settle", "0", codes=(2,))
    (one,) = told["lists"]
    assert (one["code"], one["orders"], one["failed"]) == ("sheets_not_read", [], False)
    assert "Склад 2" in one["message"]
    assert [row["name"] for row in buyer.json("cart", "list")] == ["two"]
    assert [each["sheet"] for each in one["unread_sheets"]] == ["Склад 2"]
    assert one["unread_sheets"][0]["asked"] == len(goods)


def test_without_a_network_the_stored_data_still_serve(buyer: Buyer, tmp_path: Path) -> None:
    away = replace(buyer, offline=True)
    source = write_list(tmp_path / "list.xlsx", goods_in_stock(away, 5))
    away.json("import", str(source), "--cart", "В дороге")
    code, out, _err = away.run("cart", "send", "В дороге", "--yes", "--json")
    assert code == 3
    assert json.loads(out)["orders"][0]["outbox_state"] == "ready"
    assert away.run("sync")[0] == 3

    sent = buyer.json("sync")
    assert "orders" in sent["feeds"]
    assert buyer.json("outbox", "list")[0]["state"] == "settled"
