"""Favourites, what changed, what was bought before: by keys, over a demo portal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt

from b2bdesk.domain.watching import FELL, PRICE, STOCK
from b2bdesk.ui.itemmodels import favourite_rows, radar_rows
from b2bdesk.ui.screens.bought.screen import BoughtScreen
from b2bdesk.ui.screens.catalog.screen import CatalogueScreen
from b2bdesk.ui.screens.favourites.screen import FavouritesScreen
from b2bdesk.ui.screens.home.parts import WaitingRow
from b2bdesk.ui.screens.home.screen import HomeScreen
from b2bdesk.ui.screens.radar.screen import RadarScreen
from b2bdesk.ui.shell.watch_notices import WatchNotices
from b2bdesk.usecases.rows.bought import BoughtFilter
from b2bdesk.usecases.rows.favourites import WatchRule
from b2bdesk.usecases.rows.offers import OfferRow
from tests.support.desktop import Desktop
from tests.ui.keyboard import CTRL, SHIFT, press

K = Qt.Key


def in_stock(offer: OfferRow) -> bool:
    return bool(offer.stock_e3 and offer.price_e5 and offer.status == "active")


def favourites(desk: Desktop, count: int = 3) -> tuple[FavouritesScreen, list[OfferRow]]:
    offers = desk.goods(in_stock, count)
    desk.services.favourites.add([offer.id for offer in offers])
    screen = desk.screen("favourites")
    assert isinstance(screen, FavouritesScreen)
    return screen, offers


def rules(desk: Desktop, item_id: str) -> dict[str, WatchRule]:
    found = {row.kept.item_id: row for row in desk.services.favourites.rows()}
    return dict(found[item_id].rules)


def test_ctrl_shift_d_stars_an_item_of_the_catalogue_and_takes_the_star_again(
    desk: Desktop,
) -> None:
    screen = desk.screen("catalog", search="болт")
    assert isinstance(screen, CatalogueScreen)
    key = screen.view.grid.current_key()
    assert isinstance(key, int)
    offer = screen.rows.raw(key)
    assert offer is not None
    press(K.Key_D, CTRL | SHIFT)
    desk.settle()
    assert desk.services.favourites.ids() == {offer.id}
    assert screen.rows.stars == {offer.id}
    press(K.Key_D, CTRL | SHIFT)
    desk.settle()
    assert desk.services.favourites.ids() == frozenset()


def test_ctrl_shift_d_stars_a_line_of_the_order(desk: Desktop) -> None:
    offers = desk.goods(in_stock, 2)
    desk.fill_cart(offers)
    desk.screen("order")
    press(K.Key_Home, CTRL)
    press(K.Key_D, CTRL | SHIFT)
    desk.settle()
    assert len(desk.services.favourites.ids()) == 1


def test_a_price_is_typed_into_its_cell_and_waits(desk: Desktop) -> None:
    screen, offers = favourites(desk)
    screen.view.grid.go_to(offers[0].id, favourite_rows.PRICE_TO)
    desk.type("0,50")
    press(K.Key_Return)
    desk.settle()
    rule = rules(desk, offers[0].id)[PRICE]
    assert (rule.value, rule.state) == ("50000", "waits")
    screen.view.grid.go_to(offers[0].id, favourite_rows.PRICE_TO)
    press(K.Key_Delete)
    desk.settle()
    assert rules(desk, offers[0].id) == {}


def test_what_does_not_read_is_refused_and_the_old_value_stays(desk: Desktop) -> None:
    screen, offers = favourites(desk)
    screen.view.grid.go_to(offers[0].id, favourite_rows.FELL_BY)
    desk.type("10")
    press(K.Key_Return)
    desk.settle()
    screen.view.grid.go_to(offers[0].id, favourite_rows.FELL_BY)
    press(K.Key_F2)
    press(K.Key_A, CTRL)
    desk.type("500")
    press(K.Key_Return)
    desk.settle()
    assert rules(desk, offers[0].id)[FELL].value == "1000"
    assert not screen.rows.overlay(offers[0].id, favourite_rows.FELL_BY)


def test_space_ticks_the_return_to_stock(desk: Desktop) -> None:
    screen, offers = favourites(desk)
    screen.view.grid.go_to(offers[1].id, favourite_rows.BACK)
    press(K.Key_Space)
    desk.settle()
    assert set(rules(desk, offers[1].id)) == {STOCK}
    press(K.Key_Space)
    desk.settle()
    assert rules(desk, offers[1].id) == {}


def test_digits_order_a_favourite(desk: Desktop) -> None:
    screen, offers = favourites(desk)
    offer = offers[2]
    wanted = max(offer.minimum_e3, offer.multiple_e3, 1000) // 1000
    screen.view.grid.go_to(offer.id, "name")
    desk.type(str(wanted))
    press(K.Key_Return)
    desk.settle()
    carts = desk.services.carts
    assert carts.quantities(carts.active().id) == {offer.id: wanted * 1000}
    assert screen.rows.quantity(offer.id) == wanted * 1000


def test_what_is_taken_out_comes_back_by_undo_with_its_conditions(desk: Desktop) -> None:
    screen, offers = favourites(desk)
    desk.services.favourites.set_rule(offers[0].id, PRICE, "100")
    desk.settle()
    screen.view.grid.go_to(offers[0].id, "name")
    press(K.Key_D, CTRL | SHIFT)
    desk.settle()
    assert offers[0].id not in desk.services.favourites.ids()
    undo = desk.window._toasts.history[0].spec.run
    assert undo is not None
    undo()
    desk.settle()
    assert set(rules(desk, offers[0].id)) == {PRICE}


def test_lists_and_states_are_filters(desk: Desktop) -> None:
    screen, offers = favourites(desk)
    desk.services.favourites.set_list([offers[0].id], "Склад 2")
    desk.services.favourites.set_rule(offers[1].id, PRICE, "99999900000")
    desk.settle()
    for chip, shown in (("list:Склад 2", offers[0]), (favourite_rows.FIRED, offers[1])):
        screen.view.chips.set_checked(chip)
        screen.view.chips.chosen.emit(chip)
        assert [row.kept.item_id for row in screen.rows.raw_rows()] == [shown.id]


def test_what_came_true_is_told_once_and_counted_until_it_is_seen(desk: Desktop) -> None:
    WatchNotices(desk.window, desk.services, desk.runner, desk.hub)
    desk.screen("orders")
    offers = desk.goods(in_stock, 2)
    for offer in offers:
        desk.services.favourites.set_rule(offer.id, PRICE, "99999900000")
    forget_that_it_holds(desk.home)
    told = len(desk.window._toasts.history)
    desk.services.favourites.check()
    desk.settle()
    assert len(desk.window._toasts.history) == told + 1
    assert desk.window._rail._items["favourites"].accessibleName().endswith(", 2")
    desk.services.favourites.check()
    desk.settle()
    assert len(desk.window._toasts.history) == told + 1
    screen = desk.screen("favourites", page="history")
    assert isinstance(screen, FavouritesScreen)
    assert screen.view.events.model().rowCount() == 2
    assert not desk.window._rail._items["favourites"].accessibleName().endswith(", 2")


def forget_that_it_holds(home: Path) -> None:
    with closing(sqlite3.connect(next(home.rglob("desk.db")))) as raw, raw:
        raw.execute("UPDATE watch_rule SET state = 'waits'")


def test_purchases_are_shown_with_the_usual_quantity_at_one_key(desk: Desktop) -> None:
    screen = desk.screen("bought")
    assert isinstance(screen, BoughtScreen)
    context = desk.services.account.context()
    assert context is not None
    rows = desk.services.bought.rows(BoughtFilter(context.entity.id))
    assert screen.view.grid.model().rowCount() == len(rows) > 0
    shown = next(each for each in screen.rows.raw_rows() if each.advice is not None)
    screen.view.grid.go_to(shown.item_id, "state")
    press(K.Key_Return)
    desk.settle()
    carts = desk.services.carts
    assert carts.quantities(carts.active().id)[shown.item_id] >= shown.row.typical_e3


def test_all_suggestions_are_one_step_of_the_cart(desk: Desktop) -> None:
    screen = desk.screen("bought", filter="due")
    assert isinstance(screen, BoughtScreen)
    count = len(screen.rows.raw_rows())
    assert count > 0
    press(K.Key_A, CTRL | SHIFT)
    desk.settle()
    carts = desk.services.carts
    assert carts.totals(carts.active().id).lines == count
    press(K.Key_Z, CTRL)
    desk.settle()
    assert carts.totals(carts.active().id).lines == 0


def test_searching_narrows_what_was_bought(desk: Desktop) -> None:
    screen = desk.screen("bought")
    assert isinstance(screen, BoughtScreen)
    row = screen.rows.raw_rows()[0].row
    assert screen.search(row.article.lower())
    assert row.item_id in {each.item_id for each in screen.rows.raw_rows()}
    assert len(screen.rows.raw_rows()) < len(desk.services.bought.rows(BoughtFilter()))


def moved(desk: Desktop, count: int) -> list[int]:
    """Log that own goods cost less before; the demo portal's prices stand still."""
    services = desk.services
    context = services.account.context()
    assert context is not None
    own = [row.offer.n for row in services.bought.rows(BoughtFilter()) if row.offer][:count]
    folder = next(desk.home.rglob("desk.db")).parent
    with closing(sqlite3.connect(folder / "desk.db")) as raw:
        (name,) = raw.execute("SELECT value FROM desk_mark WHERE key = 'active_cache'").fetchone()
    with closing(sqlite3.connect(folder / name)) as raw, raw:
        raw.execute(
            "INSERT INTO offer_change SELECT b.cid, strftime('%s', 'now'), b.n, 'price',"
            " b.price / 2, b.price, NULL FROM base_price b JOIN scope s ON s.sid = b.cid"
            f" WHERE s.key = ? AND b.n IN ({','.join(map(str, own))}) AND b.price > 0",
            (context.contract.id,),
        )
    return own


def test_the_radar_shows_what_costs_most_and_orders_by_digits(desk: Desktop) -> None:
    moved(desk, 6)
    screen = desk.screen("radar", since="week")
    assert isinstance(screen, RadarScreen)
    keys = [int(key) for key in screen.rows.ids()]
    assert 0 < len(keys) <= 6
    rows = [screen.rows.raw(key) for key in keys]
    money = [abs(row.change.money_minor) for row in rows if row is not None]
    assert money == sorted(money, reverse=True)
    assert screen.view.bars.keys()[0] == str(keys[0])
    row = next(row for row in rows if row is not None and row.offer and in_stock(row.offer))
    offer = row.offer
    assert offer is not None
    screen.view.grid.go_to(radar_rows.key_of(row.change), "name")
    press(K.Key_Plus)
    desk.settle()
    carts = desk.services.carts
    assert carts.quantities(carts.active().id)[offer.id] >= offer.multiple_e3


def test_chips_and_times_of_the_radar(desk: Desktop) -> None:
    moved(desk, 4)
    screen = desk.screen("radar", since="week", kind="rose")
    assert isinstance(screen, RadarScreen)
    assert screen.view.chips.checked() == {"rose"}
    shown = screen.view.grid.model().rowCount()
    assert shown > 0
    screen.view.mine.set_checked("favourites")
    screen.view.mine.chosen.emit("favourites")
    desk.settle()
    assert screen.view.stack.currentWidget() is screen.view.empty
    screen.view.mine.set_checked()
    screen.view.mine.chosen.emit("favourites")
    desk.window.commands.run("radar.order")
    desk.settle()
    assert screen.view.since.current() == "order"


def test_the_first_page_says_what_is_due_and_dearer(desk: Desktop) -> None:
    moved(desk, 3)
    home = desk.screen("home")
    assert isinstance(home, HomeScreen)
    screens = {row._waiting.screen for row in home.view.findChildren(WaitingRow)}
    assert {"bought", "radar"} <= screens


def test_every_synchronisation_checks_the_conditions(desk: Desktop) -> None:
    (offer,) = desk.goods(in_stock, 1)
    desk.services.favourites.set_rule(offer.id, PRICE, "99999900000")
    forget_that_it_holds(desk.home)
    desk.services.sync.run(only=("stock",))
    assert [event.item_id for event in desk.services.favourites.events()] == [offer.id]
