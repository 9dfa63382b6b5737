"""The screens: one folder each, a view (layout) and a screen (wiring of use cases).

`entries` is the one list of them, in the order of the rail; `palette_sources` finds goods and
orders for Ctrl+K. Screens never import each other.
"""

from __future__ import annotations

from functools import partial

from b2bdesk.texts import mark
from b2bdesk.ui.frame.context import PaletteSource, Screen, ScreenContext, ScreenEntry
from b2bdesk.ui.screens.carts.screen import CartsScreen
from b2bdesk.ui.screens.listimport.screen import ImportScreen
from b2bdesk.ui.screens.order.screen import OrderScreen
from b2bdesk.usecases.services import Services


def entries(services: Services) -> tuple[ScreenEntry, ...]:
    """Return every screen; its factory closes over the use cases."""
    return (
        ScreenEntry("order", mark("Order sheet"), "clipboard-list", partial(_order, services)),
        ScreenEntry("carts", mark("Carts"), "shopping-cart", partial(_carts, services)),
        ScreenEntry("import", mark("Import"), "file-import", partial(_import, services)),
    )


def _order(services: Services, context: ScreenContext) -> Screen:
    return OrderScreen(context, services)


def _carts(services: Services, context: ScreenContext) -> Screen:
    return CartsScreen(context, services)


def _import(services: Services, context: ScreenContext) -> Screen:
    return ImportScreen(context, services)


def palette_sources(services: Services) -> tuple[PaletteSource, ...]:
    """Return what the palette finds besides commands."""
    del services
    return ()
