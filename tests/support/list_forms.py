"""Shapes of printed forms: price forms, estimates, specifications, invoices."""

from __future__ import annotations

import random

from tests.support.lists import (
    EMPTY,
    GROUP,
    KINDS,
    MAKERS,
    MATCHED,
    NOTE,
    TOTAL,
    Cell,
    Made,
    some_quantity,
)


def price_form(rng: random.Random, made: Made) -> None:
    """A price form of 1C: title rows, two-row merged heading, groups, most cells empty, totals."""
    made.sheet = "TDSheet"
    made.title('ООО "Поставщик"', "Прайс-лист на 21.11.2026", "", "Цены указаны с НДС, руб.", "")
    first = made.add(["", "Номенклатура", "", "", "Ед.", "Цена", "", "Остаток", "Заказ", ""])
    made.add(
        ["", "Артикул", "Наименование", "Штрихкод", "", "Опт", "Розница", "", "Кол-во", "Сумма"]
    )
    made.merges += [f"{a}{first}:{b}{first}" for a, b in (("B", "D"), ("F", "G"), ("I", "J"))]
    made.merges += [f"{c}{first}:{c}{first + 1}" for c in "EH"]
    made.header = (first, first + 1)
    made.columns = {
        "article": "B",
        "name": "C",
        "barcode": "D",
        "unit": "E",
        "price": "F",
        "quantity": "I",
    }
    total = 0
    for at, good in enumerate(made.goods):
        if at % 9 == 0:
            number = made.add(["", f"Группа {at // 9 + 1} – {rng.choice(KINDS)}"], GROUP)
            made.merges.append(f"B{number}:J{number}")
            made.bold.add(number)
        wanted = some_quantity(rng) if rng.random() < 0.4 or at < 2 else None
        total += wanted or 0
        stock = rng.choice((">10", "<5", "нет", 7, 120, ""))
        made.add(
            [
                "",
                good.article,
                good.name,
                good.barcode,
                good.unit,
                good.price,
                round(good.price * 1.4, 2),
                stock,
                wanted,
                None if wanted is None else round(wanted * good.price, 2),
            ],
            MATCHED if wanted else EMPTY,
            (good.article, wanted) if wanted else None,
        )
    made.add(["", "Итого:", "", "", "", "", "", "", total], TOTAL)
    made.add(["", f"Всего наименований {len(made.asked)}, на сумму 1000,00 руб."], TOTAL)


def request(rng: random.Random, made: Made) -> None:
    """A request written by hand: № п/п, name, article, unit, quantity, remark; signature below."""
    made.sheet = "Заявка"
    made.before = [
        (
            "Реквизиты",
            [["Покупатель", 'ООО "Тест"'], ["ИНН", "7707083893"], ["Телефон", "+7 495 000-00-00"]],
        )
    ]
    made.title("ЗАЯВКА", f"на поставку материалов от 21.11.2026 № {rng.randrange(1, 99)}", "")
    head = made.add(["№ п/п", "Наименование", "Артикул", "Ед. изм.", "Кол-во", "Примечание"])
    made.header = (head,)
    made.columns = {"name": "B", "article": "C", "unit": "D", "quantity": "E", "comment": "F"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        made.add(
            [at, good.name, good.article, good.unit, wanted, "срочно" if at % 7 == 0 else None],
            MATCHED,
            (good.article, wanted),
        )
    made.add([])
    made.add(["", "Начальник отдела снабжения ____________ Иванов И.И."], NOTE)
    made.add(["", "Согласовано:"], NOTE)


def estimate(rng: random.Random, made: Made) -> None:
    """A list of materials of an estimate: approval block, numbering row, sections, subtotals."""
    made.sheet = "Смета"
    made.title(
        "УТВЕРЖДАЮ",
        "Генеральный директор ____________",
        "",
        "ЛОКАЛЬНЫЙ СМЕТНЫЙ РАСЧЁТ № 02-01",
        "(наименование работ и затрат)",
        "",
    )
    first = made.add(
        [
            "№ п/п",
            "Обоснование",
            "Наименование работ и материалов",
            "Ед. изм.",
            "Количество",
            "Стоимость, руб.",
            "",
        ]
    )
    made.add(["", "", "", "", "", "за единицу", "всего"])
    made.add([1, 2, 3, 4, 5, 6, 7])
    made.merges += [f"{c}{first}:{c}{first + 1}" for c in "ABCDE"] + [f"F{first}:G{first}"]
    made.header = (first, first + 1, first + 2)
    made.columns = {"article": "B", "name": "C", "unit": "D", "quantity": "E", "price": "F"}
    section = 0.0
    for at, good in enumerate(made.goods, start=1):
        if at % 8 == 1:
            if at > 1:
                made.add(
                    ["", "", f"Итого по разделу {at // 8}", "", "", "", round(section, 2)], TOTAL
                )
                section = 0.0
            number = made.add([f"Раздел {at // 8 + 1}. Материалы и оборудование"], GROUP)
            made.merges.append(f"A{number}:G{number}")
        wanted = some_quantity(rng)
        section += wanted * good.price
        cells: list[Cell] = [at, good.article, good.name, good.unit, wanted, good.price]
        made.add([*cells, round(wanted * good.price, 2)], MATCHED, (good.article, wanted))
    for label in ("Итого прямые затраты", "Накладные расходы", "НДС 22%", "ВСЕГО по смете"):
        made.add(["", "", label, "", "", "", 1000.5], TOTAL)
    made.add([])
    made.add(["Составил: ____________________ (Петрова А.А.)"], NOTE)


def specification(rng: random.Random, made: Made) -> None:
    """A specification of equipment (ГОСТ 21.110): long headings, numbering row, sections."""
    made.sheet = "СО"
    head = made.add(
        [
            "Позиция",
            "Наименование и техническая характеристика",
            "Тип, марка, обозначение документа, опросного листа",
            "Код оборудования, изделия, материала",
            "Завод-изготовитель",
            "Единица изме-\nрения",
            "Коли-\nчество",
            "Масса единицы, кг",
            "Примечание",
        ]
    )
    made.add([1, 2, 3, 4, 5, 6, 7, 8, 9])
    made.header = (head, head + 1)
    made.columns = {"name": "B", "article": "D", "unit": "F", "quantity": "G", "comment": "I"}
    for at, good in enumerate(made.goods, start=1):
        if at % 10 == 1:
            made.add(["", f"{at // 10 + 1}. Оборудование"], GROUP)
        wanted = some_quantity(rng)
        made.add(
            [
                f"{at // 10 + 1}.{at % 10 + 1}",
                good.name,
                f"ТУ {at}",
                good.article,
                rng.choice(MAKERS),
                good.unit + ".",
                wanted,
                0.5 * at,
                None,
            ],
            MATCHED,
            (good.article, wanted),
        )


def invoice_1c(rng: random.Random, made: Made) -> None:
    """An invoice as 1C prints it to a sheet: narrow columns, every field merged over several."""
    made.sheet = "TDSheet"
    made.title(
        "Внимание! Оплата данного счета означает согласие с условиями поставки товара.",
        "",
        'АО "БАНК" Г. МОСКВА',
        "",
        "Счет на оплату № 512 от 21 ноября 2026 г.",
        "",
        'Покупатель: ООО "Тест", ИНН 7707083893, КПП 770701001',
        "",
    )

    head = made.add(
        _spread("№", "Артикул", "Товары (работы, услуги)", "Кол-во", "Ед.", "Цена", "Сумма")
    )
    made.merges += _merged(head)
    made.header = (head,)
    made.columns = {"article": "D", "name": "G", "quantity": "Q", "unit": "T", "price": "V"}
    total = 0.0
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        total += wanted * good.price
        row = (at, good.article, good.name, wanted, good.unit, good.price)
        cells = _spread(*row, round(wanted * good.price, 2))
        made.merges += _merged(made.add(cells, MATCHED, (good.article, wanted)))
    made.add([])
    for label, part in (("Итого:", 122), ("В том числе НДС:", 22), ("Всего к оплате:", 122)):
        cells = [None] * 30
        cells[21], cells[25] = label, round(total * part / 122, 2)
        made.add(cells, TOTAL)
    made.add(["", f"Всего наименований {len(made.goods)}, на сумму {round(total, 2)} руб."], TOTAL)
    made.add(["", "Двести тысяч рублей 00 копеек"], NOTE)
    made.add([])
    made.add(["", "Руководитель", "", "", "", "", "", "", "Сидоров С.С."], NOTE)


def _spread(*values: Cell) -> list[Cell]:
    """Values laid into the narrow columns of a printed form of 1C."""
    cells: list[Cell] = [None] * 30
    for at, value in zip((1, 3, 6, 16, 19, 21, 25), values, strict=True):
        cells[at] = value
    return cells


def _merged(number: int) -> list[str]:
    pairs = (("B", "C"), ("D", "F"), ("G", "P"), ("Q", "S"), ("T", "U"), ("V", "Y"))
    return [*(f"{a}{number}:{b}{number}" for a, b in pairs), f"Z{number}:AD{number}"]


def order_in_middle(rng: random.Random, made: Made) -> None:
    """The order column stands between stock and price; pack and minimum beside it."""
    made.title("Форма заказа", "Заполните столбец «Заказ» и отправьте менеджеру", "")
    head = made.add(
        [
            "№",
            "Код",
            "Артикул производителя",
            "Бренд",
            "Наименование",
            "Кол-во в упаковке",
            "Мин. партия",
            "Остаток, шт",
            "ЗАКАЗ",
            "Цена, руб. с НДС",
            "Сумма заказа",
        ]
    )
    made.header = (head,)
    made.columns = {"article": "C", "name": "E", "quantity": "I", "price": "J"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng) if at % 3 else None
        made.add(
            [
                at,
                7000 + at,
                good.article,
                rng.choice(MAKERS),
                good.name,
                10,
                1,
                rng.randrange(500),
                wanted,
                good.price,
                round((wanted or 0) * good.price, 2),
            ],
            MATCHED if wanted else EMPTY,
            (good.article, wanted) if wanted else None,
        )
    made.add(
        ["", "", "", "", "ИТОГО", "", "", "", sum(w for _a, w in made.asked), "", 12345.67], TOTAL
    )
