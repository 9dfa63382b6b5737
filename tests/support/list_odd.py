"""Shapes that make readers stumble: tables side by side, sizes, merged labels, notes, helpers."""

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


def signed_form(rng: random.Random, made: Made) -> None:
    """A filled form with a sum in words and a line of signatures over several columns."""
    made.title("Заказ покупателя № 12 от 21.11.2026", "")
    head = made.add(["№", "Код", "Товар", "Кол-во", "Ед.", "Цена", "Сумма"])
    made.header = (head,)
    made.columns = {"article": "B", "name": "C", "quantity": "D", "unit": "E", "price": "F"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        row: list[Cell] = [at, good.article, good.name, wanted, good.unit, good.price, 10.5]
        made.add(row, MATCHED, (good.article, wanted))
    made.add([])
    made.add(["", "", "", "", "", "Итого:", 1234.5], TOTAL)
    made.add(["", "Всего наименований 40, на сумму 1234,50 руб."], TOTAL)
    made.add(["", "Одна тысяча двести тридцать четыре рубля 50 копеек"], NOTE)
    made.add([])
    made.add(["Руководитель", "", "/Иванов И. И./", "", "Бухгалтер", "", "/Петрова П. П./"], NOTE)


def numbered_heading(rng: random.Random, made: Made) -> None:
    """An invoice of 1C with the columns numbered below a gap, sums under the codes."""
    made.title("Счет на оплату № 300", "")
    head = made.add(["№", "Дата", "Товары (работы, услуги)", "Код", "Кол-во", "Ед.", "Цена"])
    made.add([1, 2, 3, 4, 5, 6, 7])
    made.header = (head, head + 1)
    made.columns = {"name": "C", "article": "D", "quantity": "E", "unit": "F", "price": "G"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        row: list[Cell] = [at, "24.09.25", good.name, good.article, wanted, good.unit, good.price]
        made.add(row, MATCHED, (good.article, wanted))
    made.add(["", "", "", 229, "", "", 349.5], TOTAL)
    made.add([])
    made.add(["", "", "", "", "", "Итого:", 349.5], TOTAL)


def currency_heading(rng: random.Random, made: Made) -> None:
    """A price list of a maker: the price stands under a currency, groups have a code and a mark."""
    made.header = (made.add(["Артикул", "Номенклатура", "€ без НДС"]),)
    made.columns = {"article": "A", "name": "B", "price": "C"}
    for at, good in enumerate(made.goods):
        if at % 8 == 0:
            made.add([f"0{at}_{rng.choice(KINDS)} серия", f"PG{at}"], GROUP)
        made.add([100000 + at, good.name, good.price], EMPTY)
    made.goods = []


def stock_words(rng: random.Random, made: Made) -> None:
    """«Количество» of a supplier is his stock: «>10», «под заказ»; nothing is ordered."""
    made.header = (made.add(["Бренд", "Артикул", "Наименование", "Цена, руб.", "Количество"]),)
    made.columns = {"article": "B", "name": "C", "price": "D"}
    for at, good in enumerate(made.goods):
        stock: Cell = rng.choice((">10", "под заказ", "много", 4, 7)) if at > 4 else ">10"
        made.add(["IEK", good.article, good.name, good.price, stock], EMPTY)


def volumes(rng: random.Random, made: Made) -> None:
    """Paints: the name stands once, further rows hold a volume, a pack and a price."""
    made.title("Прайс-лист на ЛКМ")
    head = made.add(["№ п/п", "Наименование", "объем", "кол-во в упак", "Цена с НДС"])
    made.header = (head,)
    made.columns = {"name": "B", "price": "E"}
    for at, good in enumerate(made.goods[:15], start=1):
        made.add([at, good.name, 0.9, 12, good.price], EMPTY)
        for size in (2.5, 10)[: at % 3]:
            made.add(["", "", size, 4, round(good.price * float(size), 2)], EMPTY)


def helper_lists(rng: random.Random, made: Made) -> None:
    """Lists for drop-downs stand far right of the order, one beginning in the heading row."""
    made.title("Заказ", "")
    head: list[Cell] = ["Артикул", "Наименование", "Цена", "Количество", "Сумма"]
    made.header = (made.add([*head, *[None] * 10, "А_1", made.goods[0].name]),)
    made.columns = {"article": "A", "name": "B", "price": "C", "quantity": "D"}
    for at, good in enumerate(made.goods):
        wanted = some_quantity(rng) if at % 2 else None
        row: list[Cell] = [good.article, good.name, good.price, wanted, None, *[None] * 9]
        row += [f"А_{at + 2}", made.goods[0].name, "x"]
        done = (good.article, wanted) if wanted else None
        made.add(row, MATCHED if wanted else EMPTY, done)


def merged_labels(rng: random.Random, made: Made) -> None:
    """The article is merged over its rows; each row asks for some."""
    made.header = (made.add(["Артикул", "Наименование", "Цвет", "Кол-во"]),)
    made.columns = {"article": "A", "name": "B", "quantity": "D"}
    made.needs_merges = True
    for good in made.goods[:12]:
        first = len(made.rows) + 1
        for at, colour in enumerate(("белый", "чёрный", "серый")):
            wanted = some_quantity(rng)
            shown: list[Cell] = [good.article, good.name] if at == 0 else ["", ""]
            status = MATCHED if at == 0 else "duplicate"
            made.add([*shown, colour, wanted], status, (good.article, wanted))
        made.merges += [f"{letter}{first}:{letter}{first + 2}" for letter in "AB"]


def three_levels(rng: random.Random, made: Made) -> None:
    """A heading of three rows: blocks, columns, units; the order stands last."""
    made.title("ПРАЙС-ЛИСТ (БЛАНК ЗАКАЗА)", "")
    first = made.add(["Товар", "", "", "Цены", "", "", "Заказ покупателя"])
    made.add(["Артикул", "Наименование", "Ед. изм.", "Опт", "", "Розница", "Количество"])
    made.add(["", "", "", "руб.", "у.е.", "руб.", "шт."])
    made.merges += [f"A{first}:C{first}", f"D{first}:F{first}", f"D{first + 1}:E{first + 1}"]
    made.header = (first, first + 1, first + 2)
    made.columns = {"article": "A", "name": "B", "unit": "C", "quantity": "G"}
    for at, good in enumerate(made.goods):
        wanted = some_quantity(rng) if at % 3 == 0 else None
        prices: list[Cell] = [good.price, round(good.price / 90, 2), round(good.price * 1.5, 2)]
        done = (good.article, wanted) if wanted else None
        row: list[Cell] = [good.article, good.name, good.unit, *prices, wanted]
        made.add(row, MATCHED if wanted else EMPTY, done)


def moved_table(rng: random.Random, made: Made) -> None:
    """A second table below with other columns and a heading of its own."""
    made.add(["Заявка на материалы"])
    made.header = (made.add(["Артикул", "Наименование", "Кол-во", "Ед."]),)
    made.columns = {"article": "A", "name": "B", "quantity": "C", "unit": "D"}
    half = len(made.goods) // 2
    for good in made.goods[:half]:
        wanted = some_quantity(rng)
        row: list[Cell] = [good.article, good.name, wanted, good.unit]
        made.add(row, MATCHED, (good.article, wanted))
    made.add([])
    made.add(["Заявка на оборудование"], GROUP)
    made.add(["№", "Наименование", "Ед.", "Количество", "Артикул"], HEADER)
    for at, good in enumerate(made.goods[half:], start=1):
        wanted = some_quantity(rng)
        row = [at, good.name, good.unit, wanted, good.article]
        made.add(row, MATCHED, (good.article, wanted))


def dealer_codes(rng: random.Random, made: Made) -> None:
    """A stock list with discontinued goods without a price among the priced ones."""
    made.add(["Прайс-лист дилера"])
    made.header = (made.add(["Артикул", "Наименование", "Ед.", "Цена", "Наличие"]),)
    made.columns = {"article": "A", "name": "B", "unit": "C", "price": "D"}
    for at, good in enumerate(made.goods):
        if at % 10 == 0:
            made.add([f"{rng.choice(KINDS)} и комплектующие"], GROUP)
        gone = at % 9 == 8
        price: Cell = None if gone else good.price
        unit: Cell = None if gone else good.unit
        made.add([f"48SG-{100 + at}A", good.name, unit, price, "снят" if gone else 5], EMPTY)
    made.goods = []


def local_estimate(rng: random.Random, made: Made) -> None:
    """A local estimate: under each position wages, machines, overheads and its sum."""
    made.title("ЛОКАЛЬНЫЙ СМЕТНЫЙ РАСЧЕТ (СМЕТА) № 02-01-01", "(наименование работ и затрат)", "")
    first = made.add(
        ["№ п/п", "Обоснование", "Наименование работ и затрат", "Единица измерения",
         "Количество", "Сметная стоимость, руб.", ""]
    )  # fmt: skip
    made.add(["", "", "", "", "", "на единицу", "всего"])
    made.add([1, 2, 3, 4, 5, 6, 7])
    made.merges += [f"{c}{first}:{c}{first + 1}" for c in "ABCDE"] + [f"F{first}:G{first}"]
    made.header = (first, first + 1, first + 2)
    made.columns = {"article": "B", "name": "C", "unit": "D", "quantity": "E", "price": "F"}
    made.add(["Раздел 1. Электромонтажные работы"], GROUP)
    for at, good in enumerate(made.goods[:20], start=1):
        wanted = some_quantity(rng)
        row: list[Cell] = [at, good.article, good.name, good.unit, wanted, good.price]
        made.add([*row, round(good.price * wanted, 2)], MATCHED, (good.article, wanted))
        made.add(["", "", "ЗП", "", "", 120.5, 241], TOTAL)
        made.add(["", "", "в т.ч. ЗПМ", "", "", 20.5, 41], TOTAL)
        made.add(["", "Пр/812-049.3-1", "НР от ФОТ", "%", 97, "", 233.77], TOTAL)
        made.add(["", "", "ЗТР", "чел.-ч", 3.4, "", ""], TOTAL)
        made.add(["", "", "Всего по позиции", "", "", "", 1234.5], TOTAL)
    made.add(["", "", "Итого по разделу 1", "", "", "", 24690], TOTAL)
    made.add([])
    made.add(["Составил:", "", "инженер-сметчик", "", "", "Сидорова Е. П.", ""], NOTE)


def paged_specification(rng: random.Random, made: Made) -> None:
    """A specification printed by pages: the heading stands again on every page."""
    head = ["Поз.", "Наименование", "Тип, марка", "Код", "Поставщик", "Ед. изм.", "Кол.", "Прим."]
    made.header = (made.add(head),)
    made.columns = {"name": "B", "article": "D", "unit": "F", "quantity": "G"}
    for at, good in enumerate(made.goods, start=1):
        if at % 12 == 0:
            made.add(head, HEADER)
        wanted = some_quantity(rng)
        row: list[Cell] = [at, good.name, f"ТУ {at}", good.article, "IEK", good.unit, wanted, None]
        made.add(row, MATCHED, (good.article, wanted))


def contract_tail(rng: random.Random, made: Made) -> None:
    """A specification to a contract: terms of payment and two columns of signatures below."""
    made.title("Приложение № 1 к договору № 15 от 01.11.2026", "СПЕЦИФИКАЦИЯ № 3", "")
    head = ["№ п/п", "Наименование товара", "Артикул", "Кол-во", "Ед. изм.", "Цена с НДС, руб."]
    made.header = (made.add([*head, "Сумма с НДС, руб."]),)
    made.columns = {"name": "B", "article": "C", "quantity": "D", "unit": "E", "price": "F"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        row: list[Cell] = [at, good.name, good.article, wanted, good.unit, good.price]
        made.add([*row, round(good.price * wanted, 2)], MATCHED, (good.article, wanted))
    made.add(["", "ИТОГО:", "", "", "", "", 98765.43], TOTAL)
    made.add(["", "в т.ч. НДС 22%", "", "", "", "", 17810.16], TOTAL)
    made.add([])
    made.add(["1. Срок поставки: 10 рабочих дней с даты оплаты."], NOTE)
    made.add(["2. Порядок оплаты: 30 % аванс, 70 % по факту поставки."], NOTE)
    made.add([])
    made.add(["ПОСТАВЩИК", "", "", "ПОКУПАТЕЛЬ"], NOTE)
    made.add(['ООО "Поставщик"', "", "", 'ООО "Покупатель"'], NOTE)
    made.add(["_________ /Иванов И.И./", "", "", "_________ /Петров П.П./"], NOTE)
