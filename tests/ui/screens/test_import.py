"""The import by keys: the clerk's path, candidates, overrides, one undo, counters."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt

from b2bdesk.ui.itemmodels.import_rows import chip_counts
from b2bdesk.ui.screens.listimport import view as steps
from b2bdesk.ui.screens.listimport.screen import ImportScreen
from b2bdesk.usecases.rows.offers import OfferRow
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import CTRL, SHIFT, press

K = Qt.Key


@pytest.fixture
def known(desk: Desktop, tmp_path: Path) -> Path:
    """A list without problems."""
    return book(desk, tmp_path / "Заявка.xlsx", 30)


def book(desk: Desktop, path: Path, count: int, strange: tuple[str, ...] = ()) -> Path:
    """A list of goods as a buyer would write it, with a title above the heading."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Заказ"
    sheet.append(["Заявка на ноябрь"])
    sheet.append(["Код", "Номенклатура", "Кол-во"])
    for offer in desk.goods(in_stock, count):
        sheet.append([offer.article, offer.name, max(offer.multiple_e3, 1000) // 1000])
    for code in strange:
        sheet.append([code, "Болт DIN 933 М8×30", 100])
    made.save(path)
    return path


def wizard(desk: Desktop, path: Path) -> ImportScreen:
    screen = desk.screen("import", path=str(path))
    assert isinstance(screen, ImportScreen)
    return screen


def cart_lines(desk: Desktop) -> int:
    return desk.services.carts.totals(desk.services.carts.active().id).lines


def test_a_known_list_is_in_the_cart_after_one_enter(desk: Desktop, known: Path) -> None:
    screen = wizard(desk, known)
    assert screen.view.step() == steps.REVIEW
    press(K.Key_Return)
    desk.settle()
    assert cart_lines(desk) == 30
    assert screen.view.step() == steps.DONE
    again = wizard(desk, known)
    assert again.judging.preview is not None
    assert again.judging.preview.remembered


def test_from_the_list_to_the_checkout_without_the_mouse(desk: Desktop, known: Path) -> None:
    wizard(desk, known)
    press(K.Key_Return)
    desk.settle()
    press(K.Key_Return, CTRL)
    desk.settle()
    assert desk.window.current_screen() == "carts"


def test_adding_is_one_step_that_ctrl_z_takes_back(desk: Desktop, known: Path) -> None:
    screen = wizard(desk, known)
    press(K.Key_Return, CTRL)
    desk.settle()
    press(K.Key_Z, CTRL)
    desk.settle()
    assert cart_lines(desk) == 0
    assert screen.view.step() == steps.REVIEW


def test_unknown_rows_are_chosen_by_enter_and_remembered(desk: Desktop, tmp_path: Path) -> None:
    path = book(desk, tmp_path / "Список.xlsx", 5, ("НАШ-1", "НАШ-2"))
    screen = wizard(desk, path)
    preview = screen.judging.preview
    assert preview is not None
    assert chip_counts(preview.statuses)["lost"] == 2
    assert screen.resolver.list.items(), "there are proposals"
    press(K.Key_Return)
    press(K.Key_Return)
    desk.settle()
    after = screen.judging.preview
    assert after is not None
    assert chip_counts(after.statuses).get("lost", 0) == 0
    assert {code.code for code in desk.services.bulk_entry.own_codes()} == {"НАШ-1", "НАШ-2"}


def test_escape_leaves_the_search_before_the_list(desk: Desktop, tmp_path: Path) -> None:
    screen = wizard(desk, book(desk, tmp_path / "Список.xlsx", 5, ("НАШ-1",)))
    desk.type("ы")
    desk.settle()
    assert screen.resolver.search.edit.hasFocus()
    press(K.Key_Escape)
    press(K.Key_Escape)
    assert screen.view.step() == steps.REVIEW
    assert screen.view.grid.hasFocus()
    press(K.Key_Escape)
    assert screen.view.step() == steps.FILE


def test_counters_sum_to_the_rows_read(desk: Desktop, tmp_path: Path) -> None:
    path = book(desk, tmp_path / "Список.xlsx", 12, ("НАШ-1",))
    screen = wizard(desk, path)
    preview = screen.judging.preview
    assert preview is not None
    assert sum(chip_counts(preview.statuses).values()) == preview.rows_read


def test_a_chip_shows_its_rows_only(desk: Desktop, tmp_path: Path) -> None:
    path = book(desk, tmp_path / "Список.xlsx", 6, ("НАШ-1",))
    screen = wizard(desk, path)
    screen.view.chips.chosen.emit("lost")
    model = screen.view.grid.rows_model()
    assert model is not None
    assert model.row_total() == 1


def test_columns_can_be_overruled(desk: Desktop, known: Path) -> None:
    screen = wizard(desk, known)
    screen._to_step(steps.COLUMNS)
    page = screen.view.columns
    assert page.mapping()["quantity"] == "C"
    page._boxes["C"]._choose("")
    desk.settle()
    preview = screen.judging.preview
    assert preview is not None
    assert preview.columns["quantity"] is None
    assert preview.columns["article"] == "A"


def test_repeats_can_be_kept_apart(desk: Desktop, tmp_path: Path) -> None:
    offer = desk.goods(in_stock, 1)[0]
    path = tmp_path / "Дубли.csv"
    count = max(offer.multiple_e3, 1000) // 1000
    path.write_text(
        f"Артикул;Кол-во\n{offer.article};{count}\n{offer.article};{count}\n", encoding="utf-8"
    )
    screen = wizard(desk, path)
    preview = screen.judging.preview
    assert preview is not None
    assert preview.lines == 1
    screen.view.columns.summing.setChecked(False)
    desk.settle()
    preview = screen.judging.preview
    assert preview is not None
    assert preview.lines == 2


def test_a_file_that_is_no_list_says_so(desk: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "пусто.xlsx"
    path.write_bytes(b"")
    screen = wizard(desk, path)
    assert screen.view.step() == steps.FILE
    assert screen.view.file.trouble.text()


def test_the_report_is_written(desk: Desktop, known: Path, tmp_path: Path) -> None:
    screen = wizard(desk, known)
    preview = screen.judging.preview
    assert preview is not None
    target = desk.services.bulk_entry.report(preview, tmp_path / "отчёт.xlsx")
    assert target.stat().st_size > 1000


def one(offer: OfferRow) -> int:
    """The least that can be ordered of goods, in whole units."""
    return max(offer.multiple_e3, offer.minimum_e3, 1000) // 1000


def csv(tmp_path: Path, name: str, *rows: str) -> Path:
    path = tmp_path / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_quantity_is_typed_over_where_it_stands(desk: Desktop, tmp_path: Path) -> None:
    offer, other = desk.goods(in_stock, 2)
    rows = (f"{offer.article};уточнить", f"{other.article};{one(other)}")
    screen = wizard(desk, csv(tmp_path, "Список.csv", "Артикул;Кол-во", *rows))
    preview = screen.judging.preview
    assert preview is not None
    assert preview.lines == 1
    count = one(offer)
    desk.type(str(count))
    press(K.Key_Return)
    press(K.Key_Return, CTRL)
    desk.settle()
    assert screen.view.step() == steps.DONE
    carts = desk.services.carts
    assert carts.quantities(carts.active().id)[offer.id] == count * 1000


def test_a_great_quantity_widens_its_column_and_keeps_the_place(
    desk: Desktop, tmp_path: Path
) -> None:
    screen = wizard(desk, book(desk, tmp_path / "длинная.xlsx", 60))
    grid = screen.view.grid
    rows = grid.rows_model()
    assert rows is not None
    grid.setFocus()
    grid.go_to_row(50, "qty")
    top = grid.verticalScrollBar().value()
    width = next(column.width for column in rows.columns if column.key == "qty")
    desk.type("500000000")
    press(K.Key_Return)
    desk.settle()
    now = grid.rows_model()
    assert now is not None
    assert next(column.width for column in now.columns if column.key == "qty") > width
    assert grid.verticalScrollBar().value() >= top > 0
    assert grid.currentIndex().row() in (50, 51)


def test_a_correction_under_way_is_in_the_cart_before_the_list_is(
    desk: Desktop, known: Path
) -> None:
    screen = wizard(desk, known)
    preview = screen.judging.preview
    assert preview is not None
    row = preview.rows[0]
    screen.view.grid.go_to(row.row, "qty")
    screen.view.grid.setFocus()
    screen.view.grid.begin_edit("qty", typed=str(3 * (row.quantity_e3 or 0) // 1000))
    press(K.Key_Return, CTRL)
    desk.settle()
    carts = desk.services.carts
    assert carts.quantities(carts.active().id)[row.item_id] == 3 * (row.quantity_e3 or 0)


def test_ctrl_z_takes_a_choice_and_its_code_back(desk: Desktop, tmp_path: Path) -> None:
    screen = wizard(desk, book(desk, tmp_path / "Список.xlsx", 5, ("НАШ-1",)))
    press(K.Key_1)
    desk.settle()
    assert desk.services.bulk_entry.own_codes()
    press(K.Key_Z, CTRL)
    desk.settle()
    preview = screen.judging.preview
    assert preview is not None
    assert chip_counts(preview.statuses)["lost"] == 1
    assert desk.services.bulk_entry.own_codes() == ()


def test_digits_type_quantities_on_rows_that_are_clear(desk: Desktop, tmp_path: Path) -> None:
    screen = wizard(desk, book(desk, tmp_path / "Список.xlsx", 5, ("НАШ-1",)))
    preview = screen.judging.preview
    assert preview is not None
    screen.view.grid.go_to(preview.rows[0].row, "name")
    desk.type("2")
    assert screen.view.grid.is_editing()


def test_a_list_with_addresses_goes_into_a_cart_for_each(desk: Desktop, tmp_path: Path) -> None:
    goods = desk.goods(in_stock, 3)
    lines = [
        f"{offer.article};{max(offer.multiple_e3, 1000) // 1000};{place}"
        for offer in goods
        for place in ("Магазин 1", "Магазин 2")
    ]
    path = csv(tmp_path, "Магазины.csv", "Артикул;Кол-во;Адрес доставки", *lines)
    screen = wizard(desk, path)
    press(K.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert screen.view.step() == steps.DONE
    names = [cart.name for cart in desk.services.carts.list()]
    assert {"Магазины – Магазин 1", "Магазины – Магазин 2"} <= set(names)
    press(K.Key_Z, CTRL)
    desk.settle()
    assert not [cart for cart in desk.services.carts.list() if "Магазин" in cart.name]
    assert screen.view.step() == steps.REVIEW


def test_columns_are_carried_into_the_comments(desk: Desktop, tmp_path: Path) -> None:
    offer = desk.goods(in_stock, 1)[0]
    count = max(offer.multiple_e3, 1000) // 1000
    path = csv(tmp_path, "Заявка.csv", "Артикул;Кол-во;Объект", f"{offer.article};{count};Склад 3")
    screen = wizard(desk, path)
    screen._to_step(steps.COLUMNS)
    screen.view.columns._boxes["C"]._choose("\x00carry")
    desk.settle()
    preview = screen.judging.preview
    assert preview is not None
    assert preview.result.lines[0].comment == "Объект: Склад 3"


def test_other_options_keep_the_sheets_that_are_read_together(
    desk: Desktop, tmp_path: Path
) -> None:
    path = tmp_path / "Листы.xlsx"
    made = Workbook()
    goods = desk.goods(in_stock, 6)
    for at, name in enumerate(("Первый", "Второй")):
        sheet = made.create_sheet(name)
        sheet.append(["Артикул", "Кол-во"])
        for offer in goods[3 * at : 3 * at + 3]:
            sheet.append([offer.article, max(offer.multiple_e3, 1000) // 1000])
    made.remove(made.worksheets[0])
    made.save(path)
    screen = wizard(desk, path)
    press(K.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    screen.view.columns.summing.setChecked(False)
    desk.settle()
    preview = screen.judging.preview
    assert preview is not None
    assert preview.lines == 6
    assert {row.place for row in preview.rows} >= {"Первый!2", "Второй!2"}


def test_goods_are_taken_instead_of_what_is_short(desk: Desktop, tmp_path: Path) -> None:
    services = desk.services
    found = (
        offer
        for offer in desk.goods(in_stock, 400)
        if (card := services.catalogue.card(offer.n)) is not None and card.analogues
    )
    offer = next(found)
    path = csv(tmp_path, "Мало.csv", "Артикул;Кол-во", f"{offer.article};9000000")
    screen = wizard(desk, path)
    screen.view.grid.go_to_row(0, "name")
    screen.view.grid.setFocus()
    desk.settle()
    press(K.Key_F4)
    press(K.Key_Return)
    desk.settle()
    preview = screen.judging.preview
    assert preview is not None
    assert preview.rows[0].item_id != offer.id
    assert services.bulk_entry.own_codes() == ()


def test_branches_in_columns_go_into_a_cart_for_each(desk: Desktop, tmp_path: Path) -> None:
    first, second = desk.goods(in_stock, 2)
    rows = [f"{each.article};{one(each)};{one(each)}" for each in (first, second)]
    screen = wizard(desk, csv(tmp_path, "Магазины.csv", "Артикул;Магазин 1;Магазин 2", *rows))
    assert screen.target.per_address
    screen.view.show_step(steps.COLUMNS)
    assert screen.view.columns.apart.isVisible()
    before = {cart.id for cart in desk.services.carts.list()}
    press(K.Key_Return, CTRL)
    press(K.Key_Return, CTRL)
    desk.settle()
    made = [cart for cart in desk.services.carts.list() if cart.id not in before]
    assert {cart.name.partition(" – ")[2] for cart in made} == {"Магазин 1", "Магазин 2"}


def test_branches_can_be_added_up_in_the_columns_step(desk: Desktop, tmp_path: Path) -> None:
    (first,) = desk.goods(in_stock, 1)
    screen = wizard(
        desk,
        csv(
            tmp_path, "Магазины.csv", "Артикул;Магазин 1;Магазин 2",
            f"{first.article};{one(first)};{one(first)}",
        ),
    )  # fmt: skip
    screen.view.show_step(steps.COLUMNS)
    screen.view.columns.apart.click()
    desk.settle()
    preview = screen.judging.preview
    assert preview is not None
    assert not screen.target.per_address
    assert [line.address for line in preview.result.lines] == [""]


def test_what_was_not_found_can_wait_in_the_cart(desk: Desktop, tmp_path: Path) -> None:
    screen = wizard(desk, csv(tmp_path, "Чужое.csv", "Артикул;Кол-во", "НЕТ-1;2", "НЕТ-2;3"))
    screen.view.show_step(steps.REVIEW)
    screen._show_target()
    assert not screen.view.go.isEnabled()
    press(K.Key_L, CTRL | SHIFT)
    assert screen.view.keep.isChecked()
    assert screen.view.go.isEnabled()
    screen._go()
    desk.settle()
    cart = desk.services.carts.active()
    assert [line.typed for line in desk.services.carts.open(cart.id).lines] == ["НЕТ-1", "НЕТ-2"]
    press(K.Key_Z, CTRL)
    desk.settle()
    assert cart_lines(desk) == 0
