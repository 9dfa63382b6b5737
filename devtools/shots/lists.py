"""Lists under way: columns, problems, several sheets, carts by address, files that are no lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from b2bdesk.ui.screens.listimport import view as steps
from b2bdesk.ui.screens.listimport.screen import ImportScreen
from b2bdesk.usecases.rows.offers import OfferRow, Query

if TYPE_CHECKING:
    from devtools.shots.theatre import Theatre


def columns(theatre: Theatre) -> Iterator[None]:
    """What each column means."""
    yield from _open(theatre, theatre.sample)
    _screen(theatre).view.steps.chosen.emit(steps.COLUMNS)
    yield


def sheet(theatre: Theatre) -> Iterator[None]:
    """Sheets and heading rows."""
    yield from _open(theatre, _shops(theatre))
    _screen(theatre).view.steps.chosen.emit(steps.SHEET)
    yield


def amount(theatre: Theatre) -> Iterator[None]:
    """A quantity that could not be read, being typed over."""
    yield from _open(theatre, _troubled(theatre))
    screen = _screen(theatre)
    preview = screen.judging.preview
    assert preview is not None
    row = next(each for each in preview.rows if each.status == "bad_quantity")
    screen.view.grid.go_to(row.row, "qty")
    screen.view.grid.begin_edit("qty", typed="40")
    yield


def short(theatre: Theatre) -> Iterator[None]:
    """Goods that are short, with what could be taken instead."""
    yield from _open(theatre, _troubled(theatre))
    screen = _screen(theatre)
    preview = screen.judging.preview
    assert preview is not None
    row = next(each for each in preview.rows if each.status == "short")
    screen.view.grid.go_to(row.row, "name")
    yield


def sheets(theatre: Theatre) -> Iterator[None]:
    """Several sheets read together, a cart for each address."""
    yield from _open(theatre, _shops(theatre))
    screen = _screen(theatre)
    theatre.window.commands.run("import.sheets")
    yield
    screen.target.per_address = True
    screen.target.known.emit()
    yield


def dealt(theatre: Theatre) -> Iterator[None]:
    """After the carts by address were made."""
    yield from _open(theatre, _shops(theatre))
    theatre.window.commands.run("import.deal")
    yield


def saving(theatre: Theatre) -> Iterator[None]:
    """What can be saved of a list."""
    yield from _open(theatre, _troubled(theatre))
    _screen(theatre).view.save.click()
    yield


def broken(theatre: Theatre) -> Iterator[None]:
    """A file that is no list."""
    path = theatre.sample.with_name("договор.xlsx")
    path.write_bytes(b"%PDF-1.7 \x00\x01\x02" * 50)
    yield from _open(theatre, path)


def codes(theatre: Theatre) -> Iterator[None]:
    """The buyer's own codes."""
    for at, offer in enumerate(_goods(theatre, 12)):
        theatre.services.own_codes.add(f"ЦЕХ-{100 + 7 * at}", offer.article, replacing=True)
    theatre.window.navigate("settings", section="codes")
    yield


def _open(theatre: Theatre, path: Path) -> Iterator[None]:
    theatre.window.navigate("import", path=str(path))
    yield


def _screen(theatre: Theatre) -> ImportScreen:
    found = theatre.window.findChild(ImportScreen)
    assert isinstance(found, ImportScreen)
    return found


def _goods(theatre: Theatre, count: int) -> list[OfferRow]:
    search = theatre.services.search
    offers = search.offers(search.find(Query(text="М8", limit=400)).ns)
    return [each for each in offers if each.price_e5 is not None and each.stock_e3][:count]


def _pieces(offer: OfferRow, lots: int = 1) -> int:
    return max(offer.multiple_e3, offer.minimum_e3, 1000) // 1000 * lots


def _troubled(theatre: Theatre) -> Path:
    """A list with every trouble a person may correct in place."""
    made = Workbook()
    page = made.active
    assert page is not None
    page.append(["Код", "Номенклатура", "Кол-во", "Ед.", "Объект"])
    goods = _goods(theatre, 24)
    for at, offer in enumerate(goods):
        asked: object = _pieces(offer, 1 + at % 4)
        if at in (4, 9):
            asked = "уточнить у мастера"
        elif at in (6, 15):
            asked = (offer.stock_e3 or 0) // 1000 + _pieces(offer, 3)
        elif at == 11:
            asked = _pieces(offer) + 1
        page.append([offer.article, offer.name, asked, "шт", f"Цех {1 + at % 3}"])
    page.append([goods[0].article, goods[0].name, _pieces(goods[0]), "шт", "Цех 9"])
    page.append(["00-77", "Болт DIN 933 М8×35 оц.", 200, "шт", "Цех 1"])
    path = theatre.sample.with_name("Заявка цехов.xlsx")
    made.save(path)
    return path


def _shops(theatre: Theatre) -> Path:
    """Two sheets with goods for several shops."""
    made = Workbook()
    made.remove(made.worksheets[0])
    goods = _goods(theatre, 24)
    for name, part in (("Крепёж", goods[:14]), ("Прочее", goods[14:])):
        page = made.create_sheet(name)
        page.append(["Артикул", "Наименование", "Кол-во", "Адрес доставки"])
        for at, offer in enumerate(part):
            page.append([offer.article, offer.name, _pieces(offer), f"Магазин {1 + at % 5}"])
    path = theatre.sample.with_name("Магазины.xlsx")
    made.save(path)
    return path
