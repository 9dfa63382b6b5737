"""The words over columns of real lists mean what people mean by them."""

from __future__ import annotations

import pytest

from b2bdesk.trade.lists.heading_rows import find_heading, is_numbering
from b2bdesk.trade.lists.headings import role_of
from b2bdesk.trade.tablerows import Merge, RawRow, RawSheet, column_index, column_letters

_MEANINGS = {
    "article": "Артикул|Арт.|Код|Код товара|Номенклатурный номер|Каталожный №|Part Number|SKU"
    "|StockCode|Item No.|Номер по каталогу|Тип, марка, обозначение документа, опросного листа"
    "|Ваш артикул|Номенклатура.Код"
    "|Номенклатура Артикул|Обоснование|Manufacturer Part|Код оборудования, изделия, материала",
    "name": "Наименование|Наименование товара|Номенклатура|Товары (работы, услуги)"
    "|Description|Назва"
    "|Наименование работ и затрат, единица измерения|Название|Товар|Материал|Полное наименование",
    "quantity": "Кол-во|Кол.|Количество|Заказ, шт.|ЗАКАЗ|Заявка|Потребность|Qty"
    "|Коли-\nчество|Купить"
    "|Кол-во для заказа|Заказ Кол-во|Количество всего|Кількість|Нужно|Коли-чество|Объём|шт",
    "unit": "Ед.|Ед. изм.|Единица измерения|ЕИ|UoM|Единица изме- рения|Единица измерения код|Unit",
    "barcode": "ШК|Штрихкод|Штрих-код|EAN13|Barcode|ISBN|GTIN",
    "price": "Цена|Цена, руб.|Цена с НДС|Опт|РРЦ|Розничная|Цена со скидкой|UnitPrice|Ц. опт,грн"
    "|РИЦ|Govt. Rate|USD/Сум|1. Розница|Цена за ед.изм., руб."
    "|Стоимость за ед., руб|Стоимость опт, руб|Цена за ед.|Ціна",
    "group": "Номенклатурная группа|Товарная группа",
    "sum": "ЗАКАЗ Сума|Сумма|Сумма с НДС|Стоимость|Итого, руб.|Сумма заказа|Line Total|На сумму",
    "stock": "Нач_ост_кол|Кон_ост_кол|Сейчас Доступно|Остаток|Наличие|Склад|Остаток Кол-во"
    "|Количество на складе|Свободный остаток|In stock",
    "pack": "Кол-во в упаковке|Упаковка|Кратность|Мин. заказ|Штук в коробке|MOQ|В упак., шт",
    "number": "№|№ п/п|N|Поз.|№ п.п.|#",
    "own_code": "Наш код|Код 1С|Внутренний код|Код покупателя|Our code",
    "comment": "Примечание|Комментарий|Remarks",
    "vat": "НДС, %|Ставка НДС|Сумма НДС",
    "other": "Код ТН ВЭД|Вес, кг|Масса единицы, кг|Номер заказа|Заказчик|Фото|Кол. стр.|Кол.уч."
    "|Количество по полю Наименование|Названия строк|Приход Сумма|From Price Break Qty"
    "|Кол-во симкарт|Дата|Срок поставки|Объём, м3",
}


@pytest.mark.parametrize(
    ("text", "role"),
    [(text, role) for role, texts in _MEANINGS.items() for text in texts.split("|")],
)
def test_a_heading_means(text: str, role: str) -> None:
    found = role_of(text)
    assert found is not None
    assert found.role == role


@pytest.mark.parametrize("text", ["", "Магазин 1", "Болт М8", "x" * 200, "12,5", "ООО «Ромашка»"])
def test_other_texts_are_no_headings(text: str) -> None:
    assert role_of(text) is None


def test_the_purchase_price_comes_before_the_retail_price() -> None:
    wholesale, retail = role_of("Цена опт"), role_of("Цена розничная")
    assert wholesale is not None
    assert retail is not None
    assert wholesale.strength > retail.strength


def test_two_levels_are_joined_by_merges() -> None:
    rows = [
        RawRow(3, ("№", "Остаток", "", "Заказ")),
        RawRow(4, ("", "Кол-во", "Сумма", "Кол-во")),
        RawRow(5, ("1", "5", "100", "2")),
    ]
    merges = (Merge(3, 0, 4, 0), Merge(3, 1, 3, 2))
    found = find_heading(RawSheet("S", [RawRow(1, ("Артикул товара: любой",)), *rows], merges))
    assert found is not None
    assert {at: role.role for at, role in found.roles.items()} == {
        0: "number",
        1: "stock",
        2: "stock",  # the worth of the stock is no sum of the order
        3: "quantity",
    }


def test_rows_that_number_the_columns() -> None:
    assert is_numbering(RawRow(1, ("1", "2", "3", "4")))
    assert is_numbering(RawRow(1, ("А", "Б", "1", "2", "3")))
    assert is_numbering(RawRow(1, ("1", "2", "3", "4", "5", "6", "8", "10")))
    assert not is_numbering(RawRow(1, ("1", "A-2", "3", "4")))
    assert not is_numbering(RawRow(1, ("1", "10", "100")))


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_column_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert column_index(letters.lower()) == column


def test_letters_that_are_none() -> None:
    assert column_index("А") is None  # the Cyrillic one
    assert column_index("") is None


@pytest.mark.parametrize(
    "text",
    [
        "Товар А;10;шт\nТовар Б;12;шт\nБолт;5;шт",
        "Болт;10;шт\nГайка;12;шт\nТовар В;5;шт",
        "Продукты, набор;5;шт\nМыло;2;шт\nПорошок;3;кг",
        "Услуги доставки;1;шт\nБолт;5;шт",
        "Материал;5;компл.;срочно\nКабель;6;м;\nПровод;7;компл.;",
        "Товар;1;срочно\nБолт М8х40;20;\nГайка М8;30;",
    ],
)
def test_goods_whose_names_read_like_headings_are_goods(text: str) -> None:
    assert find_heading(_sheet(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Артикул;Товар;шт;2025\nа1;Болт;5;7\nа2;Гайка;6;8",
        "Код;Наименование;Ед.;1\n1;Болт;шт;6\n2;Гайка;шт;7",
        "Товар;Кол-во\nБолт;5\nГайка;6",
        "Товар;Кол-во, шт;3\nБолт;5;8\nГайка;6;9",
    ],
)
def test_numbers_over_columns_do_not_make_goods_of_a_heading(text: str) -> None:
    found = find_heading(_sheet(text))
    assert found is not None
    assert found.indexes[0] == 0


def _sheet(text: str) -> RawSheet:
    lines = enumerate(text.split("\n"), 1)
    return RawSheet("s", tuple(RawRow(number, tuple(line.split(";"))) for number, line in lines))
