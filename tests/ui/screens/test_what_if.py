"""The same cart by other contracts, what each of their warehouses has; carts made of templates."""

from __future__ import annotations

from PySide6.QtCore import Qt

from b2bdesk.ui.screens.carts.screen import CartsScreen
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import RowList
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import press
from tests.ui.test_accessibility import nameless


def test_the_warehouses_follow_the_contract_under_the_cursor(desk: Desktop) -> None:
    cart = desk.fill_cart(desk.goods(in_stock, 5))
    desk.screen("carts", cart=cart)
    desk.window.commands.run("carts.compare")
    desk.settle()
    [popover] = [each for each in desk.window.findChildren(Popover) if each.isVisible()]
    contracts, places = popover.findChildren(RowList)
    asked = desk.services.rebinding.warehouses
    for _ in range(2):
        shown = {item.key: item.right for item in places.items()}
        truth = {each.place_id: each for each in asked(cart, contracts.current())}
        assert truth
        assert shown.keys() == truth.keys()
        for key, words in shown.items():
            whole = truth[key].whole
            assert words == ("вся корзина" if whole == 5 else f"{whole} из 5 строк")
        press(Qt.Key.Key_Down)
        desk.settle()
    assert nameless(popover) == []


def test_a_template_is_not_sent_but_becomes_a_cart(desk: Desktop) -> None:
    template = desk.fill_cart(desk.goods(in_stock, 4))
    desk.services.carts.make_template(template)
    screen = desk.screen("carts", checkout=True)
    assert isinstance(screen, CartsScreen)
    screen.view.shelf.list.set_current(template)
    screen.view.shelf.list.choose_current()
    desk.settle()
    for _ in range(2):  # to the checkout, and on
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        desk.settle()
    [kept] = [cart for cart in desk.services.carts.list() if cart.id == template]
    made = desk.services.carts.active()
    assert (kept.template, kept.state, kept.lines) == (True, "draft", 4)
    assert (made.template, made.lines) == (False, 4)
    assert desk.services.outbox.list() == ()
