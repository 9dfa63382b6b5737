"""Shapes of official and printed forms: acts, waybills, invoices, estimates, reports of 1C."""

from __future__ import annotations

import random
from collections.abc import Sequence

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


def _heading(made: Made, upper: Sequence[Cell], lower: Sequence[Cell], last: Sequence[Cell]) -> int:
    """Two levels with merged cells, and a row that numbers the columns."""
    first = made.add(upper)
    made.add(lower)
    made.add(last)
    made.header = (first, first + 1, first + 2)
    starts = [at for at, text in enumerate(upper) if text]
    for at, after in zip(starts, [*starts[1:], len(upper)], strict=True):
        a, b = _letter(at), _letter(after - 1)
        made.merges.append(f"{a}{first}:{b}{first}" if lower[at] else f"{a}{first}:{a}{first + 1}")
    made.merges = [merge for merge in made.merges if len(set(merge.split(":"))) == 2]
    made.needs_merges = True
    return first


def _letter(at: int) -> str:
    return chr(65 + at)


def waybill(rng: random.Random, made: Made) -> None:
    """ТОРГ-12: goods and their code under one heading, three quantities, the heading again."""
    made.title("Унифицированная форма № ТОРГ-12", "Поставщик ООО «Север»", "ТОВАРНАЯ НАКЛАДНАЯ", "")
    upper: list[Cell] = [
        "Но-мер по по-рядку", "Товар", None, "Единица измерения", None, "Вид упаковки",
        "Количество", None, "Масса брутто", "Количество (масса нетто)", "Цена, руб. коп.",
        "Сумма без учета НДС, руб. коп.",
    ]  # fmt: skip
    lower: list[Cell] = [
        None, "наименование, характеристика, сорт, артикул товара", "код", "наиме- нование",
        "код по ОКЕИ", None, "в одном месте", "мест, штук", None, None, None, None,
    ]  # fmt: skip
    numbers: list[Cell] = list(range(1, 13))
    _heading(made, upper, lower, numbers)
    made.columns = {"name": "B", "article": "C", "unit": "D", "quantity": "J", "price": "K"}
    for at, good in enumerate(made.goods, start=1):
        if at == 20:
            for row in (upper, lower, numbers):
                made.add(row, HEADER)
        wanted = some_quantity(rng)
        row = [at, good.name, good.article, good.unit, "796", *[None] * 4, wanted, good.price]
        made.add([*row, round(wanted * good.price, 2)], MATCHED, (good.article, wanted))
    total: list[Cell] = [*[None] * 6, "Итого", 50, None, 100, "Х", 12345.5]
    made.add(total, TOTAL)
    made.add(["Отпуск груза разрешил", None, "Директор", None, None, "Иванов"], NOTE)
    made.add([None, None, "(должность)", "(подпись)"], NOTE)


def act(rng: random.Random, made: Made) -> None:
    """КС-2: the position of the estimate beside the running number, a code of the rate."""
    made.title("Унифицированная форма № КС-2", "Подрядчик ООО «Бета»", "О ПРИЕМКЕ РАБОТ", "")
    upper = ["Номер", None, "Наименование работ", "Номер единичной расценки", "Единица измерения"]
    lower = ["по порядку", "позиции по смете", None, None, None]
    amounts = ["количество", "цена за единицу, руб.", "стоимость, руб."]
    _heading(made, [*upper, "Выполнено работ", None, None], [*lower, *amounts], list(range(1, 9)))
    made.columns = {"name": "C", "article": "D", "unit": "E", "quantity": "F", "price": "G"}
    for at, good in enumerate(made.goods, start=1):
        if at % 12 == 1:
            made.add([f"Раздел {at // 12 + 1}. {rng.choice(KINDS)}"], GROUP)
        wanted = some_quantity(rng)
        row: list[Cell] = [at, at + 3, good.name, good.article, good.unit, wanted, good.price]
        made.add([*row, round(wanted * good.price, 2)], MATCHED, (good.article, wanted))
    made.add([None, None, "Итого", None, None, None, "x", 12345.5], TOTAL)
    made.add([])
    made.add([None, None, "(должность)", "(подпись)", "(расшифровка подписи)"], NOTE)


def transfer(rng: random.Random, made: Made) -> None:
    """УПД: the columns are numbered А, 1, 1а, 1б, 2, 2а …"""
    made.title("Универсальный передаточный документ", "Продавец: ООО «Север»", "")
    upper: list[Cell] = ["Код товара/ работ, услуг", "№ п/п", "Наименование товара (описание)"]
    upper += ["Код вида товара", "Единица измерения", None, "Коли-чество (объем)"]
    upper += ["Цена (тариф) за единицу измерения", "Стоимость товаров без налога - всего"]
    lower: list[Cell] = [*[None] * 4, "код", "условное обозначение", *[None] * 3]
    _heading(made, upper, lower, ["А", "1", "1а", "1б", "2", "2а", "3", "4", "5"])
    made.columns = {"article": "A", "name": "C", "unit": "F", "quantity": "G", "price": "H"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        row: list[Cell] = [good.article, at, good.name, "--", "796", good.unit, wanted, good.price]
        made.add([*row, round(wanted * good.price, 2)], MATCHED, (good.article, wanted))
    made.add([None, None, "Всего к оплате (9)", *[None] * 5, 9999.5], TOTAL)


def resource_estimate(rng: random.Random, made: Made) -> None:
    """A local estimate of the form of 2020: numbered resources under each position."""
    made.title("ЛОКАЛЬНЫЙ СМЕТНЫЙ РАСЧЕТ (СМЕТА) № 02-01-01", "(наименование работ и затрат)", "")
    upper: list[Cell] = ["№ п/п", "Обоснование", "Наименование работ и затрат"]
    upper += ["Единица измерения", "Количество", None, None, _LONG, None, None]
    lower: list[Cell] = [*[None] * 4, "на единицу измерения", "коэффициенты", "всего"]
    lower += ["на единицу измерения", "коэффициенты", "всего"]
    _heading(made, upper, lower, list(range(1, 11)))
    made.columns = {"article": "B", "name": "C", "unit": "D", "price": "H"}
    for at, good in enumerate(made.goods[:20], start=1):
        wanted = some_quantity(rng)
        row: list[Cell] = [at, good.article, good.name, good.unit, wanted, None, wanted]
        made.add([*row, good.price, None, good.price], MATCHED, (good.article, wanted))
        made.add([None, "1", "ОТ(ЗТ)", "чел.-ч", 3.2, None, 6.4, 120.5], TOTAL)
        made.add([None, "4", "М", None, None, None, None, 120.5, None, 241.5], TOTAL)
        made.add([None, None, "Всего по позиции", *[None] * 6, 1234.5], TOTAL)
    made.add(["     Материалы", *[None] * 8, 1000.5], NOTE)
    made.add([None, None, "Составил: ______________ Петрова"], NOTE)


_LONG = (
    "Сметная стоимость в базисном уровне цен (в текущем уровне цен (гр. 8) для ресурсов,"
    " отсутствующих в СНБ), руб."
)


def price_report(rng: random.Random, made: Made) -> None:
    """«Прайс-лист» of 1C: type of price, currency, VAT and at last «Остаток | Цена»."""
    made.sheet = "Лист_1"
    made.title("Прайс-лист на 30 мая 2026 г.", "")
    first = made.add(["Артикул", "Номенклатура", "Цена отдела продаж", None])
    made.add([None, None, "RUB", None])
    made.add([None, None, "Включает НДС", None])
    made.add([None, None, "Остаток", "Цена"])
    made.merges += [f"A{first}:A{first + 3}", f"B{first}:B{first + 3}"]
    made.merges += [f"C{at}:D{at}" for at in range(first, first + 3)]
    made.needs_merges = True
    made.header = tuple(range(first, first + 4))
    made.columns = {"article": "A", "name": "B", "price": "D"}
    for good in made.goods:
        made.add([good.article, good.name, rng.randrange(1, 9), good.price], EMPTY)


def units_below(rng: random.Random, made: Made) -> None:
    """A row of units under the headings: «шт.», «руб.»."""
    made.title("Каталог", "")
    first = made.add(["Код", "Наименование", "Упаковка", "Цена", "Цена розн.", "Заказ"])
    made.add([None, None, "шт/уп", "руб.", "руб.", "шт."])
    made.header = (first, first + 1)
    made.columns = {"article": "A", "name": "B", "price": "D", "quantity": "F"}
    for at, good in enumerate(made.goods):
        wanted = some_quantity(rng) if at % 2 else None
        row: list[Cell] = [good.article, good.name, 10, good.price, round(good.price * 1.3, 2)]
        done = (good.article, wanted) if wanted else None
        made.add([*row, wanted], MATCHED if wanted else EMPTY, done)


def wide_quantity(rng: random.Random, made: Made) -> None:
    """An order of 1C: number and unit stand under one wide «Количество»."""
    made.title("Заказ покупателя № 123 от 12 марта 2026 г.", "")
    first = made.add(["№", "Артикул", "Товары", "Количество", None, "Цена", "Сумма"])
    made.merges.append(f"D{first}:E{first}")
    made.needs_merges = True
    made.header = (first,)
    made.columns = {"article": "B", "name": "C", "quantity": "D", "unit": "E", "price": "F"}
    for at, good in enumerate(made.goods, start=1):
        wanted = some_quantity(rng)
        row: list[Cell] = [at, good.article, good.name, wanted, good.unit, good.price]
        made.add([*row, round(wanted * good.price, 2)], MATCHED, (good.article, wanted))
