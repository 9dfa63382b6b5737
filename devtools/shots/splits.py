"""Carts made of one: ways side by side, lines by address, the calendar of the checkout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from b2bdesk.ui.screens.carts.view import CartsView
from b2bdesk.usecases.cart_shelf import copy_cart

if TYPE_CHECKING:
    from devtools.shots.theatre import Theatre

State = Callable[["Theatre"], Iterator[None]]
_OTHER = "Декабрь"


def ways(theatre: Theatre) -> Iterator[None]:
    """A cart dealt out to addresses, that way chosen, its orders in sight."""
    _deal(theatre)
    theatre.window.navigate("carts", cart=theatre.cart)
    yield
    view = _view(theatre)
    view.plans.choose("address")
    view.show_plans_part()
    yield


def matrix(theatre: Theatre) -> Iterator[None]:
    """The matrix of articles by addresses, one line dealt out too far."""
    _deal(theatre)
    matrix = theatre.services.distributing.open(theatre.cart)
    over, short = matrix.lines[1], matrix.lines[3]
    address = matrix.addresses[0].id
    cells = [
        (over.line_id, address, over.quantity_e3 + over.lot_e3),
        (short.line_id, address, 0),
    ]
    theatre.services.distributing.put(theatre.cart, cells)
    theatre.window.navigate("carts", cart=theatre.cart)
    yield
    theatre.window.commands.run("carts.deal")
    yield


def calendar(theatre: Theatre) -> Iterator[None]:
    """The calendar of shipping days with the reason of a closed one."""
    theatre.window.navigate("carts", cart=theatre.cart)
    yield
    day = _view(theatre).form.day
    alt = Qt.KeyboardModifier.AltModifier
    QApplication.sendEvent(day, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, alt))
    yield
    focused = QApplication.focusWidget()
    none = Qt.KeyboardModifier.NoModifier
    for _ in range(5):
        if focused is not None:
            QApplication.sendEvent(focused, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, none))
    yield


def asked(command: str) -> State:
    """What a command of whole carts shows or asks; there is a second cart to take."""

    def act(theatre: Theatre) -> Iterator[None]:
        carts = theatre.services.carts
        if carts.find(_OTHER) is None:
            copy_cart(carts, theatre.cart, _OTHER)
            carts.activate(theatre.cart)
        theatre.window.navigate("carts", cart=theatre.cart)
        yield
        theatre.window.commands.run(command)
        yield
        yield

    return act


def _deal(theatre: Theatre) -> None:
    distributing = theatre.services.distributing
    found = distributing.open(theatre.cart)
    lines = [line.line_id for line in found.lines]
    distributing.fill(theatre.cart, "evenly", lines, [each.id for each in found.addresses])


def _view(theatre: Theatre) -> CartsView:
    view = theatre.window.findChild(CartsView)
    assert view is not None
    return view
