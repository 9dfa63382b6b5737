"""Which states are photographed: one entry per screen × state, in the order of the rail.

A state is a generator over a `Theatre`: it acts, yields while the program works, and the window is
photographed when it ends. A screen without an entry here fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from b2bdesk.ui.screens.catalog.screen import CatalogueScreen
from b2bdesk.usecases.rows.offers import OfferRow, Query
from devtools.shots import goods, lists, prices, splits, syncing

if TYPE_CHECKING:
    from devtools.shots.theatre import Theatre

State = Callable[["Theatre"], Iterator[None]]


def _screen(key: str, **args: object) -> State:
    def act(theatre: Theatre) -> Iterator[None]:
        theatre.window.navigate(key, **args)
        yield

    return act


def _sheet(theatre: Theatre) -> Iterator[None]:
    theatre.services.carts.activate(theatre.cart)
    theatre.window.navigate("order")
    yield


def _checkout(theatre: Theatre) -> Iterator[None]:
    theatre.services.carts.activate(theatre.cart)
    theatre.window.navigate("carts", cart=theatre.cart, checkout=True)
    yield


def _import(theatre: Theatre) -> Iterator[None]:
    theatre.window.navigate("import", path=str(theatre.sample))
    yield


def _palette(theatre: Theatre) -> Iterator[None]:
    theatre.window.navigate("order")
    yield
    theatre.window.open_palette()
    yield


def _entities(theatre: Theatre) -> Iterator[None]:
    theatre.window.navigate("order")
    yield
    theatre.window.open_entities()
    yield


def _catalog(theatre: Theatre) -> Iterator[None]:
    theatre.services.carts.activate(theatre.cart)
    groups = theatre.services.search.groups()
    parents = {group.parent for group in groups}
    leaf = next(group for group in groups if group.id not in parents)
    theatre.window.navigate("catalog", group=leaf.id)
    yield
    theatre.window.commands.run("catalog.in_stock")
    yield


def _catalog_card(theatre: Theatre) -> Iterator[None]:
    theatre.window.navigate("catalog", search="М8")
    yield
    theatre.window.commands.run("catalog.full")
    yield


def _catalog_item(fits: Callable[[OfferRow], bool], command: str = "") -> State:
    """The card of the first item that fits; the whole one when `command` says so."""

    def act(theatre: Theatre) -> Iterator[None]:
        theatre.window.commands.run("catalog.escape")
        theatre.window.commands.run("catalog.list")
        search = theatre.services.search
        ns = search.find(Query(sort="article")).ns
        pages = (search.offers(ns[at : at + 1000]) for at in range(0, len(ns), 1000))
        offer = next(each for page in pages for each in page if fits(each))
        theatre.window.navigate("catalog", item=offer.id)
        yield
        if command:
            theatre.window.commands.run(command)
            yield

    return act


def _long_name(offer: OfferRow) -> bool:
    return len(offer.name) > 150


def _no_picture(offer: OfferRow) -> bool:
    return not offer.has_picture


def _no_price(offer: OfferRow) -> bool:
    return offer.price_e5 is None


def _on_its_way(offer: OfferRow) -> bool:
    return not offer.stock_e3 and bool(offer.incoming_e3)


def _catalog_facets(theatre: Theatre) -> Iterator[None]:
    groups = theatre.services.search.groups()
    leaf = next(group for group in groups if group.name == "Болты с полной резьбой")
    theatre.window.commands.run("catalog.list")
    theatre.window.navigate("catalog", group=leaf.id)
    yield
    [screen] = theatre.window.findChildren(CatalogueScreen)
    narrowed = {
        "attributes": (("Диаметр, мм", ("8", "10", "12")),),
        "ranges": (("Длина, мм", "20", "80"),),
        "brands": ("Крепмаш",),
    }
    screen.filtering.narrow(**narrowed)
    yield


def _catalog_preview(theatre: Theatre) -> Iterator[None]:
    theatre.window.commands.run("catalog.print")
    yield
    yield


def _catalog_variants(theatre: Theatre) -> Iterator[None]:
    theatre.window.navigate("catalog", search="болт М8х30")
    yield
    theatre.window.commands.run("catalog.variants")
    yield


def _catalog_tiles(theatre: Theatre) -> Iterator[None]:
    theatre.window.navigate("catalog", search="дрель")
    yield
    theatre.window.commands.run("catalog.escape")
    theatre.window.navigate("catalog", search="кабель")
    theatre.window.commands.run("catalog.tiles")
    yield
    yield


def _catalog_table(theatre: Theatre) -> Iterator[None]:
    theatre.window.navigate("catalog", search="М8х30")
    yield
    theatre.window.commands.run("catalog.escape")
    theatre.window.commands.run("catalog.table")
    yield


def _catalog_nothing(theatre: Theatre) -> Iterator[None]:
    theatre.window.commands.run("catalog.list")
    theatre.window.navigate("catalog", search="щщщъъъ")
    yield


def _catalog_wide_table(theatre: Theatre) -> Iterator[None]:
    """All columns of the table, scrolled to the quantity: the article stays."""
    yield from _catalog_table(theatre)
    [screen] = theatre.window.findChildren(CatalogueScreen)
    grid = screen.view.grid
    for key in ("picture", "brand"):
        grid.layout_columns.set_hidden(key, hidden=False)
    grid.layout_columns.fold(frozenset())
    grid.go_to_row(2, "qty")
    yield
    grid.horizontalScrollBar().setValue(grid.horizontalScrollBar().maximum())
    yield


def _catalog_replaced(theatre: Theatre) -> Iterator[None]:
    """What replaces a discontinued article, found by the old one."""
    theatre.window.commands.run("catalog.list")
    theatre.window.navigate("catalog", search=goods.discontinued(theatre), anew=True)
    yield


def _catalog_conditions(theatre: Theatre) -> Iterator[None]:
    theatre.window.commands.run("catalog.list")
    words = 'болт "диаметр, мм":8|10 длина>=40 наличие:да'
    theatre.window.navigate("catalog", search=words, anew=True)
    yield


def _catalog_wrong(theatre: Theatre) -> Iterator[None]:
    theatre.window.navigate("catalog", search="болт склад:Марс", anew=True)
    yield


def _signin(theatre: Theatre) -> Iterator[None]:
    theatre.shell.ask_sign_in()
    yield


STATES: Mapping[str, State] = {
    "home": _screen("home"),
    "catalog": _catalog,
    "favourites-empty": _screen("favourites"),
    "favourites": goods.favourites,
    "favourites-history": _screen("favourites", page="history"),
    "bought": _screen("bought"),
    "bought-due": _screen("bought", filter="due"),
    "radar-empty": _screen("radar", since="sync"),
    "radar": goods.radar,
    "radar-purchase": _screen("radar", since="purchase"),
    "order-sheet": _sheet,
    "carts": _checkout,
    "carts-ways": splits.ways,
    "carts-addresses": splits.matrix,
    "carts-calendar": splits.calendar,
    "carts-what-if": splits.asked("carts.compare"),
    "carts-merge": splits.asked("carts.merge"),
    "carts-versus": splits.asked("carts.versus"),
    "carts-lines": splits.asked("carts.lines"),
    "prices": prices.moved,
    "import-start": _screen("import"),
    "import-review": _import,
    "import-columns": lists.columns,
    "import-sheet": lists.sheet,
    "import-amount": lists.amount,
    "import-short": lists.short,
    "import-sheets": lists.sheets,
    "import-dealt": lists.dealt,
    "import-saving": lists.saving,
    "import-broken": lists.broken,
    "orders": _screen("orders"),
    "documents": _screen("documents"),
    "company": _screen("company"),
    "settings": _screen("settings"),
    "settings-codes": lists.codes,
    "settings-sync": syncing.journal,
    "settings-sync-run": syncing.details,
    "sync-panel": syncing.panel,
    "orders-doubt": syncing.doubt,
    "orders-refused": syncing.refused,
    "orders-lost": syncing.lost,
    "sync-vanishing": syncing.vanishing,
    "palette": _palette,
    "entity": _entities,
    "catalog-search": _screen("catalog", search="болт М8"),
    "catalog-card": _catalog_card,
    "catalog-variants": _catalog_variants,
    "catalog-long-name": _catalog_item(_long_name),
    "catalog-no-picture": _catalog_item(_no_picture),
    "catalog-no-price": _catalog_item(_no_price),
    "catalog-on-its-way": _catalog_item(_on_its_way, "catalog.full"),
    "catalog-facets": _catalog_facets,
    "catalog-preview": _catalog_preview,
    "catalog-tiles": _catalog_tiles,
    "catalog-table": _catalog_table,
    "catalog-nothing": _catalog_nothing,
    "catalog-suggested": goods.searched("KM-933-08999"),
    "catalog-corrected": goods.searched("болт м8х999"),
    "catalog-offline": goods.offline,
    "catalog-pasted": goods.pasted,
    "catalog-wide-table": _catalog_wide_table,
    "catalog-replaced": _catalog_replaced,
    "catalog-conditions": _catalog_conditions,
    "catalog-wrong-condition": _catalog_wrong,
    "catalog-dated": goods.dated,
    "signin": _signin,
}
SCREEN_OF: Mapping[str, str] = {
    "home": "home",
    "catalog": "catalog",
    "favourites": "favourites",
    "bought": "bought",
    "radar": "radar",
    "order-sheet": "order",
    "carts": "carts",
    "prices": "prices",
    "import-start": "import",
    "orders": "orders",
    "documents": "documents",
    "company": "company",
    "settings": "settings",
}
README = ("order-sheet", "catalog", "import-review", "documents")
