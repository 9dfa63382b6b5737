"""Which states are photographed: one entry per screen × state, in the order of the rail.

A state is a generator over a `Theatre`: it acts, yields while the program works, and the window is
photographed when it ends. A screen without an entry here fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

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


def _signin(theatre: Theatre) -> Iterator[None]:
    theatre.shell.ask_sign_in()
    yield


STATES: Mapping[str, State] = {
    "home": _screen("home"),
    "catalog": _screen("catalog"),
    "order-sheet": _sheet,
    "carts": _checkout,
    "import-start": _screen("import"),
    "import-review": _import,
    "orders": _screen("orders"),
    "documents": _screen("documents"),
    "settings": _screen("settings"),
    "settings-entities": _screen("settings", section="entities"),
    "palette": _palette,
    "entity": _entities,
    "signin": _signin,
}
SCREEN_OF: Mapping[str, str] = {
    "home": "home",
    "catalog": "catalog",
    "order-sheet": "order",
    "carts": "carts",
    "import-start": "import",
    "orders": "orders",
    "documents": "documents",
    "settings": "settings",
}
README = ("order-sheet", "catalog", "import-review", "home", "orders", "documents", "carts")
