"""The commands of the frame itself: palette, search, entity, cart, rail, back, keys, themes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from b2bdesk.texts import tr
from b2bdesk.ui.frame.commands import EDIT, ENTITY, HELP, SCREEN, VIEW, Command
from b2bdesk.ui.frame.context import HeaderModel
from b2bdesk.ui.theme import look
from b2bdesk.ui.theme.tokens import CONTRAST, DARK, LIGHT

if TYPE_CHECKING:
    from b2bdesk.ui.main_window import MainWindow

THEME_SETTING = "view.theme"
_ENTITIES = 9


def register(window: MainWindow) -> None:
    """Register what works on every screen."""
    window.commands.add(
        Command(
            "frame.search", tr("Search"), window.focus_search, ("Ctrl+F", "/"), menu=EDIT,
            icon="search",
        ),
        Command(
            "frame.palette", tr("Commands"), window.open_palette, ("Ctrl+K",), menu=VIEW,
            icon="command", hidden=True,
        ),
        Command(
            "frame.entity", tr("Choose the legal entity"), window.open_entities, ("Ctrl+E",),
            icon="building",
        ),
        Command(
            "frame.cart", tr("Choose the cart"), window.open_carts, ("Ctrl+J",),
            icon="shopping-cart",
        ),
        Command(
            "frame.rail", tr("Side panel"), window.toggle_rail, ("Ctrl+B",), menu=VIEW,
            icon="layout-sidebar",
        ),
        Command(
            "frame.back", tr("Back"), window.back, ("Alt+Left",), menu=VIEW, icon="arrow-left"
        ),
        Command(
            "frame.keys", tr("Keys of this screen"), window.open_keys, ("F1",), menu=HELP,
            icon="keyboard",
        ),
        Command("frame.menu", tr("Menu"), window.openings.menu, hidden=True),
        *_themes(window),
        *_screens(window),
    )  # fmt: skip


def entity_keys(window: MainWindow, model: HeaderModel) -> None:
    """Ctrl+1 … Ctrl+9 switch the legal entity."""
    window.commands.remove([f"{ENTITY}{number}" for number in range(1, _ENTITIES + 1)])
    for number, entity in enumerate(model.entities[:_ENTITIES], 1):
        name = ", ".join(part for part in (entity.name, entity.contract) if part)
        words = tr("Order for {entity}").format(entity=name)
        run = partial(window.entity_chosen.emit, entity.key)
        window.commands.add(
            Command(f"{ENTITY}{number}", words, run, (f"Ctrl+{number}",), icon="building")
        )


def _themes(window: MainWindow) -> list[Command]:
    names = {
        look.SYSTEM: (tr("Theme: as in the system"), "device-desktop"),
        LIGHT: (tr("Theme: light"), "sun"),
        DARK: (tr("Theme: dark"), "moon"),
        CONTRAST: (tr("Theme: high contrast"), "contrast"),
    }
    return [
        Command(
            f"theme.{key}",
            words,
            _theme(window, key),
            menu=VIEW,
            icon=icon,
            search=f"theme {key} {tr('View')}",
        )
        for key, (words, icon) in names.items()
    ]


def _theme(window: MainWindow, name: str) -> Callable[[], None]:
    def switch() -> None:
        look.apply_theme(name)
        window.context.settings.set(THEME_SETTING, name)

    return switch


def _screens(window: MainWindow) -> list[Command]:
    return [
        Command(
            f"{SCREEN}{entry.key}",
            tr("Open “{screen}”").format(screen=tr(entry.title)),
            partial(window.navigate, entry.key),
            (entry.key_hint,) if entry.key_hint else (),
            icon=entry.icon,
        )
        for entry in window.screen_entries()
        if entry.group
    ]
