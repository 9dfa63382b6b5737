"""The catalogue by keys alone: searching, ordering from any cell, cards, filters, what is kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from b2bdesk.ui.screens.catalog.screen import CatalogueScreen
from b2bdesk.ui.screens.listimport.screen import ImportScreen
from b2bdesk.ui.screens.ordering import typed_quantity
from b2bdesk.ui.widgets.button import Button
from b2bdesk.ui.widgets.checks import CheckBox
from b2bdesk.usecases.rows.offers import OfferRow, Query
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import CTRL, press, scan
from tests.ui.test_accessibility import nameless

K = Qt.Key


def catalogue(desk: Desktop, **args: object) -> CatalogueScreen:
    screen = desk.screen("catalog", **args)
    assert isinstance(screen, CatalogueScreen)
    return screen


def first(screen: CatalogueScreen) -> OfferRow:
    offer = screen.rows.raw(screen.rows.key_at(0) or -1)
    assert offer is not None
    return offer


def pack(offer: OfferRow) -> int:
    return max(offer.multiple_e3, offer.minimum_e3, 1000)


def in_cart(desk: Desktop) -> dict[str, int]:
    carts = desk.services.carts
    return dict(carts.quantities(carts.active().id))


def test_a_digit_in_any_cell_orders_into_the_active_cart(desk: Desktop) -> None:
    screen = catalogue(desk)
    offer = first(screen)
    screen.view.grid.go_to_row(0, "name")
    desk.type(f"{pack(offer) * 2 // 1000}\n")
    desk.settle()
    assert in_cart(desk) == {offer.id: pack(offer) * 2}
    assert screen.rows.overlay(offer.n, "qty") is None, "nothing is pending any more"
    assert screen.view.grid.currentIndex().row() == 1, "Enter went down"


def test_a_pasted_list_goes_into_the_cart_as_one_step(desk: Desktop) -> None:
    screen = catalogue(desk)
    offers = desk.goods(lambda o: in_stock(o) and o.multiple_e3 <= 1000, 3)
    rows = [f"{offer.article}\t{at}" for at, offer in enumerate(offers, 1)]
    QApplication.clipboard().setText("\n".join(rows))
    screen.view.grid.setFocus()
    press(K.Key_V, CTRL)
    desk.settle()
    assert in_cart(desk) == {offer.id: at * 1000 for at, offer in enumerate(offers, 1)}
    assert screen.rows.quantity(offers[2].id) == 3000, "the grid shows it"
    toast = desk.window._toasts.history[0].spec
    assert toast.run is not None
    toast.run()
    desk.settle()
    assert in_cart(desk) == {}


def test_a_pasted_list_with_unknown_rows_is_reviewed_first(desk: Desktop) -> None:
    screen = catalogue(desk)
    offers = desk.goods(in_stock, 2)
    text = f"{offers[0].article}\t{pack(offers[0]) // 1000}\nНЕТ-ТАКОГО-999\t7\n"
    screen.view.tiles.setFocus()
    screen.pasting.paste(text)
    desk.settle()
    assert in_cart(desk) == {}
    assert desk.window.current_screen() == "import"
    wizard = desk.screen("import")
    assert isinstance(wizard, ImportScreen)
    assert wizard.judging.preview is not None
    assert wizard.judging.preview.rows_read == 2


def test_a_pasted_word_is_looked_for(desk: Desktop) -> None:
    screen = catalogue(desk)
    QApplication.clipboard().setText("  болт\n")
    screen.view.grid.setFocus()
    press(K.Key_V, CTRL)
    desk.settle()
    assert screen.finding.query.text == "болт"
    assert desk.window.search_words().startswith("болт")
    assert in_cart(desk) == {}


def test_what_may_have_been_meant_is_reached_by_keys(desk: Desktop) -> None:
    screen = catalogue(desk)
    offer = desk.goods(lambda o: len(o.article) > 8, 1)[0]
    desk.window.focus_search()
    desk.type(offer.article[:6] + "-99999999")
    desk.settle()
    assert screen.rows.row_total() == 0
    desk.until(screen.view.instead.isVisible)
    press(K.Key_Return)
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    words = focused.text()
    press(K.Key_Space)
    desk.settle()
    assert screen.rows.row_total() > 0
    assert desk.window._header.field.text() == screen.finding.query.text == words
    assert not screen.view.instead.isVisible()
    assert screen.view.goods().hasFocus()


def test_what_misses_the_multiple_is_rounded_and_told(desk: Desktop) -> None:
    screen = catalogue(desk)
    offer = desk.goods(lambda o: in_stock(o) and o.multiple_e3 > 1000, 1)[0]
    screen.locating.show_item(offer.n)
    desk.settle()
    desk.type(f"{offer.multiple_e3 // 1000 + 1}\n")
    desk.settle()
    assert in_cart(desk) == {offer.id: offer.multiple_e3 * 2}
    assert offer.article in screen.view.bar._note.text()


def test_plus_minus_delete_and_zero(desk: Desktop) -> None:
    screen = catalogue(desk)
    offer = first(screen)
    screen.view.grid.go_to_row(0, "qty")
    press(K.Key_Plus)
    press(K.Key_Plus)
    desk.settle()
    step = offer.multiple_e3 or 1000
    assert in_cart(desk)[offer.id] == pack(offer) + step
    press(K.Key_Minus)
    desk.settle()
    assert in_cart(desk)[offer.id] == pack(offer) + step - step
    desk.type("0\n")
    desk.settle()
    assert in_cart(desk) == {}


def test_what_is_no_number_is_refused_and_the_good_value_stays(desk: Desktop) -> None:
    screen = catalogue(desk)
    offer = first(screen)
    screen.view.grid.go_to_row(0, "qty")
    desk.type(f"{pack(offer) // 1000}\n")
    desk.settle()
    screen.view.grid.go_to_row(0, "qty")
    desk.type("5абв\n")
    desk.settle()
    over = screen.rows.overlay(offer.n, "qty")
    assert over is not None
    assert over.reason
    assert in_cart(desk) == {offer.id: pack(offer)}


def test_letters_search_and_enter_goes_to_the_first_hit(desk: Desktop) -> None:
    screen = catalogue(desk)
    word = first(screen).name.split()[0]
    screen.view.grid.go_to_row(3, "name")
    desk.type(word[0].lower())
    desk.type(word[1:].lower())
    desk.settle()
    assert screen.finding.query.text == word.lower(), "no letter is lost on the way to the field"
    assert 0 < screen.rows.row_total() < desk.services.search.find(Query()).total
    desk.type("\n")
    desk.settle()
    assert screen.view.grid.hasFocus()
    assert screen.view.grid.currentIndex().row() == 0


def test_down_goes_from_the_field_to_what_was_found_and_escape_clears(desk: Desktop) -> None:
    screen = catalogue(desk)
    everything = screen.rows.row_total()
    desk.window.focus_search("болт")
    desk.settle()
    press(K.Key_Down)
    assert screen.view.grid.hasFocus()
    press(K.Key_Escape)
    desk.settle()
    assert screen.rows.row_total() == everything
    assert screen.view.grid.hasFocus()


def test_nothing_found_says_so_and_offers_a_way_out(desk: Desktop) -> None:
    screen = catalogue(desk)
    screen.search("щщщъъъ")
    desk.settle()
    assert screen.view.empty.isVisible()
    screen.view.empty.acted.emit()
    desk.settle()
    assert screen.view.grid.isVisible()


def test_the_other_layout_is_understood(desk: Desktop) -> None:
    screen = catalogue(desk)
    screen.search(",jkn")
    desk.settle()
    assert screen.rows.row_total() > 0
    assert "болт" in screen.view.header._facts.text()


def test_space_shows_the_card_and_enter_the_whole_one(desk: Desktop) -> None:
    screen = catalogue(desk)
    side = screen.view.side
    assert side.isVisible()
    press(K.Key_Space)
    assert not side.isVisible()
    press(K.Key_Space)
    desk.settle()
    desk.until(lambda: side.card.card is not None)
    assert side.card.card is not None
    assert side.card.card.offer.n == screen.view.grid.current_key()
    press(K.Key_Return)
    desk.settle()
    assert screen.view.page_shown()
    press(K.Key_Escape)
    assert not screen.view.page_shown()
    assert screen.view.grid.hasFocus()


def test_below_1200_the_card_covers_the_grid_and_escape_closes_it(desk: Desktop) -> None:
    screen = catalogue(desk)
    desk.window.resize(1100, 700)
    desk.settle()
    assert not screen.view.side.isVisible()
    press(K.Key_Space)
    assert screen.view.side.isVisible()
    press(K.Key_Escape)
    assert not screen.view.side.isVisible()


def test_a_small_window_begins_without_the_card(desk: Desktop) -> None:
    desk.window.resize(1024, 680)
    screen = catalogue(desk)
    assert not screen.view.side.isVisible()
    press(K.Key_Space)
    assert screen.view.side.isVisible()


def test_everything_one_can_focus_has_a_name(desk: Desktop) -> None:
    screen = catalogue(desk)
    desk.until(lambda: screen.view.side.card.card is not None)
    assert not nameless(screen)
    press(K.Key_Return)
    desk.settle()
    assert not nameless(screen)


def test_an_analogue_is_ordered_from_the_card(desk: Desktop) -> None:
    screen = catalogue(desk)
    services = desk.services
    offers = desk.goods(in_stock, 60)
    card = next(c for o in offers if (c := services.catalogue.card(o.n)) and c.analogues)
    screen.locating.show_item(card.offer.n)
    desk.until(lambda: _shown(screen) == card.offer.n)
    other = next(o for o in card.analogues if o.in_assortment)
    screen.view.side.card.analogue_ordered.emit(str(other.n))
    desk.settle()
    assert other.id in in_cart(desk)


def _shown(screen: CatalogueScreen) -> int:
    card = screen.view.side.card.card
    return card.offer.n if card is not None else -1


def test_filters_narrow_and_are_taken_away(desk: Desktop) -> None:
    screen = catalogue(desk)
    everything = screen.rows.row_total()
    screen.filtering.toggle_stock()
    desk.settle()
    some = screen.rows.row_total()
    assert 0 < some < everything
    brand = desk.services.search.brands(screen.finding.query)[0]
    [box] = [
        box for box in screen.view.facets.brands.findChildren(CheckBox) if box.text() == brand.value
    ]
    box.click()
    desk.settle()
    assert screen.rows.row_total() == brand.count
    screen.filtering.clear()
    desk.settle()
    assert screen.rows.row_total() == everything


def test_the_tree_filters_and_the_title_follows(desk: Desktop) -> None:
    screen = catalogue(desk)
    group = next(g for g in desk.services.search.groups() if g.count)
    screen.view.tree.set_current("")
    screen.filtering.set_group(group.id)
    desk.settle()
    assert screen.rows.row_total() == group.count
    assert screen.view.header._title.text() == group.name


def test_sorting_by_the_header_is_remembered(desk: Desktop) -> None:
    screen = catalogue(desk)
    screen.view.grid.sort_requested.emit("price", False)
    desk.settle()
    shown = [int(n) for n in screen.rows.ids()[:30]]
    prices = [offer.price_e5 for offer in desk.services.search.offers(shown)]
    known = [price for price in prices if price is not None]
    assert known == sorted(known)
    saved = desk.window.context.settings.get("catalog.state")
    assert isinstance(saved, dict)
    assert saved["sort"] == "price"


def test_an_item_asked_for_is_shown_among_its_group(desk: Desktop) -> None:
    offer = desk.goods(in_stock, 200)[-1]
    screen = catalogue(desk, item=offer.id)
    desk.until(lambda: screen.view.grid.current_key() == offer.n)
    assert screen.view.grid.current_key() == offer.n


def test_instead_of_a_discontinued_item_its_replacement_is_shown(desk: Desktop) -> None:
    screen = catalogue(desk)
    gone, here = desk.goods(in_stock, 2)
    screen.locating.show_items([replace(gone, status="deleted", replaced_by=here.id)])
    desk.until(lambda: screen.view.grid.current_key() == here.n)
    assert gone.article in screen.view.bar._note.text()


def test_a_scan_adds_one_pack(desk: Desktop) -> None:
    screen = catalogue(desk)
    offer = first(screen)
    card = desk.services.catalogue.card(offer.n)
    assert card is not None
    assert card.barcodes
    scan(card.barcodes[0])
    desk.settle()
    assert offer.id in in_cart(desk)


def test_ctrl_z_takes_the_last_quantity_back(desk: Desktop) -> None:
    screen = catalogue(desk)
    offer = first(screen)
    screen.view.grid.go_to_row(0, "qty")
    desk.type(f"{pack(offer) // 1000}\n")
    desk.settle()
    press(K.Key_Z, CTRL)
    desk.settle()
    assert in_cart(desk) == {}
    assert screen.rows.quantity(offer.id) == 0


def test_quantities_follow_the_cart_of_another_screen(desk: Desktop) -> None:
    screen = catalogue(desk)
    offer = first(screen)
    desk.services.carts.order_item(offer.id, pack(offer))
    desk.settle()
    assert screen.rows.quantity(offer.id) == pack(offer)


def test_typed_quantities() -> None:
    assert typed_quantity("") == 0
    assert typed_quantity("·") == 0
    assert typed_quantity("400 шт") == 400_000
    assert typed_quantity("2,5") == 2_500
    assert typed_quantity("-1") is None
    assert typed_quantity("много") is None
