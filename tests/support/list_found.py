"""Shapes of reports, exports and price lists whose headings say little or stand late."""

from __future__ import annotations

import random

from tests.support.lists import (
    EMPTY,
    GROUP,
    HEADER,
    KINDS,
    MATCHED,
    NOTE,
    TOTAL,
    Cell,
    Made,
    some_quantity,
)


def stock_of_stores(rng: random.Random, made: Made) -> None:
    """1C: «Склад» stands over store, article, name and unit; stores show the sums of their own."""
    made.title("Ведомость по товарам")
    upper: list[Cell] = ["Склад", None, None, None, "Сейчас", None, "Ожидается"]
    lower: list[Cell] = ["Склад", "Артикул", "Номенклатура", "Ед. изм."]
    head = made.add(upper)
    made.add([*lower, "В наличии", "Доступно", "Приход"])
    made.merges = [f"A{head}:D{head}", f"E{head}:F{head}"]
    made.needs_merges, made.header = True, (head, head + 1)
    made.columns = {"article": "B", "name": "C", "unit": "D"}
    for at, good in enumerate(made.goods):
        store = f"Склад {rng.choice(('оптовый', 'дальний'))} № {at // 10 + 1}"
        if at % 10 == 0:
            made.add([store, None, None, None, 100 + at, 90 + at], GROUP)
        left = rng.randrange(1, 90)
        made.add([store, good.article, good.name, good.unit, left, left], EMPTY)
    made.add(["Итого", None, None, None, 400, 360], TOTAL)


def turnover(rng: random.Random, made: Made) -> None:
    """A report of movements: goods that are gone have no closing stock, and are goods still."""
    made.title("Движение товаров", "Период: октябрь")
    head = made.add(["Склад компании", "Нач. ост.", None, "Приход", None, "Кон. ост.", None])
    made.add(["Номенклатура, № по каталогу", *["Количество", "Сумма"] * 3])
    made.merges = [f"{a}{head}:{b}{head}" for a, b in ("BC", "DE", "FG")]
    made.needs_merges, made.header, made.columns = True, (head, head + 1), {"name": "A"}
    for at, good in enumerate(made.goods):
        came = rng.randrange(1, 50)
        left: list[Cell] = [None, None] if at % 4 == 3 else [came, came * 2.5]
        made.add([good.name, *[None] * 2, came, came * 2.5, *left], EMPTY)
    made.add(["Итого", *[None] * 2, 900, 2250.5, 700, 1750.5], TOTAL)
    made.goods = []


def terms_above(rng: random.Random, made: Made) -> None:
    """Terms and discounts in the columns of the table; «Ссылка» stands over the names."""
    made.title("КОНТАКТЫ")
    made.add([None, None, "Фасовка бесплатно", "Скидки при заказе", 0.05, "от 50 000 руб"])
    made.add([None, None, "Минимальный заказ 10 000", None, 0.1, "от 100 000 руб"])
    made.add([None, None, "Доставка до терминала", "Ваш заказ:", 0.15, "от 150 000 руб"])
    made.add([])
    head = made.add(["Артикул", None, "Ссылка", "Ед.изм.", "Количество", "Цена за кг/шт", "ИТОГО"])
    made.header = (head,)
    made.columns = {"article": "A", "name": "C", "unit": "D", "quantity": "E", "price": "F"}
    for at, good in enumerate(made.goods):
        if at % 9 == 0:
            made.add([f"1. ПРАЙС/1. {rng.choice(KINDS)}"], GROUP)
        wanted = some_quantity(rng) if at % 3 else None
        row: list[Cell] = [good.article, "сайт", good.name, good.unit, wanted, good.price, 0]
        done = (good.article, wanted) if wanted else None
        made.add(row, MATCHED if wanted else EMPTY, done)


def late_heading(rng: random.Random, made: Made) -> None:
    """The first table has no heading, the second has; a group is merged right below it."""
    made.columns = {"article": "A", "name": "B", "price": "C", "unit": "D"}
    made.needs_merges = True
    made.title("Сантехника")
    for good in made.goods[:12]:
        made.add([good.article, good.name, good.price, good.unit], EMPTY)
    made.add([])
    head = made.add(["Артикул", "Наименование", "Цена (руб)", "Ед. изм."], HEADER)
    made.header = (head,)
    below = made.add(["Укладка плитки (от 5 м2), бордюр от 200 руб. за м"], GROUP)
    made.merges = [f"A{below}:D{below}"]
    for good in made.goods[12:]:
        made.add([good.article, good.name, good.price, good.unit], EMPTY)


def unknown_price(rng: random.Random, made: Made) -> None:
    """Whole prices under a word nobody knows; groups are set apart by their blank price."""
    made.header = (made.add(["Код", "Описание", "Базовая"]),)
    made.columns = {"article": "A", "name": "B", "price": "C"}
    for at, good in enumerate(made.goods):
        if at % 10 == 0:
            made.add([f"Г{at}", rng.choice(KINDS)], GROUP)
        made.add([good.article, good.name, 120 + 37 * at], EMPTY)


def units_as_quantity(rng: random.Random, made: Made) -> None:
    """«Количество» of a price list holds nothing but units."""
    made.title("Прейскурант")
    made.header = (made.add(["№", "Артикул", "Наименование", "Количество", "Стоимость"]),)
    made.columns = {"article": "B", "name": "C", "unit": "D", "price": "E"}
    for at, good in enumerate(made.goods, start=1):
        unit = rng.choice(("шт.", "м", "упак"))
        made.add([at, good.article, good.name, unit, 10 * at + 100], EMPTY)


def wide_export(rng: random.Random, made: Made) -> None:
    """A shop's export: properties are named in each row with the words of headings."""
    head: list[Cell] = ["Код_товара", "Название_позиции", "Описание", "Цена", "Валюта"]
    names = ["Название_Характеристики", "Измерение_Характеристики", "Значение_Характеристики"]
    made.header = (made.add([*head, *names * 4]),)
    made.columns = {"article": "A", "name": "B", "price": "D"}
    words = ("Упаковка", "Вес", "Количество", "Производитель", "Единица измерения", "Артикул")
    for good in made.goods:
        row: list[Cell] = [good.article, good.name, "Полное описание товара", good.price, "RUB"]
        for word in rng.sample(words, 4):
            row += [word, rng.choice((None, "г")), "пластиковая"]
        made.add(row, EMPTY)


def no_price_yet(rng: random.Random, made: Made) -> None:
    """Goods without a price have a country as the others do; groups have neither."""
    made.header = (made.add(["Наименование товара", "Цена опт, руб", "Страна производства"]),)
    made.columns = {"name": "A", "price": "B"}
    for at, good in enumerate(made.goods):
        if at % 13 == 0:
            made.add([rng.choice(KINDS)], GROUP)
        price = None if at % 7 == 5 else good.price
        made.add([good.name, price, rng.choice(("Россия", "Китай", "Беларусь"))], EMPTY)
    made.goods = []


def models(rng: random.Random, made: Made) -> None:
    """Machines are known by their model, the name is what they can do; groups are in between."""
    made.title("Станки")
    made.header = (made.add(["Модель", "Основные характеристики", "Цена USD"]),)
    made.columns = {"article": "A", "name": "B", "price": "C"}
    for good in made.goods:
        price = round(good.price)
        made.add([good.article, f"{good.name}, диаметр {rng.randrange(90)} мм", price], EMPTY)


def pivot_first(rng: random.Random, made: Made) -> None:
    """A pivot table of counts stands before the list itself."""
    pivot: list[list[Cell]] = [["Названия строк", "Количество по полю Наименование"]]
    pivot += [[kind, 10 + at] for at, kind in enumerate(KINDS)]
    made.before.append(("Сводная", [*pivot, ["Общий итог", 400]]))
    head: list[Cell] = ["Наименование", "Группа товаров", "Единица хранения", "Артикул"]
    made.header = (made.add([*head, "Вес", "Объем", "Длина", "Цена"]),)
    made.columns = {"name": "A", "article": "D", "price": "H"}
    for at, good in enumerate(made.goods):
        row: list[Cell] = [good.name, rng.choice(KINDS), good.unit, good.article, 2.5, None]
        made.add([*row, 100 + at % 3, good.price], EMPTY)


def blank_level(rng: random.Random, made: Made) -> None:
    """A heading over three rows, the middle one blank: cells are merged across it."""
    made.title("Ведомость объемов работ")
    upper: list[Cell] = ["№ п/п", "Наименование МТР", "Артикул", "Ед. изм.", "Кол-во"]
    head = made.add([*upper, "Цена за ед.изм., руб.", None])
    made.add([])
    made.add([*[None] * 5, "материал (МТР)", "работы"])
    made.merges = [f"{letter}{head}:{letter}{head + 2}" for letter in "ABCDE"]
    made.merges.append(f"F{head}:G{head + 1}")
    made.needs_merges, made.header = True, (head, head + 2)
    made.columns = {"name": "B", "article": "C", "unit": "D", "quantity": "E", "price": "F"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        row: list[Cell] = [at, good.name, good.article, good.unit, wanted, good.price, 5.5]
        made.add(row, MATCHED, (good.article, wanted))


def signed_act(rng: random.Random, made: Made) -> None:
    """Two parties sign side by side, one of them in the column of quantities."""
    made.title("Акт № 12", "")
    made.header = (made.add(["№", "Артикул", "Наименование", "Кол-во", "Ед.", "Цена", "Сумма"]),)
    made.columns = {"article": "B", "name": "C", "quantity": "D", "unit": "E", "price": "F"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        row: list[Cell] = [at, good.article, good.name, wanted, good.unit, good.price, 10.5]
        made.add(row, MATCHED, (good.article, wanted))
    made.add([None, None, "Итого:", None, None, None, 1234.5], TOTAL)
    made.add(["Исполнитель:", None, "Иванов Иван", "Заказчик:", "Петров Пётр"], NOTE)
    made.add([None, "М.П.", "(подпись)", "М.П.", "(подпись)"], NOTE)


def price_breaks(rng: random.Random, made: Made) -> None:
    """A maker's list: «Price Break Qty» is no price, the hidden numbers of columns no goods."""
    head: list[Cell] = ["Product ID", "Description", "From Price Break Qty", "To Price Break Qty"]
    first = made.add([*head, "Price (€)", "Effective From"])
    made.add([2, 4, 9, 11, 13, 15])
    made.header = (first, first + 1)
    made.columns = {"article": "A", "name": "B", "price": "E"}
    for good in made.goods:
        row: list[Cell] = [good.article, good.name, 1, rng.choice((99, 9999)), good.price]
        made.add([*row, "01.01.2026"], EMPTY)
