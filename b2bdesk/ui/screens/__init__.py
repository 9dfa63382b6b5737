"""The screens: one folder each, a view (layout) and a screen (wiring of use cases).

`entries` is the one list of them, in the order of the rail; `palette_sources` finds goods and
orders for Ctrl+K. Screens never import each other; each is read when it is first shown.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from b2bdesk.texts import mark
from b2bdesk.ui.frame.context import (
    AFTER,
    BOTTOM,
    PaletteSource,
    Screen,
    ScreenContext,
    ScreenEntry,
)
from b2bdesk.ui.screens import palette
from b2bdesk.usecases.services import Services

KEYS = {
    "home": "Alt+Home",
    **{
        screen: f"Ctrl+Shift+{number}"
        for number, screen in enumerate(
            (
                "catalog", "favourites", "bought", "radar", "order", "carts", "import", "orders",
                "documents",
            ), 1,
        )
    },
    "company": "Ctrl+Shift+K",
    "settings": "Ctrl+,",
}  # fmt: skip

PANES, CARD = 1600, 1400
"""Narrower windows fold the rail beside several panes, and beside the catalogue with its card."""


def entries(services: Services) -> tuple[ScreenEntry, ...]:
    """Return every screen with its key; its factory closes over the use cases."""
    return tuple(replace(entry, key_hint=KEYS.get(entry.key, "")) for entry in _entries(services))


def _entries(services: Services) -> tuple[ScreenEntry, ...]:
    return (
        ScreenEntry("home", mark("Home"), "home", partial(_home, services)),
        ScreenEntry(
            "catalog", mark("Catalogue"), "layout-grid", partial(_catalog, services), room=CARD
        ),
        ScreenEntry("favourites", mark("Favourites"), "star", partial(_favourites, services)),
        ScreenEntry("bought", mark("Bought earlier"), "history", partial(_bought, services)),
        ScreenEntry(
            "radar", mark("What changed"), "trending-up", partial(_radar, services), room=PANES
        ),
        ScreenEntry("order", mark("Order sheet"), "clipboard-list", partial(_order, services)),
        ScreenEntry("carts", mark("Carts"), "shopping-cart", partial(_carts, services), room=PANES),
        ScreenEntry(
            "prices", mark("Prices that changed"), "trending-up", partial(_prices, services), ""
        ),
        ScreenEntry(
            "import", mark("Import"), "file-import", partial(_import, services), room=PANES
        ),
        ScreenEntry(
            "orders",
            mark("Orders"),
            "truck-delivery",
            partial(_orders, services),
            AFTER,
            room=PANES,
        ),
        ScreenEntry(
            "documents", mark("Documents"), "file-text", partial(_documents, services), AFTER
        ),
        ScreenEntry("company", mark("Company"), "building", partial(_company, services), AFTER),
        ScreenEntry("settings", mark("Settings"), "settings", partial(_settings, services), BOTTOM),
    )


def _home(services: Services, context: ScreenContext) -> Screen:
    there = frozenset(entry.key for entry in entries(services))
    from b2bdesk.ui.screens.home.screen import HomeScreen

    return HomeScreen(context, services, there)


def _catalog(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.catalog.screen import CatalogueScreen

    return CatalogueScreen(context, services)


def _favourites(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.favourites.screen import FavouritesScreen

    return FavouritesScreen(context, services)


def _bought(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.bought.screen import BoughtScreen

    return BoughtScreen(context, services)


def _radar(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.radar.screen import RadarScreen

    return RadarScreen(context, services)


def _order(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.order.screen import OrderScreen

    return OrderScreen(context, services)


def _carts(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.carts.screen import CartsScreen

    return CartsScreen(context, services)


def _prices(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.prices.screen import PricesScreen

    return PricesScreen(context, services)


def _import(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.listimport.screen import ImportScreen

    return ImportScreen(context, services)


def _orders(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.orders.screen import OrdersScreen

    return OrdersScreen(context, services)


def _documents(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.documents.screen import DocumentsScreen

    return DocumentsScreen(context, services)


def _company(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.company.screen import CompanyScreen

    return CompanyScreen(context, services)


def _settings(services: Services, context: ScreenContext) -> Screen:
    from b2bdesk.ui.screens.settings.screen import SettingsScreen

    return SettingsScreen(context, services)


def palette_sources(services: Services) -> tuple[PaletteSource, ...]:
    """Return what the palette finds besides commands."""
    return palette.sources(services)


def kept_searches(services: Services) -> PaletteSource:
    """Return what finds the kept searches."""
    return partial(palette.kept_searches, services)
