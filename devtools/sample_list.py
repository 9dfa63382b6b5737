"""The sample order list of `demo`: a Russian purchasing list as clerks really write them.

Made from the demo catalogue, so that it always fits it: sections, a heading repeated in the middle,
articles in lower case, with spaces or look-alike letters or without their leading zeros, repeats,
quantities off the pack, in packs, as words, rows with a name only, and the sums and signatures that
stand below. Used by `headless_demo`; same size and seed = same list.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from b2bdesk.portal.demo.catalogue import DEFAULT_SIZE, DemoItem, items
from b2bdesk.trade.unit import short

Row = tuple[object, ...]
SECTIONS = (("Крепёж", 44), ("Электрика", 34), ("Инструмент", 20), ("Канцелярия", 16))
HEADINGS = ("№ п/п", "Артикул", "Наименование", "Ед. изм.", "Кол-во", "Примечание")
_TITLES = (
    ("ООО «Ромашка», отдел снабжения",),
    ("Заявка на поставку материалов, объекты «Северный» и «Химки»",),
)
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")
_SPEND = 1_900_00  # kopecks a row comes to, about
_REPEAT_HEADING_AT = 60


def write_sample(path: Path, size: int = DEFAULT_SIZE, seed: int = 1) -> int:
    """Write the list as xlsx.

    Args:
        path: the file to write.
        size: of the demo catalogue.
        seed: of the demo catalogue.

    Returns:
        How many rows stand below the headings.
    """
    rows = list(_rows(size, seed))
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Заявка"
    for title in _TITLES:
        sheet.append(title)
    sheet.append(())
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(list(row))
    _dress(sheet)
    book.save(path)
    return len(rows)


def _rows(size: int, seed: int) -> Iterator[Row]:
    rng = random.Random(f"{seed}:sample")
    catalogue = [item for item in items(size, seed) if item.status == "active" and item.price]
    number = 0
    for section, count in SECTIONS:
        offered = [item for item in catalogue if item.path[0] == section]
        chosen = rng.sample(offered, min(count, len(offered)))
        if chosen:
            yield ("", "", section)
        for item in chosen:
            number += 1
            if number == _REPEAT_HEADING_AT:
                yield HEADINGS
            yield (number, *_line(item, number, rng))
    first = catalogue[0]
    for cells in _trouble(rng.sample(catalogue, min(6, len(catalogue))), first):
        number += 1
        yield (number, *cells)
    yield ("", "", "Итого позиций", "", number)
    yield ("", "Просьба поставить до конца месяца одной машиной, въезд с 9:00 до 17:00.")
    yield ("", "Начальник отдела снабжения", "", "", "", "Белова А. С.")


def _line(item: DemoItem, number: int, rng: random.Random) -> Row:
    """One ordinary row, every few of them with the small dirt of real lists."""
    lots = max(1, _SPEND * rng.randint(20, 200) // 100 // max(1, item.price * item.multiple))
    amount: object = max(lots * item.multiple, item.minimum)
    name, sign = item.name, short(item.okei, "ru")
    article: object = item.article
    if number % 11 == 3:
        article = item.article.lower()
    elif number % 11 == 5:
        article = item.article.translate(_LOOK_ALIKE)
    elif number % 11 == 7:
        article = f" {item.article.replace('-', ' ')} "
    elif item.article.startswith("00") and number % 4 == 0:
        # a spreadsheet took it for a number
        article = int(item.article)
    if number % 13 == 6 and item.multiple > 1:
        amount = lots * item.multiple + max(1, item.multiple // 10)
    elif number % 17 == 8 and item.packs:
        amount, sign = lots, "упак"
    elif number % 19 == 4:
        amount = f"{amount} {sign}"
    return (article, name, sign, amount, "срочно" if number % 29 == 0 else "")


def _trouble(some: Sequence[DemoItem], first: DemoItem) -> Iterator[Row]:
    """Rows that a program must not swallow: unknown, repeated, without or with odd quantities."""
    signs = [short(item.okei, "ru") for item in some]
    yield ("ЖД-404-01", "Муфта переходная, старая позиция", "шт", 12, "")
    yield ("XX 000 17", "Крепление усиленное", "шт", 4, "как в прошлый раз")
    yield (first.article, first.name, short(first.okei, "ru"), first.multiple * 2, "")
    yield (first.article, first.name, short(first.okei, "ru"), first.multiple, "повтор")
    for item, sign, amount in zip(some, signs, ("много", "", 0, -5), strict=False):
        yield (item.article, item.name, sign, amount, "")
    for item, sign in list(zip(some, signs, strict=True))[4:]:
        yield ("", item.name, sign, item.multiple, "артикул уточнить")


def _dress(sheet: Worksheet) -> None:
    thin = Side(style="thin", color="B0B7C3")
    for column, width in zip("ABCDEF", (7, 20, 58, 10, 12, 22), strict=True):
        sheet.column_dimensions[column].width = width
    sheet["A1"].font = Font(bold=True)
    sheet["A2"].font = Font(bold=True, size=13)
    for row in sheet.iter_rows(min_row=4):
        texts = [cell.value for cell in row]
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(vertical="top", wrap_text=cell.column == 3)
            if tuple(texts) == HEADINGS:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="E8ECF2")
            elif not texts[0] and texts[2] and not texts[1]:
                cell.font = Font(bold=True)
