"""Facets, tiles, variants and what stands around a card, by keys as a buyer uses them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from python_calamine import load_workbook

from b2bdesk.texts import set_language
from b2bdesk.ui.itemmodels.catalogue_rows import TILES
from b2bdesk.ui.itemmodels.variant_rows import VariantRows
from b2bdesk.ui.screens.catalog import chips
from b2bdesk.ui.screens.catalog.facet_parts import Range, Ticks, Tiles
from b2bdesk.ui.screens.catalog.gallery import CloseLook
from b2bdesk.ui.screens.catalog.screen import STATE, CatalogueScreen
from b2bdesk.ui.widgets.tiles import Tile
from b2bdesk.usecases.goods import pictures
from b2bdesk.usecases.rows.facets import FacetsRow
from b2bdesk.usecases.rows.offers import OfferRow, Query
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import press
from tests.ui.screens.test_catalog import catalogue, in_cart, pack
from tests.ui.test_accessibility import nameless

K = Qt.Key


def in_group(desk: Desktop, leaf: str = "Болты с полной резьбой") -> CatalogueScreen:
    screen = catalogue(desk)
    [group] = [each for each in desk.services.search.groups() if each.name == leaf]
    screen.filtering.set_group(group.id)
    desk.settle()
    desk.until(lambda: bool(screen.view.facets._attributes))
    return screen


def section(screen: CatalogueScreen, title: str) -> Ticks | Tiles | Range:
    found = screen.view.facets._attributes.values()
    return next(each for each in found if each.title == title)


def shown(screen: CatalogueScreen) -> list[OfferRow]:
    return screen._services.search.offers([int(n) for n in screen.rows.ids()])


def test_a_category_offers_its_attributes_and_a_tile_narrows(desk: Desktop) -> None:
    screen = in_group(desk)
    desk.until(lambda: isinstance(section(screen, "Диаметр"), Tiles))  # the whole list has a range
    sizes = section(screen, "Диаметр")
    tile = next(tile for tile in sizes.findChildren(Tile) if tile.text() == "8")
    whole = screen.rows.row_total()
    tile.setFocus()
    press(K.Key_Space)
    desk.settle()
    assert 0 < screen.rows.row_total() < whole
    assert all("М8×" in offer.name for offer in shown(screen))
    assert [spec.text for spec in screen.view.chips._specs if spec.removable] == ["8 мм"]
    press(K.Key_Space)
    desk.settle()
    assert screen.rows.row_total() == whole


def test_a_range_narrows_by_keys_and_by_typing(desk: Desktop) -> None:
    screen = in_group(desk)
    lengths = section(screen, "Длина")
    assert isinstance(lengths, Range)
    lengths._slider.setFocus()
    press(K.Key_Right)
    desk.settle()
    low = lengths.bounds()[0]
    assert screen.finding.query.ranges == (("Длина, мм", low, ""),)
    lengths._high.set_text("25")
    lengths._high.finished.emit("25")
    desk.settle()
    assert screen.finding.query.ranges == (("Длина, мм", low, "25"),)
    assert shown(screen), "something is so short"
    for offer in shown(screen):
        assert int(low) <= int(offer.name.split("×")[1].split(",")[0]) <= 25


def test_the_next_start_finds_every_filter_as_it_was(desk: Desktop) -> None:
    screen = in_group(desk)
    place = screen.filtering._facets.places[0].id
    screen.filtering._set(
        attributes=(("Диаметр, мм", ("8", "10")),), ranges=(("Длина, мм", "20", ""),),
        places=(place,), price_to_e5=50_000_000, in_stock=True,
        added_from=dt.date(2020, 1, 1), promoted_on=dt.date(2020, 1, 1),
    )  # fmt: skip
    desk.settle()
    asked = screen.finding.query
    screen.finding.restore(json.loads(json.dumps(desk.window.context.settings.get(STATE))))
    days = desk.services.facets
    assert screen.finding.query == replace(
        asked, promoted_on=days.today(), added_from=days.news_from()
    )
    half: object = {"ranges": [["a", "1"]], "attributes": [["a", []], 3], "price": "x"}
    for broken in (None, [], half):
        screen.finding.restore(broken)
        assert screen.finding.query == Query()


def test_a_kept_search_holds_the_filters_and_lets_go_of_others(desk: Desktop) -> None:
    screen = in_group(desk)
    screen.filtering._set(attributes=(("Диаметр, мм", ("8",)),), price_to_e5=100_000_000)
    desk.settle()
    kept, found = desk.window.search_words(), list(screen.rows.ids())
    assert kept == 'категория:"Болты с полной резьбой" "Диаметр, мм":8 цена<=1000'
    assert found
    screen.filtering._set(brands=("нет такого",), attributes=())
    desk.window.navigate("catalog", search=kept, anew=True)
    desk.settle()
    assert sorted(screen.rows.ids()) == sorted(found)
    assert screen.finding.query.brands == ()


def test_another_order_counts_no_facets_and_another_question_stops_the_count(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = in_group(desk)
    desk.until(lambda: screen.filtering._facets.total == len(screen.rows.ids()))
    asked: list[Query] = []
    facets = screen.finding._facets
    counted = facets.of

    def of(query: Query, look: Callable[[], None]) -> FacetsRow:
        asked.append(query)
        return counted(query, look)

    monkeypatch.setattr(facets, "of", of)
    screen.finding.change(sort="price", descending=True)
    desk.settle()
    assert asked == [], "the same goods in another order"
    screen.filtering._set(in_stock=True)
    desk.settle()
    desk.until(lambda: screen.filtering._facets.total == len(screen.rows.ids()))
    assert [query.in_stock for query in asked] == [True]
    screen.finding.look()  # the goods changed
    screen.finding._ask_facets()
    enough = screen.finding._enough
    assert not enough.is_set()
    screen.filtering._set(in_stock=False)
    assert enough.is_set(), "nobody waits for it any more"
    desk.settle()
    desk.until(lambda: screen.filtering._facets.total == len(screen.rows.ids()))


def test_another_category_forgets_attributes_and_keeps_the_rest(desk: Desktop) -> None:
    screen = in_group(desk)
    screen.filtering._set(attributes=(("Диаметр, мм", ("8",)),), in_stock=True)
    desk.settle()
    group = next(g for g in desk.services.search.groups() if g.name == "Электрика")
    screen.filtering.set_group(group.id)
    desk.settle()
    assert screen.finding.query.attributes == ()
    assert screen.finding.query.in_stock


def test_promotions_and_news_are_switches_with_counts(desk: Desktop) -> None:
    screen = catalogue(desk)
    desk.until(lambda: screen.filtering._facets.total > 0)
    found = screen.filtering._facets
    for run, count in (("promoted", found.promoted), ("added", found.added)):
        desk.window.commands.run(f"catalog.{run}")
        desk.settle()
        assert screen.rows.row_total() == count > 0
        desk.window.commands.run(f"catalog.{run}")
        desk.settle()


def test_every_chip_takes_away_exactly_its_own() -> None:
    set_language("ru")
    query = Query(
        text='болт -цинк -"с фланцем"', brands=("А", "Б"), places=("m",),
        price_from_e5=1_000_000,
        attributes=(("Цвет", ("синий", "белый")), ("Ток, А", ("6",))),
        ranges=(("Длина, мм", "10", "20"),),
    )  # fmt: skip
    made = chips.chips_of(query, FacetsRow())
    removable = [spec for spec in made.specs if spec.removable]
    assert [spec.text for spec in removable] == [
        "«болт»", "без «цинк»", "без «с фланцем»", "А", "Б", "синий", "белый", "6 А",
        "Длина 10–20 мм", "m", "от 10,00",
    ]  # fmt: skip
    for spec in removable:
        left = chips.without(query, spec.key)
        assert len(left) in (1, 2)
        rest = Query(**{name: getattr(query, name) for name in Query.__slots__} | left)
        now = [each.text for each in chips.chips_of(rest, FacetsRow()).specs if each.removable]
        assert now == [each.text for each in removable if each.text != spec.text]


def test_tiles_walk_in_two_directions_and_order(desk: Desktop) -> None:
    screen = catalogue(desk)
    screen.show_view(TILES)
    tiles = screen.view.tiles
    tiles.setFocus()
    tiles.go_to_row(0)
    press(K.Key_Right)
    press(K.Key_Down)
    row = 1 + tiles.columns()
    assert tiles.currentIndex().row() == row
    offer = screen.rows.raw(tiles.current_key() or -1)
    assert offer is not None
    desk.type(f"{pack(offer) // 1000}\n")
    desk.settle()
    assert in_cart(desk) == {offer.id: pack(offer)}
    assert tiles.currentIndex().row() == row + 1, "Enter went on"
    press(K.Key_Left)
    press(K.Key_Delete)
    desk.settle()
    assert in_cart(desk) == {}


def test_the_view_changes_and_the_item_stays(desk: Desktop) -> None:
    screen = catalogue(desk)
    screen.view.grid.go_to_row(7)
    key = screen.view.grid.current_key()
    screen.view.tiles.go_to_row(0)
    screen.view.views.set_current(TILES)
    screen.view.views.chosen.emit(TILES)
    assert screen.view.tiles.current_key() == key
    assert screen.view.tiles.hasFocus()
    assert desk.window.context.settings.get("catalog.view") == TILES
    desk.window.commands.run("catalog.table")
    assert screen.view.grid.current_key() == key
    screen.show_view(TILES)
    assert nameless(screen) == []


def test_a_million_tiles_lie_where_arithmetic_says(desk: Desktop) -> None:
    screen = catalogue(desk)
    screen.show_view(TILES)
    tiles = screen.view.tiles
    screen.rows.set_ids(range(1_000_000))
    tiles.go_to_row(999_999)
    rect = tiles.tile_rect(999_999)
    assert tiles.viewport().rect().contains(rect)
    assert tiles.indexAt(rect.center()).row() == 999_999
    first, last = tiles.visible_span()
    assert last == 999_999
    assert last - first < 100, "only what is seen is painted"


def with_variants(desk: Desktop, screen: CatalogueScreen) -> OfferRow:
    def fits(offer: OfferRow) -> bool:
        return in_stock(offer) and offer.name.startswith("Болт DIN 933")

    offer = desk.goods(fits, 1)[0]
    screen.locating.show_item(offer.n)
    desk.settle()
    return offer


def test_variants_are_ordered_in_the_cells_of_a_matrix(desk: Desktop) -> None:
    screen = catalogue(desk)
    offer = with_variants(desk, screen)
    press(K.Key_F7)
    desk.settle()
    sheet = screen.view.page.sheet
    assert screen.view.page_shown()
    assert screen.view.page.shows_variants()
    assert sheet.current_offer() is not None
    assert sheet.current_offer().n == offer.n  # type: ignore[union-attr]  # asserted above
    desk.type(f"{pack(offer) // 1000}\n")
    desk.settle()
    assert in_cart(desk) == {offer.id: pack(offer)}
    assert sheet.grid is not None
    assert sheet.rows is not None
    spot = sheet.rows.spot_of(offer.n)
    assert spot is not None
    cell = sheet.rows.cell(sheet.rows.row_of(spot[0]), sheet.rows.column_of(spot[1]))
    assert cell is not None
    assert not isinstance(cell, str)
    assert cell.value == pack(offer), "the cell shows what the cart took"
    press(K.Key_Up)
    press(K.Key_Return)
    desk.settle()
    assert not screen.view.page.shows_variants()
    card = screen.view.page.card.card
    assert card is not None
    assert card.offer.n == offer.n


def test_the_matrix_is_a_model_qt_accepts_and_says_what_it_shows(
    desk: Desktop, qtmodeltester: ModelTester
) -> None:
    screen = catalogue(desk)
    offer = with_variants(desk, screen)
    product = desk.services.goods.product(offer.n)
    assert product is not None
    assert product.matrix is not None
    place = product.matrix.place_of(offer.n)
    rows = VariantRows(product, place[2:], lambda _item: 0)
    qtmodeltester.check(rows)  # type: ignore[no-untyped-call]  # pytest-qt ships no types here
    spot = rows.spot_of(offer.n)
    assert spot is not None
    assert ";" in rows.text_at(rows.row_of(spot[0]), rows.column_of(spot[1]))


def test_a_card_shows_papers_companions_and_pictures(desk: Desktop, tmp_path: Path) -> None:
    screen = catalogue(desk)
    offer = with_variants(desk, screen)
    desk.until(lambda: screen.view.side.card.gallery.image() is not None)
    card = screen.view.side.card
    assert card.card is not None
    [paper] = [file for file in card.card.files if file.kind == "certificate"]
    assert not desk.services.goods.is_here(offer.id, paper)
    saved = desk.services.goods.save(offer.id, paper, tmp_path / "paper.pdf")
    assert saved.read_bytes().startswith(b"%PDF-")
    assert desk.services.goods.is_here(offer.id, paper)
    assert card.fits.items(), "nuts and washers of the thread"
    assert card.ships.text()
    assert card.variants.isVisibleTo(card)


def test_pictures_are_leafed_through_and_looked_at_closely(desk: Desktop) -> None:
    screen = catalogue(desk)
    for offer in desk.goods(lambda o: o.name.startswith("Болт DIN 933"), 20):
        card = desk.services.catalogue.card(offer.n)
        if card is not None and pictures(card.files) > 1:
            screen.locating.show_item(offer.n)
            break
    else:
        pytest.fail("the demo has goods with several pictures")
    desk.settle()
    gallery = screen.view.side.card.gallery
    desk.until(lambda: gallery.count() > 1 and gallery.image() is not None)
    first = gallery.image()
    gallery.setFocus()
    press(K.Key_Right)
    desk.until(lambda: gallery.image() is not None)
    assert gallery.shown() == 2
    assert gallery.image() != first
    press(K.Key_Return)
    [look] = desk.window.findChildren(CloseLook)
    press(K.Key_Plus)
    assert look.factor() > 1
    press(K.Key_Escape)
    assert not look.isVisible()
    assert gallery.hasFocus()


def test_the_list_goes_to_excel_as_it_is_shown(desk: Desktop, tmp_path: Path) -> None:
    screen = in_group(desk)
    desk.window.commands.run("catalog.table")
    screen.view.grid.layout_columns.set_hidden("stock", True)
    screen.filtering.toggle_stock()
    desk.settle()
    shown_now = screen.exporting.shown()
    screen.exporting.write(tmp_path / "list.xlsx", shown_now)
    assert screen.view._under.isVisibleTo(screen)
    made = tmp_path / "list.xlsx"
    desk.until(made.is_file)
    desk.settle()
    rows = load_workbook(str(tmp_path / "list.xlsx")).get_sheet_by_index(0).to_python()
    assert "stock" not in [key for key, _ in shown_now.columns]
    assert rows[0] == [title for _, title in shown_now.columns]
    at = [key for key, _ in shown_now.columns].index("article")
    assert [row[at] for row in rows[1:]] == [offer.article for offer in shown(screen)]
    assert not screen.view._under.isVisibleTo(screen)
    assert "В наличии" in shown_now.facts


def test_paper_is_seen_before_it_is_printed_and_escape_leaves_it(desk: Desktop) -> None:
    screen = in_group(desk)
    screen.exporting.to_paper()
    desk.until(screen.view.preview_shown)
    desk.until(lambda: 0 in screen.exporting._preview.paper.images())
    press(K.Key_Escape)
    assert not screen.view.preview_shown()
    assert screen.view.grid.hasFocus()


def test_the_star_of_the_card_says_what_it_does(desk: Desktop) -> None:
    screen = catalogue(desk)
    screen.view.grid.go_to_row(3)
    screen.cards.open_page()
    desk.settle()
    item = screen.cards.item()
    assert item is not None
    star = screen.view.page.card.star
    assert star.accessibleName() == "Добавить в избранное"
    star.setFocus()
    press(K.Key_Space)
    desk.settle()
    assert desk.services.favourites.ids() == frozenset({item[0]})
    assert star.accessibleName() == "Убрать из избранного"
    assert screen.view.side.card.star.accessibleName() == "Убрать из избранного"
    desk.window.commands.run("catalog.star")
    desk.settle()
    assert desk.services.favourites.ids() == frozenset()
    assert star.accessibleName() == "Добавить в избранное"
