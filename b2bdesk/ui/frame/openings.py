"""What opens from the header: menu, legal entities, carts, messages, person, the key sheet.

Made anew with the frame; everything chosen goes out by the signals of the window.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from b2bdesk.texts import tr
from b2bdesk.ui.frame import menus
from b2bdesk.ui.frame.header_bar import HeaderBar
from b2bdesk.ui.frame.switchers import BellPopover, CartPopover, EntityPopover, PersonPopover
from b2bdesk.ui.frame.toasts import ToastHost, Told

if TYPE_CHECKING:
    from b2bdesk.ui.main_window import MainWindow


class Openings(QObject):
    """The popovers of one header.

    Args:
        window: whose signals carry what is chosen.
        header: whose buttons they open at.
        toasts: the history shown by the bell.
        now: the present moment.
    """

    def __init__(
        self,
        window: MainWindow,
        header: HeaderBar,
        toasts: ToastHost,
        now: Callable[[], dt.datetime],
    ) -> None:
        super().__init__(header)
        self._window, self._header, self._toasts, self._now = window, header, toasts, now
        header.menu_pressed.connect(self.menu)
        header.entity_pressed.connect(self.entities)
        header.cart_pressed.connect(self.carts)
        header.bell_pressed.connect(self.bell)
        header.person_pressed.connect(self.person)

    def menu(self) -> None:
        """☰ or Alt."""
        menu = QMenu(self._window)
        menus.dress(menu)
        menus.fill(menu, self._window.commands)
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._header.menu
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def entities(self) -> None:
        """Ctrl+E."""
        popover = EntityPopover(self._window, self._window.header())
        popover.entity_chosen.connect(self._window.entity_chosen)
        popover.act.connect(self._on_entity_act)
        popover.open_at(self._header.entity)

    def carts(self) -> None:
        """Ctrl+J."""
        model = self._window.header()
        current = model.cart.key if model.cart is not None else ""
        popover = CartPopover(self._window, model.carts, current)
        popover.cart_chosen.connect(self._window.cart_chosen)
        popover.act.connect(self._on_cart_act)
        popover.open_at(self._header.cart)

    def keys(self) -> None:
        """F1: the key sheet of the screen shown."""
        window = self._window
        key = window.current_screen()
        titles = (tr(entry.title) for entry in window.screen_entries() if entry.key == key)
        here, everywhere = window.commands.for_screen(key), window.commands.everywhere()
        from b2bdesk.ui.dialogs.shortcuts import open_shortcuts  # a grid: not for the start

        open_shortcuts(window, next(titles, "b2bdesk"), here, everywhere)

    def bell(self) -> None:
        """The messages of this run."""
        self._header.bell.set_dot("")
        popover = BellPopover(self._window, self._toasts.history, self._is_today)
        popover.open_at(self._header.bell, right=True)

    def person(self) -> None:
        """Who is signed in, and what he can do about it."""
        model = self._window.header()
        popover = PersonPopover(self._window, model.person, model.person_actions)
        popover.act.connect(self._on_person_act)
        popover.open_at(self._header.person, right=True)

    def _is_today(self, told: Told) -> bool:
        return told.at.date() == self._now().date()

    def _on_entity_act(self, key: str) -> None:
        self._window.acted.emit(f"entity.{key}")

    def _on_cart_act(self, key: str) -> None:
        self._window.acted.emit(f"cart.{key}")

    def _on_person_act(self, key: str) -> None:
        self._window.acted.emit(f"person.{key}")
