"""`b2bdesk-portal load`: a price list in a file is a catalogue that can be ordered from."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from b2bdesk.portal.__main__ import main
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock.store import holdings
from b2bdesk.portal.storage.work import Storage, open_storage
from b2bdesk.wire.codec import canonical
from b2bdesk.wire.orders import NewLine, NewOrder
from tests.support.portal import serving, sign_in
from tests.support.shared import shared_data

FULL = """Прайс-лист ООО «Снаб»;;;;;;;;
;;;;;;;;
Артикул;Наименование;Ед. изм.;Цена, руб.;Штрихкод;Группа;Бренд;Остаток;Кратность
А-1;Болт М8×40;шт;1 250,50;4600000000015;Крепёж;Метиз;1 200;100
А-2;Кабель ВВГ 3×2,5;м;75,1235;;Электрика;Кабельград;нет;
А-3;Краска белая;кг;310;;;;>10;
А-4;Лампа;шт;;;Электрика;;уточняйте;
"""


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "portal.db")


def loaded(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["load", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def write(path: Path, content: str) -> str:
    path.write_text(content, encoding="utf-8")
    return str(path)


def rows(db: str, query: str) -> list[tuple[Any, ...]]:
    with closing(open_storage(db)) as storage, storage.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


DATED = """Артикул;Наименование;Цена;Остаток;{heading}
М-1;Молоко 3,2 %;80;40;31.01.2027
М-2;Сыр;700;5;2027-03-15
М-3;Соль;20;100;
М-4;Кефир;90;нет;10.12.2026
М-5;Творог;120;7;02.2027
М-6;Масло;150;3;скоро
"""
BATCHES = "SELECT i.article, b.use_by, b.qty_e3 FROM batch b JOIN item i ON i.n = b.n ORDER BY i.n"


@pytest.mark.parametrize("heading", ["Годен до", "Срок годности", "Use by"])
def test_days_until_which_goods_may_be_used_become_batches(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str
) -> None:
    path = write(tmp_path / "list.csv", DATED.format(heading=heading))
    code, report = loaded(capsys, "--db", db, path)
    assert code == 2
    assert report["problems"] == [{"row": 7, "code": "price_list_bad_day", "text": "скоро"}]
    assert "use_by=E" in report["columns"]
    assert rows(db, BATCHES) == [
        ("М-1", "2027-01-31", 40_000),
        ("М-2", "2027-03-15", 5_000),
        ("М-5", "2027-02-28", 7_000),
    ]


def test_the_next_list_tells_the_days_anew_or_leaves_them(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "Артикул;Наименование;Цена;Остаток;Годен до\n"
    lists = (
        head + "М-1;Молоко;80;40;31.01.2027\nМ-2;Сыр;700;5;15.03.2027\n",
        head + "М-1;Молоко;80;60;28.02.2027\n",
        "Артикул;Наименование;Цена;Остаток\nМ-1;Молоко;81;50\n",
    )
    for content in lists:
        assert loaded(capsys, "--db", db, write(tmp_path / "list.csv", content))[0] == 0
    assert rows(db, BATCHES) == [("М-1", "2027-02-28", 60_000), ("М-2", "2027-03-15", 5_000)]


def test_a_column_of_months_of_life_is_no_column_of_days(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = "Артикул;Наименование;Цена;Остаток;Срок годности\nМ-1;Молоко;80;40;12 мес\n"
    code, report = loaded(capsys, "--db", db, write(tmp_path / "list.csv", content))
    assert (code, report["problems"], rows(db, BATCHES)) == (0, [], [])


def test_every_column_of_a_full_list_is_taken(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = loaded(capsys, "--db", db, write(tmp_path / "list.csv", FULL))
    assert code == 0
    assert (report["rows_read"], report["items"], report["prices"]) == (4, 4, 3)
    assert (report["stock_rows"], report["groups"], report["problems"]) == (3, 2, [])
    items = rows(
        db, "SELECT article, name, base_unit, multiple_e3, brand, vat FROM item ORDER BY n"
    )
    assert items == [
        ("А-1", "Болт М8×40", "796", 100_000, "Метиз", "22"),
        ("А-2", "Кабель ВВГ 3×2,5", "006", 0, "Кабельград", "22"),
        ("А-3", "Краска белая", "166", 0, "", "22"),
        ("А-4", "Лампа", "796", 0, "", "22"),
    ]
    assert [row[0] for row in rows(db, "SELECT price_e5 FROM price ORDER BY n")] == [
        125_050_000, 7_512_350, 31_000_000,
    ]  # fmt: skip
    assert rows(db, "SELECT n, qty_e3 FROM stock ORDER BY n") == [
        (1, 1_200_000), (2, 0), (3, 10_000),
    ]  # fmt: skip
    assert rows(db, "SELECT n, barcode FROM item_barcode") == [(1, "4600000000015")]


def test_what_no_column_says_about_stock_stays_unknown(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = "Артикул;Наименование;Цена\nA-1;Болт;10\nA-2;Гайка;5,5\n"
    code, report = loaded(capsys, "--db", db, write(tmp_path / "list.csv", plain))
    assert (code, report["items"], report["stock_rows"]) == (0, 2, 0)
    with closing(open_storage(db)) as storage, storage.reading() as connection:
        assert holdings(SYSTEM, connection, [1, 2]) == {}


def test_a_second_load_of_the_same_list_changes_nothing(db: str, tmp_path: Path) -> None:
    file = write(tmp_path / "list.csv", FULL)
    main(["load", "--db", db, file])
    before = rows(db, "SELECT feed, seq FROM feed_counter ORDER BY feed")
    assert main(["load", "--db", db, file]) == 0
    assert rows(db, "SELECT feed, seq FROM feed_counter ORDER BY feed") == before


def test_a_new_list_updates_the_same_items_and_keeps_the_others(db: str, tmp_path: Path) -> None:
    main(["load", "--db", db, write(tmp_path / "one.csv", FULL)])
    later = "Артикул;Наименование;Цена\nА-1;Болт М8×40 цинк;1300\nА-9;Шайба;2\n"
    main(["load", "--db", db, write(tmp_path / "two.csv", later)])
    assert rows(db, "SELECT n, article, name FROM item WHERE n IN (1, 5)") == [
        (1, "А-1", "Болт М8×40 цинк"), (5, "А-9", "Шайба"),
    ]  # fmt: skip
    assert rows(db, "SELECT count(*) FROM item") == [(5,)]
    assert rows(db, "SELECT price_e5 FROM price WHERE n = 1") == [(130_000_000,)]


def test_rows_that_cannot_be_taken_whole_are_named_with_their_reasons(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = (
        "Артикул;Наименование;Ед.;Цена\n"
        "A-1;Болт;шт;10\nA-1;Болт снова;шт;11\n;Без артикула;шт;7\n"
        "A-2;Гайка;фунт;5\nA-3;Шайба;шт;дорого\nA-4;Винт;шт;3\n"
    )
    code, report = loaded(capsys, "--db", db, write(tmp_path / "list.csv", bad))
    assert code == 2
    assert (report["rows_read"], report["items"]) == (6, 4)
    assert [(each["row"], each["code"]) for each in report["problems"]] == [
        (3, "price_list_repeated"),
        (4, "price_list_no_article"),
        (5, "price_list_unknown_unit"),
        (6, "price_list_bad_price"),
    ]
    assert main(["load", "--db", db, str(tmp_path / "list.csv")]) == 2
    told = capsys.readouterr().err
    assert "Болт снова" not in told
    assert "A-1" in told
    assert "дорого" in told


def test_groups_stand_as_rows_between_goods_too(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Артикул", "Наименование", "Цена"],
        ["Крепёж"],
        ["A-1", "Болт", 10],
        ["A-2", "Гайка", 5.5],
        ["Свет"],
        ["A-3", "Лампа", 99],
    ):
        sheet.append(row)
    file = tmp_path / "list.xlsx"
    book.save(file)
    code, report = loaded(capsys, "--db", db, str(file))
    assert (code, report["items"], report["groups"], report["other_rows"]) == (0, 3, 2, 2)
    joined = "SELECT i.article, g.name FROM item i JOIN item_group g ON g.id = i.group_id"
    assert rows(db, joined + " ORDER BY i.n") == [
        ("A-1", "Крепёж"), ("A-2", "Крепёж"), ("A-3", "Свет"),
    ]  # fmt: skip


def test_a_pack_that_does_not_bind_is_a_larger_unit(db: str, tmp_path: Path) -> None:
    packed = "Артикул;Наименование;Цена;Кол-во в упаковке\nA-1;Болт;10;100\nA-2;Гайка;5;50\n"
    main(["load", "--db", db, write(tmp_path / "list.csv", packed)])
    assert rows(db, "SELECT multiple_e3, minimum_e3 FROM item") == [(0, 0), (0, 0)]
    assert rows(db, "SELECT n, okei, factor_e3 FROM item_unit ORDER BY n") == [
        (1, "778", 100_000), (2, "778", 50_000),
    ]  # fmt: skip


def test_columns_named_by_hand_are_kept_under_a_name(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = "X1;Болт обычный;9;17\nX2;Гайка обычная;8;18\n"
    first = write(tmp_path / "one.csv", odd)
    named = ["--columns", "article=A,name=B,price=D", "--map", "снаб"]
    code, report = loaded(capsys, "--db", db, *named, first)
    assert (code, report["columns"]) == (0, "article=A,name=B,price=D")
    second = write(tmp_path / "two.csv", odd.replace("17", "21"))
    code, report = loaded(capsys, "--db", db, "--map", "снаб", second)
    assert code == 0
    assert rows(db, "SELECT price_e5 FROM price ORDER BY n") == [(2_100_000,), (1_800_000,)]


@pytest.mark.parametrize(
    ("name", "content", "arguments"),
    [
        ("empty.csv", "", ()),
        ("broken.xlsx", "PK no workbook", ()),
        ("words.csv", "просто письмо\nбез товаров\n", ()),
        ("list.csv", FULL, ("--columns", "artikel=A")),
    ],
)
def test_a_file_that_is_no_price_list_is_refused_and_changes_nothing(
    db: str, tmp_path: Path, name: str, content: str, arguments: tuple[str, ...]
) -> None:
    file = write(tmp_path / name, content)
    assert main(["load", "--db", db, *arguments, file]) == 5
    assert rows(db, "SELECT count(*) FROM item") == [(0,)]


def test_a_file_that_is_not_there_is_bad_input(db: str, tmp_path: Path) -> None:
    assert main(["load", "--db", db, str(tmp_path / "none.csv")]) == 5


def test_load_and_company_add_are_enough_to_order(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["load", "--db", db, write(tmp_path / "list.csv", FULL)])
    inn = "7707083893"
    named = ["--name", "ООО «Покупатель»", "--inn", inn, "--kpp", "770701001"]
    assert main(["company", "add", "--db", db, *named]) == 0
    monkeypatch.setattr("sys.stdin", _Line("correct horse\n"))
    user = ["--login", "buyer", "--password-stdin", "--role", "buyer", "--company", inn]
    assert main(["user", "add", "--db", db, *user]) == 0
    item = rows(db, "SELECT id FROM item WHERE article = 'А-3'")[0][0]
    with closing(open_storage(db)) as storage:
        assert _ordered(storage, item) == (201, "620.00")


def _ordered(storage: Storage, item: str) -> tuple[int, str]:
    with serving(storage) as url, closing(sign_in(url, "buyer")) as client:
        entity = client.get("/account").json()["entities"][0]
        line = NewLine(
            line_id="l", item_id=item, quantity="2", unit="166", factor="1", price="310.00"
        )
        order = NewOrder(
            client_order_id="0197a0c0-0000-7000-8000-000000000001",
            entity_id=entity["id"],
            contract_id=entity["contracts"][0]["id"],
            currency="RUB",
            total="620.00",
            lines=[line],
        )
        key = {"Idempotency-Key": order.client_order_id}
        answer = client.post("/orders", content=canonical(order), headers=key)
    return answer.status_code, answer.json().get("total", answer.text)


class _Line:
    """A standard input of one line."""

    def __init__(self, text: str) -> None:
        self._text = text

    def readline(self) -> str:
        return self._text


def test_the_real_catalogue_loads_every_row(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = shared_data("online-retail", "catalog.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        wanted = list(csv.DictReader(stream))
    code, report = loaded(capsys, "--db", db, str(file))
    assert (code, report["items"], report["problems"]) == (0, len(wanted), [])
    prices = dict(rows(db, "SELECT i.article, p.price_e5 FROM item i LEFT JOIN price p USING (n)"))
    assert prices.keys() == {row["StockCode"].strip() for row in wanted}
    for row in wanted:
        typical = row["TypicalUnitPrice"]
        assert prices[row["StockCode"].strip()] == (
            int(typical.replace(".", "").ljust(len(typical.partition(".")[0]) + 5, "0"))
            if typical
            else None
        )


def test_a_generated_catalogue_of_the_same_shape_loads_every_row(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a clone without the real data: the same columns and the same dirt."""
    goods = [
        ("10002", "INFLATABLE GLOBE ", "0.85", "33"),
        ("10123C", "HEARTS WRAPPING TAPE ", "0.65", "1"),
        ("15056BL", "EDWARDIAN PARASOL BLACK", "5.95", "12"),
        ("15056bl", "EDWARDIAN PARASOL BLACK", "5.95", "1"),
        ("20849", "", "", "1"),
        ("POST", "POSTAGE", "18", "30"),
        ("gift_0001_20", "Gift voucher £20.00", "16.67", "3"),
        ("BANK CHARGES", "Bank Charges", "15", "2"),
        *((f"{21000 + at}", f"MUG NUMBER {at}", f"{at % 9}.{at % 10}5", "4") for at in range(200)),
    ]
    file = tmp_path / "catalog.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("StockCode", "Description", "TypicalUnitPrice", "LinesSeen"))
        writer.writerows(goods)
    code, report = loaded(capsys, "--db", db, str(file))
    assert (code, report["items"], report["problems"]) == (0, len(goods), [])
    assert report["columns"] == "article=A,name=B,price=C"
    assert {row[0] for row in rows(db, "SELECT article FROM item")} == {row[0] for row in goods}
