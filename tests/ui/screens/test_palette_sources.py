"""Ctrl+K finds goods in any layout, carts by name, orders and documents by number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from b2bdesk.ui.frame.context import Hit
from b2bdesk.ui.frame.palette import Palette
from b2bdesk.ui.frame.search_drop import SearchDrop
from b2bdesk.ui.screens import palette
from b2bdesk.ui.screens.catalog.screen import CatalogueScreen
from b2bdesk.usecases.rows.offers import Suggestion
from tests.support.desktop import Desktop
from tests.ui.keyboard import CTRL, press

K = Qt.Key


def find(desk: Desktop, words: str, screen: str) -> list[Hit]:
    hits = [hit for source in palette.sources(desk.services) for hit in source(words)]
    return [hit for hit in hits if hit.screen == screen]


def test_goods_are_found_in_the_wrong_layout_and_say_by_which_words(desk: Desktop) -> None:
    hits = find(desk, ",jkn", "catalog")
    assert hits
    assert {hit.corrected for hit in hits} == {"болт"}
    assert not find(desk, "щщщъъъ", "catalog")


def test_words_that_find_nothing_are_answered_as_in_the_catalogue(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.screen("home")
    drop = desk.window.findChild(SearchDrop)
    assert isinstance(drop, SearchDrop)
    guess = [Suggestion("болт м8", 12)]
    monkeypatch.setattr(desk.services.search, "instead", lambda *_: guess)
    press(K.Key_F, CTRL)
    desk.type("щщщъъъ")
    desk.settle()
    rows = drop._list.items()
    assert [row.title for row in rows][:4] == [
        "Ничего не нашлось", "Посмотреть в каталоге", "Возможно, вы искали", "болт м8",
    ]  # fmt: skip
    assert rows[3].note == "12 товаров"
    assert drop._list.current() == "all", "no guess is taken unasked"
    guess.clear()
    desk.type("ъ")
    desk.settle()
    assert "Проверьте" in drop._list.items()[-1].title
    drop._field.edit.clear()
    desk.type("болт щщщъъъ")
    desk.settle()
    assert drop._told.text() == "нет слов: щщщъъъ"
    press(K.Key_Escape)


def test_orders_and_documents_are_found_by_number(desk: Desktop) -> None:
    order = desk.services.orders.list()[0]
    hits = find(desk, order.number, "orders")
    assert [hit.args["order"] for hit in hits] == [order.number]
    document = desk.services.documents.list()[0]
    assert document.id in {hit.args["document"] for hit in find(desk, document.number, "documents")}


def test_carts_are_found_by_name_and_by_the_word_cart(desk: Desktop) -> None:
    cart = desk.services.carts.create("Объект Северный")
    assert [hit.args["cart"] for hit in find(desk, "север", "order")] == [cart.id]
    assert [hit.args["cart"] for hit in find(desk, "ctdth", "order")] == [cart.id]
    assert cart.id in {hit.args["cart"] for hit in find(desk, "корз", "order")}


def test_enter_leads_to_the_item_in_the_catalogue(desk: Desktop) -> None:
    desk.screen("home")
    window = desk.window
    window.open_palette()
    (opened,) = window.findChildren(Palette)
    desk.type(",jkn")
    desk.settle()
    assert "болт" in opened._layout_badge.accessibleName()
    press(K.Key_Return)
    desk.settle()
    screen = window._screens.current_screen()
    assert isinstance(screen, CatalogueScreen)
    offer = screen.rows.raw(screen.view.grid.current_key() or -1)
    assert offer is not None
    assert "болт" in offer.name.casefold()
