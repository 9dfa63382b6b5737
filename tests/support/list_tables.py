"""Shapes of plain tables: bare, stacked, grouped, with barcodes or words."""

from __future__ import annotations

import random

from tests.support.lists import (
    EMPTY,
    GROUP,
    HEADER,
    KINDS,
    MAKERS,
    MATCHED,
    NOTE,
    TOTAL,
    Made,
    some_quantity,
)


def bare(rng: random.Random, made: Made) -> None:
    """No heading at all: running number, article, name, unit, quantity."""
    made.columns = {"article": "B", "name": "C", "unit": "D", "quantity": "E"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        made.add([at, good.article, good.name, good.unit, wanted], MATCHED, (good.article, wanted))


def code_quantity(rng: random.Random, made: Made) -> None:
    """Two columns, no heading."""
    made.columns = {"article": "A", "quantity": "B"}
    for good in made.goods:
        wanted = some_quantity(rng)
        made.add([good.article, wanted], MATCHED, (good.article, wanted))


def stacked(rng: random.Random, made: Made) -> None:
    """The same heading again over each block, blank rows between, a block title above."""
    head = ["Код товара", "Товар", "Ед.", "Количество", "Цена, руб."]
    made.add(["Заказ на ноябрь"])
    made.add([])
    for block in range(3):
        if block:
            made.add([])
            made.add([f"Склад {block + 1}"], GROUP)
            made.add(head, HEADER)
        else:
            made.header = (made.add(head),)
        for good in made.goods[block::3]:
            wanted = some_quantity(rng)
            made.add(
                [good.article, good.name, good.unit, wanted, good.price],
                MATCHED,
                (good.article, wanted),
            )
    made.columns = {"article": "A", "name": "B", "unit": "C", "quantity": "D", "price": "E"}


def price_list(rng: random.Random, made: Made) -> None:
    """A supplier's price list: contacts, groups and subgroups, several prices, no order column."""
    made.title(
        "Торговый дом «Крепёж»",
        "тел. (495) 000-00-00, www.example.ru",
        "Прайс-лист от 21.11.2026",
        "",
    )
    head = made.add(
        [
            "Артикул",
            "Наименование товара",
            "Ед. изм.",
            "Упаковка, шт",
            "Цена с НДС, руб. (опт)",
            "РРЦ",
            "Наличие",
        ]
    )
    made.header = (head,)
    made.columns = {"article": "A", "name": "B", "unit": "C", "price": "E"}
    for at, good in enumerate(made.goods):
        if at % 12 == 0:
            made.bold.add(made.add([rng.choice(KINDS).upper()], GROUP))
        if at % 6 == 0:
            made.add([f"{rng.choice(KINDS)} {rng.choice(MAKERS)}"], GROUP)
        made.add(
            [
                good.article,
                good.name,
                good.unit,
                rng.choice((1, 10, 100)),
                good.price,
                round(good.price * 1.3, 2),
                rng.choice(("есть", "под заказ", "много")),
            ],
            EMPTY,
        )
    made.add([])
    made.add(["* Цены действительны до конца месяца"], NOTE)


def english(rng: random.Random, made: Made) -> None:
    """A request for quotation in English."""
    made.sheet = "RFQ"
    made.title("Request for Quotation", "")
    head = made.add(
        ["Line", "Part Number", "Description", "Qty", "UoM", "Unit Price", "Line Total"]
    )
    made.header = (head,)
    made.columns = {"article": "B", "name": "C", "quantity": "D", "unit": "E"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        made.add(
            [
                at,
                good.article,
                good.name,
                wanted,
                {"шт": "pcs", "м": "m", "кг": "kg", "упак": "pack", "компл": "set"}[good.unit]
                if good.unit != "компл"
                else "kit",
                None,
                None,
            ],
            MATCHED,
            (good.article, wanted),
        )
    made.add(["", "", "Grand Total", sum(q for _a, q in made.asked)], TOTAL)


def barcodes(rng: random.Random, made: Made) -> None:
    """Barcodes stored as numbers instead of articles."""
    made.header = (made.add(["Штрих-код", "Потребность"]),)
    made.columns = {"barcode": "A", "quantity": "B"}
    for good in made.goods:
        wanted = some_quantity(rng)
        made.add([int(good.barcode), wanted], MATCHED, (good.article, wanted))


def in_words(rng: random.Random, made: Made) -> None:
    """No article column: «… (арт. X)» in the name, quantities with words, blank rows."""
    made.title("", "Заявка", "")
    made.header = (made.add(["Наименование товара", "Заказ"]),)
    made.columns = {"name": "A", "quantity": "B"}
    for at, good in enumerate(made.goods):
        if at % 5 == 4:
            made.add([])
        wanted = some_quantity(rng)
        words = f"{wanted} {good.unit}." if at % 2 else f"{wanted},0"
        made.add([f"{good.name} (арт. {good.article})", words], MATCHED, (good.article, wanted))


def sum_groups(rng: random.Random, made: Made) -> None:
    """Groups that show the sum of their goods, as reports of 1C do."""
    made.add(["Ведомость потребности"])
    made.header = (made.add(["Артикул", "Номенклатура", "Количество", "Сумма"]),)
    made.columns = {"article": "A", "name": "B", "quantity": "C"}
    for start in range(0, len(made.goods), 7):
        block = [(good, some_quantity(rng)) for good in made.goods[start : start + 7]]
        total = sum(wanted for _good, wanted in block)
        made.bold.add(
            made.add(
                [
                    "",
                    f"{rng.choice(KINDS)} и прочее",
                    total,
                    round(sum(w * g.price for g, w in block), 2),
                ],
                GROUP,
            )
        )
        for good, wanted in block:
            made.add(
                [good.article, good.name, wanted, round(wanted * good.price, 2)],
                MATCHED,
                (good.article, wanted),
            )
    made.bold.add(made.add(["Итого", "", sum(w for _a, w in made.asked)], TOTAL))
